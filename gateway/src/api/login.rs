//! `/v1/logins` and what came of them: claiming, answering and keeping a login, sessions with parties, grants.
//!
//! What is shown of a party comes from the registry of clients, never from what was scanned. An approval covers login,
//! party, scopes and number; here it is seen to be signed by this phone for this login and this write, and the
//! transaction compares the rest with the login.

use std::sync::Arc;

use axum::{Json as Answered, extract::State};
use leling_crypto::{
    approval::{ApprovalClaims, verify_approval},
    login_handle::{self, LoginHandle},
};
use leling_protocol::{
    ErrorCode, Timestamp,
    scope::Scope as PartyScope,
    wire::{
        AnswerLoginRequest, AnswerLoginResponse, AuthorizeRequest, ClaimBy, ClaimLoginRequest, ErrorBody, Grant,
        GrantsResponse, KeepLoginResponse, LoginDecision, LoginResponse, Party, PartyKind, PartySession,
        PasswordSecret, SessionsResponse, SignOutReach, WriteRequest, WriteResponse,
    },
};
use uuid::Uuid;

use super::{
    auth::{Authorised, Scope},
    error::ApiError,
    extract::{Json, PathId},
    password::presence,
    seal::{APPROVAL_SECONDS, Purpose, open},
};
use crate::{
    Gateway,
    clock::unix,
    openid::{
        authorize::{self, Outcome, PageFault, Refused},
        word::Word,
    },
    refusal::Refusal,
    rules::{login::Matching, place::elsewhere, scopes::ScopeSet},
    storage::{
        Answer, AnswerLogin, Asked, AuthorizeLogin, ClaimLogin, ClaimedLogin, ClientId, Concluded, Decision, FoundBy,
        GrantId, Known, LoginId, PartySessionId, Redirect, Respond, Spend,
    },
    ticket::TicketKind,
};

/// Claims a login that this phone scanned or whose digits were typed.
#[utoipa::path(post, path = "/v1/logins/claims", tag = "login", request_body = ClaimLoginRequest,
    responses((status = 200, body = LoginResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn claim(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
    Json(request): Json<ClaimLoginRequest>,
) -> Result<Answer, ApiError> {
    asking.require(Scope::View)?;
    let mut spends = vec![by_person(&gateway, &asking)];
    let by = match &request.by {
        ClaimBy::Handle { handle } => scanned(&gateway, handle)?,
        ClaimBy::UserCode { code } => {
            let limit = gateway.numbers.limits.user_codes_by_person;
            let whom = asking.caller.person.0.as_bytes().to_vec();
            spends.push(Spend { name: "user_codes_by_person", whom, limit });
            FoundBy::UserCode(code.clone())
        }
    };
    let write = asking.proven.write(&gateway, request.id, &request, spends)?;
    let numbers = gateway.chance.numbers();
    let claim = ClaimLogin { device: asking.caller.device, by, numbers, respond: responder(&gateway) };
    Ok(gateway.storage.claim_login(write, claim).await?)
}

/// Brings the request of another app on this phone (授权登录).
#[utoipa::path(post, path = "/v1/authorizations", tag = "login", request_body = AuthorizeRequest,
    responses((status = 200, body = LoginResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn authorize(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
    Json(request): Json<AuthorizeRequest>,
) -> Result<Answer, ApiError> {
    asking.require(Scope::View)?;
    let spends = vec![by_person(&gateway, &asking)];
    let write = asking.proven.write(&gateway, request.id, &request, spends)?;
    // A pushed request is taken once; when the same write comes again, the login holds what it asked.
    let before = gateway.storage.login(LoginId(request.id), asking.proven.at).await?;
    let asked = match before {
        Some(before) => before.asked,
        None => asked_by_app(&gateway, &request.query).await?,
    };
    let authorize = AuthorizeLogin { device: asking.caller.device, asked, respond: responder(&gateway) };
    Ok(gateway.storage.authorize_login(write, authorize).await?)
}

/// Reads the request of another app on the phone, which a kiosk or a counter is not.
async fn asked_by_app(gateway: &Gateway, query: &str) -> Result<Asked, ApiError> {
    let read = authorize::resolve(gateway, query).await.map_err(|refused| refused_on_phone(&refused))?;
    let client = gateway.openid.clients.get(&read.client).ok_or(ErrorCode::PartyRefused)?;
    if matches!(client.party().kind, PartyKind::Kiosk | PartyKind::Counter) {
        return Err(ApiError::because(ErrorCode::PartyRefused, "the party is no app on this phone"));
    }
    Ok(read.asked(&client))
}

/// Why another app's request is not shown, in the words of our own API.
fn refused_on_phone(refused: &Refused) -> ApiError {
    match refused {
        Refused::Page(PageFault::Malformed) => ApiError::because(ErrorCode::RequestInvalid, "query is malformed"),
        Refused::Page(PageFault::UnknownClient) => ApiError::because(ErrorCode::PartyRefused, "client is unknown"),
        Refused::Page(PageFault::RedirectUri) => ApiError::because(ErrorCode::PartyRefused, "redirect is not its own"),
        Refused::Page(PageFault::RequestUri) => ApiError::because(ErrorCode::LoginExpired, "pushed request is gone"),
        Refused::Back { word, .. } => ApiError::because(ErrorCode::PartyRefused, word.as_str()),
        Refused::Busy => ErrorCode::ServerBusy.into(),
    }
}

/// Answers a claimed login, once.
#[utoipa::path(post, path = "/v1/logins/{id}/answers", tag = "login", request_body = AnswerLoginRequest,
    params(("id" = Uuid, Path, description = "the login")),
    responses((status = 200, body = AnswerLoginResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn answer(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
    PathId(login): PathId,
    Json(request): Json<AnswerLoginRequest>,
) -> Result<Answer, ApiError> {
    asking.require(Scope::View)?;
    let write = asking.proven.write(&gateway, request.id, &request, Vec::new())?;
    if let Some(answer) = gateway.storage.answer(write.clone()).await? {
        return Ok(answer);
    }
    let decision = match request.decision {
        LoginDecision::No => Decision::No,
        LoginDecision::Yes => approved(&gateway, &asking, LoginId(login), &request).await?,
    };
    let redirect = redirect(&gateway, asking.proven.base.clone());
    let answer = AnswerLogin { login: LoginId(login), device: asking.caller.device, decision, redirect };
    Ok(gateway.storage.answer_login(write, answer).await?)
}

/// Keeps a claimed login alive while this phone shows it.
#[utoipa::path(post, path = "/v1/logins/{id}/keep", tag = "login", request_body = WriteRequest,
    params(("id" = Uuid, Path, description = "the login")),
    responses((status = 200, body = KeepLoginResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn keep(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
    PathId(login): PathId,
    Json(request): Json<WriteRequest>,
) -> Result<Answer, ApiError> {
    asking.require(Scope::View)?;
    let write = asking.proven.write(&gateway, request.id, &request, Vec::new())?;
    Ok(gateway.storage.keep_login(write, asking.caller.device, LoginId(login)).await?)
}

/// Gives where the person is logged in.
#[utoipa::path(get, path = "/v1/sessions", tag = "login",
    responses((status = 200, body = SessionsResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn sessions(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
) -> Result<Answered<SessionsResponse>, ApiError> {
    asking.require(Scope::View)?;
    let open = gateway.storage.party_sessions(asking.caller.person, asking.proven.at).await?;
    // What is left of a party that is no longer registered opens nothing.
    let sessions = open.into_iter().filter_map(|row| {
        let client = gateway.openid.clients.get(row.client.as_str())?;
        let reach = if client.backchannel().is_some() { SignOutReach::AtOnce } else { SignOutReach::InMinutes };
        Some(PartySession {
            id: row.id.0,
            party: client.party().clone(),
            scopes: row.scopes.iter().collect(),
            since: row.since,
            used_at: row.used_at,
            reach,
        })
    });
    Ok(Answered(SessionsResponse { sessions: sessions.collect() }))
}

/// Ends a session with a party.
#[utoipa::path(post, path = "/v1/sessions/{id}/end", tag = "login", request_body = WriteRequest,
    params(("id" = Uuid, Path, description = "the session")),
    responses((status = 200, body = WriteResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn end_session(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
    PathId(session): PathId,
    Json(request): Json<WriteRequest>,
) -> Result<Answer, ApiError> {
    asking.require(Scope::View)?;
    let write = asking.proven.write(&gateway, request.id, &request, Vec::new())?;
    let answer = gateway.storage.end_session(write, asking.caller.device, PartySessionId(session)).await?;
    gateway.openid.ended.notify_one();
    Ok(answer)
}

/// Gives to whom the person said yes.
#[utoipa::path(get, path = "/v1/grants", tag = "login",
    responses((status = 200, body = GrantsResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn grants(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
) -> Result<Answered<GrantsResponse>, ApiError> {
    asking.require(Scope::View)?;
    let rows = gateway.storage.grants(asking.caller.person).await?;
    let grants = rows.into_iter().filter_map(|row| {
        let party = party(&gateway, &row.client)?;
        Some(Grant { id: row.id.0, party, scopes: row.scopes.iter().collect(), since: row.since })
    });
    Ok(Answered(GrantsResponse { grants: grants.collect() }))
}

/// Takes a yes back; every session with the party ends.
#[utoipa::path(post, path = "/v1/grants/{id}/revoke", tag = "login", request_body = WriteRequest,
    params(("id" = Uuid, Path, description = "the grant")),
    responses((status = 200, body = WriteResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn revoke_grant(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
    PathId(grant): PathId,
    Json(request): Json<WriteRequest>,
) -> Result<Answer, ApiError> {
    asking.require(Scope::View)?;
    let write = asking.proven.write(&gateway, request.id, &request, Vec::new())?;
    let answer = gateway.storage.revoke_grant(write, asking.caller.device, GrantId(grant)).await?;
    gateway.openid.ended.notify_one();
    Ok(answer)
}

fn by_person(gateway: &Gateway, asking: &Authorised) -> Spend {
    let limit = gateway.numbers.limits.logins_by_person;
    Spend { name: "logins_by_person", whom: asking.caller.person.0.as_bytes().to_vec(), limit }
}

fn scanned(gateway: &Gateway, handle: &str) -> Result<FoundBy, ApiError> {
    let unknown = |error| ApiError::because(ErrorCode::LoginUnknown, error);
    let LoginHandle { scan, slot } = login_handle::verify(handle, &gateway.keys.certificate.ring()).map_err(unknown)?;
    Ok(FoundBy::Scan { login: LoginId(Uuid::from_bytes(scan)), slot })
}

fn party(gateway: &Gateway, client: &ClientId) -> Option<Party> {
    gateway.openid.clients.get(client.as_str()).map(|client| client.party().clone())
}

/// Writes what the phone shows of a login.
fn responder(gateway: &Arc<Gateway>) -> Respond {
    let gateway = Arc::clone(gateway);
    Arc::new(move |claimed| response(&gateway, claimed))
}

fn response(gateway: &Gateway, claimed: &ClaimedLogin) -> Result<LoginResponse, Refusal> {
    let party = party(gateway, &claimed.asked.client).ok_or(ErrorCode::PartyRefused)?;
    let numbers = match claimed.matching {
        Matching::Number(choice) => Some(choice.shown()),
        Matching::Nothing => None,
    };
    Ok(LoginResponse {
        login: claimed.id.0,
        door: claimed.door,
        elsewhere: elsewhere(&party.region, claimed.id_number.expose()),
        party,
        scopes: claimed.asked.scopes.iter().collect(),
        numbers,
        nonce: nonce(gateway, claimed.id),
        expires_at: claimed.ends_at,
        known: claimed.known == Known::Before,
    })
}

fn nonce(gateway: &Gateway, login: LoginId) -> String {
    gateway.tickets.write(TicketKind::Approval, login.0.as_bytes())
}

/// Reads a yes: its approval, and the card password where it comes with one.
async fn approved(
    gateway: &Arc<Gateway>,
    asking: &Authorised,
    login: LoginId,
    request: &AnswerLoginRequest,
) -> Result<Decision, ApiError> {
    let invalid = |what: &'static str| ApiError::because(ErrorCode::ApprovalInvalid, what);
    let approval = request.approval.as_deref().ok_or_else(|| invalid("a yes without an approval"))?;
    let body = request.sealed.as_deref().unwrap_or_default();
    let at = asking.proven.at;
    let claims = verify_approval(approval, &asking.caller.keys.approve, body.as_bytes(), unix(at))
        .map_err(|error| ApiError::because(ErrorCode::ApprovalInvalid, error))?;
    if !is_of_login(&claims, login, &nonce(gateway, login), at) {
        return Err(invalid("approval is for something else"));
    }
    let scopes = scopes(&claims).ok_or_else(|| invalid("approval names other scopes"))?;
    let secret = match &request.sealed {
        Some(sealed) => Some(open::<PasswordSecret>(gateway, Purpose::Login, request.id, sealed)?),
        None => None,
    };
    let password = presence(gateway, asking, secret.as_ref().map(|secret| &secret.password)).await?;
    Ok(Decision::Yes { client: ClientId::new(claims.party), scopes, number: claims.number, password })
}

fn is_of_login(claims: &ApprovalClaims, login: LoginId, nonce: &str, at: Timestamp) -> bool {
    let ends = Timestamp::from_seconds(i64::try_from(claims.exp).unwrap_or(i64::MAX));
    claims.kind == Purpose::Login.as_str()
        && claims.session.as_deref() == Some(login.to_string().as_str())
        && claims.nonce == nonce
        && ends.since(at) <= APPROVAL_SECONDS
}

/// Reads the scopes of an approval, which stand in the order shown and once each.
fn scopes(claims: &ApprovalClaims) -> Option<ScopeSet> {
    let scopes: ScopeSet = claims.scopes.iter().map(|name| PartyScope::from_name(name)).collect::<Option<_>>()?;
    scopes.iter().map(PartyScope::as_str).eq(claims.scopes.iter().map(String::as_str)).then_some(scopes)
}

/// Spells the link back into another app.
fn redirect(gateway: &Arc<Gateway>, issuer: String) -> Redirect {
    let gateway = Arc::clone(gateway);
    Arc::new(move |row, how| {
        let code = gateway.tickets.write(TicketKind::Code, row.id.0.as_bytes());
        let outcome = match how {
            Concluded::Approved => Outcome::Code(&code),
            Concluded::Refused => Outcome::Error(Word::AccessDenied),
        };
        authorize::come_back_of(&row.asked.detail, &issuer, outcome)
    })
}
