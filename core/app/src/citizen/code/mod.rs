//! 出示社保卡: a code that works without a network, renews itself silently, and says what it is good for.
//!
//! The code is signed on this phone, once for each 30-second step, and drawn by the core; nothing is asked of the
//! gateway. When the phone's clock does not agree with the gateway's time, no code is signed: the person is told so and led
//! to the clock's settings.

#[cfg(test)]
mod tests;

use core::time::Duration;

use leling_language::msg;
use leling_protocol::wire::CertificateResponse;
use leling_protocol::{CardAction, ECardState, ErrorCode, Verdict};
use leling_screen::Icon;
use leling_screen::node::{Eye, NoticeKind, Privacy, QrModules, Tone};
use leling_screen::platform::SettingsPage;
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, NodeKind, PlatformOp, Text, Value};

use super::{Flow, Page, State, home};
use crate::context::{ClockTrust, Context};
use crate::effect::{CodeReply, Effect, Failure, GatewayCall, Timer};
use crate::ui::Ui;

/// Seconds of one step of the identity code.
const STEP: i64 = 30;
/// A certificate is renewed when less than this of its seven days is left, in seconds.
const RENEW_BEFORE: i64 = 3 * 24 * 3600;

/// How long after one wish for a certificate the next goes out by itself, in seconds.
const RENEW_PAUSE: i64 = 10 * 60;

/// What stands on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Showing {
    /// The code of the present step.
    pub modules: Option<QrModules>,
    /// Whether the whole number shows.
    pub revealed: bool,
    /// Why there is no code.
    pub failure: Option<Failure>,
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The eye: shows or hides the number.
    Eye,
    /// 用好了，收起
    Done,
    /// 去设时间
    OpenClock,
    /// 再试一次
    Again,
}

/// Opens the code, or says why there is none.
pub fn open(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.flow = Flow::Code(Showing::default());
    next_step(state, cx)
}

/// Signs and draws the code of the present step, and wakes at the next.
pub fn next_step(state: &mut State, cx: &Context) -> Vec<Effect> {
    let Flow::Code(showing) = &mut state.flow else { return Vec::new() };
    match usable_certificate(&state.kept, cx) {
        Ok(certificate) => {
            let certificate = certificate.certificate.clone();
            let left = u64::try_from(STEP - cx.now().seconds().rem_euclid(STEP)).unwrap_or(1);
            vec![Effect::Code { certificate }, Effect::After(Duration::from_secs(left), Timer::CodeStep)]
        }
        Err(code) => {
            showing.modules = None;
            showing.failure = Some(Failure::local(code));
            renew_if_due(state, cx).into_iter().collect()
        }
    }
}

fn usable_certificate<'a>(kept: &'a super::Kept, cx: &Context) -> Result<&'a CertificateResponse, ErrorCode> {
    if let Some(card) = &kept.card {
        match leling_protocol::card::decide(card.physical, card.ecard, card.device, CardAction::ShowCode) {
            Verdict::Allowed => {}
            Verdict::Refused(code) => return Err(code),
            Verdict::Impossible(_) => return Err(ErrorCode::CardNotClaimed),
        }
    }
    if matches!(cx.clock(), ClockTrust::Off(_)) {
        return Err(ErrorCode::ClockWrong);
    }
    let certificate = kept.certificate.as_ref().ok_or(ErrorCode::NetNone)?;
    let now = cx.now();
    if now < certificate.not_before {
        return Err(ErrorCode::ClockWrong);
    }
    if now >= certificate.not_after { Err(ErrorCode::NetNone) } else { Ok(certificate) }
}

/// Takes a code off the screen that may no longer be shown.
pub fn check(state: &mut State, cx: &Context) {
    if let Flow::Code(showing) = &mut state.flow
        && let Err(code) = usable_certificate(&state.kept, cx)
    {
        showing.modules = None;
        showing.failure = Some(Failure::local(code));
    }
}

/// Looks at the code again after news of the card: takes it off, or draws the one that was missing.
pub fn look_again(state: &mut State, cx: &Context) -> Vec<Effect> {
    check(state, cx);
    match &state.flow {
        Flow::Code(Showing { modules: None, failure: Some(_), .. }) if usable_certificate(&state.kept, cx).is_ok() => {
            next_step(state, cx)
        }
        _ => Vec::new(),
    }
}

/// Asks for a new certificate when there is none, or when less than three days of it are left; not again at once.
pub fn renew_if_due(state: &mut State, cx: &Context) -> Option<Effect> {
    let card = state.kept.card.as_ref()?;
    let issued = matches!(card.ecard, ECardState::Level1 | ECardState::Level2);
    let allowed = matches!(home::may(state, CardAction::ShowCode), Verdict::Allowed);
    let due = match &state.kept.certificate {
        Some(certificate) => certificate.not_after.since(cx.now()) < RENEW_BEFORE,
        None => true,
    };
    let asked = state.live.renewal_asked.is_some_and(|asked| cx.now().since(asked).abs() < RENEW_PAUSE);
    if !(issued && allowed && due) || asked {
        return None;
    }
    state.live.renewal_asked = Some(cx.now());
    Some(Effect::Gateway(GatewayCall::RenewCertificate { id: cx.write_id() }))
}

/// Takes a new certificate.
pub fn certificate_arrived(
    state: &mut State,
    result: Result<CertificateResponse, Failure>,
    cx: &Context,
) -> Vec<Effect> {
    match result {
        Ok(certificate) => {
            state.kept.certificate = Some(certificate);
            next_step(state, cx)
        }
        Err(failure) => {
            state.live.online = failure.class() != leling_protocol::ErrorClass::Offline;
            if failure.code == ErrorCode::AuthScope {
                // It went out with the token from before the claim; the next one reaches further.
                state.live.renewal_asked = None;
            }
            Vec::new()
        }
    }
}

/// Takes a drawn code.
pub fn drawn(state: &mut State, CodeReply(result): CodeReply, cx: &Context) -> Vec<Effect> {
    if let Flow::Code(showing) = &mut state.flow {
        match result {
            Ok(modules) => {
                showing.modules = Some(modules);
                showing.failure = None;
            }
            Err(failure) => {
                showing.modules = None;
                showing.failure = Some(failure);
            }
        }
    }
    // The card may have been lost or frozen while the key was signing.
    check(state, cx);
    Vec::new()
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    match event {
        Event::Eye => {
            if let Flow::Code(showing) = &mut state.flow {
                showing.revealed ^= true;
            }
            Vec::new()
        }
        Event::Done => {
            let mut effects = home::open(state, cx);
            effects.push(Effect::Cancel(Timer::CodeStep));
            effects
        }
        Event::OpenClock => vec![Effect::Platform(PlatformOp::OpenSettings { page: SettingsPage::Clock })],
        Event::Again => {
            state.live.renewal_asked = None;
            home::resumed(state, cx)
        }
    }
}

/// The person sees the card with its code, what it is good for, and one key to put it away.
pub fn view(state: &State, showing: &Showing, ui: Ui) -> Page {
    let event = super::Event::Code;
    let mut page = ui.page("code", ui.text(msg::CODE_TITLE));
    page.secure();
    page.section(SectionRole::Content);
    face(&mut page, state, showing);
    match (&showing.modules, &showing.failure) {
        (Some(modules), _) => {
            with_code(&mut page, state, modules);
            page.action(
                ActionKind::Primary,
                "done",
                ui.label(msg::CODE_KEY_CLOSE),
                Some(Icon::Check),
                event(Event::Done),
            );
        }
        (None, Some(failure)) => without_code(&mut page, failure),
        (None, None) => page.paragraph("wait", ui.text(msg::CODE_SIGNING)),
    }
    page
}

fn face(page: &mut Page, state: &State, showing: &Showing) {
    let Some(person) = &state.kept.person else { return };
    let ui = page.ui();
    let number = person.id_number.clone();
    let number = if showing.revealed { Value::IdNumberRevealed(number) } else { Value::IdNumber(number) };
    let eye = if showing.revealed { msg::CODE_KEY_HIDE } else { msg::CODE_KEY_REVEAL };
    let icon = if showing.revealed { Icon::Eye } else { Icon::Hidden };
    let key = page.key("eye", ui.label(eye), Some(icon), super::Event::Code(Event::Eye));
    let brand = ui.text(msg::BRAND_CARD);
    let name = ui.catalogue().value(ui.presentation().language, &Value::Name(person.name.clone()));
    let number = ui.catalogue().value(ui.presentation().language, &number);
    let speech = format!("{}，{}", brand.speech, name.speech);
    let eye = Some(Eye { key, revealed: showing.revealed });
    page.node("card", speech, NodeKind::CardFace { brand, name, number, eye });
}

fn with_code(page: &mut Page, state: &State, modules: &QrModules) {
    let ui = page.ui();
    let purpose = ui.text(msg::CODE_PURPOSE);
    let speech = purpose.speech.clone();
    let kind = NodeKind::QrCode { modules: modules.clone(), purpose };
    page.node("code", speech, kind).privacy = Privacy::Public;
    page.notice("offline_works", NoticeKind::Note, Tone::Good, Icon::Offline, ui.text(msg::CODE_OFFLINE), None);
    page.paragraph("level", level(ui, state));
    page.paragraph("other_way", ui.text(msg::CODE_OTHER_WAY));
}

fn level(ui: Ui, state: &State) -> Text {
    match state.kept.card.as_ref().map(|card| card.ecard) {
        Some(ECardState::Level2) => ui.text(msg::CODE_LEVEL_TWO),
        _ => ui.text(msg::CODE_LEVEL_ONE),
    }
}

/// The person sees why there is no code now, and the one thing that helps.
fn without_code(page: &mut Page, failure: &Failure) {
    let ui = page.ui();
    let event = super::Event::Code;
    if failure.code == ErrorCode::NetNone {
        let (lead, more) = (ui.text(msg::CODE_OVER_TITLE), ui.text(msg::CODE_OVER_HOW));
        page.notice("error", NoticeKind::Error, Tone::Caution, Icon::Offline, lead, Some(more));
    } else {
        page.error("error", failure.code);
    }
    page.paragraph("other_way", ui.text(msg::CODE_REFUSED_OTHER));
    if failure.code == ErrorCode::ClockWrong {
        page.action(
            ActionKind::Primary,
            "clock",
            ui.label(msg::CODE_CLOCK_KEY_FIX),
            Some(Icon::Clock),
            event(Event::OpenClock),
        );
    } else {
        page.action(ActionKind::Primary, "again", ui.label(msg::COMMON_KEY_AGAIN), None, event(Event::Again));
    }
}
