//! 收回同意: what ends by it, what stays, and a way that is no harder than the yes was.
//!
//! The gateway stops the electronic card and signs this phone out; when it has answered, the phone forgets its person. Without
//! a network the no waits in the outbox and goes by itself.

use leling_language::msg;
use leling_protocol::wire::{ConsentKind, WriteResponse};
use leling_screen::node::{NoticeKind, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Icon};
use serde::{Deserialize, Serialize};

use super::{Flow, Page, State, form, home, privacy, settings};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall};
use crate::ui::Ui;

/// How far the no has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// The person looks at what would end.
    Asking,
    /// The no is on its way, or waits in the outbox.
    Sent,
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// 不收回了
    Keep,
    /// 接着收回
    GoOn,
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    match event {
        Event::Keep => back(state, cx),
        Event::GoOn => {
            state.flow = Flow::Withdraw(Stage::Sent);
            state.wait();
            // A yes that nobody has acknowledged is not said again after this no.
            state.kept.consent = None;
            let id = cx.write_id();
            state.kept.withdrawal = Some(id);
            let (kind, text_version) = (ConsentKind::Privacy, privacy::TEXT_VERSION);
            let call = GatewayCall::Consent { id, kind, text_version, given: false, at: cx.now() };
            vec![Effect::Gateway(call)]
        }
    }
}

/// Takes the gateway's answer while a no is on its way, wherever the person is by then; only that no empties the phone.
pub fn answered(state: &mut State, result: Result<WriteResponse, Failure>) -> Vec<Effect> {
    match result {
        Ok(answer) if state.kept.withdrawal == Some(answer.id) => {
            let settings = state.settings.clone();
            *state = State::begin(None, false);
            state.settings = settings;
            state.flow = Flow::Privacy(privacy::Stage::Refused);
            vec![Effect::Forget]
        }
        Ok(_) => Vec::new(),
        Err(failure) => {
            if !form::goes_by_itself(&failure) {
                state.kept.withdrawal = None;
            }
            if state.flow == Flow::Withdraw(Stage::Sent) {
                if state.kept.withdrawal.is_none() {
                    state.flow = Flow::Withdraw(Stage::Asking);
                }
                state.failed(failure);
            }
            Vec::new()
        }
    }
}

/// Goes to the settings; a no that is on its way is not called back.
pub fn back(state: &mut State, cx: &Context) -> Vec<Effect> {
    if state.flow == Flow::Withdraw(Stage::Sent) {
        return home::open(state, cx);
    }
    state.live.failure = None;
    state.flow = Flow::Settings(settings::Page::Main);
    Vec::new()
}

/// Draws the question, or that the no is on its way.
pub fn view(state: &State, how_far: Stage, ui: Ui) -> Page {
    match how_far {
        Stage::Asking => asking(state, ui),
        Stage::Sent => sent(state, ui),
    }
}

/// The person sees what ends and that the money goes on; staying is the main key.
fn asking(state: &State, ui: Ui) -> Page {
    let event = super::Event::Withdraw;
    let mut page = ui.page("withdraw", ui.text(msg::WITHDRAW_TITLE));
    page.section(SectionRole::Content);
    form::failure(&mut page, state, None);
    page.paragraph("what", ui.text(msg::WITHDRAW_WHAT));
    page.notice("stays", NoticeKind::Note, Tone::Good, Icon::Check, ui.text(msg::WITHDRAW_STAYS), None);
    page.paragraph("again", ui.text(msg::WITHDRAW_AGAIN));
    page.action(ActionKind::Secondary, "go_on", ui.label(msg::WITHDRAW_KEY_GO_ON), None, event(Event::GoOn));
    page.action(ActionKind::Primary, "keep", ui.label(msg::WITHDRAW_KEY_KEEP), Some(Icon::Card), event(Event::Keep));
    page
}

/// The person sees that the no is on its way, or that it goes by itself when there is a network.
fn sent(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("withdraw.sent", ui.text(msg::SETTINGS_KEY_WITHDRAW));
    page.section(SectionRole::Status);
    if state.live.waiting || state.live.failure.is_none() {
        page.paragraph("wait", ui.text(msg::COMMON_WORKING));
    } else {
        page.notice("saved", NoticeKind::Note, Tone::Good, Icon::Offline, ui.text(msg::COMMON_SAVED), None);
    }
    let home = super::Event::Home;
    page.action(ActionKind::Primary, "home", ui.label(msg::COMMON_KEY_TO_HOME), Some(Icon::Home), home);
    page
}

#[cfg(test)]
mod tests {
    use leling_protocol::{DeviceState, ECardState, ErrorCode, PhysicalCardState};

    use super::super::Kept;
    use super::super::testing::{Phone, card, enrolled, failure, written};
    use super::*;
    use crate::effect::GatewayReply;

    fn asked() -> Phone {
        let card = card(PhysicalCardState::Normal, ECardState::Level1, DeviceState::Active);
        let mut phone = Phone::new(enrolled(card, Flow::Settings(settings::Page::Main)));
        phone.press("withdraw");
        phone
    }

    #[test]
    fn staying_is_the_main_key() {
        let mut phone = asked();
        assert_eq!(phone.primary(), Some("keep"));
        phone.press("keep");
        assert_eq!(phone.screen(), "settings");
    }

    #[test]
    fn a_no_that_arrived_empties_the_phone() {
        let mut phone = asked();
        let sent = phone.press("go_on");
        let no = |effect: &Effect| matches!(effect, Effect::Gateway(GatewayCall::Consent { given: false, .. }));
        assert!(sent.iter().any(no));
        assert_eq!(phone.screen(), "withdraw.sent");
        phone.press("nav.home");
        let id = phone.state().kept.withdrawal.unwrap();
        let effects = phone.answer(GatewayReply::Consent(Ok(written(id))));
        assert!(effects.contains(&Effect::Forget));
        assert_eq!(phone.screen(), "privacy.refused");
        assert_eq!(phone.state().kept, Kept::default());
        phone.press("think_again");
        assert_eq!(phone.screen(), "privacy", "one press asks again");
    }

    #[test]
    fn without_a_network_it_waits_and_says_so() {
        let mut phone = asked();
        phone.press("go_on");
        phone.answer(GatewayReply::Consent(Err(failure(ErrorCode::NetNone))));
        assert_eq!(phone.screen(), "withdraw.sent");
        assert!(phone.drawn().node("saved").is_some());
    }

    #[test]
    fn a_yes_told_elsewhere_empties_nothing() {
        let mut phone = asked();
        phone.press("keep");
        let effects = phone.answer(GatewayReply::Consent(Ok(written(uuid::Uuid::nil()))));
        assert!(!effects.contains(&Effect::Forget));
        assert!(phone.state().kept.person.is_some());
    }
}
