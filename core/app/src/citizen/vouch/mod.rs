//! 帮家人换手机: a person with a claimed card vouches for a relative who needs a new phone.
//!
//! The eight digits that come of it begin a replacement and never end one: a day and a proof of the relative's own are needed
//! besides. The code is shown once and not kept; who did not write it down vouches again.

#[cfg(test)]
mod tests;
mod view;

use leling_protocol::wire::VouchResponse;
use leling_protocol::{CounterCode, ErrorCode, IdNumber, PersonName, Redacted, Timestamp};
use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

pub use view::view;

use super::{Edit, Entry, Flow, State, form, home};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall};

/// How far it has come, with what the person typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vouching {
    #[serde(serialize_with = "without_codes")]
    stage: Stage,
    name: Entry,
    id_number: Entry,
}

/// What stands on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// What it is good for, and for whom.
    #[default]
    Explain,
    /// The relative's name.
    Name,
    /// The relative's identity number.
    IdNumber,
    /// Everything once more.
    Review,
    /// On its way, under this write.
    Sent(Uuid),
    /// The digits.
    #[serde(skip)]
    Code(Redacted<CounterCode>, Timestamp),
    /// The digits were shown, and are gone.
    Gone,
    /// It cannot be done, and why.
    Refused(ErrorCode),
}

/// Which field is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 家人的姓名
    Name,
    /// 家人的身份证号
    IdNumber,
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The question on the screen is answered.
    Next,
    /// 改一改 the name
    ChangeName,
    /// 改一改 the number
    ChangeIdNumber,
    /// 确认作保; the number of the try, so that a failed one can be pressed again.
    Confirm(u32),
    /// 再办一次
    Anew,
    /// 知道了
    Done,
    /// Calls the hotline.
    Call,
}

/// The code is not kept, and a vouch that was under way is not in the outbox.
fn without_codes<S: Serializer>(stage: &Stage, serializer: S) -> Result<S::Ok, S::Error> {
    match stage {
        Stage::Sent(_) => Stage::Review.serialize(serializer),
        Stage::Code(..) => Stage::Gone.serialize(serializer),
        other => other.serialize(serializer),
    }
}

/// Takes what was typed.
pub fn edited(state: &mut State, field: Field, text: Edit) {
    if let Flow::Vouch(flow) = &mut state.flow {
        match field {
            Field::Name => flow.name.take(text),
            Field::IdNumber => flow.id_number.take(text),
        }
    }
}

impl Vouching {
    /// Reads the two fields; where one is wrong, the person is led to it.
    fn relative(&mut self, cx: &Context) -> Option<(PersonName, IdNumber)> {
        self.stage = Stage::Name;
        let name = form::read(&mut self.name, PersonName::parse)?;
        self.stage = Stage::IdNumber;
        let id_number = form::read(&mut self.id_number, |text| IdNumber::parse(text, cx.today()))?;
        Some((name, id_number))
    }

    /// Goes to the next question, where the one on the screen is answered.
    fn next(&mut self, cx: &Context) {
        self.stage = match self.stage {
            Stage::Explain => Stage::Name,
            Stage::Name => match form::read(&mut self.name, PersonName::parse) {
                Some(_) => Stage::IdNumber,
                None => return,
            },
            Stage::IdNumber => match self.relative(cx) {
                Some(_) => Stage::Review,
                None => return,
            },
            _ => return,
        };
    }
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    let Flow::Vouch(flow) = &mut state.flow else { return Vec::new() };
    match event {
        Event::Next => flow.next(cx),
        Event::ChangeName => flow.stage = Stage::Name,
        Event::ChangeIdNumber => flow.stage = Stage::IdNumber,
        Event::Confirm(_) => return confirm(state, cx),
        Event::Anew => *flow = Vouching::default(),
        Event::Done => return home::open(state, cx),
        Event::Call => return form::dial(),
    }
    Vec::new()
}

fn confirm(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.live.attempt += 1;
    let Flow::Vouch(flow) = &mut state.flow else { return Vec::new() };
    let Some((name, id_number)) = flow.relative(cx) else { return Vec::new() };
    let id = cx.write_id();
    flow.stage = Stage::Sent(id);
    state.wait();
    vec![Effect::Gateway(GatewayCall::Vouch { id, name, id_number })]
}

/// Takes the digits, or why there are none.
pub fn answered(state: &mut State, result: Result<VouchResponse, Failure>) -> Vec<Effect> {
    let Flow::Vouch(flow) = &mut state.flow else { return Vec::new() };
    let Stage::Sent(id) = flow.stage else { return Vec::new() };
    match result {
        Ok(answer) if answer.id == id => {
            let code = Stage::Code(Redacted::new(answer.code), answer.expires_at);
            *flow = Vouching { stage: code, ..Vouching::default() };
            state.succeeded();
        }
        Ok(_) => {}
        Err(failure) => {
            flow.stage = match failure.code {
                code @ (ErrorCode::VouchOwn | ErrorCode::VouchNotAllowed) => Stage::Refused(code),
                _ => Stage::Review,
            };
            state.failed(failure);
        }
    }
    Vec::new()
}

/// One question back; from the first and from the end to the home.
pub fn back(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    let Flow::Vouch(flow) = &mut state.flow else { return Vec::new() };
    flow.stage = match flow.stage {
        Stage::Name => Stage::Explain,
        Stage::IdNumber => Stage::Name,
        Stage::Review => Stage::IdNumber,
        Stage::Explain | Stage::Sent(_) | Stage::Code(..) | Stage::Gone | Stage::Refused(_) => {
            return home::open(state, cx);
        }
    };
    Vec::new()
}
