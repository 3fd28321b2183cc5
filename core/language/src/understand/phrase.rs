//! How well an utterance fits a phrase: by its sound as a whole, or by the meanings that both hold.
//!
//! A score is the better of the two likenesses, less a share for what was said besides. Words that several actions of
//! the screen have count less, because they do not tell them apart.

use core::ops::Range;
use std::sync::OnceLock;

use super::align::{self, Place};
use super::ear::Ear;
use super::everyday;
use super::lexicon::{self, Class};
use super::sound::Sign;
use super::text::{Said, normalise};

/// A meaning of the lexicon, by its place.
type Meaning = usize;

/// A name of the lexicon, ready to be compared.
struct Name {
    signs: Vec<Sign>,
    meaning: Meaning,
    class: Class,
    strength: f32,
}

fn names() -> &'static [Name] {
    static NAMES: OnceLock<Vec<Name>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let of_group = |(meaning, group): (Meaning, &'static lexicon::Group)| {
            group.names.iter().map(move |name| {
                let strength = match name.chars().next() {
                    Some('~') => HINT,
                    Some('<') => KIND,
                    _ => 1.0,
                };
                Name { signs: Sign::all(&normalise(name)), meaning, class: group.class, strength }
            })
        };
        lexicon::groups().enumerate().flat_map(of_group).collect()
    })
}

/// What a hint of a meaning counts.
const HINT: f32 = 0.8;
/// What a kind of it counts.
const KIND: f32 = 0.9;
/// What all that was said besides takes off a score, at most: where it was heard well, and where not.
const BESIDES: [f32; 2] = [0.55, 0.85];
/// What is said besides and held against nobody, in characters.
const FREE: f32 = 1.0;

/// A part that alone holds what was said: at least this like it, and then worth that much.
const ALONE: f32 = 0.4;
const MEANT: f32 = 0.72;
/// How well it must be heard.
const CLEAR: f32 = 0.69;
/// What a part weighs that tells matters apart.
const TELLING: f32 = 0.8;

/// How much a meaning weighs in a phrase.
const fn weight(class: Class) -> f32 {
    match class {
        Class::Topic => 1.0,
        Class::Act => 0.7,
        Class::Light => 0.25,
    }
}

/// A meaning that was heard.
struct Hit {
    meaning: Meaning,
    class: Class,
    value: f32,
    taken: Range<usize>,
}

/// The meanings in one utterance.
pub(super) struct Hits(Vec<Hit>);

impl Hits {
    pub(super) fn of(said: &Said) -> Self {
        let ear = Ear::of(said.accent);
        let heard = names().iter().filter_map(|name| {
            let place = align::find(&name.signs, &said.signs, ear)?;
            let fits = place.likeness >= least_elsewhere(name.signs.len())
                && everyday::believable(said, &place.taken, place.likeness)
                && agree(&name.signs, &said.signs[place.taken.clone()]);
            let value = place.likeness * name.strength;
            fits.then_some((
                place.likeness,
                Hit { meaning: name.meaning, class: name.class, value, taken: place.taken },
            ))
        });
        let heard: Vec<(f32, Hit)> = heard.collect();
        // 老伴 is written, so nobody said 老爸.
        let itself: Vec<Range<usize>> = heard
            .iter()
            .filter(|(likeness, hit)| *likeness >= 1.0 && hit.taken.len() >= 2)
            .map(|(_, hit)| hit.taken.clone())
            .collect();
        let other = |hit: &Hit| itself.iter().any(|word| word.start <= hit.taken.start && hit.taken.end <= word.end);
        Self(heard.into_iter().filter(|(likeness, hit)| *likeness >= 1.0 || !other(hit)).map(|(_, hit)| hit).collect())
    }

    /// Says whether it is no word that is said with anything: 打开.
    fn tells(&self, hit: &Hit) -> bool {
        !self.0.iter().any(|other| other.class == Class::Light && other.taken == hit.taken)
    }

    fn best(&self, meanings: &[Meaning]) -> Option<&Hit> {
        let fitting = self.0.iter().filter(|hit| meanings.contains(&hit.meaning));
        fitting.max_by(|a, b| a.value.total_cmp(&b.value))
    }
}

/// How much of a name must be heard: short names are easily heard where nobody said them.
fn least(length: usize) -> f32 {
    match length {
        0 | 1 => 0.99,
        2 => 0.8,
        3 => 0.68,
        _ => 0.66,
    }
}

/// How much of a phrase must be heard whose characters stand in every other sentence: 办到哪了.
fn least_of(signs: &[Sign]) -> f32 {
    const COMMON: f32 = 0.6;
    const NEARLY_ALL: f32 = 0.82;
    let telling: f32 = signs.iter().map(Sign::weight).sum();
    let length = f32::from(u8::try_from(signs.len()).unwrap_or(u8::MAX));
    if signs.len() >= 3 && telling < COMMON * length { NEARLY_ALL } else { least(signs.len()) }
}

/// The same for names that do not stand on the screen: nobody was taught them.
fn least_elsewhere(length: usize) -> f32 {
    match length {
        0 | 1 => 0.99,
        2 => 0.88,
        3 => 0.8,
        _ => 0.75,
    }
}

/// Says whether both deny or neither: 都是我办的 is not 不是我办的, however alike they sound.
fn agree(name: &[Sign], heard: &[Sign]) -> bool {
    let denials = ['不', '没', '别', '甭'].map(Sign::of);
    let written = |signs: &[Sign]| signs.iter().any(|sign| "不没别甭".contains(sign.written));
    let sounded = |signs: &[Sign]| signs.iter().any(|sign| denials.iter().any(|denial| denial.sounds_like(sign)));
    if written(name) { sounded(heard) } else { !written(heard) }
}

/// A piece of a phrase.
enum Unit {
    /// A word of the lexicon; it may have several meanings.
    Word(Vec<Meaning>, Vec<Sign>),
    /// Characters that no word of the lexicon holds.
    Letters(Vec<Sign>),
}

/// A name of an action, ready to be compared.
pub(super) struct Phrase {
    signs: Vec<Sign>,
    units: Vec<(Unit, f32)>,
}

/// How well an utterance fits.
#[derive(Clone, Debug, Default)]
pub(super) struct Score {
    /// 0 to 1.
    pub(super) value: f32,
    /// How alike the phrase and what was taken are.
    pub(super) likeness: f32,
    /// How much of a meaning was heard: 1 for a matter, less for a word that is said with anything.
    pub(super) heard: f32,
    /// 1 where nothing else was said, less by what was.
    pub(super) share: f32,
    /// Whether what was heard tells matters apart: 打开 alone does not.
    pub(super) telling: bool,
    /// Which characters of the utterance it took.
    pub(super) taken: Vec<bool>,
}

impl Phrase {
    pub(super) fn new(words: &str) -> Self {
        let signs = Sign::all(&normalise(words));
        let units = units(&signs);
        Self { signs, units }
    }

    /// Says whether it holds any of these meanings.
    pub(super) fn meanings(&self) -> impl Iterator<Item = Meaning> {
        self.units
            .iter()
            .flat_map(|(unit, _)| match unit {
                Unit::Word(meanings, _) => meanings.as_slice(),
                Unit::Letters(_) => &[],
            })
            .copied()
    }

    /// Compares by sound alone.
    pub(super) fn by_sound(&self, said: &Said) -> Option<Score> {
        by_sound(&self.signs, said)
    }

    /// Compares by the meanings it holds; `common` gives how many actions of the screen hold a meaning.
    pub(super) fn by_meaning(&self, said: &Said, hits: &Hits, common: &dyn Fn(Meaning) -> f32) -> Option<Score> {
        let mut mask = vec![false; said.signs.len()];
        let (mut heard, mut met, mut whole) = (0.0, 0.0, 0.0);
        let mut telling = false;
        for (unit, weight) in &self.units {
            match unit {
                Unit::Word(meanings, signs) => {
                    let weight = weight / meanings.iter().map(|m| common(*m)).fold(1.0, f32::max);
                    whole += weight;
                    let itself = by_sound(signs, said);
                    if let Some(score) = &itself {
                        mask.iter_mut().zip(&score.taken).for_each(|(all, one)| *all |= one);
                    }
                    let best = hits.best(meanings);
                    let clear = itself.is_some() || best.is_some_and(|hit| hits.tells(hit));
                    let hit = best.map_or(0.0, |hit| hit.value);
                    let value = itself.map_or(hit, |score| hit.max(score.likeness));
                    if value > 0.0 {
                        telling |= clear;
                        heard += weight * value;
                        met += weight;
                        let all = hits.0.iter().filter(|hit| meanings.contains(&hit.meaning));
                        all.for_each(|hit| mask[hit.taken.clone()].fill(true));
                    }
                }
                Unit::Letters(letters) => {
                    whole += weight;
                    let place = align::find(letters, &said.signs, Ear::of(said.accent));
                    if let Some(place) = place.filter(|place| {
                        place.likeness >= least(letters.len())
                            && everyday::believable(said, &place.taken, place.likeness)
                    }) {
                        telling |= *weight >= TELLING;
                        heard += weight * place.likeness;
                        met += weight;
                        mask[place.taken].fill(true);
                    }
                }
            }
        }
        let likeness = if whole > 0.0 { heard / whole } else { 0.0 };
        let share = share(said, &mask, if met > 0.0 { heard / met } else { 0.0 });
        (likeness > 0.2).then_some(Score { value: likeness * share, likeness, heard, share, telling, taken: mask })
    }
}

impl Score {
    /// The best of several ways to call one thing; what any of them took was not said besides.
    pub(super) fn best(said: &Said, ways: impl Iterator<Item = Self>) -> Option<Self> {
        const HELPS: f32 = 0.9;
        let ways: Vec<Self> = ways.collect();
        let mut taken = vec![false; said.signs.len()];
        for way in ways.iter().filter(|way| way.likeness >= HELPS) {
            taken.iter_mut().zip(&way.taken).for_each(|(all, one)| *all |= one);
        }
        let best = ways.into_iter().max_by(|a, b| a.value.total_cmp(&b.value))?;
        taken.iter_mut().zip(&best.taken).for_each(|(all, one)| *all |= one);
        let share = share(said, &taken, best.likeness).max(best.share);
        // A part that alone holds what was said is meant, though it was not said whole: 农商 for 柳沟农商银行.
        let alone = share >= 0.8 && best.telling && best.heard >= CLEAR && best.likeness * share >= ALONE;
        let value = (best.likeness * share).max(if alone { MEANT } else { 0.0 });
        Some(Self { value, share, taken, ..best })
    }
}

/// Compares words that are normalised already by their sound alone.
pub(super) fn by_sound(signs: &[Sign], said: &Said) -> Option<Score> {
    let Place { likeness, taken } = align::find(signs, &said.signs, Ear::of(said.accent))?;
    let believed = agree(signs, &said.signs[taken.clone()]) && everyday::believable(said, &taken, likeness);
    if likeness < least_of(signs) || !believed {
        return None;
    }
    let mut mask = vec![false; said.signs.len()];
    mask[taken].fill(true);
    let share = share(said, &mask, likeness);
    // One character is a word only alone.
    if signs.len() == 1 && share < 0.95 {
        return None;
    }
    Some(Score { value: likeness * share, likeness, heard: likeness, share, telling: true, taken: mask })
}

/// What remains of a score after what was said besides.
fn share(said: &Said, taken: &[bool], likeness: f32) -> f32 {
    let (mut met, mut besides) = (0.0_f32, 0.0_f32);
    for (weight, taken) in said.weights.iter().zip(taken) {
        if *taken { met += weight.max(0.5) } else { besides += weight }
    }
    // What was heard well may be surrounded by what was not.
    let sure = ((likeness - 0.8) * 5.0).clamp(0.2, 1.0) * ((met - 0.5) / 1.5).clamp(0.0, 1.0);
    let besides = (besides - FREE * sure).max(0.0);
    let takes = BESIDES[1] + (BESIDES[0] - BESIDES[1]) * sure;
    if met + besides <= 0.0 { 0.0 } else { 1.0 - takes * besides / (met + besides) }
}

/// Cuts a phrase into the longest words of the lexicon and what lies between.
fn units(signs: &[Sign]) -> Vec<(Unit, f32)> {
    const SILENT: &str = "的了您你我一个给把在有和";
    let mut units = Vec::new();
    let mut letters: Vec<Sign> = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let fits = |name: &&Name| {
            let rest = &signs[at..];
            name.strength >= 1.0
                && rest.len() >= name.signs.len()
                && name.signs.iter().zip(rest).all(|(a, b)| a.written == b.written)
        };
        let longest = names().iter().filter(fits).map(|name| name.signs.len()).max().unwrap_or(0);
        if longest == 0 {
            letters.push(signs[at]);
            at += 1;
            continue;
        }
        flush(&mut letters, &mut units);
        let held = || names().iter().filter(fits).filter(|name| name.signs.len() == longest);
        let meanings: Vec<Meaning> = held().map(|name| name.meaning).collect();
        let heaviest = held().map(|name| weight(name.class)).fold(0.0, f32::max);
        units.push((Unit::Word(meanings, signs[at..at + longest].to_vec()), heaviest));
        at += longest;
    }
    flush(&mut letters, &mut units);
    units.retain(|(unit, _)| match unit {
        Unit::Letters(letters) => !letters.iter().all(|sign| SILENT.contains(sign.written)),
        Unit::Word(..) => true,
    });
    units
}

fn flush(letters: &mut Vec<Sign>, units: &mut Vec<(Unit, f32)>) {
    if !letters.is_empty() {
        let weight = match letters.len() {
            1 => 0.3,
            2 => 0.8,
            _ => 1.0,
        };
        units.push((Unit::Letters(core::mem::take(letters)), weight));
    }
}
