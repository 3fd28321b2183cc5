//! Enrolment: every way it ends.

use leling_gateway::Numbers;
use serde_json::json;

use crate::world::{LI, Person, Phone, WANG, World, new_id};

#[tokio::test]
async fn a_person_with_a_phone_enrols_and_sees_the_lamps() {
    let world = World::new().await;
    let phone = world.enrolled(&WANG).await;
    let card = phone.get(&world, "/v1/card").await.ok();
    assert_eq!(card["lamps"], json!({"card": "on", "social": "on", "bank": "on"}));
    assert_eq!((card["ecard"].as_str(), card["card_tries_left"].as_u64()), (Some("none"), Some(5)));
    assert_eq!(card["audit_head"]["seq"], 1);
    assert!(card.get("issued").is_none());
    let text = card.to_string();
    assert!(!text.contains(WANG.name) && !text.contains(WANG.id) && !text.contains(WANG.phone));
    let status = phone.get(&world, &phone.path("")).await.ok();
    assert_eq!(status["state"], "active");
    assert_eq!(status["device"], phone.device_id.as_str());
}

#[tokio::test]
async fn name_and_number_must_belong_together() {
    let world = World::new().await;
    Phone::new().begin(&world, &Person { name: LI.name, ..WANG }).await.refused("data.name");
    let stranger = Person { id: "37990119570708005X", ..WANG };
    Phone::new().begin(&world, &stranger).await.refused("person.unknown");
}

#[tokio::test]
async fn a_phone_of_somebody_else_is_refused_and_an_unknown_one_is_not() {
    let world = World::new().await;
    Phone::new().begin(&world, &Person { phone: LI.phone, ..WANG }).await.refused("phone.not_own");
    let phone = Phone::new();
    phone.begin(&world, &Person { phone: "99988887777", ..WANG }).await.ok();
}

#[tokio::test]
async fn values_that_cannot_be_keep_their_own_code() {
    let world = World::new().await;
    for (member, value, code) in [
        ("id_number", "379913194403120026", "id.check_digit"),
        ("id_number", "37991319440312002", "id.length"),
        ("id_number", "379913204403120024", "id.birth_future"),
        ("phone", "12345678901", "phone.shape"),
        ("name", "", "name.empty"),
        ("name", "王1", "name.characters"),
    ] {
        let phone = Phone::new();
        let mut body = phone.enrol_body(&WANG);
        body[member] = value.into();
        let reply = phone.post(&world, "/v1/enrolments", &body).await;
        if code == "id.birth_future" && reply.code() == "id.check_digit" {
            continue;
        }
        reply.refused(code);
    }
    let phone = Phone::new();
    let mut body = phone.enrol_body(&WANG);
    body["id_number"] = "379913２０44 0312 00".to_owned().into();
    phone.post(&world, "/v1/enrolments", &body).await.refused("id.length");
}

#[tokio::test]
async fn keys_must_be_two_and_the_proof_by_the_first() {
    let world = World::new().await;
    let phone = Phone::new();
    let mut body = phone.enrol_body(&WANG);
    body["approve"] = body["device"].clone();
    phone.post(&world, "/v1/enrolments", &body).await.refused("request.invalid");
    let mut body = phone.enrol_body(&WANG);
    body["device"] = Phone::new().device.public_key().to_jwk();
    phone.post(&world, "/v1/enrolments", &body).await.refused("auth.proof");
}

#[tokio::test]
async fn five_wrong_codes_lock_and_a_new_one_opens() {
    let world = World::new().await;
    let phone = Phone::new();
    phone.begin(&world, &WANG).await.ok();
    let code = world.sms_code(&WANG).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..4 {
        phone.bring(&world, wrong).await.refused("sms.wrong");
    }
    phone.bring(&world, wrong).await.refused("sms.locked");
    phone.bring(&world, &code).await.refused("sms.locked");
    let resend = json!({"id": new_id()});
    let refused = phone.post(&world, &phone.path("/resend"), &resend).await.refused("sms.too_often");
    assert_eq!(refused["retry_after"], 60);
    world.clock.advance(60);
    phone.post(&world, &phone.path("/resend"), &resend).await.ok();
    let fresh = world.sms_code(&WANG).await;
    phone.bring(&world, &fresh).await.ok();
}

#[tokio::test]
async fn a_code_ends_after_five_minutes_and_an_enrolment_after_thirty() {
    let world = World::new().await;
    let phone = Phone::new();
    let begun = phone.begin(&world, &WANG).await.ok();
    assert_eq!(begun["code_expires_at"].as_i64().unwrap() - begun["resend_at"].as_i64().unwrap(), 240);
    let code = world.sms_code(&WANG).await;
    phone.get(&world, &phone.path("")).await.refused("device.none");
    world.clock.advance(300);
    phone.bring(&world, &code).await.refused("sms.expired");
    world.clock.advance(1_500);
    phone.bring(&world, &code).await.refused("enrol.gone");
    phone.get(&world, &phone.path("")).await.refused("enrol.gone");
    phone.post(&world, &phone.path("/resend"), &json!({"id": new_id()})).await.refused("enrol.gone");
}

#[tokio::test]
async fn another_key_sees_nothing_of_an_enrolment() {
    let world = World::new().await;
    let phone = Phone::new();
    phone.begin(&world, &WANG).await.ok();
    let code = world.sms_code(&WANG).await;
    let mut thief = Phone::new();
    thief.enrolment = phone.enrolment;
    thief.bring(&world, &code).await.refused("enrol.gone");
    thief.get(&world, &phone.path("")).await.refused("enrol.gone");
    thief.post(&world, &phone.path("/resend"), &json!({"id": new_id()})).await.refused("enrol.gone");
    phone.bring(&world, &code).await.ok();
}

#[tokio::test]
async fn services_that_fail_are_told_apart_and_the_same_request_works_later() {
    let world = World::new().await;
    let phone = Phone::new();
    for (service, act, code) in [
        ("realname", "nonsense", "realname.unavailable"),
        ("realname", "refuse", "data.name"),
        ("sms", "refuse", "sms.unavailable"),
        ("sms", "nonsense", "sms.unavailable"),
    ] {
        world.peer(service, act, None).await;
        phone.begin(&world, &WANG).await.refused(code);
        world.peer(service, "succeed", None).await;
    }
    phone.begin(&world, &WANG).await.ok();
}

#[tokio::test]
async fn silent_services_are_waited_for_only_so_long() {
    let world = World::with(Numbers { adapter_seconds: 1, ..Numbers::demo() }).await;
    let phone = Phone::new();
    for (service, code) in [("realname", "realname.unavailable"), ("sms", "sms.unavailable")] {
        world.peer(service, "silent", None).await;
        phone.begin(&world, &WANG).await.refused(code);
        world.peer(service, "succeed", None).await;
    }
    phone.begin(&world, &WANG).await.ok();
}

#[tokio::test]
async fn slow_services_are_waited_for() {
    let world = World::new().await;
    world.peer("sms", "slow", None).await;
    Phone::new().begin(&world, &WANG).await.ok();
}

#[tokio::test]
async fn a_retry_gets_the_same_bytes_and_no_second_message() {
    let world = World::new().await;
    let phone = Phone::new();
    let first = phone.begin(&world, &WANG).await;
    world.clock.advance(10);
    let again = phone.begin(&world, &WANG).await;
    assert_eq!((first.status, &first.bytes), (again.status, &again.bytes));
    let inbox = world.get(&format!("/demo/sms?phone={}", WANG.phone)).await.ok();
    assert_eq!(inbox["messages"].as_array().unwrap().len(), 1);
    assert!(inbox["messages"][0]["text"].as_str().unwrap().contains("验证码"));
}

#[tokio::test]
async fn the_phones_clock_may_be_wrong_by_ten_years() {
    let world = World::new().await;
    for off in [-315_360_000, 315_360_000] {
        let mut phone = Phone::new();
        phone.clock_off = off;
        let person = if off < 0 { &WANG } else { &LI };
        let refused = phone.begin(&world, person).await;
        assert!(refused.headers.contains_key("dpop-nonce") && refused.headers.contains_key("leling-time"));
        refused.refused("auth.nonce");
        phone.enrol(&world, person).await;
        phone.get(&world, "/v1/card").await.ok();
    }
}

#[tokio::test]
async fn the_same_phone_enrols_anew_at_once_after_losing_its_store() {
    let world = World::new().await;
    let mut phone = world.claimed(&WANG).await;
    let before = phone.device_id.clone();
    phone.enrolment = new_id();
    phone.token = None;
    phone.enrol(&world, &WANG).await;
    assert_ne!(before, phone.device_id);
    assert_eq!(phone.get(&world, "/v1/card").await.ok()["ecard"], "level1");
    phone.renew(&world).await.ok();
    phone.claim(&world, &WANG).await.refused("card.already_claimed");
}
