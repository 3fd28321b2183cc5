//! What a screen is about, and what to do on it: made of what stands on it, nothing invented.

use leling_language::msg;
use leling_screen::node::Privacy;
use leling_screen::{NodeKind, Screen, Text};

use super::answer::{Answer, examples, key, main_key, name, naming};
use crate::ui::Ui;

/// 这是啥意思: the title, why it is asked or what it says, and the next thing to do.
pub(super) fn screen(screen: &Screen, ui: Ui) -> Answer {
    let public = screen.nodes().filter(|node| node.privacy == Privacy::Public);
    let told = public.flat_map(|node| -> Vec<&Text> {
        match &node.kind {
            NodeKind::Paragraph { text } => vec![text],
            NodeKind::Notice { lead, more, .. } => [Some(lead), more.as_ref()].into_iter().flatten().collect(),
            NodeKind::TextField { purpose, .. } | NodeKind::DigitField { purpose, .. } => vec![purpose],
            _ => Vec::new(),
        }
    });
    let opened = screen.subtitle.iter().chain(told).filter(|text| !text.is_empty()).cloned();
    let answer = opened.fold(Answer::told(screen.title.clone()), Answer::then);
    match main_key(screen) {
        Some(key) => answer.then(naming(ui, msg::VOICE_NEXT, &name(screen, key))),
        None => answer,
    }
}

/// 接下来怎么办: the main action, or what there is to choose from.
pub(super) fn next(screen: &Screen, ui: Ui) -> Answer {
    match main_key(screen) {
        Some(key) => Answer::told(naming(ui, msg::VOICE_NEXT, &name(screen, key))).at(key.id.clone()),
        None => choices(screen, ui, ui.text(msg::VOICE_CAN_SAY)),
    }
}

/// The first two things that may be said.
pub(super) fn choices(screen: &Screen, ui: Ui, lead: Text) -> Answer {
    let two = examples(screen);
    let named = two.iter().filter_map(|id| key(screen, id));
    let answer = named
        .fold(Answer::asked(lead), |answer, key| answer.then(naming(ui, msg::VOICE_THIS_ONE, &name(screen, &key))));
    answer.offering(two)
}
