//! How a typed value is drawn and said: display and speech come from the one value and never from each other.

mod english;
pub(crate) mod forms;
mod korean;

use leling_protocol::{CivilDate, Money, PersonName};
use leling_screen::{Calendar, Language, Span, SpanKind, Unit, Value};

use crate::catalogue::Bundle;
use crate::narrate;

/// Binds the characters of a value, so that no line breaks inside it.
const JOINER: char = '\u{2060}';

/// A value as it is drawn and as it is said.
pub(crate) struct Told {
    pub(crate) span: Span,
    pub(crate) speech: String,
}

/// Tells words of a message as they stand in their language.
pub(crate) fn words(language: Language, words: &str) -> Told {
    let speech = if language == Language::Chinese { narrate::with_places(words) } else { sayable(words) };
    Told { span: Span { kind: SpanKind::Plain, display: words.to_owned() }, speech }
}

/// Leaves out the marks that nobody says.
fn sayable(words: &str) -> String {
    let silent = |c: char| "“”‘’\"()（）《》「」".contains(c) || c == JOINER;
    words.chars().filter(|c| !silent(*c)).map(|c| if matches!(c, '\n' | '\u{a0}') { ' ' } else { c }).collect()
}

/// Tells a value in the forms of a language other than Chinese. What its folder does not say is drawn as all the world
/// reads it, and said in Chinese.
pub(crate) fn tell_in(language: Language, forms: Option<&Bundle>, value: &Value) -> Told {
    let chinese = tell(value);
    let speech = match language {
        Language::Korean => korean::say(value),
        Language::English => english::say(value),
        _ => chinese.speech,
    };
    match forms::draw(forms, value) {
        Some(drawn) => Told { span: Span { kind: chinese.span.kind, display: hold(&drawn) }, speech },
        None => Told { span: chinese.span, speech },
    }
}

/// Keeps the parts of a value on one line: spaces that do not break, nothing breaks behind a hyphen or a stroke.
fn hold(text: &str) -> String {
    let mut held = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        held.push(if c == ' ' { '\u{a0}' } else { c });
        if matches!(c, '-' | '/' | '–') || ('\u{ac00}'..='\u{d7a3}').contains(&c) || c.is_ascii_digit() {
            held.push(JOINER);
        }
    }
    held.trim_end_matches(JOINER).to_owned()
}

/// Tells a value in Chinese forms.
pub(crate) fn tell(value: &Value) -> Told {
    let (kind, display, speech) = match value {
        Value::Words(words) => {
            return Told {
                span: Span { kind: SpanKind::Plain, display: words.clone() },
                speech: narrate::with_places(words),
            };
        }
        Value::Name(name) => {
            let display = bind_name(name);
            return Told { span: Span { kind: SpanKind::Name, display }, speech: name.as_str().to_owned() };
        }
        Value::MaskedName(name) => (SpanKind::Name, name.clone(), narrate::masked_name(name)),
        Value::Money(sum) => (SpanKind::Money, draw_money(*sum), narrate::money(*sum)),
        Value::Date(day, Calendar::Gregorian) => (SpanKind::Date, draw_date(*day), narrate::date(*day)),
        Value::Date(day, Calendar::Lunar) => {
            (SpanKind::Date, narrate::draw_lunar_date(*day), narrate::lunar_date(*day))
        }
        Value::MonthDay(day) => (SpanKind::Date, draw_month_day(*day), narrate::month_day(*day)),
        Value::Time(hour, minute) => (SpanKind::Time, draw_time(*hour, *minute), narrate::time(*hour, *minute)),
        Value::IdNumber(id) => (SpanKind::IdNumber, id.masked(), narrate::tail(id.last_four())),
        Value::IdNumberRevealed(id) => (SpanKind::IdNumber, id.as_str().to_owned(), narrate::id_number(id)),
        Value::CardNumber(number) => {
            let last_four = &number.as_str()[5..];
            (SpanKind::CardNumber, format!("*****{last_four}"), narrate::tail(last_four))
        }
        Value::Phone(phone) => (SpanKind::Phone, phone.masked(), narrate::tail(&phone.as_str()[7..])),
        Value::ServiceNumber(number) => (SpanKind::Phone, (*number).to_owned(), narrate::digits(number)),
        Value::Count(count, unit) => {
            (SpanKind::Count, format!("{count}{}", measure_word(*unit)), narrate::count(*count, *unit))
        }
        Value::Ordinal(place) => (SpanKind::Ordinal, format!("第{place}"), narrate::ordinal(*place)),
        Value::Percent(percent) => (SpanKind::Percent, format!("{percent}%"), narrate::percent(*percent)),
        Value::Code(code) => (SpanKind::Code, draw_code(code), narrate::code(code)),
        Value::Number(number) => (SpanKind::Code, number.to_string(), narrate::number(*number)),
    };
    Told { span: Span { kind, display: bind(&display) }, speech }
}

/// Gives the measure word that stands after the number.
pub(crate) const fn measure_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Times => "次",
        Unit::Days => "天",
        Unit::Hours => "小时",
        Unit::Minutes => "分钟",
        Unit::Months => "个月",
        Unit::Digits => "位",
        Unit::Pieces => "个",
        Unit::People => "个人",
        Unit::Steps => "步",
        Unit::Years => "岁",
    }
}

/// Puts a joiner between any two characters.
pub(crate) fn bind(text: &str) -> String {
    let mut bound = String::with_capacity(text.len() * 2);
    for (at, c) in text.chars().enumerate() {
        if at > 0 {
            bound.push(JOINER);
        }
        bound.push(c);
    }
    bound
}

/// Binds each part of a name; a long name may break after its dots and spaces, and a part of more than eight
/// characters anywhere, because it may be wider than the screen.
fn bind_name(name: &PersonName) -> String {
    let parts = name.as_str().split_inclusive(['·', ' ']);
    parts.map(|part| if part.chars().count() > 9 { part.to_owned() } else { bind(part) }).collect()
}

/// A name that arrived masked, without its stars.
fn unmasked(name: &str) -> String {
    name.split('*').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn draw_money(sum: Money) -> String {
    format!("{}元", digits_of(sum))
}

/// Digits of a sum in yuan, in groups of three: `3,215.40`.
fn digits_of(sum: Money) -> String {
    let fen = sum.fen().unsigned_abs();
    let yuan = (fen / 100).to_string();
    let mut grouped = String::new();
    for (at, digit) in yuan.chars().enumerate() {
        if at > 0 && (yuan.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if sum.fen() < 0 { "-" } else { "" };
    format!("{sign}{grouped}.{:02}", fen % 100)
}

fn draw_date(day: CivilDate) -> String {
    format!("{}年{}", day.year(), draw_month_day(day))
}

fn draw_month_day(day: CivilDate) -> String {
    format!("{}月{}日", day.month(), day.day())
}

fn draw_time(hour: u8, minute: u8) -> String {
    let (part, hour) = narrate::day_part(hour);
    match minute {
        0 => format!("{part}{hour}点"),
        30 => format!("{part}{hour}点半"),
        _ => format!("{part}{hour}点{minute:02}分"),
    }
}

fn draw_code(code: &str) -> String {
    narrate::groups_of_three(code).join(" ")
}

#[cfg(test)]
mod tests {
    use leling_protocol::{CardNumber, IdNumber, Phone};

    use super::*;

    fn drawn_and_said(value: &Value) -> (String, String) {
        let told = tell(value);
        (told.span.display.replace(JOINER, ""), told.speech)
    }

    #[test]
    fn each_kind_is_drawn_and_said() {
        let day = CivilDate::new(2027, 9, 30).unwrap();
        let id = IdNumber::parse_any_day("37990119570708005X").unwrap();
        for (value, drawn, said) in [
            (Value::Money(Money::from_fen(321_540)), "3,215.40元", "三千二百一十五元四角"),
            (Value::Money(Money::from_fen(-5)), "-0.05元", "负五分"),
            (Value::Money(Money::from_fen(12_345_678_900)), "123,456,789.00元", "一亿二千三百四十五万六千七百八十九元"),
            (Value::Date(day, Calendar::Gregorian), "2027年9月30日", "二零二七年九月三十日"),
            (Value::MonthDay(day), "9月30日", "九月三十日"),
            (Value::Time(14, 30), "下午2点半", "下午两点半"),
            (Value::Time(9, 5), "上午9点05分", "上午九点零五分"),
            (Value::IdNumber(id), "3799**********005X", "尾号零零五艾克斯"),
            (Value::CardNumber(CardNumber::parse("B00000019").unwrap()), "*****0019", "尾号零零幺九"),
            (Value::Phone(Phone::parse("99919440312").unwrap()), "999****0312", "尾号零三幺二"),
            (Value::ServiceNumber("12333"), "12333", "幺二三三三"),
            (Value::Count(2, Unit::Months), "2个月", "两个月"),
            (Value::Ordinal(2), "第2", "第二"),
            (Value::Percent(60), "60%", "百分之六十"),
            (Value::Code("482613".to_owned()), "482 613", "四八二，六幺三"),
            (Value::Number(64), "64", "六十四"),
            (Value::Count(65, Unit::Years), "65岁", "六十五岁"),
            (Value::Words("3号自助机 App".to_owned()), "3号自助机 App", "三号自助机 诶皮皮"),
            (Value::MaskedName("王*兰".to_owned()), "王*兰", "王某兰"),
            (Value::Name(PersonName::parse("阿依古丽·买买提").unwrap()), "阿依古丽·买买提", "阿依古丽·买买提"),
        ] {
            assert_eq!(drawn_and_said(&value), (drawn.to_owned(), said.to_owned()));
        }
    }

    #[test]
    fn a_value_holds_together_and_a_long_name_may_break_at_its_dots() {
        assert_eq!(bind("9月"), "9\u{2060}月");
        let name = PersonName::parse("阿依·买买提").unwrap();
        assert_eq!(bind_name(&name), "阿\u{2060}依\u{2060}·买\u{2060}买\u{2060}提");
    }
}
