//! Where a phrase stands in an utterance, with characters misheard, lost and added.

use core::ops::Range;

use super::ear::Ear;
use super::sound::Sign;

/// A syllable of the phrase that nobody said.
const LOST: f32 = 0.75;
/// A syllable that another stands for: not much more than one lost.
const MISHEARD: f32 = 0.8;
/// A syllable said in the middle of the phrase that does not belong to it.
const ADDED: f32 = 0.4;

/// The best place of a phrase in an utterance.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// 1 for the phrase itself, 0 for nothing like it.
    pub(super) likeness: f32,
    /// Which signs of the utterance it took.
    pub(super) taken: Range<usize>,
}

/// Finds where `phrase` fits best into `said`; the rest of `said` costs nothing here.
pub(super) fn find(phrase: &[Sign], said: &[Sign], ear: &Ear) -> Option<Place> {
    if phrase.is_empty() || said.is_empty() {
        return None;
    }
    // Rows are the phrase, columns the utterance; a cell holds its cost and where its path began.
    let mut above: Vec<(f32, usize)> = (0..=said.len()).map(|at| (0.0, at)).collect();
    let mut row = above.clone();
    for wanted in phrase {
        let weight = wanted.weight();
        row[0] = (above[0].0 + LOST * weight, 0);
        for (at, heard) in said.iter().enumerate() {
            let step = |from: (f32, usize), cost: f32| (from.0 + cost, from.1);
            let met = step(above[at], wanted.distance(heard, ear) * MISHEARD * weight);
            let lost = step(above[at + 1], LOST * weight);
            let added = step(row[at], ADDED);
            row[at + 1] = [met, lost, added].into_iter().fold((f32::MAX, 0), |a, b| if b.0 < a.0 { b } else { a });
        }
        core::mem::swap(&mut above, &mut row);
    }
    let (end, (cost, start)) =
        above.into_iter().enumerate().fold((0, (f32::MAX, 0)), |a, b| if b.1.0 < a.1.0 { b } else { a });
    let whole: f32 = phrase.iter().map(Sign::weight).sum();
    let likeness = (1.0 - cost / whole).max(0.0);
    Some(Place { likeness, taken: start..end })
}

/// Says whether two runs of signs sound the same, sign by sign, tones aside and with no merge of any accent.
pub(super) fn same(one: &[Sign], two: &[Sign]) -> bool {
    one.len() == two.len() && one.iter().zip(two).all(|(a, b)| a.sounds_like(b))
}

#[cfg(test)]
mod tests {
    use super::super::accent::Accent;
    use super::*;

    fn place(phrase: &str, said: &str) -> Place {
        find(&Sign::all(phrase), &Sign::all(said), Ear::of(Accent::Standard)).unwrap()
    }

    #[test]
    fn a_phrase_is_found_where_it_stands() {
        assert_eq!(place("养老金", "我要查养老金啊"), Place { likeness: 1.0, taken: 3..6 });
        assert_eq!(place("养老金", "查羊老今").taken, 1..4);
        assert!(place("养老金", "查羊老今").likeness > 0.95);
    }

    #[test]
    fn lost_added_and_strange_characters_cost() {
        let lost = place("资格认证", "资格证").likeness;
        let added = place("资格认证", "资格他认证").likeness;
        let strange = place("资格认证", "资格苹证").likeness;
        assert!(lost > 0.8 && added > 0.8 && strange > 0.7 && strange < 0.85);
        assert!(place("资格认证", "今天下雨").likeness < 0.5);
    }

    #[test]
    fn nothing_is_in_nothing() {
        assert_eq!(find(&[], &Sign::all("好"), Ear::of(Accent::Standard)), None);
        assert_eq!(find(&Sign::all("好"), &[], Ear::of(Accent::Standard)), None);
    }
}
