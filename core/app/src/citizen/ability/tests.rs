//! What a person says of themselves is asked once, kept, and used.

use leling_protocol::{DeviceState, ECardState, PhysicalCardState};
use leling_screen::node::NoticeKind;
use leling_screen::{NodeKind, Presentation};

use super::super::testing::{Phone, calls, card, enrolled, ready};
use super::super::{Kept, reset};
use super::*;

fn home() -> Phone {
    Phone::new(ready(Flow::Home))
}

fn with(ability: Ability, flow: Flow) -> Phone {
    let mut state = ready(flow);
    state.kept.ability = Some(ability);
    Phone::new(state)
}

/// Answers the five questions.
fn answered(phone: &mut Phone, answers: [&str; 5]) {
    phone.press("ability");
    for answer in answers {
        assert!(phone.screen().starts_with("ability."), "{}", phone.screen());
        assert!(calls(&phone.press(answer)).is_empty(), "nobody is told");
    }
}

fn presentation(phone: &Phone) -> Presentation {
    phone.state().settings.presentation
}

#[test]
fn five_questions_are_asked_once_from_the_home() {
    let mut phone = home();
    answered(&mut phone, ["helped", "helped", "well", "same", "visit"]);
    assert_eq!(phone.screen(), "home");
    assert!(!phone.has("ability"), "it is not asked again");
    let said = phone.state().kept.ability.unwrap();
    assert_eq!((said.sees, said.hears), (Some(Grade::Helped), Some(Grade::Helped)));
    assert_eq!((said.hands, said.likes), (Some(Grade::Well), Some(Likes::Visit)));
    assert_eq!(phone.state().settings.speech_rate, SLOW);
}

#[test]
fn later_ends_it_at_any_question_and_keeps_what_was_said() {
    let mut phone = home();
    phone.press("ability");
    phone.press("later");
    assert_eq!((phone.screen(), phone.has("ability")), ("home", false));
    assert_eq!(phone.state().kept.ability, Some(Ability::default()));

    let mut phone = home();
    phone.press("ability");
    phone.press("hardly");
    phone.press("later");
    assert_eq!(phone.state().kept.ability.unwrap().sees, Some(Grade::Hardly));
    assert_eq!(presentation(&phone).size, Size::Large);
}

#[test]
fn answers_make_things_larger_and_spoken_and_take_nothing_away() {
    let mut settings = Settings::default();
    settings.choose_size(Size::Standard);
    Ability { sees: Some(Grade::Hardly), ..Ability::default() }.fit(&mut settings);
    assert_eq!((settings.presentation.size, settings.presentation.voice), (Size::Large, true));
    settings.toggle_large();
    assert_eq!(settings.presentation.size, Size::Standard, "大字 leads back");

    let mut settings = Settings::default();
    settings.choose_size(Size::Large);
    settings.presentation.voice = true;
    settings.speech_rate = 60;
    let well = Some(Grade::Well);
    Ability { sees: well, hears: Some(Grade::Helped), hands: well, likes: Some(Likes::Text) }.fit(&mut settings);
    assert_eq!((settings.presentation.size, settings.presentation.voice), (Size::Large, true));
    assert_eq!(settings.speech_rate, 60);

    let mut settings = Settings::default();
    Ability { sees: Some(Grade::Hardly), hears: Some(Grade::Hardly), ..Ability::default() }.fit(&mut settings);
    assert!(!settings.presentation.voice, "nothing is read to who hardly hears");
}

#[test]
fn each_answer_is_changed_in_the_settings() {
    let mut phone = with(Ability { sees: Some(Grade::Well), ..Ability::default() }, Flow::Home);
    phone.press("settings");
    phone.press("ability");
    assert_eq!(phone.screen(), "ability");
    phone.press("likes");
    phone.press("other");
    phone.press("voice");
    assert_eq!(phone.screen(), "ability");
    assert_eq!(phone.state().kept.ability.unwrap().likes, Some(Likes::Voice));
    assert!(presentation(&phone).voice);
    phone.press("script");
    phone.press("other_script");
    phone.press("language.ko");
    assert_eq!((phone.screen(), presentation(&phone).language), ("ability", Language::Korean));
    phone.press("sees");
    phone.press("nav.back");
    assert_eq!(phone.screen(), "ability");
    phone.press("nav.back");
    assert_eq!(phone.screen(), "settings");
}

#[test]
fn back_goes_question_by_question_to_the_home() {
    let mut phone = home();
    phone.press("ability");
    for answer in ["well", "well", "well", "other_script", "language.zh-cn", "other"] {
        phone.press(answer);
    }
    let mut ways = Vec::new();
    while phone.screen() != "home" {
        ways.push(phone.screen().to_owned());
        phone.press("nav.back");
    }
    let questions = ["likes_more", "likes", "script", "hands", "hears", "sees"];
    assert_eq!(ways, questions.map(|question| format!("ability.{question}")));
}

/// The first words of the help and the order of the ways on the page of the password.
fn first_words(ability: Ability) -> (String, Vec<String>) {
    let mut phone = with(ability, Flow::Reset(reset::Resetting::default()));
    let ways = |node: &leling_screen::Node| ["counter", "visit"].contains(&node.id.as_str());
    let order = phone.drawn().nodes().filter(|node| ways(node)).map(|node| node.id.as_str().to_owned()).collect();
    phone.press("nav.help");
    let note = |node: &leling_screen::Node| matches!(node.kind, NodeKind::Notice { notice: NoticeKind::Note, .. });
    let first = phone.drawn().nodes().find(|node| note(node)).unwrap().id.as_str().to_owned();
    (first, order)
}

#[test]
fn the_help_that_suits_stands_first_and_none_is_taken_away() {
    let likes = |likes| Ability { likes: Some(likes), ..Ability::default() };
    let (first, order) = first_words(Ability::default());
    assert_eq!((first.as_str(), order), ("call_says", vec!["counter".to_owned(), "visit".to_owned()]));
    let (first, order) = first_words(likes(Likes::Visit));
    assert_eq!((first.as_str(), order), ("visit", vec!["visit".to_owned(), "counter".to_owned()]));
    assert_eq!(first_words(likes(Likes::Paper)).0, "counter");
    let deaf = Ability { hears: Some(Grade::Hardly), likes: Some(Likes::Call), ..Ability::default() };
    assert_eq!(first_words(deaf).0, "counter");
    let mut phone = with(deaf, Flow::Home);
    phone.press("nav.help");
    let family = phone.drawn().node("family").is_some();
    assert!(family && phone.drawn().node("visit").is_some() && phone.drawn().node("call_says").is_some());
    assert_eq!(phone.primary(), Some("call"));
}

#[test]
fn what_was_said_stays_sealed_and_an_older_phone_is_asked() {
    let phone = with(Ability { hears: Some(Grade::Hardly), ..Ability::default() }, Flow::Home);
    let (clear, sealed) = phone.state().to_kept();
    assert!(!clear.contains("Hardly") && sealed.unwrap().contains("Hardly"));
    assert_eq!(phone.die().state().kept.ability.unwrap().hears, Some(Grade::Hardly));

    let card = card(PhysicalCardState::Normal, ECardState::None, DeviceState::Active);
    let mut kept = serde_json::to_value(&enrolled(card, Flow::Home).kept).unwrap();
    kept.as_object_mut().unwrap().remove("ability");
    assert_eq!(serde_json::from_value::<Kept>(kept).unwrap().ability, None);
}
