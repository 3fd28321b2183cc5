//! Turns that follow each other on one screen: asking back, reprompting, and a person after three misses.
//!
//! Pure: [`Dialogue::hear`] takes what was said so far, a [`Turn`] and what came, and gives what is answered with the next
//! state. Silence and words that fit nothing are counted apart, three of either lead to a person (accessibility 5.2); there
//! is no loop that does not end. A new screen begins with a new dialogue.

use leling_screen::NodeId;

use super::decide::understand;
use super::turn::{Meaning, Turn, Why};

/// Misses of one kind before a person is offered.
const MISSES: u8 = 3;

/// What was said on this screen so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dialogue {
    misheard: u8,
    silent: u8,
    asked: Option<[NodeId; 2]>,
    unsure: Option<NodeId>,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Done: a press, a global, a value, a yes or a no.
    Do(Meaning),
    /// 您要的是哪一个？ with both names.
    AskBack([NodeId; 2]),
    /// 没听清，请再说一遍
    SayAgain,
    /// Two sentences that may be said, and that the screen may be touched.
    Examples,
    /// A person: 12333, touching, or a helper beside.
    Person,
    /// 要办，请说全： the words of that part.
    SayFullPhrase(NodeId),
    /// The person refused what they named; nothing is done and nothing was misheard.
    LeftAlone,
    /// It was our own voice.
    Ignore,
}

impl Dialogue {
    /// Takes what a recogniser heard; empty words are silence.
    #[must_use]
    pub fn hear(&self, turn: &Turn, heard: &str) -> (Reply, Self) {
        match self.meaning(turn, heard) {
            Meaning::Reject(why) => self.rejected(why),
            Meaning::Ask(two) if self.asked.as_ref() == Some(&two) => self.missed(),
            Meaning::Ask(two) => (Reply::AskBack(two.clone()), Self { asked: Some(two), unsure: None, ..self.clone() }),
            meaning => (Reply::Do(meaning), Self::default()),
        }
    }

    /// Where two were asked back, one of them is looked for first; then the whole screen.
    fn meaning(&self, turn: &Turn, heard: &str) -> Meaning {
        if let Some(asked) = &self.asked {
            let narrow = understand(&turn.clone().between(asked), heard);
            if matches!(narrow, Meaning::Press(_)) {
                return narrow;
            }
        }
        match understand(turn, heard) {
            // Twice somewhat like the same part is that part.
            Meaning::Reject(Why::Unsure(id)) if self.unsure.as_ref() == Some(&id) => Meaning::Press(id),
            meaning => meaning,
        }
    }

    fn rejected(&self, why: Why) -> (Reply, Self) {
        match why {
            Why::Echo => (Reply::Ignore, self.clone()),
            Why::Negated => (Reply::LeftAlone, Self { asked: None, unsure: None, ..self.clone() }),
            Why::FullPhrase(id) => match self.missed() {
                (Reply::Person, next) => (Reply::Person, next),
                (_, next) => (Reply::SayFullPhrase(id), next),
            },
            Why::Silence => {
                let silent = self.silent.saturating_add(1);
                (prompt(silent), Self { silent, ..self.clone() })
            }
            Why::NotHere => self.missed(),
            Why::Unsure(id) => {
                let (reply, next) = self.missed();
                (reply, Self { unsure: Some(id), ..next })
            }
        }
    }

    fn missed(&self) -> (Reply, Self) {
        let misheard = self.misheard.saturating_add(1);
        (prompt(misheard), Self { misheard, asked: None, unsure: None, ..self.clone() })
    }
}

const fn prompt(misses: u8) -> Reply {
    match misses {
        0 | 1 => Reply::SayAgain,
        n if n < MISSES => Reply::Examples,
        _ => Reply::Person,
    }
}
