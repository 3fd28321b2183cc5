//! The card: claimed, renewed, unlinked.

use leling_crypto::hash::constant_time_eq;
use leling_protocol::{
    CardAction, CardNumber, ECardState, ErrorCode, SignLevel, Timestamp,
    wire::{AuditAct, ClaimProof, ClaimResponse, IssuedCard, WriteResponse},
};
use rusqlite::{Row, Transaction};

use super::{
    Answer, Card, ClaimCard, Inside, IssueCertificate, PersonHandle, StorageError, UnlinkCard, Write,
    answers::{Outcome, settle},
    audit::{self, Line},
    certificate,
    columns::{At, Named},
    device, party, password, people, staff,
};
use crate::{
    refusal::Refusal,
    rules::{card::allow, counter_code::CodePurpose},
};

/// Finds a person's card; every registered person has a row, also before a card was made.
pub(super) fn find(tx: &Transaction<'_>, person: PersonHandle) -> Result<Card, StorageError> {
    let sql = "SELECT physical, bank, ecard, tries, sign_no, signed_at FROM card WHERE person = ?1";
    Ok(tx.prepare_cached(sql)?.query_row([person], from_row)?)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Card> {
    let (Named(physical), Named(bank), Named(claimed)) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let (sign_no, signed_at): (Option<String>, Option<At>) = (row.get(4)?, row.get(5)?);
    let level = match claimed {
        ECardState::Level1 => Some(SignLevel::Identity),
        ECardState::Level2 => Some(SignLevel::Payment),
        _ => None,
    };
    let issued = match (level, sign_no, signed_at) {
        (Some(level), Some(sign_no), Some(At(signed_at))) => Some(IssuedCard { sign_no, level, signed_at }),
        _ => None,
    };
    Ok(Card { physical, bank, claimed, tries: row.get(3)?, issued })
}

/// Sets the electronic card's own state.
pub(super) fn set_claimed(tx: &Transaction<'_>, person: PersonHandle, state: ECardState) -> Result<(), StorageError> {
    tx.prepare_cached("UPDATE card SET ecard = ?2 WHERE person = ?1")?.execute((person, Named(state)))?;
    Ok(())
}

/// Claims the electronic card.
pub(super) fn claim(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    claim: &ClaimCard,
) -> Result<Answer, StorageError> {
    settle(tx, inside, write, || {
        let in_use = match device::in_use(tx, claim.device)? {
            Ok(in_use) => in_use,
            Err(refusal) => return Ok(refusal.into()),
        };
        let person = in_use.person;
        let card = find(tx, person)?;
        if let Err(refusal) = allow(card.physical, card.claimed, CardAction::Claim) {
            return Ok(refusal.into());
        }
        let id_number = people::id_number(tx, inside, person)?;
        if let Err(code) = claim.password.check_strength(id_number.expose()) {
            return Ok(code.into());
        }
        if let Err(outcome) = check_proof(tx, inside, person, &card, claim, write.at)? {
            return Ok(outcome);
        }
        let issued = sign(tx, person, claim, write.at)?;
        password::set(tx, person, &claim.password_hash)?;
        audit::append(tx, person, &Line::own(AuditAct::Claimed, claim.device, write.at))?;
        let certificate = certificate::issue(
            tx,
            inside,
            &certificate::Order { person, device: claim.device, key: in_use.keys.device, level: issued.level },
            &claim.mint,
            write.at,
        )?;
        Ok(Outcome::Done(ClaimResponse { id: write.id, issued, certificate }))
    })
}

/// Checks what enrolment did not prove; the outcome where it does not hold.
fn check_proof(
    tx: &Transaction<'_>,
    inside: &Inside,
    person: PersonHandle,
    card: &Card,
    claim: &ClaimCard,
    at: Timestamp,
) -> Result<Result<(), Outcome<ClaimResponse>>, StorageError> {
    let checked = match &claim.proof {
        ClaimProof::CardNumber { number } => check_number(tx, inside, person, card, number)?,
        ClaimProof::CounterCode { code } => staff::use_code(tx, inside, person, CodePurpose::Claim, code, at)?,
    };
    if matches!(checked, Err(Outcome::Counted(_))) {
        audit::append(tx, person, &Line::own(AuditAct::ClaimRefused, claim.device, at))?;
    }
    Ok(checked)
}

/// Compares a card number with the one in the register and counts a wrong one.
pub(super) fn check_number<T>(
    tx: &Transaction<'_>,
    inside: &Inside,
    person: PersonHandle,
    card: &Card,
    number: &CardNumber,
) -> Result<Result<(), Outcome<T>>, StorageError> {
    let most = inside.numbers.card_number_tries;
    if card.tries >= most {
        return Ok(Err(ErrorCode::CardNumberLocked.into()));
    }
    let sql = "SELECT number FROM card WHERE person = ?1";
    let kept: Option<[u8; 32]> = tx.prepare_cached(sql)?.query_row([person], |row| row.get(0))?;
    let brought = inside.sealer.card_number(person, number);
    if kept.is_some_and(|kept| constant_time_eq(&kept, &brought)) {
        return Ok(Ok(()));
    }
    tx.prepare_cached("UPDATE card SET tries = tries + 1 WHERE person = ?1")?.execute([person])?;
    let code = if card.tries + 1 >= most { ErrorCode::CardNumberLocked } else { ErrorCode::CardNumberWrong };
    Ok(Err(Outcome::Counted(Refusal::of(code))))
}

fn sign(
    tx: &Transaction<'_>,
    person: PersonHandle,
    claim: &ClaimCard,
    at: Timestamp,
) -> Result<IssuedCard, StorageError> {
    let sql = "UPDATE card SET ecard = ?2, sign_no = ?3, signed_at = ?4, sign_seq = sign_seq + 1, tries = 0
               WHERE person = ?1";
    tx.prepare_cached(sql)?.execute((person, Named(ECardState::Level1), &claim.sign_no, At(at)))?;
    Ok(IssuedCard { sign_no: claim.sign_no.clone(), level: SignLevel::Identity, signed_at: at })
}

/// Issues a further certificate.
pub(super) fn renew(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    renew: &IssueCertificate,
) -> Result<Answer, StorageError> {
    settle(tx, inside, write, || {
        let in_use = match device::in_use(tx, renew.device)? {
            Ok(in_use) => in_use,
            Err(refusal) => return Ok(refusal.into()),
        };
        let person = in_use.person;
        let card = find(tx, person)?;
        if let Err(refusal) = allow(card.physical, card.claimed, CardAction::ShowCode) {
            return Ok(refusal.into());
        }
        let Some(issued) = card.issued else {
            return Ok(ErrorCode::CardNotClaimed.into());
        };
        audit::append(tx, person, &Line::own(AuditAct::CertificateIssued, renew.device, write.at))?;
        let order = certificate::Order { person, device: renew.device, key: in_use.keys.device, level: issued.level };
        certificate::issue(tx, inside, &order, &renew.mint, write.at).map(Outcome::Done)
    })
}

/// Unlinks the electronic card and revokes its certificates.
pub(super) fn unlink(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    unlink: UnlinkCard,
) -> Result<Answer, StorageError> {
    settle(tx, inside, write, || {
        let person = match device::in_use(tx, unlink.device)? {
            Ok(in_use) => in_use.person,
            Err(refusal) => return Ok(refusal.into()),
        };
        let card = find(tx, person)?;
        if let Err(refusal) = allow(card.physical, card.claimed, CardAction::Unlink) {
            return Ok(refusal.into());
        }
        if let Err(outcome) = password::judge(tx, inside, person, unlink.device, unlink.password, write.at)? {
            return Ok(outcome);
        }
        set_claimed(tx, person, ECardState::Unbound)?;
        certificate::revoke_of_device(tx, unlink.device, write.at)?;
        party::end_all(tx, person, write.at)?;
        audit::append(tx, person, &Line::own(AuditAct::Unlinked, unlink.device, write.at))?;
        Ok(Outcome::Done(WriteResponse { id: write.id, at: write.at }))
    })
}
