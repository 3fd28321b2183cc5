//! What staff do: codes given, devices frozen, states of the card changed. All of it is audited with their number.

use leling_protocol::{
    CounterCode, PhysicalCardState, Timestamp,
    wire::{AuditAct, AuditActor, AuditReason},
};
use rusqlite::{OptionalExtension as _, Transaction};

use super::{
    Inside, IssueCode, PersonHandle, StaffAct, StaffOutcome, StorageError,
    answers::Outcome,
    audit::{self, Line},
    certificate,
    columns::{At, Named},
    desk,
    device::{self, DeviceRowState},
    party,
};
use crate::{
    refusal::Refusal,
    rules::{
        card::{BankFunction, revokes},
        counter_code::{CodePurpose, IssuedCode, Use, judge},
    },
    storage::StaffChange,
};

/// Keeps a code; an older one of the same purpose ends.
pub(super) fn issue_code(
    tx: &Transaction<'_>,
    inside: &Inside,
    issue: &IssueCode,
) -> Result<StaffOutcome, StorageError> {
    let Some(person) = desk::whom(tx, inside, &issue.whom)? else {
        return Ok(StaffOutcome::UnknownPerson);
    };
    let purpose = issue.purpose.as_str();
    let sql = "UPDATE counter_code SET expires_at = ?3
               WHERE person = ?1 AND purpose = ?2 AND used_at IS NULL AND expires_at > ?3";
    tx.prepare_cached(sql)?.execute((person, purpose, At(issue.at)))?;
    let sql = "INSERT OR REPLACE INTO counter_code (digest, person, purpose, staff, issued_at, expires_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let digest = inside.sealer.counter_code(person, issue.purpose, &issue.code);
    let expires_at = issue.at.plus(inside.numbers.counter_code_seconds.into());
    tx.prepare_cached(sql)?.execute((digest, person, purpose, &issue.staff, At(issue.at), At(expires_at)))?;
    record(tx, person, AuditAct::CounterCodeIssued, &By { staff: &issue.staff, reason: None, at: issue.at }, None)?;
    Ok(StaffOutcome::Done)
}

/// Uses a code up; the outcome where it does not hold, which counts as a try.
pub(super) fn use_code<T>(
    tx: &Transaction<'_>,
    inside: &Inside,
    person: PersonHandle,
    purpose: CodePurpose,
    code: &CounterCode,
    at: Timestamp,
) -> Result<Result<(), Outcome<T>>, StorageError> {
    let digest = inside.sealer.counter_code(person, purpose, code);
    let sql = "SELECT expires_at, used_at IS NOT NULL FROM counter_code WHERE digest = ?1";
    let found = tx.prepare_cached(sql)?.query_row([digest], |row| {
        let At(expires_at) = row.get(0)?;
        let used = if row.get(1)? { Use::Used } else { Use::Unused };
        Ok(IssuedCode { expires_at, used })
    });
    match judge(found.optional()?, at) {
        Ok(()) => {
            let sql = "UPDATE counter_code SET used_at = ?2 WHERE digest = ?1";
            tx.prepare_cached(sql)?.execute((digest, At(at)))?;
            Ok(Ok(()))
        }
        Err(code) => Ok(Err(Outcome::Counted(Refusal::of(code)))),
    }
}

/// Does what staff decided.
pub(super) fn act(tx: &Transaction<'_>, inside: &Inside, act: &StaffAct) -> Result<StaffOutcome, StorageError> {
    let Some(person) = desk::whom(tx, inside, &act.whom)? else {
        return Ok(StaffOutcome::UnknownPerson);
    };
    match act.change {
        StaffChange::Freeze => {
            change_device(tx, person, act, (DeviceRowState::Active, DeviceRowState::Frozen), AuditAct::Frozen)
        }
        StaffChange::Unfreeze => {
            change_device(tx, person, act, (DeviceRowState::Frozen, DeviceRowState::Active), AuditAct::Unfrozen)
        }
        StaffChange::SignOut => sign_out(tx, person, act),
        StaffChange::Card(state) => set_card(tx, person, act, state),
        StaffChange::Bank(bank) => set_bank(tx, person, act, bank),
    }
}

fn change_device(
    tx: &Transaction<'_>,
    person: PersonHandle,
    act: &StaffAct,
    (from, to): (DeviceRowState, DeviceRowState),
    line: AuditAct,
) -> Result<StaffOutcome, StorageError> {
    let meant = |current: &device::Current| current.state == from && act.device.is_none_or(|it| it == current.device);
    let Some(current) = device::current(tx, person)?.filter(meant) else {
        return Ok(StaffOutcome::Nothing);
    };
    device::set_state(tx, current.device, to)?;
    // A stolen phone must not show a good code for another week; an unfrozen one fetches a new certificate.
    if to == DeviceRowState::Frozen {
        certificate::revoke_of_device(tx, current.device, act.at)?;
        party::end_all(tx, person, act.at)?;
    }
    record(tx, person, line, &By::of(act), Some(&current))?;
    Ok(StaffOutcome::Done)
}

fn sign_out(tx: &Transaction<'_>, person: PersonHandle, act: &StaffAct) -> Result<StaffOutcome, StorageError> {
    let Some(current) = device::current(tx, person)? else {
        return Ok(StaffOutcome::Nothing);
    };
    let ended = device::end_sessions(tx, current.device, act.at)? + party::end_all(tx, person, act.at)?;
    Ok(if ended > 0 { StaffOutcome::Done } else { StaffOutcome::Nothing })
}

fn set_card(
    tx: &Transaction<'_>,
    person: PersonHandle,
    act: &StaffAct,
    state: PhysicalCardState,
) -> Result<StaffOutcome, StorageError> {
    let sql = "UPDATE card SET physical = ?2 WHERE person = ?1 AND physical <> ?2";
    if tx.prepare_cached(sql)?.execute((person, Named(state)))? == 0 {
        return Ok(StaffOutcome::Nothing);
    }
    let current = device::current(tx, person)?;
    if let Some(current) = current.as_ref().filter(|_| revokes(state)) {
        certificate::revoke_of_device(tx, current.device, act.at)?;
        party::end_all(tx, person, act.at)?;
    }
    record(tx, person, AuditAct::CardStateChanged, &By::of(act), current.as_ref())?;
    Ok(StaffOutcome::Done)
}

fn set_bank(
    tx: &Transaction<'_>,
    person: PersonHandle,
    act: &StaffAct,
    bank: BankFunction,
) -> Result<StaffOutcome, StorageError> {
    let sql = "UPDATE card SET bank = ?2 WHERE person = ?1 AND bank <> ?2";
    if tx.prepare_cached(sql)?.execute((person, Named(bank)))? == 0 {
        return Ok(StaffOutcome::Nothing);
    }
    record(tx, person, AuditAct::CardStateChanged, &By::of(act), None)?;
    Ok(StaffOutcome::Done)
}

/// Who of the staff did something, when and why.
struct By<'a> {
    staff: &'a str,
    reason: Option<AuditReason>,
    at: Timestamp,
}

impl<'a> By<'a> {
    fn of(act: &'a StaffAct) -> Self {
        Self { staff: &act.staff, reason: act.reason, at: act.at }
    }
}

fn record(
    tx: &Transaction<'_>,
    person: PersonHandle,
    act: AuditAct,
    by: &By<'_>,
    device: Option<&device::Current>,
) -> Result<(), StorageError> {
    let device = device.map(|current| current.device);
    let (staff, reason, at) = (Some(by.staff), by.reason, by.at);
    audit::append(tx, person, &Line { at, actor: AuditActor::Staff, staff, act, device, party: None, reason })
}
