//! How values are said in Korean: words only, no digits. Sums, dates, minutes and steps take numbers of Chinese origin;
//! hours, times, pieces, people and places of a digit take Korean ones.

use leling_protocol::{CivilDate, Money};
use leling_screen::{Calendar, Unit, Value};

use crate::narrate;

const DIGITS: [&str; 10] = ["공", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"];
const OWN_ONES: [&str; 10] = ["", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"];
const OWN_TENS: [&str; 10] = ["", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"];
const LETTERS: [&str; 26] = [
    "에이",
    "비",
    "씨",
    "디",
    "이",
    "에프",
    "지",
    "에이치",
    "아이",
    "제이",
    "케이",
    "엘",
    "엠",
    "엔",
    "오",
    "피",
    "큐",
    "아르",
    "에스",
    "티",
    "유",
    "브이",
    "더블유",
    "엑스",
    "와이",
    "제트",
];

/// Says a value.
pub(super) fn say(value: &Value) -> String {
    match value {
        Value::Words(words) => super::sayable(words),
        Value::Name(name) => name.as_str().to_owned(),
        Value::MaskedName(name) => super::unmasked(name),
        Value::Money(sum) => money(*sum),
        Value::Date(day, Calendar::Gregorian) => {
            format!("{}년 {}", number(u64::from(day.year().unsigned_abs())), month_day(*day))
        }
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
        Value::Count(count, unit) => counted(*count, *unit),
        Value::Number(value) => number(*value),
        Value::Ordinal(place) => number((*place).into()),
        Value::Percent(percent) => format!("{} 퍼센트", number((*percent).into())),
        Value::Code(code) => {
            narrate::groups_of_three(code).iter().map(|group| digits(group)).collect::<Vec<_>>().join(", ")
        }
    }
}

fn counted(count: u64, unit: Unit) -> String {
    match unit {
        Unit::Times => format!("{} 번", own(count)),
        Unit::Days => format!("{} 일", number(count)),
        Unit::Hours => format!("{} 시간", own(count)),
        Unit::Minutes => format!("{} 분", number(count)),
        Unit::Months => format!("{} 개월", number(count)),
        Unit::Digits => format!("{} 자리", own(count)),
        Unit::Pieces => format!("{} 개", own(count)),
        Unit::People => format!("{} 명", own(count)),
        Unit::Steps => format!("{} 단계", number(count)),
        Unit::Years => format!("{} 세", number(count)),
    }
}

/// Says a whole number of Chinese origin: `삼천이백십오`, `만 오`.
fn number(value: u64) -> String {
    const LARGE: [(u64, &str); 4] =
        [(10_000_000_000_000_000, "경"), (1_000_000_000_000, "조"), (100_000_000, "억"), (10_000, "만")];
    if value == 0 {
        return "영".to_owned();
    }
    let mut parts = Vec::new();
    let mut rest = value;
    for (base, word) in LARGE {
        if rest >= base {
            let high = rest / base;
            // 만 alone is ten thousand.
            parts.push(if high == 1 && base == 10_000 {
                word.to_owned()
            } else {
                format!("{}{word}", below_ten_thousand(high))
            });
            rest %= base;
        }
    }
    if rest > 0 {
        parts.push(below_ten_thousand(rest));
    }
    parts.join(" ")
}

fn below_ten_thousand(value: u64) -> String {
    let mut said = String::new();
    for (base, word) in [(1000, "천"), (100, "백"), (10, "십"), (1, "")] {
        let digit = value / base % 10;
        if digit > 1 || (digit == 1 && base == 1) {
            said.push_str(digit_word(&DIGITS, digit));
        }
        if digit > 0 {
            said.push_str(word);
        }
    }
    said
}

/// Says a Korean number before what is counted, up to 99; above that numbers of Chinese origin are usual.
fn own(value: u64) -> String {
    match value {
        20 => "스무".to_owned(),
        1..100 => format!("{}{}", digit_word(&OWN_TENS, value / 10), digit_word(&OWN_ONES, value % 10)),
        _ => number(value),
    }
}

fn digit_word(words: &[&'static str; 10], digit: u64) -> &'static str {
    usize::try_from(digit).ok().and_then(|at| words.get(at)).copied().unwrap_or_default()
}

fn month_day(day: CivilDate) -> String {
    format!("{} {}일", month(day.month()), number(day.day().into()))
}

/// The sixth and the tenth month lose their last sound.
fn month(month: u8) -> String {
    match month {
        6 => "유월".to_owned(),
        10 => "시월".to_owned(),
        _ => format!("{}월", number(month.into())),
    }
}

fn lunar(day: CivilDate) -> String {
    let Some((of_year, of_month, leap)) = narrate::lunar_numbers(day) else { return month_day(day) };
    let leap = if leap { "윤" } else { "" };
    format!("음력 {leap}{} {}일", month(of_year), number(of_month.into()))
}

/// Says a time of day: `오후 두 시 반`.
fn time(hour: u8, minute: u8) -> String {
    let half = if hour < 12 { "오전" } else { "오후" };
    let said = own(u64::from((hour + 11) % 12 + 1));
    match minute {
        0 => format!("{half} {said} 시"),
        30 => format!("{half} {said} 시 반"),
        _ => format!("{half} {said} 시 {} 분", number(minute.into())),
    }
}

fn money(sum: Money) -> String {
    let fen = sum.fen().unsigned_abs();
    let mut parts = Vec::new();
    for (amount, word) in [(fen / 100, "원"), (fen / 10 % 10, "각"), (fen % 10, "푼")] {
        if amount > 0 {
            parts.push(format!("{} {word}", number(amount)));
        }
    }
    if parts.is_empty() {
        parts.push("영 원".to_owned());
    }
    let sign = if sum.fen() < 0 { "마이너스 " } else { "" };
    format!("{sign}{}", parts.join(" "))
}

/// Says digits one by one, and letters by their names.
fn digits(text: &str) -> String {
    let said = text.chars().map(|c| match c {
        '0'..='9' => digit_word(&DIGITS, u64::from(c as u32 - '0' as u32)),
        c if c.is_ascii_alphabetic() => LETTERS[usize::from(c.to_ascii_uppercase() as u8 - b'A')],
        _ => "",
    });
    said.collect()
}

fn tail(last: &str) -> String {
    format!("끝번호 {}", digits(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_both_origins() {
        for (value, said) in [
            (0, "영"),
            (10, "십"),
            (15, "십오"),
            (111, "백십일"),
            (3_215, "삼천이백십오"),
            (10_005, "만 오"),
            (20_000, "이만"),
            (110_000, "십일만"),
            (100_000_000, "일억"),
        ] {
            assert_eq!(number(value), said);
        }
        assert_eq!([1, 2, 12, 20, 21, 24, 99].map(own), ["한", "두", "열두", "스무", "스물한", "스물네", "아흔아홉"]);
        assert!(!number(u64::MAX).is_empty());
    }

    #[test]
    fn days_and_times() {
        let day = |month, day| CivilDate::new(2026, month, day).unwrap();
        assert_eq!(month_day(day(6, 6)), "유월 육일");
        assert_eq!(month_day(day(10, 31)), "시월 삼십일일");
        assert_eq!([time(0, 10), time(14, 30), time(12, 0)], ["오전 열두 시 십 분", "오후 두 시 반", "오후 열두 시"]);
    }
}
