//! The story of a write around its effect: seen before, proof spent, limits spent, answer kept.

use leling_protocol::{ErrorCode, Timestamp, wire::ErrorBody};
use rusqlite::{OptionalExtension as _, Transaction};
use serde::Serialize;

use super::{Admission, Answer, Inside, StorageError, Write, columns::At};
use crate::{
    refusal::Refusal,
    storage::{Spend, UsedProof},
};

/// What the effect of a write came to.
pub(super) enum Outcome<T> {
    /// It happened; this is the answer.
    Done(T),
    /// It did not happen, but a try was counted: the refusal is kept.
    Counted(Refusal),
    /// It did not happen and nothing changed: the refusal is not kept.
    Refused(Refusal),
}

impl<T> From<Refusal> for Outcome<T> {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl<T> From<ErrorCode> for Outcome<T> {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(code.into())
    }
}

/// Whether the answer of a write is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keeping {
    Kept,
    Passing,
}

/// Runs the effect of a write once, whatever happens to its reply.
pub(super) fn settle<T: Serialize>(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    effect: impl FnOnce() -> Result<Outcome<T>, StorageError>,
) -> Result<Answer, StorageError> {
    run(tx, inside, write, Keeping::Kept, effect)
}

/// Runs the effect of a write that may be brought again and finds itself done: its answer is not kept.
pub(super) fn pass<T: Serialize>(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    effect: impl FnOnce() -> Result<Outcome<T>, StorageError>,
) -> Result<Answer, StorageError> {
    run(tx, inside, write, Keeping::Passing, effect)
}

fn run<T: Serialize>(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    keeping: Keeping,
    effect: impl FnOnce() -> Result<Outcome<T>, StorageError>,
) -> Result<Answer, StorageError> {
    if let Admission::Answered(answer) = admit(tx, inside, write)? {
        return Ok(answer);
    }
    tx.execute_batch("SAVEPOINT effect")?;
    let (answer, happened) = match effect()? {
        Outcome::Done(value) => (json(200, &value)?, true),
        Outcome::Counted(refusal) => (refused(write, refusal)?, true),
        Outcome::Refused(refusal) => (refused(write, refusal)?, false),
    };
    let answer = if happened && keeping == Keeping::Kept { keep(tx, write, answer)? } else { answer };
    tx.execute_batch(if happened { "RELEASE effect" } else { "ROLLBACK TO effect; RELEASE effect" })?;
    Ok(answer)
}

/// Lets a write in, or gives what is answered instead.
pub(super) fn admit(tx: &Transaction<'_>, inside: &Inside, write: &Write) -> Result<Admission, StorageError> {
    if let Some(answer) = find(tx, write)? {
        return Ok(Admission::Answered(answer));
    }
    let proof = write.proof.as_slice();
    let refusal = match spend_proofs(tx, inside, proof, write.at)? {
        None => spend_limits(tx, inside, &write.spends, write.at)?,
        some => some,
    };
    match refusal {
        Some(refusal) => Ok(Admission::Answered(refused(write, refusal)?)),
        None => Ok(Admission::Go),
    }
}

/// Finds the kept answer of a write; another body under its id, or an answer no longer kept, is a conflict.
pub(super) fn find(tx: &Transaction<'_>, write: &Write) -> Result<Option<Answer>, StorageError> {
    let sql = "SELECT request, status, body FROM answer WHERE id = ?1";
    let found = tx
        .prepare_cached(sql)?
        .query_row([write.id.as_bytes().as_slice()], |row| {
            Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, Option<u16>>(1)?, row.get::<_, Option<Vec<u8>>>(2)?))
        })
        .optional()?;
    match found {
        None => Ok(None),
        Some((request, Some(status), Some(body))) if request == write.request => Ok(Some(Answer { status, body })),
        Some(_) => refused(write, ErrorCode::RequestConflict.into()).map(Some),
    }
}

/// Keeps the answer of a write.
pub(super) fn keep(tx: &Transaction<'_>, write: &Write, answer: Answer) -> Result<Answer, StorageError> {
    let sql = "INSERT INTO answer (id, request, status, body, at) VALUES (?1, ?2, ?3, ?4, ?5)";
    let id = write.id.as_bytes().as_slice();
    tx.prepare_cached(sql)?.execute((id, write.request, answer.status, &answer.body, At(write.at)))?;
    Ok(answer)
}

/// Spends proofs; the refusal where one was spent before.
pub(super) fn spend_proofs(
    tx: &Transaction<'_>,
    inside: &Inside,
    proofs: &[UsedProof],
    at: Timestamp,
) -> Result<Option<Refusal>, StorageError> {
    let until = at.plus(inside.numbers.proof_seconds.into());
    let sql = "INSERT INTO used_proof (digest, until) VALUES (?1, ?2) ON CONFLICT (digest) DO NOTHING";
    for proof in proofs {
        if tx.prepare_cached(sql)?.execute((proof.0, At(until)))? == 0 {
            return Ok(Some(ErrorCode::AuthProof.into()));
        }
    }
    Ok(None)
}

/// Counts against limits; the refusal where one is used up.
pub(super) fn spend_limits(
    tx: &Transaction<'_>,
    inside: &Inside,
    spends: &[Spend],
    at: Timestamp,
) -> Result<Option<Refusal>, StorageError> {
    for spend in spends {
        if let Some(refusal) = spend_limit(tx, inside, spend, at)? {
            return Ok(Some(refusal));
        }
    }
    Ok(None)
}

fn spend_limit(
    tx: &Transaction<'_>,
    inside: &Inside,
    spend: &Spend,
    at: Timestamp,
) -> Result<Option<Refusal>, StorageError> {
    let digest = inside.sealer.limit_index(spend.name, &spend.whom);
    // A window that ended begins anew with this request, and so does one from a clock that was set back.
    let sql = "INSERT INTO rate (digest, ends_at, used) VALUES (?1, ?2, 1)
               ON CONFLICT (digest) DO UPDATE SET
                   used = CASE WHEN ends_at <= ?3 OR ends_at > ?2 THEN 1 ELSE used + 1 END,
                   ends_at = CASE WHEN ends_at <= ?3 OR ends_at > ?2 THEN ?2 ELSE ends_at END
               RETURNING used, ends_at";
    let ends_at = at.plus(spend.limit.seconds.into());
    let (used, At(ends_at)): (u32, At) =
        tx.prepare_cached(sql)?.query_row((digest, At(ends_at), At(at)), |row| Ok((row.get(0)?, row.get(1)?)))?;
    if used > spend.limit.count {
        return Ok(Some(Refusal::until(ErrorCode::RateLimited, ends_at.since(at))));
    }
    Ok(None)
}

/// Writes a refusal as the answer of a write.
pub(super) fn refused(write: &Write, refusal: Refusal) -> Result<Answer, StorageError> {
    let body = ErrorBody { code: refusal.code, trace: write.trace.clone(), retry_after: refusal.retry_after };
    json(refusal.code.http_status(), &body)
}

/// Writes a value as an answer.
pub(super) fn json(status: u16, value: &impl Serialize) -> Result<Answer, StorageError> {
    let body = serde_json::to_vec(value).map_err(|error| StorageError::Broken(error.to_string()))?;
    Ok(Answer { status, body })
}
