//! What stands around every handler: trace, time limit, source limit, headers, error bodies, one line of log.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use leling_protocol::{ErrorCode, wire::TIME_HEADER};
use serde_json::json;

use super::error::{ApiError, Failure, Told};
use crate::{Gateway, clock::unix, openid::word::Word};

/// Header with a fresh nonce (RFC 9449, section 8.2).
const NONCE_HEADER: HeaderName = HeaderName::from_static("dpop-nonce");

/// Random words of this request's answer.
#[derive(Clone, Debug)]
pub(crate) struct Trace(pub(crate) String);

/// Where the request came from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source(pub(crate) IpAddr);

/// Serves one request inside the frame.
pub(super) async fn frame(State(gateway): State<Arc<Gateway>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let trace = Trace(gateway.chance.trace());
    let source = source(&request);
    request.extensions_mut().insert(trace.clone());
    request.extensions_mut().insert(source);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str).to_owned();
    let proven = request.headers().contains_key("dpop");
    let response = match admit(&gateway, &request, source) {
        Ok(()) => {
            let limit = Duration::from_secs(gateway.numbers.request_seconds.into());
            let served = tokio::time::timeout(limit, next.run(request)).await;
            served.unwrap_or_else(|_| ApiError::because(ErrorCode::ServerBusy, "request took too long").into_response())
        }
        Err(refused) => refused.into_response(),
    };
    let (mut response, failure) = write_failure(response, &route, &trace);
    let now = unix(gateway.now());
    let headers = response.headers_mut();
    stamp(headers, now);
    if proven && let Ok(nonce) = HeaderValue::from_str(&gateway.keys.nonces.issue(now)) {
        headers.insert(NONCE_HEADER, nonce);
    }
    if let Some(failure) = &failure {
        advise(headers, failure, &route);
    }
    log(&route, method.as_str(), response.status(), started, &trace, failure.as_ref());
    response
}

fn admit(gateway: &Gateway, request: &Request, source: Source) -> Result<(), ApiError> {
    gateway.sources.count(source.0, gateway.now())?;
    // A page of another site that resolves its name to this machine is not our phone.
    if gateway.origin.base(host(request.uri(), request.headers())).is_none() {
        return Err(ApiError::because(ErrorCode::RequestInvalid, "host is not ours"));
    }
    Ok(())
}

/// Gives the host that the request names: the authority of HTTP/2, the header of HTTP/1.
pub(crate) fn host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    let authority = uri.authority().map(Authority::as_str);
    authority.or_else(|| headers.get(header::HOST).and_then(|host| host.to_str().ok()))
}

fn source(request: &Request) -> Source {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    Source(peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip()))
}

fn stamp(headers: &mut HeaderMap, now: u64) {
    headers.insert(HeaderName::from_static(TIME_HEADER), HeaderValue::from(now));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// Adds the headers that go with a refusal.
fn advise(headers: &mut HeaderMap, failure: &Failure, route: &str) {
    if let Some(seconds) = failure.refusal.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    let challenge = match (failure.word, is_oauth(route)) {
        // RFC 6749, section 5.2.
        (Some(Word::InvalidClient), _) => Some("Basic realm=\"leling\", charset=\"UTF-8\""),
        (_, true) => None,
        (_, false) => challenge(failure.refusal.code),
    };
    if let Some(challenge) = challenge {
        headers.append(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    if route == "/userinfo"
        && let Some(challenge) = bearer_challenge(failure.refusal.code)
    {
        headers.append(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
}

/// Whether errors of a route are spelled as OAuth wants.
fn is_oauth(route: &str) -> bool {
    let oauth = ["/par", "/device_authorization", "/device/display", "/introspect", "/revoke"];
    route.starts_with("/oauth/") || oauth.contains(&route)
}

/// Writes the body of a failed request: ours everywhere, with the members of RFC 6749 beside them where it is OAuth.
fn write_failure(mut response: Response, route: &str, trace: &Trace) -> (Response, Option<Failure>) {
    if let Some(Told(refusal)) = response.extensions_mut().remove::<Told>() {
        return (response, Some(Failure { refusal, cause: None, word: None }));
    }
    let failure = response.extensions_mut().remove::<Failure>().or_else(|| foreign_failure(&response));
    let Some(failure) = failure else {
        return (response, None);
    };
    if is_page(&response) {
        return (response, Some(failure));
    }
    let code = failure.refusal.code;
    let body = failure.body(&trace.0);
    let mut value = serde_json::to_value(&body).unwrap_or_else(|_| json!({ "code": code.as_str() }));
    if route == "/userinfo" {
        value["error"] = failure.word.unwrap_or(userinfo_error(code)).as_str().into();
    }
    if is_oauth(route) && code.class() != leling_protocol::ErrorClass::Server {
        value["error"] = failure.word.unwrap_or(oauth_error(code)).as_str().into();
        let status = match response.status() {
            _ if failure.word == Some(Word::InvalidClient) => StatusCode::UNAUTHORIZED,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::METHOD_NOT_ALLOWED => {
                response.status()
            }
            status if status.is_server_error() => status,
            _ => StatusCode::BAD_REQUEST,
        };
        *response.status_mut() = status;
    }
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::from(value.to_string());
    (response, Some(failure))
}

/// Whether a refusal was told in words already.
fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// An error answer that no handler of ours wrote, such as 405.
fn foreign_failure(response: &Response) -> Option<Failure> {
    let status = response.status();
    let json = HeaderValue::from_static("application/json");
    if !(status.is_client_error() || status.is_server_error())
        || response.headers().get(header::CONTENT_TYPE) == Some(&json)
        || is_page(response)
    {
        return None;
    }
    let code = match status {
        StatusCode::NOT_FOUND => ErrorCode::RequestNotFound,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::RequestTooLarge,
        status if status.is_client_error() => ErrorCode::RequestInvalid,
        _ => ErrorCode::ServerBroken,
    };
    Some(Failure { refusal: code.into(), cause: None, word: None })
}

/// The word of RFC 6749, section 5.2, or RFC 9449, sections 5 and 8, for a code.
fn oauth_error(code: ErrorCode) -> Word {
    match code {
        ErrorCode::AuthNonce => Word::UseDpopNonce,
        ErrorCode::AuthProof => Word::InvalidDpopProof,
        ErrorCode::RequestInvalid | ErrorCode::RequestTooLarge | ErrorCode::RateLimited => Word::InvalidRequest,
        _ => Word::InvalidGrant,
    }
}

/// The word of RFC 6750, section 3.1, for a code.
fn userinfo_error(code: ErrorCode) -> Word {
    match code {
        ErrorCode::AuthScope => Word::InsufficientScope,
        ErrorCode::AuthNonce | ErrorCode::AuthProof => oauth_error(code),
        ErrorCode::RequestInvalid | ErrorCode::RequestTooLarge | ErrorCode::RateLimited => Word::InvalidRequest,
        ErrorCode::ServerBusy => Word::TemporarilyUnavailable,
        ErrorCode::ServerBroken => Word::ServerError,
        _ => Word::InvalidToken,
    }
}

/// The challenge of RFC 6750, section 3, for a code.
fn bearer_challenge(code: ErrorCode) -> Option<&'static str> {
    match code {
        ErrorCode::AuthInvalid | ErrorCode::AuthExpired | ErrorCode::AuthSignedOut => {
            Some("Bearer error=\"invalid_token\"")
        }
        ErrorCode::AuthScope => Some("Bearer error=\"insufficient_scope\""),
        _ => None,
    }
}

/// The challenge of RFC 9449, section 7.1, for a code.
fn challenge(code: ErrorCode) -> Option<&'static str> {
    match code {
        ErrorCode::AuthNonce => Some("DPoP error=\"use_dpop_nonce\", algs=\"ES256\""),
        ErrorCode::AuthProof => Some("DPoP error=\"invalid_dpop_proof\", algs=\"ES256\""),
        ErrorCode::AuthInvalid | ErrorCode::AuthExpired | ErrorCode::AuthSignedOut => {
            Some("DPoP error=\"invalid_token\", algs=\"ES256\"")
        }
        ErrorCode::AuthScope => Some("DPoP error=\"insufficient_scope\", algs=\"ES256\""),
        _ => None,
    }
}

/// One line for each request. The route is the template, never the path or the query, which may be personal.
fn log(route: &str, method: &str, status: StatusCode, started: Instant, trace: &Trace, failure: Option<&Failure>) {
    let (status, micros) = (status.as_u16(), u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX));
    let trace = trace.0.as_str();
    match failure {
        None => tracing::info!(method, route, status, micros, trace, "served"),
        Some(failure) => {
            let (code, cause) = (failure.refusal.code.as_str(), failure.cause.as_deref().unwrap_or_default());
            if failure.refusal.code == ErrorCode::ServerBroken {
                tracing::error!(method, route, status, micros, trace, code, cause, "failed");
            } else {
                tracing::info!(method, route, status, micros, trace, code, cause, "refused");
            }
        }
    }
}
