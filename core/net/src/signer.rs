//! The phone's key `device`, which lives in the shell.

use std::{future::Future, pin::Pin, sync::Arc};

use leling_crypto::keys::{PublicKey, Signature};
use leling_protocol::ErrorCode;
use uuid::Uuid;

/// A signature on its way.
pub type Signing = Pin<Box<dyn Future<Output = Result<Signature, SignError>> + Send>>;

/// Signs with the key `device` (P-256, no user presence).
pub trait ProofSigner: Send + Sync {
    /// Gives the public half.
    fn public_key(&self) -> PublicKey;

    /// Signs SHA-256 of `message`. Shells answer in DER: `Signature::from_der` checks and converts.
    fn sign(&self, message: Vec<u8>) -> Signing;
}

/// Why the key did not sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The key store did not answer, or answered nonsense.
    #[error("key store did not answer")]
    Unavailable,
    /// The person closed the prompt.
    #[error("signing was cancelled")]
    Cancelled,
    /// The key is gone for good.
    #[error("device key is gone")]
    Gone,
}

impl SignError {
    /// Gives the code whose sentence a person hears.
    pub const fn code(self) -> ErrorCode {
        match self {
            Self::Unavailable => ErrorCode::KeyUnavailable,
            Self::Cancelled => ErrorCode::KeyCancelled,
            Self::Gone => ErrorCode::StoreKeyGone,
        }
    }
}

/// Who calls: a key, and once enrolled the id that the gateway gave to it.
#[derive(Clone)]
pub struct Device {
    /// The key `device`.
    pub signer: Arc<dyn ProofSigner>,
    /// Id from `EnrolCodeResponse::Active`; calls that need a token fail with `device.none` without it.
    pub id: Option<Uuid>,
}

impl core::fmt::Debug for Device {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Device").field("id", &self.id).finish_non_exhaustive()
    }
}
