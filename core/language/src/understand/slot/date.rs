//! Days as people say them: 五八年三月十五, 腊月二十三, 农历闰四月初八.

use core::fmt;

use leling_protocol::CivilDate;
use leling_screen::Calendar;

use super::super::accent::Accent;
use super::super::ear::Ear;
use super::super::sound::Sign;
use super::super::text::Said;
use super::numerals::readings;
use crate::narrate::parse;

const KNOWN: &[(char, &str)] = &[
    ('年', "nian"),
    ('月', "yue"),
    ('日', "ri"),
    ('号', "hao"),
    ('初', "chu"),
    ('廿', "nian"),
    ('闰', "run"),
    ('正', "zheng"),
    ('腊', "la"),
    ('历', "li"),
];
/// Words around a day that say nothing of it.
const AROUND: &[&str] = &[
    "我是",
    "俺是",
    "我的生日是",
    "生日是",
    "生日",
    "我",
    "俺",
    "是",
    "生的",
    "出生",
    "生人",
    "那天",
    "那一天",
    "那",
    "嗯",
    "啊",
    "呢",
    "吧",
    "的",
    "小年",
    "就是",
    "今年",
    "哦",
    "在",
];
/// A year of two digits up to this one is of this century.
const THIS_CENTURY: i32 = 26;

/// A day as it was said: maybe without its year, maybe in the lunar calendar.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SaidDay {
    /// The calendar in which it was said.
    pub calendar: Calendar,
    /// The year, where it was said; of the lunar calendar there.
    pub year: Option<i32>,
    /// The month, 1 to 12.
    pub month: u8,
    /// Whether it is the leap month of that number.
    pub leap: bool,
    /// The day of the month, 1 to 31.
    pub day: u8,
}

impl SaidDay {
    /// Takes over the year of `earlier` where none was said.
    #[must_use]
    pub(super) fn or_year_of(mut self, earlier: Self) -> Self {
        self.year = self.year.or(earlier.year);
        self
    }

    /// Gives the Gregorian day, where the year was said and there is such a day.
    pub fn civil(&self) -> Option<CivilDate> {
        match self.calendar {
            Calendar::Gregorian => CivilDate::new(self.year?, self.month, self.day),
            Calendar::Lunar => crate::narrate::lunar_to_civil(self.year?, self.month, self.leap, self.day),
        }
    }
}

/// `1958-03-15`, `03-15`; lunar `lunar:1958-01-26`, `lunar:L04-08`.
impl fmt::Display for SaidDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.calendar == Calendar::Lunar {
            f.write_str("lunar:")?;
        }
        if let Some(year) = self.year {
            write!(f, "{year:04}-")?;
        }
        write!(f, "{}{:02}-{:02}", if self.leap { "L" } else { "" }, self.month, self.day)
    }
}

/// A day of birth is personal.
impl fmt::Debug for SaidDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SaidDay(redacted)")
    }
}

/// Hears a day.
pub(super) fn hear(said: &Said) -> Option<SaidDay> {
    let said = Said::of_words(calendar_spelled(&said.words), said.accent);
    readings(&said, KNOWN).iter().find_map(|words| day(words))
}

/// Writes the name of the calendar where it was heard somehow: 弄历.
fn calendar_spelled(words: &str) -> String {
    let known = ["农历", "阴历", "阳历", "公历", "新历", "旧历", "老历"];
    let before = words.find('历').and_then(|at| Some((at, words[..at].chars().next_back()?)));
    let Some((at, wrong)) = before.filter(|(at, c)| !known.contains(&format!("{c}历").as_str()) && *at > 0) else {
        return words.to_owned();
    };
    let (sign, ear) = (Sign::of(wrong), Ear::of(Accent::Standard));
    let far = |name: &&str| name.chars().next().map_or(1.0, |c| Sign::of(c).distance(&sign, ear));
    let near = known.iter().filter(|name| far(name) <= 0.5).min_by(|a, b| far(a).total_cmp(&far(b)));
    near.map_or_else(
        || words.to_owned(),
        |name| format!("{}{name}{}", &words[..at - wrong.len_utf8()], &words[at + '历'.len_utf8()..]),
    )
}

fn day(words: &str) -> Option<SaidDay> {
    let told = |names: &[&str]| names.iter().any(|name| words.contains(name));
    let gregorian = told(&["阳历", "公历", "新历"]);
    let lunar = told(&["农历", "阴历", "旧历", "老历"]) && !gregorian;
    let mut rest = words.to_owned();
    for name in ["阳历", "公历", "新历", "农历", "阴历", "旧历", "老历"] {
        rest = rest.replace(name, "");
    }
    let mut rest = rest.as_str();
    loop {
        let before = rest;
        for word in AROUND {
            rest = rest.strip_prefix(word).unwrap_or(rest);
            rest = rest.strip_suffix(word).unwrap_or(rest);
        }
        if rest == before {
            break;
        }
    }
    in_figures(rest).or_else(|| in_words(rest, gregorian, lunar)).filter(SaidDay::exists)
}

impl SaidDay {
    fn exists(&self) -> bool {
        let most = if self.calendar == Calendar::Lunar { 30 } else { 31 };
        let fits = (1..=12).contains(&self.month) && (1..=most).contains(&self.day);
        fits && (self.calendar == Calendar::Lunar
            || CivilDate::new(self.year.unwrap_or(2000), self.month, self.day).is_some())
    }
}

/// Eight digits one by one, as a recogniser may write `1958-03-15`.
fn in_figures(words: &str) -> Option<SaidDay> {
    let digits =
        parse::digits(words).filter(|digits| digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()))?;
    let year = digits[..4].parse().ok().filter(|year| (1850..2101).contains(year))?;
    let (month, day) = (digits[4..6].parse().ok()?, digits[6..].parse().ok()?);
    Some(SaidDay { calendar: Calendar::Gregorian, year: Some(year), month, leap: false, day })
}

fn in_words(words: &str, gregorian: bool, lunar: bool) -> Option<SaidDay> {
    let (year, rest) = match words.split_once('年') {
        Some((year, rest)) => (Some(self::year(year)?), rest),
        None => year_unsaid(words),
    };
    let (leap, rest) = rest.strip_prefix('闰').map_or((false, rest), |rest| (true, rest));
    let (month, day) = rest.split_once('月')?;
    let (month, named) = match month {
        "正" => (1, true),
        "冬" => (11, true),
        "腊" => (12, true),
        month => (number(month)?, false),
    };
    let plain = day.trim_end_matches(['日', '号']);
    let counted = plain.starts_with(['初', '廿']);
    let day = match plain.strip_prefix('初') {
        Some(day) => number(day)?,
        None => match plain.strip_prefix('廿') {
            Some("") => 20,
            Some(day) => 20 + number(day)?,
            None => number(plain)?,
        },
    };
    let lunar = lunar || ((leap || named || counted) && !gregorian);
    let calendar = if lunar { Calendar::Lunar } else { Calendar::Gregorian };
    Some(SaidDay { calendar, year, month, leap: leap && lunar, day })
}

/// 一九五八三月十五: four digits in a row are a year also where nobody heard 年.
fn year_unsaid(words: &str) -> (Option<i32>, &str) {
    let end = words.char_indices().nth(4).map_or(words.len(), |(at, _)| at);
    let begins = words.starts_with("一九") || words.starts_with("二零");
    let year = begins.then(|| self::year(&words[..end])).flatten();
    if year.is_some() { (year, &words[end..]) } else { (None, words) }
}

fn number(words: &str) -> Option<u8> {
    let digits = || parse::digits(words).filter(|digits| digits.len() <= 2).and_then(|digits| digits.parse().ok());
    parse::number(words).and_then(|value| u8::try_from(value).ok()).or_else(digits)
}

/// Four digits, or two as older people say the year of their birth.
fn year(words: &str) -> Option<i32> {
    if let Some(whole) = parse::number(words).filter(|_| words.contains('千')) {
        return i32::try_from(whole).ok().filter(|year| (1850..2101).contains(year));
    }
    let digits = parse::digits(words).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let year: i32 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(year).filter(|year| (1850..2101).contains(year)),
        2 if year <= THIS_CENTURY => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(said: &str) -> Option<String> {
        hear(&Said::new(said, Accent::Standard)).map(|day| day.to_string())
    }

    #[test]
    fn days_as_people_say_them() {
        for (said, day) in [
            ("一九五八年三月十五号", "1958-03-15"),
            ("我是五八年三月十五生的", "1958-03-15"),
            ("1958年3月15日", "1958-03-15"),
            ("1958-03-15", "1958-03-15"),
            ("五月一号", "05-01"),
            ("腊月二十三", "lunar:12-23"),
            ("农历一九五八年正月廿六", "lunar:1958-01-26"),
            ("阴历五八年十一月初五", "lunar:1958-11-05"),
            ("闰四月初八", "lunar:L04-08"),
            ("一九六三年农历闰四月二十一", "lunar:1963-L04-21"),
            ("阳历十二月初二", "12-02"),
            ("一九五八年三岳十五号", "1958-03-15"),
            ("两千零三年八月九号", "2003-08-09"),
            ("1958.3.15", "1958-03-15"),
            ("一九五八三月十五", "1958-03-15"),
            ("四四骗十二月初二那腆，阳历", "1944-12-02"),
            ("弄历闰四月初八", "lunar:L04-08"),
            ("农历腊月二击三", "lunar:12-23"),
        ] {
            assert_eq!(heard(said).as_deref(), Some(day), "{said}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for said in ["", "记不清了", "十三月一号", "二月三十号", "三月", "月", "一千二", "农历腊月三十一"]
        {
            assert_eq!(heard(said), None, "{said}");
        }
    }

    #[test]
    fn a_said_day_is_a_day_where_its_year_was_said() {
        let day = hear(&Said::new("农历一九五八年正月廿六", Accent::Standard)).unwrap();
        assert_eq!(day.civil(), CivilDate::new(1958, 3, 15));
        assert_eq!(hear(&Said::new("腊月二十三", Accent::Standard)).unwrap().civil(), None);
        assert_eq!(format!("{day:?}"), "SaidDay(redacted)");
    }
}
