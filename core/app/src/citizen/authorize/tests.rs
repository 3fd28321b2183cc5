use leling_protocol::ErrorCode;
use leling_protocol::card::{DeviceState, ECardState, PhysicalCardState};
use leling_protocol::wire::LoginDoor;
use leling_screen::SystemEvent;

use super::super::State;
use super::super::claim::Claiming;
use super::super::state::Flow;
use super::super::testing::{self, Phone, call, calls, enrolled, failure, login, ready};
use crate::effect::{Effect, GatewayCall, GatewayReply};
use crate::session::Incoming;

const LINK: &str = "https://card.example/authorize?client_id=partner&state=x";

fn link(phone: &mut Phone, link: &str) -> Vec<Effect> {
    phone.take(Incoming::Link(link.to_owned()))
}

fn query(effects: &[Effect]) -> String {
    match call(effects) {
        GatewayCall::Authorize { query, .. } => query,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_request_of_an_app_shows_who_asks() {
    let mut phone = Phone::new(ready(Flow::Home));
    assert_eq!(query(&link(&mut phone, LINK)), "client_id=partner&state=x");
    assert_eq!(phone.screen(), "authorize.checking");
    phone.answer(GatewayReply::Login(Ok(login(LoginDoor::App))));
    assert_eq!(phone.screen(), "login.consent");
}

#[test]
fn every_other_link_is_refused_in_words_and_nothing_is_lost() {
    for other in [
        "https://evil.example/authorize?client_id=partner",
        "https://card.example.evil.example/authorize?client_id=partner",
        "http://card.example/authorize?client_id=partner",
        "https://card.example/q/aGk",
        "https://card.example/desk",
        "javascript:alert(1)",
    ] {
        let mut phone = Phone::new(ready(Flow::Claim(Claiming::default())));
        let before = phone.screen().to_owned();
        let effects = link(&mut phone, other);
        assert!(calls(&effects).is_empty(), "{other}");
        assert_eq!((phone.screen(), phone.primary()), ("link.refused", Some("understood")), "{other}");
        phone.press("understood");
        assert_eq!(phone.screen(), before, "{other}");
    }
}

#[test]
fn a_phone_that_cannot_answer_says_what_is_missing() {
    let none = testing::card(PhysicalCardState::Normal, ECardState::None, DeviceState::Active);
    let frozen = testing::card(PhysicalCardState::Normal, ECardState::Level1, DeviceState::Frozen);
    let mut new = State::begin(None, false);
    new.settings.started = true;
    for (state, code) in [
        (enrolled(none, Flow::Home), ErrorCode::CardNotClaimed),
        (enrolled(frozen, Flow::Home), ErrorCode::DeviceFrozen),
        (new, ErrorCode::DeviceNone),
    ] {
        let mut phone = Phone::new(state);
        assert!(calls(&link(&mut phone, LINK)).is_empty(), "{code}");
        assert_eq!(phone.screen(), "link.refused", "{code}");
        assert!(phone.tells(code), "{code}");
    }
}

#[test]
fn while_another_login_waits_it_is_answered_first() {
    let mut phone = Phone::new(ready(Flow::Home));
    link(&mut phone, LINK);
    phone.answer(GatewayReply::Login(Ok(login(LoginDoor::App))));
    for step in ["", "nav.home"] {
        if !step.is_empty() {
            phone.press(step);
        }
        assert!(calls(&link(&mut phone, LINK)).is_empty(), "{step}");
        assert!(phone.screen() == "link.refused" && phone.tells(ErrorCode::LoginBusy), "{step}");
        phone.press("understood");
    }
    phone.press("open_login");
    phone.wait(301);
    phone.press("nav.home");
    assert!(!calls(&link(&mut phone, LINK)).is_empty(), "one that is over holds nobody up");
}

#[test]
fn a_link_that_starts_the_app_waits_for_the_store() {
    let (clear, sealed) = ready(Flow::Home).to_kept();
    let mut phone = Phone::new(State::begin(Some(&clear), true));
    assert!(calls(&link(&mut phone, LINK)).is_empty());
    assert_eq!(phone.screen(), "opening");
    let effects = phone.take(Incoming::Restored(Ok(sealed.unwrap())));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Gateway(GatewayCall::Authorize { .. }))));
    assert_eq!(phone.screen(), "authorize.checking");
    assert!(!format!("{:?}", phone.state()).contains("client_id"), "a request is not printed");
}

#[test]
fn a_phone_that_dies_while_it_asks_asks_anew() {
    let mut phone = Phone::new(ready(Flow::Home));
    link(&mut phone, LINK);
    let (clear, sealed) = phone.state().to_kept();
    let mut phone = Phone::new(State::begin(Some(&clear), true));
    let effects = phone.take(Incoming::Restored(Ok(sealed.unwrap())));
    assert_eq!(query(&effects), "client_id=partner&state=x");
}

#[test]
fn refusals_have_their_words_and_a_lost_network_another_try() {
    for (code, again) in [
        (ErrorCode::PartyRefused, false),
        (ErrorCode::LoginBusy, false),
        (ErrorCode::NetNone, true),
        (ErrorCode::ServerBroken, true),
        (ErrorCode::RateLimited, true),
    ] {
        let mut phone = Phone::new(ready(Flow::Home));
        link(&mut phone, LINK);
        phone.answer(GatewayReply::Login(Err(failure(code))));
        assert_eq!((phone.screen(), phone.primary()), ("authorize.refused", Some("home")), "{code}");
        assert!(phone.tells(code), "{code}");
        assert_eq!(phone.has("again"), again, "{code}");
        if again {
            assert_eq!(query(&phone.press("again")), "client_id=partner&state=x");
        }
    }
}

#[test]
fn during_a_call_the_consent_waits() {
    let mut phone = Phone::new(ready(Flow::Home));
    phone.system(SystemEvent::Call { active: true });
    link(&mut phone, LINK);
    assert_eq!(phone.screen(), "login.paused");
    phone.answer(GatewayReply::Login(Ok(login(LoginDoor::App))));
    assert_eq!(phone.screen(), "login.paused");
    phone.system(SystemEvent::Call { active: false });
    assert_eq!(phone.screen(), "login.consent");
}
