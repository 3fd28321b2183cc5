//! What everybody may fetch: keys, the list of revoked certificates, the state of the service, the description.

use std::sync::Arc;

use axum::{
    Json as Answered,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use leling_protocol::wire::{ErrorBody, KeysResponse};

use super::error::ApiError;
use crate::{Gateway, certificate::revocation_list, wire};

/// Gives the public keys.
#[utoipa::path(get, path = "/v1/keys", tag = "public",
    responses((status = 200, body = KeysResponse), (status = "default", body = ErrorBody)))]
pub(crate) async fn keys(State(gateway): State<Arc<Gateway>>) -> Answered<KeysResponse> {
    Answered(KeysResponse {
        keys: gateway.keys.certificate.public().map(wire::jwk).collect(),
        seal: wire::base64url(&gateway.keys.receiver.public_key().to_bytes()),
    })
}

/// Gives the signed list of revoked certificates, as COSE_Sign1.
#[utoipa::path(get, path = "/v1/revocations", tag = "public",
    responses((status = 200, content_type = "application/cose", body = Vec<u8>), (status = "default", body = ErrorBody)))]
pub(crate) async fn revocations(State(gateway): State<Arc<Gateway>>) -> Result<Response, ApiError> {
    let revoked = gateway.storage.revoked().await?;
    let list = revocation_list(&gateway, &revoked, gateway.now());
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/cose"))], list).into_response())
}

/// Says that the process runs.
#[utoipa::path(get, path = "/healthz", tag = "public", responses((status = 204)))]
pub(crate) async fn health() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Says that the storage takes writes.
#[utoipa::path(get, path = "/readyz", tag = "public",
    responses((status = 204), (status = "default", body = ErrorBody)))]
pub(crate) async fn ready(State(gateway): State<Arc<Gateway>>) -> Result<StatusCode, ApiError> {
    gateway.storage.ready().await?;
    Ok(StatusCode::NO_CONTENT)
}
