//! Logins as the phone's own API serves them: what an approval has to say, who may answer, what is over when.
//!
//! The other side is a screen of the device door, whose code and number come as texts.

use std::sync::Arc;

use leling_crypto::{
    approval::{ApprovalClaims, draft_approval},
    keys::SoftwareKey,
    login_handle::{self, LoginHandle},
    rng::SystemRng,
};
use leling_gateway::{Numbers, numbers::Limit};
use serde_json::{Value, json};

use crate::{
    party::{BOARD, KIOSK, PARTNER, Party, arrive, challenge, digits, form, page, text, verifier},
    world::{LI, LIU, Person, Phone, Reply, WANG, World, new_id},
};

const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// A screen without a browser.
struct Screen {
    code: String,
}

impl Screen {
    async fn new(world: &World) -> Self {
        let begun = BOARD.post(world, "/device_authorization", &[("scope", "openid view")]).await.ok();
        Self { code: text(&begun, "device_code").to_owned() }
    }

    async fn shows(&self, world: &World) -> Value {
        BOARD.post(world, "/device/display", &[("device_code", &self.code)]).await.ok()
    }

    async fn handle(&self, world: &World) -> String {
        text(&self.shows(world).await, "qr").rsplit('/').next().unwrap().to_owned()
    }

    async fn number(&self, world: &World) -> u32 {
        u32::try_from(self.shows(world).await["number"].as_u64().unwrap()).unwrap()
    }

    async fn poll(&self, world: &World) -> Reply {
        world.clock.advance(5);
        let pairs = [("grant_type", DEVICE_CODE), ("device_code", self.code.as_str())];
        BOARD.post(world, "/oauth/token", &pairs).await
    }

    async fn claimed_by(&self, world: &World, phone: &Phone) -> Value {
        phone.claim_handle(world, &self.handle(world).await).await.ok()
    }
}

fn path(login: &Value, act: &str) -> String {
    format!("/v1/logins/{}/{act}", text(login, "login"))
}

impl Phone {
    async fn claim_handle(&self, world: &World, handle: &str) -> Reply {
        let body = json!({"id": new_id(), "by": {"kind": "handle", "handle": handle}});
        self.post(world, "/v1/logins/claims", &body).await
    }

    async fn keep(&self, world: &World, login: &Value) -> Reply {
        self.post(world, &path(login, "keep"), &json!({"id": new_id()})).await
    }

    async fn no(&self, world: &World, login: &Value) -> Reply {
        self.post(world, &path(login, "answers"), &json!({"id": new_id(), "decision": "no"})).await
    }

    async fn yes(&self, world: &World, login: &Value, approval: &str) -> Reply {
        let body = json!({"id": new_id(), "decision": "yes", "approval": approval});
        self.post(world, &path(login, "answers"), &body).await
    }

    async fn say_number(&self, world: &World, login: &Value, number: u32) -> Reply {
        self.yes(world, login, &self.sign_approval(&claims(world, login, number))).await
    }

    async fn yes_with_password(&self, world: &World, login: &Value, number: u32, password: &str) -> Reply {
        let id = new_id();
        let sealed = self.seal(world, "login", id, &json!({"password": password})).await;
        let body_sha256 = ApprovalClaims::digest_of(sealed.as_bytes());
        let approval = self.sign_approval(&ApprovalClaims { body_sha256, ..claims(world, login, number) });
        let body = json!({"id": id, "decision": "yes", "sealed": sealed, "approval": approval});
        self.post(world, &path(login, "answers"), &body).await
    }

    async fn acts(&self, world: &World) -> Vec<(String, Option<String>)> {
        let record = self.get(world, "/v1/audit").await.ok();
        let entries = record["entries"].as_array().unwrap().iter();
        entries.map(|entry| (text(entry, "act").to_owned(), entry["party"].as_str().map(str::to_owned))).collect()
    }
}

/// What a right yes says.
fn claims(world: &World, login: &Value, number: u32) -> ApprovalClaims {
    ApprovalClaims {
        kind: "login".to_owned(),
        session: Some(text(login, "login").to_owned()),
        party: text(&login["party"], "client").to_owned(),
        scopes: login["scopes"].as_array().unwrap().iter().map(|scope| scope.as_str().unwrap().to_owned()).collect(),
        number: Some(number),
        body_sha256: ApprovalClaims::digest_of(b""),
        nonce: text(login, "nonce").to_owned(),
        exp: world.now() + 300,
    }
}

#[tokio::test]
async fn the_phone_is_told_who_asks_and_the_screen_alone_knows_the_number() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let screen = Screen::new(&world).await;
    let login = screen.claimed_by(&world, &phone).await;
    assert_eq!(login["party"]["name"], "临沂人社大厅");
    assert_eq!(login["party"]["place"], "兰山区人社大厅");
    assert_eq!((&login["door"], &login["scopes"]), (&json!("device"), &json!(["view"])));
    assert_eq!((&login["elsewhere"], &login["known"]), (&json!(false), &json!(false)));
    let number = screen.number(&world).await;
    let shown: Vec<u64> = login["numbers"].as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect();
    assert!(shown.len() == 3 && shown.contains(&number.into()), "{shown:?} {number}");
    assert!(login.to_string().matches(&number.to_string()).count() >= 1 && login.get("number").is_none());
    phone.say_number(&world, &login, number).await.ok();
    screen.poll(&world).await.ok();
    assert!(phone.acts(&world).await.contains(&("login_approved".to_owned(), Some("临沂人社大厅".to_owned()))));
    let next = Screen::new(&world).await.claimed_by(&world, &phone).await;
    assert_eq!(next["known"], true);
    let away = world.claimed(&LI).await;
    assert_eq!(Screen::new(&world).await.claimed_by(&world, &away).await["elsewhere"], true);
}

#[tokio::test]
async fn a_wrong_number_ends_it_on_both_sides() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let screen = Screen::new(&world).await;
    let login = screen.claimed_by(&world, &phone).await;
    let right = screen.number(&world).await;
    let shown = login["numbers"].as_array().unwrap().iter().map(|number| u32::try_from(number.as_u64().unwrap()));
    let wrong = shown.map(Result::unwrap).find(|number| *number != right).unwrap();
    phone.say_number(&world, &login, wrong).await.refused("login.number_wrong");
    phone.say_number(&world, &login, right).await.refused("login.ended");
    assert_eq!(screen.poll(&world).await.json()["error"], "access_denied");
    assert!(phone.acts(&world).await.iter().any(|(act, _)| act == "login_number_wrong"));
}

#[tokio::test]
async fn an_approval_of_anything_else_is_refused_and_the_login_waits_on() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let screen = Screen::new(&world).await;
    let login = screen.claimed_by(&world, &phone).await;
    let number = screen.number(&world).await;
    let right = || claims(&world, &login, number);
    let other = new_id().to_string();
    let bad = [
        ("kind", ApprovalClaims { kind: "claim".to_owned(), ..right() }),
        ("login", ApprovalClaims { session: Some(other), ..right() }),
        ("no login", ApprovalClaims { session: None, ..right() }),
        ("party", ApprovalClaims { party: "kiosk".to_owned(), ..right() }),
        ("more scopes", ApprovalClaims { scopes: vec!["profile".to_owned(), "view".to_owned()], ..right() }),
        ("fewer scopes", ApprovalClaims { scopes: vec![], ..right() }),
        ("a scope twice", ApprovalClaims { scopes: vec!["view".to_owned(), "view".to_owned()], ..right() }),
        ("no such scope", ApprovalClaims { scopes: vec!["card".to_owned()], ..right() }),
        ("no number", ApprovalClaims { number: None, ..right() }),
        ("nonce", ApprovalClaims { nonce: "AAAA".to_owned(), ..right() }),
        ("body", ApprovalClaims { body_sha256: ApprovalClaims::digest_of(b"x"), ..right() }),
        ("over", ApprovalClaims { exp: world.now(), ..right() }),
        ("too long", ApprovalClaims { exp: world.now() + 901, ..right() }),
    ];
    for (what, claims) in bad {
        let reply = phone.yes(&world, &login, &phone.sign_approval(&claims)).await;
        assert_eq!(reply.code(), "approval.invalid", "{what}");
    }
    // By the wrong key of the right phone, by nobody, and not at all.
    let draft = draft_approval(phone.device.public_key(), &right()).unwrap();
    let by_device = draft.clone().attach(&phone.device.sign(&draft.to_be_signed()));
    phone.yes(&world, &login, &by_device).await.refused("approval.invalid");
    phone.yes(&world, &login, "a.b.c").await.refused("approval.invalid");
    let bare = json!({"id": new_id(), "decision": "yes"});
    phone.post(&world, &path(&login, "answers"), &bare).await.refused("approval.invalid");
    assert_eq!(screen.poll(&world).await.json()["error"], "authorization_pending");
    phone.yes(&world, &login, &phone.sign_approval(&right())).await.ok();
    screen.poll(&world).await.ok();
}

#[tokio::test]
async fn the_same_answer_again_gives_the_same_bytes_and_another_one_under_its_id_is_refused() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let screen = Screen::new(&world).await;
    let login = screen.claimed_by(&world, &phone).await;
    let approval = phone.sign_approval(&claims(&world, &login, screen.number(&world).await));
    let mut body = json!({"id": new_id(), "decision": "yes", "approval": approval});
    let first = phone.post(&world, &path(&login, "answers"), &body).await;
    let again = phone.post(&world, &path(&login, "answers"), &body).await;
    assert_eq!((first.status.as_u16(), first.bytes), (200, again.bytes));
    body["decision"] = "no".into();
    phone.post(&world, &path(&login, "answers"), &body).await.refused("request.conflict");
    phone.no(&world, &login).await.refused("login.ended");
    screen.poll(&world).await.ok();
}

#[tokio::test]
async fn a_code_is_claimed_while_it_is_shown_and_found_again_by_the_phone_that_has_it() {
    let world = World::new().await;
    let (phone, other) = (world.claimed(&WANG).await, world.claimed(&LI).await);
    let screen = Screen::new(&world).await;
    let old = screen.handle(&world).await;
    world.clock.advance(20);
    phone.claim_handle(&world, &old).await.refused("login.expired");
    let fresh = screen.handle(&world).await;
    let login = phone.claim_handle(&world, &fresh).await.ok();
    world.clock.advance(60);
    let again = phone.claim_handle(&world, &fresh).await.ok();
    assert_eq!((&login["login"], &login["numbers"]), (&again["login"], &again["numbers"]));
    other.claim_handle(&world, &fresh).await.refused("login.expired");
    // Signed by another key, or no handle at all.
    let stranger = SoftwareKey::generate(&SystemRng::new()).unwrap();
    let forged = login_handle::sign(&stranger, &LoginHandle { scan: [7; 16], slot: world.now() / 8 });
    for handle in [forged.as_str(), "", "AAAA", "../q", &"A".repeat(300)] {
        other.claim_handle(&world, handle).await.refused("login.unknown");
    }
    let number = screen.number(&world).await;
    phone.say_number(&world, &login, number).await.ok();
}

#[tokio::test]
async fn a_second_phone_gets_nothing_and_answers_for_nobody() {
    let world = World::new().await;
    let (phone, other) = (world.claimed(&WANG).await, world.claimed(&LI).await);
    let screen = Screen::new(&world).await;
    let handle = screen.handle(&world).await;
    let login = phone.claim_handle(&world, &handle).await.ok();
    let number = screen.number(&world).await;
    other.say_number(&world, &login, number).await.refused("login.taken");
    other.no(&world, &login).await.refused("login.taken");
    other.keep(&world, &login).await.refused("login.taken");
    other.claim_handle(&world, &handle).await.refused("login.taken");
    phone.say_number(&world, &login, number).await.refused("login.taken");
    assert_ne!(screen.poll(&world).await.status, 200);
    let unknown = json!({"login": new_id(), "party": login["party"], "scopes": login["scopes"], "nonce": "n"});
    phone.no(&world, &unknown).await.refused("login.unknown");
}

#[tokio::test]
async fn nothing_is_answered_after_its_time() {
    let world = World::new().await;
    let mut phone = world.claimed(&WANG).await;
    let screen = Screen::new(&world).await;
    let login = screen.claimed_by(&world, &phone).await;
    let number = screen.number(&world).await;
    world.clock.advance(299);
    let kept = phone.keep(&world, &login).await.ok();
    assert!(kept["expires_at"].as_i64().unwrap() > login["expires_at"].as_i64().unwrap());
    world.clock.advance(299);
    phone.keep(&world, &login).await.ok();
    phone.sign_in(&world).await;
    world.clock.advance(299);
    let last = phone.keep(&world, &login).await.ok();
    world.clock.advance(3);
    assert_eq!(last["expires_at"].as_i64().unwrap(), i64::try_from(world.now()).unwrap());
    phone.keep(&world, &login).await.refused("login.expired");
    phone.say_number(&world, &login, number).await.refused("login.expired");
    // The browser cancels.
    let visit = KIOSK.visit(&world, "openid profile").await;
    let shown = phone.claim_login(&world, &digits(&world, &visit.cookie).await).await.ok();
    // Another visit of the same browser ends the first.
    let query = form(&KIOSK.asks("openid profile", &challenge(&verifier())));
    let again = page(&world, &format!("/authorize?{query}"), &visit.cookie).await;
    assert_eq!(again.status.as_u16(), 303);
    phone.answer(&world, &shown, "yes").await.refused("login.cancelled");
}

#[tokio::test]
async fn a_card_that_may_not_log_in_scans_nothing_and_answers_nothing() {
    let world = World::new().await;
    let enrolled = world.enrolled(&LI).await;
    let screen = Screen::new(&world).await;
    enrolled.claim_handle(&world, &screen.handle(&world).await).await.refused("card.not_claimed");
    let phone = world.claimed(&WANG).await;
    let login = screen.claimed_by(&world, &phone).await;
    let number = screen.number(&world).await;
    world.peer("desk", "card_social_off", Some(&WANG)).await;
    phone.say_number(&world, &login, number).await.refused("card.social_off");
    phone.claim_handle(&world, &Screen::new(&world).await.handle(&world).await).await.refused("card.social_off");
    world.peer("desk", "card_normal", Some(&WANG)).await;
    phone.say_number(&world, &login, number).await.ok();
    world.peer("desk", "card_lost", Some(&WANG)).await;
    assert_ne!(screen.poll(&world).await.status, 200, "approved, but the card was lost before the exchange");
    world.peer("desk", "card_normal", Some(&WANG)).await;
    world.peer("desk", "freeze", Some(&WANG)).await;
    phone.claim_handle(&world, &Screen::new(&world).await.handle(&world).await).await.refused("device.frozen");
}

#[tokio::test]
async fn a_phone_without_a_lock_brings_the_card_password() {
    let world = World::new().await;
    let mut phone = Phone::new();
    phone.presence = "password";
    phone.enrol(&world, &WANG).await;
    phone.claim(&world, &WANG).await.ok();
    phone.sign_in(&world).await;
    let screen = Screen::new(&world).await;
    let login = screen.claimed_by(&world, &phone).await;
    let number = screen.number(&world).await;
    phone.say_number(&world, &login, number).await.refused("request.invalid");
    phone.yes_with_password(&world, &login, number, "936147").await.refused("password.wrong");
    assert_eq!(screen.poll(&world).await.json()["error"], "authorization_pending");
    phone.yes_with_password(&world, &login, number, "280516").await.ok();
    screen.poll(&world).await.ok();
    // A no needs nothing.
    let login = Screen::new(&world).await.claimed_by(&world, &phone).await;
    phone.no(&world, &login).await.ok();
}

/// The link with which an app on the phone asks.
fn asks(party: &Party, scope: &str, change: &[(&str, &str)]) -> String {
    let challenge = challenge(&verifier());
    let mut pairs = party.asks(scope, &challenge);
    for (name, value) in change {
        pairs.retain(|(found, _)| found != name);
        if !value.is_empty() {
            pairs.push((name, value));
        }
    }
    form(&pairs)
}

#[tokio::test]
async fn another_app_gets_its_code_by_a_link_and_only_to_its_own_address() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let body = json!({"id": new_id(), "query": asks(&PARTNER, "openid age_65", &[])});
    let login = phone.post(&world, "/v1/authorizations", &body).await.ok();
    assert_eq!((&login["door"], login.get("numbers")), (&json!("app"), None));
    assert_eq!(phone.post(&world, "/v1/authorizations", &body).await.ok(), login);
    let other = json!({"id": body["id"], "query": asks(&PARTNER, "openid", &[])});
    phone.post(&world, "/v1/authorizations", &other).await.refused("request.conflict");
    let second = json!({"id": new_id(), "query": asks(&PARTNER, "openid age_65", &[])});
    phone.post(&world, "/v1/authorizations", &second).await.refused("login.busy");
    let answered = phone.answer(&world, &login, "yes").await.ok();
    let link = text(&answered, "redirect");
    assert!(link.starts_with(PARTNER.redirect), "{link}");
    for part in ["?code=", "&state=state-of-the-party", "&iss="] {
        assert!(link.contains(part), "{link}");
    }
    assert!(phone.acts(&world).await.iter().any(|(act, _)| act == "login_authorized"));
    let login = phone.post(&world, "/v1/authorizations", &second).await.ok();
    assert_eq!(login["known"], true);
    let answered = phone.answer(&world, &login, "no").await.ok();
    assert!(text(&answered, "redirect").contains("error=access_denied"), "{answered}");
    for (what, query, code) in [
        ("an unknown client", asks(&PARTNER, "openid", &[("client_id", "nobody")]), "party.refused"),
        ("another address", asks(&PARTNER, "openid", &[("redirect_uri", "https://evil.example/")]), "party.refused"),
        ("no challenge", asks(&PARTNER, "openid", &[("code_challenge", "")]), "party.refused"),
        ("a scope that it may not have", asks(&PARTNER, "openid id_number", &[]), "party.refused"),
        ("a kiosk", asks(&KIOSK, "openid profile", &[]), "party.refused"),
        ("a parameter twice", "client_id=partner&client_id=partner".to_owned(), "request.invalid"),
        ("too much", "a".repeat(4_001), "request.invalid"),
    ] {
        let reply = phone.post(&world, "/v1/authorizations", &json!({"id": new_id(), "query": query})).await;
        assert_eq!(reply.code(), code, "{what}");
    }
}

#[tokio::test]
async fn sessions_and_yeses_are_listed_and_end_for_their_own_person_only() {
    let world = World::new().await;
    let (phone, other) = (world.claimed(&WANG).await, world.claimed(&LI).await);
    let screen = Screen::new(&world).await;
    let login = screen.claimed_by(&world, &phone).await;
    phone.say_number(&world, &login, screen.number(&world).await).await.ok();
    assert_eq!(phone.get(&world, "/v1/sessions").await.ok()["sessions"], json!([]), "nothing was exchanged yet");
    screen.poll(&world).await.ok();
    let sessions = phone.get(&world, "/v1/sessions").await.ok();
    let session = &sessions["sessions"][0];
    assert_eq!((&session["party"]["client"], &session["reach"]), (&json!("board"), &json!("in_minutes")));
    let grants = phone.get(&world, "/v1/grants").await.ok();
    let grant = &grants["grants"][0];
    assert_eq!(grant["scopes"], json!(["view"]));
    assert_eq!(other.get(&world, "/v1/sessions").await.ok()["sessions"], json!([]));
    let end = |of: &str| format!("/v1/sessions/{of}/end");
    let revoke = |of: &str| format!("/v1/grants/{of}/revoke");
    let write = || json!({"id": new_id()});
    other.post(&world, &end(text(session, "id")), &write()).await.refused("session.unknown");
    other.post(&world, &revoke(text(grant, "id")), &write()).await.refused("session.unknown");
    phone.post(&world, &end(&new_id().to_string()), &write()).await.refused("session.unknown");
    let taken = write();
    phone.post(&world, &revoke(text(grant, "id")), &taken).await.ok();
    phone.post(&world, &revoke(text(grant, "id")), &taken).await.ok();
    assert_eq!(phone.get(&world, "/v1/sessions").await.ok()["sessions"], json!([]));
    assert_eq!(phone.get(&world, "/v1/grants").await.ok()["grants"], json!([]));
    assert!(phone.acts(&world).await.iter().any(|(act, _)| act == "grant_revoked"));
}

#[tokio::test]
async fn digits_are_not_guessed() {
    let mut numbers = Numbers::demo();
    numbers.limits.user_codes_by_person = Limit { count: 3, seconds: 3_600 };
    let world = World::with(numbers).await;
    let phone = world.claimed(&WANG).await;
    for _ in 0..3 {
        phone.claim_login(&world, "00000000").await.refused("user_code.wrong");
    }
    phone.claim_login(&world, "00000000").await.refused("rate.limited");
    let screen = Screen::new(&world).await;
    screen.claimed_by(&world, &phone).await;
}

#[tokio::test]
async fn of_a_thousand_answers_at_once_exactly_one_wins() {
    const ANSWERS: usize = 1_000;
    let mut numbers = Numbers::demo();
    numbers.limits.writes_by_device = Limit { count: 1_000_000, seconds: 60 };
    let world = Arc::new(World::with(numbers).await);
    let phone = Arc::new(world.claimed(&WANG).await);
    let screen = Screen::new(&world).await;
    let login = Arc::new(screen.claimed_by(&world, &phone).await);
    let approval = phone.sign_approval(&claims(&world, &login, screen.number(&world).await));
    let mut answers = tokio::task::JoinSet::new();
    for _ in 0..ANSWERS {
        let (world, phone, login, approval) =
            (Arc::clone(&world), Arc::clone(&phone), Arc::clone(&login), approval.clone());
        answers.spawn(async move { phone.yes(&world, &login, &approval).await });
    }
    let mut won = 0;
    while let Some(reply) = answers.join_next().await {
        let reply = reply.unwrap();
        if reply.status == 200 {
            won += 1;
        } else {
            assert_eq!(reply.code(), "login.ended");
        }
    }
    assert_eq!(won, 1);
    let approved = phone.acts(&world).await.into_iter().filter(|(act, _)| act == "login_approved").count();
    assert_eq!(approved, 1);
    screen.poll(&world).await.ok();
    assert_ne!(screen.poll(&world).await.status, 200, "and one session");
}

#[tokio::test]
async fn somebody_without_a_card_is_told_what_is_missing() {
    let world = World::new().await;
    let nobody: &Person = &LIU;
    let phone = world.enrolled(nobody).await;
    let query = form(&KIOSK.asks("openid profile", &challenge(&verifier())));
    let cookie = arrive(&world, &query).await;
    phone.claim_login(&world, &digits(&world, &cookie).await).await.refused("card.none");
}
