//! Sessions with parties and grants: used, turned over, ended.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use leling_protocol::{
    PhysicalCardState,
    wire::{AnswerLoginResponse, AuditAct, LoginResponse, WriteResponse},
};

use super::{
    NOW, body, code,
    logins::{asked, holder, is_open, open, page, redeem, redeeming, terms, told_of},
    write,
};
use crate::{
    rules::{login::NoSession, party_session::NotRefreshed, scopes::ScopeSet},
    storage::{
        Asked, ClientId, Finished, GrantId, OpenAt, PartySessionId, PasswordJudgement, RedeemLogin, Redeemed,
        RefreshPartySession, Refreshed, SessionTerms, StaffChange, StaffOutcome, Storage, UnlinkCard,
    },
};

pub(super) async fn all(storage: &dyn Storage) {
    a_refresh_token_turns_over_once(storage).await;
    a_yes_lasts_until_it_is_taken_back(storage).await;
    whatever_stops_the_card_ends_what_came_of_it(storage).await;
    what_is_over_is_forgotten(storage).await;
}

async fn refresh(storage: &dyn Storage, session: PartySessionId, generation: u32) -> Refreshed {
    let (client, jkt) = (ClientId::new("kiosk"), None);
    storage.refresh_party_session(RefreshPartySession { session, client, generation, jkt, at: NOW }).await.unwrap()
}

async fn a_refresh_token_turns_over_once(storage: &dyn Storage) {
    let holder = holder(storage).await;
    let session = holder.session(storage, "kiosk").await;
    let Refreshed::Session(first) = refresh(storage, session, 0).await else { panic!("not refreshed") };
    assert_eq!(first.session.generation, 1);
    let foreign = RefreshPartySession { session, client: ClientId::new("x"), generation: 1, jkt: None, at: NOW };
    assert_eq!(storage.refresh_party_session(foreign).await.unwrap(), Refreshed::Unknown);
    assert_eq!(refresh(storage, session, 0).await, Refreshed::Not(NotRefreshed::Replayed));
    assert_eq!(refresh(storage, session, 1).await, Refreshed::Not(NotRefreshed::Over));
    assert!(!is_open(storage, session).await && told_of(storage, session).await);
    // A bound one needs its key, and a wrong key ends nothing.
    let login = open(storage, OpenAt::Device, asked("kiosk"), NOW).await;
    body::<LoginResponse>(&holder.scan(storage, login.id, NOW).await);
    body::<AnswerLoginResponse>(&holder.approve(storage, &login, Some(47)).await);
    let jkt = || Some("thumbprint".to_owned());
    let bound = RedeemLogin {
        terms: Arc::new(move |_| Some(SessionTerms { jkt: jkt(), ..terms(NOW.plus(900)) })),
        ..redeeming(&login, NOW)
    };
    let Redeemed::Session(made) = storage.redeem_login(bound).await.unwrap() else { panic!("no session") };
    assert_eq!(refresh(storage, made.0.id, 0).await, Refreshed::Unfit);
    let (session, client) = (made.0.id, ClientId::new("kiosk"));
    let right = RefreshPartySession { session, client: client.clone(), generation: 0, jkt: jkt(), at: NOW };
    assert!(matches!(storage.refresh_party_session(right).await.unwrap(), Refreshed::Session(_)));
    // The party ends it: nobody has to be told.
    assert!(!storage.end_party_session(session, ClientId::new("x"), NOW).await.unwrap());
    assert!(storage.end_party_session(session, client.clone(), NOW).await.unwrap());
    assert!(!storage.end_party_session(session, client, NOW).await.unwrap());
    assert!(!told_of(storage, session).await);
    assert_eq!(holder.last_act(storage).await.0, AuditAct::SessionEndedByParty);
}

async fn a_yes_lasts_until_it_is_taken_back(storage: &dyn Storage) {
    let (holder, stranger) = (holder(storage).await, self::holder(storage).await);
    let (one, two) = (holder.session(storage, "kiosk").await, holder.session(storage, "kiosk").await);
    let elsewhere = holder.session(storage, "reader").await;
    let grants = storage.grants(holder.person).await.unwrap();
    let grant = grants.iter().find(|grant| grant.client.as_str() == "kiosk").unwrap();
    assert_eq!((grants.len(), grant.scopes), (2, asked("kiosk").scopes));
    let (_, login) = page(storage).await;
    assert!(body::<LoginResponse>(&holder.scan(storage, login.id, NOW).await).known);
    let more = Asked { scopes: ScopeSet::parse("profile phone").unwrap(), ..asked("kiosk") };
    let wider = open(storage, OpenAt::Device, more.clone(), NOW).await;
    assert!(!body::<LoginResponse>(&holder.scan(storage, wider.id, NOW).await).known);
    body::<AnswerLoginResponse>(&holder.approve(storage, &wider, Some(47)).await);
    let widened = storage.grants(holder.person).await.unwrap();
    assert!(widened.iter().any(|now| now.id == grant.id && now.scopes.covers(more.scopes) && now.since == grant.since));
    // Sessions end one by one, and those of others not at all.
    assert_eq!(code(&storage.end_session(write(), stranger.device, one).await.unwrap()), "session.unknown");
    body::<WriteResponse>(&storage.end_session(write(), holder.device, one).await.unwrap());
    assert_eq!(holder.last_act(storage).await, (AuditAct::SessionEnded, Some("历下老年食堂".to_owned())));
    assert!(!is_open(storage, one).await && is_open(storage, two).await && told_of(storage, one).await);
    storage.logout_untold(one, NOW.plus(10)).await.unwrap();
    assert!(!told_of(storage, one).await);
    storage.logout_told(one).await.unwrap();
    assert!(!storage.due_logouts(NOW.plus(10), u32::MAX).await.unwrap().iter().any(|due| due.session == one));
    body::<WriteResponse>(&storage.end_session(write(), holder.device, one).await.unwrap());
    // A yes taken back ends its sessions, and what was approved and not yet exchanged.
    assert_eq!(code(&storage.revoke_grant(write(), stranger.device, grant.id).await.unwrap()), "session.unknown");
    body::<WriteResponse>(&storage.revoke_grant(write(), holder.device, grant.id).await.unwrap());
    assert!(!is_open(storage, two).await && is_open(storage, elsewhere).await);
    assert_eq!(redeem(storage, &wider, NOW).await, Redeemed::Not(NoSession::Over));
    assert_eq!(holder.last_act(storage).await.0, AuditAct::GrantRevoked);
    let unknown = storage.revoke_grant(write(), holder.device, GrantId(grant.id.0)).await.unwrap();
    assert_eq!(code(&unknown), "session.unknown");
}

async fn whatever_stops_the_card_ends_what_came_of_it(storage: &dyn Storage) {
    let stops = [
        StaffChange::Freeze,
        StaffChange::SignOut,
        StaffChange::Card(PhysicalCardState::Lost),
        StaffChange::Card(PhysicalCardState::Cancelled),
    ];
    for change in stops {
        let holder = holder(storage).await;
        let session = holder.session(storage, "kiosk").await;
        let (browser, login) = page(storage).await;
        body::<LoginResponse>(&holder.scan(storage, login.id, NOW).await);
        body::<AnswerLoginResponse>(&holder.approve(storage, &login, Some(47)).await);
        assert_eq!(storage.staff_act(holder.staff_act(change)).await.unwrap(), StaffOutcome::Done);
        assert!(!is_open(storage, session).await && told_of(storage, session).await, "{change:?}");
        assert_eq!(storage.finish_login(browser, NOW).await.unwrap(), Finished::Not(NoSession::Over), "{change:?}");
        let refused =
            [("device.frozen", StaffChange::Freeze), ("card.lost_state", stops[2]), ("card.cancelled", stops[3])];
        let (_, next) = page(storage).await;
        let scanned = holder.scan(storage, next.id, NOW).await;
        match refused.iter().find(|(_, stop)| *stop == change) {
            Some((why, _)) => assert_eq!(code(&scanned), *why),
            None => assert_eq!(scanned.status, 200),
        }
    }
    let holder = holder(storage).await;
    let session = holder.session(storage, "kiosk").await;
    let unlink = UnlinkCard { device: holder.device, password: PasswordJudgement::NotNeeded };
    body::<WriteResponse>(&storage.unlink_card(write(), unlink).await.unwrap());
    assert!(!is_open(storage, session).await);
    let (_, login) = page(storage).await;
    assert_eq!(code(&holder.scan(storage, login.id, NOW).await), "card.unbound");
}

async fn what_is_over_is_forgotten(storage: &dyn Storage) {
    let holder = holder(storage).await;
    let session = holder.session(storage, "kiosk").await;
    let (_, login) = page(storage).await;
    let unfinished = open(storage, OpenAt::Device, asked("board"), NOW.plus(3_700)).await;
    storage.sweep(NOW.plus(3_800)).await.unwrap();
    assert_eq!(storage.login(login.id, NOW).await.unwrap(), None);
    assert!(storage.login(unfinished.id, NOW.plus(3_700)).await.unwrap().is_some());
    assert!(storage.party_session(session).await.unwrap().is_some());
    storage.sweep(NOW.plus(900 + 86_400)).await.unwrap();
    assert_eq!(storage.party_session(session).await.unwrap(), None);
    assert_eq!(storage.grants(holder.person).await.unwrap().len(), 1, "a yes lasts");
}

/// Pairs of an end and uses beside it: once the end is acknowledged, no use succeeds.
pub(super) async fn nothing_is_used_after_an_acknowledged_end(storage: &dyn Storage) {
    const PAIRS: usize = 1_000;
    let holder = holder(storage).await;
    let mut ended_first = 0;
    for pair in 0..PAIRS {
        let session = holder.session(storage, "kiosk").await;
        let acknowledged = AtomicBool::new(false);
        let end = async {
            // The end begins now before, now after the first use.
            if pair % 2 == 0 {
                tokio::task::yield_now().await;
            }
            body::<WriteResponse>(&storage.end_session(write(), holder.device, session).await.unwrap());
            acknowledged.store(true, Ordering::SeqCst);
        };
        let uses = async {
            for generation in 0..3 {
                let over = acknowledged.load(Ordering::SeqCst);
                let (open, refreshed) = (is_open(storage, session).await, refresh(storage, session, generation).await);
                assert!(!(over && (open || matches!(refreshed, Refreshed::Session(_)))), "pair {pair}");
                if !matches!(refreshed, Refreshed::Session(_)) {
                    return usize::from(generation == 0);
                }
            }
            0
        };
        let ((), first) = tokio::join!(end, uses);
        ended_first += first;
        assert!(!is_open(storage, session).await);
    }
    assert!((1..PAIRS).contains(&ended_first), "the two never raced: {ended_first}");
}
