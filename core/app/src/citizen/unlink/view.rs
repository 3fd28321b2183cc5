//! What the person sees while the electronic card is unlinked.

use leling_language::msg;
use leling_protocol::ErrorCode;
use leling_screen::Icon;
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Value};

use super::super::{Page, State, form};
use super::{Event, Field, Stage, Unlinking};
use crate::ui::Ui;

const fn event(event: Event) -> super::super::Event {
    super::super::Event::Unlink(event)
}

/// Draws the screen that stands.
pub fn view(state: &State, flow: &Unlinking, ui: Ui) -> Page {
    match flow.stage {
        Stage::Explain => explain(ui),
        Stage::Password => password(state, flow, ui),
        Stage::Review => review(state, ui),
        Stage::Sent(_) => sent(state, ui),
    }
}

/// The person sees what ends, what stays, and that the card can be claimed again.
fn explain(ui: Ui) -> Page {
    let mut page = ui.page("unlink", ui.text(msg::UNLINK_TITLE));
    page.section(SectionRole::Content);
    page.paragraph("what", ui.text(msg::UNLINK_WHAT));
    page.paragraph("again", ui.text(msg::UNLINK_AGAIN));
    form::note(&mut page, "stays", Icon::Yuan, ui.text(msg::UNLINK_STAYS));
    let label = ui.label(msg::UNLINK_KEY_GO_ON);
    page.action(ActionKind::Secondary, "next", label, Some(Icon::Forward), event(Event::Next));
    page.action(ActionKind::Primary, "keep", ui.label(msg::UNLINK_KEY_KEEP), Some(Icon::Card), event(Event::Keep));
    page
}

/// The person sees six boxes of dots, and the way to a new password.
fn password(state: &State, flow: &Unlinking, ui: Ui) -> Page {
    let mut page = ui.page("unlink.password", ui.text(msg::UNLINK_PASSWORD_TITLE));
    page.secure();
    page.section(SectionRole::Form);
    let entry = &flow.password;
    form::failure(&mut page, state, Some(entry));
    let (label, purpose) = (ui.text(msg::CLAIM_PASSWORD_LABEL), ui.text(msg::UNLINK_PASSWORD_PURPOSE));
    let field = super::super::Field::Unlink(Field::Password);
    page.digit_field("password", field, label, purpose, entry.value(), 6, true, entry.error());
    form::note(&mut page, "not_bank", Icon::Lock, ui.text(msg::RESET_NOT_BANK));
    // A window is the only way on once the day's tries are spent.
    let code = state.live.failure.as_ref().map(|failure| failure.code);
    let spent = code == Some(ErrorCode::PasswordCounter);
    let forgotten = if spent { ActionKind::Primary } else { ActionKind::Plain };
    let label = ui.label(msg::UNLINK_KEY_FORGOTTEN);
    page.action(forgotten, "forgotten", label, Some(Icon::Lock), event(Event::Forgotten));
    if !spent {
        let label = ui.label(msg::COMMON_KEY_NEXT);
        page.action(ActionKind::Primary, "next", label, Some(Icon::Forward), event(Event::Next));
    }
    page
}

/// The person sees whose card ends on which phone, and confirms with the whole phrase.
fn review(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("unlink.review", ui.text(msg::UNLINK_REVIEW_TITLE));
    page.section(SectionRole::Form);
    form::failure(&mut page, state, None);
    if let Some(person) = &state.kept.person {
        let card = ui.with(msg::UNLINK_REVIEW_CARD_OF, &[("name", Value::Name(person.name.clone()))]);
        let facts = vec![
            (ui.text(msg::UNLINK_REVIEW_CARD), card, None),
            (ui.text(msg::UNLINK_REVIEW_PHONE), ui.text(msg::CLAIM_REVIEW_WHERE_THIS), None),
        ];
        form::review(&mut page, facts);
    }
    page.paragraph("stays", ui.text(msg::UNLINK_STAYS));
    page.paragraph("phrase", ui.text(msg::UNLINK_REVIEW_PHRASE));
    page.action(ActionKind::Secondary, "keep", ui.label(msg::UNLINK_KEY_KEEP), None, event(Event::Keep));
    let confirm = event(Event::Confirm(state.live.attempt));
    page.irreversible(ActionKind::Danger, "confirm", ui.label(msg::UNLINK_KEY_CONFIRM), Some(Icon::Erase), confirm);
    page
}

/// The person sees that it is on its way.
fn sent(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("unlink.sent", ui.text(msg::SETTINGS_KEY_UNLINK));
    page.section(SectionRole::Status);
    let keys = form::SentKeys { home: event(Event::Keep), again: event(Event::Anew) };
    form::sent(&mut page, state, msg::UNLINK_PROGRESS, keys);
    page
}
