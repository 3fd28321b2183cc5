//! The key of simulator and gateway. On a phone the keystore holds the key and this type is not used.

use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use zeroize::Zeroizing;

use super::{KeyError, PublicKey, Signature};
use crate::rng::SystemRng;

/// A P-256 key pair held in memory: the gateway's signing key, or a simulated phone's key, labelled as such.
pub struct SoftwareKey {
    pair: EcdsaKeyPair,
    pkcs8: Zeroizing<Vec<u8>>,
    public: PublicKey,
    rng: SystemRng,
}

impl std::fmt::Debug for SoftwareKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SoftwareKey({})", self.public.jkt())
    }
}

impl SoftwareKey {
    /// Makes a new key pair. Only the system's generator will do: keys are never seeded.
    ///
    /// # Errors
    /// [`KeyError::NotAKeyPair`] when the generator gave nothing.
    pub fn generate(rng: &SystemRng) -> Result<Self, KeyError> {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, rng.ring())
            .map_err(|_| KeyError::NotAKeyPair)?;
        Self::from_pkcs8(document.as_ref())
    }

    /// Reads a PKCS#8 (RFC 5208) document in DER, with the public key inside, as [`Self::to_pkcs8`] writes it.
    ///
    /// # Errors
    /// [`KeyError::NotAKeyPair`] for another format, another curve, or halves that do not belong together.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, KeyError> {
        let rng = SystemRng::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, rng.ring())
            .map_err(|_| KeyError::NotAKeyPair)?;
        let public = PublicKey::from_sec1(pair.public_key().as_ref())?;
        Ok(Self { pair, pkcs8: Zeroizing::new(pkcs8.to_vec()), public, rng })
    }

    /// Lends the PKCS#8 document, for keeping it in a file readable by its owner only, or sealed.
    pub fn to_pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The public half.
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// Signs SHA-256 of `message`.
    pub fn sign(&self, message: &[u8]) -> Signature {
        let signature = self.pair.sign(self.rng.ring(), message).expect("signing fails only without system randomness");
        Signature::from_raw(signature.as_ref()).expect("the fixed form is 64 bytes")
    }

    /// Signs SHA-256 of `message` and answers in DER, as a phone's keystore does.
    pub fn sign_der(&self, message: &[u8]) -> Vec<u8> {
        self.sign(message).to_der()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn signs_in_both_spellings_and_comes_back_from_pkcs8() {
        let key = SoftwareKey::generate(&SystemRng::new()).unwrap();
        let again = SoftwareKey::from_pkcs8(key.to_pkcs8()).unwrap();
        assert_eq!(key.public_key(), again.public_key());
        let message = b"message";
        let public = key.public_key();
        public.verify(message, &again.sign(message)).unwrap();
        let der = key.sign_der(message);
        public.verify_der(message, &der).unwrap();
        public.verify(message, &Signature::from_der(&der).unwrap()).unwrap();
        assert_eq!(public.verify(b"massage", &key.sign(message)), Err(KeyError::WrongSignature));
        assert_eq!(SoftwareKey::from_pkcs8(b"other").unwrap_err(), KeyError::NotAKeyPair);
    }

    #[test]
    fn a_point_off_the_curve_verifies_nothing() {
        let off = PublicKey::from_coordinates(&[1; 32], &[1; 32]).unwrap();
        let key = SoftwareKey::generate(&SystemRng::new()).unwrap();
        assert!(off.verify(b"m", &key.sign(b"m")).is_err());
        assert!(off.verify(b"m", &Signature::from_raw(&[0; 64]).unwrap()).is_err());
    }

    #[test]
    fn debug_shows_the_thumbprint_only() {
        let key = SoftwareKey::generate(&SystemRng::new()).unwrap();
        assert_eq!(format!("{key:?}"), format!("SoftwareKey({})", key.public_key().jkt()));
    }

    #[test]
    fn jwk_round_trip_and_refusals() {
        let key = *SoftwareKey::generate(&SystemRng::new()).unwrap().public_key();
        assert_eq!(PublicKey::from_jwk(&key.to_jwk()), Ok(key));
        assert_eq!(PublicKey::from_jwk(&key.to_published_jwk()), Ok(key));
        let with = |name: &str, value: serde_json::Value| {
            let mut jwk = key.to_published_jwk();
            jwk[name] = value;
            PublicKey::from_jwk(&jwk)
        };
        assert_eq!(with("d", json!("AA")), Err(KeyError::PrivateMember));
        assert_eq!(with("k", json!("AA")), Err(KeyError::PrivateMember));
        assert_eq!(with("kid", json!("other")), Err(KeyError::ForeignKid));
        assert_eq!(with("crv", json!("P-384")), Err(KeyError::NotAJwk));
        assert_eq!(with("kty", json!("OKP")), Err(KeyError::NotAJwk));
        assert_eq!(with("x", json!("AA")), Err(KeyError::NotAJwk));
        assert_eq!(with("y", json!(7)), Err(KeyError::NotAJwk));
        assert_eq!(PublicKey::from_jwk(&json!([])), Err(KeyError::NotAJwk));
        assert_eq!(PublicKey::from_sec1(&[0x02; 33]), Err(KeyError::NotAPoint));
        assert_eq!(PublicKey::from_sec1(&[0x05; 65]), Err(KeyError::NotAPoint));
    }

    #[test]
    fn thumbprint_known_answer() {
        // The public key and thumbprint of RFC 9449, section 4.1 and 6.1.
        let key = PublicKey::from_jwk(&json!({
            "kty": "EC", "crv": "P-256",
            "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
            "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
        }))
        .unwrap();
        assert_eq!(key.jkt(), "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    }
}
