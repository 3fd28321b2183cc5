//! What may be said on every screen, and the words for it.

mod words;

use std::sync::OnceLock;

use super::sound::Sign;

/// What may be said on every screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Global {
    /// 返回
    Back,
    /// 首页
    Home,
    /// 再念一遍
    Repeat,
    /// 12333
    Help,
    /// 慢一点
    Slower,
    /// 快一点
    Faster,
    /// 大点声
    Louder,
    /// 小点声
    Softer,
    /// 别念了
    Stop,
    /// 接着念
    Resume,
    /// 字大一点
    BiggerText,
    /// 字小一点
    SmallerText,
    /// 不说了，用手点
    TapMode,
    /// 我点这个对吗
    AmIRight,
    /// 这是啥意思
    Explain,
    /// 接下来怎么办
    WhatNext,
    /// 点错了
    Undo,
}

impl Global {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Back,
        Self::Home,
        Self::Repeat,
        Self::Help,
        Self::Slower,
        Self::Faster,
        Self::Louder,
        Self::Softer,
        Self::Stop,
        Self::Resume,
        Self::BiggerText,
        Self::SmallerText,
        Self::TapMode,
        Self::AmIRight,
        Self::Explain,
        Self::WhatNext,
        Self::Undo,
    ];

    /// Gives its name for scripts and measuring: `help_12333`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Back => "back",
            Self::Home => "home",
            Self::Repeat => "repeat",
            Self::Help => "help_12333",
            Self::Slower => "slower",
            Self::Faster => "faster",
            Self::Louder => "louder",
            Self::Softer => "softer",
            Self::Stop => "stop",
            Self::Resume => "resume",
            Self::BiggerText => "bigger_text",
            Self::SmallerText => "smaller_text",
            Self::TapMode => "tap_mode",
            Self::AmIRight => "am_i_right",
            Self::Explain => "explain",
            Self::WhatNext => "what_next",
            Self::Undo => "undo",
        }
    }

    /// Gives the words that a screen teaches for it.
    pub const fn taught(self) -> &'static str {
        self.phrases()[0]
    }

    /// How the words that mean it sound.
    pub(super) fn sounds(self) -> &'static [Vec<Sign>] {
        static SOUNDS: [OnceLock<Vec<Vec<Sign>>>; Global::ALL.len()] = [const { OnceLock::new() }; Global::ALL.len()];
        SOUNDS[self as usize].get_or_init(|| self.phrases().iter().map(|phrase| Sign::all(phrase)).collect())
    }

    /// Words that mean it, fillers left out; the first is taught.
    const fn phrases(self) -> &'static [&'static str] {
        match self {
            Self::Back => words::BACK,
            Self::Home => words::HOME,
            Self::Repeat => words::REPEAT,
            Self::Help => words::HELP,
            Self::Slower => words::SLOWER,
            Self::Faster => words::FASTER,
            Self::Louder => words::LOUDER,
            Self::Softer => words::SOFTER,
            Self::Stop => words::STOP,
            Self::Resume => words::RESUME,
            Self::BiggerText => words::BIGGER_TEXT,
            Self::SmallerText => words::SMALLER_TEXT,
            Self::TapMode => words::TAP_MODE,
            Self::AmIRight => words::AM_I_RIGHT,
            Self::Explain => words::EXPLAIN,
            Self::WhatNext => words::WHAT_NEXT,
            Self::Undo => words::UNDO,
        }
    }
}
