//! What a run says: findings for the one who mends them, and the page that tells clause by clause what looks at it.

use core::fmt::Write as _;

use leling_screen::Language;

use crate::clauses::{self, CLAUSES, OWN, Standard};
use crate::rule::Rule;
use crate::run::{Finding, Mode, Outcome};

/// Begins the line of the page that tells the figures of the last run; everything else changes with the rules alone.
pub const FIGURES: &str = "Last run:";

/// Tells a finding in two lines: rule, screen, modes, languages, what; then its clause and one way that leads there.
pub fn finding(found: &Finding) -> String {
    let Finding { fault, screen, modes, languages, path } = found;
    let modes = told(modes, Mode::ALL.len(), ToString::to_string);
    let languages = told(languages, Language::ALL.len(), |language| language.tag().to_owned());
    let clause = clauses::of(fault.rule);
    let rule = fault.rule.id();
    format!("{rule} {screen} [{modes}] [{languages}] {}\n    {clause}\n    {path}", fault.what)
}

fn told<'a, T: 'a>(
    some: impl IntoIterator<Item = &'a T, IntoIter: ExactSizeIterator>,
    all: usize,
    name: impl Fn(&T) -> String,
) -> String {
    let some = some.into_iter();
    if some.len() == all { "all".to_owned() } else { some.map(name).collect::<Vec<_>>().join(" ") }
}

/// Gives the last line of a run.
pub fn sum(outcome: &Outcome) -> String {
    let (modes, languages) = (Mode::ALL.len(), Language::ALL.len());
    format!("screens={} modes={modes} languages={languages} findings={}", outcome.drawn, outcome.findings.len())
}

/// Writes the page.
pub fn page(outcome: &Outcome) -> String {
    let mut page = String::from(HEAD);
    let (states, drawn, names) = (outcome.spots, outcome.drawn, outcome.names.len());
    let (modes, languages) = (Mode::ALL.len(), Language::ALL.len());
    let found = outcome.findings.len();
    line(
        &mut page,
        &format!(
            "{FIGURES} {states} states, {drawn} different screens under {names} names, {modes} modes, {languages} languages, {found} findings."
        ),
    );
    for standard in Standard::ALL {
        line(&mut page, &format!("\n## {}\n", standard.name()));
        line(&mut page, "| clause | asks | in the tree | in native nodes | in pixels | only a person |");
        line(&mut page, "|---|---|---|---|---|---|");
        for clause in CLAUSES.iter().filter(|clause| clause.standard == standard) {
            let rules: Vec<&str> = clause.rules.iter().map(|rule| rule.id()).collect();
            let cells = [clause.number, clause.asks, &rules.join(", "), clause.native, clause.pixels, clause.person];
            let cells = cells.map(|cell| if cell.is_empty() { "–" } else { cell });
            line(&mut page, &format!("| {} |", cells.join(" | ")));
        }
    }
    line(&mut page, "\n## The rules\n\n| rule | holds | asked by |\n|---|---|---|");
    for rule in Rule::ALL {
        let own = OWN.iter().find(|(own, _)| *own == rule).map(|(_, why)| *why);
        let asked = own.map_or_else(|| clauses::of(rule), ToOwned::to_owned);
        line(&mut page, &format!("| {} | {} | {asked} |", rule.id(), rule.sentence()));
    }
    page.push_str(FOOT);
    page
}

fn line(page: &mut String, words: &str) {
    writeln!(page, "{words}").expect("a string takes any text");
}

const HEAD: &str = "\
# Accessibility, clause by clause

Written by `cargo xtask audit`; change the tables in `tests/audit`, not this page.

Every state that a walk reaches from every starting person is drawn in every size, with and without voice, in every language, and
held to the rules below; the Chinese screens once more in the pseudo-locales. States that draw the same screen are judged once. A pass is no certificate: rules over a tree say
what stands on a screen, not whether anyone understands it. The clause numbers are those of the standards of 2021 and before; the
newer national ones (GB/T 47523-2026, GB/T 47797-2026) were not at hand, and no conformance is claimed.

- **In the tree**: rules over each screen as it crosses to a shell, and over the ways between screens.
- **In native nodes**: so far the browser shell alone; the phones' own shells do not exist yet.
- **In pixels**: the browser tests measure boxes, clipped and overlapping words, targets, and what the keyboard reaches.
- **Only a person**: nobody has looked yet.

";

const FOOT: &str = "
## What the rules leave to judgement

- L14 counts characters and looks for known office words; whether a sentence is understood it cannot say.
- L19 counts 40 characters before the first answer of a question, 120 where nothing is asked. An alarm is said by itself the
  moment it stands; a review, a consent and what cannot be taken back are heard whole.
- L15 and large mode let the list of languages stand whole: one looks for one's own.
- L07 lets a key of the screen share its name with a key of the bar where both do the same errand, and entries of one list or
  review share their visible words; what is said of them tells them apart.
- `substitute` looks for words that name a window, a visit, a call, a document or a relative, on the screen or one press away, the
  bar not counted. Whether that way exists in the person's village it cannot know.
- `turns` lets a person who only speaks fill every field and press every part through the app's own dialogue; a value costs one
  turn more, in which it is read back, a list one for each four answers after the first. A password is typed, never said. How often
  a recogniser mishears is measured by `cargo xtask bench voice`.
- The pixels are those of the browser shell: the twenty longest screens of each script, large and standard, at 100, 130, 200 and
  320 % of the system's letters, in both themes.
";
