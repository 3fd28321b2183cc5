//! Logging in elsewhere: the transactions of logins, of sessions with parties, and of grants.
//!
//! A login is opened for a party ([`OpenLogin`]), claimed and answered by a phone ([`ClaimLogin`], [`AnswerLogin`]),
//! fetched by its browser and exchanged for a session ([`RedeemLogin`]). Every step is one of [`crate::rules::login`].
//! Steps that nobody approved yet survive a crash of the program but may be lost with the machine's power: such a login
//! starts again. An approval, a session and the end of one are never lost.

use std::{fmt, sync::Arc};

use leling_protocol::{
    CounterCode, IdNumber, PersonName, Phone, Redacted, Timestamp,
    wire::{LoginDoor, LoginResponse, Presence},
};
use uuid::Uuid;

use super::{Answer, Card, DeviceId, PasswordJudgement, PersonHandle, Reply, Spend, Write, records::handle};
use crate::{
    refusal::Refusal,
    rules::{
        login::{Login, Matching, NoSession, NumberChoice},
        party_session::{NotRefreshed, PartySession},
        scopes::ScopeSet,
    },
};

handle! {
    /// A login; its 16 bytes are what a login handle carries.
    LoginId;
    /// A browser at a login page: what its cookie names. A renewed login keeps it.
    BrowserId;
    /// A session with a party (`sid`).
    PartySessionId;
    /// A lasting yes to a party: the answer that gave it first.
    GrantId;
    /// A pushed request (RFC 9126).
    PushedRequestId;
}

/// A registered client, by its `client_id`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClientId(String);

impl ClientId {
    /// Takes an id that the registry of clients holds.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// Gives the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a party asks for, as its request said and its registration allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which party.
    pub client: ClientId,
    /// Its name for people, as the record will have it.
    pub party: String,
    /// What it will see.
    pub scopes: ScopeSet,
    /// What the OpenID side needs again when the login is answered or exchanged; opaque here.
    pub detail: String,
}

/// A request that a client pushed (RFC 9126).
#[derive(Clone, Debug)]
pub struct PushRequest {
    /// Its id.
    pub id: PushedRequestId,
    /// The client.
    pub client: ClientId,
    /// The request; opaque here.
    pub detail: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Rate limits.
    pub spends: Vec<Spend>,
    /// When it came.
    pub at: Timestamp,
}

/// Where a login is opened; door `app` is [`AuthorizeLogin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenAt {
    /// The gateway's page in a browser. Another login of the same browser ends.
    Page {
        /// The browser.
        browser: BrowserId,
    },
    /// A screen without a browser.
    Device,
}

/// Opens a login.
#[derive(Clone, Debug)]
pub struct OpenLogin {
    /// Id that it gets: random.
    pub id: LoginId,
    /// Where.
    pub place: OpenAt,
    /// For what.
    pub asked: Asked,
    /// The eight digits that it gets; where they are in use, the next free ones are taken.
    pub user_code: CounterCode,
    /// Rate limits.
    pub spends: Vec<Spend>,
    /// When.
    pub at: Timestamp,
}

/// Replaces a login that ended, or that another phone scanned, by a new one for the same browser and request.
#[derive(Clone, Debug)]
pub struct RenewLogin {
    /// The browser.
    pub browser: BrowserId,
    /// Id that the new login gets.
    pub id: LoginId,
    /// The eight digits that it gets.
    pub user_code: CounterCode,
    /// When.
    pub at: Timestamp,
}

/// A login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginRow {
    /// Its id.
    pub id: LoginId,
    /// How far it has come at the moment that was asked about.
    pub login: Login<DeviceId>,
    /// For what.
    pub asked: Asked,
    /// Its eight digits; a login by another app on the phone has none.
    pub user_code: Option<CounterCode>,
}

impl LoginRow {
    /// Gives the number that the other screen shows: there once a phone has scanned, unless digits were typed.
    pub fn number(&self) -> Option<u8> {
        match self.login.stage {
            crate::rules::login::Stage::Claimed { matching: Matching::Number(choice), .. } => Some(choice.right()),
            _ => None,
        }
    }
}

/// What came of fetching the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finished {
    /// The browser may have its code now.
    Code(LoginRow),
    /// There is none.
    Not(NoSession),
    /// The browser has no login.
    Unknown,
}

/// How a phone found a login.
#[derive(Clone, Debug)]
pub enum FoundBy {
    /// It scanned a code whose signature holds.
    Scan {
        /// Which login.
        login: LoginId,
        /// The slot of the code.
        slot: u64,
    },
    /// The digits were typed.
    UserCode(CounterCode),
}

/// A login that a phone may answer.
#[derive(Clone, Debug)]
pub struct ClaimedLogin {
    /// The login.
    pub id: LoginId,
    /// Where it was opened.
    pub door: LoginDoor,
    /// For what.
    pub asked: Asked,
    /// What both sides compare.
    pub matching: Matching,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Whether a grant covers it.
    pub known: Known,
    /// The person's id number, which says where they are at home.
    pub id_number: Redacted<IdNumber>,
}

/// Whether the person said yes to the same party and scopes before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Yes.
    Before,
    /// No.
    New,
}

/// Writes the answer to a claim, inside its transaction.
pub type Respond = Arc<dyn Fn(&ClaimedLogin) -> Result<LoginResponse, Refusal> + Send + Sync>;

/// Claims a login.
#[derive(Clone)]
pub struct ClaimLogin {
    /// The claiming device.
    pub device: DeviceId,
    /// How it was found.
    pub by: FoundBy,
    /// What a scanned login gets to compare, where it is new.
    pub numbers: NumberChoice,
    /// Writes the answer.
    pub respond: Respond,
}

/// Opens and claims a login that another app on the phone asked for. Its id is the id of the write.
#[derive(Clone)]
pub struct AuthorizeLogin {
    /// The phone.
    pub device: DeviceId,
    /// For what.
    pub asked: Asked,
    /// Writes the answer.
    pub respond: Respond,
}

/// What a person says, checked as far as it can be without the login.
#[derive(Clone, Debug)]
pub enum Decision {
    /// 是我: what the approval signed.
    Yes {
        /// The party.
        client: ClientId,
        /// The scopes.
        scopes: ScopeSet,
        /// The number that was chosen.
        number: Option<u32>,
        /// The card password.
        password: PasswordJudgement,
    },
    /// 不是我
    No,
}

/// How an answered login of door `app` went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concluded {
    /// Its code may be given.
    Approved,
    /// The person said no.
    Refused,
}

/// Spells the link back into another app.
pub type Redirect = Arc<dyn Fn(&LoginRow, Concluded) -> Option<String> + Send + Sync>;

/// Answers a login.
#[derive(Clone)]
pub struct AnswerLogin {
    /// The login.
    pub login: LoginId,
    /// The answering device.
    pub device: DeviceId,
    /// What the person says.
    pub decision: Decision,
    /// Spells the link of door `app`.
    pub redirect: Redirect,
}

/// What a session is to be, once its request was seen to fit the login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionTerms {
    /// When it ends at the latest.
    pub until: Timestamp,
    /// Thumbprint of the key that its tokens are bound to (RFC 9449).
    pub jkt: Option<String>,
    /// What the OpenID side needs again while it lasts; opaque here.
    pub detail: String,
}

/// Says what the session is to be; `None` where the request does not fit the login (address, verifier).
pub type Terms = Arc<dyn Fn(&LoginRow) -> Option<SessionTerms> + Send + Sync>;

/// Exchanges a login for a session, once: behind a code, or at the device door.
#[derive(Clone)]
pub struct RedeemLogin {
    /// The login that the code names.
    pub login: LoginId,
    /// The client, which proved itself.
    pub client: ClientId,
    /// Id that the session gets: random.
    pub session: PartySessionId,
    /// Says what the session is to be.
    pub terms: Terms,
    /// When.
    pub at: Timestamp,
}

/// What came of an exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redeemed {
    /// The session, and the login it came of.
    Session(Box<(PartySessionRow, LoginRow)>),
    /// There is none; where the code was used before, its session has ended.
    Not(NoSession),
    /// The request does not fit the login, which stays as it is.
    Unfit,
    /// The client has no such login.
    Unknown,
}

/// A session with a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartySessionRow {
    /// Its id (`sid`).
    pub id: PartySessionId,
    /// Whose.
    pub person: PersonHandle,
    /// The device that approved it.
    pub device: DeviceId,
    /// How that device made sure of its person (`acr`).
    pub presence: Presence,
    /// With whom.
    pub client: ClientId,
    /// The party's name at the login.
    pub party: String,
    /// What the party sees.
    pub scopes: ScopeSet,
    /// What the OpenID side kept.
    pub detail: String,
    /// Thumbprint of the key that its tokens are bound to.
    pub jkt: Option<String>,
    /// Since when (`auth_time`).
    pub since: Timestamp,
    /// When it was last used.
    pub used_at: Timestamp,
    /// Where it stands.
    pub session: PartySession,
}

/// Turns a refresh token over.
#[derive(Clone, Debug)]
pub struct RefreshPartySession {
    /// The session.
    pub session: PartySessionId,
    /// The client, which proved itself.
    pub client: ClientId,
    /// Generation that the token names.
    pub generation: u32,
    /// Thumbprint of the key of the request's proof, where there is one.
    pub jkt: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// What came of a refresh token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refreshed {
    /// The session, with the generation of the next token.
    Session(Box<PartySessionRow>),
    /// The session is over, or has ended now because the token was used before.
    Not(NotRefreshed),
    /// The proof is missing or of another key; the session stays as it is.
    Unfit,
    /// The client has no such session.
    Unknown,
}

/// A lasting yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRow {
    /// Its id.
    pub id: GrantId,
    /// To whom.
    pub client: ClientId,
    /// The party's name when it was given.
    pub party: String,
    /// What the party may see.
    pub scopes: ScopeSet,
    /// Since when.
    pub since: Timestamp,
}

/// The end of a session that its party has to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueLogout {
    /// The session (`sid`).
    pub session: PartySessionId,
    /// Whom to tell.
    pub client: ClientId,
    /// Whose session it was, for `sub`.
    pub person: PersonHandle,
    /// How often it was tried.
    pub tries: u32,
}

/// What a party may come to know of a person, as far as its scopes reach.
#[derive(Clone, Debug)]
pub struct PersonFacts {
    /// Name.
    pub name: PersonName,
    /// Id number.
    pub id_number: IdNumber,
    /// The number that has been the person's for longest.
    pub phone: Option<Phone>,
    /// The card.
    pub card: Card,
}

/// The part of [`super::Storage`] about logging in elsewhere.
pub trait LoginStorage: Send + Sync {
    /// Keeps a pushed request until it is taken or too old.
    fn push_request(&self, push: PushRequest) -> Reply<'_, Result<(), Refusal>>;
    /// Takes a pushed request of a client, once.
    fn take_pushed_request(
        &self,
        id: PushedRequestId,
        client: ClientId,
        at: Timestamp,
    ) -> Reply<'_, Option<Redacted<String>>>;

    /// Opens a login.
    fn open_login(&self, open: OpenLogin) -> Reply<'_, Result<LoginRow, Refusal>>;
    /// Gives a login as it is at `at`; for the device door, whose code names it.
    fn login(&self, login: LoginId, at: Timestamp) -> Reply<'_, Option<LoginRow>>;
    /// Gives the login of a browser as it is at `at`.
    fn login_of_browser(&self, browser: BrowserId, at: Timestamp) -> Reply<'_, Option<LoginRow>>;
    /// Ends a login from the other side; one that was exchanged stays. Gives it as it is then.
    fn cancel_login(&self, login: LoginId, at: Timestamp) -> Reply<'_, Option<LoginRow>>;
    /// Renews the login of a browser and gives what stands now: one that waits to be scanned, was approved or was
    /// exchanged is left alone; a claimed one ends.
    fn renew_login(&self, renew: RenewLogin) -> Reply<'_, Option<LoginRow>>;
    /// Fetches the code of a browser's login: the same one as long as it is good.
    fn finish_login(&self, browser: BrowserId, at: Timestamp) -> Reply<'_, Finished>;
    /// Exchanges a login for a session.
    fn redeem_login(&self, redeem: RedeemLogin) -> Reply<'_, Redeemed>;

    /// Claims a login for a phone. Its answer is not kept: the same phone may claim again and finds the same.
    fn claim_login(&self, write: Write, claim: ClaimLogin) -> Reply<'_, Answer>;
    /// Opens and claims a login that another app on the phone asked for; the same write finds the same login.
    fn authorize_login(&self, write: Write, authorize: AuthorizeLogin) -> Reply<'_, Answer>;
    /// Keeps a claimed login alive. Its answer is not kept.
    fn keep_login(&self, write: Write, device: DeviceId, login: LoginId) -> Reply<'_, Answer>;
    /// Answers a claimed login, once.
    fn answer_login(&self, write: Write, answer: AnswerLogin) -> Reply<'_, Answer>;

    /// Gives a session with a party, open or not.
    fn party_session(&self, session: PartySessionId) -> Reply<'_, Option<PartySessionRow>>;
    /// Notes that a session was used; within a minute only once.
    fn use_party_session(&self, session: PartySessionId, at: Timestamp) -> Reply<'_, ()>;
    /// Turns a refresh token over.
    fn refresh_party_session(&self, refresh: RefreshPartySession) -> Reply<'_, Refreshed>;
    /// Ends a session because its party said so; says whether it was open.
    fn end_party_session(&self, session: PartySessionId, client: ClientId, at: Timestamp) -> Reply<'_, bool>;
    /// Gives a person's open sessions, newest first, at most 50.
    fn party_sessions(&self, person: PersonHandle, at: Timestamp) -> Reply<'_, Vec<PartySessionRow>>;
    /// Gives a person's grants, newest first, at most 50.
    fn grants(&self, person: PersonHandle) -> Reply<'_, Vec<GrantRow>>;
    /// Ends a session of the device's person.
    fn end_session(&self, write: Write, device: DeviceId, session: PartySessionId) -> Reply<'_, Answer>;
    /// Takes a grant of the device's person back and ends every session with its party.
    fn revoke_grant(&self, write: Write, device: DeviceId, grant: GrantId) -> Reply<'_, Answer>;
    /// Gives what a party may come to know of a person.
    fn person_facts(&self, person: PersonHandle) -> Reply<'_, PersonFacts>;

    /// Gives ends of sessions that are due to be told, oldest first, at most `limit`.
    fn due_logouts(&self, at: Timestamp, limit: u32) -> Reply<'_, Vec<DueLogout>>;
    /// Forgets an end of a session: the party was told, or is not to be told.
    fn logout_told(&self, session: PartySessionId) -> Reply<'_, ()>;
    /// Notes that a party could not be told, and when to try again.
    fn logout_untold(&self, session: PartySessionId, next: Timestamp) -> Reply<'_, ()>;
}
