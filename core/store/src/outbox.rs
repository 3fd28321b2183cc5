//! Writes on their way to the gateway, in the order in which they were made.
//!
//! A write is durable before anybody may send it, carries the UUIDv7 under which the gateway stores it, and stays
//! until it is acknowledged or refused. A refused one leaves its id and code behind, and not its body.

use leling_crypto::{
    rng::Rng,
    seal::{Place, SealKey},
};
use leling_protocol::{ErrorCode, Redacted, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use uuid::Uuid;

use crate::{
    document::{Plain, pad, unpad},
    error::Fault,
};

/// A write that waits for the gateway.
#[derive(Clone, Debug)]
pub struct Write {
    /// The write's own UUIDv7, which the body carries too.
    pub id: Uuid,
    /// Path on the gateway, `/v1/…`: ids only, it lies in clear.
    pub endpoint: String,
    /// The request as it is sent, byte for byte, at every try.
    pub body: Plain,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Write {
    /// Makes a write.
    pub fn new(id: Uuid, endpoint: impl Into<String>, body: Vec<u8>, created_at: Timestamp) -> Self {
        Self { id, endpoint: endpoint.into(), body: Redacted::new(body.into()), created_at }
    }
}

/// A write that the gateway will never take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The write's own UUIDv7.
    pub id: Uuid,
    /// Path on the gateway.
    pub endpoint: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Why; `store.damaged` where its body no longer opened on this phone.
    pub code: ErrorCode,
}

/// A row as it lies in the file.
pub(crate) struct Sealed {
    pub(crate) seq: i64,
    id: [u8; 16],
    endpoint: String,
    created_at: i64,
    body: Vec<u8>,
}

impl Sealed {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            id: row.get(1)?,
            endpoint: row.get(2)?,
            created_at: row.get(3)?,
            body: row.get(4)?,
        })
    }

    fn seal(write: &Write, key: &SealKey, rng: &mut dyn Rng) -> Result<Self, Fault> {
        let mut sealed = Self {
            seq: 0,
            id: *write.id.as_bytes(),
            endpoint: write.endpoint.clone(),
            created_at: write.created_at.seconds(),
            body: Vec::new(),
        };
        sealed.body = key.seal(rng, &place(&sealed.row()), &pad(write.body.expose())?);
        Ok(sealed)
    }

    fn open(&self, key: &SealKey) -> Option<Write> {
        let body = unpad(key.open(&place(&self.row()), &self.body).ok()?)?;
        Some(Write {
            id: Uuid::from_bytes(self.id),
            endpoint: self.endpoint.clone(),
            body: Redacted::new(body),
            created_at: Timestamp::from_seconds(self.created_at),
        })
    }

    // Id and time have fixed lengths, so the endpoint behind them needs no frame.
    fn row(&self) -> Vec<u8> {
        [self.id.as_slice(), &self.created_at.to_be_bytes(), self.endpoint.as_bytes()].concat()
    }

    pub(crate) fn insert(&self, transaction: &Transaction<'_>) -> Result<(), Fault> {
        let mut statement = transaction.prepare_cached(
            "INSERT INTO waiting (id, endpoint, created_at, body) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO NOTHING",
        )?;
        statement.execute((self.id, &self.endpoint, self.created_at, &self.body))?;
        Ok(())
    }
}

fn place(row: &[u8]) -> Place<'_> {
    Place { table: "waiting", row, column: "body", version: 1 }
}

/// Whether a write was added or lay there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Appended {
    New,
    Known,
}

/// Adds a write at the end. The same write again changes nothing.
pub(crate) fn append(
    transaction: &Transaction<'_>,
    key: &SealKey,
    rng: &mut dyn Rng,
    write: &Write,
) -> Result<Appended, Fault> {
    match find(transaction, write.id)? {
        None => {
            Sealed::seal(write, key, rng)?.insert(transaction)?;
            Ok(Appended::New)
        }
        Some(sealed) => match sealed.open(key) {
            Some(before) if before.body.expose() == write.body.expose() && before.endpoint == write.endpoint => {
                Ok(Appended::Known)
            }
            _ => Err(Fault::WriteIdTaken(write.id)),
        },
    }
}

/// Lists what waits, oldest first; a row that no longer opens moves to the refused.
pub(crate) fn pending(transaction: &Transaction<'_>, key: &SealKey) -> Result<Vec<Write>, Fault> {
    let mut statement =
        transaction.prepare_cached("SELECT seq, id, endpoint, created_at, body FROM waiting ORDER BY seq")?;
    let rows = statement.query_map([], Sealed::read)?.collect::<Result<Vec<_>, _>>()?;
    let mut writes = Vec::with_capacity(rows.len());
    for sealed in rows {
        match sealed.open(key) {
            Some(write) => writes.push(write),
            None => refuse(transaction, Uuid::from_bytes(sealed.id), ErrorCode::StoreDamaged)?,
        }
    }
    Ok(writes)
}

pub(crate) fn count(connection: &Connection) -> Result<u64, Fault> {
    let count: i64 = connection.query_row("SELECT count(*) FROM waiting", [], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

pub(crate) fn acknowledge(transaction: &Transaction<'_>, id: Uuid) -> Result<(), Fault> {
    let mut statement = transaction.prepare_cached("DELETE FROM waiting WHERE id = ?1")?;
    statement.execute([id.as_bytes().as_slice()])?;
    Ok(())
}

/// Moves a waiting write to the refused; one that does not wait is left alone.
pub(crate) fn refuse(transaction: &Transaction<'_>, id: Uuid, code: ErrorCode) -> Result<(), Fault> {
    transaction.execute(
        "INSERT OR REPLACE INTO refused (id, endpoint, created_at, code)
         SELECT id, endpoint, created_at, ?2 FROM waiting WHERE id = ?1",
        (id.as_bytes().as_slice(), code.as_str()),
    )?;
    acknowledge(transaction, id)
}

pub(crate) fn refused(connection: &Connection) -> Result<Vec<Refused>, Fault> {
    let mut statement = connection.prepare("SELECT id, endpoint, created_at, code FROM refused ORDER BY id")?;
    let rows = statement.query_map([], |row| {
        let code: String = row.get(3)?;
        Ok(Refused {
            id: Uuid::from_bytes(row.get(0)?),
            endpoint: row.get(1)?,
            created_at: Timestamp::from_seconds(row.get(2)?),
            // A code that this version does not know came from a newer one.
            code: ErrorCode::from_dotted(&code).unwrap_or(ErrorCode::RequestInvalid),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn forget(transaction: &Transaction<'_>, id: Uuid) -> Result<(), Fault> {
    transaction.execute("DELETE FROM refused WHERE id = ?1", [id.as_bytes().as_slice()])?;
    Ok(())
}

fn find(connection: &Connection, id: Uuid) -> Result<Option<Sealed>, Fault> {
    let mut statement =
        connection.prepare_cached("SELECT seq, id, endpoint, created_at, body FROM waiting WHERE id = ?1")?;
    Ok(statement.query_row([id.as_bytes().as_slice()], Sealed::read).optional()?)
}
