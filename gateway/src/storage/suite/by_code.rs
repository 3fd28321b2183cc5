//! Enrolments without a message: by a counter code, by a vouch.

use leling_protocol::{
    CounterCode, PersonName,
    wire::{AuditAct, ClaimProof, EnrolCodeResponse, VouchResponse},
};
use uuid::Uuid;

use super::{NOW, Somebody, body, by, code, keys, somebody, write_at};
use crate::{
    rules::counter_code::CodePurpose,
    storage::{
        DeviceId, DeviceKeys, EnrolByCode, Enrolled, EnrolmentId, EnrolmentStatus, IssueCode, Standing, Storage, Vouch,
        Whom,
    },
};

const DAY: i64 = 86_400;

pub(super) async fn all(storage: &dyn Storage) {
    a_counter_code_ends_an_enrolment_at_once(storage).await;
    a_vouch_waits_for_its_proof_however_long(storage).await;
    a_vouch_is_for_one_person_under_one_name(storage).await;
}

fn counter(digits: &str) -> CounterCode {
    CounterCode::parse(digits).unwrap()
}

async fn enrol(
    storage: &dyn Storage,
    person: &Somebody,
    keys: DeviceKeys,
    (digits, at): (&str, i64),
) -> (EnrolmentId, Enrolled) {
    let write = write_at("by code", NOW.plus(at));
    let id = EnrolmentId(write.id);
    let new_device = DeviceId(Uuid::new_v4());
    let begin = EnrolByCode { person: person.register(), code: counter(digits), keys, new_device };
    (id, storage.enrol_by_code(write, begin).await.unwrap())
}

/// A vouch of somebody with a claimed card.
async fn vouched(storage: &dyn Storage, name: &PersonName, person: &Somebody, digits: &str) -> VouchResponse {
    let relative = somebody();
    let (device, _) = relative.enrolled(storage).await;
    relative.claim(storage, device, &relative.card).await;
    let vouch = Vouch { device, name: name.clone(), id_number: person.id_number.clone(), code: counter(digits) };
    body(&storage.vouch(write_at("vouch", NOW), vouch).await.unwrap())
}

async fn a_counter_code_ends_an_enrolment_at_once(storage: &dyn Storage) {
    let person = somebody();
    let (old, _) = person.enrolled(storage).await;
    let session = super::sign_in(storage, old, NOW).await.unwrap().session;
    let issue = IssueCode {
        whom: Whom::Number(person.id_number.clone()),
        purpose: CodePurpose::Replace,
        code: counter("11112222"),
        staff: "S-1".to_owned(),
        at: NOW,
    };
    storage.issue_code(issue).await.unwrap();
    let (_, wrong) = enrol(storage, &person, keys(), ("11112223", 0)).await;
    assert_eq!((code(&wrong.answer), wrong.tell), ("counter_code.wrong", None));
    let (_, late) = enrol(storage, &person, keys(), ("11112222", DAY)).await;
    assert_eq!(code(&late.answer), "counter_code.expired");
    let (id, done) = enrol(storage, &person, keys(), ("11112222", 1)).await;
    let EnrolCodeResponse::Active { person: handle, .. } = body(&done.answer) else { panic!("not active") };
    assert_eq!(storage.caller(session, NOW).await.unwrap().unwrap().standing, Standing::Replaced);
    let line = storage.audit(crate::storage::PersonHandle(handle), 0, 100).await.unwrap().pop().unwrap();
    assert_eq!((line.act, line.at), (AuditAct::Replaced, NOW.plus(1)));
    let foreign = storage.enrolment(id, keys().device.jkt(), NOW).await.unwrap();
    assert_eq!(foreign, EnrolmentStatus::Gone);
}

async fn a_vouch_waits_for_its_proof_however_long(storage: &dyn Storage) {
    let person = somebody();
    let (old, handle) = person.enrolled(storage).await;
    let vouch = vouched(storage, &person.name, &person, "33334444").await;
    assert_eq!(vouch.expires_at, NOW.plus(DAY));
    let new = keys();
    let (id, begun) = enrol(storage, &person, new, ("33334444", 0)).await;
    let from = NOW.plus(DAY);
    assert_eq!(body::<EnrolCodeResponse>(&begun.answer), EnrolCodeResponse::ProofNeeded { from });
    assert_eq!(begun.tell, Some(person.phone.clone()), "the old number is told");
    let (_, twice) = enrol(storage, &person, keys(), ("33334444", 0)).await;
    assert_eq!(code(&twice.answer), "counter_code.used");
    assert_eq!(storage.replacements(handle, NOW).await.unwrap()[0].until, from);
    storage.finish_due_replacements(NOW.plus(6 * DAY)).await.unwrap();
    let status = |at: i64| storage.enrolment(id, new.device.jkt(), NOW.plus(at));
    assert_eq!(status(6 * DAY).await.unwrap(), EnrolmentStatus::ProofNeeded { from });
    assert_eq!(status(8 * DAY).await.unwrap(), EnrolmentStatus::Gone);
    assert!(storage.replacements(handle, NOW.plus(8 * DAY)).await.unwrap().is_empty());
    let by_card = |at: i64| {
        let proof = ClaimProof::CardNumber { number: person.card.clone() };
        storage.confirm_replacement(write_at("confirm", NOW.plus(at)), by(id, new), proof)
    };
    assert_eq!(code(&by_card(DAY - 1).await.unwrap()), "enrol.waiting");
    assert_eq!(code(&by_card(8 * DAY).await.unwrap()), "enrol.gone");
    let active: EnrolCodeResponse = body(&by_card(DAY).await.unwrap());
    assert!(matches!(active, EnrolCodeResponse::Active { .. }));
    assert_eq!(super::sign_in(storage, old, NOW).await.unwrap_err().code.as_str(), "device.replaced");
}

async fn a_vouch_is_for_one_person_under_one_name(storage: &dyn Storage) {
    let (person, other) = (somebody(), somebody());
    // The person was never here, and the answer is the same.
    let nobody_yet = vouched(storage, &person.name, &person, "55556666").await;
    assert_eq!(nobody_yet.expires_at, NOW.plus(DAY));
    let misnamed = PersonName::parse("李建国").unwrap();
    vouched(storage, &misnamed, &person, "55557777").await;
    for (who, digits) in [(&other, "55556666"), (&person, "55557777")] {
        let (_, refused) = enrol(storage, who, keys(), (digits, 0)).await;
        assert_eq!(code(&refused.answer), "counter_code.wrong");
    }
    // Who has no phone at all needs a proof all the same.
    let (id, begun) = enrol(storage, &person, person.keys, ("55556666", 0)).await;
    assert!(matches!(body(&begun.answer), EnrolCodeResponse::ProofNeeded { .. }));
    let again = ClaimProof::CounterCode { code: counter("55556666") };
    let confirmed = storage.confirm_replacement(write_at("confirm", NOW), by(id, person.keys), again).await.unwrap();
    assert_eq!(code(&confirmed), "vouch.not_allowed");
}
