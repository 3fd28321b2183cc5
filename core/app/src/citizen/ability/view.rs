//! What the person sees while they say how things go for them.

use leling_language::{Msg, msg};
use leling_screen::node::{ChoiceOption, RowsStyle};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Icon, Language};

use super::super::{Page, State, settings};
use super::{Event, Grade, Likes, Question, Stage, Way, Why};
use crate::ui::Ui;

const fn event(event: Event) -> super::super::Event {
    super::super::Event::Ability(event)
}

/// Draws a question or the answers.
pub fn view(state: &State, stage: Stage, ui: Ui) -> Page {
    match stage {
        Stage::Asked(question, why) => asked(state, question, why, ui),
        Stage::Answers => answers(state, ui),
    }
}

/// Names of the three answers to a question about sight, hearing or hands.
type Grades = [(&'static str, Grade, Msg); 3];

const SEES: Grades = [
    ("well", Grade::Well, msg::ABILITY_SEES_WELL),
    ("helped", Grade::Helped, msg::ABILITY_SEES_HELPED),
    ("hardly", Grade::Hardly, msg::ABILITY_SEES_HARDLY),
];
const HEARS: Grades = [
    ("well", Grade::Well, msg::ABILITY_HEARS_WELL),
    ("helped", Grade::Helped, msg::ABILITY_HEARS_HELPED),
    ("hardly", Grade::Hardly, msg::ABILITY_HEARS_HARDLY),
];
const HANDS: Grades = [
    ("well", Grade::Well, msg::ABILITY_HANDS_WELL),
    ("helped", Grade::Helped, msg::ABILITY_HANDS_HELPED),
    ("hardly", Grade::Hardly, msg::ABILITY_HANDS_HARDLY),
];
const WAYS: [(&str, Likes, Icon, Msg); 3] = [
    ("call", Likes::Call, Icon::Call, msg::ABILITY_LIKES_CALL),
    ("paper", Likes::Paper, Icon::Hall, msg::ABILITY_LIKES_PAPER),
    ("visit", Likes::Visit, Icon::Visit, msg::ABILITY_LIKES_VISIT),
];
const MORE: [(&str, Likes, Icon, Msg); 2] = [
    ("text", Likes::Text, Icon::Big, msg::ABILITY_LIKES_TEXT),
    ("voice", Likes::Voice, Icon::Speak, msg::ABILITY_LIKES_VOICE),
];

const fn title(question: Question) -> (&'static str, Msg, u8) {
    match question {
        Question::Sees => ("ability.sees", msg::ABILITY_SEES_TITLE, 1),
        Question::Hears => ("ability.hears", msg::ABILITY_HEARS_TITLE, 2),
        Question::Hands => ("ability.hands", msg::ABILITY_HANDS_TITLE, 3),
        Question::Script => ("ability.script", msg::ABILITY_SCRIPT_TITLE, 4),
        Question::Languages => ("ability.languages", msg::LANGUAGE_TITLE, 4),
        Question::Likes => ("ability.likes", msg::ABILITY_LIKES_TITLE, 5),
        Question::LikesMore => ("ability.likes_more", msg::ABILITY_LIKES_MORE_TITLE, 5),
    }
}

/// The person sees one question, at most three answers, and the way out.
fn asked(state: &State, question: Question, why: Why, ui: Ui) -> Page {
    let (id, words, n) = title(question);
    let mut page = ui.page(id, ui.text(words));
    if why == Why::First {
        page.step(n, 5);
    }
    page.section(SectionRole::Form);
    let ability = state.kept.ability.unwrap_or_default();
    let options = match question {
        Question::Sees => grades(&mut page, Icon::Glasses, &SEES, ability.sees),
        Question::Hears => grades(&mut page, Icon::Speak, &HEARS, ability.hears),
        Question::Hands => grades(&mut page, Icon::Edit, &HANDS, ability.hands),
        Question::Script => script(&mut page),
        Question::Languages => languages(&mut page),
        Question::Likes => likes(&mut page, &WAYS, ability.likes),
        Question::LikesMore => likes(&mut page, &MORE, ability.likes),
    };
    page.choice("answer", options);
    if question == Question::Likes {
        let label = ui.label(msg::ABILITY_KEY_MORE);
        page.action(ActionKind::Plain, "other", label, Some(Icon::Otherway), event(Event::More));
    }
    if why == Why::First {
        page.action(ActionKind::Plain, "later", ui.label(msg::COMMON_KEY_LATER), None, event(Event::Later));
    }
    page
}

fn grades(page: &mut Page, icon: Icon, grades: &Grades, now: Option<Grade>) -> Vec<ChoiceOption> {
    let option = |(id, grade, words): &(&str, Grade, Msg)| {
        let label = page.ui().label(*words);
        page.option(id, icon, label, None, now == Some(*grade), event(Event::Grade(*grade)))
    };
    grades.iter().map(option).collect()
}

fn likes(page: &mut Page, ways: &[(&str, Likes, Icon, Msg)], now: Option<Likes>) -> Vec<ChoiceOption> {
    let option = |(id, likes, icon, words): &(&str, Likes, Icon, Msg)| {
        let label = page.ui().label(*words);
        page.option(id, *icon, label, None, now == Some(*likes), event(Event::Likes(*likes)))
    };
    ways.iter().map(option).collect()
}

fn script(page: &mut Page) -> Vec<ChoiceOption> {
    let ui = page.ui();
    let same = ui.label(msg::ABILITY_SCRIPT_SAME);
    let same = page.option("same", Icon::Check, same, None, true, event(Event::SameScript));
    let other = ui.label(msg::ABILITY_SCRIPT_OTHER);
    vec![same, page.option("other_script", Icon::Script, other, None, false, event(Event::OtherScript))]
}

fn languages(page: &mut Page) -> Vec<ChoiceOption> {
    let ui = page.ui();
    let option = |language: Language| {
        let id = format!("language.{}", language.tag().to_ascii_lowercase());
        let chosen = language == ui.presentation().language;
        let label = settings::own_name(ui, language);
        page.option(&id, Icon::Script, label, None, chosen, event(Event::Language(language)))
    };
    Language::ALL.into_iter().map(option).collect()
}

fn word(grades: &Grades, now: Option<Grade>) -> Msg {
    let said = grades.iter().find(|(_, grade, _)| now == Some(*grade)).map(|(.., words)| *words);
    said.unwrap_or(msg::ABILITY_NOT_SAID)
}

/// The person sees what they said, each to be changed, and that nobody else does.
fn answers(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("ability", ui.text(msg::ABILITY_TITLE));
    let ability = state.kept.ability.unwrap_or_default();
    let likes = WAYS.iter().chain(&MORE).find(|(_, likes, ..)| ability.likes == Some(*likes));
    let likes = likes.map_or(msg::ABILITY_NOT_SAID, |(.., words)| *words);
    let row = |page: &mut Page, id: &str, icon, label: Msg, detail, question| {
        page.row(id, icon, ui.label(label), Some(detail), event(Event::Change(question)))
    };
    page.section(SectionRole::Form);
    let senses = [
        ("sees", Icon::Glasses, msg::ABILITY_SEES, word(&SEES, ability.sees), Question::Sees),
        ("hears", Icon::Speak, msg::ABILITY_HEARS, word(&HEARS, ability.hears), Question::Hears),
        ("hands", Icon::Edit, msg::ABILITY_HANDS, word(&HANDS, ability.hands), Question::Hands),
    ];
    let rows = senses.map(|(id, icon, label, said, question)| {
        let said = ui.text(said);
        row(&mut page, id, icon, label, said, question)
    });
    page.rows("senses", RowsStyle::Rows, rows.into());
    page.section(SectionRole::Form);
    let own = settings::own_name(ui, ui.presentation().language);
    let script = row(&mut page, "script", Icon::Script, msg::SETTINGS_LANGUAGE, own, Question::Script);
    let likes = row(&mut page, "likes", Icon::Person, msg::ABILITY_LIKES, ui.text(likes), Question::Likes);
    page.rows("wishes", RowsStyle::Rows, vec![script, likes]);
    page.paragraph("own", ui.text(msg::ABILITY_OWN));
    page
}

/// Sorts paragraphs so that the way that suits the person stands first; what is no way keeps its place behind.
pub fn suited<const N: usize>(
    state: &State,
    mut ways: [(&'static str, Option<Way>, Msg); N],
) -> [(&'static str, Msg); N] {
    let first = state.kept.ability.unwrap_or_default().first_way();
    ways.sort_by_key(|(_, way, _)| *way != Some(first));
    ways.map(|(id, _, words)| (id, words))
}
