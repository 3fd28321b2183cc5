//! What a translator has to do: for each language, how every message stands, and what is wrong with what is there.

use std::collections::{BTreeMap, BTreeSet};

use leling_screen::Language;

use crate::message::{Msg, msg};
use crate::review::Standing;
use crate::source::{self, Entry, OWN};
use crate::value::forms;

/// Attributes that a language may leave out, and may have where Chinese has none: sizes, sound, other names.
const FREE: [&str; 4] = ["large", "standard", "spoken", "also"];
/// Marks by which a text may name what is always there.
const SUPPLIED: &str = "helpline";

/// How the translation of one message stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// File of the Chinese text.
    pub file: &'static str,
    /// The message.
    pub message: Msg,
    /// How its translation stands.
    pub standing: Standing,
    /// Whether a form of it is shown in Chinese until it is approved.
    pub critical: bool,
}

/// The state of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The language.
    pub language: Language,
    /// Every message that is to be translated, in the order of its Chinese files.
    pub lines: Vec<Line>,
    /// What is wrong with the folder, one sentence each.
    pub faults: Vec<String>,
}

impl Report {
    /// Looks at a language.
    pub fn of(language: Language) -> Self {
        let chinese = entries(Language::Chinese);
        let own = entries(language);
        let mut lines = Vec::new();
        for (file, entry) in &chinese {
            let message = Msg::from_key(&entry.key).expect("messages are made from these files");
            if !message.is_for_staff() {
                let critical = entry.forms.iter().any(|(form, _)| message.is_critical(form));
                lines.push(Line { file, message, standing: message.standing(language), critical });
            }
        }
        let by_key = chinese.iter().map(|(_, entry)| (entry.key.as_str(), entry)).collect();
        let faults = if language == Language::Chinese { Vec::new() } else { faults(language, &own, &by_key) };
        Self { language, lines, faults }
    }

    /// Counts the messages of a standing.
    pub fn count(&self, standing: Standing) -> usize {
        self.lines.iter().filter(|line| line.standing == standing).count()
    }
}

/// Gives every message of a language with the file that holds it, without the forms of values.
pub fn entries(language: Language) -> Vec<(&'static str, Entry)> {
    let files = msg::SOURCES.iter().filter(|source| source.tag == language.tag() && source.file != forms::FILE);
    files.flat_map(|file| source::entries(file.content).into_iter().map(|entry| (file.file, entry))).collect()
}

fn faults(language: Language, own: &[(&str, Entry)], chinese: &BTreeMap<&str, &Entry>) -> Vec<String> {
    let mut faults = Vec::new();
    for (file, entry) in own {
        let key = &entry.key;
        let mut fault = |what: String| faults.push(format!("{}/{file}: {key}: {what}", language.tag()));
        let Some(source) = chinese.get(key.as_str()) else {
            fault("no such message in Chinese".to_owned());
            continue;
        };
        if Msg::from_key(key).is_some_and(Msg::is_for_staff) {
            fault("is for staff and stays in Chinese".to_owned());
        }
        for (form, words) in missing_forms(entry, source) {
            fault(format!("lacks {} of `{words}`", if form == OWN { "the words" } else { form }));
        }
        for (form, words) in &entry.forms {
            if words.is_empty() {
                continue;
            }
            match source.form(form) {
                None if !FREE.contains(&form.as_str()) => fault(format!("has .{form}, which Chinese has not")),
                _ => {}
            }
            let wanted = arguments(source.form(form).or_else(|| source.form(OWN)).unwrap_or_default());
            let found = arguments(words);
            if form != "also" && wanted != found {
                fault(format!(".{form} takes {found:?}, Chinese takes {wanted:?}"));
            }
        }
    }
    faults.extend(faults_of_forms(language));
    faults
}

fn missing_forms<'a>(entry: &Entry, source: &'a Entry) -> Vec<(&'a str, &'a str)> {
    let wanted = source.forms.iter().filter(|(form, words)| !words.is_empty() && !FREE.contains(&form.as_str()));
    wanted.filter(|(form, _)| entry.form(form).is_none()).map(|(form, words)| (form.as_str(), words.as_str())).collect()
}

/// Values that a text takes, without the one that is always there.
fn arguments(words: &str) -> BTreeSet<String> {
    let entry = Entry { key: String::new(), forms: vec![(OWN.to_owned(), words.to_owned())] };
    entry.arguments().into_iter().filter(|name| *name != SUPPLIED).map(str::to_owned).collect()
}

fn faults_of_forms(language: Language) -> Vec<String> {
    let file = msg::SOURCES.iter().find(|source| source.tag == language.tag() && source.file == forms::FILE);
    let Some(file) = file else { return Vec::new() };
    let found: Vec<Entry> = source::entries(file.content);
    let known = forms::all();
    let mut faults = Vec::new();
    for entry in &found {
        match known.iter().find(|(form, _)| *form == entry.key) {
            None => faults.push(format!("{}/{}: no value has the form {}", language.tag(), forms::FILE, entry.key)),
            Some((_, takes)) => faults.extend(
                entry
                    .arguments()
                    .iter()
                    .filter(|name| !takes.contains(name))
                    .map(|name| format!("{}/{}: {} takes no {name}", language.tag(), forms::FILE, entry.key)),
            ),
        }
    }
    let lacking = known.iter().filter(|(form, _)| !found.iter().any(|entry| entry.key == *form));
    faults.extend(lacking.map(|(form, _)| format!("{}/{}: lacks {form}", language.tag(), forms::FILE)));
    faults
}
