//! What must not be taken for anything: foreign speech, and all that is no confirmation where an act cannot be taken back.

use leling_bench::pairs::exact;
use leling_language::understand::{Dialogue, Meaning, Reply};

use crate::noise::{Chance, Noise};
use crate::plain;
use crate::set::{Part, Set, Utterance};
use crate::{draws, tenth};

/// Screens on which foreign speech is heard.
const HOMES: [&str; 2] = ["home", "app_home"];

#[derive(Default)]
struct Count {
    said: u32,
    ours: u32,
    peer: u32,
}

impl Count {
    fn add(&mut self, ours: bool, peer: bool) {
        self.said += 1;
        self.ours += u32::from(ours);
        self.peer += u32::from(peer);
    }
}

pub(crate) fn report(set: &Set, noise: &Noise, part: Part, percent: usize) {
    let utterances = set.utterances.iter().filter(|utterance| utterance.part == part);
    let (mut foreign, mut held) = (Count::default(), Count::default());
    for (number, utterance) in utterances.enumerate() {
        for draw in 0..draws(percent) {
            let mut chance = Chance::new((number as u64) << 20 | draw << 8 | percent as u64);
            let heard = noise.heard(&utterance.heard, percent, &mut chance);
            if utterance.is_foreign() {
                accepted(set, &heard, &mut foreign);
            }
            confirmed(set, utterance, &heard, &mut held);
        }
    }
    let percent_of = |count: u32| tenth(100.0 * f64::from(count) / f64::from(foreign.said.max(1)));
    let (ours, peer) = (percent_of(foreign.ours), percent_of(foreign.peer));
    exact(&format!("voice_foreign_{percent}"), ours, "percent", Some(peer));
    exact(&format!("voice_false_yes_{percent}"), f64::from(held.ours), "yes", Some(f64::from(held.peer)));
    println!("# voice: {} foreign, {} said where an act cannot be taken back", foreign.said, held.said);
}

fn accepted(set: &Set, heard: &str, count: &mut Count) {
    for screen in HOMES.iter().filter_map(|id| set.screen(id)) {
        let turn = screen.turn(None);
        let (reply, _) = Dialogue::default().hear(&turn, heard);
        count.add(matches!(reply, Reply::Do(_)), plain::hear(&turn, heard).is_some());
    }
}

/// Everything else of the set, said where an act cannot be taken back: none of it is a yes.
fn confirmed(set: &Set, utterance: &Utterance, heard: &str, count: &mut Count) {
    for screen in set.screens.iter().filter(|screen| screen.is_irreversible()) {
        if utterance.screen == screen.id && utterance.means.iter().any(|id| screen.confirms(id)) {
            continue;
        }
        let turn = screen.turn(None);
        let (reply, _) = Dialogue::default().hear(&turn, heard);
        let ours = match &reply {
            Reply::Do(Meaning::Yes) => true,
            Reply::Do(Meaning::Press(id)) => screen.confirms(id.as_str()),
            _ => false,
        };
        let peer = plain::hear(&turn, heard).is_some_and(|did| did == "yes" || screen.confirms(&did));
        count.add(ours, peer);
    }
}
