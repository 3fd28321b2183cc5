//! A new phone takes the place of an old one: told to the old one, stopped by one tap, or confirmed by a counter.

use leling_e2e::house::{House, has_key};
use leling_e2e::people::WANG;

#[test]
fn one_tap_on_the_old_phone_stops_a_stranger() {
    let house = House::open().unwrap();
    let mut old = house.phone("old").unwrap();
    WANG.enrol(&house, &mut old).unwrap();
    let mut stranger = house.phone("stranger").unwrap();
    WANG.ask_for_code(&mut stranger).unwrap();
    WANG.bring_code(&house, &mut stranger).unwrap();
    stranger.arrive("enrol.waiting").unwrap();
    old.press("lamps").unwrap();
    old.arrive("lamps").unwrap();
    old.press("nav.home").unwrap();
    old.press("stop_replacement").unwrap();
    old.until(|screen| if has_key(screen, "stop_replacement") { Err("it is not stopped".to_owned()) } else { Ok(()) })
        .unwrap();
    stranger.press("check").unwrap();
    stranger.arrive("enrol.stopped").unwrap();
    assert_eq!(house.gateway.count("SELECT count(*) FROM device WHERE state = 'active'").unwrap(), 1);
}

#[test]
fn a_counter_code_confirms_at_once_and_the_old_phone_rests() {
    let house = House::open().unwrap();
    let mut old = house.phone("old").unwrap();
    WANG.enrol(&house, &mut old).unwrap();
    WANG.claim(&mut old).unwrap();
    let mut new = house.phone("new").unwrap();
    WANG.ask_for_code(&mut new).unwrap();
    WANG.bring_code(&house, &mut new).unwrap();
    new.arrive("enrol.waiting").unwrap();
    let code = house.gateway.peer("desk", "issue_replace_code", WANG.id_number).unwrap();
    new.press("have_code").unwrap();
    new.enter("code", &code).unwrap();
    new.press("next").unwrap();
    new.arrive("home").unwrap();
    WANG.claim(&mut new).unwrap();
    old.press("show_code").unwrap();
    old.arrive("code").unwrap();
    old.press("nav.home").unwrap();
    old.arrive("home").unwrap();
    old.until(|screen| if has_key(screen, "show_code") { Err("it still offers the code".to_owned()) } else { Ok(()) })
        .unwrap();
}
