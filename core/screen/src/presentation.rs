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

/// A language that the product speaks or writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    /// 汉语
    #[serde(rename = "zh-CN")]
    Chinese,
    /// ئۇيغۇرچە
    #[serde(rename = "ug")]
    Uyghur,
    /// བོད་ཡིག
    #[serde(rename = "bo")]
    Tibetan,
    /// ᠮᠣᠩᠭᠣᠯ
    #[serde(rename = "mn")]
    Mongolian,
    /// 조선말
    #[serde(rename = "ko")]
    Korean,
    /// Vahcuengh
    #[serde(rename = "za")]
    Zhuang,
    /// English
    #[serde(rename = "en")]
    English,
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

impl Language {
    /// Every language, Chinese first.
    pub const ALL: [Self; 7] =
        [Self::Chinese, Self::Uyghur, Self::Tibetan, Self::Mongolian, Self::Korean, Self::Zhuang, Self::English];

    /// Gives the BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::Uyghur => "ug",
            Self::Tibetan => "bo",
            Self::Mongolian => "mn",
            Self::Korean => "ko",
            Self::Zhuang => "za",
            Self::English => "en",
        }
    }

    /// Reads a BCP 47 tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// Gives the language's own name for itself, in its own script.
    pub const fn endonym(self) -> &'static str {
        match self {
            Self::Chinese => "汉语",
            Self::Uyghur => "ئۇيغۇرچە",
            Self::Tibetan => "བོད་ཡིག",
            Self::Mongolian => "ᠮᠣᠩᠭᠣᠯ",
            Self::Korean => "조선말",
            Self::Zhuang => "Vahcuengh",
            Self::English => "English",
        }
    }

    /// Gives the reading direction.
    pub const fn direction(self) -> Direction {
        match self {
            Self::Uyghur => Direction::Rtl,
            _ => Direction::Ltr,
        }
    }

    /// Gives how lines are set.
    pub const fn writing(self) -> Writing {
        match self {
            Self::Mongolian => Writing::VerticalLr,
            _ => Writing::HorizontalTb,
        }
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
