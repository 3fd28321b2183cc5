//! The utterance set of `tests/data/voice`: screens, and what was said on them with what it means.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use leling_bench::Failed;
use leling_language::understand::{Asks, Meaning, Offer, Turn};
use leling_screen::{NodeId, Risk};
use serde::Deserialize;

/// Which part of the set an utterance is in: by a hash of its words, so that nobody chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Looked at while the rules were made.
    Tuning,
    /// Never looked at while they were made: only sums of it are printed.
    HeldOut,
}

/// One line of the set.
#[derive(Clone, Debug)]
pub(crate) struct Utterance {
    pub(crate) screen: String,
    pub(crate) zone: String,
    pub(crate) kind: String,
    /// What it may mean: an action or global id, `yes`, `no`, `slot:…`, `ask:…`, `reject`.
    pub(crate) means: Vec<String>,
    pub(crate) heard: String,
    pub(crate) part: Part,
}

impl Utterance {
    /// Said on no screen in particular, and to nobody here.
    pub(crate) fn is_foreign(&self) -> bool {
        self.screen == "any"
    }
}

#[derive(Deserialize)]
pub(crate) struct Screen {
    pub(crate) id: String,
    asks: Option<String>,
    question: Option<String>,
    length: Option<u8>,
    irreversible: BTreeSet<String>,
    list: Option<BTreeSet<String>>,
    actions: Vec<Action>,
}

#[derive(Deserialize)]
struct Action {
    id: String,
    label: String,
    #[serde(default)]
    aliases: Vec<String>,
}

impl Screen {
    /// Gives the turn of this screen; without the other names that are `spoken` word for word where that is given.
    pub(crate) fn turn(&self, spoken: Option<&str>) -> Turn {
        let bare = |words: &str| words.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let offer = |action: &Action| Offer {
            id: NodeId::new(&action.id),
            label: action.label.clone(),
            names: action.aliases.iter().filter(|name| spoken.is_none_or(|s| bare(s) != bare(name))).cloned().collect(),
            risk: if self.irreversible.contains(&action.id) { Risk::Irreversible } else { Risk::None },
            listed: self.list.as_ref().is_none_or(|list| list.contains(&action.id)),
        };
        let asks = match self.asks.as_deref() {
            Some("yes_no") => Asks::YesNo { question: self.question.clone() },
            Some("digits") => Asks::Digits { length: self.length },
            Some("phone") => Asks::Phone,
            Some("date") => Asks::Date,
            Some("money") => Asks::Money,
            _ => Asks::Nothing,
        };
        Turn {
            offers: self.actions.iter().map(offer).collect(),
            asks,
            irreversible: !self.irreversible.is_empty(),
            ..Turn::default()
        }
    }

    pub(crate) fn is_irreversible(&self) -> bool {
        !self.irreversible.is_empty()
    }

    pub(crate) fn confirms(&self, id: &str) -> bool {
        self.irreversible.contains(id)
    }

    /// Gives the words that the screen teaches for an action.
    pub(crate) fn label(&self, id: &str) -> Option<&str> {
        self.actions.iter().find(|action| action.id == id).map(|action| action.label.as_str())
    }
}

/// Everything in `tests/data/voice`.
pub(crate) struct Set {
    pub(crate) screens: Vec<Screen>,
    pub(crate) utterances: Vec<Utterance>,
    /// Characters that noise is made of.
    pub(crate) characters: Vec<char>,
}

impl Set {
    pub(crate) fn read() -> Result<Self, Failed> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../data/voice");
        let text = |name: &str| fs::read_to_string(folder.join(name));
        let mut utterances = Vec::new();
        for (name, part) in [("tuning.tsv", Part::Tuning), ("held-out.tsv", Part::HeldOut)] {
            for line in text(name)?.lines().skip(1) {
                let fields: Vec<&str> = line.split('\t').collect();
                let [screen, zone, kind, means, heard] = fields[..] else {
                    return Err(format!("{name}: {line}").into());
                };
                let [screen, zone, kind, heard] = [screen, zone, kind, heard].map(str::to_owned);
                let means = means.split('|').map(str::to_owned).collect();
                utterances.push(Utterance { screen, zone, kind, means, heard, part });
            }
        }
        let screens = serde_json::from_str(&text("screens.json")?)?;
        let characters = text("common-characters.txt")?.chars().filter(|c| !c.is_whitespace()).collect();
        Ok(Self { screens, utterances, characters })
    }

    pub(crate) fn screen(&self, id: &str) -> Option<&Screen> {
        self.screens.iter().find(|screen| screen.id == id)
    }
}

/// Writes a meaning as the set does.
pub(crate) fn written(meaning: &Meaning) -> String {
    match meaning {
        Meaning::Press(id) => id.as_str().to_owned(),
        Meaning::Global(global) => global.id().to_owned(),
        Meaning::WhereIs(_) => "where_is".to_owned(),
        Meaning::Yes => "yes".to_owned(),
        Meaning::No => "no".to_owned(),
        Meaning::Value(value) => format!("slot:{}", value.value()),
        Meaning::Ask([one, two]) => {
            let mut two = [one.as_str(), two.as_str()];
            two.sort_unstable();
            format!("ask:{}", two.join(","))
        }
        Meaning::Reject(_) => "reject".to_owned(),
    }
}
