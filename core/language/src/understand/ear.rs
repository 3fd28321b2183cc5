//! How far two sounds lie apart for a listener who knows an accent.
//!
//! A distance is 0 for the same syllable and 1 for two that nobody confuses. Between lie the pairs that recognisers
//! mistake everywhere (n and ng, z and zh) and those that an [`Accent`] makes one, which then cost next to nothing.

use std::sync::OnceLock;

use super::accent::{Accent, Merge};
use super::sound::Syllable;
use super::spelling::{FINALS, INITIALS};

/// All distances between initials and between finals, for one accent.
#[derive(Debug)]
pub(crate) struct Ear {
    accent: Accent,
    initials: [[f32; INITIALS.len()]; INITIALS.len()],
    finals: [[f32; FINALS.len()]; FINALS.len()],
}

impl Ear {
    /// Gives the ear for an accent; it is made once.
    pub(crate) fn of(accent: Accent) -> &'static Self {
        static EARS: [OnceLock<Ear>; Accent::ALL.len()] = [const { OnceLock::new() }; Accent::ALL.len()];
        EARS[accent as usize].get_or_init(|| Self::new(accent))
    }

    fn new(accent: Accent) -> Self {
        Self {
            accent,
            initials: INITIALS.map(|one| INITIALS.map(|two| initial_distance(one, two, accent))),
            finals: FINALS.map(|one| FINALS.map(|two| final_distance(one, two, accent))),
        }
    }

    /// Gives how far two syllables lie apart, 0 to 1.
    pub(crate) fn distance(&self, one: Syllable, two: Syllable) -> f32 {
        if one == two {
            return 0.0;
        }
        if one.initial != two.initial && self.accent.merges_syllables(one.parts(), two.parts()) {
            return Merge::COST;
        }
        let initials = self.initials[usize::from(one.initial)][usize::from(two.initial)];
        let finals = self.finals[usize::from(one.last)][usize::from(two.last)];
        (initials + finals).min(1.0)
    }
}

/// Pairs of initials that are mistaken for each other, by everybody.
const NEAR_INITIALS: &[(&str, &str, f32)] = &[
    ("z", "zh", 0.12),
    ("c", "ch", 0.12),
    ("s", "sh", 0.12),
    ("n", "l", 0.2),
    ("l", "r", 0.3),
    ("f", "h", 0.3),
    ("b", "p", 0.3),
    ("d", "t", 0.3),
    ("g", "k", 0.3),
    ("j", "q", 0.3),
    ("z", "c", 0.3),
    ("zh", "ch", 0.3),
    ("zh", "j", 0.35),
    ("ch", "q", 0.35),
    ("sh", "x", 0.35),
    ("m", "n", 0.35),
    ("r", "", 0.35),
    ("h", "k", 0.4),
    ("h", "", 0.4),
    ("j", "z", 0.4),
    ("q", "c", 0.4),
    ("x", "s", 0.4),
    ("c", "s", 0.4),
    ("zh", "sh", 0.4),
    ("ch", "sh", 0.4),
    ("q", "x", 0.4),
    ("j", "x", 0.45),
    ("l", "d", 0.45),
    ("n", "d", 0.45),
    ("b", "m", 0.45),
    ("g", "h", 0.45),
    ("b", "d", 0.45),
    ("p", "t", 0.45),
];

fn initial_distance(one: &str, two: &str, accent: Accent) -> f32 {
    if one == two {
        return 0.0;
    }
    if accent.merges_initials(one, two) {
        return Merge::COST;
    }
    let known = NEAR_INITIALS.iter().find(|(a, b, _)| (*a, *b) == (one, two) || (*a, *b) == (two, one));
    known.map_or(0.6, |(_, _, distance)| *distance)
}

fn final_distance(one: &str, two: &str, accent: Accent) -> f32 {
    if one == two {
        return 0.0;
    }
    if accent.merges_finals(one, two) {
        return Merge::COST;
    }
    let (a, b) = (Shape::of(one), Shape::of(two));
    (glide(a.glide, b.glide) + vowel(a.vowel, b.vowel) + coda(a.coda, b.coda)).min(0.6)
}

/// What a final is made of: `iang` is a glide `i`, a vowel `a` and a coda `ng`.
struct Shape {
    glide: char,
    vowel: char,
    coda: char,
}

impl Shape {
    fn of(last: &str) -> Self {
        let (glide, vowel, coda) = match last {
            "a" => ('-', 'a', '-'),
            "o" => ('-', 'o', '-'),
            "e" => ('-', 'e', '-'),
            "ii" => ('-', 'z', '-'),
            "i" => ('i', 'i', '-'),
            "u" => ('u', 'u', '-'),
            "v" => ('v', 'i', '-'),
            "er" => ('-', 'e', 'r'),
            "ai" => ('-', 'a', 'i'),
            "ei" => ('-', 'e', 'i'),
            "ao" => ('-', 'a', 'u'),
            "ou" => ('-', 'o', 'u'),
            "an" => ('-', 'a', 'n'),
            "en" => ('-', 'e', 'n'),
            "ang" => ('-', 'a', 'g'),
            "eng" => ('-', 'e', 'g'),
            "ong" | "ueng" => ('u', 'e', 'g'),
            "ia" => ('i', 'a', '-'),
            "ie" => ('i', 'e', '-'),
            "iao" => ('i', 'a', 'u'),
            "iou" => ('i', 'o', 'u'),
            "ian" => ('i', 'a', 'n'),
            "in" => ('i', 'i', 'n'),
            "iang" => ('i', 'a', 'g'),
            "ing" => ('i', 'i', 'g'),
            "iong" => ('v', 'e', 'g'),
            "ua" => ('u', 'a', '-'),
            "uo" => ('u', 'o', '-'),
            "uai" => ('u', 'a', 'i'),
            "uei" => ('u', 'e', 'i'),
            "uan" => ('u', 'a', 'n'),
            "uen" => ('u', 'e', 'n'),
            "uang" => ('u', 'a', 'g'),
            "ve" => ('v', 'e', '-'),
            "van" => ('v', 'a', 'n'),
            "vn" => ('v', 'i', 'n'),
            _ => ('-', '-', '-'),
        };
        Self { glide, vowel, coda }
    }
}

fn glide(one: char, two: char) -> f32 {
    match (one, two) {
        (a, b) if a == b => 0.0,
        ('i', 'v') | ('v', 'i') => 0.15,
        _ => 0.22,
    }
}

fn vowel(one: char, two: char) -> f32 {
    match (one, two) {
        (a, b) if a == b => 0.0,
        ('o', 'e') | ('e', 'o') => 0.08,
        ('i' | 'e', 'z') | ('z', 'i' | 'e') | ('u', 'o') | ('o', 'u') => 0.15,
        ('i', 'e') | ('e', 'i') => 0.2,
        _ => 0.32,
    }
}

fn coda(one: char, two: char) -> f32 {
    match (one, two) {
        (a, b) if a == b => 0.0,
        ('n', 'g') | ('g', 'n') => 0.1,
        ('-', _) | (_, '-') => 0.2,
        _ => 0.28,
    }
}
