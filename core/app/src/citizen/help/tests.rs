//! The help asks for digits of the page below it, and does without them.

use leling_protocol::wire::{HelpCode, HelpCodeResponse, HelpSize};
use leling_protocol::{DeviceState, ECardState, ErrorCode, PhysicalCardState};
use leling_screen::{NodeKind, Size};

use super::super::testing::{NOW, Phone, call, calls, card, enrolled, failure, ready};
use super::super::{Flow, settings};
use super::*;
use crate::effect::GatewayReply;

fn asked(effects: &[Effect]) -> (Uuid, HelpPage) {
    match call(effects) {
        GatewayCall::HelpCode { id, page } => (id, page),
        other => panic!("{other:?}"),
    }
}

fn given(id: Uuid) -> GatewayReply {
    let code = HelpCode::parse("204817").unwrap();
    GatewayReply::HelpCode(Ok(HelpCodeResponse { id, code, expires_at: Timestamp::from_seconds(NOW + 900) }))
}

fn fact(phone: &Phone, id: &str) -> Option<String> {
    match &phone.drawn().node(id)?.kind {
        NodeKind::Fact { value, .. } => Some(value.display().replace('\u{2060}', "")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_digits_stand_for_the_page_below_and_for_nobody() {
    let mut phone = Phone::new(ready(Flow::Settings(settings::Page::Main)));
    let (id, page) = asked(&phone.press("nav.help"));
    assert_eq!((page.screen.as_str(), page.error, page.mode.language.as_str()), ("settings", None, "zh-CN"));
    let told = serde_json::to_string(&page).unwrap();
    assert!(!told.contains("李建国") && !told.contains("3799"), "{told}");
    assert_eq!(fact(&phone, "where").as_deref(), Some("设置"));
    phone.answer(given(id));
    assert_eq!(fact(&phone, "code").as_deref().map(|code| code.replace(' ', "")), Some("204817".to_owned()));
    assert!(fact(&phone, "where").is_none());
}

#[test]
fn the_same_page_keeps_its_digits_and_another_asks_anew() {
    let mut phone = Phone::new(ready(Flow::Settings(settings::Page::Main)));
    let (id, _) = asked(&phone.press("nav.help"));
    phone.answer(given(id));
    phone.press("nav.back");
    assert!(calls(&phone.press("nav.help")).is_empty());
    assert!(fact(&phone, "code").is_some());
    phone.press("nav.back");
    phone.press("size");
    let (_, page) = asked(&phone.press("nav.help"));
    assert_eq!(page.screen.as_str(), "settings.size");
    phone.answer(given(id));
    assert!(fact(&phone, "code").is_none(), "digits of another page are not shown");
}

#[test]
fn digits_that_ended_are_asked_for_again() {
    let mut phone = Phone::new(ready(Flow::Settings(settings::Page::Main)));
    let (id, _) = asked(&phone.press("nav.help"));
    phone.answer(given(id));
    phone.press("nav.back");
    phone.wait(900);
    let (again, _) = asked(&phone.press("nav.help"));
    assert_ne!(again, id);
    assert_eq!(fact(&phone, "where").as_deref(), Some("设置"));
}

#[test]
fn without_a_network_the_page_says_where_the_person_stopped_and_nothing_below_is_touched() {
    let card = card(PhysicalCardState::Normal, ECardState::None, DeviceState::Active);
    let mut phone = Phone::new(enrolled(card, Flow::Home));
    let (_, page) = asked(&phone.press("nav.help"));
    assert_eq!(page.screen.as_str(), "home");
    phone.answer(GatewayReply::HelpCode(Err(failure(ErrorCode::NetNone))));
    assert_eq!(phone.screen(), "help");
    assert_eq!(fact(&phone, "where").as_deref(), Some("首页"));
    assert!(!phone.tells_any() && phone.state().live.failure.is_none());
    assert_eq!(phone.primary(), Some("call"));
}

#[test]
fn before_anybody_is_enrolled_it_works_and_tells_the_size_and_the_error() {
    let mut state = State::begin(None, false);
    state.settings.choose_size(Size::Large);
    let mut phone = Phone::new(state);
    let (_, page) = asked(&phone.press("nav.help"));
    assert_eq!((page.screen.as_str(), page.mode.size), ("first_start", HelpSize::Large));

    let mut phone = Phone::new(ready(Flow::Unlink(super::super::unlink::Unlinking::default())));
    phone.press("next");
    phone.press("next");
    assert!(phone.tells(ErrorCode::PasswordShape));
    let (_, page) = asked(&phone.press("nav.help"));
    assert_eq!((page.screen.as_str(), page.error), ("unlink.password", Some(ErrorCode::PasswordShape)));
}
