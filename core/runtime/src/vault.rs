//! The store before and after its key is there.
//!
//! Settings are read in clear, so that the first screen needs no key. The key of the sealed part is wrapped by the phone's
//! key `wrap`; what has to be saved before the key exists waits here in its newest form. A part of the store that turns out
//! damaged is set aside and filled again from what the flows hold.

use leling_crypto::seal::RootKey;
use leling_protocol::{ErrorCode, Timestamp};
use leling_store::{Batch, DocKey, DocKind, Health, Opened, Setting, Store, StoreError, Write};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the runtime itself keeps beside the flows' part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// Last gateway time heard.
    pub(crate) gateway_time: Option<Timestamp>,
    /// This phone's id at the gateway.
    pub(crate) device: Option<Uuid>,
    /// The gateway's public key for sealing, base64url.
    pub(crate) seal_key: Option<String>,
}

/// What was found when the sealed part was opened.
pub(crate) enum Found {
    /// The flows' part.
    Kept(String),
    /// The key exists and nothing was saved under it yet.
    Nothing,
}

/// The store with what waits for its key.
pub(crate) struct Vault {
    store: Store,
    health: Health,
    open: bool,
    sealed: Option<String>,
    facts: Facts,
}

impl Vault {
    pub(crate) fn new(opened: Opened) -> Self {
        let Opened { store, health } = opened;
        Self { store, health, open: false, sealed: None, facts: Facts::default() }
    }

    pub(crate) const fn is_open(&self) -> bool {
        self.open
    }

    pub(crate) const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Gives the settings, readable without a key.
    pub(crate) fn settings(&self) -> Option<String> {
        self.store.setting(Setting::Presentation).ok().flatten()
    }

    /// Gives the wrapped key of the sealed part, where there is one.
    pub(crate) fn wrapped_root(&self) -> Option<Vec<u8>> {
        self.store.wrapped_root().ok().flatten()
    }

    /// Opens the sealed part with its key.
    pub(crate) fn unlock(&mut self, root: &RootKey) -> Result<Found, ErrorCode> {
        self.store.unlock(root).map_err(|error| code(&error))?;
        self.open = true;
        if let Some(facts) = self.document(DocKind::Clock)? {
            self.facts = serde_json::from_str(&facts).unwrap_or_default();
        }
        match self.document(DocKind::Resume)? {
            Some(kept) => {
                self.sealed = Some(kept.clone());
                Ok(Found::Kept(kept))
            }
            None if self.health.is_damaged() => Err(ErrorCode::StoreDamaged),
            None => Ok(Found::Nothing),
        }
    }

    fn document(&mut self, kind: DocKind) -> Result<Option<String>, ErrorCode> {
        let plain = match self.store.get(kind, DocKey::ONLY) {
            Err(StoreError::Damaged(part)) => {
                let _ = self.store.set_aside(part);
                return Err(ErrorCode::StoreDamaged);
            }
            other => other.map_err(|error| code(&error))?,
        };
        let text = plain.map(|plain| String::from_utf8(plain.expose().to_vec()));
        text.transpose().map_err(|_| ErrorCode::StoreDamaged)
    }

    /// Takes a new key with its wrapped form, and saves what waited for it.
    pub(crate) fn adopt(&mut self, root: &RootKey, wrapped: &[u8]) -> Result<(), ErrorCode> {
        self.store.adopt(root, wrapped).map_err(|error| code(&error))?;
        self.open = true;
        self.write_all()
    }

    /// Saves what the flows keep; without a key the sealed part waits.
    pub(crate) fn save(&mut self, clear: &str, sealed: Option<String>) -> Result<(), ErrorCode> {
        if self.settings().as_deref() != Some(clear) {
            self.mend(|store| store.set_setting(Setting::Presentation, clear))?;
        }
        if sealed.is_some() {
            self.sealed = sealed;
        }
        if self.open { self.write_all() } else { Ok(()) }
    }

    /// Says whether something personal waits for a key.
    pub(crate) const fn wants_key(&self) -> bool {
        !self.open && self.sealed.is_some()
    }

    /// Changes the runtime's own facts and keeps them.
    pub(crate) fn note(&mut self, change: impl FnOnce(&mut Facts)) -> Result<(), ErrorCode> {
        let before = self.facts.clone();
        change(&mut self.facts);
        if self.facts == before || !self.open {
            return Ok(());
        }
        let facts = serde_json::to_vec(&self.facts).expect("facts are plain data");
        self.mend(|store| store.put(DocKind::Clock, DocKey::ONLY, &facts))
    }

    /// Writes both parts in one transaction; a damaged store is set aside first, nothing is lost by it.
    fn write_all(&mut self) -> Result<(), ErrorCode> {
        let facts = serde_json::to_vec(&self.facts).expect("facts are plain data");
        let sealed = self.sealed.clone();
        self.mend(|store| {
            let mut batch = Batch::new().put(DocKind::Clock, DocKey::ONLY, facts.clone());
            if let Some(sealed) = &sealed {
                batch = batch.put(DocKind::Resume, DocKey::ONLY, sealed.clone().into_bytes());
            }
            store.commit(&batch)
        })
    }

    fn mend(&mut self, write: impl Fn(&mut Store) -> Result<(), StoreError>) -> Result<(), ErrorCode> {
        match write(&mut self.store) {
            Err(StoreError::Damaged(part)) => {
                tracing::warn!("a damaged part of the store is set aside");
                self.store.set_aside(part).and_then(|()| write(&mut self.store)).map_err(|error| code(&error))
            }
            other => other.map_err(|error| code(&error)),
        }
    }

    /// Makes a write durable before it is sent.
    pub(crate) fn send(&mut self, write: &Write) -> Result<(), ErrorCode> {
        self.mend(|store| store.append(write))
    }

    /// Gives the writes that nobody has acknowledged, oldest first.
    pub(crate) fn pending(&mut self) -> Vec<Write> {
        self.store.pending().unwrap_or_default()
    }

    /// Ends a write: acknowledged, refused, or overtaken by a newer one.
    pub(crate) fn done(&mut self, id: Uuid) {
        if let Err(error) = self.store.acknowledge(id) {
            tracing::warn!(%error, "an acknowledged write stays in the outbox");
        }
    }

    /// Deletes everything personal.
    pub(crate) fn erase(&mut self) {
        if let Err(error) = self.store.erase() {
            tracing::warn!(%error, "the store could not be emptied");
        }
        self.open = false;
        self.sealed = None;
        self.facts = Facts::default();
    }

    /// Closes the files so that the system may stop the app.
    pub(crate) fn suspend(&mut self) {
        if let Err(error) = self.store.suspend() {
            tracing::warn!(%error, "the store did not close");
        }
    }

    /// Opens the files again.
    pub(crate) fn resume(&mut self) {
        if let Err(error) = self.store.resume() {
            tracing::warn!(%error, "the store did not open again");
        }
    }
}

fn code(error: &StoreError) -> ErrorCode {
    tracing::warn!(%error, "the store refused");
    error.code()
}
