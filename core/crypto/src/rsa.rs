//! RS256 for the ID tokens of parties that cannot read ES256 (RFC 7518, section 3.3); nothing else here is RSA.
//!
//! The key is supplied by the operator, 2,048 to 4,096 bits; it is never made here. Start at [`RsaKey`].

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rsa::PublicKeyComponents,
    signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    hash::sha256,
    jws::{JwsError, Parts, require_typ, signing_input},
    rng::SystemRng,
};

const ALGORITHM: &str = "RS256";

/// The bytes are not a usable RSA key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a private rsa key of 2048 to 4096 bits in pkcs#8 or pkcs#1")]
pub struct NotAnRsaKey;

/// A private RSA key that signs with RS256.
#[derive(Clone)]
pub struct RsaKey {
    pair: Arc<RsaKeyPair>,
    public: RsaPublicKey,
}

/// The public half: verifies, and is published as a JWK.
#[derive(Clone, PartialEq, Eq)]
pub struct RsaPublicKey {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

impl std::fmt::Debug for RsaKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RsaKey({})", self.public.kid())
    }
}

impl std::fmt::Debug for RsaPublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RsaPublicKey({})", self.kid())
    }
}

impl RsaKey {
    /// Reads a private key in DER: PKCS#8 (RFC 5208) or PKCS#1 (RFC 8017, appendix A.1.2).
    ///
    /// # Errors
    /// [`NotAnRsaKey`].
    pub fn from_der(der: &[u8]) -> Result<Self, NotAnRsaKey> {
        let pair = RsaKeyPair::from_pkcs8(der).or_else(|_| RsaKeyPair::from_der(der)).map_err(|_| NotAnRsaKey)?;
        let PublicKeyComponents { n, e } = PublicKeyComponents::<Vec<u8>>::from(pair.public());
        Ok(Self { pair: Arc::new(pair), public: RsaPublicKey { modulus: n, exponent: e } })
    }

    /// The public half.
    pub const fn public_key(&self) -> &RsaPublicKey {
        &self.public
    }

    /// Signs `claims` as a compact JWS whose header names `typ` and the key.
    ///
    /// # Errors
    /// [`JwsError::Claims`] when `claims` is not a JSON object.
    pub fn sign(&self, typ: &str, claims: &impl Serialize) -> Result<String, JwsError> {
        let header = json!({ "typ": typ, "alg": ALGORITHM, "kid": self.public.kid() });
        let input = signing_input(&header, claims)?;
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, SystemRng::new().ring(), input.as_bytes(), &mut signature)
            .expect("the buffer has the modulus's length and the system gives randomness");
        Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

impl RsaPublicKey {
    /// The RFC 7638 SHA-256 thumbprint in base64url, 43 characters.
    pub fn kid(&self) -> String {
        let (n, e) = (self.base64_modulus(), self.base64_exponent());
        URL_SAFE_NO_PAD.encode(sha256(format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#).as_bytes()))
    }

    /// Returns the JWK as a key set publishes it: with `kid`, `alg` and `use`.
    pub fn to_published_jwk(&self) -> Value {
        json!({
            "kty": "RSA", "n": self.base64_modulus(), "e": self.base64_exponent(),
            "kid": self.kid(), "alg": ALGORITHM, "use": "sig",
        })
    }

    /// Reads an RS256 text of type `typ` whose header names this key, and gives its claims.
    ///
    /// # Errors
    /// [`JwsError`]; `Signature` also where the header names another key.
    pub fn verify<T: DeserializeOwned>(&self, text: &str, typ: &str) -> Result<T, JwsError> {
        let Parts { header, claims, signing_input, signature } = Parts::read(text, ALGORITHM)?;
        require_typ(&header, typ)?;
        if header.get("kid").and_then(Value::as_str) != Some(&self.kid()) {
            return Err(JwsError::Signature);
        }
        PublicKeyComponents { n: &self.modulus, e: &self.exponent }
            .verify(&RSA_PKCS1_2048_8192_SHA256, signing_input.as_bytes(), &signature)
            .map_err(|_| JwsError::Signature)?;
        serde_json::from_value(Value::Object(claims)).map_err(|_| JwsError::Claims)
    }

    fn base64_modulus(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.modulus)
    }

    fn base64_exponent(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.exponent)
    }
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    /// Made for these tests with `openssl genpkey`; it guards nothing.
    const PKCS8: &str = include_str!("../tests/vectors/rsa-2048-test.pem");
    const PKCS1: &str = include_str!("../tests/vectors/rsa-2048-test-pkcs1.pem");
    const SMALL: &str = include_str!("../tests/vectors/rsa-1024-test.pem");

    fn der(pem: &str) -> Vec<u8> {
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        STANDARD.decode(body).unwrap()
    }

    #[test]
    fn both_spellings_are_one_key_and_small_keys_are_refused() {
        let (one, other) = (RsaKey::from_der(&der(PKCS8)).unwrap(), RsaKey::from_der(&der(PKCS1)).unwrap());
        assert_eq!(one.public_key(), other.public_key());
        assert_eq!(RsaKey::from_der(&der(SMALL)).unwrap_err(), NotAnRsaKey);
        assert_eq!(RsaKey::from_der(b"other").unwrap_err(), NotAnRsaKey);
    }

    #[test]
    fn what_is_signed_verifies_under_its_key_and_type_only() {
        let key = RsaKey::from_der(&der(PKCS8)).unwrap();
        let text = key.sign("JWT", &json!({ "sub": "x" })).unwrap();
        let read: Value = key.public_key().verify(&text, "jwt").unwrap();
        assert_eq!(read, json!({ "sub": "x" }));
        let refused = |text: &str, typ| key.public_key().verify::<Value>(text, typ).unwrap_err();
        assert_eq!(refused(&text, "at+jwt"), JwsError::Type);
        let (head, _) = text.rsplit_once('.').unwrap();
        assert_eq!(refused(&format!("{head}.AAAA"), "jwt"), JwsError::Signature);
        let forged = signing_input(&json!({ "typ": "JWT", "alg": "RS256", "kid": "other" }), &json!({})).unwrap();
        assert_eq!(refused(&format!("{forged}.AAAA"), "jwt"), JwsError::Signature);
        let other = signing_input(&json!({ "typ": "JWT", "alg": "HS256" }), &json!({})).unwrap();
        assert_eq!(refused(&format!("{other}.AAAA"), "jwt"), JwsError::Algorithm);
        assert_eq!(key.sign("JWT", &json!([])).unwrap_err(), JwsError::Claims);
    }

    #[test]
    fn an_ecdsa_reader_refuses_rs256() {
        let key = RsaKey::from_der(&der(PKCS8)).unwrap();
        let text = key.sign("JWT", &json!({})).unwrap();
        assert_eq!(crate::jws::Jws::parse(&text).unwrap_err(), JwsError::Algorithm);
    }

    #[test]
    fn the_published_key_says_what_it_is_for() {
        let key = RsaKey::from_der(&der(PKCS8)).unwrap();
        let jwk = key.public_key().to_published_jwk();
        assert_eq!((&jwk["kty"], &jwk["alg"], &jwk["e"]), (&json!("RSA"), &json!("RS256"), &json!("AQAB")));
        assert_eq!(jwk["kid"].as_str().unwrap().len(), 43);
        assert!(jwk.get("d").is_none());
        assert_eq!(format!("{key:?}"), format!("RsaKey({})", jwk["kid"].as_str().unwrap()));
    }

    #[test]
    fn thumbprint_known_answer() {
        // The example of RFC 7638, section 3.1.
        let modulus = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let key = RsaPublicKey { modulus: URL_SAFE_NO_PAD.decode(modulus).unwrap(), exponent: vec![1, 0, 1] };
        assert_eq!(key.kid(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }
}
