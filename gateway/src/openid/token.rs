//! `/oauth/token`: what came of a login is exchanged for tokens; a phone signs in at the same address.
//!
//! Start at [`token`], which looks at `grant_type` only. Every exchange is one transaction of the storage, which judges
//! the request inside it: a code is good once, and a second use ends the session that came of the first.

use std::sync::Arc;

use axum::{
    Json as Answered,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use leling_protocol::{
    ErrorCode,
    wire::{ErrorBody, JWT_BEARER, PartyKind},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    call::PartyCall,
    client::{Client, Grant},
    detail::{LoginDetail, SessionDetail, read, spell},
    mint::{Access, IdClaims, access_token, acr, id_token, token_half_hash, verifier_fits},
    pace::Pace,
    word::Word,
};
use crate::{
    Gateway,
    api::{auth::Proven, error::ApiError, token::grant},
    clock::unix,
    rules::{login::NoSession, party_session::NotRefreshed, scopes::ScopeSet},
    storage::{
        ClientId, LoginId, LoginRow, PartySessionId, PartySessionRow, RedeemLogin, Redeemed, RefreshPartySession,
        Refreshed, SessionTerms, Terms,
    },
    ticket::TicketKind,
};

/// Grant type of RFC 8628.
pub(super) const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// What may be sent; which of it depends on `grant_type`.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it describes the form; the form itself is read parameter by parameter")]
pub(crate) struct TokenRequest {
    /// `authorization_code`, `refresh_token`, `urn:ietf:params:oauth:grant-type:device_code`; a phone sends
    /// `urn:ietf:params:oauth:grant-type:jwt-bearer`.
    grant_type: String,
    /// The client, unless it is named in `authorization`.
    client_id: Option<String>,
    /// Its secret (`client_secret_post`).
    client_secret: Option<String>,
    /// `urn:ietf:params:oauth:client-assertion-type:jwt-bearer`
    client_assertion_type: Option<String>,
    /// Its assertion (`private_key_jwt`).
    client_assertion: Option<String>,
    /// The code.
    code: Option<String>,
    /// The address that the code came back to.
    redirect_uri: Option<String>,
    /// What the challenge was made from (RFC 7636).
    code_verifier: Option<String>,
    /// The refresh token.
    refresh_token: Option<String>,
    /// Fewer scopes than the session has, for this access token.
    scope: Option<String>,
    /// The device code.
    device_code: Option<String>,
    /// A phone's assertion: compact JWS by its key `device`.
    assertion: Option<String>,
}

/// Tokens of a party, or the access token of a phone.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tokens {
    /// Opens `/userinfo`; of a phone, the own API.
    access_token: String,
    /// `Bearer`, or `DPoP` where it is bound to a key.
    token_type: &'static str,
    /// Seconds.
    expires_in: u32,
    /// Space-separated.
    scope: String,
    /// Good once; for clients that are registered for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    /// Where `openid` was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
}

/// Exchanges what came of a login for tokens; signs a phone in.
#[utoipa::path(post, path = "/oauth/token", tag = "openid",
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = Tokens), (status = "default", body = ErrorBody)), security(("dpop" = []), ("client" = [])))]
pub(crate) async fn token(State(gateway): State<Arc<Gateway>>, call: PartyCall) -> Result<Response, ApiError> {
    match call.need("grant_type")? {
        JWT_BEARER => {
            let proven = call.phone(&gateway)?;
            Ok(Answered(grant(&gateway, proven, call.need("assertion")?).await?).into_response())
        }
        "authorization_code" => by_code(&gateway, &call).await.map(IntoResponse::into_response),
        "refresh_token" => by_refresh(&gateway, &call).await.map(IntoResponse::into_response),
        DEVICE_CODE => by_device(&gateway, &call).await,
        _ => Err(ApiError::oauth(Word::UnsupportedGrantType, "grant type does not exist here")),
    }
}

/// A party that may bring a grant, and the key that it proves.
struct Bearer {
    client: Arc<Client>,
    proof: Option<Proven>,
}

impl Bearer {
    fn jkt(&self) -> Option<&str> {
        self.proof.as_ref().map(Proven::jkt)
    }
}

async fn bearer(gateway: &Gateway, call: &PartyCall, with: Grant) -> Result<Bearer, ApiError> {
    let client = call.party(gateway).await?;
    if !client.may(with) {
        return Err(ApiError::oauth(Word::UnauthorizedClient, "client is not registered for this grant"));
    }
    let proof = call.proof(gateway, client.dpop())?;
    Ok(Bearer { client, proof })
}

async fn by_code(gateway: &Gateway, call: &PartyCall) -> Result<Answered<Tokens>, ApiError> {
    let by = bearer(gateway, call, Grant::AuthorizationCode).await?;
    let (uri, verifier) = (call.need("redirect_uri")?.to_owned(), call.need("code_verifier")?.to_owned());
    let login = gateway.tickets.read::<16>(TicketKind::Code, call.need("code")?).ok_or_else(unknown)?;
    let fits = move |detail: &LoginDetail| {
        let back = detail.back.as_ref();
        back.is_some_and(|back| back.uri == uri && verifier_fits(&verifier, &back.challenge))
    };
    match redeem(gateway, call, &by, login, fits).await? {
        Redeemed::Session(both) => {
            let (session, login) = *both;
            issue(gateway, call, &by, &session, Some(&login), None).map(Answered)
        }
        Redeemed::Not(NoSession::Replayed) => {
            Err(refused("code was used before; its session has ended").coded(ErrorCode::LoginEnded))
        }
        Redeemed::Not(_) => Err(refused("code is not good any more").coded(ErrorCode::LoginExpired)),
        Redeemed::Unfit => Err(refused("verifier, address or key do not fit the code")),
        Redeemed::Unknown => Err(unknown()),
    }
}

async fn by_device(gateway: &Gateway, call: &PartyCall) -> Result<Response, ApiError> {
    let by = bearer(gateway, call, Grant::DeviceCode).await?;
    let login = gateway.tickets.read::<16>(TicketKind::DeviceCode, call.need("device_code")?).ok_or_else(unknown)?;
    if gateway.openid.paces.poll(login, call.at) == Pace::TooFast {
        return Ok(waiting(call, Word::SlowDown));
    }
    match redeem(gateway, call, &by, login, |detail| detail.back.is_none()).await? {
        Redeemed::Session(both) => {
            let (session, login) = *both;
            let tokens = issue(gateway, call, &by, &session, Some(&login), None)?;
            Ok(Answered(tokens).into_response())
        }
        Redeemed::Not(NoSession::Pending) => Ok(waiting(call, Word::AuthorizationPending)),
        Redeemed::Not(NoSession::Denied) => Err(ApiError::oauth(Word::AccessDenied, "the person said no")),
        Redeemed::Not(NoSession::Over) => Err(ApiError::oauth(Word::ExpiredToken, "the login is over")),
        Redeemed::Not(NoSession::Replayed) => {
            Err(refused("device code was used before; its session has ended").coded(ErrorCode::LoginEnded))
        }
        Redeemed::Unfit => Err(refused("key does not fit the device code")),
        Redeemed::Unknown => Err(unknown()),
    }
}

/// Asking again is part of the flow, so it is no refusal: nothing is logged as one, and `code` has nothing to say.
fn waiting(call: &PartyCall, word: Word) -> Response {
    let body = json!({ "error": word.as_str(), "trace": call.trace });
    (StatusCode::BAD_REQUEST, Answered(body)).into_response()
}

async fn by_refresh(gateway: &Gateway, call: &PartyCall) -> Result<Answered<Tokens>, ApiError> {
    let by = bearer(gateway, call, Grant::RefreshToken).await?;
    let ticket = gateway.tickets.read::<20>(TicketKind::Refresh, call.need("refresh_token")?).ok_or_else(unknown)?;
    let (session, generation) = split(ticket);
    let fewer = fewer_scopes(gateway, call, session).await?;
    let refresh = RefreshPartySession {
        session,
        client: ClientId::new(by.client.id()),
        generation,
        jkt: by.jkt().map(str::to_owned),
        at: call.at,
    };
    match gateway.storage.refresh_party_session(refresh).await? {
        Refreshed::Session(row) => issue(gateway, call, &by, &row, None, fewer).map(Answered),
        Refreshed::Not(NotRefreshed::Replayed) => {
            Err(refused("refresh token was used before; its session has ended").coded(ErrorCode::AuthSignedOut))
        }
        Refreshed::Not(NotRefreshed::Over) => Err(refused("session is over").coded(ErrorCode::AuthSignedOut)),
        Refreshed::Unfit => Err(refused("session is bound to another key")),
        Refreshed::Unknown => Err(unknown()),
    }
}

/// Reads `scope` of a refresh, which may only ask for less; looked at before the token is turned over.
async fn fewer_scopes(
    gateway: &Gateway,
    call: &PartyCall,
    session: PartySessionId,
) -> Result<Option<ScopeSet>, ApiError> {
    let Some(text) = call.get("scope") else { return Ok(None) };
    let row = gateway.storage.party_session(session).await?.ok_or_else(unknown)?;
    let held: Vec<_> = row.scopes.iter().collect();
    let (scopes, _) = super::authorize::scopes(Some(text), &held)
        .map_err(|word| ApiError::oauth(word, "scope asks for more than the session has"))?;
    Ok(Some(scopes.into_iter().collect()))
}

async fn redeem(
    gateway: &Gateway,
    call: &PartyCall,
    by: &Bearer,
    login: [u8; 16],
    fits: impl Fn(&LoginDetail) -> bool + Send + Sync + 'static,
) -> Result<Redeemed, ApiError> {
    let seconds = match by.client.party().kind {
        PartyKind::Kiosk | PartyKind::Counter => gateway.numbers.kiosk_session_seconds,
        PartyKind::Website | PartyKind::App => gateway.numbers.party_session_seconds,
    };
    let (until, jkt, iss) = (call.at.plus(seconds.into()), by.jkt().map(str::to_owned), call.base.clone());
    let terms: Terms = Arc::new(move |row: &LoginRow| {
        let detail: LoginDetail = read(&row.asked.detail)?;
        let of_key = detail.jkt.is_none() || detail.jkt == jkt;
        let kept = SessionDetail { iss: iss.clone(), openid: detail.openid };
        (of_key && fits(&detail)).then(|| SessionTerms { until, jkt: jkt.clone(), detail: spell(&kept) })
    });
    let redeem = RedeemLogin {
        login: LoginId(uuid::Uuid::from_bytes(login)),
        client: ClientId::new(by.client.id()),
        session: PartySessionId(gateway.chance.handle()),
        terms,
        at: call.at,
    };
    Ok(gateway.storage.redeem_login(redeem).await?)
}

/// Makes the tokens of a session, as it stands after an exchange.
fn issue(
    gateway: &Gateway,
    call: &PartyCall,
    by: &Bearer,
    row: &PartySessionRow,
    login: Option<&LoginRow>,
    fewer: Option<ScopeSet>,
) -> Result<Tokens, ApiError> {
    let kept: SessionDetail = read(&row.detail)
        .ok_or_else(|| ApiError::because(ErrorCode::ServerBroken, "what was kept with a session does not read"))?;
    let scope = scope_text(kept.openid, fewer.unwrap_or(row.scopes));
    let subject = gateway.openid.subject(by.client.sector(), row.person);
    let left = u32::try_from(row.session.until.since(call.at)).unwrap_or(0);
    let seconds = gateway.numbers.party_token_seconds.min(left);
    let access = Access {
        issuer: &call.base,
        client: &by.client,
        subject: &subject,
        session: row.id,
        scope: &scope,
        jkt: row.jkt.as_deref(),
        at: call.at,
        seconds,
    };
    let access_token = access_token(gateway, &access)?;
    let id_token = if kept.openid {
        let detail = login.and_then(|login| read::<LoginDetail>(&login.asked.detail));
        let nonce = detail.and_then(|detail| detail.nonce);
        let claims = IdClaims {
            iss: &call.base,
            sub: &subject,
            aud: by.client.id(),
            exp: unix(call.at) + u64::from(seconds),
            iat: unix(call.at),
            auth_time: unix(row.since),
            acr: acr(row.presence),
            sid: row.id.0,
            at_hash: token_half_hash(&access_token),
            nonce: nonce.as_deref(),
        };
        Some(id_token(gateway, &by.client, &claims)?)
    } else {
        None
    };
    Ok(Tokens {
        access_token,
        token_type: if row.jkt.is_some() { "DPoP" } else { "Bearer" },
        expires_in: seconds,
        scope,
        refresh_token: by.client.may(Grant::RefreshToken).then(|| refresh_token(gateway, row)),
        id_token,
    })
}

/// Spells scopes as the standard does, `openid` first.
pub(super) fn scope_text(openid: bool, scopes: ScopeSet) -> String {
    match (openid, scopes.to_text()) {
        (true, rest) if rest.is_empty() => "openid".to_owned(),
        (true, rest) => format!("openid {rest}"),
        (false, rest) => rest,
    }
}

fn refresh_token(gateway: &Gateway, row: &PartySessionRow) -> String {
    let mut ticket = [0; 20];
    ticket[..16].copy_from_slice(row.id.0.as_bytes());
    ticket[16..].copy_from_slice(&row.session.generation.to_be_bytes());
    gateway.tickets.write(TicketKind::Refresh, &ticket)
}

/// Takes a refresh token apart: session and generation.
pub(super) fn split(ticket: [u8; 20]) -> (PartySessionId, u32) {
    let (mut session, mut generation) = ([0; 16], [0; 4]);
    session.copy_from_slice(&ticket[..16]);
    generation.copy_from_slice(&ticket[16..]);
    (PartySessionId(uuid::Uuid::from_bytes(session)), u32::from_be_bytes(generation))
}

fn refused(cause: &'static str) -> ApiError {
    ApiError::oauth(Word::InvalidGrant, cause)
}

fn unknown() -> ApiError {
    refused("grant is not one of this client")
}
