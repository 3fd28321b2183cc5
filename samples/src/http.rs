//! The HTTP client under the OpenID library: `hyper` with `rustls`, no redirects, small answers, one time limit.

use std::{pin::Pin, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use rustls::{ClientConfig, RootCertStore};

/// Largest answer that is read, in bytes.
const LARGEST: usize = 256 * 1024;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// TLS cannot be set up.
    #[error("set up tls")]
    Tls(#[from] rustls::Error),
    /// The request or the answer is no HTTP.
    #[error("speak http")]
    Http(#[from] axum::http::Error),
    /// The provider does not answer.
    #[error("reach the provider")]
    Unreachable(#[from] hyper_util::client::legacy::Error),
    /// The answer is too large or breaks off.
    #[error("read the answer")]
    Body(#[from] Box<dyn std::error::Error + Send + Sync>),
    /// The answer takes too long.
    #[error("wait for the answer")]
    Late(#[from] tokio::time::error::Elapsed),
}

/// A client; clones share their connections.
#[derive(Clone, Debug)]
pub struct Http(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl Http {
    /// Makes a client that trusts the public roots. Plain `http` is for a demonstration on this machine.
    ///
    /// # Errors
    /// [`HttpError::Tls`].
    pub fn new() -> Result<Self, HttpError> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
        let config = ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connector = HttpsConnectorBuilder::new().with_tls_config(config).https_or_http().enable_http1().build();
        Ok(Self(Client::builder(TokioExecutor::new()).build(connector)))
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let answer = self.0.request(request.map(|body| Full::new(Bytes::from(body)))).await?;
        let (head, body) = answer.into_parts();
        let body = Limited::new(body, LARGEST).collect().await?.to_bytes();
        Ok(HttpResponse::from_parts(head, body.to_vec()))
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move { tokio::time::timeout(PATIENCE, self.send(request)).await? })
    }
}
