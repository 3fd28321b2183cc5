//! What holds on every screen in every presentation: rules of accessibility.md section 2 that can be read off the tree.

use std::collections::BTreeSet;

use leling_app::citizen::{Event, Field};
use leling_app::session::View;
use leling_screen::node::{NoticeKind, Privacy};
use leling_screen::{ActionKind, Key, Node, NodeKind, Risk, Screen, Size, SpanKind, Text};

/// Screens without a main action, and why.
const WITHOUT_PRIMARY: [(&str, &str); 12] = [
    ("services", "a list"),
    ("scan", "the camera looks"),
    ("login", "a decision: nothing is chosen for the person"),
    ("opening", "waits for the key, or for a newer app"),
    ("privacy.text", "a text to read"),
    ("first_start.languages", "a list"),
    ("settings", "a list"),
    ("settings.size", "a list"),
    ("settings.languages", "a list"),
    ("claim.proof", "a list"),
    ("log", "a list"),
    ("code", "waits for the code"),
];

/// Screens whose text is the law's and not ours to shorten.
const LONG_TEXTS: [&str; 1] = ["privacy.text"];

/// Screens that list all languages in every size.
const LONG_LISTS: [&str; 2] = ["first_start.languages", "settings.languages"];

/// Screens with nothing behind them.
const WITHOUT_BACK: [&str; 3] = ["opening", "first_start", "home"];

/// Lists what a view breaks.
pub(crate) fn faults(view: &View<Event, Field>) -> Vec<String> {
    let mut faults = Vec::new();
    names(view, &mut faults);
    actions(&view.screen, &mut faults);
    bar(&view.screen, &mut faults);
    keys(&view.screen, &mut faults);
    words(&view.screen, &mut faults);
    safety(&view.screen, &mut faults);
    faults
}

fn all_keys(screen: &Screen) -> Vec<Key> {
    let mut keys = Vec::new();
    screen.for_each_key(|key| keys.push(key.clone()));
    keys
}

fn is_field(node: &Node) -> bool {
    matches!(node.kind, NodeKind::TextField { .. } | NodeKind::DigitField { .. })
}

/// L01, and: what can be pressed or typed in has something behind it, and nothing else has.
fn names(view: &View<Event, Field>, faults: &mut Vec<String>) {
    let screen = &view.screen;
    let keys = all_keys(screen);
    let mut seen = BTreeSet::new();
    for id in screen.nodes().map(|node| &node.id).chain(keys.iter().map(|key| &key.id)) {
        if !seen.insert(id.as_str().to_owned()) {
            faults.push(format!("L01 {id:?} stands twice"));
        }
    }
    let fields = screen.nodes().filter(|node| is_field(node)).map(|node| &node.id);
    let live: BTreeSet<&str> =
        fields.chain(keys.iter().map(|key| &key.id)).map(leling_screen::NodeId::as_str).collect();
    let bound: BTreeSet<&str> = view.bindings.keys().map(leling_screen::NodeId::as_str).collect();
    if live != bound {
        faults.push(format!("drawn and bound differ: {:?}", live.symmetric_difference(&bound).collect::<Vec<_>>()));
    }
    if let Some(focus) = &screen.focus
        && !seen.contains(focus.as_str())
    {
        faults.push(format!("focus on {focus:?}, which is not there"));
    }
}

/// L03, L13, L15.
fn actions(screen: &Screen, faults: &mut Vec<String>) {
    let main = |kind| matches!(kind, ActionKind::Primary | ActionKind::Danger);
    let mains = screen.actions.iter().filter(|action| main(action.kind)).count();
    let under_way = screen.nodes().any(|node| matches!(node.kind, NodeKind::Progress { .. }));
    let may_lack = under_way || WITHOUT_PRIMARY.iter().any(|(id, _)| screen.id.as_str() == *id);
    if mains > 1 || mains == 0 && !may_lack {
        faults.push(format!("L03 {mains} main actions"));
    }
    let irreversible = screen.actions.iter().any(|action| action.risk == Risk::Irreversible);
    // A login shows who asks for what on the very screen on which it is answered.
    let told = |node: &Node| {
        matches!(node.kind, NodeKind::Review { .. } | NodeKind::Consent { .. } | NodeKind::PersonCard { .. })
    };
    if irreversible && !screen.nodes().any(told) {
        faults.push("L13 irreversible without a review".to_owned());
    }
    let most = match screen.presentation.size {
        Size::Standard => 7,
        Size::Elder => 5,
        Size::Large => 4,
    };
    let listed = screen.nodes().map(|node| match &node.kind {
        NodeKind::Rows { style: leling_screen::node::RowsStyle::Modes, .. } => 0,
        NodeKind::Rows { items, .. } => items.iter().filter(|row| row.pressable).count(),
        NodeKind::Choice { options, .. } => options.len(),
        _ => 0,
    });
    let listed = if LONG_LISTS.contains(&screen.id.as_str()) { 0 } else { listed.max().unwrap_or(0) };
    let count = listed.max(screen.actions.len());
    if count > most {
        faults.push(format!("L15 {count} things at once"));
    }
}

/// L04, L16.
fn bar(screen: &Screen, faults: &mut Vec<String>) {
    if screen.nav.back.is_none() && !WITHOUT_BACK.contains(&screen.id.as_str()) {
        faults.push("L04 no way back".to_owned());
    }
    if screen.step.as_ref().is_some_and(|step| step.of > 5 || step.n > step.of || step.n == 0) {
        faults.push("L16 step out of range".to_owned());
    }
}

/// L05, L06, L07, L14, L18 of what can be pressed.
fn keys(screen: &Screen, faults: &mut Vec<String>) {
    let keys = all_keys(screen);
    let mut said = BTreeSet::new();
    let buttons: BTreeSet<&str> = screen.actions.iter().map(|action| action.key.id.as_str()).collect();
    for key in &keys {
        let id = &key.id;
        if key.speech.trim().is_empty() || key.label.is_empty() {
            faults.push(format!("L05 {id:?} says nothing"));
        }
        if !key.speech.contains(&key.label.speech) {
            faults.push(format!("L06 {id:?} does not say its words"));
        }
        if !said.insert(key.speech.clone()) {
            faults.push(format!("L07 {id:?} is called like another"));
        }
        if buttons.contains(id.as_str()) && length(&key.label) > 8 {
            faults.push(format!("L14 {id:?} is longer than 8"));
        }
        if !can_be_said(&key.speech) {
            faults.push(format!("L18 {id:?} cannot be said"));
        }
    }
}

/// L14, L18, L20 of what is read.
fn words(screen: &Screen, faults: &mut Vec<String>) {
    for node in screen.nodes() {
        if !can_be_said(&node.speech) {
            faults.push(format!("L18 {:?} cannot be said: {}", node.id, node.speech));
        }
        if let NodeKind::Notice { notice: NoticeKind::Error, lead, more, .. } = &node.kind
            && (lead.is_empty() || more.as_ref().is_none_or(Text::is_empty))
        {
            faults.push(format!("L20 {:?} does not say what helps", node.id));
        }
        if LONG_TEXTS.contains(&screen.id.as_str()) {
            continue;
        }
        for text in texts(node) {
            let sentences = sentences(text);
            if sentences.len() > 2 || sentences.iter().any(|length| *length > 20) {
                faults.push(format!("L14 {:?}: {} {sentences:?}", node.id, text.display()));
            }
        }
    }
    if length(&screen.title) > 20 {
        faults.push("L14 title".to_owned());
    }
}

/// Secrets stay out of pictures and speech; an id number is masked unless asked for.
fn safety(screen: &Screen, faults: &mut Vec<String>) {
    for node in screen.nodes() {
        if let NodeKind::DigitField { secret: true, .. } = node.kind
            && (!screen.secure || node.privacy != Privacy::Secret)
        {
            faults.push(format!("{:?} is not kept secret", node.id));
        }
        let shows_number = texts(node)
            .iter()
            .flat_map(|text| &text.spans)
            .any(|span| span.kind == SpanKind::IdNumber && !span.display.contains('*') && !span.display.is_empty());
        if shows_number && screen.id.as_str() != "code" {
            faults.push(format!("L23 {:?} shows a whole number", node.id));
        }
    }
}

fn texts(node: &Node) -> Vec<&Text> {
    match &node.kind {
        NodeKind::Heading { text } | NodeKind::Paragraph { text } | NodeKind::Progress { text, .. } => vec![text],
        NodeKind::Fact { label, value } => vec![label, value],
        NodeKind::TextField { label, purpose, error, .. } | NodeKind::DigitField { label, purpose, error, .. } => {
            [Some(label), Some(purpose), error.as_ref()].into_iter().flatten().collect()
        }
        NodeKind::Notice { lead, over, more, .. } => {
            [Some(lead), over.as_ref(), more.as_ref()].into_iter().flatten().collect()
        }
        NodeKind::Review { facts } => facts.iter().flat_map(|fact| [&fact.label, &fact.value]).collect(),
        NodeKind::Rows { items, .. } => {
            items.iter().flat_map(|row| [Some(&row.key.label), row.detail.as_ref()]).flatten().collect()
        }
        NodeKind::Choice { options, .. } => {
            options.iter().flat_map(|option| [Some(&option.key.label), option.key.hint.as_ref()]).flatten().collect()
        }
        NodeKind::CardFace { brand, name, number, .. } => vec![brand, name, number],
        NodeKind::CameraStage { cue, .. } => vec![cue],
        NodeKind::PersonCard { name, relation, status, .. } => {
            [Some(name), relation.as_ref(), status.as_ref()].into_iter().flatten().collect()
        }
        NodeKind::Consent { will_title, will, will_not_title, will_not } => {
            [will_title, will_not_title].into_iter().chain(will).chain(will_not).collect()
        }
        _ => Vec::new(),
    }
}

/// Counts as design.md section 10 does: Han characters and words; a value counts one, punctuation none.
fn length(text: &Text) -> usize {
    text.spans.iter().map(|span| if span.kind == SpanKind::Plain { plain_length(&span.display) } else { 1 }).sum()
}

fn plain_length(words: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    for c in words.chars() {
        let han = matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}');
        let letter = c.is_alphanumeric() && !han;
        count += usize::from(han || letter && !in_word);
        in_word = letter;
    }
    count
}

/// Lengths of the sentences of a text.
fn sentences(text: &Text) -> Vec<usize> {
    let mut lengths = vec![0];
    for span in &text.spans {
        if span.kind != SpanKind::Plain {
            *lengths.last_mut().expect("never empty") += 1;
            continue;
        }
        for (at, part) in span.display.split(['。', '？', '！']).enumerate() {
            if at > 0 {
                lengths.push(0);
            }
            *lengths.last_mut().expect("never empty") += plain_length(part);
        }
    }
    lengths.retain(|length| *length > 0);
    lengths
}

/// L18: no digits, Latin letters, bidi controls or brackets.
fn can_be_said(speech: &str) -> bool {
    !speech.chars().any(|c| {
        c.is_ascii_alphanumeric()
            || matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{2069}')
    })
}
