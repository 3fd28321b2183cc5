//! 扫一扫: the camera looks for a login code; who has no camera presses the eight digits beside it.
//!
//! Whoever prints a code chooses its text. It is sorted first, then its signature is checked against the gateway's keys, and
//! only then is anything asked: a code that is not ours opens nothing and sends nothing. What the person sees afterwards comes
//! from the gateway alone.

#[cfg(test)]
mod tests;
mod view;

use leling_code::text::{CodeText, classify};
use leling_crypto::keyring::KeyRing;
use leling_crypto::login_handle;
use leling_protocol::wire::{ClaimBy, KeysResponse, LoginResponse, PublicJwk};
use leling_protocol::{CardAction, CounterCode, ErrorCode, Verdict};
use leling_screen::platform::SettingsPage;
use leling_screen::{CameraState, PlatformOp};
use serde::{Deserialize, Serialize, Serializer};

pub use view::view;

use super::{Edit, Entry, Flow, Kept, State, form, home, login};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall};

/// Keys of the gateway are fetched again after this many seconds.
const KEYS_LIFE: i64 = 24 * 3600;

/// How far the scan has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scanning {
    #[serde(serialize_with = "without_handles")]
    stage: Stage,
    digits: Entry,
}

/// What stands on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// The camera looks.
    #[default]
    Camera,
    /// The eight digits.
    Digits,
    /// The key that signed this code is not known yet; it is being fetched.
    Checking(Handle),
    /// The login is being claimed.
    Claiming(Way),
    /// The process died in between: the code is over by now.
    Again,
    /// The code, or this card, cannot be used, and why.
    Refused(ErrorCode),
}

/// What stands in a login code; never printed, because it may be claimed by whoever has it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handle(String);

impl core::fmt::Debug for Handle {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Handle(redacted)")
    }
}

/// How the login was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// By its code.
    Camera,
    /// By its digits.
    Digits,
}

/// Which field is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Eight digits of the other screen.
    Digits,
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// 按八个数
    Digits,
    /// 用相机扫
    Camera,
    /// 下一步, under the digits.
    Next,
    /// 再扫一次, and 再试一次 with the camera.
    Again,
    /// 去设置里打开
    Settings,
    /// 先不办了, while somebody speaks with the person
    Stop,
    /// 回首页
    Home,
    /// Calls the hotline.
    Call,
}

/// A code lives for seconds: what was under way when the process died begins anew.
fn without_handles<S: Serializer>(stage: &Stage, serializer: S) -> Result<S::Ok, S::Error> {
    match stage {
        Stage::Checking(_) | Stage::Claiming(Way::Camera) => Stage::Again.serialize(serializer),
        Stage::Claiming(Way::Digits) => Stage::Digits.serialize(serializer),
        other => other.serialize(serializer),
    }
}

impl Scanning {
    /// Says whether a login may still come of it.
    pub(super) const fn looks(&self) -> bool {
        !matches!(self.stage, Stage::Refused(_) | Stage::Again)
    }
}

/// Opens the camera, or says why this card logs in nowhere.
pub fn open(state: &mut State, cx: &Context) -> Vec<Effect> {
    login::set_aside(state, cx);
    state.live.camera = None;
    state.live.failure = None;
    state.live.waiting = false;
    let begins = match home::may(state, CardAction::Login) {
        Verdict::Refused(code) => Stage::Refused(code),
        Verdict::Allowed | Verdict::Impossible(_) => Stage::Camera,
    };
    state.flow = Flow::Scan(Scanning { stage: begins, digits: Entry::default() });
    fetch_keys_if_due(&state.kept, cx).into_iter().collect()
}

/// Asks for the gateway's keys where none are known or they were told long ago.
pub fn fetch_keys_if_due(kept: &Kept, cx: &Context) -> Option<Effect> {
    let fresh = kept.keys_at.is_some_and(|at| cx.now().since(at).abs() < KEYS_LIFE);
    (!fresh).then_some(Effect::Gateway(GatewayCall::FetchKeys))
}

/// Takes what the camera read; nothing counts while somebody speaks with the person or sees the screen.
pub fn scanned(state: &mut State, text: &str, cx: &Context) -> Vec<Effect> {
    if login::pause(state).is_some() {
        return Vec::new();
    }
    let Flow::Scan(flow) = &mut state.flow else { return Vec::new() };
    if flow.stage != Stage::Camera {
        return Vec::new();
    }
    flow.stage = Stage::Refused(match classify(text, cx.links()) {
        CodeText::LoginLink { handle } => return check(state, handle.to_owned(), cx),
        CodeText::IdentityCode(_) => ErrorCode::ScanCard,
        CodeText::UnknownVersion => ErrorCode::ScanNewer,
        CodeText::ForeignLink | CodeText::ForeignScheme | CodeText::Foreign => ErrorCode::ScanForeign,
        CodeText::Hostile(_) => ErrorCode::ScanHostile,
    });
    Vec::new()
}

/// Claims the login of a code that the gateway signed; where its key is not known the keys are asked for once.
fn check(state: &mut State, handle: String, cx: &Context) -> Vec<Effect> {
    let signed = login_handle::verify(&handle, &ring(&state.kept.gateway_keys));
    let Flow::Scan(flow) = &mut state.flow else { return Vec::new() };
    let asked = matches!(flow.stage, Stage::Checking(_));
    match signed {
        Ok(_) => {
            flow.stage = Stage::Claiming(Way::Camera);
            claim(state, ClaimBy::Handle { handle }, cx)
        }
        Err(login_handle::LoginHandleError::ForeignSignature) if !asked => {
            flow.stage = Stage::Checking(Handle(handle));
            state.wait();
            vec![Effect::Gateway(GatewayCall::FetchKeys)]
        }
        Err(_) => {
            flow.stage = Stage::Refused(ErrorCode::ScanHostile);
            state.live.waiting = false;
            Vec::new()
        }
    }
}

/// Keys that cannot be read sign nothing.
fn ring(keys: &[PublicJwk]) -> KeyRing {
    KeyRing::from_jwks(&serde_json::json!({ "keys": keys })).unwrap_or_default()
}

fn claim(state: &mut State, by: ClaimBy, cx: &Context) -> Vec<Effect> {
    state.wait();
    vec![Effect::Gateway(GatewayCall::ClaimLogin { id: cx.write_id(), by })]
}

/// Keeps the gateway's keys, and goes on with a code that waited for them.
pub fn keys_arrived(state: &mut State, result: Result<KeysResponse, Failure>, cx: &Context) -> Vec<Effect> {
    let failure = match result {
        Ok(answer) => {
            state.kept.gateway_keys = answer.keys;
            state.kept.keys_at = Some(cx.now());
            None
        }
        Err(failure) => Some(failure),
    };
    let Flow::Scan(Scanning { stage: Stage::Checking(Handle(handle)), .. }) = &state.flow else { return Vec::new() };
    match failure {
        None => check(state, handle.clone(), cx),
        Some(failure) => not_found(state, failure),
    }
}

/// Takes the login that was claimed, or why there is none.
pub fn found(state: &mut State, result: Result<LoginResponse, Failure>, cx: &Context) -> Vec<Effect> {
    let Flow::Scan(Scanning { stage: Stage::Claiming(_), .. }) = &state.flow else {
        return result.map_or_else(|_| Vec::new(), |login| login::found_elsewhere(state, login, cx));
    };
    match result {
        Ok(login) => login::open(state, login, cx),
        Err(failure) => not_found(state, failure),
    }
}

/// Says why nothing was found; digits that did not fit are typed again.
fn not_found(state: &mut State, failure: Failure) -> Vec<Effect> {
    let Flow::Scan(flow) = &mut state.flow else { return Vec::new() };
    flow.stage = match (&flow.stage, failure.code) {
        (Stage::Claiming(Way::Digits), code @ ErrorCode::UserCodeWrong) => {
            form::refuse_and_empty(&mut flow.digits, code);
            Stage::Digits
        }
        (Stage::Claiming(Way::Digits), _) if form::goes_by_itself(&failure) => Stage::Digits,
        (_, code) => Stage::Refused(code),
    };
    state.failed(failure);
    Vec::new()
}

/// Takes how the camera stands.
pub fn camera(state: &mut State, now: CameraState) {
    state.live.camera = Some(now);
}

/// Tries the camera again when the person comes back from where it is allowed.
pub fn resumed(state: &mut State) {
    if state.live.camera == Some(CameraState::Denied) {
        state.live.camera = None;
    }
}

/// Takes what was typed.
pub fn edited(state: &mut State, field: Field, text: Edit) {
    if let Flow::Scan(flow) = &mut state.flow {
        match field {
            Field::Digits => flow.digits.take(text),
        }
    }
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    let Flow::Scan(flow) = &mut state.flow else { return Vec::new() };
    match event {
        Event::Digits => flow.stage = Stage::Digits,
        Event::Camera | Event::Again => return open(state, cx),
        Event::Next => {
            if let Some(code) = form::read(&mut flow.digits, digits) {
                flow.stage = Stage::Claiming(Way::Digits);
                return claim(state, ClaimBy::UserCode { code }, cx);
            }
        }
        Event::Settings => {
            return vec![Effect::Platform(PlatformOp::OpenSettings { page: SettingsPage::Permissions })];
        }
        Event::Stop | Event::Home => return home::open(state, cx),
        Event::Call => return form::dial(),
    }
    Vec::new()
}

fn digits(text: &str) -> Result<CounterCode, ErrorCode> {
    CounterCode::parse(text).map_err(|_| ErrorCode::UserCodeWrong)
}

/// One screen back; from the camera and from the end to the home.
pub fn back(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    state.live.waiting = false;
    let Flow::Scan(flow) = &mut state.flow else { return Vec::new() };
    flow.stage = match flow.stage {
        Stage::Digits | Stage::Checking(_) | Stage::Claiming(Way::Camera) => Stage::Camera,
        Stage::Claiming(Way::Digits) => Stage::Digits,
        Stage::Camera | Stage::Again | Stage::Refused(_) => return home::open(state, cx),
    };
    Vec::new()
}
