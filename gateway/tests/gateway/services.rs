//! The adapters over HTTP and the gateway over TLS, against real connections.

use std::{net::SocketAddr, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
    response::IntoResponse as _,
    routing::post,
};
use http_body_util::BodyExt as _;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use leling_gateway::{
    Config,
    adapters::{HttpError, HttpRealName, HttpService, HttpSms, RealName as _, RealNameAnswer, Sms as _},
    config::{DemoConfig, TlsFiles},
    serve,
};
use leling_protocol::{IdNumber, PersonName, Phone, PhysicalCardState, Redacted};
use rustls::{ClientConfig, RootCertStore, pki_types::CertificateDer};
use url::Url;

use crate::world::WANG;

async fn ministry() -> SocketAddr {
    let answer = |text: &'static str| move || async move { text };
    let app = Router::new()
        .route(
            "/match",
            post(answer(r#"{"result":"match","card":{"number":"B00000001","physical":"normal","bank":"on"}}"#)),
        )
        .route("/bare", post(answer(r#"{"result":"match"}"#)))
        .route("/differs", post(answer(r#"{"result":"name_differs"}"#)))
        .route("/unknown", post(answer(r#"{"result":"unknown"}"#)))
        .route("/nonsense", post(answer("<html>王秀兰</html>")))
        .route("/broken", post(|| async { StatusCode::INTERNAL_SERVER_ERROR }))
        .route("/moved", post(|| async { (StatusCode::FOUND, [("location", "/match")]) }))
        .route("/huge", post(|| async { "x".repeat(100_000) }))
        .route("/silent", post(std::future::pending::<()>))
        .route(
            "/token",
            post(|headers: HeaderMap, body: String| async move {
                let known = headers["authorization"] == "Bearer secret" && body.contains("99900000001");
                if known { StatusCode::OK } else { StatusCode::FORBIDDEN }.into_response()
            }),
        );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

fn service(url: &str) -> HttpService {
    HttpService {
        url: Url::parse(url).unwrap(),
        token: Some(Redacted::new("secret".to_owned())),
        roots_pem: None,
        timeout: Duration::from_millis(500),
    }
}

#[tokio::test]
async fn the_real_name_check_understands_three_answers_and_nothing_else() {
    let address = ministry().await;
    let name = PersonName::parse(WANG.name).unwrap();
    let id_number = IdNumber::parse_any_day(WANG.id).unwrap();
    let ask = async |path: &str| {
        let adapter = HttpRealName::new(service(&format!("http://{address}{path}"))).unwrap();
        adapter.check(&name, &id_number).await
    };
    let Ok(RealNameAnswer::Match(entry)) = ask("/match").await else { panic!("no match") };
    assert_eq!((entry.physical, entry.phone), (PhysicalCardState::Normal, None));
    let Ok(RealNameAnswer::Match(entry)) = ask("/bare").await else { panic!("no match") };
    assert_eq!((entry.physical, entry.card_number), (PhysicalCardState::None, None));
    assert_eq!(ask("/differs").await, Ok(RealNameAnswer::NameDiffers));
    assert_eq!(ask("/unknown").await, Ok(RealNameAnswer::Unknown));
    for path in ["/nonsense", "/broken", "/moved", "/huge", "/silent", "/nothing"] {
        let error = ask(path).await.unwrap_err().to_string();
        assert!(!error.contains(WANG.name), "{path}: {error}");
    }
    let nobody = HttpRealName::new(service("http://127.0.0.1:1/")).unwrap();
    assert!(nobody.check(&name, &id_number).await.is_err());
}

#[tokio::test]
async fn the_message_service_gets_its_token() {
    let address = ministry().await;
    let phone = Phone::parse(WANG.phone).unwrap();
    let good = HttpSms::new(service(&format!("http://{address}/token"))).unwrap();
    assert_eq!(good.send(&phone, "text").await, Ok(()));
    let without =
        HttpService { token: Some(Redacted::new("other".to_owned())), ..service(&format!("http://{address}/token")) };
    assert!(HttpSms::new(without).unwrap().send(&phone, "text").await.is_err());
}

#[test]
fn a_service_far_away_is_reached_by_https_only() {
    assert!(matches!(HttpSms::new(service("http://sms.example/")), Err(HttpError::Address)));
    assert!(matches!(HttpSms::new(service("ftp://127.0.0.1/")), Err(HttpError::Address)));
    assert!(HttpSms::new(service("https://sms.example/")).is_ok());
    let bad = HttpService { roots_pem: Some(b"no certificate".to_vec()), ..service("https://sms.example/") };
    assert!(matches!(HttpSms::new(bad), Err(HttpError::Roots)));
}

fn trusting(certificate: &CertificateDer<'static>) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

async fn fetch(config: ClientConfig, url: &str) -> Option<StatusCode> {
    let connector = HttpsConnectorBuilder::new().with_tls_config(config).https_or_http().enable_http1().build();
    let client = Client::builder(TokioExecutor::new()).build::<_, Body>(connector);
    let response = client.request(Request::get(url).body(Body::empty()).unwrap()).await.ok()?;
    let status = response.status();
    response.into_body().collect().await.ok()?;
    Some(status)
}

#[tokio::test]
async fn tls_is_spoken_with_who_trusts_the_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let own = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let foreign = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&cert, own.cert.pem()).unwrap();
    std::fs::write(&key, own.signing_key.serialize_pem()).unwrap();
    let demo = DemoConfig { seed: None, tls: Some(TlsFiles { cert, key }) };
    let config = Config::demo("127.0.0.1:0".parse().unwrap(), folder.path().join("data"), demo).unwrap();
    let gateway = serve(config).await.unwrap();
    assert!(gateway.url().starts_with("https://127.0.0.1:"));
    let port = gateway.address().port();
    let url = format!("https://localhost:{port}/healthz");
    assert_eq!(fetch(trusting(own.cert.der()), &url).await, Some(StatusCode::NO_CONTENT));
    assert_eq!(fetch(trusting(foreign.cert.der()), &url).await, None);
    let by_address = format!("https://127.0.0.1:{port}/healthz");
    assert_eq!(fetch(trusting(own.cert.der()), &by_address).await, None, "the certificate names localhost");
    let plain = format!("http://localhost:{port}/healthz");
    assert_eq!(fetch(trusting(own.cert.der()), &plain).await, None);
    gateway.stop().await;
}
