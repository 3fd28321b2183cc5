//! The tables of both files, as migrations that run one step at a time, each in its own transaction.
//!
//! `user_version` counts the steps that a file has. A step that was released never changes; a change is a new step.

use rusqlite::Transaction;

use crate::error::Part;

/// `application_id` of `store.db`: "LLst".
const STORE_ID: i32 = 0x4c4c_7374;
/// `application_id` of `outbox.db`: "LLob".
const OUTBOX_ID: i32 = 0x4c4c_6f62;

/// Clear columns hold nothing personal: names of settings and kinds, random ids, counters, times.
const STORE_STEPS: &[&str] = &["
    CREATE TABLE setting (
        name TEXT NOT NULL PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE vault (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        wrapped BLOB NOT NULL,
        key_check BLOB NOT NULL
    ) STRICT;
    CREATE TABLE document (
        kind TEXT NOT NULL,
        key BLOB NOT NULL,
        revision INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID;
"];

const OUTBOX_STEPS: &[&str] = &["
    CREATE TABLE vault (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        wrapped BLOB NOT NULL,
        key_check BLOB NOT NULL
    ) STRICT;
    CREATE TABLE waiting (
        seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        id BLOB NOT NULL UNIQUE,
        endpoint TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        body BLOB NOT NULL
    ) STRICT;
    CREATE TABLE refused (
        id BLOB NOT NULL PRIMARY KEY,
        endpoint TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        code TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
"];

/// What one file is expected to be.
#[derive(Clone, Copy)]
pub(crate) struct Schema {
    pub(crate) application_id: i32,
    pub(crate) steps: &'static [&'static str],
}

impl Schema {
    pub(crate) const fn of(part: Part) -> Self {
        match part {
            Part::Store => Self { application_id: STORE_ID, steps: STORE_STEPS },
            Part::Outbox => Self { application_id: OUTBOX_ID, steps: OUTBOX_STEPS },
        }
    }

    /// Newest `user_version`.
    pub(crate) fn version(self) -> i64 {
        as_version(self.steps.len())
    }

    /// Takes step `index`, from 0, and says so in the file's header.
    pub(crate) fn take_step(self, transaction: &Transaction<'_>, index: usize) -> rusqlite::Result<()> {
        transaction.execute_batch(self.steps[index])?;
        transaction.pragma_update(None, "application_id", self.application_id)?;
        transaction.pragma_update(None, "user_version", as_version(index + 1))
    }
}

fn as_version(steps: usize) -> i64 {
    i64::try_from(steps).expect("a file has a handful of steps")
}
