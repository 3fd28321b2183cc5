//! `/par` (RFC 9126): a client leaves its request here and sends the browser with a reference, so that nothing of the
//! request stands in the browser's address and nobody can change it on the way.

use std::sync::Arc;

use axum::{
    Json as Answered,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use leling_protocol::wire::ErrorBody;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    authorize::{PUSHED, PageFault, Refused, read},
    call::PartyCall,
    client::DpopRule,
    detail::spell,
    word::Word,
};
use crate::{
    Gateway,
    api::error::ApiError,
    storage::{ClientId, PushRequest, PushedRequestId},
    ticket::TicketKind,
};

/// What a client sends: the parameters of `/authorize`, and how it proves itself.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it describes the form; the form itself is read parameter by parameter")]
pub(crate) struct PushForm {
    /// The client.
    client_id: String,
    /// Its secret (`client_secret_post`).
    client_secret: Option<String>,
    /// `code`
    response_type: String,
    /// Where the browser comes back to.
    redirect_uri: String,
    /// Space-separated.
    scope: String,
    /// Given back as it came.
    state: Option<String>,
    /// Stands in the ID token.
    nonce: Option<String>,
    /// SHA-256 of the verifier, base64url.
    code_challenge: String,
    /// `S256`
    code_challenge_method: String,
}

/// A reference to a pushed request.
#[derive(Serialize, ToSchema)]
pub(crate) struct PushResponse {
    /// Goes to `/authorize` with `client_id`; good once.
    request_uri: String,
    /// Seconds.
    expires_in: u32,
}

/// Takes an authorization request from its client.
#[utoipa::path(post, path = "/par", tag = "openid",
    request_body(content = PushForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 201, body = PushResponse), (status = "default", body = ErrorBody)), security(("client" = [])))]
pub(crate) async fn push(State(gateway): State<Arc<Gateway>>, call: PartyCall) -> Result<Response, ApiError> {
    let client = call.party(&gateway).await?;
    if call.get("request_uri").is_some() {
        return Err(ApiError::oauth(Word::InvalidRequest, "a pushed request names another"));
    }
    let mut request = read(&call.parameters, &client).map_err(|refused| match refused {
        Refused::Page(PageFault::RedirectUri) => {
            ApiError::oauth(Word::InvalidRequest, "redirect uri is not the client's")
        }
        Refused::Page(_) | Refused::Busy => ApiError::oauth(Word::InvalidRequest, "request is malformed"),
        Refused::Back { word, .. } => ApiError::oauth(word, "request is refused"),
    })?;
    // A proof here binds the code as `dpop_jkt` does (RFC 9449, section 10.1).
    if let Some(proof) = call.proof(&gateway, DpopRule::Offered)? {
        match &request.dpop_jkt {
            Some(jkt) if jkt != proof.jkt() => {
                return Err(ApiError::oauth(Word::InvalidDpopProof, "proof is by another key than dpop_jkt"));
            }
            _ => request.dpop_jkt = Some(proof.jkt().to_owned()),
        }
    }
    let expires_in = gateway.numbers.pushed_request_seconds;
    let id = PushedRequestId(gateway.chance.handle());
    let push = PushRequest {
        id,
        client: ClientId::new(client.id()),
        detail: spell(&request),
        expires_at: call.at.plus(expires_in.into()),
        spends: super::device::spends(&gateway, &call, &client),
        at: call.at,
    };
    gateway.storage.push_request(push).await??;
    let request_uri = format!("{PUSHED}{}", gateway.tickets.write(TicketKind::Pushed, id.0.as_bytes()));
    Ok((StatusCode::CREATED, Answered(PushResponse { request_uri, expires_in })).into_response())
}
