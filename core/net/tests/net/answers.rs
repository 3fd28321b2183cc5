//! Each kind of answer with the one code it ends in, and how often it was asked for.

use leling_net::Call;
use leling_protocol::{ErrorCode, Timestamp, wire::KeysResponse};

use crate::server::{Act, NOW, Server, answer, error, json, raw};

const KEYS: &str = r#"{"keys":[],"seal":"AAAA"}"#;
const HTML: &str = "<html>Please log in</html>";

/// Reads `/v1/keys` from a server that always answers `act`; gives the code and the number of requests.
async fn ask(act: impl Fn() -> Act + Send + Sync + 'static) -> (ErrorCode, usize) {
    let server = Server::start(move |_, _| act());
    let failure = server.gateway().keys().await.unwrap_err();
    (failure.code, server.seen().len())
}

#[tokio::test]
async fn the_gateways_own_answer_is_read_and_dated() {
    let server = Server::start(|_, _| answer(200, "Application/JSON; charset=utf-8", "", KEYS));
    let gateway = server.gateway();
    assert_eq!(gateway.gateway_time(), None);
    let answer = gateway.keys().await.unwrap();
    assert_eq!(answer.value, KeysResponse { keys: Vec::new(), seal: "AAAA".to_owned() });
    assert_eq!(answer.gateway_time, Timestamp::from_seconds(NOW));
    assert!(gateway.gateway_time().unwrap().since(answer.gateway_time) < 5);
    let request = &server.seen()[0];
    assert_eq!((request.method.as_str(), request.path.as_str()), ("GET", "/v1/keys"));
    assert_eq!((request.header("dpop"), request.header("authorization"), request.header("cookie")), (None, None, None));
}

#[tokio::test]
async fn a_login_page_is_never_taken_for_the_gateway() {
    let html = "content-type: text/html\r\n";
    let own = "content-type: application/json\r\n";
    let time = format!("content-type: text/html\r\nleling-time: {NOW}\r\n");
    let cases = [
        ("page with 200", raw(200, html, HTML.as_bytes())),
        ("page with 200 and our header", raw(200, &time, HTML.as_bytes())),
        ("page without content type", raw(200, "", HTML.as_bytes())),
        ("message without our header", raw(200, own, KEYS.as_bytes())),
        ("our header without a number", raw(200, &format!("{own}leling-time: soon\r\n"), KEYS.as_bytes())),
        ("redirect", raw(302, "location: http://portal.example/\r\n", b"")),
        ("redirect to https", raw(307, "location: https://127.0.0.1/\r\n", b"")),
        ("not modified", raw(304, "", b"")),
        ("network authentication required", raw(511, html, HTML.as_bytes())),
        ("511 with our header", raw(511, &time, HTML.as_bytes())),
        ("404 without our header", raw(404, html, HTML.as_bytes())),
        ("401 without our header", raw(401, own, br#"{"code":"auth.signed_out","trace":"x"}"#)),
    ];
    for (name, bytes) in cases {
        assert_eq!(ask(move || Act::Say(bytes.clone())).await, (ErrorCode::NetPortal, 1), "{name}");
    }
}

#[tokio::test]
async fn a_broken_gateway_is_said_so() {
    let own = format!("content-type: application/json\r\nleling-time: {NOW}\r\n");
    let cases = [
        ("own header, garbage inside", raw(200, &own, b"{\"keys\":"), (ErrorCode::ServerBroken, 1)),
        ("own header, other message", raw(200, &own, b"{}"), (ErrorCode::ServerBroken, 1)),
        ("500 of a proxy", raw(500, "content-type: text/html\r\n", HTML.as_bytes()), (ErrorCode::ServerBroken, 1)),
        ("502 of a proxy", raw(502, "", b""), (ErrorCode::ServerBroken, 1)),
        ("500 with half a body", raw(500, &own, b"{\"code\":"), (ErrorCode::ServerBroken, 1)),
        ("503 of a proxy", raw(503, "", b""), (ErrorCode::ServerBusy, 3)),
        ("503 with an empty body", raw(503, &own, b""), (ErrorCode::ServerBusy, 3)),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(ask(move || Act::Say(bytes.clone())).await, expected, "{name}");
    }
}

#[tokio::test]
async fn known_codes_cross_and_unknown_ones_fall_to_their_status() {
    assert_eq!(ask(|| error(409, "card.lost_state")).await, (ErrorCode::CardLostState, 1));
    assert_eq!(ask(|| error(503, "server.busy")).await, (ErrorCode::ServerBusy, 3));
    assert_eq!(ask(|| error(503, "realname.unavailable")).await, (ErrorCode::RealnameUnavailable, 1));
    for (status, code) in [
        (400, ErrorCode::RequestInvalid),
        (401, ErrorCode::AuthInvalid),
        (403, ErrorCode::AuthScope),
        (404, ErrorCode::RequestNotFound),
        (409, ErrorCode::RequestConflict),
        (413, ErrorCode::RequestTooLarge),
        (418, ErrorCode::RequestInvalid),
        (429, ErrorCode::RateLimited),
        (500, ErrorCode::ServerBroken),
        (599, ErrorCode::ServerBroken),
    ] {
        assert_eq!(ask(move || error(status, "later.invented")).await, (code, 1), "{status}");
        assert_eq!(ask(move || json(status, r#"{"code":7}"#)).await, (code, 1), "{status}");
        // The gateway cannot know the state of this phone.
        assert_eq!(ask(move || error(status, "store.key_gone")).await, (code, 1), "{status}");
    }
}

#[tokio::test]
async fn a_failure_carries_trace_wait_and_time_but_no_hostile_text() {
    let failure =
        |act: fn() -> Act| async move { Server::start(move |_, _| act()).gateway().keys().await.unwrap_err() };
    let plain = failure(|| json(429, r#"{"code":"rate.limited","trace":"blue river seven","retry_after":60}"#)).await;
    assert_eq!((plain.trace.as_deref(), plain.retry_after), (Some("blue river seven"), Some(60)));
    assert_eq!(plain.gateway_time, Some(Timestamp::from_seconds(NOW)));
    assert_eq!(plain.to_string(), "gateway call failed with rate.limited");
    let header = failure(|| answer(429, "application/json", "retry-after: 30\r\n", r#"{"code":"rate.limited"}"#)).await;
    assert_eq!((header.trace, header.retry_after), (None, Some(30)));
    let control = failure(|| json(429, r#"{"code":"rate.limited","trace":"a\nb"}"#)).await;
    assert_eq!((control.code, control.trace), (ErrorCode::RateLimited, None));
    let wide = failure(|| json(429, r#"{"code":"rate.limited","trace":"王秀兰"}"#)).await;
    assert_eq!(wide.trace, None);
}

#[tokio::test]
async fn more_than_a_megabyte_is_not_read() {
    let own = format!("content-type: application/json\r\nleling-time: {NOW}\r\n");
    let huge = raw(200, &own, &vec![b' '; 1024 * 1024 + 1]);
    assert_eq!(ask(move || Act::Say(huge.clone())).await, (ErrorCode::ServerBroken, 1));
    let mut endless = format!("HTTP/1.1 200 OK\r\n{own}transfer-encoding: chunked\r\n\r\n").into_bytes();
    for _ in 0..40 {
        endless.extend_from_slice(b"10000\r\n");
        endless.extend_from_slice(&vec![b'['; 0x10000]);
        endless.extend_from_slice(b"\r\n");
    }
    assert_eq!(ask(move || Act::Say(endless.clone())).await, (ErrorCode::ServerBroken, 1));
    let fits = format!("{}{KEYS}", " ".repeat(1024 * 1024 - KEYS.len()));
    let server = Server::start(move |_, _| json(200, &fits));
    server.gateway().keys().await.unwrap();
}

#[tokio::test]
async fn revocations_are_cose_and_nothing_else() {
    let server = Server::start(|number, _| match number {
        0 => answer(200, "application/cose", "", "\u{1}\u{2}"),
        _ => json(200, "{}"),
    });
    let gateway = server.gateway();
    assert_eq!(gateway.revocations().await.unwrap().value, [1, 2]);
    assert_eq!(gateway.revocations().await.unwrap_err().code, ErrorCode::NetPortal);
    let failure = gateway.call(Call::get("/v1/revocations")).await;
    assert!(failure.is_ok(), "a generic call expects json");
}
