//! Sealing what is stored: AES-256-GCM under keys that HKDF-SHA256 derives from one root.
//!
//! An envelope is `suite (1) | nonce (12) | ciphertext | tag (16)`. Its associated data is the [`Place`] it
//! belongs to, so an envelope moved to another row, column or table does not open. Start at [`RootKey`].
//!
//! A random nonce of 96 bits is good for 2^32 envelopes under one key (NIST SP 800-38D, section 8.3); a purpose that
//! could come near takes a new version.

use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, MAX_TAG_LEN, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, KeyType, Salt},
};
use zeroize::Zeroizing;

use crate::{
    SUITE_INTL,
    hash::{Digest, MacKey, framed},
    rng::{Rng, bytes},
};

/// Bytes by which an envelope is longer than what it holds.
pub const SEAL_OVERHEAD: usize = 1 + NONCE_LEN + MAX_TAG_LEN;

/// Why an envelope did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Shorter than suite, nonce and tag together.
    #[error("envelope is too short")]
    Truncated,
    /// The first byte names no suite that is known here.
    #[error("envelope has an unknown suite")]
    UnknownSuite,
    /// Another key, another place, or changed bytes.
    #[error("envelope does not open here")]
    DoesNotOpen,
}

/// The place an envelope belongs to; it is authenticated, not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The table's name.
    pub table: &'a str,
    /// The row's primary key.
    pub row: &'a [u8],
    /// The column's name.
    pub column: &'a str,
    /// The version of the column's format.
    pub version: u32,
}

impl Place<'_> {
    fn associated_data(&self) -> Vec<u8> {
        framed(&[self.table.as_bytes(), self.row, self.column.as_bytes(), &self.version.to_be_bytes()])
    }
}

/// The secret from which every other storage key comes, wiped when dropped.
#[derive(Clone)]
pub struct RootKey(Zeroizing<[u8; 32]>);

/// A key that seals and opens for one purpose, wiped when dropped.
#[derive(Clone)]
pub struct SealKey(Zeroizing<[u8; 32]>);

/// A key that makes equal values findable without opening them, wiped when dropped.
#[derive(Clone)]
pub struct IndexKey(MacKey);

opaque_debug!(RootKey, SealKey, IndexKey);

impl RootKey {
    /// Draws a new root.
    pub fn generate(rng: &mut dyn Rng) -> Self {
        Self(Zeroizing::new(bytes(rng)))
    }

    /// Takes a root that the platform unwrapped.
    pub fn from_bytes(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }

    /// Lends the root's bytes, for wrapping them.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Derives the sealing key of `purpose`; another version is an unrelated key.
    ///
    /// ```
    /// use leling_crypto::{rng::SystemRng, seal::{Place, RootKey}};
    ///
    /// let mut rng = SystemRng::new();
    /// let key = RootKey::generate(&mut rng).derive("person", 1);
    /// let place = Place { table: "person", row: b"7", column: "name", version: 1 };
    /// let sealed = key.seal(&mut rng, &place, "王秀兰".as_bytes());
    /// assert_eq!(key.open(&place, &sealed)?.as_slice(), "王秀兰".as_bytes());
    /// assert!(key.open(&Place { row: b"8", ..place }, &sealed).is_err());
    /// # Ok::<(), leling_crypto::seal::SealError>(())
    /// ```
    pub fn derive(&self, purpose: &str, version: u32) -> SealKey {
        SealKey(self.expand("seal", purpose, version))
    }

    /// Derives the index key of `purpose`.
    pub fn derive_index(&self, purpose: &str, version: u32) -> IndexKey {
        IndexKey(MacKey::from_bytes(*self.expand("index", purpose, version)))
    }

    /// Derives a MAC key of `purpose`.
    pub fn derive_mac(&self, purpose: &str, version: u32) -> MacKey {
        MacKey::from_bytes(*self.expand("mac", purpose, version))
    }

    fn expand(&self, kind: &str, purpose: &str, version: u32) -> Zeroizing<[u8; 32]> {
        let info = framed(&[&[SUITE_INTL], kind.as_bytes(), purpose.as_bytes(), &version.to_be_bytes()]);
        let mut key = Zeroizing::new([0; 32]);
        Salt::new(HKDF_SHA256, b"leling root key")
            .extract(self.0.as_ref())
            .expand(&[&info], Length32)
            .and_then(|okm| okm.fill(key.as_mut()))
            .expect("32 bytes are within HKDF's limit of 255 blocks");
        key
    }
}

struct Length32;

impl KeyType for Length32 {
    fn len(&self) -> usize {
        32
    }
}

impl SealKey {
    /// Seals `plaintext` for `place`.
    pub fn seal(&self, rng: &mut dyn Rng, place: &Place<'_>, plaintext: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_LEN] = bytes(rng);
        let mut out = Vec::with_capacity(plaintext.len() + SEAL_OVERHEAD);
        out.push(SUITE_INTL);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(plaintext);
        let tag = self
            .cipher()
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place.associated_data()),
                &mut out[1 + NONCE_LEN..],
            )
            .expect("a record is far below AES-GCM's limit of 64 GiB");
        out.extend_from_slice(tag.as_ref());
        out
    }

    /// Opens an envelope that was sealed for `place`.
    ///
    /// # Errors
    /// [`SealError`]; a changed byte, another place and another key cannot be told apart.
    pub fn open(&self, place: &Place<'_>, envelope: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (suite, rest) = envelope.split_first().ok_or(SealError::Truncated)?;
        if *suite != SUITE_INTL {
            return Err(SealError::UnknownSuite);
        }
        let (nonce, sealed) = rest
            .split_first_chunk::<NONCE_LEN>()
            .filter(|(_, sealed)| sealed.len() >= MAX_TAG_LEN)
            .ok_or(SealError::Truncated)?;
        let mut out = Zeroizing::new(sealed.to_vec());
        let length = self
            .cipher()
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(place.associated_data()), &mut out)
            .map_err(|_| SealError::DoesNotOpen)?
            .len();
        out.truncate(length);
        Ok(out)
    }

    // ring's key schedule is not wiped on drop, so it lives for one call only.
    fn cipher(&self) -> LessSafeKey {
        let key = UnboundKey::new(&AES_256_GCM, self.0.as_ref()).expect("the key is 32 bytes");
        LessSafeKey::new(key)
    }
}

impl IndexKey {
    /// Returns the keyed digest under which `value` of `column` is found.
    pub fn blind_index(&self, column: &str, value: &[u8]) -> Digest {
        self.0.mac(&framed(&[column.as_bytes(), value]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    const PLACE: Place<'_> = Place { table: "person", row: b"row-1", column: "name", version: 1 };

    fn key() -> SealKey {
        RootKey::from_bytes([9; 32]).derive("person", 1)
    }

    #[test]
    fn opens_only_at_its_place() {
        let sealed = key().seal(&mut SeededRng::new(1), &PLACE, b"secret");
        assert_eq!(sealed.len(), 6 + SEAL_OVERHEAD);
        assert_eq!(key().open(&PLACE, &sealed).unwrap().as_slice(), b"secret");
        let elsewhere = [
            Place { table: "card", ..PLACE },
            Place { row: b"row-2", ..PLACE },
            Place { column: "phone", ..PLACE },
            Place { version: 2, ..PLACE },
            Place { table: "personrow", row: b"-1", ..PLACE },
        ];
        for place in elsewhere {
            assert_eq!(key().open(&place, &sealed).unwrap_err(), SealError::DoesNotOpen, "{place:?}");
        }
    }

    #[test]
    fn every_changed_bit_and_every_cut_is_refused() {
        let sealed = key().seal(&mut SeededRng::new(2), &PLACE, b"secret");
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert!(key().open(&PLACE, &changed).is_err(), "byte {index}");
            assert!(key().open(&PLACE, &sealed[..index]).is_err(), "cut {index}");
        }
        assert_eq!(key().open(&PLACE, &[]).unwrap_err(), SealError::Truncated);
        assert_eq!(key().open(&PLACE, &sealed[..SEAL_OVERHEAD - 1]).unwrap_err(), SealError::Truncated);
        let other = [&[2], &sealed[1..]].concat();
        assert_eq!(key().open(&PLACE, &other).unwrap_err(), SealError::UnknownSuite);
    }

    #[test]
    fn purpose_version_and_kind_separate_keys() {
        let root = RootKey::from_bytes([9; 32]);
        let sealed = key().seal(&mut SeededRng::new(3), &PLACE, b"");
        assert!(root.derive("person", 2).open(&PLACE, &sealed).is_err());
        assert!(root.derive("card", 1).open(&PLACE, &sealed).is_err());
        let seal = *root.derive("person", 1).0;
        let mac = *root.derive_mac("person", 1).expose();
        assert_ne!(seal, mac);
        let index = root.derive_index("person", 1);
        assert_eq!(index.blind_index("id", b"1"), index.blind_index("id", b"1"));
        assert_ne!(index.blind_index("id", b"1"), index.blind_index("i", b"d1"));
    }

    #[test]
    fn the_same_text_seals_differently_each_time() {
        let mut rng = SeededRng::new(4);
        assert_ne!(key().seal(&mut rng, &PLACE, b"secret"), key().seal(&mut rng, &PLACE, b"secret"));
    }

    #[test]
    fn an_envelope_of_version_one_stays_readable() {
        // Root 09 x 32, purpose "person", version 1.
        let golden = [
            1, 3, 105, 73, 7, 149, 178, 159, 231, 96, 98, 169, 80, 195, 90, 247, 178, 199, 62, 46, 45, 98, 116, 51,
            235, 218, 40, 128, 221, 29, 101, 99, 98, 158, 183,
        ];
        assert_eq!(key().open(&PLACE, &golden).unwrap().as_slice(), b"golden");
    }

    #[test]
    fn secrets_print_nothing() {
        let root = RootKey::from_bytes([0x41; 32]);
        let shown = format!("{root:?} {:?} {:?}", root.derive("p", 1), root.derive_index("p", 1));
        assert_eq!(shown, "RootKey(..) SealKey(..) IndexKey(..)");
    }
}
