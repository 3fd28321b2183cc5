//! The ordinary life of a store: first start, unlock, documents, outbox, suspend.

use crate::common::{CANARY, LANGUAGE, PERSON, WRAPPED, card, copy, filled, open, root, unlocked, write};
use leling_crypto::seal::RootKey;
use leling_protocol::ErrorCode;
use leling_store::{Batch, Condition, Counts, DocKey, DocKind, Health, Setting, StoreError, Write};
use uuid::Uuid;

const SOUND: Health = Health { store: Condition::Sound, outbox: Condition::Sound };

#[test]
fn sqlite_has_the_mended_log() {
    // Below 3.51.3 two connections can corrupt a WAL database.
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
}

#[test]
fn a_new_phone_reads_settings_before_any_key() {
    let dir = tempfile::tempdir().unwrap();
    let opened = open(&dir.path().join("not/yet/there")).unwrap();
    assert_eq!(opened.health, Health { store: Condition::New, outbox: Condition::New });
    assert!(!opened.health.is_damaged());
    let mut store = opened.store;
    assert_eq!(store.setting(Setting::Language).unwrap(), None);
    store.set_setting(Setting::Language, LANGUAGE).unwrap();
    store.set_setting(Setting::Language, "ug").unwrap();
    assert_eq!(store.setting(Setting::Language).unwrap().as_deref(), Some("ug"));
    assert_eq!(store.wrapped_root().unwrap(), None);
    assert!(matches!(store.get(DocKind::Person, DocKey::ONLY), Err(StoreError::Locked)));
    assert!(matches!(store.put(DocKind::Person, DocKey::ONLY, b""), Err(StoreError::Locked)));
    assert!(matches!(store.append(&write(1)), Err(StoreError::Locked)));
    assert!(matches!(store.unlock(&root()), Err(StoreError::KeyGone)));
}

#[test]
fn what_was_put_is_there_after_the_process_died() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = filled(dir.path());
    first.delete(DocKind::Card, card(9).0).unwrap();
    first.put(DocKind::Card, card(8).0, b"{}").unwrap();
    // A copy of the open files is what a process that was killed leaves behind.
    let later = tempfile::tempdir().unwrap();
    copy(dir.path(), later.path());

    let opened = open(later.path()).unwrap();
    assert_eq!(opened.health, SOUND);
    let mut store = opened.store;
    assert_eq!(store.setting(Setting::Language).unwrap().as_deref(), Some(LANGUAGE));
    assert_eq!(store.wrapped_root().unwrap().as_deref(), Some(WRAPPED));
    store.unlock(&root()).unwrap();
    assert_eq!(store.get(DocKind::Person, DocKey::ONLY).unwrap().unwrap().expose().as_slice(), PERSON.as_bytes());
    assert_eq!(store.get(DocKind::Card, card(8).0).unwrap().unwrap().expose().as_slice(), b"{}");
    assert!(store.get(DocKind::Card, card(9).0).unwrap().is_none());
    assert_eq!(store.list(DocKind::Card).unwrap().len(), 119);
    assert_eq!(store.counts().unwrap(), Counts { documents: 120, waiting: 60 });
    store.check().unwrap();
}

#[test]
fn bodies_of_every_length_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = filled(dir.path());
    for length in [0, 1, 59, 60, 61, 124, 5_000, 300_000] {
        let body = vec![0x5a; length];
        store.put(DocKind::Draft, DocKey::ONLY, &body).unwrap();
        assert_eq!(store.get(DocKind::Draft, DocKey::ONLY).unwrap().unwrap().expose().as_slice(), body);
    }
}

#[test]
fn the_outbox_keeps_order_and_knows_its_writes() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = filled(dir.path());
    let ids = |store: &mut leling_store::Store| -> Vec<u8> {
        store.pending().unwrap().iter().map(|write| write.id.as_bytes()[0]).collect()
    };
    assert_eq!(ids(&mut store), (1..=60).collect::<Vec<_>>());
    store.append(&write(5)).unwrap();
    assert_eq!(store.counts().unwrap().waiting, 60);
    let other = Write::new(write(5).id, "/v1/consents", b"{}".to_vec(), write(5).created_at);
    assert!(matches!(store.append(&other), Err(StoreError::WriteIdTaken(id)) if id == write(5).id));
    let elsewhere = Write::new(write(5).id, "/v1/card/claims", write(5).body.expose().to_vec(), write(5).created_at);
    assert!(matches!(store.append(&elsewhere), Err(StoreError::WriteIdTaken(_))));

    for number in 3..=60 {
        store.acknowledge(write(number).id).unwrap();
    }
    store.acknowledge(Uuid::nil()).unwrap();
    store.fail(write(1).id, ErrorCode::CardNumberWrong).unwrap();
    store.fail(write(1).id, ErrorCode::CardLocked).unwrap();
    drop(store);

    let mut store = unlocked(dir.path());
    assert_eq!(ids(&mut store), [2]);
    let refused = store.refused().unwrap();
    assert_eq!(refused.len(), 1);
    assert_eq!((refused[0].id, refused[0].code), (write(1).id, ErrorCode::CardNumberWrong));
    store.forget(write(1).id).unwrap();
    assert_eq!(store.refused().unwrap(), []);
}

#[test]
fn a_batch_is_all_or_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = filled(dir.path());
    let batch = Batch::new()
        .put(DocKind::Draft, DocKey::ONLY, b"typed".to_vec())
        .delete(DocKind::Person, DocKey::ONLY)
        .set(Setting::Resume, "claim/3")
        .send(write(61))
        .send(write(62));
    store.commit(&batch).unwrap();
    store.commit(&batch).unwrap();
    assert_eq!(store.counts().unwrap().waiting, 62);
    assert!(store.get(DocKind::Person, DocKey::ONLY).unwrap().is_none());
    assert_eq!(store.setting(Setting::Resume).unwrap().as_deref(), Some("claim/3"));

    let clash = Write::new(write(1).id, "/v1/consents", b"{}".to_vec(), write(1).created_at);
    let refused = Batch::new().put(DocKind::Draft, DocKey::ONLY, b"other".to_vec()).send(write(63)).send(clash);
    assert!(matches!(store.commit(&refused), Err(StoreError::WriteIdTaken(_))));
    assert_eq!(store.counts().unwrap().waiting, 62);
    assert_eq!(store.get(DocKind::Draft, DocKey::ONLY).unwrap().unwrap().expose().as_slice(), b"typed");
}

#[test]
fn suspend_leaves_no_lock_and_no_side_file() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = filled(dir.path());
    assert!(matches!(open(dir.path()), Err(StoreError::Busy)));
    store.suspend().unwrap();
    store.suspend().unwrap();
    let mut names: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["outbox.db", "store.db"]);
    assert!(matches!(store.pending(), Err(StoreError::Suspended)));
    assert!(matches!(store.setting(Setting::Language), Err(StoreError::Suspended)));
    drop(open(dir.path()).unwrap());

    assert_eq!(store.resume().unwrap(), SOUND);
    assert_eq!(store.resume().unwrap(), SOUND);
    assert_eq!(store.pending().unwrap().len(), 60);
    assert!(store.get(DocKind::Person, DocKey::ONLY).unwrap().is_some());
}

#[test]
fn a_gone_key_opens_nothing_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    drop(filled(dir.path()));
    let mut store = open(dir.path()).unwrap().store;
    assert!(matches!(store.unlock(&RootKey::from_bytes([8; 32])), Err(StoreError::KeyGone)));
    assert!(matches!(store.get(DocKind::Person, DocKey::ONLY), Err(StoreError::Locked)));
    assert!(matches!(store.adopt(&RootKey::from_bytes([8; 32]), b""), Err(StoreError::KeyPresent)));
    assert_eq!(store.counts().unwrap(), Counts { documents: 121, waiting: 60 });
    store.unlock(&root()).unwrap();
    assert!(store.get(DocKind::Person, DocKey::ONLY).unwrap().is_some());

    store.erase().unwrap();
    assert_eq!(store.counts().unwrap(), Counts { documents: 0, waiting: 0 });
    assert_eq!(store.setting(Setting::Language).unwrap().as_deref(), Some(LANGUAGE));
    assert_eq!(store.wrapped_root().unwrap(), None);
    store.adopt(&RootKey::from_bytes([8; 32]), b"another").unwrap();
    store.put(DocKind::Person, DocKey::ONLY, b"{}").unwrap();
}

#[test]
fn no_file_holds_the_canary_in_clear() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = filled(dir.path());
    let look = || {
        for entry in std::fs::read_dir(dir.path()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            for piece in CANARY {
                let utf16: Vec<u8> = piece.encode_utf16().flat_map(u16::to_le_bytes).collect();
                for needle in [piece.as_bytes(), &utf16] {
                    assert!(!bytes.windows(needle.len()).any(|window| window == needle), "{}", path.display());
                }
            }
        }
    };
    look();
    store.suspend().unwrap();
    look();
    assert!(!format!("{:?} {:?}", store, Batch::new().send(write(1))).contains("王"));
}
