//! Keeping house: forgetting what is over, copying the file.

use std::path::Path;

use leling_protocol::Timestamp;
use rusqlite::Transaction;

use super::{Inside, StorageError, columns::At};

/// How long an ended enrolment stays, so that a phone that was away still learns how it ended.
const ENROLMENT_KEPT_SECONDS: i64 = 30 * 86_400;

/// How long a counter code's row stays after its end, so that "used" and "expired" are still told apart from "wrong".
const CODE_KEPT_SECONDS: i64 = 30 * 86_400;

/// How long an ended session's row stays, so that its tokens are told "signed out".
const SESSION_KEPT_SECONDS: i64 = 86_400;

/// How long a login stays after its end, so that both sides still learn how it ended and a code used twice is known.
const LOGIN_KEPT_SECONDS: i64 = 3_600;

/// Forgets what is over.
pub(super) fn sweep(tx: &Transaction<'_>, inside: &Inside, at: Timestamp) -> Result<(), StorageError> {
    let before = |seconds: i64| At(at.plus(-seconds));
    let answers = i64::from(inside.numbers.answer_seconds);
    let steps = [
        ("DELETE FROM used_proof WHERE until <= ?1", before(0)),
        ("DELETE FROM rate WHERE ends_at <= ?1", before(0)),
        ("UPDATE answer SET status = NULL, body = NULL WHERE body IS NOT NULL AND at <= ?1", before(answers)),
        (
            "DELETE FROM enrolment WHERE (state <> 'waiting' OR until IS NULL) AND ends_at <= ?1",
            before(ENROLMENT_KEPT_SECONDS),
        ),
        ("DELETE FROM vouch WHERE expires_at <= ?1", before(CODE_KEPT_SECONDS)),
        ("DELETE FROM counter_code WHERE expires_at <= ?1", before(CODE_KEPT_SECONDS)),
        (
            "DELETE FROM session WHERE min(expires_at, coalesce(ended_at, expires_at)) <= ?1",
            before(SESSION_KEPT_SECONDS),
        ),
        ("DELETE FROM help_code WHERE until <= ?1", before(0)),
        ("DELETE FROM pushed_request WHERE expires_at <= ?1", before(0)),
        ("DELETE FROM login WHERE ends_at <= ?1", before(LOGIN_KEPT_SECONDS)),
        ("DELETE FROM party_session WHERE min(until, coalesce(ended_at, until)) <= ?1", before(SESSION_KEPT_SECONDS)),
    ];
    for (sql, limit) in steps {
        tx.prepare_cached(sql)?.execute([limit])?;
    }
    Ok(())
}

/// Copies the whole database to a new file, as one moment of it.
pub(super) fn backup(tx: &Transaction<'_>, to: &Path) -> Result<(), StorageError> {
    let mut copy = rusqlite::Connection::open(to)?;
    let backup = rusqlite::backup::Backup::new(tx, &mut copy)?;
    backup.run_to_completion(256, std::time::Duration::ZERO, None)?;
    Ok(())
}

/// Looks through the whole file for damage.
pub(super) fn check(tx: &Transaction<'_>) -> Result<(), StorageError> {
    let found: String = tx.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(StorageError::Broken(format!("integrity check: {found}"))) }
}
