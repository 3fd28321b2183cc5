//! What the flows may ask for, as data, and how the answers come back.
//!
//! Effects are the seam: tests answer them by hand, the runtime serves them. A write carries its id from the flow; the runtime
//! makes the intent durable before it is sent and sends it until it is acknowledged, so a flow never repeats one.

use core::fmt;
use core::time::Duration;

use leling_protocol::wire::{
    AnswerLoginResponse, AuditResponse, CardResponse, CertificateResponse, ClaimBy, ClaimProof, ClaimResponse,
    ConsentKind, EnrolCodeResponse, EnrolResponse, GrantsResponse, HelpCodeResponse, HelpPage, KeepLoginResponse,
    KeysResponse, LoginDecision, LoginResponse, ReplacementsResponse, SessionsResponse, VouchResponse, WriteResponse,
};
use leling_protocol::{
    CardPassword, CounterCode, ErrorClass, ErrorCode, IdNumber, PersonName, Phone, Retry, SmsCode, Timestamp,
};
use leling_screen::{PlatformFailure, PlatformOp, node::QrModules};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A request to the gateway. Sealing, signing and tokens are the runtime's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayCall {
    /// Starts an enrolment; a phone code goes out.
    Enrol {
        /// The write's id; names the enrolment.
        id: Uuid,
        /// As on the identity card.
        name: PersonName,
        /// Identity number.
        id_number: IdNumber,
        /// The person's own number.
        phone: Phone,
    },
    /// Brings the phone code.
    EnrolCode {
        /// The write's id.
        id: Uuid,
        /// Which enrolment.
        enrolment: Uuid,
        /// Six digits.
        code: SmsCode,
    },
    /// Asks for another phone code.
    Resend {
        /// The write's id.
        id: Uuid,
        /// Which enrolment.
        enrolment: Uuid,
    },
    /// Asks how a waiting replacement stands.
    EnrolStatus {
        /// Which enrolment.
        enrolment: Uuid,
    },
    /// Ends the waiting with a proof.
    EnrolConfirm {
        /// The write's id.
        id: Uuid,
        /// Which enrolment.
        enrolment: Uuid,
        /// A counter or visit code, or the card number after a vouch.
        proof: ClaimProof,
    },
    /// Starts an enrolment without a message, by a counter, visit or vouch code.
    EnrolByCode {
        /// The write's id; names the enrolment.
        id: Uuid,
        /// As on the identity card.
        name: PersonName,
        /// Identity number.
        id_number: IdNumber,
        /// Eight digits.
        code: CounterCode,
    },
    /// Vouches for a relative's new phone.
    Vouch {
        /// The write's id.
        id: Uuid,
        /// The relative's name.
        name: PersonName,
        /// The relative's identity number.
        id_number: IdNumber,
    },
    /// Asks for six digits by which the desk sees a page; names nobody, and is sent now or not at all.
    HelpCode {
        /// The write's id.
        id: Uuid,
        /// What the digits stand for.
        page: HelpPage,
    },
    /// Fetches the gateway's public keys, by which login codes are checked before anything is asked.
    FetchKeys,
    /// Claims a login elsewhere; sent now or not at all.
    ClaimLogin {
        /// The write's id.
        id: Uuid,
        /// By what code or digits.
        by: ClaimBy,
    },
    /// Brings the request of another app on this phone; sent now or not at all.
    Authorize {
        /// The write's id.
        id: Uuid,
        /// Query of the link.
        query: String,
    },
    /// Answers a login; a yes is signed by the key `approve`.
    AnswerLogin {
        /// The write's id.
        id: Uuid,
        /// The login as it was shown: the approval signs it.
        login: Box<LoginResponse>,
        /// What the person said.
        decision: LoginDecision,
        /// The number chosen, where numbers are matched.
        number: Option<u8>,
        /// The card password, where the phone has no lock.
        password: Option<CardPassword>,
    },
    /// Keeps a claimed login alive while its screen is open; sent now or not at all.
    KeepLogin {
        /// The write's id.
        id: Uuid,
        /// Which login.
        login: Uuid,
    },
    /// Fetches where the person is logged in.
    FetchSessions,
    /// Signs out somewhere.
    EndSession {
        /// The write's id.
        id: Uuid,
        /// Which session.
        session: Uuid,
    },
    /// Fetches to whom the person said yes.
    FetchGrants,
    /// Takes a lasting yes back; its sessions end.
    RevokeGrant {
        /// The write's id.
        id: Uuid,
        /// Which grant.
        grant: Uuid,
    },
    /// Fetches the state of the card.
    FetchCard,
    /// Claims the electronic card and sets its password.
    Claim {
        /// The write's id.
        id: Uuid,
        /// The proof.
        proof: ClaimProof,
        /// The password that the claim sets.
        password: CardPassword,
    },
    /// Fetches a new certificate for the identity code.
    RenewCertificate {
        /// The write's id.
        id: Uuid,
    },
    /// Unlinks the electronic card; the password goes along where the phone has no lock.
    Unlink {
        /// The write's id.
        id: Uuid,
        /// The card password.
        password: Option<CardPassword>,
    },
    /// Sets a new card password with a counter or visit code.
    ResetPassword {
        /// The write's id.
        id: Uuid,
        /// Whose card.
        id_number: IdNumber,
        /// Eight digits.
        code: CounterCode,
        /// The new password.
        password: CardPassword,
    },
    /// Records what the person said to a text.
    Consent {
        /// The write's id.
        id: Uuid,
        /// What it is about.
        kind: ConsentKind,
        /// Version of the text.
        text_version: u32,
        /// Yes or no.
        given: bool,
        /// When.
        at: Timestamp,
    },
    /// Fetches what was done with the card, entries after this sequence number.
    FetchAudit {
        /// Sequence number already known.
        after: u64,
    },
    /// Asks whether another phone is about to take this one's place.
    FetchReplacements,
    /// Stops such a replacement.
    StopReplacement {
        /// The write's id.
        id: Uuid,
        /// Which enrolment.
        enrolment: Uuid,
    },
}

/// The gateway's answer to a call, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayReply {
    /// To `Enrol` and `Resend`.
    Enrol(Result<EnrolResponse, Failure>),
    /// To `EnrolCode`, `EnrolByCode`, `EnrolStatus` and `EnrolConfirm`.
    EnrolCode(Result<EnrolCodeResponse, Failure>),
    /// To `FetchCard`.
    Card(Result<CardResponse, Failure>),
    /// To `Claim`.
    Claim(Result<ClaimResponse, Failure>),
    /// To `RenewCertificate`.
    Certificate(Result<CertificateResponse, Failure>),
    /// To `Unlink`.
    Unlink(Result<WriteResponse, Failure>),
    /// To `ResetPassword`.
    ResetPassword(Result<WriteResponse, Failure>),
    /// To `Consent`.
    Consent(Result<WriteResponse, Failure>),
    /// To `FetchAudit`.
    Audit(Result<AuditResponse, Failure>),
    /// To `FetchReplacements`.
    Replacements(Result<ReplacementsResponse, Failure>),
    /// To `StopReplacement`.
    StopReplacement(Result<WriteResponse, Failure>),
    /// To `HelpCode`.
    HelpCode(Result<HelpCodeResponse, Failure>),
    /// To `FetchKeys`.
    Keys(Result<KeysResponse, Failure>),
    /// To `Vouch`.
    Vouch(Result<VouchResponse, Failure>),
    /// To `ClaimLogin` and `Authorize`.
    Login(Result<LoginResponse, Failure>),
    /// To `AnswerLogin`.
    LoginAnswered(Result<AnswerLoginResponse, Failure>),
    /// To `KeepLogin`.
    LoginKept(Result<KeepLoginResponse, Failure>),
    /// To `FetchSessions`.
    Sessions(Result<SessionsResponse, Failure>),
    /// To `EndSession`.
    SessionEnded(Result<WriteResponse, Failure>),
    /// To `FetchGrants`.
    Grants(Result<GrantsResponse, Failure>),
    /// To `RevokeGrant`.
    GrantRevoked(Result<WriteResponse, Failure>),
}

/// A drawn identity code, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeReply(pub Result<QrModules, Failure>);

/// Why something could not be done, as a person is told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Stable dotted code.
    pub code: ErrorCode,
    /// Random words that find it in the gateway's logs; empty where it never got there.
    pub trace: String,
    /// Seconds after which to try again, where the gateway said so.
    pub retry_after: Option<u32>,
}

impl Failure {
    /// Makes a failure that never reached the gateway.
    pub const fn local(code: ErrorCode) -> Self {
        Self { code, trace: String::new(), retry_after: None }
    }

    /// Gives the class of the code.
    pub const fn class(&self) -> ErrorClass {
        self.code.class()
    }

    /// Says whether the same request may be sent again.
    pub const fn retry(&self) -> Retry {
        self.code.retry()
    }
}

impl From<PlatformFailure> for Failure {
    fn from(why: PlatformFailure) -> Self {
        Self::local(match why {
            PlatformFailure::KeyGone => ErrorCode::StoreKeyGone,
            PlatformFailure::Cancelled => ErrorCode::KeyCancelled,
            PlatformFailure::Unavailable | PlatformFailure::Absent => ErrorCode::KeyUnavailable,
        })
    }
}

/// What a timer is for; at most one of each runs, a new one replaces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Timer {
    /// The identity code turns to its next step.
    CodeStep,
    /// A look at the state of the card while the home is open.
    Refresh,
    /// A claimed login is kept alive while its screen is open.
    KeepLogin,
}

/// A thing that the flows want done.
#[derive(Clone, PartialEq, Eq)]
pub enum Effect {
    /// A request to the gateway; answered by a [`GatewayReply`].
    Gateway(GatewayCall),
    /// A request to the hardware that needs no answer: reading aloud, dialling, opening settings.
    Platform(PlatformOp),
    /// Hands a link back to the app that it belongs to; answered by `Incoming::AppOpened`.
    OpenApp {
        /// The link, with code or error of the authorised login.
        link: String,
    },
    /// An identity code for the present step, signed and drawn; answered by a [`CodeReply`].
    Code {
        /// The certificate, base64url.
        certificate: String,
    },
    /// A wake-up; answered by the timer.
    After(Duration, Timer),
    /// Ends a timer.
    Cancel(Timer),
    /// What the app keeps changed: `clear` holds settings without personal data, `sealed` everything else.
    Save {
        /// Settings, JSON, stored in clear so that the first screen needs no key.
        clear: String,
        /// The rest, JSON, stored sealed; `None` while there is nothing personal.
        sealed: Option<String>,
    },
    /// The person has left this phone: everything personal is deleted, keys included.
    Forget,
    /// Close the store, then acknowledge to the shell.
    Suspend,
    /// Try once more to open the store and its sealed part; answered as at the start.
    Unlock,
}

impl fmt::Debug for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gateway(call) => write!(f, "Gateway({call:?})"),
            Self::Platform(op) => write!(f, "Platform({op:?})"),
            Self::OpenApp { .. } => f.write_str("OpenApp(redacted)"),
            Self::Code { .. } => f.write_str("Code(redacted)"),
            Self::After(after, timer) => write!(f, "After({after:?}, {timer:?})"),
            Self::Cancel(timer) => write!(f, "Cancel({timer:?})"),
            Self::Save { .. } => f.write_str("Save(redacted)"),
            Self::Forget => f.write_str("Forget"),
            Self::Suspend => f.write_str("Suspend"),
            Self::Unlock => f.write_str("Unlock"),
        }
    }
}
