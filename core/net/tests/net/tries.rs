//! What is sent again after a lost answer, how often, and with what.

use std::{
    collections::BTreeSet,
    net::TcpListener,
    time::{Duration, Instant},
};

use leling_net::{Call, Endpoint, to_body};
use leling_protocol::{
    ErrorCode,
    wire::{EnrolResponse, WriteRequest},
};
use uuid::Uuid;

use crate::server::{Act, NOW, Server, client, error, json, options, raw};

const ENROLMENT: Uuid = Uuid::from_u128(1);
const WRITE: WriteRequest = WriteRequest { id: Uuid::from_u128(2) };

fn accepted() -> Act {
    json(200, &format!(r#"{{"id":"{ENROLMENT}","code_expires_at":{NOW},"resend_at":{NOW}}}"#))
}

fn half_an_answer() -> Act {
    let own = format!("content-type: application/json\r\nleling-time: {NOW}\r\n");
    let whole = raw(200, &own, &[b'['; 400]);
    Act::Say(whole[..whole.len() - 200].to_vec())
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_with_the_same_body() {
    for lost in [half_an_answer as fn() -> Act, || Act::Say(Vec::new()), || Act::Hang(Duration::from_secs(2))] {
        let server = Server::start(move |number, _| if number < 2 { lost() } else { accepted() });
        let answer = server.gateway().enrol_resend(ENROLMENT, &WRITE).await.unwrap();
        let EnrolResponse { id, .. } = answer.value;
        assert_eq!(id, ENROLMENT);
        let seen = server.seen();
        assert_eq!(seen.len(), 3);
        for request in &seen {
            assert_eq!(request.path, format!("/v1/enrolments/{ENROLMENT}/resend"));
            assert_eq!(request.body, to_body(&WRITE));
        }
        let proofs: BTreeSet<_> = seen.iter().map(|request| request.header("dpop").unwrap().to_owned()).collect();
        assert_eq!(proofs.len(), 3, "each try is signed anew");
    }
}

#[tokio::test]
async fn three_tries_and_then_one_code() {
    for (lost, code) in [
        (half_an_answer as fn() -> Act, ErrorCode::NetNone),
        (|| Act::Say(Vec::new()), ErrorCode::NetNone),
        (|| Act::Hang(Duration::from_secs(2)), ErrorCode::NetSlow),
        (|| error(503, "server.busy"), ErrorCode::ServerBusy),
    ] {
        let server = Server::start(move |_, _| lost());
        let failure = server.gateway().enrol_resend(ENROLMENT, &WRITE).await.unwrap_err();
        assert_eq!((failure.code, server.seen().len()), (code, 3));
    }
}

#[tokio::test]
async fn a_write_without_an_id_is_sent_once() {
    for lost in [half_an_answer as fn() -> Act, || Act::Say(Vec::new()), || error(503, "server.busy")] {
        let server = Server::start(move |_, _| lost());
        let call = Call::once("/demo/peer", br#"{"name":"desk","act":"freeze"}"#.to_vec());
        server.gateway().call(call).await.unwrap_err();
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_wait_that_the_gateway_asks_for_is_kept_or_left_to_the_caller() {
    let busy = r#"{"code":"server.busy","trace":"x","retry_after":60}"#;
    let server = Server::start(move |_, _| json(503, busy));
    let failure = server.gateway().enrol_resend(ENROLMENT, &WRITE).await.unwrap_err();
    assert_eq!((failure.code, failure.retry_after, server.seen().len()), (ErrorCode::ServerBusy, Some(60), 1));

    let server = Server::start(|number, _| match number {
        0 => json(503, r#"{"code":"server.busy","trace":"x","retry_after":1}"#),
        _ => accepted(),
    });
    let mut patient = options();
    patient.timing.one_try = Duration::from_secs(3);
    let begun = Instant::now();
    let gateway = client(&Endpoint::demo_loopback(&server.url()).unwrap(), patient);
    gateway.enrol_resend(ENROLMENT, &WRITE).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn nobody_waits_longer_than_the_whole_call() {
    let server = Server::start(|_, _| Act::Hang(Duration::from_secs(3)));
    let mut hurried = options();
    hurried.timing.whole_call = Duration::from_millis(1200);
    let gateway = client(&Endpoint::demo_loopback(&server.url()).unwrap(), hurried);
    let begun = Instant::now();
    assert_eq!(gateway.keys().await.unwrap_err().code, ErrorCode::NetSlow);
    assert!(begun.elapsed() < Duration::from_millis(2200), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn no_network_is_said_at_once() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gateway = client(&Endpoint::demo_loopback(&format!("http://{closed}")).unwrap(), options());
    assert_eq!(gateway.keys().await.unwrap_err().code, ErrorCode::NetNone);
    let unknown = client(&Endpoint::https("https://gateway.invalid").unwrap(), options());
    assert_eq!(unknown.keys().await.unwrap_err().code, ErrorCode::NetNone);
}
