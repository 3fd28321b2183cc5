//! A sealed document of 512 bytes, written and read by its key, beside plain rusqlite with the same table and pragmas.
//!
//! Both files hold 20,000 rows before the first sample. A write is a transaction of its own under
//! `synchronous=NORMAL`, so that its `fsync` calls come with the checkpoints, on both sides alike.

use std::path::Path;

use leling_bench::{
    Failed, clock,
    pairs::{Pairs, exact, say_load},
};
use leling_crypto::{
    rng::{SystemRng, bytes},
    seal::RootKey,
};
use leling_store::{Batch, DocKey, DocKind, Store};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Transaction, TransactionBehavior};
use uuid::Uuid;

/// Rows in both files before the first sample.
const ROWS: u32 = 20_000;
/// Writes or reads of one sample.
const EACH: u32 = 1_000;
const PAIRS: usize = 21;
const BODY: usize = 512;

const TABLE: &str = "CREATE TABLE document (
        kind TEXT NOT NULL,
        key BLOB NOT NULL,
        revision INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID;";
const PRAGMAS: &str = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;
    PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;";
const LOOK: &str = "SELECT revision FROM document WHERE kind = ?1 AND key = ?2";
const PUT: &str = "INSERT INTO document (kind, key, revision, body) VALUES (?1, ?2, 1, ?3)
    ON CONFLICT (kind, key) DO UPDATE SET revision = revision + 1, body = excluded.body";
const GET: &str = "SELECT revision, body FROM document WHERE kind = ?1 AND key = ?2";

fn main() -> Result<(), Failed> {
    say_load("store");
    let dir = tempfile::tempdir()?;
    let keys: Vec<Uuid> = (0..ROWS).map(|_| key()).collect();
    let mut sealed = open_sealed(dir.path(), &keys)?;
    let plain_file = dir.path().join("plain.db");
    let mut plain = open_plain(&plain_file, &keys)?;

    compare_inserts(&mut sealed, &mut plain, Before::Nothing)?.report("store_insert", "cpu_us");
    compare_inserts(&mut sealed, &mut plain, Before::Look)?.report("store_insert_same_statements", "cpu_us");
    compare_reads(&sealed, &plain, &keys)?.report("store_read", "cpu_us");

    sealed.suspend()?;
    plain.close().map_err(|(_, error)| error)?;
    exact("store_file", megabytes(&dir.path().join("store.db"))?, "MB", Some(megabytes(&plain_file)?));
    Ok(())
}

/// What the peer does before it writes a row.
#[derive(Clone, Copy)]
enum Before {
    /// Nothing: the least that plain rusqlite needs.
    Nothing,
    /// Looks for the row's revision, as the store has to before it can seal.
    Look,
}

fn compare_inserts(sealed: &mut Store, plain: &mut Connection, before: Before) -> Result<Pairs, Failed> {
    let body = body();
    let ours = || clock::micros_each(EACH, || Ok(sealed.put(DocKind::Draft, DocKey::of(key()), &body)?));
    let peer = || {
        clock::micros_each(EACH, || {
            let transaction = plain.transaction_with_behavior(TransactionBehavior::Immediate)?;
            put(&transaction, key(), &body, before)?;
            Ok(transaction.commit()?)
        })
    };
    Pairs::take(PAIRS, ours, peer)
}

fn compare_reads(sealed: &Store, plain: &Connection, keys: &[Uuid]) -> Result<Pairs, Failed> {
    let (mut for_us, mut for_peer) = (keys.iter().cycle(), keys.iter().cycle());
    let ours = || {
        clock::micros_each(EACH, || {
            let key = for_us.next().ok_or("no keys")?;
            sealed.get(DocKind::Draft, DocKey::of(*key))?.ok_or_else(|| Failed::from("a document is not there"))
        })
    };
    let peer = || {
        clock::micros_each(EACH, || {
            let key = for_peer.next().ok_or("no keys")?.as_bytes().as_slice();
            let mut statement = plain.prepare_cached(GET)?;
            let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, u32>(0)?, row.get::<_, Vec<u8>>(1)?));
            Ok(statement.query_row((DocKind::Draft.as_str(), key), row)?)
        })
    };
    Pairs::take(PAIRS, ours, peer)
}

fn open_sealed(dir: &Path, keys: &[Uuid]) -> Result<Store, Failed> {
    let mut store = Store::open(dir, Box::new(SystemRng::new()))?.store;
    store.adopt(&RootKey::generate(&mut SystemRng::new()), b"wrapped")?;
    for some in keys.chunks(1_000) {
        let batch = some.iter().fold(Batch::new(), |batch, key| batch.put(DocKind::Draft, DocKey::of(*key), body()));
        store.commit(&batch)?;
    }
    Ok(store)
}

fn open_plain(path: &Path, keys: &[Uuid]) -> Result<Connection, Failed> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch(PRAGMAS)?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch(TABLE)?;
    for some in keys.chunks(1_000) {
        let transaction = connection.transaction()?;
        for key in some {
            put(&transaction, *key, &body(), Before::Nothing)?;
        }
        transaction.commit()?;
    }
    Ok(connection)
}

fn put(transaction: &Transaction<'_>, key: Uuid, body: &[u8], before: Before) -> rusqlite::Result<()> {
    let (kind, key) = (DocKind::Draft.as_str(), key.as_bytes().as_slice());
    if matches!(before, Before::Look) {
        transaction.prepare_cached(LOOK)?.query_row((kind, key), |row| row.get::<_, u32>(0)).optional()?;
    }
    transaction.prepare_cached(PUT)?.execute((kind, key, body)).map(drop)
}

fn key() -> Uuid {
    Uuid::from_bytes(bytes(&mut SystemRng::new()))
}

fn body() -> Vec<u8> {
    vec![0x61; BODY]
}

fn megabytes(path: &Path) -> Result<f64, Failed> {
    let pages = u32::try_from(std::fs::metadata(path)?.len() / 4_096)?;
    Ok(f64::from(pages) * 4_096.0 / 1e6)
}
