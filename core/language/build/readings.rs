//! The reading of every Chinese character, packed for the phone: two bytes a character.
//!
//! From the crate `pinyin` (data of Unicode and of its maintainers); the crate itself, ten times the size, stays here.

use std::path::Path;
use std::{fs, iter};

use pinyin::ToPinyin as _;

#[path = "../src/understand/spelling.rs"]
mod spelling;

/// First and last character with a reading of its own: the block of common Chinese characters.
const BLOCK: core::ops::RangeInclusive<char> = '\u{4E00}'..='\u{9FA5}';

/// Writes for each character its final and its initial, or two bytes 0xFF where it has no reading.
pub(crate) fn write(out: &Path) {
    let packed: Vec<u8> = BLOCK.flat_map(packed).collect();
    fs::write(out, packed).expect("the build folder can be written");
}

fn packed(c: char) -> impl Iterator<Item = u8> {
    let plain = iter::once(c).find_map(|c| c.to_pinyin()).map(|reading| reading.plain().replace('ü', "v"));
    let (initial, last) = plain.and_then(|plain| spelling::read(&plain)).unwrap_or((0xFF, 0xFF));
    [last, initial].into_iter()
}
