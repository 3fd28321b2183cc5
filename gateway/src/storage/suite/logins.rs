//! Logins elsewhere, from their opening to the end of what came of them.

use std::sync::Arc;

use leling_protocol::{
    CounterCode, Timestamp,
    wire::{AnswerLoginResponse, AuditAct, KeepLoginResponse, LoginDoor, LoginResponse},
};
use uuid::Uuid;

use super::{NOW, Somebody, body, code, somebody, write, write_at};
use crate::{
    numbers::Limit,
    rules::{
        login::{End, NoSession, NumberChoice, Stage, slot_at},
        scopes::ScopeSet,
    },
    storage::{
        Answer, AnswerLogin, Asked, AuthorizeLogin, BrowserId, ClaimLogin, ClientId, Decision, DeviceId, Finished,
        FoundBy, LoginId, LoginRow, OpenAt, OpenLogin, PartySessionId, PasswordJudgement, PersonHandle, PushRequest,
        PushedRequestId, RedeemLogin, Redeemed, RenewLogin, Respond, SessionTerms, Spend, StaffAct, StaffChange,
        Storage, Whom, Write,
    },
};

pub(super) async fn all(storage: &dyn Storage) {
    a_login_goes_from_its_page_to_one_session(storage).await;
    a_browser_has_one_login_and_renews_it(storage).await;
    digits_in_use_are_passed_over(storage).await;
    a_phone_finds_its_claim_again_and_another_scan_ends_it(storage).await;
    an_answer_is_compared_with_what_was_asked(storage).await;
    a_code_that_fits_nothing_is_kept_and_one_used_twice_ends_the_session(storage).await;
    another_app_waits_for_the_first_answer(storage).await;
    a_pushed_request_is_taken_once(storage).await;
}

/// A person with a claimed card.
pub(super) struct Holder {
    who: Somebody,
    pub(super) device: DeviceId,
    pub(super) person: PersonHandle,
}

pub(super) async fn holder(storage: &dyn Storage) -> Holder {
    let who = somebody();
    let (device, person) = who.enrolled(storage).await;
    let card = who.card.clone();
    who.claim(storage, device, &card).await;
    Holder { who, device, person }
}

pub(super) fn asked(client: &str) -> Asked {
    Asked {
        client: ClientId::new(client),
        party: "历下老年食堂".to_owned(),
        scopes: ScopeSet::parse("profile age_65").unwrap(),
        detail: "detail".to_owned(),
    }
}

fn digits() -> CounterCode {
    let number = Uuid::new_v4().as_u128() % 100_000_000;
    CounterCode::parse(&format!("{number:08}")).unwrap()
}

fn choice() -> NumberChoice {
    NumberChoice::new([12, 47, 83], 47).unwrap()
}

pub(super) async fn open(storage: &dyn Storage, place: OpenAt, asked: Asked, at: Timestamp) -> LoginRow {
    let id = LoginId(Uuid::new_v4());
    let open = OpenLogin { id, place, asked, user_code: digits(), spends: Vec::new(), at };
    storage.open_login(open).await.unwrap().unwrap()
}

fn browser() -> BrowserId {
    BrowserId(Uuid::new_v4())
}

pub(super) async fn page(storage: &dyn Storage) -> (BrowserId, LoginRow) {
    let browser = browser();
    (browser, open(storage, OpenAt::Page { browser }, asked("kiosk"), NOW).await)
}

fn respond() -> Respond {
    Arc::new(|claimed| {
        Ok(LoginResponse {
            login: claimed.id.0,
            door: claimed.door,
            party: serde_json::from_value(serde_json::json!({
                "client": claimed.asked.client.as_str(), "name": claimed.asked.party, "kind": "kiosk",
                "region": "370102", "city": "济南市", "purpose": "想用社保卡认您",
            }))
            .unwrap(),
            scopes: claimed.asked.scopes.iter().collect(),
            numbers: match claimed.matching {
                crate::rules::login::Matching::Number(choice) => Some(choice.shown()),
                crate::rules::login::Matching::Nothing => None,
            },
            nonce: String::new(),
            expires_at: claimed.ends_at,
            elsewhere: false,
            known: claimed.known == crate::storage::Known::Before,
        })
    })
}

impl Holder {
    async fn claim(&self, storage: &dyn Storage, by: FoundBy, at: Timestamp) -> Answer {
        let claim = ClaimLogin { device: self.device, by, numbers: choice(), respond: respond() };
        storage.claim_login(write_at("claim", at), claim).await.unwrap()
    }

    pub(super) async fn scan(&self, storage: &dyn Storage, login: LoginId, at: Timestamp) -> Answer {
        self.claim(storage, FoundBy::Scan { login, slot: slot(at) }, at).await
    }

    async fn say(&self, storage: &dyn Storage, login: LoginId, decision: Decision, at: Timestamp) -> Answer {
        let answer =
            AnswerLogin { login, device: self.device, decision, redirect: Arc::new(|_, how| Some(format!("{how:?}"))) };
        storage.answer_login(write_at("answer", at), answer).await.unwrap()
    }

    pub(super) async fn approve(&self, storage: &dyn Storage, login: &LoginRow, number: Option<u32>) -> Answer {
        self.say(storage, login.id, yes(&login.asked, number), NOW).await
    }

    /// Whole way to a session.
    pub(super) async fn session(&self, storage: &dyn Storage, client: &str) -> PartySessionId {
        let login = open(storage, OpenAt::Device, asked(client), NOW).await;
        body::<LoginResponse>(&self.scan(storage, login.id, NOW).await);
        body::<AnswerLoginResponse>(&self.approve(storage, &login, Some(47)).await);
        match redeem(storage, &login, NOW).await {
            Redeemed::Session(made) => made.0.id,
            other => panic!("no session: {other:?}"),
        }
    }

    pub(super) async fn last_act(&self, storage: &dyn Storage) -> (AuditAct, Option<String>) {
        let records = storage.audit(self.person, 0, 1_000).await.unwrap();
        let last = records.last().unwrap();
        (last.act, last.party.clone())
    }

    pub(super) fn staff_act(&self, change: StaffChange) -> StaffAct {
        let whom = Whom::Number(self.who.id_number.clone());
        StaffAct { whom, change, staff: "S-1".to_owned(), device: None, reason: None, at: NOW }
    }
}

fn slot(at: Timestamp) -> u64 {
    slot_at(at, &crate::Numbers::default())
}

fn yes(asked: &Asked, number: Option<u32>) -> Decision {
    let (client, scopes) = (asked.client.clone(), asked.scopes);
    Decision::Yes { client, scopes, number, password: PasswordJudgement::NotNeeded }
}

pub(super) fn terms(until: Timestamp) -> SessionTerms {
    SessionTerms { until, jkt: None, detail: "session".to_owned() }
}

pub(super) fn redeeming(login: &LoginRow, at: Timestamp) -> RedeemLogin {
    RedeemLogin {
        login: login.id,
        client: login.asked.client.clone(),
        session: PartySessionId(Uuid::new_v4()),
        terms: Arc::new(move |_| Some(terms(at.plus(900)))),
        at,
    }
}

pub(super) async fn redeem(storage: &dyn Storage, login: &LoginRow, at: Timestamp) -> Redeemed {
    storage.redeem_login(redeeming(login, at)).await.unwrap()
}

pub(super) async fn is_open(storage: &dyn Storage, session: PartySessionId) -> bool {
    storage.party_session(session).await.unwrap().is_some_and(|row| row.session.is_open(NOW))
}

pub(super) async fn told_of(storage: &dyn Storage, session: PartySessionId) -> bool {
    storage.due_logouts(NOW, u32::MAX).await.unwrap().iter().any(|due| due.session == session)
}

async fn a_login_goes_from_its_page_to_one_session(storage: &dyn Storage) {
    let holder = holder(storage).await;
    let (browser, login) = page(storage).await;
    assert_eq!(storage.finish_login(browser, NOW).await.unwrap(), Finished::Not(NoSession::Pending));
    let claimed: LoginResponse = body(&holder.scan(storage, login.id, NOW).await);
    assert_eq!((claimed.login, claimed.door, claimed.numbers), (login.id.0, LoginDoor::Page, Some([12, 47, 83])));
    assert!(!claimed.known);
    let seen = storage.login_of_browser(browser, NOW).await.unwrap().unwrap();
    assert_eq!((seen.id, seen.number()), (login.id, Some(47)));
    body::<AnswerLoginResponse>(&holder.approve(storage, &login, Some(47)).await);
    assert_eq!(holder.last_act(storage).await, (AuditAct::LoginApproved, Some("历下老年食堂".to_owned())));
    assert_eq!(redeem(storage, &login, NOW).await, Redeemed::Not(NoSession::Pending), "a page fetches its code first");
    let Finished::Code(coded) = storage.finish_login(browser, NOW).await.unwrap() else { panic!("no code") };
    assert_eq!(coded.login.stage, Stage::Coded { by: holder.device });
    assert_eq!(storage.finish_login(browser, NOW).await.unwrap(), Finished::Code(coded));
    let Redeemed::Session(made) = redeem(storage, &login, NOW).await else { panic!("no session") };
    let (session, of) = *made;
    assert_eq!((session.person, session.device, session.scopes), (holder.person, holder.device, login.asked.scopes));
    assert_eq!((of.id, of.asked), (login.id, login.asked));
    assert_eq!(storage.party_session(session.id).await.unwrap(), Some(session.clone()));
    assert_eq!(storage.party_sessions(holder.person, NOW).await.unwrap(), std::slice::from_ref(&session));
    assert!(storage.party_sessions(holder.person, NOW.plus(900)).await.unwrap().is_empty());
    assert_eq!(storage.finish_login(browser, NOW).await.unwrap(), Finished::Not(NoSession::Over));
    let facts = storage.person_facts(holder.person).await.unwrap();
    assert_eq!((facts.id_number, facts.phone), (holder.who.id_number.clone(), Some(holder.who.phone.clone())));
    storage.use_party_session(session.id, NOW.plus(59)).await.unwrap();
    assert_eq!(storage.party_session(session.id).await.unwrap().unwrap().used_at, NOW);
    storage.use_party_session(session.id, NOW.plus(60)).await.unwrap();
    assert_eq!(storage.party_session(session.id).await.unwrap().unwrap().used_at, NOW.plus(60));
}

async fn a_browser_has_one_login_and_renews_it(storage: &dyn Storage) {
    let holder = holder(storage).await;
    let (browser, first) = page(storage).await;
    let renewing = |at| RenewLogin { browser, id: LoginId(Uuid::new_v4()), user_code: digits(), at };
    let same = storage.renew_login(renewing(NOW)).await.unwrap().unwrap();
    assert_eq!(same.id, first.id, "one that waits is not replaced");
    let late = NOW.plus(120);
    let second = storage.renew_login(renewing(late)).await.unwrap().unwrap();
    assert_ne!(second.id, first.id);
    assert_eq!((second.login.stage, &second.asked), (Stage::Open, &first.asked));
    assert_eq!(storage.login(first.id, late).await.unwrap(), None, "nobody scanned it: nothing is kept");
    body::<LoginResponse>(&holder.scan(storage, second.id, late).await);
    let third = storage.renew_login(renewing(late)).await.unwrap().unwrap();
    assert_ne!(third.id, second.id);
    assert_eq!(code(&holder.say(storage, second.id, Decision::No, late).await), "login.cancelled");
    let limited = Spend { name: "logins_by_client", whom: b"x".to_vec(), limit: Limit { count: 1, seconds: 60 } };
    let open_limited = |id| OpenLogin {
        id: LoginId(id),
        place: OpenAt::Device,
        asked: asked("board"),
        user_code: digits(),
        spends: vec![Spend { whom: first.id.0.as_bytes().to_vec(), ..limited.clone() }],
        at: NOW,
    };
    assert!(storage.open_login(open_limited(Uuid::new_v4())).await.unwrap().is_ok());
    assert!(storage.open_login(open_limited(Uuid::new_v4())).await.unwrap().is_err());
    assert_eq!(storage.renew_login(RenewLogin { browser: self::browser(), ..renewing(NOW) }).await.unwrap(), None);
}

async fn digits_in_use_are_passed_over(storage: &dyn Storage) {
    let user_code = CounterCode::parse("99999999").unwrap();
    let mut taken = Vec::new();
    for _ in 0..3 {
        let id = LoginId(Uuid::new_v4());
        let open = OpenLogin {
            id,
            place: OpenAt::Device,
            asked: asked("board"),
            user_code: user_code.clone(),
            spends: Vec::new(),
            at: NOW,
        };
        taken.push(storage.open_login(open).await.unwrap().unwrap().user_code.unwrap().as_str().to_owned());
    }
    let mut unique = taken.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), 3, "{taken:?}");
}

async fn a_phone_finds_its_claim_again_and_another_scan_ends_it(storage: &dyn Storage) {
    let (first, second) = (holder(storage).await, holder(storage).await);
    let (browser, login) = page(storage).await;
    assert_eq!(code(&first.scan(storage, LoginId(Uuid::new_v4()), NOW).await), "login.unknown");
    let stale = FoundBy::Scan { login: login.id, slot: slot(NOW) };
    assert_eq!(code(&first.claim(storage, stale.clone(), NOW.plus(20)).await), "login.expired");
    let claimed: LoginResponse = body(&first.scan(storage, login.id, NOW).await);
    let again: LoginResponse = body(&first.claim(storage, stale, NOW.plus(20)).await);
    assert_eq!(claimed, again, "the phone that has it may be late");
    let kept: KeepLoginResponse =
        body(&storage.keep_login(write_at("keep", NOW.plus(60)), first.device, login.id).await.unwrap());
    assert_eq!(kept.expires_at, NOW.plus(360));
    let typed = FoundBy::UserCode(login.user_code.clone().unwrap());
    let typed: LoginResponse = body(&first.claim(storage, typed, NOW).await);
    assert_eq!(typed.numbers, claimed.numbers, "digits do not do away with the numbers");
    assert_eq!(code(&second.scan(storage, login.id, NOW).await), "login.taken");
    assert_eq!(code(&first.approve(storage, &login, Some(47)).await), "login.taken");
    let seen = storage.login_of_browser(browser, NOW).await.unwrap().unwrap();
    assert_eq!(seen.login.stage, Stage::Ended(End::Contested));
    assert_eq!(code(&storage.keep_login(write(), first.device, login.id).await.unwrap()), "login.taken");
    // A new scan by the same phone ends what it scanned before.
    let (_, earlier) = page(storage).await;
    let (_, later) = page(storage).await;
    body::<LoginResponse>(&first.scan(storage, earlier.id, NOW).await);
    body::<LoginResponse>(&first.scan(storage, later.id, NOW).await);
    assert_eq!(code(&first.approve(storage, &earlier, Some(47)).await), "login.ended");
    body::<AnswerLoginResponse>(&first.approve(storage, &later, Some(47)).await);
    let wrong = FoundBy::UserCode(digits());
    assert_eq!(code(&first.claim(storage, wrong, NOW).await), "user_code.wrong");
}

async fn an_answer_is_compared_with_what_was_asked(storage: &dyn Storage) {
    let holder = holder(storage).await;
    let (browser, login) = page(storage).await;
    assert_eq!(code(&holder.approve(storage, &login, Some(47)).await), "login.unknown", "nobody claimed it");
    body::<LoginResponse>(&holder.scan(storage, login.id, NOW).await);
    let password = PasswordJudgement::NotNeeded;
    let (client, scopes) = (login.asked.client.clone(), login.asked.scopes);
    let fewer = ScopeSet::parse("profile").unwrap();
    for (client, scopes, number) in [
        (ClientId::new("other"), scopes, Some(47)),
        (client.clone(), fewer, Some(47)),
        (client.clone(), ScopeSet::default(), Some(47)),
        (client.clone(), scopes, None),
    ] {
        let decision = Decision::Yes { client, scopes, number, password };
        assert_eq!(code(&holder.say(storage, login.id, decision, NOW).await), "approval.invalid");
    }
    let wrong = Decision::Yes { client, scopes, number: Some(47), password: PasswordJudgement::Wrong };
    assert_eq!(code(&holder.say(storage, login.id, wrong, NOW).await), "password.wrong");
    assert_eq!(code(&holder.approve(storage, &login, Some(12)).await), "login.number_wrong");
    assert_eq!(holder.last_act(storage).await.0, AuditAct::LoginNumberWrong);
    assert_eq!(code(&holder.approve(storage, &login, Some(47)).await), "login.ended");
    assert_eq!(storage.finish_login(browser, NOW).await.unwrap(), Finished::Not(NoSession::Denied));
    let (_, refused) = page(storage).await;
    body::<LoginResponse>(&holder.scan(storage, refused.id, NOW).await);
    body::<AnswerLoginResponse>(&holder.say(storage, refused.id, Decision::No, NOW).await);
    assert_eq!(holder.last_act(storage).await, (AuditAct::LoginRefused, Some("历下老年食堂".to_owned())));
    assert_eq!(code(&holder.approve(storage, &refused, Some(47)).await), "login.ended");
    let (_, cancelled) = page(storage).await;
    body::<LoginResponse>(&holder.scan(storage, cancelled.id, NOW).await);
    storage.cancel_login(cancelled.id, NOW).await.unwrap().unwrap();
    assert_eq!(code(&holder.approve(storage, &cancelled, Some(47)).await), "login.cancelled");
    assert!(storage.grants(holder.person).await.unwrap().is_empty());
}

async fn a_code_that_fits_nothing_is_kept_and_one_used_twice_ends_the_session(storage: &dyn Storage) {
    let holder = holder(storage).await;
    let (browser, login) = page(storage).await;
    body::<LoginResponse>(&holder.scan(storage, login.id, NOW).await);
    body::<AnswerLoginResponse>(&holder.approve(storage, &login, Some(47)).await);
    assert!(matches!(storage.finish_login(browser, NOW).await.unwrap(), Finished::Code(_)));
    let unfit = RedeemLogin { terms: Arc::new(|_| None), ..redeeming(&login, NOW) };
    assert_eq!(storage.redeem_login(unfit).await.unwrap(), Redeemed::Unfit);
    let foreign = RedeemLogin { client: ClientId::new("other"), ..redeeming(&login, NOW) };
    assert_eq!(storage.redeem_login(foreign).await.unwrap(), Redeemed::Unknown);
    let Redeemed::Session(made) = redeem(storage, &login, NOW).await else { panic!("no session") };
    assert!(is_open(storage, made.0.id).await);
    assert_eq!(redeem(storage, &login, NOW).await, Redeemed::Not(NoSession::Replayed));
    assert!(!is_open(storage, made.0.id).await);
    assert!(told_of(storage, made.0.id).await);
    assert_eq!(holder.last_act(storage).await.0, AuditAct::SessionReplayed);
    assert_eq!(redeem(storage, &login, NOW).await, Redeemed::Not(NoSession::Replayed), "and only once");
}

async fn another_app_waits_for_the_first_answer(storage: &dyn Storage) {
    let holder = holder(storage).await;
    let authorize = || AuthorizeLogin { device: holder.device, asked: asked("partner"), respond: respond() };
    let asking = write();
    let claimed: LoginResponse = body(&storage.authorize_login(asking.clone(), authorize()).await.unwrap());
    assert_eq!((claimed.login, claimed.door, claimed.numbers), (asking.id, LoginDoor::App, None));
    let again: LoginResponse = body(&storage.authorize_login(asking.clone(), authorize()).await.unwrap());
    assert_eq!(claimed, again);
    let other = Write { request: leling_crypto::hash::sha256(b"other"), ..asking };
    assert_eq!(code(&storage.authorize_login(other, authorize()).await.unwrap()), "request.conflict");
    assert_eq!(code(&storage.authorize_login(write(), authorize()).await.unwrap()), "login.busy");
    assert_eq!(code(&holder.scan(storage, LoginId(claimed.login), NOW).await), "login.unknown");
    let said: AnswerLoginResponse =
        body(&holder.say(storage, LoginId(claimed.login), yes(&asked("partner"), None), NOW).await);
    assert_eq!(said.redirect.as_deref(), Some("Approved"));
    assert_eq!(holder.last_act(storage).await.0, AuditAct::LoginAuthorized);
    let login = storage.login(LoginId(claimed.login), NOW).await.unwrap().unwrap();
    assert!(matches!(redeem(storage, &login, NOW).await, Redeemed::Session(_)));
    let second = write();
    body::<LoginResponse>(&storage.authorize_login(second.clone(), authorize()).await.unwrap());
    let said: AnswerLoginResponse = body(&holder.say(storage, LoginId(second.id), Decision::No, NOW).await);
    assert_eq!(said.redirect.as_deref(), Some("Refused"));
}

async fn a_pushed_request_is_taken_once(storage: &dyn Storage) {
    let push = |id| PushRequest {
        id,
        client: ClientId::new("kiosk"),
        detail: "request".to_owned(),
        expires_at: NOW.plus(90),
        spends: Vec::new(),
        at: NOW,
    };
    let take = |id, client: &str, at| storage.take_pushed_request(id, ClientId::new(client), at);
    let id = PushedRequestId(Uuid::new_v4());
    storage.push_request(push(id)).await.unwrap().unwrap();
    assert!(take(id, "other", NOW).await.unwrap().is_none());
    assert_eq!(take(id, "kiosk", NOW).await.unwrap().unwrap().expose(), "request");
    assert!(take(id, "kiosk", NOW).await.unwrap().is_none());
    let late = PushedRequestId(Uuid::new_v4());
    storage.push_request(push(late)).await.unwrap().unwrap();
    assert!(take(late, "kiosk", NOW.plus(90)).await.unwrap().is_none());
}
