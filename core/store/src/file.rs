//! One SQLite file: opened, checked, migrated, set aside.
//!
//! [`Database::open`] costs two page reads and no fsync on a file that is in order. It trusts the header and waits for
//! errors: a damaged page shows itself when it is read, and then the whole file is set aside under another name.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, config::DbConfig};

use crate::{
    error::{Fault, Part, StoreError},
    schema::Schema,
};

/// First bytes of every SQLite 3 file (sqlite.org/fileformat2.html, section 1.2.1).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Length of those bytes, the page size and the two format versions, 1 or 2 (sections 1.2.2 and 1.2.3).
const HEAD: usize = 20;

/// Damaged files kept for whoever looks into the cause; older ones go.
const KEPT_ASIDE: u32 = 3;

/// How long an opener waits for a process that is just ending.
const BUSY_WAIT: Duration = Duration::from_secs(2);

/// Where an open file came from.
#[derive(Debug)]
pub(crate) enum Origin {
    /// It was there and its header holds.
    Found,
    /// There was none.
    Created,
    /// There was one that could not be used; it now lies at this path, and this one is new.
    SetAside(PathBuf),
}

/// An open file.
pub(crate) struct Database {
    part: Part,
    connection: Connection,
}

impl Database {
    /// Opens the file of `part` in `dir`, making it where there is none.
    pub(crate) fn open(dir: &Path, part: Part) -> Result<(Self, Origin), StoreError> {
        match Self::try_open(dir, part) {
            Err(StoreError::Damaged(_)) => {
                let aside = set_aside(dir, part)?;
                let (database, _) = Self::try_open(dir, part)?;
                Ok((database, Origin::SetAside(aside)))
            }
            other => other,
        }
    }

    fn try_open(dir: &Path, part: Part) -> Result<(Self, Origin), StoreError> {
        let path = path_of(dir, part);
        let schema = Schema::of(part);
        let origin = match look(&path, part)? {
            Look::Missing => {
                create(dir, &path, schema).map_err(|error| error.of(part))?;
                Origin::Created
            }
            Look::Plausible => Origin::Found,
        };
        let connection = connect(&path, part, schema).map_err(|refusal| match refusal {
            Refusal::Newer(found) => StoreError::Newer { found, known: schema.version() },
            Refusal::Foreign => StoreError::Damaged(part),
            Refusal::ReadOnly => StoreError::ReadOnly,
            Refusal::Engine(error) => Fault::from(error).of(part),
        })?;
        Ok((Self { part, connection }, origin))
    }

    /// Runs `work` on the connection; a single statement is its own transaction.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, StoreError> {
        work(&self.connection).map_err(|fault| fault.of(self.part))
    }

    /// Runs `work` in one transaction: all of it, or nothing.
    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        let part = self.part;
        write(&mut self.connection, work).map_err(|fault| fault.of(part))
    }

    /// Reads every page and says whether the file holds.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        self.read(|connection| {
            let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            if verdict == "ok" { Ok(()) } else { Err(Fault::Record) }
        })
    }

    /// Moves everything into the main file and closes, so that no lock and no side file stays.
    pub(crate) fn close(self) -> Result<(), StoreError> {
        let part = self.part;
        let checkpoint =
            self.read(|connection| Ok(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?));
        let closed = self.connection.close().map_err(|(_, error)| Fault::from(error).of(part));
        checkpoint.and(closed)
    }

    /// Lets go of a file that is to be set aside, without writing to it.
    pub(crate) fn abandon(self) {
        let _ = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }

    #[cfg(test)]
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }
}

fn write<T>(connection: &mut Connection, work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = work(&transaction)?;
    transaction.commit()?;
    Ok(value)
}

pub(crate) fn path_of(dir: &Path, part: Part) -> PathBuf {
    dir.join(match part {
        Part::Store => "store.db",
        Part::Outbox => "outbox.db",
    })
}

/// Renames the file of `part` and its log to `<name>.damaged-<n>` and returns the new path.
pub(crate) fn set_aside(dir: &Path, part: Part) -> Result<PathBuf, StoreError> {
    let path = path_of(dir, part);
    let number = numbers_aside(dir, &path)?.max().unwrap_or(0) + 1;
    let aside = beside(&path, &format!(".damaged-{number}"));
    // The log first: a log that stayed behind would be taken for the new file's.
    for tail in ["-wal", "-journal", ""] {
        match fs::rename(beside(&path, tail), beside(&aside, tail)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    let old: Vec<u32> = numbers_aside(dir, &path)?.filter(|old| old + KEPT_ASIDE <= number).collect();
    for number in old {
        for tail in ["-wal", "-journal", ""] {
            let _ = fs::remove_file(beside(&path, &format!(".damaged-{number}{tail}")));
        }
    }
    Ok(aside)
}

fn numbers_aside(dir: &Path, path: &Path) -> Result<impl Iterator<Item = u32>, StoreError> {
    let prefix = beside(path, ".damaged-").file_name().map(|name| name.to_string_lossy().into_owned());
    let names: Vec<String> =
        fs::read_dir(dir)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    Ok(names.into_iter().filter_map(move |name| name.strip_prefix(prefix.as_deref()?)?.parse().ok()))
}

fn beside(path: &Path, tail: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(tail);
    name.into()
}

enum Look {
    /// No file, or an empty one.
    Missing,
    /// Something that begins as SQLite does.
    Plausible,
}

/// Refuses what is not SQLite before SQLite sees it.
fn look(path: &Path, part: Part) -> Result<Look, StoreError> {
    let mut head = Vec::new();
    match fs::File::open(path) {
        Ok(file) => file.take(HEAD as u64).read_to_end(&mut head)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Look::Missing),
        Err(error) => return Err(error.into()),
    };
    match head.as_slice() {
        [] => Ok(Look::Missing),
        // A format version that SQLite does not know would make the file read-only for ever.
        [magic @ .., _, _, 1 | 2, 1 | 2] if magic == MAGIC => Ok(Look::Plausible),
        _ => Err(StoreError::Damaged(part)),
    }
}

/// Makes the file beside its place and renames it: it is there whole, or not at all, for two fsyncs instead of seven.
fn create(dir: &Path, path: &Path, schema: Schema) -> Result<(), Fault> {
    let draft = beside(path, ".new");
    // A log without its file would be taken for the new file's.
    for stale in ["-wal", "-journal", ".new", ".new-wal"] {
        match fs::remove_file(beside(path, stale)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&draft)?;
    let mut connection = bare_connection(&draft)?;
    connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")?;
    migrate(&mut connection, schema, 0)?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    #[cfg(unix)]
    fs::File::open(dir)?.sync_all()?;
    Ok(())
}

enum Refusal {
    Newer(i64),
    Foreign,
    ReadOnly,
    Engine(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

fn connect(path: &Path, part: Part, schema: Schema) -> Result<Connection, Refusal> {
    let mut connection = bare_connection(path)?;
    if connection.is_readonly("main")? {
        return Err(Refusal::ReadOnly);
    }
    let application_id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if application_id != schema.application_id {
        return Err(Refusal::Foreign);
    }
    if version > schema.version() {
        return Err(Refusal::Newer(version));
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.execute_batch(match part {
        // A lost last second of documents comes back from the gateway; a lost write would not.
        Part::Store => "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;",
        Part::Outbox => "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;",
    })?;
    migrate(&mut connection, schema, version)?;
    // A file that another tool had in its hands may have lost its log.
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    Ok(connection)
}

/// Takes the steps that a file lacks.
pub(crate) fn migrate(connection: &mut Connection, schema: Schema, version: i64) -> rusqlite::Result<()> {
    let taken = usize::try_from(version).unwrap_or(0);
    for index in taken..schema.steps.len() {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        schema.take_step(&transaction, index)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Opens `path` without changing it: nothing is checkpointed until the file is known to be ours.
pub(crate) fn bare_connection(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.busy_timeout(BUSY_WAIT)?;
    // Exclusive: one writer by law, and no shared-memory file, which a full disk would not let us make.
    connection
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;")?;
    Ok(connection)
}
