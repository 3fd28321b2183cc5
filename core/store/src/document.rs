//! Sealed documents: bytes of the caller's form under a kind and a key.
//!
//! A body is sealed for its table, kind, key and revision, so one that was moved to another row, or an older
//! one put back beside the present revision, does not open. Its length is padded to a multiple of 64 bytes.

use core::fmt;

use leling_crypto::{
    rng::Rng,
    seal::{Place, SealKey},
};
use leling_protocol::Redacted;
use rusqlite::{Connection, OptionalExtension, Transaction};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::Fault;

/// Bytes that were opened: hidden from `Debug`, wiped when dropped.
pub type Plain = Redacted<Zeroizing<Vec<u8>>>;

const PAD: usize = 64;

/// What a document is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocKind {
    /// The enrolled person and device.
    Person,
    /// What was typed into an enrolment or a claim that is not finished.
    Draft,
    /// State of the card as the gateway last told it.
    Card,
    /// Certificate of the identity code.
    Certificate,
    /// Gateway time and monotonic time at the last answer.
    Clock,
    /// The part of the resume point that is personal.
    Resume,
    /// Head of the person's audit chain.
    AuditHead,
}

impl DocKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Person, Self::Draft, Self::Card, Self::Certificate, Self::Clock, Self::Resume, Self::AuditHead];

    /// Gives the name in the file; stable for ever.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Draft => "draft",
            Self::Card => "card",
            Self::Certificate => "certificate",
            Self::Clock => "clock",
            Self::Resume => "resume",
            Self::AuditHead => "audit_head",
        }
    }
}

/// Which document of its kind. It lies in clear, and therefore holds no text: nothing personal fits in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocKey(Uuid);

impl DocKey {
    /// The one document of a kind that has one.
    pub const ONLY: Self = Self(Uuid::nil());

    /// The document of a random id.
    pub const fn of(id: Uuid) -> Self {
        Self(id)
    }

    /// Gives the id; nil for [`Self::ONLY`].
    pub const fn id(self) -> Uuid {
        self.0
    }
}

impl From<Uuid> for DocKey {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl fmt::Debug for DocKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ONLY { f.write_str("DocKey(only)") } else { write!(f, "DocKey({})", self.0) }
    }
}

pub(crate) fn get(connection: &Connection, seal: &SealKey, kind: DocKind, key: DocKey) -> Result<Option<Plain>, Fault> {
    let mut statement =
        connection.prepare_cached("SELECT revision, body FROM document WHERE kind = ?1 AND key = ?2")?;
    let mut rows = statement.query((kind.as_str(), key.0.as_bytes().as_slice()))?;
    let Some(row) = rows.next()? else { return Ok(None) };
    open(seal, kind, key, row.get(0)?, row.get_ref(1)?.as_blob().map_err(|_| Fault::Record)?).map(Some)
}

pub(crate) fn list(connection: &Connection, seal: &SealKey, kind: DocKind) -> Result<Vec<(DocKey, Plain)>, Fault> {
    let mut statement =
        connection.prepare_cached("SELECT key, revision, body FROM document WHERE kind = ?1 ORDER BY key")?;
    let mut rows = statement.query([kind.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let key = DocKey(Uuid::from_bytes(row.get(0)?));
        let body = row.get_ref(2)?.as_blob().map_err(|_| Fault::Record)?;
        found.push((key, open(seal, kind, key, row.get(1)?, body)?));
    }
    Ok(found)
}

pub(crate) fn count(connection: &Connection) -> Result<u64, Fault> {
    let count: i64 = connection.query_row("SELECT count(*) FROM document", [], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

pub(crate) fn put(
    transaction: &Transaction<'_>,
    seal: &SealKey,
    rng: &mut dyn Rng,
    kind: DocKind,
    key: DocKey,
    body: &[u8],
) -> Result<(), Fault> {
    let mut select = transaction.prepare_cached("SELECT revision FROM document WHERE kind = ?1 AND key = ?2")?;
    let id = key.0.as_bytes().as_slice();
    let before: Option<u32> = select.query_row((kind.as_str(), id), |row| row.get(0)).optional()?;
    let revision = before.unwrap_or(0).wrapping_add(1);
    let sealed = seal.seal(rng, &place(kind, &key, revision), &pad(body)?);
    let mut insert = transaction.prepare_cached(
        "INSERT INTO document (kind, key, revision, body) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (kind, key) DO UPDATE SET revision = excluded.revision, body = excluded.body",
    )?;
    insert.execute((kind.as_str(), id, revision, sealed))?;
    Ok(())
}

pub(crate) fn delete(transaction: &Transaction<'_>, kind: DocKind, key: DocKey) -> Result<(), Fault> {
    let mut statement = transaction.prepare_cached("DELETE FROM document WHERE kind = ?1 AND key = ?2")?;
    statement.execute((kind.as_str(), key.0.as_bytes().as_slice()))?;
    Ok(())
}

fn open(seal: &SealKey, kind: DocKind, key: DocKey, revision: u32, body: &[u8]) -> Result<Plain, Fault> {
    let padded = seal.open(&place(kind, &key, revision), body)?;
    unpad(padded).map(Redacted::new).ok_or(Fault::Record)
}

/// A kind has the place of a column: with the key it says where a body lies.
fn place(kind: DocKind, key: &DocKey, revision: u32) -> Place<'_> {
    Place { table: "document", row: key.0.as_bytes(), column: kind.as_str(), version: revision }
}

/// `length (4, big endian) | body | zeros` up to a multiple of [`PAD`].
pub(crate) fn pad(body: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let length = u32::try_from(body.len()).map_err(|_| Fault::Record)?;
    let mut padded = Zeroizing::new(Vec::with_capacity((body.len() + 4).next_multiple_of(PAD)));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(body);
    padded.resize((body.len() + 4).next_multiple_of(PAD), 0);
    Ok(padded)
}

pub(crate) fn unpad(mut padded: Zeroizing<Vec<u8>>) -> Option<Zeroizing<Vec<u8>>> {
    let length = u32::from_be_bytes(*padded.first_chunk::<4>()?);
    let end = usize::try_from(length).ok()?.checked_add(4)?;
    if end > padded.len() {
        return None;
    }
    padded.copy_within(4..end, 0);
    padded.truncate(end - 4);
    Some(padded)
}
