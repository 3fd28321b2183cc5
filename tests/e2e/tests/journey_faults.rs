//! Journeys on which something breaks, each with what has to come of it.
//!
//! | fault | outcome |
//! |---|---|
//! | the answer to every write of enrolment and claim is lost once or twice | the journey arrives; one device, one claim at the gateway |
//! | the gateway is killed between effect and answer and comes back | the same |
//! | a login page in place of the gateway | `net.portal` in words, what was typed stays, and with the network back the journey goes on |
//! | the phone's clock ten years off, either way | no code, `clock.wrong` in words, one key to the clock's settings; everything else works |
//! | store cut short, or another app's file | a screen that says so, then the enrolment; the gateway still knows one device and its claimed card, which shows its code at once |
//! | store of a newer version of the app | a screen that says so; the file is not touched |
//! | disk full for every write of store and outbox | a screen that says so, the app goes on; with space back all is as it was |
//! | the keys of the phone gone | a screen that says so, then the enrolment as a replacement; no old name on any screen |
//! | all of them | no panic, and name, number and phone of the person in no file of phone or gateway and in no log in clear |

#![expect(clippy::unwrap_used, reason = "a journey that breaks off says where")]

use std::fs;
use std::path::{Path, PathBuf};

use leling_e2e::cable::{Cable, Mode};
use leling_e2e::house::{Hand, House, field, has_key};
use leling_e2e::people::WANG;
use leling_faults::canary;
use leling_screen::Screen;

const DECADE: i64 = 10 * 365 * 24 * 3600;

fn counted(house: &House, query: &str) -> i64 {
    house.gateway.count(query).unwrap()
}

fn one_device_one_claim(house: &House) {
    assert_eq!(counted(house, "SELECT count(*) FROM device WHERE state = 'active'"), 1);
    assert_eq!(counted(house, "SELECT count(*) FROM audit WHERE act = 'enrolled'"), 1);
    assert_eq!(counted(house, "SELECT count(*) FROM audit WHERE act = 'claimed'"), 1);
}

fn shows(screen: &Screen, id: &str) -> Result<(), String> {
    if screen.node(id).is_some() || has_key(screen, id) { Ok(()) } else { Err(format!("{id} is not there")) }
}

/// Looks for what identifies the person in every file and log of phone and gateway.
fn no_person_in(folder: &Path) {
    let found = canary::search(folder, &[WANG.name, WANG.id_number, WANG.phone]).unwrap();
    assert!(found.is_empty(), "{found:?}");
}

fn claimed(house: &House) -> Hand {
    let mut hand = house.phone("phone").unwrap();
    WANG.enrol(house, &mut hand).unwrap();
    WANG.claim(&mut hand).unwrap();
    hand
}

fn store(house: &House) -> PathBuf {
    house.folder().join("phone").join("store").join("store.db")
}

#[test]
fn lost_answers_change_nothing() {
    let house = House::open().unwrap();
    let cable = Cable::to(&house.gateway.url).unwrap();
    let mut hand = house.phone_to("phone", &cable.url, 0).unwrap();
    for (n, step) in [0, 1, 2].into_iter().enumerate() {
        cable.set(Mode::LoseAnswers(1 + n % 2));
        match step {
            0 => WANG.ask_for_code(&mut hand).unwrap(),
            1 => {
                WANG.bring_code(&house, &mut hand).unwrap();
                hand.arrive("home").unwrap();
            }
            _ => WANG.claim(&mut hand).unwrap(),
        }
    }
    assert!(cable.lost() >= 3, "{} answers were lost", cable.lost());
    one_device_one_claim(&house);
    no_person_in(house.folder());
}

#[test]
fn a_killed_gateway_that_comes_back_has_acted_once() {
    let mut house = House::open().unwrap();
    let cable = Cable::to(&house.gateway.url).unwrap();
    let mut hand = house.phone_to("phone", &cable.url, 0).unwrap();
    WANG.enrol(&house, &mut hand).unwrap();
    WANG.prepare_claim(&mut hand).unwrap();
    cable.set(Mode::LoseAnswers(1));
    hand.press("confirm").unwrap();
    while cable.lost() == 0 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    house.restart_gateway().unwrap();
    hand.arrive("claim.done").unwrap();
    one_device_one_claim(&house);
}

#[test]
fn a_login_page_is_told_as_one() {
    let house = House::open().unwrap();
    let cable = Cable::to(&house.gateway.url).unwrap();
    let mut hand = house.phone_to("phone", &cable.url, 0).unwrap();
    hand.press("take").unwrap();
    hand.press("agree").unwrap();
    for (name, text) in [("name", WANG.name), ("id", WANG.id_number)] {
        hand.enter(name, text).unwrap();
        hand.press("next").unwrap();
    }
    hand.enter("phone", WANG.phone).unwrap();
    cable.set(Mode::LoginPage);
    hand.press("next").unwrap();
    hand.until(|screen| shows(screen, "error")).unwrap();
    cable.set(Mode::Good);
    hand.until(|screen| {
        if screen.id.as_str() == "enrol.code" || has_key(screen, "next") { Ok(()) } else { Err("no way on".to_owned()) }
    })
    .unwrap();
    if hand.look().unwrap().id.as_str() != "enrol.code" {
        assert_eq!(field(hand.look().unwrap(), "phone"), Some(WANG.phone));
        hand.press("next").unwrap();
    }
    hand.arrive("enrol.code").unwrap();
}

#[test]
fn a_wrong_clock_is_told_and_mended() {
    for shift in [-DECADE, DECADE] {
        let house = House::open().unwrap();
        drop(claimed(&house));
        let mut hand = house.phone_to("phone", &house.gateway.url, shift).unwrap();
        hand.press("nav.home").unwrap();
        hand.arrive("home").unwrap();
        hand.press("show_code").unwrap();
        hand.until(|screen| shows(screen, "clock")).unwrap();
        assert!(hand.look().unwrap().node("code").is_none());
        drop(hand);
        let mut hand = house.phone("phone").unwrap();
        hand.press("nav.home").unwrap();
        hand.arrive("home").unwrap();
        hand.press("show_code").unwrap();
        hand.until(|screen| shows(screen, "code")).unwrap();
    }
}

#[test]
fn a_spoilt_store_leads_to_the_enrolment_and_loses_nothing_at_the_gateway() {
    type Spoil = fn(&Path);
    let ways: [(&str, Spoil); 2] = [
        ("cut short", |path| fs::OpenOptions::new().write(true).open(path).unwrap().set_len(1500).unwrap()),
        ("another app's file", |path| fs::write(path, "a note of another app\n".repeat(400)).unwrap()),
    ];
    for (way, spoil) in ways {
        let house = House::open().unwrap();
        drop(claimed(&house));
        spoil(&store(&house));
        let mut hand = house.phone("phone").unwrap();
        hand.until(|screen| shows(screen, "enrol_again").or_else(|_| shows(screen, "take")))
            .unwrap_or_else(|why| panic!("{way}: {why}"));
        if has_key(hand.look().unwrap(), "enrol_again") {
            hand.press("enrol_again").unwrap();
        } else {
            hand.press("take").unwrap();
        }
        hand.press("agree").unwrap();
        for (name, text) in [("name", WANG.name), ("id", WANG.id_number), ("phone", WANG.phone)] {
            hand.enter(name, text).unwrap();
            hand.press("next").unwrap();
        }
        hand.arrive("enrol.code").unwrap();
        WANG.bring_code(&house, &mut hand).unwrap();
        hand.arrive("home").unwrap();
        hand.press("show_code").unwrap();
        hand.until(|screen| shows(screen, "code")).unwrap();
        assert_eq!(counted(&house, "SELECT count(*) FROM device WHERE state = 'active'"), 1);
        assert_eq!(counted(&house, "SELECT count(*) FROM audit WHERE act = 'claimed'"), 1);
        no_person_in(house.folder());
    }
}

#[test]
fn a_newer_store_is_left_alone() {
    let house = House::open().unwrap();
    drop(claimed(&house));
    let path = store(&house);
    let mut bytes = fs::read(&path).unwrap();
    // `user_version`, a big-endian number at byte 60 of the header.
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(&path, &bytes).unwrap();
    let mut hand = house.phone("phone").unwrap();
    hand.until(|screen| shows(screen, "error")).unwrap();
    assert!(!has_key(hand.look().unwrap(), "enrol_again"));
    drop(hand);
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn keys_that_are_gone_lead_to_a_replacement() {
    let house = House::open().unwrap();
    drop(claimed(&house));
    fs::remove_dir_all(house.folder().join("phone").join("keys")).unwrap();
    let mut hand = house.phone("phone").unwrap();
    let screen = hand.until(|screen| shows(screen, "enrol_again")).unwrap();
    assert!(!serde_json::to_string(screen).unwrap().contains(WANG.name));
    hand.press("enrol_again").unwrap();
    hand.press("agree").unwrap();
    for (name, text) in [("name", WANG.name), ("id", WANG.id_number), ("phone", WANG.phone)] {
        hand.enter(name, text).unwrap();
        hand.press("next").unwrap();
    }
    hand.arrive("enrol.code").unwrap();
    WANG.bring_code(&house, &mut hand).unwrap();
    hand.arrive("enrol.waiting").unwrap();
    let code = house.gateway.peer("desk", "issue_replace_code", WANG.id_number).unwrap();
    hand.press("have_code").unwrap();
    hand.enter("code", &code).unwrap();
    hand.press("next").unwrap();
    hand.arrive("home").unwrap();
    assert_eq!(counted(&house, "SELECT count(*) FROM device WHERE state = 'active'"), 1);
    no_person_in(house.folder());
}

#[test]
fn a_full_disk_is_told_and_nothing_is_lost() {
    let house = House::open().unwrap();
    let mut hand = claimed(&house);
    hand.press("nav.home").unwrap();
    hand.arrive("home").unwrap();
    drop(hand);
    let Some(mut hand) = house.phone_on_a_full_disk("phone").unwrap() else {
        assert!(std::env::var_os("CI").is_none(), "strace cannot be used here");
        return;
    };
    hand.arrive("home").unwrap();
    hand.press("mode.large").unwrap();
    hand.until(|screen| shows(screen, "fault")).unwrap();
    hand.press("show_code").unwrap();
    hand.until(|screen| shows(screen, "code")).unwrap();
    drop(hand);
    let mut hand = house.phone("phone").unwrap();
    hand.press("nav.home").unwrap();
    hand.arrive("home").unwrap();
    hand.until(|screen| shows(screen, "show_code")).unwrap();
    one_device_one_claim(&house);
}
