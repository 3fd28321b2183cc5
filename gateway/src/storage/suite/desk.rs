//! The desk: staff, their sessions, people as they see them.

use leling_crypto::{rng::SystemRng, totp::TotpSecret};
use leling_protocol::{
    Redacted,
    wire::{AuditAct, AuditReason, PlatformKind},
};
use uuid::Uuid;

use super::{NOW, somebody};
use crate::{
    numbers::Limit,
    refusal::Refusal,
    rules::staff::{DeskSession, Role},
    storage::{
        DeskDeviceState, DeskSessionId, DeskSignIn, DeviceId, NewStaff, Spend, StaffAct, StaffChange, StaffNumber,
        StaffOutcome, Storage, Whom,
    },
};

pub(super) async fn all(storage: &dyn Storage) {
    staff_come_change_and_leave(storage).await;
    a_code_opens_one_session(storage).await;
    a_limit_counts_and_says_when_it_ends(storage).await;
    staff_see_a_person_with_every_phone(storage).await;
    a_freeze_means_one_phone_and_is_recorded_with_its_reason(storage).await;
}

/// Numbers that no other check has, also not in an earlier run on the same storage.
fn number() -> StaffNumber {
    StaffNumber::parse(&Uuid::new_v4().simple().to_string()).unwrap()
}

fn new(number: &StaffNumber, role: Role) -> NewStaff {
    NewStaff {
        number: number.clone(),
        role,
        password: Redacted::new("hash".to_owned()),
        secret: TotpSecret::generate(&mut SystemRng::new()),
        at: NOW,
    }
}

async fn signed_in(storage: &dyn Storage, number: &StaffNumber, step: u64) -> Option<DeskSessionId> {
    let session = DeskSessionId(Uuid::new_v4());
    let sign_in = DeskSignIn { number: number.clone(), step, session, at: NOW };
    storage.desk_sign_in(sign_in).await.unwrap().then_some(session)
}

async fn staff_come_change_and_leave(storage: &dyn Storage) {
    let number = number();
    assert!(storage.staff(number.clone()).await.unwrap().is_none());
    let first = new(&number, Role::Clerk);
    storage.add_staff(first.clone()).await.unwrap();
    let row = storage.staff(number.clone()).await.unwrap().unwrap();
    assert_eq!((row.role, row.password.expose().as_str(), row.last_step), (Role::Clerk, "hash", 0));
    assert_eq!(row.secret.expose(), first.secret.expose());
    let session = signed_in(storage, &number, 9).await.unwrap();
    storage.add_staff(new(&number, Role::Supervisor)).await.unwrap();
    assert!(storage.desk_caller(session).await.unwrap().is_none(), "what was known before lets nobody stay");
    assert!(storage.staff_list().await.unwrap().contains(&(number.clone(), Role::Supervisor)));
    let session = signed_in(storage, &number, 9).await.unwrap();
    assert!(storage.remove_staff(number.clone(), NOW).await.unwrap());
    assert!(!storage.remove_staff(number.clone(), NOW).await.unwrap());
    assert!(storage.desk_caller(session).await.unwrap().is_none());
    assert!(storage.staff(number.clone()).await.unwrap().is_none());
    assert!(!storage.staff_list().await.unwrap().iter().any(|(known, _)| *known == number));
    assert_eq!(signed_in(storage, &number, 10).await, None);
}

async fn a_code_opens_one_session(storage: &dyn Storage) {
    let number = number();
    storage.add_staff(new(&number, Role::Hotline)).await.unwrap();
    let session = signed_in(storage, &number, 100).await.unwrap();
    for used in [100, 99] {
        assert_eq!(signed_in(storage, &number, used).await, None, "{used}");
    }
    let caller = storage.desk_caller(session).await.unwrap().unwrap();
    assert_eq!((caller.number, caller.role), (number.clone(), Role::Hotline));
    storage.use_desk_session(session, NOW.plus(700)).await.unwrap();
    let caller = storage.desk_caller(session).await.unwrap().unwrap();
    assert_eq!(caller.session, DeskSession { since: NOW, used_at: NOW.plus(700) });
    let other = signed_in(storage, &number, 101).await.unwrap();
    storage.desk_sign_out(session).await.unwrap();
    assert!(storage.desk_caller(session).await.unwrap().is_none());
    assert!(storage.desk_caller(other).await.unwrap().is_some());
}

async fn a_limit_counts_and_says_when_it_ends(storage: &dyn Storage) {
    let spend = Spend { name: "suite", whom: Uuid::new_v4().into(), limit: Limit { count: 2, seconds: 60 } };
    let count = |at: i64| storage.spend(vec![spend.clone()], NOW.plus(at));
    assert_eq!((count(0).await.unwrap(), count(1).await.unwrap()), (None, None));
    let refused = count(20).await.unwrap();
    assert_eq!(refused, Some(Refusal::until(leling_protocol::ErrorCode::RateLimited, 40)));
    assert_eq!(count(60).await.unwrap(), None);
}

async fn staff_see_a_person_with_every_phone(storage: &dyn Storage) {
    let person = somebody();
    let by_number = || storage.desk_person(Whom::Number(person.id_number.clone()));
    assert!(by_number().await.unwrap().is_none());
    let (device, handle) = person.enrolled(storage).await;
    let seen = by_number().await.unwrap().unwrap();
    assert_eq!((seen.person, seen.name.expose(), seen.id_number.expose()), (handle, &person.name, &person.id_number));
    let phone = seen.devices[0];
    assert_eq!((seen.devices.len(), phone.device, phone.enrolled_at), (1, device, NOW));
    assert_eq!((phone.state, phone.platform), (DeskDeviceState::Active, PlatformKind::Simulator));
    let again = storage.desk_person(Whom::Person(handle)).await.unwrap().unwrap();
    assert_eq!(again.devices, seen.devices);
    let nobody = Whom::Person(crate::storage::PersonHandle(Uuid::new_v4()));
    assert!(storage.desk_person(nobody).await.unwrap().is_none());
}

async fn a_freeze_means_one_phone_and_is_recorded_with_its_reason(storage: &dyn Storage) {
    let person = somebody();
    let (device, handle) = person.enrolled(storage).await;
    let act = |change, device, reason| {
        let staff = "S-17".to_owned();
        storage.staff_act(StaffAct { whom: Whom::Person(handle), change, device: Some(device), reason, staff, at: NOW })
    };
    let lost = Some(AuditReason::PhoneLost);
    let other = DeviceId(Uuid::new_v4());
    assert_eq!(act(StaffChange::Freeze, other, lost).await.unwrap(), StaffOutcome::Nothing);
    assert_eq!(act(StaffChange::Freeze, device, lost).await.unwrap(), StaffOutcome::Done);
    assert_eq!(act(StaffChange::Unfreeze, other, None).await.unwrap(), StaffOutcome::Nothing);
    let seen = storage.desk_person(Whom::Person(handle)).await.unwrap().unwrap();
    assert_eq!(seen.devices[0].state, DeskDeviceState::Frozen);
    let line = storage.audit(handle, 0, 100).await.unwrap().pop().unwrap();
    assert_eq!((line.act, line.staff.as_deref(), line.reason), (AuditAct::Frozen, Some("S-17"), lost));
}
