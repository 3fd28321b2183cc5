//! What SQLite is asked, statement by statement, in the log: with places for values, never values.
//!
//! Off unless `LELING_LOG` has `leling_gateway::sql=trace` when the storage is opened; then a bench or an operator can count.

use rusqlite::{
    Connection,
    trace::{TraceEvent, TraceEventCodes},
};
use tracing::Level;

/// Target of the lines.
const TARGET: &str = "leling_gateway::sql";

/// What SQLite puts before the notes that are no statements, such as the begin of a trigger.
const NOTE: &str = "--";

/// Tells of each statement that `connection` begins to run, where the log wants it.
pub(super) fn tell(connection: &mut Connection) -> rusqlite::Result<()> {
    if !tracing::enabled!(target: TARGET, Level::TRACE) {
        return Ok(());
    }
    let told = |event: TraceEvent<'_>| {
        if let TraceEvent::Stmt(_, statement) = event
            && !statement.starts_with(NOTE)
        {
            tracing::trace!(target: TARGET, statement);
        }
    };
    connection.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(told))
}
