//! Enrolment by eight digits, and the wait that a relative's digits begin.

use leling_protocol::wire::{ClaimProof, EnrolCodeResponse};
use leling_protocol::{ErrorCode, Timestamp};
use uuid::Uuid;

use super::super::super::testing::{NOW, Phone, call, failure};
use super::{OLD, active, at_code, phone, refuse_code};
use crate::effect::{Failure, GatewayCall, GatewayReply};

/// Fills name and number and brings the eight digits.
fn by_code(phone: &mut Phone) -> Uuid {
    phone.press("by_code");
    phone.enter("name", "李建国");
    phone.enter("id", OLD);
    assert_eq!(phone.screen(), "enrol.paper");
    match call(&phone.enter("code", "91846275")) {
        GatewayCall::EnrolByCode { id, id_number, code, .. } => {
            assert_eq!((id_number.as_str(), code.as_str()), (OLD, "91846275"));
            id
        }
        other => panic!("{other:?}"),
    }
}

fn proof_needed(from: i64) -> GatewayReply {
    GatewayReply::EnrolCode(Ok(EnrolCodeResponse::ProofNeeded { from: Timestamp::from_seconds(from) }))
}

#[test]
fn eight_digits_enrol_without_a_message() {
    let mut phone = phone();
    by_code(&mut phone);
    phone.answer(active());
    assert_eq!(phone.screen(), "home");
    let person = phone.state().kept.person.as_ref().unwrap();
    assert_eq!((person.name.as_str(), person.phone.as_ref()), ("李建国", None));
}

#[test]
fn who_gets_no_message_finds_the_digits_from_every_screen_about_it() {
    let (mut phone, _) = at_code();
    phone.press("not_received");
    phone.press("by_code");
    assert_eq!(phone.screen(), "enrol.paper", "name and number are typed already");
    phone.press("by_message");
    assert_eq!((phone.screen(), phone.value("phone").0.as_str()), ("enrol.phone", "99919570708"));
    phone.press("by_code");
    phone.press("nav.back");
    assert_eq!((phone.screen(), phone.value("id").0.as_str()), ("enrol.id", OLD));
}

#[test]
fn digits_that_do_not_fit_are_typed_again_and_a_person_helps_where_they_cannot() {
    for code in [ErrorCode::CounterCodeWrong, ErrorCode::CounterCodeExpired, ErrorCode::CounterCodeUsed] {
        let mut phone = phone();
        by_code(&mut phone);
        phone.answer(refuse_code(code));
        assert_eq!((phone.screen(), phone.value("code").0.as_str()), ("enrol.paper", ""), "{code}");
        assert!(phone.tells(code), "{code}");
    }
    let mut phone = phone();
    let first = by_code(&mut phone);
    phone.answer(refuse_code(ErrorCode::VouchNotAllowed));
    assert!(phone.screen() == "enrol.paper" && phone.tells(ErrorCode::VouchNotAllowed) && phone.has("ways"));
    let GatewayCall::EnrolByCode { id, .. } = call(&phone.enter("code", "91846276")) else { panic!() };
    assert_ne!(id, first, "other digits are another write");
    phone.answer(refuse_code(ErrorCode::NetNone));
    let GatewayCall::EnrolByCode { id: again, .. } = call(&phone.press("next")) else { panic!() };
    assert_eq!(again, id, "a press after a lost answer is the same write");
}

#[test]
fn what_a_relative_began_ends_with_a_proof_alone() {
    let mut phone = phone();
    let enrolment = by_code(&mut phone);
    phone.answer(proof_needed(NOW + 86_400));
    assert_eq!((phone.screen(), phone.primary()), ("enrol.proof", Some("check")));
    assert!(!phone.has("card"), "the day is not over");
    let mut phone = phone.die();
    phone.ring(86_400);
    assert_eq!((phone.screen(), phone.primary()), ("enrol.proof", Some("card")));
    assert_eq!(call(&phone.press("check")), GatewayCall::EnrolStatus { enrolment });
    phone.answer(proof_needed(NOW + 86_400));
    phone.press("card");
    let GatewayCall::EnrolConfirm { enrolment: of, proof, .. } = call(&phone.enter("number", "B00000019")) else {
        panic!()
    };
    assert!(of == enrolment && matches!(proof, ClaimProof::CardNumber { .. }));
    phone.answer(refuse_code(ErrorCode::CardNumberWrong));
    assert_eq!((phone.screen(), phone.value("number").0.as_str()), ("enrol.card", ""));
    assert!(phone.tells(ErrorCode::CardNumberWrong));
    phone.enter("number", "B00000018");
    phone.answer(refuse_code(ErrorCode::CardNumberLocked));
    assert!(phone.screen() == "enrol.proof" && phone.tells(ErrorCode::CardNumberLocked));
    phone.press("have_code");
    phone.enter("code", "91846275");
    phone.answer(active());
    assert_eq!(phone.screen(), "home");
}

#[test]
fn a_card_number_before_its_day_waits_and_a_stop_on_the_other_phone_ends_it() {
    let mut phone = phone();
    by_code(&mut phone);
    phone.answer(proof_needed(NOW));
    phone.press("card");
    phone.enter("number", "B00000019");
    let early = Failure { retry_after: Some(3_600), ..failure(ErrorCode::EnrolWaiting) };
    phone.answer(GatewayReply::EnrolCode(Err(early)));
    assert!(phone.screen() == "enrol.proof" && !phone.has("card"));
    phone.press("check");
    phone.answer(refuse_code(ErrorCode::EnrolStopped));
    assert_eq!(phone.screen(), "enrol.stopped");
    phone.press("again");
    assert_eq!(phone.screen(), "enrol.paper");
}
