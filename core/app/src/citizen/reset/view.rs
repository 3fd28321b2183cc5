//! What the person sees while a new password is set.

use leling_language::{Msg, msg};
use leling_screen::Icon;
use leling_screen::node::{NoticeKind, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Value};

use super::super::ability::{self, Way};
use super::super::{Entry, Page, State, form};
use super::{Event, Field, Resetting, Stage};
use crate::ui::Ui;

/// Code, password, the same again, everything once more.
const STEPS: u8 = 4;

const fn event(event: Event) -> super::super::Event {
    super::super::Event::Reset(event)
}

/// Draws the question or the screen that stands.
pub fn view(state: &State, flow: &Resetting, ui: Ui) -> Page {
    match flow.stage {
        Stage::Where => places(state, ui),
        Stage::CounterCode => counter_code(state, flow, ui),
        Stage::NewPassword => {
            let words = (msg::RESET_PASSWORD_TITLE, msg::CLAIM_PASSWORD_LABEL, msg::CLAIM_PASSWORD_PURPOSE);
            let mut page = password(state, &flow.password, Field::Password, ("reset.password", 2), words, ui);
            page.paragraph("rules", ui.text(msg::CLAIM_PASSWORD_RULES));
            form::note(&mut page, "not_bank", Icon::Lock, ui.text(msg::RESET_NOT_BANK));
            next(page, msg::COMMON_KEY_NEXT)
        }
        Stage::AgainPassword => {
            let words =
                (msg::RESET_PASSWORD_AGAIN_TITLE, msg::CLAIM_PASSWORD_AGAIN_LABEL, msg::CLAIM_PASSWORD_AGAIN_PURPOSE);
            let mut page = password(state, &flow.again, Field::Again, ("reset.again", 3), words, ui);
            form::note(&mut page, "keep", Icon::Shield, ui.text(msg::CLAIM_PASSWORD_KEEP));
            next(page, msg::COMMON_KEY_NEXT)
        }
        Stage::Review => review(state, ui),
        Stage::Sent(_) => sent(state, ui),
        Stage::Done => done(ui),
    }
}

fn next(mut page: Page, label: Msg) -> Page {
    let label = page.ui().label(label);
    page.action(ActionKind::Primary, "next", label, Some(Icon::Forward), event(Event::Next));
    page
}

/// The person sees that no message is needed, and where a code is given.
fn places(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("reset.where", ui.text(msg::RESET_TITLE));
    page.section(SectionRole::Content);
    page.paragraph("how", ui.text(msg::RESET_HOW));
    let ways = [("counter", Some(Way::Window), msg::RESET_COUNTER), ("visit", Some(Way::Visit), msg::RESET_VISIT)];
    for (id, message) in ability::suited(state, ways) {
        page.paragraph(id, ui.text(message));
    }
    page.action(ActionKind::Call, "call", ui.label(msg::HELP_KEY_CALL), Some(Icon::Call), event(Event::Call));
    let label = ui.label(msg::RESET_KEY_HAVE_CODE);
    page.action(ActionKind::Primary, "have_code", label, Some(Icon::Forward), event(Event::HaveCode));
    page
}

/// The person sees eight boxes for the code.
fn counter_code(state: &State, flow: &Resetting, ui: Ui) -> Page {
    let mut page = ui.page("reset.code", ui.text(msg::RESET_CODE_TITLE));
    page.step(1, STEPS);
    page.section(SectionRole::Form);
    let entry = &flow.counter_code;
    form::failure(&mut page, state, Some(entry));
    let (label, purpose) = (ui.text(msg::RESET_CODE_LABEL), ui.text(msg::RESET_CODE_PURPOSE));
    let field = super::super::Field::Reset(Field::CounterCode);
    page.digit_field("code", field, label, purpose, entry.value(), 8, false, entry.error());
    page.paragraph("hint", ui.text(msg::CLAIM_CODE_HINT));
    next(page, msg::COMMON_KEY_NEXT)
}

/// The person sees six boxes of dots.
fn password(
    state: &State,
    entry: &Entry,
    field: Field,
    (id, step): (&str, u8),
    (title, label, purpose): (Msg, Msg, Msg),
    ui: Ui,
) -> Page {
    let mut page = ui.page(id, ui.text(title));
    page.step(step, STEPS);
    page.secure();
    page.section(SectionRole::Form);
    form::failure(&mut page, state, Some(entry));
    let (label, purpose) = (ui.text(label), ui.text(purpose));
    let field = super::super::Field::Reset(field);
    page.digit_field("password", field, label, purpose, entry.value(), 6, true, entry.error());
    page
}

/// The person sees whose password is set anew, by what proof, and confirms with the whole phrase.
fn review(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("reset.review", ui.text(msg::RESET_REVIEW_TITLE));
    page.step(4, STEPS);
    page.section(SectionRole::Form);
    form::failure(&mut page, state, None);
    if let Some(person) = &state.kept.person {
        let facts = vec![
            (ui.text(msg::RESET_REVIEW_WHAT), ui.text(msg::RESET_REVIEW_WHAT_PASSWORD), None),
            (ui.text(msg::CLAIM_REVIEW_NAME), ui.value(&Value::Name(person.name.clone())), None),
            (ui.text(msg::RESET_REVIEW_PROOF), ui.text(msg::CLAIM_REVIEW_PROOF_CODE), None),
        ];
        form::review(&mut page, facts);
    }
    page.paragraph("phrase", ui.text(msg::RESET_REVIEW_PHRASE));
    let confirm = event(Event::Confirm(state.live.attempt));
    page.irreversible(ActionKind::Primary, "confirm", ui.label(msg::RESET_KEY_CONFIRM), Some(Icon::Check), confirm);
    page
}

/// The person sees that the new password is on its way.
fn sent(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("reset.sent", ui.text(msg::RESET_TITLE));
    page.section(SectionRole::Status);
    let keys = form::SentKeys { home: event(Event::Home), again: event(Event::Anew) };
    form::sent(&mut page, state, msg::RESET_PROGRESS, keys);
    page
}

/// The person sees that the new password is in force.
fn done(ui: Ui) -> Page {
    let mut page = ui.page("reset.done", ui.text(msg::RESET_DONE_TITLE));
    page.section(SectionRole::Status);
    page.notice("receipt", NoticeKind::Receipt, Tone::Good, Icon::Check, ui.text(msg::RESET_DONE), None);
    page.paragraph("keep", ui.text(msg::CLAIM_PASSWORD_KEEP));
    page.paragraph("undo", ui.text(msg::CLAIM_DONE_PASSWORD));
    page.action(ActionKind::Primary, "home", ui.label(msg::COMMON_KEY_TO_HOME), Some(Icon::Home), event(Event::Home));
    page
}
