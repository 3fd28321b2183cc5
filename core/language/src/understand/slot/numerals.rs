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
/// How far another digit must lie from a sound that is taken for one.
const APART: f32 = 0.1;
/// The same inside of a value whose other words hold it in place: 一千二卖块.
const HELD: f32 = 0.47;
/// Words that are held in place by those around them; a digit is not.
const UNITS: &str = "十百千万年月日号元块角毛分";
/// What it costs to read a character as a word of the value that it does not sound like, or to leave it out.
const UNREADABLE: f32 = 0.6;
/// Words of a value that an unreadable character may stand for: where one belongs, nothing else can.
const PLACED: &str = "年月块";
/// What may be unreadable for each word that is written as it is.
const TRUST: f32 = 0.15;

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
    let mut near: Vec<(u8, f32)> = near.filter(|(_, distance)| *distance <= far + APART).collect();
    near.sort_by(|a, b| a.1.total_cmp(&b.1));
    let (value, distance) = near.first().copied().filter(|(_, distance)| *distance <= far)?;
    let other = near.iter().any(|(other, at)| *other != value && *at < distance + APART);
    (!other).then_some((value, distance.max(0.05)))
}

fn value(word: char) -> Option<u8> {
    "零一二三四五六七八九".chars().position(|c| c == word).and_then(|at| u8::try_from(at).ok())
}

/// Gives the ways to read an utterance as number words and others, surest first; what is no number word stays.
///
/// `known` are further words of the value (元, 月) with the way they sound. A way that trusts more to luck than the
/// words that are certain can carry is none.
pub(super) fn readings(said: &Said, known: &[(char, &str)]) -> Vec<String> {
    const MOST: usize = 160;
    let ear = Ear::of(said.accent);
    let certain = |sign: &Sign| WORDS.iter().chain(known).any(|(word, _)| *word == sign.written);
    if !said.signs.iter().any(certain) {
        return Vec::new();
    }
    let mut ways: Vec<(String, f32)> = vec![(String::new(), 0.0)];
    let mut certain = 0.0;
    for (at, sign) in said.signs.iter().enumerate() {
        let written = |at: Option<usize>| at.and_then(|at| said.signs.get(at)).map_or(' ', |sign| sign.written);
        let around = (written(at.checked_sub(1)), written(Some(at + 1)));
        let choices = choices(*sign, around, known, ear);
        certain += if choices.len() == 1 { 1.0 } else { 0.0 };
        let longer = ways.iter().flat_map(|(words, cost)| {
            choices.iter().map(move |(c, more)| {
                let mut words = words.clone();
                words.extend(*c);
                (words, cost + more)
            })
        });
        let mut longer: Vec<_> = longer.collect();
        longer.sort_by(|a, b| a.1.total_cmp(&b.1));
        longer.truncate(MOST);
        ways = longer;
    }
    let most = FAR + certain * TRUST;
    ways.into_iter().filter(|(_, cost)| *cost <= most).map(|(words, _)| words).collect()
}

/// What a sign may stand for between its neighbours, with what that costs; nothing where it is left out.
fn choices(sign: Sign, around: (char, char), known: &[(char, &str)], ear: &Ear) -> Vec<(Option<char>, f32)> {
    const DIGITS: &str = "一二三四五六七八九";
    let all = || WORDS.iter().chain(known);
    if all().any(|(word, _)| *word == sign.written) {
        return vec![(Some(sign.written), 0.0)];
    }
    // As it is written first: 是 before a number is no ten.
    let mut choices = vec![(Some(sign.written), 0.01)];
    // 二击三, 月击三: between these nothing but a ten is said.
    let ten = ("一二三月".contains(around.0) && DIGITS.contains(around.1)).then_some('十');
    for (word, pinyin) in all() {
        let far = Syllable::read(pinyin).map_or(1.0, |syllable| sign.distance_to(syllable, ear));
        let near = far <= FAR || (far <= HELD && UNITS.contains(*word));
        let placed = PLACED.contains(*word) || ten == Some(*word);
        if (near || placed) && !choices.iter().any(|(c, _)| *c == Some(*word)) {
            choices.push((Some(*word), if near { 0.05 + far } else { UNREADABLE }));
        }
    }
    // What follows a whole value may be left out; what stands inside of one was a part of it.
    if "日号块元角毛分钱那".contains(around.0) {
        choices.push((None, UNREADABLE));
    }
    choices
}
