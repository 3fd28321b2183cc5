//! How values are said in English: words only, no digits.

use leling_protocol::{CivilDate, Money};
use leling_screen::{Calendar, Unit, Value};

use crate::narrate;

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Says a value.
pub(super) fn say(value: &Value) -> String {
    match value {
        Value::Words(words) => super::sayable(words),
        Value::Name(name) => name.as_str().to_owned(),
        Value::MaskedName(name) => super::unmasked(name),
        Value::Money(sum) => money(*sum),
        Value::Date(day, Calendar::Gregorian) => format!("{}, {}", month_day(*day), year(day.year())),
        Value::Date(day, Calendar::Lunar) => lunar(*day),
        Value::MonthDay(day) => month_day(*day),
        Value::Time(hour, minute) => time(*hour, *minute),
        Value::IdNumber(id) => tail(id.last_four()),
        Value::IdNumberRevealed(id) => {
            let number = id.as_str();
            [&number[..6], &number[6..14], &number[14..]].map(digits).join(", ")
        }
        Value::CardNumber(number) => tail(&number.as_str()[5..]),
        Value::Phone(phone) => tail(&phone.as_str()[7..]),
        Value::ServiceNumber(number) => digits(number),
        Value::Count(count, unit) => {
            let noun = noun(*unit);
            if *count == 1 { format!("one {noun}") } else { format!("{} {}", number(*count), plural(noun)) }
        }
        Value::Number(value) => number(*value),
        Value::Ordinal(place) => number((*place).into()),
        Value::Percent(percent) => format!("{} percent", number((*percent).into())),
        Value::Code(code) => {
            narrate::groups_of_three(code).iter().map(|group| digits(group)).collect::<Vec<_>>().join(", ")
        }
    }
}

const fn noun(unit: Unit) -> &'static str {
    match unit {
        Unit::Times => "time",
        Unit::Days => "day",
        Unit::Hours => "hour",
        Unit::Minutes => "minute",
        Unit::Months => "month",
        Unit::Digits => "digit",
        Unit::Pieces => "item",
        Unit::People => "person",
        Unit::Steps => "step",
        Unit::Years => "year",
    }
}

fn plural(noun: &str) -> String {
    if noun == "person" { "people".to_owned() } else { format!("{noun}s") }
}

/// Says a whole number: `three thousand two hundred and fifteen`.
fn number(value: u64) -> String {
    const LARGE: [(u64, &str); 5] = [
        (1_000_000_000_000_000, "quadrillion"),
        (1_000_000_000_000, "trillion"),
        (1_000_000_000, "billion"),
        (1_000_000, "million"),
        (1_000, "thousand"),
    ];
    let mut parts = Vec::new();
    let mut rest = value;
    for (base, word) in LARGE {
        if rest >= base {
            parts.push(format!("{} {word}", number(rest / base)));
            rest %= base;
        }
    }
    if rest >= 100 {
        parts.push(format!("{} hundred", below_hundred(rest / 100)));
        rest %= 100;
    }
    match (rest, parts.is_empty()) {
        (0, false) => {}
        (_, true) => parts.push(below_hundred(rest)),
        (_, false) => parts.push(format!("and {}", below_hundred(rest))),
    }
    parts.join(" ")
}

fn below_hundred(value: u64) -> String {
    let (tens, ones) = (word(&TENS, value / 10), word(&ONES, value % 10));
    match value {
        0..20 => word(&ONES, value).to_owned(),
        _ if value.is_multiple_of(10) => tens.to_owned(),
        _ => format!("{tens}-{ones}"),
    }
}

fn word(words: &[&'static str], at: u64) -> &'static str {
    usize::try_from(at).ok().and_then(|at| words.get(at)).copied().unwrap_or_default()
}

/// Says a place among others: `third`, `twenty-first`.
fn ordinal(value: u64) -> String {
    const ODD: [(&str, &str); 7] = [
        ("one", "first"),
        ("two", "second"),
        ("three", "third"),
        ("five", "fifth"),
        ("eight", "eighth"),
        ("nine", "ninth"),
        ("twelve", "twelfth"),
    ];
    let said = number(value);
    let (start, last) = said.rfind([' ', '-']).map_or(("", said.as_str()), |at| said.split_at(at + 1));
    if let Some((_, odd)) = ODD.iter().find(|(plain, _)| *plain == last) {
        return format!("{start}{odd}");
    }
    last.strip_suffix('y').map_or_else(|| format!("{said}th"), |stem| format!("{start}{stem}ieth"))
}

fn month_day(day: CivilDate) -> String {
    format!("{} {}", word(&MONTHS, u64::from(day.month()) - 1), ordinal(day.day().into()))
}

/// Says a year as people do: `twenty twenty-seven`, `nineteen oh five`, `two thousand and five`.
fn year(year: i32) -> String {
    let year = u64::from(year.unsigned_abs());
    let (century, rest) = (year / 100, year % 100);
    match (century, rest) {
        (10..100, 0) if !century.is_multiple_of(10) => format!("{} hundred", below_hundred(century)),
        (10..100, 1..10) if !century.is_multiple_of(10) => {
            format!("{} oh {}", below_hundred(century), below_hundred(rest))
        }
        (10..100, 10..) => format!("{} {}", below_hundred(century), below_hundred(rest)),
        _ => number(year),
    }
}

fn lunar(day: CivilDate) -> String {
    let Some((month, of_month, leap)) = narrate::lunar_numbers(day) else { return month_day(day) };
    let leap = if leap { "leap " } else { "" };
    format!("{leap}lunar month {}, day {}", number(month.into()), number(of_month.into()))
}

/// Says a time of day: `two thirty in the afternoon`.
fn time(hour: u8, minute: u8) -> String {
    let part = match hour {
        0..=11 => "in the morning",
        12..=17 => "in the afternoon",
        _ => "in the evening",
    };
    let said = number(u64::from((hour + 11) % 12 + 1));
    match minute {
        0 => format!("{said} o'clock {part}"),
        1..=9 => format!("{said} oh {} {part}", number(minute.into())),
        _ => format!("{said} {} {part}", number(minute.into())),
    }
}

fn money(sum: Money) -> String {
    let fen = sum.fen().unsigned_abs();
    let sign = if sum.fen() < 0 { "minus " } else { "" };
    match (fen / 100, fen % 100) {
        (yuan, 0) => format!("{sign}{} yuan", number(yuan)),
        (0, fen) => format!("{sign}{} fen", number(fen)),
        (yuan, fen) => format!("{sign}{} yuan and {} fen", number(yuan), number(fen)),
    }
}

/// Says digits one by one, and letters by themselves.
fn digits(text: &str) -> String {
    let said = text.chars().filter_map(|c| match c {
        '0'..='9' => Some(word(&ONES, u64::from(c as u32 - '0' as u32)).to_owned()),
        c if c.is_ascii_alphabetic() => Some(c.to_ascii_uppercase().to_string()),
        _ => None,
    });
    said.collect::<Vec<_>>().join(" ")
}

fn tail(last: &str) -> String {
    format!("ending in {}", digits(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_whole() {
        for (value, said) in [
            (0, "zero"),
            (15, "fifteen"),
            (42, "forty-two"),
            (105, "one hundred and five"),
            (3_215, "three thousand two hundred and fifteen"),
            (10_005, "ten thousand and five"),
            (
                123_456_789,
                "one hundred and twenty-three million four hundred and fifty-six thousand seven hundred and eighty-nine",
            ),
        ] {
            assert_eq!(number(value), said);
        }
        assert!(number(u64::MAX).starts_with("eighteen thousand four hundred and forty-six quadrillion"));
    }

    #[test]
    fn places_years_and_times() {
        assert_eq!(
            [1, 2, 3, 5, 12, 20, 23, 30].map(ordinal),
            ["first", "second", "third", "fifth", "twelfth", "twentieth", "twenty-third", "thirtieth"]
        );
        assert_eq!(
            [1900, 1905, 1944, 2000, 2005, 2027].map(year),
            [
                "nineteen hundred",
                "nineteen oh five",
                "nineteen forty-four",
                "two thousand",
                "two thousand and five",
                "twenty twenty-seven"
            ]
        );
        assert_eq!(
            [time(0, 10), time(9, 5), time(12, 0), time(14, 30), time(20, 0)],
            [
                "twelve ten in the morning",
                "nine oh five in the morning",
                "twelve o'clock in the afternoon",
                "two thirty in the afternoon",
                "eight o'clock in the evening"
            ]
        );
    }
}
