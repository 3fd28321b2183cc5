//! The switches that decide how a screen is told. They combine freely; the set of things one can do never changes.

use serde::{Deserialize, Serialize};

/// How much stands on a screen, and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// 普通版, for relatives and staff.
    Standard,
    /// 长辈版, the start for people of 60 and over.
    Elder,
    /// 大字版: one question a screen, at most three choices and the refusal, shorter words.
    Large,
}

impl Size {
    /// Every size.
    pub const ALL: [Self; 3] = [Self::Standard, Self::Elder, Self::Large];
}

/// Colours of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Rice paper.
    Light,
    /// High contrast on black.
    Dark,
}

/// Reading direction of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// How lines are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Writing {
    /// Lines run across, the next below.
    HorizontalTb,
    /// Lines run down, the next to the right (Mongolian).
    VerticalLr,
}

/// What is known of a language before any of its words.
struct LanguageRow {
    tag: &'static str,
    endonym: &'static str,
    direction: Direction,
    writing: Writing,
    spoken: bool,
}

include!(concat!(env!("OUT_DIR"), "/language.rs"));

impl Language {
    const fn row(self) -> &'static LanguageRow {
        &LANGUAGES[self as usize]
    }

    /// Gives the BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        self.row().tag
    }

    /// Reads a BCP 47 tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// Gives the language's own name for itself, in its own script.
    pub const fn endonym(self) -> &'static str {
        self.row().endonym
    }

    /// Gives the reading direction.
    pub const fn direction(self) -> Direction {
        self.row().direction
    }

    /// Gives how lines are set.
    pub const fn writing(self) -> Writing {
        self.row().writing
    }

    /// Gives the language in which its readers are spoken to: its own where phones can be expected to speak it, else
    /// Chinese.
    #[must_use]
    pub const fn voice(self) -> Self {
        if self.row().spoken { self } else { Self::Chinese }
    }
}

/// All switches of one person's phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Presentation {
    /// How much, and how large.
    pub size: Size,
    /// The person's own text step, 0 to 4, on top of the size.
    pub step: u8,
    /// Whether screens are read aloud and listen.
    pub voice: bool,
    /// Language of the texts.
    pub language: Language,
    /// Colours.
    pub theme: Theme,
}

impl Default for Presentation {
    /// The first screen of all: large, Chinese, silent.
    fn default() -> Self {
        Self { size: Size::Large, step: 0, voice: false, language: Language::Chinese, theme: Theme::Light }
    }
}
