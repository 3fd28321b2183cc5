//! Somebody else wants in, or the person is pressed: what a login at a kiosk makes of it, on the phone and on the page.
//!
//! What needs no phone, page and party at once is tested where it is decided: `gateway/tests`, `core/app`, and every order of
//! steps in `gateway/tests/model.rs`.

#![expect(clippy::unwrap_used, reason = "a journey that breaks off says where")]

use std::time::Duration;

use leling_e2e::browser::talk;
use leling_e2e::house::{Hand, House, drawn};
use leling_e2e::parties::Party;
use leling_e2e::people::{LIU, WANG};
use leling_e2e::pixels::{between, of_path};
use leling_e2e::visit::Visit;
use leling_language::Catalogue;
use leling_protocol::ErrorCode;
use leling_screen::Screen;
use serde_json::json;

/// A drawn code can be claimed in its eight seconds and the next eight.
const CODE_LIFE: Duration = Duration::from_secs(17);

fn sessions(house: &House) -> i64 {
    house.gateway.count("SELECT count(*) FROM party_session").unwrap()
}

/// Waits until the screen of that name tells that error.
fn told(hand: &mut Hand, name: &str, code: ErrorCode) {
    let words = Catalogue::new();
    let tells = |screen: &Screen| {
        let wanted = words.error(screen.presentation.language, code).what.speech;
        let said = screen.nodes().any(|node| node.speech.contains(&wanted));
        if screen.id.as_str() == name && said { Ok(()) } else { Err(format!("{name} does not tell {code}")) }
    };
    hand.until(tells).unwrap();
}

/// Says yes with the number that the page shows.
fn say_yes(hand: &mut Hand, visit: &mut Visit) {
    let number = visit.number().unwrap();
    hand.press(&format!("number.{number}")).unwrap();
    hand.press("yes").unwrap();
}

#[test]
fn a_photograph_of_a_code_is_too_old_when_the_next_one_has_passed() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk(&house, 60, 20).unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    let mut visit = Visit::begin(&kiosk).unwrap();
    let photograph = visit.light().unwrap();
    std::thread::sleep(CODE_LIFE);
    hand.press("scan").unwrap();
    hand.hold_before(|| Ok(photograph.clone())).unwrap();
    told(&mut hand, "scan.refused", ErrorCode::LoginExpired);
    visit.until("open").unwrap();

    // The page itself has drawn it anew meanwhile.
    hand.press("again").unwrap();
    hand.hold_before(|| visit.light()).unwrap();
    hand.arrive("login").unwrap();
    say_yes(&mut hand, &mut visit);
    visit.come_back().unwrap();
}

#[test]
fn two_phones_at_one_code_let_nobody_in_and_the_page_offers_a_new_one() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk(&house, 60, 20).unwrap();
    let mut first = WANG.with_card(&house, "first").unwrap();
    let mut second = LIU.with_card(&house, "second").unwrap();
    let mut visit = Visit::begin(&kiosk).unwrap();
    second.press("scan").unwrap();
    first.press("scan").unwrap();
    let code = visit.light().unwrap();
    first.hold_before(|| Ok(code.clone())).unwrap();
    first.arrive("login").unwrap();
    let number = visit.number().unwrap();
    second.hold_before(|| Ok(code.clone())).unwrap();
    told(&mut second, "scan.refused", ErrorCode::LoginTaken);
    first.press(&format!("number.{number}")).unwrap();
    first.press("yes").unwrap();
    told(&mut first, "login.ended", ErrorCode::LoginTaken);
    visit.stays_outside().unwrap();
    assert!(visit.browser.page.contains("/login/again"), "{}", visit.browser.page);
    assert_eq!(sessions(&house), 0);

    visit.browser.go("/login/again").unwrap();
    first.press("again").unwrap();
    first.hold_before(|| visit.light()).unwrap();
    first.arrive("login").unwrap();
    say_yes(&mut first, &mut visit);
    visit.come_back().unwrap();
}

#[test]
fn one_phone_that_scans_twice_has_one_login() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk(&house, 60, 20).unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    let mut visit = Visit::begin(&kiosk).unwrap();
    let code = visit.light().unwrap();
    for _ in 0..2 {
        hand.press("scan").unwrap();
        hand.hold_before(|| Ok(code.clone())).unwrap();
        hand.arrive("login").unwrap();
        hand.press("nav.home").unwrap();
        hand.arrive("home").unwrap();
    }
    hand.press("open_login").unwrap();
    say_yes(&mut hand, &mut visit);
    visit.come_back().unwrap();
    assert_eq!(sessions(&house), 1);
}

#[test]
fn while_one_login_waits_for_its_answer_no_other_pushes_in() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk(&house, 60, 20).unwrap();
    let app = Party::partner(&house).unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    let mut visit = Visit::begin(&kiosk).unwrap();
    hand.press("scan").unwrap();
    hand.hold_before(|| visit.light()).unwrap();
    hand.arrive("login").unwrap();
    for _ in 0..3 {
        let page = talk("GET", &format!("{}/partner", app.url), "", "").unwrap().body;
        hand.link(&between(&page, "class=\"key\" href=\"", "\"").unwrap().replace("&amp;", "&"));
        told(&mut hand, "link.refused", ErrorCode::LoginBusy);
        hand.press("understood").unwrap();
    }
    hand.press("nav.home").unwrap();
    hand.press("open_login").unwrap();
    assert!(drawn(hand.arrive("login").unwrap(), "party").contains("历下区人社大厅"));
    say_yes(&mut hand, &mut visit);
    visit.come_back().unwrap();
    assert_eq!(sessions(&house), 1);
    assert_eq!(house.gateway.count("SELECT count(*) FROM login WHERE door = 'app'").unwrap(), 0);
}

#[test]
fn a_yes_after_the_page_was_left_lets_nobody_in() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk(&house, 60, 20).unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    let mut visit = Visit::begin(&kiosk).unwrap();
    hand.press("scan").unwrap();
    hand.hold_before(|| visit.light()).unwrap();
    let number = visit.number().unwrap();
    hand.press(&format!("number.{number}")).unwrap();
    visit.cancel().unwrap();
    hand.press("yes").unwrap();
    told(&mut hand, "login.ended", ErrorCode::LoginCancelled);
    assert_eq!(sessions(&house), 0);
}

#[test]
fn a_swindler_who_passes_on_the_code_gets_nothing() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk(&house, 60, 20).unwrap();
    let swindler = Party::swindler(&house, &kiosk).unwrap();
    let state = || talk("GET", &format!("{}/state", swindler.url), "", "").map(|answer| answer.json());
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    hand.press("scan").unwrap();
    hand.hold_before(|| {
        let shown = state()?;
        let size = shown["size"].as_str().and_then(|size| size.parse().ok()).ok_or("nothing is passed on")?;
        of_path(size, shown["path"].as_str().unwrap_or_default())
    })
    .unwrap();
    // The phone says whose code it is, and that it stands elsewhere: she lives in Linyi.
    let screen = hand.arrive("login").unwrap();
    assert!(drawn(screen, "party").contains("历下区人社大厅"));
    assert!(drawn(screen, "elsewhere").contains("济南市"));
    // His page has a photograph of a code to show, and no number.
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(state().unwrap(), json!({ "shows": "scanned" }));
    hand.press("no").unwrap();
    hand.arrive("login.stopped").unwrap();
    std::thread::sleep(Duration::from_secs(3));
    assert_ne!(state().unwrap()["shows"], "robbed");
    assert_eq!(sessions(&house), 0);
}
