//! The desk: who works there, their sessions, whom they look at and what they do.
//!
//! What staff do to a person ([`super::Storage::staff_act`], [`super::Storage::issue_code`]) stands in the person's own
//! chain.

use std::fmt;

use leling_crypto::totp::TotpSecret;
use leling_protocol::{
    CounterCode, IdNumber, PersonName, PhysicalCardState, Redacted, Timestamp,
    wire::{AuditReason, PlatformKind},
};

use uuid::Uuid;

use super::{DeviceId, PersonHandle, Reply, Spend, records::handle};
use crate::{
    refusal::Refusal,
    rules::{
        card::BankFunction,
        counter_code::CodePurpose,
        staff::{DeskSession, Role},
    },
};

handle! {
    /// A session at the desk: what its cookie names.
    DeskSessionId;
}

/// The number of a member of staff; it stands in people's records for ever.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StaffNumber(String);

/// A text that is no staff number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a staff number is 1 to 32 letters, digits and hyphens")]
pub struct NoStaffNumber;

impl StaffNumber {
    /// Reads a number: 1 to 32 ASCII letters, digits and hyphens.
    ///
    /// # Errors
    /// [`NoStaffNumber`].
    pub fn parse(text: &str) -> Result<Self, NoStaffNumber> {
        let fits = (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if fits { Ok(Self(text.to_owned())) } else { Err(NoStaffNumber) }
    }

    /// Gives the number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StaffNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Somebody who may sign in at the desk.
#[derive(Clone, Debug)]
pub struct NewStaff {
    /// Their number.
    pub number: StaffNumber,
    /// Their role.
    pub role: Role,
    /// Their password, hashed.
    pub password: Redacted<String>,
    /// The secret of their second factor.
    pub secret: TotpSecret,
    /// Since when.
    pub at: Timestamp,
}

/// What signing in is checked against.
#[derive(Clone, Debug)]
pub struct StaffRow {
    /// Their role.
    pub role: Role,
    /// Their password, hashed.
    pub password: Redacted<String>,
    /// The secret of their second factor.
    pub secret: TotpSecret,
    /// The newest step whose code was used.
    pub last_step: u64,
}

/// A password and a code were right.
#[derive(Clone, Debug)]
pub struct DeskSignIn {
    /// Whose.
    pub number: StaffNumber,
    /// The step of the code.
    pub step: u64,
    /// Id that the session gets: random.
    pub session: DeskSessionId,
    /// When.
    pub at: Timestamp,
}

/// Who sits behind a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskCaller {
    /// Their number.
    pub number: StaffNumber,
    /// Their role, as it is now.
    pub role: Role,
    /// The times of the session.
    pub session: DeskSession,
}

/// Whom staff mean.
#[derive(Clone, Debug)]
pub enum Whom {
    /// The person with this id number.
    Number(IdNumber),
    /// A person who was found before.
    Person(PersonHandle),
}

/// A person as staff see them.
#[derive(Clone, Debug)]
pub struct DeskPerson {
    /// Handle.
    pub person: PersonHandle,
    /// Name; pages show it masked.
    pub name: Redacted<PersonName>,
    /// Id number; pages show it masked.
    pub id_number: Redacted<IdNumber>,
    /// Their phones, newest first.
    pub devices: Vec<DeskDevice>,
}

/// A phone as staff see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskDevice {
    /// Its id.
    pub device: DeviceId,
    /// How it stands.
    pub state: DeskDeviceState,
    /// Kind of phone.
    pub platform: PlatformKind,
    /// Since when it is enrolled.
    pub enrolled_at: Timestamp,
}

/// How a phone stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskDeviceState {
    /// In use.
    Active,
    /// Frozen.
    Frozen,
    /// Another one took its place.
    Replaced,
}

/// Staff give a code.
#[derive(Clone, Debug)]
pub struct IssueCode {
    /// To whom.
    pub whom: Whom,
    /// For what.
    pub purpose: CodePurpose,
    /// The digits.
    pub code: CounterCode,
    /// Who gives it.
    pub staff: String,
    /// When.
    pub at: Timestamp,
}

/// Staff change something of a person.
#[derive(Clone, Debug)]
pub struct StaffAct {
    /// Whose.
    pub whom: Whom,
    /// What.
    pub change: StaffChange,
    /// The phone that is meant; where another is in use by now, nothing happens.
    pub device: Option<DeviceId>,
    /// Why, as the record will say.
    pub reason: Option<AuditReason>,
    /// Who.
    pub staff: String,
    /// When.
    pub at: Timestamp,
}

/// What staff change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffChange {
    /// Freeze the active device and revoke its certificates.
    Freeze,
    /// Unfreeze it.
    Unfreeze,
    /// End every session of the active device.
    SignOut,
    /// Set the state of the physical card.
    Card(PhysicalCardState),
    /// Set the bank side of the card.
    Bank(BankFunction),
}

/// What came of an act of staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffOutcome {
    /// Done.
    Done,
    /// Nobody has this id number.
    UnknownPerson,
    /// There is nothing to change, such as no device to freeze.
    Nothing,
}

/// The part of [`super::Storage`] about the desk.
pub trait DeskStorage: Send + Sync {
    /// Keeps somebody as staff; the same number again gets the new password, secret and role, and its sessions end.
    fn add_staff(&self, staff: NewStaff) -> Reply<'_, ()>;
    /// Lets somebody leave: nothing of theirs lets anybody in any more, and their number stays taken. Says whether they
    /// were there.
    fn remove_staff(&self, number: StaffNumber, at: Timestamp) -> Reply<'_, bool>;
    /// Gives everybody who may sign in, by number.
    fn staff_list(&self) -> Reply<'_, Vec<(StaffNumber, Role)>>;
    /// Gives what somebody's signing in is checked against.
    fn staff(&self, number: StaffNumber) -> Reply<'_, Option<StaffRow>>;
    /// Counts against limits; the refusal where one is used up.
    fn spend(&self, spends: Vec<Spend>, at: Timestamp) -> Reply<'_, Option<Refusal>>;
    /// Uses the code up and opens a session; `false` where the code was used before or nobody has the number.
    fn desk_sign_in(&self, sign_in: DeskSignIn) -> Reply<'_, bool>;
    /// Gives who sits behind a session, open or not.
    fn desk_caller(&self, session: DeskSessionId) -> Reply<'_, Option<DeskCaller>>;
    /// Notes that a session was used.
    fn use_desk_session(&self, session: DeskSessionId, at: Timestamp) -> Reply<'_, ()>;
    /// Ends a session.
    fn desk_sign_out(&self, session: DeskSessionId) -> Reply<'_, ()>;
    /// Gives a person with their phones.
    fn desk_person(&self, whom: Whom) -> Reply<'_, Option<DeskPerson>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_staff_number_is_short_and_plain() {
        for good in ["1", "S-17", "DEMO-01", &"a".repeat(32)] {
            assert_eq!(StaffNumber::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", " S-1", "S_1", "工号", "S-1\n", &"a".repeat(33)] {
            assert_eq!(StaffNumber::parse(bad), Err(NoStaffNumber), "{bad}");
        }
    }
}
