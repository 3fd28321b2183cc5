//! What the person sees of a login: who asks, the number, the consent, and what became of it.

use leling_language::msg;
use leling_protocol::ErrorCode;
use leling_protocol::wire::{LoginDecision, LoginResponse, PartyKind};
use leling_screen::node::{NoticeKind, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Icon, Text, Value};

use super::super::{Flow, Page, State, form};
use super::{Answering, Back, Event, Field, Stage, by_app};
use crate::ui::{Ui, named};

const fn event(event: Event) -> super::super::Event {
    super::super::Event::Login(event)
}

/// Draws the decision, or what came of it.
pub fn view(state: &State, flow: &Answering, ui: Ui) -> Page {
    match flow.stage {
        Stage::Deciding if by_app(&flow.login) => consent(state, flow, ui),
        Stage::Deciding => decide(state, flow, ui),
        Stage::Password => password(state, flow, ui),
        Stage::Sent(_, decision) => sent(state, flow, decision, ui),
        Stage::Done if by_app(&flow.login) => app_done(flow, ui),
        Stage::Done => done(ui),
        Stage::Stopped if by_app(&flow.login) => app_refused(flow, ui),
        Stage::Stopped => stopped(ui),
        Stage::Ended(code) => ended(flow, code, ui),
    }
}

fn party(login: &LoginResponse) -> [(&'static str, Value); 1] {
    [("party", named(&login.party.name))]
}

fn home(page: &mut Page, label: leling_language::Msg) {
    let label = page.ui().label(label);
    page.action(ActionKind::Primary, "home", label, Some(Icon::Home), event(Event::Home));
}

/// The person sees who asks, where, what for and what they see, compares the number, and says whether that is so.
fn decide(state: &State, flow: &Answering, ui: Ui) -> Page {
    let login = &flow.login;
    let mut page = ui.page("login", ui.text(msg::LOGIN_TITLE));
    page.secure();
    page.section(SectionRole::Content);
    form::failure(&mut page, state, None);
    page.place("party", &login.party);
    page.sees("sees", &login.scopes);
    elsewhere(&mut page, login);
    if let Some(numbers) = login.numbers {
        page.section(SectionRole::Form);
        let which = match login.party.kind {
            PartyKind::Kiosk => msg::LOGIN_WHICH_KIOSK,
            PartyKind::Counter | PartyKind::Website | PartyKind::App => msg::LOGIN_WHICH,
        };
        page.heading("which", ui.text(which));
        page.numbers("numbers", numbers, flow.chosen, |number| event(Event::Choose(login.login, number)));
    }
    fraud(&mut page);
    page.section(SectionRole::Content);
    page.paragraph("purpose", purpose(ui, login));
    page.sees_not("sees_not", &login.scopes);
    known(&mut page, login);
    let no = event(Event::No(login.login));
    page.action(ActionKind::Refuse, "no", ui.label(msg::LOGIN_KEY_NO), Some(Icon::Close), no);
    if flow.may_say_yes() {
        let yes = event(Event::Yes(login.login, state.live.attempt));
        page.irreversible(ActionKind::Primary, "yes", ui.label(msg::LOGIN_KEY_YES), Some(Icon::Check), yes);
    }
    page.focus("no");
    page
}

fn purpose(ui: Ui, login: &LoginResponse) -> Text {
    let purpose = Value::Words(login.party.purpose.clone());
    ui.with(msg::LOGIN_PURPOSE, &[("party", named(&login.party.name)), ("purpose", purpose)])
}

fn known(page: &mut Page, login: &LoginResponse) {
    if login.known {
        let text = page.ui().text(msg::LOGIN_KNOWN);
        page.paragraph("known", text);
    }
}

/// A machine in another city than the person's: a warning in words, never a stop.
fn elsewhere(page: &mut Page, login: &LoginResponse) {
    if login.elsewhere {
        let ui = page.ui();
        let lead = ui.with(msg::LOGIN_ELSEWHERE, &[("city", named(&login.party.city))]);
        let more = Some(ui.text(msg::LOGIN_ELSEWHERE_DO));
        page.notice("elsewhere", NoticeKind::Note, Tone::Danger, Icon::Pin, lead, more);
    }
}

fn fraud(page: &mut Page) {
    let ui = page.ui();
    let (lead, more) = (ui.text(msg::LOGIN_FRAUD), Some(ui.text(msg::LOGIN_FRAUD_DO)));
    page.notice("fraud", NoticeKind::Note, Tone::Caution, Icon::Shield, lead, more);
}

/// The person sees who asks, what it will and will not come to know, and yes and no of one size.
fn consent(state: &State, flow: &Answering, ui: Ui) -> Page {
    let login = &flow.login;
    let mut page = ui.page("login.consent", ui.text(msg::CONSENT_TITLE));
    page.secure();
    page.section(SectionRole::Content);
    form::failure(&mut page, state, None);
    page.party("party", &login.party);
    page.consent("consent", &login.scopes);
    page.paragraph("later", ui.text(msg::CONSENT_LATER));
    known(&mut page, login);
    let no = event(Event::No(login.login));
    page.action(ActionKind::Refuse, "no", ui.label(msg::CONSENT_KEY_NO), Some(Icon::Close), no);
    let yes = event(Event::Yes(login.login, state.live.attempt));
    page.irreversible(ActionKind::Primary, "yes", ui.label(msg::CONSENT_KEY_YES), Some(Icon::Check), yes);
    page.focus("no");
    page
}

/// The person sees six boxes of dots, because the phone has no lock of its own.
fn password(state: &State, flow: &Answering, ui: Ui) -> Page {
    let login = flow.login.login;
    let mut page = ui.page("login.password", ui.text(msg::LOGIN_PASSWORD_TITLE));
    page.secure();
    page.section(SectionRole::Form);
    let entry = &flow.password;
    form::failure(&mut page, state, Some(entry));
    let (label, purpose) = (ui.text(msg::CLAIM_PASSWORD_LABEL), ui.text(msg::LOGIN_PASSWORD_PURPOSE));
    let field = super::super::Field::Login(Field::Password);
    page.digit_field("password", field, label, purpose, entry.value(), 6, true, entry.error());
    form::note(&mut page, "not_bank", Icon::Lock, ui.text(msg::RESET_NOT_BANK));
    // A window is the only way on once the day's tries are spent.
    let code = state.live.failure.as_ref().map(|failure| failure.code);
    let spent = code == Some(ErrorCode::PasswordCounter);
    let forgotten = if spent { ActionKind::Primary } else { ActionKind::Plain };
    let label = ui.label(msg::UNLINK_KEY_FORGOTTEN);
    page.action(forgotten, "forgotten", label, Some(Icon::Lock), event(Event::Forgotten));
    let no = if by_app(&flow.login) { msg::CONSENT_KEY_NO } else { msg::LOGIN_KEY_NO };
    page.action(ActionKind::Refuse, "no", ui.label(no), Some(Icon::Close), event(Event::No(login)));
    if !spent {
        let next = event(Event::Yes(login, state.live.attempt));
        page.action(ActionKind::Primary, "next", ui.label(msg::COMMON_KEY_NEXT), Some(Icon::Forward), next);
    }
    page
}

/// The person sees that the answer is on its way.
fn sent(state: &State, flow: &Answering, decision: LoginDecision, ui: Ui) -> Page {
    let (title, going) = match (by_app(&flow.login), decision) {
        (true, _) => (msg::CONSENT_SENT_TITLE, msg::CONSENT_PROGRESS),
        (false, LoginDecision::Yes) => (msg::LOGIN_SENT_TITLE, msg::LOGIN_PROGRESS),
        (false, LoginDecision::No) => (msg::LOGIN_SENT_NO_TITLE, msg::LOGIN_PROGRESS),
    };
    let mut page = ui.page("login.sent", ui.text(title));
    page.section(SectionRole::Status);
    form::sent(&mut page, state, going, form::SentKeys { home: event(Event::Home), again: event(Event::Anew) });
    page
}

/// The person sees that it worked, that it goes on over there, and how it ends.
fn done(ui: Ui) -> Page {
    let mut page = ui.page("login.done", ui.text(msg::LOGIN_DONE_TITLE));
    page.section(SectionRole::Status);
    let (lead, more) = (ui.text(msg::LOGIN_DONE), Some(ui.text(msg::LOGIN_DONE_OUT)));
    page.notice("receipt", NoticeKind::Receipt, Tone::Good, Icon::Check, lead, more);
    page.paragraph("list", ui.text(msg::LOGIN_DONE_LIST));
    list(&mut page);
    home(&mut page, msg::COMMON_KEY_DONE);
    page
}

fn list(page: &mut Page) {
    let label = page.ui().label(msg::HOME_KEY_LOGINS);
    page.action(ActionKind::Secondary, "logins", label, Some(Icon::Log), event(Event::Logins));
}

/// The person sees that the other app knows now, and that it is waiting, or is not on this phone.
fn app_done(flow: &Answering, ui: Ui) -> Page {
    let mut page = ui.page("login.done", ui.text(msg::CONSENT_DONE_TITLE));
    page.section(SectionRole::Status);
    back_to_app(&mut page, flow, ui.with(msg::CONSENT_DONE, &party(&flow.login)), None);
    page.paragraph("list", ui.text(msg::LOGIN_DONE_LIST));
    list(&mut page);
    home(&mut page, msg::COMMON_KEY_DONE);
    page
}

fn back_to_app(page: &mut Page, flow: &Answering, lead: Text, more: Option<Text>) {
    let ui = page.ui();
    match flow.back {
        Back::Open => page.notice("receipt", NoticeKind::Receipt, Tone::Good, Icon::Check, lead, more),
        Back::NoApp => {
            let (lead, more) = (ui.text(msg::CONSENT_NO_APP), Some(ui.text(msg::CONSENT_NO_APP_DO)));
            page.notice("error", NoticeKind::Error, Tone::Caution, Icon::Info, lead, more);
        }
    }
}

/// The person sees that the other app learned nothing.
fn app_refused(flow: &Answering, ui: Ui) -> Page {
    let mut page = ui.page("login.stopped", ui.text(msg::CONSENT_REFUSED_TITLE));
    page.section(SectionRole::Status);
    let lead = ui.with(msg::CONSENT_REFUSED, &party(&flow.login));
    page.notice("receipt", NoticeKind::Receipt, Tone::Good, Icon::Check, lead, None);
    home(&mut page, msg::COMMON_KEY_DONE);
    page
}

/// The person sees that nobody got in, and what to do where somebody else tried.
fn stopped(ui: Ui) -> Page {
    let mut page = ui.page("login.stopped", ui.text(msg::LOGIN_STOPPED_TITLE));
    page.section(SectionRole::Status);
    page.notice("receipt", NoticeKind::Receipt, Tone::Good, Icon::Check, ui.text(msg::LOGIN_STOPPED), None);
    page.section(SectionRole::Content);
    let (lead, more) = (ui.text(msg::LOGIN_STOPPED_OTHERS), Some(ui.text(msg::LOGIN_STOPPED_FREEZE)));
    page.notice("others", NoticeKind::Note, Tone::Caution, Icon::Freeze, lead, more);
    page.action(ActionKind::Call, "call", ui.label(msg::HELP_KEY_CALL), Some(Icon::Call), event(Event::Call));
    home(&mut page, msg::COMMON_KEY_TO_HOME);
    page
}

/// The person sees why it ended, and begins again where that helps.
fn ended(flow: &Answering, code: ErrorCode, ui: Ui) -> Page {
    let mut page = ui.page("login.ended", ui.text(msg::LOGIN_ENDED_TITLE));
    page.section(SectionRole::Status);
    page.error("error", code);
    if by_app(&flow.login) || !super::is_over(code) {
        home(&mut page, msg::COMMON_KEY_TO_HOME);
        return page;
    }
    let label = ui.label(msg::COMMON_KEY_TO_HOME);
    page.action(ActionKind::Secondary, "home", label, Some(Icon::Home), event(Event::Home));
    let label = ui.label(msg::SCAN_KEY_AGAIN);
    page.action(ActionKind::Primary, "again", label, Some(Icon::Scan), event(Event::ScanAgain));
    page
}

/// The person sees that somebody on the phone or at the screen must go first; it goes on by itself afterwards.
pub fn paused_page(state: &State, code: ErrorCode, ui: Ui) -> Page {
    let mut page = ui.page("login.paused", ui.text(msg::LOGIN_PAUSED_TITLE));
    page.secure();
    page.section(SectionRole::Status);
    page.error("error", code);
    let trick = if code == ErrorCode::CallActive { msg::LOGIN_PAUSED_TRICK } else { msg::LOGIN_PAUSED_SHARE };
    let (lead, more) = (ui.text(trick), Some(ui.text(msg::LOGIN_PAUSED_BACK)));
    page.notice("trick", NoticeKind::Note, Tone::Danger, Icon::Danger, lead, more);
    let stop = match &state.flow {
        Flow::Login(flow) => event(Event::No(flow.login.login)),
        Flow::Authorize(_) => super::super::Event::Home,
        _ => super::super::Event::Scan(super::super::scan::Event::Stop),
    };
    page.action(ActionKind::Primary, "stop", ui.label(msg::COMMON_KEY_STOP), Some(Icon::Close), stop);
    page
}
