//! What the person sees while vouching for a relative.

use leling_language::{Msg, msg};
use leling_protocol::{CounterCode, ErrorCode, IdNumber, PersonName, Timestamp};
use leling_screen::node::{Input, NoticeKind, Privacy, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Icon, Lamp, Value};

use super::super::{Page, State, form};
use super::{Event, Field, Stage, Vouching};
use crate::context::Context;
use crate::ui::{Line, Ui};

const fn event(event: Event) -> super::super::Event {
    super::super::Event::Vouch(event)
}

/// Draws the question or the screen that stands.
pub fn view(state: &State, flow: &Vouching, ui: Ui, cx: &Context) -> Page {
    match &flow.stage {
        Stage::Explain => explain(ui),
        Stage::Name => name(state, flow, ui),
        Stage::IdNumber => id_number(state, flow, ui),
        Stage::Review => review(state, flow, ui),
        Stage::Sent(_) => sent(ui),
        Stage::Code(code, until) => code_page(code.expose(), *until, ui, cx),
        Stage::Gone => gone(ui),
        Stage::Refused(code) => refused(*code, ui),
    }
}

fn next(page: &mut Page, label: Msg) {
    let label = page.ui().label(label);
    page.action(ActionKind::Primary, "next", label, Some(Icon::Forward), event(Event::Next));
}

fn done(page: &mut Page) {
    let label = page.ui().label(msg::COMMON_KEY_DONE);
    page.action(ActionKind::Primary, "done", label, Some(Icon::Check), event(Event::Done));
}

/// The person sees what a vouch does, that it is not enough alone, and for whom it is not.
fn explain(ui: Ui) -> Page {
    let mut page = ui.page("vouch", ui.text(msg::VOUCH_TITLE));
    page.section(SectionRole::Content);
    page.paragraph("what", ui.text(msg::VOUCH_WHAT));
    page.paragraph("alone", ui.text(msg::VOUCH_ALONE));
    page.notice("others", NoticeKind::Note, Tone::Danger, Icon::Danger, ui.text(msg::VOUCH_OTHERS), None);
    next(&mut page, msg::VOUCH_KEY_BEGIN);
    page
}

/// The person sees one line for the relative's name.
fn name(state: &State, flow: &Vouching, ui: Ui) -> Page {
    let mut page = ui.page("vouch.name", ui.text(msg::VOUCH_NAME_TITLE));
    page.step(1, 3);
    page.section(SectionRole::Form);
    form::failure(&mut page, state, Some(&flow.name));
    let (label, purpose) = (ui.text(msg::VOUCH_NAME_LABEL), ui.text(msg::VOUCH_NAME_PURPOSE));
    let field = super::super::Field::Vouch(Field::Name);
    let line = Line { field, label, purpose, input: Input::Name, max_chars: 100 };
    page.text_field("name", line, flow.name.value(), flow.name.error());
    page.paragraph("hint", ui.text(msg::VOUCH_NAME_HINT));
    next(&mut page, msg::COMMON_KEY_NEXT);
    page
}

/// The person sees one line for the relative's identity number.
fn id_number(state: &State, flow: &Vouching, ui: Ui) -> Page {
    let mut page = ui.page("vouch.id", ui.text(msg::VOUCH_ID_TITLE));
    page.step(2, 3);
    page.section(SectionRole::Form);
    form::failure(&mut page, state, Some(&flow.id_number));
    let (label, purpose) = (ui.text(msg::VOUCH_ID_LABEL), ui.text(msg::VOUCH_ID_PURPOSE));
    let field = super::super::Field::Vouch(Field::IdNumber);
    let line = Line { field, label, purpose, input: Input::IdNumber, max_chars: 40 };
    page.text_field("id", line, flow.id_number.value(), flow.id_number.error());
    page.paragraph("hint", ui.text(msg::VOUCH_ID_HINT));
    next(&mut page, msg::COMMON_KEY_NEXT);
    page
}

/// The person sees for whom it is, and confirms with the whole phrase.
fn review(state: &State, flow: &Vouching, ui: Ui) -> Page {
    let mut page = ui.page("vouch.review", ui.text(msg::VOUCH_REVIEW_TITLE));
    page.step(3, 3);
    page.secure();
    page.section(SectionRole::Form);
    if let Some(failure) = &state.live.failure {
        form::trouble_now(&mut page, failure.code);
    }
    let mut change = |id: &str, what: Msg, to| {
        let mut key = page.key(id, ui.label(msg::COMMON_KEY_CHANGE), Some(Icon::Edit), event(to));
        // Two keys of the same words: what is changed tells them apart.
        key.speech = format!("{}，{}", key.speech, ui.text(what).speech);
        Some(key)
    };
    let mut facts = Vec::new();
    if let Ok(name) = PersonName::parse(flow.name.text()) {
        let change = change("change.name", msg::VOUCH_REVIEW_NAME, Event::ChangeName);
        facts.push((ui.text(msg::VOUCH_REVIEW_NAME), ui.value(&Value::Name(name)), change));
    }
    if let Ok(id) = IdNumber::parse_any_day(flow.id_number.text()) {
        let change = change("change.id", msg::VOUCH_REVIEW_ID, Event::ChangeIdNumber);
        facts.push((ui.text(msg::VOUCH_REVIEW_ID), ui.value(&Value::IdNumber(id)), change));
    }
    form::review(&mut page, facts);
    page.paragraph("phrase", ui.text(msg::VOUCH_REVIEW_PHRASE));
    let confirm = event(Event::Confirm(state.live.attempt));
    page.irreversible(ActionKind::Primary, "confirm", ui.label(msg::VOUCH_KEY_CONFIRM), Some(Icon::Check), confirm);
    page
}

/// The person sees that the vouch is on its way.
fn sent(ui: Ui) -> Page {
    let mut page = ui.page("vouch.sent", ui.text(msg::VOUCH_SENT_TITLE));
    page.section(SectionRole::Status);
    form::progress(&mut page, msg::VOUCH_PROGRESS);
    page
}

/// The person sees the digits, large and in groups, until when they count, and to whom alone they may be told.
fn code_page(code: &CounterCode, until: Timestamp, ui: Ui, cx: &Context) -> Page {
    let mut page = ui.page("vouch.code", ui.text(msg::VOUCH_CODE_TITLE));
    page.secure();
    page.section(SectionRole::Content);
    let digits = ui.value(&Value::Code(code.as_str().to_owned()));
    page.fact("code", ui.text(msg::VOUCH_CODE_LABEL), digits, Privacy::Public);
    page.paragraph("until", page.moment(msg::VOUCH_CODE_UNTIL, until, cx.today()));
    page.paragraph("where", ui.text(msg::VOUCH_CODE_WHERE));
    let (lead, more) = (ui.text(msg::VOUCH_CODE_ONLY), Some(ui.text(msg::VOUCH_CODE_ONCE)));
    page.notice("only", NoticeKind::Note, Tone::Caution, Icon::Shield, lead, more);
    done(&mut page);
    page
}

/// The person sees that the digits are gone, and how there are new ones.
fn gone(ui: Ui) -> Page {
    let mut page = ui.page("vouch.gone", ui.text(msg::VOUCH_GONE_TITLE));
    page.section(SectionRole::Status);
    page.status("gone", Lamp::Wait, None, (msg::VOUCH_GONE, &[]), None, None);
    page.action(ActionKind::Secondary, "anew", ui.label(msg::COMMON_KEY_ANEW), None, event(Event::Anew));
    done(&mut page);
    page
}

/// The person sees why it cannot be done, and who can.
fn refused(code: ErrorCode, ui: Ui) -> Page {
    let mut page = ui.page("vouch.refused", ui.text(msg::VOUCH_REFUSED_TITLE));
    page.section(SectionRole::Status);
    page.error("error", code);
    page.action(ActionKind::Call, "call", ui.label(msg::HELP_KEY_CALL), Some(Icon::Call), event(Event::Call));
    done(&mut page);
    page
}
