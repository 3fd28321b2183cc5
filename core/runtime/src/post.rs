//! How a call becomes a request, and how an answer finds its way back.
//!
//! Writes are built once - sealed, approved, in bytes - and kept in the outbox under their path; the path alone says which
//! answer belongs to them, so that a process that died can go on with the bytes of the one before.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use leling_app::ui::Ui;
use leling_app::{Failure, GatewayCall, GatewayReply};
use leling_crypto::approval::{ApprovalClaims, draft_approval};
use leling_crypto::hpke::ReceiverPublicKey;
use leling_crypto::rng::SystemRng;
use leling_language::{Msg, msg};
use leling_net::{Call, Gateway, Reply, to_body};
use leling_protocol::wire::{
    AnswerLoginRequest, AuthorizeRequest, ClaimLoginRequest, ClaimRequest, ClaimSecret, ConsentRequest,
    EnrolByCodeRequest, EnrolCodeRequest, EnrolConfirmRequest, EnrolRequest, HelpCodeRequest, LoginDecision,
    LoginResponse, PasswordResetRequest, PasswordResetSecret, PasswordSecret, PlatformKind, Presence, PublicJwk,
    UnlinkRequest, VouchRequest, WriteRequest,
};
use leling_protocol::{CardPassword, ErrorClass, ErrorCode, Retry, Timestamp};
use leling_screen::{KeyName, Presentation};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::desk::Desk;
use crate::signer::ShellKey;

/// Seconds for which an approval holds: long enough for a slow network, short enough to be about this press. The gateway takes
/// at most 900, counted by its own clock, which may be a minute behind the time known here.
const APPROVAL_LIFE: i64 = 600;

/// Which answer belongs to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Enrol,
    EnrolCode,
    Card,
    Claim,
    Certificate,
    Unlink,
    ResetPassword,
    Consent,
    Audit,
    Replacements,
    StopReplacement,
    Keys,
    Help,
    Vouch,
    Login,
    LoginAnswered,
    LoginKept,
    Sessions,
    SessionEnded,
    Grants,
    GrantRevoked,
}

impl Kind {
    /// Reads the kind off a path of the table in `leling_protocol::wire`.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let path = path.split('?').next().unwrap_or(path);
        Some(match path {
            "/v1/enrolments" => Self::Enrol,
            "/v1/card" => Self::Card,
            "/v1/card/claims" => Self::Claim,
            "/v1/card/certificates" => Self::Certificate,
            "/v1/card/unlinks" => Self::Unlink,
            "/v1/card/password-resets" => Self::ResetPassword,
            "/v1/consents" => Self::Consent,
            "/v1/audit" => Self::Audit,
            "/v1/replacements" => Self::Replacements,
            "/v1/keys" => Self::Keys,
            "/v1/help-codes" => Self::Help,
            "/v1/vouches" => Self::Vouch,
            "/v1/logins/claims" | "/v1/authorizations" => Self::Login,
            "/v1/sessions" => Self::Sessions,
            "/v1/grants" => Self::Grants,
            path if path.starts_with("/v1/logins/") && path.ends_with("/answers") => Self::LoginAnswered,
            path if path.starts_with("/v1/logins/") => Self::LoginKept,
            path if path.starts_with("/v1/sessions/") => Self::SessionEnded,
            path if path.starts_with("/v1/grants/") => Self::GrantRevoked,
            path if path.starts_with("/v1/enrolments/") && path.ends_with("/resend") => Self::Enrol,
            path if path.starts_with("/v1/enrolments/") => Self::EnrolCode,
            path if path.starts_with("/v1/replacements/") => Self::StopReplacement,
            _ => return None,
        })
    }

    /// Says whether a write to `path` makes an older one to `older` needless.
    pub(crate) fn overtakes(self, path: &str, older: &str) -> bool {
        // Each login is answered, and each replacement, session and grant ended, by a write of its own.
        let of_its_own =
            matches!(self, Self::LoginAnswered | Self::StopReplacement | Self::SessionEnded | Self::GrantRevoked);
        Self::of(older) == Some(self) && (!of_its_own || path == older)
    }

    /// Says whether no person waits for the answer, to press again where it is a refusal for now.
    pub(crate) const fn is_unattended(self) -> bool {
        matches!(self, Self::Consent | Self::StopReplacement | Self::SessionEnded | Self::GrantRevoked)
    }

    /// Says whether the write is sent now or not at all.
    pub(crate) const fn is_for_now(self) -> bool {
        matches!(self, Self::Help | Self::Vouch | Self::Login | Self::LoginKept)
    }

    /// Says whether the write carries something sealed to the gateway.
    pub(crate) const fn is_sealed(self) -> bool {
        matches!(self, Self::Claim | Self::Unlink | Self::ResetPassword | Self::LoginAnswered)
    }

    /// Makes the flows' reply of an answer.
    pub(crate) fn reply(self, answer: Result<&Reply, Failure>) -> GatewayReply {
        match self {
            Self::Enrol => GatewayReply::Enrol(read(answer)),
            Self::EnrolCode => GatewayReply::EnrolCode(read(answer)),
            Self::Card => GatewayReply::Card(read(answer)),
            Self::Claim => GatewayReply::Claim(read(answer)),
            Self::Certificate => GatewayReply::Certificate(read(answer)),
            Self::Unlink => GatewayReply::Unlink(read(answer)),
            Self::ResetPassword => GatewayReply::ResetPassword(read(answer)),
            Self::Consent => GatewayReply::Consent(read(answer)),
            Self::Audit => GatewayReply::Audit(read(answer)),
            Self::Replacements => GatewayReply::Replacements(read(answer)),
            Self::StopReplacement => GatewayReply::StopReplacement(read(answer)),
            Self::Keys => GatewayReply::Keys(read(answer)),
            Self::Help => GatewayReply::HelpCode(read(answer)),
            Self::Vouch => GatewayReply::Vouch(read(answer)),
            Self::Login => GatewayReply::Login(read(answer)),
            Self::LoginAnswered => GatewayReply::LoginAnswered(read(answer)),
            Self::LoginKept => GatewayReply::LoginKept(read(answer)),
            Self::Sessions => GatewayReply::Sessions(read(answer)),
            Self::SessionEnded => GatewayReply::SessionEnded(read(answer)),
            Self::Grants => GatewayReply::Grants(read(answer)),
            Self::GrantRevoked => GatewayReply::GrantRevoked(read(answer)),
        }
    }
}

fn read<T: DeserializeOwned>(answer: Result<&Reply, Failure>) -> Result<T, Failure> {
    let reply = answer?;
    reply.json::<T>().map(|answer| answer.value).map_err(failure)
}

/// Gives why there is no answer.
pub(crate) fn failure_of(reply: &GatewayReply) -> Option<&Failure> {
    match reply {
        GatewayReply::Enrol(result) => result.as_ref().err(),
        GatewayReply::EnrolCode(result) => result.as_ref().err(),
        GatewayReply::Card(result) => result.as_ref().err(),
        GatewayReply::Claim(result) => result.as_ref().err(),
        GatewayReply::Certificate(result) => result.as_ref().err(),
        GatewayReply::Unlink(result)
        | GatewayReply::ResetPassword(result)
        | GatewayReply::Consent(result)
        | GatewayReply::StopReplacement(result)
        | GatewayReply::SessionEnded(result)
        | GatewayReply::GrantRevoked(result) => result.as_ref().err(),
        GatewayReply::Audit(result) => result.as_ref().err(),
        GatewayReply::Replacements(result) => result.as_ref().err(),
        GatewayReply::Keys(result) => result.as_ref().err(),
        GatewayReply::HelpCode(result) => result.as_ref().err(),
        GatewayReply::Vouch(result) => result.as_ref().err(),
        GatewayReply::Login(result) => result.as_ref().err(),
        GatewayReply::LoginAnswered(result) => result.as_ref().err(),
        GatewayReply::LoginKept(result) => result.as_ref().err(),
        GatewayReply::Sessions(result) => result.as_ref().err(),
        GatewayReply::Grants(result) => result.as_ref().err(),
    }
}

/// Says whether the flows take this failure as the promise that the write goes by itself.
pub(crate) fn goes_by_itself(failure: &Failure) -> bool {
    failure.class() == ErrorClass::Offline || failure.retry() == Retry::BySelf
}

/// Gives the kind of answer that a call gets.
pub(crate) const fn kind_of(call: &GatewayCall) -> Kind {
    match call {
        GatewayCall::Enrol { .. } | GatewayCall::Resend { .. } => Kind::Enrol,
        GatewayCall::EnrolCode { .. }
        | GatewayCall::EnrolByCode { .. }
        | GatewayCall::EnrolStatus { .. }
        | GatewayCall::EnrolConfirm { .. } => Kind::EnrolCode,
        GatewayCall::FetchCard => Kind::Card,
        GatewayCall::Claim { .. } => Kind::Claim,
        GatewayCall::RenewCertificate { .. } => Kind::Certificate,
        GatewayCall::Unlink { .. } => Kind::Unlink,
        GatewayCall::ResetPassword { .. } => Kind::ResetPassword,
        GatewayCall::Consent { .. } => Kind::Consent,
        GatewayCall::FetchAudit { .. } => Kind::Audit,
        GatewayCall::FetchReplacements => Kind::Replacements,
        GatewayCall::StopReplacement { .. } => Kind::StopReplacement,
        GatewayCall::FetchKeys => Kind::Keys,
        GatewayCall::HelpCode { .. } => Kind::Help,
        GatewayCall::Vouch { .. } => Kind::Vouch,
        GatewayCall::ClaimLogin { .. } | GatewayCall::Authorize { .. } => Kind::Login,
        GatewayCall::AnswerLogin { .. } => Kind::LoginAnswered,
        GatewayCall::KeepLogin { .. } => Kind::LoginKept,
        GatewayCall::FetchSessions => Kind::Sessions,
        GatewayCall::EndSession { .. } => Kind::SessionEnded,
        GatewayCall::FetchGrants => Kind::Grants,
        GatewayCall::RevokeGrant { .. } => Kind::GrantRevoked,
    }
}

/// Makes the flows' failure of the network's.
pub(crate) fn failure(failure: leling_net::Failure) -> Failure {
    Failure { code: failure.code, trace: failure.trace.unwrap_or_default(), retry_after: failure.retry_after }
}

/// A request ready to go.
pub(crate) enum Request {
    /// Reads; gone with the process.
    Read(String),
    /// Writes now or not at all: what it is for is over before an outbox would send it again.
    Now {
        /// Where to.
        path: String,
        /// What.
        body: Vec<u8>,
    },
    /// Writes; in the outbox before it leaves.
    Write {
        /// The write's own id.
        id: Uuid,
        /// Where to.
        path: String,
        /// What.
        body: Vec<u8>,
    },
}

/// What is needed to build requests.
#[derive(Clone)]
pub(crate) struct Clerk {
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) platform: PlatformKind,
    pub(crate) presentation: Presentation,
    pub(crate) now: Timestamp,
    pub(crate) seal_key: Option<String>,
}

/// A request and the sealing key that was fetched for it, to be kept.
pub(crate) struct Built {
    pub(crate) request: Request,
    pub(crate) seal_key: Option<String>,
}

impl Clerk {
    /// Builds the request of a call: opens keys, seals, has approvals signed.
    pub(crate) async fn build(mut self, call: GatewayCall, device: &ShellKey) -> Result<Built, Failure> {
        let request = match call {
            GatewayCall::FetchCard => Request::Read("/v1/card".to_owned()),
            GatewayCall::FetchReplacements => Request::Read("/v1/replacements".to_owned()),
            GatewayCall::FetchAudit { after } => Request::Read(format!("/v1/audit?after={after}")),
            GatewayCall::FetchKeys => Request::Read("/v1/keys".to_owned()),
            GatewayCall::FetchSessions => Request::Read("/v1/sessions".to_owned()),
            GatewayCall::FetchGrants => Request::Read("/v1/grants".to_owned()),
            GatewayCall::HelpCode { id, page } => now("/v1/help-codes", &HelpCodeRequest { id, page }),
            GatewayCall::Vouch { id, name, id_number } => now("/v1/vouches", &VouchRequest { id, name, id_number }),
            GatewayCall::ClaimLogin { id, by } => now("/v1/logins/claims", &ClaimLoginRequest { id, by }),
            GatewayCall::Authorize { id, query } => now("/v1/authorizations", &AuthorizeRequest { id, query }),
            GatewayCall::KeepLogin { id, login } => now(format!("/v1/logins/{login}/keep"), &WriteRequest { id }),
            GatewayCall::EndSession { id, session } => {
                write(id, format!("/v1/sessions/{session}/end"), &WriteRequest { id })
            }
            GatewayCall::RevokeGrant { id, grant } => {
                write(id, format!("/v1/grants/{grant}/revoke"), &WriteRequest { id })
            }
            GatewayCall::AnswerLogin { id, login, decision, number, password } => {
                let body = self.answer(id, &login, decision, number, password).await?;
                write(id, format!("/v1/logins/{}/answers", login.login), &body)
            }
            GatewayCall::EnrolByCode { id, name, id_number, code } => {
                let approve = ShellKey::open(Arc::clone(&self.desk), KeyName::Approve).await?;
                let presence = if approve.presence { Presence::Lock } else { Presence::Password };
                let (device, approve) = (jwk(device), jwk(&approve));
                let platform = self.platform;
                let body = EnrolByCodeRequest { id, name, id_number, code, device, approve, presence, platform };
                write(id, "/v1/enrolments/by-code".to_owned(), &body)
            }
            GatewayCall::EnrolStatus { enrolment } => Request::Read(format!("/v1/enrolments/{enrolment}")),
            GatewayCall::Enrol { id, name, id_number, phone } => {
                let approve = ShellKey::open(Arc::clone(&self.desk), KeyName::Approve).await?;
                let presence = if approve.presence { Presence::Lock } else { Presence::Password };
                let (device, approve) = (jwk(device), jwk(&approve));
                let platform = self.platform;
                let body = EnrolRequest { id, name, id_number, phone, device, approve, presence, platform };
                write(id, "/v1/enrolments".to_owned(), &body)
            }
            GatewayCall::EnrolCode { id, enrolment, code } => {
                write(id, format!("/v1/enrolments/{enrolment}/code"), &EnrolCodeRequest { id, code })
            }
            GatewayCall::Resend { id, enrolment } => {
                write(id, format!("/v1/enrolments/{enrolment}/resend"), &WriteRequest { id })
            }
            GatewayCall::EnrolConfirm { id, enrolment, proof } => {
                write(id, format!("/v1/enrolments/{enrolment}/confirm"), &EnrolConfirmRequest { id, proof })
            }
            GatewayCall::RenewCertificate { id } => write(id, "/v1/card/certificates".to_owned(), &WriteRequest { id }),
            GatewayCall::StopReplacement { id, enrolment } => {
                write(id, format!("/v1/replacements/{enrolment}/stop"), &WriteRequest { id })
            }
            GatewayCall::Consent { id, kind, text_version, given, at } => {
                write(id, "/v1/consents".to_owned(), &ConsentRequest { id, kind, text_version, given, at })
            }
            GatewayCall::Claim { id, proof, password } => {
                let sealed = self.seal("claim", id, &ClaimSecret { proof, password }).await?;
                let approval = self.approve(of_the_card("claim", id), &sealed, msg::CLAIM_LOCK).await?;
                write(id, "/v1/card/claims".to_owned(), &ClaimRequest { id, sealed, approval })
            }
            GatewayCall::Unlink { id, password } => {
                let sealed = match password {
                    Some(password) => Some(self.seal("unlink", id, &PasswordSecret { password }).await?),
                    None => None,
                };
                let body = sealed.as_deref().unwrap_or_default();
                let approval = self.approve(of_the_card("unlink", id), body, msg::CLAIM_LOCK).await?;
                write(id, "/v1/card/unlinks".to_owned(), &UnlinkRequest { id, sealed, approval })
            }
            GatewayCall::ResetPassword { id, id_number, code, password } => {
                let secret = PasswordResetSecret { id_number, code, password };
                let sealed = self.seal("password-reset", id, &secret).await?;
                write(id, "/v1/card/password-resets".to_owned(), &PasswordResetRequest { id, sealed })
            }
        };
        Ok(Built { request, seal_key: self.seal_key })
    }

    /// Seals `secret` to the gateway, bound to the write's id.
    async fn seal(&mut self, info: &str, id: Uuid, secret: &(impl Serialize + Sync)) -> Result<String, Failure> {
        if self.seal_key.is_none() {
            let keys = self.gateway.keys().await.map_err(failure)?;
            self.seal_key = Some(keys.value.seal);
        }
        let broken = || Failure::local(ErrorCode::ServerBroken);
        let key = self.seal_key.as_deref().and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).ok_or_else(broken)?;
        let key = ReceiverPublicKey::from_bytes(&key).map_err(|_| broken())?;
        let plain = to_body(secret);
        let sealed = key
            .seal(&mut SystemRng::new(), info.as_bytes(), id.to_string().as_bytes(), &plain)
            .map_err(|_| broken())?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Builds the answer to a login: a no as it is, a yes signed over everything that was shown.
    async fn answer(
        &mut self,
        id: Uuid,
        login: &LoginResponse,
        decision: LoginDecision,
        number: Option<u8>,
        password: Option<CardPassword>,
    ) -> Result<AnswerLoginRequest, Failure> {
        if decision == LoginDecision::No {
            return Ok(AnswerLoginRequest { id, decision, sealed: None, approval: None });
        }
        if password.is_none() && !ShellKey::open(Arc::clone(&self.desk), KeyName::Approve).await?.presence {
            return Err(Failure::local(ErrorCode::PasswordNeeded));
        }
        let sealed = match password {
            Some(password) => Some(self.seal("login", id, &PasswordSecret { password }).await?),
            None => None,
        };
        let what = Approving {
            kind: "login",
            session: login.login,
            party: login.party.client.clone(),
            scopes: login.scopes.iter().map(|scope| scope.as_str().to_owned()).collect(),
            number: number.map(u32::from),
            nonce: login.nonce.clone(),
            until: Some(login.expires_at),
        };
        let approval = self.approve(what, sealed.as_deref().unwrap_or_default(), msg::LOGIN_LOCK).await?;
        Ok(AnswerLoginRequest { id, decision, sealed, approval: Some(approval) })
    }

    /// Has the key `approve` sign what is about to happen; the phone's own lock asks.
    async fn approve(&self, what: Approving, body: &str, prompt: Msg) -> Result<String, Failure> {
        let key = ShellKey::open(Arc::clone(&self.desk), KeyName::Approve).await?;
        let broken = || Failure::local(ErrorCode::KeyUnavailable);
        let life = self.now.plus(APPROVAL_LIFE);
        let expires = what.until.map_or(life, |until| until.min(life)).seconds();
        let claims = ApprovalClaims {
            kind: what.kind.to_owned(),
            session: Some(what.session.to_string()),
            party: what.party,
            scopes: what.scopes,
            number: what.number,
            body_sha256: ApprovalClaims::digest_of(body.as_bytes()),
            nonce: what.nonce,
            exp: u64::try_from(expires).map_err(|_| broken())?,
        };
        let draft = draft_approval(key.public(), &claims).map_err(|_| broken())?;
        let prompt = Ui::new(self.presentation).text(prompt);
        let signature = key.sign(draft.to_be_signed(), Some(prompt)).await?;
        Ok(draft.attach(&signature))
    }
}

/// What an approval says, its body and end left out.
struct Approving {
    kind: &'static str,
    session: Uuid,
    party: String,
    scopes: Vec<String>,
    number: Option<u32>,
    nonce: String,
    /// When what is approved is over by itself.
    until: Option<Timestamp>,
}

/// An act on the person's own card, under the write's id.
fn of_the_card(kind: &'static str, id: Uuid) -> Approving {
    let (party, scopes) = ("gateway".to_owned(), vec!["card".to_owned()]);
    Approving { kind, session: id, party, scopes, number: None, nonce: id.to_string(), until: None }
}

fn now(path: impl Into<String>, body: &impl Serialize) -> Request {
    Request::Now { path: path.into(), body: to_body(body) }
}

fn write(id: Uuid, path: String, body: &impl Serialize) -> Request {
    Request::Write { id, path, body: to_body(body) }
}

fn jwk(key: &ShellKey) -> PublicJwk {
    serde_json::from_value(key.public().to_jwk()).expect("the crypto room writes a public JWK")
}

/// Sends a read or a write, once through the network room with its own repeats.
pub(crate) fn call_of(request: &Request) -> Call {
    match request {
        Request::Read(path) => Call::get(path.clone()),
        Request::Write { path, body, .. } | Request::Now { path, body } => Call::write(path.clone(), body.clone()),
    }
}
