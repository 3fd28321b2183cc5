//! From first start to a code that a terminal accepts once: the main job, over real processes and real pixels.

use leling_code::simulate::{Hardship, photograph};
use leling_code::{Budget, Picture, read};
use leling_crypto::identity_code::{Refusal, Verifier};
use leling_crypto::keyring::KeyRing;
use leling_e2e::house::{Hand, House, has_key};
use leling_e2e::people::WANG;
use leling_screen::{NodeKind, Screen};

/// Takes the drawn modules, photographs them and reads the photograph.
fn photograph_code(screen: &Screen, seed: u64) -> Option<String> {
    let modules = screen.nodes().find_map(|node| match &node.kind {
        NodeKind::QrCode { modules, .. } => Some(modules),
        _ => None,
    })?;
    let (quiet, pixels) = (4, 5);
    let side = (usize::from(modules.size) + 2 * quiet) * pixels;
    let mut data = vec![255; side * side];
    for (y, row) in modules.rows.iter().enumerate() {
        for (x, _) in row.bytes().enumerate().filter(|(_, cell)| *cell == b'1') {
            for line in 0..pixels {
                let at = ((y + quiet) * pixels + line) * side + (x + quiet) * pixels;
                data[at..at + pixels].fill(0);
            }
        }
    }
    let drawn = Picture::new(data, side, side).ok()?;
    let photo = photograph(&drawn, 640, 480, &Hardship::Counter.degradation(seed), seed);
    read(photo.frame(), Budget::PHOTO).ok()?
}

fn code(hand: &mut Hand) -> Result<String, String> {
    let screen = hand.until(|screen| if screen.node("code").is_some() { Ok(()) } else { Err("no code".to_owned()) })?;
    photograph_code(screen, 7).ok_or_else(|| "the photograph does not read".to_owned())
}

fn terminal(house: &House) -> Result<Verifier, String> {
    let keys: serde_json::Value =
        serde_json::from_slice(&house.gateway.get("/v1/keys")?).map_err(|error| format!("{error}"))?;
    let keys = serde_json::json!({ "keys": keys["keys"] });
    let mut verifier = Verifier::new(KeyRing::from_jwks(&keys).map_err(|error| format!("{error}"))?);
    verifier.set_list(&house.gateway.get("/v1/revocations")?).map_err(|error| format!("{error}"))?;
    Ok(verifier)
}

fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map(|since| since.as_secs()).unwrap_or_default()
}

#[test]
fn from_first_start_to_a_code_that_is_accepted_once() {
    let house = House::open().unwrap();
    let mut hand = house.phone("phone").unwrap();
    WANG.enrol(&house, &mut hand).unwrap();
    WANG.claim(&mut hand).unwrap();
    hand.press("show_code").unwrap();
    let text = code(&mut hand).unwrap();
    let mut verifier = terminal(&house).unwrap();
    let accepted = verifier.verify(&text, now()).unwrap();
    assert_eq!((accepted.masked_name.as_str(), accepted.last_four.as_str()), ("王*兰", "0025"));
    assert_eq!(verifier.verify(&text, now()), Err(Refusal::UsedHere));
    assert_eq!(terminal(&house).unwrap().verify(&text, now() + 120), Err(Refusal::TooOld));
}

#[test]
fn a_phone_that_was_killed_shows_its_code_without_a_network() {
    let house = House::open().unwrap();
    let mut hand = house.phone("phone").unwrap();
    WANG.enrol(&house, &mut hand).unwrap();
    WANG.claim(&mut hand).unwrap();
    hand.press("show_code").unwrap();
    code(&mut hand).unwrap();
    hand.kill();
    let mut hand = house.phone_to("phone", "http://127.0.0.1:9", 0).unwrap();
    hand.press("nav.home").unwrap();
    hand.arrive("home").unwrap();
    hand.press("show_code").unwrap();
    let text = code(&mut hand).unwrap();
    terminal(&house).unwrap().verify(&text, now()).unwrap();
}

#[test]
fn a_card_that_is_lost_shows_no_code_and_its_old_one_is_refused() {
    let house = House::open().unwrap();
    let mut hand = house.phone("phone").unwrap();
    WANG.enrol(&house, &mut hand).unwrap();
    WANG.claim(&mut hand).unwrap();
    hand.press("show_code").unwrap();
    let text = code(&mut hand).unwrap();
    house.gateway.act("desk", "card_lost", Some(WANG.id_number)).unwrap();
    assert_eq!(terminal(&house).unwrap().verify(&text, now()), Err(Refusal::Revoked));
    hand.press("done").unwrap();
    hand.arrive("home").unwrap();
    hand.until(|screen| if has_key(screen, "show_code") { Err("it still offers the code".to_owned()) } else { Ok(()) })
        .unwrap();
}
