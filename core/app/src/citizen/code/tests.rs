//! What takes a code off the screen, and when a new certificate is asked for.

use leling_protocol::card::{DeviceState, ECardState, PhysicalCardState};
use leling_protocol::{ErrorCode, Timestamp};
use leling_screen::node::QrModules;

use super::super::testing::{NOW, calls, card, certificate, enrolled, failure};
use super::super::{Flow, State, home};
use super::{CodeReply, Event, Showing, certificate_arrived, drawn, open, update};
use crate::context::{ClockTrust, Context};
use crate::effect::{Effect, GatewayCall};

fn at(seconds: i64) -> Context {
    Context::new(Timestamp::from_seconds(NOW + seconds), ClockTrust::Agrees, [7; 32])
}

fn issued(physical: PhysicalCardState, device: DeviceState) -> State {
    enrolled(card(physical, ECardState::Level1, device), Flow::Home)
}

fn code() -> CodeReply {
    CodeReply(Ok(QrModules { size: 1, rows: vec!["1".to_owned()] }))
}

/// A phone that shows a code.
fn showing() -> State {
    let mut state = issued(PhysicalCardState::Normal, DeviceState::Active);
    open(&mut state, &at(0));
    drawn(&mut state, code(), &at(0));
    assert!(shown(&state).modules.is_some());
    state
}

fn shown(state: &State) -> &Showing {
    match &state.flow {
        Flow::Code(showing) => showing,
        other => panic!("{other:?}"),
    }
}

fn renewals(effects: &[Effect]) -> usize {
    calls(effects).iter().filter(|call| matches!(call, GatewayCall::RenewCertificate { .. })).count()
}

#[test]
fn a_card_that_is_reported_lost_takes_its_code_off_the_screen_at_once() {
    let mut state = showing();
    let lost = card(PhysicalCardState::Lost, ECardState::Suspended, DeviceState::Active);
    home::card_arrived(&mut state, Ok(lost), &at(1));
    assert!(shown(&state).modules.is_none() && shown(&state).failure.is_some());
    // A signature that was under way brings it back no more.
    drawn(&mut state, code(), &at(2));
    assert!(shown(&state).modules.is_none());
}

#[test]
fn a_frozen_phone_takes_its_code_off_the_screen_at_once() {
    let mut state = showing();
    home::card_arrived(&mut state, Err(failure(ErrorCode::DeviceFrozen)), &at(1));
    assert!(shown(&state).modules.is_none());
}

#[test]
fn a_clock_that_went_wrong_takes_the_code_off_with_the_next_drawing() {
    let mut state = showing();
    let off = Context::new(Timestamp::from_seconds(NOW), ClockTrust::Off(90), [7; 32]);
    drawn(&mut state, code(), &off);
    assert_eq!(shown(&state).failure.as_ref().map(|failure| failure.code), Some(ErrorCode::ClockWrong));
}

#[test]
fn states_that_cannot_meet_show_no_code() {
    let mut state = issued(PhysicalCardState::None, DeviceState::Active);
    open(&mut state, &at(0));
    assert!(shown(&state).failure.is_some());
}

#[test]
fn a_certificate_is_asked_for_once_and_again_only_after_a_while() {
    let mut state = issued(PhysicalCardState::Normal, DeviceState::Active);
    state.kept.certificate = None;
    assert_eq!(renewals(&home::resumed(&mut state, &at(0))), 1);
    let same = state.kept.card.clone().unwrap();
    assert_eq!(renewals(&home::card_arrived(&mut state, Ok(same), &at(1))), 0, "one is under way");
    certificate_arrived(&mut state, Err(failure(ErrorCode::RateLimited)), &at(2));
    assert_eq!(renewals(&home::resumed(&mut state, &at(60))), 0, "the gateway just refused");
    assert_eq!(renewals(&home::resumed(&mut state, &at(601))), 1);
    open(&mut state, &at(602));
    assert_eq!(renewals(&update(&mut state, Event::Again, &at(603))), 1, "the person asks");
}

#[test]
fn a_certificate_that_came_with_another_answer_is_drawn_when_the_card_is_told() {
    let mut state = issued(PhysicalCardState::Normal, DeviceState::Active);
    state.kept.certificate = None;
    assert_eq!(renewals(&open(&mut state, &at(0))), 1);
    certificate_arrived(&mut state, Err(failure(ErrorCode::AuthScope)), &at(1));
    let same = state.kept.card.clone().unwrap();
    assert_eq!(
        renewals(&home::card_arrived(&mut state, Ok(same.clone()), &at(2))),
        1,
        "with the token of after the claim"
    );
    state.kept.certificate = Some(certificate());
    let effects = home::card_arrived(&mut state, Ok(same), &at(3));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Code { .. })));
}

#[test]
fn a_certificate_that_is_over_when_it_arrives_begins_no_circle() {
    let mut state = issued(PhysicalCardState::Normal, DeviceState::Active);
    state.kept.certificate = None;
    assert_eq!(renewals(&open(&mut state, &at(0))), 1);
    let mut over = certificate();
    over.not_after = Timestamp::from_seconds(NOW - 1);
    assert_eq!(renewals(&certificate_arrived(&mut state, Ok(over), &at(1))), 0);
}
