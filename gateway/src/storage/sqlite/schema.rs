//! The schema, one migration per version: `user_version` says how many have run.

use rusqlite::{Connection, TransactionBehavior};

use super::super::StorageError;

/// Migrations in order; the n-th takes a file from version n to n + 1. A released one never changes.
const MIGRATIONS: [&str; 4] = [
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
];

/// Brings a file to the newest version, each step in a transaction of its own.
///
/// # Errors
/// [`StorageError::Newer`] for a file of a newer program, which is left as it is.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StorageError> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    loop {
        // Two processes may start at once: each looks again after it has the lock.
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if found > known {
            return Err(StorageError::Newer { found, known });
        }
        let Some(step) = usize::try_from(found).ok().and_then(|found| MIGRATIONS.get(found)) else {
            return Ok(());
        };
        tx.execute_batch(step)?;
        tx.pragma_update(None, "user_version", found + 1)?;
        tx.commit()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_gets_the_newest_schema_and_a_second_start_changes_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(usize::try_from(version).unwrap(), MIGRATIONS.len());
    }

    #[test]
    fn what_stood_in_an_older_file_is_still_there() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        let rows = "INSERT INTO person (handle, id_index, id_number, name, created_at) VALUES (x'01', x'02', x'03', x'04', 5);
             INSERT INTO audit (person, seq, at, actor, act, hash) VALUES (x'01', 1, 5, 'own', 'enrolled', x'06');
             INSERT INTO enrolment (id, request, person, jkt, device_key, approve_key, presence, platform, phone,
                     phone_index, state, sending_since, code_expires_at, resend_at, tries, started_at, ends_at, until)
                 VALUES (x'07', x'08', x'01', 'jkt', x'09', x'0a', 'lock', 'ios', x'0b', x'0c', 'waiting', 0, 0, 0, 0, 5, 6, 7)";
        connection.execute_batch(rows).unwrap();
        migrate(&mut connection).unwrap();
        let sql = "SELECT phone, until, proof_from FROM enrolment WHERE id = x'07' AND state = 'waiting'";
        let kept: (Vec<u8>, i64, Option<i64>) =
            connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        assert_eq!(kept, (vec![0x0b], 7, None));
        let reason: Option<String> = connection.query_row("SELECT reason FROM audit", [], |row| row.get(0)).unwrap();
        assert_eq!(reason, None);
    }

    #[test]
    fn a_newer_file_is_refused_and_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        assert_eq!(migrate(&mut connection), Err(StorageError::Newer { found: 99, known: 4 }));
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 0);
    }

    #[test]
    fn every_table_is_strict() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        let loose: i64 = connection
            .query_row("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(loose, 0);
    }
}
