//! What goes into the transactions and what comes out of them.

use std::{fmt, sync::Arc};

use leling_crypto::{chain::ChainHash, hash::Digest, keys::PublicKey};
use leling_protocol::{
    CardPassword, CounterCode, ECardState, IdNumber, PersonName, Phone, PhysicalCardState, SignLevel, Timestamp,
    wire::{
        AuditAct, AuditActor, AuditReason, CertificateResponse, ClaimProof, ConsentKind, IssuedCard, PlatformKind,
        Presence,
    },
};
use uuid::Uuid;

use crate::{adapters::RegisterEntry, numbers::Limit, rules::card::BankFunction};

macro_rules! handle {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}
pub(super) use handle;

handle! {
    /// Random handle of a person; the only name of a person in tokens, logs and the audit.
    PersonHandle;
    /// An enrolled installation.
    DeviceId;
    /// A session of a device.
    SessionId;
    /// An enrolment: the write that began it.
    EnrolmentId;
}

/// A write as the storage sees it, whatever it does.
#[derive(Clone, Debug)]
pub struct Write {
    /// The write's own UUIDv7.
    pub id: Uuid,
    /// Hash over method, path, device key and body.
    pub request: Digest,
    /// Random words of the answer.
    pub trace: String,
    /// The proof that came with it, until it is admitted.
    pub proof: Option<UsedProof>,
    /// Rate limits that it counts against, until it is admitted.
    pub spends: Vec<Spend>,
    /// When it arrived.
    pub at: Timestamp,
}

impl Write {
    /// Gives the same write for a further transaction: proof and limits are spent once.
    #[must_use]
    pub fn admitted(&self) -> Self {
        Self { proof: None, spends: Vec::new(), ..self.clone() }
    }
}

/// A proof that must not be accepted twice: hash over key and `jti`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedProof(pub Digest);

/// One count against a rate limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spend {
    /// Which limit.
    pub name: &'static str,
    /// Whose: a key, a person, an address. Stored as a keyed hash only.
    pub whom: Vec<u8>,
    /// How often.
    pub limit: Limit,
}

/// An answer as it goes onto the wire and into the row of its write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// JSON.
    pub body: Vec<u8>,
}

/// Whether a write goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It is new.
    Go,
    /// It was answered before, or is refused.
    Answered(Answer),
}

/// A person as the register gives them.
#[derive(Clone, Debug)]
pub struct RegisterPerson {
    /// Handle that a person not seen before gets.
    pub handle: PersonHandle,
    /// Name.
    pub name: PersonName,
    /// Id number.
    pub id_number: IdNumber,
    /// What the register holds of the card.
    pub entry: RegisterEntry,
}

/// The keys of an installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceKeys {
    /// Key `device`.
    pub device: PublicKey,
    /// Key `approve`.
    pub approve: PublicKey,
    /// How `approve` makes sure of its person.
    pub presence: Presence,
    /// Kind of phone.
    pub platform: PlatformKind,
}

/// What begins an enrolment; its id is the id of the write.
#[derive(Clone, Debug)]
pub struct BeginEnrolment {
    /// The person, checked by the register.
    pub person: RegisterPerson,
    /// The number that the code goes to.
    pub phone: Phone,
    /// The new installation's keys.
    pub keys: DeviceKeys,
}

/// What is to be done for an enrolment that begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Send a code, then call `enrolment_sent`.
    Send,
    /// It was answered before, or is refused.
    Answered(Answer),
}

/// What is to be done for another code.
#[derive(Clone, Debug)]
pub enum Resent {
    /// Send a code to this number, then call `enrolment_sent`.
    Send {
        /// The enrolment's number.
        phone: Phone,
    },
    /// It was answered before, or is refused.
    Answered(Answer),
}

/// Who brings a code for an enrolment.
#[derive(Clone, Debug)]
pub struct ProveBy {
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// The key that signed the request.
    pub device: PublicKey,
    /// Id that the new device gets.
    pub new_device: DeviceId,
}

/// The answer to a phone code, and whom to tell.
#[derive(Clone, Debug)]
pub struct Enrolled {
    /// The answer.
    pub answer: Answer,
    /// The person's registered number, the first time that a replacement began.
    pub tell: Option<Phone>,
}

/// Where an enrolment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrolmentStatus {
    /// Unknown, of another key, or too old.
    Gone,
    /// The phone code was not brought yet.
    CodeSent,
    /// An older device is active.
    Waiting {
        /// When the new one takes its place.
        until: Timestamp,
    },
    /// A relative vouched; it ends with a proof only.
    ProofNeeded {
        /// From when on the card number is one.
        from: Timestamp,
    },
    /// The old device stopped it.
    Stopped,
    /// Done.
    Active {
        /// The device.
        device: DeviceId,
        /// The person.
        person: PersonHandle,
    },
}

/// A replacement that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingReplacement {
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// When it began.
    pub started_at: Timestamp,
    /// When it takes effect.
    pub until: Timestamp,
}

/// A device.
#[derive(Clone, Copy, Debug)]
pub struct DeviceRow {
    /// Its keys.
    pub keys: DeviceKeys,
    /// Whose.
    pub person: PersonHandle,
    /// Whether a replacement of the device is due and must be finished first.
    pub replacement: Due,
}

/// A device signs in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The device.
    pub device: DeviceId,
    /// Proofs used: the assertion's and the DPoP proof's.
    pub proofs: [UsedProof; 2],
    /// Rate limits.
    pub spends: Vec<Spend>,
    /// Id that a new session gets.
    pub session: SessionId,
    /// When.
    pub at: Timestamp,
}

/// A device signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The session.
    pub session: SessionId,
    /// The person.
    pub person: PersonHandle,
    /// How far the electronic card has come.
    pub claimed: ECardState,
}

/// Whether a session may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Yes.
    Good,
    /// Signed out, or not used for too long.
    SignedOut,
    /// Its device is frozen.
    Frozen,
    /// Another device took its device's place.
    Replaced,
}

/// Who stands behind a session: one row, looked up once per request.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    /// The person.
    pub person: PersonHandle,
    /// The device.
    pub device: DeviceId,
    /// Its keys.
    pub keys: DeviceKeys,
    /// Whether it may act.
    pub standing: Standing,
    /// Whether a replacement of the device is due and must be finished first.
    pub replacement: Due,
}

/// Whether something that waited has come due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Nothing is due.
    Nothing,
    /// It is due.
    Now,
}

impl From<bool> for Due {
    fn from(due: bool) -> Self {
        if due { Self::Now } else { Self::Nothing }
    }
}

/// A person's card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Physical card.
    pub physical: PhysicalCardState,
    /// Bank side.
    pub bank: BankFunction,
    /// Electronic card, as claimed; the physical card may suspend it.
    pub claimed: ECardState,
    /// Wrong card numbers so far.
    pub tries: u8,
    /// Issue data.
    pub issued: Option<IssuedCard>,
}

/// What a certificate will say of its card.
#[derive(Clone, Debug)]
pub struct Certified {
    /// Name.
    pub name: PersonName,
    /// Id number.
    pub id_number: IdNumber,
    /// Level.
    pub level: SignLevel,
    /// Index in the status list.
    pub status_index: u32,
    /// Key that the certificate is for.
    pub device: PublicKey,
    /// When it is issued.
    pub at: Timestamp,
}

/// Signs a certificate inside the transaction, because only there its status index is known.
pub type Mint = Arc<dyn Fn(&Certified) -> CertificateResponse + Send + Sync>;

/// Claims a card.
#[derive(Clone)]
pub struct ClaimCard {
    /// The claiming device.
    pub device: DeviceId,
    /// The proof.
    pub proof: ClaimProof,
    /// The password, for judging its strength.
    pub password: CardPassword,
    /// The password, hashed.
    pub password_hash: String,
    /// Number that the issue gets.
    pub sign_no: String,
    /// Signs the first certificate.
    pub mint: Mint,
}

/// Renews a certificate.
#[derive(Clone)]
pub struct IssueCertificate {
    /// The asking device.
    pub device: DeviceId,
    /// Signs it.
    pub mint: Mint,
}

/// What came of comparing the card password, before the transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordJudgement {
    /// The phone's own lock stands for it.
    NotNeeded,
    /// It matches.
    Right,
    /// It does not.
    Wrong,
}

/// Unlinks a card.
#[derive(Clone, Copy, Debug)]
pub struct UnlinkCard {
    /// The asking device.
    pub device: DeviceId,
    /// The password.
    pub password: PasswordJudgement,
}

/// Sets a new card password.
#[derive(Clone, Debug)]
pub struct ResetPassword {
    /// Whose.
    pub id_number: IdNumber,
    /// The counter code.
    pub code: CounterCode,
    /// The password, for judging its strength.
    pub password: CardPassword,
    /// The password, hashed.
    pub password_hash: String,
}

/// Records a consent.
#[derive(Clone, Copy, Debug)]
pub struct Consent {
    /// The device.
    pub device: DeviceId,
    /// What about.
    pub kind: ConsentKind,
    /// Version of the text.
    pub text_version: u32,
    /// Yes or no.
    pub said: ConsentSaid,
    /// When the person said it.
    pub at: Timestamp,
}

/// What a person said to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentSaid {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// One line of a person's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    /// Position, from 1.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: AuditActor,
    /// Staff number.
    pub staff: Option<String>,
    /// What.
    pub act: AuditAct,
    /// Which device.
    pub device: Option<DeviceId>,
    /// Name of the party that it is about.
    pub party: Option<String>,
    /// Why, where staff said so.
    pub reason: Option<AuditReason>,
    /// Hash as stored.
    pub hash: ChainHash,
}

/// Indexes of the status list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokedIndexes {
    /// Number of indexes in use.
    pub size: u32,
    /// The revoked ones.
    pub revoked: Vec<u32>,
}
