use leling_protocol::ErrorCode;
use leling_screen::NodeKind;

use super::super::state::Flow;
use super::super::testing::{Phone, failure, ready};
use crate::effect::{Effect, GatewayReply};

fn told(code: ErrorCode) -> Phone {
    let mut phone = Phone::new(ready(Flow::Home));
    phone.answer(GatewayReply::Card(Err(failure(code))));
    phone
}

/// What the one lamp says.
fn lead(phone: &Phone) -> String {
    match &phone.drawn().node("lamp").unwrap().kind {
        NodeKind::Notice { lead, .. } => lead.display(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_phone_that_is_not_taken_any_more_says_why_and_since_when() {
    for (code, words) in [
        (ErrorCode::DeviceFrozen, "这部手机已经冻结"),
        (ErrorCode::DeviceReplaced, "您换了别的手机在用"),
        (ErrorCode::DeviceNone, "这部手机还没认您"),
    ] {
        let mut phone = told(code);
        assert_eq!(lead(&phone), words, "{code}");
        phone.wait(3 * 86_400);
        phone.answer(GatewayReply::Card(Err(failure(code))));
        let said = phone.drawn().narration();
        assert!(said.contains("从十一月二十三日上午十点二十分起，这里用不了"), "{code}: {said}");
        assert!(!phone.has("show_code"), "{code}");
    }
}

#[test]
fn a_frozen_phone_waits_and_a_replaced_one_may_begin_anew() {
    let phone = told(ErrorCode::DeviceFrozen);
    assert_eq!(phone.primary(), Some("see_lamps"));
    let mut phone = told(ErrorCode::DeviceReplaced);
    assert_eq!(phone.primary(), Some("enrol_again"));
    assert!(phone.press("enrol_again").contains(&Effect::Forget));
    assert_eq!(phone.screen(), "privacy");
    assert!(phone.state().kept.person.is_none());
}

#[test]
fn a_phone_that_is_taken_again_says_nothing_of_it() {
    let mut phone = told(ErrorCode::DeviceFrozen);
    let card = ready(Flow::Home).kept.card.unwrap();
    phone.answer(GatewayReply::Card(Ok(card)));
    assert!(phone.state().kept.stopped.is_none() && phone.drawn().node("stopped").is_none());
    assert_eq!(phone.primary(), Some("show_code"));
}

#[test]
fn no_failure_of_the_network_stops_a_phone() {
    for code in [ErrorCode::NetNone, ErrorCode::ServerBroken, ErrorCode::RateLimited, ErrorCode::AuthExpired] {
        assert!(told(code).state().kept.stopped.is_none(), "{code}");
    }
}
