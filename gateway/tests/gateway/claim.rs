//! Claiming the card and what follows.

use leling_crypto::identity_code::{CardCertificate, StatusList};
use serde_json::{Value, json};

use crate::world::{LI, LIU, Phone, START, WANG, World, YU, by_card, by_code, new_id};

fn certificate(answer: &Value) -> CardCertificate {
    use base64::Engine as _;
    let text = answer["certificate"].as_str().unwrap();
    CardCertificate::from_bytes(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

async fn is_revoked(world: &World, certificate: &CardCertificate) -> bool {
    let reply = world.get("/v1/revocations").await;
    assert_eq!(reply.headers["content-type"], "application/cose");
    let list = StatusList::verify(&reply.bytes, &world.ring().await).unwrap();
    list.is_revoked(certificate.facts().status_index).unwrap_or(false)
}

#[tokio::test]
async fn the_card_in_the_hand_claims_and_gives_a_certificate() {
    let world = World::new().await;
    let mut phone = world.enrolled(&WANG).await;
    phone.renew(&world).await.refused("auth.scope");
    let claimed = phone.claim(&world, &WANG).await.ok();
    assert_eq!(claimed["issued"]["level"], 1);
    assert!(claimed["issued"]["sign_no"].as_str().unwrap().starts_with("20261123"));
    let certificate = certificate(&claimed["certificate"]);
    certificate.check_signature(&world.ring().await).unwrap();
    let facts = certificate.facts();
    assert_eq!((facts.masked_name.as_str(), facts.birth_year, facts.last_four.as_str()), ("王*兰", 1944, "0025"));
    assert_eq!(facts.device_key, *phone.device.public_key());
    assert_eq!(facts.expires_at - facts.issued_at, 7 * 86_400);
    assert!(!is_revoked(&world, &certificate).await);
    // The old token still reaches `view` only; a new one reaches the card.
    phone.renew(&world).await.refused("auth.scope");
    phone.sign_in(&world).await;
    let renewed = phone.renew(&world).await.ok();
    assert_eq!(renewed["not_after"].as_i64().unwrap() - renewed["not_before"].as_i64().unwrap(), 7 * 86_400);
    let card = phone.get(&world, "/v1/card").await.ok();
    assert_eq!(card["ecard"], "level1");
    assert_eq!(card["issued"], claimed["issued"]);
    phone.claim(&world, &WANG).await.refused("card.already_claimed");
}

#[tokio::test]
async fn five_wrong_numbers_lock_and_a_counter_code_opens() {
    let world = World::new().await;
    let phone = world.enrolled(&WANG).await;
    for left in (1..5).rev() {
        phone.claim_with(&world, &by_card("B00000009"), "280516").await.refused("card.number_wrong");
        assert_eq!(phone.get(&world, "/v1/card").await.ok()["card_tries_left"], left);
    }
    phone.claim_with(&world, &by_card("B00000009"), "280516").await.refused("card.number_locked");
    phone.claim(&world, &WANG).await.refused("card.number_locked");
    phone.claim_with(&world, &by_code("00000000"), "280516").await.refused("counter_code.wrong");
    let code = world.peer("desk", "issue_claim_code", Some(&WANG)).await.unwrap();
    phone.claim_with(&world, &by_code(&code), "280516").await.ok();
    assert_eq!(phone.get(&world, "/v1/card").await.ok()["card_tries_left"], 5);
}

#[tokio::test]
async fn a_counter_code_is_for_one_person_one_purpose_one_use_and_one_day() {
    let world = World::new().await;
    let phone = world.enrolled(&WANG).await;
    let other = world.peer("desk", "issue_claim_code", Some(&LI)).await.unwrap();
    phone.claim_with(&world, &by_code(&other), "280516").await.refused("counter_code.wrong");
    let other = world.peer("desk", "issue_password_code", Some(&WANG)).await.unwrap();
    phone.claim_with(&world, &by_code(&other), "280516").await.refused("counter_code.wrong");
    let first = world.peer("desk", "issue_claim_code", Some(&WANG)).await.unwrap();
    let second = world.peer("desk", "issue_claim_code", Some(&WANG)).await.unwrap();
    phone.claim_with(&world, &by_code(&first), "280516").await.refused("counter_code.expired");
    let mut phone = phone;
    world.clock.advance(86_400);
    phone.sign_in(&world).await;
    phone.claim_with(&world, &by_code(&second), "280516").await.refused("counter_code.expired");
    let third = world.peer("desk", "issue_claim_code", Some(&WANG)).await.unwrap();
    // A weak password does not use the code up.
    phone.claim_with(&world, &by_code(&third), "123456").await.refused("password.run");
    phone.claim_with(&world, &by_code(&third), "280516").await.ok();
    phone.sign_in(&world).await;
    phone.unlink(&world, None).await.ok();
    phone.claim_with(&world, &by_code(&third), "280516").await.refused("counter_code.used");
}

#[tokio::test]
async fn weak_passwords_are_refused_without_costing_a_try() {
    let world = World::new().await;
    let phone = world.enrolled(&WANG).await;
    for (password, code) in [
        ("123456", "password.run"),
        ("111111", "password.repeat"),
        ("440312", "password.id"),
        ("12345", "password.shape"),
    ] {
        phone.claim_with(&world, &by_card(WANG.card), password).await.refused(code);
    }
    assert_eq!(phone.get(&world, "/v1/card").await.ok()["card_tries_left"], 5);
}

#[tokio::test]
async fn the_physical_card_decides_who_may_claim() {
    let world = World::new().await;
    let phone = world.enrolled(&YU).await;
    assert_eq!(phone.get(&world, "/v1/card").await.ok()["lamps"]["social"], "off");
    phone.claim(&world, &YU).await.refused("card.social_off");
    for (act, code) in [
        ("card_lost", "card.lost_state"),
        ("card_locked", "card.locked"),
        ("card_cancelled", "card.cancelled"),
        ("card_replaced", "card.replaced"),
        ("card_in_the_making", "card.making"),
        ("card_not_picked_up", "card.not_picked_up"),
    ] {
        world.peer("desk", act, Some(&YU)).await;
        phone.claim(&world, &YU).await.refused(code);
    }
    world.peer("desk", "card_normal", Some(&YU)).await;
    phone.claim(&world, &YU).await.ok();
    let without = world.enrolled(&LIU).await;
    without.claim(&world, &LIU).await.refused("card.none");
}

#[tokio::test]
async fn an_approval_covers_one_write_one_body_and_a_short_time() {
    let world = World::new().await;
    let phone = world.enrolled(&WANG).await;
    let good = phone.claim_body(&world, new_id(), &by_card(WANG.card), "280516").await;
    let id: uuid::Uuid = serde_json::from_value(good["id"].clone()).unwrap();
    let sealed = good["sealed"].as_str().unwrap();
    let other = Phone::new();
    let claims = |change: &dyn Fn(&mut leling_crypto::approval::ApprovalClaims)| {
        let mut claims = leling_crypto::approval::ApprovalClaims {
            kind: "claim".to_owned(),
            session: Some(id.to_string()),
            party: "gateway".to_owned(),
            scopes: vec!["card".to_owned()],
            number: None,
            body_sha256: leling_crypto::approval::ApprovalClaims::digest_of(sealed.as_bytes()),
            nonce: id.to_string(),
            exp: world.now() + 600,
        };
        change(&mut claims);
        phone.sign_approval(&claims)
    };
    for (what, approval) in [
        ("another key", other.approval(&world, "claim", id, sealed)),
        ("another kind", claims(&|c| c.kind = "unlink".to_owned())),
        ("another write", claims(&|c| c.session = Some(new_id().to_string()))),
        ("no write", claims(&|c| c.session = None)),
        ("another party", claims(&|c| c.party = "kiosk".to_owned())),
        ("other scopes", claims(&|c| c.scopes = vec!["card".to_owned(), "pay".to_owned()])),
        ("another body", phone.approval(&world, "claim", id, "other")),
        ("ended", claims(&|c| c.exp = world.now())),
        ("far too long", claims(&|c| c.exp = world.now() + 90_000)),
        ("no text at all", "x.y.z".to_owned()),
    ] {
        let mut body = good.clone();
        body["approval"] = approval.into();
        assert_eq!(phone.post(&world, "/v1/card/claims", &body).await.code(), "approval.invalid", "{what}");
    }
    // Sealed for another write: opens nowhere else.
    let mut body = good.clone();
    let moved = new_id();
    body["id"] = moved.to_string().into();
    body["approval"] = phone.approval(&world, "claim", moved, sealed).into();
    phone.post(&world, "/v1/card/claims", &body).await.refused("request.invalid");
    phone.post(&world, "/v1/card/claims", &good).await.ok();
}

#[tokio::test]
async fn unlinking_revokes_and_claiming_again_works() {
    let world = World::new().await;
    let mut phone = world.enrolled(&WANG).await;
    let first = certificate(&phone.claim(&world, &WANG).await.ok()["certificate"]);
    phone.sign_in(&world).await;
    let second = certificate(&phone.renew(&world).await.ok());
    phone.unlink(&world, Some("280517")).await.refused("password.wrong");
    phone.unlink(&world, None).await.ok();
    assert!(is_revoked(&world, &first).await && is_revoked(&world, &second).await);
    phone.renew(&world).await.refused("card.unbound");
    phone.unlink(&world, None).await.refused("card.unbound");
    let claimed = phone.claim(&world, &WANG).await.ok();
    assert!(!is_revoked(&world, &certificate(&claimed["certificate"])).await);
}

#[tokio::test]
async fn an_unlink_whose_answer_was_lost_answers_again() {
    let world = World::new().await;
    let mut phone = world.claimed(&WANG).await;
    let id = new_id();
    let body = json!({"id": id, "approval": phone.approval(&world, "unlink", id, "")});
    let first = phone.post(&world, "/v1/card/unlinks", &body).await;
    phone.sign_in(&world).await;
    let again = phone.post(&world, "/v1/card/unlinks", &body).await;
    assert_eq!(first.bytes, again.bytes);
    first.ok();
}

#[tokio::test]
async fn without_a_lock_the_password_is_asked_and_wrong_ones_are_counted() {
    let world = World::new().await;
    let mut phone = Phone::new();
    phone.presence = "password";
    phone.enrol(&world, &WANG).await;
    phone.claim(&world, &WANG).await.ok();
    phone.sign_in(&world).await;
    phone.unlink(&world, None).await.refused("request.invalid");
    for _ in 0..4 {
        phone.unlink(&world, Some("280517")).await.refused("password.wrong");
    }
    assert_eq!(phone.unlink(&world, Some("280517")).await.refused("password.wait")["retry_after"], 900);
    phone.unlink(&world, Some("280516")).await.refused("password.wait");
    world.clock.advance(900);
    phone.sign_in(&world).await;
    phone.unlink(&world, Some("280516")).await.ok();
}

#[tokio::test]
async fn twenty_wrong_passwords_in_a_day_need_the_counter() {
    let world = World::new().await;
    let mut phone = Phone::new();
    phone.presence = "password";
    phone.enrol(&world, &WANG).await;
    phone.claim(&world, &WANG).await.ok();
    for count in 1..=20 {
        if count % 5 == 1 {
            world.clock.advance(900);
            phone.sign_in(&world).await;
        }
        let code = match count {
            20 => "password.counter",
            count if count % 5 == 0 => "password.wait",
            _ => "password.wrong",
        };
        phone.unlink(&world, Some("280517")).await.refused(code);
    }
    phone.unlink(&world, Some("280516")).await.refused("password.counter");
    let code = world.peer("desk", "issue_password_code", Some(&WANG)).await.unwrap();
    phone.reset_password(&world, &WANG, &code, "905317").await.ok();
    phone.unlink(&world, Some("905317")).await.ok();
}

#[tokio::test]
async fn the_password_is_set_anew_from_any_phone_without_a_message() {
    let world = World::new().await;
    let stranger = Phone::new();
    stranger.reset_password(&world, &WANG, "12345678", "905317").await.refused("counter_code.wrong");
    let early = world.peer("desk", "issue_password_code", Some(&LI)).await.unwrap();
    stranger.reset_password(&world, &LI, &early, "905317").await.refused("card.not_claimed");
    world.claimed(&WANG).await;
    world.peer("desk", "freeze", Some(&WANG)).await;
    let code = world.peer("desk", "issue_password_code", Some(&WANG)).await.unwrap();
    stranger.reset_password(&world, &WANG, &code, "123123").await.refused("password.repeat");
    stranger.reset_password(&world, &WANG, &code, "905317").await.ok();
    stranger.reset_password(&world, &WANG, &code, "905318").await.refused("counter_code.used");
}

#[tokio::test]
async fn a_freeze_holds_at_the_next_request_and_ends() {
    let world = World::new().await;
    let mut phone = world.enrolled(&WANG).await;
    let shown = certificate(&phone.claim(&world, &WANG).await.ok()["certificate"]);
    phone.sign_in(&world).await;
    world.peer("desk", "freeze", Some(&WANG)).await;
    phone.get(&world, "/v1/card").await.refused("device.frozen");
    phone.renew(&world).await.refused("device.frozen");
    let assertion = phone.assertion(&world);
    let reply = phone.grant(&world, &assertion).await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (400, "device.frozen"));
    assert_eq!(reply.json()["error"], "invalid_grant");
    assert!(is_revoked(&world, &shown).await);
    world.peer("desk", "unfreeze", Some(&WANG)).await;
    phone.get(&world, "/v1/card").await.ok();
    phone.renew(&world).await.ok();
}

#[tokio::test]
async fn a_sign_out_holds_at_the_next_request() {
    let world = World::new().await;
    let mut phone = world.claimed(&WANG).await;
    world.peer("desk", "sign_out", Some(&WANG)).await;
    phone.get(&world, "/v1/card").await.refused("auth.signed_out");
    phone.sign_in(&world).await;
    phone.get(&world, "/v1/card").await.ok();
}

#[tokio::test]
async fn a_lost_card_suspends_and_a_found_one_wakes() {
    let world = World::new().await;
    let mut phone = world.enrolled(&WANG).await;
    let shown = certificate(&phone.claim(&world, &WANG).await.ok()["certificate"]);
    phone.sign_in(&world).await;
    for (act, code) in [("card_lost", "card.lost_state"), ("card_locked", "card.locked")] {
        world.peer("desk", act, Some(&WANG)).await;
        assert_eq!(phone.get(&world, "/v1/card").await.ok()["ecard"], "suspended");
        phone.renew(&world).await.refused(code);
        assert!(is_revoked(&world, &shown).await);
        world.peer("desk", "card_found", Some(&WANG)).await;
        assert_eq!(phone.get(&world, "/v1/card").await.ok()["ecard"], "level1");
        assert!(!is_revoked(&world, &certificate(&phone.renew(&world).await.ok())).await);
    }
    world.peer("desk", "card_replaced", Some(&WANG)).await;
    phone.renew(&world).await.ok();
    world.peer("desk", "card_social_off", Some(&WANG)).await;
    phone.renew(&world).await.refused("card.social_off");
    world.peer("desk", "card_lost", Some(&WANG)).await;
    phone.unlink(&world, None).await.ok();
}

#[tokio::test]
async fn a_withdrawn_consent_stops_the_card_and_signs_the_phone_out() {
    let world = World::new().await;
    let mut phone = world.enrolled(&WANG).await;
    let shown = certificate(&phone.claim(&world, &WANG).await.ok()["certificate"]);
    phone.sign_in(&world).await;
    let no = json!({"id": new_id(), "kind": "privacy", "text_version": 1, "given": false, "at": START.seconds()});
    phone.post(&world, "/v1/consents", &no).await.ok();
    assert!(is_revoked(&world, &shown).await);
    phone.get(&world, "/v1/card").await.refused("auth.signed_out");
    phone.sign_in(&world).await;
    assert_eq!(phone.get(&world, "/v1/card").await.ok()["ecard"], "unbound");
}

#[tokio::test]
async fn the_record_says_who_did_what_and_nothing_of_the_person() {
    let world = World::new().await;
    let phone = world.claimed(&WANG).await;
    world.peer("desk", "freeze", Some(&WANG)).await;
    world.peer("desk", "unfreeze", Some(&WANG)).await;
    let consent = json!({"id": new_id(), "kind": "privacy", "text_version": 1, "given": true, "at": START.seconds()});
    phone.post(&world, "/v1/consents", &consent).await.ok();
    let record = phone.get(&world, "/v1/audit").await.ok();
    let acts: Vec<&str> = record["entries"].as_array().unwrap().iter().map(|e| e["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["enrolled", "claimed", "frozen", "unfrozen", "consent_given"]);
    assert_eq!(record["entries"][2]["staff"], "DEMO-01");
    assert_eq!(record["head"]["seq"], 5);
    assert_eq!(record["head"]["hash"], record["entries"][4]["hash"]);
    let rest = phone.get(&world, "/v1/audit?after=4").await.ok();
    assert_eq!(rest["entries"].as_array().unwrap().len(), 1);
    phone.get(&world, "/v1/audit?behind=4").await.refused("request.invalid");
}
