//! What a stock client reads first: `/.well-known/openid-configuration` (also under the name of RFC 8414) and `/jwks`.

use std::sync::Arc;

use axum::{
    Json as Answered,
    extract::State,
    http::{HeaderMap, HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};
use leling_protocol::{ErrorCode, scope::Scope, wire::ErrorBody};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    mint::{ACR, key_set},
    token::DEVICE_CODE,
};
use crate::{
    Gateway,
    api::{error::ApiError, frame::host},
};

/// How long clients may keep the description, and the keys; a new key stands in the set before it signs.
const KEPT: &str = "public, max-age=300";

/// The description of the provider (OpenID Connect Discovery, RFC 8414).
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "the standard's members")]
pub(crate) struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: String,
    pushed_authorization_request_endpoint: String,
    device_authorization_endpoint: String,
    introspection_endpoint: String,
    revocation_endpoint: String,
    end_session_endpoint: String,
    /// Ours: what a screen without a browser may draw; see `docs/integrators.md`.
    device_display_endpoint: String,
    scopes_supported: Vec<&'static str>,
    response_types_supported: [&'static str; 1],
    response_modes_supported: [&'static str; 1],
    grant_types_supported: [&'static str; 3],
    acr_values_supported: [&'static str; 2],
    subject_types_supported: [&'static str; 1],
    id_token_signing_alg_values_supported: Vec<&'static str>,
    token_endpoint_auth_methods_supported: [&'static str; 4],
    token_endpoint_auth_signing_alg_values_supported: [&'static str; 1],
    introspection_endpoint_auth_methods_supported: [&'static str; 3],
    revocation_endpoint_auth_methods_supported: [&'static str; 4],
    dpop_signing_alg_values_supported: [&'static str; 1],
    code_challenge_methods_supported: [&'static str; 1],
    claims_supported: [&'static str; 15],
    claim_types_supported: [&'static str; 1],
    ui_locales_supported: [&'static str; 7],
    display_values_supported: [&'static str; 1],
    claims_parameter_supported: bool,
    request_parameter_supported: bool,
    request_uri_parameter_supported: bool,
    require_request_uri_registration: bool,
    authorization_response_iss_parameter_supported: bool,
    backchannel_logout_supported: bool,
    backchannel_logout_session_supported: bool,
}

/// Describes the provider.
#[utoipa::path(get, path = "/.well-known/openid-configuration", tag = "openid",
    responses((status = 200, body = Metadata), (status = "default", body = ErrorBody)))]
pub(crate) async fn metadata(
    State(gateway): State<Arc<Gateway>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let base = gateway.origin.base(host(&uri, &headers)).ok_or(ErrorCode::RequestInvalid)?;
    Ok(kept(describe(&gateway, &base)))
}

/// Gives the keys that sign ID tokens, logout tokens and parties' access tokens: a JWK set.
#[utoipa::path(get, path = "/jwks", tag = "openid",
    responses((status = 200, body = serde_json::Value), (status = "default", body = ErrorBody)))]
pub(crate) async fn keys(State(gateway): State<Arc<Gateway>>) -> Response {
    kept(key_set(&gateway))
}

fn kept(body: impl Serialize) -> Response {
    ([(header::CACHE_CONTROL, HeaderValue::from_static(KEPT))], Answered(body)).into_response()
}

fn describe(gateway: &Gateway, base: &str) -> Metadata {
    let at = |path: &str| format!("{base}{path}");
    let rsa = (!gateway.openid.rsa.is_empty()).then_some("RS256");
    Metadata {
        issuer: base.to_owned(),
        authorization_endpoint: at("/authorize"),
        token_endpoint: at("/oauth/token"),
        jwks_uri: at("/jwks"),
        userinfo_endpoint: at("/userinfo"),
        pushed_authorization_request_endpoint: at("/par"),
        device_authorization_endpoint: at("/device_authorization"),
        introspection_endpoint: at("/introspect"),
        revocation_endpoint: at("/revoke"),
        end_session_endpoint: at("/logout"),
        device_display_endpoint: at("/device/display"),
        scopes_supported: ["openid"].into_iter().chain(Scope::ALL.iter().map(|scope| scope.as_str())).collect(),
        response_types_supported: ["code"],
        response_modes_supported: ["query"],
        grant_types_supported: ["authorization_code", "refresh_token", DEVICE_CODE],
        acr_values_supported: ACR,
        subject_types_supported: ["pairwise"],
        id_token_signing_alg_values_supported: ["ES256"].into_iter().chain(rsa).collect(),
        token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"],
        token_endpoint_auth_signing_alg_values_supported: ["ES256"],
        introspection_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
        revocation_endpoint_auth_methods_supported: [
            "client_secret_basic",
            "client_secret_post",
            "private_key_jwt",
            "none",
        ],
        dpop_signing_alg_values_supported: ["ES256"],
        code_challenge_methods_supported: ["S256"],
        claims_supported: [
            "sub",
            "iss",
            "aud",
            "exp",
            "iat",
            "auth_time",
            "nonce",
            "acr",
            "sid",
            "name",
            "age_65",
            "card",
            "phone_number",
            "phone_number_verified",
            "id_number",
        ],
        claim_types_supported: ["normal"],
        ui_locales_supported: ["zh-CN", "ug", "bo", "mn", "ko", "za", "en"],
        display_values_supported: ["page"],
        claims_parameter_supported: false,
        request_parameter_supported: false,
        request_uri_parameter_supported: false,
        require_request_uri_registration: true,
        authorization_response_iss_parameter_supported: true,
        backchannel_logout_supported: true,
        backchannel_logout_session_supported: true,
    }
}
