//! The key `device`, asked for at the desk: what the network room signs its proofs with.

use std::sync::Arc;

use leling_crypto::keys::{PublicKey, Signature};
use leling_net::{ProofSigner, SignError, Signing};
use leling_screen::platform::Bytes;
use leling_screen::{KeyName, PlatformFailure, PlatformOp, PlatformOutcome, Text};

use tokio::sync::OnceCell;
use tokio::sync::mpsc::UnboundedSender;

use crate::desk::Desk;
use crate::engine::Letter;

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

/// The key `device`, opened once for everybody who asks; a try that failed may be made again.
#[derive(Clone)]
pub(crate) struct Opener {
    desk: Arc<Desk>,
    letters: UnboundedSender<Letter>,
    key: Arc<OnceCell<ShellKey>>,
}

impl Opener {
    pub(crate) fn new(desk: Arc<Desk>, letters: UnboundedSender<Letter>) -> Self {
        Self { desk, letters, key: Arc::default() }
    }

    /// Gives the key if it is open.
    pub(crate) fn opened(&self) -> Option<ShellKey> {
        self.key.get().cloned()
    }

    /// Opens the key if it is not; the loop hears of it before anybody uses it.
    pub(crate) async fn key(&self) -> Result<ShellKey, PlatformFailure> {
        let open = async || {
            let key = ShellKey::open(Arc::clone(&self.desk), KeyName::Device).await;
            let _ = self.letters.send(Letter::DeviceKey(key.clone()));
            key
        };
        self.key.get_or_try_init(open).await.cloned()
    }

    /// Opens the key in the background.
    pub(crate) fn open(&self) {
        let opener = self.clone();
        tokio::spawn(async move { drop(opener.key().await) });
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
