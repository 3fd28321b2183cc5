//! The core as a shell has it: a phone with software keys, a gateway of a few lines between sockets.
//!
//! | fault | what has to be left |
//! |---|---|
//! | key store slow | the screens go on; nothing leaves before it is saved |
//! | key store silent for now | 再试一次, and everything is there |
//! | key gone | a sign-in screen without a word of the person |
//! | no key can be made | who waits is told; the suspension is acknowledged |
//! | reply lost | the same write again, byte for byte |
//! | killed between save and outbox | what nobody else repeats is sent by the next process |
//! | suspended with a request under way | the answer is taken when the app is back |
//! | killed while a login is claimed | nothing: its code is over |
//! | killed while a login is answered | the same answer again, byte for byte |
//! | suspended and back while the key is made | the store stays open |

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod camera;
mod gateway;
mod phone;

use std::io::{self, Write};
use std::sync::{Mutex, Once};
use std::time::{Duration, Instant};

use leling_protocol::ErrorCode;
use leling_runtime::CoreError;
use leling_screen::{KeyName, PlatformFailure, PlatformOp, PlatformOutcome, RequestId, SystemEvent, UiEvent};
use tracing_subscriber::filter::LevelFilter;

use gateway::{Gateway, Instead};
use phone::{Event, ID_NUMBER, Keys, NAME, PHONE, Phone, eventually, shows};

/// Everything that any test here logged, at the finest level.
static JOURNAL: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Pen;

impl Write for Pen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        JOURNAL.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn journal() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        let pen = || Pen;
        tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_ansi(false).with_writer(pen).init();
    });
}

/// A folder, a gateway and keys.
struct House {
    dir: tempfile::TempDir,
    gateway: Gateway,
    keys: std::sync::Arc<Keys>,
}

impl House {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), gateway: Gateway::start(), keys: Keys::new() }
    }

    fn phone(&self) -> Phone {
        Phone::open(self.dir.path(), &self.gateway.url, &self.keys)
    }

    fn enrolled() -> Self {
        let house = Self::new();
        let mut phone = house.phone();
        phone.enrol();
        eventually("the consent is told", || !house.gateway.seen("/v1/consents").is_empty());
        phone.core.close();
        house
    }
}

#[test]
fn the_first_screen_stands_before_any_key() {
    let house = House::new();
    let mut phone = house.phone();
    phone.press("take");
    phone.arrive("privacy");
    assert_eq!(phone.ops(), [], "a new phone asks for no key while it knows nobody");
    assert!(matches!(phone.events()[0], Event::Screen(1)));
    phone.press("nav.back");
    phone.enrol();
    drop(phone);

    house.keys.hold();
    let phone = house.phone();
    assert_eq!(phone.screen().id.as_str(), "opening");
    eventually("the store's key is asked for", || !phone.ops().is_empty());
    assert!(matches!(phone.events()[..2], [Event::Screen(_), Event::Op(PlatformOp::Unwrap { .. })]));
    house.keys.let_go();
    phone.arrive("home");
}

#[test]
fn a_slow_key_store_blocks_nothing_and_nothing_leaves_before_it_is_saved() {
    let house = House::new();
    house.keys.hold();
    let mut phone = house.phone();
    let begun = Instant::now();
    phone.ask_for_code();
    phone.until("the wait", |screen| !shows(screen, "next"));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    std::thread::sleep(Duration::from_millis(300));
    assert!(house.gateway.seen("/v1/enrolments").is_empty());
    house.keys.let_go();
    phone.arrive("enrol.code");
}

#[test]
fn a_key_store_that_is_silent_for_now_costs_nothing() {
    let house = House::enrolled();
    house.keys.fail(Some(PlatformFailure::Unavailable));
    let phone = house.phone();
    let screen = phone.until("a way on", |screen| shows(screen, "again"));
    assert!(!shows(&screen, "enrol_again"));
    phone.press("again");
    let tries = || phone.ops().iter().filter(|op| matches!(op, PlatformOp::Unwrap { .. })).count();
    eventually("it was tried again", || tries() == 2);
    phone.until("the same way on", |next| next.revision > screen.revision + 1 && shows(next, "again"));
    house.keys.fail(None);
    phone.press("again");
    phone.arrive("home");
}

#[test]
fn a_key_that_is_gone_leads_to_the_enrolment_without_a_word_of_the_person() {
    let house = House::enrolled();
    house.keys.fail(Some(PlatformFailure::KeyGone));
    let mut phone = house.phone();
    let screen = phone.until("a way on", |screen| shows(screen, "enrol_again"));
    let drawn = serde_json::to_string(&screen).unwrap();
    for word in [NAME, ID_NUMBER, PHONE] {
        assert!(!drawn.contains(word));
    }
    house.keys.fail(None);
    phone.press("enrol_again");
    phone.press("agree");
    phone.enter("name", NAME);
    phone.enter("id", ID_NUMBER);
    phone.enter("phone", PHONE);
    phone.arrive("enrol.code");
}

#[test]
fn who_waits_for_a_key_that_cannot_be_made_is_told() {
    let house = House::new();
    house.keys.fail(Some(PlatformFailure::Unavailable));
    house.keys.hold();
    let mut phone = house.phone();
    phone.ask_for_code();
    phone.until("the wait", |screen| !shows(screen, "next"));
    phone.system(SystemEvent::Suspending);
    house.keys.let_go();
    phone.until("the error", |screen| shows(screen, "error") && shows(screen, "next"));
    eventually("the suspension is acknowledged", || phone.ops().contains(&PlatformOp::Suspended));
    house.keys.fail(None);
    phone.press("next");
    phone.arrive("enrol.code");
}

#[test]
fn suspend_closes_the_store_and_acknowledges_then() {
    let house = House::new();
    let mut phone = house.phone();
    phone.enrol();
    phone.system(SystemEvent::Suspending);
    eventually("acknowledged", || phone.events().contains(&Event::Closed(true)));
    assert!(!phone.events().contains(&Event::Closed(false)));
    // Changed while the store is closed; saved when it opens.
    phone.system(SystemEvent::Dark { on: true });
    phone.system(SystemEvent::Resumed);
    phone.press("settings");
    phone.arrive("settings");
    phone.press("nav.home");
    assert!(!shows(&phone.arrive("home"), "fault"));
    drop(phone);
    let dark = house.phone();
    assert_eq!(dark.screen().presentation.theme, leling_screen::Theme::Dark);
}

#[test]
fn an_answer_that_comes_while_the_app_sleeps_is_taken_when_it_is_back() {
    let house = House::new();
    house.gateway.next("/v1/enrolments", Instead::Hold);
    let mut phone = house.phone();
    phone.ask_for_code();
    eventually("it is under way", || !house.gateway.seen("/v1/enrolments").is_empty());
    phone.system(SystemEvent::Suspending);
    eventually("acknowledged", || phone.events().contains(&Event::Closed(true)));
    house.gateway.let_go();
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(phone.screen().id.as_str(), "enrol.phone");
    phone.system(SystemEvent::Resumed);
    phone.arrive("enrol.code");
    assert_eq!(house.gateway.seen("/v1/enrolments").len(), 1);
}

#[test]
fn an_app_that_is_back_before_its_key_is_made_keeps_its_store() {
    let house = House::new();
    house.keys.hold();
    let mut phone = house.phone();
    phone.ask_for_code();
    phone.system(SystemEvent::Suspending);
    phone.system(SystemEvent::Resumed);
    phone.until("the wait", |screen| !shows(screen, "next"));
    house.keys.let_go();
    phone.arrive("enrol.code");
    assert!(!phone.ops().contains(&PlatformOp::Suspended));
    phone.enter("code", "123456");
    assert!(!shows(&phone.arrive("home"), "fault"));
}

#[test]
fn a_lost_reply_makes_the_same_write_go_again() {
    let house = House::new();
    // As often as the network room tries by itself, and once more.
    for _ in 0..4 {
        house.gateway.next("/v1/enrolments", Instead::Lose);
    }
    let mut phone = house.phone();
    phone.ask_for_code();
    phone.arrive("enrol.code");
    let seen = house.gateway.seen("/v1/enrolments");
    assert!(seen.len() >= 5);
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_consent_outlives_passing_trouble_and_a_phone_that_died_first() {
    let house = House::new();
    house.gateway.next("/v1/consents", Instead::Refuse(ErrorCode::RateLimited));
    let mut phone = house.phone();
    phone.enrol();
    eventually("it went again by itself", || house.gateway.seen("/v1/consents").len() >= 2);

    // The flow was saved and the outbox was not: as if the phone had died between the two.
    let house = House::new();
    house.gateway.next("/v1/consents", Instead::Refuse(ErrorCode::AuthInvalid));
    house.gateway.next("/v1/consents", Instead::Refuse(ErrorCode::AuthInvalid));
    let mut phone = house.phone();
    phone.enrol();
    eventually("it was refused", || house.gateway.seen("/v1/consents").len() == 2);
    std::thread::sleep(Duration::from_millis(300));
    drop(phone);
    let phone = house.phone();
    phone.arrive("home");
    eventually("the next process tells it", || house.gateway.seen("/v1/consents").len() == 3);
    let seen = house.gateway.seen("/v1/consents");
    assert!(seen[0] == seen[2], "it is the same write");
}

#[test]
fn the_device_key_is_opened_once_and_one_token_serves_many_calls() {
    let house = House::enrolled();
    let phone = house.phone();
    let before = house.gateway.seen("/oauth/token").len();
    phone.until("the card", |screen| shows(screen, "claim"));
    eventually("both are asked for", || house.gateway.seen("/v1/replacements").len() >= 2);
    phone.press("log");
    eventually("the record is asked for", || !house.gateway.seen("/v1/audit?after=0").is_empty());
    let opened = phone.ops().iter().filter(|op| **op == PlatformOp::OpenKey { key: KeyName::Device }).count();
    assert_eq!(opened, 1);
    assert_eq!(house.gateway.seen("/oauth/token").len() - before, 1);
}

#[test]
fn an_answer_that_nobody_waits_for_is_ignored_and_a_closed_core_says_so() {
    let house = House::new();
    let phone = house.phone();
    for number in [0, 1, u64::MAX] {
        phone.core.complete(RequestId(number), PlatformOutcome::Done).unwrap();
    }
    phone.press("take");
    phone.arrive("privacy");
    phone.core.close();
    let press = UiEvent::Press { revision: 1, id: "agree".into() };
    assert_eq!(phone.core.dispatch(press), Err(CoreError::Closed));
    assert_eq!(phone.core.complete(RequestId(1), PlatformOutcome::Done), Err(CoreError::Closed));
    assert_eq!(phone.core.screen().map(drop), Err(CoreError::Closed));
    phone.core.close();
}

#[test]
fn no_log_and_no_file_names_the_person() {
    let house = House::new();
    let mut phone = house.phone();
    phone.enrol();
    phone.press("mode.voice");
    phone.press("settings");
    phone.arrive("settings");
    phone.press("nav.home");
    let names = |op: &PlatformOp| matches!(op, PlatformOp::Speak { text, .. } if text.contains(NAME));
    eventually("the home is read aloud", || phone.ops().iter().any(names));
    assert!(!format!("{:?}", phone.events()).contains(NAME));
    drop(phone);
    let phone = house.phone();
    phone.arrive("home");
    phone.core.close();
    let mut places = vec![("the log".to_owned(), JOURNAL.lock().unwrap().clone())];
    for entry in std::fs::read_dir(house.dir.path()).unwrap() {
        let path = entry.unwrap().path();
        places.push((path.display().to_string(), std::fs::read(&path).unwrap()));
    }
    assert!(places.len() >= 3 && places[0].1.len() > 1000);
    for (place, bytes) in places {
        for word in [NAME, ID_NUMBER, PHONE] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} stands in {place}");
        }
    }
}
