//! What is read off one drawn screen. Start at [`faults`]; each file holds the rules of one matter.

mod actions;
mod look;
mod names;
mod safety;
mod speech;
mod text;

use std::collections::BTreeSet;

use leling_screen::{NodeId, Screen};

use crate::rule::Rule;
use crate::spot::Home;
use crate::words;

pub use look::{Look, Meeting, look_faults};
pub(crate) use names::stand_in;
pub use safety::closed_kinds;

/// One drawn screen with what is known of the phone behind it.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The screen.
    pub screen: &'a Screen,
    /// Names of the parts that have something behind them, fields among them.
    pub bound: &'a BTreeSet<String>,
    /// Whether there is a home.
    pub home: Home,
    /// Gives the part that words mean on the screen.
    pub hears: fn(&Screen, &str) -> Option<NodeId>,
}

impl core::fmt::Debug for Case<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Case({:?})", self.screen.id)
    }
}

/// A rule that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The rule.
    pub rule: Rule,
    /// The part and what is wrong with it.
    pub what: String,
}

/// Collects faults.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, rule: Rule, what: impl Into<String>) {
        self.0.push(Fault { rule, what: what.into() });
    }

    pub(crate) fn into_inner(self) -> Vec<Fault> {
        self.0
    }
}

/// Lists what a screen breaks for those who speak to it: whether words find what they name.
///
/// It depends on the names and kinds of the parts alone, so that a run may remember it; the other rules are [`faults`].
pub fn heard_faults(case: &Case<'_>) -> Vec<Fault> {
    let mut faults = Faults::default();
    speech::heard(case, &mut faults);
    actions::entry(case, &mut faults);
    faults.into_inner()
}

/// Lists what a screen breaks, [`heard_faults`] apart.
pub fn faults(case: &Case<'_>) -> Vec<Fault> {
    let mut faults = Faults::default();
    names::check(case, &mut faults);
    actions::check(case, &mut faults);
    let texts = words::of_screen(case.screen);
    text::check(case, &texts, &mut faults);
    speech::check(case, &mut faults);
    safety::check(case, &texts, &mut faults);
    look::check(case.screen, &mut faults);
    faults.into_inner()
}
