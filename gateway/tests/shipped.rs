//! A gateway for real people refuses fictitious ones and has no demonstration door; a shipped build has no such flag.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use leling_crypto::{
    dpop::{Target, draft_proof},
    keys::SoftwareKey,
    rng::SystemRng,
};
use leling_gateway::{
    Config, Gateway, Numbers,
    adapters::HttpService,
    clock::{Clock, SystemClock},
    config::{Mode, ServiceConfig, TlsFiles},
    router,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use url::Url;
use uuid::Uuid;

async fn shipped(folder: &TempDir) -> Router {
    let service = |url: &str| HttpService {
        url: Url::parse(url).unwrap(),
        token: None,
        roots_pem: None,
        timeout: Duration::from_millis(300),
    };
    let mode = Mode::Service(Box::new(ServiceConfig {
        public_url: Url::parse("https://card.example").unwrap(),
        tls: TlsFiles { cert: "none".into(), key: "none".into() },
        realname: service("https://127.0.0.1:1/"),
        sms: service("https://127.0.0.1:1/"),
    }));
    let data = folder.path().join("data");
    let listen = ([127, 0, 0, 1], 0).into();
    let numbers = Numbers::default();
    let config = Config { listen, data, keys: None, clients: None, rsa_keys: Vec::new(), mode, numbers };
    router(Arc::new(Gateway::build(&config, Arc::new(SystemClock)).await.unwrap()))
}

async fn enrol(router: &Router, id_number: &str, phone: &str) -> (StatusCode, String) {
    let rng = SystemRng::new();
    let (device, approve) = (SoftwareKey::generate(&rng).unwrap(), SoftwareKey::generate(&rng).unwrap());
    let body = json!({
        "id": Uuid::now_v7(), "name": "王秀兰", "id_number": id_number, "phone": phone,
        "device": device.public_key().to_jwk(), "approve": approve.public_key().to_jwk(),
        "presence": "lock", "platform": "android",
    });
    let target = Target { method: "POST", url: "https://card.example/v1/enrolments" };
    let now = u64::try_from(SystemClock.now().seconds()).unwrap();
    let draft = draft_proof(device.public_key(), target, None, None, now, &mut SystemRng::new()).unwrap();
    let signature = device.sign(&draft.to_be_signed());
    let request = Request::post("/v1/enrolments")
        .header("content-type", "application/json")
        .header("dpop", draft.attach(&signature))
        .body(Body::from(body.to_string()))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 16).await.unwrap();
    let error: Value = serde_json::from_slice(&bytes).unwrap();
    (status, error["code"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn fictitious_people_and_phones_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let router = shipped(&folder).await;
    let refused = (StatusCode::FORBIDDEN, "demo.refused".to_owned());
    assert_eq!(enrol(&router, "379913194403120025", "13800000000").await, refused);
    // A right number of a real division with a date that nobody living was born on.
    assert_eq!(enrol(&router, "37010218000101001X", "99900000001").await, refused);
    let silent = (StatusCode::SERVICE_UNAVAILABLE, "realname.unavailable".to_owned());
    assert_eq!(enrol(&router, "37010218000101001X", "13800000000").await, silent);
}

#[tokio::test]
async fn there_is_no_demonstration_door() {
    let folder = tempfile::tempdir().unwrap();
    let router = shipped(&folder).await;
    for path in ["/demo/people", "/demo/sms?phone=99900000001", "/demo/peer"] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        assert_eq!(router.clone().oneshot(request).await.unwrap().status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[cfg(not(feature = "demo"))]
#[test]
fn the_flag_does_not_exist() {
    let program = env!("CARGO_BIN_EXE_leling-gateway");
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| std::process::Command::new(program).args(args).output().unwrap();
    let data = folder.path().to_str().unwrap();
    let refused = run(&["serve", "--demo", "--listen", "127.0.0.1:0", "--data", data]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(!String::from_utf8_lossy(&run(&["serve", "--help"]).stdout).contains("demo"));
}
