//! What the camera sees: real codes, drawn, photographed and offered as a shell offers them.

use std::time::{Duration, Instant};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use leling_code::simulate::{Hardship, photograph, render};
use leling_code::{Level, Picture, draw};
use leling_runtime::{CoreError, Frame, Turn, UvOrder};
use leling_screen::SystemEvent;
use serde_json::Value;

use crate::House;
use crate::gateway::{Instead, now};
use crate::phone::{Phone, eventually, shows};

const SIDES: (usize, usize) = (640, 480);
const GAP: usize = 32;

/// What a counter's camera makes of a code.
fn picture_of(text: &str, seed: u64) -> Picture {
    let code = render(&draw(text, Level::Medium).unwrap(), 6);
    photograph(&code, SIDES.0, SIDES.1, &Hardship::Counter.degradation(seed), seed)
}

/// The planes of a camera: a gap behind each row, the last of which ends at its width.
struct Planes {
    y: Vec<u8>,
    uv: Vec<u8>,
    sides: (usize, usize),
}

impl Planes {
    fn of(picture: &Picture) -> Self {
        let rows = picture.data().chunks_exact(picture.width());
        let mut y: Vec<u8> = rows.flat_map(|row| row.iter().copied().chain([7; GAP])).collect();
        y.truncate(y.len() - GAP);
        let (width, height) = (picture.width(), picture.height());
        Self { y, uv: vec![128; width * height.div_ceil(2)], sides: (width, height) }
    }

    /// The same picture as a sensor gives it that lies on its side.
    fn lying(picture: &Picture) -> Self {
        let (width, height) = (picture.width(), picture.height());
        let turned = (0..width * height).map(|at| picture.data()[(height - 1 - at % height) * width + at / height]);
        Self::of(&Picture::new(turned.collect(), height, width).unwrap())
    }

    fn frame(&self) -> Frame<'_> {
        let (width, height) = self.sides;
        Frame {
            y: &self.y,
            uv: &self.uv,
            uv_order: UvOrder::CrCb,
            width,
            height,
            y_stride: width + GAP,
            uv_stride: width.div_ceil(2) * 2,
            rotation: Turn::Quarter,
            t_ms: 0,
        }
    }
}

/// Holds the phone before something until a condition holds, as a camera does: many pictures, each a little different.
fn hold_before(phone: &Phone, text: &str, until: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    for seed in 0.. {
        phone.core.offer_frame(Planes::of(&picture_of(text, seed)).frame()).unwrap();
        if until() {
            return;
        }
        assert!(Instant::now() < end, "the camera never saw it");
        std::thread::sleep(Duration::from_millis(30));
    }
}

fn claimed() -> House {
    let house = House::new();
    house.gateway.claim();
    let mut phone = house.phone();
    phone.ask_for_code();
    phone.enter("code", "123456");
    phone.until("the card", |screen| screen.id.as_str() == "home" && shows(screen, "show_code"));
    eventually("the consent is told", || !house.gateway.seen("/v1/consents").is_empty());
    phone.core.close();
    house
}

fn scanning(house: &House) -> Phone {
    let phone = house.phone();
    phone.until("the card", |screen| screen.id.as_str() == "home" && shows(screen, "show_code"));
    phone.press("scan");
    phone.until("the camera", |screen| shows(screen, "camera"));
    phone
}

#[test]
fn a_code_that_the_camera_sees_is_claimed_once() {
    let house = claimed();
    let phone = scanning(&house);
    let text = house.gateway.code(&house.gateway.url);
    hold_before(&phone, &text, || phone.screen().id.as_str() == "login");
    for seed in 100..110 {
        phone.core.offer_frame(Planes::of(&picture_of(&text, seed)).frame()).unwrap();
    }
    std::thread::sleep(Duration::from_millis(300));
    let claims = house.gateway.seen("/v1/logins/claims");
    assert_eq!(claims.len(), 1);
    let body: Value = serde_json::from_slice(&claims[0].body).unwrap();
    assert_eq!(body["by"]["handle"].as_str(), text.split("/q/").nth(1));
}

#[test]
fn a_picture_that_lies_on_its_side_is_read_too() {
    let house = claimed();
    let phone = scanning(&house);
    let text = house.gateway.code(&house.gateway.url);
    for seed in 0..40 {
        phone.core.offer_frame(Planes::lying(&picture_of(&text, seed)).frame()).unwrap();
        std::thread::sleep(Duration::from_millis(50));
    }
    phone.arrive("login");
}

#[test]
fn nothing_is_read_where_no_code_is_looked_for() {
    let house = claimed();
    let phone = house.phone();
    phone.until("the card", |screen| screen.id.as_str() == "home" && shows(screen, "show_code"));
    let text = house.gateway.code(&house.gateway.url);
    for seed in 0..5 {
        phone.core.offer_frame(Planes::of(&picture_of(&text, seed)).frame()).unwrap();
        std::thread::sleep(Duration::from_millis(50));
    }
    phone.press("scan");
    phone.until("the camera", |screen| shows(screen, "camera"));
    // While the app sleeps neither.
    phone.system(SystemEvent::Suspending);
    for seed in 0..5 {
        phone.core.offer_frame(Planes::of(&picture_of(&text, seed)).frame()).unwrap();
        std::thread::sleep(Duration::from_millis(50));
    }
    phone.system(SystemEvent::Resumed);
    std::thread::sleep(Duration::from_millis(300));
    assert!(house.gateway.seen("/v1/logins/claims").is_empty());
}

#[test]
fn codes_are_followed_to_the_gateway_and_to_the_origins_that_were_named() {
    let house = claimed();
    let phone = scanning(&house);
    let foreign = house.gateway.code("https://card.example");
    hold_before(&phone, &foreign, || phone.screen().id.as_str() == "scan.refused");
    assert!(house.gateway.seen("/v1/logins/claims").is_empty());
    drop(phone);

    let links = vec!["https://card.example".to_owned()];
    let phone = Phone::following(house.dir.path(), &house.gateway.url, &house.keys, links);
    phone.until("the card", |screen| screen.id.as_str() == "scan.refused" || shows(screen, "scan"));
    phone.press(if shows(&phone.screen(), "scan") { "scan" } else { "again" });
    phone.until("the camera", |screen| shows(screen, "camera"));
    hold_before(&phone, &foreign, || phone.screen().id.as_str() == "login");
}

#[test]
fn pictures_whose_numbers_lie_are_refused_and_the_next_is_read() {
    let house = claimed();
    let phone = scanning(&house);
    let good = Planes::of(&picture_of("words", 1));
    let frame = good.frame();
    for bad in [
        Frame { width: 0, ..frame },
        Frame { height: usize::MAX, ..frame },
        Frame { y_stride: 1, ..frame },
        Frame { uv_stride: usize::MAX, ..frame },
        Frame { y: &[], ..frame },
        Frame { uv: &[0; 3], ..frame },
    ] {
        assert_eq!(phone.core.offer_frame(bad), Err(CoreError::Frame));
    }
    hold_before(&phone, "words", || phone.screen().id.as_str() == "scan.refused");
    phone.core.close();
    assert_eq!(phone.core.offer_frame(frame), Err(CoreError::Closed));
}

#[test]
fn a_claim_dies_with_the_phone_and_an_answer_does_not() {
    let house = claimed();
    house.gateway.next("/v1/logins/claims", Instead::Hold);
    let phone = scanning(&house);
    let text = house.gateway.code(&house.gateway.url);
    hold_before(&phone, &text, || !house.gateway.seen("/v1/logins/claims").is_empty());
    drop(phone);
    house.gateway.let_go();

    let phone = house.phone();
    phone.press("again");
    phone.until("the camera", |screen| shows(screen, "camera"));
    assert_eq!(house.gateway.seen("/v1/logins/claims").len(), 1, "what is over is not claimed again");
    hold_before(&phone, &text, || phone.screen().id.as_str() == "login");
    for _ in 0..8 {
        house.gateway.next("/answers", Instead::Lose);
    }
    phone.press("number.42");
    phone.press("yes");
    eventually("it is under way", || !house.gateway.seen("/answers").is_empty());
    drop(phone);
    let before = house.gateway.seen("/answers").len();
    let phone = house.phone();
    eventually("the next process answers", || house.gateway.seen("/answers").len() > before);
    let seen = house.gateway.seen("/answers");
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "it is the same answer");

    // The approval ends with the login, which ends sooner than an approval may.
    let body: Value = serde_json::from_slice(&seen[0].body).unwrap();
    let claims = body["approval"].as_str().unwrap().split('.').nth(1).unwrap();
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
    let left = claims["exp"].as_i64().unwrap() - now().seconds();
    assert!((200..=300).contains(&left), "{left}");
    assert_eq!((&claims["number"], claims["party"].as_str()), (&Value::from(42), Some("kiosk")));
    drop(phone);
}
