//! Proofs, nonces and tokens, judged by the checks that the gateway uses.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use leling_crypto::{
    assertion::{AssertionKind, PendingAssertion},
    dpop::{BoundToken, Expected, NonceMint, Target, verify_proof},
    hash::MacKey,
    keys::PublicKey,
};
use leling_net::{Call, Device, Endpoint, Gateway, ProofSigner, SignError, Signing};
use leling_protocol::{
    ErrorCode, Timestamp,
    wire::{ConsentKind, ConsentRequest, EnrolCodeRequest, EnrolConfirmRequest, WriteRequest},
};
use uuid::Uuid;

use crate::server::{Act, DEVICE, Key, NOW, Request, Server, answer, client, error, json, options, raw};

const LIST: &str = r#"{"waiting":[]}"#;

/// As much of a gateway as tokens and proofs need.
struct Doorman {
    nonces: NonceMint,
    now: AtomicI64,
    tokens: AtomicUsize,
}

impl Doorman {
    fn new() -> Arc<Self> {
        let nonces = NonceMint::new(MacKey::from_bytes([1; 32]));
        Arc::new(Self { nonces, now: AtomicI64::new(NOW), tokens: AtomicUsize::new(0) })
    }

    fn now(&self) -> u64 {
        self.now.load(Ordering::SeqCst).unsigned_abs()
    }

    fn say(&self, status: u16, body: &str) -> Act {
        let now = self.now();
        let nonce = self.nonces.issue(now);
        let headers = format!("content-type: application/json\r\nleling-time: {now}\r\ndpop-nonce: {nonce}\r\n");
        Act::Say(raw(status, &headers, body.as_bytes()))
    }

    fn refuse(&self, status: u16, code: &str) -> Act {
        self.say(status, &format!(r#"{{"code":"{code}","trace":"x"}}"#))
    }

    /// Checks the proof; gives what to answer instead where it does not hold.
    fn check(&self, request: &Request) -> Result<(), Act> {
        let url = format!("http://{}{}", request.header("host").unwrap(), request.path);
        let target = Target { method: &request.method, url: &url };
        let proof = request.header("dpop").unwrap();
        let key = leling_crypto::jws::Jws::parse(proof).unwrap().embedded_key().unwrap().jkt();
        let token = request.header("authorization").map(|header| header.strip_prefix("DPoP ").unwrap());
        let token = token.map(|token| BoundToken { token, jkt: &key });
        match verify_proof(proof, Expected { target, token }, &self.nonces, self.now()) {
            Ok(_) => Ok(()),
            Err(leling_crypto::dpop::DpopError::UseNonce) => Err(self.refuse(401, "auth.nonce")),
            Err(error) => panic!("{error}"),
        }
    }

    fn token(&self, request: &Request) -> Act {
        let form = String::from_utf8(request.body.clone()).unwrap();
        let (grant, assertion) = form.split_once("&assertion=").unwrap();
        assert_eq!(grant, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer");
        let jws = leling_crypto::jws::Jws::parse(request.header("dpop").unwrap()).unwrap();
        let key: PublicKey = *jws.embedded_key().unwrap();
        let audience = format!("http://{}/oauth/token", request.header("host").unwrap());
        let claims = PendingAssertion::parse(AssertionKind::DeviceGrant, assertion)
            .unwrap()
            .verify(&key, &[audience.as_str()], &self.nonces, self.now())
            .unwrap();
        assert_eq!((claims.iss, claims.sub), (DEVICE.to_string(), DEVICE.to_string()));
        let number = self.tokens.fetch_add(1, Ordering::SeqCst) + 1;
        let token =
            format!(r#"{{"access_token":"token-{number}","token_type":"DPoP","expires_in":600,"scope":"view"}}"#);
        self.say(200, &token)
    }

    fn serve(self: &Arc<Self>, then: impl Fn(&Self, &Request) -> Act + Send + Sync + 'static) -> Server {
        let doorman = Arc::clone(self);
        Server::start(move |_, request| {
            if let Err(act) = doorman.check(request) {
                return act;
            }
            if request.path == "/oauth/token" { doorman.token(request) } else { then(&doorman, request) }
        })
    }
}

fn paths(server: &Server) -> Vec<String> {
    server.seen().into_iter().map(|request| request.path).collect()
}

#[tokio::test]
async fn a_clock_ten_years_behind_costs_one_exchange() {
    let doorman = Doorman::new();
    let server = doorman.serve(|doorman, _| doorman.say(200, LIST));
    let gateway = server.gateway();
    gateway.replacements().await.unwrap();
    assert_eq!(paths(&server), ["/oauth/token", "/oauth/token", "/v1/replacements"]);
    gateway.replacements().await.unwrap();
    assert_eq!(server.seen().len(), 4);
    assert_eq!(server.seen()[3].header("authorization"), Some("DPoP token-1"));
    assert!(gateway.nonce().is_some());
}

#[tokio::test]
async fn a_stale_nonce_is_replaced_once() {
    let doorman = Doorman::new();
    let server = doorman.serve(|doorman, _| doorman.say(200, LIST));
    let gateway = server.gateway();
    gateway.replacements().await.unwrap();
    doorman.now.fetch_add(500, Ordering::SeqCst);
    gateway.replacements().await.unwrap();
    assert_eq!(paths(&server)[3..], ["/v1/replacements", "/v1/replacements"]);

    let asks_for_ever = Server::start(|number, _| {
        let nonce = format!("dpop-nonce: nonce-{number}\r\n");
        answer(401, "application/json", &nonce, r#"{"code":"auth.nonce","trace":"x"}"#)
    });
    let failure = asks_for_ever.gateway().enrol_status(Uuid::nil()).await.unwrap_err();
    assert_eq!((failure.code, asks_for_ever.seen().len()), (ErrorCode::AuthNonce, 2));
}

#[tokio::test]
async fn a_login_page_gives_no_nonce_and_no_time() {
    let server = Server::start(|_, _| Act::Say(raw(200, "content-type: text/html\r\ndpop-nonce: evil\r\n", b"")));
    let gateway = server.gateway();
    gateway.enrol_status(Uuid::nil()).await.unwrap_err();
    assert_eq!((gateway.nonce(), gateway.gateway_time()), (None, None));
}

#[tokio::test]
async fn a_token_is_kept_until_its_end_by_the_gateways_time() {
    let doorman = Doorman::new();
    let server = doorman.serve(|doorman, _| doorman.say(200, LIST));
    let gateway = server.gateway();
    for (later, tokens) in [(0, 1), (100, 1), (100, 1), (400, 2)] {
        doorman.now.fetch_add(later, Ordering::SeqCst);
        // The first call hears the new time, the second acts on it.
        gateway.replacements().await.unwrap();
        gateway.replacements().await.unwrap();
        assert_eq!(doorman.tokens.load(Ordering::SeqCst), tokens, "{later}");
    }
    let ends = gateway.sign_in().await.unwrap();
    assert_eq!(ends, Timestamp::from_seconds(NOW + 1200));
}

#[tokio::test]
async fn a_token_that_is_over_foreign_or_too_narrow_is_replaced_once() {
    for (status, code) in [(401, "auth.expired"), (401, "auth.invalid"), (403, "auth.scope")] {
        let doorman = Doorman::new();
        let server = doorman.serve(move |doorman, request| match request.header("authorization") {
            Some("DPoP token-1") => doorman.refuse(status, code),
            _ => doorman.say(200, LIST),
        });
        server.gateway().replacements().await.unwrap();
        assert_eq!(doorman.tokens.load(Ordering::SeqCst), 2);

        let doorman = Doorman::new();
        let server = doorman.serve(move |doorman, _| doorman.refuse(status, code));
        let failure = server.gateway().replacements().await.unwrap_err();
        assert_eq!(failure.code.as_str(), code);
        assert_eq!(doorman.tokens.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test]
async fn a_signed_out_token_is_forgotten() {
    let doorman = Doorman::new();
    let server = doorman.serve(|doorman, _| doorman.refuse(401, "auth.signed_out"));
    let gateway = server.gateway();
    for tokens in 1..3 {
        assert_eq!(gateway.replacements().await.unwrap_err().code, ErrorCode::AuthSignedOut);
        assert_eq!(doorman.tokens.load(Ordering::SeqCst), tokens);
    }
}

#[tokio::test]
async fn calls_that_start_together_fetch_one_token() {
    let doorman = Doorman::new();
    let server = doorman.serve(|doorman, _| doorman.say(200, LIST));
    let gateway = server.gateway();
    let call = || gateway.replacements();
    let (a, b, c, d) = tokio::join!(call(), call(), call(), call());
    assert!([a, b, c, d].iter().all(Result::is_ok));
    assert_eq!(doorman.tokens.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_refused_sign_in_ends_the_call_with_its_code() {
    let server = Server::start(|_, _| json(400, r#"{"error":"invalid_grant","code":"device.frozen","trace":"x"}"#));
    assert_eq!(server.gateway().card().await.unwrap_err().code, ErrorCode::DeviceFrozen);
    assert_eq!(paths(&server), ["/oauth/token"]);
}

#[tokio::test]
async fn without_a_device_nothing_is_sent() {
    let server = Server::start(|_, _| json(200, "{}"));
    let gateway = server.gateway();
    gateway.set_device(Some(Device { signer: Arc::new(Key::new()), id: None }));
    assert_eq!(gateway.card().await.unwrap_err().code, ErrorCode::DeviceNone);
    gateway.set_device(None);
    assert_eq!(gateway.enrol_status(Uuid::nil()).await.unwrap_err().code, ErrorCode::DeviceNone);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_key_that_does_not_sign_has_its_own_codes() {
    let server = Server::start(|_, _| json(200, "{}"));
    let gateway = server.gateway();
    for (refuses, code) in [
        (SignError::Unavailable, ErrorCode::KeyUnavailable),
        (SignError::Cancelled, ErrorCode::KeyCancelled),
        (SignError::Gone, ErrorCode::StoreKeyGone),
    ] {
        gateway.set_device(Some(Key::refusing(refuses).device()));
        assert_eq!(gateway.card().await.unwrap_err().code, code);
    }
    gateway.set_device(Some(Device { signer: Arc::new(Silent(Key::new())), id: Some(DEVICE) }));
    assert_eq!(gateway.card().await.unwrap_err().code, ErrorCode::KeyUnavailable);
    assert!(server.seen().is_empty());
}

struct Silent(Key);

impl ProofSigner for Silent {
    fn public_key(&self) -> PublicKey {
        self.0.public_key()
    }

    fn sign(&self, _: Vec<u8>) -> Signing {
        Box::pin(async {
            tokio::time::sleep(Duration::from_mins(1)).await;
            Err(SignError::Unavailable)
        })
    }
}

#[tokio::test]
async fn every_endpoint_of_the_wire_has_its_method_and_path() {
    let doorman = Doorman::new();
    let server = doorman.serve(|doorman, _| doorman.refuse(404, "request.not_found"));
    let gateway = server.gateway();
    gateway.sign_in().await.unwrap();
    let before = server.seen().len();
    let (id, write) = (Uuid::from_u128(9), WriteRequest { id: Uuid::from_u128(8) });
    let code = serde_json::from_str::<EnrolCodeRequest>(&format!(r#"{{"id":"{id}","code":"123456"}}"#)).unwrap();
    let proof = r#"{"kind":"counter_code","code":"12345678"}"#;
    let confirm = serde_json::from_str::<EnrolConfirmRequest>(&format!(r#"{{"id":"{id}","proof":{proof}}}"#)).unwrap();
    let kind = ConsentKind::Privacy;
    let consent = ConsentRequest { id, kind, text_version: 1, given: true, at: Timestamp::from_seconds(NOW) };
    assert!(gateway.enrol_code(id, &code).await.is_err());
    assert!(gateway.enrol_resend(id, &write).await.is_err());
    assert!(gateway.enrol_status(id).await.is_err());
    assert!(gateway.enrol_confirm(id, &confirm).await.is_err());
    assert!(gateway.card().await.is_err());
    assert!(gateway.certificate(&write).await.is_err());
    assert!(gateway.consent(&consent).await.is_err());
    assert!(gateway.audit(41).await.is_err());
    assert!(gateway.replacements().await.is_err());
    assert!(gateway.stop_replacement(id, &write).await.is_err());
    let found: Vec<String> =
        server.seen()[before..].iter().map(|request| format!("{} {}", request.method, request.path)).collect();
    let enrolment = format!("/v1/enrolments/{id}");
    assert_eq!(
        found,
        [
            format!("POST {enrolment}/code"),
            format!("POST {enrolment}/resend"),
            format!("GET {enrolment}"),
            format!("POST {enrolment}/confirm"),
            "GET /v1/card".to_owned(),
            "POST /v1/card/certificates".to_owned(),
            "POST /v1/consents".to_owned(),
            "GET /v1/audit?after=41".to_owned(),
            "GET /v1/replacements".to_owned(),
            format!("POST /v1/replacements/{id}/stop"),
        ]
    );
}

#[tokio::test]
async fn logs_and_errors_hold_no_secret() {
    let lines = Arc::<std::sync::Mutex<Vec<u8>>>::default();
    let sink = Arc::clone(&lines);
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || Sink(Arc::clone(&sink)))
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let doorman = Doorman::new();
    let server = doorman.serve(|doorman, _| doorman.refuse(409, "card.lost_state"));
    let gateway: Gateway = client(&Endpoint::demo_loopback(&server.url()).unwrap(), options());
    let body = br#"{"id":"x","name":"canary-name"}"#.to_vec();
    let failure = gateway.call(Call::write("/v1/consents?canary=query", body)).await.unwrap_err();
    let log = String::from_utf8(lines.lock().unwrap().clone()).unwrap();
    assert!(log.contains("/v1/consents") && log.contains("card.lost_state"), "{log}");
    let nonce = gateway.nonce().unwrap();
    for text in [log, format!("{failure} {failure:?} {gateway:?}")] {
        for secret in ["canary", "token-1", nonce.as_str(), "eyJ"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

struct Sink(Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_public_call_needs_no_device() {
    let server = Server::start(|_, _| error(404, "request.not_found"));
    let gateway = server.gateway();
    gateway.set_device(None);
    assert_eq!(gateway.keys().await.unwrap_err().code, ErrorCode::RequestNotFound);
    assert_eq!(server.seen()[0].header("dpop"), None);
}
