//! Logging in elsewhere by the digits of a screen, signing out again, and a new phone without a message.

use std::io::{Read, Write};
use std::net::TcpStream;

use leling_e2e::house::{Hand, House, has_key};
use leling_e2e::people::{Person, WANG};
use leling_screen::NodeKind;
use serde_json::Value;

/// The notice board of the demonstration, a screen without a browser.
const BOARD: &str = "client_id=board&client_secret=demo-secret-of-the-board";

/// 刘芳, daughter of 王秀兰.
const LIU: Person = Person {
    name: "刘芳",
    id_number: "379902198105200042",
    phone: "99900000003",
    card: "B00000003",
    password: "739204",
};

/// Sends a form as a party does.
fn form(house: &House, path: &str, body: &str) -> Result<Value, String> {
    let host = house.gateway.url.trim_start_matches("http://");
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(host)?;
        stream.write_all(head.as_bytes())?;
        stream.write_all(body.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    let answer = ask().map_err(|error| format!("failed to ask {path}: {error}"))?;
    let (_, body) = answer.split_once("\r\n\r\n").ok_or("half an answer")?;
    serde_json::from_str(body).map_err(|error| format!("{path}: {error}: {body}"))
}

/// Opens a login at the board: its device code and its digits.
fn board(house: &House) -> Result<(String, String), String> {
    let opened = form(house, "/device_authorization", &format!("{BOARD}&scope=view%20openid"))?;
    let text = |name: &str| opened[name].as_str().map(str::to_owned).ok_or_else(|| format!("no {name}: {opened}"));
    Ok((text("device_code")?, text("user_code")?))
}

fn token(house: &House, device_code: &str) -> Result<Value, String> {
    let grant = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code";
    form(house, "/oauth/token", &format!("{BOARD}&{grant}&device_code={device_code}"))
}

fn claimed(house: &House, person: &Person, name: &str) -> Result<Hand, String> {
    let mut hand = house.phone(name)?;
    person.enrol(house, &mut hand)?;
    person.claim(&mut hand)?;
    hand.press("nav.home")?;
    hand.arrive("home")?;
    Ok(hand)
}

/// Presses the digits of the other screen, up to the question who that is.
fn type_digits(hand: &mut Hand, digits: &str) -> Result<(), String> {
    hand.press("scan")?;
    hand.arrive("scan")?;
    hand.press("digits")?;
    hand.enter("code", digits)?;
    hand.press("next")?;
    hand.arrive("login").map(drop)
}

#[test]
fn the_digits_of_a_screen_let_it_in_until_the_person_signs_out() {
    let house = House::open().unwrap();
    let mut hand = claimed(&house, &WANG, "phone").unwrap();
    let (device_code, digits) = board(&house).unwrap();
    type_digits(&mut hand, &digits).unwrap();
    assert!(!has_key(hand.look().unwrap(), "number.10"));
    hand.press("yes").unwrap();
    hand.arrive("login.done").unwrap();
    let given = token(&house, &device_code).unwrap();
    let access = given["access_token"].as_str().unwrap_or_else(|| panic!("{given}")).to_owned();
    let active =
        |access: &str| form(&house, "/introspect", &format!("{BOARD}&token={access}")).unwrap()["active"].clone();
    assert_eq!(active(&access), true);
    hand.press("logins").unwrap();
    hand.arrive("logins").unwrap();
    hand.press("session.1").unwrap();
    hand.arrive("logins.ended").unwrap();
    hand.until(|screen| screen.node("receipt").map(drop).ok_or("it has not ended".to_owned())).unwrap();
    assert_eq!(active(&access), false);
    hand.press("list").unwrap();
    hand.until(|screen| screen.node("empty").map(drop).ok_or("it is still listed".to_owned())).unwrap();
    hand.press("done").unwrap();
    hand.press("log").unwrap();
    hand.until(|screen| {
        let said = screen.narration();
        if said.contains("您扫码登录了一处") && said.contains("您退出了一处登录") {
            Ok(())
        } else {
            Err(said)
        }
    })
    .unwrap();
}

#[test]
fn a_no_and_a_phone_that_dies_are_told_to_the_screen() {
    let house = House::open().unwrap();
    let mut hand = claimed(&house, &WANG, "phone").unwrap();
    let (device_code, digits) = board(&house).unwrap();
    type_digits(&mut hand, &digits).unwrap();
    hand.kill();
    let mut hand = house.phone("phone").unwrap();
    hand.arrive("login").unwrap();
    hand.press("no").unwrap();
    hand.arrive("login.stopped").unwrap();
    assert_eq!(token(&house, &device_code).unwrap()["error"], "access_denied");
    hand.press("home").unwrap();
    hand.press("scan").unwrap();
    hand.press("digits").unwrap();
    hand.enter("code", &digits).unwrap();
    hand.press("next").unwrap();
    hand.arrive("scan.refused").unwrap();
    assert!(has_key(hand.look().unwrap(), "again"), "digits that are over lead nowhere but to another look");
}

#[test]
fn a_counter_code_gives_a_new_phone_without_a_message() {
    let house = House::open().unwrap();
    let mut old = claimed(&house, &WANG, "old").unwrap();
    let code = house.gateway.peer("desk", "issue_replace_code", WANG.id_number).unwrap();
    let mut new = house.phone("new").unwrap();
    by_code(&mut new, &code).unwrap();
    new.arrive("home").unwrap();
    old.press("services").unwrap();
    old.press("nav.home").unwrap();
    old.until(|screen| screen.node("stopped").map(drop).ok_or("it does not say why".to_owned())).unwrap();
    assert!(has_key(old.look().unwrap(), "enrol_again"));
}

#[test]
fn a_relatives_word_begins_a_replacement_and_never_ends_it() {
    let house = House::open().unwrap();
    let _old = claimed(&house, &WANG, "old").unwrap();
    let mut daughter = claimed(&house, &LIU, "daughter").unwrap();
    daughter.press("services").unwrap();
    daughter.press("vouch").unwrap();
    daughter.press("next").unwrap();
    for (field, text) in [("name", WANG.name), ("id", WANG.id_number)] {
        daughter.enter(field, text).unwrap();
        daughter.press("next").unwrap();
    }
    daughter.arrive("vouch.review").unwrap();
    daughter.press("confirm").unwrap();
    let screen = daughter.arrive("vouch.code").unwrap();
    let NodeKind::Fact { value, .. } = &screen.node("code").unwrap().kind else { panic!() };
    let code: String = value.display().chars().filter(char::is_ascii_digit).collect();
    let mut new = house.phone("new").unwrap();
    by_code(&mut new, &code).unwrap();
    new.arrive("enrol.proof").unwrap();
    assert!(!has_key(new.look().unwrap(), "card"), "the day is not over");
    let code = house.gateway.peer("desk", "issue_replace_code", WANG.id_number).unwrap();
    new.press("have_code").unwrap();
    new.enter("code", &code).unwrap();
    new.press("next").unwrap();
    new.arrive("home").unwrap();
}

/// From first start with eight digits in place of a message.
fn by_code(hand: &mut Hand, code: &str) -> Result<(), String> {
    hand.press("take")?;
    hand.press("agree")?;
    hand.press("by_code")?;
    for (field, text) in [("name", WANG.name), ("id", WANG.id_number), ("code", code)] {
        hand.enter(field, text)?;
        hand.press("next")?;
    }
    Ok(())
}
