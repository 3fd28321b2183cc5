//! Names: L01, L02, L05, L06, L07.

use std::collections::{BTreeMap, BTreeSet};

use leling_screen::{Key, NodeKind, Screen};

use super::{Case, Faults};
use crate::rule::Rule;
use crate::words;

/// Words that assistive technology adds by itself.
const ROLES: [&str; 8] = ["按钮", "按键", "链接", "开关", "输入框", "复选框", "标签", "button"];

/// Gives the own key that does the errand of a key of the bar.
pub(crate) fn stand_in(id: &str) -> Option<&'static str> {
    SAME_ERRAND.iter().find(|(_, bar)| *bar == id).map(|(own, _)| *own)
}

pub(super) fn check(case: &Case<'_>, faults: &mut Faults) {
    let keys = words::keys(case.screen);
    ids(case.screen, &keys, faults);
    title(case.screen, faults);
    behind(case, &keys, faults);
    for key in &keys {
        label(key, faults);
    }
    alike(case.screen, &keys, faults);
}

fn ids(screen: &Screen, keys: &[Key], faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for id in screen.nodes().map(|node| &node.id).chain(keys.iter().map(|key| &key.id)) {
        if !seen.insert(id.as_str()) {
            faults.add(Rule::L01, format!("{id:?} stands twice"));
        }
        if id.as_str().is_empty() {
            faults.add(Rule::L01, "a part has no id");
        }
    }
    if let Some(focus) = &screen.focus
        && !seen.contains(focus.as_str())
    {
        faults.add(Rule::L01, format!("focus on {focus:?}, which is not there"));
    }
}

fn title(screen: &Screen, faults: &mut Faults) {
    if screen.title.is_empty() || screen.title.speech.trim().is_empty() {
        faults.add(Rule::L02, "no title");
    }
    let title = screen.title.display();
    for node in screen.nodes() {
        if matches!(&node.kind, NodeKind::Heading { text } if text.display() == title) {
            faults.add(Rule::L02, format!("{:?} repeats the title", node.id));
        }
    }
}

/// What can be pressed or typed in has something behind it; what draws nothing to say is silent.
fn behind(case: &Case<'_>, keys: &[Key], faults: &mut Faults) {
    let fields = case.screen.nodes().filter(|node| words::is_field(node)).map(|node| &node.id);
    for id in fields.chain(keys.iter().map(|key| &key.id)) {
        if !case.bound.contains(id.as_str()) {
            faults.add(Rule::L05, format!("{id:?} has nothing behind it"));
        }
    }
    for node in case.screen.nodes() {
        let silent = matches!(node.kind, NodeKind::Illustration { .. });
        if silent != node.speech.trim().is_empty() {
            let what = if silent { "is decoration and speaks" } else { "says nothing" };
            faults.add(Rule::L05, format!("{:?} {what}", node.id));
        }
    }
}

fn label(key: &Key, faults: &mut Faults) {
    let Key { id, label, speech, .. } = key;
    if label.is_empty() || speech.trim().is_empty() {
        faults.add(Rule::L05, format!("{id:?} has no name"));
        return;
    }
    if !label.display().chars().any(char::is_alphanumeric) {
        faults.add(Rule::L06, format!("{id:?} is called by punctuation alone"));
    }
    if !speech.contains(&label.speech) {
        faults.add(Rule::L06, format!("{id:?} shows {} and says {speech}", label.display()));
    }
    if let Some(role) = ROLES.iter().find(|role| speech.contains(**role)) {
        faults.add(Rule::L06, format!("{id:?} says its role: {role}"));
    }
}

/// Keys of the bar, and the own keys of a screen that do the same errand under the same name.
const SAME_ERRAND: [(&str, &str); 3] = [("home", "nav.home"), ("call", "nav.help"), ("back", "nav.back")];

/// Everything by which a key may be called, folded: width, case and punctuation do not tell two names apart.
///
/// Entries of one list that show the same words are told apart by the rest of what is said of them.
fn names(key: &Key, shared: &BTreeSet<&str>) -> BTreeSet<String> {
    let folded = |name: &str| -> String { name.chars().filter(|c| c.is_alphanumeric()).collect() };
    let visible = [key.label.display(), key.label.speech.clone()];
    let others = visible.iter().chain(&key.aliases).filter(|_| !shared.contains(key.id.as_str()));
    others.chain([&key.speech]).map(|name| folded(name)).filter(|name| !name.is_empty()).collect()
}

/// Ids of the entries of one list, or changes of one review, that show the same words as another of it.
fn shared(screen: &Screen) -> BTreeSet<&str> {
    let mut shared = BTreeSet::new();
    for node in screen.nodes() {
        let keys: Vec<&Key> = match &node.kind {
            NodeKind::Review { facts } => facts.iter().filter_map(|fact| fact.change.as_ref()).collect(),
            NodeKind::Rows { items, .. } => items.iter().filter(|row| row.pressable).map(|row| &row.key).collect(),
            _ => continue,
        };
        let twice = |key: &&&Key| keys.iter().filter(|other| other.label == key.label).count() > 1;
        shared.extend(keys.iter().filter(twice).map(|key| key.id.as_str()));
    }
    shared
}

fn alike(screen: &Screen, keys: &[Key], faults: &mut Faults) {
    let shared = shared(screen);
    let mut called: BTreeMap<String, &Key> = BTreeMap::new();
    for key in keys {
        for name in names(key, &shared) {
            let other = called.entry(name.clone()).or_insert(key);
            let pair = (other.id.as_str(), key.id.as_str());
            if other.id != key.id && !SAME_ERRAND.contains(&pair) {
                faults.add(Rule::L07, format!("{:?} and {:?} are both called {name}", other.id, key.id));
            }
        }
    }
}
