//! The terminal's check: a text from a picture, a folder of public keys, a list, a clock; no network.

use super::{
    certificate::{CardLevel, Handle},
    code::{ParseError, ParsedCode, step_of},
    ledger::{CodeUse, Ledger},
    status::{StatusError, StatusList},
};
use crate::keyring::KeyRing;

/// Age beyond which a list is not relied upon: seven days, in seconds.
pub const MAX_LIST_AGE: u64 = 7 * 86_400;

/// Seconds by which a certificate's issue may lie ahead of the terminal's clock.
const CLOCK_SKEW: u64 = 60;

/// Why a code was refused, in the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The text does not begin with `LL1:`.
    #[error("text is not an identity code")]
    NotOurs,
    /// It begins so, and is not what the format wants; also a certificate for longer than seven days.
    #[error("identity code is malformed")]
    Malformed,
    /// The certificate is by no gateway that this terminal knows, or not by the one it names.
    #[error("certificate is not signed by a known gateway")]
    ForeignSignature,
    /// The code is not signed by the key in its certificate.
    #[error("code is not signed by the certified device")]
    WrongDeviceSignature,
    /// The certificate's issue lies more than a minute ahead.
    #[error("certificate is not valid yet")]
    CertificateNotYet,
    /// The certificate has expired.
    #[error("certificate has expired")]
    CertificateExpired,
    /// The picture is older than the step before this one: a photograph, or a phone whose clock is slow.
    #[error("code is older than its window")]
    TooOld,
    /// The picture is of a step after the next one.
    #[error("code is ahead of its window")]
    FromFuture,
    /// The terminal holds no list.
    #[error("no status list is held")]
    NoList,
    /// The terminal's list is older than seven days.
    #[error("status list is older than seven days")]
    ListTooOld,
    /// The list says that the card was revoked, or ought to say something and does not.
    #[error("card was revoked")]
    Revoked,
    /// A code of this certificate and step was accepted at this terminal before.
    #[error("code was used at this terminal before")]
    UsedHere,
}

impl From<ParseError> for Refusal {
    fn from(error: ParseError) -> Self {
        match error {
            ParseError::NotOurs => Self::NotOurs,
            ParseError::Malformed => Self::Malformed,
        }
    }
}

/// What an accepted code tells the terminal: enough for 请核对本人, and no more.
#[derive(Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The masked name.
    pub masked_name: String,
    /// The year of birth.
    pub birth_year: u16,
    /// The last four of the id number.
    pub last_four: String,
    /// The level of the card.
    pub level: CardLevel,
    /// The certificate's random handle.
    pub handle: Handle,
    /// Age of the list that was relied upon, in seconds.
    pub list_age: u64,
}

opaque_debug!(Accepted);

/// A terminal's memory: keys, list, and what was used here.
///
/// ```
/// use leling_crypto::{identity_code::{Refusal, Verifier}, keyring::KeyRing};
///
/// let mut terminal = Verifier::new(KeyRing::new());
/// assert_eq!(terminal.verify("https://example.com", 1_795_392_000), Err(Refusal::NotOurs));
/// ```
#[derive(Clone, Debug)]
pub struct Verifier {
    gateways: KeyRing,
    list: Option<StatusList>,
    ledger: Ledger,
}

impl Verifier {
    /// A terminal that knows these gateways and holds no list yet.
    pub fn new(gateways: KeyRing) -> Self {
        Self { gateways, list: None, ledger: Ledger::default() }
    }

    /// Takes a published list after checking its signature.
    ///
    /// # Errors
    /// [`StatusError`]; the list held before stays, also when the new one is older.
    pub fn set_list(&mut self, bytes: &[u8]) -> Result<(), StatusError> {
        let list = StatusList::verify(bytes, &self.gateways)?;
        let newest = self.list.as_ref().map_or(0, StatusList::issued_at);
        if list.issued_at() < newest {
            return Err(StatusError::Older);
        }
        self.list = Some(list);
        Ok(())
    }

    /// Age of the list in seconds at `now` (Unix seconds), to be shown; `None` without a list.
    pub fn list_age(&self, now: u64) -> Option<u64> {
        self.list.as_ref().map(|list| list.age(now))
    }

    /// Checks the text of a picture at `now` (Unix seconds). Spaces are part of a code: the text is not to be trimmed.
    ///
    /// # Errors
    /// [`Refusal`], the first in the order of its variants. Only an accepted code counts as used.
    pub fn verify(&mut self, text: &str, now: u64) -> Result<Accepted, Refusal> {
        let code = ParsedCode::parse(text)?;
        code.certificate.check_signature(&self.gateways).map_err(|_| Refusal::ForeignSignature)?;
        if !code.is_signed_by_device() {
            return Err(Refusal::WrongDeviceSignature);
        }
        check_times(&code, now)?;
        let list_age = self.check_list(&code, now)?;
        let facts = code.certificate.facts();
        if !self.ledger.accept(facts.handle, code.step, now, step_of(now)) {
            return Err(Refusal::UsedHere);
        }
        Ok(Accepted {
            masked_name: facts.masked_name.clone(),
            birth_year: facts.birth_year,
            last_four: facts.last_four.clone(),
            level: facts.level,
            handle: facts.handle,
            list_age,
        })
    }

    /// Takes back the uses that a terminal kept over a restart; without them a code of the window would pass twice.
    pub fn restore_uses(&mut self, uses: &[CodeUse]) {
        self.ledger.restore(uses);
    }

    /// The uses to report at the next sync.
    pub fn export_uses(&self) -> Vec<CodeUse> {
        self.ledger.unreported()
    }

    /// Notes that the gateway has acknowledged these uses.
    pub fn mark_reported(&mut self, uses: &[CodeUse]) {
        self.ledger.mark_reported(uses);
    }

    fn check_list(&self, code: &ParsedCode, now: u64) -> Result<u64, Refusal> {
        let list = self.list.as_ref().ok_or(Refusal::NoList)?;
        let age = list.age(now);
        if age > MAX_LIST_AGE {
            return Err(Refusal::ListTooOld);
        }
        let facts = code.certificate.facts();
        match list.is_revoked(facts.status_index) {
            Some(false) => Ok(age),
            // A certificate issued after the list cannot stand in it; an older one that does not is not trusted.
            None if facts.issued_at >= list.issued_at() => Ok(age),
            _ => Err(Refusal::Revoked),
        }
    }
}

fn check_times(code: &ParsedCode, now: u64) -> Result<(), Refusal> {
    let facts = code.certificate.facts();
    if facts.issued_at > now.saturating_add(CLOCK_SKEW) {
        return Err(Refusal::CertificateNotYet);
    }
    if now >= facts.expires_at {
        return Err(Refusal::CertificateExpired);
    }
    let step = step_of(now);
    if code.step < step.saturating_sub(1) {
        return Err(Refusal::TooOld);
    }
    if code.step > step + 1 {
        return Err(Refusal::FromFuture);
    }
    Ok(())
}
