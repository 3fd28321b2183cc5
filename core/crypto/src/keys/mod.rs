//! P-256 keys: the public half as it travels, signatures in both spellings, and the software key.
//!
//! The phone's own keys never pass here: a shell signs, returns DER, and [`Signature::from_der`] checks and
//! converts. Every structure that is signed therefore comes in two steps, `to_be_signed()` and
//! `attach(&Signature)`. Start at [`PublicKey`].

mod public;
mod signature;
mod software;

pub use public::PublicKey;
pub use signature::{Signature, der_to_raw};
pub use software::SoftwareKey;

/// Why a key or a signature was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not 65 bytes beginning with 0x04.
    #[error("public key is not an uncompressed P-256 point")]
    NotAPoint,
    /// A JWK of another type or curve, or with members of the wrong shape.
    #[error("key is not a P-256 jwk")]
    NotAJwk,
    /// A JWK that carries private or symmetric material (`d`, `k`, ...).
    #[error("jwk carries private key material")]
    PrivateMember,
    /// A `kid` that is not the key's RFC 7638 thumbprint.
    #[error("key id is not the key's thumbprint")]
    ForeignKid,
    /// Not 64 bytes of r and s, or a DER text that is not exactly minimal.
    #[error("signature is not well formed")]
    NotASignature,
    /// The signature does not fit this key and message.
    #[error("signature does not match")]
    WrongSignature,
    /// Not a PKCS#8 document of a P-256 key pair.
    #[error("key pair is not P-256 pkcs#8")]
    NotAKeyPair,
}
