//! Compact JWS with ES256 and nothing else (RFC 7515, hardened after RFC 8725); ID tokens with RS256 are in [`crate::rsa`].
//!
//! [`JwsDraft`] is built here and signed wherever the key is; [`Jws`] is a text that was read but not believed:
//! its claims come out of [`Jws::verify`] only.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use crate::{
    keys::{KeyError, PublicKey, Signature},
    strict_json,
};

/// Longest text that is read, in bytes.
pub const MAX_JWS_LEN: usize = 16 * 1024;

/// Why a signed text was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    /// Longer than [`MAX_JWS_LEN`].
    #[error("signed text is too long")]
    TooLong,
    /// Not three parts of strict base64url holding JSON objects without repeated members.
    #[error("signed text is malformed")]
    Malformed,
    /// Any algorithm but the one that is expected here.
    #[error("signature algorithm is not the one expected")]
    Algorithm,
    /// A `crit` or `b64` header: no extension is understood here.
    #[error("signed text demands an unknown extension")]
    Critical,
    /// The header's `typ` is that of another kind of text.
    #[error("signed text is of another type")]
    Type,
    /// The header's `jwk` is private or not P-256.
    #[error("embedded key is not a public p-256 key")]
    EmbeddedKey,
    /// The signature does not fit.
    #[error("signature does not match")]
    Signature,
    /// The claims are not those of this kind of text.
    #[error("claims are missing or of the wrong shape")]
    Claims,
}

/// How the header names the key.
#[derive(Clone, Copy, Debug)]
pub enum KeyHint<'a> {
    /// By `kid`, the RFC 7638 thumbprint.
    Kid(&'a PublicKey),
    /// By the whole key as `jwk`, for DPoP.
    Embedded(&'a PublicKey),
}

/// A text that waits for its signature.
#[derive(Clone)]
pub struct JwsDraft {
    signing_input: String,
}

opaque_debug!(JwsDraft);

impl JwsDraft {
    /// Builds header and payload. `typ` is the media type without `application/`.
    ///
    /// # Errors
    /// [`JwsError::Claims`] when `claims` is not a JSON object.
    pub fn new(typ: &str, key: KeyHint<'_>, claims: &impl Serialize) -> Result<Self, JwsError> {
        let header = match key {
            KeyHint::Kid(key) => json!({ "typ": typ, "alg": "ES256", "kid": key.jkt() }),
            KeyHint::Embedded(key) => json!({ "typ": typ, "alg": "ES256", "jwk": key.to_jwk() }),
        };
        Ok(Self { signing_input: signing_input(&header, claims)? })
    }

    /// Returns the bytes that the key signs.
    pub fn to_be_signed(&self) -> Vec<u8> {
        self.signing_input.clone().into_bytes()
    }

    /// Adds the signature and returns the compact text.
    pub fn attach(self, signature: &Signature) -> String {
        let signature = URL_SAFE_NO_PAD.encode(signature.as_bytes());
        format!("{}.{signature}", self.signing_input)
    }
}

/// A text that was read and not yet believed.
#[derive(Clone)]
pub struct Jws {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    signing_input: String,
    signature: Signature,
    embedded: Option<PublicKey>,
}

opaque_debug!(Jws);

impl Jws {
    /// Reads a compact text and refuses what no key could make good.
    ///
    /// # Errors
    /// [`JwsError`], all but `Type`, `Signature` and `Claims`.
    pub fn parse(text: &str) -> Result<Self, JwsError> {
        let Parts { header, claims, signing_input, signature } = Parts::read(text, "ES256")?;
        let embedded = header.get("jwk").map(PublicKey::from_jwk).transpose().map_err(|_| JwsError::EmbeddedKey)?;
        let signature = Signature::from_raw(&signature).map_err(|_| JwsError::Malformed)?;
        Ok(Self { header, claims, signing_input, signature, embedded })
    }

    /// Checks that `typ` is `expected`, with or without `application/`, in any case (RFC 7515, section 4.1.9).
    ///
    /// # Errors
    /// [`JwsError::Type`].
    pub fn require_typ(&self, expected: &str) -> Result<(), JwsError> {
        require_typ(&self.header, expected)
    }

    /// The header's `typ`.
    pub fn typ(&self) -> Option<&str> {
        self.header.get("typ").and_then(Value::as_str)
    }

    /// The header's `kid`, to look up the key.
    pub fn kid(&self) -> Option<&str> {
        self.header.get("kid").and_then(Value::as_str)
    }

    /// The key in the header, for DPoP; whoever wrote the text chose it.
    pub fn embedded_key(&self) -> Option<&PublicKey> {
        self.embedded.as_ref()
    }

    /// The claim `iss`, not verified: good for nothing but looking up the issuer's key.
    pub fn unverified_issuer(&self) -> Option<&str> {
        self.claims.get("iss").and_then(Value::as_str)
    }

    /// Checks the signature and reads the claims; members that `T` does not know are left alone.
    ///
    /// # Errors
    /// [`JwsError::Signature`], then [`JwsError::Claims`].
    pub fn verify<T: DeserializeOwned>(self, key: &PublicKey) -> Result<T, JwsError> {
        key.verify(self.signing_input.as_bytes(), &self.signature).map_err(|_: KeyError| JwsError::Signature)?;
        serde_json::from_value(Value::Object(self.claims)).map_err(|_| JwsError::Claims)
    }
}

/// A text taken apart, its algorithm checked and nothing else believed.
pub(crate) struct Parts {
    pub(crate) header: Map<String, Value>,
    pub(crate) claims: Map<String, Value>,
    pub(crate) signing_input: String,
    pub(crate) signature: Vec<u8>,
}

impl Parts {
    /// Takes a compact text of `algorithm` apart.
    pub(crate) fn read(text: &str, algorithm: &str) -> Result<Self, JwsError> {
        if text.len() > MAX_JWS_LEN {
            return Err(JwsError::TooLong);
        }
        let (signing_input, signature) = text.rsplit_once('.').ok_or(JwsError::Malformed)?;
        let (header, payload) = signing_input.split_once('.').ok_or(JwsError::Malformed)?;
        let header = strict_json::object(&decode(header)?).ok_or(JwsError::Malformed)?;
        if header.get("alg").and_then(Value::as_str) != Some(algorithm) {
            return Err(JwsError::Algorithm);
        }
        if header.contains_key("crit") || header.contains_key("b64") {
            return Err(JwsError::Critical);
        }
        Ok(Self {
            claims: strict_json::object(&decode(payload)?).ok_or(JwsError::Malformed)?,
            signature: decode(signature)?,
            signing_input: signing_input.to_owned(),
            header,
        })
    }
}

/// Joins header and claims to what is signed.
pub(crate) fn signing_input(header: &Value, claims: &impl Serialize) -> Result<String, JwsError> {
    let claims = serde_json::to_value(claims).map_err(|_| JwsError::Claims)?;
    if !claims.is_object() {
        return Err(JwsError::Claims);
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    Ok(format!("{}.{}", part(header), part(&claims)))
}

/// Checks the header's `typ` as [`Jws::require_typ`] says.
pub(crate) fn require_typ(header: &Map<String, Value>, expected: &str) -> Result<(), JwsError> {
    let typ = header.get("typ").and_then(Value::as_str).map(str::to_ascii_lowercase);
    match typ.as_deref() {
        Some(typ) if typ.strip_prefix("application/").unwrap_or(typ) == expected => Ok(()),
        _ => Err(JwsError::Type),
    }
}

fn decode(part: &str) -> Result<Vec<u8>, JwsError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| JwsError::Malformed)
}
