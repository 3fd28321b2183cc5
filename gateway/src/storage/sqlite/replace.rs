//! A device becomes active: at once where the person has none, otherwise as a replacement that the old one can stop.

use leling_protocol::{
    CounterCode, ECardState, ErrorCode, Timestamp,
    wire::{AuditAct, EnrolCodeResponse, WriteResponse},
};
use rusqlite::Transaction;

use super::{
    Answer, DeviceId, EnrolmentId, Inside, PersonHandle, ProveBy, StorageError, WaitingReplacement, Write,
    answers::{Outcome, settle},
    audit::{self, Line},
    card, certificate,
    columns::{At, Key, Named},
    device::{self, DeviceRowState},
    enrol::{self, Enrolment, EnrolmentState},
    people, staff,
};
use crate::rules::counter_code::CodePurpose;

/// Most replacements that are finished in one transaction.
const AT_ONCE: u32 = 100;

/// Goes on after the phone was proven.
pub(super) fn proven(
    tx: &Transaction<'_>,
    inside: &Inside,
    enrolment: &Enrolment,
    new_device: DeviceId,
    at: Timestamp,
) -> Result<EnrolCodeResponse, StorageError> {
    people::keep_phone(tx, inside, enrolment.person, &enrolment.phone(inside)?, at)?;
    let same_phone = |current: &device::Current| current.keys.device == enrolment.keys.device;
    match device::current(tx, enrolment.person)? {
        // A frozen device also makes the new one wait: else a freeze would open the door that it closes.
        Some(current) if !same_phone(&current) || current.state == DeviceRowState::Frozen => {
            wait(tx, inside, enrolment, new_device, at)
        }
        _ => activate(tx, enrolment, new_device, at),
    }
}

fn wait(
    tx: &Transaction<'_>,
    inside: &Inside,
    enrolment: &Enrolment,
    new_device: DeviceId,
    at: Timestamp,
) -> Result<EnrolCodeResponse, StorageError> {
    // A later enrolment takes an earlier one's place, so that one tap on the old phone is enough.
    let sql = "UPDATE enrolment SET state = 'stopped' WHERE person = ?1 AND state = 'waiting'";
    tx.prepare_cached(sql)?.execute([enrolment.person])?;
    let until = at.plus(inside.numbers.replacement_seconds.into());
    let sql = "UPDATE enrolment SET state = ?2, device = ?3, until = ?4, code = NULL WHERE id = ?1";
    tx.prepare_cached(sql)?.execute((enrolment.id, Named(EnrolmentState::Waiting), new_device, At(until)))?;
    audit::append(tx, enrolment.person, &Line::own(AuditAct::ReplacementStarted, new_device, at))?;
    Ok(EnrolCodeResponse::Replacing { until })
}

fn activate(
    tx: &Transaction<'_>,
    enrolment: &Enrolment,
    device: DeviceId,
    at: Timestamp,
) -> Result<EnrolCodeResponse, StorageError> {
    let person = enrolment.person;
    let before = device::current(tx, person)?;
    if let Some(before) = &before {
        device::set_state(tx, before.device, DeviceRowState::Replaced)?;
        device::end_sessions(tx, before.device, at)?;
        certificate::revoke_of_device(tx, before.device, at)?;
    }
    // Another phone claims the card anew. The same phone, whose store was lost but whose key was not, keeps it.
    let same_phone = before.as_ref().is_some_and(|before| before.keys.device == enrolment.keys.device);
    if !same_phone && matches!(card::find(tx, person)?.claimed, ECardState::Level1 | ECardState::Level2) {
        card::set_claimed(tx, person, ECardState::Unbound)?;
    }
    let keys = enrolment.keys;
    let sql = "INSERT INTO device (id, person, state, device_key, approve_key, presence, platform, enrolled_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    tx.prepare_cached(sql)?.execute((
        device,
        person,
        Named(DeviceRowState::Active),
        Key(keys.device),
        Key(keys.approve),
        Named(keys.presence),
        Named(keys.platform),
        At(at),
    ))?;
    let sql = "UPDATE enrolment SET state = ?2, device = ?3, until = NULL, code = NULL WHERE id = ?1";
    tx.prepare_cached(sql)?.execute((enrolment.id, Named(EnrolmentState::Active), device))?;
    let act = if before.is_some() { AuditAct::Replaced } else { AuditAct::Enrolled };
    audit::append(tx, person, &Line::own(act, device, at))?;
    Ok(EnrolCodeResponse::Active { device: device.0, person: person.0 })
}

/// Confirms a replacement at once.
pub(super) fn confirm(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    by: &ProveBy,
    code: &CounterCode,
) -> Result<Answer, StorageError> {
    settle(tx, inside, write, || {
        let found = enrol::find(tx, by.enrolment)?.filter(|enrolment| enrolment.keys.device == by.device);
        let enrolment = match found {
            Some(enrolment) if enrolment.state == EnrolmentState::Waiting => enrolment,
            Some(enrolment) if enrolment.state == EnrolmentState::Stopped => return Ok(ErrorCode::EnrolStopped.into()),
            _ => return Ok(ErrorCode::EnrolGone.into()),
        };
        match staff::use_code(tx, inside, enrolment.person, CodePurpose::Replace, code, write.at)? {
            Ok(()) => {}
            Err(refusal) => return Ok(refusal),
        }
        let device = enrolment.device.unwrap_or(by.new_device);
        activate(tx, &enrolment, device, write.at).map(Outcome::Done)
    })
}

/// Stops a replacement from the active device.
pub(super) fn stop(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    device: DeviceId,
    enrolment: EnrolmentId,
) -> Result<Answer, StorageError> {
    settle(tx, inside, write, || {
        let person = match device::in_use(tx, device)? {
            Ok(in_use) => in_use.person,
            Err(refusal) => return Ok(refusal.into()),
        };
        let sql = "UPDATE enrolment SET state = 'stopped' WHERE id = ?1 AND person = ?2 AND state = 'waiting'";
        let stopped = tx.prepare_cached(sql)?.execute((enrolment, person))?;
        if stopped == 0 {
            return Ok(ErrorCode::EnrolGone.into());
        }
        audit::append(tx, person, &Line::own(AuditAct::ReplacementStopped, device, write.at))?;
        Ok(Outcome::Done(WriteResponse { id: write.id, at: write.at }))
    })
}

/// Finishes replacements whose time has come, a bounded number at once.
pub(super) fn finish_due(tx: &Transaction<'_>, at: Timestamp) -> Result<usize, StorageError> {
    let sql = format!(
        "SELECT {} FROM enrolment WHERE state = 'waiting' AND until <= ?1 ORDER BY until LIMIT ?2",
        Enrolment::COLUMNS
    );
    let due: Vec<Enrolment> = {
        let mut statement = tx.prepare_cached(&sql)?;
        let rows = statement.query_map((At(at), AT_ONCE), Enrolment::from_row)?;
        rows.collect::<Result<_, _>>()?
    };
    for enrolment in &due {
        let device = enrolment.device.ok_or_else(|| StorageError::Broken("a replacement has no device".to_owned()))?;
        activate(tx, enrolment, device, at)?;
    }
    Ok(due.len())
}

/// Gives the replacements of a person that wait.
pub(super) fn waiting(tx: &Transaction<'_>, person: PersonHandle) -> Result<Vec<WaitingReplacement>, StorageError> {
    let sql = "SELECT id, started_at, until FROM enrolment WHERE person = ?1 AND state = 'waiting' ORDER BY until";
    let mut statement = tx.prepare_cached(sql)?;
    let rows = statement.query_map([person], |row| {
        let (At(started_at), At(until)) = (row.get(1)?, row.get(2)?);
        Ok(WaitingReplacement { enrolment: row.get(0)?, started_at, until })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
