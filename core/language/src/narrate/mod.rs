//! How typed values are read aloud in Chinese: words only, no digits, no Latin letters.
//!
//! Rules (accessibility 5.5): sums in 元角分, never 点; years digit by digit, months and days as numbers; 幺 for one in
//! phone, id and code digits; 两 before measure words. [`parse`] is the inverse of each function here and hears what
//! people say; a property test holds the two together.

mod calendar;
mod digits;
mod number;
pub mod parse;
mod places;

use leling_protocol::Money;
use leling_screen::Unit;

pub(crate) use calendar::lunar_numbers;
pub use calendar::{date, day_part, draw_lunar_date, lunar_date, lunar_day, lunar_to_civil, month_day, time, weekday};
pub use digits::{code, digits, groups_of_three, id_number, phone, phone_number, tail};
pub use number::{decimal, number};
#[cfg(test)]
pub(crate) use places::PLACES;
pub use places::with_places;

use crate::value::measure_word;

/// Says a sum: `三千二百一十五元四角`, `一万零五元`, `五分`, `零元`.
pub fn money(sum: Money) -> String {
    let fen = sum.fen().unsigned_abs();
    let (yuan, jiao, fen) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut said = String::from(if sum.fen() < 0 { "负" } else { "" });
    if yuan > 0 || (jiao == 0 && fen == 0) {
        said.push_str(&leading(yuan));
        said.push('元');
    }
    if jiao > 0 {
        said.push_str(&if yuan > 0 { number(jiao) } else { leading(jiao) });
        said.push('角');
    }
    if fen > 0 {
        if yuan > 0 && jiao == 0 {
            said.push('零');
        }
        said.push_str(&if yuan > 0 || jiao > 0 { number(fen) } else { leading(fen) });
        said.push('分');
    }
    said
}

/// Says a count with its measure word: `两个月`, `十二天`.
pub fn count(count: u64, unit: Unit) -> String {
    count_of(count, measure_word(unit))
}

/// Says a count with any measure word: `两位`, `二月`, `二两`.
pub fn count_of(count: u64, measure: &str) -> String {
    /// What these number is a place, not a count; and 两 does not stand before itself.
    const PLACES: [&str; 6] = ["月", "日", "号", "楼", "月份", "两"];
    let number = if PLACES.contains(&measure) { number(count) } else { leading(count) };
    format!("{number}{measure}")
}

/// Says a place in a sequence: `第二`.
pub fn ordinal(place: u32) -> String {
    format!("第{}", number(u64::from(place)))
}

/// Says whole percent: `百分之六十`, `百分之百`.
pub fn percent(percent: u8) -> String {
    percent_of(&number(u64::from(percent)))
}

/// Says percent of a number that is said already: `百分之三点五`, `负百分之三`.
pub fn percent_of(said: &str) -> String {
    if let Some(said) = said.strip_prefix('负') {
        return format!("负{}", percent_of(said));
    }
    format!("百分之{}", if said == "一百" { "百" } else { said })
}

/// Says a name that arrived masked: hidden characters become one 某.
pub fn masked_name(name: &str) -> String {
    let mut said = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '*' if said.ends_with('某') => {}
            '*' => said.push('某'),
            c => said.push(c),
        }
    }
    said
}

/// Says ordinary words: as they are, without quotation marks and brackets; a gap between two parts becomes a pause, and
/// a stray digit or letter, as the name of a place or party may hold one, is said alone.
pub fn words(words: &str) -> String {
    let silent = ['“', '”', '‘', '’', '《', '》', '（', '）', '「', '」', '【', '】', '\u{2060}'];
    if !words.is_empty() && words.chars().all(char::is_whitespace) {
        return "，".to_owned();
    }
    let mut said = String::with_capacity(words.len());
    for c in words.replace(" · ", "，").chars().filter(|c| !silent.contains(c)) {
        match c {
            '\n' => said.push('，'),
            '0'..='9' => said.push(digits::DIGITS[c as usize - '0' as usize]),
            c if c.is_ascii_alphabetic() => said.push_str(digits::letter(c)),
            c => said.push(c),
        }
    }
    said
}

/// Two alone before a measure word is 两; inside a number it stays 二.
fn leading(count: u64) -> String {
    if count == 2 { "两".to_owned() } else { number(count) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_said_in_yuan_jiao_and_fen() {
        for (fen, said) in [
            (0, "零元"),
            (5, "五分"),
            (20, "两角"),
            (25, "两角五分"),
            (22, "两角二分"),
            (200, "两元"),
            (220, "两元二角"),
            (1_005, "十元零五分"),
            (1_500, "十五元"),
            (11_000, "一百一十元"),
            (22_000, "二百二十元"),
            (123_450, "一千二百三十四元五角"),
            (1_000_500, "一万零五元"),
            (10_100_000, "十万一千元"),
            (10_000_000_000, "一亿元"),
            (100_000_000_000, "十亿元"),
            (100_000_001_500, "十亿零一十五元"),
            (-321_540, "负三千二百一十五元四角"),
        ] {
            assert_eq!(money(Money::from_fen(fen)), said, "{fen}");
        }
    }

    #[test]
    fn counts_places_and_percents() {
        assert_eq!(count(2, Unit::Months), "两个月");
        assert_eq!(count(12, Unit::Days), "十二天");
        assert_eq!(count(24, Unit::Hours), "二十四小时");
        assert_eq!(ordinal(2), "第二");
        assert_eq!(count_of(2, "位"), "两位");
        assert_eq!((count_of(2, "月").as_str(), count_of(2, "两").as_str()), ("二月", "二两"));
        assert_eq!((percent(100).as_str(), percent(0).as_str()), ("百分之百", "百分之零"));
        assert_eq!(percent_of("负三"), "负百分之三");
        assert_eq!(percent_of(&decimal("3.50").unwrap()), "百分之三点五零");
    }

    #[test]
    fn words_lose_marks_that_nobody_says() {
        assert_eq!(words("请点“不是我”。"), "请点不是我。");
        assert_eq!(words("柳沟村 · 下午"), "柳沟村，下午");
        assert_eq!(words("1944年"), "一九四四年");
        assert_eq!((words(" ").as_str(), words("").as_str()), ("，", ""));
        assert_eq!(masked_name("阿****提"), "阿某提");
    }
}
