#![doc = include_str!("../README.md")]

/// A `Debug` that names the type and shows nothing of what it holds.
macro_rules! opaque_debug {
    ($($name:ident),+) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        })+
    };
}

pub mod approval;
pub mod assertion;
pub mod chain;
mod cose;
pub mod dpop;
pub mod hash;
pub mod hpke;
pub mod identity_code;
pub mod jws;
pub mod jwt;
pub mod keyring;
pub mod keys;
pub mod login_handle;
pub mod merkle;
pub mod password;
pub mod rng;
pub mod rsa;
pub mod seal;
mod strict_json;
pub mod totp;

/// Suite byte INTL: SHA-256, HMAC- and HKDF-SHA256, AES-256-GCM, X25519, ECDSA P-256.
///
/// It is the first byte of every stored or sent envelope of this crate; a GM suite would be another number.
pub const SUITE_INTL: u8 = 0x01;
