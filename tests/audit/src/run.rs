//! One run: every place in every mode and language, its findings gathered, its time taken.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use leling_screen::{Language, Presentation, Screen, Size};

use crate::lints::{self, Case, Fault, Look, look_faults};
use crate::rule::Rule;
use crate::spot::{Drawn, Home, Spot};
use crate::{layout, talk, ways};

/// A size with or without voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mode {
    /// How much, and how large.
    pub size: Size,
    /// Whether screens are read aloud.
    pub voice: bool,
}

impl Mode {
    /// Every mode: three sizes, each silent and with voice.
    pub const ALL: [Self; 6] = [
        Self { size: Size::Standard, voice: false },
        Self { size: Size::Standard, voice: true },
        Self { size: Size::Elder, voice: false },
        Self { size: Size::Elder, voice: true },
        Self { size: Size::Large, voice: false },
        Self { size: Size::Large, voice: true },
    ];

    fn in_language(self, language: Language) -> Presentation {
        let Self { size, voice } = self;
        Presentation { size, voice, language, ..Presentation::default() }
    }
}

impl core::fmt::Display for Mode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let size = match self.size {
            Size::Standard => "standard",
            Size::Elder => "elder",
            Size::Large => "large",
        };
        write!(f, "{size}{}", if self.voice { "+voice" } else { "" })
    }
}

/// A rule that does not hold on a screen, with every mode and language where it does not.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule and what is wrong.
    pub fault: Fault,
    /// The screen; `tokens` for what holds of all.
    pub screen: String,
    /// In which modes.
    pub modes: BTreeSet<Mode>,
    /// In which languages.
    pub languages: BTreeSet<Language>,
    /// One way that leads there.
    pub path: String,
}

/// What a run found.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// States that were walked from.
    pub spots: usize,
    /// Different screens among them; each was drawn in every mode and language.
    pub drawn: usize,
    /// Names of the screens.
    pub names: BTreeSet<String>,
    /// Time of drawing and judging.
    pub judged: Duration,
    /// What does not hold.
    pub findings: Vec<Finding>,
}

impl Outcome {
    /// Gives how many drawings were judged.
    pub const fn drawings(&self) -> usize {
        self.drawn * Mode::ALL.len() * Language::ALL.len()
    }
}

type Key = (Rule, String, String);

#[derive(Default)]
struct Gathered(BTreeMap<Key, Finding>);

impl Gathered {
    fn add<S: Spot>(&mut self, fault: Fault, screen: &str, spot: &S, modes: &[Mode], languages: &[Language]) {
        let key = (fault.rule, screen.to_owned(), fault.what.clone());
        let finding = self.0.entry(key).or_insert_with(|| Finding {
            fault,
            screen: screen.to_owned(),
            modes: BTreeSet::new(),
            languages: BTreeSet::new(),
            path: spot.path(),
        });
        finding.modes.extend(modes);
        finding.languages.extend(languages);
    }

    fn join(&mut self, other: Self) {
        for (key, found) in other.0 {
            match self.0.get_mut(&key) {
                Some(known) => {
                    known.modes.extend(found.modes);
                    known.languages.extend(found.languages);
                }
                None => {
                    self.0.insert(key, found);
                }
            }
        }
    }
}

/// Judges every spot in every mode and language, and the tokens.
pub fn judge<S: Spot>(spots: &[S]) -> Outcome {
    let begun = Instant::now();
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = spots.len().div_ceil(workers).max(1);
    let mut gathered = Gathered::default();
    let mut names = BTreeSet::new();
    let known = &Known::default();
    std::thread::scope(|scope| {
        let parts: Vec<_> = spots.chunks(share).map(|part| scope.spawn(|| judge_part(part, known))).collect();
        for part in parts {
            let (found, seen) = part.join().expect("a judge does not panic");
            gathered.join(found);
            names.extend(seen);
        }
    });
    let mut findings: Vec<Finding> = gathered.0.into_values().collect();
    findings.extend(look_faults(&Look::of_tokens()).into_iter().map(|fault| Finding {
        fault,
        screen: "tokens".to_owned(),
        modes: Mode::ALL.into(),
        languages: Language::ALL.into(),
        path: String::new(),
    }));
    let drawn = known.drawn.lock().expect(STEADY).len();
    Outcome { spots: spots.len(), drawn, names, judged: begun.elapsed(), findings }
}

/// What the judges know in common.
#[derive(Default)]
struct Known {
    /// What was heard on screens of the same names; most differ in nothing that is said to them.
    heard: Mutex<HashMap<u64, Vec<Fault>>>,
    /// Screens that were judged; states that draw the same in every size differ in nothing that is judged here.
    drawn: Mutex<HashSet<u64>>,
}

const STEADY: &str = "a judge does not panic";

impl Known {
    fn heard(&self, case: &Case<'_>) -> Vec<Fault> {
        let names = names(case);
        let known = self.heard.lock().expect(STEADY).get(&names).cloned();
        known.unwrap_or_else(|| {
            let faults = lints::heard_faults(case);
            self.heard.lock().expect(STEADY).insert(names, faults.clone());
            faults
        })
    }

    /// Says whether no state before drew the same.
    fn is_new<S: Spot>(&self, spot: &S) -> bool {
        let mut hasher = DefaultHasher::new();
        (spot.home() == Home::There).hash(&mut hasher);
        for size in Size::ALL {
            let Drawn { screen, bound } = spot.drawn(Mode { size, voice: false }.in_language(Language::Chinese));
            serde_json::to_vec(&screen).expect("screens are plain data").hash(&mut hasher);
            bound.hash(&mut hasher);
        }
        self.drawn.lock().expect(STEADY).insert(hasher.finish())
    }
}

/// A number for everything on a screen that decides what words mean to it.
fn names(case: &Case<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let screen = case.screen;
    (screen.id.as_str(), screen.presentation.language).hash(&mut hasher);
    case.bound.hash(&mut hasher);
    for node in screen.nodes() {
        (node.id.as_str(), core::mem::discriminant(&node.kind)).hash(&mut hasher);
    }
    screen.for_each_key(|key| {
        (key.id.as_str(), key.label.display(), &key.label.speech, &key.speech, &key.aliases).hash(&mut hasher);
    });
    for action in &screen.actions {
        (action.kind, action.risk).hash(&mut hasher);
    }
    hasher.finish()
}

fn judge_part<S: Spot>(spots: &[S], known: &Known) -> (Gathered, BTreeSet<String>) {
    let mut gathered = Gathered::default();
    let names = spots.iter().map(|spot| judge_spot(spot, known, &mut gathered)).collect();
    (gathered, names)
}

/// The mode in which a phone begins for people of 60 and over.
const ELDER: Mode = Mode { size: Size::Elder, voice: false };

/// The mode in which a person speaks.
const SPEAKING: Mode = Mode { size: Size::Elder, voice: true };

/// Judges the ways from a spot, and its drawings where they are new; gives the name of its screen.
fn judge_spot<S: Spot>(spot: &S, known: &Known, gathered: &mut Gathered) -> String {
    let id = spot.drawn(ELDER.in_language(Language::Chinese)).screen.id.as_str().to_owned();
    for fault in ways::faults(spot) {
        gathered.add(fault, &id, spot, &[ELDER], &[Language::Chinese]);
    }
    if known.is_new(spot) {
        for fault in talk::faults(spot) {
            gathered.add(fault, &id, spot, &[SPEAKING], &[Language::Chinese]);
        }
        judge_drawings(spot, &id, known, gathered);
    }
    id
}

fn judge_drawings<S: Spot>(spot: &S, id: &str, known: &Known, gathered: &mut Gathered) {
    let mut offers: Vec<(Mode, BTreeSet<String>)> = Vec::new();
    for mode in Mode::ALL {
        let mut shape: Option<Vec<String>> = None;
        for language in Language::ALL {
            let Drawn { screen, bound } = spot.drawn(mode.in_language(language));
            let case = Case { screen: &screen, bound: &bound, home: spot.home(), hears: S::hears };
            let mut faults = lints::faults(&case);
            faults.extend(known.heard(&case));
            let parts = parts(&screen);
            if *shape.get_or_insert_with(|| parts.clone()) != parts {
                faults.push(Fault { rule: Rule::L01, what: "other parts than in Chinese".to_owned() });
            }
            if language == Language::Chinese {
                // Voice changes no word that is drawn.
                faults.extend(if mode.voice { Vec::new() } else { layout::faults(&screen) });
                offers.push((mode, offered(bound)));
            }
            for fault in faults {
                gathered.add(fault, id, spot, &[mode], &[language]);
            }
        }
    }
    for (mode, offered) in &offers[1..] {
        for thing in offers[0].1.symmetric_difference(offered) {
            let fault = Fault { rule: Rule::L21, what: format!("{thing} is not in every mode") };
            gathered.add(fault, id, spot, &[*mode], &[Language::Chinese]);
        }
    }
}

/// Ids of all parts, in reading order.
fn parts(screen: &Screen) -> Vec<String> {
    let mut parts: Vec<String> = screen.nodes().map(|node| node.id.as_str().to_owned()).collect();
    screen.for_each_key(|key| parts.push(key.id.as_str().to_owned()));
    parts
}

/// What can be done. 长辈版 is offered to those alone who use another; a long list is cut into pages, and the size decides
/// how long they are: its entries are the same, on other pages.
fn offered(bound: BTreeSet<String>) -> BTreeSet<String> {
    let elsewhere = |id: &str| {
        matches!(id, "elder.yes" | "elder.no" | "older" | "newer")
            || id.starts_with("session.")
            || id.starts_with("grant.")
    };
    bound.into_iter().filter(|id| !elsewhere(id)).collect()
}
