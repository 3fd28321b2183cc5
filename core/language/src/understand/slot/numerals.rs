//! Number words as recognisers write them: by their sound, where the character is another.

use super::super::ear::Ear;
use super::super::sound::{Sign, Syllable};
use super::super::text::Said;

/// Number words with the way they sound.
const WORDS: &[(char, &str)] = &[
    ('零', "ling"),
    ('一', "yi"),
    ('一', "yao"),
    ('二', "er"),
    ('两', "liang"),
    ('三', "san"),
    ('四', "si"),
    ('五', "wu"),
    ('六', "liu"),
    ('七', "qi"),
    ('八', "ba"),
    ('九', "jiu"),
    ('零', "dong"),
    ('十', "shi"),
    ('百', "bai"),
    ('千', "qian"),
    ('万', "wan"),
];

/// The farthest that a sound may lie from a number word to count as it.
const FAR: f32 = 0.2;

/// Gives the digit that a sign is said for, and how sure that is: 0 for the digit itself.
pub(super) fn digit(sign: Sign, ear: &Ear) -> Option<(u8, f32)> {
    digit_within(sign, ear, FAR)
}

/// The same for sounds that lie within `far`.
pub(super) fn digit_within(sign: Sign, ear: &Ear, far: f32) -> Option<(u8, f32)> {
    let written = match sign.written {
        '〇' | '洞' => Some('零'),
        '幺' => Some('一'),
        '两' => Some('二'),
        '三' | '仨' => Some('三'),
        c => Some(c).filter(|c| "零一二四五六七八九".contains(*c)),
    };
    if let Some(at) = written.and_then(value) {
        return Some((at, 0.0));
    }
    let near = WORDS.iter().filter(|(word, _)| !"百千万".contains(*word)).filter_map(|(word, pinyin)| {
        // Where digits are said one by one there is no ten: it is a four.
        let word = match word {
            '十' => '四',
            '两' => '二',
            word => *word,
        };
        Some((value(word)?, sign.distance_to(Syllable::read(pinyin)?, ear)))
    });
    near.filter(|(_, distance)| *distance <= far).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(d, far)| (d, far.max(0.05)))
}

fn value(word: char) -> Option<u8> {
    "零一二三四五六七八九".chars().position(|c| c == word).and_then(|at| u8::try_from(at).ok())
}

/// Gives the ways to read an utterance as number words and others, surest first; what is no number word stays.
///
/// `known` are further words of the value (元, 月) with the way they sound.
pub(super) fn readings(said: &Said, known: &[(char, &str)]) -> Vec<String> {
    const MOST: usize = 48;
    let ear = Ear::of(said.accent);
    let mut ways: Vec<(String, f32)> = vec![(String::new(), 0.0)];
    for sign in &said.signs {
        let choices = choices(*sign, known, ear);
        let longer = ways.iter().flat_map(|(words, cost)| {
            choices.iter().map(move |(c, more)| {
                let mut words = words.clone();
                words.push(*c);
                (words, cost + more)
            })
        });
        let mut longer: Vec<_> = longer.collect();
        longer.sort_by(|a, b| a.1.total_cmp(&b.1));
        longer.truncate(MOST);
        ways = longer;
    }
    ways.into_iter().map(|(words, _)| words).collect()
}

fn choices(sign: Sign, known: &[(char, &str)], ear: &Ear) -> Vec<(char, f32)> {
    let all = || WORDS.iter().chain(known);
    if all().any(|(word, _)| *word == sign.written) {
        return vec![(sign.written, 0.0)];
    }
    // As it is written first: 是 before a number is no ten.
    let mut choices = vec![(sign.written, 0.01)];
    for (word, pinyin) in all() {
        let far = Syllable::read(pinyin).map_or(1.0, |syllable| sign.distance_to(syllable, ear));
        if far <= FAR && !choices.iter().any(|(c, _)| c == word) {
            choices.push((*word, 0.05 + far));
        }
    }
    choices
}
