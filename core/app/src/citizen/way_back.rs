//! The acts of `docs/way-back.md` are taken back as the page says.

use leling_protocol::Timestamp;
use leling_protocol::wire::{Replacement, ReplacementsResponse};
use uuid::Uuid;

use super::Flow;
use super::testing::{NOW, Phone, call, ready};
use crate::effect::{GatewayCall, GatewayReply};

const PAGE: &str = include_str!("../../../../docs/way-back.md");

/// Where the tests of the page stand.
const TESTS: [&str; 6] = [
    include_str!("way_back.rs"),
    include_str!("unlink/tests.rs"),
    include_str!("withdraw/mod.rs"),
    include_str!("logins/tests.rs"),
    include_str!("reset/tests.rs"),
    include_str!("vouch/tests.rs"),
];

#[test]
fn each_act_of_the_page_names_a_test_that_exists() {
    let rows: Vec<&str> = PAGE.lines().filter(|line| line.starts_with("| ") && line.contains('`')).collect();
    assert_eq!(rows.len(), 9, "one row for each act");
    for row in rows {
        let name = row.rsplit('`').nth(1).unwrap();
        assert!(TESTS.iter().any(|file| file.contains(&format!("fn {name}()"))), "{name}");
    }
}

#[test]
fn a_claimed_card_is_unlinked_from_the_services() {
    let mut phone = Phone::new(ready(Flow::Home));
    phone.press("services");
    phone.press("unlink");
    assert_eq!(phone.screen(), "unlink");
}

#[test]
fn one_tap_stops_a_phone_that_wants_this_ones_place() {
    let mut phone = Phone::new(ready(Flow::Home));
    let at = |seconds| Timestamp::from_seconds(NOW + seconds);
    let waiting = vec![Replacement { id: Uuid::from_u128(7), started_at: at(-60), until: at(86_340) }];
    phone.answer(GatewayReply::Replacements(Ok(ReplacementsResponse { waiting })));
    match call(&phone.press("stop_replacement")) {
        GatewayCall::StopReplacement { enrolment, .. } => assert_eq!(enrolment, Uuid::from_u128(7)),
        other => panic!("{other:?}"),
    }
}
