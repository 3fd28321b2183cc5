//! What stands behind `/q/` in the code of a login page: which login, and for which slot of time, signed by the gateway.
//!
//! A phone checks the signature before it sends anything anywhere, so a code that is not the gateway's opens nothing.
//! The page signs a new one for each slot and writes nothing; how long a slot lasts and how long a handle may be claimed
//! are the gateway's rules, not the format's.
//!
//! The text is base64url of a COSE_Sign1 with ES256, the gateway's key id in the header, over the CBOR array
//! `[scan, slot]`.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ciborium::Value;
use coset::HeaderBuilder;

use crate::{
    cose::{self, Malformed, Purpose, Sign1},
    keyring::{KeyRing, short_kid},
    keys::SoftwareKey,
};

/// Longest text that is looked into; those that are signed have about 150 characters.
pub const MAX_HANDLE_CHARS: usize = 256;

/// Why a handle was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoginHandleError {
    /// Not a handle.
    #[error("login handle is malformed")]
    Malformed,
    /// Signed by no key in the ring.
    #[error("login handle is not signed by a known gateway")]
    ForeignSignature,
}

impl From<Malformed> for LoginHandleError {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

/// A login as its page shows it during one slot of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LoginHandle {
    /// Which login: 16 bytes that say nothing by themselves.
    pub scan: [u8; 16],
    /// Number of the slot, counted by the gateway's clock.
    pub slot: u64,
}

/// Signs a handle with the gateway's `key` and spells it for the link.
///
/// ```
/// use leling_crypto::{keyring::KeyRing, keys::SoftwareKey, login_handle::{self, LoginHandle}, rng::SystemRng};
///
/// let gateway = SoftwareKey::generate(&SystemRng::new())?;
/// let shown = LoginHandle { scan: [7; 16], slot: 224_424_900 };
/// let text = login_handle::sign(&gateway, &shown);
/// assert_eq!(login_handle::verify(&text, &KeyRing::from_iter([*gateway.public_key()])), Ok(shown));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sign(key: &SoftwareKey, handle: &LoginHandle) -> String {
    let header = HeaderBuilder::new().key_id(short_kid(key.public_key()).to_vec());
    let payload = Value::Array(vec![Value::Bytes(handle.scan.to_vec()), handle.slot.into()]);
    let mut sign1 = Sign1::new(Purpose::LoginHandle, header, &payload);
    sign1.attach(&key.sign(&sign1.to_be_signed()));
    URL_SAFE_NO_PAD.encode(sign1.to_bytes())
}

/// Reads a handle and checks its signature; whether its slot is still good is for the gateway to say.
///
/// # Errors
/// [`LoginHandleError`].
pub fn verify(text: &str, gateways: &KeyRing) -> Result<LoginHandle, LoginHandleError> {
    if text.len() > MAX_HANDLE_CHARS {
        return Err(LoginHandleError::Malformed);
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| LoginHandleError::Malformed)?;
    let sign1 = Sign1::from_bytes(Purpose::LoginHandle, &bytes)?;
    gateways
        .by_short_kid(&sign1.header().key_id)
        .filter(|key| sign1.verify(key).is_ok())
        .ok_or(LoginHandleError::ForeignSignature)?;
    read(&sign1.payload()?).map_err(LoginHandleError::from)
}

fn read(payload: &Value) -> Result<LoginHandle, Malformed> {
    let [scan, slot] = payload.as_array().map(Vec::as_slice).ok_or(Malformed)? else {
        return Err(Malformed);
    };
    let scan = cose::bytes(scan)?.try_into().map_err(|_| Malformed)?;
    Ok(LoginHandle { scan, slot: cose::number(slot)? })
}
