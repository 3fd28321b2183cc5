//! What the person sees while looking for a login code.

use leling_language::msg;
use leling_protocol::{ErrorClass, ErrorCode};
use leling_screen::node::{NoticeKind, RowsStyle, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, CameraState};
use leling_screen::{Icon, Lamp};

use super::super::{Page, State, form};
use super::{Event, Field, Scanning, Stage};
use crate::ui::Ui;

const fn event(event: Event) -> super::super::Event {
    super::super::Event::Scan(event)
}

/// Draws the camera, the digits, or what came of them.
pub fn view(state: &State, flow: &Scanning, ui: Ui) -> Page {
    match &flow.stage {
        Stage::Camera => match state.live.camera {
            Some(CameraState::Denied) => trouble(ErrorCode::CameraDenied, ui),
            Some(CameraState::Busy) => trouble(ErrorCode::CameraBusy, ui),
            Some(CameraState::Absent) => trouble(ErrorCode::CameraNone, ui),
            Some(CameraState::Ready) | None => camera(ui),
        },
        Stage::Digits => digits(state, flow, ui),
        Stage::Checking(_) | Stage::Claiming(_) => claiming(ui),
        Stage::Again => again(ui),
        Stage::Refused(code) => refused(*code, ui),
    }
}

fn home(page: &mut Page) {
    let label = page.ui().label(msg::COMMON_KEY_TO_HOME);
    page.action(ActionKind::Primary, "home", label, Some(Icon::Home), event(Event::Home));
}

/// The person sees the camera's picture with one cue, and the way without a camera.
fn camera(ui: Ui) -> Page {
    let mut page = ui.page("scan", ui.text(msg::SCAN_TITLE));
    page.section(SectionRole::Content);
    page.camera_for_code("camera", ui.text(msg::SCAN_CUE));
    page.paragraph("calm", ui.text(msg::SCAN_CALM));
    page.paragraph("window", ui.text(msg::ERROR_OTHER_WAY));
    let label = ui.label(msg::SCAN_KEY_DIGITS);
    page.action(ActionKind::Secondary, "digits", label, Some(Icon::Otherway), event(Event::Digits));
    page
}

/// The person sees what is the matter with the camera, the one thing that helps, and the way without it.
fn trouble(code: ErrorCode, ui: Ui) -> Page {
    let mut page = ui.page("scan.trouble", ui.text(msg::SCAN_TROUBLE_TITLE));
    page.section(SectionRole::Status);
    page.error("error", code);
    let without = if code == ErrorCode::CameraNone { ActionKind::Primary } else { ActionKind::Secondary };
    page.action(without, "digits", ui.label(msg::SCAN_KEY_DIGITS), Some(Icon::Otherway), event(Event::Digits));
    let again = ui.label(msg::COMMON_KEY_AGAIN);
    match code {
        ErrorCode::CameraDenied => {
            page.action(ActionKind::Plain, "again", again, None, event(Event::Again));
            let label = ui.label(msg::SCAN_TROUBLE_KEY_SETTINGS);
            page.action(ActionKind::Primary, "settings", label, Some(Icon::Settings), event(Event::Settings));
        }
        ErrorCode::CameraNone => {}
        _ => page.action(ActionKind::Primary, "again", again, None, event(Event::Again)),
    }
    page
}

/// The person sees eight boxes, where the digits stand, and that nobody on the phone tells them.
fn digits(state: &State, flow: &Scanning, ui: Ui) -> Page {
    let mut page = ui.page("scan.digits", ui.text(msg::SCAN_DIGITS_TITLE));
    page.section(SectionRole::Form);
    let entry = &flow.digits;
    if let Some(failure) = state.live.failure.as_ref().filter(|failure| entry.error() != Some(failure.code)) {
        form::trouble_now(&mut page, failure.code);
    }
    let (label, purpose) = (ui.text(msg::SCAN_DIGITS_LABEL), ui.text(msg::SCAN_DIGITS_PURPOSE));
    let field = super::super::Field::Scan(Field::Digits);
    page.digit_field("code", field, label, purpose, entry.value(), 8, false, entry.error());
    page.paragraph("hint", ui.text(msg::SCAN_DIGITS_HINT));
    page.paragraph("window", ui.text(msg::ERROR_OTHER_WAY));
    let warning = ui.text(msg::SCAN_DIGITS_WARNING);
    page.notice("warning", NoticeKind::Note, Tone::Caution, Icon::Shield, warning, None);
    page.action(ActionKind::Plain, "camera", ui.label(msg::SCAN_KEY_CAMERA), None, event(Event::Camera));
    page.action(ActionKind::Primary, "next", ui.label(msg::COMMON_KEY_NEXT), Some(Icon::Forward), event(Event::Next));
    page
}

/// The person sees that the gateway is being asked who shows the code.
fn claiming(ui: Ui) -> Page {
    let mut page = ui.page("scan.claiming", ui.text(msg::SCAN_CLAIMING_TITLE));
    page.section(SectionRole::Status);
    form::progress(&mut page, msg::SCAN_PROGRESS);
    page
}

/// The person sees that nothing happened and the scan begins anew.
fn again(ui: Ui) -> Page {
    let mut page = ui.page("scan.again", ui.text(msg::SCAN_AGAIN_TITLE));
    page.section(SectionRole::Status);
    page.status("status", Lamp::Wait, None, (msg::SCAN_AGAIN, &[]), None, None);
    let label = ui.label(msg::COMMON_KEY_TO_HOME);
    page.action(ActionKind::Secondary, "home", label, Some(Icon::Home), event(Event::Home));
    let label = ui.label(msg::SCAN_KEY_AGAIN);
    page.action(ActionKind::Primary, "again", label, Some(Icon::Scan), event(Event::Again));
    page
}

/// Says whether a code was stopped because it is not ours: then the first words are that nothing happened.
const fn is_stopped(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::ScanForeign | ErrorCode::ScanHostile | ErrorCode::LoginUnknown)
}

/// Says whether another look at the other screen may help.
const fn may_help_again(code: ErrorCode) -> bool {
    use ErrorCode as E;
    is_stopped(code)
        || matches!(code.class(), ErrorClass::Offline | ErrorClass::Server)
        || matches!(
            code,
            E::ScanCard | E::LoginExpired | E::LoginTaken | E::LoginCancelled | E::LoginEnded | E::RateLimited
        )
}

/// The person sees why the code counts for nothing, that nothing was opened, and who knows more.
fn refused(code: ErrorCode, ui: Ui) -> Page {
    let stopped = is_stopped(code);
    let (title, ask) = if stopped {
        (msg::SCAN_REFUSED_TITLE, msg::SCAN_REFUSED_KEY_ASK)
    } else {
        (msg::SCAN_NOT_NOW_TITLE, msg::HELP_KEY_CALL)
    };
    let mut page = ui.page("scan.refused", ui.text(title));
    page.section(SectionRole::Status);
    if stopped {
        page.stopped("panel", msg::SCAN_REFUSED_OVER, code, msg::SCAN_REFUSED_MORE);
        let (lead, more) = (ui.text(msg::SCAN_REFUSED_IGNORE), ui.text(msg::SCAN_REFUSED_NEVER));
        page.notice("ignore", NoticeKind::Note, Tone::Danger, Icon::Danger, lead, Some(more));
    } else {
        form::trouble_now(&mut page, code);
    }
    page.section(SectionRole::Content);
    let mut rows = vec![page.row("call", Icon::Call, ui.label(ask), None, event(Event::Call))];
    if may_help_again(code) {
        rows.push(page.row("again", Icon::Scan, ui.label(msg::SCAN_KEY_AGAIN), None, event(Event::Again)));
    }
    page.rows("ways", RowsStyle::Rows, rows);
    home(&mut page);
    page
}
