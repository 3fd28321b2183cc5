//! The chain of a person: appended in the same transaction as what it records.

use leling_crypto::chain::ChainHead;
use leling_protocol::{
    Timestamp,
    wire::{AuditAct, AuditActor, AuditReason},
};
use rusqlite::{OptionalExtension as _, Row, Transaction};

use super::{
    StorageError,
    columns::{At, Hash, Named},
};
use crate::{
    audit::canonical,
    storage::{AuditRecord, DeviceId, PersonHandle},
};

/// What is to be recorded.
pub(super) struct Line<'a> {
    pub(super) at: Timestamp,
    pub(super) actor: AuditActor,
    pub(super) staff: Option<&'a str>,
    pub(super) act: AuditAct,
    pub(super) device: Option<DeviceId>,
    /// Name of the party that the act is about.
    pub(super) party: Option<&'a str>,
    /// Why staff did it.
    pub(super) reason: Option<AuditReason>,
}

impl<'a> Line<'a> {
    /// The person did it, on `device`.
    pub(super) const fn own(act: AuditAct, device: DeviceId, at: Timestamp) -> Self {
        Line { at, actor: AuditActor::Own, staff: None, act, device: Some(device), party: None, reason: None }
    }

    /// The same about a party.
    pub(super) const fn about(self, party: &'a str) -> Self {
        Line { party: Some(party), ..self }
    }

    /// The gateway did it by a rule.
    pub(super) const fn system(act: AuditAct, device: Option<DeviceId>, at: Timestamp) -> Self {
        Line { at, actor: AuditActor::System, staff: None, act, device, party: None, reason: None }
    }
}

/// Adds a line to the person's chain.
pub(super) fn append(tx: &Transaction<'_>, person: PersonHandle, line: &Line<'_>) -> Result<(), StorageError> {
    let before = head(tx, person)?;
    let mut record = AuditRecord {
        seq: before.seq + 1,
        at: line.at,
        actor: line.actor,
        staff: line.staff.map(str::to_owned),
        act: line.act,
        device: line.device,
        party: line.party.map(str::to_owned),
        reason: line.reason,
        hash: before.hash,
    };
    record.hash = before.append(&canonical(person, &record)).hash;
    let sql = "INSERT INTO audit (person, seq, at, actor, staff, act, device, party, reason, hash)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let seq = i64::try_from(record.seq).unwrap_or(i64::MAX);
    let (actor, act) = (Named(record.actor), Named(record.act));
    tx.prepare_cached(sql)?.execute((
        person,
        seq,
        At(record.at),
        actor,
        &record.staff,
        act,
        record.device,
        &record.party,
        record.reason.map(Named),
        Hash(record.hash),
    ))?;
    Ok(())
}

/// Gives the newest line's number and hash.
pub(super) fn head(tx: &Transaction<'_>, person: PersonHandle) -> Result<ChainHead, StorageError> {
    let sql = "SELECT seq, hash FROM audit WHERE person = ?1 ORDER BY seq DESC LIMIT 1";
    let found = tx.prepare_cached(sql)?.query_row([person], |row| chain_head(row, 0)).optional()?;
    Ok(found.unwrap_or(ChainHead::EMPTY))
}

/// Gives every head that is not of an empty chain, in the order of handles.
pub(super) fn heads(tx: &Transaction<'_>) -> Result<Vec<(PersonHandle, ChainHead)>, StorageError> {
    let sql = "SELECT a.person, a.seq, a.hash FROM person p
               JOIN audit a ON a.person = p.handle AND a.seq = (SELECT max(seq) FROM audit WHERE person = p.handle)
               ORDER BY p.handle";
    let mut statement = tx.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, chain_head(row, 1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives lines behind `after`, oldest first.
pub(super) fn read(
    tx: &Transaction<'_>,
    person: PersonHandle,
    after: u64,
    limit: u32,
) -> Result<Vec<AuditRecord>, StorageError> {
    let sql = "SELECT seq, at, actor, staff, act, device, hash, party, reason FROM audit
               WHERE person = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";
    let mut statement = tx.prepare_cached(sql)?;
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let rows = statement.query_map((person, after, limit), record)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn record(row: &Row<'_>) -> rusqlite::Result<AuditRecord> {
    let (At(at), Named(actor), Named(act), Hash(hash)) = (row.get(1)?, row.get(2)?, row.get(4)?, row.get(6)?);
    let (staff, device, party) = (row.get(3)?, row.get(5)?, row.get(7)?);
    let reason: Option<Named<AuditReason>> = row.get(8)?;
    let reason = reason.map(|Named(reason)| reason);
    Ok(AuditRecord { seq: number(row, 0)?, at, actor, staff, act, device, party, reason, hash })
}

fn chain_head(row: &Row<'_>, first: usize) -> rusqlite::Result<ChainHead> {
    let Hash(hash) = row.get(first + 1)?;
    Ok(ChainHead { seq: number(row, first)?, hash })
}

fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}
