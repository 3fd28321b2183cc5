//! 12333: a person to talk to, from every screen, and six digits that show the desk the same page.
//!
//! The digits stand for the screen, the error on it, the version and how the page is told: nothing that says who asks, so
//! they are there before the enrolment too. Without a network the page says in words where the person stopped.

#[cfg(test)]
mod tests;

use leling_language::{Msg, msg};
use leling_protocol::wire::{AppVersion, HelpCodeResponse, HelpMode, HelpPage, HelpSize, LanguageTag, ScreenName};
use leling_protocol::{ErrorCode, Timestamp};
use leling_screen::node::{NoticeKind, Privacy, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Icon, PlatformOp, Presentation, Size, Value};
use uuid::Uuid;

use super::ability::{self, Grade, Way};
use super::{Overlay, Page, State, standing};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall};
use crate::ui::Ui;

/// The hotline of human resources and social security, nationwide.
pub const HOTLINE: &str = "12333";

/// Version of the app, as the desk is told.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where the person stopped when they asked for help; dies with the process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    page: HelpPage,
    /// Write that asked for the digits.
    asked: Uuid,
    digits: Digits,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Digits {
    Awaited,
    Given(HelpCodeResponse),
    /// There are none: no network, or the gateway gives none now.
    None,
}

impl Stopped {
    fn code(&self, now: Timestamp) -> Option<&HelpCodeResponse> {
        match &self.digits {
            Digits::Given(code) if now < code.expires_at => Some(code),
            _ => None,
        }
    }
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Calls the hotline.
    Call,
}

/// Lays the help over what stands, and asks for its digits; the same page keeps the digits that it has.
pub fn open(state: &mut State, cx: &Context) -> Vec<Effect> {
    if state.live.overlay == Some(Overlay::Help) {
        return Vec::new();
    }
    let presentation = state.settings.presentation;
    let here = standing(state, Ui::new(presentation), cx);
    let (name, error) = (here.name().to_owned(), here.told_error());
    state.live.overlay = Some(Overlay::Help);
    let Some(page) = page_of(&name, error, presentation) else {
        state.live.help = None;
        return Vec::new();
    };
    if state.live.help.as_ref().is_some_and(|stopped| stopped.page == page && stopped.code(cx.now()).is_some()) {
        return Vec::new();
    }
    let asked = cx.write_id();
    state.live.help = Some(Stopped { page: page.clone(), asked, digits: Digits::Awaited });
    vec![Effect::Gateway(GatewayCall::HelpCode { id: asked, page })]
}

fn page_of(screen: &str, error: Option<ErrorCode>, presentation: Presentation) -> Option<HelpPage> {
    let size = match presentation.size {
        Size::Standard => HelpSize::Standard,
        Size::Elder => HelpSize::Elder,
        Size::Large => HelpSize::Large,
    };
    let language = LanguageTag::parse(presentation.language.tag()).ok()?;
    let mode = HelpMode { size, voice: presentation.voice, language };
    Some(HelpPage { screen: ScreenName::parse(screen).ok()?, error, version: AppVersion::parse(VERSION).ok()?, mode })
}

/// Takes the digits, or that there are none. Whatever went wrong, the page itself helps on.
pub fn arrived(state: &mut State, result: Result<HelpCodeResponse, Failure>) -> Vec<Effect> {
    if let Some(stopped) = state.live.help.as_mut().filter(|stopped| stopped.digits == Digits::Awaited) {
        stopped.digits = match result {
            Ok(code) if code.id == stopped.asked => Digits::Given(code),
            // Digits of another page would show the desk the wrong words.
            Ok(_) => return Vec::new(),
            Err(_) => Digits::None,
        };
    }
    Vec::new()
}

/// Takes a press.
pub fn update(_: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Call => vec![Effect::Platform(PlatformOp::Dial { number: HOTLINE.to_owned() })],
    }
}

/// The person sees the number, large, one key that calls it, what to say there, and what else helps.
pub fn view(state: &State, ui: Ui, cx: &Context) -> Page {
    let mut page = ui.page("help", ui.text(msg::HELP_TITLE));
    if state.kept.person.is_none() {
        page.without_home();
    }
    page.section(SectionRole::Content);
    let ways = [
        ("call_says", Some(Way::Call), msg::HELP_CALL),
        ("counter", Some(Way::Window), msg::HELP_COUNTER),
        ("visit", Some(Way::Visit), msg::CLAIM_NONE_VISIT),
    ];
    let [(id, first), others @ ..] = ability::suited(state, ways);
    page.notice(id, NoticeKind::Note, Tone::Good, icon_of(first), ui.text(first), None);
    if state.kept.ability.is_some_and(|ability| ability.hears == Some(Grade::Hardly)) {
        page.paragraph("family", ui.text(msg::ABILITY_HELP_FAMILY));
    }
    match &state.live.help {
        Some(stopped) => match stopped.code(cx.now()) {
            Some(code) => digits(&mut page, code),
            None => in_words(&mut page, state, stopped, cx),
        },
        None => page.paragraph("say.card", ui.text(msg::HELP_SAY_CARD)),
    }
    page.notice("never", NoticeKind::Note, Tone::Caution, Icon::Shield, ui.text(msg::HELP_NEVER), None);
    for (id, words) in others {
        page.paragraph(id, ui.text(words));
    }
    let call = super::Event::HelpScreen(Event::Call);
    page.action(ActionKind::Primary, "call", ui.label(msg::HELP_KEY_CALL), Some(Icon::Call), call);
    page
}

fn icon_of(way: Msg) -> Icon {
    match way {
        msg::HELP_COUNTER => Icon::Hall,
        msg::CLAIM_NONE_VISIT => Icon::Visit,
        _ => Icon::Call,
    }
}

/// The person sees six digits to read out, what they show and what not, and until when.
fn digits(page: &mut Page, code: &HelpCodeResponse) {
    let ui = page.ui();
    page.heading("say", ui.text(msg::HELP_CODE_TITLE));
    let shown = ui.value(&Value::Code(code.code.as_str().to_owned()));
    page.fact("code", ui.text(msg::HELP_CODE_LABEL), shown, Privacy::Public);
    page.paragraph("code.shows", ui.text(msg::HELP_CODE_SHOWS));
    let (_, hour, minute) = code.expires_at.in_china();
    page.paragraph("code.until", ui.with(msg::HELP_CODE_UNTIL, &[("time", Value::Time(hour, minute))]));
}

/// The person sees where they stopped, to be said in words; digits that are still awaited come by themselves.
fn in_words(page: &mut Page, state: &State, stopped: &Stopped, cx: &Context) {
    let ui = page.ui();
    page.heading("say", ui.text(msg::HELP_SAY_TITLE));
    let below = standing(state, ui, cx);
    // The greeting of the home has a name in it.
    let title = if below.name() == "home" { ui.text(msg::HOME_TITLE) } else { below.title().clone() };
    if below.name() == stopped.page.screen.as_str() {
        page.fact("where", ui.text(msg::HELP_SAY_STOPPED), title, Privacy::Public);
    }
    let trace = state.live.failure.as_ref().map(|failure| &failure.trace).filter(|trace| !trace.is_empty());
    if let Some(trace) = trace {
        page.fact("trace", ui.text(msg::ERROR_CALL), ui.value(&Value::Code(trace.clone())), Privacy::Public);
    }
    if stopped.digits == Digits::Awaited {
        page.paragraph("code.wait", ui.text(msg::HELP_CODE_WAIT));
    } else {
        page.paragraph("say.card", ui.text(msg::HELP_SAY_CARD));
        page.paragraph("say.trouble", ui.text(msg::HELP_SAY_TROUBLE));
    }
}
