//! What needs to reach inside: a full file, and migrations that the released schemas do not have yet.

use leling_crypto::{rng::SystemRng, seal::RootKey};
use leling_protocol::Timestamp;
use rusqlite::Connection;
use uuid::Uuid;

use crate::{
    Batch, DocKey, DocKind, Part, Store, StoreError, Write,
    file::{self, Database, Origin, bare_connection},
    schema::Schema,
};

fn write(number: u8) -> Write {
    Write::new(Uuid::from_bytes([number; 16]), "/v1/consents", vec![number; 3000], Timestamp::from_seconds(0))
}

fn started(dir: &std::path::Path) -> Store {
    let mut store = Store::open(dir, Box::new(SystemRng::new())).unwrap().store;
    store.adopt(&RootKey::from_bytes([7; 32]), b"wrapped").unwrap();
    store.put(DocKind::Person, DocKey::ONLY, b"before").unwrap();
    store.append(&write(1)).unwrap();
    store
}

/// Lets the file of `database` grow by `more` pages and no further.
fn limit(database: &Database, more: i64) {
    let connection = database.connection();
    let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    connection.query_row(&format!("PRAGMA max_page_count = {}", pages + more), [], |_| Ok(())).unwrap();
}

fn person(store: &Store) -> Vec<u8> {
    store.get(DocKind::Person, DocKey::ONLY).unwrap().unwrap().expose().to_vec()
}

#[test]
fn a_full_store_keeps_what_it_had_and_recovers() {
    for more in 0..6 {
        let dir = tempfile::tempdir().unwrap();
        let mut store = started(dir.path());
        limit(&store.files().unwrap().store, more);
        let large = vec![1; 60_000];
        assert!(matches!(store.put(DocKind::Person, DocKey::ONLY, &large), Err(StoreError::Full)), "{more}");
        let batch = Batch::new().put(DocKind::Card, DocKey::ONLY, b"{}".to_vec());
        let batch = batch.put(DocKind::Person, DocKey::ONLY, large.clone()).send(write(2));
        assert!(matches!(store.commit(&batch), Err(StoreError::Full)), "{more}");
        assert_eq!(person(&store), b"before");
        assert!(store.get(DocKind::Card, DocKey::ONLY).unwrap().is_none());
        assert_eq!(store.pending().unwrap().len(), 1, "the write was taken back");

        limit(&store.files().unwrap().store, 100);
        store.commit(&batch).unwrap();
        assert_eq!((person(&store), store.pending().unwrap().len()), (large, 2));
    }
}

#[test]
fn a_full_outbox_keeps_its_writes_and_the_documents() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = started(dir.path());
    limit(&store.files().unwrap().outbox, 2);
    let batch = (2..20).fold(Batch::new(), |batch, number| batch.send(write(number)));
    let batch = batch.put(DocKind::Person, DocKey::ONLY, b"after".to_vec());
    assert!(matches!(store.commit(&batch), Err(StoreError::Full)));
    assert_eq!((person(&store), store.pending().unwrap().len()), (b"before".to_vec(), 1));
    store.acknowledge(write(1).id).unwrap();
    limit(&store.files().unwrap().outbox, 100);
    store.commit(&batch).unwrap();
    assert_eq!((person(&store), store.pending().unwrap().len()), (b"after".to_vec(), 18));
}

#[test]
fn a_key_that_reached_one_file_only_does_not_stand_in_the_way() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path(), Box::new(SystemRng::new())).unwrap().store;
    limit(&store.files().unwrap().store, 0);
    let (first, second) = (RootKey::from_bytes([1; 32]), RootKey::from_bytes([2; 32]));
    assert!(matches!(store.adopt(&first, &[0; 9000]), Err(StoreError::Full)));
    assert!(matches!(store.get(DocKind::Person, DocKey::ONLY), Err(StoreError::Locked)));
    store.adopt(&second, b"wrapped").unwrap();
    store.append(&write(1)).unwrap();
    drop(store);
    let mut store = Store::open(dir.path(), Box::new(SystemRng::new())).unwrap().store;
    store.unlock(&second).unwrap();
    assert_eq!(store.pending().unwrap().len(), 1);
}

const NOW: Schema = Schema::of(Part::Store);
const LATER: Schema = Schema {
    application_id: NOW.application_id,
    steps: &[
        NOW.steps[0],
        "ALTER TABLE document ADD COLUMN seen INTEGER NOT NULL DEFAULT 0; UPDATE document SET seen = 1;",
        "CREATE TABLE note (id INTEGER NOT NULL PRIMARY KEY) STRICT; INSERT INTO note (id) VALUES (7);",
    ],
};
const FAILS: Schema = Schema {
    application_id: NOW.application_id,
    steps: &[
        LATER.steps[0],
        LATER.steps[1],
        "CREATE TABLE note (id INTEGER NOT NULL PRIMARY KEY) STRICT; INSERT INTO nowhere (id) VALUES (7);",
    ],
};

fn version(connection: &Connection) -> i64 {
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[test]
fn a_file_of_schema_1_reaches_schema_3_with_its_documents() {
    let dir = tempfile::tempdir().unwrap();
    drop(started(dir.path()));
    let mut connection = bare_connection(&file::path_of(dir.path(), Part::Store)).unwrap();
    assert_eq!(version(&connection), 1);
    file::migrate(&mut connection, LATER, 1).unwrap();
    assert_eq!(version(&connection), 3);
    let seen: i64 = connection.query_row("SELECT sum(seen) FROM document", [], |row| row.get(0)).unwrap();
    assert_eq!(seen, 1);
    drop(connection);
    assert!(matches!(
        Store::open(dir.path(), Box::new(SystemRng::new())),
        Err(StoreError::Newer { found: 3, known: 1 })
    ));
}

#[test]
fn a_step_that_fails_leaves_the_step_before() {
    let dir = tempfile::tempdir().unwrap();
    drop(started(dir.path()));
    let mut connection = bare_connection(&file::path_of(dir.path(), Part::Store)).unwrap();
    file::migrate(&mut connection, FAILS, 1).unwrap_err();
    assert_eq!(version(&connection), 2);
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'note'";
    assert_eq!(connection.query_row(tables, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
    file::migrate(&mut connection, LATER, 2).unwrap();
    assert_eq!(version(&connection), 3);
}

#[test]
fn tables_are_strict_and_their_columns_not_null() {
    let dir = tempfile::tempdir().unwrap();
    for part in [Part::Store, Part::Outbox] {
        let (database, origin) = Database::open(dir.path(), part).unwrap();
        assert!(matches!(origin, Origin::Created));
        let count = |sql: &str| database.connection().query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        let ours = "type = 'table' AND name NOT LIKE 'sqlite_%'";
        assert_eq!(count(&format!("SELECT count(*) FROM pragma_table_list WHERE {ours} AND NOT strict")), 0);
        assert_eq!(
            count(
                "SELECT count(*) FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
                 WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND NOT c.\"notnull\""
            ),
            0
        );
        let mode: String = database.connection().query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
    }
}
