//! What a person can end: the password, the link to this phone, the consent. Each is told by the gateway, not assumed.

use leling_e2e::house::{Hand, House, has_key};
use leling_e2e::people::WANG;

fn claimed(house: &House) -> Result<Hand, String> {
    let mut hand = house.phone("phone")?;
    WANG.enrol(house, &mut hand)?;
    WANG.claim(&mut hand)?;
    hand.press("nav.home")?;
    hand.arrive("home")?;
    Ok(hand)
}

fn unlink_with(hand: &mut Hand, password: &str) -> Result<(), String> {
    hand.arrive("unlink.password")?;
    hand.enter("password", password)?;
    hand.press("next")?;
    hand.arrive("unlink.review")?;
    hand.press("confirm")
}

#[test]
fn a_new_password_needs_no_message_and_unlinks_the_card() {
    let house = House::open().unwrap();
    let mut hand = claimed(&house).unwrap();
    hand.press("services").unwrap();
    hand.press("reset").unwrap();
    hand.press("have_code").unwrap();
    let code = house.gateway.peer("desk", "issue_password_code", WANG.id_number).unwrap();
    hand.arrive("reset.code").unwrap();
    hand.enter("code", &code).unwrap();
    hand.press("next").unwrap();
    for screen in ["reset.password", "reset.again"] {
        hand.arrive(screen).unwrap();
        hand.enter("password", "739204").unwrap();
        hand.press("next").unwrap();
    }
    hand.arrive("reset.review").unwrap();
    hand.press("confirm").unwrap();
    hand.arrive("reset.done").unwrap();
    hand.press("home").unwrap();
    hand.arrive("home").unwrap();
    hand.press("services").unwrap();
    hand.press("unlink").unwrap();
    hand.arrive("unlink").unwrap();
    hand.press("next").unwrap();
    unlink_with(&mut hand, WANG.password).unwrap();
    unlink_with(&mut hand, "739204").unwrap();
    hand.arrive("home").unwrap();
    hand.until(|screen| if has_key(screen, "show_code") { Err("it still offers the code".to_owned()) } else { Ok(()) })
        .unwrap();
    assert_eq!(house.gateway.count("SELECT count(*) FROM audit WHERE act = 'unlinked'").unwrap(), 1);
    assert_eq!(house.gateway.count("SELECT count(*) FROM certificate WHERE revoked_at IS NULL").unwrap(), 0);
}

#[test]
fn a_withdrawn_consent_empties_the_phone() {
    let house = House::open().unwrap();
    let mut hand = claimed(&house).unwrap();
    hand.press("settings").unwrap();
    hand.press("withdraw").unwrap();
    hand.press("go_on").unwrap();
    hand.arrive("privacy.refused").unwrap();
    assert_eq!(house.gateway.count("SELECT count(*) FROM certificate WHERE revoked_at IS NULL").unwrap(), 0);
    hand.kill();
    let mut hand = house.phone("phone").unwrap();
    hand.arrive("privacy").unwrap();
}
