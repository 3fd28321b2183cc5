//! Typed spans: what a text is made of, so that display, speech and masking are derived from one value.
//!
//! The core builds texts from [`Value`]s; the room `language` turns each into a [`Span`] with its display and into the
//! words of [`Text::speech`]. Only what may be drawn crosses to a shell: a masked number holds stars, not digits.

use leling_protocol::{CardNumber, CivilDate, IdNumber, Money, PersonName, Phone};
use serde::{Deserialize, Serialize};

use crate::presentation::Language;

/// A calendar in which a date is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// 公历
    Gregorian,
    /// 农历
    Lunar,
}

/// A counted thing with its measure word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 次
    Times,
    /// 天
    Days,
    /// 小时
    Hours,
    /// 分钟
    Minutes,
    /// 个月
    Months,
    /// 位（数字）
    Digits,
    /// 个
    Pieces,
    /// 个人
    People,
    /// 步
    Steps,
    /// 岁
    Years,
}

/// A typed value inside a text, as the core knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words that are not data: a name of a place or a mode, already in the right language.
    Words(String),
    /// A sum.
    Money(Money),
    /// A day, told with its year.
    Date(CivilDate, Calendar),
    /// A day of the year that the reader is in, told without the year.
    MonthDay(CivilDate),
    /// An hour (0-23) and a minute (0-59).
    Time(u8, u8),
    /// A person's name.
    Name(PersonName),
    /// A name that arrived masked (certificate, other people).
    MaskedName(String),
    /// An id number, masked.
    IdNumber(IdNumber),
    /// An id number that the person asked to see.
    IdNumberRevealed(IdNumber),
    /// A card number, last four shown.
    CardNumber(CardNumber),
    /// A phone number, masked.
    Phone(Phone),
    /// A public service number such as 12333.
    ServiceNumber(&'static str),
    /// How many of what.
    Count(u64, Unit),
    /// A position in a sequence, from 1.
    Ordinal(u32),
    /// Whole percent.
    Percent(u8),
    /// Digits or letters to compare or to read to someone.
    Code(String),
    /// A number to compare with one that stands elsewhere, said as a number.
    Number(u64),
}

/// What a span is; decides isolation, line breaking and how a shell may style it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpanKind {
    /// Ordinary words.
    Plain,
    /// A sum.
    Money,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A person's name; drawn bold.
    Name,
    /// An id number.
    IdNumber,
    /// A card number.
    CardNumber,
    /// A phone number.
    Phone,
    /// A number with its measure word.
    Count,
    /// A position in a sequence.
    Ordinal,
    /// A percentage.
    Percent,
    /// Digits or letters to compare.
    Code,
}

/// A piece of text with its display form; numbers, dates and names hold word joiners (U+2060) so that they never break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// What it is.
    pub kind: SpanKind,
    /// What is drawn.
    pub display: String,
}

/// A text with its speech: the spans are drawn, the speech is said, both from the same values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// What is drawn, in order.
    pub spans: Vec<Span>,
    /// What is said: words only, no digits, no Latin letters, no brackets.
    pub speech: String,
    /// Set where no native reader has reviewed the text: it carries the tag 机器翻译.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub draft: bool,
    /// Language of the words where it is not the screen's own: a sentence that fell back to Chinese, whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

impl Text {
    /// Makes a text of ordinary words that are said as they are drawn.
    pub fn plain(words: impl Into<String>) -> Self {
        let display = words.into();
        Self {
            speech: display.clone(),
            spans: vec![Span { kind: SpanKind::Plain, display }],
            draft: false,
            language: None,
        }
    }

    /// Joins another text to this one; `between` is drawn between them, where a speaker pauses.
    #[must_use]
    pub fn joined(mut self, between: &str, next: Self) -> Self {
        self.spans.push(Span { kind: SpanKind::Plain, display: between.to_owned() });
        self.spans.extend(next.spans);
        self.speech.push('，');
        self.speech.push_str(&next.speech);
        self.draft |= next.draft;
        self.language = self.language.or(next.language);
        self
    }

    /// Gives what is drawn as one string, without word joiners.
    pub fn display(&self) -> String {
        self.spans.iter().flat_map(|span| span.display.chars()).filter(|c| *c != '\u{2060}').collect()
    }

    /// Says whether nothing is drawn.
    pub fn is_empty(&self) -> bool {
        self.spans.iter().all(|span| span.display.is_empty())
    }
}
