//! The device door: a screen without a browser, its polling, and what it may draw.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    party::{BOARD, ISSUER, KIOSK, Party, claims, refused, text, userinfo},
    world::{Phone, Reply, WANG, World, new_id},
};

const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

async fn begin(world: &World) -> Value {
    BOARD.post(world, "/device_authorization", &[("scope", "openid view")]).await.ok()
}

async fn poll(world: &World, party: Party, code: &str) -> Reply {
    party.post(world, "/oauth/token", &[("grant_type", DEVICE_CODE), ("device_code", code)]).await
}

async fn display(world: &World, code: &str) -> Value {
    BOARD.post(world, "/device/display", &[("device_code", code)]).await.ok()
}

/// A phone scans what the screen shows.
async fn scan(world: &World, phone: &Phone, shown: &Value) -> Reply {
    let handle = text(shown, "qr").strip_prefix(&format!("{ISSUER}/q/")).unwrap().to_owned();
    let body = json!({"id": new_id(), "by": {"kind": "handle", "handle": handle}});
    phone.post(world, "/v1/logins/claims", &body).await
}

#[tokio::test]
async fn a_screen_gets_tokens_once_the_person_typed_its_digits_and_said_yes() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let begun = begin(&world).await;
    let (code, digits) = (text(&begun, "device_code"), text(&begun, "user_code"));
    assert_eq!(digits.len(), 8);
    assert_eq!(begun["verification_uri"], format!("{ISSUER}/device"));
    refused(&poll(&world, BOARD, code).await, 400, "authorization_pending");
    let login = phone.claim_login(&world, digits).await.ok();
    assert!(login.get("numbers").is_none(), "the digits are what is matched");
    assert_eq!(login["scopes"], json!(["view"]));
    world.clock.advance(5);
    refused(&poll(&world, BOARD, code).await, 400, "authorization_pending");
    phone.answer(&world, &login, "yes").await.ok();
    world.clock.advance(5);
    let tokens = poll(&world, BOARD, code).await.ok();
    assert_eq!(tokens["scope"], "openid view");
    let id = claims(&world, "jwt", text(&tokens, "id_token")).await;
    assert_eq!((text(&id, "aud"), id.get("nonce")), ("board", None));
    let info = userinfo(&world, text(&tokens, "access_token")).await.ok();
    assert_eq!((&info["card"]["physical"], info.get("name")), (&json!("normal"), None));
    world.clock.advance(5);
    refused(&poll(&world, BOARD, code).await, 400, "invalid_grant");
    refused(&userinfo(&world, text(&tokens, "access_token")).await, 401, "invalid_token");
}

#[tokio::test]
async fn haste_a_no_and_silence_have_their_own_words() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let begun = begin(&world).await;
    let code = text(&begun, "device_code");
    refused(&poll(&world, BOARD, code).await, 400, "authorization_pending");
    refused(&poll(&world, BOARD, code).await, 400, "slow_down");
    let login = phone.claim_login(&world, text(&begun, "user_code")).await.ok();
    phone.answer(&world, &login, "no").await.ok();
    world.clock.advance(30);
    refused(&poll(&world, BOARD, code).await, 400, "access_denied");
    let silent = begin(&world).await;
    world.clock.advance(121);
    refused(&poll(&world, BOARD, text(&silent, "device_code")).await, 400, "expired_token");
}

#[tokio::test]
async fn a_device_code_of_another_client_or_a_made_up_one_opens_nothing() {
    let clients = r#"
        [[client]]
        id = "hall"
        name = "青岛人社大厅"
        kind = "counter"
        region = "370200"
        purpose = "想给您看看社保卡"
        scopes = ["view", "profile"]
        grants = ["device_code"]
        auth = "none"
    "#;
    let world = World::with_clients(clients).await;
    let hall = Party { id: "hall", secret: None, redirect: "" };
    let phone = world.claimed(&WANG).await;
    let begun = begin(&world).await;
    let code = text(&begun, "device_code");
    phone.say_yes(&world, text(&begun, "user_code")).await.ok();
    refused(&poll(&world, hall, code).await, 400, "invalid_grant");
    refused(&poll(&world, hall, text(&begun, "user_code")).await, 400, "invalid_grant");
    let form = [("device_code", code)];
    refused(&hall.post(&world, "/device/display", &form).await, 400, "invalid_grant");
    refused(&KIOSK.post(&world, "/device/display", &form).await, 400, "unauthorized_client");
    refused(&Party { secret: Some("x"), ..BOARD }.post(&world, "/device/display", &form).await, 401, "invalid_client");
    // A code of the page is none of a device, and its own still works.
    let page = KIOSK.coded(&world, &phone, "openid profile").await;
    refused(&poll(&world, BOARD, &page.code).await, 400, "invalid_grant");
    world.clock.advance(5);
    poll(&world, BOARD, code).await.ok();
    // More than the card's state is not for a hall screen.
    for scope in ["openid view profile", "profile", "email"] {
        refused(&hall.post(&world, "/device_authorization", &[("scope", scope)]).await, 400, "invalid_scope");
    }
}

#[tokio::test]
async fn the_display_turns_its_code_over_and_shows_the_number_late() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let begun = begin(&world).await;
    let code = text(&begun, "device_code");
    let first = display(&world, code).await;
    assert_eq!((&first["state"], &first["user_code"]), (&json!("open"), &begun["user_code"]));
    assert!(first.get("number").is_none());
    let redraw = first["redraw_in"].as_i64().unwrap();
    assert!((1..=8).contains(&redraw));
    world.clock.advance(redraw);
    let second = display(&world, code).await;
    assert_ne!(first["qr"], second["qr"]);
    world.clock.advance(20);
    scan(&world, &phone, &first).await.refused("login.expired");
    let third = display(&world, code).await;
    let login = scan(&world, &phone, &third).await.ok();
    let shown = display(&world, code).await;
    assert_eq!((&shown["state"], shown.get("qr"), shown.get("user_code")), (&json!("claimed"), None, None));
    let numbers = login["numbers"].as_array().unwrap();
    assert!(numbers.contains(&shown["number"]), "{login} {shown}");
    Uuid::parse_str(text(&login, "login")).unwrap();
    phone.answer(&world, &login, "no").await.ok();
    assert_eq!(display(&world, code).await["state"], "ended");
}
