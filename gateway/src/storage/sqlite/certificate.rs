//! Certificates of the identity code and their indexes in the status list.

use leling_crypto::keys::PublicKey;
use leling_protocol::{SignLevel, Timestamp, wire::CertificateResponse};
use rusqlite::{OptionalExtension as _, Transaction};

use super::{DeviceId, Inside, PersonHandle, RevokedIndexes, StorageError, columns::At};
use crate::storage::{Certified, Mint};

/// How long an index rests after its certificate's end: a terminal may hold a list of seven days, and a day is spare.
const REST_SECONDS: i64 = 8 * 86_400;

/// For whom a certificate is ordered.
pub(super) struct Order {
    pub(super) person: PersonHandle,
    pub(super) device: DeviceId,
    pub(super) key: PublicKey,
    pub(super) level: SignLevel,
}

/// Issues a certificate under a free index.
pub(super) fn issue(
    tx: &Transaction<'_>,
    inside: &Inside,
    order: &Order,
    mint: &Mint,
    at: Timestamp,
) -> Result<CertificateResponse, StorageError> {
    let sql = "SELECT name, id_number FROM person WHERE handle = ?1";
    let (name, id_number): (Vec<u8>, Vec<u8>) =
        tx.prepare_cached(sql)?.query_row([order.person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let status_index = free_index(tx, at)?;
    let certificate = mint(&Certified {
        name: inside.sealer.open_name(order.person, &name)?,
        id_number: inside.sealer.open_id(order.person, &id_number)?,
        level: order.level,
        status_index,
        device: order.key,
        at,
    });
    let sql = "INSERT INTO certificate (status_index, device, issued_at, expires_at) VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(sql)?.execute((status_index, order.device, At(at), At(certificate.not_after)))?;
    Ok(certificate)
}

/// Takes an index whose certificate has long ended, or a new one: the list stays as long as what is alive.
fn free_index(tx: &Transaction<'_>, at: Timestamp) -> Result<u32, StorageError> {
    let sql = "SELECT status_index FROM certificate WHERE expires_at < ?1 ORDER BY expires_at LIMIT 1";
    let rested: Option<u32> =
        tx.prepare_cached(sql)?.query_row([At(at.plus(-REST_SECONDS))], |row| row.get(0)).optional()?;
    if let Some(index) = rested {
        tx.prepare_cached("DELETE FROM certificate WHERE status_index = ?1")?.execute([index])?;
        return Ok(index);
    }
    let sql = "SELECT coalesce(max(status_index) + 1, 0) FROM certificate";
    Ok(tx.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Revokes every certificate of a device.
pub(super) fn revoke_of_device(tx: &Transaction<'_>, device: DeviceId, at: Timestamp) -> Result<(), StorageError> {
    let sql = "UPDATE certificate SET revoked_at = ?2 WHERE device = ?1 AND revoked_at IS NULL";
    tx.prepare_cached(sql)?.execute((device, At(at)))?;
    Ok(())
}

/// Gives the revoked indexes; an index whose certificate has ended needs no bit, but keeps it while it rests.
pub(super) fn revoked(tx: &Transaction<'_>) -> Result<RevokedIndexes, StorageError> {
    let sql = "SELECT coalesce(max(status_index) + 1, 0) FROM certificate";
    let size = tx.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    let mut statement =
        tx.prepare_cached("SELECT status_index FROM certificate WHERE revoked_at IS NOT NULL ORDER BY status_index")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(RevokedIndexes { size, revoked: rows.collect::<Result<_, _>>()? })
}
