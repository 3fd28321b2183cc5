//! Turns of voice on real screens: who speaks when, what is answered, what is never done by a word.

use leling_protocol::card::{DeviceState, ECardState, PhysicalCardState};
use leling_protocol::wire::{LoginDoor, PartySession, SessionsResponse, SignOutReach};
use leling_protocol::{Scope, Timestamp};
use leling_screen::{NodeKind, PlatformOp, SystemEvent, VoicePlace, VoiceState};
use uuid::Uuid;

use super::super::claim::Claiming;
use super::super::enrol::Enrolment;
use super::super::state::{Flow, State};
use super::super::testing::{NOW, Phone, call, calls, card, enrolled, login, party, ready};
use super::super::{Field, login as logging_in};
use crate::effect::{Effect, GatewayCall, GatewayReply};
use crate::session::Incoming;

/// A phone that speaks and hears, in voice mode.
fn talking(mut state: State) -> Phone {
    state.settings.presentation.voice = true;
    state.settings.presentation.size = leling_screen::Size::Elder;
    state.live.voice.hears = true;
    Phone::new(state)
}

/// A phone whose home is being read.
fn home() -> Phone {
    let mut phone = talking(ready(Flow::Lamps));
    phone.press("nav.home");
    phone
}

fn spoken(effects: &[Effect]) -> Option<&str> {
    effects.iter().find_map(|effect| match effect {
        Effect::Platform(PlatformOp::Speak { text, .. }) => Some(text.as_str()),
        _ => None,
    })
}

fn stops(effects: &[Effect]) -> bool {
    effects.contains(&Effect::Platform(PlatformOp::StopSpeaking)) || spoken(effects).is_some()
}

fn listens(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Platform(PlatformOp::Listen { .. })))
}

/// What the voice shows: its state, and the words.
fn shown(phone: &Phone) -> Option<(VoiceState, String)> {
    phone.drawn().voice.as_ref().map(|voice| (voice.state, voice.words.display()))
}

fn ends(phone: &mut Phone) -> Vec<Effect> {
    phone.system(SystemEvent::SpeechEnded)
}

/// Lets the phone finish and a moment pass, so that nothing is an echo.
fn hush(phone: &mut Phone) {
    ends(phone);
    phone.wait(3);
}

#[test]
fn a_screen_is_read_in_sight_and_then_the_stage_listens() {
    let mut phone = talking(ready(Flow::Lamps));
    let effects = phone.press("nav.home");
    assert!(spoken(&effects).is_some() && !listens(&effects));
    let voice = phone.drawn().voice.clone().unwrap();
    assert_eq!((voice.place, voice.state), (VoicePlace::Strip, VoiceState::Speaking));
    assert!(listens(&ends(&mut phone)));
    let voice = phone.drawn().voice.clone().unwrap();
    assert_eq!((voice.place, voice.state), (VoicePlace::Stage, VoiceState::Listening));
    assert_eq!(voice.phrases.len(), 2);
    assert!(voice.done.is_some());
    assert_eq!(phone.screen(), "home", "the screen beneath stays what it is");
}

#[test]
fn words_press_what_they_name_and_the_next_screen_is_read() {
    let mut phone = home();
    hush(&mut phone);
    let effects = phone.say("嗯，那个，给我看看设置吧");
    assert_eq!(phone.screen(), "settings");
    assert!(spoken(&effects).is_some());
}

#[test]
fn a_phrase_of_the_stage_is_tapped_as_it_is_said() {
    let mut phone = home();
    hush(&mut phone);
    let name = phone.drawn().voice.as_ref().unwrap().phrases[0].label.display();
    assert!(name.starts_with('“'), "{name}");
    phone.press("voice.say.0");
    assert_ne!(phone.screen(), "home", "{name}");
}

#[test]
fn hands_end_what_is_read_and_leave_it_quiet() {
    let mut phone = home();
    assert!(stops(&phone.press("voice.leave")));
    assert_eq!(shown(&phone), None);
    assert!(ends(&mut phone).is_empty(), "nothing listens after 别念了");
    let mut phone = home();
    hush(&mut phone);
    assert!(phone.press("voice.leave").contains(&Effect::Platform(PlatformOp::StopListening)));
    assert_eq!(shown(&phone), None, "不说了 lasts until the next screen");
    phone.press("nav.repeat");
    hush(&mut phone);
    assert_eq!(shown(&phone), None);
    phone.press("nav.help");
    assert_eq!(shown(&phone).unwrap().0, VoiceState::Speaking);
}

#[test]
fn who_speaks_is_not_spoken_to_but_an_echo_is_nobody() {
    let mut phone = home();
    let home = phone.drawn().title.speech.clone();
    let hear = |phone: &mut Phone, words: &str| phone.take(Incoming::Hearing(words.to_owned(), 3));
    assert!(hear(&mut phone, &home).is_empty(), "our own words");
    assert_eq!(shown(&phone).unwrap().0, VoiceState::Speaking);
    assert!(stops(&hear(&mut phone, "豫剧频道")));
    assert_eq!(shown(&phone).unwrap().0, VoiceState::Listening);
    assert_eq!(phone.drawn().voice.as_ref().unwrap().level, 3);
    phone.say("办事记录");
    assert_eq!(phone.screen(), "log");
}

#[test]
fn what_is_typed_is_no_echo() {
    let mut phone = home();
    assert!(phone.say("办事记录").is_empty(), "the phone is saying that itself");
    phone.type_out("办事记录");
    assert_eq!(phone.screen(), "log");
}

#[test]
fn what_is_not_understood_is_asked_again_then_taught_then_handed_to_a_person() {
    let mut phone = home();
    hush(&mut phone);
    let said: Vec<String> = ["枣庄的辣子鸡", "村东头的槐树", "昨晚上的豫剧"]
        .into_iter()
        .map(|words| {
            let effects = phone.say(words);
            assert_eq!(shown(&phone).unwrap().0, VoiceState::NotHeard, "{words}");
            let said = spoken(&effects).unwrap().to_owned();
            hush(&mut phone);
            said
        })
        .collect();
    assert!(said[0].starts_with("没听清"), "{said:?}");
    assert!(said[1].contains("可以这样说") && said[1].contains("用手点"), "{said:?}");
    assert!(said[2].contains("打幺二三三三") && said[2].contains("身边的人"), "{said:?}");
    let voice = phone.drawn().voice.clone().unwrap();
    assert!(voice.done.is_none(), "it does not go on listening: {voice:?}");
    phone.press("voice.say.0");
    assert_eq!(phone.screen(), "help");
}

/// A place where the person is logged in; all of them are at one party.
fn session(n: u128) -> PartySession {
    PartySession {
        id: Uuid::from_u128(n),
        party: party(),
        scopes: vec![Scope::Profile],
        since: Timestamp::from_seconds(NOW - 86_400),
        used_at: Timestamp::from_seconds(NOW),
        reach: SignOutReach::AtOnce,
    }
}

#[test]
fn two_that_fit_are_asked_back_and_either_is_said_or_tapped() {
    let asked = || {
        let mut phone = talking(ready(Flow::Services));
        phone.press("logins");
        let sessions = vec![session(1), session(2)];
        phone.answer(GatewayReply::Sessions(Ok(SessionsResponse { sessions })));
        hush(&mut phone);
        assert!(calls(&phone.say("退出历下老年食堂")).is_empty());
        assert!(shown(&phone).is_some_and(|(_, words)| words == "您要的是哪一个？"), "{:?}", shown(&phone));
        hush(&mut phone);
        phone
    };
    for answer in [|phone: &mut Phone| phone.say("第二个"), |phone: &mut Phone| phone.press("session.2")] {
        let GatewayCall::EndSession { session, .. } = call(&answer(&mut asked())) else { panic!("nothing was ended") };
        assert_eq!(session, Uuid::from_u128(2));
    }
}

#[test]
fn silence_is_not_a_word_and_ends_with_a_person_too() {
    let mut phone = home();
    assert!(phone.say("").is_empty(), "while it speaks nobody is asked");
    hush(&mut phone);
    for _ in 0..3 {
        phone.say("");
        hush(&mut phone);
    }
    assert!(phone.drawn().voice.as_ref().is_some_and(|voice| voice.done.is_none()));
    assert_eq!(phone.screen(), "home");
}

#[test]
fn digits_fill_the_field_that_asks_and_are_read_back() {
    let mut phone = talking(State::begin(None, false));
    let mut enrolment = serde_json::to_value(Flow::Enrol(Enrolment::default())).unwrap();
    enrolment["Enrol"]["stage"] = "Phone".into();
    let mut state = phone.state().clone();
    state.flow = serde_json::from_value(enrolment).unwrap();
    phone = talking(state);
    assert_eq!(phone.screen(), "enrol.phone");
    let before = phone.value("phone").1;
    let said = phone.say("我的电话是九九九，幺九五七，零七零八");
    let (typed, epoch) = phone.value("phone");
    assert!(typed.len() >= 10 && epoch > before, "{typed}");
    let said = spoken(&said).unwrap();
    assert!(said.contains("听到的是") && said.contains("发短信给我"), "{said}");
    assert_eq!(phone.screen(), "enrol.phone", "a value is heard back before anything happens with it");
}

#[test]
fn a_name_is_dictated_and_the_line_has_its_own_key() {
    let mut phone = talking(State::begin(None, false));
    let mut state = phone.state().clone();
    state.flow = Flow::Enrol(Enrolment::default());
    phone = talking(state);
    let say = phone.drawn().nodes().find_map(|node| match &node.kind {
        NodeKind::TextField { say, .. } => say.clone(),
        _ => None,
    });
    assert_eq!(say.unwrap().label.display(), "说");
    assert!(listens(&phone.press("say.1")));
    phone.say("我叫李建国。");
    assert_eq!(phone.value("name").0, "李建国");
}

#[test]
fn a_phone_that_cannot_hear_has_no_key_to_speak_into() {
    let mut state = State::begin(None, false);
    state.flow = Flow::Enrol(Enrolment::default());
    let phone = Phone::new(state);
    assert!(!phone.has("say.1"));
}

#[test]
fn what_cannot_be_taken_back_wants_its_whole_phrase_and_never_while_it_is_read() {
    let mut state = ready(Flow::Login(logging_in::Answering::new(login(LoginDoor::App))));
    state.settings.presentation.voice = true;
    let mut phone = talking(state);
    let effects = phone.press("nav.repeat");
    let phrase = phone.drawn().actions[1].key.label.display();
    assert!(spoken(&effects).unwrap().contains(&phrase), "{phrase}");
    assert!(phone.say(&phrase).is_empty(), "it is our own voice");
    hush(&mut phone);
    for short in ["行", "好", "对", "中", "可以", "嗯", "确认", "是"] {
        assert!(calls(&phone.say(short)).is_empty(), "{short}");
        hush(&mut phone);
    }
    assert!(phone.drawn().voice.as_ref().is_none_or(|voice| voice.place == VoicePlace::Strip), "it stays in sight");
    phone.press("nav.repeat");
    hush(&mut phone);
    assert!(matches!(call(&phone.say(&phrase)), GatewayCall::AnswerLogin { .. }));
}

#[test]
fn no_is_as_easy_as_it_can_be() {
    let mut phone = talking(ready(Flow::Login(logging_in::Answering::new(login(LoginDoor::App)))));
    assert!(matches!(call(&phone.say("不行")), GatewayCall::AnswerLogin { .. }));
}

#[test]
fn slower_louder_and_bigger_are_kept() {
    let mut phone = home();
    let rate = phone.state().settings.speech_rate;
    let said = phone.say("慢一点");
    assert_eq!(phone.state().settings.speech_rate, rate - 10);
    assert!(spoken(&said).unwrap().len() > "好，念慢些。".len(), "what was cut short is read again");
    hush(&mut phone);
    phone.say("小点声");
    hush(&mut phone);
    phone.press("nav.help");
    phone.say("字大一点");
    let settings = phone.state().settings.clone();
    assert_eq!((settings.speech_volume, settings.presentation.step), (80, 1));
    let phone = phone.die();
    assert_eq!(phone.state().settings, settings);
}

#[test]
fn stop_is_silence_and_go_on_is_what_was_stopped() {
    let mut phone = talking(ready(Flow::Lamps));
    let narration = spoken(&phone.press("nav.home")).unwrap().to_owned();
    let effects = phone.say("别念了");
    assert!(spoken(&effects).is_none() && stops(&effects));
    assert_eq!(spoken(&phone.say("接着念")), Some(narration.as_str()));
}

#[test]
fn help_and_home_are_one_word_away_whatever_the_mode() {
    for voice in [true, false] {
        let mut state = ready(Flow::Claim(Claiming::default()));
        state.settings.presentation.voice = voice;
        let mut phone = Phone::new(state);
        phone.say("转人工");
        assert_eq!(phone.screen(), "help");
        phone.say("回首页");
        assert_eq!(phone.screen(), "home");
    }
}

#[test]
fn what_next_and_am_i_right_lead_the_eye_to_the_main_action() {
    let mut phone = talking(ready(Flow::Claim(Claiming::default())));
    phone.say("嗯，卡在手里");
    let main = phone.primary().unwrap().to_owned();
    for words in ["我点这个对吗", "接下来怎么办"] {
        let said = phone.say(words);
        assert!(spoken(&said).is_some(), "{words}");
        assert_eq!(phone.drawn().focus.as_ref().unwrap().as_str(), main, "{words}");
        hush(&mut phone);
    }
    let explained = phone.say("这是啥意思");
    assert!(spoken(&explained).unwrap().contains(&phone.drawn().title.speech));
}

#[test]
fn the_screen_reader_speaks_alone_and_gets_the_answers_as_announcements() {
    let mut phone = home();
    phone.system(SystemEvent::ScreenReader { running: true });
    assert!(spoken(&phone.say("枣庄的辣子鸡")).is_none());
    assert_eq!(phone.drawn().announce.as_ref().unwrap().speech, "没听清，请再说一遍");
    assert!(spoken(&phone.press("nav.repeat")).is_none());
}

#[test]
fn a_phone_without_a_voice_says_so_and_works_by_touch() {
    let mut phone = home();
    phone.system(SystemEvent::Voice { speaks: false, hears: false });
    assert!(spoken(&phone.press("nav.help")).is_none());
    assert_eq!(shown(&phone).unwrap().0, VoiceState::Mute);
    phone.press("voice.leave");
    assert_eq!(shown(&phone), None);
    phone.press("nav.home");
    assert_eq!(phone.screen(), "home");
}

#[test]
fn passwords_are_not_heard() {
    let mut claiming = serde_json::to_value(Flow::Claim(Claiming::default())).unwrap();
    claiming["Claim"]["stage"] = "NewPassword".into();
    let mut state = enrolled(card(PhysicalCardState::Normal, ECardState::None, DeviceState::Active), Flow::Home);
    state.flow = serde_json::from_value(claiming).unwrap();
    let mut phone = talking(state);
    assert_eq!(phone.screen(), "claim.password");
    let said = phone.say("二八零七幺九");
    assert_eq!(phone.value("password").0, "");
    assert!(spoken(&said).unwrap().contains("密码别说出来"));
}

#[test]
fn no_short_word_decides_where_a_password_is_typed() {
    let mut flow = serde_json::to_value(Flow::Login(logging_in::Answering::new(login(LoginDoor::App)))).unwrap();
    flow["Login"]["stage"] = "Password".into();
    let mut phone = talking(ready(serde_json::from_value(flow).unwrap()));
    assert_eq!(phone.screen(), "login.password");
    phone.fill("password", "280516");
    for word in ["行", "好", "可以", "对", "确认", "确认提交"] {
        assert!(calls(&phone.say(word)).is_empty(), "{word}");
        hush(&mut phone);
    }
}

#[test]
fn an_accent_is_that_of_the_home_town_unless_chosen() {
    let mut state = ready(Flow::Home);
    assert_eq!(super::accent(&state), leling_language::understand::Accent::Shandong);
    state.settings.accent = Some(super::Zone::Jiaoliao);
    assert_eq!(super::accent(&state), leling_language::understand::Accent::Jiaoliao);
}

#[test]
fn typing_ends_what_is_read() {
    let mut state = State::begin(None, false);
    state.flow = Flow::Enrol(Enrolment::default());
    let mut phone = talking(state);
    assert!(spoken(&phone.press("nav.repeat")).is_some());
    let typed = Incoming::Edited(Field::Enrol(super::super::enrol::Field::Name), "李".to_owned());
    assert!(stops(&phone.take(typed)));
}
