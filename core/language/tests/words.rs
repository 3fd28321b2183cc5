//! The house rules of words, over every message: short sentences, one voice, nothing that cannot be said.
//!
//! Rules: accessibility L06, L14, L17, L18; words of the visual language, section 6.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use std::path::Path;

use leling_language::{Catalogue, Msg, msg};
use leling_protocol::{CivilDate, ErrorCode, PersonName, Phone};
use leling_screen::{Calendar, Language, SpanKind, Text, Unit, Value};

const ATTRIBUTES: [&str; 11] =
    ["large", "standard", "spoken", "also", "hint", "more", "what", "means", "do", "staff", "system"];

/// Full texts of a law: read when asked for, so their sentences may be longer.
const FULL_TEXT: &str = "privacy-full-";

fn sample(argument: &str) -> Value {
    let day = CivilDate::new(2027, 9, 30).unwrap();
    match argument {
        "name" => Value::Name(PersonName::parse("阿依古丽·买买提").unwrap()),
        "phone" => Value::Phone(Phone::parse("99919440312").unwrap()),
        "day" => Value::Date(day, Calendar::Gregorian),
        "time" => Value::Time(14, 30),
        "n" | "version" => Value::Ordinal(2),
        "of" => Value::Count(3, Unit::Steps),
        "left" => Value::Count(2, Unit::Times),
        "age" => Value::Count(2, Unit::Days),
        "number" => Value::Code("00012".to_owned()),
        "phrase" => Value::Words("确认领卡".to_owned()),
        "city" => Value::Words("青岛市".to_owned()),
        "purpose" => Value::Words("想用社保卡认您，给饭菜打折".to_owned()),
        "party" => Value::Words("历下老年食堂".to_owned()),
        "screen" => Value::Words("出示社保卡".to_owned()),
        other => panic!("the test has no sample for the argument {other}"),
    }
}

fn samples(message: Msg) -> Vec<(&'static str, Value)> {
    message.arguments().iter().map(|argument| (*argument, sample(argument))).collect()
}

/// Every form of every message: its own words and each attribute.
fn every_form() -> Vec<(Msg, &'static str, Text)> {
    let catalogue = Catalogue::new();
    let mut forms = Vec::new();
    for message in msg::ALL {
        let values = samples(*message);
        let own = catalogue.text(Language::Chinese, *message, &values);
        if !own.is_empty() {
            forms.push((*message, "", own));
        }
        for attribute in ATTRIBUTES {
            if let Some(text) = catalogue.attribute(Language::Chinese, *message, attribute, &values) {
                forms.push((*message, attribute, text));
            }
        }
    }
    forms
}

/// Counts as L14 does: Han characters and words of other letters; a typed value counts one, punctuation nothing.
fn sentences(text: &Text) -> Vec<usize> {
    let mut counts = vec![0];
    for span in &text.spans {
        if span.kind != SpanKind::Plain {
            *counts.last_mut().unwrap() += 1;
            continue;
        }
        for c in span.display.chars() {
            match c {
                '。' | '？' | '！' => counts.push(0),
                c if c.is_alphanumeric() => *counts.last_mut().unwrap() += 1,
                _ => {}
            }
        }
    }
    counts.retain(|count| *count > 0);
    counts
}

#[test]
fn a_paragraph_is_one_short_sentence() {
    for (message, attribute, text) in every_form() {
        if message.key().starts_with(FULL_TEXT) || attribute == "also" {
            continue;
        }
        let counts = sentences(&text);
        assert_eq!(counts.len(), 1, "{message:?} .{attribute}: large text has one sentence a paragraph");
        assert!(counts.iter().all(|count| *count <= 20), "{message:?} .{attribute}: {counts:?} {}", text.display());
    }
}

#[test]
fn keys_are_short_and_keys_and_titles_have_no_full_stop() {
    for (message, attribute, text) in every_form() {
        let name = message.key();
        let drawn = text.display();
        if name.starts_with("err-") {
            continue;
        }
        if name.contains("-key-") && matches!(attribute, "" | "large" | "standard") {
            assert!(sentences(&text).iter().sum::<usize>() <= 8, "{name} .{attribute}: {drawn}");
        }
        if (name.contains("-key-") || name.ends_with("-title")) && attribute != "also" {
            assert!(!drawn.contains('。'), "{name} .{attribute}: {drawn}");
        }
    }
}

#[test]
fn whatever_is_said_can_be_said() {
    for (message, attribute, text) in every_form() {
        for c in text.speech.chars() {
            let sayable = ('\u{4E00}'..='\u{9FFF}').contains(&c) || "，。？！：；、·".contains(c);
            assert!(sayable, "{message:?} .{attribute}: {c:?} in {}", text.speech);
        }
        assert!(!text.speech.is_empty(), "{message:?} .{attribute} says nothing");
    }
}

#[test]
fn numbers_and_letters_stand_in_typed_spans_only() {
    for (message, attribute, text) in every_form() {
        for span in text.spans.iter().filter(|span| span.kind == SpanKind::Plain) {
            let plain = span.display.chars().all(|c| !c.is_ascii() || c == ' ');
            assert!(plain, "{message:?} .{attribute}: {}", span.display);
        }
    }
}

#[test]
fn nobody_is_blamed_and_no_office_word_is_used() {
    const BANNED: [&str; 26] = [
        "用户",
        "授权",
        "拒绝",
        "失败",
        "上传",
        "错误",
        "输错",
        "填错",
        "按错",
        "有误",
        "非法",
        "无效",
        "异常",
        "不合法",
        "校验",
        "验证失败",
        "确定",
        "取消",
        "您应",
        "必须",
        "严禁",
        "逾期",
        "超时",
        "系统繁忙",
        "你",
        "令牌",
    ];
    for (message, attribute, text) in every_form() {
        let drawn = text.display().replace("自动确定时间", "");
        for word in BANNED {
            assert!(!drawn.contains(word), "{message:?} .{attribute} says {word}: {drawn}");
        }
    }
}

#[test]
fn a_key_says_what_it_shows() {
    let catalogue = Catalogue::new();
    for (message, attribute, drawn) in every_form() {
        if !attribute.is_empty() || !message.key().contains("-key-") {
            continue;
        }
        let spoken = catalogue.attribute(Language::Chinese, message, "spoken", &samples(message));
        if let Some(spoken) = spoken {
            // Only the value of a message has spans; what they say without the override must stand in the override.
            let shown: String = drawn.spans.iter().map(|span| span.display.replace('\u{2060}', "")).collect();
            let shown = if shown == "12333" { "幺二三三三".to_owned() } else { shown };
            assert!(spoken.speech.contains(&shown), "{message:?}: {} lacks {shown}", spoken.speech);
        }
    }
}

#[test]
fn other_names_are_words_alone() {
    let catalogue = Catalogue::new();
    for message in msg::ALL {
        let aliases = catalogue.aliases(Language::Chinese, *message);
        for alias in &aliases {
            assert!(alias.chars().all(char::is_alphanumeric), "{message:?}: {alias}");
        }
    }
}

#[test]
fn the_three_sentences_of_privacy_are_read_in_twenty_seconds() {
    let catalogue = Catalogue::new();
    let said: usize = [msg::PRIVACY_TITLE, msg::PRIVACY_USE, msg::PRIVACY_KEEP, msg::PRIVACY_CHOICE]
        .map(|message| catalogue.text(Language::Chinese, message, &[]).speech.chars().count())
        .iter()
        .sum();
    // 0.85 of an ordinary rate of four characters a second.
    assert!(said * 10 / 34 <= 20, "{said} characters");
}

#[test]
fn every_error_code_has_its_words_and_no_other_message_pretends_to() {
    let catalogue = Catalogue::new();
    let keys: Vec<String> = ErrorCode::ALL.iter().map(|code| code.message_key()).collect();
    for (code, key) in ErrorCode::ALL.iter().zip(&keys) {
        let message = Msg::from_key(key).unwrap_or_else(|| panic!("{code} has no message {key}"));
        let words = catalogue.error(Language::Chinese, *code);
        assert!(!words.what.is_empty() && !words.action.is_empty(), "{code}");
        assert!(words.what.display().ends_with('。') && words.action.display().ends_with('。'), "{code}");
        assert!(message.arguments().is_empty(), "{code} needs values that nobody has");
    }
    let extra: Vec<_> = msg::ALL.iter().map(|message| message.key()).filter(|key| key.starts_with("err-")).collect();
    assert!(extra.iter().all(|key| keys.iter().any(|known| known == key)), "{extra:?}");
}

#[test]
fn the_files_hold_only_known_attributes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("messages/zh-CN");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            if let Some(attribute) = line.strip_prefix("    .") {
                let name = attribute.split([' ', '=']).next().unwrap();
                assert!(ATTRIBUTES.contains(&name), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn chinese_has_every_text() {
    let catalogue = Catalogue::new();
    assert_eq!(catalogue.coverage(Language::Chinese).fallback, 0);
    for language in Language::ALL {
        let coverage = catalogue.coverage(language);
        assert_eq!(coverage.own + coverage.fallback, msg::ALL.len());
    }
}
