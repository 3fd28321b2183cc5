//! The store before and after its key is there.
//!
//! Settings are read in clear, so that the first screen needs no key. The key of the sealed part is wrapped by the phone's
//! key `wrap`; what has to be saved before the key exists, while the files are closed, or while there is no room waits here
//! in its newest form. A part of the store that turns out damaged is set aside and filled again from what the flows hold.

use leling_crypto::seal::RootKey;
use leling_protocol::ErrorCode;
use leling_store::{Batch, DocKey, DocKind, Health, Opened, Setting, Store, StoreError, Write};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Heard;

/// What the runtime itself keeps beside the flows' part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// Last gateway time heard.
    pub(crate) heard: Option<Heard>,
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

/// The store with what waits to be written.
pub(crate) struct Vault {
    store: Store,
    health: Health,
    open: bool,
    asleep: bool,
    clear: Option<String>,
    sealed: Option<String>,
    facts: Facts,
    /// Whether `sealed` or `facts` differ from what the files hold.
    unsaved: bool,
}

impl Vault {
    pub(crate) fn new(opened: Opened) -> Self {
        let Opened { store, health } = opened;
        Self {
            store,
            health,
            open: false,
            asleep: false,
            clear: None,
            sealed: None,
            facts: Facts::default(),
            unsaved: false,
        }
    }

    pub(crate) const fn is_open(&self) -> bool {
        self.open
    }

    /// Says whether the files are closed since [`Self::suspend`].
    pub(crate) const fn is_asleep(&self) -> bool {
        self.asleep
    }

    /// Says whether everything that the flows keep is in the files.
    pub(crate) const fn is_saved(&self) -> bool {
        self.clear.is_none() && !self.unsaved
    }

    /// Says whether something personal waits for a key.
    pub(crate) const fn wants_key(&self) -> bool {
        !self.open && self.sealed.is_some()
    }

    pub(crate) const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Gives the settings, readable without a key.
    pub(crate) fn settings(&mut self) -> Option<String> {
        self.mend(|store| store.setting(Setting::Presentation)).ok().flatten()
    }

    /// Gives the wrapped key of the sealed part, where there is one.
    pub(crate) fn wrapped_root(&mut self) -> Result<Option<Vec<u8>>, ErrorCode> {
        self.mend(|store| store.wrapped_root())
    }

    /// Opens the sealed part with its key.
    pub(crate) fn unlock(&mut self, root: &RootKey) -> Result<Found, ErrorCode> {
        self.mend(|store| store.unlock(root))?;
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
        self.mend(|store| store.adopt(root, wrapped))?;
        self.open = true;
        self.flush()
    }

    /// Saves what the flows keep; without a key, or while the files are closed, it waits.
    pub(crate) fn save(&mut self, clear: &str, sealed: Option<String>) -> Result<(), ErrorCode> {
        self.clear = Some(clear.to_owned());
        if sealed.is_some() {
            self.sealed = sealed;
            self.unsaved = true;
        }
        self.flush()
    }

    /// Changes the runtime's own facts and keeps them.
    pub(crate) fn note(&mut self, change: impl FnOnce(&mut Facts)) -> Result<(), ErrorCode> {
        let before = self.facts.clone();
        change(&mut self.facts);
        if self.facts == before {
            return Ok(());
        }
        self.unsaved = true;
        self.flush()
    }

    /// Writes what waits, as far as it can be written now; both sealed parts in one transaction.
    pub(crate) fn flush(&mut self) -> Result<(), ErrorCode> {
        if self.asleep {
            return Ok(());
        }
        if let Some(clear) = self.clear.clone() {
            if self.settings().as_deref() != Some(&clear) {
                self.mend(|store| store.set_setting(Setting::Presentation, &clear))?;
            }
            self.clear = None;
        }
        if !(self.open && self.unsaved) {
            return Ok(());
        }
        let facts = serde_json::to_vec(&self.facts).expect("facts are plain data");
        let mut batch = Batch::new().put(DocKind::Clock, DocKey::ONLY, facts);
        if let Some(sealed) = &self.sealed {
            batch = batch.put(DocKind::Resume, DocKey::ONLY, sealed.clone().into_bytes());
        }
        self.mend(|store| store.commit(&batch))?;
        self.unsaved = false;
        Ok(())
    }

    /// Works on the store; a damaged part is set aside first, and nothing that the flows hold is lost by it.
    fn mend<T>(&mut self, work: impl Fn(&mut Store) -> Result<T, StoreError>) -> Result<T, ErrorCode> {
        let result = match work(&mut self.store) {
            Err(StoreError::Damaged(part)) => {
                tracing::warn!("a damaged part of the store is set aside");
                self.unsaved = true;
                self.store.set_aside(part).and_then(|()| work(&mut self.store))
            }
            // Setting a part aside ended half-way, or the files did not open after a sleep.
            Err(StoreError::Suspended) if !self.asleep => self.store.resume().and_then(|_| work(&mut self.store)),
            other => other,
        };
        result.map_err(|error| code(&error))
    }

    /// Makes a write durable before it is sent.
    pub(crate) fn send(&mut self, write: &Write) -> Result<(), ErrorCode> {
        self.mend(|store| store.append(write))
    }

    /// Gives the writes that nobody has acknowledged, oldest first.
    pub(crate) fn pending(&mut self) -> Result<Vec<Write>, ErrorCode> {
        self.mend(Store::pending)
    }

    /// Ends a write: acknowledged, refused, or overtaken by a newer one.
    pub(crate) fn done(&mut self, id: Uuid) {
        if self.mend(|store| store.acknowledge(id)).is_err() {
            tracing::warn!("an acknowledged write stays in the outbox");
        }
    }

    /// Deletes everything personal.
    pub(crate) fn erase(&mut self) -> Result<(), ErrorCode> {
        self.open = false;
        self.sealed = None;
        self.facts = Facts::default();
        let erased = self.mend(Store::erase);
        self.unsaved = false;
        erased
    }

    /// Closes the files so that the system may stop the app.
    pub(crate) fn suspend(&mut self) {
        if self.flush().is_err() {
            tracing::warn!("not everything was saved before the store closed");
        }
        if let Err(error) = self.store.suspend() {
            tracing::warn!(%error, "the store did not close");
        }
        self.asleep = true;
    }

    /// Opens the files again and writes what waited; a file that vanished meanwhile is filled from what the flows hold.
    pub(crate) fn wake(&mut self) -> Result<(), ErrorCode> {
        self.asleep = false;
        let health = self.store.resume().map_err(|error| code(&error))?;
        if self.open && self.wrapped_root()?.is_none() {
            self.open = false;
            self.unsaved = true;
        }
        self.unsaved |= health.is_damaged();
        self.flush()
    }
}

fn code(error: &StoreError) -> ErrorCode {
    tracing::warn!(%error, "the store refused");
    error.code()
}
