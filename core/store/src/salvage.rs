//! Takes over from a file that was set aside what can still be read there.
//!
//! Only what cannot come from the gateway is worth it: settings, and writes that wait. Writes are sealed, so what is
//! taken over is what was written or it will not open.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use crate::{
    error::{Part, StoreError},
    file::{Database, bare_connection},
    outbox::Sealed,
    setting::{self, Setting},
    vault,
};

/// Most writes that are taken over, against a page that leads in circles.
const MOST: usize = 10_000;

/// Copies from the file at `aside` into the new file of `part`.
pub(crate) fn salvage(aside: &Path, part: Part, into: &mut Database) -> Result<(), StoreError> {
    let Ok(old) = bare_connection(aside) else { return Ok(()) };
    let vault = vault::get(&old).ok().flatten();
    match part {
        Part::Store => {
            let settings: Vec<(Setting, String)> = Setting::ALL
                .into_iter()
                .filter_map(|setting| Some((setting, setting::get(&old, setting).ok()??)))
                .collect();
            into.write(|transaction| {
                settings.iter().try_for_each(|(setting, value)| setting::set(transaction, *setting, value))?;
                vault.iter().try_for_each(|vault| vault::set(transaction, vault))
            })
        }
        Part::Outbox => {
            let writes = readable_writes(&old);
            into.write(|transaction| {
                writes.iter().try_for_each(|write| write.insert(transaction))?;
                vault.iter().try_for_each(|vault| vault::set(transaction, vault))
            })
        }
    }
}

/// Reads from both ends up to the first row that cannot be read.
fn readable_writes(old: &Connection) -> Vec<Sealed> {
    let after = "SELECT seq, id, endpoint, created_at, body FROM waiting WHERE seq > ?1 ORDER BY seq LIMIT 1";
    let before = "SELECT seq, id, endpoint, created_at, body FROM waiting WHERE seq < ?1 ORDER BY seq DESC LIMIT 1";
    let next = |sql: &str, seq: i64| old.query_row(sql, [seq], Sealed::read).optional().ok().flatten();
    let mut writes = Vec::new();
    let mut low = i64::MIN;
    while let Some(write) = next(after, low).filter(|write| write.seq > low && writes.len() < MOST) {
        low = write.seq;
        writes.push(write);
    }
    let mut high = i64::MAX;
    let mut tail = Vec::new();
    while let Some(write) = next(before, high).filter(|write| write.seq < high && tail.len() < MOST) {
        if write.seq <= low {
            break;
        }
        high = write.seq;
        tail.push(write);
    }
    writes.extend(tail.into_iter().rev());
    writes
}
