//! 登录别处: a login that waits for an answer, whether it came by a code, by digits or from another app.
//!
//! Who asks, where and for what stands on one screen with the number to compare, as the gateway tells it. One answer is
//! given, once: 不是我 at any time, 是我 only with a number where there is one, never while a phone call goes on or the
//! screen is shared. A login that the person left without an answer waits on the home until it is over. The card password
//! lives in memory only: after the process died it is typed anew, unless the answer was sent; then it is in the outbox and
//! only its end is waited for.

#[cfg(test)]
mod tests;
mod view;

use core::time::Duration;

use leling_protocol::wire::{AnswerLoginResponse, KeepLoginResponse, LoginDecision, LoginDoor, LoginResponse};
use leling_protocol::{CardPassword, ErrorCode};
use leling_screen::PlatformFailure;
use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

pub use view::{paused_page, view};

use super::{Edit, Entry, Flow, News, State, form, home, logins, reset, scan};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall, Timer};

/// Seconds before the end of a login at which it is kept alive: about every four minutes of five.
const KEEP_BEFORE: i64 = 60;

/// A login and how far its answer has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answering {
    login: Box<LoginResponse>,
    #[serde(serialize_with = "without_secrets")]
    stage: Stage,
    chosen: Option<u8>,
    #[serde(skip)]
    password: Entry,
    /// The write that keeps the login alive and is not answered yet.
    #[serde(skip)]
    keeping: Option<Uuid>,
    /// Whether the link back found its app.
    #[serde(skip)]
    back: Back,
}

/// What stands on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Who asks, and is it the person?
    Deciding,
    /// The card password, where the phone has no lock.
    Password,
    /// The answer is on its way, under this write.
    Sent(Uuid, LoginDecision),
    /// The yes counts.
    Done,
    /// The no counts.
    Stopped,
    /// It is over without either, and why.
    Ended(ErrorCode),
}

/// What became of the link back into the other app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Back {
    /// It is open, or nobody knows otherwise.
    #[default]
    Open,
    /// No app took it.
    NoApp,
}

/// Which field is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Six digits of the card password.
    Password,
}

/// What a press means here. The login stands in it, so that a press on one never counts for the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A number was chosen; nothing is sent yet.
    Choose(Uuid, u8),
    /// 不是我, 不同意, 先不办了
    No(Uuid),
    /// 是我, 同意; the number of the try, so that a failed one can be pressed again.
    Yes(Uuid, u32),
    /// 忘了密码
    Forgotten,
    /// 再扫一次
    ScanAgain,
    /// Looks at the login once more where the answer never comes.
    Anew,
    /// 我登录过的地方
    Logins,
    /// 回首页
    Home,
    /// Calls the hotline.
    Call,
}

/// A secret is not kept, so the person comes back to the decision.
fn without_secrets<S: Serializer>(stage: &Stage, serializer: S) -> Result<S::Ok, S::Error> {
    let kept = if *stage == Stage::Password { Stage::Deciding } else { *stage };
    kept.serialize(serializer)
}

impl Answering {
    pub(super) fn new(login: LoginResponse) -> Self {
        Self {
            login: Box::new(login),
            stage: Stage::Deciding,
            chosen: None,
            password: Entry::default(),
            keeping: None,
            back: Back::Open,
        }
    }

    /// Says whether the person has not answered yet.
    const fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Deciding | Stage::Password)
    }

    /// Says whether a yes may be sent: its number is chosen, where there are numbers.
    const fn may_say_yes(&self) -> bool {
        self.is_open() && (self.login.numbers.is_none() || self.chosen.is_some())
    }

    fn left(&self, cx: &Context) -> i64 {
        self.login.expires_at.since(cx.now())
    }

    /// Wakes in time to keep the login alive, or at its end where it cannot be kept any longer.
    fn wake(&self, cx: &Context) -> Effect {
        let left = self.left(cx);
        let seconds = if left > KEEP_BEFORE + KEEP_BEFORE / 2 { left - KEEP_BEFORE } else { left };
        Effect::After(Duration::from_secs(u64::try_from(seconds).unwrap_or(0).max(1)), Timer::KeepLogin)
    }
}

/// Shows a login that the gateway told of, and keeps it alive from now on.
pub fn open(state: &mut State, login: LoginResponse, cx: &Context) -> Vec<Effect> {
    let answering = Answering::new(login);
    let wake = answering.wake(cx);
    state.kept.left_login = None;
    state.live.attempt += 1;
    state.flow = Flow::Login(answering);
    state.succeeded();
    vec![wake]
}

/// Takes a login that was found while the person is elsewhere: the newest one counts.
pub fn found_elsewhere(state: &mut State, login: LoginResponse, cx: &Context) -> Vec<Effect> {
    match &state.flow {
        Flow::Login(flow) if flow.is_open() && flow.login.login != login.login => open(state, login, cx),
        Flow::Login(_) => Vec::new(),
        _ => {
            state.kept.left_login = Some(Answering::new(login));
            Vec::new()
        }
    }
}

/// Puts a login aside that the person leaves without an answer; the home leads back to it.
pub fn set_aside(state: &mut State, cx: &Context) {
    if state.kept.left_login.as_ref().is_some_and(|left| left.left(cx) <= 0) {
        state.kept.left_login = None;
    }
    if let Flow::Login(flow) = &state.flow
        && flow.is_open()
        && flow.left(cx) > 0
    {
        state.kept.left_login = Some(Answering::new((*flow.login).clone()));
    }
}

/// Says whether a login waits for the person's answer, on the screen or put aside.
pub fn waits(state: &State, cx: &Context) -> bool {
    let open = match &state.flow {
        Flow::Login(flow) => flow.is_open() || matches!(flow.stage, Stage::Sent(..)),
        _ => false,
    };
    open || is_left(state, cx)
}

/// Says whether a login was put aside that is not over yet.
pub fn is_left(state: &State, cx: &Context) -> bool {
    state.kept.left_login.as_ref().is_some_and(|left| left.left(cx) > 0)
}

/// Goes back to the login that was put aside.
pub fn reopen(state: &mut State, cx: &Context) -> Vec<Effect> {
    match state.kept.left_login.take() {
        Some(left) => open(state, *left.login, cx),
        None => Vec::new(),
    }
}

/// Gives why a login may not be looked at now: somebody speaks with the person, or sees the screen.
pub fn pause(state: &State) -> Option<ErrorCode> {
    let asks = match &state.flow {
        Flow::Scan(flow) => flow.looks(),
        Flow::Authorize(asking) => asking.asks(),
        Flow::Login(flow) => flow.is_open(),
        _ => false,
    };
    let why = if state.live.call {
        ErrorCode::CallActive
    } else if state.live.capture {
        ErrorCode::CaptureActive
    } else {
        return None;
    };
    asks.then_some(why)
}

/// Takes what was typed.
pub fn edited(state: &mut State, field: Field, text: Edit) {
    if let Flow::Login(flow) = &mut state.flow {
        match field {
            Field::Password => flow.password.take(text),
        }
    }
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    let paused = pause(state).is_some();
    let Flow::Login(flow) = &mut state.flow else { return Vec::new() };
    let login = flow.login.login;
    match event {
        Event::Choose(of, number) if of == login && flow.is_open() => {
            flow.chosen = Some(number);
            state.live.announce = Some(News::Chosen(number));
        }
        Event::No(of) if of == login && flow.is_open() => return send(state, LoginDecision::No, None, cx),
        Event::Yes(of, _) if of == login && flow.may_say_yes() && !paused => return say_yes(state, cx),
        Event::Choose(..) | Event::No(_) | Event::Yes(..) => {}
        Event::Forgotten => {
            set_aside(state, cx);
            state.flow = Flow::Reset(reset::Resetting::default());
        }
        Event::ScanAgain => return scan::open(state, cx),
        Event::Anew => {
            flow.stage = Stage::Deciding;
            return look_again(state, cx);
        }
        Event::Logins => return logins::open(state),
        Event::Home => return home::open(state, cx),
        Event::Call => return form::dial(),
    }
    Vec::new()
}

fn say_yes(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.live.attempt += 1;
    let Flow::Login(flow) = &mut state.flow else { return Vec::new() };
    let password = match flow.stage {
        Stage::Password => match form::read(&mut flow.password, CardPassword::parse) {
            Some(password) => Some(password),
            None => return Vec::new(),
        },
        _ => None,
    };
    send(state, LoginDecision::Yes, password, cx)
}

fn send(state: &mut State, decision: LoginDecision, password: Option<CardPassword>, cx: &Context) -> Vec<Effect> {
    let Flow::Login(flow) = &mut state.flow else { return Vec::new() };
    let id = cx.write_id();
    flow.stage = Stage::Sent(id, decision);
    let number = flow.chosen.filter(|_| decision == LoginDecision::Yes);
    let login = flow.login.clone();
    state.wait();
    let answer = GatewayCall::AnswerLogin { id, login, decision, number, password };
    vec![Effect::Cancel(Timer::KeepLogin), Effect::Gateway(answer)]
}

/// Takes the end of an answer; the link back is handed to its app.
pub fn answered(state: &mut State, result: Result<AnswerLoginResponse, Failure>, cx: &Context) -> Vec<Effect> {
    let Flow::Login(flow) = &mut state.flow else { return Vec::new() };
    let Stage::Sent(id, decision) = flow.stage else { return Vec::new() };
    match result {
        Ok(answer) if answer.id == id => {
            flow.stage = end_of(decision);
            flow.password.set("");
            state.succeeded();
            answer.redirect.map(|link| Effect::OpenApp { link }).into_iter().collect()
        }
        Ok(_) => Vec::new(),
        Err(failure) => refused(state, decision, failure, cx),
    }
}

const fn end_of(decision: LoginDecision) -> Stage {
    match decision {
        LoginDecision::Yes => Stage::Done,
        LoginDecision::No => Stage::Stopped,
    }
}

/// Leads to what a refusal is about; an answer that goes by itself stays sent.
fn refused(state: &mut State, decision: LoginDecision, failure: Failure, cx: &Context) -> Vec<Effect> {
    let Flow::Login(flow) = &mut state.flow else { return Vec::new() };
    if form::goes_by_itself(&failure) {
        state.failed(failure);
        return look_again(state, cx);
    }
    flow.stage = match failure.code {
        // What the person wanted is so: that login lets nobody in.
        _ if decision == LoginDecision::No && is_over(failure.code) => Stage::Stopped,
        ErrorCode::PasswordNeeded => Stage::Password,
        ErrorCode::PasswordWrong => {
            form::refuse_and_empty(&mut flow.password, failure.code);
            Stage::Password
        }
        ErrorCode::PasswordWait | ErrorCode::PasswordCounter => {
            flow.password.set("");
            Stage::Password
        }
        ErrorCode::KeyCancelled | ErrorCode::KeyUnavailable | ErrorCode::ApprovalInvalid | ErrorCode::RateLimited => {
            Stage::Deciding
        }
        code => Stage::Ended(code),
    };
    let open = flow.is_open();
    let wake = flow.wake(cx);
    let quiet = failure.code == ErrorCode::PasswordNeeded;
    state.failed(failure);
    if quiet {
        state.live.failure = None;
    }
    open.then_some(wake).into_iter().collect()
}

/// Says whether a code tells that the login is over, whoever ended it.
const fn is_over(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::LoginUnknown
            | ErrorCode::LoginExpired
            | ErrorCode::LoginTaken
            | ErrorCode::LoginNumberWrong
            | ErrorCode::LoginCancelled
            | ErrorCode::LoginEnded
    )
}

/// Keeps the login alive while its screen is open, and ends it with its time.
pub fn look_again(state: &mut State, cx: &Context) -> Vec<Effect> {
    let unsent = state.live.failure.is_some();
    let Flow::Login(flow) = &mut state.flow else { return Vec::new() };
    let left = flow.left(cx);
    let stored = unsent && matches!(flow.stage, Stage::Sent(..));
    if !flow.is_open() && !stored {
        return Vec::new();
    }
    if left <= 0 {
        flow.stage = Stage::Ended(ErrorCode::LoginExpired);
        return Vec::new();
    }
    // Without an answer the login ends with its time.
    let end = Effect::After(Duration::from_secs(u64::try_from(left).unwrap_or(1)), Timer::KeepLogin);
    if stored {
        return vec![end];
    }
    let id = cx.write_id();
    flow.keeping = Some(id);
    vec![Effect::Gateway(GatewayCall::KeepLogin { id, login: flow.login.login }), end]
}

/// Takes how long the login lives now, or that it is over.
pub fn kept(state: &mut State, result: Result<KeepLoginResponse, Failure>, cx: &Context) -> Vec<Effect> {
    let Flow::Login(flow) = &mut state.flow else { return Vec::new() };
    if !flow.is_open() {
        return Vec::new();
    }
    match result {
        Ok(answer) if flow.keeping == Some(answer.id) => {
            flow.login.expires_at = answer.expires_at;
            vec![flow.wake(cx)]
        }
        Err(failure) if is_over(failure.code) => {
            flow.stage = Stage::Ended(failure.code);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Takes what became of the link back.
pub fn app_opened(state: &mut State, result: Result<(), PlatformFailure>) {
    if let Flow::Login(flow) = &mut state.flow
        && result.is_err()
    {
        flow.back = Back::NoApp;
    }
}

/// One screen back; from the decision to the home, where the login waits.
pub fn back(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    let Flow::Login(flow) = &mut state.flow else { return Vec::new() };
    match flow.stage {
        Stage::Password => {
            flow.password.set("");
            flow.stage = Stage::Deciding;
            Vec::new()
        }
        _ => home::open(state, cx),
    }
}

/// Says whether another app on this phone asks.
fn by_app(login: &LoginResponse) -> bool {
    login.door == LoginDoor::App
}
