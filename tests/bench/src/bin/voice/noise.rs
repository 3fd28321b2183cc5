//! What a recogniser makes of speech, by arithmetic: characters replaced, lost and added.
//!
//! Of the characters that are hit, 30 % become a homophone, 30 % a neighbour, 15 % are lost, 10 % get another beside
//! them, 15 % become anything; where there is no neighbour the character is lost. A neighbour is a syllable whose
//! **spelling** differs by one letter (`ban`, `bang`, `bin`, `fan`): this knows nothing of mouths, accents or the
//! matcher's table of distances, and shares with it only what happens to be spelled nearly alike. What replaces a
//! character always differs from it, so the nominal rate is about the measured one, which is printed.

use std::collections::BTreeMap;

use pinyin::ToPinyin as _;

/// Random numbers that are the same in every run (splitmix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        list.get(self.below(list.len())).copied()
    }
}

/// The noise of one set of characters.
pub(crate) struct Noise {
    characters: Vec<char>,
    by_sound: BTreeMap<String, Vec<char>>,
    neighbours: BTreeMap<String, Vec<String>>,
}

impl Noise {
    pub(crate) fn new(characters: &[char]) -> Self {
        let mut by_sound: BTreeMap<String, Vec<char>> = BTreeMap::new();
        for c in characters {
            if let Some(sound) = sound(*c) {
                by_sound.entry(sound).or_default().push(*c);
            }
        }
        let spelled: Vec<&String> = by_sound.keys().collect();
        let mut neighbours = BTreeMap::new();
        for one in &spelled {
            let near = spelled.iter().filter(|two| one_letter_apart(one, two)).map(|two| (*two).clone());
            neighbours.insert((*one).clone(), near.collect());
        }
        Self { characters: characters.to_vec(), by_sound, neighbours }
    }

    /// Gives what is heard of `words` where each character is hit in `percent` of cases.
    pub(crate) fn heard(&self, words: &str, percent: usize, chance: &mut Chance) -> String {
        let mut heard = String::with_capacity(words.len());
        for c in words.chars() {
            if c.is_alphanumeric() && chance.below(100) < percent {
                self.hit(c, chance, &mut heard);
            } else {
                heard.push(c);
            }
        }
        heard
    }

    fn hit(&self, c: char, chance: &mut Chance, heard: &mut String) {
        let other = |list: &[char], chance: &mut Chance| {
            let others: Vec<char> = list.iter().copied().filter(|other| *other != c).collect();
            chance.of(&others)
        };
        let anything = |chance: &mut Chance| {
            if c.is_ascii_digit() {
                other(&['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'], chance)
            } else {
                other(&self.characters, chance)
            }
        };
        let sound = sound(c).unwrap_or_default();
        match chance.below(100) {
            0..30 => heard.extend(self.by_sound.get(&sound).and_then(|same| other(same, chance))),
            30..60 => {
                let near = self.neighbours.get(&sound).filter(|near| !near.is_empty());
                let near = near.and_then(|near| self.by_sound.get(&near[chance.below(near.len())]));
                heard.extend(near.and_then(|near| other(near, chance)));
            }
            60..75 => {}
            75..85 => heard.extend([Some(c), anything(chance)].into_iter().flatten()),
            _ => heard.extend(anything(chance)),
        }
    }
}

fn sound(c: char) -> Option<String> {
    c.to_pinyin().map(|reading| reading.plain().to_owned())
}

fn one_letter_apart(one: &str, two: &str) -> bool {
    let (one, two): (Vec<char>, Vec<char>) = (one.chars().collect(), two.chars().collect());
    distance(&one, &two) == 1
}

/// Letters to change, drop or add to get from one to the other.
pub(crate) fn distance(one: &[char], two: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (at, a) in one.iter().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (to, b) in two.iter().enumerate() {
            let met = corner + usize::from(a != b);
            corner = row[to + 1];
            row[to + 1] = met.min(corner + 1).min(row[to] + 1);
        }
    }
    row[two.len()]
}
