//! What holds for every request: proofs, tokens, idempotency, limits, sizes, error bodies, the description.

use axum::{body::Body, http::Request};
use leling_gateway::Numbers;
use serde_json::{Value, json};

use crate::world::{LI, Phone, START, WANG, World, new_id};

fn consent(id: uuid::Uuid, given: bool) -> Value {
    json!({"id": id, "kind": "privacy", "text_version": 1, "given": given, "at": START.seconds()})
}

#[tokio::test]
async fn the_same_write_gives_the_same_bytes_and_another_body_a_conflict() {
    let world = World::new().await;
    let phone = world.enrolled(&WANG).await;
    let id = new_id();
    let first = phone.post(&world, "/v1/consents", &consent(id, true)).await;
    let again = phone.post(&world, "/v1/consents", &consent(id, true)).await;
    assert_eq!(first.bytes, again.bytes);
    first.ok();
    phone.post(&world, "/v1/consents", &consent(id, false)).await.refused("request.conflict");
    // Neither another path nor another phone gets the answer of this id.
    phone.post(&world, "/v1/card/certificates", &json!({"id": id})).await.refused("request.conflict");
    let other = world.enrolled(&LI).await;
    other.post(&world, "/v1/consents", &consent(id, true)).await.refused("request.conflict");
    assert_eq!(phone.get(&world, "/v1/audit").await.ok()["head"]["seq"], 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_many_equal_claims_at_once_takes_effect() {
    let world = World::new().await;
    let phone = world.enrolled(&WANG).await;
    let body = phone.claim_body(&world, new_id(), &crate::world::by_card(WANG.card), "280516").await;
    let replies = futures_of(8, || phone.post(&world, "/v1/card/claims", &body)).await;
    for reply in &replies {
        assert_eq!(reply.bytes, replies[0].bytes, "{reply:?}");
    }
    let record = phone.get(&world, "/v1/audit").await.ok();
    assert_eq!(record["head"]["seq"], 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn equal_enrolments_at_once_send_one_message() {
    let world = World::new().await;
    let phone = Phone::new();
    let replies = futures_of(8, || phone.begin(&world, &WANG)).await;
    let good: Vec<_> = replies.iter().filter(|reply| reply.status.is_success()).collect();
    assert!(!good.is_empty());
    for reply in &replies {
        assert!(reply.bytes == good[0].bytes || reply.code() == "server.busy", "{reply:?}");
    }
    let inbox = world.get(&format!("/demo/sms?phone={}", WANG.phone)).await.ok();
    assert_eq!(inbox["messages"].as_array().unwrap().len(), 1);
}

async fn futures_of<F: Future<Output = crate::world::Reply>>(
    count: usize,
    mut make: impl FnMut() -> F,
) -> Vec<crate::world::Reply> {
    let mut running: Vec<_> = (0..count).map(|_| Box::pin(make())).collect();
    let mut done: Vec<Option<crate::world::Reply>> = vec![None; count];
    std::future::poll_fn(|context| {
        for (future, slot) in running.iter_mut().zip(&mut done) {
            if slot.is_none()
                && let std::task::Poll::Ready(reply) = future.as_mut().poll(context)
            {
                *slot = Some(reply);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[tokio::test]
async fn a_write_id_is_a_uuid_of_version_seven() {
    let world = World::new().await;
    let phone = world.enrolled(&WANG).await;
    for id in [uuid::Uuid::new_v4(), uuid::Uuid::nil(), uuid::Uuid::max()] {
        phone.post(&world, "/v1/consents", &consent(id, true)).await.refused("request.invalid");
    }
}

#[tokio::test]
async fn bodies_of_another_shape_are_refused() {
    let world = World::new().await;
    let phone = world.enrolled(&WANG).await;
    let good = consent(new_id(), true);
    let mut unknown = good.clone();
    unknown["more"] = 1.into();
    let mut missing = good.clone();
    missing.as_object_mut().unwrap().remove("kind");
    let mut wrong = good.clone();
    wrong["given"] = "yes".into();
    for body in [unknown, missing, wrong, json!([]), json!(null), json!("text")] {
        phone.post(&world, "/v1/consents", &body).await.refused("request.invalid");
    }
    let token = phone.token.as_deref().unwrap();
    let twice = good.to_string().replacen('{', "{\"given\":false,", 1);
    for (media, text) in [
        ("application/json", "{"),
        ("application/json", twice.as_str()),
        ("text/plain", &good.to_string()),
        ("application/x-www-form-urlencoded", "id=1"),
    ] {
        let request = Request::post("/v1/consents")
            .header("host", "127.0.0.1:4000")
            .header("content-type", media)
            .header("dpop", phone.proof(&world, "POST", "/v1/consents", Some(token)))
            .header("authorization", format!("DPoP {token}"));
        let reply = world.send(request.body(Body::from(text.to_owned())).unwrap()).await;
        reply.refused("request.invalid");
    }
}

#[tokio::test]
async fn a_body_beyond_64_kilobytes_is_refused() {
    let world = World::new().await;
    let phone = world.enrolled(&WANG).await;
    let body = json!({"id": new_id(), "approval": "a".repeat(70_000)});
    phone.post(&world, "/v1/card/unlinks", &body).await.refused("request.too_large");
}

#[tokio::test]
async fn nothing_and_wrong_methods_have_error_bodies_too() {
    let world = World::new().await;
    world.get("/v1/nothing").await.refused("request.not_found");
    world.get("/v1/enrolments/not-an-id").await.refused("auth.proof");
    let phone = world.enrolled(&WANG).await;
    phone.get(&world, "/v1/enrolments/not-an-id").await.refused("request.not_found");
    let wrong = world.get("/v1/consents").await;
    assert_eq!((wrong.status.as_u16(), wrong.code().as_str()), (405, "request.invalid"));
    assert!(wrong.headers.contains_key("allow"));
    let rebound = Request::get("/v1/keys").header("host", "evil.example").body(Body::empty()).unwrap();
    world.send(rebound).await.refused("request.invalid");
}

#[tokio::test]
async fn every_answer_carries_the_time_and_dpop_ones_a_nonce() {
    let world = World::new().await;
    let phone = world.enrolled(&WANG).await;
    let with = phone.get(&world, "/v1/card").await;
    let without = world.get("/v1/keys").await;
    for reply in [&with, &without, &world.get("/v1/nothing").await] {
        assert_eq!(reply.headers["leling-time"], START.seconds().to_string());
        assert_eq!(reply.headers["cache-control"], "no-store");
    }
    assert!(with.headers.contains_key("dpop-nonce") && !without.headers.contains_key("dpop-nonce"));
}

#[tokio::test]
async fn a_token_is_good_for_its_key_its_time_and_its_gateway_only() {
    let world = World::new().await;
    let mut phone = world.enrolled(&WANG).await;
    let mut thief = world.enrolled(&LI).await;
    thief.token = phone.token.clone();
    thief.get(&world, "/v1/card").await.refused("auth.proof");
    let good = phone.token.clone().unwrap();
    for (token, code) in [
        (None, "auth.invalid"),
        (Some("x.y.z".to_owned()), "auth.invalid"),
        (Some(good[..good.len() - 4].to_owned()), "auth.invalid"),
    ] {
        phone.token = token;
        let refused = phone.get(&world, "/v1/card").await;
        assert!(refused.headers.contains_key("www-authenticate"));
        refused.refused(code);
    }
    let elsewhere = World::new().await;
    phone.token = Some(good.clone());
    phone.get(&elsewhere, "/v1/card").await.refused("auth.invalid");
    world.clock.advance(600);
    phone.get(&world, "/v1/card").await.refused("auth.expired");
    phone.sign_in(&world).await;
    phone.get(&world, "/v1/card").await.ok();
}

#[tokio::test]
async fn a_proof_is_for_one_method_one_path_and_one_write() {
    let world = World::new().await;
    let phone = world.enrolled(&WANG).await;
    let token = phone.token.as_deref();
    let send = |proof: Vec<String>, body: Value| {
        let mut request = Request::post("/v1/consents")
            .header("host", "127.0.0.1:4000")
            .header("content-type", "application/json")
            .header("authorization", format!("DPoP {}", token.unwrap()));
        for proof in proof {
            request = request.header("dpop", proof);
        }
        world.send(request.body(Body::from(body.to_string())).unwrap())
    };
    let path = "/v1/consents";
    for proofs in [
        vec![],
        vec![phone.proof(&world, "GET", path, token)],
        vec![phone.proof(&world, "POST", "/v1/card", token)],
        vec![phone.proof(&world, "POST", path, None)],
        vec![phone.proof(&world, "POST", path, Some("another"))],
        vec![phone.proof(&world, "POST", path, token), phone.proof(&world, "POST", path, token)],
        vec!["no.proof.atall".to_owned()],
    ] {
        send(proofs, consent(new_id(), true)).await.refused("auth.proof");
    }
    let proof = phone.proof(&world, "POST", path, token);
    send(vec![proof.clone()], consent(new_id(), true)).await.ok();
    send(vec![proof], consent(new_id(), true)).await.refused("auth.proof");
}

#[tokio::test]
async fn an_assertion_is_good_once() {
    let world = World::new().await;
    let phone = world.enrolled(&WANG).await;
    let assertion = phone.assertion(&world);
    phone.grant(&world, &assertion).await.ok();
    let again = phone.grant(&world, &assertion).await;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (400, "auth.proof"));
    let thief = world.enrolled(&LI).await;
    let foreign = thief.grant(&world, &phone.assertion(&world)).await;
    assert_eq!(foreign.json()["error"], "invalid_grant");
    let wrong = Request::post("/oauth/token")
        .header("host", "127.0.0.1:4000")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("dpop", phone.proof(&world, "POST", "/oauth/token", None));
    let reply = world.send(wrong.body(Body::from("grant_type=password&assertion=x")).unwrap()).await;
    assert_eq!((reply.status.as_u16(), reply.json()["error"].as_str()), (400, Some("unsupported_grant_type")));
}

#[tokio::test]
async fn limits_hold_at_one_more() {
    let mut numbers = Numbers::demo();
    numbers.limits.writes_by_device.count = 3;
    numbers.limits.messages_by_person.count = 2;
    numbers.limits.counter_codes_by_person.count = 2;
    let world = World::with(numbers).await;
    // Enrolling spends three: begin, code, sign-in.
    let mut phone = world.enrolled(&WANG).await;
    let refused = phone.post(&world, "/v1/consents", &consent(new_id(), true)).await;
    assert!(refused.headers.contains_key("retry-after"));
    assert!(refused.refused("rate.limited")["retry_after"].as_u64().unwrap() <= 60);
    world.clock.advance(60);
    phone.sign_in(&world).await;
    phone.post(&world, "/v1/consents", &consent(new_id(), true)).await.ok();
    let again = Phone::new();
    again.begin(&world, &WANG).await.ok();
    Phone::new().begin(&world, &WANG).await.refused("rate.limited");
    for count in 0..3 {
        let code = if count < 2 { "counter_code.wrong" } else { "rate.limited" };
        Phone::new().reset_password(&world, &LI, "00000000", "905317").await.refused(code);
    }
}

#[tokio::test]
async fn one_source_cannot_call_without_end() {
    let mut numbers = Numbers::demo();
    numbers.limits.calls_by_source.count = 5;
    let world = World::with(numbers).await;
    for _ in 0..5 {
        world.get("/healthz").await;
    }
    world.get("/healthz").await.refused("rate.limited");
    world.clock.advance(60);
    assert!(world.get("/healthz").await.status.is_success());
}

#[tokio::test]
async fn the_description_names_every_door_and_every_error_body() {
    let world = World::new().await;
    let api = world.get("/openapi.json").await.ok();
    assert_eq!(api["openapi"], "3.1.0");
    let paths = api["paths"].as_object().unwrap();
    for (method, path) in [
        ("post", "/v1/enrolments"),
        ("post", "/v1/enrolments/{id}/code"),
        ("post", "/v1/enrolments/{id}/resend"),
        ("get", "/v1/enrolments/{id}"),
        ("post", "/v1/enrolments/{id}/confirm"),
        ("post", "/oauth/token"),
        ("get", "/v1/card"),
        ("post", "/v1/card/claims"),
        ("post", "/v1/card/certificates"),
        ("post", "/v1/card/unlinks"),
        ("post", "/v1/card/password-resets"),
        ("post", "/v1/consents"),
        ("get", "/v1/audit"),
        ("get", "/v1/replacements"),
        ("post", "/v1/replacements/{id}/stop"),
        ("get", "/v1/keys"),
        ("get", "/v1/revocations"),
    ] {
        let operation = &paths[path][method];
        assert!(operation.is_object(), "{method} {path}");
        let body = &operation["responses"]["default"]["content"]["application/json"]["schema"]["$ref"];
        assert_eq!(body, "#/components/schemas/ErrorBody", "{method} {path}");
    }
    assert!(paths.keys().all(|path| !path.starts_with("/demo")));
    let schemas = api["components"]["schemas"].as_object().unwrap();
    for name in ["EnrolRequest", "EnrolCodeResponse", "ClaimRequest", "CardResponse", "ErrorCode", "AuditResponse"] {
        assert!(schemas.contains_key(name), "{name}");
    }
    let text = api.to_string();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name} is named and not described");
    }
}

#[tokio::test]
async fn the_demonstration_door_is_strict_too() {
    let world = World::new().await;
    for (body, code) in [
        (json!({"name": "desk", "act": "freeze"}), "request.invalid"),
        (json!({"name": "desk", "act": "dance", "person": WANG.id}), "request.invalid"),
        (json!({"name": "nobody", "act": "freeze"}), "request.invalid"),
        (json!({"name": "sms", "act": "sing"}), "request.invalid"),
        (json!({"name": "desk", "act": "freeze", "person": "37990119570708005X"}), "person.unknown"),
    ] {
        let request = Request::post("/demo/peer")
            .header("host", "localhost:1")
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        world.send(request).await.refused(code);
    }
    let people = world.get("/demo/people").await.ok();
    assert_eq!(people["people"].as_array().unwrap().len(), 12);
    assert_eq!(people["people"][11]["card_number"], Value::Null);
}

#[tokio::test]
async fn a_seed_repeats_codes_and_handles() {
    let mut seen = Vec::new();
    for _ in 0..2 {
        let world = World::new().await;
        let phone = world.enrolled(&WANG).await;
        let code = world.peer("desk", "issue_claim_code", Some(&WANG)).await.unwrap();
        seen.push((phone.device_id, world.sms_code(&WANG).await, code));
    }
    assert_eq!(seen[0], seen[1]);
}
