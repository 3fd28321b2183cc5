//! Logging in elsewhere: what the phone asks and answers about a login, its sessions with parties, and its grants.
//!
//! A login is opened by a party at one of three doors ([`LoginDoor`]); the phone claims it, shows who asks for what, and
//! answers once. Everything shown comes from here, never from the code that was scanned.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{PlatformKind, Presence, PublicJwk};
use crate::scope::Scope;
use crate::values::{CounterCode, IdNumber, PersonName, RegionCode, Timestamp};

/// What kind of party asks; chooses the icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// 自助机
    Kiosk,
    /// 柜台
    Counter,
    /// 网站
    Website,
    /// 手机应用
    App,
}

/// Who asks, as the gateway knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Party {
    /// The client's id; part of what an approval signs.
    pub client: String,
    /// Name for people, 1 to 30 characters: 历下老年食堂.
    pub name: String,
    /// What kind.
    pub kind: PartyKind,
    /// City of the party.
    pub region: RegionCode,
    /// Name of the city: 济南市.
    pub city: String,
    /// Where in the city: 历下区人社大厅.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Which machine or counter there: 3号自助机.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<String>,
    /// What for, one clause that fits behind the name: 想用社保卡认您，给饭菜打折.
    pub purpose: String,
}

/// Where a login was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoginDoor {
    /// The gateway's own page in a browser; a number is matched.
    Page,
    /// A screen without a browser (RFC 8628).
    Device,
    /// Another app on the same phone (授权登录); no number.
    App,
}

/// Claims a login (扫一扫) by what a code held or by the digits beside it. The same device may claim again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimLoginRequest {
    /// The write's own UUIDv7.
    pub id: Uuid,
    /// How the login was found.
    pub by: ClaimBy,
}

/// How the phone found a login.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClaimBy {
    /// A code that the phone scanned and whose signature it checked: what stands after `/q/`.
    Handle {
        /// Base64url.
        handle: String,
    },
    /// Eight digits typed from the screen; they are what is matched, so no number follows.
    UserCode {
        /// Eight digits.
        code: CounterCode,
    },
}

/// Brings the request of another app on this phone (code flow with PKCE): claimed at once, no number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorizeRequest {
    /// The write's own UUIDv7.
    pub id: Uuid,
    /// Query of the `/authorize` link as it arrived, at most 4,000 characters.
    pub query: String,
}

/// A login that this phone may answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LoginResponse {
    /// The login.
    pub login: Uuid,
    /// Where it was opened.
    pub door: LoginDoor,
    /// Who asks.
    pub party: Party,
    /// What the party will see, in the order shown and signed; the rest of [`Scope::ALL`] it will not.
    pub scopes: Vec<Scope>,
    /// Three numbers of 10 to 99, one of which the other screen shows; `None` where nothing is matched by number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<[u8; 3]>,
    /// Part of what the approval signs.
    pub nonce: String,
    /// When the login ends unless it is kept alive; at most 5 minutes ahead.
    pub expires_at: Timestamp,
    /// Whether the party is in another city than the person's card and home: a warning in words, never a stop.
    pub elsewhere: bool,
    /// Whether the person said yes to the same party and scopes before.
    pub known: bool,
}

/// What the person says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoginDecision {
    /// 是我
    Yes,
    /// 不是我
    No,
}

/// Answers a claimed login, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerLoginRequest {
    /// The write's own UUIDv7.
    pub id: Uuid,
    /// What the person said.
    pub decision: LoginDecision,
    /// [`super::PasswordSecret`] as JSON, sealed to the gateway (info `login`, associated data the write id), base64url;
    /// needed for a yes with `presence` password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<String>,
    /// For a yes: approval by `approve` of kind `login`, session the login's id, party [`Party::client`], scopes as
    /// shown, the number chosen, nonce of [`LoginResponse`], body `sealed` (or the empty text); compact JWS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<String>,
}

/// The answer is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AnswerLoginResponse {
    /// The write's own id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// Door `app`: the link back into the other app, with code or error, to be opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<String>,
}

/// The login lives on while the phone shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeepLoginResponse {
    /// The write's own id.
    pub id: Uuid,
    /// When the login ends now; never later than 15 minutes after the claim.
    pub expires_at: Timestamp,
}

/// How soon a party's session ends after a sign-out here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignOutReach {
    /// The party is told at once (Back-Channel Logout) or holds nothing but our tokens.
    AtOnce,
    /// The party is not told: 退出要等几分钟.
    InMinutes,
}

/// One place where the person is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartySession {
    /// The session (`sid`).
    pub id: Uuid,
    /// With whom.
    pub party: Party,
    /// What the party sees.
    pub scopes: Vec<Scope>,
    /// Since when.
    pub since: Timestamp,
    /// When a token was last made or used.
    pub used_at: Timestamp,
    /// How soon it ends after a sign-out.
    pub reach: SignOutReach,
}

/// Where the person is logged in, newest first; at most 50.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionsResponse {
    /// The sessions that are open.
    pub sessions: Vec<PartySession>,
}

/// A lasting yes to a party (授权记录): a login of the same scopes is still asked, but marked as known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Grant {
    /// The grant.
    pub id: Uuid,
    /// To whom.
    pub party: Party,
    /// What the party may see.
    pub scopes: Vec<Scope>,
    /// Since when.
    pub since: Timestamp,
}

/// To whom the person said yes, newest first; at most 50.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GrantsResponse {
    /// The grants in force.
    pub grants: Vec<Grant>,
}

/// Starts an enrolment without a message: with a counter or visit code it is finished at once, with a relative's vouch a
/// replacement begins and its end still needs a proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolByCodeRequest {
    /// The write's own UUIDv7; names the enrolment.
    pub id: Uuid,
    /// Name as on the identity card.
    pub name: PersonName,
    /// Identity number.
    pub id_number: IdNumber,
    /// Counter, visit or vouch code.
    pub code: CounterCode,
    /// Public half of the key `device`.
    pub device: PublicJwk,
    /// Public half of the key `approve`.
    pub approve: PublicJwk,
    /// How `approve` makes sure of its person.
    pub presence: Presence,
    /// Kind of phone.
    pub platform: PlatformKind,
}

/// A relative with a claimed card vouches that a person needs a new phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VouchRequest {
    /// The write's own UUIDv7.
    pub id: Uuid,
    /// Name of the person who needs the phone.
    pub name: PersonName,
    /// That person's identity number.
    pub id_number: IdNumber,
}

/// A code that starts a replacement; whether the person exists cannot be told from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VouchResponse {
    /// The write's own id.
    pub id: Uuid,
    /// Eight digits.
    pub code: CounterCode,
    /// When the code ends.
    pub expires_at: Timestamp,
}
