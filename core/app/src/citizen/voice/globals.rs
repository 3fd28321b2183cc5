//! What may be said on every screen.

use leling_language::understand::Global;
use leling_language::{Msg, msg};
use leling_screen::{NodeId, Screen};

use super::answer::{Answer, main_key, name, naming};
use super::{Phase, explain};
use crate::citizen::settings::{self, Moved};
use crate::citizen::{State, voice::Voice};
use crate::session::Heard;
use crate::ui::Ui;

/// Does what words mean everywhere; `cut` says whose turn it was when they came.
pub(super) fn act(state: &mut State, screen: &Screen, global: Global, cut: Phase) -> Heard {
    let ui = Ui::new(state.settings.presentation);
    let nav = &screen.nav;
    let key = match global {
        Global::Back => nav.back.as_ref(),
        Global::Home => nav.home.as_ref(),
        Global::Repeat => Some(&nav.repeat),
        Global::Help => Some(&nav.help),
        Global::Undo => screen.actions.iter().map(|act| &act.key).find(|key| key.id.as_str() == "undo"),
        _ => None,
    };
    if let Some(key) = key.or_else(|| nav.back.as_ref().filter(|_| global == Global::Undo)) {
        return super::hear::press(&mut state.live.voice, ui, screen, key);
    }
    let answer = match global {
        Global::Stop => return stop(&mut state.live.voice),
        Global::Resume => return resume(state),
        Global::TapMode => {
            state.live.voice.left = true;
            Answer::told(ui.text(msg::VOICE_BY_HAND))
        }
        Global::Slower | Global::Faster | Global::Louder | Global::Softer => how_it_is_said(state, global, ui, cut),
        Global::BiggerText | Global::SmallerText => letters(state, global),
        Global::AmIRight => match main_key(screen) {
            Some(key) => Answer::told(naming(ui, msg::VOICE_RIGHT, &name(screen, key))).at(key.id.clone()),
            None => explain::choices(screen, ui, ui.text(msg::VOICE_YOUR_CHOICE)),
        },
        Global::WhatNext => explain::next(screen, ui),
        Global::Explain => explain::screen(screen, ui),
        Global::Back | Global::Home | Global::Undo | Global::Repeat | Global::Help => {
            Answer::told(ui.text(msg::VOICE_NO_WAY_BACK))
        }
    };
    state.live.voice.pending = Some(answer);
    Heard::Answered
}

/// 别念了: silence, and the phone goes on listening.
fn stop(voice: &mut Voice) -> Heard {
    voice.answer = None;
    voice.phase = Phase::Listening;
    Heard::Answered
}

/// 接着念: what was stopped, else the screen.
fn resume(state: &mut State) -> Heard {
    match state.live.voice.halted.take() {
        Some(words) => state.live.voice.pending = Some(Answer::told(leling_screen::Text::plain(words))),
        None => state.live.repeat = true,
    }
    Heard::Answered
}

fn how_it_is_said(state: &mut State, global: Global, ui: Ui, cut: Phase) -> Answer {
    let settings = &mut state.settings;
    let (moved, done, at_end): (Moved, Msg, Msg) = match global {
        Global::Slower => (settings::slower(settings), msg::VOICE_SLOWER, msg::VOICE_SLOWEST),
        Global::Faster => (settings::faster(settings), msg::VOICE_FASTER, msg::VOICE_FASTEST),
        Global::Louder => (settings::louder(settings), msg::VOICE_LOUDER, msg::VOICE_LOUDEST),
        _ => (settings::softer(settings), msg::VOICE_SOFTER, msg::VOICE_SOFTEST),
    };
    let words = if moved == Moved::On { done } else { at_end };
    // What was cut short is read again, as it was asked for.
    Answer::told(ui.text(words)).reading_on(cut == Phase::Narrating)
}

fn letters(state: &mut State, global: Global) -> Answer {
    let settings = &mut state.settings;
    let (moved, done, at_end) = match global {
        Global::BiggerText => (settings::larger(settings), msg::VOICE_BIGGER, msg::VOICE_BIGGEST),
        _ => (settings::smaller(settings), msg::VOICE_SMALLER, msg::VOICE_SMALLEST),
    };
    let ui = Ui::new(settings.presentation);
    Answer::told(ui.text(if moved == Moved::On { done } else { at_end }))
}

/// Where a part is: it is named, and the eye is led there.
pub(super) fn where_is(ui: Ui, screen: &Screen, id: &NodeId) -> Option<Answer> {
    let key = super::answer::key(screen, id)?;
    Some(Answer::told(naming(ui, msg::VOICE_WHERE, &name(screen, &key))).at(key.id))
}
