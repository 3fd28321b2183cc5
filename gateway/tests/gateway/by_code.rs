//! A new phone without a message: by a counter code at once, by a relative's vouch only with a proof.

use leling_gateway::clock::Clock as _;
use serde_json::{Value, json};

use crate::world::{LI, Person, Phone, WANG, World, by_card, by_code, new_id};

const DAY: i64 = 86_400;

const DAUGHTER: Person = Person { name: "刘芳", id: "379902198105200042", phone: "99900000003", card: "B00000003" };

impl Phone {
    async fn enrol_by(&self, world: &World, person: &Person, code: &str) -> crate::world::Reply {
        let body = json!({
            "id": self.enrolment, "name": person.name, "id_number": person.id, "code": code,
            "device": self.device.public_key().to_jwk(), "approve": self.approve.public_key().to_jwk(),
            "presence": self.presence, "platform": "simulator",
        });
        self.post(world, "/v1/enrolments/by-code", &body).await
    }

    async fn confirm(&self, world: &World, proof: &Value) -> crate::world::Reply {
        self.post(world, &self.path("/confirm"), &json!({"id": new_id(), "proof": proof})).await
    }

    async fn vouch(&self, world: &World, person: &Person) -> crate::world::Reply {
        let body = json!({"id": new_id(), "name": person.name, "id_number": person.id});
        self.post(world, "/v1/vouches", &body).await
    }
}

/// A phone of Wang that a vouch of Li brought as far as waiting for its proof.
async fn vouched(world: &World) -> (Phone, String) {
    let relative = world.claimed(&LI).await;
    let code = relative.vouch(world, &WANG).await.ok()["code"].as_str().unwrap().to_owned();
    let phone = Phone::new();
    let waiting = phone.enrol_by(world, &WANG, &code).await.ok();
    assert_eq!(waiting, json!({"state": "proof_needed", "from": world.clock.now().seconds() + DAY}));
    (phone, code)
}

#[tokio::test]
async fn a_counter_code_enrols_at_once_and_ends_the_old_phone_with_its_date() {
    let world = World::new().await;
    let old = world.claimed(&WANG).await;
    let code = world.peer("desk", "issue_replace_code", Some(&WANG)).await.unwrap();
    let mut new = Phone::new();
    new.enrol_by(&world, &WANG, "00000000").await.refused("counter_code.wrong");
    let mut new_too = Phone::new();
    let active = new_too.enrol_by(&world, &WANG, &code).await.ok();
    assert_eq!(active["state"], "active");
    old.get(&world, "/v1/card").await.refused("device.replaced");
    new_too.device_id = active["device"].as_str().unwrap().to_owned();
    new_too.sign_in(&world).await;
    let record = new_too.get(&world, "/v1/audit").await.ok();
    let last = record["entries"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((last["act"].as_str(), last["at"].as_i64()), (Some("replaced"), Some(world.clock.now().seconds())));
    new.enrolment = new_id();
    new.enrol_by(&world, &WANG, &code).await.refused("counter_code.used");
}

#[tokio::test]
async fn a_frozen_phone_gives_way_to_a_counter_code_too() {
    let world = World::new().await;
    world.claimed(&WANG).await;
    world.peer("desk", "freeze", Some(&WANG)).await;
    let code = world.peer("desk", "issue_replace_code", Some(&WANG)).await.unwrap();
    assert_eq!(Phone::new().enrol_by(&world, &WANG, &code).await.ok()["state"], "active");
}

#[tokio::test]
async fn a_vouch_tells_the_old_phone_and_never_finishes_by_itself() {
    let world = World::new().await;
    let mut old = world.claimed(&WANG).await;
    let (new, _) = vouched(&world).await;
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    let inbox = world.get(&format!("/demo/sms?phone={}", WANG.phone)).await.ok();
    assert!(inbox["messages"][0]["text"].as_str().unwrap().contains("24小时"));
    let waiting = old.get(&world, "/v1/replacements").await.ok();
    assert_eq!(waiting["waiting"][0]["id"], new.enrolment.to_string());
    world.clock.advance(2 * DAY);
    old.sign_in(&world).await;
    old.get(&world, "/v1/card").await.ok();
    assert_eq!(new.get(&world, &new.path("")).await.ok()["state"], "proof_needed");
    // One tap on the old phone still stops it.
    let stop = format!("/v1/replacements/{}/stop", new.enrolment);
    old.post(&world, &stop, &json!({"id": new_id()})).await.ok();
    new.confirm(&world, &by_card(WANG.card)).await.refused("enrol.stopped");
}

#[tokio::test]
async fn after_a_vouch_the_card_number_counts_from_the_next_day_and_a_counter_code_at_once() {
    let world = World::new().await;
    let old = world.claimed(&WANG).await;
    let (new, vouch) = vouched(&world).await;
    let early = new.confirm(&world, &by_card(WANG.card)).await.refused("enrol.waiting");
    assert_eq!(early["retry_after"], DAY);
    new.confirm(&world, &by_code(&vouch)).await.refused("vouch.not_allowed");
    new.confirm(&world, &by_code("00000000")).await.refused("counter_code.wrong");
    world.clock.advance(DAY);
    new.confirm(&world, &by_card(LI.card)).await.refused("card.number_wrong");
    assert_eq!(new.confirm(&world, &by_card(WANG.card)).await.ok()["state"], "active");
    let mut signed_in = old.grant(&world, &old.assertion(&world)).await;
    if signed_in.code() == "auth.nonce" {
        signed_in = old.grant(&world, &old.assertion(&world)).await;
    }
    assert_eq!(signed_in.code(), "device.replaced");
    let (next, _) = vouched_again(&world).await;
    let code = world.peer("desk", "issue_replace_code", Some(&WANG)).await.unwrap();
    assert_eq!(next.confirm(&world, &by_code(&code)).await.ok()["state"], "active");
}

async fn vouched_again(world: &World) -> (Phone, String) {
    let relative = world.claimed(&DAUGHTER).await;
    let code = relative.vouch(world, &WANG).await.ok()["code"].as_str().unwrap().to_owned();
    let phone = Phone::new();
    phone.enrol_by(world, &WANG, &code).await.ok();
    (phone, code)
}

#[tokio::test]
async fn a_vouched_phone_without_a_proof_is_forgotten_after_a_week() {
    let world = World::new().await;
    let mut old = world.claimed(&WANG).await;
    let (new, _) = vouched(&world).await;
    world.clock.advance(8 * DAY);
    new.get(&world, &new.path("")).await.refused("enrol.gone");
    new.confirm(&world, &by_card(WANG.card)).await.refused("enrol.gone");
    old.sign_in(&world).await;
    assert_eq!(old.get(&world, "/v1/replacements").await.ok()["waiting"], json!([]));
}

#[tokio::test]
async fn a_message_started_replacement_takes_no_card_number() {
    let world = World::new().await;
    world.claimed(&WANG).await;
    let new = Phone::new();
    new.begin(&world, &WANG).await.ok();
    let code = world.sms_code(&WANG).await;
    assert_eq!(new.bring(&world, &code).await.ok()["state"], "replacing");
    new.confirm(&world, &by_card(WANG.card)).await.refused("enrol.waiting");
}

#[tokio::test]
async fn a_vouch_does_not_tell_whether_there_is_such_a_person() {
    let world = World::new().await;
    let relative = world.claimed(&LI).await;
    let nobody = Person { id: "379901195001010011", ..WANG };
    let nobody = Person { id: valid(nobody.id), ..nobody };
    let known = relative.vouch(&world, &WANG).await.ok();
    let misnamed = relative.vouch(&world, &Person { name: "别人", ..WANG }).await.ok();
    let unknown = relative.vouch(&world, &nobody).await.ok();
    for answer in [&known, &misnamed, &unknown] {
        let members: Vec<&String> = answer.as_object().unwrap().keys().collect();
        assert_eq!(members, ["code", "expires_at", "id"]);
        assert_eq!(answer["expires_at"], world.clock.now().seconds() + DAY);
        assert_eq!(answer["code"].as_str().unwrap().len(), 8);
    }
    // A vouch under another name is no vouch, and a later one for the same person ends the earlier.
    let code = |answer: &Value| answer["code"].as_str().unwrap().to_owned();
    Phone::new().enrol_by(&world, &WANG, &code(&misnamed)).await.refused("counter_code.wrong");
    Phone::new().enrol_by(&world, &WANG, &code(&known)).await.refused("counter_code.expired");
    relative.vouch(&world, &LI).await.refused("vouch.own");
    let record = relative.get(&world, "/v1/audit").await.ok();
    let acts: Vec<&str> =
        record["entries"].as_array().unwrap().iter().map(|entry| entry["act"].as_str().unwrap()).collect();
    assert_eq!(acts.iter().filter(|act| **act == "vouched").count(), 3);
}

/// The fictitious number with its right check digit.
fn valid(number: &'static str) -> &'static str {
    let body = &number[..17];
    let found = "0123456789X".chars().map(|last| format!("{body}{last}"));
    let found = found.into_iter().find(|number| leling_protocol::IdNumber::parse_any_day(number).is_ok()).unwrap();
    Box::leak(found.into_boxed_str())
}

#[tokio::test]
async fn only_a_claimed_card_vouches_and_only_so_often() {
    let mut numbers = leling_gateway::Numbers::demo();
    numbers.limits.vouches_by_person.count = 2;
    let world = World::with(numbers).await;
    let enrolled = world.enrolled(&WANG).await;
    enrolled.vouch(&world, &LI).await.refused("auth.scope");
    let claimed = world.claimed(&LI).await;
    claimed.vouch(&world, &WANG).await.ok();
    claimed.vouch(&world, &WANG).await.ok();
    claimed.vouch(&world, &WANG).await.refused("rate.limited");
    world.peer("desk", "card_lost", Some(&LI)).await;
    world.clock.advance(DAY);
    let mut lost = claimed;
    lost.sign_in(&world).await;
    let refused = lost.vouch(&world, &WANG).await;
    assert!(!refused.status.is_success(), "{refused:?}");
}

#[tokio::test]
async fn the_same_vouch_sent_again_gives_the_same_code() {
    let world = World::new().await;
    let relative = world.claimed(&LI).await;
    let body = json!({"id": new_id(), "name": WANG.name, "id_number": WANG.id});
    let first = relative.post(&world, "/v1/vouches", &body).await.ok();
    assert_eq!(relative.post(&world, "/v1/vouches", &body).await.ok(), first);
}
