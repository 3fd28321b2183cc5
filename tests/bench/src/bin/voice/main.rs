//! How well speech is understood: the utterance set of `tests/data/voice`, with character errors of 0, 15 and 30 %, beside
//! a matcher that knows only whether the name of something stands in what was said.
//!
//! Figures are of the third of the set that nobody looked at while the rules were made. `voice tuning` prints the same of
//! the other two thirds, and `voice misses 15` what was not understood of them, for whoever makes rules.

mod noise;
mod plain;
mod refused;
mod run;
mod set;

use leling_bench::{
    Failed, clock,
    pairs::{exact, say_load},
};
use leling_language::understand;

use run::{Counts, Group, Listener, Said, Saying};
use set::{Part, Set, Utterance};

/// Draws of noise for each utterance.
const DRAWS: u64 = 4;
/// Characters hit, of a hundred.
const NOISES: [usize; 3] = [0, 15, 30];

fn main() -> Result<(), Failed> {
    let set = Set::read()?;
    let noise = noise::Noise::new(&set.characters);
    let wish = std::env::args().nth(1).unwrap_or_default();
    if wish == "misses" {
        misses(&set, &noise);
        return Ok(());
    }
    say_load("voice");
    let part = if wish == "tuning" { Part::Tuning } else { Part::HeldOut };
    for without_same in [false, true] {
        for percent in NOISES {
            understood(&Saying { set: &set, noise: &noise, percent, without_same }, part);
        }
    }
    for percent in NOISES {
        refused::report(&set, &noise, part, percent);
    }
    time(&set)
}

fn of_part(set: &Set, part: Part) -> Vec<&Utterance> {
    set.utterances.iter().filter(|utterance| utterance.part == part && !utterance.is_foreign()).collect()
}

const fn draws(percent: usize) -> u64 {
    if percent == 0 { 1 } else { DRAWS }
}

fn understood(saying: &Saying<'_>, part: Part) {
    let utterances = of_part(saying.set, part);
    let ours = saying.run(&utterances, draws(saying.percent), Listener::Ours);
    let plain = saying.run(&utterances, draws(saying.percent), Listener::Plain);
    let bare = if saying.without_same { "_unnamed" } else { "" };
    let name = |figure: &str| format!("voice_{figure}_{}{bare}", saying.percent);
    for (group, of) in [(Group::All, ""), (Group::Acts, "acts_"), (Group::Values, "values_")] {
        let (us, peer) = (ours.of(group), plain.of(group));
        let line = |figure: &str, count: fn(&Counts) -> u32| {
            let percent = |counts: &Counts| tenth(counts.percent(count(counts)));
            exact(&name(&format!("{of}{figure}")), percent(us), "percent", Some(percent(peer)));
        };
        line("first", |counts| counts.first);
        line("two_turns", |counts| counts.first + counts.second);
        if group == Group::Values {
            line("other_value", |counts| counts.wrong_value);
        } else {
            line("wrong_act", |counts| counts.wrong);
        }
    }
    println!("# voice: measured character errors {:.1} %, said {}", ours.error_rate(), ours.of(Group::All).said);
    ours.by_kind.iter().for_each(say);
    ours.by_zone.iter().for_each(say);
}

fn say((name, counts): (&String, &Counts)) {
    println!(
        "#   {name}: {} said, first {:.1} %, two turns {:.1} %, wrong act {:.2} %, other value {:.2} %",
        counts.said,
        counts.percent(counts.first),
        counts.percent(counts.first + counts.second),
        counts.percent(counts.wrong),
        counts.percent(counts.wrong_value)
    );
}

/// Keeps two places.
fn tenth(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn time(set: &Set) -> Result<(), Failed> {
    let utterances: Vec<&Utterance> = set.utterances.iter().filter(|u| !u.is_foreign()).collect();
    let mut next = utterances.iter().cycle();
    let each = clock::micros_each(2_000, || {
        let utterance = next.next().ok_or("no utterances")?;
        let turn = set.screen(&utterance.screen).ok_or("no screen")?.turn(None);
        Ok::<_, Failed>(understand::understand(&turn, &utterance.heard))
    })?;
    exact("voice_utterance", (each).round() / 1000.0, "cpu_ms", None);
    Ok(())
}

fn misses(set: &Set, noise: &noise::Noise) {
    let percent = std::env::args().nth(2).and_then(|text| text.parse().ok()).unwrap_or(0);
    let saying = Saying { set, noise, percent, without_same: false };
    let result = saying.run(&of_part(set, Part::Tuning), draws(percent), Listener::Ours);
    for Said { outcome, screen, means, did, words, heard } in &result.misses {
        println!("{outcome:?}\t{screen}\t{means}\t{did}\t{words}\t{heard}");
    }
}
