//! The public half of a P-256 key: SEC1, JWK, thumbprint, verification.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};

use super::{KeyError, Signature};
use crate::hash::sha256;

/// Members of a JWK that only private or symmetric keys have (RFC 7518, section 6).
const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// A P-256 public key. A point off the curve is accepted here and fails every verification.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey {
    sec1: [u8; 65],
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PublicKey({})", self.jkt())
    }
}

impl PublicKey {
    /// Reads an uncompressed point: 0x04, x, y, 65 bytes (SEC 1, section 2.3.3).
    ///
    /// # Errors
    /// [`KeyError::NotAPoint`] for any other length or first byte.
    pub fn from_sec1(point: &[u8]) -> Result<Self, KeyError> {
        let sec1: [u8; 65] = point.try_into().map_err(|_| KeyError::NotAPoint)?;
        if sec1[0] != 0x04 {
            return Err(KeyError::NotAPoint);
        }
        Ok(Self { sec1 })
    }

    /// Joins two coordinates of 32 bytes each.
    ///
    /// # Errors
    /// [`KeyError::NotAPoint`] for coordinates of another length.
    pub fn from_coordinates(x: &[u8], y: &[u8]) -> Result<Self, KeyError> {
        if x.len() != 32 || y.len() != 32 {
            return Err(KeyError::NotAPoint);
        }
        Self::from_sec1(&[&[0x04], x, y].concat())
    }

    /// Reads a JWK `{kty: "EC", crv: "P-256", x, y}`; other members such as `use` and `alg` are left alone.
    ///
    /// # Errors
    /// [`KeyError::PrivateMember`] when it carries private material, [`KeyError::ForeignKid`] when its `kid`
    /// is not the thumbprint, else [`KeyError::NotAJwk`].
    pub fn from_jwk(jwk: &Value) -> Result<Self, KeyError> {
        let jwk = jwk.as_object().ok_or(KeyError::NotAJwk)?;
        if PRIVATE_MEMBERS.iter().any(|name| jwk.contains_key(*name)) {
            return Err(KeyError::PrivateMember);
        }
        let text = |name: &str| jwk.get(name).and_then(Value::as_str).unwrap_or_default();
        if text("kty") != "EC" || text("crv") != "P-256" {
            return Err(KeyError::NotAJwk);
        }
        let coordinate = |name| URL_SAFE_NO_PAD.decode(text(name)).map_err(|_| KeyError::NotAJwk);
        let key = Self::from_coordinates(&coordinate("x")?, &coordinate("y")?).map_err(|_| KeyError::NotAJwk)?;
        match jwk.get("kid") {
            Some(kid) if kid.as_str() != Some(&key.jkt()) => Err(KeyError::ForeignKid),
            _ => Ok(key),
        }
    }

    /// Returns the bare JWK: `kty`, `crv`, `x`, `y`.
    pub fn to_jwk(&self) -> Value {
        json!({ "kty": "EC", "crv": "P-256", "x": self.base64_x(), "y": self.base64_y() })
    }

    /// Returns the JWK as a key set publishes it: with `kid` (the thumbprint), `alg` and `use`.
    pub fn to_published_jwk(&self) -> Value {
        json!({
            "kty": "EC", "crv": "P-256", "x": self.base64_x(), "y": self.base64_y(),
            "kid": self.jkt(), "alg": "ES256", "use": "sig",
        })
    }

    /// Returns the uncompressed point, 65 bytes.
    pub fn to_sec1(&self) -> &[u8; 65] {
        &self.sec1
    }

    /// The x coordinate, 32 bytes.
    pub fn x(&self) -> &[u8] {
        &self.sec1[1..33]
    }

    /// The y coordinate, 32 bytes.
    pub fn y(&self) -> &[u8] {
        &self.sec1[33..]
    }

    /// The RFC 7638 SHA-256 thumbprint, 32 bytes.
    pub fn thumbprint(&self) -> [u8; 32] {
        let (x, y) = (self.base64_x(), self.base64_y());
        sha256(format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#).as_bytes())
    }

    /// The thumbprint in base64url, 43 characters: `jkt` of RFC 9449 and our `kid`.
    pub fn jkt(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.thumbprint())
    }

    /// Checks an ECDSA signature over SHA-256 of `message`.
    ///
    /// # Errors
    /// [`KeyError::WrongSignature`].
    pub fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), KeyError> {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &self.sec1)
            .verify(message, signature.as_bytes())
            .map_err(|_| KeyError::WrongSignature)
    }

    /// Checks an ECDSA signature in DER over SHA-256 of `message`.
    ///
    /// # Errors
    /// [`KeyError::WrongSignature`], also for text that is not DER.
    pub fn verify_der(&self, message: &[u8], der: &[u8]) -> Result<(), KeyError> {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.sec1)
            .verify(message, der)
            .map_err(|_| KeyError::WrongSignature)
    }

    fn base64_x(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.x())
    }

    fn base64_y(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.y())
    }
}
