//! Reads what came back and judges who sent it: the gateway, something before it, or a wireless network's login page.
//!
//! The gateway signs every answer with `leling-time`; what lacks it is not believed, whatever it says.

use leling_protocol::{ErrorCode, Redacted, Timestamp, wire};
use reqwest::{
    Response, StatusCode,
    header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER},
};
use serde::Deserialize;

use crate::{
    call::{Media, Reply},
    failure::{Again, Failure, Trouble},
};

/// Longest body that is read, in bytes after decompression.
pub(crate) const MAX_BODY: usize = 1024 * 1024;

/// Longest trace that is shown or logged, in characters.
const MAX_TRACE: usize = 64;

/// The gateway's header with the nonce for the next proof (RFC 9449, section 8).
const NONCE_HEADER: &str = "dpop-nonce";

/// Gives the nonce for the next proof, if the answer brings one.
pub(crate) fn nonce_of(response: &Response) -> Option<String> {
    text(response.headers(), NONCE_HEADER).filter(|nonce| nonce.len() <= 256).map(str::to_owned)
}

/// Gives the gateway's time, if the answer carries it.
pub(crate) fn time_of(response: &Response) -> Option<Timestamp> {
    text(response.headers(), wire::TIME_HEADER)?.parse().ok().map(Timestamp::from_seconds)
}

/// Reads an answer to its end.
pub(crate) async fn read(response: Response, expects: Media) -> Result<Reply, Trouble> {
    let status = response.status();
    let time = time_of(&response);
    if status.is_redirection() || status == StatusCode::NETWORK_AUTHENTICATION_REQUIRED {
        return Err(portal());
    }
    let media = media_of(&response);
    let header_wait = text(response.headers(), RETRY_AFTER.as_str()).and_then(|seconds| seconds.parse().ok());
    let Some(gateway_time) = time else {
        return Err(if status.is_server_error() { broken(status, None) } else { portal() });
    };
    let body = body_of(response, gateway_time).await?;
    if !status.is_success() {
        return Err(refusal(status, gateway_time, header_wait, &body));
    }
    if media.as_deref() != Some(expects.as_str()) {
        return Err(portal());
    }
    Ok(Reply { status: status.as_u16(), gateway_time, body: Redacted::new(body) })
}

async fn body_of(mut response: Response, gateway_time: Timestamp) -> Result<Vec<u8>, Trouble> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= MAX_BODY => body.extend_from_slice(&chunk),
            Ok(Some(_)) => return Err(broken(StatusCode::OK, Some(gateway_time))),
            Ok(None) => return Ok(body),
            Err(error) => return Err(Trouble::of_transport(&error)),
        }
    }
}

/// An error body in which nothing is taken for granted: OAuth's own errors have more fields, newer gateways other codes.
#[derive(Default, Deserialize)]
struct LooseError {
    code: Option<String>,
    trace: Option<String>,
    retry_after: Option<u32>,
}

fn refusal(status: StatusCode, time: Timestamp, header_wait: Option<u32>, body: &[u8]) -> Trouble {
    let error: LooseError = serde_json::from_slice(body).unwrap_or_default();
    let code = error
        .code
        .as_deref()
        .and_then(ErrorCode::from_dotted)
        // A code that never crosses the wire says something about this phone, which the gateway cannot know.
        .filter(|code| code.http_status() != 0)
        .unwrap_or_else(|| code_of(status));
    let plain =
        |trace: &String| trace.len() <= MAX_TRACE && trace.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    Trouble {
        failure: Failure {
            code,
            trace: error.trace.filter(plain),
            retry_after: error.retry_after.or(header_wait),
            gateway_time: Some(time),
        },
        again: if code == ErrorCode::ServerBusy { Again::Soon } else { Again::No },
    }
}

/// The nearest code that this version knows, by status alone.
fn code_of(status: StatusCode) -> ErrorCode {
    match status.as_u16() {
        401 => ErrorCode::AuthInvalid,
        403 => ErrorCode::AuthScope,
        404 => ErrorCode::RequestNotFound,
        409 => ErrorCode::RequestConflict,
        413 => ErrorCode::RequestTooLarge,
        429 => ErrorCode::RateLimited,
        503 => ErrorCode::ServerBusy,
        500..=599 => ErrorCode::ServerBroken,
        _ => ErrorCode::RequestInvalid,
    }
}

fn portal() -> Trouble {
    Trouble::last(Failure::local(ErrorCode::NetPortal))
}

fn broken(status: StatusCode, gateway_time: Option<Timestamp>) -> Trouble {
    let code = if status == StatusCode::SERVICE_UNAVAILABLE { ErrorCode::ServerBusy } else { ErrorCode::ServerBroken };
    let again = if code == ErrorCode::ServerBusy { Again::Soon } else { Again::No };
    Trouble { failure: Failure { gateway_time, ..Failure::local(code) }, again }
}

fn media_of(response: &Response) -> Option<String> {
    let media = text(response.headers(), CONTENT_TYPE.as_str())?;
    Some(media.split(';').next()?.trim().to_ascii_lowercase())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
