//! Days and times, in the Gregorian and the lunar calendar (农历, GB/T 33661-2017 by ICU4X, exact for 1900 to 2100).

use icu_calendar::Date;
use icu_calendar::cal::ChineseTraditional;
use leling_protocol::CivilDate;

use super::digits::DIGITS;
use super::number;

pub(super) const LUNAR_MONTHS: [&str; 12] =
    ["正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "冬月", "腊月"];

/// A day of the lunar calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LunarDay {
    pub(super) year: i32,
    pub(super) month: u8,
    pub(super) leap: bool,
    pub(super) day: u8,
}

impl LunarDay {
    pub(super) fn of(day: CivilDate) -> Option<Self> {
        let lunar =
            Date::try_new_gregorian(day.year(), day.month(), day.day()).ok()?.to_calendar(ChineseTraditional::new());
        let month = lunar.month().to_input();
        Some(Self {
            year: lunar.year().extended_year(),
            month: month.number(),
            leap: month.is_leap(),
            day: lunar.day_of_month().0,
        })
    }

    pub(super) fn civil(self) -> Option<CivilDate> {
        let month = if self.leap { icu_calendar::types::Month::leap(self.month) } else { self.month.into() };
        let lunar = Date::try_new(self.year.into(), month, self.day, ChineseTraditional::new()).ok()?;
        let day = lunar.to_calendar(icu_calendar::Gregorian);
        CivilDate::new(day.year().extended_year(), day.month().number(), day.day_of_month().0)
    }

    fn month_and_day(self) -> String {
        let leap = if self.leap { "闰" } else { "" };
        let month = LUNAR_MONTHS.get(usize::from(self.month).wrapping_sub(1)).copied().unwrap_or_default();
        format!("{leap}{month}{}", lunar_day_of_month(self.day))
    }
}

pub(super) fn lunar_day_of_month(day: u8) -> String {
    match day {
        0..=10 => format!("初{}", number(day.into())),
        21..=29 => format!("廿{}", number(u64::from(day) - 20)),
        _ => number(day.into()),
    }
}

/// Says a day with its year: `一九五八年三月十五日`.
pub fn date(day: CivilDate) -> String {
    format!("{}年{}", year(day.year()), month_day(day))
}

/// Says a day without its year: `三月十五日`.
pub fn month_day(day: CivilDate) -> String {
    format!("{}月{}日", number(day.month().into()), number(day.day().into()))
}

/// Says a day of the lunar calendar with its lunar year: `农历一九五八年正月廿六`.
pub fn lunar_date(day: CivilDate) -> String {
    LunarDay::of(day).map_or_else(|| date(day), |lunar| format!("农历{}年{}", year(lunar.year), lunar.month_and_day()))
}

/// Says and draws a day of the lunar calendar without its year: `农历正月廿六`.
pub fn lunar_day(day: CivilDate) -> String {
    LunarDay::of(day).map_or_else(|| month_day(day), |lunar| format!("农历{}", lunar.month_and_day()))
}

/// Gives month, day of the month and whether the month is a leap month, of the lunar calendar.
pub(crate) fn lunar_numbers(day: CivilDate) -> Option<(u8, u8, bool)> {
    LunarDay::of(day).map(|lunar| (lunar.month, lunar.day, lunar.leap))
}

/// Draws a day of the lunar calendar with its lunar year: `农历1958年正月廿六`.
pub fn draw_lunar_date(day: CivilDate) -> String {
    LunarDay::of(day).map_or_else(|| date(day), |lunar| format!("农历{}年{}", lunar.year, lunar.month_and_day()))
}

/// Gives the Gregorian day of a day of the lunar calendar; nothing where that year has no such day.
pub fn lunar_to_civil(year: i32, month: u8, leap: bool, day: u8) -> Option<CivilDate> {
    LunarDay { year, month, leap, day }.civil()
}

/// Says the day of the week: `星期一`.
pub fn weekday(day: CivilDate) -> &'static str {
    const NAMES: [&str; 7] = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
    NAMES[usize::from(day.weekday() - 1) % 7]
}

/// Says a time of day: `下午两点半`, `上午九点零五分`.
pub fn time(hour: u8, minute: u8) -> String {
    let (part, hour) = day_part(hour);
    let hour = if hour == 2 { "两".to_owned() } else { number(hour.into()) };
    match minute {
        0 => format!("{part}{hour}点"),
        30 => format!("{part}{hour}点半"),
        1..=9 => format!("{part}{hour}点零{}分", number(minute.into())),
        _ => format!("{part}{hour}点{}分", number(minute.into())),
    }
}

/// Gives the part of the day and the hour within it, 0 to 12, for an hour of 0 to 23.
pub const fn day_part(hour: u8) -> (&'static str, u8) {
    match hour {
        0..=5 => ("凌晨", hour),
        6..=11 => ("上午", hour),
        12 => ("中午", 12),
        13..=17 => ("下午", hour - 12),
        _ => ("晚上", hour.saturating_sub(12)),
    }
}

fn year(year: i32) -> String {
    let digits = year.unsigned_abs().to_string();
    digits.bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u8, day: u8) -> CivilDate {
        CivilDate::new(year, month, day).unwrap()
    }

    #[test]
    fn days_in_both_calendars() {
        assert_eq!(date(day(1958, 3, 15)), "一九五八年三月十五日");
        assert_eq!(date(day(2026, 11, 23)), "二零二六年十一月二十三日");
        assert_eq!(lunar_day(day(1958, 3, 15)), "农历正月廿六");
        assert_eq!(lunar_day(day(2026, 11, 23)), "农历十月十五");
        assert_eq!(lunar_date(day(2026, 2, 16)), "农历二零二五年腊月廿九");
        assert_eq!(lunar_date(day(2026, 2, 17)), "农历二零二六年正月初一");
        assert_eq!(lunar_day(day(2025, 7, 25)), "农历闰六月初一");
        assert_eq!(weekday(day(2026, 11, 23)), "星期一");
    }

    #[test]
    fn times_of_day() {
        for (hour, minute, said) in [
            (0, 10, "凌晨零点十分"),
            (2, 0, "凌晨两点"),
            (9, 0, "上午九点"),
            (12, 5, "中午十二点零五分"),
            (14, 30, "下午两点半"),
            (20, 15, "晚上八点十五分"),
        ] {
            assert_eq!(time(hour, minute), said);
        }
    }
}
