//! 领卡（签发，一级）: the proof that enrolment did not have, a password, everything once more, and the card is issued.
//!
//! The proof is the card in the hand or a code of a window or visitor; who has neither is told where to get one. Passwords
//! live in memory only: after the process died the person sets the password anew, unless the claim was sent; then it is
//! in the outbox and only its answer is waited for.

#[cfg(test)]
mod tests;
mod view;

use leling_protocol::wire::{ClaimProof, ClaimResponse};
use leling_protocol::{
    CardAction, CardNumber, CardPassword, CounterCode, ECardState, ErrorCode, IdNumber, SignLevel, Verdict,
};
use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

pub use view::view;

use super::{Edit, Entry, Flow, Kept, State, code, form, home, lamps};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall};

/// How far the claim has come, with what the person typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claiming {
    #[serde(serialize_with = "without_secrets")]
    stage: Stage,
    way: Way,
    number: Entry,
    counter_code: Entry,
    #[serde(skip)]
    password: Entry,
    #[serde(skip)]
    again: Entry,
}

/// What stands on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// What the person has in the hand.
    #[default]
    Proof,
    /// Neither: what to do.
    Neither,
    /// The number on the card.
    CardNumber,
    /// The code of a window or a visitor.
    CounterCode,
    /// A new password.
    NewPassword,
    /// The same once more.
    AgainPassword,
    /// Everything once more.
    Review,
    /// On its way, under this write.
    Sent(Uuid),
    /// The card cannot be claimed now, and who can mend that.
    Refused(ErrorCode),
    /// The card is issued.
    Done,
}

/// What proves that the card is the person's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// The card in the hand.
    #[default]
    Card,
    /// A code of a window or a visitor.
    Code,
}

/// Which field is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Nine characters of the card.
    Number,
    /// Eight digits of a window or visitor.
    CounterCode,
    /// Six digits of the password.
    Password,
    /// The same once more.
    Again,
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// What the person has in the hand.
    Take(Way),
    /// 都没有
    Neither,
    /// The question on the screen is answered.
    Next,
    /// 改一改 in the review: to this stage.
    Change(Stage),
    /// 确认领卡; the number of the try, so that a failed one can be pressed again.
    Confirm(u32),
    /// Begins anew where the answer never comes.
    Anew,
    /// 出示社保卡
    ShowCode,
    /// 三盏灯
    Lamps,
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

impl Claiming {
    fn entry(&mut self, field: Field) -> &mut Entry {
        match field {
            Field::Number => &mut self.number,
            Field::CounterCode => &mut self.counter_code,
            Field::Password => &mut self.password,
            Field::Again => &mut self.again,
        }
    }

    const fn proof_stage(&self) -> Stage {
        match self.way {
            Way::Card => Stage::CardNumber,
            Way::Code => Stage::CounterCode,
        }
    }

    /// Reads the proof; where it is wrong, the person is led to it.
    fn proof(&mut self) -> Option<ClaimProof> {
        let proof = match self.way {
            Way::Card => {
                form::read(&mut self.number, CardNumber::parse).map(|number| ClaimProof::CardNumber { number })
            }
            Way::Code => {
                form::read(&mut self.counter_code, CounterCode::parse).map(|code| ClaimProof::CounterCode { code })
            }
        };
        if proof.is_none() {
            self.stage = self.proof_stage();
        }
        proof
    }

    /// Reads the two passwords; where they are wrong, both are set anew.
    fn password(&mut self, id: &IdNumber) -> Option<CardPassword> {
        form::same_password(&mut self.password, &mut self.again, id)
    }

    fn empty_secrets(&mut self) {
        self.password.set("");
        self.again.set("");
    }
}

/// Says whether the card is issued, as the gateway last told it.
fn issued(kept: &Kept) -> bool {
    kept.card.as_ref().is_some_and(|card| matches!(card.ecard, ECardState::Level1 | ECardState::Level2))
}

/// Gives the stage as it is now: what the gateway told of the card meanwhile counts.
fn stage_now(state: &State, flow: &Claiming) -> Stage {
    match flow.stage {
        Stage::Sent(_) if issued(&state.kept) => Stage::Done,
        Stage::Proof => match home::may(state, CardAction::Claim) {
            Verdict::Refused(code) if code != ErrorCode::NetNone => Stage::Refused(code),
            _ => Stage::Proof,
        },
        other => other,
    }
}

/// Takes what was typed.
pub fn edited(state: &mut State, field: Field, text: Edit) {
    if let Flow::Claim(flow) = &mut state.flow {
        flow.entry(field).take(text);
    }
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    let Flow::Claim(flow) = &mut state.flow else { return Vec::new() };
    match event {
        Event::Take(way) => {
            flow.way = way;
            flow.stage = flow.proof_stage();
        }
        Event::Neither => flow.stage = Stage::Neither,
        Event::Next => next(state),
        Event::Change(to) => flow.stage = to,
        Event::Confirm(_) => return confirm(state, cx),
        Event::Anew => {
            flow.empty_secrets();
            flow.stage = Stage::NewPassword;
        }
        Event::ShowCode => return code::open(state, cx),
        Event::Lamps => return lamps::open(state),
        Event::Home => return home::open(state, cx),
        Event::Call => return form::dial(),
    }
    Vec::new()
}

fn next(state: &mut State) {
    let Flow::Claim(flow) = &mut state.flow else { return };
    let Some(person) = &state.kept.person else { return };
    flow.stage = match flow.stage {
        Stage::CardNumber | Stage::CounterCode => match flow.proof() {
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
        Stage::AgainPassword => match flow.password(&person.id_number) {
            Some(_) => Stage::Review,
            None => Stage::NewPassword,
        },
        other => other,
    };
}

fn confirm(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.live.attempt += 1;
    let Flow::Claim(flow) = &mut state.flow else { return Vec::new() };
    let Some(person) = &state.kept.person else { return Vec::new() };
    let Some(proof) = flow.proof() else { return Vec::new() };
    let Some(password) = flow.password(&person.id_number) else {
        flow.stage = Stage::NewPassword;
        return Vec::new();
    };
    let id = cx.write_id();
    flow.stage = Stage::Sent(id);
    state.wait();
    vec![Effect::Gateway(GatewayCall::Claim { id, proof, password })]
}

/// Takes the issued card, or why it is not issued.
pub fn ended(state: &mut State, result: Result<ClaimResponse, Failure>, cx: &Context) -> Vec<Effect> {
    match result {
        Ok(answer) => {
            state.succeeded();
            keep(&mut state.kept, answer, cx);
            if let Flow::Claim(flow) = &mut state.flow {
                *flow = Claiming { stage: Stage::Done, ..Claiming::default() };
            }
            vec![Effect::Gateway(GatewayCall::FetchCard)]
        }
        Err(failure) => refused(state, failure),
    }
}

/// Keeps certificate and issue data, so that the code shows at once and without a network.
fn keep(kept: &mut Kept, answer: ClaimResponse, cx: &Context) {
    kept.certificate = Some(answer.certificate);
    kept.card_at = Some(cx.now());
    if let Some(card) = &mut kept.card {
        card.ecard = match answer.issued.level {
            SignLevel::Identity => ECardState::Level1,
            SignLevel::Payment => ECardState::Level2,
        };
        card.issued = Some(answer.issued);
    }
}

/// Leads to what a refusal is about; a write that goes by itself stays sent.
fn refused(state: &mut State, failure: Failure) -> Vec<Effect> {
    let Flow::Claim(flow) = &mut state.flow else { return Vec::new() };
    let Stage::Sent(_) = flow.stage else { return Vec::new() };
    let mut effects = Vec::new();
    if !form::goes_by_itself(&failure) {
        flow.stage = stage_after(flow, failure.code);
        if failure.code == ErrorCode::CardAlreadyClaimed {
            effects.push(Effect::Gateway(GatewayCall::FetchCard));
        }
        count_card_try(&mut state.kept, failure.code);
    }
    state.failed(failure);
    effects
}

fn stage_after(flow: &mut Claiming, code: ErrorCode) -> Stage {
    match code {
        ErrorCode::CardNumberWrong => {
            form::refuse_and_empty(&mut flow.number, code);
            Stage::CardNumber
        }
        ErrorCode::CardNumberLocked => {
            flow.number.set("");
            Stage::Proof
        }
        ErrorCode::CounterCodeWrong | ErrorCode::CounterCodeExpired | ErrorCode::CounterCodeUsed => {
            form::refuse_and_empty(&mut flow.counter_code, code);
            Stage::CounterCode
        }
        ErrorCode::PasswordShape | ErrorCode::PasswordRun | ErrorCode::PasswordRepeat | ErrorCode::PasswordId => {
            flow.empty_secrets();
            flow.password.refuse(code);
            Stage::NewPassword
        }
        ErrorCode::CardAlreadyClaimed
        | ErrorCode::CardNone
        | ErrorCode::CardMaking
        | ErrorCode::CardNotPickedUp
        | ErrorCode::CardSocialOff
        | ErrorCode::CardLostState
        | ErrorCode::CardLocked
        | ErrorCode::CardCancelled
        | ErrorCode::CardReplaced
        | ErrorCode::DeviceNone
        | ErrorCode::DeviceFrozen
        | ErrorCode::DeviceReplaced => Stage::Refused(code),
        // The process died since: the passwords are gone.
        _ if flow.password.text().is_empty() => Stage::NewPassword,
        _ => Stage::Review,
    }
}

/// Keeps the count of tries that the gateway keeps, until the card is fetched again.
fn count_card_try(kept: &mut Kept, code: ErrorCode) {
    let Some(card) = &mut kept.card else { return };
    match code {
        ErrorCode::CardNumberWrong => card.card_tries_left = card.card_tries_left.saturating_sub(1),
        ErrorCode::CardNumberLocked => card.card_tries_left = 0,
        _ => {}
    }
}

/// One question back; from the first, from what was sent and from the end to the home.
pub fn back(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    let Flow::Claim(flow) = &mut state.flow else { return Vec::new() };
    flow.stage = match flow.stage {
        Stage::Neither | Stage::CardNumber | Stage::CounterCode => Stage::Proof,
        Stage::NewPassword => flow.proof_stage(),
        Stage::AgainPassword | Stage::Review => {
            flow.empty_secrets();
            Stage::NewPassword
        }
        Stage::Proof | Stage::Sent(_) | Stage::Refused(_) | Stage::Done => return home::open(state, cx),
    };
    Vec::new()
}
