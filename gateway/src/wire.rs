//! Small conversions between the wire and what the gateway works with.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use leling_crypto::keys::PublicKey;
use leling_protocol::wire::PublicJwk;

/// Spells bytes as base64url without padding.
pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads base64url without padding.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Reads a device's key; a `kid`, if there is one, must be its thumbprint.
pub(crate) fn key_from_jwk(jwk: &PublicJwk) -> Option<PublicKey> {
    let value = serde_json::to_value(jwk).ok()?;
    PublicKey::from_jwk(&value).ok()
}

/// Spells one of the gateway's keys with its `kid`.
pub(crate) fn jwk(key: &PublicKey) -> PublicJwk {
    PublicJwk {
        kty: "EC".to_owned(),
        crv: "P-256".to_owned(),
        x: base64url(key.x()),
        y: base64url(key.y()),
        kid: Some(key.jkt()),
    }
}
