//! The store's key: asked for after the first screen stands, made when there is something personal to keep.

use std::sync::Arc;

use leling_app::citizen::State;
use leling_app::session::Incoming;
use leling_app::{Effect, Failure, Session};
use leling_crypto::rng::SystemRng;
use leling_crypto::seal::RootKey;
use leling_protocol::ErrorCode;
use leling_screen::platform::Bytes;
use leling_screen::{KeyName, PlatformOp, PlatformOutcome};
use leling_store::Store;

use super::{Engine, Letter, state_of};
use crate::post::kind_of;
use crate::signer::Opener;
use crate::vault::{Facts, Found, Vault};

impl Engine {
    /// Asks for the store's key where there is one; the first screen stands already.
    pub(super) fn open_sealed(&mut self) {
        let wrapped = self.vault.as_mut().map(Vault::wrapped_root).and_then(Result::ok);
        let Some(sealed) = wrapped.flatten() else { return };
        if core::mem::replace(&mut self.key_asked, true) {
            return;
        }
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
                if let Some(heard) = &vault.facts().heard {
                    self.clock.recall(heard);
                }
                self.brain.remember(None, Some(kept.clone()));
                self.think(|session, context| session.take(Incoming::Restored(Ok(kept)), context));
                self.send_pending();
            }
            Ok(Found::Nothing) => {
                let state = State::begin(vault.settings().as_deref(), false);
                self.begin_again(state);
                self.send_pending();
            }
            Err(failure) => {
                self.think(|session, context| session.take(Incoming::Restored(Err(failure)), context));
            }
        }
    }

    pub(super) fn begin_again(&mut self, state: State) {
        self.think(move |session, context| {
            let revision = session.screen().revision + 1;
            let state = state.with_system_of(session.state());
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
            Err(failure) => self.refuse_held(&failure),
        }
    }

    /// Tells those who wait for a key that there is none; what needs none is served all the same.
    fn refuse_held(&mut self, failure: &Failure) {
        let held = core::mem::take(&mut self.held);
        self.fault(failure.code);
        for effect in held {
            match effect {
                Effect::Gateway(call) => self.reply(kind_of(&call).reply(Err(failure.clone()))),
                other => self.serve(other),
            }
        }
    }

    /// Tries again to open what did not open: the store's folder, or its key.
    pub(super) fn unlock(&mut self) {
        if self.vault.is_none() {
            match Store::open(&self.dir, Box::new(SystemRng::new())) {
                Ok(opened) => self.vault = Some(Vault::new(opened)),
                Err(error) => {
                    let failure = Failure::local(error.code());
                    self.think(|session, context| session.take(Incoming::Restored(Err(failure)), context));
                    return;
                }
            }
        }
        let Some(vault) = &mut self.vault else { return };
        let state = state_of(vault);
        self.brain.remember(vault.settings(), None);
        self.begin_again(state);
        self.open_sealed();
    }

    pub(super) fn save(&mut self, clear: &str, sealed: Option<String>) {
        let Some(vault) = &mut self.vault else { return };
        let saved = vault.save(clear, sealed);
        if vault.wants_key() && !vault.is_asleep() {
            self.make_key();
        }
        if let Err(code) = saved {
            self.fault(code);
        }
    }

    pub(super) fn forget(&mut self) {
        self.lives += 1;
        self.brain.forget();
        self.sending.clear();
        self.unbuilt.clear();
        self.device = Opener::new(Arc::clone(&self.desk), self.letters.clone());
        self.signs = false;
        self.gateway.set_device(None);
        if let Some(Err(code)) = self.vault.as_mut().map(Vault::erase) {
            self.fault(code);
        }
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
