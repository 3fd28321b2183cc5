//! A second phone: told, stopped, confirmed, or in place after a day.

use serde_json::json;

use crate::world::{LI, Phone, WANG, World, by_code, new_id};

const DAY: i64 = 86_400;

async fn second_phone(world: &World) -> Phone {
    let phone = Phone::new();
    phone.begin(world, &WANG).await.ok();
    let code = world.sms_code(&WANG).await;
    let waiting = phone.bring(world, &code).await.ok();
    assert_eq!(waiting["state"], "replacing");
    phone
}

#[tokio::test]
async fn the_old_phone_is_told_and_stops_it_with_one_tap() {
    let world = World::new().await;
    let old = world.claimed(&WANG).await;
    let new = second_phone(&world).await;
    // The message goes out beside the answer.
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    let inbox = world.get(&format!("/demo/sms?phone={}", WANG.phone)).await.ok();
    assert!(inbox["messages"][0]["text"].as_str().unwrap().contains("24小时"));
    let waiting = old.get(&world, "/v1/replacements").await.ok();
    assert_eq!(waiting["waiting"][0]["id"], new.enrolment.to_string());
    let left = new.get(&world, &new.path("")).await.refused("enrol.waiting");
    assert_eq!(left["retry_after"], DAY);
    let stop = format!("/v1/replacements/{}/stop", new.enrolment);
    let other = world.enrolled(&LI).await;
    other.post(&world, &stop, &json!({"id": new_id()})).await.refused("enrol.gone");
    old.post(&world, &stop, &json!({"id": new_id()})).await.ok();
    new.get(&world, &new.path("")).await.refused("enrol.stopped");
    world.clock.advance(DAY);
    new.get(&world, &new.path("")).await.refused("enrol.stopped");
}

#[tokio::test]
async fn after_a_day_the_next_read_finishes_it() {
    let world = World::new().await;
    let mut old = world.claimed(&WANG).await;
    let mut new = second_phone(&world).await;
    world.clock.advance(DAY - 1);
    old.sign_in(&world).await;
    old.get(&world, "/v1/card").await.ok();
    world.clock.advance(1);
    // The old phone's own request is the first to notice.
    old.get(&world, "/v1/card").await.refused("device.replaced");
    let assertion = old.assertion(&world);
    assert_eq!(old.grant(&world, &assertion).await.code(), "device.replaced");
    let active = new.get(&world, &new.path("")).await.ok();
    new.device_id = active["device"].as_str().unwrap().to_owned();
    new.sign_in(&world).await;
    let card = new.get(&world, "/v1/card").await.ok();
    assert_eq!(card["ecard"], "unbound");
    new.renew(&world).await.refused("auth.scope");
    new.claim(&world, &WANG).await.ok();
}

#[tokio::test]
async fn the_old_phone_learns_it_when_signing_in() {
    let world = World::new().await;
    let old = world.claimed(&WANG).await;
    second_phone(&world).await;
    world.clock.advance(DAY);
    let mut reply = old.grant(&world, &old.assertion(&world)).await;
    if reply.code() == "auth.nonce" {
        reply = old.grant(&world, &old.assertion(&world)).await;
    }
    assert_eq!(reply.code(), "device.replaced");
}

#[tokio::test]
async fn a_counter_code_confirms_at_once() {
    let world = World::new().await;
    let old = world.claimed(&WANG).await;
    let new = second_phone(&world).await;
    let confirm = |code: String| json!({"id": new_id(), "proof": by_code(&code)});
    new.post(&world, &new.path("/confirm"), &confirm("00000000".to_owned())).await.refused("counter_code.wrong");
    let code = world.peer("desk", "issue_replace_code", Some(&WANG)).await.unwrap();
    let active = new.post(&world, &new.path("/confirm"), &confirm(code)).await.ok();
    assert_eq!(active["state"], "active");
    old.get(&world, "/v1/card").await.refused("device.replaced");
}

#[tokio::test]
async fn a_freeze_does_not_shorten_the_wait() {
    let world = World::new().await;
    world.claimed(&WANG).await;
    world.peer("desk", "freeze", Some(&WANG)).await;
    second_phone(&world).await;
}
