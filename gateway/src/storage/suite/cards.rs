//! Claiming, certificates, unlinking, the password, what staff do.

use leling_protocol::{
    CardNumber, CardPassword, CounterCode, ECardState, PhysicalCardState, Timestamp,
    wire::{CertificateResponse, ClaimResponse, WriteResponse},
};

use super::{NOW, Somebody, body, code, mint, somebody, write, write_at};
use crate::{
    rules::{card::BankFunction, counter_code::CodePurpose},
    storage::{
        Answer, DeviceId, IssueCertificate, IssueCode, PasswordJudgement, ResetPassword, StaffAct, StaffChange,
        StaffOutcome, Storage, UnlinkCard, Whom,
    },
};

pub(super) async fn all(storage: &dyn Storage) {
    a_card_is_claimed_once_and_its_tries_are_counted(storage).await;
    an_unlinked_card_has_no_good_certificate(storage).await;
    a_wrong_password_is_counted_and_a_right_one_among_too_many_is_not_told(storage).await;
    a_password_is_set_anew_with_a_code(storage).await;
    staff_act_on_people_who_are_there(storage).await;
    a_status_index_rests_before_it_serves_again(storage).await;
}

async fn renew(storage: &dyn Storage, device: DeviceId, at: Timestamp) -> Answer {
    storage.issue_certificate(write_at("renew", at), IssueCertificate { device, mint: mint() }).await.unwrap()
}

fn index(certificate: &CertificateResponse) -> u32 {
    certificate.certificate.parse().unwrap()
}

fn act(person: &Somebody, change: StaffChange) -> StaffAct {
    StaffAct {
        whom: Whom::Number(person.id_number.clone()),
        change,
        device: None,
        reason: None,
        staff: "S-1".to_owned(),
        at: NOW,
    }
}

async fn a_card_is_claimed_once_and_its_tries_are_counted(storage: &dyn Storage) {
    let person = somebody();
    let (device, handle) = person.enrolled(storage).await;
    let wrong = CardNumber::parse("Z00000000").unwrap();
    assert_eq!(code(&person.claim(storage, device, &wrong).await), "card.number_wrong");
    assert_eq!(storage.card(handle).await.unwrap().tries, 1);
    assert_eq!(code(&renew(storage, device, NOW).await), "card.not_claimed");
    let claimed: ClaimResponse = body(&person.claim(storage, device, &person.card).await);
    let card = storage.card(handle).await.unwrap();
    assert_eq!((card.claimed, card.tries, card.issued), (ECardState::Level1, 0, Some(claimed.issued)));
    assert_eq!(code(&person.claim(storage, device, &person.card).await), "card.already_claimed");
    assert_eq!(storage.password_hash(handle).await.unwrap().unwrap().expose(), "hash");
}

async fn an_unlinked_card_has_no_good_certificate(storage: &dyn Storage) {
    let person = somebody();
    let (device, handle) = person.enrolled(storage).await;
    let claimed: ClaimResponse = body(&person.claim(storage, device, &person.card).await);
    let renewed: CertificateResponse = body(&renew(storage, device, NOW).await);
    assert_ne!(index(&claimed.certificate), index(&renewed));
    let unlink = UnlinkCard { device, password: PasswordJudgement::NotNeeded };
    body::<WriteResponse>(&storage.unlink_card(write(), unlink).await.unwrap());
    let list = storage.revoked().await.unwrap();
    for index in [index(&claimed.certificate), index(&renewed)] {
        assert!(list.revoked.contains(&index) && index < list.size);
    }
    assert_eq!(storage.card(handle).await.unwrap().claimed, ECardState::Unbound);
    assert_eq!(code(&renew(storage, device, NOW).await), "card.unbound");
    body::<ClaimResponse>(&person.claim(storage, device, &person.card).await);
}

async fn a_wrong_password_is_counted_and_a_right_one_among_too_many_is_not_told(storage: &dyn Storage) {
    let person = somebody();
    let (device, _) = person.enrolled(storage).await;
    person.claim(storage, device, &person.card).await;
    let bring = |password, at| storage.unlink_card(write_at("unlink", at), UnlinkCard { device, password });
    for _ in 0..4 {
        assert_eq!(code(&bring(PasswordJudgement::Wrong, NOW).await.unwrap()), "password.wrong");
    }
    assert_eq!(code(&bring(PasswordJudgement::Wrong, NOW).await.unwrap()), "password.wait");
    assert_eq!(code(&bring(PasswordJudgement::Right, NOW).await.unwrap()), "password.wait");
    body::<WriteResponse>(&bring(PasswordJudgement::Right, NOW.plus(900)).await.unwrap());
}

async fn a_password_is_set_anew_with_a_code(storage: &dyn Storage) {
    let person = somebody();
    let (device, handle) = person.enrolled(storage).await;
    let reset = |digits: &str| {
        let reset = ResetPassword {
            id_number: person.id_number.clone(),
            code: CounterCode::parse(digits).unwrap(),
            password: CardPassword::parse("905317").unwrap(),
            password_hash: "new".to_owned(),
        };
        storage.reset_password(write(), reset)
    };
    let issue = IssueCode {
        whom: Whom::Number(person.id_number.clone()),
        purpose: CodePurpose::Password,
        code: CounterCode::parse("33334444").unwrap(),
        staff: "S-1".to_owned(),
        at: NOW,
    };
    assert_eq!(storage.issue_code(issue).await.unwrap(), StaffOutcome::Done);
    assert_eq!(code(&reset("00000000").await.unwrap()), "counter_code.wrong");
    // Refused without being used up: the card was never claimed.
    assert_eq!(code(&reset("33334444").await.unwrap()), "card.not_claimed");
    person.claim(storage, device, &person.card).await;
    body::<WriteResponse>(&reset("33334444").await.unwrap());
    assert_eq!(storage.password_hash(handle).await.unwrap().unwrap().expose(), "new");
    assert_eq!(code(&reset("33334444").await.unwrap()), "counter_code.used");
}

async fn staff_act_on_people_who_are_there(storage: &dyn Storage) {
    let nobody = somebody();
    let outcome = storage.staff_act(act(&nobody, StaffChange::Freeze)).await.unwrap();
    assert_eq!(outcome, StaffOutcome::UnknownPerson);
    let person = somebody();
    let handle = storage.register_person(person.register(), NOW).await.unwrap();
    assert_eq!(storage.register_person(person.register(), NOW).await.unwrap(), handle);
    assert_eq!(storage.staff_act(act(&person, StaffChange::Freeze)).await.unwrap(), StaffOutcome::Nothing);
    for (change, outcome) in [
        (StaffChange::Card(PhysicalCardState::Normal), StaffOutcome::Nothing),
        (StaffChange::Card(PhysicalCardState::Lost), StaffOutcome::Done),
        (StaffChange::Bank(BankFunction::On), StaffOutcome::Nothing),
        (StaffChange::Bank(BankFunction::Off), StaffOutcome::Done),
        (StaffChange::SignOut, StaffOutcome::Nothing),
    ] {
        assert_eq!(storage.staff_act(act(&person, change)).await.unwrap(), outcome, "{change:?}");
    }
    let card = storage.card(handle).await.unwrap();
    assert_eq!((card.physical, card.bank), (PhysicalCardState::Lost, BankFunction::Off));
}

async fn a_status_index_rests_before_it_serves_again(storage: &dyn Storage) {
    const DAY: i64 = 86_400;
    let person = somebody();
    let (device, _) = person.enrolled(storage).await;
    // Far in the future every index of the suite has rested, so none is added; one that ended two weeks before has not.
    let far = NOW.plus(10_000 * DAY);
    body::<ClaimResponse>(&person.claim(storage, device, &person.card).await);
    let size = storage.revoked().await.unwrap().size;
    let first: CertificateResponse = body(&renew(storage, device, far).await);
    let soon: CertificateResponse = body(&renew(storage, device, far.plus(14 * DAY)).await);
    assert_ne!(index(&first), index(&soon));
    assert!(index(&first) < size && storage.revoked().await.unwrap().size <= size + 1);
}
