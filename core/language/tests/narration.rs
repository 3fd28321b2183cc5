//! What is said is heard again: `parse(speak(x)) == x`.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use leling_language::narrate::{self, parse};
use leling_protocol::{CivilDate, IdNumber, Money, Phone};
use leling_screen::Unit;
use proptest::prelude::*;

fn day(days: i64) -> CivilDate {
    let first = CivilDate::new(1900, 2, 1).unwrap().inner();
    let date = first.checked_add(days_long(days)).unwrap();
    CivilDate::new(date.year(), date.month().into(), date.day()).unwrap()
}

fn days_long(days: i64) -> time::Duration {
    time::Duration::days(days)
}

const UNITS: [(Unit, &str); 9] = [
    (Unit::Times, "次"),
    (Unit::Days, "天"),
    (Unit::Hours, "小时"),
    (Unit::Minutes, "分钟"),
    (Unit::Months, "个月"),
    (Unit::Digits, "位"),
    (Unit::Pieces, "个"),
    (Unit::People, "个人"),
    (Unit::Steps, "步"),
];

/// Days from 1900-02-01, the first of the precomputed lunar years, to the end of 2100.
const DAYS: i64 = 73_350;

#[test]
fn every_day_of_two_centuries_in_both_calendars() {
    for days in 0..DAYS {
        let date = day(days);
        assert_eq!(parse::date(&narrate::date(date)), Some(date), "{date}");
        assert_eq!(parse::lunar_date(&narrate::lunar_date(date)), Some(date), "{date} {}", narrate::lunar_date(date));
    }
}

#[test]
fn every_minute_of_a_day() {
    for hour in 0..24 {
        for minute in 0..60 {
            assert_eq!(parse::time(&narrate::time(hour, minute)), Some((hour, minute)), "{hour}:{minute}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn sums(fen in prop_oneof![0i64..=100_000_000_000, any::<i64>(), -10_000i64..10_000]) {
        let sum = Money::from_fen(fen);
        prop_assert_eq!(parse::money(&narrate::money(sum)), Some(sum));
    }

    #[test]
    fn numbers(value in prop_oneof![any::<u64>(), 0u64..200_000]) {
        prop_assert_eq!(parse::number(&narrate::number(value)), Some(value));
    }

    #[test]
    fn phones(last in 0u64..100_000_000) {
        let phone = Phone::parse(&format!("999{last:08}")).unwrap();
        prop_assert_eq!(parse::digits(&narrate::phone(&phone)), Some(phone.as_str().to_owned()));
    }

    #[test]
    fn codes_and_card_numbers(code in "[0-9A-Z]{1,12}") {
        prop_assert_eq!(parse::digits(&narrate::code(&code)), Some(code.clone()));
        prop_assert_eq!(parse::digits(&narrate::tail(&code)), Some(code));
    }

    #[test]
    fn percents(percent in 0u8..=100) {
        prop_assert_eq!(parse::percent(&narrate::percent(percent)), Some(percent));
    }

    #[test]
    fn counts(count in prop_oneof![0u64..1_000, any::<u64>()], unit in 0..UNITS.len()) {
        let (unit, measure) = UNITS[unit];
        prop_assert_eq!(parse::count(&narrate::count(count, unit), measure), Some(count));
    }

    #[test]
    fn measure_words_of_others(count in 0u64..100_000, measure in "(月|日|号|楼|两|岁|块|年|份|家)") {
        prop_assert_eq!(parse::count(&narrate::count_of(count, &measure), &measure), Some(count));
    }

    #[test]
    fn places(place in any::<u32>()) {
        prop_assert_eq!(parse::ordinal(&narrate::ordinal(place)), Some(place));
    }

    #[test]
    fn decimals(figures in "-?(0|[1-9][0-9]{0,12})([.][0-9]{1,6})?") {
        prop_assert_eq!(parse::decimal(&narrate::decimal(&figures).unwrap()), Some(figures));
    }

    #[test]
    fn phone_numbers_of_any_kind(number in "[0-9]{3,15}") {
        prop_assert_eq!(parse::digits(&narrate::phone_number(&number).unwrap()), Some(number));
    }

    #[test]
    fn whole_id_numbers(order in 0u32..1_000, days in 0i64..DAYS) {
        let birth = day(days);
        let body = format!("379901{:04}{:02}{:02}{order:03}", birth.year(), birth.month(), birth.day());
        let id = "0123456789X".chars().find_map(|last| IdNumber::parse_any_day(&format!("{body}{last}")).ok());
        let id = id.unwrap();
        prop_assert_eq!(parse::digits(&narrate::id_number(&id)), Some(id.as_str().to_owned()));
        prop_assert_eq!(parse::digits(&narrate::tail(id.last_four())), Some(id.last_four().to_owned()));
    }

    #[test]
    fn hearing_never_panics(said in "[零一二三四五六七八九十百千万亿两幺元角分年月日初廿闰农历上午点半第，Xa\u{2060}😀]{0,24}") {
        let _ = (parse::number(&said), parse::money(&said), parse::date(&said), parse::time(&said));
        let _ = (parse::lunar_date(&said), parse::digits(&said), parse::percent(&said));
        let _ = (parse::decimal(&said), parse::ordinal(&said), parse::count(&said, "月"));
    }
}

#[test]
fn id_numbers() {
    for text in ["379913194403120025", "37990119570708005X"] {
        let id = IdNumber::parse_any_day(text).unwrap();
        assert_eq!(parse::digits(&narrate::id_number(&id)).as_deref(), Some(text));
    }
}

#[test]
fn people_say_things_in_other_ways() {
    assert_eq!(parse::money("二元"), Some(Money::from_fen(200)));
    assert_eq!(parse::number("两百零二"), Some(202));
    assert_eq!(parse::date("一九五八年三月十五号"), CivilDate::new(1958, 3, 15));
    assert_eq!(parse::lunar_date("阴历二零二五年十二月二十九"), CivilDate::new(2026, 2, 16));
    assert_eq!(parse::digits("一二三三三").as_deref(), Some("12333"));
    for nonsense in ["", "十十", "一二", "元", "千", "百分之", "第", "亿", "万", "一九年三月五日"] {
        assert_eq!(parse::number(nonsense), None, "{nonsense}");
    }
}
