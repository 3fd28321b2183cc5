//! 说说您怎么方便: how a person sees, hears, presses, reads, and likes to be helped; asked once, in plain words.
//!
//! One question a screen, at most three answers; 以后再说 ends it at any of them and it is not asked again. Everything can be
//! changed in the settings. The answers stay sealed on the phone and are sent to nobody. They make things larger, slower or
//! spoken, never smaller or silent: what a person chose for themselves is not taken away. Which help and which other way
//! stands first on a page is [`Ability::first_way`]'s to say.

#[cfg(test)]
mod tests;
mod view;

use leling_language::msg;
use leling_screen::{Language, Size};
use serde::{Deserialize, Serialize};

pub use view::{suited, view};

use super::state::Settings;
use super::{Flow, News, State, home, settings};
use crate::context::Context;
use crate::effect::Effect;

/// Rate of speech for a person who hears better slowly, in hundredths.
const SLOW: u8 = 75;

/// How well something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grade {
    /// As for most.
    Well,
    /// With some help.
    Helped,
    /// Hardly.
    Hardly,
}

/// What a person likes best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Likes {
    /// Reading.
    Text,
    /// Listening.
    Voice,
    /// A call.
    Call,
    /// Paper, at a window.
    Paper,
    /// Somebody who comes.
    Visit,
}

/// A way to be helped by people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By phone.
    Call,
    /// At a window.
    Window,
    /// At home.
    Visit,
}

/// What a person said of themselves; what they did not say is `None`. The script is the language of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ability {
    /// Sight.
    pub sees: Option<Grade>,
    /// Hearing.
    pub hears: Option<Grade>,
    /// Hands.
    pub hands: Option<Grade>,
    /// What they like.
    pub likes: Option<Likes>,
}

impl Ability {
    /// Gives the help that stands first: what the person likes, but no call for who hardly hears.
    pub fn first_way(self) -> Way {
        match self.likes {
            Some(Likes::Visit) => Way::Visit,
            Some(Likes::Paper) => Way::Window,
            _ if self.hears == Some(Grade::Hardly) => Way::Window,
            _ => Way::Call,
        }
    }

    /// Makes the settings fit.
    fn fit(self, settings: &mut Settings) {
        let size = match (self.sees, self.hands) {
            (Some(Grade::Hardly), _) | (_, Some(Grade::Hardly)) => Size::Large,
            (Some(Grade::Helped), _) | (_, Some(Grade::Helped)) => Size::Elder,
            _ => Size::Standard,
        };
        let now = settings.presentation.size;
        let larger = matches!((now, size), (Size::Standard, Size::Elder | Size::Large) | (Size::Elder, Size::Large));
        if larger {
            // 大字 pressed again goes back to where the person was.
            settings.before_large = now;
            settings.choose_size(size);
        }
        let spoken = self.sees == Some(Grade::Hardly) || self.likes == Some(Likes::Voice);
        if spoken && self.hears != Some(Grade::Hardly) {
            settings.presentation.voice = true;
        }
        if matches!(self.hears, Some(Grade::Helped | Grade::Hardly)) {
            settings.speech_rate = settings.speech_rate.min(SLOW);
        }
    }
}

/// Which question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// Sight.
    Sees,
    /// Hearing.
    Hears,
    /// Hands.
    Hands,
    /// Whether the letters are the right ones.
    Script,
    /// Which letters.
    Languages,
    /// Which help.
    Likes,
    /// Reading or listening.
    LikesMore,
}

/// Why it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// One question after the other.
    First,
    /// This one was opened in the settings.
    Change,
}

/// What stands on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// A question.
    Asked(Question, Why),
    /// All answers, each to be changed.
    Answers,
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// An answer about sight, hearing or hands.
    Grade(Grade),
    /// The letters are the right ones.
    SameScript,
    /// Other letters.
    OtherScript,
    /// A language was taken.
    Language(Language),
    /// An answer about help.
    Likes(Likes),
    /// 还有别的办法
    More,
    /// 以后再说
    Later,
    /// Opens a question to change its answer.
    Change(Question),
}

/// Begins with the first question.
pub fn open(state: &mut State) {
    state.flow = Flow::Ability(Stage::Asked(Question::Sees, Why::First));
}

/// Opens the answers.
pub fn answers(state: &mut State) {
    state.flow = Flow::Ability(Stage::Answers);
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    let Flow::Ability(stage) = state.flow else { return Vec::new() };
    let (question, why) = match (stage, event) {
        (_, Event::Change(question)) => {
            state.flow = Flow::Ability(Stage::Asked(question, Why::Change));
            return Vec::new();
        }
        (Stage::Asked(question, why), _) => (question, why),
        (Stage::Answers, _) => return Vec::new(),
    };
    let ability = state.kept.ability.get_or_insert_default();
    match (question, event) {
        (Question::Sees, Event::Grade(grade)) => ability.sees = Some(grade),
        (Question::Hears, Event::Grade(grade)) => ability.hears = Some(grade),
        (Question::Hands, Event::Grade(grade)) => ability.hands = Some(grade),
        (Question::Likes | Question::LikesMore, Event::Likes(likes)) => ability.likes = Some(likes),
        (_, Event::Language(language)) => state.settings.choose_language(language),
        (_, Event::OtherScript) => return asked(state, Question::Languages, why),
        (_, Event::More) => return asked(state, Question::LikesMore, why),
        (_, Event::Later) => return home::open(state, cx),
        _ => {}
    }
    if let Some(ability) = state.kept.ability {
        ability.fit(&mut state.settings);
    }
    match (why, next(question)) {
        (Why::First, Some(question)) => asked(state, question, why),
        (Why::First, None) => {
            let effects = home::open(state, cx);
            state.live.announce = Some(News::Words(msg::ABILITY_DONE));
            effects
        }
        (Why::Change, _) => {
            answers(state);
            Vec::new()
        }
    }
}

fn asked(state: &mut State, question: Question, why: Why) -> Vec<Effect> {
    state.flow = Flow::Ability(Stage::Asked(question, why));
    Vec::new()
}

const fn next(question: Question) -> Option<Question> {
    Some(match question {
        Question::Sees => Question::Hears,
        Question::Hears => Question::Hands,
        Question::Hands => Question::Script,
        Question::Script | Question::Languages => Question::Likes,
        Question::Likes | Question::LikesMore => return None,
    })
}

/// One question back; from the first to the home, from a change to the answers, from those to the settings.
pub fn back(state: &mut State, cx: &Context) -> Vec<Effect> {
    let Flow::Ability(stage) = state.flow else { return Vec::new() };
    let (question, why) = match stage {
        Stage::Answers => {
            state.flow = Flow::Settings(settings::Page::Main);
            return Vec::new();
        }
        Stage::Asked(question, why) => (question, why),
    };
    let before = match question {
        Question::Languages => Some(Question::Script),
        Question::LikesMore => Some(Question::Likes),
        _ if why == Why::Change => None,
        Question::Sees => None,
        Question::Hears => Some(Question::Sees),
        Question::Hands => Some(Question::Hears),
        Question::Script => Some(Question::Hands),
        Question::Likes => Some(Question::Script),
    };
    match before {
        Some(question) => asked(state, question, why),
        None if why == Why::Change => {
            answers(state);
            Vec::new()
        }
        None => home::open(state, cx),
    }
}
