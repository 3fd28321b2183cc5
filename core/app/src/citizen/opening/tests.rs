//! A phone that begins again: what it asks for, what it says once more, and what it never empties.

use leling_protocol::card::{DeviceState, ECardState, PhysicalCardState};
use leling_protocol::wire::{AuditHead, AuditResponse};
use leling_protocol::{ErrorCode, Timestamp};
use uuid::Uuid;

use super::super::testing::{NOW, calls, card, enrolled, failure, written};
use super::super::{Flow, State, log, privacy};
use super::{Event, Stage, restored, update};
use crate::context::{ClockTrust, Context};
use crate::effect::{Effect, Failure, GatewayCall};

fn context() -> Context {
    Context::new(Timestamp::from_seconds(NOW), ClockTrust::Agrees, [7; 32])
}

fn home() -> State {
    enrolled(card(PhysicalCardState::Normal, ECardState::None, DeviceState::Active), Flow::Home)
}

/// The phone after its process ended in this state.
fn again(state: &State) -> (State, Vec<Effect>) {
    let (clear, sealed) = state.to_kept();
    let mut state = State::begin(Some(&clear), true);
    let effects = restored(&mut state, Ok(sealed.unwrap()), &context());
    (state, effects)
}

#[test]
fn a_yes_that_nobody_acknowledged_is_the_same_write_in_the_next_process() {
    let mut state = home();
    let Some(Effect::Gateway(call)) = privacy::consent(&mut state, &context()) else { panic!() };
    let GatewayCall::Consent { id, .. } = call else { panic!() };
    let (mut state, effects) = again(&state);
    assert_eq!(calls(&effects), [&call]);
    privacy::told(&mut state, &Ok(written(Uuid::from_u128(1))));
    assert_eq!(state.kept.consent, Some(id), "another write's answer");
    privacy::told(&mut state, &Err(failure(ErrorCode::RateLimited)));
    privacy::told(&mut state, &Ok(written(id)));
    assert!(calls(&again(&state).1).is_empty());
}

#[test]
fn a_record_that_died_with_the_process_is_fetched_again() {
    let mut state = home();
    log::open(&mut state, &context());
    let (state, effects) = again(&state);
    assert_eq!(calls(&effects), [&GatewayCall::FetchAudit { after: 0 }]);
    assert!(state.live.waiting);
}

#[test]
fn a_record_that_comes_late_says_nothing_to_another_flow() {
    let mut state = home();
    log::open(&mut state, &context());
    super::super::home::open(&mut state, &context());
    assert!(!state.live.waiting, "the home waits for nothing");
    state.wait();
    log::arrived(&mut state, Err(failure(ErrorCode::NetNone)));
    assert!(state.live.waiting && state.live.failure.is_none());
    let head = AuditHead { seq: 9, hash: String::new() };
    assert!(log::arrived(&mut state, Ok(AuditResponse { entries: Vec::new(), head })).is_empty());
    assert!(state.live.waiting);
}

#[test]
fn only_what_is_gone_or_damaged_is_enrolled_again() {
    for code in ErrorCode::ALL.iter().copied().filter(|code| code.as_str().starts_with("store.")) {
        let mut state = home();
        restored(&mut state, Err(Failure::local(code)), &context());
        let page = super::view(&Stage::Failed(code), crate::ui::Ui::new(state.settings.presentation)).finish();
        let gone = matches!(code, ErrorCode::StoreKeyGone | ErrorCode::StoreDamaged);
        assert_eq!(page.bindings.contains_key(&"enrol_again".into()), gone, "{code}");
        let wait = !gone && code != ErrorCode::StoreNewer;
        assert_eq!(page.bindings.contains_key(&"again".into()), wait, "{code}");
    }
    let mut state = home();
    assert_eq!(update(&mut state, Event::Again, &context()), [Effect::Unlock]);
    assert_eq!(update(&mut state, Event::EnrolAgain, &context()), [Effect::Forget]);
    assert!(state.kept.person.is_none(), "nothing of the person is saved again after it was forgotten");
}
