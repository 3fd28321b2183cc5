//! Where a refusal of the gateway leads: to the field it is about, or to the screen on which it can be mended.

use leling_protocol::ErrorCode;

use super::super::{Flow, State, form};
use super::{Enrolment, Stage, wake};
use crate::context::Context;
use crate::effect::{Effect, Failure};

/// Seconds until another message may go out, where the gateway does not say.
const RESEND_AFTER: u32 = 60;

/// Leads to the field or screen that a refusal is about; everything typed stays but wrong digits.
pub(super) fn take(state: &mut State, failure: Failure, cx: &Context) -> Vec<Effect> {
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
        ErrorCode::CardNumberWrong => {
            form::refuse_and_empty(&mut flow.card_number, code);
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
    let proof = flow.proof_stage();
    let later = cx.now().plus(i64::from(failure.retry_after.unwrap_or(RESEND_AFTER)));
    match (failure.code, &mut flow.stage) {
        (ErrorCode::DataName, stage) => *stage = Stage::Name,
        (ErrorCode::PersonUnknown, stage) => *stage = Stage::IdNumber,
        (ErrorCode::PhoneNotOwn | ErrorCode::EnrolGone, stage) => {
            *stage = proof;
            flow.person = None;
        }
        (ErrorCode::VouchNotAllowed, Stage::Paper | Stage::CounterCode(_)) => flow.counter_code.set(""),
        // The card's number is spent, or its day has not come: a counter code is what is left.
        (ErrorCode::CardNumberLocked | ErrorCode::EnrolWaiting, stage @ Stage::CardNumber(_)) => {
            let Stage::CardNumber(mut replacing) = *stage else { return Vec::new() };
            if failure.code == ErrorCode::EnrolWaiting {
                replacing.until = later;
            }
            flow.card_number.set("");
            *stage = Stage::Waiting(replacing);
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
