use leling_protocol::card::{self, CardAction, DeviceState, ECardState, PhysicalCardState, Verdict};
use leling_protocol::wire::{CardResponse, ClaimProof};
use leling_protocol::{ErrorClass, ErrorCode};
use leling_screen::NodeKind;
use uuid::Uuid;

use super::super::state::Flow;
use super::super::testing::{self, Phone, call, calls, enrolled, failure};
use super::Claiming;
use crate::effect::{Effect, GatewayCall, GatewayReply};

const GOOD: &str = "280516";

fn unclaimed() -> CardResponse {
    testing::card(PhysicalCardState::Normal, ECardState::None, DeviceState::Active)
}

fn phone() -> Phone {
    Phone::new(enrolled(unclaimed(), Flow::Claim(Claiming::default())))
}

/// A phone at the review, with the card in the hand.
fn at_review() -> Phone {
    let mut phone = phone();
    phone.press("card");
    phone.enter("number", "b0000 0019");
    phone.enter("password", GOOD);
    phone.enter("password", GOOD);
    assert_eq!(phone.screen(), "claim.review");
    phone
}

fn send(phone: &mut Phone) -> Uuid {
    match call(&phone.press("confirm")) {
        GatewayCall::Claim { id, .. } => id,
        other => panic!("{other:?}"),
    }
}

fn refuse(phone: &mut Phone, code: ErrorCode) -> Vec<Effect> {
    phone.answer(GatewayReply::Claim(Err(failure(code))))
}

#[test]
fn with_the_card_in_the_hand() {
    let mut phone = at_review();
    let GatewayCall::Claim { id, proof, password } = call(&phone.press("confirm")) else { panic!() };
    let ClaimProof::CardNumber { number } = proof else { panic!() };
    assert_eq!((number.as_str(), password.as_str()), ("B00000019", GOOD));
    assert_eq!(phone.screen(), "claim.sent");
    let effects = phone.answer(testing::claimed(id));
    assert_eq!((phone.screen(), phone.primary()), ("claim.done", Some("show_code")));
    assert!(effects.contains(&Effect::Gateway(GatewayCall::FetchCard)));
    let kept = &phone.state().kept;
    assert_eq!(kept.card.as_ref().unwrap().ecard, ECardState::Level1);
    assert!(kept.certificate.is_some(), "the code shows without a network from now on");
    let missing = phone.drawn().node("missing").expect("the bank function is off, and the receipt says who mends it");
    assert!(matches!(&missing.kind, NodeKind::Rows { items, .. } if items.len() == 1));
    phone.press("show_code");
    assert_eq!(phone.screen(), "code");
}

#[test]
fn with_a_code_of_a_window() {
    let mut phone = phone();
    phone.press("code");
    phone.enter("code", "1234");
    assert!(phone.tells(ErrorCode::CounterCodeWrong));
    phone.enter("code", "91846275");
    phone.enter("password", GOOD);
    phone.enter("password", GOOD);
    let GatewayCall::Claim { proof: ClaimProof::CounterCode { code }, .. } = call(&phone.press("confirm")) else {
        panic!()
    };
    assert_eq!(code.as_str(), "91846275");
}

#[test]
fn with_neither_there_is_a_way() {
    let mut phone = phone();
    phone.press("neither");
    assert_eq!((phone.screen(), phone.primary()), ("claim.neither", Some("call")));
    assert!(matches!(phone.press("call")[..], [Effect::Platform(_)]));
    phone.press("nav.back");
    assert_eq!(phone.screen(), "claim.proof");
}

#[test]
fn weak_passwords_have_their_sentences_and_two_that_differ_are_typed_anew() {
    let mut phone = phone();
    phone.press("card");
    phone.enter("number", "B00000019");
    for (password, code) in [
        ("2805", ErrorCode::PasswordShape),
        ("123456", ErrorCode::PasswordRun),
        ("112112", ErrorCode::PasswordRepeat),
        ("195707", ErrorCode::PasswordId),
    ] {
        phone.enter("password", password);
        assert_eq!(phone.screen(), "claim.password");
        assert!(phone.tells(code), "{code}");
    }
    phone.enter("password", GOOD);
    phone.enter("password", "280517");
    assert_eq!((phone.screen(), phone.value("password").0.as_str()), ("claim.password", ""));
    assert!(phone.tells(ErrorCode::PasswordMismatch));
    phone.enter("password", GOOD);
    assert_eq!(phone.value("password").0, "", "the second is typed, not remembered");
    phone.enter("password", GOOD);
    assert_eq!(phone.screen(), "claim.review");
}

#[test]
fn the_review_leads_back_to_each_fact() {
    let mut phone = at_review();
    phone.press("change.proof");
    assert_eq!((phone.screen(), phone.value("number").0.as_str()), ("claim.number", "b0000 0019"));
    let mut phone = at_review();
    phone.press("change.password");
    assert_eq!(phone.screen(), "claim.password");
}

#[test]
fn a_wrong_number_counts_and_the_fifth_leaves_the_window() {
    let mut phone = at_review();
    for left in (1..5).rev() {
        send(&mut phone);
        refuse(&mut phone, ErrorCode::CardNumberWrong);
        assert_eq!((phone.screen(), phone.value("number").0.as_str()), ("claim.number", ""));
        assert!(phone.tells(ErrorCode::CardNumberWrong) && phone.drawn().node("tries").is_some());
        assert_eq!(phone.state().kept.card.as_ref().unwrap().card_tries_left, left);
        phone.enter("number", "B00000018");
        phone.enter("password", GOOD);
        phone.enter("password", GOOD);
    }
    send(&mut phone);
    refuse(&mut phone, ErrorCode::CardNumberLocked);
    assert_eq!(phone.screen(), "claim.proof");
    assert!(phone.tells(ErrorCode::CardNumberLocked));
    assert!(!phone.has("card") && phone.has("code") && phone.has("neither"));
}

#[test]
fn a_closed_prompt_or_a_refused_approval_can_be_confirmed_again() {
    for code in [ErrorCode::KeyCancelled, ErrorCode::KeyUnavailable, ErrorCode::ApprovalInvalid, ErrorCode::RateLimited]
    {
        let mut phone = at_review();
        let first = send(&mut phone);
        refuse(&mut phone, code);
        assert_eq!((phone.screen(), phone.primary()), ("claim.review", Some("confirm")), "{code}");
        assert!(phone.tells(code), "{code}");
        assert_ne!(send(&mut phone), first, "{code}");
    }
}

#[test]
fn by_voice_the_whole_phrase_confirms_and_only_once() {
    let mut phone = at_review();
    for said in ["确认", "对", "行", "好", "下一步", "第一个"] {
        assert!(calls(&phone.say(said)).is_empty(), "{said}");
        assert_eq!(phone.screen(), "claim.review", "{said}");
    }
    assert!(matches!(call(&phone.say("确认领卡")), GatewayCall::Claim { .. }));
    assert!(calls(&phone.say("确认领卡")).is_empty());
}

#[test]
fn refusals_of_the_table_say_who_can_mend_it() {
    for code in [
        ErrorCode::CardNone,
        ErrorCode::CardMaking,
        ErrorCode::CardNotPickedUp,
        ErrorCode::CardSocialOff,
        ErrorCode::CardLostState,
        ErrorCode::CardLocked,
        ErrorCode::CardCancelled,
        ErrorCode::CardReplaced,
        ErrorCode::CardAlreadyClaimed,
        ErrorCode::DeviceNone,
        ErrorCode::DeviceFrozen,
        ErrorCode::DeviceReplaced,
    ] {
        let mut phone = at_review();
        send(&mut phone);
        let effects = refuse(&mut phone, code);
        assert_eq!((phone.screen(), phone.primary()), ("claim.refused", Some("home")), "{code}");
        assert!(phone.tells(code) && phone.has("call") && phone.has("lamps"), "{code}");
        let looks = effects.contains(&Effect::Gateway(GatewayCall::FetchCard));
        assert_eq!(looks, code == ErrorCode::CardAlreadyClaimed, "{code}");
    }
}

#[test]
fn every_cell_of_the_card_table_is_told_before_anything_is_asked() {
    for physical in PhysicalCardState::ALL {
        for ecard in ECardState::ALL {
            for device in DeviceState::ALL {
                let card = testing::card(*physical, *ecard, *device);
                let phone = Phone::new(enrolled(card, Flow::Claim(Claiming::default())));
                match card::decide(*physical, *ecard, *device, CardAction::Claim) {
                    Verdict::Refused(code) => {
                        assert_eq!(phone.screen(), "claim.refused", "{physical:?} {ecard:?} {device:?}");
                        assert!(phone.tells(code), "{physical:?} {ecard:?} {device:?}");
                    }
                    Verdict::Allowed | Verdict::Impossible(_) => assert_eq!(phone.screen(), "claim.proof"),
                }
            }
        }
    }
}

#[test]
fn without_a_network_the_claim_is_stored_and_goes_by_itself() {
    let mut phone = at_review();
    let id = send(&mut phone);
    for code in [ErrorCode::NetNone, ErrorCode::NetPortal, ErrorCode::ServerBusy, ErrorCode::ServerBroken] {
        assert!(code.class() == ErrorClass::Offline || code.class() == ErrorClass::Server);
        refuse(&mut phone, code);
        assert_eq!((phone.screen(), phone.primary()), ("claim.sent", Some("home")), "{code}");
        assert!(phone.tells(code) && !phone.has("again"), "{code}");
    }
    phone.answer(testing::claimed(id));
    assert_eq!(phone.screen(), "claim.done");
}

#[test]
fn a_phone_that_dies_forgets_the_password_and_nothing_else() {
    let mut phone = at_review().die();
    assert_eq!((phone.screen(), phone.value("password").0.as_str()), ("claim.password", ""));
    phone.enter("password", GOOD);
    phone.enter("password", GOOD);
    let GatewayCall::Claim { proof: ClaimProof::CardNumber { number }, .. } = call(&phone.press("confirm")) else {
        panic!()
    };
    assert_eq!(number.as_str(), "B00000019");
}

#[test]
fn a_password_is_never_kept() {
    let phone = at_review();
    let (clear, sealed) = phone.state().to_kept();
    assert!(!clear.contains(GOOD) && !sealed.unwrap().contains(GOOD));
}

#[test]
fn a_claim_that_was_sent_waits_for_its_answer_also_after_death() {
    let mut phone = at_review();
    let id = send(&mut phone);
    let mut phone = phone.die();
    assert_eq!((phone.screen(), phone.primary()), ("claim.sent", Some("home")));
    let mut other = Phone::new(phone.state().clone());
    phone.answer(testing::claimed(id));
    assert_eq!(phone.screen(), "claim.done");
    refuse(&mut other, ErrorCode::KeyCancelled);
    assert_eq!(other.screen(), "claim.password", "there is no password left to confirm with");
    let mut lost = at_review();
    send(&mut lost);
    let mut lost = lost.die();
    lost.press("again");
    assert_eq!(lost.screen(), "claim.password");
}

#[test]
fn the_state_of_the_card_ends_the_waiting_too() {
    let mut phone = at_review();
    send(&mut phone);
    let mut phone = phone.die();
    let card = testing::card(PhysicalCardState::Normal, ECardState::Level1, DeviceState::Active);
    phone.answer(GatewayReply::Card(Ok(card)));
    assert_eq!(phone.screen(), "claim.done");
}

#[test]
fn the_answer_counts_although_the_person_went_home() {
    let mut phone = at_review();
    let id = send(&mut phone);
    phone.press("nav.back");
    assert_eq!(phone.screen(), "home");
    phone.answer(testing::claimed(id));
    assert_eq!((phone.screen(), phone.primary()), ("home", Some("show_code")));
    let mut phone = at_review();
    send(&mut phone);
    phone.press("nav.home");
    assert!(calls(&refuse(&mut phone, ErrorCode::CardNumberWrong)).is_empty());
    assert_eq!((phone.screen(), phone.primary()), ("home", Some("claim")));
}
