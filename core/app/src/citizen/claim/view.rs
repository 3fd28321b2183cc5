//! What the person sees while claiming the card.

use leling_language::{Msg, msg};
use leling_protocol::wire::{LampState, Lamps};
use leling_protocol::{CardNumber, ErrorCode};
use leling_screen::node::{Input, NoticeKind, Row, RowsStyle, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Text, Unit, Value};
use leling_screen::{Icon, Lamp};

use super::super::{Entry, Page, Person, State, ability, form};
use super::{Claiming, Event, Field, Stage, Way, stage_now};
use crate::ui::{Line, Ui};

const fn event(event: Event) -> super::super::Event {
    super::super::Event::Claim(event)
}

const fn field(field: Field) -> super::super::Field {
    super::super::Field::Claim(field)
}

/// Draws the question or the screen that stands.
pub fn view(state: &State, flow: &Claiming, ui: Ui) -> Page {
    match stage_now(state, flow) {
        Stage::Proof => proof(state, ui),
        Stage::Neither => neither(state, ui),
        Stage::CardNumber => card_number(state, flow, ui),
        Stage::CounterCode => counter_code(state, flow, ui),
        Stage::NewPassword => new_password(state, flow, ui),
        Stage::AgainPassword => again_password(state, flow, ui),
        Stage::Review => review(state, flow, ui),
        Stage::Sent(_) => sent(state, ui),
        Stage::Refused(code) => refused(code, ui),
        Stage::Done => done(state, ui),
    }
}

fn next(page: &mut Page) {
    let label = page.ui().label(msg::COMMON_KEY_NEXT);
    page.action(ActionKind::Primary, "next", label, Some(Icon::Forward), event(Event::Next));
}

/// Tries that are left with the card's number; all five where the card was never fetched.
fn tries_left(state: &State) -> u8 {
    state.kept.card.as_ref().map_or(5, |card| card.card_tries_left)
}

/// The person sees three answers to what is in the hand; the card's own only while it may be tried.
fn proof(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("claim.proof", ui.text(msg::CLAIM_PROOF_TITLE));
    page.section(SectionRole::Form);
    form::failure(&mut page, state, None);
    let mut options = Vec::new();
    if tries_left(state) > 0 {
        let label = ui.label(msg::CLAIM_PROOF_CARD);
        options.push(page.option("card", Icon::Card, label, None, false, event(Event::Take(Way::Card))));
    }
    let label = ui.label(msg::CLAIM_PROOF_CODE);
    options.push(page.option("code", Icon::Hall, label, None, false, event(Event::Take(Way::Code))));
    let label = ui.label(msg::CLAIM_PROOF_NONE);
    options.push(page.option("neither", Icon::Otherway, label, None, false, event(Event::Neither)));
    page.choice("proof", options);
    page
}

/// The person sees how to come by a code, at a window or at home.
fn neither(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("claim.neither", ui.text(msg::CLAIM_NONE_TITLE));
    page.section(SectionRole::Content);
    let ways = [
        ("counter", Some(ability::Way::Window), msg::CLAIM_NONE_COUNTER),
        ("visit", Some(ability::Way::Visit), msg::CLAIM_NONE_VISIT),
        ("lost", None, msg::CLAIM_NONE_CARD),
    ];
    for (id, message) in ability::suited(state, ways) {
        page.paragraph(id, ui.text(message));
    }
    form::note(&mut page, "pay", Icon::Yuan, ui.text(msg::CLAIM_NONE_PAY));
    page.action(ActionKind::Secondary, "home", ui.label(msg::COMMON_KEY_TO_HOME), Some(Icon::Home), event(Event::Home));
    page.action(ActionKind::Primary, "call", ui.label(msg::HELP_KEY_CALL), Some(Icon::Call), event(Event::Call));
    page
}

/// The person sees one line for the number, where it stands on the card, and how often it may still be tried.
fn card_number(state: &State, flow: &Claiming, ui: Ui) -> Page {
    let mut page = ui.page("claim.number", ui.text(msg::CLAIM_NUMBER_TITLE));
    page.step(1, 3);
    page.section(SectionRole::Form);
    form::failure(&mut page, state, Some(&flow.number));
    let (label, purpose) = (ui.text(msg::CLAIM_NUMBER_LABEL), ui.text(msg::CLAIM_NUMBER_PURPOSE));
    let line = Line { field: field(Field::Number), label, purpose, input: Input::CardNumber, max_chars: 20 };
    page.text_field("number", line, flow.number.value(), flow.number.error());
    page.paragraph("where", ui.text(msg::CLAIM_NUMBER_WHERE));
    page.paragraph("not_bank", ui.text(msg::CLAIM_NUMBER_NOT_BANK));
    let left = tries_left(state);
    if left < 5 {
        let left = [("left", Value::Count(u64::from(left), Unit::Times))];
        form::note(&mut page, "tries", Icon::Info, ui.with(msg::CLAIM_NUMBER_TRIES, &left));
    }
    let label = ui.label(msg::CLAIM_NUMBER_KEY_OTHER);
    page.action(ActionKind::Plain, "code_instead", label, None, event(Event::Take(Way::Code)));
    next(&mut page);
    page
}

/// The person sees eight boxes for the code.
fn counter_code(state: &State, flow: &Claiming, ui: Ui) -> Page {
    let mut page = ui.page("claim.code", ui.text(msg::CLAIM_CODE_TITLE));
    page.step(1, 3);
    page.section(SectionRole::Form);
    let entry = &flow.counter_code;
    form::failure(&mut page, state, Some(entry));
    let (label, purpose) = (ui.text(msg::CLAIM_CODE_LABEL), ui.text(msg::CLAIM_CODE_PURPOSE));
    page.digit_field("code", field(Field::CounterCode), label, purpose, entry.value(), 8, false, entry.error());
    page.paragraph("hint", ui.text(msg::CLAIM_CODE_HINT));
    next(&mut page);
    page
}

/// The person sees six boxes of dots, what the password is for, and that it is not the bank's.
fn new_password(state: &State, flow: &Claiming, ui: Ui) -> Page {
    let mut page = ui.page("claim.password", ui.text(msg::CLAIM_PASSWORD_TITLE));
    page.step(2, 3);
    page.section(SectionRole::Form);
    form::failure(&mut page, state, Some(&flow.password));
    secret(&mut page, &flow.password, Field::Password, (msg::CLAIM_PASSWORD_LABEL, msg::CLAIM_PASSWORD_PURPOSE));
    page.paragraph("rules", ui.text(msg::CLAIM_PASSWORD_RULES));
    form::note(&mut page, "not_bank", Icon::Lock, ui.text(msg::CLAIM_PASSWORD_TWO));
    next(&mut page);
    page
}

/// The person sees the six boxes once more.
fn again_password(state: &State, flow: &Claiming, ui: Ui) -> Page {
    let mut page = ui.page("claim.again", ui.text(msg::CLAIM_PASSWORD_AGAIN_TITLE));
    page.step(2, 3);
    page.section(SectionRole::Form);
    form::failure(&mut page, state, Some(&flow.again));
    secret(&mut page, &flow.again, Field::Again, (msg::CLAIM_PASSWORD_AGAIN_LABEL, msg::CLAIM_PASSWORD_AGAIN_PURPOSE));
    form::note(&mut page, "keep", Icon::Shield, ui.text(msg::CLAIM_PASSWORD_KEEP));
    next(&mut page);
    page
}

fn secret(page: &mut Page, entry: &Entry, which: Field, (label, purpose): (Msg, Msg)) {
    page.secure();
    let (label, purpose) = (page.ui().text(label), page.ui().text(purpose));
    page.digit_field("password", field(which), label, purpose, entry.value(), 6, true, entry.error());
}

/// The person sees every fact once more, each with 改一改, and confirms with the whole phrase.
fn review(state: &State, flow: &Claiming, ui: Ui) -> Page {
    let mut page = ui.page("claim.review", ui.text(msg::CLAIM_REVIEW_TITLE));
    page.step(3, 3);
    page.secure();
    page.section(SectionRole::Form);
    form::failure(&mut page, state, None);
    if let Some(person) = &state.kept.person {
        let facts = facts(&mut page, flow, person);
        form::review(&mut page, facts);
    }
    page.paragraph("phrase", ui.text(msg::CLAIM_REVIEW_PHRASE));
    let confirm = event(Event::Confirm(state.live.attempt));
    page.irreversible(ActionKind::Primary, "confirm", ui.label(msg::CLAIM_KEY_CONFIRM), Some(Icon::Check), confirm);
    page
}

fn facts(page: &mut Page, flow: &Claiming, person: &Person) -> Vec<(Text, Text, Option<leling_screen::Key>)> {
    let ui = page.ui();
    let mut change = |id: &str, what: Msg, to| {
        let mut key = page.key(id, ui.label(msg::COMMON_KEY_CHANGE), Some(Icon::Edit), event(Event::Change(to)));
        // Two keys of the same words: what is changed tells them apart.
        key.speech = format!("{}，{}", key.speech, ui.text(what).speech);
        Some(key)
    };
    let proof = match (flow.way, CardNumber::parse(flow.number.text())) {
        (Way::Card, Ok(number)) => ui.with(msg::CLAIM_REVIEW_PROOF_CARD, &[("number", Value::CardNumber(number))]),
        _ => ui.text(msg::CLAIM_REVIEW_PROOF_CODE),
    };
    vec![
        (ui.text(msg::CLAIM_REVIEW_NAME), ui.value(&Value::Name(person.name.clone())), None),
        (ui.text(msg::CLAIM_REVIEW_ID), ui.value(&Value::IdNumber(person.id_number.clone())), None),
        (ui.text(msg::CLAIM_REVIEW_WHERE), ui.text(msg::CLAIM_REVIEW_WHERE_THIS), None),
        (ui.text(msg::CLAIM_REVIEW_PROOF), proof, change("change.proof", msg::CLAIM_REVIEW_PROOF, flow.proof_stage())),
        (
            ui.text(msg::CLAIM_REVIEW_PASSWORD),
            ui.text(msg::CLAIM_REVIEW_PASSWORD_SET),
            change("change.password", msg::CLAIM_REVIEW_PASSWORD, Stage::NewPassword),
        ),
    ]
}

/// The person sees that the claim is on its way.
fn sent(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("claim.sent", ui.text(msg::CLAIM_SENT_TITLE));
    page.section(SectionRole::Status);
    let keys = form::SentKeys { home: event(Event::Home), again: event(Event::Anew) };
    form::sent(&mut page, state, msg::CLAIM_PROGRESS_SEND, keys);
    page
}

/// The person sees why the card cannot be claimed now and who can mend it.
fn refused(code: ErrorCode, ui: Ui) -> Page {
    let mut page = ui.page("claim.refused", ui.text(msg::CLAIM_REFUSED_TITLE));
    page.section(SectionRole::Status);
    page.error("error", code);
    page.action(ActionKind::Plain, "lamps", ui.label(msg::HOME_KEY_LAMPS), Some(Icon::Card), event(Event::Lamps));
    page.action(ActionKind::Call, "call", ui.label(msg::HELP_KEY_CALL), Some(Icon::Call), event(Event::Call));
    page.action(ActionKind::Primary, "home", ui.label(msg::COMMON_KEY_TO_HOME), Some(Icon::Home), event(Event::Home));
    page
}

/// The person sees that the card works, what it is good for, what is still missing, and shows it.
fn done(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("claim.done", ui.text(msg::CLAIM_DONE_TITLE));
    page.section(SectionRole::Status);
    if let Some(person) = &state.kept.person {
        let lead = ui.with(msg::CLAIM_DONE, &[("name", Value::Name(person.name.clone()))]);
        let more = Some(ui.text(msg::CLAIM_DONE_LEVEL));
        page.notice("receipt", NoticeKind::Receipt, Tone::Good, Icon::Check, lead, more);
    }
    page.section(SectionRole::Content);
    if let Some(card) = &state.kept.card {
        let missing = missing(&page, card.lamps);
        if !missing.is_empty() {
            page.rows("missing", RowsStyle::Rows, missing);
        }
    }
    page.paragraph("offline", ui.text(msg::CLAIM_DONE_OFFLINE));
    page.paragraph("password", ui.text(msg::CLAIM_DONE_PASSWORD));
    page.paragraph("undo", ui.text(msg::CLAIM_DONE_UNDO));
    page.action(ActionKind::Plain, "lamps", ui.label(msg::HOME_KEY_LAMPS), Some(Icon::Card), event(Event::Lamps));
    let label = ui.label(msg::CLAIM_DONE_KEY_SHOW);
    page.action(ActionKind::Primary, "show_code", label, Some(Icon::Card), event(Event::ShowCode));
    page
}

/// The lamps that are not on, each with who can mend it; the card's own is on, or it could not be claimed.
fn missing(page: &Page, lamps: Lamps) -> Vec<Row> {
    let lamps = [
        ("lamp.social", msg::LAMPS_SOCIAL, lamps.social, msg::LAMPS_SOCIAL_OFF, msg::LAMPS_SOCIAL_WAITING),
        ("lamp.bank", msg::LAMPS_BANK, lamps.bank, msg::LAMPS_BANK_OFF, msg::LAMPS_BANK_WAITING),
    ];
    let row = |(id, label, lamp, off, waiting): (&str, Msg, LampState, Msg, Msg)| {
        let (drawn, detail) = match lamp {
            LampState::On => return None,
            LampState::Off => (Lamp::Due, off),
            LampState::Waiting => (Lamp::Wait, waiting),
        };
        let key = page.silent_key(id, page.ui().text(label), None);
        let detail = Some(page.ui().text(detail));
        Some(Row { key, pressable: false, detail, lamp: Some(drawn), tag: None, chosen: false })
    };
    lamps.into_iter().filter_map(row).collect()
}
