//! Code flow on the side of the party: what it gets, and everything that must not give it anything.

use axum::{body::Body, http::Request};
use leling_crypto::{
    assertion::{AssertionClaims, AssertionKind, draft_assertion},
    keys::SoftwareKey,
    rng::SystemRng,
};
use serde_json::{Value, json};

use crate::{
    party::{
        BOARD, Coded, ISSUER, KIOSK, PARTNER, Party, READER, arrive, challenge, claims, digits, fetch, form, page,
        proof, query_of, refused, text, userinfo, verifier,
    },
    world::{HOST, LI, Phone, WANG, World},
};

#[tokio::test]
async fn a_party_that_knows_the_issuer_only_gets_what_the_person_said_yes_to() {
    let world = World::new().await;
    let described = world.get("/.well-known/openid-configuration").await.ok();
    assert_eq!(described["issuer"], ISSUER);
    assert_eq!(described, world.get("/.well-known/oauth-authorization-server").await.ok());
    let phone = world.claimed(&WANG).await;
    let coded = KIOSK.coded(&world, &phone, "openid profile age_65").await;
    assert_eq!((coded.get("iss"), coded.get("state")), (Some(ISSUER), Some("state-of-the-party")));
    let tokens = KIOSK.exchange(&world, &coded).await.ok();
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["scope"], "openid profile age_65");
    assert!(tokens.get("refresh_token").is_none(), "a kiosk is not registered for it");

    let id = claims(&world, "jwt", text(&tokens, "id_token")).await;
    assert_eq!((text(&id, "iss"), text(&id, "aud")), (ISSUER, "kiosk"));
    assert_eq!((text(&id, "nonce"), text(&id, "acr")), ("nonce-of-the-party", "urn:leling:acr:lock"));
    assert_eq!(id["auth_time"], world.now());
    assert!(id.get("name").is_none(), "personal claims are not in the id token");
    let info = userinfo(&world, text(&tokens, "access_token")).await.ok();
    assert_eq!(info, json!({"sub": id["sub"], "name": WANG.name, "age_65": true}));
}

#[tokio::test]
async fn a_phone_without_a_lock_says_yes_at_a_level_of_its_own() {
    let world = World::new().await;
    let mut phone = Phone { presence: "password", ..Phone::new() };
    phone.enrol(&world, &WANG).await;
    phone.claim(&world, &WANG).await.ok();
    phone.sign_in(&world).await;
    let tokens = KIOSK.logged_in(&world, &phone, "openid profile").await;
    let id = claims(&world, "jwt", text(&tokens, "id_token")).await;
    assert_eq!(id["acr"], "urn:leling:acr:password");
}

#[tokio::test]
async fn a_scope_that_was_not_asked_for_is_nowhere() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let tokens = KIOSK.logged_in(&world, &phone, "openid age_65 email").await;
    assert_eq!(tokens["scope"], "openid age_65");
    let info = userinfo(&world, text(&tokens, "access_token")).await.ok();
    assert_eq!(info.as_object().unwrap().keys().collect::<Vec<_>>(), ["age_65", "sub"]);
    let plain = READER.logged_in(&world, &phone, "profile").await;
    assert!(plain.get("id_token").is_none(), "openid was not asked for");
}

#[tokio::test]
async fn a_person_is_the_same_to_one_party_and_another_to_the_next() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let other = world.claimed(&LI).await;
    let mut seen = Vec::new();
    for (party, phone) in [(KIOSK, &phone), (KIOSK, &phone), (READER, &phone), (KIOSK, &other)] {
        let tokens = party.logged_in(&world, phone, "openid profile").await;
        seen.push(text(&claims(&world, "jwt", text(&tokens, "id_token")).await, "sub").to_owned());
    }
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0] != seen[2] && seen[0] != seen[3]);
}

#[tokio::test]
async fn a_code_is_good_once_and_its_second_use_ends_the_session() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let coded = READER.coded(&world, &phone, "openid profile").await;
    let tokens = READER.exchange(&world, &coded).await.ok();
    userinfo(&world, text(&tokens, "access_token")).await.ok();
    refused(&READER.exchange(&world, &coded).await, 400, "invalid_grant");
    refused(&userinfo(&world, text(&tokens, "access_token")).await, 401, "invalid_token");
    refused(&READER.refresh(&world, text(&tokens, "refresh_token"), &[]).await, 400, "invalid_grant");
}

#[tokio::test]
async fn a_code_is_nothing_without_its_verifier_its_address_and_its_own_client() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let coded = READER.coded(&world, &phone, "openid profile").await;
    let own = READER.redirect;
    refused(&READER.exchange_as(&world, &coded, own, &verifier(), &[]).await, 400, "invalid_grant");
    refused(&READER.exchange_as(&world, &coded, own, &challenge(&coded.verifier), &[]).await, 400, "invalid_grant");
    let port = "http://127.0.0.1:5009/reader/callback";
    refused(&READER.exchange_as(&world, &coded, port, &coded.verifier, &[]).await, 400, "invalid_grant");
    refused(&KIOSK.exchange(&world, &coded).await, 400, "invalid_grant");
    refused(&KIOSK.exchange_as(&world, &coded, own, &coded.verifier, &[]).await, 400, "invalid_grant");
    refused(&PARTNER.exchange_as(&world, &coded, own, &coded.verifier, &[]).await, 400, "invalid_grant");
    let pairs = [("grant_type", "authorization_code"), ("code", coded.code.as_str()), ("redirect_uri", own)];
    refused(&READER.post(&world, "/oauth/token", &pairs).await, 400, "invalid_request");
    let forged = Coded { code: format!("{}A", &coded.code[..coded.code.len() - 1]), ..coded.clone() };
    refused(&READER.exchange(&world, &forged).await, 400, "invalid_grant");
    // None of them used it up.
    READER.exchange(&world, &coded).await.ok();
}

#[tokio::test]
async fn a_code_dies_after_a_minute() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let coded = READER.coded(&world, &phone, "openid profile").await;
    world.clock.advance(61);
    refused(&READER.exchange(&world, &coded).await, 400, "invalid_grant");
}

#[tokio::test]
async fn a_client_proves_itself_in_one_way_and_that_one_only() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let coded = READER.coded(&world, &phone, "openid profile").await;
    let wrong = |secret| Party { secret, ..READER };
    for party in [wrong(Some("demo-secret-of-the-kiosk")), wrong(Some("")), wrong(None)] {
        let reply = party.exchange(&world, &coded).await;
        refused(&reply, 401, "invalid_client");
        assert!(reply.headers["www-authenticate"].to_str().unwrap().starts_with("Basic"));
    }
    let unknown = Party { id: "nobody", ..READER };
    refused(&unknown.exchange(&world, &coded).await, 401, "invalid_client");
    let with_secret = Party { secret: Some("anything"), ..PARTNER };
    refused(&with_secret.exchange(&world, &coded).await, 401, "invalid_client");
    let twice = [("grant_type", "authorization_code"), ("client_id", "reader"), ("client_secret", "x")];
    refused(&READER.post(&world, "/oauth/token", &twice).await, 400, "invalid_request");
    let other = [("grant_type", "authorization_code"), ("client_id", "kiosk")];
    refused(&READER.post(&world, "/oauth/token", &other).await, 401, "invalid_client");
    let media = "application/x-www-form-urlencoded";
    let request = Request::post("/oauth/token").header("host", HOST).header("content-type", media);
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", &coded.code),
        ("redirect_uri", READER.redirect),
        ("code_verifier", &coded.verifier),
        ("client_id", "reader"),
        ("client_secret", READER.secret.unwrap()),
        ("unknown", "is ignored"),
    ];
    world.send(request.body(Body::from(form(&pairs))).unwrap()).await.ok();
}

#[tokio::test]
async fn failures_to_prove_a_client_are_limited_by_source() {
    let mut numbers = leling_gateway::Numbers::demo();
    numbers.limits.client_failures_by_source.count = 2;
    let world = World::with(numbers).await;
    let wrong = Party { secret: Some("wrong"), ..READER };
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    for _ in 0..2 {
        refused(&wrong.post(&world, "/oauth/token", &pairs).await, 401, "invalid_client");
    }
    let reply = READER.post(&world, "/oauth/token", &pairs).await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (429, "rate.limited"));
    world.clock.advance(61);
    refused(&READER.post(&world, "/oauth/token", &pairs).await, 400, "invalid_grant");
}

#[tokio::test]
async fn grants_that_a_client_is_not_registered_for_are_refused() {
    let world = World::new().await;
    refused(
        &BOARD.post(&world, "/oauth/token", &[("grant_type", "authorization_code")]).await,
        400,
        "unauthorized_client",
    );
    refused(&KIOSK.refresh(&world, "x", &[]).await, 400, "unauthorized_client");
    refused(&KIOSK.post(&world, "/device_authorization", &[("scope", "view")]).await, 400, "unauthorized_client");
    refused(&KIOSK.post(&world, "/oauth/token", &[("grant_type", "password")]).await, 400, "unsupported_grant_type");
    refused(&KIOSK.post(&world, "/oauth/token", &[]).await, 400, "invalid_request");
    refused(&PARTNER.post(&world, "/introspect", &[("token", "x")]).await, 400, "unauthorized_client");
}

#[tokio::test]
async fn an_error_goes_back_to_the_party_and_a_foreign_address_nowhere() {
    let world = World::new().await;
    let challenge = challenge(&verifier());
    let ask = async |changes: &[(&str, &str)]| {
        let mut asks: Vec<_> = READER.asks("openid profile", &challenge);
        for (name, value) in changes {
            asks.retain(|(known, _)| known != name);
            asks.push((*name, *value));
        }
        world.get(&format!("/authorize?{}", form(&asks))).await
    };
    let reply = ask(&[("scope", "openid id_number")]).await;
    let back = query_of(reply.headers["location"].to_str().unwrap());
    let expected = [("error", "invalid_scope"), ("state", "state-of-the-party"), ("iss", ISSUER)];
    assert_eq!(back, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    for foreign in [
        "https://evil.example/",
        "http://127.0.0.1:5002/reader/callback/",
        "http://127.0.0.1:5002/reader/callback?x",
        "http://127.0.0.1@evil.example/reader/callback",
        "http://localhost:5002/reader/callback",
        "javascript:alert(1)",
    ] {
        for more in [("scope", "openid profile"), ("scope", "openid id_number")] {
            let reply = ask(&[("redirect_uri", foreign), more]).await;
            assert!(reply.status.is_client_error() && reply.headers.get("location").is_none(), "{foreign}");
        }
    }
    let reply = ask(&[("client_id", "nobody")]).await;
    assert!(reply.status.is_client_error() && reply.headers.get("location").is_none());
}

#[tokio::test]
async fn a_pushed_request_is_good_once_and_for_its_client_only() {
    let world = World::new().await;
    let (phone, verifier) = (world.claimed(&WANG).await, verifier());
    let challenge = challenge(&verifier);
    let asks = READER.asks("openid profile", &challenge);
    let pushed = READER.post(&world, "/par", &asks).await;
    assert_eq!(pushed.status.as_u16(), 201);
    let pushed = pushed.ok();
    let uri = text(&pushed, "request_uri");
    let by = |client: &str| form(&[("client_id", client), ("request_uri", uri)]);
    assert!(world.get(&format!("/authorize?{}", by("kiosk"))).await.status.is_client_error());
    let cookie = arrive(&world, &by("reader")).await;
    assert!(world.get(&format!("/authorize?{}", by("reader"))).await.status.is_client_error());
    phone.say_yes(&world, &digits(&world, &cookie).await).await.ok();
    let coded = fetch(&world, &crate::party::Visit { cookie, verifier }).await;
    READER.exchange(&world, &coded).await.ok();

    let late = READER.post(&world, "/par", &asks).await.ok();
    world.clock.advance(91);
    let query = form(&[("client_id", "reader"), ("request_uri", text(&late, "request_uri"))]);
    assert!(world.get(&format!("/authorize?{query}")).await.status.is_client_error());
    let foreign = [("redirect_uri", "https://evil.example/")];
    refused(&READER.post(&world, "/par", &foreign).await, 400, "invalid_request");
    refused(&Party { secret: Some("x"), ..READER }.post(&world, "/par", &asks).await, 401, "invalid_client");
    refused(&READER.post(&world, "/par", &[("request_uri", uri)]).await, 400, "invalid_request");
}

#[tokio::test]
async fn tokens_bound_to_a_key_open_nothing_with_another() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let (own, other) = (key(), key());
    let coded = PARTNER.coded(&world, &phone, "openid age_65").await;
    let by = proof(&world, &own, "POST", "/oauth/token", None);
    let reply = PARTNER.exchange_as(&world, &coded, PARTNER.redirect, &coded.verifier, &[("dpop", &by)]).await;
    assert!(reply.headers.contains_key("dpop-nonce"));
    let tokens = reply.ok();
    assert_eq!(tokens["token_type"], "DPoP");
    let token = text(&tokens, "access_token").to_owned();
    let ask = async |scheme: &str, by: Option<String>| {
        let mut request =
            Request::get("/userinfo").header("host", HOST).header("authorization", format!("{scheme} {token}"));
        if let Some(by) = by {
            request = request.header("dpop", by);
        }
        world.send(request.body(Body::empty()).unwrap()).await
    };
    let good = |key: &SoftwareKey| Some(proof(&world, key, "GET", "/userinfo", Some(&token)));
    assert_eq!(ask("DPoP", good(&own)).await.ok()["age_65"], true);
    refused(&ask("DPoP", good(&other)).await, 401, "invalid_dpop_proof");
    refused(&ask("DPoP", Some(proof(&world, &own, "GET", "/userinfo", None))).await, 401, "invalid_dpop_proof");
    refused(
        &ask("DPoP", Some(proof(&world, &own, "POST", "/userinfo", Some(&token)))).await,
        401,
        "invalid_dpop_proof",
    );
    refused(&ask("DPoP", None).await, 401, "invalid_dpop_proof");
    refused(&ask("Bearer", good(&own)).await, 401, "invalid_token");

    let refresh = text(&tokens, "refresh_token");
    let by = proof(&world, &other, "POST", "/oauth/token", None);
    refused(&PARTNER.refresh(&world, refresh, &[("dpop", &by)]).await, 400, "invalid_grant");
    refused(&PARTNER.refresh(&world, refresh, &[]).await, 400, "invalid_grant");
    let by = proof(&world, &own, "POST", "/oauth/token", None);
    assert_eq!(PARTNER.refresh(&world, refresh, &[("dpop", &by)]).await.ok()["token_type"], "DPoP");
}

#[tokio::test]
async fn a_code_bound_to_a_key_comes_with_that_key() {
    let world = World::new().await;
    let (phone, own, other, verifier) = (world.claimed(&WANG).await, key(), key(), verifier());
    let (challenge, jkt) = (challenge(&verifier), own.public_key().jkt());
    let mut asks = PARTNER.asks("openid age_65", &challenge);
    asks.push(("dpop_jkt", &jkt));
    let cookie = arrive(&world, &form(&asks)).await;
    phone.say_yes(&world, &digits(&world, &cookie).await).await.ok();
    let coded = fetch(&world, &crate::party::Visit { cookie, verifier }).await;
    refused(&PARTNER.exchange(&world, &coded).await, 400, "invalid_grant");
    let with = async |key: &SoftwareKey| {
        let by = proof(&world, key, "POST", "/oauth/token", None);
        PARTNER.exchange_as(&world, &coded, PARTNER.redirect, &coded.verifier, &[("dpop", &by)]).await
    };
    refused(&with(&other).await, 400, "invalid_grant");
    with(&own).await.ok();
}

#[tokio::test]
async fn a_client_may_prove_itself_by_its_key_and_each_assertion_once() {
    let own = key();
    let jwk = own.public_key().to_jwk();
    let entry = format!(
        "[[client]]\nid = \"clinic\"\nname = \"历下卫生院\"\nkind = \"website\"\nregion = \"370102\"\n\
         purpose = \"想用社保卡认您\"\nscopes = [\"profile\"]\nredirect_uris = [\"http://127.0.0.1/clinic\"]\n\
         auth = \"private_key_jwt\"\nkeys = [{{ kty = \"EC\", crv = \"P-256\", x = {}, y = {} }}]\n",
        jwk["x"], jwk["y"]
    );
    let world = World::with_clients(&entry).await;
    let assertion = |key: &SoftwareKey, jti: &str, aud: &str| {
        let claims = AssertionClaims {
            iss: "clinic".to_owned(),
            sub: "clinic".to_owned(),
            aud: aud.into(),
            exp: world.now() + 60,
            iat: Some(world.now()),
            jti: jti.to_owned(),
            nonce: None,
        };
        let draft = draft_assertion(AssertionKind::Client, key.public_key(), &claims).unwrap();
        let signature = key.sign(&draft.to_be_signed());
        draft.attach(&signature)
    };
    let clinic = Party { id: "clinic", secret: None, redirect: "http://127.0.0.1:5004/clinic" };
    let inspect = async |assertion: &str| {
        let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        let pairs = [("token", "x"), ("client_assertion_type", kind), ("client_assertion", assertion)];
        clinic.post(&world, "/introspect", &pairs).await
    };
    let token_endpoint = format!("{ISSUER}/oauth/token");
    let good = assertion(&own, "1", &token_endpoint);
    assert_eq!(inspect(&good).await.ok(), json!({"active": false}));
    refused(&inspect(&good).await, 401, "invalid_client");
    assert_eq!(inspect(&assertion(&own, "2", ISSUER)).await.ok(), json!({"active": false}));
    refused(&inspect(&assertion(&key(), "3", ISSUER)).await, 401, "invalid_client");
    refused(&inspect(&assertion(&own, "4", "https://other.example")).await, 401, "invalid_client");
    refused(&clinic.post(&world, "/introspect", &[("token", "x")]).await, 401, "invalid_client");
}

#[tokio::test]
async fn pages_of_public_clients_read_their_answers_and_others_do_not() {
    let world = World::new().await;
    let ask = async |method: &str, path: &str, origin: &str| {
        let request = Request::builder().method(method).uri(path).header("host", HOST).header("origin", origin);
        let reply = world.send(request.body(Body::empty()).unwrap()).await;
        reply.headers.get("access-control-allow-origin").map(|value| value.to_str().unwrap().to_owned())
    };
    let page = "http://127.0.0.1:5003";
    assert_eq!(ask("OPTIONS", "/oauth/token", page).await.as_deref(), Some(page));
    assert_eq!(ask("GET", "/userinfo", page).await.as_deref(), Some(page));
    assert_eq!(ask("OPTIONS", "/oauth/token", "https://evil.example").await, None);
    assert_eq!(ask("GET", "/userinfo", "https://evil.example").await, None);
    assert_eq!(ask("GET", "/jwks", "https://evil.example").await.as_deref(), Some("*"));
    assert_eq!(ask("OPTIONS", "/introspect", page).await, None);
}

#[tokio::test]
async fn nothing_is_fetched_before_the_person_said_yes() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    let visit = READER.visit(&world, "openid profile").await;
    let login = phone.claim_login(&world, &digits(&world, &visit.cookie).await).await.ok();
    let early = page(&world, "/login/go", &visit.cookie).await;
    assert!(!early.headers["location"].to_str().unwrap().contains("code="));
    phone.answer(&world, &login, "no").await.ok();
    let after = page(&world, "/login/go", &visit.cookie).await;
    assert!(!after.headers["location"].to_str().unwrap().contains("code="));
}

fn key() -> SoftwareKey {
    SoftwareKey::generate(&SystemRng::new()).unwrap()
}

#[tokio::test]
async fn the_description_names_only_what_is_there() {
    let world = World::new().await;
    let described = world.get("/.well-known/openid-configuration").await.ok();
    for (name, address) in described.as_object().unwrap() {
        if !name.ends_with("_endpoint") && name != "jwks_uri" {
            continue;
        }
        let path = address.as_str().unwrap().strip_prefix(ISSUER).unwrap();
        let reply = world.get(path).await;
        assert_ne!(reply.status.as_u16(), 404, "{name} {path}");
    }
    let keys = world.get("/jwks").await.ok();
    let kinds: Vec<_> = keys["keys"].as_array().unwrap().iter().map(|key| (&key["alg"], key.get("d"))).collect();
    assert_eq!(kinds, [(&Value::from("ES256"), None), (&Value::from("RS256"), None)]);
}
