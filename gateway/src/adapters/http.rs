//! The adapters over HTTP: one POST of JSON, one answer of JSON, both small, both within a time limit.
//!
//! Real-name check: `{"name", "id_number"}` → `{"result": "match" | "name_differs" | "unknown", "card"?: {"number"?,
//! "physical", "bank", "phone"?}}`. Short message: `{"phone", "text"}` → any 2xx. A bearer token may be sent along.

use std::{sync::Arc, time::Duration};

use axum::http::{Method, Request, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use leling_protocol::{CardNumber, IdNumber, PersonName, Phone, PhysicalCardState, Redacted};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use url::Url;

use super::{Pending, RealName, RealNameAnswer, RegisterEntry, Sms, Unavailable};
use crate::rules::card::BankFunction;

/// Largest answer that is read, in bytes.
const MAX_ANSWER: usize = 64 * 1024;

/// Why an adapter could not be built.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// Not an absolute https address; plain http is for a service on the same machine.
    #[error("service address must be https, or http on loopback")]
    Address,
    /// The certificates of the roots do not read.
    #[error("root certificates are malformed")]
    Roots,
    /// The provider refuses the protocol versions.
    #[error("tls configuration is refused")]
    Tls(#[from] rustls::Error),
}

/// Where a service is and how it is reached.
#[derive(Clone, Debug)]
pub struct HttpService {
    /// Its address.
    pub url: Url,
    /// Token for the header `authorization: Bearer`.
    pub token: Option<Redacted<String>>,
    /// Root certificates in PEM; without them the public roots.
    pub roots_pem: Option<Vec<u8>>,
    /// Longest time for one answer.
    pub timeout: Duration,
}

/// The real-name check over HTTP.
pub struct HttpRealName(Caller);

/// The short-message service over HTTP.
pub struct HttpSms(Caller);

/// The gateway's own HTTP client: TLS by rustls, no redirects, no proxies.
pub(super) type HttpClient = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

struct Caller {
    client: HttpClient,
    service: HttpService,
}

impl HttpRealName {
    /// Prepares to ask `service`; nothing is sent yet.
    ///
    /// # Errors
    /// [`HttpError`].
    pub fn new(service: HttpService) -> Result<Self, HttpError> {
        Caller::new(service).map(Self)
    }
}

impl HttpSms {
    /// Prepares to use `service`; nothing is sent yet.
    ///
    /// # Errors
    /// [`HttpError`].
    pub fn new(service: HttpService) -> Result<Self, HttpError> {
        Caller::new(service).map(Self)
    }
}

#[derive(Serialize)]
struct CheckRequest<'a> {
    name: &'a PersonName,
    id_number: &'a IdNumber,
}

#[derive(Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
enum CheckAnswer {
    Match { card: Option<CardAnswer> },
    NameDiffers,
    Unknown,
}

#[derive(Deserialize)]
struct CardAnswer {
    number: Option<CardNumber>,
    physical: PhysicalCardState,
    bank: BankFunction,
    phone: Option<Phone>,
}

#[derive(Serialize)]
struct MessageRequest<'a> {
    phone: &'a Phone,
    text: &'a str,
}

impl RealName for HttpRealName {
    fn check<'a>(&'a self, name: &'a PersonName, id_number: &'a IdNumber) -> Pending<'a, RealNameAnswer> {
        Box::pin(async move {
            Ok(match self.0.ask(&CheckRequest { name, id_number }).await? {
                CheckAnswer::Match { card } => RealNameAnswer::Match(entry(card)),
                CheckAnswer::NameDiffers => RealNameAnswer::NameDiffers,
                CheckAnswer::Unknown => RealNameAnswer::Unknown,
            })
        })
    }
}

impl Sms for HttpSms {
    fn send<'a>(&'a self, phone: &'a Phone, text: &'a str) -> Pending<'a, ()> {
        Box::pin(async move { self.0.post(&MessageRequest { phone, text }).await.map(|_| ()) })
    }
}

fn entry(card: Option<CardAnswer>) -> RegisterEntry {
    match card {
        Some(card) => {
            RegisterEntry { card_number: card.number, physical: card.physical, bank: card.bank, phone: card.phone }
        }
        None => {
            RegisterEntry { card_number: None, physical: PhysicalCardState::None, bank: BankFunction::Off, phone: None }
        }
    }
}

impl Caller {
    fn new(service: HttpService) -> Result<Self, HttpError> {
        let loopback = matches!(service.url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
        match service.url.scheme() {
            "https" => {}
            "http" if loopback => {}
            _ => return Err(HttpError::Address),
        }
        Ok(Self { client: client(service.roots_pem.as_deref())?, service })
    }

    async fn ask<T: DeserializeOwned>(&self, question: &impl Serialize) -> Result<T, Unavailable> {
        let answer = self.post(question).await?;
        // The parser's own text could quote the answer, which may be personal.
        serde_json::from_slice(&answer).map_err(|_| Unavailable("answer is not of the agreed shape".to_owned()))
    }

    async fn post(&self, question: &impl Serialize) -> Result<Bytes, Unavailable> {
        let work = self.exchange(question);
        tokio::time::timeout(self.service.timeout, work)
            .await
            .unwrap_or_else(|_| Err(Unavailable("no answer in time".to_owned())))
    }

    async fn exchange(&self, question: &impl Serialize) -> Result<Bytes, Unavailable> {
        let body = serde_json::to_vec(question).map_err(|_| Unavailable("question does not serialise".to_owned()))?;
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(self.service.url.as_str())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json");
        if let Some(token) = &self.service.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", token.expose()));
        }
        let request = request.body(Full::new(Bytes::from(body))).map_err(|error| Unavailable(error.to_string()))?;
        let answer = self.client.request(request).await.map_err(|error| Unavailable(error.to_string()))?;
        if !answer.status().is_success() {
            return Err(Unavailable(format!("status {}", answer.status().as_u16())));
        }
        let body = Limited::new(answer.into_body(), MAX_ANSWER).collect().await;
        body.map(http_body_util::Collected::to_bytes).map_err(|_| Unavailable("answer broke off".to_owned()))
    }
}

/// Makes a client that trusts these roots, or the public ones.
pub(super) fn client(roots_pem: Option<&[u8]>) -> Result<HttpClient, HttpError> {
    let connector =
        HttpsConnectorBuilder::new().with_tls_config(tls(roots_pem)?).https_or_http().enable_http1().build();
    Ok(Client::builder(TokioExecutor::new()).build(connector))
}

fn tls(roots_pem: Option<&[u8]>) -> Result<ClientConfig, HttpError> {
    let mut roots = RootCertStore::empty();
    match roots_pem {
        Some(pem) => {
            for certificate in CertificateDer::pem_slice_iter(pem) {
                let certificate = certificate.map_err(|_| HttpError::Roots)?;
                roots.add(certificate).map_err(|_| HttpError::Roots)?;
            }
            if roots.is_empty() {
                return Err(HttpError::Roots);
            }
        }
        None => {
            roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
