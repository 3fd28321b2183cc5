//! The other doors and the ways out: a screen without a browser, an app on the same phone, signing out, an idle kiosk, a lost phone.

#![expect(clippy::unwrap_used, reason = "a journey that breaks off says where")]

use std::time::{Duration, Instant};

use leling_e2e::browser::{Browser, escaped, talk};
use leling_e2e::house::{Hand, House, drawn};
use leling_e2e::parties::Party;
use leling_e2e::people::WANG;
use leling_e2e::pixels::{between, of_path};
use leling_e2e::visit::Visit;
use leling_screen::{NodeKind, Screen};

/// Logs in at the kiosk, from the home to the kiosk's page and back to the home.
fn log_in(hand: &mut Hand, visit: &mut Visit) {
    hand.press("scan").unwrap();
    hand.hold_before(|| visit.light()).unwrap();
    let number = visit.number().unwrap();
    hand.press(&format!("number.{number}")).unwrap();
    hand.press("yes").unwrap();
    hand.arrive("login.done").unwrap();
    visit.come_back().unwrap();
    hand.press("home").unwrap();
    hand.arrive("home").unwrap();
}

fn eventually(what: &str, mut so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !so() {
        assert!(Instant::now() < end, "never: {what}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn open_sessions(house: &House) -> i64 {
    house.gateway.count("SELECT count(*) FROM party_session WHERE ended_at IS NULL").unwrap()
}

#[test]
fn a_screen_without_a_browser_draws_its_code_and_shows_the_card() {
    let house = House::open().unwrap();
    let board = Party::board(&house).unwrap();
    let state = || talk("GET", &format!("{}/state", board.url), "", "").map(|answer| answer.json());
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    hand.press("scan").unwrap();
    hand.hold_before(|| {
        let shown = state()?;
        let size = shown["size"].as_u64().and_then(|size| usize::try_from(size).ok()).ok_or("no code yet");
        // The board draws nothing until somebody looks at it.
        match size {
            Ok(size) => of_path(size, shown["path"].as_str().unwrap_or_default()),
            Err(_) => leling_code::Picture::new(vec![255; 100], 10, 10).map_err(|error| error.to_string()),
        }
    })
    .unwrap();
    hand.arrive("login").unwrap();
    let mut number = None;
    eventually("the board shows the number", || {
        number = state().unwrap()["number"].as_u64();
        number.is_some()
    });
    hand.press(&format!("number.{}", number.unwrap())).unwrap();
    hand.press("yes").unwrap();
    hand.arrive("login.done").unwrap();
    eventually("the board shows the card", || state().unwrap()["shows"] == "card");
    assert_eq!(state().unwrap()["physical"], "normal");
}

#[test]
fn an_app_on_the_same_phone_learns_one_thing_and_no_more() {
    let house = House::open().unwrap();
    let mut app = Party::partner(&house).unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    let screen = |app: &Party| talk("GET", &format!("{}/partner", app.url), "", "").unwrap().body;
    let link = |page: &str| between(page, "class=\"key\" href=\"", "\"").unwrap().replace("&amp;", "&");

    // First she says no, and the app is told so.
    hand.link(&link(&screen(&app)));
    hand.arrive("login.consent").unwrap();
    hand.press("no").unwrap();
    let back = hand.opened().unwrap();
    assert!(back.starts_with(&format!("{}/partner/callback?", app.url)) && back.contains("access_denied"), "{back}");
    app.open(&back);
    eventually("the app hears the no", || screen(&app).contains("您说了不行"));

    hand.link(&link(&screen(&app)));
    let consent = hand.arrive("login.consent").unwrap();
    assert!(drawn(consent, "party").contains("青岛公交"));
    hand.press("yes").unwrap();
    let back = hand.opened().unwrap();
    app.open(&back);
    eventually("the app knows her age", || screen(&app).contains("坐车免费") && screen(&app).contains("老年优待"));
    assert!(!screen(&app).contains(WANG.name));

    // A link that was used, or that nobody asked for, does nothing.
    app.open(&back);
    hand.link("https://evil.example/authorize?client_id=partner");
    hand.arrive("link.refused").unwrap();
    hand.press("understood").unwrap();
}

#[test]
fn an_app_believes_no_answer_of_another_issuer_and_none_that_it_did_not_ask_for() {
    let house = House::open().unwrap();
    let mut app = Party::partner(&house).unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    let screen = |app: &Party| talk("GET", &format!("{}/partner", app.url), "", "").unwrap().body;
    let mut answer = || {
        let link = between(&screen(&app), "class=\"key\" href=\"", "\"").unwrap().replace("&amp;", "&");
        hand.link(&link);
        hand.arrive("login.consent").unwrap();
        hand.press("yes").unwrap();
        hand.opened().unwrap()
    };
    let (first, second) = (answer(), answer());
    let other = first.replace(&escaped(&house.gateway.url), &escaped("https://evil.example"));
    assert_ne!(other, first, "{first}");
    app.open(&other);
    eventually("the app disbelieves", || screen(&app).contains("这次没对上"));
    // The question is answered: the true answer comes too late, and so does one with the state of nobody's question.
    app.open(&first);
    app.open(&second.replace("state=", "state=x"));
    app.open(&second);
    eventually("the app knows her age", || screen(&app).contains("老年优待"));
    assert_eq!(open_sessions(&house), 1);
}

#[test]
fn signing_out_on_the_phone_ends_the_kiosks_session_too() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk_that_is_told(&house).unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    let mut visit = Visit::begin(&kiosk).unwrap();
    log_in(&mut hand, &mut visit);
    assert!(visit.at_kiosk("/me").unwrap().contains("王**"));
    hand.press("services").unwrap();
    hand.press("logins").unwrap();
    let row = |screen: &Screen| {
        let mut row = None;
        screen.for_each_key(|key| {
            row = row.take().or_else(|| (key.id.as_str() == "session.1").then(|| key.speech.clone()));
        });
        row.ok_or_else(|| "no session is listed".to_owned())
    };
    let listed = hand.until(|screen| row(screen).map(drop)).unwrap();
    assert!(row(listed).unwrap().contains("退出历下老年食堂"));
    hand.press("session.1").unwrap();
    hand.arrive("logins.ended").unwrap();
    eventually("the kiosk forgets her", || !visit.at_kiosk("/me").unwrap().contains("王**"));
    assert_eq!(open_sessions(&house), 0);
}

#[test]
fn a_party_that_is_not_told_is_said_to_take_minutes_and_the_gateway_lets_nothing_through() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk_that_is_not_told(&house).unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    let mut visit = Visit::begin(&kiosk).unwrap();
    log_in(&mut hand, &mut visit);
    hand.press("services").unwrap();
    hand.press("logins").unwrap();
    hand.press("session.1").unwrap();
    let receipt = hand.until(|screen| screen.node("receipt").map(drop).ok_or_else(|| "no receipt".to_owned())).unwrap();
    let said = &receipt.node("receipt").unwrap().speech;
    assert!(said.contains("历下老年食堂") && said.contains("要等几分钟"), "{said}");
    assert_eq!(open_sessions(&house), 0);
}

#[test]
fn a_kiosk_that_nobody_touches_forgets_the_person() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk(&house, 1, 1).unwrap();
    let mut hand = WANG.with_card(&house, "phone").unwrap();
    let mut visit = Visit::begin(&kiosk).unwrap();
    log_in(&mut hand, &mut visit);
    let page = visit.at_kiosk("/me").unwrap().to_owned();
    assert!(page.contains("还在吗") && page.contains("data-ask=\"1\"") && page.contains("data-clear=\"1\""), "{page}");
    // Its page's script would have cleared by now; without one the process does, a little later.
    eventually("the kiosk forgets her", || !visit.at_kiosk("/me").unwrap().contains("王**"));
    eventually("the session is over at the gateway", || open_sessions(&house) == 0);
    let log = std::fs::read_to_string(house.folder().join("kiosk.log")).unwrap();
    assert!(log.contains("nobody touched") && !log.contains("王"), "{log}");
}

/// A clerk at the gateway's desk.
struct Clerk(Browser);

impl Clerk {
    /// Signs in with number, password and the code that the demonstration tells.
    fn sign_in(house: &House) -> Self {
        let mut browser = Browser::default();
        browser.open(&format!("{}/desk/in", house.gateway.url)).unwrap();
        let code = between(&browser.page, "data-code=\"DEMO-01\">", "</dd>").unwrap();
        let code: String = code.chars().filter(char::is_ascii_digit).collect();
        browser.submit("/desk/in", &[("number", "DEMO-01"), ("password", "demo-desk"), ("code", &code)]).unwrap();
        Self(browser)
    }

    fn field(&self, name: &str) -> String {
        let value = between(&self.0.page, &format!("name=\"{name}\" value=\""), "\"");
        value.unwrap_or_else(|| panic!("no {name} on {}", self.0.page)).to_owned()
    }

    /// Finds a person on one of the desk's pages.
    fn find(&mut self, path: &str, id_number: &str) {
        self.0.go(path).unwrap();
        let token = self.field("token");
        self.0.submit(path, &[("token", &token), ("id_number", id_number)]).unwrap();
    }

    /// Freezes the only phone of a person: found, looked at once more, done with a reason.
    fn freeze(&mut self, id_number: &str) {
        self.find("/desk/lost", id_number);
        for (path, reason) in [("/desk/lost/review", None), ("/desk/lost/do", Some(("reason", "phone_lost")))] {
            let held = ["token", "subject", "device", "act"].map(|name| (name, self.field(name)));
            let mut fields: Vec<_> = held.iter().map(|(name, value)| (*name, value.as_str())).collect();
            fields.extend(reason);
            self.0.submit(path, &fields).unwrap();
        }
        assert!(self.0.page.contains("冻结好了"), "{}", self.0.page);
    }
}

#[test]
fn a_lost_phone_is_frozen_at_the_desk_and_a_counter_code_opens_the_new_one() {
    let house = House::open().unwrap();
    let kiosk = Party::kiosk(&house, 60, 20).unwrap();
    let mut lost = WANG.with_card(&house, "lost").unwrap();
    let mut visit = Visit::begin(&kiosk).unwrap();
    log_in(&mut lost, &mut visit);
    assert_eq!(open_sessions(&house), 1);
    Clerk::sign_in(&house).freeze(WANG.id_number);
    // Where she was logged in is left at once, and the phone says why it is not taken any more.
    assert_eq!(open_sessions(&house), 0);
    lost.press("lamps").unwrap();
    lost.press("nav.home").unwrap();
    let frozen = |screen: &Screen| {
        let said = screen.nodes().any(|node| node.speech.contains("冻结"));
        if said { Ok(()) } else { Err("it does not say why".to_owned()) }
    };
    lost.until(frozen).unwrap();

    let code = house.gateway.peer("desk", "issue_replace_code", WANG.id_number).unwrap();
    let mut new = house.phone("new").unwrap();
    new.press("take").unwrap();
    new.press("agree").unwrap();
    new.arrive("enrol.name").unwrap();
    new.press("by_code").unwrap();
    for (field, text) in [("name", WANG.name), ("id", WANG.id_number), ("code", code.as_str())] {
        new.enter(field, text).unwrap();
        new.press("next").unwrap();
    }
    new.arrive("home").unwrap();
    assert_eq!(house.gateway.count("SELECT count(*) FROM device WHERE state = 'active'").unwrap(), 1);
}

#[test]
fn a_relatives_vouch_begins_a_replacement_and_does_not_end_it() {
    let house = House::open().unwrap();
    let mut old = WANG.with_card(&house, "old").unwrap();
    let relative = &leling_e2e::people::LIU;
    let mut helper = house.phone("helper").unwrap();
    relative.enrol(&house, &mut helper).unwrap();
    relative.claim(&mut helper).unwrap();
    helper.press("nav.home").unwrap();
    helper.press("services").unwrap();
    helper.press("vouch").unwrap();
    helper.press("next").unwrap();
    for (field, text) in [("name", WANG.name), ("id", WANG.id_number)] {
        helper.enter(field, text).unwrap();
        helper.press("next").unwrap();
    }
    helper.press("confirm").unwrap();
    let screen = helper.arrive("vouch.code").unwrap();
    let NodeKind::Fact { value, .. } = &screen.node("code").unwrap().kind else { panic!("the code is no fact") };
    let code: String = value.display().chars().filter(char::is_ascii_digit).collect();
    assert_eq!(code.len(), 8, "{code}");
    let mut new = house.phone("new").unwrap();
    new.press("take").unwrap();
    new.press("agree").unwrap();
    new.press("by_code").unwrap();
    for (field, text) in [("name", WANG.name), ("id", WANG.id_number), ("code", code.as_str())] {
        new.enter(field, text).unwrap();
        new.press("next").unwrap();
    }
    new.arrive("enrol.proof").unwrap();
    // The old phone is told, and one tap stops it.
    old.press("lamps").unwrap();
    old.press("nav.home").unwrap();
    old.press("stop_replacement").unwrap();
    new.press("check").unwrap();
    new.arrive("enrol.stopped").unwrap();
    assert_eq!(house.gateway.count("SELECT count(*) FROM device WHERE state = 'active'").unwrap(), 2);
}
