//! How well speech is understood: the utterance set of `tests/data/voice`, with character errors of 0, 15 and 30 %, beside
//! a matcher that knows only whether the name of something stands in what was said.
//!
//! Figures are of the third of the set that nobody looked at while the rules were made; those of the other two thirds
//! stand in comments. `voice misses` prints what was not understood of these two thirds, for whoever makes rules.

mod noise;
mod run;
mod set;

use leling_bench::{Failed, clock, pairs::say_load};
use leling_language::understand::{self, Dialogue, Meaning, Reply};

use noise::{Chance, Noise};
use run::{Counts, Saying, did};
use set::{Part, Set, Utterance};

/// Draws of noise for each utterance.
const DRAWS: u64 = 4;

fn main() -> Result<(), Failed> {
    let set = Set::read()?;
    let noise = Noise::new(&set.characters);
    let wish = std::env::args().nth(1).unwrap_or_default();
    if wish == "misses" {
        misses(&set, &noise);
        return Ok(());
    }
    say_load("voice");
    for (part, name) in [(Part::HeldOut, "held-out"), (Part::Tuning, "tuning")] {
        if wish == "tuning" && part == Part::HeldOut {
            continue;
        }
        for without_same in if wish.starts_with("tun") { vec![false] } else { vec![false, true] } {
            for percent in if wish.starts_with("tun") { vec![0, 15] } else { vec![0, 15, 30] } {
                understood(&set, &noise, part, name, percent, without_same);
            }
        }
        refused(&set, &noise, part, name);
    }
    time(&set)
}

fn of_part(set: &Set, part: Part) -> Vec<&Utterance> {
    set.utterances.iter().filter(|utterance| utterance.part == part && !utterance.is_foreign()).collect()
}

fn understood(set: &Set, noise: &Noise, part: Part, name: &str, percent: usize, without_same: bool) {
    let utterances = of_part(set, part);
    let draws = if percent == 0 { 1 } else { DRAWS };
    let result = Saying { set, noise, percent, without_same }.run(&utterances, draws);
    let all = result.all;
    let bare = if without_same { "_unnamed" } else { "" };
    println!(
        "{name} {percent}{bare}: said {} cer {:.1} first {:.1} two {:.1} wrong {:.2} value {:.2}",
        all.said,
        result.error_rate(),
        all.percent(all.first),
        all.percent(all.first + all.second),
        all.percent(all.wrong),
        all.percent(all.wrong_value)
    );
    let line = |(name, counts): (&String, &Counts)| {
        println!(
            "#   {name} {} first {:.1} two {:.1} wrong {:.2} value {:.2}",
            counts.said,
            counts.percent(counts.first),
            counts.percent(counts.first + counts.second),
            counts.percent(counts.wrong),
            counts.percent(counts.wrong_value)
        );
    };
    result.by_kind.iter().for_each(line);
    result.by_zone.iter().for_each(line);
}

/// Foreign speech, and everything that is no confirmation where an act cannot be taken back.
fn refused(set: &Set, noise: &Noise, part: Part, name: &str) {
    let utterances: Vec<&Utterance> = set.utterances.iter().filter(|u| u.part == part).collect();
    for percent in [0, 15] {
        let draws = if percent == 0 { 1 } else { 1 };
        let (mut said, mut accepted, mut asked) = (0_u32, 0_u32, 0_u32);
        let (mut held, mut agreed, mut verbatim) = (0_u32, 0_u32, 0_u32);
        for (number, utterance) in utterances.iter().enumerate() {
            for draw in 0..draws {
                let mut chance = Chance::new((number as u64) << 20 | draw << 8 | percent as u64);
                let heard = noise.heard(&utterance.heard, percent, &mut chance);
                if utterance.is_foreign() {
                    for screen in ["home", "app_home"].iter().filter_map(|id| set.screen(id)) {
                        let (reply, _) = Dialogue::default().hear(&screen.turn(None), &heard);
                        said += 1;
                        accepted += u32::from(matches!(reply, Reply::Do(_)));
                        asked += u32::from(matches!(reply, Reply::AskBack(_)));
                        if matches!(reply, Reply::Do(_)) && percent == 0 && part == Part::Tuning {
                            println!("#ood {} {} {}", screen.id, did(&reply), heard);
                        }
                    }
                }
                for screen in set.screens.iter().filter(|screen| screen.is_irreversible()) {
                    if utterance.screen == screen.id && utterance.means.iter().any(|id| screen.confirms(id)) {
                        continue;
                    }
                    let (reply, _) = Dialogue::default().hear(&screen.turn(None), &heard);
                    held += 1;
                    let yes = match &reply {
                        Reply::Do(Meaning::Yes) => true,
                        Reply::Do(Meaning::Press(id)) => screen.confirms(id.as_str()),
                        _ => false,
                    };
                    agreed += u32::from(yes);
                    if yes {
                        println!("#yes {} {} {}", screen.id, utterance.heard, heard);
                    }
                    verbatim += u32::from(yes && heard != utterance.heard);
                }
            }
        }
        println!(
            "{name} {percent}: foreign {said} accepted {:.2} asked {:.2}; irreversible {held} yes {agreed} (made by noise {verbatim})",
            100.0 * f64::from(accepted) / f64::from(said),
            100.0 * f64::from(asked) / f64::from(said)
        );
    }
}

fn time(set: &Set) -> Result<(), Failed> {
    let utterances: Vec<&Utterance> = set.utterances.iter().filter(|u| !u.is_foreign()).collect();
    let mut next = utterances.iter().cycle();
    let each = clock::micros_each(2_000, || {
        let utterance = next.next().ok_or("no utterances")?;
        let turn = set.screen(&utterance.screen).ok_or("no screen")?.turn(None);
        Ok::<_, Failed>(understand::understand(&turn, &utterance.heard))
    })?;
    println!("voice_utterance {:.3} cpu_ms", each / 1000.0);
    Ok(())
}

fn misses(set: &Set, noise: &Noise) {
    let percent = std::env::args().nth(2).and_then(|text| text.parse().ok()).unwrap_or(0);
    let saying = Saying { set, noise, percent, without_same: std::env::args().nth(3).is_some() };
    let result = saying.run(&of_part(set, Part::Tuning), 1);
    result.misses.iter().for_each(|line| println!("{line}"));
}
