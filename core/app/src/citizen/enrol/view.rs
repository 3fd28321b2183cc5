//! What the person sees while enrolling.

use leling_language::{Msg, home as words, msg};
use leling_protocol::{ErrorCode, Phone};
use leling_screen::node::{Input, NoticeKind, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Value};
use leling_screen::{Icon, Lamp};

use super::super::{Entry, Page, State, form};
use super::{Ends, Enrolment, Event, Field, Message, Replacing, Stage, Way};
use crate::context::Context;
use crate::ui::{Line, Ui};

/// Questions from the name to the code, with a message and with eight digits.
const fn steps(way: Way) -> u8 {
    match way {
        Way::Message => 4,
        Way::Paper => 3,
    }
}

const fn event(event: Event) -> super::super::Event {
    super::super::Event::Enrol(event)
}

const fn field(field: Field) -> super::super::Field {
    super::super::Field::Enrol(field)
}

/// Draws the question or the screen that stands.
pub fn view(state: &State, flow: &Enrolment, ui: Ui, cx: &Context) -> Page {
    let mut page = match flow.stage {
        Stage::Name => name(state, flow, ui),
        Stage::IdNumber => id_number(state, flow, ui),
        Stage::Phone => phone(state, flow, ui),
        Stage::Paper => paper(state, flow, ui),
        Stage::Code(message) => code(state, flow, message, ui, cx),
        Stage::Missing(message) => missing(flow, message, ui, cx),
        Stage::Ways => ways(flow, ui),
        Stage::Waiting(replacing) if replacing.ends == Ends::ByProof => proof(state, replacing, ui, cx),
        Stage::Waiting(replacing) => waiting(state, replacing, ui, cx),
        Stage::CounterCode(_) => counter_code(state, flow, ui),
        Stage::CardNumber(_) => card_number(state, flow, ui),
        Stage::Stopped => stopped(ui),
    };
    page.without_home();
    page
}

fn question(ui: Ui, flow: &Enrolment, id: &str, title: Msg, step: u8) -> Page {
    let mut page = ui.page(id, ui.text(title));
    page.step(step, steps(flow.way));
    page.section(SectionRole::Form);
    page
}

/// A line to type in, its hint, what went wrong with the last call, and the way on.
struct Ask {
    id: &'static str,
    field: Field,
    label: Msg,
    purpose: Msg,
    hint: Msg,
    input: Input,
    max_chars: u16,
}

fn ask(page: &mut Page, state: &State, entry: &Entry, ask: &Ask) {
    let ui = page.ui();
    form::failure(page, state, Some(entry));
    let (label, purpose) = (ui.text(ask.label), ui.text(ask.purpose));
    let line = Line { field: field(ask.field), label, purpose, input: ask.input, max_chars: ask.max_chars };
    page.text_field(ask.id, line, entry.value(), entry.error());
    page.paragraph("hint", ui.text(ask.hint));
}

fn next(page: &mut Page, label: Msg) {
    let label = page.ui().label(label);
    page.action(ActionKind::Primary, "next", label, Some(Icon::Forward), event(Event::Next));
}

/// What typing again does not mend, a window does.
fn way_out(page: &mut Page, state: &State) {
    let code = state.live.failure.as_ref().map(|failure| failure.code);
    let mended_by_people = matches!(
        code,
        Some(
            ErrorCode::DataName
                | ErrorCode::PersonUnknown
                | ErrorCode::PhoneNotOwn
                | ErrorCode::SmsUnavailable
                | ErrorCode::RealnameUnavailable
                | ErrorCode::VouchNotAllowed
        )
    );
    if mended_by_people {
        let label = page.ui().label(msg::ENROL_KEY_WAYS);
        page.action(ActionKind::Secondary, "ways", label, Some(Icon::Otherway), event(Event::Ways));
    }
}

/// Who gets no messages enrols by eight digits, and may change their mind.
fn other_way(page: &mut Page, flow: &Enrolment) {
    let (id, label, way) = match flow.way {
        Way::Message => ("by_code", msg::ENROL_KEY_BY_CODE, Way::Paper),
        Way::Paper => ("by_message", msg::ENROL_KEY_BY_MESSAGE, Way::Message),
    };
    let label = page.ui().label(label);
    page.action(ActionKind::Plain, id, label, None, event(Event::Take(way)));
}

/// The person sees one line for the name.
fn name(state: &State, flow: &Enrolment, ui: Ui) -> Page {
    let mut page = question(ui, flow, "enrol.name", msg::ENROL_NAME_TITLE, 1);
    let (label, purpose, hint) = (msg::ENROL_NAME_LABEL, msg::ENROL_NAME_PURPOSE, msg::ENROL_NAME_HINT);
    // Longer than a name may be, so that a long one is told so and not cut.
    let line = Ask { id: "name", field: Field::Name, label, purpose, hint, input: Input::Name, max_chars: 100 };
    ask(&mut page, state, &flow.name, &line);
    page.paragraph("rare", ui.text(msg::ENROL_NAME_RARE));
    if flow.way == Way::Paper {
        form::note(&mut page, "paper", Icon::Doc, ui.text(msg::ENROL_PAPER_NOTE));
    }
    other_way(&mut page, flow);
    way_out(&mut page, state);
    next(&mut page, msg::COMMON_KEY_NEXT);
    page
}

/// The person sees one line for the id number.
fn id_number(state: &State, flow: &Enrolment, ui: Ui) -> Page {
    let mut page = question(ui, flow, "enrol.id", msg::ENROL_ID_TITLE, 2);
    let (label, purpose, hint) = (msg::ENROL_ID_LABEL, msg::ENROL_ID_PURPOSE, msg::ENROL_ID_HINT);
    let line = Ask { id: "id", field: Field::IdNumber, label, purpose, hint, input: Input::IdNumber, max_chars: 40 };
    ask(&mut page, state, &flow.id_number, &line);
    page.paragraph("old", ui.text(msg::ENROL_ID_HINT_OLD));
    way_out(&mut page, state);
    next(&mut page, msg::COMMON_KEY_NEXT);
    page
}

/// The person sees one line for the phone number, and the key that sends the message.
fn phone(state: &State, flow: &Enrolment, ui: Ui) -> Page {
    let mut page = question(ui, flow, "enrol.phone", msg::ENROL_PHONE_TITLE, 3);
    if state.live.waiting {
        form::progress(&mut page, msg::ENROL_PROGRESS_CHECK);
        return page;
    }
    let (label, purpose, hint) = (msg::ENROL_PHONE_LABEL, msg::ENROL_PHONE_PURPOSE, msg::ENROL_PHONE_HINT);
    let line = Ask { id: "phone", field: Field::Phone, label, purpose, hint, input: Input::Phone, max_chars: 40 };
    ask(&mut page, state, &flow.phone, &line);
    if state.live.failure.as_ref().is_some_and(|failure| failure.code == ErrorCode::PhoneNotOwn) {
        let label = ui.label(msg::ENROL_KEY_OTHER_PHONE);
        page.action(ActionKind::Plain, "other_phone", label, None, event(Event::OtherPhone));
    }
    way_out(&mut page, state);
    other_way(&mut page, flow);
    next(&mut page, msg::ENROL_KEY_SEND);
    page
}

/// The person sees eight boxes for digits that somebody gave on paper or by word of mouth.
fn paper(state: &State, flow: &Enrolment, ui: Ui) -> Page {
    let mut page = question(ui, flow, "enrol.paper", msg::ENROL_PAPER_TITLE, 3);
    if state.live.waiting {
        form::progress(&mut page, msg::ENROL_PROGRESS_CHECK);
        return page;
    }
    let entry = &flow.counter_code;
    form::failure(&mut page, state, Some(entry));
    let (label, purpose) = (ui.text(msg::ENROL_PAPER_LABEL), ui.text(msg::ENROL_PAPER_PURPOSE));
    page.digit_field("code", field(Field::CounterCode), label, purpose, entry.value(), 8, false, entry.error());
    page.paragraph("hint", ui.text(msg::ENROL_PAPER_HINT));
    way_out(&mut page, state);
    other_way(&mut page, flow);
    next(&mut page, msg::ENROL_PAPER_KEY_CONFIRM);
    page
}

/// The person sees six boxes, where the message went, and what helps when it does not come.
fn code(state: &State, flow: &Enrolment, message: Message, ui: Ui, cx: &Context) -> Page {
    let mut page = question(ui, flow, "enrol.code", msg::ENROL_CODE_TITLE, 4);
    if state.live.waiting {
        form::progress(&mut page, msg::ENROL_PROGRESS_FINISH);
        return page;
    }
    form::failure(&mut page, state, Some(&flow.code));
    if let Ok(phone) = Phone::parse(flow.phone.text()) {
        page.paragraph("sent", ui.with(msg::ENROL_CODE_SENT, &[("phone", Value::Phone(phone))]));
    }
    let (label, purpose) = (ui.text(msg::ENROL_CODE_LABEL), ui.text(msg::ENROL_CODE_PURPOSE));
    let entry = &flow.code;
    page.digit_field("code", field(Field::Code), label, purpose, entry.value(), 6, false, entry.error());
    page.notice("warning", NoticeKind::Note, Tone::Caution, Icon::Shield, ui.text(msg::ENROL_CODE_WARNING), None);
    let (over, again) = (cx.now() >= message.expires, cx.now() >= message.resend_at);
    if over && !again {
        page.paragraph("later", ui.text(msg::ENROL_RESEND_LATER));
    }
    page.action(ActionKind::Plain, "other_phone", ui.label(msg::ENROL_KEY_OTHER_PHONE), None, event(Event::OtherPhone));
    // Digits that are over prove nothing: the way on is a new message, or what helps without one.
    let missing = if over && !again { ActionKind::Primary } else { ActionKind::Plain };
    page.action(missing, "not_received", ui.label(msg::ENROL_KEY_NOT_RECEIVED), None, event(Event::NotReceived));
    if again {
        let kind = if over { ActionKind::Primary } else { ActionKind::Secondary };
        page.action(kind, "resend", ui.label(msg::ENROL_KEY_RESEND), Some(Icon::Bell), event(Event::Resend));
    }
    if !over {
        next(&mut page, msg::COMMON_KEY_NEXT);
    }
    page
}

/// The person sees what to look at when no message came.
fn missing(flow: &Enrolment, message: Message, ui: Ui, cx: &Context) -> Page {
    let mut page = ui.page("enrol.missing", ui.text(msg::ENROL_MISSING_TITLE));
    page.section(SectionRole::Content);
    page.paragraph("wait", ui.text(msg::ENROL_MISSING_WAIT));
    page.paragraph("spam", ui.text(msg::ENROL_MISSING_SPAM));
    page.paragraph("number", ui.text(msg::ENROL_MISSING_NUMBER));
    form::note(&mut page, "counter", Icon::Hall, ui.text(msg::ENROL_MISSING_COUNTER));
    page.action(ActionKind::Plain, "other_phone", ui.label(msg::ENROL_KEY_OTHER_PHONE), None, event(Event::OtherPhone));
    if cx.now() >= message.resend_at {
        let label = ui.label(msg::ENROL_KEY_RESEND);
        page.action(ActionKind::Secondary, "resend", label, Some(Icon::Bell), event(Event::Resend));
    }
    other_way(&mut page, flow);
    page.action(ActionKind::Primary, "understood", ui.label(msg::COMMON_KEY_DONE), None, event(Event::Understood));
    page
}

/// The person sees what helps where name, number or phone cannot be mended at home.
fn ways(flow: &Enrolment, ui: Ui) -> Page {
    let mut page = ui.page("enrol.ways", ui.text(msg::ENROL_WAYS_TITLE));
    page.section(SectionRole::Content);
    page.paragraph("counter", ui.text(msg::ENROL_WAYS_COUNTER));
    page.paragraph("visit", ui.text(msg::ENROL_WAYS_VISIT));
    form::note(&mut page, "pay", Icon::Yuan, ui.text(msg::COMMON_PAY_GOES_ON));
    if flow.way == Way::Message {
        let label = ui.label(msg::ENROL_KEY_OTHER_PHONE);
        page.action(ActionKind::Plain, "other_phone", label, None, event(Event::OtherPhone));
    }
    other_way(&mut page, flow);
    page.action(ActionKind::Call, "call", ui.label(msg::HELP_KEY_CALL), Some(Icon::Call), event(Event::Call));
    page.action(ActionKind::Primary, "understood", ui.label(msg::COMMON_KEY_DONE), None, event(Event::Understood));
    page
}

/// The person sees until when this phone waits, why, and how a window ends the wait.
fn waiting(state: &State, replacing: Replacing, ui: Ui, cx: &Context) -> Page {
    let mut page = ui.page("enrol.waiting", ui.text(msg::ENROL_WAITING_TITLE));
    page.section(SectionRole::Status);
    if state.live.waiting {
        form::progress(&mut page, msg::COMMON_WORKING);
        return page;
    }
    let (day, hour, minute) = replacing.until.in_china();
    let when = [("day", words::day_value(day, cx.today())), ("time", Value::Time(hour, minute))];
    let pay = ui.text(msg::ENROL_WAITING_PAY);
    page.status("when", Lamp::Wait, None, (msg::ENROL_WAITING_WHEN, &when), Some(pay), None);
    form::failure(&mut page, state, None);
    page.section(SectionRole::Content);
    page.paragraph("told", ui.text(msg::ENROL_WAITING_TOLD));
    page.paragraph("why", ui.text(msg::ENROL_WAITING_WHY));
    form::note(&mut page, "counter", Icon::Hall, ui.text(msg::ENROL_WAITING_COUNTER));
    let label = ui.label(msg::ENROL_WAITING_KEY_CODE);
    page.action(ActionKind::Secondary, "have_code", label, None, event(Event::HaveCode));
    page.action(ActionKind::Primary, "check", ui.label(msg::ENROL_WAITING_KEY_CHECK), None, event(Event::Check));
    page
}

/// The person sees that a relative's word is not enough, what is, and from when on.
fn proof(state: &State, replacing: Replacing, ui: Ui, cx: &Context) -> Page {
    let mut page = ui.page("enrol.proof", ui.text(msg::ENROL_PROOF_TITLE));
    page.section(SectionRole::Status);
    if state.live.waiting {
        form::progress(&mut page, msg::COMMON_WORKING);
        return page;
    }
    let ready = cx.now() >= replacing.until;
    let (day, hour, minute) = replacing.until.in_china();
    let when = [("day", words::day_value(day, cx.today())), ("time", Value::Time(hour, minute))];
    let lead: (Msg, &[(&str, Value)]) =
        if ready { (msg::ENROL_PROOF_READY, &[]) } else { (msg::ENROL_PROOF_FROM, &when) };
    page.status("when", Lamp::Wait, None, lead, Some(ui.text(msg::ENROL_WAITING_PAY)), None);
    form::failure(&mut page, state, None);
    page.section(SectionRole::Content);
    page.paragraph("why", ui.text(msg::ENROL_PROOF_WHY));
    page.paragraph("told", ui.text(msg::ENROL_WAITING_TOLD));
    form::note(&mut page, "counter", Icon::Hall, ui.text(msg::ENROL_PROOF_COUNTER));
    let label = ui.label(msg::ENROL_WAITING_KEY_CODE);
    page.action(ActionKind::Secondary, "have_code", label, None, event(Event::HaveCode));
    let check = if ready { ActionKind::Plain } else { ActionKind::Primary };
    page.action(check, "check", ui.label(msg::ENROL_WAITING_KEY_CHECK), None, event(Event::Check));
    if ready {
        let label = ui.label(msg::ENROL_PROOF_KEY_CARD);
        page.action(ActionKind::Primary, "card", label, Some(Icon::Card), event(Event::HaveCard));
    }
    page
}

/// The person sees one line for the number of the card in the hand.
fn card_number(state: &State, flow: &Enrolment, ui: Ui) -> Page {
    let mut page = ui.page("enrol.card", ui.text(msg::CLAIM_NUMBER_TITLE));
    page.section(SectionRole::Form);
    if state.live.waiting {
        form::progress(&mut page, msg::ENROL_PROGRESS_FINISH);
        return page;
    }
    let entry = &flow.card_number;
    form::failure(&mut page, state, Some(entry));
    let (label, purpose) = (ui.text(msg::CLAIM_NUMBER_LABEL), ui.text(msg::ENROL_CARD_PURPOSE));
    let line = Line { field: field(Field::CardNumber), label, purpose, input: Input::CardNumber, max_chars: 20 };
    page.text_field("number", line, entry.value(), entry.error());
    page.paragraph("where", ui.text(msg::CLAIM_NUMBER_WHERE));
    page.paragraph("not_bank", ui.text(msg::CLAIM_NUMBER_NOT_BANK));
    next(&mut page, msg::ENROL_COUNTER_KEY_CONFIRM);
    page
}

/// The person sees eight boxes for the code of a window or a visitor.
fn counter_code(state: &State, flow: &Enrolment, ui: Ui) -> Page {
    let mut page = ui.page("enrol.counter", ui.text(msg::ENROL_COUNTER_TITLE));
    page.section(SectionRole::Form);
    if state.live.waiting {
        form::progress(&mut page, msg::ENROL_PROGRESS_FINISH);
        return page;
    }
    let entry = &flow.counter_code;
    form::failure(&mut page, state, Some(entry));
    let (label, purpose) = (ui.text(msg::ENROL_COUNTER_LABEL), ui.text(msg::ENROL_COUNTER_PURPOSE));
    page.digit_field("code", field(Field::CounterCode), label, purpose, entry.value(), 8, false, entry.error());
    page.paragraph("hint", ui.text(msg::ENROL_COUNTER_HINT));
    next(&mut page, msg::ENROL_COUNTER_KEY_CONFIRM);
    page
}

/// The person sees that the other phone stopped it, that nothing is lost, and who helps if that was somebody else.
fn stopped(ui: Ui) -> Page {
    let mut page = ui.page("enrol.stopped", ui.text(msg::ENROL_STOPPED_TITLE));
    page.section(SectionRole::Status);
    page.error("error", ErrorCode::EnrolStopped);
    page.section(SectionRole::Content);
    page.paragraph("other", ui.text(msg::ENROL_STOPPED_OTHER));
    page.action(ActionKind::Secondary, "again", ui.label(msg::ENROL_STOPPED_KEY_AGAIN), None, event(Event::Again));
    page.action(ActionKind::Primary, "call", ui.label(msg::HELP_KEY_CALL), Some(Icon::Call), event(Event::Call));
    page
}
