//! Who may talk to the page's server: whoever was given its address, from its own origin, and nobody else.
//!
//! `Host` and `Origin` keep out other sites that the same browser shows (also by DNS rebinding); the token keeps out other
//! programs and people on the same machine.

use std::net::SocketAddr;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use leling_crypto::{hash::constant_time_eq, rng};

use super::{ApiError, Desk};
use crate::desk::parties::PaneView;

/// Header in which the page sends the token.
const TOKEN_HEADER: &str = "x-leling-token";

/// The secret in the printed address, new at each start: 128 bits as 32 hexadecimal digits.
#[derive(Clone)]
pub(crate) struct Token(String);

impl Token {
    /// Draws a token.
    pub(crate) fn generate() -> Self {
        let bytes = rng::bytes::<16>(&mut rng::SystemRng::new());
        Self(format!("{:032x}", u128::from_be_bytes(bytes)))
    }

    /// The token as it stands in the address.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    fn is(&self, given: Option<&str>) -> bool {
        given.is_some_and(|given| constant_time_eq(given.as_bytes(), self.0.as_bytes()))
    }
}

/// The names under which the page's server is reached.
#[derive(Clone, Debug)]
pub(crate) struct OwnHosts([String; 2]);

impl OwnHosts {
    /// The names of a loopback address.
    pub(crate) fn of(address: SocketAddr) -> Self {
        Self([address.to_string(), format!("localhost:{}", address.port())])
    }

    fn host<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        let host = headers.get(header::HOST)?.to_str().ok()?;
        self.0.iter().any(|own| own == host).then_some(host)
    }

    /// A browser names the origin of a script; other programs name none, and need the token as well.
    fn origin_is_own(&self, headers: &HeaderMap) -> bool {
        let Some(origin) = headers.get(header::ORIGIN) else { return true };
        let host = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
        host.is_some_and(|host| self.0.iter().any(|own| own == host))
    }
}

/// What a path asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    /// Style, scripts, icons.
    Open,
    /// The page itself: token in the address.
    Page,
    /// Token in header or address.
    Api,
    /// Token in the address.
    Socket,
}

impl Door {
    fn of(path: &str) -> Self {
        match path {
            "/" => Self::Page,
            _ if path.starts_with("/api/") => Self::Api,
            _ if path.starts_with("/ws/") => Self::Socket,
            _ => Self::Open,
        }
    }
}

/// Lets a request through, or answers 403; adds the headers that every answer carries.
pub(super) async fn guard(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let host = desk.hosts.host(request.headers()).map(str::to_owned);
    let mut response = match &host {
        Some(_) => match refusal(&desk, &request) {
            Some(refused) => refused,
            None => next.run(request).await,
        },
        None => (StatusCode::FORBIDDEN, "this address is not the simulator's\n").into_response(),
    };
    add_headers(response.headers_mut(), host.as_deref().unwrap_or_default(), &desk.panes);
    response
}

fn refusal(desk: &Desk, request: &Request) -> Option<Response> {
    if !desk.hosts.origin_is_own(request.headers()) {
        return Some(ApiError(StatusCode::FORBIDDEN, "origin".to_owned()).into_response());
    }
    let in_address = token_in(request.uri());
    let in_header = request.headers().get(TOKEN_HEADER).and_then(|value| value.to_str().ok());
    let (given, page) = match Door::of(request.uri().path()) {
        Door::Open => return None,
        Door::Page => (in_address, true),
        Door::Api => (in_header.or(in_address), false),
        Door::Socket => (in_address, false),
    };
    if desk.token.is(given) {
        return None;
    }
    Some(if page {
        (StatusCode::FORBIDDEN, "open the whole address that the simulator printed, with its token\n").into_response()
    } else {
        ApiError(StatusCode::FORBIDDEN, "token".to_owned()).into_response()
    })
}

/// The token is hexadecimal, so nothing in it is ever escaped.
fn token_in(uri: &Uri) -> Option<&str> {
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix("token="))
}

fn add_headers(headers: &mut HeaderMap, host: &str, panes: &[PaneView]) {
    let frames: Vec<_> = panes.iter().map(|pane| pane.origin.as_str()).collect();
    let policy = format!(
        "default-src 'self'; connect-src 'self' ws://{host}; frame-src {}; object-src 'none'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
        frames.join(" ")
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (HeaderName::from_static("permissions-policy"), "camera=(self), microphone=(self)"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, two) = (Token::generate(), Token::generate());
        assert_eq!(one.expose().len(), 32);
        assert_ne!(one.expose(), two.expose());
        assert!(one.is(Some(one.expose())));
        for given in [None, Some(""), Some(two.expose()), Some(&one.expose()[..31])] {
            assert!(!one.is(given));
        }
    }

    #[test]
    fn every_path_has_its_door() {
        for (path, door) in [
            ("/", Door::Page),
            ("/app.css", Door::Open),
            ("/tokens.css", Door::Open),
            ("/api/phones", Door::Api),
            ("/ws/phone/phone1", Door::Socket),
        ] {
            assert_eq!(Door::of(path), door, "{path}");
        }
    }

    #[test]
    fn the_token_is_found_among_others() {
        let token = |text: &'static str| token_in(&Uri::from_static(text)).map(str::to_owned);
        assert_eq!(token("/?a=1&token=ab"), Some("ab".to_owned()));
        assert_eq!(token("/?untoken=ab"), None);
        assert_eq!(token("/"), None);
    }
}
