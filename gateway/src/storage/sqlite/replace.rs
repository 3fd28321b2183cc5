//! A device becomes active: at once where the person has none, otherwise as a replacement that the old one can stop.

use leling_protocol::{
    ECardState, ErrorCode, Timestamp,
    wire::{AuditAct, ClaimProof, EnrolCodeResponse, WriteResponse},
};
use rusqlite::Transaction;

use super::{
    Answer, DeviceId, EnrolmentId, Inside, PersonHandle, ProveBy, StorageError, WaitingReplacement, Write,
    answers::{Outcome, settle},
    audit::{self, Line},
    by_code, card, certificate,
    columns::{At, Key, Named},
    device::{self, DeviceRowState},
    enrol::{self, Enrolment, EnrolmentState},
    party, people, staff,
};
use crate::{refusal::Refusal, rules::counter_code::CodePurpose};

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
    stop_waiting(tx, enrolment.person)?;
    let until = at.plus(inside.numbers.replacement_seconds.into());
    let sql = "UPDATE enrolment SET state = ?2, device = ?3, until = ?4, code = NULL WHERE id = ?1";
    tx.prepare_cached(sql)?.execute((enrolment.id, Named(EnrolmentState::Waiting), new_device, At(until)))?;
    audit::append(tx, enrolment.person, &Line::own(AuditAct::ReplacementStarted, new_device, at))?;
    Ok(EnrolCodeResponse::Replacing { until })
}

/// Lets a vouched enrolment wait for its proof.
pub(super) fn wait_for_proof(
    tx: &Transaction<'_>,
    inside: &Inside,
    enrolment: &Enrolment,
    new_device: DeviceId,
    (at, from): (Timestamp, Timestamp),
) -> Result<(), StorageError> {
    stop_waiting(tx, enrolment.person)?;
    let ends_at = from.plus(inside.numbers.vouched_seconds.into());
    let sql = "UPDATE enrolment SET state = ?2, device = ?3, proof_from = ?4, ends_at = ?5 WHERE id = ?1";
    let state = Named(EnrolmentState::Waiting);
    tx.prepare_cached(sql)?.execute((enrolment.id, state, new_device, At(from), At(ends_at)))?;
    audit::append(tx, enrolment.person, &Line::own(AuditAct::ReplacementStarted, new_device, at))
}

/// A later enrolment takes an earlier one's place, so that one tap on the old phone is enough.
fn stop_waiting(tx: &Transaction<'_>, person: PersonHandle) -> Result<(), StorageError> {
    let sql = "UPDATE enrolment SET state = 'stopped' WHERE person = ?1 AND state = 'waiting'";
    tx.prepare_cached(sql)?.execute([person])?;
    Ok(())
}

/// Makes the enrolment's device the person's own, in place of another.
pub(super) fn activate(
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
        party::end_all(tx, person, at)?;
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

/// Confirms a replacement with a proof.
pub(super) fn confirm(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    by: &ProveBy,
    proof: &ClaimProof,
) -> Result<Answer, StorageError> {
    settle(tx, inside, write, || {
        let found = enrol::find(tx, by.enrolment)?.filter(|enrolment| enrolment.keys.device == by.device);
        let enrolment = match found {
            Some(enrolment) if enrolment.state == EnrolmentState::Waiting => enrolment,
            Some(enrolment) if enrolment.state == EnrolmentState::Stopped => return Ok(ErrorCode::EnrolStopped.into()),
            _ => return Ok(ErrorCode::EnrolGone.into()),
        };
        if enrolment.proof_from.is_some() && write.at >= enrolment.ends_at {
            return Ok(ErrorCode::EnrolGone.into());
        }
        if let Err(outcome) = check_proof(tx, inside, &enrolment, proof, write.at)? {
            return Ok(outcome);
        }
        let device = enrolment.device.unwrap_or(by.new_device);
        activate(tx, &enrolment, device, write.at).map(Outcome::Done)
    })
}

/// Checks a proof: a counter or visit code at any time, the card number only after a vouch's day.
fn check_proof<T>(
    tx: &Transaction<'_>,
    inside: &Inside,
    enrolment: &Enrolment,
    proof: &ClaimProof,
    at: Timestamp,
) -> Result<Result<(), Outcome<T>>, StorageError> {
    let person = enrolment.person;
    match proof {
        ClaimProof::CounterCode { code } => {
            let used = staff::use_code(tx, inside, person, CodePurpose::Replace, code, at)?;
            if used.is_err() && by_code::is_vouch(tx, inside, person, code)? {
                return Ok(Err(Outcome::Counted(ErrorCode::VouchNotAllowed.into())));
            }
            Ok(used)
        }
        ClaimProof::CardNumber { number } => match enrolment.proof_from.or(enrolment.until) {
            Some(from) if enrolment.proof_from.is_none() || at < from => {
                Ok(Err(Refusal::until(ErrorCode::EnrolWaiting, from.since(at)).into()))
            }
            _ => {
                let card = card::find(tx, person)?;
                card::check_number(tx, inside, person, &card, number)
            }
        },
    }
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
pub(super) fn waiting(
    tx: &Transaction<'_>,
    person: PersonHandle,
    at: Timestamp,
) -> Result<Vec<WaitingReplacement>, StorageError> {
    let sql = "SELECT id, started_at, coalesce(until, proof_from) FROM enrolment
               WHERE person = ?1 AND state = 'waiting' AND (until IS NOT NULL OR ends_at > ?2) ORDER BY 3";
    let mut statement = tx.prepare_cached(sql)?;
    let rows = statement.query_map((person, At(at)), |row| {
        let (At(started_at), At(until)) = (row.get(1)?, row.get(2)?);
        Ok(WaitingReplacement { enrolment: row.get(0)?, started_at, until })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
