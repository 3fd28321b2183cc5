//! The list of words by screen, `core/language/messages/screens.txt`: what the desk shows for a help code.
//!
//! A walk draws every state; each text on it is traced back to its message. What stands on a screen in all its states is
//! listed as such, the rest with a `?`. Errors are left out: the desk is told which one stands there.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use leling_language::screens::{BLANK, Part};
use leling_language::{Catalogue, Msg, msg};
use leling_screen::node::NoticeKind;
use leling_screen::{Node, NodeKind, Presentation, Screen, Size, Text};

use crate::spot::Spot;
use crate::words;

const HEAD: &str =
    "# Which messages stand on which screen, in reading order; `?` marks what stands there only at times.
# Written by `cargo xtask audit` from a walk through the phone. The desk shows it for a help code.
";

/// Where the list is kept, from the root of the project.
pub const PATH: &str = "core/language/messages/screens.txt";

/// Forms of a message that stand on a screen beside its own words.
const FORMS: [&str; 2] = ["more", "hint"];

const WALKING: Presentation = Presentation {
    size: Size::Elder,
    step: 0,
    voice: false,
    language: leling_screen::Language::Chinese,
    theme: leling_screen::Theme::Light,
};

/// The messages by their Chinese words.
struct Index {
    whole: BTreeMap<String, Vec<String>>,
    /// Words around the values, and the message.
    around: Vec<(Vec<String>, String)>,
}

fn bare(text: &Text) -> String {
    text.display().replace('\u{2060}', "")
}

impl Index {
    fn new(catalogue: &Catalogue) -> Self {
        let mut index = Self { whole: BTreeMap::new(), around: Vec::new() };
        for message in msg::ALL {
            if message.is_for_staff() || message.key().starts_with("err-") || message.key().starts_with("pad-") {
                continue;
            }
            index.add(catalogue, *message, None);
            for form in FORMS {
                index.add(catalogue, *message, Some(form));
            }
        }
        index
    }

    fn add(&mut self, catalogue: &Catalogue, message: Msg, form: Option<&str>) {
        let Some(text) = catalogue.with_blanks(&WALKING, message, form) else { return };
        let (words, name) = (bare(&text), form.map_or_else(String::new, |form| format!(".{form}")));
        let name = format!("{}{name}", message.key());
        if words.contains(BLANK) {
            let around: Vec<String> = words.split(BLANK).map(str::to_owned).collect();
            if around.iter().map(|part| part.chars().count()).sum::<usize>() > 1 {
                self.around.push((around, name));
            }
        } else if !words.is_empty() {
            self.whole.entry(words).or_default().push(name);
        }
    }

    /// Finds the message of a text: of several with the same words, the one whose key is of the screen's flow.
    fn find(&self, screen: &str, text: &Text) -> Option<&str> {
        let words = bare(text);
        let fitting = self.around.iter().filter(|(around, _)| fits(&words, around)).map(|(_, name)| name.as_str());
        let found: Vec<&str> = match self.whole.get(&words) {
            Some(names) => names.iter().map(String::as_str).collect(),
            None => fitting.collect(),
        };
        let flow = screen.split('.').next().unwrap_or_default().replace('_', "-");
        let near = |name: &&str| name.starts_with(&flow);
        let common = |name: &&str| name.starts_with("common-");
        found.iter().copied().find(near).or_else(|| found.iter().copied().find(common)).or(found.first().copied())
    }
}

/// Says whether words are made of these parts with something between each two.
fn fits(words: &str, around: &[String]) -> bool {
    let (Some(first), Some(last)) = (around.first(), around.last()) else { return false };
    let Some(mut rest) = words.strip_prefix(first.as_str()) else { return false };
    for part in &around[1..around.len() - 1] {
        let Some(at) = rest.find(part.as_str()) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.len() > last.len() && rest.ends_with(last.as_str())
}

fn is_error(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Notice { notice: NoticeKind::Error, .. })
}

/// Gives the texts of a node but for the value of a fact, which is the person's.
fn own_words(node: &Node) -> Vec<Text> {
    match &node.kind {
        NodeKind::Fact { label, .. } => vec![label.clone()],
        _ => words::of_node(node),
    }
}

/// Gives the lines of a screen as they stand.
fn lines(index: &Index, screen: &Screen) -> Vec<(Part, String)> {
    let keys: Vec<Text> = words::keys(screen).into_iter().map(|key| key.label).collect();
    let name = screen.id.as_str();
    let mut found = Vec::new();
    let mut add = |part, text: &Text| {
        if let Some(message) = index.find(name, text) {
            let line = (part, message.to_owned());
            if !found.contains(&line) {
                found.push(line);
            }
        }
    };
    add(Part::Title, &screen.title);
    for text in screen.nodes().filter(|node| !is_error(node)).flat_map(own_words) {
        add(if keys.contains(&text) { Part::Key } else { Part::Says }, &text);
    }
    for action in &screen.actions {
        add(Part::Key, &action.key.label);
    }
    found
}

#[derive(Default)]
struct Seen {
    states: usize,
    lines: Vec<(Part, String)>,
    counts: BTreeMap<String, usize>,
}

/// Writes the list.
pub fn list<S: Spot>(spots: &[S]) -> String {
    let index = Index::new(&Catalogue::new());
    let mut screens: BTreeMap<String, Seen> = BTreeMap::new();
    for spot in spots {
        let screen = spot.drawn(WALKING).screen;
        let seen = screens.entry(screen.id.as_str().to_owned()).or_default();
        seen.states += 1;
        for (part, message) in lines(&index, &screen) {
            *seen.counts.entry(format!("{} {message}", part.as_str())).or_default() += 1;
            if !seen.lines.contains(&(part, message.clone())) {
                seen.lines.push((part, message));
            }
        }
    }
    let mut written = HEAD.to_owned();
    for (name, mut seen) in screens {
        // Titles of other states come behind the first one's lines; at the desk the titles stand together.
        seen.lines.sort_by_key(|(part, _)| *part != Part::Title);
        let _ = writeln!(written, "screen {name}");
        for (part, message) in &seen.lines {
            let part = part.as_str();
            let always = seen.counts.get(&format!("{part} {message}")) == Some(&seen.states);
            let _ = writeln!(written, "  {part}{} {message}", if always { "" } else { "?" });
        }
    }
    written
}
