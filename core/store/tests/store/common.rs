//! A store folder with a known content, and how to open it again.

use std::path::Path;

use leling_crypto::{
    rng::{SeededRng, SystemRng},
    seal::RootKey,
};
use leling_protocol::Timestamp;
use leling_store::{DocKey, DocKind, Opened, Setting, Store, StoreError, Write};
use uuid::Uuid;

pub(crate) const WRAPPED: &[u8] = b"root as the platform wrapped it";
pub(crate) const PERSON: &str = r#"{"name":"王秀兰","id":"37990019440312002X","phone":"99912345678"}"#;
pub(crate) const LANGUAGE: &str = "zh-CN";

/// A made-up person whose name, number and phone must be found nowhere in clear.
pub(crate) const CANARY: [&str; 3] = ["王秀兰", "37990019440312002X", "99912345678"];

pub(crate) fn root() -> RootKey {
    RootKey::from_bytes([7; 32])
}

pub(crate) fn open(dir: &Path) -> Result<Opened, StoreError> {
    Store::open(dir, Box::new(SystemRng::new()))
}

pub(crate) fn unlocked(dir: &Path) -> Store {
    let mut store = open(dir).unwrap().store;
    store.unlock(&root()).unwrap();
    store
}

pub(crate) fn card(number: u8) -> (DocKey, Vec<u8>) {
    let body = format!(r#"{{"number":{number},"state":"normal"}}"#).into_bytes().repeat(20);
    (DocKey::of(Uuid::from_bytes([number; 16])), body)
}

pub(crate) fn write(number: u8) -> Write {
    let body = format!(r#"{{"write":{number},"of":"王秀兰"}}"#).into_bytes().repeat(10);
    Write::new(Uuid::from_bytes([number; 16]), "/v1/consents", body, Timestamp::from_seconds(1_795_363_200))
}

/// A person, 120 cards, 60 waiting writes and a language: about 40 pages a file.
pub(crate) fn filled(dir: &Path) -> Store {
    let mut store = Store::open(dir, Box::new(SeededRng::new(1))).unwrap().store;
    store.adopt(&root(), WRAPPED).unwrap();
    store.set_setting(Setting::Language, LANGUAGE).unwrap();
    store.put(DocKind::Person, DocKey::ONLY, PERSON.as_bytes()).unwrap();
    for number in 1..=120 {
        let (key, body) = card(number);
        store.put(DocKind::Card, key, &body).unwrap();
    }
    for number in 1..=60 {
        store.append(&write(number)).unwrap();
    }
    store
}

/// Asserts that whatever opens is what was written, and counts it.
pub(crate) fn nothing_wrong(store: &mut Store) -> Result<usize, StoreError> {
    let mut found = 0;
    if let Some(person) = store.get(DocKind::Person, DocKey::ONLY)? {
        assert_eq!(person.expose().as_slice(), PERSON.as_bytes());
        found += 1;
    }
    for number in 1..=120 {
        let (key, body) = card(number);
        if let Some(card) = store.get(DocKind::Card, key)? {
            assert_eq!(card.expose().as_slice(), body);
            found += 1;
        }
    }
    for sent in store.pending()? {
        let original = write(sent.id.as_bytes()[0]);
        assert_eq!(sent.body.expose(), original.body.expose());
        assert_eq!((sent.endpoint, sent.created_at), (original.endpoint, original.created_at));
        found += 1;
    }
    Ok(found)
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
