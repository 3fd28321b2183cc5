//! A person who only speaks: every field is filled and every part pressed by saying its words to the app's own dialogue,
//! turn by turn, and a screen is answered in at most eight turns.
//!
//! A turn is what the person says once. A field costs one more, in which what was heard is read back; a list is read four
//! answers at a time. A secret is never said: those fields are typed, and are left out here.

use leling_screen::node::Input;
use leling_screen::{Key, Language, Node, NodeKind, Presentation, Screen, Size, Theme};

use crate::lints::{Fault, Faults, stand_in};
use crate::rule::Rule;
use crate::spot::{Said, Spot};
use crate::words;

/// Most turns in which a screen is answered.
const TURNS: usize = 8;
/// Choices that are said at once.
const AT_ONCE: usize = 4;
/// How often the same words are said before the person gives up; the third error leads to another person.
const TRIES: usize = 3;

/// The presentation in which a person speaks: as 语音版 starts.
const SPEAKING: Presentation =
    Presentation { size: Size::Elder, step: 0, voice: true, language: Language::Chinese, theme: Theme::Light };

/// Lists what cannot be done on a screen by speaking alone.
pub fn faults<S: Spot>(spot: &S) -> Vec<Fault> {
    let mut faults = Faults::default();
    let spot = spot.listening();
    let screen = spot.drawn(SPEAKING).screen;
    let mut turns: usize = screen.nodes().map(heard_out).sum();
    for node in screen.nodes() {
        let Some(words) = sample(node) else { continue };
        match tries(&spot, words, |said| *said == Said::Filled(node.id.as_str().to_owned())) {
            Some(tried) => turns += tried + 1,
            None => faults.add(Rule::L24, format!("{:?} is not filled by saying {words}", node.id)),
        }
    }
    let mut hardest = 0;
    for key in pressable(&screen) {
        let id = key.id.as_str();
        let own =
            |said: &Said| matches!(said, Said::Pressed(other) if other == id || stand_in(id) == Some(other.as_str()));
        // Entries that show the same words are told apart by all that is said of them.
        let names = [key.label.display(), key.speech.clone()];
        match names.iter().find_map(|name| tries(&spot, name, own)) {
            Some(tried) => hardest = hardest.max(tried),
            None => faults.add(Rule::L24, format!("{id} is not pressed by saying {}", names[0])),
        }
    }
    if turns + hardest > TURNS {
        faults.add(Rule::Turns, format!("{} turns, at most {TURNS}", turns + hardest));
    }
    faults.into_inner()
}

/// Says words until they come to what is wanted; gives how often.
fn tries<S: Spot>(spot: &S, words: &str, wanted: impl Fn(&Said) -> bool) -> Option<usize> {
    let (mut said, mut now) = spot.said(words);
    for tried in 1..=TRIES {
        if wanted(&said) {
            return Some(tried);
        }
        if said != Said::Answered {
            return None;
        }
        (said, now) = now.said(words);
    }
    None
}

/// Turns in which a list is read; its first four come with the screen.
fn heard_out(node: &Node) -> usize {
    let answers = match &node.kind {
        NodeKind::Choice { options, .. } => options.len(),
        NodeKind::Rows { items, .. } => items.iter().filter(|row| row.pressable).count(),
        _ => 0,
    };
    answers.div_ceil(AT_ONCE).saturating_sub(1)
}

/// What a person says into a field; `None` where nothing is said.
fn sample(node: &Node) -> Option<&'static str> {
    match &node.kind {
        NodeKind::TextField { input, .. } => Some(match input {
            Input::Name => "我叫李建国",
            Input::IdNumber => "三七九九零一一九五七零七零八零零一七",
            Input::Phone => "九九九一九五七零七零八",
            Input::CardNumber => "B零零零零零零一九",
            Input::Words => "村东头的老李",
        }),
        NodeKind::DigitField { secret: false, length: 6, .. } => Some("二八零五一六"),
        NodeKind::DigitField { secret: false, .. } => Some("二八零五一六四四"),
        _ => None,
    }
}

/// Parts of the screen and its bar; what the voice itself offers is left out.
fn pressable(screen: &Screen) -> Vec<Key> {
    let own = Screen { voice: None, ..screen.clone() };
    words::keys(&own).into_iter().filter(|key| !key.id.as_str().starts_with("voice.")).collect()
}
