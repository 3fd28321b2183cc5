//! What the flows that send something share: reading a field, waiting, being stored, being told what went wrong.

use leling_language::{Msg, msg};
use leling_protocol::{CardPassword, ErrorClass, ErrorCode, IdNumber, Retry};
use leling_screen::node::{NoticeKind, ReviewFact, Tone};
use leling_screen::{ActionKind, NodeKind, PlatformOp, Text};
use leling_screen::{Icon, Lamp};

use super::{Entry, Event, Page, State};
use crate::effect::{Effect, Failure};

/// Reads a field, or says on it what is wrong.
pub(super) fn read<T>(entry: &mut Entry, parse: impl FnOnce(&str) -> Result<T, ErrorCode>) -> Option<T> {
    parse(entry.text()).map_err(|code| entry.refuse(code)).ok()
}

/// Empties a field and says why.
pub(super) fn refuse_and_empty(entry: &mut Entry, code: ErrorCode) {
    entry.set("");
    entry.refuse(code);
}

/// Reads a password that is to be set for the holder of `id`; one that is easy to guess is emptied.
pub(super) fn new_password(entry: &mut Entry, id: &IdNumber) -> Option<CardPassword> {
    let password = read(entry, CardPassword::parse)?;
    match password.check_strength(id) {
        Ok(()) => Some(password),
        Err(code) => {
            refuse_and_empty(entry, code);
            None
        }
    }
}

/// Reads a password that was typed twice; where the two differ both are emptied.
pub(super) fn same_password(first: &mut Entry, again: &mut Entry, id: &IdNumber) -> Option<CardPassword> {
    let password = new_password(first, id)?;
    if again.text() == first.text() {
        return Some(password);
    }
    refuse_and_empty(first, ErrorCode::PasswordMismatch);
    again.set("");
    None
}

/// Says whether a write that met this failure stays in the outbox and goes by itself.
pub(super) fn goes_by_itself(failure: &Failure) -> bool {
    failure.class() == ErrorClass::Offline || failure.retry() == Retry::BySelf
}

/// Calls the hotline.
pub(super) fn dial() -> Vec<Effect> {
    vec![Effect::Platform(PlatformOp::Dial { number: super::help::HOTLINE.to_owned() })]
}

/// The person sees what went wrong with the last call, unless a field says it; without a network, also what does without.
pub(super) fn failure(page: &mut Page, state: &State, field: Option<&Entry>) {
    let on_field = field.and_then(Entry::error);
    if let Some(failure) = state.live.failure.as_ref().filter(|failure| on_field != Some(failure.code)) {
        trouble(page, failure.code);
    }
}

/// The person sees what went wrong; without a network, also what does without.
pub(super) fn trouble(page: &mut Page, code: ErrorCode) {
    page.error("error", code);
    if code.class() == ErrorClass::Offline {
        let window = page.ui().text(msg::ERROR_OTHER_WAY);
        page.paragraph("other_way", window);
    }
}

/// The person sees what went wrong with something that is sent now or not at all: nothing goes on by itself.
pub(super) fn trouble_now(page: &mut Page, code: ErrorCode) {
    if goes_by_itself(&Failure::local(code)) {
        page.error_with("error", code, msg::COMMON_TRY_LATER);
        let window = page.ui().text(msg::ERROR_OTHER_WAY);
        page.paragraph("other_way", window);
    } else {
        trouble(page, code);
    }
}

/// The person sees that something goes on, and what.
pub(super) fn progress(page: &mut Page, message: Msg) {
    let text = page.ui().text(message);
    let node = page.node("progress", text.speech.clone(), NodeKind::Progress { percent: 50, text });
    node.live = leling_screen::node::Live::Polite;
}

/// The two ways on from a write whose answer is still to come.
#[derive(Clone, Copy)]
pub(super) struct SentKeys {
    /// Leads to the home, which looks after the card.
    pub(super) home: Event,
    /// Begins anew where the answer never comes.
    pub(super) again: Event,
}

/// The person sees that the write is on its way, or stored until there is a network, and may leave.
///
/// 重新办一次 stands only where this process never saw the write go out: before that it is sure to be under way.
pub(super) fn sent(page: &mut Page, state: &State, going: Msg, SentKeys { home, again }: SentKeys) {
    let ui = page.ui();
    if state.live.waiting {
        progress(page, going);
        return;
    }
    let stored = state.live.failure.is_some();
    let (lead, more) =
        if stored { (msg::COMMON_SAVED, None) } else { (msg::COMMON_WORKING, Some(ui.text(msg::COMMON_MONEY_SAFE))) };
    failure(page, state, None);
    page.status("sent", Lamp::Wait, None, (lead, &[]), more, None);
    if !stored {
        page.action(ActionKind::Plain, "again", ui.label(msg::COMMON_KEY_ANEW), None, again);
    }
    page.action(ActionKind::Primary, "home", ui.label(msg::COMMON_KEY_TO_HOME), Some(Icon::Home), home);
}

/// Adds a quiet note.
pub(super) fn note(page: &mut Page, id: &str, icon: Icon, lead: Text) {
    page.notice(id, NoticeKind::Note, Tone::Quiet, icon, lead, None);
}

/// The person sees all facts once more; a fact that can be changed carries its key.
pub(super) fn review(page: &mut Page, facts: Vec<(Text, Text, Option<leling_screen::Key>)>) {
    let said: Vec<String> =
        facts.iter().map(|(label, value, _)| format!("{}，{}", label.speech, value.speech)).collect();
    let facts = facts.into_iter().map(|(label, value, change)| ReviewFact { label, value, change }).collect();
    page.node("review", said.join("。"), NodeKind::Review { facts });
}
