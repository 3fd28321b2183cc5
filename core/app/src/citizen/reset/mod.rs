//! 重设密码: a new card password with a code of a window or visitor; no message to a phone is needed.
//!
//! The new password lives in memory only: after the process died it is typed anew, unless it was sent; then it is in the
//! outbox and only its answer is waited for.

#[cfg(test)]
mod tests;
mod view;

use leling_protocol::wire::WriteResponse;
use leling_protocol::{CardPassword, CounterCode, ErrorCode, IdNumber};
use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

pub use view::view;

use super::{Edit, Entry, Flow, State, form, home};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall};

/// How far it has come, with what the person typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resetting {
    #[serde(serialize_with = "without_secrets")]
    stage: Stage,
    counter_code: Entry,
    #[serde(skip)]
    password: Entry,
    #[serde(skip)]
    again: Entry,
}

/// What stands on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Where to get a code.
    #[default]
    Where,
    /// The code.
    CounterCode,
    /// The new password.
    NewPassword,
    /// The same once more.
    AgainPassword,
    /// Everything once more.
    Review,
    /// On its way, under this write.
    Sent(Uuid),
    /// The new password is in force.
    Done,
}

/// Which field is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Eight digits.
    CounterCode,
    /// Six digits.
    Password,
    /// The same once more.
    Again,
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// 我有八位码
    HaveCode,
    /// The question on the screen is answered.
    Next,
    /// 确认改密码; the number of the try, so that a failed one can be pressed again.
    Confirm(u32),
    /// Begins anew where the answer never comes.
    Anew,
    /// 回首页
    Home,
    /// Calls the hotline.
    Call,
}

/// A secret is not kept, so the person comes back to where it is asked for.
fn without_secrets<S: Serializer>(stage: &Stage, serializer: S) -> Result<S::Ok, S::Error> {
    let kept = match stage {
        Stage::AgainPassword | Stage::Review => Stage::NewPassword,
        other => *other,
    };
    kept.serialize(serializer)
}

/// Takes what was typed.
pub fn edited(state: &mut State, field: Field, text: Edit) {
    if let Flow::Reset(flow) = &mut state.flow {
        match field {
            Field::CounterCode => flow.counter_code.take(text),
            Field::Password => flow.password.take(text),
            Field::Again => flow.again.take(text),
        }
    }
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    let Flow::Reset(flow) = &mut state.flow else { return Vec::new() };
    match event {
        Event::HaveCode | Event::Anew => flow.stage = Stage::CounterCode,
        Event::Next => next(state),
        Event::Confirm(_) => return confirm(state, cx),
        Event::Home => return home::open(state, cx),
        Event::Call => return form::dial(),
    }
    Vec::new()
}

fn next(state: &mut State) {
    let Flow::Reset(flow) = &mut state.flow else { return };
    let Some(person) = &state.kept.person else { return };
    flow.stage = match flow.stage {
        Stage::CounterCode => match form::read(&mut flow.counter_code, CounterCode::parse) {
            Some(_) => Stage::NewPassword,
            None => return,
        },
        Stage::NewPassword => match form::new_password(&mut flow.password, &person.id_number) {
            Some(_) => {
                flow.again.set("");
                Stage::AgainPassword
            }
            None => return,
        },
        Stage::AgainPassword => match flow.read(&person.id_number) {
            Some(_) => Stage::Review,
            None => return,
        },
        other => other,
    };
}

fn confirm(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.live.attempt += 1;
    let Flow::Reset(flow) = &mut state.flow else { return Vec::new() };
    let Some(person) = &state.kept.person else { return Vec::new() };
    let Some((code, password)) = flow.read(&person.id_number) else { return Vec::new() };
    let (id, id_number) = (cx.write_id(), person.id_number.clone());
    flow.stage = Stage::Sent(id);
    state.wait();
    vec![Effect::Gateway(GatewayCall::ResetPassword { id, id_number, code, password })]
}

impl Resetting {
    /// Reads code and password; where one is wrong, the person is led to it.
    fn read(&mut self, id: &IdNumber) -> Option<(CounterCode, CardPassword)> {
        self.stage = Stage::CounterCode;
        let code = form::read(&mut self.counter_code, CounterCode::parse)?;
        self.stage = Stage::NewPassword;
        let password = form::same_password(&mut self.password, &mut self.again, id)?;
        Some((code, password))
    }

    fn empty_secrets(&mut self) {
        self.password.set("");
        self.again.set("");
    }
}

/// Takes the end of it, or leads to what a refusal is about; a write that goes by itself stays sent.
pub fn ended(state: &mut State, result: Result<WriteResponse, Failure>) -> Vec<Effect> {
    let Flow::Reset(flow) = &mut state.flow else { return Vec::new() };
    match result {
        Ok(_) => {
            *flow = Resetting { stage: Stage::Done, ..Resetting::default() };
            state.succeeded();
        }
        Err(failure) => {
            if matches!(flow.stage, Stage::Sent(_)) && !form::goes_by_itself(&failure) {
                flow.stage = stage_after(flow, failure.code);
            }
            state.failed(failure);
        }
    }
    Vec::new()
}

fn stage_after(flow: &mut Resetting, code: ErrorCode) -> Stage {
    match code {
        ErrorCode::PasswordShape | ErrorCode::PasswordRun | ErrorCode::PasswordRepeat | ErrorCode::PasswordId => {
            flow.empty_secrets();
            flow.password.refuse(code);
            Stage::NewPassword
        }
        ErrorCode::CounterCodeWrong | ErrorCode::CounterCodeExpired | ErrorCode::CounterCodeUsed => {
            form::refuse_and_empty(&mut flow.counter_code, code);
            Stage::CounterCode
        }
        // The process died since: the password is gone.
        _ if flow.password.text().is_empty() => Stage::NewPassword,
        _ => Stage::Review,
    }
}

/// One question back; from the first, from what was sent and from the end to the home.
pub fn back(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    let Flow::Reset(flow) = &mut state.flow else { return Vec::new() };
    flow.stage = match flow.stage {
        Stage::CounterCode => Stage::Where,
        Stage::NewPassword => Stage::CounterCode,
        Stage::AgainPassword | Stage::Review => {
            flow.empty_secrets();
            Stage::NewPassword
        }
        Stage::Where | Stage::Sent(_) | Stage::Done => return home::open(state, cx),
    };
    Vec::new()
}
