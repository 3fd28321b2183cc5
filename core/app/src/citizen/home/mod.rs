//! 首页: the card's state in one lamp, few large things to do, and the one thing most people came for.
//!
//! The home opens at once with what is kept and looks after the card in the background: what the gateway answers replaces
//! what was kept, and an answer that does not come changes nothing but a quiet line.

#[cfg(test)]
mod tests;
mod view;

use core::time::Duration;

use leling_protocol::wire::{CardResponse, ReplacementsResponse, WriteResponse};
use leling_protocol::{CardAction, DeviceState, ECardState, ErrorCode, Verdict, card};
use leling_screen::{Language, Size};

pub use view::view;

use super::state::Stopped;
use super::{Flow, News, State, ability, claim, code, first_start, lamps, log, login, opening, scan, settings};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall, Timer};

/// How long the home names the way back from an unlink, in seconds (UNDO-10).
const REGRET: i64 = 600;

/// How long the home waits before it looks after the card again.
const REFRESH: Duration = Duration::from_mins(1);

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// 出示社保卡
    ShowCode,
    /// 领电子社保卡
    Claim,
    /// 三盏灯
    Lamps,
    /// 办事记录
    Log,
    /// 设置
    Settings,
    /// 扫一扫
    Scan,
    /// The login that was left without an answer.
    OpenLogin,
    /// 全部服务
    Services,
    /// 大字, and back
    ToggleLarge,
    /// 语音, and back
    ToggleVoice,
    /// 民族文字
    Languages,
    /// 说说您怎么方便
    Ability,
    /// 长辈版 was offered and taken, or not.
    Elder(bool),
    /// Begins anew on a phone that is not taken any more.
    EnrolAgain,
    /// Stops a phone that wants this one's place.
    StopReplacement(uuid::Uuid),
}

/// Opens the home, or what stands in its place before there is one.
pub fn open(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.live.overlay = None;
    state.live.failure = None;
    state.live.fault = None;
    state.live.waiting = false;
    if state.kept.person.is_none() {
        state.flow = Flow::FirstStart(first_start::Stage::default());
        return Vec::new();
    }
    login::set_aside(state, cx);
    state.flow = Flow::Home;
    resumed(state, cx)
}

/// Looks after the card when the app comes to the front.
pub fn resumed(state: &mut State, cx: &Context) -> Vec<Effect> {
    if state.kept.person.is_none() {
        return Vec::new();
    }
    let mut effects = super::look_after_card();
    effects.extend(code::renew_if_due(state, cx));
    if matches!(may(state, CardAction::Login), Verdict::Allowed) {
        effects.extend(scan::fetch_keys_if_due(&state.kept, cx));
    }
    effects.extend(login::look_again(state, cx));
    effects.push(Effect::After(REFRESH, Timer::Refresh));
    if matches!(state.flow, Flow::Code(_)) {
        effects.extend(code::next_step(state, cx));
    }
    effects
}

/// Looks again while the home is open; elsewhere only redraws.
pub fn refresh(state: &mut State, cx: &Context) -> Vec<Effect> {
    match state.flow {
        Flow::Home | Flow::Lamps => resumed(state, cx),
        _ => Vec::new(),
    }
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    match event {
        Event::ShowCode => return code::open(state, cx),
        Event::Claim => state.flow = Flow::Claim(claim::Claiming::default()),
        Event::Lamps => return lamps::open(state),
        Event::Log => return log::open(state, cx),
        Event::Settings => state.flow = Flow::Settings(settings::Page::Main),
        Event::Scan => return scan::open(state, cx),
        Event::OpenLogin => return login::reopen(state, cx),
        Event::Services => state.flow = Flow::Services,
        Event::Ability => ability::open(state),
        Event::ToggleLarge => state.settings.toggle_large(),
        Event::ToggleVoice => state.settings.presentation.voice ^= true,
        Event::Languages if state.settings.presentation.language == Language::Chinese => {
            state.flow = Flow::Settings(settings::Page::Languages);
        }
        Event::Languages => state.settings.choose_language(Language::Chinese),
        Event::Elder(taken) => {
            state.settings.elder_offered = true;
            if taken {
                state.settings.choose_size(Size::Elder);
            }
        }
        Event::EnrolAgain => return opening::enrol_again(state),
        Event::StopReplacement(enrolment) => {
            return vec![Effect::Gateway(GatewayCall::StopReplacement { id: cx.write_id(), enrolment })];
        }
    }
    Vec::new()
}

/// Takes what the gateway says of the card.
pub fn card_arrived(state: &mut State, result: Result<CardResponse, Failure>, cx: &Context) -> Vec<Effect> {
    match result {
        Ok(card) => {
            state.live.online = true;
            state.kept.audit_head = Some(card.audit_head.clone());
            if matches!(card.ecard, ECardState::Level1 | ECardState::Level2) {
                state.kept.unlinked_at = None;
            } else {
                state.kept.certificate = None;
            }
            if card.device == DeviceState::Active {
                state.kept.stopped = None;
            }
            state.kept.card = Some(card);
            state.kept.card_at = Some(cx.now());
            let mut effects = code::look_again(state, cx);
            effects.extend(code::renew_if_due(state, cx));
            effects
        }
        Err(failure) => {
            state.live.online = failure.class() != leling_protocol::ErrorClass::Offline;
            take_device_state(state, failure.code, cx);
            code::check(state, cx);
            Vec::new()
        }
    }
}

/// Keeps what a refusal says of this phone: a frozen or replaced phone shows no code from then on.
fn take_device_state(state: &mut State, code: ErrorCode, cx: &Context) {
    let device = match code {
        ErrorCode::DeviceFrozen => DeviceState::Frozen,
        ErrorCode::DeviceReplaced | ErrorCode::DeviceNone | ErrorCode::AuthSignedOut => DeviceState::None,
        _ => return,
    };
    if let Some(card) = &mut state.kept.card {
        card.device = device;
    }
    if state.kept.stopped.is_none_or(|stopped| stopped.why != code) {
        state.kept.stopped = Some(Stopped { why: code, at: cx.now() });
    }
    state.kept.certificate = None;
}

/// Takes the phones that want this one's place.
pub fn replacements_arrived(state: &mut State, result: Result<ReplacementsResponse, Failure>) -> Vec<Effect> {
    if let Ok(replacements) = result {
        state.live.replacements = Some(replacements);
    }
    Vec::new()
}

/// Takes the answer to a stop.
pub fn replacement_stopped(state: &mut State, result: Result<WriteResponse, Failure>) -> Vec<Effect> {
    match result {
        Ok(_) => {
            state.live.replacements = None;
            state.live.announce = Some(News::Words(leling_language::msg::REPLACE_STOPPED));
        }
        // Elsewhere the failure would be taken for that flow's; the home asks again when it opens.
        Err(failure) if matches!(state.flow, Flow::Home) => state.failed(failure),
        Err(_) => {}
    }
    Vec::new()
}

/// Answers the card table for this phone; a card that was never fetched allows nothing but help.
pub fn may(state: &State, action: CardAction) -> Verdict {
    match &state.kept.card {
        Some(card) => card::decide(card.physical, card.ecard, card.device, action),
        None => Verdict::Refused(ErrorCode::NetNone),
    }
}
