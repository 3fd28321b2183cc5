use leling_protocol::wire::{Grant, GrantsResponse, PartySession, SessionsResponse, SignOutReach};
use leling_protocol::{ErrorCode, Scope, Timestamp};
use leling_screen::{NodeKind, Size};
use uuid::Uuid;

use super::super::state::Flow;
use super::super::testing::{NOW, Phone, call, failure, party, ready, written};
use crate::effect::{GatewayCall, GatewayReply};

fn session(n: u128, reach: SignOutReach) -> PartySession {
    PartySession {
        id: Uuid::from_u128(n),
        party: party(),
        scopes: vec![Scope::Profile, Scope::Age65],
        since: Timestamp::from_seconds(NOW - 86_400 * i64::try_from(n).unwrap()),
        used_at: Timestamp::from_seconds(NOW),
        reach,
    }
}

fn grant(n: u128) -> Grant {
    Grant { id: Uuid::from_u128(n), party: party(), scopes: vec![Scope::View], since: Timestamp::from_seconds(NOW) }
}

fn listed(sessions: Vec<PartySession>) -> Phone {
    let mut phone = Phone::new(ready(Flow::Services));
    assert_eq!(call(&phone.press("logins")), GatewayCall::FetchSessions);
    phone.answer(GatewayReply::Sessions(Ok(SessionsResponse { sessions })));
    assert_eq!((phone.screen(), phone.primary()), ("logins", Some("done")));
    phone
}

#[test]
fn each_row_says_with_whom_since_when_and_what_they_see() {
    let phone = listed(vec![session(1, SignOutReach::AtOnce)]);
    let said = phone.drawn().narration();
    assert!(said.contains("退出历下老年食堂") && said.contains("十一月二十二日起"), "{said}");
    assert!(said.contains("能看，姓名，满六十五岁") && said.contains("这部手机"), "{said}");
}

#[test]
fn one_tap_signs_out_and_the_receipt_says_how_soon() {
    for (reach, words) in [(SignOutReach::AtOnce, "马上退出"), (SignOutReach::InMinutes, "退出要等几分钟")] {
        let mut phone = listed(vec![session(1, reach), session(2, SignOutReach::AtOnce)]);
        let GatewayCall::EndSession { id, session } = call(&phone.press("session.1")) else { panic!() };
        assert_eq!((session, phone.screen()), (Uuid::from_u128(1), "logins.ended"));
        assert!(!phone.drawn().narration().contains(words), "not before it is so");
        phone.answer(GatewayReply::SessionEnded(Ok(written(id))));
        assert!(phone.drawn().narration().contains(words));
        assert_eq!(call(&phone.press("list")), GatewayCall::FetchSessions);
        assert!(phone.has("session.1") && !phone.has("session.2"), "the other one stays");
    }
}

#[test]
fn by_voice_the_row_is_called_by_its_name_or_place() {
    for said in ["退出历下老年食堂", "第一个"] {
        let mut phone = listed(vec![session(1, SignOutReach::AtOnce)]);
        assert!(matches!(call(&phone.say(said)), GatewayCall::EndSession { .. }), "{said}");
    }
}

#[test]
fn nothing_open_is_told_and_a_lost_network_too() {
    let phone = listed(Vec::new());
    assert!(phone.drawn().node("empty").is_some());
    let mut phone = Phone::new(ready(Flow::Services));
    phone.press("logins");
    phone.answer(GatewayReply::Sessions(Err(failure(ErrorCode::NetNone))));
    assert!(phone.tells(ErrorCode::NetNone) && phone.drawn().node("empty").is_none());
    assert_eq!(call(&phone.press("again")), GatewayCall::FetchSessions);
}

#[test]
fn without_a_network_the_sign_out_is_stored_and_goes_by_itself() {
    let mut phone = listed(vec![session(1, SignOutReach::AtOnce)]);
    let GatewayCall::EndSession { id, .. } = call(&phone.press("session.1")) else { panic!() };
    phone.answer(GatewayReply::SessionEnded(Err(failure(ErrorCode::NetNone))));
    assert_eq!(phone.screen(), "logins.ended");
    let mut phone = phone.die();
    assert_eq!(phone.screen(), "logins.ended");
    phone.answer(GatewayReply::SessionEnded(Ok(written(id))));
    assert!(phone.drawn().node("receipt").is_some());
}

#[test]
fn what_was_gone_before_is_what_the_person_wants() {
    let mut phone = listed(vec![session(1, SignOutReach::AtOnce)]);
    phone.press("session.1");
    phone.answer(GatewayReply::SessionEnded(Err(failure(ErrorCode::SessionUnknown))));
    assert!(phone.drawn().node("receipt").is_some());
    let mut phone = listed(vec![session(1, SignOutReach::AtOnce)]);
    phone.press("session.1");
    phone.answer(GatewayReply::SessionEnded(Err(failure(ErrorCode::RateLimited))));
    assert!(phone.screen() == "logins" && phone.tells(ErrorCode::RateLimited) && phone.has("session.1"));
}

#[test]
fn a_long_list_is_cut_into_pages_by_size() {
    let sessions: Vec<PartySession> = (1..=8).map(|n| session(n, SignOutReach::AtOnce)).collect();
    for (size, rows) in [(Size::Standard, 6), (Size::Elder, 4), (Size::Large, 3)] {
        let mut state = ready(Flow::Services);
        state.settings.presentation.size = size;
        let mut phone = Phone::new(state);
        phone.press("logins");
        phone.answer(GatewayReply::Sessions(Ok(SessionsResponse { sessions: sessions.clone() })));
        let NodeKind::Rows { items, .. } = &phone.drawn().node("entries").unwrap().kind else { panic!() };
        assert_eq!(items.len(), rows, "{size:?}");
        phone.press("older");
        let GatewayCall::EndSession { session, .. } = call(&phone.press(&format!("session.{}", rows + 1))) else {
            panic!()
        };
        assert_eq!(session, Uuid::from_u128(u128::try_from(rows).unwrap() + 1), "{size:?}");
    }
}

#[test]
fn consents_are_listed_and_taken_back() {
    let mut phone = listed(Vec::new());
    assert_eq!(call(&phone.press("grants")), GatewayCall::FetchGrants);
    phone.answer(GatewayReply::Grants(Ok(GrantsResponse { grants: vec![grant(1)] })));
    assert_eq!(phone.screen(), "grants");
    let GatewayCall::RevokeGrant { id, grant } = call(&phone.press("grant.1")) else { panic!() };
    assert_eq!((grant, phone.screen()), (Uuid::from_u128(1), "grants.revoked"));
    phone.answer(GatewayReply::GrantRevoked(Ok(written(id))));
    assert!(phone.drawn().node("receipt").is_some());
    phone.press("list");
    assert!(phone.drawn().node("empty").is_some() || phone.drawn().node("wait").is_some());
    phone.press("nav.back");
    assert_eq!(phone.screen(), "logins");
    phone.press("nav.back");
    assert_eq!(phone.screen(), "home");
}

#[test]
fn an_answer_that_comes_elsewhere_changes_no_other_flow() {
    let mut phone = Phone::new(ready(Flow::Services));
    phone.press("logins");
    phone.press("nav.home");
    phone.answer(GatewayReply::Sessions(Err(failure(ErrorCode::ServerBroken))));
    assert!(!phone.tells_any());
}
