//! What the gateway remembers, behind one trait that speaks in transactions of the domain.
//!
//! Every method is one transaction: it happens whole or not at all, and once it is acknowledged it survives a crash.
//! A write carries its own id, the hash of its request and the proof that came with it; its answer is kept in the
//! same transaction, so that the same write again gives the same bytes and another body under the same id is refused.
//! [`SqliteStorage`] is the backend inside; `suite` holds what every backend has to pass.

use std::{future::Future, path::Path, pin::Pin};

use leling_crypto::chain::ChainHead;
use leling_protocol::{ErrorCode, Redacted, SmsCode, Timestamp, wire::ClaimProof};

use crate::refusal::Refusal;

mod by_code;
mod desk;
mod help;
mod login;
mod records;
mod sealer;
mod sqlite;
#[cfg(test)]
mod suite;

pub use by_code::{EnrolByCode, Vouch};
pub use desk::{
    DeskCaller, DeskDevice, DeskDeviceState, DeskPerson, DeskSessionId, DeskSignIn, DeskStorage, IssueCode, NewStaff,
    NoStaffNumber, StaffAct, StaffChange, StaffNumber, StaffOutcome, StaffRow, Whom,
};
pub use help::{HelpGiven, HelpStorage, NewHelp};
pub use login::{
    AnswerLogin, Asked, AuthorizeLogin, BrowserId, ClaimLogin, ClaimedLogin, ClientId, Concluded, Decision, DueLogout,
    Finished, FoundBy, GrantId, GrantRow, Known, LoginId, LoginRow, LoginStorage, OpenAt, OpenLogin, PartySessionId,
    PartySessionRow, PersonFacts, PushRequest, PushedRequestId, RedeemLogin, Redeemed, Redirect, RefreshPartySession,
    Refreshed, RenewLogin, Respond, SessionTerms, Terms,
};
pub use records::{
    Admission, Answer, AuditRecord, BeginEnrolment, Begun, Caller, Card, Certified, ClaimCard, Consent, ConsentSaid,
    DeviceId, DeviceKeys, DeviceRow, Due, Enrolled, EnrolmentId, EnrolmentStatus, IssueCertificate, Mint,
    PasswordJudgement, PersonHandle, ProveBy, RegisterPerson, Resent, ResetPassword, RevokedIndexes, SessionId, SignIn,
    SignedIn, Spend, Standing, UnlinkCard, UsedProof, WaitingReplacement, Write,
};
pub use sealer::Sealer;
pub use sqlite::SqliteStorage;

/// A result that is on its way.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T, StorageError>> + Send + 'a>>;

/// Why a transaction did not happen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// Too many transactions wait; the same request may be sent again.
    #[error("storage is busy")]
    Busy,
    /// The backend failed; nothing was changed.
    #[error("storage failed: {0}")]
    Broken(String),
    /// The file was written by a newer version of the gateway.
    #[error("storage has schema {found}, this program knows {known}")]
    Newer {
        /// Version in the file.
        found: i64,
        /// Newest version that this program knows.
        known: i64,
    },
}

impl From<StorageError> for ErrorCode {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Busy => Self::ServerBusy,
            StorageError::Broken(_) | StorageError::Newer { .. } => Self::ServerBroken,
        }
    }
}

/// What the gateway remembers.
///
/// Methods that return an [`Answer`] hold the whole story of a write: an id seen before gives the kept bytes (or
/// `request.conflict`), a proof seen before gives `auth.proof`, a spent limit gives `rate.limited`, and a refusal by a
/// rule comes as its error body. A refusal that counted a try is kept like any other answer.
pub trait Storage: LoginStorage + DeskStorage + HelpStorage {
    /// Lets a write in: looks for its answer, then spends its proof and its limits.
    fn admit(&self, write: Write) -> Reply<'_, Admission>;
    /// Looks for the answer of a write without touching anything.
    fn answer(&self, write: Write) -> Reply<'_, Option<Answer>>;

    /// Begins an enrolment of a person whom the register knows; takes the person over when first seen. The write was
    /// admitted before; a message is counted against the limits of its person and its number.
    fn begin_enrolment(&self, write: Write, begin: BeginEnrolment) -> Reply<'_, Begun>;
    /// Prepares another phone code; the write is as for `begin_enrolment`.
    fn begin_resend(&self, write: Write, by: ProveBy) -> Reply<'_, Resent>;
    /// Makes `code` the enrolment's code: the message service took it.
    fn enrolment_sent(&self, write: Write, enrolment: EnrolmentId, code: SmsCode) -> Reply<'_, Answer>;
    /// Notes that the message service did not take the code, so that the same request may try at once again.
    fn enrolment_unsent(&self, enrolment: EnrolmentId) -> Reply<'_, ()>;
    /// Brings the phone code: the device becomes active, or a replacement begins.
    fn prove_phone(&self, write: Write, by: ProveBy, code: SmsCode) -> Reply<'_, Enrolled>;
    /// Begins an enrolment by a code, and with a counter code ends it.
    fn enrol_by_code(&self, write: Write, begin: EnrolByCode) -> Reply<'_, Enrolled>;
    /// Keeps a relative's vouch.
    fn vouch(&self, write: Write, vouch: Vouch) -> Reply<'_, Answer>;
    /// Confirms a replacement with a proof.
    fn confirm_replacement(&self, write: Write, by: ProveBy, proof: ClaimProof) -> Reply<'_, Answer>;
    /// Stops a replacement from the active device.
    fn stop_replacement(&self, write: Write, device: DeviceId, enrolment: EnrolmentId) -> Reply<'_, Answer>;
    /// Finishes replacements whose time has come, oldest first; returns how many, 0 when none is left.
    fn finish_due_replacements(&self, at: Timestamp) -> Reply<'_, usize>;
    /// Says where an enrolment of the key with thumbprint `jkt` stands.
    fn enrolment(&self, enrolment: EnrolmentId, jkt: String, at: Timestamp) -> Reply<'_, EnrolmentStatus>;
    /// Gives the replacements of a person that wait for their day or their proof.
    fn replacements(&self, person: PersonHandle, at: Timestamp) -> Reply<'_, Vec<WaitingReplacement>>;

    /// Gives a device.
    fn device(&self, device: DeviceId, at: Timestamp) -> Reply<'_, Option<DeviceRow>>;
    /// Opens or prolongs the device's session.
    fn sign_in(&self, sign_in: SignIn) -> Reply<'_, Result<SignedIn, Refusal>>;
    /// Gives who stands behind a session.
    fn caller(&self, session: SessionId, at: Timestamp) -> Reply<'_, Option<Caller>>;

    /// Gives a person's card.
    fn card(&self, person: PersonHandle) -> Reply<'_, Card>;
    /// Claims the electronic card.
    fn claim_card(&self, write: Write, claim: ClaimCard) -> Reply<'_, Answer>;
    /// Issues a further certificate.
    fn issue_certificate(&self, write: Write, issue: IssueCertificate) -> Reply<'_, Answer>;
    /// Unlinks the electronic card and revokes its certificates.
    fn unlink_card(&self, write: Write, unlink: UnlinkCard) -> Reply<'_, Answer>;
    /// Gives the stored hash of the card password.
    fn password_hash(&self, person: PersonHandle) -> Reply<'_, Option<Redacted<String>>>;
    /// Sets a new card password with a counter code.
    fn reset_password(&self, write: Write, reset: ResetPassword) -> Reply<'_, Answer>;
    /// Records a consent.
    fn record_consent(&self, write: Write, consent: Consent) -> Reply<'_, Answer>;
    /// Gives the revoked indexes of the status list.
    fn revoked(&self) -> Reply<'_, RevokedIndexes>;

    /// Takes a person over from the register where not seen before; returns the handle.
    fn register_person(&self, person: RegisterPerson, at: Timestamp) -> Reply<'_, PersonHandle>;
    /// Keeps a counter or visit code.
    fn issue_code(&self, issue: IssueCode) -> Reply<'_, StaffOutcome>;
    /// Does what staff decided.
    fn staff_act(&self, act: StaffAct) -> Reply<'_, StaffOutcome>;

    /// Gives at most `limit` lines of a person's chain behind `after`, oldest first.
    fn audit(&self, person: PersonHandle, after: u64, limit: u32) -> Reply<'_, Vec<AuditRecord>>;
    /// Gives the head of a person's chain.
    fn audit_head(&self, person: PersonHandle) -> Reply<'_, ChainHead>;
    /// Gives the heads of all chains in the order of their handles.
    fn audit_heads(&self) -> Reply<'_, Vec<(PersonHandle, ChainHead)>>;

    /// Forgets what is over: old answers, proofs, limits, enrolments, codes, indexes.
    fn sweep(&self, at: Timestamp) -> Reply<'_, ()>;
    /// Counts a start of the gateway on this storage; the first is 1.
    fn count_start(&self) -> Reply<'_, u64>;
    /// Says whether reading and writing work.
    fn ready(&self) -> Reply<'_, ()>;
    /// Looks through the whole storage for damage.
    fn check(&self) -> Reply<'_, ()>;
    /// Copies everything to a new file at `to`, while work goes on.
    fn backup(&self, to: &Path) -> Reply<'_, ()>;
}
