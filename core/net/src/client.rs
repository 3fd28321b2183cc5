//! The one place where an HTTP client is made.
//!
//! TLS is our own rustls configuration with ring given by name: there is no process-wide provider, so a client made
//! anywhere else fails at once, on every machine, and not first on a phone.

use std::{sync::Arc, time::Duration};

use reqwest::{Client, redirect};
use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::CertificateDer};

use crate::endpoint::{Endpoint, Scheme};

/// How long things may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// Name lookup, TCP and TLS together.
    pub connect: Duration,
    /// One try, from its first byte to the last of the answer.
    pub one_try: Duration,
    /// All tries of a call with their pauses; what a person waits at most.
    pub whole_call: Duration,
    /// Pauses before the second try and the ones after it.
    pub pauses: Vec<Duration>,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            one_try: Duration::from_secs(20),
            whole_call: Duration::from_secs(45),
            pauses: vec![Duration::from_millis(200), Duration::from_secs(1)],
        }
    }
}

/// How the gateway is reached.
#[derive(Clone, Debug, Default)]
pub struct TransportOptions {
    /// Certificates in DER that are trusted besides the public roots: the authority of a test or a private network.
    pub extra_roots: Vec<Vec<u8>>,
    /// Time limits.
    pub timing: Timing,
}

/// Why no client was made.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// An extra root is not a certificate.
    #[error("extra root {index} is not a certificate")]
    Root {
        /// Position in [`TransportOptions::extra_roots`], from 0.
        index: usize,
        /// What is wrong with it.
        source: rustls::Error,
    },
    /// rustls refused the configuration.
    #[error("tls cannot be set up")]
    Tls(#[from] rustls::Error),
    /// reqwest refused the configuration.
    #[error("http client cannot be set up")]
    Http(#[from] reqwest::Error),
}

pub(crate) fn client(endpoint: &Endpoint, options: &TransportOptions) -> Result<Client, SetupError> {
    let client = Client::builder()
        .tls_backend_preconfigured(tls(&options.extra_roots)?)
        .https_only(endpoint.scheme() == Scheme::Https)
        // A redirect is how a wireless network's login page takes over; the gateway never sends one.
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .referer(false)
        .connect_timeout(options.timing.connect)
        .timeout(options.timing.one_try)
        .user_agent(concat!("leling-card/", env!("CARGO_PKG_VERSION")))
        .build()?;
    Ok(client)
}

fn tls(extra_roots: &[Vec<u8>]) -> Result<ClientConfig, SetupError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    for (index, der) in extra_roots.iter().enumerate() {
        roots.add(CertificateDer::from(der.clone())).map_err(|source| SetupError::Root { index, source })?;
    }
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
