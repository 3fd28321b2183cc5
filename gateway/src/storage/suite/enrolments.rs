//! Enrolments, replacements, sessions.

use leling_protocol::{
    CounterCode, ECardState,
    wire::{AuditAct, ClaimProof, EnrolCodeResponse, WriteResponse},
};
use uuid::Uuid;

use super::{NOW, body, by, code, digits, keys, sign_in, somebody, write, write_at};
use crate::{
    rules::counter_code::CodePurpose,
    storage::{Begun, DeviceId, Due, EnrolmentStatus, IssueCode, PersonHandle, Resent, Standing, Storage, Whom, Write},
};

const DAY: i64 = 86_400;

pub(super) async fn all(storage: &dyn Storage) {
    a_begun_enrolment_waits_for_its_message(storage).await;
    a_number_of_somebody_else_is_refused(storage).await;
    wrong_codes_are_counted_once_each(storage).await;
    a_second_phone_waits_and_takes_over_after_a_day(storage).await;
    the_old_phone_stops_a_replacement(storage).await;
    a_counter_code_confirms_a_replacement(storage).await;
    a_frozen_phone_makes_the_new_one_wait(storage).await;
    a_session_is_one_per_device_and_ends(storage).await;
}

async fn a_begun_enrolment_waits_for_its_message(storage: &dyn Storage) {
    let person = somebody();
    let write = write();
    let id = super::EnrolmentId(write.id);
    let begin = |write: Write| storage.begin_enrolment(write, person.begin(person.keys));
    assert_eq!(begin(write.clone()).await.unwrap(), Begun::Send);
    let Begun::Answered(busy) = begin(write.clone()).await.unwrap() else { panic!("a second message was ordered") };
    assert_eq!(code(&busy), "server.busy");
    storage.enrolment_unsent(id).await.unwrap();
    assert_eq!(begin(write.clone()).await.unwrap(), Begun::Send);
    let answer = storage.enrolment_sent(write.clone(), id, digits("123456")).await.unwrap();
    assert_eq!(begin(write.clone()).await.unwrap(), Begun::Answered(answer));
    let Begun::Answered(other) = begin(Write { request: [7; 32], ..write }).await.unwrap() else {
        panic!("two bodies")
    };
    assert_eq!(code(&other), "request.conflict");
    let jkt = person.keys.device.jkt();
    assert_eq!(storage.enrolment(id, jkt, NOW).await.unwrap(), EnrolmentStatus::CodeSent);
    let foreign = keys().device.jkt();
    assert_eq!(storage.enrolment(id, foreign, NOW).await.unwrap(), EnrolmentStatus::Gone);
    let resend = |at| storage.begin_resend(write_at("resend", at), by(id, person.keys));
    let Resent::Answered(early) = resend(NOW.plus(59)).await.unwrap() else { panic!("sent too early") };
    assert_eq!(code(&early), "sms.too_often");
    let Resent::Send { phone } = resend(NOW.plus(60)).await.unwrap() else { panic!("not sent") };
    assert_eq!(phone, person.phone);
}

async fn a_number_of_somebody_else_is_refused(storage: &dyn Storage) {
    let (owner, other) = (somebody(), somebody());
    owner.enrolled(storage).await;
    let mut begin = other.begin(other.keys);
    begin.phone = owner.phone.clone();
    let Begun::Answered(refused) = storage.begin_enrolment(write(), begin).await.unwrap() else { panic!("taken") };
    assert_eq!(code(&refused), "phone.not_own");
}

async fn wrong_codes_are_counted_once_each(storage: &dyn Storage) {
    let person = somebody();
    let id = person.begun(storage, person.keys, NOW).await;
    let wrong = write();
    let bring = |write: Write, code: &str| storage.prove_phone(write, by(id, person.keys), digits(code));
    for _ in 0..10 {
        assert_eq!(code(&bring(wrong.clone(), "000000").await.unwrap().answer), "sms.wrong");
    }
    for _ in 0..3 {
        assert_eq!(code(&bring(write(), "000000").await.unwrap().answer), "sms.wrong");
    }
    assert_eq!(code(&bring(write(), "000000").await.unwrap().answer), "sms.locked");
    assert_eq!(code(&bring(write(), "123456").await.unwrap().answer), "sms.locked");
    storage.enrolment_sent(write(), id, digits("654321")).await.unwrap();
    assert_eq!(code(&bring(write(), "123456").await.unwrap().answer), "sms.wrong");
    let active: EnrolCodeResponse = body(&bring(write(), "654321").await.unwrap().answer);
    assert!(matches!(active, EnrolCodeResponse::Active { .. }));
}

async fn a_second_phone_waits_and_takes_over_after_a_day(storage: &dyn Storage) {
    let person = somebody();
    let (old, handle) = person.enrolled(storage).await;
    person.claim(storage, old, &person.card).await;
    let session = sign_in(storage, old, NOW).await.unwrap().session;
    let new = keys();
    let (id, proved) = person.prove(storage, new, NOW).await;
    let until = NOW.plus(DAY);
    assert_eq!(proved, EnrolCodeResponse::Replacing { until });
    let waiting = storage.replacements(handle, NOW).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].enrolment, waiting[0].until), (1, id, until));
    let due = |at| async move { storage.caller(session, at).await.unwrap().unwrap().replacement };
    assert_eq!((due(until.plus(-1)).await, due(until).await), (Due::Nothing, Due::Now));
    storage.finish_due_replacements(until.plus(-1)).await.unwrap();
    let status = |at| storage.enrolment(id, new.device.jkt(), at);
    assert_eq!(status(NOW).await.unwrap(), EnrolmentStatus::Waiting { until });
    assert_eq!(storage.finish_due_replacements(until).await.unwrap(), 1);
    assert!(matches!(status(until).await.unwrap(), EnrolmentStatus::Active { person, .. } if person == handle));
    assert_eq!(storage.caller(session, until).await.unwrap().unwrap().standing, Standing::Replaced);
    assert_eq!(sign_in(storage, old, until).await.unwrap_err().code.as_str(), "device.replaced");
    assert_eq!(storage.card(handle).await.unwrap().claimed, ECardState::Unbound);
    let record = storage.audit(handle, 0, 100).await.unwrap();
    let acts: Vec<AuditAct> = record.iter().map(|line| line.act).collect();
    let expected = [AuditAct::Enrolled, AuditAct::Claimed, AuditAct::ReplacementStarted, AuditAct::Replaced];
    assert_eq!(acts, expected);
}

async fn the_old_phone_stops_a_replacement(storage: &dyn Storage) {
    let (person, stranger) = (somebody(), somebody());
    let (old, handle) = person.enrolled(storage).await;
    let (strange, _) = stranger.enrolled(storage).await;
    let new = keys();
    let (id, _) = person.prove(storage, new, NOW).await;
    let foreign = storage.stop_replacement(write(), strange, id).await.unwrap();
    assert_eq!(code(&foreign), "enrol.gone");
    body::<WriteResponse>(&storage.stop_replacement(write(), old, id).await.unwrap());
    assert_eq!(storage.enrolment(id, new.device.jkt(), NOW).await.unwrap(), EnrolmentStatus::Stopped);
    assert_eq!(code(&storage.stop_replacement(write(), old, id).await.unwrap()), "enrol.gone");
    assert_eq!(storage.finish_due_replacements(NOW.plus(DAY)).await.unwrap(), 0);
    assert!(storage.replacements(handle, NOW).await.unwrap().is_empty());
    let confirmed = storage.confirm_replacement(write(), by(id, new), by_counter("00000000")).await.unwrap();
    assert_eq!(code(&confirmed), "enrol.stopped");
}

async fn a_counter_code_confirms_a_replacement(storage: &dyn Storage) {
    let person = somebody();
    person.enrolled(storage).await;
    let new = keys();
    let (id, _) = person.prove(storage, new, NOW).await;
    let confirm = |digits: &str| storage.confirm_replacement(write(), by(id, new), by_counter(digits));
    assert_eq!(code(&confirm("11112222").await.unwrap()), "counter_code.wrong");
    let issue = IssueCode {
        whom: Whom::Number(person.id_number.clone()),
        purpose: CodePurpose::Replace,
        code: counter("11112222"),
        staff: "S-1".to_owned(),
        at: NOW,
    };
    storage.issue_code(issue).await.unwrap();
    let thief = storage.confirm_replacement(write(), by(id, keys()), by_counter("11112222")).await.unwrap();
    assert_eq!(code(&thief), "enrol.gone");
    let active: EnrolCodeResponse = body(&confirm("11112222").await.unwrap());
    assert!(matches!(active, EnrolCodeResponse::Active { .. }));
    assert_eq!(code(&confirm("11112222").await.unwrap()), "enrol.gone");
}

async fn a_frozen_phone_makes_the_new_one_wait(storage: &dyn Storage) {
    use crate::storage::{StaffAct, StaffChange, StaffOutcome};
    let person = somebody();
    person.enrolled(storage).await;
    let freeze = StaffAct {
        whom: Whom::Number(person.id_number.clone()),
        change: StaffChange::Freeze,
        device: None,
        reason: None,
        staff: "S-1".to_owned(),
        at: NOW,
    };
    assert_eq!(storage.staff_act(freeze.clone()).await.unwrap(), StaffOutcome::Done);
    assert_eq!(storage.staff_act(freeze).await.unwrap(), StaffOutcome::Nothing);
    let (_, proved) = person.prove(storage, keys(), NOW).await;
    assert!(matches!(proved, EnrolCodeResponse::Replacing { .. }));
    // Also the frozen phone itself, though its key is known.
    let (_, proved) = person.prove(storage, person.keys, NOW).await;
    assert!(matches!(proved, EnrolCodeResponse::Replacing { .. }));
    assert_eq!(storage.finish_due_replacements(NOW.plus(DAY)).await.unwrap(), 1);
}

async fn a_session_is_one_per_device_and_ends(storage: &dyn Storage) {
    let (device, handle) = somebody().enrolled(storage).await;
    let first = sign_in(storage, device, NOW).await.unwrap();
    assert_eq!((first.person, first.claimed), (handle, ECardState::None));
    let again = sign_in(storage, device, NOW.plus(100 * DAY)).await.unwrap();
    assert_eq!(first.session, again.session);
    let standing = |at| async move { storage.caller(first.session, at).await.unwrap().map(|caller| caller.standing) };
    assert_eq!(standing(NOW.plus(279 * DAY)).await, Some(Standing::Good));
    assert_eq!(standing(NOW.plus(280 * DAY)).await, Some(Standing::SignedOut));
    assert_ne!(sign_in(storage, device, NOW.plus(280 * DAY)).await.unwrap().session, first.session);
    let unknown = DeviceId(Uuid::new_v4());
    assert_eq!(sign_in(storage, unknown, NOW).await.unwrap_err().code.as_str(), "device.none");
    assert!(storage.caller(super::SessionId(Uuid::new_v4()), NOW).await.unwrap().is_none());
    assert_ne!(handle, PersonHandle(Uuid::nil()));
}

fn counter(digits: &str) -> CounterCode {
    CounterCode::parse(digits).unwrap()
}

fn by_counter(digits: &str) -> ClaimProof {
    ClaimProof::CounterCode { code: counter(digits) }
}
