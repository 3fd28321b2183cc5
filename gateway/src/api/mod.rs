//! The HTTP side: routes to handlers, and the frame around all of them.
//!
//! A handler takes what its extractors checked ([`auth`], [`extract`]), calls one transaction or a few, and gives the
//! answer. Errors are written by [`frame`]. Start at [`router`].

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use leling_protocol::ErrorCode;
use tower_http::catch_panic::CatchPanicLayer;

use self::error::ApiError;
use crate::Gateway;

pub(crate) mod auth;
mod card;
mod enrol;
pub(crate) mod error;
pub(crate) mod extract;
pub(crate) mod frame;
pub(crate) mod hashing;
mod help;
mod login;
mod openapi;
mod password;
mod person;
mod public;
mod seal;
mod sources;
pub(crate) mod token;

pub(crate) use sources::{SourceLimiter, network};

/// Gives the routes of a gateway.
pub fn router(gateway: Arc<Gateway>) -> Router {
    let body = usize::try_from(gateway.numbers.body_bytes).unwrap_or(usize::MAX);
    let routes = Router::new()
        .route("/v1/enrolments", post(enrol::start))
        .route("/v1/enrolments/by-code", post(enrol::by_code))
        .route("/v1/enrolments/{id}", get(enrol::status))
        .route("/v1/enrolments/{id}/code", post(enrol::code))
        .route("/v1/enrolments/{id}/resend", post(enrol::resend))
        .route("/v1/enrolments/{id}/confirm", post(enrol::confirm))
        .route("/v1/card", get(card::state))
        .route("/v1/card/claims", post(card::claim))
        .route("/v1/card/certificates", post(card::certificate))
        .route("/v1/card/unlinks", post(card::unlink))
        .route("/v1/card/password-resets", post(card::reset_password))
        .route("/v1/consents", post(person::consent))
        .route("/v1/audit", get(person::record))
        .route("/v1/vouches", post(person::vouch))
        .route("/v1/replacements", get(person::replacements))
        .route("/v1/replacements/{id}/stop", post(person::stop))
        .route("/v1/logins/claims", post(login::claim))
        .route("/v1/logins/{id}/answers", post(login::answer))
        .route("/v1/logins/{id}/keep", post(login::keep))
        .route("/v1/authorizations", post(login::authorize))
        .route("/v1/sessions", get(login::sessions))
        .route("/v1/sessions/{id}/end", post(login::end_session))
        .route("/v1/grants", get(login::grants))
        .route("/v1/grants/{id}/revoke", post(login::revoke_grant))
        .route("/v1/help-codes", post(help::give))
        .route("/v1/keys", get(public::keys))
        .route("/v1/revocations", get(public::revocations))
        .route("/openapi.json", get(openapi::description))
        .route("/healthz", get(public::health))
        .route("/readyz", get(public::ready));
    let routes = routes.merge(crate::openid::routes(&gateway));
    let routes = routes.merge(crate::pages::routes(&gateway)).merge(crate::desk::routes(&gateway));
    #[cfg(feature = "demo")]
    let routes = match &gateway.stage {
        Some(_) => routes.merge(crate::demo::routes()),
        None => routes,
    };
    routes
        .fallback(nothing_here)
        .layer(DefaultBodyLimit::max(body))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(Arc::clone(&gateway), frame::frame))
        .with_state(gateway)
}

async fn nothing_here() -> ApiError {
    ErrorCode::RequestNotFound.into()
}

// What a panic says may quote what it was working on, so only that it happened is kept.
fn panicked(_payload: Box<dyn std::any::Any + Send + 'static>) -> Response {
    ApiError::because(ErrorCode::ServerBroken, "a handler panicked").into_response()
}
