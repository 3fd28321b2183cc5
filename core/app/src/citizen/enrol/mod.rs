//! 认人: name, id number, phone and phone code, one question a screen; then this phone knows its person.
//!
//! What was typed stays until the gateway has enrolled the phone; going back changes nothing. A write keeps its id until it
//! is answered or its content changes, so that a press after a lost answer is the same write and no second message goes
//! out. Where another phone is active the enrolment waits, and a counter or visit code ends the wait.

#[cfg(test)]
mod tests;
mod view;

use core::time::Duration;

use leling_protocol::wire::{ClaimProof, EnrolCodeResponse, EnrolResponse};
use leling_protocol::{CounterCode, ErrorCode, IdNumber, PersonName, Phone, SmsCode, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use view::view;

use super::{Entry, Flow, Person, State, form, home, privacy};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall, Timer};

/// Seconds until another message may go out, where the gateway does not say.
const RESEND_AFTER: u32 = 60;

/// How far the enrolment has come, with what the person typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    stage: Stage,
    name: Entry,
    id_number: Entry,
    phone: Entry,
    code: Entry,
    counter_code: Entry,
    /// Write whose answer has not come.
    sent: Option<Uuid>,
    /// Whom the enrolment at the gateway is for.
    person: Option<Person>,
    /// Where the person stood before going back to the fields.
    left: Option<Stage>,
}

/// What stands on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// 姓名
    #[default]
    Name,
    /// 身份证号
    IdNumber,
    /// 手机号
    Phone,
    /// The digits of the message.
    Code(Message),
    /// No message came: what helps.
    Missing(Message),
    /// Name, number or phone cannot be mended at home: what helps.
    Ways,
    /// Another phone is active for this person.
    Waiting(Replacing),
    /// A counter or visit code ends the wait.
    CounterCode(Replacing),
    /// The other phone stopped the replacement.
    Stopped,
}

/// A message that is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The enrolment that its digits prove.
    pub enrolment: Uuid,
    /// When its digits end.
    pub expires: Timestamp,
    /// When another may be asked for.
    pub resend_at: Timestamp,
}

/// A replacement that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacing {
    /// The enrolment of this phone.
    pub enrolment: Uuid,
    /// When this phone takes the other one's place.
    pub until: Timestamp,
}

/// Which field is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 姓名
    Name,
    /// 身份证号
    IdNumber,
    /// 手机号
    Phone,
    /// Six digits of a message.
    Code,
    /// Eight digits of a counter or a visitor.
    CounterCode,
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The question on the screen is answered.
    Next,
    /// 重新发一条
    Resend,
    /// 没收到
    NotReceived,
    /// 换个手机号
    OtherPhone,
    /// 还有别的办法
    Ways,
    /// 知道了: back to where the person was.
    Understood,
    /// 看看好了没有
    Check,
    /// 我有八位码
    HaveCode,
    /// 再换一次
    Again,
    /// Calls the hotline.
    Call,
}

impl Enrolment {
    fn entry(&mut self, field: Field) -> &mut Entry {
        match field {
            Field::Name => &mut self.name,
            Field::IdNumber => &mut self.id_number,
            Field::Phone => &mut self.phone,
            Field::Code => &mut self.code,
            Field::CounterCode => &mut self.counter_code,
        }
    }

    /// Reads the three fields; where one is wrong, the person is led to it.
    fn person_typed(&mut self, cx: &Context) -> Option<Person> {
        self.stage = Stage::Name;
        let name = form::read(&mut self.name, PersonName::parse)?;
        self.stage = Stage::IdNumber;
        let id_number = form::read(&mut self.id_number, |text| IdNumber::parse(text, cx.today()))?;
        self.stage = Stage::Phone;
        let phone = form::read(&mut self.phone, Phone::parse)?;
        Some(Person { name, id_number, phone })
    }

    /// Gives the id of the write under way, or of a new one.
    fn write(&mut self, cx: &Context) -> Uuid {
        *self.sent.get_or_insert_with(|| cx.write_id())
    }

    const fn message(&self) -> Option<Message> {
        match self.stage {
            Stage::Code(message) | Stage::Missing(message) => Some(message),
            _ => None,
        }
    }

    const fn replacing(&self) -> Option<Replacing> {
        match self.stage {
            Stage::Waiting(replacing) | Stage::CounterCode(replacing) => Some(replacing),
            _ => None,
        }
    }
}

/// Begins, or goes on where the person went back to the privacy text.
pub fn open(state: &mut State) {
    state.flow = Flow::Enrol(state.live.enrolment.take().unwrap_or_default());
}

/// Takes what was typed; a changed field makes a new write.
pub fn edited(state: &mut State, field: Field, text: String) {
    if let Flow::Enrol(flow) = &mut state.flow {
        flow.entry(field).typed(text);
        flow.sent = None;
    }
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    let Flow::Enrol(flow) = &mut state.flow else { return Vec::new() };
    match event {
        Event::Next => return next(state, cx),
        Event::Resend => return resend(state, cx),
        Event::Check => return check(state),
        Event::Understood => return back(state),
        Event::Call => return form::dial(),
        Event::NotReceived => {
            if let Stage::Code(message) = flow.stage {
                flow.stage = Stage::Missing(message);
            }
        }
        Event::OtherPhone => {
            flow.sent = None;
            flow.phone.set("");
            flow.stage = Stage::Phone;
        }
        Event::Ways => flow.stage = Stage::Ways,
        Event::HaveCode => {
            if let Stage::Waiting(replacing) = flow.stage {
                flow.stage = Stage::CounterCode(replacing);
            }
        }
        Event::Again => {
            (flow.person, flow.left, flow.sent) = (None, None, None);
            flow.stage = Stage::Phone;
        }
    }
    Vec::new()
}

fn next(state: &mut State, cx: &Context) -> Vec<Effect> {
    let Flow::Enrol(flow) = &mut state.flow else { return Vec::new() };
    let call = match flow.stage {
        Stage::Name => {
            if form::read(&mut flow.name, PersonName::parse).is_some() {
                flow.stage = Stage::IdNumber;
            }
            None
        }
        Stage::IdNumber => {
            if form::read(&mut flow.id_number, |text| IdNumber::parse(text, cx.today())).is_some() {
                flow.stage = Stage::Phone;
            }
            None
        }
        Stage::Phone => enrol(flow, cx),
        Stage::Code(message) => form::read(&mut flow.code, SmsCode::parse).map(|code| {
            let (id, enrolment) = (flow.write(cx), message.enrolment);
            GatewayCall::EnrolCode { id, enrolment, code }
        }),
        Stage::CounterCode(replacing) => form::read(&mut flow.counter_code, CounterCode::parse).map(|code| {
            let (id, enrolment) = (flow.write(cx), replacing.enrolment);
            GatewayCall::EnrolConfirm { id, enrolment, proof: ClaimProof::CounterCode { code } }
        }),
        Stage::Missing(_) | Stage::Ways | Stage::Waiting(_) | Stage::Stopped => None,
    };
    send(state, call)
}

fn send(state: &mut State, call: Option<GatewayCall>) -> Vec<Effect> {
    let Some(call) = call else { return Vec::new() };
    state.wait();
    vec![Effect::Gateway(call)]
}

/// Starts the enrolment, or goes on with the one that was started for the same person.
fn enrol(flow: &mut Enrolment, cx: &Context) -> Option<GatewayCall> {
    let person = flow.person_typed(cx)?;
    if flow.person.as_ref() == Some(&person)
        && let Some(left) = flow.left.take()
    {
        flow.stage = left;
        return None;
    }
    let id = flow.write(cx);
    flow.left = None;
    flow.person = Some(person.clone());
    let Person { name, id_number, phone } = person;
    Some(GatewayCall::Enrol { id, name, id_number, phone })
}

fn resend(state: &mut State, cx: &Context) -> Vec<Effect> {
    let Flow::Enrol(flow) = &mut state.flow else { return Vec::new() };
    let call = flow.message().map(|message| {
        flow.stage = Stage::Code(message);
        // A write of the old digits may still be under way: this is another one.
        flow.sent = None;
        GatewayCall::Resend { id: flow.write(cx), enrolment: message.enrolment }
    });
    send(state, call)
}

fn check(state: &mut State) -> Vec<Effect> {
    let Flow::Enrol(flow) = &state.flow else { return Vec::new() };
    let call = flow.replacing().map(|replacing| GatewayCall::EnrolStatus { enrolment: replacing.enrolment });
    send(state, call)
}

/// Takes the answer to a wish for a message.
pub fn code_sent(state: &mut State, result: Result<EnrolResponse, Failure>, cx: &Context) -> Vec<Effect> {
    let Flow::Enrol(flow) = &mut state.flow else { return Vec::new() };
    let answer = match result {
        Ok(answer) => answer,
        Err(failure) => return refused(state, failure, cx),
    };
    let expected = match flow.stage {
        Stage::Phone => flow.sent == Some(answer.id),
        _ => flow.message().is_some_and(|message| message.enrolment == answer.id),
    };
    if !expected {
        return Vec::new();
    }
    let EnrolResponse { id: enrolment, code_expires_at: expires, resend_at } = answer;
    // The outbox brings an answer again after a kill; the digits that are being typed or sent belong to that message.
    if flow.message().is_some_and(|known| expires <= known.expires) {
        return vec![wake(resend_at, cx)];
    }
    flow.stage = Stage::Code(Message { enrolment, expires, resend_at });
    flow.sent = None;
    flow.code.set("");
    state.succeeded();
    vec![wake(resend_at, cx)]
}

/// Redraws when another message may be asked for.
fn wake(resend_at: Timestamp, cx: &Context) -> Effect {
    let seconds = u64::try_from(resend_at.since(cx.now())).unwrap_or(0);
    Effect::After(Duration::from_secs(seconds.max(1)), Timer::Refresh)
}

/// Takes the end of the enrolment: this phone is in use, or waits for another one.
pub fn ended(state: &mut State, result: Result<EnrolCodeResponse, Failure>, cx: &Context) -> Vec<Effect> {
    let Flow::Enrol(flow) = &mut state.flow else { return Vec::new() };
    match result {
        Ok(EnrolCodeResponse::Active { device, .. }) => {
            let Some(person) = flow.person.take() else { return Vec::new() };
            state.kept.person = Some(person);
            state.kept.device = Some(device);
            state.succeeded();
            let mut effects: Vec<Effect> = privacy::consent(state, cx).into_iter().collect();
            effects.extend(home::open(state, cx));
            effects
        }
        Ok(EnrolCodeResponse::Replacing { until } | EnrolCodeResponse::ProofNeeded { from: until }) => {
            let proven = flow.message().map(|message| message.enrolment);
            if let Some(enrolment) = proven.or_else(|| flow.replacing().map(|known| known.enrolment)) {
                flow.stage = Stage::Waiting(Replacing { enrolment, until });
                flow.sent = None;
                state.succeeded();
            }
            Vec::new()
        }
        Err(failure) => refused(state, failure, cx),
    }
}

/// Leads to the field or screen that a refusal is about; everything typed stays but wrong digits.
fn refused(state: &mut State, failure: Failure, cx: &Context) -> Vec<Effect> {
    let Flow::Enrol(flow) = &mut state.flow else { return Vec::new() };
    let goes_by_itself = form::goes_by_itself(&failure);
    let pending = flow.sent.is_some() && !goes_by_itself;
    if !state.live.waiting && !pending {
        return Vec::new();
    }
    if !goes_by_itself {
        flow.sent = None;
    }
    let effects = if lead_to_field(flow, failure.code) { Vec::new() } else { lead_to_screen(flow, &failure, cx) };
    state.failed(failure);
    effects
}

/// Shows the field that a refusal is about; `false` where it is about none.
fn lead_to_field(flow: &mut Enrolment, code: ErrorCode) -> bool {
    let (stage, entry) = match code {
        ErrorCode::NameEmpty | ErrorCode::NameTooLong | ErrorCode::NameCharacters => (Stage::Name, &mut flow.name),
        ErrorCode::IdLength
        | ErrorCode::IdCharacters
        | ErrorCode::IdCheckDigit
        | ErrorCode::IdBirthDate
        | ErrorCode::IdBirthFuture => (Stage::IdNumber, &mut flow.id_number),
        ErrorCode::PhoneShape => (Stage::Phone, &mut flow.phone),
        ErrorCode::SmsWrong => {
            form::refuse_and_empty(&mut flow.code, code);
            return true;
        }
        ErrorCode::CounterCodeWrong | ErrorCode::CounterCodeExpired | ErrorCode::CounterCodeUsed => {
            form::refuse_and_empty(&mut flow.counter_code, code);
            return true;
        }
        _ => return false,
    };
    entry.refuse(code);
    flow.stage = stage;
    true
}

/// Shows the screen on which a refusal that is about no single field can be mended.
fn lead_to_screen(flow: &mut Enrolment, failure: &Failure, cx: &Context) -> Vec<Effect> {
    let later = cx.now().plus(i64::from(failure.retry_after.unwrap_or(RESEND_AFTER)));
    match (failure.code, &mut flow.stage) {
        (ErrorCode::DataName, stage) => *stage = Stage::Name,
        (ErrorCode::PersonUnknown, stage) => *stage = Stage::IdNumber,
        (ErrorCode::PhoneNotOwn | ErrorCode::EnrolGone, stage) => {
            *stage = Stage::Phone;
            flow.person = None;
        }
        (ErrorCode::EnrolStopped, stage) => *stage = Stage::Stopped,
        (ErrorCode::SmsExpired | ErrorCode::SmsLocked, Stage::Code(message)) => {
            message.expires = cx.now();
            flow.code.set("");
        }
        (ErrorCode::SmsTooOften, Stage::Code(message)) => {
            message.resend_at = later;
            return vec![wake(later, cx)];
        }
        (ErrorCode::EnrolWaiting, Stage::Waiting(replacing)) if failure.retry_after.is_some() => {
            replacing.until = later;
        }
        _ => {}
    }
    Vec::new()
}

/// One question back; from the first to the privacy text, from which the person comes back to it.
pub fn back(state: &mut State) -> Vec<Effect> {
    state.live.waiting = false;
    state.live.failure = None;
    let Flow::Enrol(flow) = &mut state.flow else { return Vec::new() };
    match flow.stage {
        Stage::Name => {
            state.live.enrolment = Some(core::mem::take(flow));
            state.flow = Flow::Privacy(privacy::Stage::Short);
        }
        Stage::IdNumber => flow.stage = Stage::Name,
        Stage::Phone => flow.stage = Stage::IdNumber,
        Stage::Code(_) | Stage::Waiting(_) => {
            flow.sent = None;
            flow.left = Some(core::mem::replace(&mut flow.stage, Stage::Phone));
        }
        Stage::Missing(message) => flow.stage = Stage::Code(message),
        Stage::CounterCode(replacing) => flow.stage = Stage::Waiting(replacing),
        Stage::Ways | Stage::Stopped => flow.stage = Stage::Phone,
    }
    Vec::new()
}
