//! The key `device`, asked for at the desk: what the network room signs its proofs with.

use std::sync::Arc;

use leling_crypto::keys::{PublicKey, Signature};
use leling_net::{ProofSigner, SignError, Signing};
use leling_screen::platform::Bytes;
use leling_screen::{KeyName, PlatformFailure, PlatformOp, PlatformOutcome, Text};

use crate::desk::Desk;

/// A key of the shell with its public half.
#[derive(Clone)]
pub(crate) struct ShellKey {
    desk: Arc<Desk>,
    name: KeyName,
    public: PublicKey,
    /// Whether the phone's own lock guards each use.
    pub(crate) presence: bool,
}

impl ShellKey {
    /// Opens the key, making it where there is none.
    pub(crate) async fn open(desk: Arc<Desk>, name: KeyName) -> Result<Self, PlatformFailure> {
        match desk.ask(PlatformOp::OpenKey { key: name }).await? {
            PlatformOutcome::Key { public, presence, .. } => {
                let public = PublicKey::from_sec1(&public.0).map_err(|_| PlatformFailure::Unavailable)?;
                Ok(Self { desk, name, public, presence })
            }
            _ => Err(PlatformFailure::Unavailable),
        }
    }

    pub(crate) const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Signs `message`; `prompt` is what the phone's own lock says.
    pub(crate) async fn sign(&self, message: Vec<u8>, prompt: Option<Text>) -> Result<Signature, PlatformFailure> {
        let op = PlatformOp::Sign { key: self.name, payload: Bytes(message), prompt };
        match self.desk.ask(op).await? {
            PlatformOutcome::Signature { der } => Signature::from_der(&der.0).map_err(|_| PlatformFailure::Unavailable),
            _ => Err(PlatformFailure::Unavailable),
        }
    }
}

impl ProofSigner for ShellKey {
    fn public_key(&self) -> PublicKey {
        self.public
    }

    fn sign(&self, message: Vec<u8>) -> Signing {
        let key = self.clone();
        Box::pin(async move {
            Self::sign(&key, message, None).await.map_err(|why| match why {
                PlatformFailure::KeyGone => SignError::Gone,
                PlatformFailure::Cancelled => SignError::Cancelled,
                PlatformFailure::Unavailable | PlatformFailure::Absent => SignError::Unavailable,
            })
        })
    }
}
