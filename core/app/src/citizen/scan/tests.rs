use leling_crypto::keys::SoftwareKey;
use leling_crypto::login_handle::{self, LoginHandle};
use leling_crypto::rng::SystemRng;
use leling_protocol::card::{DeviceState, ECardState, PhysicalCardState};
use leling_protocol::wire::{ClaimBy, KeysResponse, LoginDoor};
use leling_protocol::{ErrorCode, Timestamp};
use leling_screen::node::CameraFrame;
use leling_screen::{CameraState, NodeKind, PlatformOp, SystemEvent};

use super::super::state::Flow;
use super::super::testing::{self, NOW, Phone, call, calls, enrolled, failure, login, ready};
use crate::effect::{Effect, GatewayCall, GatewayReply};
use crate::session::Incoming;

fn key() -> SoftwareKey {
    SoftwareKey::generate(&SystemRng::new()).unwrap()
}

fn keys(key: &SoftwareKey) -> KeysResponse {
    let jwk = serde_json::from_value(key.public_key().to_jwk()).unwrap();
    KeysResponse { keys: vec![jwk], seal: "AAAA".to_owned() }
}

fn code(key: &SoftwareKey) -> String {
    format!("https://card.example/q/{}", login_handle::sign(key, &LoginHandle { scan: [7; 16], slot: 1 }))
}

/// A phone that knows the gateway's key and looks for a code.
fn looking(key: &SoftwareKey) -> Phone {
    let mut state = ready(Flow::Home);
    state.kept.gateway_keys = keys(key).keys;
    state.kept.keys_at = Some(Timestamp::from_seconds(NOW));
    let mut phone = Phone::new(state);
    phone.press("scan");
    assert_eq!(phone.screen(), "scan");
    phone
}

fn scan(phone: &mut Phone, text: &str) -> Vec<Effect> {
    phone.take(Incoming::Scanned(text.to_owned()))
}

#[test]
fn a_code_of_ours_is_claimed_and_shows_who_asks() {
    let key = key();
    let mut phone = looking(&key);
    let text = code(&key);
    let GatewayCall::ClaimLogin { by: ClaimBy::Handle { handle }, .. } = call(&scan(&mut phone, &text)) else {
        panic!()
    };
    assert_eq!(text.strip_prefix("https://card.example/q/"), Some(handle.as_str()));
    assert_eq!(phone.screen(), "scan.claiming");
    assert!(calls(&scan(&mut phone, &text)).is_empty(), "one claim at a time");
    phone.answer(GatewayReply::Login(Ok(login(LoginDoor::Page))));
    assert_eq!(phone.screen(), "login");
}

#[test]
fn nothing_is_asked_for_a_code_that_is_not_ours() {
    let (ours, other) = (key(), key());
    let hidden = format!("{}\u{202E}", code(&ours));
    let forged = code(&other);
    let foreign = code(&ours).replace("card.example", "card.example.evil.example");
    for (text, refusal) in [
        ("https://evil.example/q/a", ErrorCode::ScanForeign),
        (foreign.as_str(), ErrorCode::ScanForeign),
        ("tel:12333", ErrorCode::ScanForeign),
        ("6901234567892", ErrorCode::ScanForeign),
        (hidden.as_str(), ErrorCode::ScanHostile),
        ("https://card.example/q/aGk", ErrorCode::ScanHostile),
        ("LL1:6BF+70790T9WJWG.FKY*4GO0", ErrorCode::ScanCard),
        ("LL7:6BF", ErrorCode::ScanNewer),
    ] {
        let mut phone = looking(&ours);
        let effects = scan(&mut phone, text);
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Gateway(_) | Effect::OpenApp { .. })), "{text}");
        assert_eq!((phone.screen(), phone.primary()), ("scan.refused", Some("home")), "{text}");
        assert!(says(&phone, refusal), "{text}");
        assert!(phone.has("call"), "{text}");
    }
    let mut phone = looking(&ours);
    let effects = scan(&mut phone, &forged);
    assert!(calls(&effects).is_empty() && effects.contains(&Effect::Gateway(GatewayCall::FetchKeys)));
    let effects = phone.answer(GatewayReply::Keys(Ok(keys(&ours))));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Gateway(_))), "the keys are asked for once");
    assert!(says(&phone, ErrorCode::ScanHostile));
}

/// Says whether the words of a refusal stand anywhere.
fn says(phone: &Phone, code: ErrorCode) -> bool {
    let words = leling_language::Catalogue::new().error(leling_screen::Language::Chinese, code).what.display();
    phone.drawn().nodes().any(|node| match &node.kind {
        NodeKind::Notice { lead, .. } => lead.display() == words,
        _ => false,
    })
}

#[test]
fn a_new_key_of_the_gateway_is_fetched_and_the_scan_goes_on() {
    let (old, new) = (key(), key());
    let mut phone = looking(&old);
    scan(&mut phone, &code(&new));
    assert_eq!(phone.screen(), "scan.claiming");
    let claim = call(&phone.answer(GatewayReply::Keys(Ok(keys(&new)))));
    assert!(matches!(claim, GatewayCall::ClaimLogin { .. }));
    assert_eq!(phone.state().kept.gateway_keys, keys(&new).keys);
    let mut offline = looking(&old);
    scan(&mut offline, &code(&new));
    offline.answer(GatewayReply::Keys(Err(failure(ErrorCode::NetNone))));
    assert!(offline.tells(ErrorCode::NetNone) && offline.has("again"));
    offline.press("again");
    assert_eq!(offline.screen(), "scan");
}

#[test]
fn keys_are_fetched_at_home_where_none_are_known_and_then_once_a_day() {
    let fetches = |effects: &[Effect]| effects.contains(&Effect::Gateway(GatewayCall::FetchKeys));
    let mut phone = Phone::new(ready(Flow::Services));
    assert!(fetches(&phone.press("nav.home")));
    phone.answer(GatewayReply::Keys(Ok(keys(&key()))));
    phone.press("services");
    assert!(!fetches(&phone.press("nav.home")));
    phone.wait(25 * 3600);
    phone.press("services");
    assert!(fetches(&phone.press("nav.home")));
    let unclaimed = testing::card(PhysicalCardState::Normal, ECardState::None, DeviceState::Active);
    let mut phone = Phone::new(enrolled(unclaimed, Flow::Services));
    assert!(!fetches(&phone.press("nav.home")), "a card that logs in nowhere needs no keys");
}

#[test]
fn with_the_digits_of_the_other_screen() {
    let mut phone = looking(&key());
    phone.press("digits");
    phone.enter("code", "1234");
    assert!(phone.tells(ErrorCode::UserCodeWrong));
    let claim = call(&phone.enter("code", "91846275"));
    let GatewayCall::ClaimLogin { by: ClaimBy::UserCode { code }, .. } = claim else { panic!() };
    assert_eq!((code.as_str(), phone.screen()), ("91846275", "scan.claiming"));
    phone.answer(GatewayReply::Login(Err(failure(ErrorCode::UserCodeWrong))));
    assert_eq!((phone.screen(), phone.value("code").0.as_str()), ("scan.digits", ""));
    assert!(phone.tells(ErrorCode::UserCodeWrong));
    phone.enter("code", "91846275");
    phone.answer(GatewayReply::Login(Err(failure(ErrorCode::NetNone))));
    assert_eq!((phone.screen(), phone.value("code").0.as_str()), ("scan.digits", "91846275"));
    phone.press("next");
    phone.answer(GatewayReply::Login(Ok(login(LoginDoor::Device))));
    assert_eq!(phone.screen(), "login");
    assert!(phone.has("no") && phone.has("yes") && !phone.has("number.27"));
}

#[test]
fn refusals_of_a_claim_say_what_helps() {
    for (code_of, again) in [
        (ErrorCode::LoginExpired, true),
        (ErrorCode::LoginTaken, true),
        (ErrorCode::LoginUnknown, true),
        (ErrorCode::NetNone, true),
        (ErrorCode::ServerBroken, true),
        (ErrorCode::RateLimited, true),
        (ErrorCode::CardLostState, false),
        (ErrorCode::DeviceFrozen, false),
    ] {
        let key = key();
        let mut phone = looking(&key);
        scan(&mut phone, &code(&key));
        phone.answer(GatewayReply::Login(Err(failure(code_of))));
        assert_eq!((phone.screen(), phone.primary()), ("scan.refused", Some("home")), "{code_of}");
        assert!(says(&phone, code_of), "{code_of}");
        assert_eq!(phone.has("again"), again, "{code_of}");
    }
}

#[test]
fn a_card_that_logs_in_nowhere_says_so_before_the_camera() {
    let card = testing::card(PhysicalCardState::Normal, ECardState::None, DeviceState::Active);
    let mut phone = Phone::new(enrolled(card, Flow::Home));
    phone.press("scan");
    assert_eq!(phone.screen(), "scan.refused");
    assert!(phone.tells(ErrorCode::CardNotClaimed));
}

#[test]
fn every_trouble_of_the_camera_has_its_way_on() {
    let key = key();
    for (state, code_of, primary) in [
        (CameraState::Denied, ErrorCode::CameraDenied, "settings"),
        (CameraState::Busy, ErrorCode::CameraBusy, "again"),
        (CameraState::Absent, ErrorCode::CameraNone, "digits"),
    ] {
        let mut phone = looking(&key);
        phone.system(SystemEvent::Camera { state });
        assert_eq!((phone.screen(), phone.primary()), ("scan.trouble", Some(primary)), "{state:?}");
        assert!(phone.tells(code_of) && phone.has("digits"), "{state:?}");
    }
    let mut phone = looking(&key);
    phone.system(SystemEvent::Camera { state: CameraState::Denied });
    let effects = phone.press("settings");
    assert!(matches!(&effects[..], [Effect::Platform(PlatformOp::OpenSettings { .. })]));
    phone.system(SystemEvent::Resumed);
    assert_eq!(phone.screen(), "scan", "who comes back from the settings looks again");
    let stage = phone.drawn().node("camera").unwrap();
    assert!(matches!(stage.kind, NodeKind::CameraStage { frame: CameraFrame::Code, .. }));
}

#[test]
fn during_a_call_or_a_shared_screen_nothing_is_looked_for() {
    let key = key();
    for (begin, end, code_of) in [
        (SystemEvent::Call { active: true }, SystemEvent::Call { active: false }, ErrorCode::CallActive),
        (SystemEvent::Capture { active: true }, SystemEvent::Capture { active: false }, ErrorCode::CaptureActive),
    ] {
        let mut phone = looking(&key);
        phone.system(begin);
        assert_eq!(phone.screen(), "login.paused");
        assert!(phone.tells(code_of));
        assert!(calls(&scan(&mut phone, &code(&key))).is_empty());
        phone.system(end);
        assert_eq!(phone.screen(), "scan", "it goes on by itself");
        assert!(!calls(&scan(&mut phone, &code(&key))).is_empty());
        let mut phone = looking(&key);
        phone.system(begin);
        phone.press("stop");
        assert_eq!(phone.screen(), "home");
    }
}

#[test]
fn a_phone_that_dies_while_a_code_is_claimed_scans_again() {
    let key = key();
    let mut phone = looking(&key);
    scan(&mut phone, &code(&key));
    let (clear, sealed) = phone.state().to_kept();
    let handle = code(&key);
    let handle = handle.rsplit('/').next().unwrap();
    assert!(!clear.contains(handle) && !sealed.unwrap().contains(handle), "a code is not kept");
    let mut phone = phone.die();
    assert_eq!((phone.screen(), phone.primary()), ("scan.again", Some("again")));
    phone.press("again");
    assert_eq!(phone.screen(), "scan");
    phone.press("digits");
    phone.enter("code", "91846275");
    let phone = phone.die();
    assert_eq!((phone.screen(), phone.value("code").0.as_str()), ("scan.digits", "91846275"));
}

#[test]
fn a_login_that_comes_after_the_person_left_waits_on_the_home() {
    let key = key();
    let mut phone = looking(&key);
    scan(&mut phone, &code(&key));
    phone.press("nav.home");
    phone.answer(GatewayReply::Login(Ok(login(LoginDoor::Page))));
    assert!(phone.screen() == "home" && phone.has("open_login"));
    phone.press("open_login");
    assert_eq!(phone.screen(), "login");
}

#[test]
fn debug_output_holds_no_handle() {
    let key = key();
    let mut phone = looking(&key);
    let text = code(&key);
    scan(&mut phone, &text);
    let handle = text.rsplit('/').next().unwrap();
    assert!(!format!("{:?}", phone.state().flow).contains(handle));
}

#[test]
fn what_is_sent_now_or_not_at_all_promises_nothing_for_later() {
    for refusal in [ErrorCode::NetNone, ErrorCode::ServerBusy, ErrorCode::ServerBroken] {
        let key = key();
        let mut phone = looking(&key);
        scan(&mut phone, &code(&key));
        phone.answer(GatewayReply::Login(Err(failure(refusal))));
        let said = phone.drawn().narration();
        assert!(
            !said.contains("接着办") && !said.contains("自己再试") && said.contains("再试一次"),
            "{refusal}: {said}"
        );
    }
}
