//! What is said where the screen asks for a value: digits, a sum, a day, a phone number.
//!
//! A value counts only where the whole utterance is one, apart from words that lead up to it (我的电话是). What a
//! recogniser wrote for a number word is read by its sound (酒 for 九), and after a correction (不对，是…) only what
//! follows counts. A value is read back and shown before anything happens with it.

mod date;
mod digits;
mod money;
mod numerals;

use core::fmt;

use leling_protocol::Money;

pub use date::SaidDay;

use super::ear::Ear;
use super::sound::Sign;
use super::text::Said;

/// What the screen asks to hear besides the names of its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Asks {
    /// Nothing.
    #[default]
    Nothing,
    /// A yes or a no; with the question where it is known, so that its own words are an answer (换 to 换成长辈版吗).
    YesNo {
        /// The question as it is said.
        question: Option<String>,
    },
    /// Digits one by one, so many of them where that is known.
    Digits {
        /// How many.
        length: Option<u8>,
    },
    /// A day.
    Date,
    /// A sum.
    Money,
    /// A phone number.
    Phone,
}

/// A value that was said; never printed.
#[derive(Clone, PartialEq, Eq)]
pub enum Slot {
    /// Digits in the order in which they were said.
    Digits(String),
    /// A sum.
    Money(Money),
    /// A day.
    Day(SaidDay),
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Digits(_) => "Digits(redacted)",
            Self::Money(_) => "Money(redacted)",
            Self::Day(_) => "Day(redacted)",
        })
    }
}

impl Slot {
    /// Gives the value for scripts and measuring: digits; yuan as `1200` or `3215.4`; a day as [`SaidDay`] says.
    pub fn value(&self) -> String {
        match self {
            Self::Digits(digits) => digits.clone(),
            Self::Money(sum) => yuan(*sum),
            Self::Day(day) => day.to_string(),
        }
    }
}

fn yuan(sum: Money) -> String {
    let (whole, rest) = (sum.fen() / 100, (sum.fen() % 100).abs());
    let text = if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:02}") };
    if rest == 0 { text } else { text.trim_end_matches('0').to_owned() }
}

/// Gives the digit that a sign was said for.
pub(super) fn digit(sign: Sign, ear: &Ear) -> Option<u8> {
    numerals::digit(sign, ear).map(|(value, _)| value)
}

/// Hears the value that is asked for.
pub(super) fn hear(asks: &Asks, said: &Said) -> Option<Slot> {
    let whole = |said: &Said| match asks {
        Asks::Nothing | Asks::YesNo { .. } => None,
        Asks::Digits { length } => digits::hear(said, length.map(usize::from)).map(Slot::Digits),
        Asks::Phone => digits::phone(said).map(Slot::Digits),
        Asks::Money => money::hear(said).map(Slot::Money),
        Asks::Date => date::hear(said).map(Slot::Day),
    };
    let Some((before, after)) = corrected(said) else { return whole(said) };
    match (whole(&after), asks) {
        (Some(Slot::Day(day)), Asks::Date) => {
            // 一九五八年三月五号，不对，三月十五: what was not said again stays.
            let known = date::hear(&before);
            Some(Slot::Day(known.map_or(day, |known| day.or_year_of(known))))
        }
        (heard, _) => heard,
    }
}

/// Cuts at the last word that takes back what stands before it.
fn corrected(said: &Said) -> Option<(Said, Said)> {
    const TAKES_BACK: [&str; 9] =
        ["不对不对", "不对", "说错了", "错了", "念错了", "不是这个", "不是阳历", "不是农历", "不是"];
    let ends = TAKES_BACK.iter().filter_map(|word| {
        let at = said.words.rfind(word)?;
        Some((at, at + word.len()))
    });
    let (start, end) = ends.max_by_key(|(_, end)| *end)?;
    let rest = said.words[end..].trim_start_matches(['是', '应', '该', '我', '说', '的']);
    let part = |words: &str| Said::of_words(words.to_owned(), said.accent);
    (!rest.is_empty()).then(|| (part(&said.words[..start]), part(rest)))
}

#[cfg(test)]
mod tests {
    use super::super::accent::Accent;
    use super::*;

    fn heard(asks: &Asks, said: &str) -> Option<String> {
        hear(asks, &Said::new(said, Accent::Standard)).map(|slot| slot.value())
    }

    #[test]
    fn what_follows_a_correction_counts() {
        let digits = Asks::Digits { length: None };
        assert_eq!(heard(&digits, "四八二六，不对，四八三七").as_deref(), Some("4837"));
        assert_eq!(heard(&Asks::Date, "一九五八年三月五号，不对，三月十五").as_deref(), Some("1958-03-15"));
        assert_eq!(heard(&Asks::Money, "一千三，说错了，一千二").as_deref(), Some("1200"));
        assert_eq!(heard(&Asks::Money, "一千三，不对"), None);
    }

    #[test]
    fn a_value_is_not_printed() {
        assert_eq!(format!("{:?}", Slot::Digits("482613".to_owned())), "Digits(redacted)");
        assert_eq!(yuan(Money::from_fen(321_540)), "3215.4");
        assert_eq!(yuan(Money::from_fen(8_605)), "86.05");
        assert_eq!(yuan(Money::from_fen(120_000)), "1200");
    }
}
