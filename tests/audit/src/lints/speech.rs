//! What is said and heard: L08, what is said at once of L15, L18, L19, L24.

use std::collections::BTreeSet;

use leling_screen::node::{Live, Privacy};
use leling_screen::{ActionKind, Key, Language, Node, NodeKind, Risk, Screen};

use super::{Case, Faults, names};
use crate::rule::Rule;
use crate::words;

/// Most characters before the first answer of a question.
const BEFORE_ANSWER: usize = 40;
/// Most characters before the first action where nothing is asked: half a minute at four characters a second.
const BEFORE_ACTION: usize = 120;
/// Most choices said at once.
const AT_ONCE: usize = 4;
/// Short words that never do what cannot be taken back.
const SHORT_YES: [&str; 10] = ["好", "行", "对", "是", "中", "管", "可以", "确认", "都对", "嗯"];

pub(super) fn check(case: &Case<'_>, faults: &mut Faults) {
    let screen = case.screen;
    order(screen, faults);
    sayable(screen, faults);
    if screen.presentation.voice {
        at_once(screen, faults);
        before_choice(screen, faults);
    }
    touch(case, faults);
}

/// The narration says the nodes and actions of the tree, in the order of the tree, and a list its own in their order.
fn order(screen: &Screen, faults: &mut Faults) {
    let said = screen.narration();
    let nodes = screen.nodes().filter(|node| node.privacy == Privacy::Public);
    let nodes = nodes.map(|node| (&node.id, node.speech.as_str()));
    let actions = screen.actions.iter().map(|action| (&action.key.id, action.key.speech.as_str()));
    let mut rest = said.as_str();
    for (id, speech) in nodes.chain(actions).filter(|(_, speech)| !speech.is_empty()) {
        match rest.find(speech) {
            Some(at) => rest = &rest[at + speech.len()..],
            None => faults.add(Rule::L08, format!("{id:?} is not said where it stands")),
        }
    }
    for node in screen.nodes() {
        let labels = choices(node).into_iter().map(|key| key.label.speech.as_str());
        let places: Vec<usize> = labels.filter_map(|label| node.speech.find(label)).collect();
        if !places.is_sorted() {
            faults.add(Rule::L08, format!("{:?} says its answers in another order", node.id));
        }
    }
}

/// Whether a voice of the language can say a character; Chinese voices say what fell back to Chinese.
fn can_be_said(c: char, voice: Language) -> bool {
    let hidden = matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    let bracket = "()[]{}<>（）【】《》「」“”‘’\"".contains(c);
    let emoji = matches!(c, '\u{2600}'..='\u{27BF}' | '\u{1F000}'..='\u{1FAFF}');
    let foreign = c.is_alphabetic() && voice == Language::Chinese && !words::is_han(c);
    // A Chinese voice reads a number now one way, now another; other voices read it as it is written.
    let number = c.is_numeric() && voice == Language::Chinese && !words::is_han(c);
    !(number || hidden || bracket || emoji || foreign)
}

fn sayable(screen: &Screen, faults: &mut Faults) {
    let voice = screen.presentation.language.voice();
    let mut hear = |id: &str, speech: &str| {
        if let Some(c) = speech.chars().find(|c| !can_be_said(*c, voice)) {
            faults.add(Rule::L18, format!("{id} says {c:?}: {speech}"));
        }
    };
    for node in screen.nodes() {
        hear(node.id.as_str(), &node.speech);
    }
    for key in words::keys(screen) {
        hear(key.id.as_str(), &key.speech);
    }
    hear("the title", &screen.title.speech);
    if let Some(announce) = &screen.announce {
        hear("the announcement", &announce.speech);
    }
}

fn choices(node: &Node) -> Vec<&Key> {
    match &node.kind {
        NodeKind::Choice { options, .. } => options.iter().map(|option| &option.key).collect(),
        NodeKind::Rows { items, .. } => items.iter().filter(|row| row.pressable).map(|row| &row.key).collect(),
        _ => Vec::new(),
    }
}

fn at_once(screen: &Screen, faults: &mut Faults) {
    for node in screen.nodes().filter(|node| !words::lists_languages(node)) {
        let said = choices(node).iter().filter(|key| node.speech.contains(&key.label.speech)).count();
        if said > AT_ONCE {
            faults.add(Rule::L15, format!("{:?} says {said} choices at once", node.id));
        }
    }
}

/// Characters that are said before the first answer of a question, or before the first action where nothing is asked.
///
/// An alarm is said by itself the moment it stands, and what is reviewed or agreed to is heard whole before any yes.
fn before_choice(screen: &Screen, faults: &mut Faults) {
    let holds = |wanted: fn(&NodeKind) -> bool| screen.nodes().any(|node| wanted(&node.kind));
    let weighs =
        screen.actions.iter().any(|action| action.risk == Risk::Irreversible || action.kind == ActionKind::Refuse);
    if weighs || holds(|kind| matches!(kind, NodeKind::Review { .. } | NodeKind::Consent { .. })) {
        return;
    }
    let by_itself = |node: &&Node| node.live == Live::Assertive;
    let answers = |node: &Node| {
        words::is_field(node) || !choices(node).is_empty() || matches!(node.kind, NodeKind::Toggle { .. })
    };
    let count = words::plain_length;
    let mut said = screen.banner.iter().map(|banner| count(&banner.text.speech)).sum::<usize>()
        + screen.step.iter().map(|step| count(&step.text.speech)).sum::<usize>()
        + count(&screen.title.speech);
    let asks = screen.nodes().any(answers);
    let before = screen.nodes().take_while(|node| !answers(node)).filter(|node| !by_itself(node));
    said += before.filter(|node| node.privacy == Privacy::Public).map(|node| count(&node.speech)).sum::<usize>();
    let most = if asks { BEFORE_ANSWER } else { BEFORE_ACTION };
    if said > most && (asks || !screen.actions.is_empty()) {
        faults.add(Rule::L19, format!("{said} characters before the first choice, at most {most}"));
    }
}

/// Every key is found by its words; what cannot be taken back by its whole phrase alone.
pub(super) fn heard(case: &Case<'_>, faults: &mut Faults) {
    let screen = case.screen;
    let finds = |key: &Key, words: &str| {
        (case.hears)(screen, words).is_some_and(|heard| {
            heard == key.id || names::stand_in(key.id.as_str()).is_some_and(|own| heard.as_str() == own)
        })
    };
    for key in &words::keys(screen) {
        // A key in another script is called by its Chinese name, which is among the others.
        let own = [key.label.display(), key.label.speech.clone(), key.speech.clone()];
        let mut names = own.iter().chain(&key.aliases);
        let found = if screen.presentation.language == Language::Chinese {
            own.iter().any(|name| finds(key, name))
        } else {
            names.any(|name| finds(key, name))
        };
        if !found {
            faults.add(Rule::L24, format!("{:?} is not found by its words: {}", key.id, key.label.display()));
        }
    }
    for action in screen.actions.iter().filter(|action| action.risk == Risk::Irreversible) {
        let short = SHORT_YES.iter().copied().chain(action.key.aliases.iter().map(String::as_str));
        for word in short.filter(|word| finds(&action.key, word)) {
            faults.add(Rule::L24, format!("{:?} cannot be taken back and hears {word}", action.key.id));
        }
    }
}

/// Nothing can be done by voice that cannot be touched.
fn touch(case: &Case<'_>, faults: &mut Faults) {
    let keys = words::keys(case.screen);
    let fields = case.screen.nodes().filter(|node| words::is_field(node)).map(|node| node.id.as_str());
    let drawn: BTreeSet<&str> = fields.chain(keys.iter().map(|key| key.id.as_str())).collect();
    for id in case.bound.iter().filter(|id| !drawn.contains(id.as_str())) {
        faults.add(Rule::L24, format!("{id} can be done but not touched"));
    }
}
