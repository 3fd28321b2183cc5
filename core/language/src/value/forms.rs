//! How values are drawn in a language: by the forms of its folder (`values.ftl`), else as all the world reads them.
//!
//! A form takes numbers, so that Fluent's plural rules choose its words. The tests hold each folder to this list:
//!
//! | form | takes |
//! |---|---|
//! | `money` | `$sum`, as `3,215.40` |
//! | `date` | `$year`, `$month`, `$day` |
//! | `month-day` | `$month`, `$day` |
//! | `time` | `$hour` 0-23, `$hour12` 1-12, `$half` am or pm, `$minute`, `$minutes` of two digits |
//! | `ordinal`, `percent` | `$n` |
//! | `count-UNIT` | `$n`; `UNIT` as a message names it in `{ COUNT(24, "hours") }` |
//! | `today` | `$weekday` 1 for Monday, `$month`, `$day`, `$lunar-month`, `$lunar-day`, `$leap` 0 or 1 |

use fluent_bundle::FluentArgs;
use leling_protocol::CivilDate;
use leling_screen::{Calendar, Unit, Value};

use crate::catalogue::Bundle;
use crate::narrate;
use crate::template::{UNITS, unit_name};

/// File of a language that holds its forms.
pub(crate) const FILE: &str = "values.ftl";

/// Every form with what it takes.
pub(crate) fn all() -> Vec<(String, &'static [&'static str])> {
    let mut forms: Vec<(String, &[&str])> = vec![
        ("money".to_owned(), &["sum"]),
        ("date".to_owned(), &["year", "month", "day"]),
        ("month-day".to_owned(), &["month", "day"]),
        ("time".to_owned(), &["hour", "hour12", "half", "minute", "minutes"]),
        ("ordinal".to_owned(), &["n"]),
        ("percent".to_owned(), &["n"]),
        ("today".to_owned(), &["weekday", "month", "day", "lunar-month", "lunar-day", "leap"]),
    ];
    forms.extend(UNITS.iter().map(|(unit, _)| (format!("count-{unit}"), &["n"][..])));
    forms
}

/// Draws a value whose form depends on the language; `None` for those that are drawn alike in all.
pub(super) fn draw(forms: Option<&Bundle>, value: &Value) -> Option<String> {
    let (form, arguments) = described(value)?;
    let own = forms.and_then(|bundle| filled(bundle, &form, &arguments));
    own.or_else(|| everywhere(value))
}

/// Fills a form; `None` where the folder has no such form.
pub(crate) fn filled(bundle: &Bundle, form: &str, arguments: &FluentArgs<'_>) -> Option<String> {
    let message = bundle.get_message(form)?;
    let mut errors = Vec::new();
    let drawn = bundle.format_pattern(message.value()?, Some(arguments), &mut errors).into_owned();
    debug_assert!(errors.is_empty(), "{form}: {errors:?}");
    Some(drawn)
}

/// Names the form of a value and gives what it takes.
fn described(value: &Value) -> Option<(String, FluentArgs<'static>)> {
    let mut arguments = FluentArgs::new();
    let form = match value {
        Value::Money(sum) => {
            arguments.set("sum", super::digits_of(*sum));
            "money".to_owned()
        }
        Value::Date(day, _) => {
            arguments.set("year", day.year());
            set_day(&mut arguments, *day);
            "date".to_owned()
        }
        Value::MonthDay(day) => {
            set_day(&mut arguments, *day);
            "month-day".to_owned()
        }
        Value::Time(hour, minute) => {
            arguments.set("hour", *hour);
            arguments.set("hour12", (hour + 11) % 12 + 1);
            arguments.set("half", if *hour < 12 { "am" } else { "pm" });
            arguments.set("minute", *minute);
            arguments.set("minutes", format!("{minute:02}"));
            "time".to_owned()
        }
        Value::Count(count, unit) => {
            arguments.set("n", *count);
            format!("count-{}", unit_name(*unit))
        }
        Value::Ordinal(place) => {
            arguments.set("n", *place);
            "ordinal".to_owned()
        }
        Value::Percent(percent) => {
            arguments.set("n", *percent);
            "percent".to_owned()
        }
        _ => return None,
    };
    Some((form, arguments))
}

fn set_day(arguments: &mut FluentArgs<'static>, day: CivilDate) {
    arguments.set("month", day.month());
    arguments.set("day", day.day());
}

/// Gives what the form `today` takes.
pub(crate) fn today(day: CivilDate) -> FluentArgs<'static> {
    let mut arguments = FluentArgs::new();
    arguments.set("weekday", day.weekday());
    set_day(&mut arguments, day);
    let (month, of_month, leap) = narrate::lunar_numbers(day).unwrap_or_default();
    arguments.set("lunar-month", month);
    arguments.set("lunar-day", of_month);
    arguments.set("leap", u8::from(leap));
    arguments
}

/// ISO 8601 and plain digits.
fn everywhere(value: &Value) -> Option<String> {
    Some(match value {
        Value::Money(sum) => format!("{} CNY", super::digits_of(*sum)),
        Value::Date(day, Calendar::Gregorian | Calendar::Lunar) => {
            format!("{}-{:02}-{:02}", day.year(), day.month(), day.day())
        }
        Value::MonthDay(day) => format!("{:02}-{:02}", day.month(), day.day()),
        Value::Time(hour, minute) => format!("{hour:02}:{minute:02}"),
        Value::Count(count, Unit::Hours) => format!("{count} h"),
        Value::Count(count, Unit::Minutes) => format!("{count} min"),
        Value::Count(count, _) => count.to_string(),
        Value::Ordinal(place) => place.to_string(),
        Value::Percent(percent) => format!("{percent} %"),
        _ => return None,
    })
}
