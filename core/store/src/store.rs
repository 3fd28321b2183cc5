//! The store folder: opened without a key, unlocked with one, owned by one thread.
//!
//! Order of life: [`Store::open`] → settings → [`Store::wrapped_root`] → the platform unwraps → [`Store::unlock`] (or,
//! on a new phone, [`Store::adopt`]) → documents and outbox → [`Store::suspend`] / [`Store::resume`].
//! An error leaves everything as it was.

use std::{
    fs,
    path::{Path, PathBuf},
};

use leling_crypto::{
    rng::Rng,
    seal::{RootKey, SealKey},
};
use leling_protocol::ErrorCode;
use uuid::Uuid;

use crate::{
    batch::{Batch, Change},
    document::{self, DocKey, DocKind, Plain},
    error::{Part, StoreError},
    file::{self, Database, Origin},
    outbox::{self, Appended, Refused, Write},
    salvage,
    setting::{self, Setting},
    vault::{self, Vault},
};

/// What opening found of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It was there and holds as far as its header says.
    Sound,
    /// There was none: a new phone.
    New,
    /// It was damaged, not ours, or vanished; what is there now is new and holds only what could be saved.
    Rebuilt,
}

/// What opening found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// `store.db`. Rebuilt: the person's documents come from the gateway again.
    pub store: Condition,
    /// `outbox.db`. Rebuilt: writes may be lost that the gateway never saw.
    pub outbox: Condition,
}

impl Health {
    /// Says whether anything that was there before is gone.
    pub fn is_damaged(self) -> bool {
        [self.store, self.outbox].contains(&Condition::Rebuilt)
    }
}

/// An open store and what opening found.
#[derive(Debug)]
pub struct Opened {
    /// Open and locked.
    pub store: Store,
    /// What was found.
    pub health: Health,
}

/// How much lies in the store; shown to nobody, compared by tests and benches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Documents of all kinds.
    pub documents: u64,
    /// Writes that wait.
    pub waiting: u64,
}

/// The folder that the phone keeps.
pub struct Store {
    dir: PathBuf,
    rng: Box<dyn Rng + Send>,
    keys: Option<Keys>,
    files: Option<Files>,
}

struct Keys {
    documents: SealKey,
    outbox: SealKey,
}

pub(crate) struct Files {
    pub(crate) store: Database,
    pub(crate) outbox: Database,
}

impl core::fmt::Debug for Store {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Store")
            .field("open", &self.files.is_some())
            .field("unlocked", &self.keys.is_some())
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the folder `dir`, making what is missing. No key operation, and no fsync where nothing is made.
    ///
    /// `rng` draws the nonces of sealed records.
    ///
    /// # Errors
    /// [`StoreError::Newer`] with the files untouched, `Full`, `ReadOnly`, `Busy`, `Io`. Damage is no error: the file
    /// is set aside and [`Opened::health`] says so.
    pub fn open(dir: impl AsRef<Path>, rng: Box<dyn Rng + Send>) -> Result<Opened, StoreError> {
        let dir = dir.as_ref().to_owned();
        make_folder(&dir)?;
        let (files, health) = Files::open(&dir, None)?;
        Ok(Opened { store: Self { dir, rng, keys: None, files: Some(files) }, health })
    }

    /// Reads a setting; needs no key.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], `Suspended`.
    pub fn setting(&self, setting: Setting) -> Result<Option<String>, StoreError> {
        self.files()?.store.read(|connection| setting::get(connection, setting))
    }

    /// Writes a setting in clear; needs no key. Nothing of a person belongs in it.
    ///
    /// # Errors
    /// [`StoreError::Full`], `Damaged`, `Suspended`.
    pub fn set_setting(&mut self, setting: Setting, value: &str) -> Result<(), StoreError> {
        self.files_mut()?.store.write(|transaction| setting::set(transaction, setting, value))
    }

    /// Gives the root key as the platform's key `wrap` sealed it; `None` before [`Self::adopt`].
    ///
    /// # Errors
    /// [`StoreError::Damaged`], `Suspended`.
    pub fn wrapped_root(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.files()?.store.read(vault::get)?.map(|vault| vault.wrapped))
    }

    /// Takes a new root key and what the platform made of it, and unlocks.
    ///
    /// # Errors
    /// [`StoreError::KeyPresent`] where there is one: [`Self::erase`] comes first.
    pub fn adopt(&mut self, root: &RootKey, wrapped: &[u8]) -> Result<(), StoreError> {
        let vault = Vault::new(root, wrapped, self.rng.as_mut());
        let files = self.files_mut()?;
        if files.store.read(vault::get)?.is_some() {
            return Err(StoreError::KeyPresent);
        }
        // The outbox first: opening copies a vault that only one file has, and never sees two that differ. One that
        // lies there already is of an attempt that did not reach the store.
        files.outbox.write(|transaction| vault::set(transaction, &vault))?;
        files.store.write(|transaction| vault::set(transaction, &vault))?;
        self.keys = Some(Keys::of(root));
        Ok(())
    }

    /// Unlocks with the root key that the platform unwrapped.
    ///
    /// # Errors
    /// [`StoreError::KeyGone`] where the key is not the one that sealed the records; nothing is opened or changed.
    pub fn unlock(&mut self, root: &RootKey) -> Result<(), StoreError> {
        let files = self.files()?;
        for database in [&files.store, &files.outbox] {
            if !database.read(vault::get)?.is_some_and(|vault| vault.fits(root)) {
                return Err(StoreError::KeyGone);
            }
        }
        self.keys = Some(Keys::of(root));
        Ok(())
    }

    /// Forgets the person for good: documents, outbox, root key, resume point. Presentation and language stay.
    ///
    /// # Errors
    /// [`StoreError::Full`], `Damaged`, `Suspended`; calling it again goes on.
    pub fn erase(&mut self) -> Result<(), StoreError> {
        let files = self.files_mut()?;
        files.store.write(|transaction| {
            transaction.execute_batch("DELETE FROM document; DELETE FROM vault;")?;
            Ok(transaction.execute("DELETE FROM setting WHERE name = ?1", [Setting::Resume.as_str()])?)
        })?;
        files.outbox.write(|transaction| {
            Ok(transaction.execute_batch("DELETE FROM waiting; DELETE FROM refused; DELETE FROM vault;")?)
        })?;
        self.keys = None;
        Ok(())
    }

    /// Opens one document.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the record does not open at its place, `Locked`, `Suspended`.
    pub fn get(&self, kind: DocKind, key: DocKey) -> Result<Option<Plain>, StoreError> {
        let keys = self.keys()?;
        self.files()?.store.read(|connection| document::get(connection, &keys.documents, kind, key))
    }

    /// Opens every document of a kind, in the order of keys.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn list(&self, kind: DocKind) -> Result<Vec<(DocKey, Plain)>, StoreError> {
        let keys = self.keys()?;
        self.files()?.store.read(|connection| document::list(connection, &keys.documents, kind))
    }

    /// Seals one document.
    ///
    /// # Errors
    /// [`StoreError::Full`], `Damaged`, `Locked`, `Suspended`; the document before stays.
    pub fn put(&mut self, kind: DocKind, key: DocKey, body: &[u8]) -> Result<(), StoreError> {
        let (files, keys, rng) = self.parts()?;
        files.store.write(|transaction| document::put(transaction, &keys.documents, rng, kind, key, body))
    }

    /// Deletes one document; one that is not there is no error.
    ///
    /// # Errors
    /// As [`Self::put`], but needs no key.
    pub fn delete(&mut self, kind: DocKind, key: DocKey) -> Result<(), StoreError> {
        self.files_mut()?.store.write(|transaction| document::delete(transaction, kind, key))
    }

    /// Writes a batch: its outbox writes first, durably, then its documents and settings together.
    ///
    /// Killed in between, the phone has the write and not yet the documents: it is sent, and the answer brings them.
    ///
    /// # Errors
    /// As [`Self::append`] and [`Self::put`]. Documents and settings are then as before; the outbox writes are taken
    /// back as far as the file allows, [`Self::pending`] says.
    pub fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let (files, keys, rng) = self.parts()?;
        let mut added = Vec::new();
        if !batch.writes.is_empty() {
            files.outbox.write(|transaction| {
                for write in &batch.writes {
                    if outbox::append(transaction, &keys.outbox, rng, write)? == Appended::New {
                        added.push(write.id);
                    }
                }
                Ok(())
            })?;
        }
        if batch.changes.is_empty() {
            return Ok(());
        }
        let changed = files.store.write(|transaction| {
            batch.changes.iter().try_for_each(|change| match change {
                Change::Put(kind, key, body) => {
                    document::put(transaction, &keys.documents, rng, *kind, *key, body.expose())
                }
                Change::Delete(kind, key) => document::delete(transaction, *kind, *key),
                Change::Set(setting, value) => setting::set(transaction, *setting, value),
            })
        });
        if changed.is_err() && !added.is_empty() {
            let _ =
                files.outbox.write(|transaction| added.iter().try_for_each(|id| outbox::acknowledge(transaction, *id)));
        }
        changed
    }

    /// Adds a write at the end of the outbox; durable when this returns. The same write again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::WriteIdTaken`] for another body or endpoint under the id, `Full`, `Damaged`, `Locked`, `Suspended`.
    pub fn append(&mut self, write: &Write) -> Result<(), StoreError> {
        let (files, keys, rng) = self.parts()?;
        files.outbox.write(|transaction| outbox::append(transaction, &keys.outbox, rng, write)).map(drop)
    }

    /// Lists the writes that wait, oldest first. A write whose record no longer opens moves to the refused.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], `Locked`, `Suspended`.
    pub fn pending(&mut self) -> Result<Vec<Write>, StoreError> {
        let (files, keys, _) = self.parts()?;
        files.outbox.write(|transaction| outbox::pending(transaction, &keys.outbox))
    }

    /// Takes a write out: the gateway has it.
    ///
    /// # Errors
    /// [`StoreError::Full`], `Damaged`, `Suspended`; the write then stays and may be sent again.
    pub fn acknowledge(&mut self, id: Uuid) -> Result<(), StoreError> {
        self.files_mut()?.outbox.write(|transaction| outbox::acknowledge(transaction, id))
    }

    /// Moves a write that the gateway will never take to the refused; its body goes.
    ///
    /// # Errors
    /// As [`Self::acknowledge`].
    pub fn fail(&mut self, id: Uuid, code: ErrorCode) -> Result<(), StoreError> {
        self.files_mut()?.outbox.write(|transaction| outbox::refuse(transaction, id, code))
    }

    /// Lists the refused writes.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], `Suspended`.
    pub fn refused(&self) -> Result<Vec<Refused>, StoreError> {
        self.files()?.outbox.read(outbox::refused)
    }

    /// Forgets a refused write: its person has been told.
    ///
    /// # Errors
    /// As [`Self::acknowledge`].
    pub fn forget(&mut self, id: Uuid) -> Result<(), StoreError> {
        self.files_mut()?.outbox.write(|transaction| outbox::forget(transaction, id))
    }

    /// Counts what lies in the store.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], `Suspended`.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let files = self.files()?;
        Ok(Counts { documents: files.store.read(document::count)?, waiting: files.outbox.read(outbox::count)? })
    }

    /// Reads every page of both files; costs as much as they are long.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with the first file that does not hold.
    pub fn check(&self) -> Result<(), StoreError> {
        let files = self.files()?;
        files.store.check()?;
        files.outbox.check()
    }

    /// Renames a damaged file to `<name>.damaged-<n>` and begins a new one with what can be saved: settings, waiting
    /// writes and the wrapped root key, of which the other file has a copy. A store that was unlocked stays so while
    /// the wrapped root is there.
    ///
    /// # Errors
    /// As [`Self::open`]; the store is then suspended.
    pub fn set_aside(&mut self, part: Part) -> Result<(), StoreError> {
        let Files { store, outbox } = self.files.take().ok_or(StoreError::Suspended)?;
        let (damaged, sound) = match part {
            Part::Store => (store, outbox),
            Part::Outbox => (outbox, store),
        };
        damaged.abandon();
        sound.close()?;
        let aside = file::set_aside(&self.dir, part)?;
        let (files, _) = Files::open(&self.dir, Some((part, &aside)))?;
        if files.store.read(vault::get)?.is_none() {
            self.keys = None;
        }
        self.files = Some(files);
        Ok(())
    }

    /// Moves everything into the main files and closes them: no lock and no open file is left when this returns.
    ///
    /// # Errors
    /// [`StoreError::Full`] and the like from the last checkpoint; the files are closed all the same.
    pub fn suspend(&mut self) -> Result<(), StoreError> {
        let Some(Files { store, outbox }) = self.files.take() else { return Ok(()) };
        let (store, outbox) = (store.close(), outbox.close());
        store.and(outbox)
    }

    /// Opens the files again; the keys were kept.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn resume(&mut self) -> Result<Health, StoreError> {
        if self.files.is_some() {
            return Ok(Health { store: Condition::Sound, outbox: Condition::Sound });
        }
        let (files, health) = Files::open(&self.dir, None)?;
        if files.store.read(vault::get)?.is_none() {
            self.keys = None;
        }
        self.files = Some(files);
        Ok(health)
    }

    pub(crate) fn files(&self) -> Result<&Files, StoreError> {
        self.files.as_ref().ok_or(StoreError::Suspended)
    }

    fn files_mut(&mut self) -> Result<&mut Files, StoreError> {
        self.files.as_mut().ok_or(StoreError::Suspended)
    }

    fn keys(&self) -> Result<&Keys, StoreError> {
        self.keys.as_ref().ok_or(StoreError::Locked)
    }

    fn parts(&mut self) -> Result<(&mut Files, &Keys, &mut (dyn Rng + Send)), StoreError> {
        let files = self.files.as_mut().ok_or(StoreError::Suspended)?;
        let keys = self.keys.as_ref().ok_or(StoreError::Locked)?;
        Ok((files, keys, self.rng.as_mut()))
    }
}

impl Keys {
    fn of(root: &RootKey) -> Self {
        Self { documents: root.derive("store.document", 1), outbox: root.derive("store.outbox", 1) }
    }
}

impl Files {
    /// Opens both files, saves what can be saved of those set aside, and gives both the same vault.
    fn open(dir: &Path, aside: Option<(Part, &Path)>) -> Result<(Self, Health), StoreError> {
        let (mut store, store_origin) = Database::open(dir, Part::Store)?;
        let (mut outbox, outbox_origin) = Database::open(dir, Part::Outbox)?;
        for (part, origin, database) in
            [(Part::Store, &store_origin, &mut store), (Part::Outbox, &outbox_origin, &mut outbox)]
        {
            if let Origin::SetAside(path) = origin {
                salvage::salvage(path, part, database)?;
            } else if let Some((_, path)) = aside.filter(|(of, _)| *of == part) {
                salvage::salvage(path, part, database)?;
            }
        }
        let vaults = (store.read(vault::get)?, outbox.read(vault::get)?);
        match &vaults {
            (None, Some(vault)) => store.write(|transaction| vault::set(transaction, vault))?,
            (Some(vault), None) => outbox.write(|transaction| vault::set(transaction, vault))?,
            _ => {}
        }
        let health = Health {
            store: condition(&store_origin, vaults.1.is_some()),
            outbox: condition(&outbox_origin, vaults.0.is_some()),
        };
        Ok((Self { store, outbox }, health))
    }
}

/// A file that is missing beside one that knows a key was there once.
fn condition(origin: &Origin, other_has_key: bool) -> Condition {
    match origin {
        Origin::Found => Condition::Sound,
        Origin::Created if !other_has_key => Condition::New,
        Origin::Created | Origin::SetAside(_) => Condition::Rebuilt,
    }
}

fn make_folder(dir: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(dir)?)
}
