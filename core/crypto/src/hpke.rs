//! Sealing to a receiver who is far away: HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256
//! and AES-256-GCM.
//!
//! An envelope is `suite (1) | encapsulated key (32) | ciphertext | tag (16)`. `info` names what the message is for
//! and `aad` what it belongs to; both sides give the same bytes. Start at [`ReceiverKey`].

use ::hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, aead::AesGcm256, kdf::HkdfSha256, kem::X25519HkdfSha256,
    rand_core, single_shot_open, single_shot_seal_with_rng,
};
use zeroize::Zeroizing;

use crate::{
    SUITE_INTL,
    rng::{Rng, bytes},
};

const KEY_LEN: usize = 32;
const TAG_LEN: usize = 16;

/// Bytes by which an envelope is longer than what it holds.
pub const HPKE_OVERHEAD: usize = 1 + KEY_LEN + TAG_LEN;

/// Why a key was not read or an envelope did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HpkeError {
    /// Not a key of 32 bytes that the curve can use.
    #[error("not an x25519 key")]
    BadKey,
    /// Shorter than suite, encapsulated key and tag together.
    #[error("sealed message is too short")]
    Truncated,
    /// The first byte names no suite that is known here.
    #[error("sealed message has an unknown suite")]
    UnknownSuite,
    /// Another key, info or aad, or changed bytes.
    #[error("sealed message does not open")]
    DoesNotOpen,
}

type Secret = <X25519HkdfSha256 as Kem>::PrivateKey;
type Public = <X25519HkdfSha256 as Kem>::PublicKey;
type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

/// The receiver's secret key, wiped when dropped.
#[derive(Clone)]
pub struct ReceiverKey(Secret);

opaque_debug!(ReceiverKey);

/// The receiver's public key, to seal to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiverPublicKey(Public);

impl ReceiverKey {
    /// Makes a new key pair.
    ///
    /// ```
    /// use leling_crypto::{hpke::ReceiverKey, rng::SystemRng};
    ///
    /// let mut rng = SystemRng::new();
    /// let gateway = ReceiverKey::generate(&mut rng);
    /// let sealed = gateway.public_key().seal(&mut rng, b"enrol", b"device 7", b"message")?;
    /// assert_eq!(gateway.open(b"enrol", b"device 7", &sealed)?.as_slice(), b"message");
    /// # Ok::<(), leling_crypto::hpke::HpkeError>(())
    /// ```
    pub fn generate(rng: &mut dyn Rng) -> Self {
        let material: Zeroizing<[u8; KEY_LEN]> = Zeroizing::new(bytes(rng));
        Self(X25519HkdfSha256::derive_keypair(material.as_ref()).0)
    }

    /// Reads a key that [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`HpkeError::BadKey`] unless it is 32 bytes.
    pub fn from_bytes(key: &[u8]) -> Result<Self, HpkeError> {
        Secret::from_bytes(key).map(Self).map_err(|_| HpkeError::BadKey)
    }

    /// Returns the key's 32 bytes, for keeping them.
    pub fn to_bytes(&self) -> Zeroizing<[u8; KEY_LEN]> {
        let mut out = Zeroizing::new([0; KEY_LEN]);
        self.0.write_exact(out.as_mut());
        out
    }

    /// The public half.
    pub fn public_key(&self) -> ReceiverPublicKey {
        ReceiverPublicKey(X25519HkdfSha256::sk_to_pk(&self.0))
    }

    /// Opens an envelope sealed to this key with the same `info` and `aad`.
    ///
    /// # Errors
    /// [`HpkeError`]; why exactly it does not open is not told apart.
    pub fn open(&self, info: &[u8], aad: &[u8], envelope: &[u8]) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
        let (suite, rest) = envelope.split_first().ok_or(HpkeError::Truncated)?;
        if *suite != SUITE_INTL {
            return Err(HpkeError::UnknownSuite);
        }
        let (encapsulated, sealed) =
            rest.split_at_checked(KEY_LEN).filter(|(_, sealed)| sealed.len() >= TAG_LEN).ok_or(HpkeError::Truncated)?;
        let encapsulated = Encapsulated::from_bytes(encapsulated).map_err(|_| HpkeError::DoesNotOpen)?;
        single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.0,
            &encapsulated,
            info,
            sealed,
            aad,
        )
        .map(Zeroizing::new)
        .map_err(|_| HpkeError::DoesNotOpen)
    }
}

impl ReceiverPublicKey {
    /// Reads a public key of 32 bytes.
    ///
    /// # Errors
    /// [`HpkeError::BadKey`].
    pub fn from_bytes(key: &[u8]) -> Result<Self, HpkeError> {
        Public::from_bytes(key).map(Self).map_err(|_| HpkeError::BadKey)
    }

    /// Returns the key's 32 bytes.
    pub fn to_bytes(&self) -> [u8; KEY_LEN] {
        let mut out = [0; KEY_LEN];
        self.0.write_exact(&mut out);
        out
    }

    /// Seals `plaintext` to the owner of this key.
    ///
    /// # Errors
    /// [`HpkeError::BadKey`] when the key is a point that gives no secret (RFC 7748, section 6.1).
    pub fn seal(&self, rng: &mut dyn Rng, info: &[u8], aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, HpkeError> {
        let (encapsulated, sealed) = single_shot_seal_with_rng::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &self.0,
            info,
            plaintext,
            aad,
            &mut Borrowed(rng),
        )
        .map_err(|_| HpkeError::BadKey)?;
        let mut out = Vec::with_capacity(plaintext.len() + HPKE_OVERHEAD);
        out.push(SUITE_INTL);
        out.extend_from_slice(&encapsulated.to_bytes());
        out.extend_from_slice(&sealed);
        Ok(out)
    }
}

/// Our generator, as `hpke` wants to see it.
struct Borrowed<'a>(&'a mut dyn Rng);

impl rand_core::TryRng for Borrowed<'_> {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(u32::from_be_bytes(bytes(self.0)))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(u64::from_be_bytes(bytes(self.0)))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        self.0.fill(out);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Borrowed<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SeededRng;

    #[test]
    fn opens_with_the_same_info_and_aad_only() {
        let mut rng = SeededRng::new(1);
        let key = ReceiverKey::generate(&mut rng);
        let again = ReceiverKey::from_bytes(key.to_bytes().as_ref()).unwrap();
        let public = ReceiverPublicKey::from_bytes(&key.public_key().to_bytes()).unwrap();
        let sealed = public.seal(&mut rng, b"info", b"aad", b"text").unwrap();
        assert_eq!(sealed.len(), 4 + HPKE_OVERHEAD);
        assert_eq!(again.open(b"info", b"aad", &sealed).unwrap().as_slice(), b"text");
        assert!(key.open(b"inf0", b"aad", &sealed).is_err());
        assert!(key.open(b"info", b"aed", &sealed).is_err());
        let other = ReceiverKey::generate(&mut rng);
        assert!(other.open(b"info", b"aad", &sealed).is_err());
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_refused() {
        let mut rng = SeededRng::new(2);
        let key = ReceiverKey::generate(&mut rng);
        let sealed = key.public_key().seal(&mut rng, b"", b"", b"text").unwrap();
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert!(key.open(b"", b"", &changed).is_err(), "byte {index}");
            assert!(key.open(b"", b"", &sealed[..index]).is_err(), "cut {index}");
        }
        let other = [&[2], &sealed[1..]].concat();
        assert_eq!(key.open(b"", b"", &other).unwrap_err(), HpkeError::UnknownSuite);
        assert_eq!(key.open(b"", b"", &sealed[..40]).unwrap_err(), HpkeError::Truncated);
    }

    #[test]
    fn a_point_without_a_secret_is_refused() {
        let zero = ReceiverPublicKey::from_bytes(&[0; 32]);
        let refused = zero.and_then(|key| key.seal(&mut SeededRng::new(3), b"", b"", b"x"));
        assert_eq!(refused.unwrap_err(), HpkeError::BadKey);
        assert_eq!(ReceiverKey::from_bytes(&[1; 31]).unwrap_err(), HpkeError::BadKey);
    }
}
