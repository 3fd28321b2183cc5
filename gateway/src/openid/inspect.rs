//! `/introspect` (RFC 7662) and `/revoke` (RFC 7009): a client asks about its own tokens, or gives them back.
//!
//! A token of another client and one that never was look the same.

use std::sync::Arc;

use axum::{Json as Answered, extract::State, http::StatusCode};
use leling_protocol::wire::ErrorBody;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    call::PartyCall,
    client::Client,
    detail::{SessionDetail, read},
    mint::read_access,
    token::{scope_text, split},
    userinfo::open_session,
    word::Word,
};
use crate::{
    Gateway,
    api::error::ApiError,
    clock::unix,
    storage::{ClientId, PartySessionId},
    ticket::TicketKind,
};

/// A token that is asked about or given back.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it describes the form; the form itself is read parameter by parameter")]
pub(crate) struct TokenForm {
    /// The client, unless it is named in `authorization`.
    client_id: Option<String>,
    /// Its secret (`client_secret_post`).
    client_secret: Option<String>,
    /// An access token or a refresh token.
    token: String,
}

/// What a token is good for; nothing but `active` where it is good for nothing.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct Introspection {
    /// Whether it opens anything now.
    active: bool,
    /// Space-separated.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    /// The person, for this client's sector.
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<String>,
    /// The session.
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    /// The issuer.
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<String>,
    /// End, Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<u64>,
    /// Time of issue, Unix seconds; an access token's.
    #[serde(skip_serializing_if = "Option::is_none")]
    iat: Option<u64>,
    /// `Bearer`, `DPoP` or `refresh_token`.
    #[serde(skip_serializing_if = "Option::is_none")]
    token_type: Option<&'static str>,
}

/// Says what a token is good for now.
#[utoipa::path(post, path = "/introspect", tag = "openid",
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = Introspection), (status = "default", body = ErrorBody)), security(("client" = [])))]
pub(crate) async fn introspect(
    State(gateway): State<Arc<Gateway>>,
    call: PartyCall,
) -> Result<Answered<Introspection>, ApiError> {
    let client = call.party(&gateway).await?;
    if client.is_public() {
        return Err(ApiError::oauth(Word::UnauthorizedClient, "client cannot prove itself"));
    }
    let token = call.need("token")?;
    if let Some(ticket) = gateway.tickets.read::<20>(TicketKind::Refresh, token) {
        return refresh_token(&gateway, &call, &client, ticket).await.map(Answered);
    }
    let Ok(claims) = read_access(&gateway, token, &call.base, call.at) else {
        return Ok(Answered(Introspection::default()));
    };
    let own = claims.client_id == client.id();
    if !own || open_session(&gateway, &claims, call.at).await?.is_none() {
        return Ok(Answered(Introspection::default()));
    }
    Ok(Answered(Introspection {
        active: true,
        scope: Some(claims.scope),
        client_id: Some(claims.client_id),
        sub: Some(claims.sub),
        sid: Some(claims.sid.to_string()),
        iss: Some(claims.iss),
        exp: Some(claims.exp),
        iat: Some(claims.iat),
        token_type: Some(if claims.cnf.is_some() { "DPoP" } else { "Bearer" }),
    }))
}

async fn refresh_token(
    gateway: &Gateway,
    call: &PartyCall,
    client: &Client,
    ticket: [u8; 20],
) -> Result<Introspection, ApiError> {
    let (session, generation) = split(ticket);
    let row = gateway.storage.party_session(session).await?;
    let good = |row: &crate::storage::PartySessionRow| {
        let newest = row.session.generation == generation;
        row.client.as_str() == client.id() && newest && row.session.is_open(call.at)
    };
    let Some(row) = row.filter(good) else { return Ok(Introspection::default()) };
    let openid = read::<SessionDetail>(&row.detail).is_some_and(|kept| kept.openid);
    Ok(Introspection {
        active: true,
        scope: Some(scope_text(openid, row.scopes)),
        client_id: Some(client.id().to_owned()),
        sub: Some(gateway.openid.subject(client.sector(), row.person)),
        sid: Some(row.id.to_string()),
        iss: Some(call.base.clone()),
        exp: Some(unix(row.session.until)),
        iat: None,
        token_type: Some("refresh_token"),
    })
}

/// Gives a token back: its session ends, and with it every other token of the session.
#[utoipa::path(post, path = "/revoke", tag = "openid",
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200), (status = "default", body = ErrorBody)), security(("client" = [])))]
pub(crate) async fn revoke(State(gateway): State<Arc<Gateway>>, call: PartyCall) -> Result<StatusCode, ApiError> {
    let client = call.party(&gateway).await?;
    let token = call.need("token")?;
    let session = match gateway.tickets.read::<20>(TicketKind::Refresh, token) {
        Some(ticket) => Some(split(ticket).0),
        None => read_access(&gateway, token, &call.base, call.at)
            .ok()
            .filter(|claims| claims.client_id == client.id())
            .map(|claims| PartySessionId(claims.sid)),
    };
    if let Some(session) = session {
        // Whether it was open, or another client's, is not said.
        gateway.storage.end_party_session(session, ClientId::new(client.id()), call.at).await?;
    }
    Ok(StatusCode::OK)
}
