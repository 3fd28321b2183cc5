//! Every order of steps of a login, explored by a model checker: two phones, the page or device of a party, the party,
//! an attacker and the passing of time, over the very rules that the storage applies.
//!
//! One second is the unit and the numbers are small, so that the whole space is finite: a code may be claimed for two
//! seconds, a claimed login lives for two and at most four. A lost reply is a step that is taken again.
#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use leling_gateway::{
    Numbers,
    rules::{
        login::{Login, Matching, NumberChoice, Said, Stage, check_slot, slot_at},
        party_session::PartySession,
    },
};
use leling_protocol::{ErrorCode, Timestamp, wire::LoginDoor};
use stateright::{Checker, Model, Property};

/// A phone: whose it is decides what its person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phone {
    /// Of a person who looks at the first screen and reads the number there.
    Reader,
    /// Of anybody: answers whatever may be answered.
    Anybody,
}

const PHONES: [Phone; 2] = [Phone::Reader, Phone::Anybody];

/// When nothing more happens; later than every number of a login together.
const LAST: i64 = 9;

/// A login, what came of it, and what really happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Entry {
    login: Option<Login<Phone>>,
    /// Whether the browser holds the code.
    code_out: bool,
    session: Option<Held>,
    truth: Truth,
}

/// A session and who stands behind it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Held {
    session: PartySession,
    by: Phone,
}

/// What happened, kept apart from what the gateway believes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Truth {
    /// When the login was opened, claimed or answered: whatever was last, as long as it can still become a session.
    since: i64,
    /// The first answer that was taken.
    answer: Option<Given>,
    /// The first thing after which no session may come of it.
    flaw: Option<Flaw>,
    codes: u8,
    sessions: u8,
    /// The person or a replay ended the session.
    over: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Flaw {
    /// It went on after its time.
    Late,
    /// It was cancelled, or its phone or yes revoked, before there was a session.
    Stopped,
    /// Two phones claimed it before it was answered.
    Contested,
}

impl Truth {
    fn note(&mut self, flaw: Flaw, happened: bool) {
        if happened {
            self.flaw.get_or_insert(flaw);
        }
    }

    fn note_time(&mut self, now: i64, most: u32) {
        self.note(Flaw::Late, now - self.since >= i64::from(most));
        self.since = now;
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Given {
    by: Phone,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum What {
    Yes,
    No,
    WrongNumber,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    now: i64,
    entries: Vec<Entry>,
    frozen: [bool; 2],
}

impl State {
    /// Forgets times that nothing depends on any more, so that states that behave alike are one.
    fn forget(&mut self) {
        let now = Timestamp::from_seconds(self.now);
        let never = Timestamp::default();
        for entry in &mut self.entries {
            if let Some(login) = entry.login.as_mut() {
                *login = login.at(now);
                if matches!(login.stage, Stage::Redeemed { .. } | Stage::Ended(_)) {
                    login.ends_at = never;
                    entry.truth.since = 0;
                }
            }
            if let Some(held) = entry.session.as_mut().filter(|held| !held.session.is_open(now)) {
                held.session = PartySession { ended_at: Some(never), ..PartySession::open(never) };
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    /// A second goes by.
    Wait,
    /// A phone scans the code of a screen as it was so many seconds ago: a picture of it may have been relayed.
    Scan(Phone, usize, i64),
    /// The digits beside the code are typed.
    Type(Phone, usize),
    /// Another app on the phone asks.
    Authorise(Phone),
    Answer(Phone, usize, Said),
    Keep(Phone, usize),
    /// The screen ends the login.
    Cancel(usize),
    /// The browser fetches its code.
    Fetch(usize),
    /// The party exchanges what it holds.
    Exchange(usize),
    /// The party turns the refresh token of a generation over.
    Refresh(usize, u32),
    /// The person ends the session.
    SignOut(usize),
    /// The person takes the yes to the party back.
    Revoke(Phone, usize),
    /// Staff freeze the phone.
    Freeze(Phone),
}

/// Logins at these doors; the second is the attacker's own where it is a page.
struct Hall {
    doors: Vec<LoginDoor>,
    numbers: Numbers,
}

impl Hall {
    fn new(doors: &[LoginDoor]) -> Self {
        let numbers = Numbers {
            login_unclaimed_seconds: 2,
            login_redraw_seconds: 1,
            login_claimed_seconds: 2,
            login_kept_seconds: 4,
            login_fetch_seconds: 2,
            login_code_seconds: 1,
            ..Numbers::default()
        };
        Self { doors: doors.to_vec(), numbers }
    }

    fn choice(entry: usize) -> NumberChoice {
        // The number of the first screen is among those that the phone shows for the second one too.
        let (shown, right) = if entry == 0 { ([11, 12, 13], 11) } else { ([11, 21, 22], 21) };
        NumberChoice::new(shown, right).unwrap()
    }

    /// What the person of a phone may say to a login. The reader chooses what the first screen shows, or says no.
    fn sayings(phone: Phone, entry: usize, matching: Matching) -> Vec<Said> {
        let number = |number: u8| Said::Yes { number: Some(number.into()) };
        let mut sayings = vec![Said::No];
        match (matching, phone) {
            (Matching::Nothing, _) => sayings.push(Said::Yes { number: None }),
            (Matching::Number(_), Phone::Reader) => sayings.push(number(Self::choice(0).right())),
            (Matching::Number(_), Phone::Anybody) => {
                sayings.extend(Self::choice(entry).shown().map(number));
                sayings.push(Said::Yes { number: None });
            }
        }
        sayings
    }

    fn claim(&self, state: &mut State, by: Phone, entry: usize, matching: Matching, slot: Option<u64>) {
        let now = Timestamp::from_seconds(state.now);
        let Some(mut login) = state.entries[entry].login.filter(|login| login.door != LoginDoor::App) else {
            return;
        };
        let again = login.at(now).decider(by).is_ok();
        if slot.is_some_and(|slot| !again && check_slot(slot, now, &self.numbers).is_err()) {
            return;
        }
        let waited = matches!(login.at(now).stage, Stage::Claimed { .. });
        let claimed = login.claim(by, matching, now, &self.numbers);
        state.entries[entry].login = Some(login);
        let truth = &mut state.entries[entry].truth;
        truth.note(Flaw::Contested, claimed.is_err() && waited);
        if claimed.is_ok() && !again {
            truth.note_time(state.now, self.numbers.login_unclaimed_seconds);
            for (other, entry_of) in state.entries.iter_mut().enumerate() {
                let held =
                    |login: &&mut Login<Phone>| matches!(login.stage, Stage::Claimed { by: first, .. } if first == by);
                if let Some(earlier) = entry_of.login.as_mut().filter(held).filter(|_| other != entry) {
                    earlier.supersede(now);
                }
            }
        }
    }

    fn authorise(&self, state: &mut State, by: Phone) {
        let now = Timestamp::from_seconds(state.now);
        let waits = |entry: &Entry| {
            entry
                .login
                .is_some_and(|login| matches!(login.at(now).stage, Stage::Claimed { by: first, .. } if first == by))
        };
        if state.entries[1].login.is_some() || state.entries.iter().any(waits) {
            return;
        }
        let entry = &mut state.entries[1];
        entry.login = Some(Login::authorised(by, now, &self.numbers));
        entry.truth.since = state.now;
    }

    fn answer(&self, state: &mut State, by: Phone, entry: usize, said: Said) {
        let now = Timestamp::from_seconds(state.now);
        let entry = &mut state.entries[entry];
        let Some(login) = entry.login.as_mut() else { return };
        let what = match (login.answer(by, said, now, &self.numbers), said) {
            (Ok(()), Said::Yes { .. }) => What::Yes,
            (Ok(()), Said::No) => What::No,
            (Err(ErrorCode::LoginNumberWrong), _) => What::WrongNumber,
            (Err(_), _) => return,
        };
        entry.truth.answer.get_or_insert(Given { by, what });
        entry.truth.note_time(state.now, self.numbers.login_kept_seconds);
        if what == What::Yes && login.door == LoginDoor::App {
            login.code(now, &self.numbers).unwrap();
            entry.code_out = true;
            entry.truth.codes += 1;
        }
    }

    fn fetch(&self, state: &mut State, entry: usize) {
        let now = Timestamp::from_seconds(state.now);
        let entry = &mut state.entries[entry];
        let Some(login) = entry.login.as_mut() else { return };
        let before = login.stage;
        if login.code(now, &self.numbers).is_ok() {
            entry.code_out = true;
            // The text of a code follows from its login: only the first fetch makes one.
            entry.truth.codes += u8::from(before != login.stage);
        }
    }

    fn exchange(&self, state: &mut State, entry: usize) {
        let now = Timestamp::from_seconds(state.now);
        let frozen = state.frozen;
        let entry = &mut state.entries[entry];
        let Some(login) = entry.login.as_mut().filter(|login| entry.code_out || login.door == LoginDoor::Device) else {
            return;
        };
        let mut after = *login;
        match after.redeem(now) {
            Ok(by) if !frozen[by as usize] => {
                *login = after;
                let session = PartySession::open(now.plus(2));
                entry.session = Some(Held { session, by });
                entry.truth.sessions += 1;
                let most = self.numbers.login_fetch_seconds + self.numbers.login_code_seconds;
                entry.truth.note_time(state.now, most);
            }
            Err(leling_gateway::rules::login::NoSession::Replayed) => {
                if let Some(held) = entry.session.as_mut() {
                    held.session.end(now);
                    entry.truth.over = true;
                }
            }
            Ok(_) | Err(_) => {}
        }
    }

    fn refresh(state: &mut State, entry: usize, generation: u32) {
        let now = Timestamp::from_seconds(state.now);
        let entry = &mut state.entries[entry];
        if let Some(held) = entry.session.as_mut() {
            let refreshed = held.session.refresh(generation, now);
            entry.truth.over |= refreshed == Err(leling_gateway::rules::party_session::NotRefreshed::Replayed);
        }
    }

    /// Ends what a phone's person has with a party, or with all.
    fn end(state: &mut State, by: Phone, of: Option<usize>) {
        let now = Timestamp::from_seconds(state.now);
        for (number, entry) in state.entries.iter_mut().enumerate() {
            if of.is_some_and(|of| of != number) {
                continue;
            }
            if let Some(held) = entry.session.as_mut().filter(|held| held.by == by) {
                held.session.end(now);
                entry.truth.over = true;
            }
            let alive = |login: &&mut Login<Phone>| match login.stage {
                Stage::Claimed { by: first, .. } | Stage::Approved { by: first } | Stage::Coded { by: first } => {
                    first == by
                }
                _ => false,
            };
            if let Some(login) = entry.login.as_mut().filter(alive) {
                login.revoke(now);
                entry.truth.note(Flaw::Stopped, true);
            }
        }
    }
}

impl Model for Hall {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        let entry = |door: LoginDoor| {
            let opened = door != LoginDoor::App;
            let login = opened.then(|| Login::open(door, Timestamp::from_seconds(0), &self.numbers));
            Entry { login, code_out: false, session: None, truth: Truth::default() }
        };
        vec![State { now: 0, entries: self.doors.iter().copied().map(entry).collect(), frozen: [false; 2] }]
    }

    fn actions(&self, state: &State, steps: &mut Vec<Step>) {
        let now = Timestamp::from_seconds(state.now);
        if state.now < LAST {
            steps.push(Step::Wait);
        }
        for phone in PHONES.into_iter().filter(|phone| !state.frozen[*phone as usize]) {
            steps.push(Step::Freeze(phone));
            if self.doors.get(1) == Some(&LoginDoor::App) {
                steps.push(Step::Authorise(phone));
            }
            for (number, entry) in state.entries.iter().enumerate() {
                if self.doors[number] != LoginDoor::App {
                    steps.extend((0..=state.now.min(2)).map(|age| Step::Scan(phone, number, age)));
                    // Who types digits that a stranger dictated meets no number: the reader types none of the second screen.
                    if number == 0 || phone == Phone::Anybody {
                        steps.push(Step::Type(phone, number));
                    }
                }
                // A phone that shows no login may still send what it made up or kept.
                let matching = entry.login.and_then(|login| login.at(now).decider(phone).ok());
                let matching = matching.unwrap_or(Matching::Number(Self::choice(number)));
                steps.extend(
                    Self::sayings(phone, number, matching).into_iter().map(|said| Step::Answer(phone, number, said)),
                );
                steps.extend([Step::Keep(phone, number), Step::Revoke(phone, number)]);
            }
        }
        for (number, entry) in state.entries.iter().enumerate() {
            steps.extend([Step::Cancel(number), Step::Fetch(number), Step::Exchange(number)]);
            if let Some(held) = &entry.session {
                steps.push(Step::SignOut(number));
                steps.extend((0..=held.session.generation.min(1)).map(|generation| Step::Refresh(number, generation)));
            }
        }
    }

    fn next_state(&self, before: &State, step: Step) -> Option<State> {
        let mut state = before.clone();
        let now = Timestamp::from_seconds(state.now);
        match step {
            Step::Wait => state.now += 1,
            Step::Scan(phone, entry, age) => {
                let slot = slot_at(now.plus(-age), &self.numbers);
                self.claim(&mut state, phone, entry, Matching::Number(Self::choice(entry)), Some(slot));
            }
            Step::Type(phone, entry) => self.claim(&mut state, phone, entry, Matching::Nothing, None),
            Step::Authorise(phone) => self.authorise(&mut state, phone),
            Step::Answer(phone, entry, said) => self.answer(&mut state, phone, entry, said),
            Step::Keep(phone, entry) => {
                if let Some(login) = state.entries[entry].login.as_mut() {
                    let mut kept = *login;
                    if kept.keep(phone, now, &self.numbers).is_ok() {
                        *login = kept;
                    }
                }
            }
            Step::Cancel(entry) => {
                let entry = &mut state.entries[entry];
                if let Some(login) = entry.login.as_mut() {
                    entry.truth.note(Flaw::Stopped, !matches!(login.stage, Stage::Redeemed { .. }));
                    login.cancel(now);
                }
            }
            Step::Fetch(entry) => self.fetch(&mut state, entry),
            Step::Exchange(entry) => self.exchange(&mut state, entry),
            Step::Refresh(entry, generation) => Self::refresh(&mut state, entry, generation),
            Step::SignOut(entry) => {
                if let Some(held) = state.entries[entry].session.as_mut() {
                    held.session.end(now);
                    state.entries[entry].truth.over = true;
                }
            }
            Step::Revoke(phone, entry) => Self::end(&mut state, phone, Some(entry)),
            Step::Freeze(phone) => {
                Self::end(&mut state, phone, None);
                state.frozen[phone as usize] = true;
            }
        }
        state.forget();
        // A step that changes nothing leads nowhere new.
        (state != *before).then_some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        fn all(state: &State, holds: impl Fn(&Entry, &Held) -> bool) -> bool {
            state.entries.iter().all(|entry| entry.session.as_ref().is_none_or(|held| holds(entry, held)))
        }
        fn any(state: &State, holds: impl Fn(&Entry) -> bool) -> bool {
            state.entries.iter().any(holds)
        }
        vec![
            Property::always("a session has the yes of its own person, and that was the first answer", |_, state| {
                all(state, |entry, held| {
                    entry.truth.answer.is_some_and(|given| given.what == What::Yes && given.by == held.by)
                })
            }),
            Property::always(
                "no session came too late, or of a login that was stopped or claimed by two",
                |_, state| all(state, |entry, _| entry.truth.flaw.is_none()),
            ),
            Property::always(
                "no revoked or replayed session is open, and none of a frozen phone",
                |_, state: &State| {
                    let now = Timestamp::from_seconds(state.now);
                    all(state, |entry, held| {
                        !held.session.is_open(now) || !(entry.truth.over || state.frozen[held.by as usize])
                    })
                },
            ),
            Property::always("one code for a yes, one session for a login", |_, state| {
                !any(state, |entry| entry.truth.codes > 1 || entry.truth.sessions > 1)
            }),
            Property::always(
                "who reads the number off the first screen never logs the second one in",
                |hall: &Hall, state: &State| {
                    let second = state.entries.get(1).and_then(|entry| entry.session.as_ref());
                    hall.doors.get(1) == Some(&LoginDoor::App) || second.is_none_or(|held| held.by != Phone::Reader)
                },
            ),
            Property::sometimes("a session", |_, state| any(state, |entry| entry.session.is_some())),
            Property::sometimes("a session of the reader", |_, state: &State| {
                state.entries[0].session.as_ref().is_some_and(|held| held.by == Phone::Reader)
            }),
            Property::sometimes("a wrong number", |_, state| {
                any(state, |entry| entry.truth.answer.is_some_and(|given| given.what == What::WrongNumber))
            }),
            Property::sometimes("two phones at one login", |_, state| {
                any(state, |entry| entry.truth.flaw == Some(Flaw::Contested))
            }),
            Property::sometimes("a session that ended", |_, state| any(state, |entry| entry.truth.over)),
        ]
    }
}

fn explore(doors: &[LoginDoor]) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let explored = Hall::new(doors).checker().threads(threads).spawn_bfs().join();
    println!("{doors:?}: {} states, {} deep", explored.unique_state_count(), explored.max_depth());
    explored.assert_properties();
    assert!(explored.max_depth() >= 12, "only {} deep", explored.max_depth());
}

#[test]
fn no_order_of_steps_lets_a_party_in_without_a_yes_at_two_pages() {
    explore(&[LoginDoor::Page, LoginDoor::Page]);
}

#[test]
fn no_order_of_steps_lets_a_party_in_without_a_yes_at_a_device() {
    explore(&[LoginDoor::Device, LoginDoor::Page]);
}

#[test]
fn no_order_of_steps_lets_a_party_in_without_a_yes_beside_another_app() {
    explore(&[LoginDoor::Page, LoginDoor::App]);
}
