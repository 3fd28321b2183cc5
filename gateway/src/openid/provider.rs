//! What the provider holds beside keys and storage: clients, RSA keys, and the keys of subjects and tokens.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use leling_crypto::{
    hash::{MacKey, framed},
    rsa::RsaKey,
    seal::RootKey,
};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject};
use tokio::sync::Notify;

use super::{
    address::Reach,
    client::{Client, House},
    pace::Paces,
    registry::{Clients, ClientsError},
};
use crate::{
    Config,
    adapters::{HttpError, HttpLogout},
    api::SourceLimiter,
    config::Mode,
    storage::PersonHandle,
    wire::base64url,
};

/// Why the provider did not start.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The clients.
    #[error(transparent)]
    Clients(#[from] ClientsError),
    /// An RSA key.
    #[error("rsa key {0} is not a private rsa key of 2048 to 4096 bits in pem")]
    RsaKey(PathBuf),
    /// The client that tells parties of sign-outs.
    #[error(transparent)]
    Http(#[from] HttpError),
}

/// The provider's own state.
pub(crate) struct Provider {
    /// Who may let people log in.
    pub(crate) clients: Clients,
    /// Keys for clients that cannot read ES256, newest first; often none.
    pub(crate) rsa: Vec<RsaKey>,
    /// Parties that failed to prove themselves, by source.
    pub(crate) failures: SourceLimiter,
    /// When devices last asked.
    pub(crate) paces: Paces,
    /// Tells parties of sign-outs.
    pub(crate) logout: HttpLogout,
    /// Called where a session may have ended, so that its party need not wait for the next look.
    pub(crate) ended: Notify,
    /// Makes pairwise subjects.
    subjects: MacKey,
}

impl Provider {
    /// Reads clients and RSA keys.
    pub(crate) fn open(config: &Config, root: &RootKey) -> Result<Self, ProviderError> {
        let rsa = rsa_keys(config)?;
        let clients = Clients::open(config.clients_file(), house(config), own_clients(config))?;
        Ok(Self {
            clients,
            rsa,
            failures: SourceLimiter::new(config.numbers.limits.client_failures_by_source),
            paces: Paces::default(),
            logout: HttpLogout::new(Duration::from_secs(config.numbers.adapter_seconds.into()))?,
            ended: Notify::new(),
            subjects: root.derive_mac("pairwise subjects", 1),
        })
    }

    /// Gives the name by which the parties of a sector know a person, the same at each login and unlike any other
    /// sector's (OpenID Connect Core, section 8.1).
    pub(crate) fn subject(&self, sector: &str, person: PersonHandle) -> String {
        base64url(&self.subjects.mac(&framed(&[sector.as_bytes(), person.0.as_bytes()])))
    }
}

/// Reads clients and RSA keys, and keeps nothing.
///
/// # Errors
/// [`ProviderError`].
pub(crate) fn check(config: &Config) -> Result<(), ProviderError> {
    rsa_keys(config)?;
    Clients::open(config.clients_file(), house(config), Vec::new())?;
    Ok(())
}

/// Gives what clients may rely on under a configuration.
pub(crate) fn house(config: &Config) -> House {
    match &config.mode {
        Mode::Service(_) => House { reach: Reach::Https, rsa: !config.rsa_keys.is_empty() },
        // Whoever serves the folder checks again.
        Mode::Folder => House { reach: Reach::widest(), rsa: true },
        #[cfg(feature = "demo")]
        Mode::Demo(_) => House { reach: Reach::Loopback, rsa: !config.rsa_keys.is_empty() },
    }
}

fn own_clients(config: &Config) -> Vec<Client> {
    match &config.mode {
        Mode::Service(_) | Mode::Folder => Vec::new(),
        #[cfg(feature = "demo")]
        Mode::Demo(_) => crate::demo::clients::all(house(config)),
    }
}

fn rsa_keys(config: &Config) -> Result<Vec<RsaKey>, ProviderError> {
    let read = |path: &PathBuf| rsa_key(path).ok_or_else(|| ProviderError::RsaKey(path.clone()));
    config.rsa_keys.iter().map(read).collect()
}

fn rsa_key(path: &Path) -> Option<RsaKey> {
    let key = PrivateKeyDer::from_pem_file(path).ok()?;
    RsaKey::from_der(key.secret_der()).ok()
}
