//! What can go wrong with the phone's storage, without a word of what was stored.

use leling_crypto::seal::SealError;
use leling_protocol::ErrorCode;
use rusqlite::ffi;
use uuid::Uuid;

/// One of the two files of a store folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// `store.db`: settings and documents; can be rebuilt from the gateway.
    Store,
    /// `outbox.db`: writes that the gateway has not acknowledged; cannot be rebuilt.
    Outbox,
}

/// Why the store did not do what was asked. In every case the state before is intact.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A newer version of the app wrote the file; it is left as it is.
    #[error("storage has schema {found}, newer than {known}")]
    Newer {
        /// Schema of the file.
        found: i64,
        /// Newest schema that this version knows.
        known: i64,
    },
    /// The root key is not the one that sealed the records, or none was ever made.
    #[error("storage key does not fit")]
    KeyGone,
    /// A root key exists already; [`Store::erase`](crate::Store::erase) comes before another one.
    #[error("storage has a key already")]
    KeyPresent,
    /// Sealed records were asked for before [`Store::unlock`](crate::Store::unlock).
    #[error("storage is locked")]
    Locked,
    /// The files are closed since [`Store::suspend`](crate::Store::suspend).
    #[error("storage is suspended")]
    Suspended,
    /// No room is left.
    #[error("storage is full")]
    Full,
    /// The folder or a file in it cannot be written.
    #[error("storage cannot be written")]
    ReadOnly,
    /// Pages or records do not hold; [`Store::set_aside`](crate::Store::set_aside) is the way on.
    #[error("storage is damaged")]
    Damaged(Part),
    /// Another process holds the folder.
    #[error("storage is held by another process")]
    Busy,
    /// The outbox holds another body under this write id.
    #[error("write id {0} is taken by another body")]
    WriteIdTaken(Uuid),
    /// The file system failed.
    #[error("file system failed")]
    Io(#[source] std::io::Error),
    /// SQLite failed in a way that has no name here.
    #[error("storage engine failed with code {0}")]
    Engine(i32),
}

impl StoreError {
    /// Gives the code whose sentence a person hears.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Newer { .. } => ErrorCode::StoreNewer,
            Self::KeyGone => ErrorCode::StoreKeyGone,
            // A disk that fails or cannot be written has the cure of a full one: make room, or ask somebody to.
            Self::Full | Self::ReadOnly | Self::Io(_) => ErrorCode::StoreFull,
            Self::Engine(code) if *code & 0xff == ffi::SQLITE_IOERR => ErrorCode::StoreFull,
            Self::Damaged(_) => ErrorCode::StoreDamaged,
            Self::KeyPresent
            | Self::Locked
            | Self::Suspended
            | Self::Busy
            | Self::WriteIdTaken(_)
            | Self::Engine(_) => ErrorCode::AppRestarted,
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Io(error),
        }
    }
}

/// A failure inside one file, before it is known which.
#[derive(Debug)]
pub(crate) enum Fault {
    Engine(rusqlite::Error),
    Io(std::io::Error),
    /// A record whose bytes, place or length do not hold.
    Record,
    WriteIdTaken(Uuid),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<SealError> for Fault {
    fn from(_: SealError) -> Self {
        Self::Record
    }
}

impl Fault {
    pub(crate) fn of(self, part: Part) -> StoreError {
        match self {
            Self::Engine(error) => of_engine(&error, part),
            Self::Io(error) => error.into(),
            Self::Record => StoreError::Damaged(part),
            Self::WriteIdTaken(id) => StoreError::WriteIdTaken(id),
        }
    }
}

// SQLite's own texts name paths and SQL; only the code is kept.
fn of_engine(error: &rusqlite::Error, part: Part) -> StoreError {
    let rusqlite::Error::SqliteFailure(failure, _) = error else {
        // Everything else rusqlite reports is a value of another type or shape than the schema has.
        return StoreError::Damaged(part);
    };
    match failure.extended_code {
        ffi::SQLITE_IOERR_SHORT_READ | ffi::SQLITE_IOERR_DATA | ffi::SQLITE_IOERR_CORRUPTFS => {
            return StoreError::Damaged(part);
        }
        _ => {}
    }
    match failure.extended_code & 0xff {
        // The last three too: our statements fit our schema, so a missing table or a broken rule is a changed page.
        ffi::SQLITE_CORRUPT
        | ffi::SQLITE_NOTADB
        | ffi::SQLITE_ERROR
        | ffi::SQLITE_CONSTRAINT
        | ffi::SQLITE_MISMATCH => StoreError::Damaged(part),
        ffi::SQLITE_FULL => StoreError::Full,
        ffi::SQLITE_READONLY | ffi::SQLITE_CANTOPEN | ffi::SQLITE_PERM => StoreError::ReadOnly,
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => StoreError::Busy,
        _ => StoreError::Engine(failure.extended_code),
    }
}
