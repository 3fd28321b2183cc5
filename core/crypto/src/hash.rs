//! SHA-256, HMAC-SHA256, constant-time comparison and the framing under every hash of this crate.
//!
//! Several parts are never hashed by concatenation: [`framed`] puts each part's length before it, so that no
//! two lists of parts give the same bytes.

use ring::{digest, hmac};
use zeroize::Zeroizing;

use crate::rng::{Rng, bytes};

/// Length of a SHA-256 digest and of an HMAC-SHA256 tag, in bytes.
pub const DIGEST_LEN: usize = 32;

/// A SHA-256 digest or an HMAC-SHA256 tag.
pub type Digest = [u8; DIGEST_LEN];

/// Returns SHA-256 of `data`.
pub fn sha256(data: &[u8]) -> Digest {
    array(digest::digest(&digest::SHA256, data).as_ref())
}

/// SHA-256 over data that arrives in pieces.
#[derive(Clone)]
pub struct Sha256(digest::Context);

opaque_debug!(Sha256);

impl Sha256 {
    /// Starts an empty hash.
    pub fn new() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }

    /// Adds `data` to what is hashed.
    pub fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    /// Returns the digest of everything added.
    pub fn finish(self) -> Digest {
        array(self.0.finish().as_ref())
    }
}

impl Default for Sha256 {
    fn default() -> Self {
        Self::new()
    }
}

/// Joins `parts`, each behind its length as eight big-endian bytes.
pub fn framed(parts: &[&[u8]]) -> Vec<u8> {
    let length = parts.iter().map(|part| part.len() + 8).sum();
    let mut out = Vec::with_capacity(length);
    for part in parts {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

/// A secret for HMAC-SHA256, wiped when dropped.
#[derive(Clone)]
pub struct MacKey(Zeroizing<[u8; 32]>);

opaque_debug!(MacKey);

impl MacKey {
    /// Draws a new key.
    pub fn generate(rng: &mut dyn Rng) -> Self {
        Self(Zeroizing::new(bytes(rng)))
    }

    /// Takes a key that was kept elsewhere.
    pub fn from_bytes(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }

    /// Lends the key's bytes, for keeping them.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the tag of `data`.
    pub fn mac(&self, data: &[u8]) -> Digest {
        array(hmac::sign(&self.ring(), data).as_ref())
    }

    /// Tells in constant time whether `tag` is the tag of `data`.
    pub fn verify(&self, data: &[u8], tag: &[u8]) -> bool {
        hmac::verify(&self.ring(), data, tag).is_ok()
    }

    fn ring(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.0.as_ref())
    }
}

/// Returns HMAC-SHA256 of `data` under a `key` of any length.
pub fn hmac_sha256(key: &[u8], data: &[u8]) -> Digest {
    array(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), data).as_ref())
}

/// Compares two byte strings in a time that depends on their lengths only.
pub fn constant_time_eq(left: &[u8], right: &[u8]) -> bool {
    // ring keeps its comparison inside `hmac::verify`; tags under one key are equal where the inputs are.
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"leling constant time comparison");
    hmac::verify(&key, left, hmac::sign(&key, right).as_ref()).is_ok()
}

fn array(digest: &[u8]) -> Digest {
    let mut out = [0; DIGEST_LEN];
    out.copy_from_slice(digest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        // FIPS 180-4 example "abc" and RFC 4231 test case 2.
        assert_eq!(hex(&sha256(b"abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(
            hex(&hmac_sha256(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let mut pieces = Sha256::new();
        pieces.update(b"a");
        pieces.update(b"bc");
        assert_eq!(pieces.finish(), sha256(b"abc"));
    }

    #[test]
    fn framing_tells_lists_apart() {
        assert_ne!(framed(&[b"ab", b"c"]), framed(&[b"a", b"bc"]));
        assert_ne!(framed(&[b"ab"]), framed(&[b"ab", b""]));
    }

    #[test]
    fn comparison_is_equality() {
        assert!(constant_time_eq(b"", b""));
        assert!(constant_time_eq(b"same", b"same"));
        assert!(!constant_time_eq(b"same", b"sane"));
        assert!(!constant_time_eq(b"same", b"same "));
    }

    #[test]
    fn a_mac_key_shows_nothing() {
        let key = MacKey::from_bytes([0x41; 32]);
        assert_eq!(format!("{key:?}"), "MacKey(..)");
        assert!(key.verify(b"data", &key.mac(b"data")));
        assert!(!key.verify(b"date", &key.mac(b"data")));
        assert!(!key.verify(b"data", &key.mac(b"data")[..31]));
    }

    fn hex(bytes: &[u8]) -> String {
        use std::fmt::Write;
        bytes.iter().fold(String::new(), |mut out, byte| {
            write!(out, "{byte:02x}").unwrap();
            out
        })
    }
}
