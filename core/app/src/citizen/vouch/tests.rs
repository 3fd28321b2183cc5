use leling_protocol::wire::VouchResponse;
use leling_protocol::{CounterCode, ErrorCode, Timestamp};
use leling_screen::NodeKind;
use leling_screen::node::Privacy;
use uuid::Uuid;

use super::super::state::Flow;
use super::super::testing::{NOW, Phone, call, calls, failure, ready};
use crate::effect::{GatewayCall, GatewayReply};

const CODE: &str = "91846275";

fn at_review() -> Phone {
    let mut phone = Phone::new(ready(Flow::Services));
    phone.press("vouch");
    phone.press("next");
    phone.enter("name", "王秀兰");
    phone.enter("id", "379913194403120025");
    assert_eq!(phone.screen(), "vouch.review");
    phone
}

fn send(phone: &mut Phone) -> Uuid {
    match call(&phone.press("confirm")) {
        GatewayCall::Vouch { id, .. } => id,
        other => panic!("{other:?}"),
    }
}

fn code(id: Uuid) -> GatewayReply {
    let code = CounterCode::parse(CODE).unwrap();
    GatewayReply::Vouch(Ok(VouchResponse { id, code, expires_at: Timestamp::from_seconds(NOW + 86_400) }))
}

#[test]
fn the_digits_are_shown_and_said_in_groups_with_their_end() {
    let mut phone = at_review();
    let GatewayCall::Vouch { id, name, id_number } = call(&phone.press("confirm")) else { panic!() };
    assert_eq!((name.as_str(), id_number.as_str()), ("王秀兰", "379913194403120025"));
    phone.answer(code(id));
    assert_eq!((phone.screen(), phone.primary()), ("vouch.code", Some("done")));
    let node = phone.drawn().node("code").unwrap();
    let NodeKind::Fact { value, .. } = &node.kind else { panic!() };
    assert_eq!((value.display().as_str(), value.speech.as_str()), ("918 462 75", "九幺八，四六二，七五"));
    assert_eq!(node.privacy, Privacy::Public);
    assert!(phone.drawn().narration().contains("管到十一月二十四日"));
    assert!(phone.drawn().secure);
}

#[test]
fn the_digits_are_shown_once_and_never_kept() {
    let mut phone = at_review();
    let id = send(&mut phone);
    phone.answer(code(id));
    let (clear, sealed) = phone.state().to_kept();
    assert!(!clear.contains(CODE) && !sealed.unwrap().contains(CODE));
    assert!(!format!("{:?}", phone.state()).contains(CODE));
    let mut phone = phone.die();
    assert_eq!((phone.screen(), phone.primary()), ("vouch.gone", Some("done")));
    phone.press("anew");
    assert_eq!(phone.screen(), "vouch");
}

#[test]
fn wrong_fields_are_told_and_the_review_leads_back() {
    let mut phone = Phone::new(ready(Flow::Services));
    phone.press("vouch");
    phone.press("next");
    phone.enter("name", "王1");
    assert!(phone.tells(ErrorCode::NameCharacters));
    phone.enter("name", "王秀兰");
    phone.enter("id", "379913194403120026");
    assert!(phone.tells(ErrorCode::IdCheckDigit));
    phone.enter("id", "379913194403120025");
    phone.press("change.name");
    assert_eq!((phone.screen(), phone.value("name").0.as_str()), ("vouch.name", "王秀兰"));
}

#[test]
fn refusals_say_who_can_help_and_passing_trouble_can_be_confirmed_again() {
    for code in [ErrorCode::VouchOwn, ErrorCode::VouchNotAllowed] {
        let mut phone = at_review();
        send(&mut phone);
        phone.answer(GatewayReply::Vouch(Err(failure(code))));
        assert_eq!(phone.screen(), "vouch.refused", "{code}");
        assert!(phone.tells(code) && phone.has("call"), "{code}");
    }
    for code in [ErrorCode::NetNone, ErrorCode::ServerBroken, ErrorCode::RateLimited] {
        let mut phone = at_review();
        let first = send(&mut phone);
        phone.answer(GatewayReply::Vouch(Err(failure(code))));
        assert!(phone.screen() == "vouch.review" && phone.tells(code), "{code}");
        assert_ne!(send(&mut phone), first, "{code}");
    }
}

#[test]
fn by_voice_the_whole_phrase_confirms_and_only_once() {
    let mut phone = at_review();
    for said in ["确认", "对", "好", "作保"] {
        assert!(calls(&phone.say(said)).is_empty(), "{said}");
    }
    assert!(matches!(call(&phone.say("确认作保")), GatewayCall::Vouch { .. }));
    assert!(calls(&phone.say("确认作保")).is_empty());
}

#[test]
fn a_phone_that_dies_while_it_is_under_way_reviews_again() {
    let mut phone = at_review();
    send(&mut phone);
    assert_eq!(phone.die().screen(), "vouch.review");
}
