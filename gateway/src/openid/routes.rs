//! The provider's addresses, and which of them pages of other origins may call.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use leling_tokens::Mode;

use super::{device, discovery, inspect, logout, push, token, userinfo};
use crate::{
    Gateway,
    pages::{html::guard, still::in_words},
};

/// Gives the routes of the provider but for its pages.
pub(crate) fn routes(gateway: &Arc<Gateway>) -> Router<Arc<Gateway>> {
    let everybody = Router::new()
        .route("/.well-known/openid-configuration", get(discovery::metadata))
        .route("/.well-known/oauth-authorization-server", get(discovery::metadata))
        .route("/jwks", get(discovery::keys))
        .layer(from_fn(open_to_all));
    // An app in a browser exchanges its own code; everything else is between servers.
    let apps = Router::new()
        .route("/oauth/token", post(token::token).options(preflight))
        .route("/userinfo", get(userinfo::userinfo).post(userinfo::userinfo).options(preflight))
        .layer(from_fn_with_state(Arc::clone(gateway), open_to_apps));
    let servers = Router::new()
        .route("/par", post(push::push))
        .route("/device_authorization", post(device::authorize))
        .route("/device/display", post(device::display))
        .route("/introspect", post(inspect::introspect))
        .route("/revoke", post(inspect::revoke));
    let browsers = Router::new()
        .route("/logout", get(logout::by_address).post(logout::by_form))
        .layer(from_fn_with_state((Arc::clone(gateway), Mode::Elder), in_words))
        .layer(from_fn(guard));
    everybody.merge(apps).merge(servers).merge(browsers)
}

async fn preflight() -> StatusCode {
    StatusCode::NO_CONTENT
}

async fn open_to_all(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// Lets pages at the registered addresses of public clients read the answers. No cookie is ever looked at here.
async fn open_to_apps(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let preflight = request.method() == Method::OPTIONS;
    let allowed =
        origin.filter(|origin| origin.to_str().is_ok_and(|origin| gateway.openid.clients.has_page_at(origin)));
    if preflight && allowed.is_none() {
        return StatusCode::NO_CONTENT.into_response();
    }
    let mut response = next.run(request).await;
    if let Some(origin) = allowed {
        allow(response.headers_mut(), origin);
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("origin"));
    response
}

fn allow(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, dpop"),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, "dpop-nonce, www-authenticate, retry-after, leling-time"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
