//! Where the voice stands on a screen: a stage over it, or a strip where what it shows has to stay in sight.

use leling_language::{Msg, msg};
use leling_screen::{Icon, Key, NodeId, NodeKind, Presentation, Risk, Screen, Text, Voice, VoicePlace, VoiceState};

use super::answer::{Two, examples, key, name};
use super::{Event, Phase};
use crate::citizen::{self, Field, State};
use crate::session::{Binding, View};
use crate::ui::Ui;

type Citizens = View<citizen::Event, Field>;

/// Lays the voice over a screen, and gives its fields the key by which they are filled by voice.
pub(in crate::citizen) fn overlay(state: &State, ui: Ui, view: &mut Citizens) {
    let voice = &state.live.voice;
    if voice.hears {
        say_keys(ui, view);
    }
    if let Some(answer) = &voice.answer {
        if voice.fresh {
            view.screen.announce = Some(answer.drawn());
        }
        view.screen.focus = answer.focus().cloned().or(view.screen.focus.take());
    }
    let Some(stands) = standing(state, ui, &view.screen) else { return };
    for (key, target) in stands.phrases.iter().zip(phrases(state, &view.screen).into_iter().flatten()) {
        if let Some(binding) = view.bindings.get(&target).cloned() {
            view.bindings.insert(key.id.clone(), binding);
        }
    }
    let own = [(Some(&stands.leave), Event::Leave), (stands.done.as_ref(), Event::Finished)];
    for (key, event) in own.into_iter().filter_map(|(key, event)| Some((key?, event))) {
        view.bindings.insert(key.id.clone(), Binding::Press(citizen::Event::Voice(event)));
    }
    view.screen.voice = Some(stands);
}

/// 说 beside a line, 说出来 under boxes; a secret has none.
fn say_keys(ui: Ui, view: &mut Citizens) {
    let mut bound = Vec::new();
    let nodes = view.screen.sections.iter_mut().flat_map(|section| &mut section.nodes);
    let mut place = 0;
    let mut key = |message| {
        let event = citizen::Event::Voice(Event::Field(place));
        place += 1;
        let key = ui.key(&format!("say.{place}"), message, Some(Icon::Mic));
        bound.push((key.id.clone(), Binding::Press(event)));
        key
    };
    for node in nodes {
        match &mut node.kind {
            NodeKind::TextField { say, .. } => *say = Some(key(msg::FIELD_KEY_SPEAK)),
            NodeKind::DigitField { say, secret: false, .. } => *say = Some(key(msg::PAD_KEY_SPEAK)),
            _ => {}
        }
    }
    view.bindings.extend(bound);
}

/// The field at a place among those with a key to speak.
pub(super) fn field_at(screen: &Screen, place: u8) -> Option<NodeId> {
    let speaks =
        |kind: &NodeKind| matches!(kind, NodeKind::TextField { .. } | NodeKind::DigitField { secret: false, .. });
    screen.nodes().filter(|node| speaks(&node.kind)).nth(place.into()).map(|node| node.id.clone())
}

fn standing(state: &State, ui: Ui, screen: &Screen) -> Option<Voice> {
    let voice = &state.live.voice;
    let Presentation { voice: reading, .. } = state.settings.presentation;
    let answer = voice.answer.as_ref();
    let (state_now, words) = match voice.phase {
        Phase::Quiet if reading && !voice.speaks && !voice.left => (VoiceState::Mute, ui.text(msg::VOICE_NO_ENGINE)),
        Phase::Quiet => return None,
        Phase::Narrating => (VoiceState::Speaking, ui.text(msg::VOICE_SPEAKING)),
        Phase::Answering | Phase::Offered => {
            let missed = answer.is_some_and(|answer| answer.is_miss() || answer.is_last());
            let now = if missed { VoiceState::NotHeard } else { VoiceState::Speaking };
            (now, answer.map_or_else(|| ui.text(msg::VOICE_SPEAKING), super::Answer::drawn))
        }
        Phase::Listening => {
            let words = answer.map_or_else(|| ui.text(msg::VOICE_LISTENING), super::Answer::drawn);
            (VoiceState::Listening, words)
        }
    };
    let in_sight = matches!(voice.phase, Phase::Narrating | Phase::Quiet) || stays_in_sight(screen);
    let pointed = answer.is_some_and(|answer| answer.focus().is_some());
    let place = if in_sight || pointed { VoicePlace::Strip } else { VoicePlace::Stage };
    let phrases = phrases(state, screen).map(|two| labels(screen, &two)).unwrap_or_default();
    let over = !phrases.is_empty() && answer.is_none_or(|answer| answer.two().is_none());
    let listens = voice.phase == Phase::Listening;
    Some(Voice {
        place,
        state: state_now,
        words,
        level: if listens { voice.level } else { 0 },
        over: over.then(|| ui.text(msg::VOICE_CAN_SAY)),
        phrases,
        leave: leave(ui, voice.phase),
        done: listens.then(|| ui.key("voice.done", msg::VOICE_KEY_FINISHED, Some(Icon::Check))),
    })
}

fn leave(ui: Ui, phase: Phase) -> Key {
    let (message, icon): (Msg, _) = match phase {
        Phase::Narrating | Phase::Answering => (msg::VOICE_KEY_STOP, None),
        Phase::Quiet => (msg::COMMON_KEY_DONE, None),
        Phase::Listening | Phase::Offered => (msg::VOICE_KEY_TAP, None),
    };
    ui.key("voice.leave", message, icon)
}

/// Which two phrases stand with the voice: those of the answer; on the stage else what the screen teaches.
fn phrases(state: &State, screen: &Screen) -> Option<Two> {
    let voice = &state.live.voice;
    if matches!(voice.phase, Phase::Narrating | Phase::Quiet) {
        return None;
    }
    match &voice.answer {
        Some(answer) if answer.two().is_some() => answer.two().cloned(),
        Some(answer) if answer.focus().is_some() => None,
        _ if stays_in_sight(screen) => None,
        _ => Some(examples(screen)),
    }
}

/// The names of two parts in quotation marks, pressable.
fn labels(screen: &Screen, two: &Two) -> Vec<Key> {
    let named = two.iter().filter_map(|id| key(screen, id)).enumerate();
    named
        .map(|(place, key)| {
            let label = Text { speech: key.speech.clone(), ..Text::plain(format!("“{}”", name(screen, &key))) };
            let id = NodeId::new(&format!("voice.say.{place}"));
            Key { id, label, aliases: Vec::new(), hint: None, ..key }
        })
        .collect()
}

/// What is filled in, chosen among, agreed to, shown or cannot be taken back is looked at while it is spoken of.
fn stays_in_sight(screen: &Screen) -> bool {
    let held = |kind: &NodeKind| {
        matches!(
            kind,
            NodeKind::TextField { .. }
                | NodeKind::DigitField { .. }
                | NodeKind::DateField { .. }
                | NodeKind::Choice { .. }
                | NodeKind::Review { .. }
                | NodeKind::Consent { .. }
                | NodeKind::QrCode { .. }
                | NodeKind::CameraStage { .. }
        )
    };
    let weighs = |action: &leling_screen::Action| {
        action.risk == Risk::Irreversible || action.kind == leling_screen::ActionKind::Refuse
    };
    screen.nodes().any(|node| held(&node.kind)) || screen.actions.iter().any(weighs)
}
