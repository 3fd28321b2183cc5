//! Enrolments without a message: a counter or visit code is proof enough, a relative's vouch only opens the waiting.

use leling_protocol::{
    CardAction, ErrorCode, Timestamp,
    wire::{AuditAct, EnrolCodeResponse, VouchResponse},
};
use rusqlite::{OptionalExtension as _, Transaction};

use super::{
    Answer, EnrolByCode, Enrolled, EnrolmentId, Inside, PersonHandle, StorageError, Vouch, Write,
    answers::{Outcome, settle},
    audit::{self, Line},
    card,
    columns::{At, Key, Named},
    device,
    enrol::{self, EnrolmentState},
    people, replace, staff,
};
use crate::{
    refusal::Refusal,
    rules::{
        card::allow,
        counter_code::{CodePurpose, IssuedCode, Use, judge},
    },
};

/// What a code turned out to be.
enum Brought {
    /// A counter or visit code, now used up.
    Counter,
    /// A vouch, now used up.
    Vouch,
}

/// Begins an enrolment by a code, and with a counter code ends it at once.
pub(super) fn enrol(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    begin: &EnrolByCode,
) -> Result<Enrolled, StorageError> {
    let mut tell = None;
    let answer = settle(tx, inside, write, || {
        let person = people::register(tx, inside, &begin.person, write.at)?;
        let brought = match use_up(tx, inside, person, begin, write.at)? {
            Ok(brought) => brought,
            Err(outcome) => return Ok(outcome),
        };
        insert(tx, write, person, begin)?;
        let enrolment = enrol::find(tx, EnrolmentId(write.id))?;
        let enrolment = enrolment.ok_or_else(|| StorageError::Broken("an enrolment vanished".to_owned()))?;
        match brought {
            Brought::Counter => replace::activate(tx, &enrolment, begin.new_device, write.at).map(Outcome::Done),
            Brought::Vouch => {
                let from = write.at.plus(inside.numbers.replacement_seconds.into());
                replace::wait_for_proof(tx, inside, &enrolment, begin.new_device, (write.at, from))?;
                tell = people::oldest_phone(tx, inside, person)?;
                Ok(Outcome::Done(EnrolCodeResponse::ProofNeeded { from }))
            }
        }
    })?;
    Ok(Enrolled { answer, tell })
}

/// Finds what the digits are and uses them up; an unknown person and wrong digits are one answer.
fn use_up<T>(
    tx: &Transaction<'_>,
    inside: &Inside,
    person: PersonHandle,
    begin: &EnrolByCode,
    at: Timestamp,
) -> Result<Result<Brought, Outcome<T>>, StorageError> {
    let known = &begin.person;
    let digest = inside.sealer.vouch(&known.name, &known.id_number, &begin.code);
    let sql = "SELECT expires_at, used_at IS NOT NULL FROM vouch WHERE digest = ?1";
    let found = tx.prepare_cached(sql)?.query_row([digest], |row| {
        let At(expires_at) = row.get(0)?;
        let used = if row.get(1)? { Use::Used } else { Use::Unused };
        Ok(IssuedCode { expires_at, used })
    });
    let Some(vouch) = found.optional()? else {
        let used = staff::use_code(tx, inside, person, CodePurpose::Replace, &begin.code, at)?;
        return Ok(used.map(|()| Brought::Counter));
    };
    if let Err(code) = judge(Some(vouch), at) {
        return Ok(Err(Outcome::Counted(Refusal::of(code))));
    }
    tx.prepare_cached("UPDATE vouch SET used_at = ?2 WHERE digest = ?1")?.execute((digest, At(at)))?;
    Ok(Ok(Brought::Vouch))
}

/// Says whether digits that are no counter code are a vouch for the person, so that the refusal can say so.
pub(super) fn is_vouch(
    tx: &Transaction<'_>,
    inside: &Inside,
    person: PersonHandle,
    code: &leling_protocol::CounterCode,
) -> Result<bool, StorageError> {
    let (name, id_number) = people::named(tx, inside, person)?;
    let digest = inside.sealer.vouch(name.expose(), id_number.expose(), code);
    let sql = "SELECT EXISTS (SELECT 1 FROM vouch WHERE digest = ?1)";
    Ok(tx.prepare_cached(sql)?.query_row([digest], |row| row.get(0))?)
}

fn insert(tx: &Transaction<'_>, write: &Write, person: PersonHandle, begin: &EnrolByCode) -> Result<(), StorageError> {
    let (keys, at) = (begin.keys, write.at);
    let sql = "INSERT INTO enrolment (id, request, person, jkt, device_key, approve_key, presence, platform,
                   state, sending_since, code_expires_at, resend_at, tries, started_at, ends_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, 0, 0, ?10, ?10)";
    tx.prepare_cached(sql)?.execute((
        EnrolmentId(write.id),
        write.request,
        person,
        keys.device.jkt(),
        Key(keys.device),
        Key(keys.approve),
        Named(keys.presence),
        Named(keys.platform),
        Named(EnrolmentState::Begun),
        At(at),
    ))?;
    Ok(())
}

/// Keeps a vouch; an older one of the same two people ends. The relative is not looked up.
pub(super) fn vouch(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    vouch: &Vouch,
) -> Result<Answer, StorageError> {
    settle(tx, inside, write, || {
        let person = match device::in_use(tx, vouch.device)? {
            Ok(in_use) => in_use.person,
            Err(refusal) => return Ok(refusal.into()),
        };
        let card = card::find(tx, person)?;
        if let Err(refusal) = allow(card.physical, card.claimed, CardAction::Link) {
            return Ok(refusal.into());
        }
        if *people::id_number(tx, inside, person)?.expose() == vouch.id_number {
            return Ok(ErrorCode::VouchOwn.into());
        }
        let subject = inside.sealer.vouch_subject(&vouch.id_number);
        let sql = "UPDATE vouch SET expires_at = ?3
                   WHERE by_person = ?1 AND subject = ?2 AND used_at IS NULL AND expires_at > ?3";
        tx.prepare_cached(sql)?.execute((person, subject, At(write.at)))?;
        let expires_at = write.at.plus(inside.numbers.counter_code_seconds.into());
        let sql = "INSERT OR REPLACE INTO vouch (digest, subject, by_person, issued_at, expires_at)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        let digest = inside.sealer.vouch(&vouch.name, &vouch.id_number, &vouch.code);
        tx.prepare_cached(sql)?.execute((digest, subject, person, At(write.at), At(expires_at)))?;
        audit::append(tx, person, &Line::own(AuditAct::Vouched, vouch.device, write.at))?;
        Ok(Outcome::Done(VouchResponse { id: write.id, code: vouch.code.clone(), expires_at }))
    })
}
