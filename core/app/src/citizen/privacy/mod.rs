//! Privacy in three spoken sentences, the full text behind, and a way on for those who say no.

use leling_language::{Msg, msg};
use leling_protocol::CivilDate;
use leling_protocol::wire::{ConsentKind, WriteResponse};
use leling_screen::Icon;
use leling_screen::node::{NoticeKind, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Calendar, PlatformOp, Value};
use serde::{Deserialize, Serialize};

use super::{Flow, Overlay, Page, State, enrol, first_start};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall};
use crate::ui::Ui;

/// Version of the text that a yes is about; rises with every change of its meaning.
pub const TEXT_VERSION: u32 = 1;
/// Day from which that version holds: year, month, day.
const TEXT_FROM: (i32, u8, u8) = (2026, 11, 23);

/// Paragraphs of the full text: name, heading, words.
const TEXT: [(&str, Msg, Msg); 13] = [
    ("who", msg::PRIVACY_FULL_WHO_TITLE, msg::PRIVACY_FULL_WHO),
    ("what", msg::PRIVACY_FULL_WHAT_TITLE, msg::PRIVACY_FULL_WHAT),
    ("sensitive", msg::PRIVACY_FULL_SENSITIVE_TITLE, msg::PRIVACY_FULL_SENSITIVE),
    ("not", msg::PRIVACY_FULL_NOT_TITLE, msg::PRIVACY_FULL_NOT),
    ("where", msg::PRIVACY_FULL_WHERE_TITLE, msg::PRIVACY_FULL_WHERE),
    ("share", msg::PRIVACY_FULL_SHARE_TITLE, msg::PRIVACY_FULL_SHARE),
    ("code", msg::PRIVACY_FULL_CODE_TITLE, msg::PRIVACY_FULL_CODE),
    ("time", msg::PRIVACY_FULL_TIME_TITLE, msg::PRIVACY_FULL_TIME),
    ("rights", msg::PRIVACY_FULL_RIGHTS_TITLE, msg::PRIVACY_FULL_RIGHTS),
    ("withdraw", msg::PRIVACY_FULL_WITHDRAW_TITLE, msg::PRIVACY_FULL_WITHDRAW),
    ("without", msg::PRIVACY_FULL_WITHOUT_TITLE, msg::PRIVACY_FULL_WITHOUT),
    ("helper", msg::PRIVACY_FULL_HELPER_TITLE, msg::PRIVACY_FULL_HELPER),
    ("contact", msg::PRIVACY_FULL_CONTACT_TITLE, msg::PRIVACY_FULL_CONTACT),
];

/// What stands on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// The three sentences.
    Short,
    /// The person said no: what is possible without the app.
    Refused,
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// 同意
    Agree,
    /// 不同意
    Refuse,
    /// 看全文
    ReadAll,
    /// Back to the three sentences after a no.
    ThinkAgain,
    /// Calls 12333.
    Call,
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    match event {
        Event::Agree => {
            state.kept.privacy_given_at = Some(cx.now());
            state.kept.consent = None;
            enrol::open(state);
        }
        Event::Refuse => state.flow = Flow::Privacy(Stage::Refused),
        Event::ThinkAgain => state.flow = Flow::Privacy(Stage::Short),
        Event::ReadAll => state.live.overlay = Some(Overlay::PrivacyText),
        Event::Call => return vec![Effect::Platform(PlatformOp::Dial { number: super::help::HOTLINE.to_owned() })],
    }
    Vec::new()
}

/// Records at the gateway what the person said before there was an enrolment.
pub fn consent(state: &mut State, cx: &Context) -> Option<Effect> {
    state.kept.privacy_given_at?;
    state.kept.consent = Some(cx.write_id());
    untold_consent(state)
}

/// Gives the same write again while nobody has acknowledged it: a phone that died may never have put it into the outbox.
pub fn untold_consent(state: &State) -> Option<Effect> {
    let (id, at) = (state.kept.consent?, state.kept.privacy_given_at?);
    let (kind, text_version) = (ConsentKind::Privacy, TEXT_VERSION);
    Some(Effect::Gateway(GatewayCall::Consent { id, kind, text_version, given: true, at }))
}

/// Takes the acknowledgement.
pub fn told(state: &mut State, result: &Result<WriteResponse, Failure>) -> Vec<Effect> {
    if let Ok(answer) = result
        && state.kept.consent == Some(answer.id)
    {
        state.kept.consent = None;
    }
    Vec::new()
}

/// Goes back to the first start, or from the no to the three sentences.
pub fn back(state: &mut State) -> Vec<Effect> {
    state.flow = match state.flow {
        Flow::Privacy(Stage::Refused) => Flow::Privacy(Stage::Short),
        _ => Flow::FirstStart(first_start::Stage::default()),
    };
    Vec::new()
}

/// Draws the three sentences, or what is possible after a no.
pub fn view(stage: Stage, ui: Ui) -> Page {
    match stage {
        Stage::Short => short(ui),
        Stage::Refused => refused(ui),
    }
}

/// The person sees three sentences, the way to the full text, and yes and no of one size.
fn short(ui: Ui) -> Page {
    let event = super::Event::Privacy;
    let mut page = ui.page("privacy", ui.text(msg::PRIVACY_TITLE));
    page.without_home();
    page.section(SectionRole::Content);
    page.paragraph("use", ui.text(msg::PRIVACY_USE));
    page.paragraph("keep", ui.text(msg::PRIVACY_KEEP));
    page.paragraph("choice", ui.text(msg::PRIVACY_CHOICE));
    page.action(ActionKind::Plain, "read_all", ui.label(msg::PRIVACY_KEY_FULL), None, event(Event::ReadAll));
    page.action(ActionKind::Refuse, "refuse", ui.label(msg::PRIVACY_KEY_REFUSE), None, event(Event::Refuse));
    page.action(ActionKind::Primary, "agree", ui.label(msg::PRIVACY_KEY_AGREE), None, event(Event::Agree));
    page.focus("refuse");
    page
}

/// The person sees that nothing is lost by a no, and who helps without the app.
fn refused(ui: Ui) -> Page {
    let event = super::Event::Privacy;
    let mut page = ui.page("privacy.refused", ui.text(msg::PRIVACY_REFUSED_TITLE));
    page.without_home();
    page.section(SectionRole::Content);
    let (lead, more) = (ui.text(msg::PRIVACY_REFUSED_KEPT), ui.text(msg::PRIVACY_REFUSED_PAY));
    page.notice("kept", NoticeKind::Note, Tone::Good, Icon::Check, lead, Some(more));
    page.paragraph("counter", ui.text(msg::PRIVACY_REFUSED_COUNTER));
    page.action(ActionKind::Secondary, "call", ui.label(msg::COMMON_KEY_HELP), Some(Icon::Call), event(Event::Call));
    page.action(
        ActionKind::Primary,
        "think_again",
        ui.label(msg::PRIVACY_REFUSED_KEY_BACK),
        None,
        event(Event::ThinkAgain),
    );
    page
}

/// The person sees the whole text, paragraph by paragraph.
pub fn full_text(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("privacy.text", ui.text(msg::PRIVACY_FULL_TITLE));
    if state.kept.person.is_none() {
        page.without_home();
    }
    page.section(SectionRole::Content);
    let (year, month, day) = TEXT_FROM;
    let day = CivilDate::new(year, month, day).expect("the day above exists");
    let version = [("version", Value::Ordinal(TEXT_VERSION)), ("day", Value::Date(day, Calendar::Gregorian))];
    page.paragraph("version", ui.with(msg::PRIVACY_FULL_VERSION, &version));
    for (id, title, text) in TEXT {
        page.heading(&format!("{id}.title"), ui.text(title));
        page.paragraph(id, ui.text(text));
    }
    page
}
