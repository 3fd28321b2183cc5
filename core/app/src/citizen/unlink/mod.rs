//! 解除绑定: what ends and what stays, the card password, everything once more, and the electronic card ends.
//!
//! It is a legal act, so the card password is always asked for; who forgot it is led to a new one. The password lives in
//! memory only: after the process died it is typed anew, unless the write was sent; then it is in the outbox.

#[cfg(test)]
mod tests;
mod view;

use leling_language::msg;
use leling_protocol::wire::WriteResponse;
use leling_protocol::{CardPassword, ECardState, ErrorCode};
use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

pub use view::view;

use super::{Edit, Entry, Flow, News, State, form, home, reset};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall};

/// How far it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlinking {
    #[serde(serialize_with = "without_secrets")]
    stage: Stage,
    #[serde(skip)]
    password: Entry,
}

/// What stands on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// What ends and what stays.
    #[default]
    Explain,
    /// The card password.
    Password,
    /// Everything once more.
    Review,
    /// On its way, under this write.
    Sent(Uuid),
}

/// Which field is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Six digits of the card password.
    Password,
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// 留着，不解除; and 回首页
    Keep,
    /// The way on.
    Next,
    /// 重设密码
    Forgotten,
    /// 确认解除; the number of the try, so that a failed one can be pressed again.
    Confirm(u32),
    /// Begins anew where the answer never comes.
    Anew,
}

/// A secret is not kept, so the person comes back to where it is asked for.
fn without_secrets<S: Serializer>(stage: &Stage, serializer: S) -> Result<S::Ok, S::Error> {
    let kept = if *stage == Stage::Review { Stage::Password } else { *stage };
    kept.serialize(serializer)
}

/// Takes what was typed.
pub fn edited(state: &mut State, field: Field, text: Edit) {
    if let Flow::Unlink(flow) = &mut state.flow {
        match field {
            Field::Password => flow.password.take(text),
        }
    }
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    let Flow::Unlink(flow) = &mut state.flow else { return Vec::new() };
    match event {
        Event::Keep => return home::open(state, cx),
        Event::Forgotten => state.flow = Flow::Reset(reset::Resetting::default()),
        Event::Confirm(_) => return confirm(state, cx),
        Event::Anew => flow.stage = Stage::Password,
        Event::Next => match flow.stage {
            Stage::Explain => flow.stage = Stage::Password,
            Stage::Password => {
                if form::read(&mut flow.password, CardPassword::parse).is_some() {
                    flow.stage = Stage::Review;
                }
            }
            Stage::Review | Stage::Sent(_) => {}
        },
    }
    Vec::new()
}

fn confirm(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.live.attempt += 1;
    let Flow::Unlink(flow) = &mut state.flow else { return Vec::new() };
    let Some(password) = form::read(&mut flow.password, CardPassword::parse) else {
        flow.stage = Stage::Password;
        return Vec::new();
    };
    let id = cx.write_id();
    flow.stage = Stage::Sent(id);
    state.wait();
    vec![Effect::Gateway(GatewayCall::Unlink { id, password: Some(password) })]
}

/// Takes the end of the electronic card, or why it goes on.
pub fn ended(state: &mut State, result: Result<WriteResponse, Failure>, cx: &Context) -> Vec<Effect> {
    match result {
        Ok(_) => finish(state, cx),
        Err(failure) => refused(state, failure, cx),
    }
}

/// Drops what showed the card; the phone stays enrolled and may claim again.
fn finish(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.succeeded();
    state.kept.certificate = None;
    state.kept.unlinked_at = Some(cx.now());
    if let Some(card) = &mut state.kept.card {
        card.ecard = ECardState::Unbound;
        card.issued = None;
    }
    let effects = home::open(state, cx);
    state.live.announce = Some(News::Words(msg::UNLINK_DONE_TITLE));
    effects
}

fn refused(state: &mut State, failure: Failure, cx: &Context) -> Vec<Effect> {
    let Flow::Unlink(flow) = &mut state.flow else { return Vec::new() };
    if !matches!(flow.stage, Stage::Sent(_)) || form::goes_by_itself(&failure) {
        state.failed(failure);
        return Vec::new();
    }
    flow.stage = match failure.code {
        // It was unlinked before: what the person wants is so.
        ErrorCode::CardNotClaimed | ErrorCode::CardUnbound => return finish(state, cx),
        ErrorCode::PasswordWrong => {
            form::refuse_and_empty(&mut flow.password, failure.code);
            Stage::Password
        }
        ErrorCode::PasswordWait | ErrorCode::PasswordCounter => {
            flow.password.set("");
            Stage::Password
        }
        // The process died since: the password is gone.
        _ if flow.password.text().is_empty() => Stage::Password,
        _ => Stage::Review,
    };
    state.failed(failure);
    Vec::new()
}

/// One screen back; from the first and from what was sent to the home.
pub fn back(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    let Flow::Unlink(flow) = &mut state.flow else { return Vec::new() };
    flow.stage = match flow.stage {
        Stage::Password => Stage::Explain,
        Stage::Review => {
            flow.password.set("");
            Stage::Password
        }
        Stage::Explain | Stage::Sent(_) => return home::open(state, cx),
    };
    Vec::new()
}
