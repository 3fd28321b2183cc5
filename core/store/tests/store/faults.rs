//! Each fault with its one outcome; the table is in the README.

use std::{fs, path::Path};

use leling_store::{Condition, Counts, DocKey, DocKind, Health, Part, Setting, StoreError};
use rusqlite::Connection;

use crate::common::{LANGUAGE, WRAPPED, card, copy, filled, open, root, unlocked};

const REBUILT_STORE: Health = Health { store: Condition::Rebuilt, outbox: Condition::Sound };
const REBUILT_OUTBOX: Health = Health { store: Condition::Sound, outbox: Condition::Rebuilt };

fn closed(dir: &Path) {
    drop(filled(dir));
}

fn raw(dir: &Path, name: &str, sql: &str) {
    Connection::open(dir.join(name)).unwrap().execute_batch(sql).unwrap();
}

fn aside(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.contains(".damaged-")).collect();
    names.sort();
    names
}

/// A new `store.db` that still knows the key, beside an outbox that lost nothing.
fn outbox_and_key_survive(dir: &Path) {
    let opened = open(dir).unwrap();
    assert_eq!(opened.health, REBUILT_STORE);
    assert!(opened.health.is_damaged());
    let mut store = opened.store;
    assert_eq!(store.wrapped_root().unwrap().as_deref(), Some(WRAPPED));
    store.unlock(&root()).unwrap();
    assert!(store.get(DocKind::Person, DocKey::ONLY).unwrap().is_none());
    assert_eq!(store.pending().unwrap().len(), 60);
    store.put(DocKind::Person, DocKey::ONLY, b"{}").unwrap();
    drop(store);
    assert!(!open(dir).unwrap().health.is_damaged());
}

#[test]
fn not_sqlite_is_set_aside_whole() {
    let dir = tempfile::tempdir().unwrap();
    for (number, bytes) in [b"PNG".to_vec(), vec![0; 8192], b"SQLite format 4\0".repeat(600)].into_iter().enumerate() {
        closed(dir.path());
        fs::write(dir.path().join("store.db"), &bytes).unwrap();
        outbox_and_key_survive(dir.path());
        let kept = dir.path().join(format!("store.db.damaged-{}", number + 1));
        assert_eq!(fs::read(kept).unwrap(), bytes);
        fs::remove_file(dir.path().join("store.db")).unwrap();
        fs::remove_file(dir.path().join("outbox.db")).unwrap();
    }
}

#[test]
fn another_apps_file_is_set_aside_whole() {
    for sql in
        ["PRAGMA application_id = 7", "PRAGMA application_id = 0", "PRAGMA application_id = 0; PRAGMA user_version = 0"]
    {
        let dir = tempfile::tempdir().unwrap();
        closed(dir.path());
        raw(dir.path(), "store.db", sql);
        let bytes = fs::read(dir.path().join("store.db")).unwrap();
        outbox_and_key_survive(dir.path());
        assert_eq!(fs::read(dir.path().join("store.db.damaged-1")).unwrap(), bytes);
    }
}

#[test]
fn a_vanished_or_empty_file_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    closed(dir.path());
    fs::remove_file(dir.path().join("store.db")).unwrap();
    outbox_and_key_survive(dir.path());
    fs::write(dir.path().join("store.db"), b"").unwrap();
    outbox_and_key_survive(dir.path());

    fs::remove_file(dir.path().join("outbox.db")).unwrap();
    let opened = open(dir.path()).unwrap();
    assert_eq!(opened.health, REBUILT_OUTBOX);
    let mut store = opened.store;
    store.unlock(&root()).unwrap();
    assert!(store.get(DocKind::Person, DocKey::ONLY).unwrap().is_some());
    assert_eq!(store.pending().unwrap().len(), 0);
}

#[test]
fn what_a_killed_start_left_behind_is_no_hindrance() {
    let dir = tempfile::tempdir().unwrap();
    drop(filled(dir.path()));
    let old_log = tempfile::tempdir().unwrap();
    let mut store = unlocked(dir.path());
    store.put(DocKind::Person, DocKey::ONLY, b"of the log").unwrap();
    copy(dir.path(), old_log.path());
    drop(store);

    let new = tempfile::tempdir().unwrap();
    fs::write(new.path().join("store.db.new"), b"half").unwrap();
    fs::write(new.path().join("outbox.db.new-journal"), b"half").unwrap();
    fs::copy(old_log.path().join("store.db-wal"), new.path().join("store.db-wal")).unwrap();
    let opened = open(new.path()).unwrap();
    assert_eq!(opened.health, Health { store: Condition::New, outbox: Condition::New });
    assert_eq!(opened.store.counts().unwrap(), Counts { documents: 0, waiting: 0 });
    assert_eq!(opened.store.wrapped_root().unwrap(), None);
}

#[test]
fn a_newer_file_is_not_touched() {
    for name in ["store.db", "outbox.db"] {
        let dir = tempfile::tempdir().unwrap();
        closed(dir.path());
        raw(dir.path(), name, "PRAGMA user_version = 99; CREATE TABLE later (x TEXT NOT NULL) STRICT;");
        let bytes = fs::read(dir.path().join(name)).unwrap();
        for _ in 0..2 {
            assert!(matches!(open(dir.path()), Err(StoreError::Newer { found: 99, known: 1 })));
        }
        assert_eq!(fs::read(dir.path().join(name)).unwrap(), bytes);
        assert_eq!(aside(dir.path()), [""; 0]);
        raw(dir.path(), name, "PRAGMA user_version = 1; DROP TABLE later;");
        assert_eq!(unlocked(dir.path()).counts().unwrap(), Counts { documents: 121, waiting: 60 });
    }
}

#[test]
fn an_older_file_is_migrated() {
    // Schema 0: a file that was given its identity and killed before its first step.
    let dir = tempfile::tempdir().unwrap();
    raw(dir.path(), "store.db", "PRAGMA application_id = 0x4c4c7374;");
    let opened = open(dir.path()).unwrap();
    assert_eq!(opened.health.store, Condition::Sound);
    assert_eq!(opened.store.counts().unwrap(), Counts { documents: 0, waiting: 0 });
}

#[test]
fn without_its_log_a_file_is_as_at_the_last_checkpoint() {
    let dir = tempfile::tempdir().unwrap();
    closed(dir.path());
    let mut store = unlocked(dir.path());
    store.delete(DocKind::Person, DocKey::ONLY).unwrap();
    store.put(DocKind::Card, card(1).0, b"changed").unwrap();
    let later = tempfile::tempdir().unwrap();
    copy(dir.path(), later.path());
    fs::remove_file(later.path().join("store.db-wal")).unwrap();
    let store = unlocked(later.path());
    assert!(store.get(DocKind::Person, DocKey::ONLY).unwrap().is_some());
    assert_eq!(store.get(DocKind::Card, card(1).0).unwrap().unwrap().expose().as_slice(), card(1).1);
}

#[test]
fn a_record_at_another_place_does_not_open() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = filled(dir.path());
    store.put(DocKind::Draft, DocKey::ONLY, b"first").unwrap();
    store.suspend().unwrap();
    let connection = Connection::open(dir.path().join("store.db")).unwrap();
    let first: Vec<u8> =
        connection.query_row("SELECT body FROM document WHERE kind = 'draft'", [], |row| row.get(0)).unwrap();
    drop(connection);
    store.resume().unwrap();
    store.put(DocKind::Draft, DocKey::ONLY, b"second").unwrap();
    store.suspend().unwrap();

    let two = "SELECT body FROM document WHERE kind = 'card' AND key = x'02020202020202020202020202020202'";
    let one = "kind = 'card' AND key = x'01010101010101010101010101010101'";
    raw(dir.path(), "store.db", &format!("UPDATE document SET body = ({two}) WHERE {one}"));
    raw(dir.path(), "store.db", "UPDATE document SET kind = 'certificate' WHERE kind = 'person'");
    Connection::open(dir.path().join("store.db"))
        .unwrap()
        .execute("UPDATE document SET body = ?1 WHERE kind = 'draft'", [first])
        .unwrap();
    store.resume().unwrap();
    for (kind, key) in
        [(DocKind::Card, card(1).0), (DocKind::Certificate, DocKey::ONLY), (DocKind::Draft, DocKey::ONLY)]
    {
        assert!(matches!(store.get(kind, key), Err(StoreError::Damaged(Part::Store))), "{kind:?}");
    }
    assert!(store.get(DocKind::Card, card(2).0).unwrap().is_some());

    store.set_aside(Part::Store).unwrap();
    assert!(store.get(DocKind::Card, card(1).0).unwrap().is_none());
    assert_eq!(store.setting(Setting::Language).unwrap().as_deref(), Some(LANGUAGE));
    assert_eq!(store.pending().unwrap().len(), 60);
    store.put(DocKind::Card, card(1).0, &card(1).1).unwrap();
}

#[test]
fn a_write_that_was_tampered_with_is_refused_and_the_others_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = filled(dir.path());
    store.suspend().unwrap();
    raw(dir.path(), "outbox.db", "UPDATE waiting SET endpoint = '/v1/card/unlinks' WHERE seq = 3");
    raw(dir.path(), "outbox.db", "UPDATE waiting SET created_at = 0 WHERE seq = 4");
    raw(dir.path(), "outbox.db", "UPDATE waiting SET body = (SELECT body FROM waiting WHERE seq = 6) WHERE seq = 5");
    store.resume().unwrap();
    assert_eq!(store.pending().unwrap().len(), 57);
    assert_eq!(store.refused().unwrap().len(), 3);
    assert_eq!(store.counts().unwrap().waiting, 57);
}

#[test]
fn an_outbox_set_aside_keeps_its_writes() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = filled(dir.path());
    store.set_aside(Part::Outbox).unwrap();
    let ids: Vec<u8> = store.pending().unwrap().iter().map(|write| write.id.as_bytes()[0]).collect();
    assert_eq!(ids, (1..=60).collect::<Vec<_>>());
    assert_eq!(aside(dir.path()).first().map(String::as_str), Some("outbox.db.damaged-1"));
}

#[test]
fn three_damaged_files_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    closed(dir.path());
    for number in 1..=12 {
        fs::write(dir.path().join("store.db"), format!("damaged {number}")).unwrap();
        drop(open(dir.path()).unwrap());
    }
    assert_eq!(aside(dir.path()), ["store.db.damaged-10", "store.db.damaged-11", "store.db.damaged-12"]);
}

#[test]
fn a_file_in_the_way_of_the_folder_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), b"").unwrap();
    assert!(matches!(open(&dir.path().join("file/store")), Err(StoreError::Io(_))));
    fs::create_dir_all(dir.path().join("folder/store.db")).unwrap();
    assert!(matches!(open(&dir.path().join("folder")), Err(StoreError::Io(_))));
}

/// Root may write anywhere, so the test runs itself again as somebody who may not.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_said_so() {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt};

    const FOLDER: &str = "LELING_TEST_READ_ONLY_FOLDER";
    const NOBODY: u32 = 65_534;

    if let Some(folder) = std::env::var_os(FOLDER) {
        let folder = Path::new(&folder);
        for dir in [folder.join("filled"), folder.join("empty"), folder.join("empty/new")] {
            let error = open(&dir).unwrap_err();
            assert!(matches!(error, StoreError::ReadOnly), "{}: {error:?}", dir.display());
        }
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    closed(&dir.path().join("filled"));
    fs::create_dir(dir.path().join("empty")).unwrap();
    let bytes = fs::read(dir.path().join("filled/store.db")).unwrap();
    let program = dir.path().join("again");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    for name in ["", "filled", "empty"] {
        mode(&dir.path().join(name), 0o555);
    }
    for name in ["filled/store.db", "filled/outbox.db"] {
        mode(&dir.path().join(name), 0o444);
    }
    let mut command = std::process::Command::new(&program);
    command.args(["--exact", "faults::a_folder_that_cannot_be_written_is_said_so"]).env(FOLDER, dir.path());
    let mut as_nobody = std::process::Command::new(&program);
    as_nobody.args(command.get_args()).env(FOLDER, dir.path()).uid(NOBODY);
    // Only root may become somebody else; everybody else is held by the modes already.
    let output = as_nobody.output().or_else(|_| command.output()).unwrap();
    for name in ["", "filled", "empty"] {
        mode(&dir.path().join(name), 0o755);
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
    assert_eq!(fs::read(dir.path().join("filled/store.db")).unwrap(), bytes);
}
