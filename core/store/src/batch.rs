//! Several changes that belong together.

use leling_protocol::Redacted;
use zeroize::Zeroizing;

use crate::{
    document::{DocKey, DocKind, Plain},
    outbox::Write,
    setting::Setting,
};

/// Changes that [`Store::commit`](crate::Store::commit) makes together, in the order given.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub(crate) changes: Vec<Change>,
    pub(crate) writes: Vec<Write>,
}

#[derive(Clone, Debug)]
pub(crate) enum Change {
    Put(DocKind, DocKey, Plain),
    Delete(DocKind, DocKey),
    Set(Setting, String),
}

impl Batch {
    /// Begins a batch.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a document.
    #[must_use]
    pub fn put(mut self, kind: DocKind, key: DocKey, body: Vec<u8>) -> Self {
        self.changes.push(Change::Put(kind, key, Redacted::new(Zeroizing::new(body))));
        self
    }

    /// Adds a deletion.
    #[must_use]
    pub fn delete(mut self, kind: DocKind, key: DocKey) -> Self {
        self.changes.push(Change::Delete(kind, key));
        self
    }

    /// Adds a setting, in clear.
    #[must_use]
    pub fn set(mut self, setting: Setting, value: impl Into<String>) -> Self {
        self.changes.push(Change::Set(setting, value.into()));
        self
    }

    /// Adds a write for the gateway.
    #[must_use]
    pub fn send(mut self, write: Write) -> Self {
        self.writes.push(write);
        self
    }
}
