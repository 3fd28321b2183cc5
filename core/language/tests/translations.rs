//! What holds for every language but Chinese: nothing is said that Chinese does not say, and what is said can be read.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use leling_language::report::{self, Report};
use leling_language::source::OWN;
use leling_language::{Catalogue, Msg, Standing, classes, msg};
use leling_protocol::{CivilDate, PersonName, Phone};
use leling_screen::{Calendar, Language, SpanKind, Text, Unit, Value};

/// Languages that are whole: every message has their words.
const WHOLE: [Language; 2] = [Language::Korean, Language::English];
/// Languages with words for some screens.
const BEGUN: [Language; 4] = [Language::Korean, Language::English, Language::Uyghur, Language::Mongolian];
/// Full texts of a law: read when asked for, so their sentences may be longer.
const FULL_TEXT: &str = "privacy-full-";

fn sample(argument: &str) -> Value {
    let day = CivilDate::new(2027, 9, 30).unwrap();
    match argument {
        "name" => Value::Name(PersonName::parse("王秀兰").unwrap()),
        "phone" => Value::Phone(Phone::parse("99919440312").unwrap()),
        "day" => Value::Date(day, Calendar::Gregorian),
        "time" => Value::Time(14, 30),
        "of" => Value::Count(3, Unit::Steps),
        "left" => Value::Count(2, Unit::Times),
        "number" => Value::Code("00012".to_owned()),
        _ => Value::Ordinal(2),
    }
}

/// Every form that a language shows in its own words.
fn forms(language: Language) -> Vec<(Msg, String, Text)> {
    let catalogue = Catalogue::new();
    let mut found = Vec::new();
    for (_, entry) in report::entries(language) {
        let message = Msg::from_key(&entry.key).unwrap();
        let values: Vec<_> = message.arguments().iter().map(|name| (*name, sample(name))).collect();
        for (form, words) in entry.forms.iter().filter(|(_, words)| !words.is_empty()) {
            if message.shown_in(language, form) != language {
                continue;
            }
            let text = if form == OWN {
                catalogue.text(language, message, &values)
            } else {
                catalogue.attribute(language, message, form, &values).unwrap()
            };
            assert!(!text.is_empty(), "{message:?} .{form}: {words}");
            found.push((message, form.clone(), text));
        }
    }
    found
}

/// Every form as its file writes it, also those that wait for approval; a value is one sign.
fn written(language: Language) -> Vec<(&'static str, String, String)> {
    let mut found = Vec::new();
    for (_, entry) in report::entries(language) {
        let key = Msg::from_key(&entry.key).unwrap().key();
        for (form, words) in entry.forms.iter().filter(|(form, words)| !words.is_empty() && form != "also") {
            let parts = words.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after));
            found.push((key, form.clone(), parts.collect::<Vec<_>>().join("·")));
        }
    }
    found
}

fn plain(text: &Text) -> String {
    text.spans.iter().filter(|span| span.kind == SpanKind::Plain).map(|span| span.display.as_str()).collect()
}

#[test]
fn a_folder_says_what_chinese_says_and_nothing_else() {
    for language in Language::ALL {
        assert_eq!(Report::of(language).faults, Vec::<String>::new());
    }
}

#[test]
fn whole_languages_are_whole_but_for_what_was_just_added() {
    for language in WHOLE {
        let report = Report::of(language);
        let lacking = report.lines.iter().filter(|line| matches!(line.standing, Standing::Missing | Standing::Stale));
        let lacking: Vec<_> = lacking.map(|line| line.message.key()).collect();
        // A new sentence may be there in Chinese for a while; `cargo xtask language report` lists it.
        assert!(lacking.len() * 20 <= report.lines.len(), "{language:?} lacks {lacking:?}");
    }
}

#[test]
fn nobody_has_reviewed_anything_yet() {
    for language in BEGUN {
        let report = Report::of(language);
        assert_eq!(report.count(Standing::Reviewed) + report.count(Standing::Approved), 0, "{language:?}");
        assert!(report.count(Standing::Draft) > 100, "{language:?}");
        for (message, form, text) in forms(language) {
            assert!(text.draft && text.language.is_none(), "{language:?} {message:?} .{form}");
        }
    }
}

#[test]
fn whatever_is_critical_is_chinese_whole() {
    let catalogue = Catalogue::new();
    for language in BEGUN {
        for message in msg::ALL.iter().filter(|message| message.is_critical(OWN)) {
            let values: Vec<_> = message.arguments().iter().map(|name| (*name, sample(name))).collect();
            let text = catalogue.text(language, *message, &values);
            if !text.is_empty() {
                assert_eq!(text.language, Some(Language::Chinese), "{language:?} {message:?}");
                assert_eq!(text.display(), catalogue.text(Language::Chinese, *message, &values).display());
            }
        }
    }
}

#[test]
fn words_of_money_consent_and_risk_have_a_class() {
    const WORDS: [&str; 13] =
        ["钱", "付", "同意", "收回", "冻结", "解除", "注销", "骗", "假", "别给", "冒用", "作保", "停用"];
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/messages/classes.txt");
    let lines = classes::read(&std::fs::read_to_string(folder).unwrap()).unwrap();
    let chinese = report::entries(Language::Chinese);
    for (file, entry) in &chinese {
        for (form, words) in entry.forms.iter().filter(|(form, _)| form != "also") {
            let heavy = WORDS.iter().find(|word| words.contains(**word));
            let sized = if matches!(form.as_str(), "large" | "standard" | "spoken") { OWN } else { form };
            let classed = lines.iter().any(|line| line.covers_form(&entry.key, sized));
            assert!(
                heavy.is_none() || classed,
                "{file}: {} .{form} says {heavy:?} and has no class: {words}",
                entry.key
            );
        }
    }
    for line in &lines {
        assert!(chinese.iter().any(|(_, entry)| line.covers(&entry.key)), "no message fits {line:?}");
    }
}

#[test]
fn keys_are_short_and_keys_and_titles_have_no_full_stop() {
    for (language, most) in
        [(Language::Korean, 14), (Language::English, 30), (Language::Uyghur, 34), (Language::Mongolian, 34)]
    {
        for (key, form, words) in written(language) {
            let (pressed, title) = (key.contains("-key-"), key.ends_with("-title"));
            if !matches!(form.as_str(), "" | "large" | "standard") || !(pressed || title) {
                continue;
            }
            assert!(title || words.chars().count() <= most, "{key} .{form}: {words}");
            assert!(!words.ends_with(['.', '。', '᠃']), "{key} .{form}: {words}");
        }
    }
}

#[test]
fn sentences_are_short() {
    for (language, most) in
        [(Language::Korean, 12), (Language::English, 16), (Language::Uyghur, 12), (Language::Mongolian, 14)]
    {
        for (key, form, words) in written(language) {
            if key.starts_with(FULL_TEXT) {
                continue;
            }
            let sentences = words.split_inclusive(['.', '?', '!', '᠃', '؟']).filter(|part| part.trim().len() > 3);
            let sentences: Vec<&str> = sentences.collect();
            assert!(sentences.len() <= 2, "{key} .{form}: {words}");
            for sentence in sentences {
                assert!(sentence.split_whitespace().count() <= most, "{key} .{form}: {sentence}");
            }
        }
    }
}

#[test]
fn what_korean_and_english_say_holds_no_digit_and_no_bracket() {
    for language in WHOLE {
        for (message, form, text) in forms(language) {
            for c in text.speech.chars() {
                let bad = c.is_ascii_digit() || "“”‘()[]《》\"\u{2060}\u{2068}\u{2069}\u{a0}".contains(c);
                assert!(!bad, "{language:?} {message:?} .{form} says {c:?}: {}", text.speech);
            }
        }
    }
}

#[test]
fn numbers_stand_in_typed_spans_and_scripts_are_not_mixed() {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for language in BEGUN {
        for (message, form, text) in forms(language) {
            if message == msg::COMMON_DRAFT_TAG {
                continue;
            }
            let words = plain(&text);
            assert!(!words.chars().any(|c| c.is_ascii_digit() || han(c)), "{language:?} {message:?} .{form}: {words}");
            let latin = words.chars().any(|c| c.is_ascii_alphabetic());
            assert!(!latin || language == Language::English, "{language:?} {message:?} .{form}: {words}");
        }
    }
}

#[test]
fn nobody_is_blamed_and_no_office_word_is_used() {
    const ENGLISH: [&str; 16] = [
        "user",
        "invalid",
        "illegal",
        "failed",
        "failure",
        "error",
        "incorrect",
        "denied",
        "forbidden",
        "expired",
        "token",
        "authori",
        "authenti",
        "must ",
        "mistake",
        "upload",
    ];
    const KOREAN: [&str; 10] = ["사용자", "오류", "실패", "무효", "불법", "거부", "거절", "업로드", "반드시", "토큰"];
    for (language, banned) in [(Language::English, &ENGLISH[..]), (Language::Korean, &KOREAN[..])] {
        for (key, form, words) in written(language).into_iter().filter(|(key, ..)| !key.starts_with(FULL_TEXT)) {
            let words = words.to_lowercase();
            let found = banned.iter().find(|word| words.contains(**word));
            assert!(found.is_none(), "{key} .{form} says {found:?}: {words}");
        }
    }
}

#[test]
fn what_is_said_to_readers_whose_language_phones_do_not_speak_is_chinese() {
    for language in [Language::Uyghur, Language::Mongolian] {
        for (message, form, text) in forms(language).into_iter().filter(|(_, form, _)| form != "also") {
            let sayable = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || "，。？！：；、·".contains(c);
            assert!(text.speech.chars().all(sayable), "{language:?} {message:?} .{form}: {}", text.speech);
        }
    }
}

#[test]
fn values_in_a_line_from_the_right_keep_their_own_direction() {
    let catalogue = Catalogue::new();
    let values = [("day", sample("day")), ("time", sample("time"))];
    let text = catalogue.text(Language::Uyghur, msg::CODE_CLOCK_PHONE_SAYS, &values);
    let typed: Vec<_> = text.spans.iter().filter(|span| span.kind != SpanKind::Plain).collect();
    assert_eq!(typed.len(), 2);
    for span in typed {
        assert!(span.display.starts_with('\u{2068}') && span.display.ends_with('\u{2069}'), "{span:?}");
    }
}

#[test]
fn each_language_tells_values_in_its_own_way() {
    let catalogue = Catalogue::new();
    let day = CivilDate::new(2026, 11, 23).unwrap();
    let drawn = |language, value: &Value| {
        let joined = catalogue.value(language, value).display().replace('\u{a0}', " ");
        joined.replace(['\u{2068}', '\u{2069}'], "")
    };
    let date = Value::Date(day, Calendar::Gregorian);
    assert_eq!(drawn(Language::Korean, &date), "2026년 11월 23일");
    assert_eq!(drawn(Language::English, &date), "November 23, 2026");
    assert_eq!(drawn(Language::Uyghur, &Value::MonthDay(day)), "23-نويابىر");
    assert_eq!(drawn(Language::Tibetan, &date), "2026-11-23", "a folder without forms has those of all the world");
    assert_eq!(drawn(Language::English, &Value::Time(14, 5)), "2:05 p.m.");
    assert_eq!(drawn(Language::Korean, &Value::Time(14, 30)), "오후 2시 반");
    assert_eq!(drawn(Language::English, &Value::Count(1, Unit::Hours)), "1 hour");
    assert_eq!(drawn(Language::English, &Value::Count(24, Unit::Hours)), "24 hours");
    assert_eq!(catalogue.value(Language::Korean, &Value::Count(24, Unit::Hours)).speech, "스물네 시간");
    let today = |language| catalogue.home_date_line(language, day).display().replace('\u{a0}', " ");
    assert_eq!(today(Language::English), "Monday, November 23");
    assert_eq!(today(Language::Korean), "11월 23일 월요일 음력 10월 15일");
}
