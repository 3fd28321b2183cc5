//! The store's key: asked for after the first screen stands, made when there is something personal to keep.

use std::sync::Arc;

use leling_app::citizen::State;
use leling_app::session::Incoming;
use leling_app::{Failure, Session};
use leling_crypto::rng::SystemRng;
use leling_crypto::seal::RootKey;
use leling_protocol::ErrorCode;
use leling_screen::platform::Bytes;
use leling_screen::{KeyName, PlatformOp, PlatformOutcome};

use super::{Engine, Letter};
use crate::vault::{Facts, Found, Vault};

impl Engine {
    /// Asks for the store's key where there is one; the first screen stands already.
    pub(super) fn open_sealed(&mut self) {
        let Some(sealed) = self.vault.as_ref().and_then(Vault::wrapped_root) else { return };
        self.key_asked = true;
        let (desk, letters) = (Arc::clone(&self.desk), self.letters.clone());
        tokio::spawn(async move {
            let root = match desk.ask(PlatformOp::Unwrap { sealed: Bytes(sealed) }).await {
                Ok(PlatformOutcome::Data { bytes }) => {
                    root_of(&bytes.0).ok_or_else(|| Failure::local(ErrorCode::StoreKeyGone))
                }
                Ok(_) => Err(Failure::local(ErrorCode::KeyUnavailable)),
                Err(why) => Err(why.into()),
            };
            let _ = letters.send(Letter::Unwrapped(root));
        });
    }

    pub(super) fn unwrapped(&mut self, root: Result<RootKey, Failure>) {
        self.key_asked = false;
        let Some(vault) = &mut self.vault else { return };
        let found = root.and_then(|root| vault.unlock(&root).map_err(Failure::local));
        match found {
            Ok(Found::Kept(kept)) => {
                let facts = vault.facts().clone();
                if let Some(heard) = facts.gateway_time {
                    self.clock.keep_floor(heard);
                }
                self.brain.remember(None, Some(kept.clone()));
                self.open_device();
                self.think(|session, context| session.take(Incoming::Restored(Ok(kept)), context));
                self.send_pending();
            }
            Ok(Found::Nothing) => {
                let state = State::begin(vault.settings().as_deref(), false);
                self.begin_again(state);
            }
            Err(failure) => {
                self.think(|session, context| session.take(Incoming::Restored(Err(failure)), context));
            }
        }
    }

    pub(super) fn begin_again(&mut self, state: State) {
        self.think(move |session, context| {
            let revision = session.screen().revision + 1;
            *session = Session::resumed(state, context, revision);
            Vec::new()
        });
    }

    /// Makes the store's key and has it wrapped by the phone.
    pub(super) fn make_key(&mut self) {
        if core::mem::replace(&mut self.key_asked, true) {
            return;
        }
        let (desk, letters) = (Arc::clone(&self.desk), self.letters.clone());
        tokio::spawn(async move {
            let root = RootKey::generate(&mut SystemRng::new());
            let plain = Bytes(root.expose().to_vec());
            let opened = desk.ask(PlatformOp::OpenKey { key: KeyName::Wrap }).await;
            let wrapped = match opened {
                Ok(_) => desk.ask(PlatformOp::Wrap { plain }).await,
                Err(why) => Err(why),
            };
            let wrapped = match wrapped {
                Ok(PlatformOutcome::Data { bytes }) => Ok((root, bytes.0)),
                Ok(_) => Err(Failure::local(ErrorCode::KeyUnavailable)),
                Err(why) => Err(why.into()),
            };
            let _ = letters.send(Letter::Wrapped(wrapped));
        });
    }

    pub(super) fn wrapped(&mut self, wrapped: Result<(RootKey, Vec<u8>), Failure>) {
        self.key_asked = false;
        let Some(vault) = &mut self.vault else { return };
        match wrapped.and_then(|(root, sealed)| vault.adopt(&root, &sealed).map_err(Failure::local)) {
            Ok(()) => self.serve_held(),
            Err(failure) => {
                self.held.clear();
                self.fault(failure.code);
            }
        }
    }

    pub(super) fn save(&mut self, clear: &str, sealed: Option<String>) {
        let Some(vault) = &mut self.vault else { return };
        if let Err(code) = vault.save(clear, sealed) {
            self.fault(code);
            return;
        }
        if vault.wants_key() {
            self.make_key();
        }
    }

    pub(super) fn forget(&mut self) {
        if let Some(vault) = &mut self.vault {
            vault.erase();
        }
        self.brain.remember(None, None);
        self.sending.clear();
        self.device_key = None;
        self.gateway.set_device(None);
    }

    pub(super) fn note(&mut self, change: impl FnOnce(&mut Facts)) {
        let Some(vault) = &mut self.vault else { return };
        if let Err(code) = vault.note(change) {
            tracing::warn!(%code, "a fact was not kept");
        }
    }
}

fn root_of(bytes: &[u8]) -> Option<RootKey> {
    <[u8; 32]>::try_from(bytes).ok().map(RootKey::from_bytes)
}
