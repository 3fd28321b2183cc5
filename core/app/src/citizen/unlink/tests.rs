use leling_protocol::ErrorCode;
use leling_protocol::card::{DeviceState, ECardState, PhysicalCardState};
use uuid::Uuid;

use super::super::state::Flow;
use super::super::testing::{self, Phone, call, enrolled, failure};
use super::Unlinking;
use crate::effect::{Effect, GatewayCall, GatewayReply};

const PASSWORD: &str = "280516";

fn phone() -> Phone {
    let card = testing::card(PhysicalCardState::Normal, ECardState::Level1, DeviceState::Active);
    Phone::new(enrolled(card, Flow::Unlink(Unlinking::default())))
}

fn at_review() -> Phone {
    let mut phone = phone();
    phone.press("next");
    phone.enter("password", PASSWORD);
    assert_eq!(phone.screen(), "unlink.review");
    phone
}

fn send(phone: &mut Phone) -> Uuid {
    match call(&phone.press("confirm")) {
        GatewayCall::Unlink { id, .. } => id,
        other => panic!("{other:?}"),
    }
}

fn refuse(phone: &mut Phone, code: ErrorCode) {
    phone.answer(GatewayReply::Unlink(Err(failure(code))));
}

#[test]
fn the_electronic_card_ends_and_the_phone_stays_enrolled() {
    let mut phone = at_review();
    let GatewayCall::Unlink { id, password } = call(&phone.press("confirm")) else { panic!() };
    assert_eq!(password.unwrap().as_str(), PASSWORD);
    let effects = phone.answer(GatewayReply::Unlink(Ok(testing::written(id))));
    assert_eq!((phone.screen(), phone.primary()), ("home", Some("claim")));
    assert!(effects.contains(&Effect::Gateway(GatewayCall::FetchCard)));
    assert!(!effects.contains(&Effect::Forget));
    assert!(phone.drawn().announce.is_some());
    let kept = &phone.state().kept;
    assert!(kept.person.is_some() && kept.certificate.is_none());
    let card = kept.card.as_ref().unwrap();
    assert_eq!((card.ecard, &card.issued), (ECardState::Unbound, &None));
}

#[test]
fn for_ten_minutes_the_home_names_the_way_back_which_is_one_press() {
    let mut phone = at_review();
    let id = send(&mut phone);
    phone.answer(GatewayReply::Unlink(Ok(testing::written(id))));
    assert!(phone.drawn().node("regret").is_some());
    phone.wait(599);
    phone.press("nav.home");
    assert!(phone.drawn().node("regret").is_some());
    phone.wait(1);
    phone.press("nav.home");
    assert!(phone.drawn().node("regret").is_none());
    assert_eq!(phone.primary(), Some("claim"), "the way back itself never ends");
    phone.press("claim");
    assert_eq!(phone.screen(), "claim.proof");
}

#[test]
fn a_card_that_is_back_is_nothing_to_regret() {
    let mut phone = at_review();
    let id = send(&mut phone);
    phone.answer(GatewayReply::Unlink(Ok(testing::written(id))));
    let back = testing::card(PhysicalCardState::Normal, ECardState::Level1, DeviceState::Active);
    phone.answer(GatewayReply::Card(Ok(back)));
    assert!(phone.drawn().node("regret").is_none() && phone.state().kept.unlinked_at.is_none());
}

#[test]
fn keeping_the_card_is_the_main_way_until_the_review() {
    let mut phone = phone();
    assert_eq!((phone.screen(), phone.primary()), ("unlink", Some("keep")));
    phone.press("keep");
    assert_eq!(phone.screen(), "home");
    let mut phone = at_review();
    phone.press("keep");
    assert_eq!((phone.screen(), phone.primary()), ("home", Some("show_code")));
}

#[test]
fn a_wrong_password_changes_nothing() {
    let mut phone = at_review();
    send(&mut phone);
    refuse(&mut phone, ErrorCode::PasswordWrong);
    assert_eq!((phone.screen(), phone.value("password").0.as_str()), ("unlink.password", ""));
    assert!(phone.tells(ErrorCode::PasswordWrong));
    phone.enter("password", PASSWORD);
    send(&mut phone);
    refuse(&mut phone, ErrorCode::PasswordWait);
    assert!(phone.tells(ErrorCode::PasswordWait));
    phone.enter("password", PASSWORD);
    send(&mut phone);
    refuse(&mut phone, ErrorCode::PasswordCounter);
    assert!(phone.tells(ErrorCode::PasswordCounter));
    assert_eq!(phone.primary(), Some("forgotten"));
    phone.press("forgotten");
    assert_eq!(phone.screen(), "reset.where");
}

#[test]
fn a_closed_prompt_can_be_confirmed_again_and_a_lost_answer_waits() {
    let mut phone = at_review();
    let first = send(&mut phone);
    refuse(&mut phone, ErrorCode::KeyCancelled);
    assert_eq!(phone.screen(), "unlink.review");
    assert_ne!(send(&mut phone), first);
    refuse(&mut phone, ErrorCode::NetNone);
    assert_eq!((phone.screen(), phone.primary()), ("unlink.sent", Some("home")));
}

#[test]
fn a_card_that_was_unlinked_before_is_what_the_person_wants() {
    for code in [ErrorCode::CardUnbound, ErrorCode::CardNotClaimed] {
        let mut phone = at_review();
        send(&mut phone);
        refuse(&mut phone, code);
        assert_eq!(phone.screen(), "home", "{code}");
        assert!(phone.state().kept.certificate.is_none(), "{code}");
    }
}

#[test]
fn a_phone_that_dies_forgets_the_password() {
    let mut phone = at_review();
    assert!(!phone.state().to_kept().1.unwrap().contains(PASSWORD));
    let id = send(&mut phone);
    let mut sent = phone.die();
    assert_eq!(sent.screen(), "unlink.sent");
    sent.answer(GatewayReply::Unlink(Ok(testing::written(id))));
    assert_eq!(sent.screen(), "home");
    assert_eq!(at_review().die().screen(), "unlink.password");
}
