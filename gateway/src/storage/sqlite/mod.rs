//! The backend inside: SQLite in WAL mode, one writing thread with group commit, readers beside it.
//!
//! Start at [`SqliteStorage::open`]. Each part of the domain has a file of its own; what they share is
//! [`answers::settle`], which wraps a write in its idempotency, and [`audit::append`].

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use leling_crypto::chain::ChainHead;
use leling_protocol::{Redacted, SmsCode, Timestamp, wire::ClaimProof};
use rusqlite::{Connection, Transaction};

use super::{
    Admission, Answer, AuditRecord, BeginEnrolment, Begun, Caller, Card, ClaimCard, Consent, DeviceId, DeviceRow,
    EnrolByCode, Enrolled, EnrolmentId, EnrolmentStatus, IssueCertificate, IssueCode, PersonHandle, ProveBy,
    RegisterPerson, Reply, Resent, ResetPassword, RevokedIndexes, Sealer, SessionId, SignIn, SignedIn, StaffAct,
    StaffOutcome, Storage, StorageError, UnlinkCard, Vouch, WaitingReplacement, Write,
};
use crate::{Numbers, refusal::Refusal};

mod answered;
mod answers;
mod audit;
mod by_code;
mod card;
mod certificate;
mod columns;
mod desk;
mod device;
mod enrol;
mod help;
mod keep;
mod login;
mod logins;
mod party;
mod password;
mod people;
mod replace;
mod schema;
mod staff;
mod statements;
mod writer;

/// Connections that read; more than the cores that a small gateway has.
const READERS: usize = 4;

/// How long a statement waits for another process, such as `code issue` on the command line.
const BUSY: Duration = Duration::from_secs(5);

/// SQLite inside the gateway's own process.
pub struct SqliteStorage {
    writer: writer::Writer,
    readers: Arc<Readers>,
    inside: Arc<Inside>,
}

/// Connections that read, taken in turn.
struct Readers {
    connections: Vec<Mutex<Connection>>,
    next: AtomicUsize,
}

/// What every transaction needs beside its arguments.
struct Inside {
    sealer: Sealer,
    numbers: Numbers,
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Broken(error.to_string()),
        }
    }
}

impl SqliteStorage {
    /// Opens the file at `path`, makes it where there is none, and brings it to the newest schema.
    ///
    /// # Errors
    /// [`StorageError::Newer`] for a file of a newer program, [`StorageError::Broken`] for a damaged or foreign one.
    pub fn open(path: &Path, sealer: Sealer, numbers: Numbers) -> Result<Self, StorageError> {
        let broken = |error: std::io::Error| StorageError::Broken(error.to_string());
        let mut connection = connect(path)?;
        schema::migrate(&mut connection)?;
        let connections = (0..READERS).map(|_| reader(path).map(Mutex::new)).collect::<Result<_, _>>()?;
        let readers = Arc::new(Readers { connections, next: AtomicUsize::new(0) });
        let writer = writer::Writer::start(connection).map_err(broken)?;
        Ok(Self { writer, readers, inside: Arc::new(Inside { sealer, numbers }) })
    }

    fn write<T, F>(&self, work: F) -> Reply<'_, T>
    where
        F: FnOnce(&Transaction<'_>, &Inside) -> Result<T, StorageError> + Send + 'static,
        T: Send + 'static,
    {
        let inside = Arc::clone(&self.inside);
        self.writer.run(writer::Durable::Now, move |tx| work(tx, &inside))
    }

    /// Writes what survives the end of this process, and the loss of power once a later write waits for the disk.
    fn write_soon<T, F>(&self, work: F) -> Reply<'_, T>
    where
        F: FnOnce(&Transaction<'_>, &Inside) -> Result<T, StorageError> + Send + 'static,
        T: Send + 'static,
    {
        let inside = Arc::clone(&self.inside);
        self.writer.run(writer::Durable::Soon, move |tx| work(tx, &inside))
    }

    /// Reads on the caller's thread: a point read of a cached page takes microseconds, less than handing it over.
    fn read<T, F>(&self, work: F) -> Reply<'_, T>
    where
        F: FnOnce(&Transaction<'_>, &Inside) -> Result<T, StorageError>,
        T: Send + 'static,
    {
        Box::pin(std::future::ready(self.readers.read(|tx| work(tx, &self.inside))))
    }

    /// Reads much, on a thread that may block.
    fn scan<T, F>(&self, work: F) -> Reply<'_, T>
    where
        F: FnOnce(&Transaction<'_>) -> Result<T, StorageError> + Send + 'static,
        T: Send + 'static,
    {
        let readers = Arc::clone(&self.readers);
        let scanning = tokio::task::spawn_blocking(move || readers.read(work));
        Box::pin(async move { scanning.await.unwrap_or_else(|error| Err(StorageError::Broken(error.to_string()))) })
    }
}

impl Readers {
    fn read<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, StorageError>) -> Result<T, StorageError> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed) % self.connections.len().max(1);
        let reader = self.connections.get(turn);
        let reader = reader.ok_or_else(|| StorageError::Broken("there are no readers".to_owned()))?;
        let mut reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
        // One transaction, so that several statements see one state.
        work(&reader.transaction()?)
    }
}

/// More than the statements that there are, so that none is compiled twice.
const STATEMENTS: usize = 128;

fn connect(path: &Path) -> Result<Connection, StorageError> {
    let mut connection = Connection::open(path)?;
    statements::tell(&mut connection)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Personal columns are sealed; what SQLite deletes it also overwrites.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn reader(path: &Path) -> Result<Connection, StorageError> {
    let mut connection = Connection::open(path)?;
    statements::tell(&mut connection)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

impl Storage for SqliteStorage {
    fn admit(&self, write: Write) -> Reply<'_, Admission> {
        self.write(move |tx, inside| answers::admit(tx, inside, &write))
    }

    fn answer(&self, write: Write) -> Reply<'_, Option<Answer>> {
        self.read(move |tx, _| answers::find(tx, &write))
    }

    fn begin_enrolment(&self, write: Write, begin: BeginEnrolment) -> Reply<'_, Begun> {
        self.write(move |tx, inside| enrol::begin(tx, inside, &write, &begin))
    }

    fn begin_resend(&self, write: Write, by: ProveBy) -> Reply<'_, Resent> {
        self.write(move |tx, inside| enrol::begin_resend(tx, inside, &write, &by))
    }

    fn enrolment_sent(&self, write: Write, enrolment: EnrolmentId, code: SmsCode) -> Reply<'_, Answer> {
        self.write(move |tx, inside| enrol::sent(tx, inside, &write, enrolment, &code))
    }

    fn enrolment_unsent(&self, enrolment: EnrolmentId) -> Reply<'_, ()> {
        self.write(move |tx, _| enrol::mark_sending(tx, enrolment, Timestamp::default()))
    }

    fn prove_phone(&self, write: Write, by: ProveBy, code: SmsCode) -> Reply<'_, Enrolled> {
        self.write(move |tx, inside| enrol::prove(tx, inside, &write, &by, &code))
    }

    fn enrol_by_code(&self, write: Write, begin: EnrolByCode) -> Reply<'_, Enrolled> {
        self.write(move |tx, inside| by_code::enrol(tx, inside, &write, &begin))
    }

    fn vouch(&self, write: Write, vouch: Vouch) -> Reply<'_, Answer> {
        self.write(move |tx, inside| by_code::vouch(tx, inside, &write, &vouch))
    }

    fn confirm_replacement(&self, write: Write, by: ProveBy, proof: ClaimProof) -> Reply<'_, Answer> {
        self.write(move |tx, inside| replace::confirm(tx, inside, &write, &by, &proof))
    }

    fn stop_replacement(&self, write: Write, device: DeviceId, enrolment: EnrolmentId) -> Reply<'_, Answer> {
        self.write(move |tx, inside| replace::stop(tx, inside, &write, device, enrolment))
    }

    fn finish_due_replacements(&self, at: Timestamp) -> Reply<'_, usize> {
        self.write(move |tx, _| replace::finish_due(tx, at))
    }

    fn enrolment(&self, enrolment: EnrolmentId, jkt: String, at: Timestamp) -> Reply<'_, EnrolmentStatus> {
        self.read(move |tx, _| enrol::status(tx, enrolment, &jkt, at))
    }

    fn replacements(&self, person: PersonHandle, at: Timestamp) -> Reply<'_, Vec<WaitingReplacement>> {
        self.read(move |tx, _| replace::waiting(tx, person, at))
    }

    fn device(&self, device: DeviceId, at: Timestamp) -> Reply<'_, Option<DeviceRow>> {
        self.read(move |tx, _| device::find(tx, device, at))
    }

    fn sign_in(&self, sign_in: SignIn) -> Reply<'_, Result<SignedIn, Refusal>> {
        self.write(move |tx, inside| device::sign_in(tx, inside, &sign_in))
    }

    fn caller(&self, session: SessionId, at: Timestamp) -> Reply<'_, Option<Caller>> {
        self.read(move |tx, _| device::caller(tx, session, at))
    }

    fn card(&self, person: PersonHandle) -> Reply<'_, Card> {
        self.read(move |tx, _| card::find(tx, person))
    }

    fn claim_card(&self, write: Write, claim: ClaimCard) -> Reply<'_, Answer> {
        self.write(move |tx, inside| card::claim(tx, inside, &write, &claim))
    }

    fn issue_certificate(&self, write: Write, issue: IssueCertificate) -> Reply<'_, Answer> {
        self.write(move |tx, inside| card::renew(tx, inside, &write, &issue))
    }

    fn unlink_card(&self, write: Write, unlink: UnlinkCard) -> Reply<'_, Answer> {
        self.write(move |tx, inside| card::unlink(tx, inside, &write, unlink))
    }

    fn password_hash(&self, person: PersonHandle) -> Reply<'_, Option<Redacted<String>>> {
        self.read(move |tx, _| password::hash(tx, person))
    }

    fn reset_password(&self, write: Write, reset: ResetPassword) -> Reply<'_, Answer> {
        self.write(move |tx, inside| password::reset(tx, inside, &write, &reset))
    }

    fn record_consent(&self, write: Write, consent: Consent) -> Reply<'_, Answer> {
        self.write(move |tx, inside| people::record_consent(tx, inside, &write, consent))
    }

    fn revoked(&self) -> Reply<'_, RevokedIndexes> {
        self.scan(certificate::revoked)
    }

    fn register_person(&self, person: RegisterPerson, at: Timestamp) -> Reply<'_, PersonHandle> {
        self.write(move |tx, inside| people::register(tx, inside, &person, at))
    }

    fn issue_code(&self, issue: IssueCode) -> Reply<'_, StaffOutcome> {
        self.write(move |tx, inside| staff::issue_code(tx, inside, &issue))
    }

    fn staff_act(&self, act: StaffAct) -> Reply<'_, StaffOutcome> {
        self.write(move |tx, inside| staff::act(tx, inside, &act))
    }

    fn audit(&self, person: PersonHandle, after: u64, limit: u32) -> Reply<'_, Vec<AuditRecord>> {
        self.read(move |tx, _| audit::read(tx, person, after, limit))
    }

    fn audit_head(&self, person: PersonHandle) -> Reply<'_, ChainHead> {
        self.read(move |tx, _| audit::head(tx, person))
    }

    fn audit_heads(&self) -> Reply<'_, Vec<(PersonHandle, ChainHead)>> {
        self.scan(audit::heads)
    }

    fn sweep(&self, at: Timestamp) -> Reply<'_, ()> {
        self.write(move |tx, inside| keep::sweep(tx, inside, at))
    }

    fn count_start(&self) -> Reply<'_, u64> {
        self.write(move |tx, _| {
            let sql = "INSERT INTO counter (name, value) VALUES ('starts', 1)
                       ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value";
            let starts: i64 = tx.query_row(sql, [], |row| row.get(0))?;
            Ok(u64::try_from(starts).unwrap_or(0))
        })
    }

    fn ready(&self) -> Reply<'_, ()> {
        self.write(|tx, _| Ok(tx.query_row("SELECT 1", [], |_| Ok(()))?))
    }

    fn check(&self) -> Reply<'_, ()> {
        self.scan(keep::check)
    }

    fn backup(&self, to: &Path) -> Reply<'_, ()> {
        let to = to.to_owned();
        self.scan(move |tx| keep::backup(tx, &to))
    }
}
