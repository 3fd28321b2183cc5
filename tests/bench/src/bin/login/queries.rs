//! What one whole login asks of SQLite, counted in the gateway's own log.

use std::{fs, path::Path};

use leling_bench::{
    Failed,
    load::{phone::PEOPLE, start_gateway_that_tells},
};
use serde::Deserialize;

use crate::ours::Door;

/// Words with which SQLite is told where a transaction begins and ends, and how it is kept: no queries.
const AROUND: [&str; 7] = ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "END"];

/// Logins over which is counted; so many that what the gateway does beside them is lost in the rest.
const LOGINS: u32 = 50;

#[derive(Deserialize)]
struct Line {
    fields: Fields,
}

#[derive(Deserialize)]
struct Fields {
    statement: String,
}

/// Statements of one whole login.
pub(crate) struct Queries {
    /// Those that read or write rows.
    pub(crate) rows: f64,
    /// Transactions: each is one turn at the storage, for a write or for a read that has to see one state.
    pub(crate) transactions: f64,
}

/// Counts on a gateway of its own, whose log would spoil times.
pub(crate) fn count(dir: &Path) -> Result<Queries, Failed> {
    let log = dir.join("statements.log");
    let gateway = start_gateway_that_tells(dir, &log)?;
    let mut door = Door::open(&gateway.host, PEOPLE[0])?;
    door.log_in()?;
    let before = fs::read_to_string(&log)?.len();
    (0..LOGINS).try_for_each(|_| door.log_in())?;
    let said = fs::read_to_string(&log)?;
    let (mut rows, mut transactions) = (0, 0);
    for line in said[before..].lines() {
        let Line { fields: Fields { statement } } = serde_json::from_str(line)?;
        rows += u32::from(!AROUND.iter().any(|word| statement.starts_with(word)));
        transactions += u32::from(statement.starts_with("BEGIN"));
    }
    let each = |count| f64::from(count) / f64::from(LOGINS);
    Ok(Queries { rows: each(rows), transactions: each(transactions) })
}
