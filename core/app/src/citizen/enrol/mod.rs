//! 认人: name, id number, phone and phone code, one question a screen; then this phone knows its person.
//!
//! What was typed stays until the gateway has enrolled the phone; going back changes nothing. A write keeps its id until it
//! is answered or its content changes, so that a press after a lost answer is the same write and no second message goes
//! out. Where another phone is active the enrolment waits, and a counter or visit code ends the wait.
//!
//! Who gets no messages enrols by eight digits instead: those of a window or visitor end it at once, those of a relative begin
//! a wait of a day that only a proof of the person's own ends.

mod refusal;
#[cfg(test)]
mod tests;
mod view;

use core::time::Duration;

use leling_protocol::wire::{ClaimProof, EnrolCodeResponse, EnrolResponse};
use leling_protocol::{CardNumber, CounterCode, IdNumber, PersonName, Phone, SmsCode, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use view::view;

use super::{Edit, Entry, Flow, Person, State, form, home, privacy};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall, Timer};

/// How far the enrolment has come, with what the person typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    stage: Stage,
    #[serde(default)]
    way: Way,
    name: Entry,
    id_number: Entry,
    phone: Entry,
    code: Entry,
    counter_code: Entry,
    #[serde(default)]
    card_number: Entry,
    /// Write whose answer has not come.
    sent: Option<Uuid>,
    /// Whom the enrolment at the gateway is for.
    person: Option<Person>,
    /// Where the person stood before going back to the fields.
    left: Option<Stage>,
}

/// What proves who enrols.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// Six digits of a message to the person's own number.
    #[default]
    Message,
    /// Eight digits of a window, a visitor or a relative.
    Paper,
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
    /// The eight digits.
    Paper,
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
    /// The number of the card in the hand ends it.
    CardNumber(Replacing),
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
    /// When this phone takes the other one's place, or may prove that it should.
    pub until: Timestamp,
    /// What ends the wait.
    #[serde(default)]
    pub ends: Ends,
}

/// What ends the wait of a replacement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ends {
    /// Its time.
    #[default]
    ByTime,
    /// A proof of the person's own, because a relative began it.
    ByProof,
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
    /// Eight digits of a counter, a visitor or a relative.
    CounterCode,
    /// Nine characters of the card.
    CardNumber,
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
    /// 看卡号
    HaveCard,
    /// 用八位码登记, and back to a message
    Take(Way),
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
            Field::CardNumber => &mut self.card_number,
        }
    }

    /// Reads name and number; where one is wrong, the person is led to it.
    fn who(&mut self, cx: &Context) -> Option<(PersonName, IdNumber)> {
        self.stage = Stage::Name;
        let name = form::read(&mut self.name, PersonName::parse)?;
        self.stage = Stage::IdNumber;
        let id_number = form::read(&mut self.id_number, |text| IdNumber::parse(text, cx.today()))?;
        Some((name, id_number))
    }

    /// Gives the question behind name and number.
    const fn proof_stage(&self) -> Stage {
        match self.way {
            Way::Message => Stage::Phone,
            Way::Paper => Stage::Paper,
        }
    }

    /// Takes the way to prove oneself: to its question, where name and number are typed already.
    const fn take(&mut self, way: Way) {
        (self.way, self.sent) = (way, None);
        if !matches!(self.stage, Stage::Name | Stage::IdNumber) {
            self.stage = self.proof_stage();
        }
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
            Stage::Waiting(replacing) | Stage::CounterCode(replacing) | Stage::CardNumber(replacing) => Some(replacing),
            _ => None,
        }
    }
}

/// Begins, or goes on where the person went back to the privacy text.
pub fn open(state: &mut State) {
    state.flow = Flow::Enrol(state.live.enrolment.take().unwrap_or_default());
}

/// Takes what was typed; a changed field makes a new write.
pub fn edited(state: &mut State, field: Field, text: Edit) {
    if let Flow::Enrol(flow) = &mut state.flow {
        flow.entry(field).take(text);
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
        Event::HaveCard => {
            if let Stage::Waiting(replacing) = flow.stage {
                flow.stage = Stage::CardNumber(replacing);
            }
        }
        Event::Take(way) => flow.take(way),
        Event::Again => {
            (flow.person, flow.left, flow.sent) = (None, None, None);
            flow.counter_code.set("");
            flow.stage = flow.proof_stage();
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
                flow.stage = flow.proof_stage();
            }
            None
        }
        Stage::Phone => enrol(flow, cx),
        Stage::Paper => enrol_by_code(flow, cx),
        Stage::Code(message) => form::read(&mut flow.code, SmsCode::parse).map(|code| {
            let (id, enrolment) = (flow.write(cx), message.enrolment);
            GatewayCall::EnrolCode { id, enrolment, code }
        }),
        Stage::CounterCode(replacing) => form::read(&mut flow.counter_code, CounterCode::parse).map(|code| {
            let (id, enrolment) = (flow.write(cx), replacing.enrolment);
            GatewayCall::EnrolConfirm { id, enrolment, proof: ClaimProof::CounterCode { code } }
        }),
        Stage::CardNumber(replacing) => form::read(&mut flow.card_number, CardNumber::parse).map(|number| {
            let (id, enrolment) = (flow.write(cx), replacing.enrolment);
            GatewayCall::EnrolConfirm { id, enrolment, proof: ClaimProof::CardNumber { number } }
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
    let (name, id_number) = flow.who(cx)?;
    flow.stage = Stage::Phone;
    let phone = form::read(&mut flow.phone, Phone::parse)?;
    let person = Person { name: name.clone(), id_number: id_number.clone(), phone: Some(phone.clone()) };
    if flow.person.as_ref() == Some(&person)
        && let Some(left) = flow.left.take()
    {
        flow.stage = left;
        return None;
    }
    let id = flow.write(cx);
    flow.left = None;
    flow.person = Some(person);
    Some(GatewayCall::Enrol { id, name, id_number, phone })
}

/// Starts the enrolment with eight digits in place of a message.
fn enrol_by_code(flow: &mut Enrolment, cx: &Context) -> Option<GatewayCall> {
    let (name, id_number) = flow.who(cx)?;
    flow.stage = Stage::Paper;
    let person = Person { name: name.clone(), id_number: id_number.clone(), phone: None };
    if flow.person.as_ref() == Some(&person)
        && let Some(left) = flow.left.take()
    {
        flow.stage = left;
        return None;
    }
    let code = form::read(&mut flow.counter_code, CounterCode::parse)?;
    let id = flow.write(cx);
    flow.left = None;
    flow.person = Some(person);
    Some(GatewayCall::EnrolByCode { id, name, id_number, code })
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
        Err(failure) => return refusal::take(state, failure, cx),
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

/// Redraws when more is possible: another message, another proof.
fn wake(then: Timestamp, cx: &Context) -> Effect {
    let seconds = u64::try_from(then.since(cx.now())).unwrap_or(0);
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
        Ok(EnrolCodeResponse::Replacing { until }) => waits(state, until, Ends::ByTime, cx),
        Ok(EnrolCodeResponse::ProofNeeded { from }) => waits(state, from, Ends::ByProof, cx),
        Err(failure) => refusal::take(state, failure, cx),
    }
}

/// Shows what the enrolment waits for. A write that started it by a code names it.
fn waits(state: &mut State, until: Timestamp, ends: Ends, cx: &Context) -> Vec<Effect> {
    let Flow::Enrol(flow) = &mut state.flow else { return Vec::new() };
    let by_code = flow.sent.filter(|_| flow.stage == Stage::Paper);
    let proven = flow.message().map(|message| message.enrolment).or(by_code);
    let Some(enrolment) = proven.or_else(|| flow.replacing().map(|known| known.enrolment)) else { return Vec::new() };
    flow.stage = Stage::Waiting(Replacing { enrolment, until, ends });
    flow.sent = None;
    flow.counter_code.set("");
    state.succeeded();
    vec![wake(until, cx)]
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
        Stage::Phone | Stage::Paper => flow.stage = Stage::IdNumber,
        Stage::Code(_) | Stage::Waiting(_) => {
            flow.sent = None;
            flow.left = Some(flow.stage);
            flow.stage = flow.proof_stage();
        }
        Stage::Missing(message) => flow.stage = Stage::Code(message),
        Stage::CounterCode(replacing) | Stage::CardNumber(replacing) => flow.stage = Stage::Waiting(replacing),
        Stage::Ways | Stage::Stopped => flow.stage = flow.proof_stage(),
    }
    Vec::new()
}
