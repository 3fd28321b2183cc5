//! Whom the client believes to be the gateway.

use std::{net::TcpListener, sync::Arc, thread};

use leling_net::{Endpoint, Gateway, SetupError, TransportOptions};
use leling_protocol::ErrorCode;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer};

use crate::server::{Server, client, json, options};

struct Authority {
    der: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let der = params.self_signed(&key).unwrap().der().to_vec();
        Self { der, issuer: Issuer::new(params, key) }
    }

    fn server(&self, params: &CertificateParams) -> Server {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
            .unwrap();
        Server::start_tls(Arc::new(config), |_, _| json(200, r#"{"keys":[],"seal":"AAAA"}"#))
    }
}

fn for_name(name: &str) -> CertificateParams {
    CertificateParams::new(vec![name.to_owned()]).unwrap()
}

fn trusting(server: &Server, roots: &[&Authority]) -> Gateway {
    let endpoint = Endpoint::https(&format!("https://{}", server.address)).unwrap();
    let extra_roots = roots.iter().map(|authority| authority.der.clone()).collect();
    client(&endpoint, TransportOptions { extra_roots, ..options() })
}

#[tokio::test]
async fn an_extra_root_is_trusted() {
    let authority = Authority::new();
    let server = authority.server(&for_name("127.0.0.1"));
    trusting(&server, &[&authority]).keys().await.unwrap();
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_wrong_root_name_or_date_is_not_trusted_and_sees_no_request() {
    let (authority, other) = (Authority::new(), Authority::new());
    let mut expired = for_name("127.0.0.1");
    expired.not_before = date_time_ymd(2020, 1, 1);
    expired.not_after = date_time_ymd(2021, 1, 1);
    let mut early = for_name("127.0.0.1");
    early.not_before = date_time_ymd(2120, 1, 1);
    early.not_after = date_time_ymd(2121, 1, 1);
    let cases = [
        ("foreign root", other.server(&for_name("127.0.0.1")), vec![&authority]),
        ("public roots only", authority.server(&for_name("127.0.0.1")), vec![]),
        ("other name", authority.server(&for_name("gateway.example")), vec![&authority]),
        ("other address", authority.server(&for_name("127.0.0.2")), vec![&authority]),
        ("expired", authority.server(&expired), vec![&authority]),
        ("not yet", authority.server(&early), vec![&authority]),
    ];
    for (name, server, roots) in cases {
        let gateway = trusting(&server, &roots);
        assert_eq!(gateway.keys().await.unwrap_err().code, ErrorCode::NetNotTrusted, "{name}");
        assert!(server.seen().is_empty(), "{name}");
        assert_eq!(gateway.gateway_time(), None, "{name}");
    }
}

#[tokio::test]
async fn a_plain_http_server_is_not_trusted() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        use std::io::Write;
        for mut stream in listener.incoming().flatten() {
            let _ = stream.write_all(b"HTTP/1.1 302 Found\r\nlocation: http://portal.example/\r\n\r\n");
        }
    });
    let gateway = client(&Endpoint::https(&format!("https://{address}")).unwrap(), options());
    assert_eq!(gateway.keys().await.unwrap_err().code, ErrorCode::NetNotTrusted);
}

#[tokio::test]
async fn a_root_that_is_no_certificate_is_refused() {
    let endpoint = Endpoint::https("https://gateway.example").unwrap();
    let options = TransportOptions { extra_roots: vec![Authority::new().der, b"no".to_vec()], ..options() };
    let rng = Box::new(leling_crypto::rng::SystemRng::new());
    let clock = Box::new(leling_protocol::Timestamp::default);
    let error = Gateway::new(endpoint, options, clock, rng).unwrap_err();
    assert!(matches!(error, SetupError::Root { index: 1, .. }));
}

#[test]
fn there_is_no_process_wide_provider() {
    // Without one, a client that is made anywhere else fails at its first use on every machine.
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}
