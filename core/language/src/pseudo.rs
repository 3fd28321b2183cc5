//! Pseudo-locales: a Chinese screen retold in letters of another script, so that layout is checked before anyone translates.
//!
//! The words mean nothing and are not meant to. They are as wide as translations get (a Han character becomes a syllable
//! of about three letters), break where the script breaks, and leave typed values alone. Start at [`retold`].

use leling_screen::{Direction, Language, Screen, SpanKind, Text};

use crate::catalogue::isolated;

/// What a pseudo-locale strains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pseudo {
    /// Long words of Latin letters, as in Zhuang: half as wide again as the Chinese.
    Long,
    /// Lines from the right, as in Uyghur.
    Mirrored,
    /// Lines that run down, as in Mongolian.
    Vertical,
    /// Stacked letters, as in Tibetan: lines need more height.
    Tall,
}

/// How a script is written here.
struct Script {
    language: Language,
    syllables: &'static [&'static str],
    /// Stands between the syllables of a word.
    joint: &'static str,
    /// Stands between words.
    gap: &'static str,
    /// Comma, full stop, question mark.
    marks: [&'static str; 3],
}

/// Most syllables of a word.
const LONGEST_WORD: usize = 4;

const LONG: Script = Script {
    language: Language::Zhuang,
    syllables: &["bou", "cuengh", "daeg", "gya", "hwnz", "lwg", "mbanj", "ndei", "raeuz", "saw", "vunz", "yie"],
    joint: "",
    gap: " ",
    marks: [", ", ". ", "? "],
};
const MIRRORED: Script = Script {
    language: Language::Uyghur,
    syllables: &["ئال", "بەر", "تىن", "چۈش", "خىز", "داۋ", "رۇش", "غان", "قىل", "كۆر", "لار", "مەت"],
    joint: "",
    gap: " ",
    marks: ["، ", ". ", "؟ "],
};
const VERTICAL: Script = Script {
    language: Language::Mongolian,
    syllables: &["ᠠᠯᠠ", "ᠪᠢᠯ", "ᠴᠢᠭ", "ᠳᠠᠩ", "ᠭᠣᠯ", "ᠮᠣᠩ", "ᠨᠢᠭ", "ᠷᠠᠨ", "ᠰᠤᠷ", "ᠲᠠᠨ", "ᠦᠨᠡ", "ᠶᠡᠬᠡ"],
    joint: "",
    gap: " ",
    marks: ["᠂ ", "᠃ ", "? "],
};
const TALL: Script = Script {
    language: Language::Tibetan,
    syllables: &["བོད", "ཡིག", "སྐྱ", "རྒྱུ", "ཆེན", "པོའི", "མི", "ལ", "བསྒྲུབ", "ཁྱེད", "དང", "ཤོག"],
    joint: "་",
    gap: "་",
    marks: ["། ", "། ", "། "],
};

impl Pseudo {
    /// Every pseudo-locale.
    pub const ALL: [Self; 4] = [Self::Long, Self::Mirrored, Self::Vertical, Self::Tall];

    /// Names it for reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Long => "long",
            Self::Mirrored => "mirrored",
            Self::Vertical => "vertical",
            Self::Tall => "tall",
        }
    }

    /// Gives the language whose script, direction and line height it borrows.
    pub const fn language(self) -> Language {
        self.script().language
    }

    const fn script(self) -> &'static Script {
        match self {
            Self::Long => &LONG,
            Self::Mirrored => &MIRRORED,
            Self::Vertical => &VERTICAL,
            Self::Tall => &TALL,
        }
    }
}

/// Gives the same screen in a pseudo-locale: words retold and marked as drafts, values and speech as they are.
pub fn retold(screen: &Screen, pseudo: Pseudo) -> Screen {
    let mut screen = screen.clone();
    let language = pseudo.language();
    screen.for_each_text_mut(|text| retell(text, pseudo));
    screen.presentation.language = language;
    screen.direction = language.direction();
    screen.writing = language.writing();
    screen.draft = Some(Text { language: Some(Language::Chinese), ..Text::plain("机器翻译") });
    screen
}

fn retell(text: &mut Text, pseudo: Pseudo) {
    let last = text.spans.len().saturating_sub(1);
    for (at, span) in text.spans.iter_mut().enumerate() {
        if span.kind == SpanKind::Plain {
            let told = words(&span.display, pseudo.script());
            let (before, after) = (if at > 0 { " " } else { "" }, if at < last { " " } else { "" });
            span.display = format!("{before}{}{after}", told.trim());
        } else if pseudo.language().direction() == Direction::Rtl {
            *span = isolated(span.clone(), pseudo.language());
        }
    }
    text.draft = true;
    text.language = None;
}

/// Words of the script, one syllable a Han character; what is not Chinese stays.
fn words(chinese: &str, script: &Script) -> String {
    let mut told = String::with_capacity(chinese.len() * 2);
    let mut in_word = 0;
    for c in chinese.chars() {
        if is_han(c) {
            // The character decides, so that a text is the same each time.
            let (syllable, longest) = (c as usize % script.syllables.len(), 1 + c as usize % LONGEST_WORD);
            let ends = in_word >= longest;
            told.push_str(if ends { script.gap } else { "" });
            told.push_str(if in_word > 0 && !ends { script.joint } else { "" });
            told.push_str(script.syllables[syllable]);
            in_word = if ends { 1 } else { in_word + 1 };
            continue;
        }
        in_word = 0;
        match c {
            '，' | '、' | '：' => told.push_str(script.marks[0]),
            '。' | '！' | '；' => told.push_str(script.marks[1]),
            '？' => told.push_str(script.marks[2]),
            _ => told.push(c),
        }
    }
    told
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use leling_screen::Value;

    use super::*;
    use crate::{Catalogue, msg};

    #[test]
    fn a_text_gets_longer_and_keeps_its_values() {
        let call = Catalogue::new().text(Language::Chinese, msg::ENROL_WAYS_VISIT, &[]);
        for pseudo in Pseudo::ALL {
            let mut text = call.clone();
            retell(&mut text, pseudo);
            assert!(text.draft);
            assert!(text.display().chars().count() > 2 * call.display().chars().count(), "{}", text.display());
            let kept = |text: &Text| text.spans.iter().map(|span| span.kind).collect::<Vec<_>>();
            assert_eq!(kept(&text), kept(&call));
            assert!(text.display().contains("12333"), "{}", text.display());
            assert!(!text.display().chars().any(is_han), "{}", text.display());
        }
    }

    #[test]
    fn values_in_a_mirrored_line_are_isolated_once() {
        let values = [("n", Value::Ordinal(2)), ("of", Value::Count(3, leling_screen::Unit::Steps))];
        let mut step = Catalogue::new().text(Language::Chinese, msg::COMMON_STEP, &values);
        retell(&mut step, Pseudo::Mirrored);
        assert!(step.spans[0].display.starts_with('\u{2068}') && step.spans[0].display.ends_with('\u{2069}'));
        let mut long = step.clone();
        retell(&mut long, Pseudo::Long);
        assert_eq!(long.spans[0], step.spans[0]);
    }

    #[test]
    fn each_borrows_the_direction_and_writing_of_its_script() {
        let languages = Pseudo::ALL.map(Pseudo::language);
        assert_eq!(languages, [Language::Zhuang, Language::Uyghur, Language::Mongolian, Language::Tibetan]);
        assert_eq!(Pseudo::Vertical.language().writing(), leling_screen::Writing::VerticalLr);
        assert_eq!(Pseudo::Mirrored.language().direction(), Direction::Rtl);
    }
}
