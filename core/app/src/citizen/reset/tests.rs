use leling_protocol::ErrorCode;
use leling_protocol::card::{DeviceState, ECardState, PhysicalCardState};
use uuid::Uuid;

use super::super::state::Flow;
use super::super::testing::{self, Phone, call, enrolled, failure};
use super::Resetting;
use crate::effect::{GatewayCall, GatewayReply};

const GOOD: &str = "280516";

fn phone() -> Phone {
    // The one thing that works on a frozen phone: a person gave the code.
    let card = testing::card(PhysicalCardState::Normal, ECardState::Level1, DeviceState::Frozen);
    Phone::new(enrolled(card, Flow::Reset(Resetting::default())))
}

fn at_review() -> Phone {
    let mut phone = phone();
    phone.press("have_code");
    phone.enter("code", "91846275");
    phone.enter("password", GOOD);
    phone.enter("password", GOOD);
    assert_eq!(phone.screen(), "reset.review");
    phone
}

fn send(phone: &mut Phone) -> Uuid {
    match call(&phone.press("confirm")) {
        GatewayCall::ResetPassword { id, .. } => id,
        other => panic!("{other:?}"),
    }
}

fn refuse(phone: &mut Phone, code: ErrorCode) {
    phone.answer(GatewayReply::ResetPassword(Err(failure(code))));
}

#[test]
fn a_code_of_a_window_sets_a_new_password() {
    let mut phone = at_review();
    let GatewayCall::ResetPassword { id, id_number, code, password } = call(&phone.press("confirm")) else { panic!() };
    assert_eq!(id_number, testing::person().id_number);
    assert_eq!((code.as_str(), password.as_str()), ("91846275", GOOD));
    assert_eq!(phone.screen(), "reset.sent");
    phone.answer(GatewayReply::ResetPassword(Ok(testing::written(id))));
    assert_eq!((phone.screen(), phone.primary()), ("reset.done", Some("home")));
    phone.press("home");
    assert_eq!(phone.screen(), "home");
}

#[test]
fn where_to_get_a_code_is_told_first() {
    let mut phone = phone();
    assert_eq!((phone.screen(), phone.primary()), ("reset.where", Some("have_code")));
    assert!(phone.has("call"));
    phone.press("have_code");
    phone.enter("code", "1");
    assert!(phone.tells(ErrorCode::CounterCodeWrong));
}

#[test]
fn passwords_keep_the_rules() {
    let mut phone = phone();
    phone.press("have_code");
    phone.enter("code", "91846275");
    phone.enter("password", "654321");
    assert!(phone.tells(ErrorCode::PasswordRun));
    phone.enter("password", GOOD);
    phone.enter("password", "280517");
    assert_eq!(phone.screen(), "reset.password");
    assert!(phone.tells(ErrorCode::PasswordMismatch));
}

#[test]
fn refusals_lead_to_what_they_are_about() {
    for (code, screen) in [
        (ErrorCode::CounterCodeWrong, "reset.code"),
        (ErrorCode::CounterCodeExpired, "reset.code"),
        (ErrorCode::CounterCodeUsed, "reset.code"),
        (ErrorCode::PasswordId, "reset.password"),
        (ErrorCode::RateLimited, "reset.review"),
        (ErrorCode::NetNone, "reset.sent"),
        (ErrorCode::ServerBusy, "reset.sent"),
    ] {
        let mut phone = at_review();
        send(&mut phone);
        refuse(&mut phone, code);
        assert_eq!(phone.screen(), screen, "{code}");
        assert!(phone.tells(code), "{code}");
    }
}

#[test]
fn a_phone_that_dies_forgets_the_password_alone() {
    let mut phone = at_review();
    let (_, sealed) = phone.state().to_kept();
    assert!(!sealed.unwrap().contains(GOOD));
    let id = send(&mut phone);
    let mut sent = phone.die();
    assert_eq!(sent.screen(), "reset.sent");
    sent.answer(GatewayReply::ResetPassword(Ok(testing::written(id))));
    assert_eq!(sent.screen(), "reset.done");
    let phone = at_review().die();
    assert_eq!(phone.screen(), "reset.password");
}
