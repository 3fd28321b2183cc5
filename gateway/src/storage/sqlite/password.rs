//! The card password: set, judged, counted, set anew at a counter.

use leling_protocol::{
    CardAction, ErrorCode, Redacted, Timestamp,
    wire::{AuditAct, WriteResponse},
};
use rusqlite::{OptionalExtension as _, Transaction};

use super::{
    Answer, DeviceId, Inside, PersonHandle, ResetPassword, StorageError, Write,
    answers::{Outcome, settle},
    audit::{self, Line},
    card,
    columns::At,
    people, staff,
};
use crate::{
    rules::{card::allow, counter_code::CodePurpose, password::PasswordTries},
    storage::PasswordJudgement,
};

/// Gives the stored hash.
pub(super) fn hash(tx: &Transaction<'_>, person: PersonHandle) -> Result<Option<Redacted<String>>, StorageError> {
    let sql = "SELECT password FROM card WHERE person = ?1";
    let found: Option<Option<String>> = tx.prepare_cached(sql)?.query_row([person], |row| row.get(0)).optional()?;
    Ok(found.flatten().map(Redacted::new))
}

/// Sets the password and forgets all wrong tries.
pub(super) fn set(tx: &Transaction<'_>, person: PersonHandle, hash: &str) -> Result<(), StorageError> {
    tx.prepare_cached("UPDATE card SET password = ?2 WHERE person = ?1")?.execute((person, hash))?;
    store(tx, person, &PasswordTries::default())
}

/// Applies what came of comparing a password; the outcome where it was wrong or may not be tried now.
///
/// Tries beside each other are judged one after the other here: a right one among too many wrong ones is not told.
pub(super) fn judge<T>(
    tx: &Transaction<'_>,
    inside: &Inside,
    person: PersonHandle,
    device: DeviceId,
    password: PasswordJudgement,
    at: Timestamp,
) -> Result<Result<(), Outcome<T>>, StorageError> {
    if password == PasswordJudgement::NotNeeded {
        return Ok(Ok(()));
    }
    let mut tries = load(tx, person)?;
    if let Err(refusal) = tries.gate(at, &inside.numbers) {
        return Ok(Err(refusal.into()));
    }
    if password == PasswordJudgement::Right {
        tries.right();
        store(tx, person, &tries)?;
        return Ok(Ok(()));
    }
    let refusal = tries.wrong(at, &inside.numbers);
    store(tx, person, &tries)?;
    audit::append(tx, person, &Line::own(AuditAct::PasswordWrong, device, at))?;
    Ok(Err(Outcome::Counted(refusal)))
}

/// Sets a new password with a counter code, from any device.
pub(super) fn reset(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    reset: &ResetPassword,
) -> Result<Answer, StorageError> {
    settle(tx, inside, write, || {
        // An unknown number and a wrong code are one answer: this door needs no sign-in.
        let Some(person) = people::by_number(tx, inside, &reset.id_number)? else {
            return Ok(ErrorCode::CounterCodeWrong.into());
        };
        if let Err(outcome) = staff::use_code(tx, inside, person, CodePurpose::Password, &reset.code, write.at)? {
            return Ok(outcome);
        }
        let card = card::find(tx, person)?;
        if let Err(refusal) = allow(card.physical, card.claimed, CardAction::ResetPassword) {
            return Ok(refusal.into());
        }
        if let Err(code) = reset.password.check_strength(&reset.id_number) {
            return Ok(code.into());
        }
        set(tx, person, &reset.password_hash)?;
        audit::append(tx, person, &Line::system(AuditAct::PasswordReset, None, write.at))?;
        Ok(Outcome::Done(WriteResponse { id: write.id, at: write.at }))
    })
}

fn load(tx: &Transaction<'_>, person: PersonHandle) -> Result<PasswordTries, StorageError> {
    let sql = "SELECT wrong_in_row, wait_until, day_began_at, wrong_in_day FROM card WHERE person = ?1";
    Ok(tx.prepare_cached(sql)?.query_row([person], |row| {
        let (At(wait_until), At(day_began_at)) = (row.get(1)?, row.get(2)?);
        Ok(PasswordTries { in_row: row.get(0)?, wait_until, day_began_at, in_day: row.get(3)? })
    })?)
}

fn store(tx: &Transaction<'_>, person: PersonHandle, tries: &PasswordTries) -> Result<(), StorageError> {
    let sql = "UPDATE card SET wrong_in_row = ?2, wait_until = ?3, day_began_at = ?4, wrong_in_day = ?5
               WHERE person = ?1";
    let (wait_until, day_began_at) = (At(tries.wait_until), At(tries.day_began_at));
    tx.prepare_cached(sql)?.execute((person, tries.in_row, wait_until, day_began_at, tries.in_day))?;
    Ok(())
}
