//! The moment between the first picture and the opened store: a calm screen without a word about the person.
//!
//! The first screen is drawn before any key operation. When the store cannot be opened, the person is told why in plain
//! words and led to enrol again where what was kept is gone, or to another try where it is only shut; nothing at the gateway is
//! lost by it.

#[cfg(test)]
mod tests;

use leling_language::msg;
use leling_protocol::ErrorCode;
use leling_screen::ActionKind;
use leling_screen::screen::SectionRole;
use serde::{Deserialize, Serialize};

use super::{Flow, Kept, Page, State, authorize, home, log, logins, privacy};
use crate::context::Context;
use crate::effect::{Effect, Failure};
use crate::ui::Ui;

/// How far the opening has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// The key is being asked for.
    Waiting,
    /// It cannot be opened.
    Failed(ErrorCode),
    /// The app had to begin again after a fault of its own; the flow behind is as it was last kept.
    Restarted(Box<Flow>),
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Enrol again on this phone.
    EnrolAgain,
    /// Try the store once more.
    Again,
    /// Go on where the fault was.
    GoOn,
}

/// Takes the opened store, or why it stays shut.
pub fn restored(state: &mut State, result: Result<String, Failure>, cx: &Context) -> Vec<Effect> {
    match result {
        Ok(sealed) if state.restore(&sealed) => go_on(state, cx),
        Ok(_) => fail(state, ErrorCode::StoreDamaged),
        Err(failure) => fail(state, failure.code),
    }
}

/// Looks after the card, and after what died with the process.
fn go_on(state: &mut State, cx: &Context) -> Vec<Effect> {
    let mut effects = home::resumed(state, cx);
    if state.kept.person.is_some() {
        effects.extend(privacy::untold_consent(state));
    }
    if matches!(state.flow, Flow::Log(_)) {
        effects.extend(log::fetch(state));
    }
    effects.extend(logins::fetch(state));
    effects.extend(authorize::ask_again(state, cx));
    effects.extend(authorize::held_link(state, cx));
    effects
}

fn fail(state: &mut State, code: ErrorCode) -> Vec<Effect> {
    state.flow = Flow::Opening(Stage::Failed(code));
    Vec::new()
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    match event {
        Event::GoOn => {
            if let Flow::Opening(Stage::Restarted(then)) = &state.flow {
                state.flow = (**then).clone();
            }
            go_on(state, cx)
        }
        Event::Again => {
            state.flow = Flow::Opening(Stage::Waiting);
            vec![Effect::Unlock]
        }
        Event::EnrolAgain => enrol_again(state),
    }
}

/// Empties the phone and begins with the privacy text.
pub fn enrol_again(state: &mut State) -> Vec<Effect> {
    state.kept = Kept::default();
    state.flow = Flow::Privacy(privacy::Stage::Short);
    vec![Effect::Forget]
}

/// The person sees that the card is being opened, or what happened and the one way on.
pub fn view(stage: &Stage, ui: Ui) -> Page {
    let mut page = ui.page("opening", ui.text(msg::BRAND_NAME));
    page.without_back();
    page.without_home();
    page.section(SectionRole::Status);
    match stage {
        Stage::Waiting => page.paragraph("wait", ui.text(msg::COMMON_WAIT)),
        Stage::Failed(code) => {
            page.error("error", *code);
            match code {
                // A file of a newer version is not ours to empty.
                ErrorCode::StoreNewer => {}
                ErrorCode::StoreKeyGone | ErrorCode::StoreDamaged => {
                    let again = super::Event::Opening(Event::EnrolAgain);
                    page.action(ActionKind::Primary, "enrol_again", ui.label(msg::HOME_KEY_ENROL), None, again);
                }
                // What is only shut for now is never emptied.
                _ => {
                    let again = super::Event::Opening(Event::Again);
                    page.action(ActionKind::Primary, "again", ui.label(msg::COMMON_KEY_AGAIN), None, again);
                }
            }
        }
        Stage::Restarted(_) => {
            page.error("error", ErrorCode::AppRestarted);
            let go_on = super::Event::Opening(Event::GoOn);
            page.action(ActionKind::Primary, "go_on", ui.label(msg::COMMON_KEY_NEXT), None, go_on);
        }
    }
    page
}
