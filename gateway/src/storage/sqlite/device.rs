//! Devices and their sessions.

use leling_protocol::{ErrorCode, Timestamp};
use rusqlite::{OptionalExtension as _, Transaction};
use serde::{Deserialize, Serialize};

use super::{
    Caller, DeviceId, DeviceRow, Inside, PersonHandle, SessionId, SignIn, SignedIn, StorageError, answers,
    columns::{At, Named, device_keys},
};
use crate::{
    refusal::Refusal,
    storage::{DeviceKeys, Due, Standing},
};

/// State of a device as it is stored.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum DeviceRowState {
    Active,
    Frozen,
    Replaced,
}

/// A device that may act.
pub(super) struct InUse {
    pub(super) person: PersonHandle,
    pub(super) keys: DeviceKeys,
}

/// Finds a device.
pub(super) fn find(tx: &Transaction<'_>, device: DeviceId, at: Timestamp) -> Result<Option<DeviceRow>, StorageError> {
    let sql = "SELECT d.person, d.device_key, d.approve_key, d.presence, d.platform,
                      EXISTS (SELECT 1 FROM enrolment e
                              WHERE e.person = d.person AND e.state = 'waiting' AND e.until <= ?2)
               FROM device d WHERE d.id = ?1";
    let found = tx.prepare_cached(sql)?.query_row((device, At(at)), |row| {
        let replacement = Due::from(row.get::<_, bool>(5)?);
        Ok(DeviceRow { person: row.get(0)?, keys: device_keys(row, 1)?, replacement })
    });
    Ok(found.optional()?)
}

/// Gives a device that may act, or why it may not: looked up inside each write, so that a freeze holds at once.
pub(super) fn in_use(tx: &Transaction<'_>, device: DeviceId) -> Result<Result<InUse, Refusal>, StorageError> {
    let sql = "SELECT person, state, device_key, approve_key, presence, platform FROM device WHERE id = ?1";
    let found = tx.prepare_cached(sql)?.query_row([device], |row| {
        let Named(state) = row.get(1)?;
        Ok((InUse { person: row.get(0)?, keys: device_keys(row, 2)? }, state))
    });
    Ok(match found.optional()? {
        None => Err(ErrorCode::DeviceNone.into()),
        Some((in_use, DeviceRowState::Active)) => Ok(in_use),
        Some((_, DeviceRowState::Frozen)) => Err(ErrorCode::DeviceFrozen.into()),
        Some((_, DeviceRowState::Replaced)) => Err(ErrorCode::DeviceReplaced.into()),
    })
}

/// The device that a person has in use.
pub(super) struct Current {
    pub(super) device: DeviceId,
    pub(super) state: DeviceRowState,
    pub(super) keys: DeviceKeys,
}

/// Gives the device that a person has in use, frozen or not.
pub(super) fn current(tx: &Transaction<'_>, person: PersonHandle) -> Result<Option<Current>, StorageError> {
    let sql = "SELECT id, state, device_key, approve_key, presence, platform FROM device
               WHERE person = ?1 AND state IN ('active', 'frozen')";
    let found = tx.prepare_cached(sql)?.query_row([person], |row| {
        let Named(state) = row.get(1)?;
        Ok(Current { device: row.get(0)?, state, keys: device_keys(row, 2)? })
    });
    Ok(found.optional()?)
}

/// Sets a device's state.
pub(super) fn set_state(tx: &Transaction<'_>, device: DeviceId, state: DeviceRowState) -> Result<(), StorageError> {
    tx.prepare_cached("UPDATE device SET state = ?2 WHERE id = ?1")?.execute((device, Named(state)))?;
    Ok(())
}

/// Ends every session of a device; returns how many were open.
pub(super) fn end_sessions(tx: &Transaction<'_>, device: DeviceId, at: Timestamp) -> Result<usize, StorageError> {
    let sql = "UPDATE session SET ended_at = ?2 WHERE device = ?1 AND ended_at IS NULL";
    Ok(tx.prepare_cached(sql)?.execute((device, At(at)))?)
}

/// Opens or prolongs the device's session.
pub(super) fn sign_in(
    tx: &Transaction<'_>,
    inside: &Inside,
    sign_in: &SignIn,
) -> Result<Result<SignedIn, Refusal>, StorageError> {
    if let Some(refusal) = answers::spend_proofs(tx, inside, &sign_in.proofs, sign_in.at)? {
        return Ok(Err(refusal));
    }
    if let Some(refusal) = answers::spend_limits(tx, inside, &sign_in.spends, sign_in.at)? {
        return Ok(Err(refusal));
    }
    let person = match in_use(tx, sign_in.device)? {
        Ok(in_use) => in_use.person,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let expires_at = sign_in.at.plus(inside.numbers.session_seconds.into());
    let sql =
        "UPDATE session SET expires_at = ?3 WHERE device = ?1 AND ended_at IS NULL AND expires_at > ?2 RETURNING id";
    let open: Option<SessionId> = tx
        .prepare_cached(sql)?
        .query_row((sign_in.device, At(sign_in.at), At(expires_at)), |row| row.get(0))
        .optional()?;
    let session = if let Some(session) = open {
        session
    } else {
        let sql = "INSERT INTO session (id, device, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)";
        tx.prepare_cached(sql)?.execute((sign_in.session, sign_in.device, At(sign_in.at), At(expires_at)))?;
        sign_in.session
    };
    let claimed = super::card::find(tx, person)?.claimed;
    Ok(Ok(SignedIn { session, person, claimed }))
}

/// Gives who stands behind a session.
pub(super) fn caller(tx: &Transaction<'_>, session: SessionId, at: Timestamp) -> Result<Option<Caller>, StorageError> {
    let sql = "SELECT d.person, d.id, d.state, s.ended_at IS NULL AND s.expires_at > ?2,
                      EXISTS (SELECT 1 FROM enrolment e
                              WHERE e.person = d.person AND e.state = 'waiting' AND e.until <= ?2),
                      d.device_key, d.approve_key, d.presence, d.platform
               FROM session s JOIN device d ON d.id = s.device WHERE s.id = ?1";
    let found = tx.prepare_cached(sql)?.query_row((session, At(at)), |row| {
        let Named(state) = row.get(2)?;
        let (open, due): (bool, bool) = (row.get(3)?, row.get(4)?);
        Ok(Caller {
            person: row.get(0)?,
            device: row.get(1)?,
            keys: device_keys(row, 5)?,
            standing: match state {
                DeviceRowState::Replaced => Standing::Replaced,
                DeviceRowState::Frozen => Standing::Frozen,
                DeviceRowState::Active if open => Standing::Good,
                DeviceRowState::Active => Standing::SignedOut,
            },
            replacement: due.into(),
        })
    });
    Ok(found.optional()?)
}
