//! Help codes: asked for by anybody, looked up by staff, and about a page alone.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    desk::at_desk,
    world::{HOST, Reply, World, new_id},
};

fn page(screen: &str) -> Value {
    json!({ "screen": screen, "version": "0.1.0", "mode": { "size": "elder", "voice": false, "language": "zh-CN" } })
}

async fn ask(world: &World, body: &Value) -> Reply {
    let request = Request::post("/v1/help-codes").header("host", HOST).header("content-type", "application/json");
    world.send(request.body(Body::from(body.to_string())).unwrap()).await
}

/// Asks for a page's digits.
async fn digits(world: &World, page: &Value) -> String {
    let given = ask(world, &json!({ "id": new_id(), "page": page })).await.ok();
    given["code"].as_str().unwrap().to_owned()
}

async fn look(world: &World, browser: &Browser, code: &str) -> Reply {
    let token = browser.get(world, "/desk/help").await.field("token");
    browser.submit(world, "/desk/help", &[("token", &token), ("code", code)]).await
}

fn words(reply: &Reply) -> String {
    reply.text().replace('\u{2060}', "")
}

#[tokio::test]
async fn the_desk_sees_the_words_of_the_page_its_error_and_what_to_advise() {
    let world = World::new().await;
    let mut asked = page("claim.number");
    asked["error"] = "card.number_wrong".into();
    asked["mode"] = json!({ "size": "large", "voice": true, "language": "en" });
    let code = digits(&world, &asked).await;
    let desk = at_desk(&world, "DEMO-02").await;
    let spoken = format!("{} {}", &code[..3], &code[3..]);
    let shown = look(&world, &desk, &spoken).await;
    assert_eq!((shown.status, shown.heading().as_str()), (StatusCode::OK, "他停在这一页"));
    let text = words(&shown);
    let catalogue = leling_language::Catalogue::new();
    let title = leling_language::msg::CLAIM_NUMBER_TITLE;
    for language in [leling_language::Language::Chinese, leling_language::Language::English] {
        let title = catalogue.text(language, title, &[]).display().replace('\u{2060}', "");
        assert!(text.contains(&title), "{title} is not in {text}");
    }
    let error = leling_protocol::ErrorCode::CardNumberWrong;
    let error = catalogue.error(leling_language::Language::Chinese, error).what.display().replace('\u{2060}', "");
    assert!(text.contains(&error) && text.contains("下一步") && text.contains("大字版") && text.contains("0.1.0"));
    assert!(text.contains("别问密码"));
    assert!(!text.contains(&code), "the digits do not stay on a page");
}

#[tokio::test]
async fn digits_end_after_a_quarter_of_an_hour_and_others_lead_nowhere() {
    let world = World::new().await;
    let body = json!({ "id": new_id(), "page": page("home") });
    let given = ask(&world, &body).await.ok();
    let until = given["expires_at"].as_u64().unwrap();
    assert_eq!(until, world.now() + 900);
    assert_eq!(ask(&world, &body).await.ok()["code"], given["code"], "a repeated request gives the same digits");
    let changed = json!({ "id": body["id"], "page": page("lamps") });
    ask(&world, &changed).await.refused("request.conflict");
    let code = given["code"].as_str().unwrap();
    let other = if code == "000000" { "000001" } else { "000000" };
    let desk = at_desk(&world, "DEMO-01").await;
    assert_eq!(look(&world, &desk, code).await.status, StatusCode::OK);
    assert_eq!(look(&world, &desk, other).await.status, StatusCode::NOT_FOUND);
    assert_eq!(look(&world, &desk, "12345").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    world.clock.advance(899);
    let desk = at_desk(&world, "DEMO-01").await;
    assert_eq!(look(&world, &desk, code).await.status, StatusCode::OK);
    world.clock.advance(1);
    assert_eq!(look(&world, &desk, code).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nothing_but_a_page_can_be_told() {
    let world = World::new().await;
    let with = |name: &str, value: Value| {
        let mut page = page("home");
        page[name] = value;
        json!({ "id": new_id(), "page": page })
    };
    for body in [
        with("person", "李建国".into()),
        with("screen", "李建国".into()),
        with("screen", "379901195707080017".into()),
        with("version", "李建国".into()),
        with("error", "李建国".into()),
        json!({ "id": "3b241101-e2bb-4255-8caf-4136c566a962", "page": page("home") }),
        json!({ "id": new_id(), "page": page("home"), "device": "x" }),
    ] {
        ask(&world, &body).await.refused("request.invalid");
    }
}

#[tokio::test]
async fn a_page_that_is_newer_than_the_desk_is_said_to_be_so() {
    let world = World::new().await;
    let code = digits(&world, &page("never.listed")).await;
    let shown = look(&world, &at_desk(&world, "DEMO-03").await, &code).await;
    assert!(words(&shown).contains("请他念给您听") && !words(&shown).contains("never.listed"));
}

#[tokio::test]
async fn only_staff_with_the_right_see_it_and_both_sides_are_counted() {
    let mut numbers = leling_gateway::Numbers::demo();
    numbers.limits.help_codes_by_source.count = 3;
    numbers.limits.desk_helps_by_number.count = 2;
    let world = World::with(numbers).await;
    let code = digits(&world, &page("home")).await;
    let stranger = Browser::new().get(&world, "/desk/help").await;
    assert_eq!(stranger.location().as_deref(), Some("/desk/in"));
    let reviewer = at_desk(&world, "DEMO-04").await;
    assert_eq!(reviewer.get(&world, "/desk/help").await.status, StatusCode::FORBIDDEN);
    let clerk = at_desk(&world, "DEMO-01").await;
    let foreign = clerk.submit(&world, "/desk/help", &[("token", "x"), ("code", &code)]).await;
    assert_ne!(foreign.status, StatusCode::OK);
    for _ in 0..2 {
        assert_eq!(look(&world, &clerk, &code).await.status, StatusCode::OK);
    }
    assert_eq!(look(&world, &clerk, &code).await.status, StatusCode::TOO_MANY_REQUESTS);
    for _ in 0..2 {
        digits(&world, &page("home")).await;
    }
    ask(&world, &json!({ "id": new_id(), "page": page("home") })).await.refused("rate.limited");
}
