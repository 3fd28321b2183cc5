//! What the desk fetches from the gateway: keys and list for the terminal, and what the demonstration shows.

use std::{collections::BTreeSet, fs, io, net::SocketAddr, path::Path};

use leling_crypto::{
    identity_code::{StatusError, StatusList},
    keys::{KeyError, PublicKey},
    rng::SystemRng,
};
use leling_net::{Call, Endpoint, EndpointError, Failure, Gateway, SetupError, TransportOptions};
use leling_protocol::{ErrorCode, Timestamp};
use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::{Mutex, watch};

use crate::{clock, files, terminal::LIST_FILE};

/// Why nothing was fetched.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    /// The gateway's answer, or its absence.
    #[error("{}", .0.code.as_str())]
    Gateway(#[from] Failure),
    /// No client for this address.
    #[error("client cannot be made")]
    Setup(#[from] SetupError),
    /// The address is not on this machine.
    #[error("gateway address is refused")]
    Address(#[from] EndpointError),
    /// A published key is none.
    #[error("published key is refused")]
    Key(#[from] KeyError),
    /// The published list does not hold.
    #[error("published list is refused")]
    List(#[from] StatusError),
    /// The terminal's folder.
    #[error("terminal folder cannot be written")]
    Io(#[from] io::Error),
}

/// A client of the gateway, which follows it to its new address.
#[derive(Debug)]
pub(crate) struct Fetcher {
    address: watch::Receiver<SocketAddr>,
    client: Mutex<Option<(SocketAddr, std::sync::Arc<Gateway>)>>,
}

impl Fetcher {
    pub(super) fn new(address: watch::Receiver<SocketAddr>) -> Self {
        Self { address, client: Mutex::new(None) }
    }

    /// Reads JSON.
    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, FetchError> {
        Ok(self.client().await?.call(Call::get(path)).await?.json()?.value)
    }

    /// Writes JSON once.
    pub(crate) async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, FetchError> {
        let body = serde_json::to_vec(body).map_err(|_| Failure::local(ErrorCode::RequestInvalid))?;
        Ok(self.client().await?.call(Call::once(path, body)).await?.json()?.value)
    }

    /// Fetches keys and list and puts them into the terminal's folder, the list only after its signature held.
    pub(crate) async fn sync(&self, dir: &Path) -> Result<(), FetchError> {
        let client = self.client().await?;
        let published = client.keys().await?.value.keys;
        let list = client.revocations().await?.value;
        let mut keys = Vec::new();
        for jwk in published {
            let jwk = serde_json::to_value(jwk).map_err(|_| KeyError::NotAJwk)?;
            keys.push(PublicKey::from_jwk(&jwk)?);
        }
        StatusList::verify(&list, &keys.iter().copied().collect())?;
        put(dir, &keys, &list)?;
        Ok(())
    }

    async fn client(&self) -> Result<std::sync::Arc<Gateway>, FetchError> {
        let address = *self.address.borrow();
        let mut client = self.client.lock().await;
        if let Some((known, gateway)) = &*client
            && *known == address
        {
            return Ok(std::sync::Arc::clone(gateway));
        }
        let endpoint = Endpoint::demo_loopback(&format!("http://{address}"))?;
        let wall = Box::new(|| Timestamp::from_seconds(clock::seconds()));
        let fresh = Gateway::new(endpoint, TransportOptions::default(), wall, Box::new(SystemRng::new()))?;
        let fresh = std::sync::Arc::new(fresh);
        *client = Some((address, std::sync::Arc::clone(&fresh)));
        Ok(fresh)
    }
}

/// Writes new keys first and removes old ones last, so that the folder never holds too few.
fn put(dir: &Path, keys: &[PublicKey], list: &[u8]) -> io::Result<()> {
    files::private_dir(dir)?;
    let mut names = BTreeSet::new();
    for key in keys {
        let name = format!("{}.jwk", key.jkt());
        files::replace(&dir.join(&name), key.to_jwk().to_string().as_bytes())?;
        names.insert(name);
    }
    files::replace(&dir.join(LIST_FILE), list)?;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let path = entry.path();
        let is_key = path.extension().is_some_and(|end| end == "jwk");
        if is_key && !names.contains(&entry.file_name().to_string_lossy().into_owned()) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use leling_crypto::{keyring::KeyRing, keys::SoftwareKey};

    use super::*;

    #[test]
    fn keys_that_are_no_longer_published_go() {
        let dir = tempfile::tempdir().unwrap();
        let key = || *SoftwareKey::generate(&SystemRng::new()).unwrap().public_key();
        let (old, new) = (key(), key());
        put(dir.path(), &[old], b"one").unwrap();
        put(dir.path(), &[new], b"two").unwrap();
        let ring = KeyRing::load_dir(dir.path()).unwrap();
        assert_eq!(ring.len(), 1);
        assert!(ring.by_kid(&new.jkt()).is_some());
        assert_eq!(fs::read(dir.path().join(LIST_FILE)).unwrap(), b"two");
    }
}
