//! Sessions with parties: refresh, introspection, giving back, signing out, keys that are turned over, and the telling of
//! parties.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, extract::State, http::StatusCode, routing::post};
use leling_crypto::keys::SoftwareKey;
use leling_gateway::{Config, config::DemoConfig, serve};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use url::form_urlencoded;

use crate::{
    party::{ISSUER, KIOSK, PARTNER, Party, READER, claims, digits, fetch, form, proof, refused, text, userinfo},
    world::{WANG, World, new_id},
};

async fn introspect(world: &World, party: Party, token: &str) -> Value {
    party.post(world, "/introspect", &[("token", token)]).await.ok()
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_its_replay_ends_the_session() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let first = READER.logged_in(&world, &phone, "openid profile phone").await;
    let second = READER.refresh(&world, text(&first, "refresh_token"), &[]).await.ok();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    let (old, new) = (text(&first, "id_token"), text(&second, "id_token"));
    let (old, new) = (claims(&world, "jwt", old).await, claims(&world, "jwt", new).await);
    assert_eq!((&old["sub"], &old["sid"], &old["auth_time"]), (&new["sub"], &new["sid"], &new["auth_time"]));
    assert_eq!(introspect(&world, READER, text(&first, "refresh_token")).await, json!({"active": false}));
    refused(&KIOSK.refresh(&world, text(&second, "refresh_token"), &[]).await, 400, "unauthorized_client");
    refused(&PARTNER.refresh(&world, text(&second, "refresh_token"), &[]).await, 400, "invalid_grant");
    // Another client's try changed nothing; the replay of the first one ends it.
    userinfo(&world, text(&second, "access_token")).await.ok();
    refused(&READER.refresh(&world, text(&first, "refresh_token"), &[]).await, 400, "invalid_grant");
    refused(&READER.refresh(&world, text(&second, "refresh_token"), &[]).await, 400, "invalid_grant");
    refused(&userinfo(&world, text(&second, "access_token")).await, 401, "invalid_token");
}

#[tokio::test]
async fn a_refresh_may_ask_for_less_and_never_for_more() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let first = READER.logged_in(&world, &phone, "openid profile").await;
    let ask = async |scope| {
        let pairs =
            [("grant_type", "refresh_token"), ("refresh_token", text(&first, "refresh_token")), ("scope", scope)];
        READER.post(&world, "/oauth/token", &pairs).await
    };
    refused(&ask("openid profile phone").await, 400, "invalid_scope");
    let less = ask("openid").await.ok();
    assert_eq!(less["scope"], "openid");
    let info = userinfo(&world, text(&less, "access_token")).await.ok();
    assert_eq!(info.as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn tokens_end_in_their_time() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let tokens = KIOSK.logged_in(&world, &phone, "openid profile").await;
    assert_eq!(tokens["expires_in"], 300);
    world.clock.advance(299);
    userinfo(&world, text(&tokens, "access_token")).await.ok();
    world.clock.advance(1);
    let reply = userinfo(&world, text(&tokens, "access_token")).await;
    refused(&reply, 401, "invalid_token");
    assert_eq!(reply.code(), "auth.expired");
}

#[tokio::test]
async fn a_client_learns_of_its_own_tokens_only() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let tokens = READER.logged_in(&world, &phone, "openid profile").await;
    let (access, refresh) = (text(&tokens, "access_token"), text(&tokens, "refresh_token"));
    let told = introspect(&world, READER, access).await;
    assert_eq!(
        (&told["active"], text(&told, "scope"), text(&told, "token_type")),
        (&json!(true), "openid profile", "Bearer")
    );
    assert_eq!(introspect(&world, READER, refresh).await["sid"], told["sid"]);
    for (party, token) in [(KIOSK, access), (KIOSK, refresh), (READER, "x"), (READER, text(&tokens, "id_token"))] {
        assert_eq!(introspect(&world, party, token).await, json!({"active": false}));
    }
    KIOSK.post(&world, "/revoke", &[("token", access)]).await.status.is_success().then_some(()).unwrap();
    userinfo(&world, access).await.ok();
    assert!(READER.post(&world, "/revoke", &[("token", access)]).await.status.is_success());
    refused(&userinfo(&world, access).await, 401, "invalid_token");
    assert_eq!(introspect(&world, READER, refresh).await, json!({"active": false}));
}

#[tokio::test]
async fn tokens_of_phones_and_of_parties_are_not_interchangeable() {
    let world = World::new().await;
    let mut phone = world.claimed(&WANG).await;
    let own = phone.token.clone().unwrap();
    refused(&userinfo(&world, &own).await, 401, "invalid_token");
    let key = SoftwareKey::from_pkcs8(phone.device.to_pkcs8()).unwrap();
    let coded = PARTNER.coded(&world, &phone, "openid profile").await;
    let by = proof(&world, &key, "POST", "/oauth/token", None);
    let tokens = PARTNER.exchange_as(&world, &coded, PARTNER.redirect, &coded.verifier, &[("dpop", &by)]).await.ok();
    phone.token = Some(text(&tokens, "access_token").to_owned());
    phone.get(&world, "/v1/card").await.refused("auth.invalid");
}

#[tokio::test]
async fn signing_out_by_browser_ends_the_session_and_goes_to_registered_addresses_only() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let tokens = READER.logged_in(&world, &phone, "openid profile").await;
    let (hint, access) = (text(&tokens, "id_token"), text(&tokens, "access_token"));
    let leave = async |hint: &str, target: &str, client: &str| {
        let pairs =
            [("id_token_hint", hint), ("post_logout_redirect_uri", target), ("state", "s"), ("client_id", client)];
        world.get(&format!("/logout?{}", form(&pairs))).await
    };
    let own = "http://127.0.0.1:5002/reader";
    for (hint, client) in [("x", "reader"), (access, "reader"), (hint, "kiosk")] {
        let reply = leave(hint, own, client).await;
        assert!(reply.headers.get("location").is_none(), "{client}");
    }
    userinfo(&world, access).await.ok();
    // A hint that has expired still names its session.
    world.clock.advance(100);
    let reply = leave(hint, "https://evil.example/", "reader").await;
    assert!(reply.status.is_success() && reply.headers.get("location").is_none());
    refused(&userinfo(&world, access).await, 401, "invalid_token");
    world.clock.advance(1_000);
    let reply = leave(hint, own, "reader").await;
    assert_eq!(reply.headers["location"], "http://127.0.0.1:5002/reader?state=s");
}

#[tokio::test]
async fn a_sign_out_on_the_phone_holds_at_once() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let tokens = READER.logged_in(&world, &phone, "openid profile").await;
    let listed = phone.get(&world, "/v1/sessions").await.ok();
    let session = &listed["sessions"][0];
    assert_eq!((&session["party"]["client"], &session["reach"]), (&json!("reader"), &json!("in_minutes")));
    let path = format!("/v1/sessions/{}/end", text(session, "id"));
    phone.post(&world, &path, &json!({"id": new_id()})).await.ok();
    refused(&userinfo(&world, text(&tokens, "access_token")).await, 401, "invalid_token");
    refused(&READER.refresh(&world, text(&tokens, "refresh_token"), &[]).await, 400, "invalid_grant");
}

#[tokio::test]
async fn keys_turned_over_in_the_middle_of_a_login_spoil_nothing() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let before = READER.logged_in(&world, &phone, "openid profile").await;
    let visit = READER.visit(&world, "openid profile").await;
    let shown = digits(&world, &visit.cookie).await;
    let world = world.restarted(turn_over).await;
    phone.say_yes(&world, &shown).await.ok();
    let after = READER.exchange(&world, &fetch(&world, &visit).await).await.ok();
    let kid =
        |tokens: &Value| leling_crypto::jws::Jws::parse(text(tokens, "id_token")).unwrap().kid().unwrap().to_owned();
    assert_ne!(kid(&before), kid(&after));
    for tokens in [&before, &after] {
        claims(&world, "jwt", text(tokens, "id_token")).await;
        userinfo(&world, text(tokens, "access_token")).await.ok();
    }
    let pairs = [("id_token_hint", text(&before, "id_token"))];
    assert!(world.get(&format!("/logout?{}", form(&pairs))).await.status.is_success());
    refused(&userinfo(&world, text(&before, "access_token")).await, 401, "invalid_token");
}

/// Puts a new key for logins in front of the old one, as an operator does.
fn turn_over(data: &std::path::Path) {
    let path = data.join("keys.json");
    let mut file: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let key = SoftwareKey::generate(&leling_crypto::rng::SystemRng::new()).unwrap();
    let key = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, key.to_pkcs8());
    file["login"].as_array_mut().unwrap().insert(0, key.into());
    std::fs::write(&path, file.to_string()).unwrap();
}

#[tokio::test]
async fn a_party_that_reads_rsa_only_gets_rsa() {
    let clients = r#"
        [[client]]
        id = "old"
        name = "历下老网站"
        kind = "website"
        region = "370102"
        purpose = "想用社保卡认您"
        scopes = ["profile"]
        redirect_uris = ["http://127.0.0.1/old"]
        id_token = "RS256"
        auth = "none"
    "#;
    let world = World::with_clients(clients).await;
    let phone = world.claimed(&WANG).await;
    let old = Party { id: "old", secret: None, redirect: "http://127.0.0.1:5005/old" };
    let tokens = old.logged_in(&world, &phone, "openid profile").await;
    let (head, _) = text(&tokens, "id_token").split_once('.').unwrap();
    let head = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, head).unwrap();
    let head: Value = serde_json::from_slice(&head).unwrap();
    let keys = world.get("/jwks").await.ok();
    let rsa = keys["keys"].as_array().unwrap().iter().find(|key| key["kid"] == head["kid"]).unwrap();
    assert_eq!((&head["alg"], &rsa["kty"]), (&json!("RS256"), &json!("RSA")));
    let pairs = [("id_token_hint", text(&tokens, "id_token"))];
    assert!(world.get(&format!("/logout?{}", form(&pairs))).await.status.is_success());
    refused(&userinfo(&world, text(&tokens, "access_token")).await, 401, "invalid_token");
}

#[tokio::test]
async fn a_client_that_is_removed_opens_nothing_any_more() {
    let clients = r#"
        [[client]]
        id = "shop"
        name = "历下小店"
        kind = "website"
        region = "370102"
        purpose = "想用社保卡认您"
        scopes = ["profile"]
        redirect_uris = ["http://127.0.0.1/shop"]
        auth = "none"
    "#;
    let world = World::with_clients(clients).await;
    let phone = world.claimed(&WANG).await;
    let shop = Party { id: "shop", secret: None, redirect: "http://127.0.0.1:5006/shop" };
    let tokens = shop.logged_in(&world, &phone, "openid profile").await;
    let world = world.restarted(|data| std::fs::remove_file(data.join("clients.toml")).unwrap()).await;
    refused(&userinfo(&world, text(&tokens, "access_token")).await, 401, "invalid_token");
}

/// A party's back channel: hands over what it is told, answers as it is told.
async fn back_channel(status: StatusCode) -> (SocketAddr, mpsc::UnboundedReceiver<String>) {
    let (tell, heard) = mpsc::unbounded_channel();
    let answer = async move |State(tell): State<Arc<mpsc::UnboundedSender<String>>>, body: String| {
        let token = form_urlencoded::parse(body.as_bytes()).find(|(name, _)| name == "logout_token");
        let _ = tell.send(token.unwrap().1.into_owned());
        status
    };
    let routes = Router::new().route("/backchannel", post(answer)).with_state(Arc::new(tell));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    (address, heard)
}

fn reached(id: &str, name: &str, back_channel: &str) -> String {
    format!(
        "[[client]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"website\"\nregion = \"370102\"\npurpose = \"想用社保卡认您\"\n\
         scopes = [\"profile\"]\nredirect_uris = [\"http://127.0.0.1/{id}\"]\nauth = \"none\"\n\
         backchannel_logout_uri = \"{back_channel}\"\n"
    )
}

#[tokio::test]
async fn parties_are_told_at_once_and_a_silent_one_delays_nobody() {
    let (good, mut heard) = back_channel(StatusCode::OK).await;
    let (failing, mut tried) = back_channel(StatusCode::INTERNAL_SERVER_ERROR).await;
    // Takes connections and never answers.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let clients =
        [("good", "好网站", good), ("failing", "坏网站", failing), ("silent", "静网站", silent.local_addr().unwrap())];
    let clients = clients.map(|(id, name, address)| reached(id, name, &format!("http://{address}/backchannel")));
    std::fs::write(data.join("clients.toml"), clients.concat()).unwrap();
    let config = Config::demo("127.0.0.1:0".parse().unwrap(), data, DemoConfig { seed: Some(7), tls: None }).unwrap();
    let gateway = serve(config).await.unwrap();
    let world = World::at(gateway.address());
    let phone = world.claimed(&WANG).await;
    let mut sessions = Vec::new();
    for (id, redirect) in [
        ("silent", "http://127.0.0.1:5007/silent"),
        ("failing", "http://127.0.0.1:5008/failing"),
        ("good", "http://127.0.0.1:5009/good"),
    ] {
        let party = Party { id, secret: None, redirect };
        let tokens = party.logged_in(&world, &phone, "openid profile").await;
        sessions.push(claims(&world, "jwt", text(&tokens, "id_token")).await);
    }
    for session in &sessions {
        let path = format!("/v1/sessions/{}/end", text(session, "sid"));
        phone.post(&world, &path, &json!({"id": new_id()})).await.ok();
    }
    let soon = Duration::from_secs(4);
    let token = tokio::time::timeout(soon, heard.recv()).await.expect("told at once").unwrap();
    let news = claims(&world, "logout+jwt", &token).await;
    assert_eq!((&news["sid"], &news["sub"], &news["aud"]), (&sessions[2]["sid"], &sessions[2]["sub"], &json!("good")));
    assert_eq!((text(&news, "iss"), news.get("nonce")), (ISSUER, None));
    assert!(news["events"].get("http://schemas.openid.net/event/backchannel-logout").is_some());
    let repeated = async {
        tried.recv().await.unwrap();
        tried.recv().await.unwrap();
    };
    tokio::time::timeout(Duration::from_secs(15), repeated).await.expect("a party that fails is tried again");
    assert!(heard.try_recv().is_err(), "once told is told");
    gateway.stop().await;
}
