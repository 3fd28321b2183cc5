//! Logins from the answer on: kept alive, answered, exchanged for a session.

use leling_protocol::{
    ErrorCode,
    wire::{AnswerLoginResponse, AuditAct, KeepLoginResponse, LoginDoor},
};
use rusqlite::Transaction;

use super::{
    Answer, DeviceId, Inside, PersonHandle, StorageError, Write,
    answers::{Outcome, pass, settle},
    audit::{self, Line},
    device,
    login::{self, Stored},
    party, password,
};
use crate::{
    rules::login::{NoSession, Said},
    storage::{AnswerLogin, Concluded, Decision, LoginId, LoginRow, RedeemLogin, Redeemed},
};

/// Keeps a claimed login alive.
pub(super) fn keep(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    device: DeviceId,
    login: LoginId,
) -> Result<Answer, StorageError> {
    pass(tx, inside, write, || {
        if let Err(refusal) = device::in_use(tx, device)? {
            return Ok(refusal.into());
        }
        let Some(Stored { mut row, .. }) = login::find(tx, login)? else {
            return Ok(ErrorCode::LoginUnknown.into());
        };
        match row.login.keep(device, write.at, &inside.numbers) {
            Ok(expires_at) => {
                login::save(tx, &row)?;
                Ok(Outcome::Done(KeepLoginResponse { id: write.id, expires_at }))
            }
            Err(code) => Ok(code.into()),
        }
    })
}

/// Answers a claimed login.
pub(super) fn answer(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    answer: &AnswerLogin,
) -> Result<Answer, StorageError> {
    settle(tx, inside, write, || {
        let person = match device::in_use(tx, answer.device)? {
            Ok(in_use) => in_use.person,
            Err(refusal) => return Ok(refusal.into()),
        };
        let Some(Stored { row, .. }) = login::find(tx, answer.login)? else {
            return Ok(ErrorCode::LoginUnknown.into());
        };
        match &answer.decision {
            Decision::No => refuse(tx, inside, write, answer, person, row),
            Decision::Yes { .. } => approve(tx, inside, write, answer, person, row),
        }
    })
}

fn refuse(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    answer: &AnswerLogin,
    person: PersonHandle,
    mut row: LoginRow,
) -> Result<Outcome<AnswerLoginResponse>, StorageError> {
    if let Err(code) = row.login.answer(answer.device, Said::No, write.at, &inside.numbers) {
        return Ok(code.into());
    }
    login::save(tx, &row)?;
    let line = Line::own(AuditAct::LoginRefused, answer.device, write.at);
    audit::append(tx, person, &line.about(&row.asked.party))?;
    Ok(Outcome::Done(said(write, answer, &row, Concluded::Refused)))
}

fn approve(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    answer: &AnswerLogin,
    person: PersonHandle,
    mut row: LoginRow,
) -> Result<Outcome<AnswerLoginResponse>, StorageError> {
    let Decision::Yes { client, scopes, number, password } = &answer.decision else {
        return Err(StorageError::Broken("a no was to be approved".to_owned()));
    };
    // Whether the login can be answered at all comes before the password: no try is counted for nothing.
    if let Err(code) = row.login.at(write.at).decider(answer.device) {
        return Ok(code.into());
    }
    if let Err(refusal) = login::may_log_in(tx, answer.device)? {
        return Ok(refusal.into());
    }
    if *client != row.asked.client || *scopes != row.asked.scopes {
        return Ok(ErrorCode::ApprovalInvalid.into());
    }
    if let Err(outcome) = password::judge(tx, inside, person, answer.device, *password, write.at)? {
        return Ok(outcome);
    }
    let party = row.asked.party.clone();
    let line = |act| Line::own(act, answer.device, write.at).about(&party);
    match row.login.answer(answer.device, Said::Yes { number: *number }, write.at, &inside.numbers) {
        Ok(()) => {}
        Err(ErrorCode::LoginNumberWrong) => {
            login::save(tx, &row)?;
            audit::append(tx, person, &line(AuditAct::LoginNumberWrong))?;
            return Ok(Outcome::Counted(ErrorCode::LoginNumberWrong.into()));
        }
        Err(code) => return Ok(code.into()),
    }
    let act = if row.login.door == LoginDoor::App {
        // The answer itself carries the code.
        let coded = row.login.code(write.at, &inside.numbers);
        coded.map_err(|_| StorageError::Broken("an approved login gave no code".to_owned()))?;
        AuditAct::LoginAuthorized
    } else {
        AuditAct::LoginApproved
    };
    login::save(tx, &row)?;
    party::grant(tx, write, person, &row.asked)?;
    audit::append(tx, person, &line(act))?;
    Ok(Outcome::Done(said(write, answer, &row, Concluded::Approved)))
}

fn said(write: &Write, answer: &AnswerLogin, row: &LoginRow, how: Concluded) -> AnswerLoginResponse {
    let redirect = if row.login.door == LoginDoor::App { (answer.redirect)(row, how) } else { None };
    AnswerLoginResponse { id: write.id, at: write.at, redirect }
}

/// Exchanges a login for a session.
pub(super) fn redeem(tx: &Transaction<'_>, redeem: &RedeemLogin) -> Result<Redeemed, StorageError> {
    let found = login::find(tx, redeem.login)?.filter(|found| found.row.asked.client == redeem.client);
    let Some(Stored { mut row, session, .. }) = found else {
        return Ok(Redeemed::Unknown);
    };
    let device = match row.login.redeem(redeem.at) {
        Ok(device) => device,
        Err(why) => {
            if let (NoSession::Replayed, Some(session)) = (why, session) {
                party::end_replayed(tx, session, redeem.at)?;
            }
            return Ok(Redeemed::Not(why));
        }
    };
    let Ok(in_use) = device::in_use(tx, device)? else {
        return Ok(Redeemed::Not(NoSession::Over));
    };
    let Some(terms) = (redeem.terms)(&row) else {
        return Ok(Redeemed::Unfit);
    };
    let session = party::open(
        tx,
        redeem,
        &row,
        party::Holder { person: in_use.person, device, presence: in_use.keys.presence },
        terms,
    )?;
    login::save(tx, &row)?;
    tx.prepare_cached("UPDATE login SET session = ?2 WHERE id = ?1")?.execute((row.id, session.id))?;
    Ok(Redeemed::Session(Box::new((session, row))))
}
