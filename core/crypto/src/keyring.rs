//! A set of public keys, found by key id.
//!
//! The key id is the RFC 7638 thumbprint: 43 characters in JOSE, its first eight bytes in COSE. A ring is filled
//! from a published key set or from a folder of `*.jwk` files, as the terminal without a network has it.

use std::{collections::HashMap, fs, io, path::Path};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::{
    keys::{KeyError, PublicKey},
    strict_json,
};

/// Length of a COSE key id, in bytes.
pub const SHORT_KID_LEN: usize = 8;

/// Longest `*.jwk` file that is read, in bytes.
const MAX_JWK_FILE: u64 = 16 * 1024;

/// Returns the COSE key id of `key`: the first eight bytes of its thumbprint.
pub fn short_kid(key: &PublicKey) -> [u8; SHORT_KID_LEN] {
    let mut kid = [0; SHORT_KID_LEN];
    kid.copy_from_slice(&key.thumbprint()[..SHORT_KID_LEN]);
    kid
}

/// Why a ring was not filled.
#[derive(Debug, thiserror::Error)]
pub enum KeyRingError {
    /// The folder or a file in it was not readable.
    #[error("key folder is not readable")]
    Io(#[from] io::Error),
    /// A file or member that holds no public P-256 key.
    #[error("entry {index} of the key set is refused")]
    Key {
        /// Position in the set, or in the folder in the order of names, from 0.
        index: usize,
        /// What is wrong with it.
        source: KeyError,
    },
}

/// Public keys by key id.
#[derive(Clone, Debug, Default)]
pub struct KeyRing {
    keys: HashMap<[u8; SHORT_KID_LEN], PublicKey>,
}

impl KeyRing {
    /// An empty ring.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a key; one that is already in is kept once.
    pub fn insert(&mut self, key: PublicKey) {
        self.keys.insert(short_kid(&key), key);
    }

    /// Reads every `*.jwk` file of a folder, each one public JWK.
    ///
    /// # Errors
    /// [`KeyRingError`]: one bad file refuses the folder, because a terminal that silently knows fewer keys
    /// refuses good cards.
    pub fn load_dir(dir: &Path) -> Result<Self, KeyRingError> {
        let mut files = Vec::new();
        for entry in fs::read_dir(dir)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "jwk") {
                files.push(path);
            }
        }
        files.sort();
        let mut ring = Self::new();
        for (index, path) in files.iter().enumerate() {
            if fs::metadata(path)?.len() > MAX_JWK_FILE {
                return Err(KeyRingError::Key { index, source: KeyError::NotAJwk });
            }
            let jwk =
                strict_json::object(&fs::read(path)?).ok_or(KeyRingError::Key { index, source: KeyError::NotAJwk })?;
            ring.add_jwk(index, &Value::Object(jwk))?;
        }
        Ok(ring)
    }

    /// Reads a JWK set `{"keys": [...]}` (RFC 7517, section 5); keys of other types or curves are skipped.
    ///
    /// # Errors
    /// [`KeyRingError::Key`] for private material or a foreign `kid`.
    pub fn from_jwks(set: &Value) -> Result<Self, KeyRingError> {
        let mut ring = Self::new();
        let keys = set.get("keys").and_then(Value::as_array);
        for (index, jwk) in keys.into_iter().flatten().enumerate() {
            match ring.add_jwk(index, jwk) {
                Err(KeyRingError::Key { source: KeyError::NotAJwk, .. }) => {}
                other => other?,
            }
        }
        Ok(ring)
    }

    /// Returns the ring as a JWK set, in the order of key ids.
    pub fn to_jwks(&self) -> Value {
        let mut keys: Vec<&PublicKey> = self.keys.values().collect();
        keys.sort_by_key(|key| key.jkt());
        let keys: Vec<Value> = keys.into_iter().map(PublicKey::to_published_jwk).collect();
        json!({ "keys": keys })
    }

    /// Finds a key by its whole thumbprint in base64url.
    pub fn by_kid(&self, kid: &str) -> Option<&PublicKey> {
        let thumbprint = URL_SAFE_NO_PAD.decode(kid).ok()?;
        let key = self.by_short_kid(thumbprint.get(..SHORT_KID_LEN)?)?;
        (key.thumbprint()[..] == thumbprint).then_some(key)
    }

    /// Finds a key by the COSE key id.
    pub fn by_short_kid(&self, kid: &[u8]) -> Option<&PublicKey> {
        self.keys.get(kid)
    }

    /// How many keys are in the ring.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether the ring has no key.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    fn add_jwk(&mut self, index: usize, jwk: &Value) -> Result<(), KeyRingError> {
        let key = PublicKey::from_jwk(jwk).map_err(|source| KeyRingError::Key { index, source })?;
        self.insert(key);
        Ok(())
    }
}

impl FromIterator<PublicKey> for KeyRing {
    fn from_iter<I: IntoIterator<Item = PublicKey>>(keys: I) -> Self {
        let mut ring = Self::new();
        keys.into_iter().for_each(|key| ring.insert(key));
        ring
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{keys::SoftwareKey, rng::SystemRng};

    fn key() -> PublicKey {
        *SoftwareKey::generate(&SystemRng::new()).unwrap().public_key()
    }

    #[test]
    fn keys_are_found_by_both_ids() {
        let (held, other) = (key(), key());
        let ring = KeyRing::from_iter([held, held]);
        assert_eq!((ring.len(), ring.is_empty()), (1, false));
        assert_eq!(ring.by_kid(&held.jkt()), Some(&held));
        assert_eq!(ring.by_short_kid(&short_kid(&held)), Some(&held));
        for kid in [other.jkt(), String::new(), "=".into(), held.jkt()[..42].to_owned()] {
            assert_eq!(ring.by_kid(&kid), None, "{kid}");
        }
        assert_eq!(ring.by_short_kid(&held.thumbprint()), None);
    }

    #[test]
    fn a_key_set_comes_back_and_foreign_types_are_skipped() {
        let ring = KeyRing::from_iter([key(), key()]);
        let mut set = ring.to_jwks();
        set["keys"].as_array_mut().unwrap().push(json!({ "kty": "RSA", "n": "AAAA", "e": "AQAB" }));
        let read = KeyRing::from_jwks(&set).unwrap();
        assert_eq!(read.to_jwks(), ring.to_jwks());
        set["keys"][0]["d"] = "AAAA".into();
        let refused = KeyRing::from_jwks(&set).unwrap_err();
        assert!(matches!(refused, KeyRingError::Key { index: 0, source: KeyError::PrivateMember }));
        assert!(KeyRing::from_jwks(&json!(7)).unwrap().is_empty());
    }

    #[test]
    fn a_folder_is_read_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let (first, second) = (key(), key());
        fs::write(dir.path().join("a.jwk"), first.to_published_jwk().to_string()).unwrap();
        fs::write(dir.path().join("b.jwk"), second.to_jwk().to_string()).unwrap();
        fs::write(dir.path().join("notes.txt"), "not a key").unwrap();
        let ring = KeyRing::load_dir(dir.path()).unwrap();
        assert_eq!(ring.len(), 2);
        let repeated = format!(r#"{{"kty":"EC",{}"#, &second.to_jwk().to_string()[1..]);
        for bad in ["", "{}", repeated.as_str(), &" ".repeat(20_000)] {
            fs::write(dir.path().join("c.jwk"), bad).unwrap();
            let refused = KeyRing::load_dir(dir.path()).unwrap_err();
            assert!(matches!(refused, KeyRingError::Key { index: 2, .. }), "{refused:?}");
        }
        assert!(matches!(KeyRing::load_dir(&dir.path().join("none")), Err(KeyRingError::Io(_))));
    }
}
