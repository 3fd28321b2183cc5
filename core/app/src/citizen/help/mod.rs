//! 12333: a person to talk to, from every screen.

use leling_language::msg;
use leling_screen::Icon;
use leling_screen::node::{NoticeKind, Privacy, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, PlatformOp, Value};

use super::{Page, State};
use crate::effect::Effect;
use crate::ui::Ui;

/// The hotline of human resources and social security, nationwide.
pub const HOTLINE: &str = "12333";

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Calls the hotline.
    Call,
}

/// Takes a press.
pub fn update(_: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Call => vec![Effect::Platform(PlatformOp::Dial { number: HOTLINE.to_owned() })],
    }
}

/// The person sees the number, large, one key that calls it, and what else helps.
pub fn view(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("help", ui.text(msg::HELP_TITLE));
    if state.kept.person.is_none() {
        page.without_home();
    }
    page.section(SectionRole::Content);
    page.notice("call_says", NoticeKind::Note, Tone::Good, Icon::Call, ui.text(msg::HELP_CALL), None);
    if let Some(failure) = state.live.failure.as_ref().filter(|failure| !failure.trace.is_empty()) {
        let language = ui.presentation().language;
        let trace = ui.catalogue().value(language, &Value::Code(failure.trace.clone()));
        page.fact("trace", ui.text(msg::ERROR_CALL), trace, Privacy::Public);
    }
    page.heading("say", ui.text(msg::HELP_SAY_TITLE));
    page.paragraph("say.card", ui.text(msg::HELP_SAY_CARD));
    page.paragraph("say.trouble", ui.text(msg::HELP_SAY_TROUBLE));
    page.notice("never", NoticeKind::Note, Tone::Caution, Icon::Shield, ui.text(msg::HELP_NEVER), None);
    page.paragraph("counter", ui.text(msg::HELP_COUNTER));
    let call = super::Event::HelpScreen(Event::Call);
    page.action(ActionKind::Primary, "call", ui.label(msg::HELP_KEY_CALL), Some(Icon::Call), call);
    page
}
