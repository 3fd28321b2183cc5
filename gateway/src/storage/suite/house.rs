//! The record, starts, readiness, sweeping, copies.

use leling_crypto::chain::{ChainHead, Entry, verify};

use super::{NOW, somebody};
use crate::{audit::canonical, storage::Storage};

pub(super) async fn all(storage: &dyn Storage) {
    the_record_is_a_chain(storage).await;
    starts_are_counted(storage).await;
    storage.ready().await.unwrap();
    storage.check().await.unwrap();
    sweeping_keeps_what_is_alive(storage).await;
}

async fn the_record_is_a_chain(storage: &dyn Storage) {
    let person = somebody();
    let (device, handle) = person.enrolled(storage).await;
    person.claim(storage, device, &person.card).await;
    let records = storage.audit(handle, 0, 100).await.unwrap();
    let lines: Vec<Vec<u8>> = records.iter().map(|record| canonical(handle, record)).collect();
    let entries =
        records.iter().zip(&lines).map(|(record, canonical)| Entry { seq: record.seq, canonical, hash: record.hash });
    let head = verify(entries).unwrap();
    assert_eq!(head, storage.audit_head(handle).await.unwrap());
    assert!(storage.audit_heads().await.unwrap().contains(&(handle, head)));
    assert_eq!(storage.audit(handle, 1, 100).await.unwrap(), records[1..]);
    assert_eq!(storage.audit(handle, 0, 1).await.unwrap(), records[..1]);
    let silent = storage.register_person(somebody().register(), NOW).await.unwrap();
    assert_eq!(storage.audit_head(silent).await.unwrap(), ChainHead::EMPTY);
}

async fn starts_are_counted(storage: &dyn Storage) {
    let first = storage.count_start().await.unwrap();
    assert_eq!(storage.count_start().await.unwrap(), first + 1);
}

async fn sweeping_keeps_what_is_alive(storage: &dyn Storage) {
    let person = somebody();
    let (device, handle) = person.enrolled(storage).await;
    let session = super::sign_in(storage, device, NOW).await.unwrap().session;
    storage.sweep(NOW.plus(60 * 86_400)).await.unwrap();
    assert!(storage.caller(session, NOW).await.unwrap().is_some());
    assert!(storage.device(device, NOW).await.unwrap().is_some());
    assert_eq!(storage.audit_head(handle).await.unwrap().seq, 1);
}
