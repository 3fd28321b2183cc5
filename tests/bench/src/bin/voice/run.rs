//! Says the utterances to the core, noise and all, and counts what became of them.

use std::collections::BTreeMap;

use leling_language::understand::{Dialogue, Global, Meaning, Reply, Turn};

use crate::noise::{Chance, Noise, distance};
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

/// What was counted over many utterances.
#[derive(Default)]
pub(crate) struct Result {
    pub(crate) all: Counts,
    pub(crate) by_kind: BTreeMap<String, Counts>,
    pub(crate) by_zone: BTreeMap<String, Counts>,
    /// Characters said, and characters misheard.
    pub(crate) characters: (u64, u64),
    /// Lines for whoever makes the rules.
    pub(crate) misses: Vec<String>,
}

impl Result {
    /// Measured character errors in percent.
    pub(crate) fn error_rate(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts of some hundred thousand")]
        let rate = 100.0 * self.characters.1 as f64 / self.characters.0.max(1) as f64;
        rate
    }
}

impl Saying<'_> {
    /// Says each utterance so many times.
    pub(crate) fn run(&self, utterances: &[&Utterance], times: u64) -> Result {
        let mut result = Result::default();
        for (number, utterance) in utterances.iter().enumerate() {
            let Some(screen) = self.set.screen(&utterance.screen) else { continue };
            for time in 0..times {
                let mut chance = Chance::new(seed(number, time, self.percent));
                let heard = self.noise.heard(&utterance.heard, self.percent, &mut chance);
                let (one, two): (Vec<char>, Vec<char>) = (utterance.heard.chars().collect(), heard.chars().collect());
                result.characters.0 += one.len() as u64;
                result.characters.1 += distance(&one, &two) as u64;
                let (outcome, did) = self.say(screen, utterance, &heard, &mut chance);
                for counts in [
                    &mut result.all,
                    result.by_kind.entry(utterance.kind.clone()).or_default(),
                    result.by_zone.entry(utterance.zone.clone()).or_default(),
                ] {
                    counts.add(outcome);
                }
                if outcome != Outcome::First {
                    let means = utterance.means.join("|");
                    result
                        .misses
                        .push(format!("{outcome:?}\t{}\t{means}\t{did}\t{}\t{heard}", screen.id, utterance.heard));
                }
            }
        }
        result
    }

    fn say(&self, screen: &Screen, utterance: &Utterance, heard: &str, chance: &mut Chance) -> (Outcome, String) {
        let turn = screen.turn(self.without_same.then_some(&utterance.heard));
        let (reply, next) = Dialogue::default().hear(&turn, heard);
        let did = did(&reply);
        if utterance.means.contains(&did) {
            return (Outcome::First, did);
        }
        let outcome = match &reply {
            Reply::Do(Meaning::Value(_)) => Outcome::WrongValue,
            Reply::Do(_) => Outcome::Wrong,
            // Nothing was to be done, and asking back did nothing.
            _ if utterance.means.iter().any(|means| means == "reject") => Outcome::Second,
            _ => self.again(screen, utterance, &turn, &next, chance),
        };
        (outcome, did)
    }

    /// The second try: the words that the screen teaches, with noise of their own.
    fn again(
        &self,
        screen: &Screen,
        utterance: &Utterance,
        turn: &Turn,
        next: &Dialogue,
        chance: &mut Chance,
    ) -> Outcome {
        let taught = utterance.means.iter().find_map(|means| taught(screen, means)).unwrap_or(&utterance.heard);
        let heard = self.noise.heard(taught, self.percent, chance);
        let (reply, _) = next.hear(turn, &heard);
        match reply {
            _ if utterance.means.contains(&did(&reply)) => Outcome::Second,
            Reply::Do(Meaning::Value(_)) => Outcome::WrongValue,
            Reply::Do(_) => Outcome::Wrong,
            _ => Outcome::Missed,
        }
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
