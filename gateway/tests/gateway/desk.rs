//! The desk: who gets in, who may do what, and what is left of it in the person's record.

use axum::http::StatusCode;
use leling_crypto::{hash::sha256, totp::TotpSecret};
use serde_json::Value;

use crate::{
    browser::Browser,
    world::{LI, Phone, Reply, WANG, World},
};

const COOKIE: &str = "leling-desk";

fn code(world: &World, number: &str) -> String {
    let digest = sha256(format!("leling demo desk {number}").as_bytes());
    TotpSecret::from_bytes(&digest[..20]).unwrap().code(world.now())
}

async fn enter(world: &World, browser: &Browser, number: &str, password: &str, code: &str) -> Reply {
    browser.submit(world, "/desk/in", &[("number", number), ("password", password), ("code", code)]).await
}

/// A browser in which somebody of the demonstration has signed in.
pub async fn at_desk(world: &World, number: &str) -> Browser {
    let browser = Browser::new();
    let reply = enter(world, &browser, number, "demo-desk", &code(world, number)).await;
    assert_eq!(reply.location().as_deref(), Some("/desk"), "{}", reply.text());
    browser
}

/// Looks somebody up on a page and gives what is shown.
async fn look(world: &World, browser: &Browser, path: &str, id: &str) -> Reply {
    let token = browser.get(world, path).await.field("token");
    browser.submit(world, path, &[("token", &token), ("id_number", id)]).await
}

/// Sends the form that a page shows, with further fields.
async fn send(world: &World, browser: &Browser, page: &Reply, path: &str, more: &[(&str, &str)]) -> Reply {
    let known = ["token", "subject", "device", "act"];
    let text = page.text();
    // The way out has a form of its own above.
    let main = text.split("<main").nth(1).unwrap();
    let held = known.iter().filter_map(|name| {
        let start = format!("name=\"{name}\" value=\"");
        Some((*name, main.split(start.as_str()).nth(1)?.split('"').next()?.to_owned()))
    });
    let held: Vec<(&str, String)> = held.collect();
    let mut fields: Vec<(&str, &str)> = held.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend(more);
    browser.submit(world, path, &fields).await
}

async fn freeze(world: &World, browser: &Browser, id: &str) -> Reply {
    let found = look(world, browser, "/desk/lost", id).await;
    let review = send(world, browser, &found, "/desk/lost/review", &[]).await;
    assert_eq!(review.heading(), "要冻结这部手机吗？");
    send(world, browser, &review, "/desk/lost/do", &[("reason", "phone_lost")]).await
}

#[tokio::test]
async fn number_password_and_code_let_in_and_one_answer_refuses() {
    let world = World::new().await;
    let right = code(&world, "DEMO-01");
    let wrong = if right == "000000" { "000001" } else { "000000" };
    for (number, password, code) in [
        ("DEMO-01", "demo-desk", wrong),
        ("DEMO-01", "wrong", right.as_str()),
        ("DEMO-99", "demo-desk", right.as_str()),
        ("../../etc", "demo-desk", right.as_str()),
        ("DEMO-02", "demo-desk", right.as_str()),
        ("", "", ""),
    ] {
        let browser = Browser::new();
        let refused = enter(&world, &browser, number, password, code).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{number} {password}");
        assert!(refused.text().contains("有一项没对上") && browser.cookie(COOKIE).is_none());
        assert!(password.is_empty() || !refused.text().contains(&format!("value=\"{password}\"")));
    }
    let browser = at_desk(&world, "DEMO-01").await;
    let home = browser.get(&world, "/desk").await;
    assert_eq!(home.heading(), "要办什么？");
    let cookie = enter(&world, &Browser::new(), "DEMO-03", "demo-desk", &code(&world, "DEMO-03")).await;
    let cookie = cookie.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"));
}

#[tokio::test]
async fn a_code_lets_in_once_and_in_its_time() {
    let world = World::new().await;
    let used = code(&world, "DEMO-01");
    at_desk(&world, "DEMO-01").await;
    let again = enter(&world, &Browser::new(), "DEMO-01", "demo-desk", &used).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    world.clock.advance(30);
    at_desk(&world, "DEMO-01").await;
    let late = code(&world, "DEMO-02");
    world.clock.advance(90);
    let late = enter(&world, &Browser::new(), "DEMO-02", "demo-desk", &late).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn tries_are_counted_for_the_number_and_the_right_ones_wait_too() {
    let mut numbers = leling_gateway::Numbers::demo();
    numbers.limits.desk_sign_ins_by_number.count = 3;
    numbers.limits.desk_sign_ins_by_number.seconds = 900;
    let world = World::with(numbers).await;
    for _ in 0..3 {
        let refused = enter(&world, &Browser::new(), "DEMO-01", "wrong", "000000").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    let often = enter(&world, &Browser::new(), "DEMO-01", "demo-desk", &code(&world, "DEMO-01")).await;
    assert_eq!(often.status, StatusCode::TOO_MANY_REQUESTS);
    at_desk(&world, "DEMO-03").await;
    world.clock.advance(900);
    at_desk(&world, "DEMO-01").await;
}

#[tokio::test]
async fn a_session_left_alone_ends_and_a_used_one_lives_on() {
    let world = World::new().await;
    let browser = at_desk(&world, "DEMO-01").await;
    for _ in 0..3 {
        world.clock.advance(800);
        assert_eq!(browser.get(&world, "/desk").await.status, StatusCode::OK);
    }
    world.clock.advance(900);
    assert_eq!(browser.get(&world, "/desk/lost").await.location().as_deref(), Some("/desk/in?over=1"));
    assert!(browser.get(&world, "/desk/in?over=1").await.text().contains("替您退出了"));
    // Nobody signed in, nobody's cookie, and one that was never written here.
    let nobody = Browser::new();
    assert_eq!(nobody.get(&world, "/desk").await.location().as_deref(), Some("/desk/in"));
    nobody.set_cookie(COOKIE, "AAAA");
    assert_eq!(nobody.get(&world, "/desk").await.location().as_deref(), Some("/desk/in"));
}

#[tokio::test]
async fn signing_out_ends_the_session_for_good() {
    let world = World::new().await;
    let browser = at_desk(&world, "DEMO-01").await;
    let kept = browser.cookie(COOKIE).unwrap();
    let token = browser.get(&world, "/desk").await.field("token");
    let foreign = browser.submit_from(&world, "/desk/out", &[("token", &token)], Some("http://evil.example")).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let out = browser.submit(&world, "/desk/out", &[("token", &token)]).await;
    assert_eq!(out.location().as_deref(), Some("/desk/in?out=1"));
    browser.set_cookie(COOKIE, &kept);
    assert!(browser.get(&world, "/desk").await.location().unwrap().starts_with("/desk/in"));
}

#[tokio::test]
async fn a_freeze_is_reviewed_takes_effect_at_the_next_request_and_stands_in_the_record() {
    let world = World::new().await;
    let mut phone = world.claimed(&LI).await;
    phone.get(&world, "/v1/card").await.ok();
    let browser = at_desk(&world, "DEMO-02").await;
    let found = look(&world, &browser, "/desk/lost", LI.id).await;
    let text = found.text().replace('\u{2060}', "");
    assert!(text.contains("李*国") && text.contains("3799**********0017"), "{text}");
    assert!(!text.contains(LI.name) && !text.contains(LI.id) && !text.contains(LI.phone));
    assert!(text.contains("2026年11月23日登记") && text.contains("在用"));
    let review = send(&world, &browser, &found, "/desk/lost/review", &[]).await;
    assert_eq!(review.heading(), "要冻结这部手机吗？");
    phone.get(&world, "/v1/card").await.ok();
    let unsaid = send(&world, &browser, &review, "/desk/lost/do", &[]).await;
    assert!(unsaid.text().contains("请选一个原因"));
    let odd = send(&world, &browser, &review, "/desk/lost/do", &[("reason", "phone_found")]).await;
    assert!(odd.text().contains("请选一个原因"), "a reason of the other act is none");
    let done = send(&world, &browser, &review, "/desk/lost/do", &[("reason", "phone_stolen")]).await;
    assert_eq!(done.heading(), "冻结好了");
    phone.get(&world, "/v1/card").await.refused("device.frozen");
    let twice = send(&world, &browser, &review, "/desk/lost/do", &[("reason", "phone_stolen")]).await;
    assert_eq!(twice.heading(), "没有要改的");
    // Only a supervisor takes it back; then the person reads both.
    let hotline = look(&world, &browser, "/desk/lost", LI.id).await;
    assert!(hotline.text().contains("要主管来办"));
    let supervisor = at_desk(&world, "DEMO-03").await;
    let found = look(&world, &supervisor, "/desk/lost", LI.id).await;
    let review = send(&world, &supervisor, &found, "/desk/lost/review", &[]).await;
    let done = send(&world, &supervisor, &review, "/desk/lost/do", &[("reason", "phone_found")]).await;
    assert_eq!(done.heading(), "解开了");
    phone.sign_in(&world).await;
    let lines = desk_lines(&world, &phone).await;
    assert_eq!(
        lines,
        [
            ("frozen".into(), "DEMO-02".into(), "phone_stolen".into()),
            ("unfrozen".into(), "DEMO-03".into(), "phone_found".into())
        ]
    );
}

/// What staff did to the phone's person: act, staff number, reason.
async fn desk_lines(world: &World, phone: &Phone) -> Vec<(String, String, String)> {
    let record = phone.get(world, "/v1/audit").await.ok();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let entries = record["entries"].as_array().unwrap().clone();
    let by_staff = entries.iter().filter(|entry| entry["actor"] == "staff");
    by_staff.map(|entry| (text(&entry["act"]), text(&entry["staff"]), text(&entry["reason"]))).collect()
}

#[tokio::test]
async fn a_role_that_may_not_is_refused_at_every_step() {
    let world = World::new().await;
    world.claimed(&LI).await;
    let reviewer = at_desk(&world, "DEMO-04").await;
    let home = reviewer.get(&world, "/desk").await;
    assert!(home.text().contains("还没有您要办的事") && !home.text().contains("/desk/lost"));
    let token = home.field("token");
    for path in ["/desk/lost", "/desk/codes"] {
        assert_eq!(reviewer.get(&world, path).await.status, StatusCode::FORBIDDEN, "{path}");
        let found = reviewer.submit(&world, path, &[("token", &token), ("id_number", LI.id)]).await;
        assert_eq!((found.status, found.heading()), (StatusCode::FORBIDDEN, "这件事不归您办".to_owned()), "{path}");
    }
    let hotline = at_desk(&world, "DEMO-02").await;
    assert_eq!(hotline.get(&world, "/desk/codes").await.status, StatusCode::FORBIDDEN);
    let clerk = at_desk(&world, "DEMO-01").await;
    assert_eq!(freeze(&world, &clerk, LI.id).await.heading(), "冻结好了");
    // A form that a clerk makes up for what only a supervisor may do.
    let found = look(&world, &clerk, "/desk/lost", LI.id).await;
    assert!(!found.text().contains("/desk/lost/review"));
    let subject = look(&world, &clerk, "/desk/codes", LI.id).await.field("subject");
    let device = uuid::Uuid::now_v7().to_string();
    let token = clerk.get(&world, "/desk").await.field("token");
    for path in ["/desk/lost/review", "/desk/lost/do"] {
        let fields = [
            ("token", token.as_str()),
            ("subject", &subject),
            ("device", &device),
            ("act", "unfreeze"),
            ("reason", "phone_found"),
        ];
        assert_eq!(clerk.submit(&world, path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn a_form_counts_only_in_its_own_session_and_from_our_own_page() {
    let world = World::new().await;
    let phone = world.claimed(&LI).await;
    let (browser, other) = (at_desk(&world, "DEMO-01").await, at_desk(&world, "DEMO-03").await);
    let found = look(&world, &browser, "/desk/lost", LI.id).await;
    let main = found.text().split("<main").nth(1).unwrap().to_owned();
    let field = |name: &str| {
        let start = format!("name=\"{name}\" value=\"");
        main.split(start.as_str()).nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let (token, subject, device) = (field("token"), field("subject"), field("device"));
    let theirs = other.get(&world, "/desk/lost").await.field("token");
    let ours = "http://127.0.0.1:4000";
    for (who, token, subject, origin) in [
        (&browser, token.as_str(), subject.as_str(), "http://evil.example"),
        (&browser, theirs.as_str(), subject.as_str(), ours),
        (&browser, "", subject.as_str(), ours),
        (&browser, token.as_str(), &subject[1..], ours),
        // The other session found nobody: who was found here is not known there.
        (&other, theirs.as_str(), subject.as_str(), ours),
    ] {
        let fields =
            [("token", token), ("subject", subject), ("device", &device), ("act", "freeze"), ("reason", "phone_lost")];
        let reply = who.submit_from(&world, "/desk/lost/do", &fields, Some(origin)).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
    }
    phone.get(&world, "/v1/card").await.ok();
}

#[tokio::test]
async fn looking_for_people_is_counted_and_leaves_no_number_on_a_page_or_in_an_address() {
    let mut numbers = leling_gateway::Numbers::demo();
    numbers.limits.desk_finds_by_number.count = 3;
    let world = World::with(numbers).await;
    let browser = at_desk(&world, "DEMO-01").await;
    let shape = look(&world, &browser, "/desk/lost", "379901195707080018").await;
    assert_eq!(shape.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!shape.text().contains("379901195707080018"));
    let nobody = look(&world, &browser, "/desk/lost", "37990119570708005X").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    for _ in 0..2 {
        assert_eq!(look(&world, &browser, "/desk/lost", LI.id).await.status, StatusCode::OK);
    }
    assert_eq!(look(&world, &browser, "/desk/codes", LI.id).await.status, StatusCode::TOO_MANY_REQUESTS);
    let found = look(&world, &at_desk(&world, "DEMO-03").await, "/desk/lost", WANG.id).await;
    assert!(!found.text().contains("action=\"/desk/lost?") && !found.text().contains(WANG.id));
}

#[tokio::test]
async fn a_code_is_given_to_who_stands_there_shown_once_and_works() {
    let world = World::new().await;
    let old = world.claimed(&LI).await;
    let browser = at_desk(&world, "DEMO-01").await;
    let found = look(&world, &browser, "/desk/codes", LI.id).await;
    let unseen = send(&world, &browser, &found, "/desk/codes/give", &[("purpose", "replace")]).await;
    assert!(unseen.text().contains("请先看证件") && !unseen.text().contains("class=\"digits\""));
    let given = send(&world, &browser, &found, "/desk/codes/give", &[("purpose", "replace"), ("seen", "yes")]).await;
    assert_eq!(given.heading(), "八位码给好了");
    let text = given.text();
    let digits = text.split("class=\"digits\">").nth(1).unwrap().split("</p>").next().unwrap().to_owned();
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits.len(), 8, "{text}");
    assert_eq!(given.headers["cache-control"], "no-store");
    let new = Phone::new();
    new.begin(&world, &LI).await.ok();
    let code = world.sms_code(&LI).await;
    new.bring(&world, &code).await.ok();
    let confirm = serde_json::json!({"id": crate::world::new_id(), "proof": crate::world::by_code(&digits)});
    assert_eq!(new.post(&world, &new.path("/confirm"), &confirm).await.ok()["state"], "active");
    old.get(&world, "/v1/card").await.refused("device.replaced");
}

#[tokio::test]
async fn the_hint_of_the_demonstration_is_labelled_and_its_codes_work() {
    let world = World::new().await;
    let page = Browser::new().get(&world, "/desk/in").await;
    assert!(page.text().contains("只在演示里有"));
    at_desk(&world, "DEMO-01").await;
    // After a use the page shows the next code, so that nobody waits.
    let text = Browser::new().get(&world, "/desk/in").await.text();
    let shown = text.split("data-code=\"DEMO-01\">").nth(1).unwrap().split("</dd>").next().unwrap();
    let shown: String = shown.chars().filter(char::is_ascii_digit).collect();
    let reply = enter(&world, &Browser::new(), "DEMO-01", "demo-desk", &shown).await;
    assert_eq!(reply.location().as_deref(), Some("/desk"));
}
