//! Idempotency, proofs and limits.

use leling_crypto::hash::sha256;
use leling_protocol::wire::{ConsentKind, WriteResponse};

use super::{NOW, Somebody, body, code, somebody, write};
use crate::{
    numbers::Limit,
    storage::{Admission, Answer, Consent, ConsentSaid, DeviceId, Spend, Storage, UsedProof, Write},
};

pub(super) async fn all(storage: &dyn Storage) {
    the_same_write_answers_the_same_bytes(storage).await;
    another_body_under_the_id_is_a_conflict(storage).await;
    one_of_many_at_once_takes_effect(storage).await;
    a_proof_is_good_once(storage).await;
    a_limit_holds_until_its_window_ends(storage).await;
    a_refusal_without_effect_is_not_kept(storage).await;
    an_answer_goes_after_its_time_and_the_id_stays(storage).await;
}

async fn consent(storage: &dyn Storage, write: Write, device: DeviceId) -> Answer {
    let consent = Consent { device, kind: ConsentKind::Privacy, text_version: 1, said: ConsentSaid::Yes, at: write.at };
    storage.record_consent(write, consent).await.unwrap()
}

async fn entries(storage: &dyn Storage, of: &Somebody, device: DeviceId) -> usize {
    let row = storage.device(device, NOW).await.unwrap().unwrap();
    assert_eq!(row.keys, of.keys);
    storage.audit(row.person, 0, 1_000).await.unwrap().len()
}

async fn the_same_write_answers_the_same_bytes(storage: &dyn Storage) {
    let person = somebody();
    let (device, _) = person.enrolled(storage).await;
    let write = write();
    let first = consent(storage, write.clone(), device).await;
    let later = Write { at: NOW.plus(60), trace: "another".to_owned(), ..write.clone() };
    let again = consent(storage, later, device).await;
    assert_eq!(first, again);
    assert_eq!(body::<WriteResponse>(&first).id, write.id);
    assert_eq!(entries(storage, &person, device).await, 2);
    assert_eq!(storage.answer(write).await.unwrap(), Some(first));
}

async fn another_body_under_the_id_is_a_conflict(storage: &dyn Storage) {
    let person = somebody();
    let (device, _) = person.enrolled(storage).await;
    let write = write();
    consent(storage, write.clone(), device).await;
    let other = Write { request: sha256(b"other"), ..write };
    assert_eq!(code(&consent(storage, other.clone(), device).await), "request.conflict");
    assert_eq!(code(&storage.answer(other).await.unwrap().unwrap()), "request.conflict");
    assert_eq!(entries(storage, &person, device).await, 2);
}

async fn one_of_many_at_once_takes_effect(storage: &dyn Storage) {
    let person = somebody();
    let (device, _) = person.enrolled(storage).await;
    let write = write();
    let (a, b, c, d) = tokio::join!(
        consent(storage, write.clone(), device),
        consent(storage, write.clone(), device),
        consent(storage, write.clone(), device),
        consent(storage, write.clone(), device),
    );
    assert!(a == b && b == c && c == d);
    assert_eq!(entries(storage, &person, device).await, 2);
}

async fn a_proof_is_good_once(storage: &dyn Storage) {
    let person = somebody();
    let (device, _) = person.enrolled(storage).await;
    let proof = Some(UsedProof(sha256(person.phone.as_str().as_bytes())));
    let first = Write { proof, ..write() };
    body::<WriteResponse>(&consent(storage, first.clone(), device).await);
    let stolen = Write { proof, ..write() };
    assert_eq!(code(&consent(storage, stolen, device).await), "auth.proof");
    // The write itself, sent again with the proof that it came with, is answered all the same.
    body::<WriteResponse>(&consent(storage, first, device).await);
    assert_eq!(entries(storage, &person, device).await, 2);
}

async fn a_limit_holds_until_its_window_ends(storage: &dyn Storage) {
    let whom = somebody().phone.as_str().as_bytes().to_vec();
    let limited = |seconds: i64| {
        let limit = Limit { count: 2, seconds: 60 };
        let spend = Spend { name: "suite", whom: whom.clone(), limit };
        Write { spends: vec![spend], at: NOW.plus(seconds), ..write() }
    };
    for seconds in [0, 10] {
        assert_eq!(storage.admit(limited(seconds)).await.unwrap(), Admission::Go);
    }
    let Admission::Answered(refused) = storage.admit(limited(20)).await.unwrap() else {
        panic!("the limit did not hold");
    };
    assert_eq!(code(&refused), "rate.limited");
    let error: leling_protocol::wire::ErrorBody = serde_json::from_slice(&refused.body).unwrap();
    assert_eq!(error.retry_after, Some(40));
    assert_eq!(storage.admit(limited(60)).await.unwrap(), Admission::Go);
}

async fn a_refusal_without_effect_is_not_kept(storage: &dyn Storage) {
    let nobody = DeviceId(uuid::Uuid::new_v4());
    let write = write();
    assert_eq!(code(&consent(storage, write.clone(), nobody).await), "device.none");
    assert_eq!(storage.answer(write.clone()).await.unwrap(), None);
    let (device, _) = somebody().enrolled(storage).await;
    body::<WriteResponse>(&consent(storage, write, device).await);
}

async fn an_answer_goes_after_its_time_and_the_id_stays(storage: &dyn Storage) {
    let person = somebody();
    let (device, _) = person.enrolled(storage).await;
    let write = write();
    let first = consent(storage, write.clone(), device).await;
    storage.sweep(NOW.plus(30 * 86_400 - 1)).await.unwrap();
    assert_eq!(storage.answer(write.clone()).await.unwrap(), Some(first));
    storage.sweep(NOW.plus(30 * 86_400)).await.unwrap();
    assert_eq!(code(&consent(storage, write, device).await), "request.conflict");
    assert_eq!(entries(storage, &person, device).await, 2);
}
