//! The voice of every screen: what is read aloud, what is heard, and how the two take turns (accessibility 5.2).
//!
//! ```text
//! a screen opens -> Narrating -> Listening -> heard -> Answering -> Listening ...
//!                      any touch, or 不说了 -> Quiet until the next screen or 念一遍
//! ```
//!
//! `hear` reads what was said with the dialogue of this screen; `drawn` says what has to be said and asks for ears;
//! `overlay` draws where the voice stands. A press or words end what is being read at once; an echo of it is nothing. An
//! act that cannot be taken back wants its whole phrase, and never while that phrase is being read. While the system's
//! screen reader runs nothing is said here: answers are announced instead.

mod answer;
mod explain;
mod globals;
mod hear;
mod say;
#[cfg(test)]
mod tests;
mod view;

use core::fmt;

use leling_language::understand::{Accent, Dialogue};
use leling_protocol::{RegionCode, Timestamp};
use leling_screen::NodeId;
use serde::{Deserialize, Serialize};

use super::{Citizen, Field, State};
use crate::context::Context;
use crate::session::{Incoming, Root};
use answer::Answer;

pub(super) use hear::hear;
pub(super) use say::drawn;
pub(super) use view::overlay;

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// 别念了 or 不说了，用手点
    Leave,
    /// 说完了
    Finished,
    /// 说, of the field at this place among the fields of the screen.
    Field(u8),
}

/// How a person speaks, where they chose it themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Zone {
    /// 冀鲁: 济南, 德州.
    Jilu,
    /// 中原: 菏泽, 临沂.
    Zhongyuan,
    /// 胶辽: 青岛, 烟台.
    Jiaoliao,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// Nobody's: the screen stands as it is.
    #[default]
    Quiet,
    /// The screen is being read.
    Narrating,
    /// An answer is being said.
    Answering,
    /// The person's.
    Listening,
    /// The person's, who was offered other ways; the phone does not listen by itself any more.
    Offered,
}

/// What the voice knows of the phone and of this screen; dies with the process.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any may hold with any")]
pub struct Voice {
    /// Whether the phone reads aloud, by an engine or by recorded clips.
    pub speaks: bool,
    /// Whether the phone hears.
    pub hears: bool,
    /// Whether what is said reaches the person alone.
    pub earpiece: bool,
    phase: Phase,
    dialogue: Dialogue,
    /// What was last answered on this screen.
    answer: Option<Answer>,
    /// What will be answered once the event that words came to is taken.
    pending: Option<Answer>,
    /// Whether the answer still has to be said.
    fresh: bool,
    /// What is being said.
    saying: Option<String>,
    /// What was said last, and when that ended.
    said: Option<(String, Timestamp)>,
    /// What was being read when the person stopped it.
    halted: Option<String>,
    /// Whether what is being said has to end.
    stop: bool,
    /// Whether a recogniser was asked to listen.
    listens: bool,
    /// Whether the person talks with the phone, whatever the mode.
    talks: bool,
    /// Whether the person asked for what is personal on this screen to be read aloud.
    asked_for_all: bool,
    /// 不说了: not on this screen any more.
    left: bool,
    /// The field whose 说 was pressed.
    field: Option<NodeId>,
    level: u8,
}

impl Default for Voice {
    fn default() -> Self {
        Self {
            speaks: true,
            hears: false,
            earpiece: false,
            phase: Phase::Quiet,
            dialogue: Dialogue::default(),
            answer: None,
            pending: None,
            fresh: false,
            saying: None,
            said: None,
            halted: None,
            stop: false,
            listens: false,
            talks: false,
            asked_for_all: false,
            left: false,
            field: None,
            level: 0,
        }
    }
}

// What is said and answered names the person.
impl fmt::Debug for Voice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Voice({:?}, redacted)", self.phase)
    }
}

impl Voice {
    /// Gives the voice of another process of the same phone: what shells tell once stays.
    #[must_use]
    pub fn of_the_same_phone(&self) -> Self {
        Self { speaks: self.speaks, hears: self.hears, earpiece: self.earpiece, ..Self::default() }
    }

    /// Ends what is being said; gives whose turn it was.
    fn interrupt(&mut self) -> Phase {
        if let Some(words) = self.saying.take() {
            self.halted = Some(words);
            self.stop = true;
        }
        self.phase
    }

    /// The person uses their hands.
    fn touched(&mut self) {
        self.interrupt();
        self.phase = Phase::Quiet;
        self.dialogue = Dialogue::default();
        (self.answer, self.pending, self.field) = (None, None, None);
        (self.fresh, self.talks) = (false, false);
    }

    /// Another screen stands: it begins with a dialogue of its own.
    fn enter(&mut self) {
        self.phase = Phase::Quiet;
        self.dialogue = Dialogue::default();
        (self.answer, self.field, self.halted) = (None, None, None);
        (self.asked_for_all, self.left) = (false, false);
        self.stop |= self.saying.is_some();
    }
}

/// Learns what comes before it is taken: hands end what is being said, words have their answer.
pub(super) fn before(state: &mut State, incoming: &Incoming<super::Event, Field>) {
    let voice = &mut state.live.voice;
    voice.fresh = false;
    match incoming {
        Incoming::Pressed(_) | Incoming::Said | Incoming::Spoken(..) if voice.pending.is_some() => {
            voice.answer = voice.pending.take();
            voice.fresh = true;
        }
        Incoming::Pressed(_) | Incoming::Edited(..) => voice.touched(),
        Incoming::Spent => voice.pending = None,
        _ => {}
    }
}

/// Takes a press.
pub(super) fn update(state: &mut State, event: Event, cx: &Context) {
    let field = match event {
        Event::Field(place) => {
            let screen = Citizen::view(state, state.settings.presentation, cx).screen;
            view::field_at(&screen, place)
        }
        Event::Leave | Event::Finished => None,
    };
    let voice = &mut state.live.voice;
    match event {
        Event::Leave => voice.left = true,
        // The words come as `Say`; until then nothing changes but the ear.
        Event::Finished => {}
        Event::Field(_) => {
            voice.field = field;
            voice.talks = true;
            voice.left = false;
            voice.phase = Phase::Listening;
        }
    }
}

/// Takes the end of what was said.
pub(super) fn ended(state: &mut State, cx: &Context) {
    let reading = state.settings.presentation.voice;
    let reader = state.live.screen_reader;
    let voice = &mut state.live.voice;
    let Some(words) = voice.saying.take() else { return };
    voice.said = Some((words, cx.now()));
    voice.halted = None;
    voice.after_speech(reading, reader);
    if !voice.answer.as_ref().is_some_and(Answer::stays) {
        voice.answer = None;
    }
}

impl Voice {
    /// Whose turn it is once everything is said.
    fn after_speech(&mut self, reading: bool, reader: bool) {
        let willing = (reading || self.talks) && self.hears && !self.left && !reader;
        self.phase = match &self.answer {
            Some(answer) if answer.is_last() => Phase::Offered,
            _ if willing => Phase::Listening,
            _ => Phase::Quiet,
        };
    }
}

/// Takes words that are still being spoken: a person who speaks is not spoken to.
pub(super) fn hearing(state: &mut State, words: &str, level: u8) {
    let echo = !state.live.voice.earpiece && hear::echoes(state, words);
    let voice = &mut state.live.voice;
    if echo {
        return;
    }
    voice.level = level.min(5);
    if !words.trim().is_empty() {
        voice.interrupt();
        voice.phase = Phase::Listening;
    }
}

/// How the person speaks: as they chose, else as their home town does.
fn accent(state: &State) -> Accent {
    let home = || {
        let number = state.kept.person.as_ref()?.id_number.as_str();
        RegionCode::parse(number.get(..6)?).ok()
    };
    match state.settings.accent {
        Some(Zone::Jilu) => Accent::Jilu,
        Some(Zone::Zhongyuan) => Accent::Zhongyuan,
        Some(Zone::Jiaoliao) => Accent::Jiaoliao,
        None => home().map_or(Accent::Shandong, |region| Accent::of_city(&region)),
    }
}
