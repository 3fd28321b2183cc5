//! Says the utterances to the core, noise and all, and counts what became of them.

use std::collections::BTreeMap;

use leling_language::understand::{Dialogue, Global, Meaning, Reply};

use crate::noise::{Chance, Noise, distance};
use crate::plain;
use crate::set::{Screen, Set, Utterance, written};

/// What became of one utterance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Understood at once.
    First,
    /// Understood after asking back or a second try.
    Second,
    /// Nothing was done, and the second try was no better.
    Missed,
    /// Something else was done, which can be taken back.
    Wrong,
    /// Another value was heard; it is read back before anything happens.
    WrongValue,
}

/// Counts of outcomes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) said: u32,
    pub(crate) first: u32,
    pub(crate) second: u32,
    pub(crate) wrong: u32,
    pub(crate) wrong_value: u32,
}

impl Counts {
    pub(crate) fn add(&mut self, outcome: Outcome) {
        self.said += 1;
        match outcome {
            Outcome::First => self.first += 1,
            Outcome::Second => self.second += 1,
            Outcome::Missed => {}
            Outcome::Wrong => self.wrong += 1,
            Outcome::WrongValue => self.wrong_value += 1,
        }
    }

    pub(crate) fn percent(self, count: u32) -> f64 {
        100.0 * f64::from(count) / f64::from(self.said.max(1))
    }
}

/// How an utterance is said.
pub(crate) struct Saying<'a> {
    pub(crate) set: &'a Set,
    pub(crate) noise: &'a Noise,
    /// Characters hit, of a hundred.
    pub(crate) percent: usize,
    /// Whether names that are the utterance itself are taken from the screen.
    pub(crate) without_same: bool,
}

/// Who listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listener {
    Ours,
    Plain,
}

/// Which utterances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    All,
    /// What is done: parts of the screen, words that hold everywhere, yes and no, and what is nothing of these.
    Acts,
    /// Digits, sums and days, which are read back before anything happens with them.
    Values,
}

/// One utterance that was not understood at once.
pub(crate) struct Said {
    pub(crate) outcome: Outcome,
    pub(crate) screen: String,
    pub(crate) means: String,
    pub(crate) did: String,
    pub(crate) words: String,
    pub(crate) heard: String,
}

/// What was counted over many utterances.
#[derive(Default)]
pub(crate) struct Result {
    counts: [Counts; 3],
    pub(crate) by_kind: BTreeMap<String, Counts>,
    pub(crate) by_zone: BTreeMap<String, Counts>,
    /// Characters said, and characters misheard.
    characters: (u64, u64),
    pub(crate) misses: Vec<Said>,
}

impl Result {
    pub(crate) const fn of(&self, group: Group) -> &Counts {
        &self.counts[group as usize]
    }

    /// Measured character errors in percent.
    pub(crate) fn error_rate(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts of some hundred thousand")]
        let rate = 100.0 * self.characters.1 as f64 / self.characters.0.max(1) as f64;
        rate
    }

    fn add(&mut self, utterance: &Utterance, outcome: Outcome) {
        let value = utterance.means.iter().any(|means| means.starts_with("slot:"));
        let group = if value { Group::Values } else { Group::Acts };
        self.counts[Group::All as usize].add(outcome);
        self.counts[group as usize].add(outcome);
        self.by_kind.entry(utterance.kind.clone()).or_default().add(outcome);
        self.by_zone.entry(utterance.zone.clone()).or_default().add(outcome);
    }
}

impl Saying<'_> {
    /// Says each utterance so many times.
    pub(crate) fn run(&self, utterances: &[&Utterance], times: u64, listener: Listener) -> Result {
        let mut result = Result::default();
        for (number, utterance) in utterances.iter().enumerate() {
            let Some(screen) = self.set.screen(&utterance.screen) else { continue };
            for time in 0..times {
                let mut chance = Chance::new(seed(number, time, self.percent));
                let heard = self.noise.heard(&utterance.heard, self.percent, &mut chance);
                let (one, two): (Vec<char>, Vec<char>) = (utterance.heard.chars().collect(), heard.chars().collect());
                result.characters.0 += one.len() as u64;
                result.characters.1 += distance(&one, &two) as u64;
                let (outcome, did) = match listener {
                    Listener::Ours => self.say(screen, utterance, &heard, &mut chance),
                    Listener::Plain => self.say_plainly(screen, utterance, &heard, &mut chance),
                };
                result.add(utterance, outcome);
                if outcome != Outcome::First {
                    let (words, means) = (utterance.heard.clone(), utterance.means.join("|"));
                    result.misses.push(Said { outcome, screen: screen.id.clone(), means, did, words, heard });
                }
            }
        }
        result
    }

    fn say(&self, screen: &Screen, utterance: &Utterance, heard: &str, chance: &mut Chance) -> (Outcome, String) {
        let turn = screen.turn(self.without_same.then_some(&utterance.heard));
        let (reply, next) = Dialogue::default().hear(&turn, heard);
        let did = did(&reply);
        let outcome = match &reply {
            _ if utterance.means.contains(&did) => Outcome::First,
            Reply::Do(Meaning::Value(_)) => Outcome::WrongValue,
            Reply::Do(_) => Outcome::Wrong,
            // Nothing was to be done, and asking back did nothing.
            _ if utterance.means.iter().any(|means| means == "reject") => Outcome::Second,
            _ => {
                let (reply, _) = next.hear(&turn, &self.again(screen, utterance, chance));
                judged(utterance, &self::did(&reply), matches!(reply, Reply::Do(_)))
            }
        };
        (outcome, did)
    }

    fn say_plainly(
        &self,
        screen: &Screen,
        utterance: &Utterance,
        heard: &str,
        chance: &mut Chance,
    ) -> (Outcome, String) {
        let turn = screen.turn(self.without_same.then_some(&utterance.heard));
        let first = plain::hear(&turn, heard);
        let did = first.clone().unwrap_or_else(|| "reject".to_owned());
        let outcome = match &first {
            _ if utterance.means.contains(&did) => Outcome::First,
            Some(_) => judged(utterance, &did, true),
            None => {
                let second = plain::hear(&turn, &self.again(screen, utterance, chance));
                judged(utterance, second.as_deref().unwrap_or_default(), second.is_some())
            }
        };
        (outcome, did)
    }

    /// The second try: the words that the screen teaches, with noise of their own.
    fn again(&self, screen: &Screen, utterance: &Utterance, chance: &mut Chance) -> String {
        let taught = utterance.means.iter().find_map(|means| taught(screen, means)).unwrap_or(&utterance.heard);
        self.noise.heard(taught, self.percent, chance)
    }
}

fn judged(utterance: &Utterance, did: &str, done: bool) -> Outcome {
    match did {
        _ if utterance.means.iter().any(|means| means == did) => Outcome::Second,
        _ if !done => Outcome::Missed,
        _ if did.starts_with("slot:") => Outcome::WrongValue,
        _ => Outcome::Wrong,
    }
}

/// Gives what was done, as the set writes it.
pub(crate) fn did(reply: &Reply) -> String {
    match reply {
        Reply::Do(meaning) => written(meaning),
        Reply::AskBack(two) => written(&Meaning::Ask(two.clone())),
        _ => "reject".to_owned(),
    }
}

fn taught<'a>(screen: &'a Screen, means: &str) -> Option<&'a str> {
    let global = Global::ALL.into_iter().find(|global| global.id() == means);
    match (means, global) {
        ("yes", _) => Some("好的"),
        ("no", _) => Some("不行"),
        (_, Some(global)) => Some(global.taught()),
        (id, None) => screen.label(id),
    }
}

fn seed(number: usize, time: u64, percent: usize) -> u64 {
    (number as u64) << 32 | time << 8 | percent as u64
}
