//! Hears what [`narrate`](super) says: the inverse of each of its functions, for voice mode and for the property tests.
//!
//! Takes Chinese words without spaces and gives `None` for anything else; never panics. Both 一 and 幺, 二 and 两,
//! 冬月 and 十一月, pauses (`，`) or none are understood.

use leling_protocol::{CivilDate, Money};

use super::calendar::{LUNAR_MONTHS, LunarDay, lunar_day_of_month};
use super::digits::{DIGITS, LETTERS};

/// Hears a whole number.
pub fn number(said: &str) -> Option<u64> {
    if let Some((high, low)) = said.rsplit_once('亿') {
        return number(high)?.checked_mul(100_000_000)?.checked_add(after_zero(low)?);
    }
    if let Some((high, low)) = said.split_once('万') {
        return below_ten_thousand(high)?.checked_mul(10_000)?.checked_add(after_zero(low)?);
    }
    below_ten_thousand(said)
}

fn after_zero(low: &str) -> Option<u64> {
    if low.is_empty() { Some(0) } else { number(low.strip_prefix('零').unwrap_or(low)) }
}

fn below_ten_thousand(said: &str) -> Option<u64> {
    if said == "零" {
        return Some(0);
    }
    let (mut total, mut digit, mut last_base) = (0, None, 10_000);
    for c in said.chars() {
        let base = match c {
            '千' => 1000,
            '百' => 100,
            '十' => 10,
            '零' if digit.is_none() && total > 0 => continue,
            _ => {
                if digit.replace(digit_of(c)?).is_some() {
                    return None;
                }
                continue;
            }
        };
        // 十 alone at the start stands for 一十.
        let times = if base == 10 && total == 0 { digit.take().unwrap_or(1) } else { digit.take()? };
        if base >= last_base {
            return None;
        }
        (total, last_base) = (total + times * base, base);
    }
    let whole = total + digit.unwrap_or(0);
    (whole > 0).then_some(whole)
}

/// Hears a sum.
pub fn money(said: &str) -> Option<Money> {
    let (sign, said) = said.strip_prefix('负').map_or((1, said), |rest| (-1, rest));
    let (yuan, rest) = match said.split_once('元') {
        Some((yuan, rest)) => (number(yuan)?, rest.strip_prefix('零').unwrap_or(rest)),
        None if said.is_empty() => return None,
        None => (0, said),
    };
    let (jiao, rest) = tenth(rest, '角')?;
    let (fen, rest) = tenth(rest, '分')?;
    if !rest.is_empty() {
        return None;
    }
    let fen = i128::from(yuan) * 100 + i128::from(jiao) * 10 + i128::from(fen);
    i64::try_from(sign * fen).ok().map(Money::from_fen)
}

fn tenth(said: &str, unit: char) -> Option<(u64, &str)> {
    match said.split_once(unit) {
        Some((digit, rest)) => {
            let mut characters = digit.chars();
            let value = digit_of(characters.next()?)?;
            characters.next().is_none().then_some((value, rest))
        }
        None => Some((0, said)),
    }
}

/// Hears a day with its year.
pub fn date(said: &str) -> Option<CivilDate> {
    let (year_said, rest) = said.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix(['日', '号'])?;
    CivilDate::new(year(year_said)?, u8::try_from(number(month)?).ok()?, u8::try_from(number(day)?).ok()?)
}

/// Hears a day of the lunar calendar with its lunar year.
pub fn lunar_date(said: &str) -> Option<CivilDate> {
    let said = said.strip_prefix("农历").or_else(|| said.strip_prefix("阴历"))?;
    let (year_said, rest) = said.split_once('年')?;
    let (leap, rest) = rest.strip_prefix('闰').map_or((false, rest), |rest| (true, rest));
    let month_end = rest.find('月')? + '月'.len_utf8();
    let (month_said, day_said) = rest.split_at(month_end);
    let month = match month_said {
        "一月" => 1,
        "十一月" => 11,
        "十二月" => 12,
        known => u8::try_from(LUNAR_MONTHS.iter().position(|name| *name == known)? + 1).ok()?,
    };
    let day = (1..=30)
        .find(|day| lunar_day_of_month(*day) == day_said || (*day > 20 && number(day_said) == Some(u64::from(*day))))?;
    LunarDay { year: year(year_said)?, month, leap, day }.civil()
}

/// Hears a time of day as hour and minute.
pub fn time(said: &str) -> Option<(u8, u8)> {
    let part = ["凌晨", "上午", "中午", "下午", "晚上"].into_iter().find(|part| said.starts_with(part))?;
    let (hour, minute) = said[part.len()..].split_once('点')?;
    let hour = u8::try_from(number(hour)?).ok().filter(|hour| *hour <= 12)?;
    let hour = if matches!(part, "下午" | "晚上") && hour < 12 { hour + 12 } else { hour };
    let minute = match minute {
        "" => 0,
        "半" => 30,
        minute => {
            let minute = minute.strip_suffix('分')?;
            u8::try_from(number(minute.strip_prefix('零').unwrap_or(minute))?).ok()?
        }
    };
    (minute < 60).then_some((hour, minute))
}

/// Hears digits and letters said one by one, as phone numbers, id numbers and codes are; pauses count nothing.
pub fn digits(said: &str) -> Option<String> {
    let mut rest = said.strip_prefix("尾号").unwrap_or(said);
    let mut heard = String::new();
    while let Some(c) = rest.chars().next() {
        if c == '，' || c.is_whitespace() {
            rest = &rest[c.len_utf8()..];
        } else if let Some(digit) = digit_of(c) {
            heard.push(char::from_digit(u32::try_from(digit).ok()?, 10)?);
            rest = &rest[c.len_utf8()..];
        } else {
            let at = LETTERS.iter().position(|letter| rest.starts_with(letter))?;
            heard.push(char::from(b'A' + u8::try_from(at).ok()?));
            rest = &rest[LETTERS[at].len()..];
        }
    }
    (!heard.is_empty()).then_some(heard)
}

/// Hears whole percent.
pub fn percent(said: &str) -> Option<u8> {
    let said = said.strip_prefix("百分之")?;
    if said == "百" { Some(100) } else { number(said).and_then(|percent| u8::try_from(percent).ok()) }
}

/// Hears a number with its point, as figures: `12.05`.
pub fn decimal(said: &str) -> Option<String> {
    let (sign, said) = said.strip_prefix('负').map_or(("", said), |rest| ("-", rest));
    let (whole, rest) = said.split_once('点').map_or((said, None), |(whole, rest)| (whole, Some(rest)));
    let whole = number(whole)?;
    let Some(rest) = rest else { return Some(format!("{sign}{whole}")) };
    let rest = rest.chars().map(|c| Some(digit_of(c)?.to_string())).collect::<Option<String>>()?;
    (!rest.is_empty()).then(|| format!("{sign}{whole}.{rest}"))
}

/// Hears a count and its measure word; 两 and 二 are one.
pub fn count(said: &str, measure: &str) -> Option<u64> {
    let number_said = said.strip_suffix(measure)?;
    if number_said == "两" { Some(2) } else { number(number_said) }
}

/// Hears a place in a sequence.
pub fn ordinal(said: &str) -> Option<u32> {
    number(said.strip_prefix('第')?).and_then(|place| u32::try_from(place).ok())
}

fn year(said: &str) -> Option<i32> {
    if said.chars().count() != 4 {
        return None;
    }
    said.chars().try_fold(0, |year, c| Some(year * 10 + i32::try_from(digit_of(c)?).ok()?))
}

fn digit_of(c: char) -> Option<u64> {
    match c {
        '幺' => Some(1),
        '两' => Some(2),
        '〇' | '洞' => Some(0),
        _ => DIGITS.iter().position(|digit| *digit == c).and_then(|at| u64::try_from(at).ok()),
    }
}
