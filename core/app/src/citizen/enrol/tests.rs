mod by_code;

use leling_protocol::wire::{EnrolCodeResponse, EnrolResponse};
use leling_protocol::{ErrorCode, Timestamp};
use uuid::Uuid;

use super::super::state::{Flow, State};
use super::super::testing::{NOW, Phone, call, calls, failure};
use crate::effect::{Effect, GatewayCall, GatewayReply};

const OLD: &str = "379901195707080017";

/// A phone whose person has said yes to the privacy text.
fn phone() -> Phone {
    let mut state = State::begin(None, false);
    state.settings.started = true;
    state.kept.privacy_given_at = Some(Timestamp::from_seconds(NOW));
    state.flow = Flow::Enrol(super::Enrolment::default());
    Phone::new(state)
}

/// Fills the three questions and sends them.
fn ask(phone: &mut Phone) -> Uuid {
    phone.enter("name", "李建国");
    phone.enter("id", OLD);
    let effects = phone.enter("phone", "99919570708");
    assert!(matches!(effects[0], Effect::Save { .. }), "what is sent was kept before");
    id_of(&effects)
}

fn id_of(effects: &[Effect]) -> Uuid {
    match call(effects) {
        GatewayCall::Enrol { id, .. } | GatewayCall::EnrolCode { id, .. } | GatewayCall::Resend { id, .. } => id,
        other => panic!("{other:?}"),
    }
}

fn message(id: Uuid, at: i64) -> GatewayReply {
    let at = |seconds| Timestamp::from_seconds(at + seconds);
    GatewayReply::Enrol(Ok(EnrolResponse { id, code_expires_at: at(600), resend_at: at(60) }))
}

fn refuse_message(code: ErrorCode) -> GatewayReply {
    GatewayReply::Enrol(Err(failure(code)))
}

fn refuse_code(code: ErrorCode) -> GatewayReply {
    GatewayReply::EnrolCode(Err(failure(code)))
}

fn active() -> GatewayReply {
    GatewayReply::EnrolCode(Ok(EnrolCodeResponse::Active { device: Uuid::from_u128(7), person: Uuid::from_u128(8) }))
}

/// A phone that waits for the digits of a message.
fn at_code() -> (Phone, Uuid) {
    let mut phone = phone();
    let enrolment = ask(&mut phone);
    phone.answer(message(enrolment, NOW));
    assert_eq!(phone.screen(), "enrol.code");
    (phone, enrolment)
}

/// A phone whose person has another one in use.
fn at_waiting() -> Phone {
    let (mut phone, _) = at_code();
    phone.enter("code", "280516");
    let until = Timestamp::from_seconds(NOW + 86_400);
    phone.answer(GatewayReply::EnrolCode(Ok(EnrolCodeResponse::Replacing { until })));
    assert_eq!(phone.screen(), "enrol.waiting");
    phone
}

#[test]
fn four_questions_and_the_phone_knows_its_person() {
    let (mut phone, enrolment) = at_code();
    let effects = phone.enter("code", "280516");
    let GatewayCall::EnrolCode { enrolment: asked, code, .. } = call(&effects) else { panic!("{effects:?}") };
    assert_eq!((asked, code.as_str()), (enrolment, "280516"));
    assert!(phone.primary().is_none() && !phone.has("next"), "nothing is pressed while it goes on");
    let effects = phone.answer(active());
    assert_eq!(phone.screen(), "home");
    let kept = &phone.state().kept;
    assert_eq!(kept.person.as_ref().unwrap().name.as_str(), "李建国");
    assert_eq!(kept.device, Some(Uuid::from_u128(7)));
    assert!(matches!(calls(&effects)[..], [GatewayCall::Consent { given: true, .. }]), "{effects:?}");
    assert!(effects.contains(&Effect::Gateway(GatewayCall::FetchCard)));
}

#[test]
fn what_people_type_is_understood() {
    for (name, id, number, kept) in [
        (
            "阿依古丽•买买提",
            "379902195906010069",
            "+86 999 1959 0601",
            ("阿依古丽·买买提", "379902195906010069", "99919590601"),
        ),
        (
            "买买提艾力·阿卜杜热合曼·吐尔逊尼亚孜·伊敏江·阿不都拉",
            "３７９９０１１９５７０７０８００１７",
            "９９９19570708",
            ("买买提艾力·阿卜杜热合曼·吐尔逊尼亚孜·伊敏江·阿不都拉", OLD, "99919570708"),
        ),
        (" 㛃 𠮷 ", "3799 0119 5707 0800 17", "999-1957-0708", ("㛃𠮷", OLD, "99919570708")),
        ("李建国", "379901570708001", "99919570708", ("李建国", OLD, "99919570708")),
        ("李建国", "37990119570708005x", "99919570708", ("李建国", "37990119570708005X", "99919570708")),
    ] {
        let mut phone = phone();
        phone.enter("name", name);
        phone.enter("id", id);
        let effects = phone.enter("phone", number);
        let GatewayCall::Enrol { name, id_number, phone: number, .. } = call(&effects) else { panic!("{effects:?}") };
        assert_eq!((name.as_str(), id_number.as_str(), number.as_str()), kept);
    }
}

#[test]
fn each_slip_has_its_own_sentence_and_changes_nothing() {
    let long = "王".repeat(51);
    for (name, code) in
        [("", ErrorCode::NameEmpty), (long.as_str(), ErrorCode::NameTooLong), ("王1", ErrorCode::NameCharacters)]
    {
        let mut phone = phone();
        phone.enter("name", name);
        assert_eq!((phone.screen(), phone.value("name").0.as_str()), ("enrol.name", name));
        assert!(phone.tells(code), "{code}");
        phone.fill("name", "王");
        assert!(!phone.tells_any(), "typing on ends the error");
    }
    for (id, code) in [
        ("37990119570708001", ErrorCode::IdLength),
        ("37990119570708001A", ErrorCode::IdCharacters),
        ("379901195707080018", ErrorCode::IdCheckDigit),
        ("379901195713080017", ErrorCode::IdBirthDate),
        ("379901202612010019", ErrorCode::IdBirthFuture),
    ] {
        let mut phone = phone();
        phone.enter("name", "王秀兰");
        phone.enter("id", id);
        assert_eq!((phone.screen(), phone.value("id")), ("enrol.id", (id.to_owned(), 0)), "{code}");
        assert!(phone.tells(code), "{code}");
    }
    let mut phone = phone();
    phone.enter("name", "王秀兰");
    phone.enter("id", OLD);
    assert!(calls(&phone.enter("phone", "1234")).is_empty());
    assert!(phone.tells(ErrorCode::PhoneShape));
    assert_eq!(phone.screen(), "enrol.phone");
}

#[test]
fn wrong_digits_are_emptied_and_five_times_wrong_asks_for_a_new_message() {
    let (mut phone, enrolment) = at_code();
    let epoch = phone.value("code").1;
    let first = id_of(&phone.enter("code", "000001"));
    phone.answer(refuse_code(ErrorCode::SmsWrong));
    assert!(phone.tells(ErrorCode::SmsWrong));
    assert_eq!(phone.value("code"), (String::new(), epoch + 1), "the shell takes the empty field over");
    let second = id_of(&phone.enter("code", "000002"));
    assert_ne!(first, second, "a counted try is answered: a new one is a new write");
    phone.answer(refuse_code(ErrorCode::SmsLocked));
    assert!(phone.tells(ErrorCode::SmsLocked));
    assert!(!phone.has("resend") && !phone.has("next"), "too soon for another message");
    assert_eq!(phone.primary(), Some("not_received"));
    phone.ring(60);
    assert_eq!(phone.primary(), Some("resend"));
    let GatewayCall::Resend { enrolment: asked, .. } = call(&phone.press("resend")) else { panic!() };
    assert_eq!(asked, enrolment);
    phone.answer(message(enrolment, NOW + 60));
    assert_eq!((phone.primary(), phone.tells_any()), (Some("next"), false));
}

#[test]
fn a_message_is_over_and_another_is_offered_once_it_may_go_out() {
    let (mut phone, enrolment) = at_code();
    assert!(!phone.has("resend"));
    phone.ring(60);
    assert_eq!(phone.primary(), Some("next"), "the first message may still come");
    assert!(phone.has("resend"));
    phone.ring(540);
    assert_eq!(phone.primary(), Some("resend"), "the digits are over by the clock alone");
    phone.press("resend");
    phone.answer(refuse_message(ErrorCode::SmsTooOften));
    assert!(phone.tells(ErrorCode::SmsTooOften) && !phone.has("resend"));
    phone.ring(60);
    phone.press("resend");
    phone.answer(message(enrolment, NOW + 660));
    phone.enter("code", "280516");
    phone.answer(refuse_code(ErrorCode::SmsExpired));
    assert!(phone.tells(ErrorCode::SmsExpired) && !phone.has("next"));
}

#[test]
fn no_message_came_and_there_are_ways_on() {
    let (mut phone, _) = at_code();
    phone.press("not_received");
    assert_eq!((phone.screen(), phone.primary()), ("enrol.missing", Some("understood")));
    phone.press("understood");
    assert_eq!(phone.screen(), "enrol.code");
    phone.press("other_phone");
    assert_eq!((phone.screen(), phone.value("phone").0.as_str()), ("enrol.phone", ""));
    let new = id_of(&phone.enter("phone", "99919570709"));
    phone.answer(message(new, NOW));
    assert_eq!(phone.screen(), "enrol.code");
}

#[test]
fn refusals_lead_to_what_they_are_about_with_everything_kept() {
    for (code, screen, ways) in [
        (ErrorCode::DataName, "enrol.name", true),
        (ErrorCode::PersonUnknown, "enrol.id", true),
        (ErrorCode::PhoneNotOwn, "enrol.phone", true),
        (ErrorCode::SmsUnavailable, "enrol.phone", true),
        (ErrorCode::RealnameUnavailable, "enrol.phone", true),
        (ErrorCode::IdCheckDigit, "enrol.id", false),
        (ErrorCode::NameCharacters, "enrol.name", false),
        (ErrorCode::RateLimited, "enrol.phone", false),
        (ErrorCode::NetNone, "enrol.phone", false),
    ] {
        let mut phone = phone();
        ask(&mut phone);
        phone.answer(refuse_message(code));
        assert_eq!((phone.screen(), phone.has("ways")), (screen, ways), "{code}");
        assert!(phone.tells(code), "{code}");
        while phone.screen() != "enrol.phone" {
            phone.press("next");
        }
        assert_eq!(phone.value("phone").0, "99919570708", "{code}");
        assert!(matches!(call(&phone.press("next")), GatewayCall::Enrol { .. }), "{code}");
    }
}

#[test]
fn a_phone_of_somebody_else_can_be_changed_or_left_to_a_window() {
    let mut phone = phone();
    ask(&mut phone);
    phone.answer(refuse_message(ErrorCode::PhoneNotOwn));
    phone.press("ways");
    assert_eq!(phone.screen(), "enrol.ways");
    assert!(phone.has("call") && phone.has("other_phone"));
    phone.press("understood");
    assert_eq!((phone.screen(), phone.value("phone").0.as_str()), ("enrol.phone", "99919570708"));
}

#[test]
fn a_lost_answer_and_a_second_press_are_one_write() {
    let mut phone = phone();
    let first = ask(&mut phone);
    phone.answer(refuse_message(ErrorCode::NetSlow));
    assert_eq!(id_of(&phone.press("next")), first);
    let mut phone = phone.die();
    assert_eq!(id_of(&phone.press("next")), first, "also after the process died");
    phone.answer(refuse_message(ErrorCode::NetNone));
    let changed = id_of(&phone.enter("phone", "99919570709"));
    assert_ne!(changed, first);
    phone.answer(message(first, NOW));
    assert_eq!(phone.screen(), "enrol.phone", "the answer to what was changed does not count");
    phone.answer(message(changed, NOW));
    assert_eq!(phone.screen(), "enrol.code");
}

#[test]
fn the_answer_finds_a_phone_that_died_meanwhile() {
    let mut phone = phone();
    let enrolment = ask(&mut phone);
    let mut phone = phone.die();
    assert_eq!((phone.screen(), phone.primary()), ("enrol.phone", Some("next")));
    phone.answer(message(enrolment, NOW));
    assert_eq!(phone.screen(), "enrol.code");
    phone.enter("code", "280516");
    let mut phone = phone.die();
    assert_eq!((phone.screen(), phone.value("code").0.as_str()), ("enrol.code", "280516"));
    phone.answer(active());
    assert_eq!(phone.screen(), "home");
    assert_eq!(phone.state().kept.person.as_ref().unwrap().id_number.as_str(), OLD);
}

#[test]
fn an_answer_that_comes_again_leaves_the_digits_alone() {
    let (mut phone, enrolment) = at_code();
    phone.fill("code", "2805");
    phone.answer(message(enrolment, NOW));
    assert_eq!(phone.value("code").0, "2805");
    let sent = id_of(&phone.enter("code", "280516"));
    phone.answer(message(enrolment, NOW));
    assert!(phone.primary().is_none(), "the digits are still on their way");
    phone.answer(GatewayReply::EnrolCode(Err(failure(ErrorCode::NetNone))));
    assert_eq!(id_of(&phone.press("next")), sent, "the same write");
    phone.answer(active());
    assert_eq!(phone.screen(), "home");
}

#[test]
fn a_refusal_that_comes_late_is_told_and_one_that_nobody_waits_for_is_not() {
    let mut phone = phone();
    ask(&mut phone);
    phone.answer(refuse_message(ErrorCode::NetNone));
    phone.press("nav.back");
    phone.answer(refuse_message(ErrorCode::NetNone));
    assert!(!phone.tells_any(), "the outbox tries on quietly");
    let mut phone = phone.die();
    phone.answer(refuse_message(ErrorCode::PhoneNotOwn));
    assert!(phone.screen() == "enrol.phone" && phone.tells(ErrorCode::PhoneNotOwn));
    phone.fill("phone", "9991957070");
    phone.answer(refuse_message(ErrorCode::DataName));
    assert_eq!(phone.screen(), "enrol.phone", "the number is another one by now");
}

#[test]
fn voice_says_an_error_once_and_reaches_the_bar() {
    let (phone, _) = at_code();
    let mut state = phone.state().clone();
    state.settings.presentation.voice = true;
    let mut phone = Phone::new(state);
    let said = |effects: &[Effect]| {
        effects.iter().any(|effect| matches!(effect, Effect::Platform(leling_screen::PlatformOp::Speak { .. })))
    };
    assert!(said(&phone.enter("code", "1")), "an error on the same screen");
    phone.fill("code", "12");
    assert!(!phone.tells_any());
    assert!(said(&phone.press("next")), "the same error again");
    phone.say("返回");
    assert_eq!(phone.screen(), "enrol.phone");
    phone.say("幺二三三三");
    assert_eq!(phone.screen(), "help");
}

#[test]
fn one_voice_says_a_screen_and_it_is_chinese_where_a_part_of_it_is() {
    use leling_screen::{Language, PlatformOp};
    let (phone, _) = at_code();
    for (language, said) in [(Language::Chinese, "zh-CN"), (Language::Uyghur, "zh-CN"), (Language::English, "en")] {
        let mut state = phone.state().clone();
        state.settings.presentation.voice = true;
        state.settings.presentation.language = language;
        state.flow = Flow::FirstStart(super::super::first_start::Stage::Languages);
        let mut phone = Phone::new(state);
        // The list is English whole; the page of 12333 has sentences that wait for approval.
        for (press, expected) in [("nav.repeat", said), ("nav.help", "zh-CN")] {
            let effects = phone.press(press);
            let spoken = effects.iter().find_map(|effect| match effect {
                Effect::Platform(PlatformOp::Speak { language, text, .. }) => Some((language.as_str(), text)),
                _ => None,
            });
            let (tag, text) = spoken.expect("it is said");
            assert_eq!(tag, expected, "{language:?}: {text}");
            assert_eq!(text.chars().any(|c| c.is_ascii_alphabetic()), tag == "en", "{language:?}: {text}");
        }
    }
}

#[test]
fn going_back_and_on_again_sends_nothing_twice() {
    let (mut phone, _) = at_code();
    phone.press("nav.back");
    assert_eq!(phone.screen(), "enrol.phone");
    assert!(calls(&phone.press("next")).is_empty());
    assert_eq!(phone.screen(), "enrol.code");
    for screen in ["enrol.phone", "enrol.id", "enrol.name", "privacy"] {
        phone.press("nav.back");
        assert_eq!(phone.screen(), screen);
    }
    phone.press("agree");
    assert_eq!((phone.screen(), phone.value("name").0.as_str()), ("enrol.name", "李建国"));
}

#[test]
fn another_phone_in_use_means_waiting_and_a_window_ends_it() {
    let mut phone = at_waiting();
    assert!(matches!(call(&phone.press("check")), GatewayCall::EnrolStatus { .. }));
    phone.answer(refuse_code(ErrorCode::EnrolWaiting));
    assert_eq!((phone.screen(), phone.primary()), ("enrol.waiting", Some("check")));
    phone.press("have_code");
    phone.enter("code", "2805");
    assert!(phone.tells(ErrorCode::CounterCodeWrong));
    for code in [ErrorCode::CounterCodeWrong, ErrorCode::CounterCodeExpired, ErrorCode::CounterCodeUsed] {
        assert!(matches!(call(&phone.enter("code", "28051644")), GatewayCall::EnrolConfirm { .. }));
        phone.answer(refuse_code(code));
        assert_eq!((phone.screen(), phone.value("code").0.as_str()), ("enrol.counter", ""));
        assert!(phone.tells(code));
    }
    phone.enter("code", "28051644");
    phone.answer(active());
    assert_eq!(phone.screen(), "home");
}

#[test]
fn waiting_survives_and_goes_on_by_itself() {
    let mut phone = at_waiting().die();
    assert_eq!(phone.screen(), "enrol.waiting");
    phone.press("nav.back");
    assert!(calls(&phone.press("next")).is_empty());
    assert_eq!(phone.screen(), "enrol.waiting");
    phone.press("check");
    phone.answer(active());
    assert_eq!(phone.screen(), "home");
}

#[test]
fn a_stopped_replacement_says_so_and_offers_a_person() {
    let mut phone = at_waiting();
    phone.press("check");
    phone.answer(refuse_code(ErrorCode::EnrolStopped));
    assert_eq!((phone.screen(), phone.primary()), ("enrol.stopped", Some("call")));
    phone.press("again");
    assert_eq!(phone.screen(), "enrol.phone");
    assert!(matches!(call(&phone.press("next")), GatewayCall::Enrol { .. }));
}

#[test]
fn an_enrolment_that_is_gone_begins_anew_with_everything_kept() {
    let (mut phone, old) = at_code();
    phone.enter("code", "280516");
    phone.answer(refuse_code(ErrorCode::EnrolGone));
    assert_eq!(phone.screen(), "enrol.phone");
    assert!(phone.tells(ErrorCode::EnrolGone));
    assert_ne!(id_of(&phone.press("next")), old);
}

#[test]
fn nothing_personal_is_printed() {
    let (phone, _) = at_code();
    let printed = format!("{:?}", phone.state());
    for secret in ["李建国", OLD, "99919570708", "0708"] {
        assert!(!printed.contains(secret), "{secret}");
    }
}
