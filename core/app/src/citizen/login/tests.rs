use leling_protocol::wire::{AnswerLoginResponse, KeepLoginResponse, LoginDecision, LoginDoor, LoginResponse};
use leling_protocol::{ErrorCode, Scope, Timestamp};
use leling_screen::node::{ChoiceStyle, Plate};
use leling_screen::{ActionKind, Icon, NodeKind, PlatformFailure, Risk, SystemEvent};
use uuid::Uuid;

use super::super::state::Flow;
use super::super::testing::{NOW, Phone, call, calls, failure, login, ready};
use super::Answering;
use crate::effect::{Effect, GatewayCall, GatewayReply, Timer};
use crate::session::Incoming;

const PASSWORD: &str = "280516";

fn asked(login: LoginResponse) -> Phone {
    Phone::new(ready(Flow::Login(Answering::new(login))))
}

fn at(door: LoginDoor) -> Phone {
    asked(login(door))
}

/// Sends a yes and gives its write.
fn yes(phone: &mut Phone) -> Uuid {
    match call(&phone.press("yes")) {
        GatewayCall::AnswerLogin { id, decision: LoginDecision::Yes, .. } => id,
        other => panic!("{other:?}"),
    }
}

fn answer(id: Uuid, redirect: Option<&str>) -> GatewayReply {
    let redirect = redirect.map(str::to_owned);
    GatewayReply::LoginAnswered(Ok(AnswerLoginResponse { id, at: Timestamp::from_seconds(NOW), redirect }))
}

fn refuse(phone: &mut Phone, code: ErrorCode) -> Vec<Effect> {
    phone.answer(GatewayReply::LoginAnswered(Err(failure(code))))
}

fn kept(phone: &mut Phone, id: Uuid, until: i64) -> Vec<Effect> {
    let answer = KeepLoginResponse { id, expires_at: Timestamp::from_seconds(until) };
    phone.answer(GatewayReply::LoginKept(Ok(answer)))
}

fn keep(effects: &[Effect]) -> Uuid {
    match call(effects) {
        GatewayCall::KeepLogin { id, .. } => id,
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_number_is_chosen_first_and_only_a_chosen_one_lets_the_person_say_yes() {
    let mut phone = at(LoginDoor::Page);
    let drawn = phone.drawn();
    assert_eq!((drawn.id.as_str(), drawn.focus.as_ref().unwrap().as_str()), ("login", "no"));
    let NodeKind::Choice { style: ChoiceStyle::Numbers, options } = &drawn.node("numbers").unwrap().kind else {
        panic!()
    };
    assert!(options.len() == 3 && options.iter().all(|option| !option.chosen));
    assert_eq!(drawn.actions.iter().map(|action| action.kind).collect::<Vec<_>>(), [ActionKind::Refuse]);
    assert!(calls(&phone.press("number.64")).is_empty(), "a tap sends nothing");
    let drawn = phone.drawn();
    assert_eq!(drawn.announce.as_ref().unwrap().speech, "您点的是六十四。");
    let kinds: Vec<_> = drawn.actions.iter().map(|action| (action.kind, action.risk)).collect();
    assert_eq!(kinds, [(ActionKind::Refuse, Risk::None), (ActionKind::Primary, Risk::Irreversible)]);
    phone.press("number.27");
    let GatewayCall::AnswerLogin { login: sent, number, password, decision, .. } = call(&phone.press("yes")) else {
        panic!()
    };
    assert_eq!((number, password, decision), (Some(27), None, LoginDecision::Yes));
    assert_eq!(*sent, login(LoginDoor::Page), "what was shown is what is signed");
}

#[test]
fn the_screen_says_who_where_what_for_and_what_they_see() {
    let phone = at(LoginDoor::Page);
    let said = phone.drawn().narration();
    // 济南 is said in the tone of the place.
    for words in
        ["挤南市", "历下老年食堂", "历下区人社大厅", "三号自助机", "给饭菜打折", "只看社保，不能改", "不告诉它"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(said.contains("有人打电话教您点") && said.contains("请点不是我"), "{said}");
    let NodeKind::PersonCard { plate, .. } = &phone.drawn().node("party").unwrap().kind else { panic!() };
    assert_eq!(plate, &Plate::Place(Icon::Kiosk));
    assert!(phone.drawn().secure);
}

#[test]
fn a_far_machine_is_told_in_words_and_stops_nothing() {
    let mut phone = asked(LoginResponse { elsewhere: true, ..login(LoginDoor::Page) });
    assert!(phone.drawn().node("elsewhere").is_some());
    phone.press("number.81");
    assert!(phone.has("yes"));
    assert!(at(LoginDoor::Page).drawn().node("elsewhere").is_none());
}

#[test]
fn a_no_is_sent_at_once_and_stops_it() {
    let mut phone = at(LoginDoor::Page);
    let GatewayCall::AnswerLogin { id, decision, number, .. } = call(&phone.press("no")) else { panic!() };
    assert_eq!((decision, number), (LoginDecision::No, None));
    phone.answer(answer(id, None));
    assert_eq!((phone.screen(), phone.primary()), ("login.stopped", Some("home")));
    assert!(phone.has("call") && phone.drawn().node("others").is_some());
    let mut gone = at(LoginDoor::Page);
    gone.press("no");
    refuse(&mut gone, ErrorCode::LoginExpired);
    assert_eq!(gone.screen(), "login.stopped", "what the person wanted is so");
}

#[test]
fn a_yes_that_counts_leads_to_the_other_screen() {
    let mut phone = at(LoginDoor::Page);
    phone.press("number.64");
    let id = yes(&mut phone);
    assert_eq!(phone.screen(), "login.sent");
    phone.answer(answer(Uuid::from_u128(9), None));
    assert_eq!(phone.screen(), "login.sent", "the answer to another write is not this one's");
    phone.answer(answer(id, None));
    assert_eq!((phone.screen(), phone.primary()), ("login.done", Some("home")));
    assert!(phone.drawn().narration().contains("请看那边的屏幕"));
}

#[test]
fn by_voice_the_number_is_chosen_by_name_and_only_the_whole_phrase_says_yes() {
    let mut phone = at(LoginDoor::Page);
    phone.say("六十四");
    for said in ["是", "对", "好", "行", "确认", "第一个"] {
        assert!(calls(&phone.say(said)).is_empty(), "{said}");
    }
    phone.say("六十四");
    assert!(matches!(call(&phone.say("是我")), GatewayCall::AnswerLogin { number: Some(64), .. }));
    assert!(calls(&phone.say("是我")).is_empty());
    let mut phone = at(LoginDoor::Page);
    assert!(matches!(call(&phone.say("不是")), GatewayCall::AnswerLogin { decision: LoginDecision::No, .. }));
}

#[test]
fn ends_have_their_words_and_a_way_on() {
    for code in [
        ErrorCode::LoginNumberWrong,
        ErrorCode::LoginExpired,
        ErrorCode::LoginTaken,
        ErrorCode::LoginCancelled,
        ErrorCode::LoginEnded,
        ErrorCode::LoginUnknown,
    ] {
        let mut phone = at(LoginDoor::Page);
        phone.press("number.64");
        yes(&mut phone);
        refuse(&mut phone, code);
        assert_eq!((phone.screen(), phone.primary()), ("login.ended", Some("again")), "{code}");
        assert!(phone.tells(code) && phone.has("home"), "{code}");
        phone.press("again");
        assert_eq!(phone.screen(), "scan", "{code}");
    }
    for code in [ErrorCode::PartyRefused, ErrorCode::CardLostState, ErrorCode::DeviceFrozen] {
        let mut phone = at(LoginDoor::Device);
        yes(&mut phone);
        refuse(&mut phone, code);
        assert_eq!((phone.screen(), phone.primary()), ("login.ended", Some("home")), "{code}");
    }
}

#[test]
fn a_closed_prompt_can_be_answered_again_with_the_number_still_chosen() {
    for code in [ErrorCode::KeyCancelled, ErrorCode::KeyUnavailable, ErrorCode::ApprovalInvalid, ErrorCode::RateLimited]
    {
        let mut phone = at(LoginDoor::Page);
        phone.press("number.64");
        let first = yes(&mut phone);
        let effects = refuse(&mut phone, code);
        assert!(effects.iter().any(|effect| matches!(effect, Effect::After(_, Timer::KeepLogin))), "{code}");
        assert_eq!(phone.screen(), "login", "{code}");
        assert!(phone.tells(code), "{code}");
        assert_ne!(yes(&mut phone), first, "{code}");
    }
}

#[test]
fn a_phone_without_a_lock_asks_for_the_card_password() {
    let mut phone = at(LoginDoor::Page);
    phone.press("number.64");
    yes(&mut phone);
    refuse(&mut phone, ErrorCode::PasswordNeeded);
    assert_eq!((phone.screen(), phone.tells_any()), ("login.password", false));
    phone.enter("password", "2805");
    assert!(phone.tells(ErrorCode::PasswordShape));
    let GatewayCall::AnswerLogin { password: Some(password), number, .. } = call(&phone.enter("password", PASSWORD))
    else {
        panic!()
    };
    assert_eq!((password.as_str(), number), (PASSWORD, Some(64)));
    refuse(&mut phone, ErrorCode::PasswordWrong);
    assert_eq!((phone.screen(), phone.value("password").0.as_str()), ("login.password", ""));
    assert!(phone.tells(ErrorCode::PasswordWrong));
    phone.enter("password", PASSWORD);
    refuse(&mut phone, ErrorCode::PasswordCounter);
    assert_eq!(phone.primary(), Some("forgotten"));
    let (clear, sealed) = phone.state().to_kept();
    assert!(!clear.contains(PASSWORD) && !sealed.unwrap().contains(PASSWORD));
    phone.press("forgotten");
    assert_eq!(phone.screen(), "reset.where");
    phone.press("nav.home");
    assert!(phone.has("open_login"), "the login waits meanwhile");
}

#[test]
fn during_a_call_or_a_shared_screen_no_yes_is_said() {
    for (begin, end) in [
        (SystemEvent::Call { active: true }, SystemEvent::Call { active: false }),
        (SystemEvent::Capture { active: true }, SystemEvent::Capture { active: false }),
    ] {
        let mut phone = at(LoginDoor::Page);
        phone.press("number.64");
        let seen = phone.drawn().revision;
        phone.system(begin);
        assert_eq!((phone.screen(), phone.primary()), ("login.paused", Some("stop")));
        assert!(calls(&phone.press_seen("yes", seen)).is_empty());
        assert!(calls(&phone.say("是我")).is_empty());
        phone.system(end);
        assert_eq!(phone.screen(), "login");
        assert!(calls(&phone.press_seen("yes", seen)).is_empty(), "a press from before does not count after");
        yes(&mut phone);
    }
    let mut phone = at(LoginDoor::Page);
    phone.system(SystemEvent::Call { active: true });
    assert!(matches!(call(&phone.press("stop")), GatewayCall::AnswerLogin { decision: LoginDecision::No, .. }));
}

#[test]
fn a_login_is_kept_alive_about_every_four_minutes_and_no_longer_than_the_gateway_lets_it() {
    let mut phone = Phone::new(ready(Flow::Home));
    phone.press("scan");
    let wakes = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::After(after, Timer::KeepLogin) => Some(after.as_secs()),
            _ => None,
        })
    };
    phone.press("digits");
    phone.enter("code", "91846275");
    assert_eq!(wakes(&phone.answer(GatewayReply::Login(Ok(login(LoginDoor::Device))))), Some(240));
    phone.wait(240);
    let effects = phone.take(Incoming::Timer(Timer::KeepLogin));
    assert_eq!(wakes(&effects), Some(60), "without an answer it ends with its time");
    let id = keep(&effects);
    assert_eq!(wakes(&kept(&mut phone, id, NOW + 540)), Some(240));
    assert!(wakes(&kept(&mut phone, Uuid::from_u128(1), NOW + 9_000)).is_none(), "an answer to nothing");
    phone.wait(240);
    let id = keep(&phone.take(Incoming::Timer(Timer::KeepLogin)));
    assert_eq!(wakes(&kept(&mut phone, id, NOW + 540)), Some(60), "the gateway gives no more");
    phone.wait(60);
    assert!(calls(&phone.take(Incoming::Timer(Timer::KeepLogin))).is_empty());
    assert!(phone.screen() == "login.ended" && phone.tells(ErrorCode::LoginExpired));
}

#[test]
fn a_login_that_ended_over_there_is_told_when_it_is_kept_alive() {
    for (code, ends) in [(ErrorCode::LoginCancelled, true), (ErrorCode::NetNone, false), (ErrorCode::ServerBusy, false)]
    {
        let mut phone = at(LoginDoor::Page);
        phone.take(Incoming::Timer(Timer::KeepLogin));
        phone.answer(GatewayReply::LoginKept(Err(failure(code))));
        assert_eq!(phone.screen() == "login.ended", ends, "{code}");
    }
}

#[test]
fn a_phone_that_dies_before_the_answer_asks_how_the_login_stands() {
    let mut phone = at(LoginDoor::Page);
    phone.press("number.64");
    let (clear, sealed) = phone.state().to_kept();
    let mut phone = Phone::new(super::super::State::begin(Some(&clear), true));
    phone.wait(100);
    let effects = phone.take(Incoming::Restored(Ok(sealed.clone().unwrap())));
    keep(&effects);
    assert_eq!(phone.screen(), "login");
    assert!(phone.has("yes"), "the chosen number is still chosen");
    let mut late = Phone::new(super::super::State::begin(Some(&clear), true));
    late.wait(400);
    assert!(calls(&late.take(Incoming::Restored(Ok(sealed.unwrap())))).is_empty());
    assert!(late.screen() == "login.ended" && late.has("again"));
}

#[test]
fn a_phone_that_dies_after_the_answer_waits_for_its_end() {
    let mut phone = at(LoginDoor::Page);
    phone.press("number.64");
    let id = yes(&mut phone);
    let mut phone = phone.die();
    assert_eq!((phone.screen(), phone.primary()), ("login.sent", Some("home")));
    phone.answer(answer(id, None));
    assert_eq!(phone.screen(), "login.done");
    let mut lost = at(LoginDoor::Device);
    yes(&mut lost);
    let mut lost = lost.die();
    keep(&lost.press("again"));
    assert_eq!(lost.screen(), "login", "whether it was answered the gateway says");
}

#[test]
fn without_a_network_the_answer_is_stored_until_the_login_is_over() {
    let mut phone = at(LoginDoor::Page);
    phone.press("number.64");
    let id = yes(&mut phone);
    refuse(&mut phone, ErrorCode::NetNone);
    assert_eq!(phone.screen(), "login.sent");
    assert!(phone.tells(ErrorCode::NetNone));
    let mut other = Phone::new(phone.state().clone());
    other.answer(answer(id, None));
    assert_eq!(other.screen(), "login.done");
    phone.wait(301);
    phone.take(Incoming::Timer(Timer::KeepLogin));
    assert!(phone.screen() == "login.ended" && phone.tells(ErrorCode::LoginExpired));
}

#[test]
fn a_login_that_is_left_waits_on_the_home_until_it_is_over() {
    let mut phone = at(LoginDoor::Page);
    phone.press("number.64");
    phone.press("nav.back");
    assert!(phone.screen() == "home" && phone.has("open_login"));
    let mut phone = phone.die();
    phone.press("open_login");
    assert!(phone.screen() == "login" && !phone.has("yes"), "the number is chosen anew");
    phone.press("nav.home");
    phone.wait(301);
    phone.press("services");
    phone.press("nav.home");
    assert!(!phone.has("open_login"));
    assert!(phone.state().kept.left_login.is_none());
}

#[test]
fn the_newest_login_takes_the_place_of_an_older_one_and_no_press_falls_through() {
    let mut phone = at(LoginDoor::Page);
    phone.press("number.64");
    let seen = phone.drawn().revision;
    phone.answer(GatewayReply::Login(Ok(login(LoginDoor::Page))));
    assert!(phone.has("yes"), "the same login again changes nothing");
    let newer = LoginResponse { login: Uuid::from_u128(0x11), ..login(LoginDoor::Page) };
    phone.answer(GatewayReply::Login(Ok(newer)));
    assert!(!phone.has("yes"));
    for id in ["yes", "number.64", "no"] {
        assert!(calls(&phone.press_seen(id, seen)).is_empty(), "{id}");
    }
    assert!(!phone.has("yes"));
}

#[test]
fn another_app_gets_its_answer_back_for_a_yes_and_for_a_no() {
    for (key, decision, screen) in
        [("yes", LoginDecision::Yes, "login.done"), ("no", LoginDecision::No, "login.stopped")]
    {
        let mut phone = at(LoginDoor::App);
        let GatewayCall::AnswerLogin { id, decision: said, .. } = call(&phone.press(key)) else { panic!() };
        assert_eq!(said, decision);
        let effects = phone.answer(answer(id, Some("https://canteen.example/back?x=1")));
        assert!(effects.contains(&Effect::OpenApp { link: "https://canteen.example/back?x=1".to_owned() }), "{key}");
        assert_eq!(phone.screen(), screen, "{key}");
        assert!(!format!("{effects:?}").contains("canteen.example"), "links are not printed");
    }
}

#[test]
fn an_app_that_does_not_open_is_told_in_words() {
    let mut phone = at(LoginDoor::App);
    let id = yes(&mut phone);
    phone.answer(answer(id, Some("https://canteen.example/back?x=1")));
    phone.take(Incoming::AppOpened(Ok(())));
    assert!(phone.drawn().node("receipt").is_some());
    phone.take(Incoming::AppOpened(Err(PlatformFailure::Absent)));
    assert!(phone.drawn().node("error").is_some() && phone.has("home"));
}

#[test]
fn the_consent_tells_every_scope_and_is_chinese_in_every_language() {
    let mut phone = at(LoginDoor::App);
    assert_eq!((phone.screen(), phone.drawn().focus.as_ref().unwrap().as_str()), ("login.consent", "no"));
    let NodeKind::Consent { will, will_not, .. } = &phone.drawn().node("consent").unwrap().kind else { panic!() };
    let told = |texts: &[leling_screen::Text]| texts.iter().map(leling_screen::Text::display).collect::<Vec<_>>();
    assert_eq!(told(will), ["您的姓名", "您满65岁了"]);
    assert_eq!(told(will_not), ["社保、手机号、身份证号", "密码、银行卡"]);
    let said = &phone.drawn().node("consent").unwrap().speech;
    assert!(said.matches('。').count() < 3, "purpose and two sentences: {said}");
    for scopes in [Vec::new(), Scope::ALL.to_vec()] {
        let phone = asked(LoginResponse { scopes: scopes.clone(), ..login(LoginDoor::App) });
        let NodeKind::Consent { will, will_not, .. } = &phone.drawn().node("consent").unwrap().kind else { panic!() };
        assert_eq!((will.len(), will_not.len()), if scopes.is_empty() { (1, 2) } else { (5, 1) });
    }
    phone.press("nav.back");
    assert!(phone.has("open_login"));
}
