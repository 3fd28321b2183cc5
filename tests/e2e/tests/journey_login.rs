//! Logging in at a kiosk: a real OpenID client in its own process, the gateway's own page, and a phone that reads its pixels.

#![expect(clippy::unwrap_used, reason = "a journey that breaks off says where")]

use leling_code::Picture;
use leling_e2e::browser::Browser;
use leling_e2e::house::{Hand, House, drawn, has_key};
use leling_e2e::parties::Party;
use leling_e2e::people::WANG;
use leling_e2e::pixels::of_text;
use leling_e2e::visit::Visit;
use leling_screen::{CameraState, SystemEvent};

fn scan(hand: &mut Hand, light: impl FnMut() -> Result<Picture, String>) {
    hand.press("scan").unwrap();
    hand.hold_before(light).unwrap();
}

/// Presses a number that the other screen does not show.
fn press_another(hand: &mut Hand, right: &str) {
    let mut other = None;
    hand.arrive("login").unwrap().for_each_key(|key| {
        let number = key.id.as_str().strip_prefix("number.").filter(|number| *number != right);
        other = other.take().or_else(|| number.map(str::to_owned));
    });
    hand.press(&format!("number.{}", other.unwrap())).unwrap();
}

#[test]
fn a_person_scans_the_pixels_of_the_page_and_the_kiosk_knows_whom_it_has() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk(&house, 60, 20).unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    let mut visit = Visit::begin(&kiosk).unwrap();
    scan(&mut hand, || visit.light());
    let party = drawn(hand.arrive("login").unwrap(), "party");
    assert!(party.contains("济南市") && party.contains("历下区人社大厅"), "{party}");
    let number = visit.number().unwrap();
    hand.press(&format!("number.{number}")).unwrap();
    hand.press("yes").unwrap();
    hand.arrive("login.done").unwrap();
    visit.come_back().unwrap();
    let page = visit.at_kiosk("/me").unwrap();
    assert!(page.contains("王**，您好") && page.contains("满65岁"), "{page}");
    assert!(!page.contains(WANG.name), "others can see that screen");

    // Going back and somebody else's browser show nothing.
    let mut other = Browser::default();
    other.open(&format!("{}/me", kiosk.url)).unwrap();
    assert!(!other.page.contains("王**"));
    assert_eq!(visit.browser.post(&format!("{}/logout", kiosk.url), &[]).unwrap().status, 303);
    assert!(!visit.at_kiosk("/me").unwrap().contains("王**"));
}

#[test]
fn a_wrong_number_and_a_no_end_it_on_both_sides() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk(&house, 60, 20).unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    let mut visit = Visit::begin(&kiosk).unwrap();
    scan(&mut hand, || visit.light());
    let right = visit.number().unwrap();
    press_another(&mut hand, &right);
    hand.press("yes").unwrap();
    hand.arrive("login.ended").unwrap();
    visit.stays_outside().unwrap();
    assert!(visit.browser.page.contains("/login/again"), "{}", visit.browser.page);

    // The page offers a new code, and the person says that it is somebody else.
    visit.browser.go("/login/again").unwrap();
    hand.press("again").unwrap();
    hand.hold_before(|| visit.light()).unwrap();
    visit.number().unwrap();
    hand.press("no").unwrap();
    hand.arrive("login.stopped").unwrap();
    visit.stays_outside().unwrap();
    assert_eq!(house.gateway.count("SELECT count(*) FROM party_session").unwrap(), 0);
}

#[test]
fn who_has_no_camera_types_eight_digits() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk(&house, 60, 20).unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    let mut visit = Visit::begin(&kiosk).unwrap();
    hand.press("scan").unwrap();
    hand.arrive("scan").unwrap();
    hand.system(SystemEvent::Camera { state: CameraState::Denied });
    hand.arrive("scan.trouble").unwrap();
    hand.press("digits").unwrap();
    hand.enter("code", &visit.digits().unwrap()).unwrap();
    hand.press("next").unwrap();
    hand.arrive("login").unwrap();
    visit.until("typed").unwrap();
    hand.press("yes").unwrap();
    hand.arrive("login.done").unwrap();
    visit.come_back().unwrap();
}

#[test]
fn nothing_is_answered_while_somebody_speaks_with_the_person_or_sees_the_screen() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk(&house, 60, 20).unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    let mut visit = Visit::begin(&kiosk).unwrap();
    scan(&mut hand, || visit.light());
    let number = visit.number().unwrap();
    for change in [|active| SystemEvent::Call { active }, |active| SystemEvent::Capture { active }] {
        hand.system(change(true));
        let screen = hand.arrive("login.paused").unwrap();
        assert!(!has_key(screen, "yes") && has_key(screen, "stop"));
        hand.system(change(false));
        hand.arrive("login").unwrap();
    }
    hand.press(&format!("number.{number}")).unwrap();
    hand.press("yes").unwrap();
    visit.come_back().unwrap();
}

#[test]
fn codes_that_are_not_ours_open_nothing() {
    let house = House::open().unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    hand.press("scan").unwrap();
    for text in ["https://pay.example/q/abc", "tel:12333", &format!("{}/q/abc", house.gateway.url)] {
        hand.hold_before(|| of_text(text)).unwrap();
        hand.arrive("scan.refused").unwrap();
        hand.press("again").unwrap();
    }
    assert_eq!(house.gateway.count("SELECT count(*) FROM login").unwrap(), 0);
}
