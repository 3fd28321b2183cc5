//! `/logout` (OpenID Connect RP-Initiated Logout): a party's browser says that the person leaves.
//!
//! The hint, an ID token of the session, names what ends; it may be over. The browser goes on only to an address that
//! the hint's own client registered. Without a hint nothing ends and nothing is redirected.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, Uri},
    response::Response,
};
use leling_protocol::ErrorCode;
use url::Url;

use super::{authorize::LONGEST, form::Parameters, mint::read_hint};
use crate::{
    Gateway,
    api::{error::ApiError, frame::host},
    pages::{login::see, signed_out},
    storage::{ClientId, PartySessionId},
};

/// Signs out by what stands in the address.
pub(crate) async fn by_address(
    State(gateway): State<Arc<Gateway>>,
    uri: Uri,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    answer(&gateway, &uri, &headers, query.unwrap_or_default().as_bytes()).await
}

/// Signs out by a form.
pub(crate) async fn by_form(
    State(gateway): State<Arc<Gateway>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    answer(&gateway, &uri, &headers, &body).await
}

async fn answer(gateway: &Gateway, uri: &Uri, headers: &HeaderMap, form: &[u8]) -> Result<Response, ApiError> {
    let base = gateway.origin.base(host(uri, headers)).ok_or(ErrorCode::RequestInvalid)?;
    Ok(match sign_out(gateway, form, &base).await? {
        SignedOut::Back(address) => see(&address),
        SignedOut::Here => signed_out(gateway, headers),
    })
}

/// What a sign-out came to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SignedOut {
    /// The session is over and the browser goes back to the party.
    Back(String),
    /// The session is over; a page says so.
    Here,
}

/// Ends the session that a form names.
async fn sign_out(gateway: &Gateway, form: &[u8], issuer: &str) -> Result<SignedOut, ApiError> {
    let malformed = || ApiError::because(ErrorCode::RequestInvalid, "form is malformed");
    // A hint is an ID token of ours: longer than an authorization request may be.
    if form.len() > 4 * LONGEST {
        return Err(malformed());
    }
    let parameters = Parameters::parse(form).map_err(|_| malformed())?;
    let hint = parameters.get("id_token_hint").and_then(|hint| read_hint(gateway, hint, issuer));
    let hint = hint.filter(|hint| parameters.get("client_id").is_none_or(|client| client == hint.aud));
    let hint = hint.ok_or(ErrorCode::SessionUnknown)?;
    let session = PartySessionId(hint.sid);
    gateway.storage.end_party_session(session, ClientId::new(&hint.aud), gateway.now()).await?;
    let client = gateway.openid.clients.get(&hint.aud);
    let target = parameters.get("post_logout_redirect_uri");
    let target = target.filter(|target| client.is_some_and(|client| client.goes_to(target)));
    let Some(mut target) = target.and_then(|target| Url::parse(target).ok()) else {
        return Ok(SignedOut::Here);
    };
    if let Some(state) = parameters.get("state") {
        target.query_pairs_mut().append_pair("state", state);
    }
    Ok(SignedOut::Back(target.into()))
}
