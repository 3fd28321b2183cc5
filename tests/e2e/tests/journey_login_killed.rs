//! A login by scanning in which phone or gateway is killed at each step, and what comes of it.
//!
//! | killed | the phone comes back with | the gateway comes back and |
//! |---|---|---|
//! | while the camera looks | the camera | the code on the page still counts |
//! | while the claim's answer is lost | 再扫一次 | the same, and the page offers a new code |
//! | claimed | the same login, no number chosen | the login stands as it was |
//! | a number chosen | the same | the same |
//! | the yes sent, its answer lost | the answer on its way, which arrives | the answer arrives once |
//! | done | done, or the home | the browser is let in |
//! | any of them | one yes in the record and one session, none before the yes | the same |
//! | any of them before the yes, and then 不是我 | no session, and the kiosk lets nobody in | the same |

#![expect(clippy::unwrap_used, reason = "a journey that breaks off says where")]

use std::time::{Duration, Instant};

use leling_e2e::cable::{Cable, Mode};
use leling_e2e::house::{Hand, House, has_key};
use leling_e2e::parties::Party;
use leling_e2e::people::WANG;
use leling_e2e::visit::Visit;

/// Where it is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Looking,
    Claiming,
    Claimed,
    Chosen,
    Answered,
    Done,
}

const STEPS: [Step; 6] = [Step::Looking, Step::Claiming, Step::Claimed, Step::Chosen, Step::Answered, Step::Done];

/// Who is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Victim {
    Phone,
    Gateway,
}

/// What the person says in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

struct Journey {
    house: House,
    cable: Cable,
    hand: Option<Hand>,
    visit: Visit,
    at: Step,
    victim: Victim,
    _kiosk: Party,
}

impl Journey {
    fn begin(at: Step, victim: Victim) -> Self {
        let house = House::open().unwrap();
        let cable = Cable::to(&house.gateway.url).unwrap();
        let kiosk = Party::kiosk(&house, 60, 20).unwrap();
        let hand = WANG.with_card_on(&house, house.phone_to("phone", &cable.url, 0).unwrap()).unwrap();
        let visit = Visit::begin(&kiosk).unwrap();
        Self { house, cable, hand: Some(hand), visit, at, victim, _kiosk: kiosk }
    }

    fn hand(&mut self) -> &mut Hand {
        self.hand.as_mut().unwrap()
    }

    /// Kills and starts again, if this is the step.
    fn reach(&mut self, step: Step) {
        if step != self.at {
            return;
        }
        match self.victim {
            Victim::Gateway => self.house.restart_gateway().unwrap(),
            Victim::Phone => {
                self.hand.take().unwrap().kill();
                self.hand = Some(self.house.phone_to("phone", &self.cable.url, 0).unwrap());
            }
        }
        self.cable.set(Mode::Good);
    }

    /// From here to the kill no answer arrives, if this is the step.
    fn lose_answers(&mut self, step: Step) {
        if step == self.at {
            self.cable.set(Mode::LoseAnswers(usize::MAX));
        }
    }

    fn wait_for_a_loss(&self) {
        let end = Instant::now() + Duration::from_secs(20);
        while self.cable.lost() == 0 {
            assert!(Instant::now() < end, "no answer was lost");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// To the three numbers; gives the right one.
    fn claim(&mut self) -> String {
        self.hand().press("scan").unwrap();
        self.hand().arrive("scan").unwrap();
        self.reach(Step::Looking);
        self.lose_answers(Step::Claiming);
        self.hold();
        if self.at == Step::Claiming {
            self.wait_for_a_loss();
            self.reach(Step::Claiming);
            self.scan_again();
        }
        self.hand().arrive("login").unwrap();
        let number = self.visit.number().unwrap();
        self.reach(Step::Claimed);
        number
    }

    fn hold(&mut self) {
        let Self { hand, visit, .. } = self;
        hand.as_mut().unwrap().hold_before(|| visit.light()).unwrap();
    }

    /// Whether the gateway knew of the claim, the phone does not: it says so, and the page offers a new code.
    fn scan_again(&mut self) {
        let screen = self.hand().until(|screen| {
            let stands = screen.id.as_str() == "login" || has_key(screen, "again");
            if stands { Ok(()) } else { Err("nothing leads on".to_owned()) }
        });
        if screen.unwrap().id.as_str() == "login" {
            return;
        }
        self.hand().press("again").unwrap();
        self.visit.browser.go("/login/again").unwrap();
        self.hold();
    }

    fn choose(&mut self, number: &str) {
        self.hand().press(&format!("number.{number}")).unwrap();
    }

    fn nobody_is_in(&mut self) {
        assert_eq!(self.count("SELECT count(*) FROM party_session"), 0);
        self.visit.stays_outside().unwrap();
    }

    fn count(&self, query: &str) -> i64 {
        self.house.gateway.count(query).unwrap()
    }

    fn say_yes(&mut self, number: &str) {
        if !has_key(self.hand().look().unwrap(), "yes") {
            self.choose(number);
        }
        self.lose_answers(Step::Answered);
        self.hand().press("yes").unwrap();
        if self.at == Step::Answered {
            self.wait_for_a_loss();
            self.reach(Step::Answered);
        }
        self.hand().arrive("login.done").unwrap();
        self.reach(Step::Done);
        self.visit.come_back().unwrap();
        assert!(self.visit.at_kiosk("/me").unwrap().contains("王**"));
        let clear = |screen: &leling_screen::Screen| match screen.id.as_str() {
            "login.done" | "home" => Ok(()),
            _ => Err("neither done nor home".to_owned()),
        };
        self.hand().until(clear).unwrap();
        assert_eq!(self.count("SELECT count(*) FROM party_session"), 1);
        assert_eq!(self.count("SELECT count(*) FROM audit WHERE act = 'login_approved'"), 1);
    }

    fn say_no(&mut self) {
        self.hand().press("no").unwrap();
        self.hand().arrive("login.stopped").unwrap();
        self.nobody_is_in();
        assert_eq!(self.count("SELECT count(*) FROM audit WHERE act = 'login_approved'"), 0);
        assert_eq!(self.count("SELECT count(*) FROM audit WHERE act = 'login_refused'"), 1);
    }
}

fn walk(at: Step, victim: Victim, answer: Answer) {
    println!("{victim:?} killed at {at:?}, then {answer:?}");
    let mut journey = Journey::begin(at, victim);
    let number = journey.claim();
    journey.choose(&number);
    journey.reach(Step::Chosen);
    journey.nobody_is_in();
    match answer {
        Answer::Yes => journey.say_yes(&number),
        Answer::No => journey.say_no(),
    }
}

#[test]
fn a_phone_killed_at_any_step_of_a_login_lets_the_person_in_once() {
    for step in STEPS {
        walk(step, Victim::Phone, Answer::Yes);
    }
}

#[test]
fn a_gateway_killed_at_any_step_of_a_login_lets_the_person_in_once() {
    for step in STEPS {
        walk(step, Victim::Gateway, Answer::Yes);
    }
}

#[test]
fn whoever_was_killed_before_the_answer_a_no_lets_nobody_in() {
    for step in &STEPS[..4] {
        for victim in [Victim::Phone, Victim::Gateway] {
            walk(*step, victim, Answer::No);
        }
    }
}
