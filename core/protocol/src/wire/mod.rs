//! Requests and answers of the gateway's own API (`/v1`), as JSON.
//!
//! Requests refuse unknown fields. Every write carries its own UUIDv7 `id`, which is the primary key of what it
//! creates: the same id again answers from the row, another body under it is `request.conflict`. Errors are
//! [`ErrorBody`]. Access: an RFC 9068 token with DPoP unless the endpoint says otherwise.
//!
//! | endpoint | request → answer | access |
//! |---|---|---|
//! | `POST /v1/enrolments` | [`EnrolRequest`] → [`EnrolResponse`] | DPoP by the new device key, no token |
//! | `POST /v1/enrolments/{id}/code` | [`EnrolCodeRequest`] → [`EnrolCodeResponse`] | same |
//! | `POST /v1/enrolments/{id}/resend` | [`WriteRequest`] → [`EnrolResponse`] | same |
//! | `GET /v1/enrolments/{id}` | → [`EnrolCodeResponse`] (`enrol.waiting`, `enrol.stopped`, `enrol.gone` as errors) | same |
//! | `POST /v1/enrolments/{id}/confirm` | [`EnrolConfirmRequest`] → [`EnrolCodeResponse`] | same |
//! | `POST /oauth/token` | form `grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer`, `assertion` → [`TokenResponse`] | DPoP |
//! | `GET /v1/card` | → [`CardResponse`] | `view` |
//! | `POST /v1/card/claims` | [`ClaimRequest`] → [`ClaimResponse`] | `view` and an approval |
//! | `POST /v1/card/certificates` | [`WriteRequest`] → [`CertificateResponse`] | `card` |
//! | `POST /v1/card/unlinks` | [`UnlinkRequest`] → [`WriteResponse`] | `card` and an approval |
//! | `POST /v1/card/password-resets` | [`PasswordResetRequest`] → [`WriteResponse`] | DPoP; the counter code is the proof |
//! | `POST /v1/consents` | [`ConsentRequest`] → [`WriteResponse`] | `view` |
//! | `GET /v1/audit?after=SEQ` | → [`AuditResponse`] | `view` |
//! | `GET /v1/replacements` | → [`ReplacementsResponse`] | `view` |
//! | `POST /v1/replacements/{id}/stop` | [`WriteRequest`] → [`WriteResponse`] | `view` |
//! | `POST /v1/enrolments/by-code` | [`EnrolByCodeRequest`] → [`EnrolCodeResponse`] | DPoP by the new device key; the code is the proof |
//! | `POST /v1/vouches` | [`VouchRequest`] → [`VouchResponse`] | `card` |
//! | `POST /v1/logins/claims` | [`ClaimLoginRequest`] → [`LoginResponse`] | `card` |
//! | `POST /v1/authorizations` | [`AuthorizeRequest`] → [`LoginResponse`] | `card` |
//! | `POST /v1/logins/{id}/answers` | [`AnswerLoginRequest`] → [`AnswerLoginResponse`] | `card`; a yes with an approval |
//! | `POST /v1/logins/{id}/keep` | [`WriteRequest`] → [`KeepLoginResponse`] | `card` |
//! | `GET /v1/sessions` | → [`SessionsResponse`] | `view` |
//! | `POST /v1/sessions/{id}/end` | [`WriteRequest`] → [`WriteResponse`] | `view` |
//! | `GET /v1/grants` | → [`GrantsResponse`] | `view` |
//! | `POST /v1/grants/{id}/revoke` | [`WriteRequest`] → [`WriteResponse`] | `view` |
//! | `POST /v1/help-codes` | [`HelpCodeRequest`] → [`HelpCodeResponse`] | public, and nobody is named |
//! | `GET /v1/keys` | → [`KeysResponse`] | public |
//! | `GET /v1/revocations` | → COSE_Sign1 bytes, `application/cose` | public |
//! | `POST /demo/peer` | [`DemoPeerRequest`] → [`DemoPeerResponse`] | demonstration builds only |
//!
//! Every answer carries `leling-time: <seconds since the epoch>`; while the gateway asks for a nonce, `dpop-nonce`.

mod help;
mod login;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use help::{
    AppVersion, HelpCode, HelpCodeRequest, HelpCodeResponse, HelpMode, HelpPage, HelpSize, LanguageTag, ScreenName,
};
pub use login::{
    AnswerLoginRequest, AnswerLoginResponse, AuthorizeRequest, ClaimBy, ClaimLoginRequest, EnrolByCodeRequest, Grant,
    GrantsResponse, KeepLoginResponse, LoginDecision, LoginDoor, LoginResponse, Party, PartyKind, PartySession,
    SessionsResponse, SignOutReach, VouchRequest, VouchResponse,
};

use crate::ErrorCode;
use crate::card::{DeviceState, ECardState, PhysicalCardState, SignLevel};
use crate::values::{CardNumber, CardPassword, CounterCode, IdNumber, PersonName, Phone, SmsCode, Timestamp};

/// Header that carries the gateway's time, in seconds since the epoch.
pub const TIME_HEADER: &str = "leling-time";

/// The grant by which a device signs in (RFC 7523).
pub const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// A P-256 public key as a JWK (RFC 7517), public members only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicJwk {
    /// Always `EC`.
    pub kty: String,
    /// Always `P-256`.
    pub crv: String,
    /// First coordinate, base64url without padding.
    pub x: String,
    /// Second coordinate, base64url without padding.
    pub y: String,
    /// Key id, where the key is the gateway's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
}

/// How the key `approve` makes sure that its person is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// The phone's own lock or biometrics, at each use.
    Lock,
    /// The phone has no lock: every approval also carries the card password.
    Password,
}

/// What kind of phone enrols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlatformKind {
    /// Android.
    Android,
    /// iOS.
    Ios,
    /// The browser simulator: software keys, labelled.
    Simulator,
}

/// Body of every error answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ErrorBody {
    /// What went wrong.
    pub code: ErrorCode,
    /// Random words of this answer, for finding it in the logs.
    pub trace: String,
    /// Seconds after which the same request may be sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

/// A write without further content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteRequest {
    /// The write's own UUIDv7.
    pub id: Uuid,
}

/// Acknowledges a write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WriteResponse {
    /// The write's own id.
    pub id: Uuid,
    /// When it took effect.
    pub at: Timestamp,
}

/// Starts an enrolment: a phone code goes out when the real-name check agrees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolRequest {
    /// The write's own UUIDv7; names the enrolment.
    pub id: Uuid,
    /// Name as on the identity card.
    pub name: PersonName,
    /// Identity number.
    pub id_number: IdNumber,
    /// The person's own mobile number.
    pub phone: Phone,
    /// Public half of the key `device`.
    pub device: PublicJwk,
    /// Public half of the key `approve`.
    pub approve: PublicJwk,
    /// How `approve` makes sure of its person.
    pub presence: Presence,
    /// Kind of phone.
    pub platform: PlatformKind,
}

/// A phone code is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnrolResponse {
    /// The enrolment.
    pub id: Uuid,
    /// When the code ends.
    pub code_expires_at: Timestamp,
    /// When another code may be asked for.
    pub resend_at: Timestamp,
}

/// Brings the phone code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolCodeRequest {
    /// The write's own UUIDv7.
    pub id: Uuid,
    /// The six digits.
    pub code: SmsCode,
}

/// Confirms a replacement with a proof: a counter or visit code counts at once, the card number only for a replacement
/// that a vouch began, once its day is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolConfirmRequest {
    /// The write's own UUIDv7.
    pub id: Uuid,
    /// The proof.
    pub proof: ClaimProof,
}

/// How an enrolment ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EnrolCodeResponse {
    /// The device is active with the scope `view`.
    Active {
        /// The device's id; names it in tokens and logs.
        device: Uuid,
        /// Random handle of the person, never derived from the id number.
        person: Uuid,
    },
    /// Another device is active: old device and helpers are told, nothing changes until then.
    Replacing {
        /// When this device takes the old one's place, unless stopped.
        until: Timestamp,
    },
    /// A relative vouched: old device and helpers are told, and without a proof nothing ever changes.
    ProofNeeded {
        /// From when on the card number is proof enough; a counter or visit code is at once.
        from: Timestamp,
    },
}

/// Answer of the token endpoint (RFC 6749, RFC 9449).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TokenResponse {
    /// RFC 9068 token bound to the device key.
    pub access_token: String,
    /// Always `DPoP`.
    pub token_type: String,
    /// Seconds.
    pub expires_in: u32,
    /// Space-separated scopes.
    pub scope: String,
}

impl core::fmt::Debug for TokenResponse {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("TokenResponse").field("scope", &self.scope).finish_non_exhaustive()
    }
}

/// One of the three lamps: card made, social function on, bank function on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LampState {
    /// In order.
    On,
    /// Missing, and somebody can mend it.
    Off,
    /// Under way; waiting is all.
    Waiting,
}

/// The three switches that an elder cannot tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lamps {
    /// 卡做好了
    pub card: LampState,
    /// 社保功能
    pub social: LampState,
    /// 银行功能
    pub bank: LampState,
}

/// State of the person's card. Before the claim it holds the lamps and nothing else of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardResponse {
    /// Physical card.
    pub physical: PhysicalCardState,
    /// Electronic card.
    pub ecard: ECardState,
    /// This device.
    pub device: DeviceState,
    /// The three lamps.
    pub lamps: Lamps,
    /// Card tries left before a counter code is needed, 0 to 5.
    pub card_tries_left: u8,
    /// Issue data, once claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<IssuedCard>,
    /// Head of the person's audit chain: sequence number and hash, base64url.
    pub audit_head: AuditHead,
}

/// Issue data of an electronic card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IssuedCard {
    /// signNo: number of the issue.
    pub sign_no: String,
    /// signLevel.
    pub level: SignLevel,
    /// signDate.
    pub signed_at: Timestamp,
}

/// The proof that enrolment did not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClaimProof {
    /// The card in the hand.
    CardNumber {
        /// Nine characters.
        number: CardNumber,
    },
    /// A code given at a counter or a home visit.
    CounterCode {
        /// Eight digits.
        code: CounterCode,
    },
}

/// What is sealed to the gateway inside [`ClaimRequest::sealed`] (HPKE, info `claim`, associated data the write id).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimSecret {
    /// The proof.
    pub proof: ClaimProof,
    /// The password that the claim sets.
    pub password: CardPassword,
}

/// Claims the electronic card (签发, level 1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimRequest {
    /// The write's own UUIDv7.
    pub id: Uuid,
    /// [`ClaimSecret`] as JSON, sealed to the gateway, base64url.
    pub sealed: String,
    /// Approval by `approve` of kind `claim` over `sealed`, compact JWS.
    pub approval: String,
}

/// The card is issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClaimResponse {
    /// The write's own id.
    pub id: Uuid,
    /// Issue data.
    pub issued: IssuedCard,
    /// First certificate of the identity code.
    pub certificate: CertificateResponse,
}

/// A certificate for the identity code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CertificateResponse {
    /// Gateway-signed CWT, base64url.
    pub certificate: String,
    /// When it starts.
    pub not_before: Timestamp,
    /// When it ends, at most 7 days later.
    pub not_after: Timestamp,
}

/// What is sealed inside [`UnlinkRequest::sealed`] (info `unlink`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordSecret {
    /// The card password.
    pub password: CardPassword,
}

/// Unlinks the electronic card from this phone (解除绑定).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlinkRequest {
    /// The write's own UUIDv7.
    pub id: Uuid,
    /// [`PasswordSecret`] as JSON, sealed to the gateway, base64url; needed with `presence` password, judged wherever
    /// it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<String>,
    /// Approval by `approve` of kind `unlink` over `sealed` (or over the empty text), compact JWS.
    pub approval: String,
}

/// What is sealed inside [`PasswordResetRequest::sealed`] (info `password-reset`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordResetSecret {
    /// Whose card.
    pub id_number: IdNumber,
    /// The counter or visit code for `password`.
    pub code: CounterCode,
    /// The new password.
    pub password: CardPassword,
}

/// Sets a new card password with a counter or visit code; needs no message to a phone and no active device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordResetRequest {
    /// The write's own UUIDv7.
    pub id: Uuid,
    /// [`PasswordResetSecret`] as JSON, sealed to the gateway, base64url.
    pub sealed: String,
}

/// What a consent is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentKind {
    /// The privacy text of the first start.
    Privacy,
}

/// Records that a person said yes or no to a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentRequest {
    /// The write's own UUIDv7.
    pub id: Uuid,
    /// What it is about.
    pub kind: ConsentKind,
    /// Version of the text shown.
    pub text_version: u32,
    /// Yes or no.
    pub given: bool,
    /// When the person said it.
    pub at: Timestamp,
}

/// Who did something with a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditActor {
    /// The person.
    Own,
    /// Named staff.
    Staff,
    /// The gateway by a rule.
    System,
}

/// What was done; national event numbers stand beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditAct {
    /// A phone was enrolled.
    Enrolled,
    /// A replacement of the phone began.
    ReplacementStarted,
    /// A replacement was stopped on the old phone.
    ReplacementStopped,
    /// The new phone took the old one's place.
    Replaced,
    /// 001 申领完成.
    Claimed,
    /// A wrong proof was brought to the claim.
    ClaimRefused,
    /// The identity code's certificate was renewed.
    CertificateIssued,
    /// 003 解除绑定.
    Unlinked,
    /// 009 the password was set anew.
    PasswordReset,
    /// The password was wrong.
    PasswordWrong,
    /// A consent was given.
    ConsentGiven,
    /// A consent was withdrawn.
    ConsentWithdrawn,
    /// The device was frozen.
    Frozen,
    /// The device was unfrozen.
    Unfrozen,
    /// Staff gave a counter or visit code.
    CounterCodeIssued,
    /// The state of the physical card changed.
    CardStateChanged,
    /// 013 扫一扫登录: the person said yes to a login elsewhere.
    LoginApproved,
    /// The person said 不是我.
    LoginRefused,
    /// The wrong number was chosen; the login ended.
    LoginNumberWrong,
    /// 022 授权登录: the person said yes to another app on the phone.
    LoginAuthorized,
    /// A session with a party was ended by the person.
    SessionEnded,
    /// A party ended its own session.
    SessionEndedByParty,
    /// A session was ended because a token was used twice.
    SessionReplayed,
    /// A lasting yes to a party was taken back.
    GrantRevoked,
    /// The person vouched for somebody's new phone.
    Vouched,
}

/// Why staff did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditReason {
    /// 手机丢了
    PhoneLost,
    /// 手机被偷了
    PhoneStolen,
    /// 怕被人骗了
    Deceived,
    /// 手机找到了
    PhoneFound,
}

impl AuditReason {
    /// Gives the name used on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PhoneLost => "phone_lost",
            Self::PhoneStolen => "phone_stolen",
            Self::Deceived => "deceived",
            Self::PhoneFound => "phone_found",
        }
    }
}

/// One line of what was done with the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditEntry {
    /// Position in the person's chain, from 1.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: AuditActor,
    /// Staff number, where staff did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// What.
    pub act: AuditAct,
    /// Which device, where one did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Uuid>,
    /// Name of the party, where the act is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// Why, where staff said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<AuditReason>,
    /// Hash of this entry, base64url.
    pub hash: String,
}

/// Position and hash of the newest entry of a chain; sequence 0 is the empty chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditHead {
    /// Position of the newest entry.
    pub seq: u64,
    /// Its hash, base64url.
    pub hash: String,
}

/// The person's own record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditResponse {
    /// At most 100 entries, oldest first.
    pub entries: Vec<AuditEntry>,
    /// The newest entry of the chain.
    pub head: AuditHead,
}

/// A replacement that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Replacement {
    /// The enrolment of the new phone.
    pub id: Uuid,
    /// When it began.
    pub started_at: Timestamp,
    /// When it takes effect.
    pub until: Timestamp,
}

/// Replacements that the person's active phone can stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReplacementsResponse {
    /// At most one today.
    pub waiting: Vec<Replacement>,
}

/// Public keys of the gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeysResponse {
    /// Keys that sign certificates and revocation lists, newest first.
    pub keys: Vec<PublicJwk>,
    /// X25519 public key for sealing (HPKE), base64url.
    pub seal: String,
}

/// Lets the demonstration gateway play the other side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DemoPeerRequest {
    /// Who acts: `desk`, `kiosk`, a person's name.
    pub name: String,
    /// What is done.
    pub act: String,
    /// On whom, a person's id number, where the act needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<IdNumber>,
}

/// What the demonstration peer did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DemoPeerResponse {
    /// Text that the peer now shows or says: a phone code, a counter code, the content of a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shows: Option<String>,
}
