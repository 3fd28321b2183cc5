//! The life of a login at another place: opened, claimed by one phone, answered once, fetched once.
//!
//! ```text
//! Open ──claim──> Claimed ──yes──> Approved ──code──> Coded ──redeem──> Redeemed
//!   │                │  └─no, wrong number, another phone──> Ended
//!   └────────────────┴── cancelled, expired, revoked ──────> Ended
//! ```
//!
//! Every step is a method of [`Login`] that may change it also where it refuses: a wrong number ends the login on both
//! sides. Storage reads a login, takes the step and writes it back in one transaction; the model in
//! `tests/gateway/model.rs` takes the same steps in every order. Start at [`Login::open`].

use leling_protocol::{ErrorCode, Timestamp, wire::LoginDoor};

use crate::Numbers;

/// Where a login stands. `D` names a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Login<D> {
    /// Where it was opened.
    pub door: LoginDoor,
    /// How far it has come, as it was last written; [`Login::at`] says how far it is now.
    pub stage: Stage<D>,
    /// When the stage ends by itself; for one that has ended, when that was.
    pub ends_at: Timestamp,
}

/// How far a login has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage<D> {
    /// Its code waits to be scanned.
    Open,
    /// A phone has scanned it and its person decides.
    Claimed {
        /// The phone.
        by: D,
        /// When.
        at: Timestamp,
        /// What both sides compare.
        matching: Matching,
    },
    /// The person said yes; the other side has not fetched its code.
    Approved {
        /// The phone.
        by: D,
    },
    /// The code was given to the browser and waits to be exchanged.
    Coded {
        /// The phone.
        by: D,
    },
    /// The code was exchanged for a session.
    Redeemed {
        /// The phone.
        by: D,
    },
    /// It is over without a session.
    Ended(End),
}

/// Why a login is over without a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// The person said 不是我.
    Refused,
    /// The person chose a number that the other screen did not show.
    WrongNumber,
    /// A second phone claimed it before it was answered: neither gets it.
    Contested,
    /// The other side ended it.
    Cancelled,
    /// The phone scanned another code.
    Superseded,
    /// The phone or the card may no longer log in.
    Revoked,
    /// Nobody went on in time.
    Expired,
}

/// What both sides compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Matching {
    /// Three numbers on the phone, one of them on the other screen.
    Number(NumberChoice),
    /// Nothing more: the digits that were typed, or the phone itself, stand for it.
    Nothing,
}

/// Three distinct numbers of 10 to 99, one of which is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberChoice {
    shown: [u8; 3],
    right: u8,
}

impl NumberChoice {
    /// Takes the numbers as the phone shows them; `None` where they are not three different ones of 10 to 99 with the
    /// right one among them.
    pub fn new(shown: [u8; 3], right: u8) -> Option<Self> {
        let [a, b, c] = shown;
        let fits = shown.iter().all(|number| (10..=99).contains(number)) && a != b && b != c && a != c;
        (fits && shown.contains(&right)).then_some(Self { shown, right })
    }

    /// Gives the numbers for the phone, which never learns the right one.
    pub const fn shown(self) -> [u8; 3] {
        self.shown
    }

    /// Gives the number for the other screen.
    pub const fn right(self) -> u8 {
        self.right
    }
}

/// What the person says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Said {
    /// 是我, with the number that was chosen where there are numbers.
    Yes {
        /// The number.
        number: Option<u32>,
    },
    /// 不是我
    No,
}

/// Why a login gives no session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoSession {
    /// It is not answered yet; for the device door, which asks again.
    Pending,
    /// The person said no, or chose a wrong number.
    Denied,
    /// It is over.
    Over,
    /// It was exchanged before: the session that came of it must end.
    Replayed,
}

impl<D: Copy + PartialEq> Login<D> {
    /// Opens a login at a page or a device.
    pub fn open(door: LoginDoor, now: Timestamp, numbers: &Numbers) -> Self {
        Self { door, stage: Stage::Open, ends_at: now.plus(numbers.login_unclaimed_seconds.into()) }
    }

    /// Opens a login that another app on the phone `by` asked for: claimed at once, nothing to compare.
    pub fn authorised(by: D, now: Timestamp, numbers: &Numbers) -> Self {
        let stage = Stage::Claimed { by, at: now, matching: Matching::Nothing };
        Self { door: LoginDoor::App, stage, ends_at: now.plus(numbers.login_claimed_seconds.into()) }
    }

    /// Gives the login as it is at `now`: what nobody went on with in time has expired.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Self {
        let waits = !matches!(self.stage, Stage::Redeemed { .. } | Stage::Ended(_));
        if waits && now >= self.ends_at {
            self.stage = Stage::Ended(End::Expired);
        }
        self
    }

    /// Claims the login for the phone `by`; the same phone may claim again and finds what it found before.
    ///
    /// # Errors
    /// `login.taken` where another phone was first, which also ends a login that is not answered: who scanned a code
    /// that somebody else scanned too may look at a relayed one. `login.expired`, `login.cancelled`, `login.ended`.
    pub fn claim(&mut self, by: D, matching: Matching, now: Timestamp, numbers: &Numbers) -> Result<(), ErrorCode> {
        *self = self.at(now);
        match self.stage {
            Stage::Open => {
                self.stage = Stage::Claimed { by, at: now, matching };
                self.ends_at = now.plus(numbers.login_claimed_seconds.into());
                Ok(())
            }
            Stage::Claimed { by: first, .. } if first == by => Ok(()),
            Stage::Claimed { .. } => {
                self.end(End::Contested, now);
                Err(ErrorCode::LoginTaken)
            }
            _ => Err(self.why_not(by)),
        }
    }

    /// Keeps a claimed login alive while its phone shows it; gives when it ends now.
    ///
    /// # Errors
    /// As for [`Login::answer`].
    pub fn keep(&mut self, by: D, now: Timestamp, numbers: &Numbers) -> Result<Timestamp, ErrorCode> {
        *self = self.at(now);
        match self.stage {
            Stage::Claimed { by: first, at, .. } if first == by => {
                let last = at.plus(numbers.login_kept_seconds.into());
                self.ends_at = self.ends_at.max(now.plus(numbers.login_claimed_seconds.into()).min(last));
                Ok(self.ends_at)
            }
            _ => Err(self.why_not(by)),
        }
    }

    /// Answers a claimed login, once.
    ///
    /// # Errors
    /// `login.number_wrong`, which ends it; `approval.invalid` where a number is missing or nobody asked for one;
    /// `login.taken` for a phone that did not claim it; `login.unknown`, `login.expired`, `login.cancelled`,
    /// `login.ended`.
    pub fn answer(&mut self, by: D, said: Said, now: Timestamp, numbers: &Numbers) -> Result<(), ErrorCode> {
        *self = self.at(now);
        let matching = self.decider(by)?;
        match (said, matching) {
            (Said::No, _) => self.end(End::Refused, now),
            (Said::Yes { number: None }, Matching::Nothing) => self.approve(by, now, numbers),
            (Said::Yes { number: Some(number) }, Matching::Number(choice)) if number == u32::from(choice.right) => {
                self.approve(by, now, numbers);
            }
            (Said::Yes { number: Some(_) }, Matching::Number(_)) => {
                self.end(End::WrongNumber, now);
                return Err(ErrorCode::LoginNumberWrong);
            }
            (Said::Yes { .. }, _) => return Err(ErrorCode::ApprovalInvalid),
        }
        Ok(())
    }

    /// Gives what the phone `by` compares while it may answer.
    ///
    /// # Errors
    /// As for [`Login::answer`].
    pub fn decider(&self, by: D) -> Result<Matching, ErrorCode> {
        match self.stage {
            Stage::Claimed { by: first, matching, .. } if first == by => Ok(matching),
            _ => Err(self.why_not(by)),
        }
    }

    fn approve(&mut self, by: D, now: Timestamp, numbers: &Numbers) {
        self.stage = Stage::Approved { by };
        self.ends_at = now.plus(numbers.login_fetch_seconds.into());
    }

    /// Why the phone `by` can do nothing with this login, which is not its own claimed one.
    fn why_not(&self, by: D) -> ErrorCode {
        match self.stage {
            Stage::Open => ErrorCode::LoginUnknown,
            Stage::Claimed { .. } | Stage::Ended(End::Contested) => ErrorCode::LoginTaken,
            Stage::Approved { by: first } | Stage::Coded { by: first } | Stage::Redeemed { by: first } => {
                if first == by { ErrorCode::LoginEnded } else { ErrorCode::LoginTaken }
            }
            Stage::Ended(End::Expired) => ErrorCode::LoginExpired,
            Stage::Ended(End::Cancelled) => ErrorCode::LoginCancelled,
            Stage::Ended(End::Refused | End::WrongNumber | End::Superseded | End::Revoked) => ErrorCode::LoginEnded,
        }
    }

    /// Gives the browser its code, which is the same one as long as it is good.
    ///
    /// # Errors
    /// [`NoSession`].
    pub fn code(&mut self, now: Timestamp, numbers: &Numbers) -> Result<(), NoSession> {
        *self = self.at(now);
        match self.stage {
            Stage::Approved { by } => {
                self.stage = Stage::Coded { by };
                self.ends_at = now.plus(numbers.login_code_seconds.into());
                Ok(())
            }
            Stage::Coded { .. } => Ok(()),
            _ => Err(self.no_session()),
        }
    }

    /// Exchanges the login for a session, once: behind a code, or at the device door, which has none.
    ///
    /// # Errors
    /// [`NoSession`].
    pub fn redeem(&mut self, now: Timestamp) -> Result<D, NoSession> {
        *self = self.at(now);
        match (self.stage, self.door) {
            (Stage::Coded { by }, _) | (Stage::Approved { by }, LoginDoor::Device) => {
                self.stage = Stage::Redeemed { by };
                self.ends_at = now;
                Ok(by)
            }
            _ => Err(self.no_session()),
        }
    }

    fn no_session(&self) -> NoSession {
        match self.stage {
            Stage::Open | Stage::Claimed { .. } | Stage::Approved { .. } | Stage::Coded { .. } => NoSession::Pending,
            Stage::Redeemed { .. } => NoSession::Replayed,
            Stage::Ended(End::Refused | End::WrongNumber) => NoSession::Denied,
            Stage::Ended(_) => NoSession::Over,
        }
    }

    /// Ends the login from the other side; one that was exchanged stays.
    pub fn cancel(&mut self, now: Timestamp) {
        self.stop(End::Cancelled, now);
    }

    /// Ends a claimed login whose phone scans another code.
    pub fn supersede(&mut self, now: Timestamp) {
        if matches!(self.stage, Stage::Claimed { .. }) {
            self.stop(End::Superseded, now);
        }
    }

    /// Ends the login because its phone or its card may no longer log in.
    pub fn revoke(&mut self, now: Timestamp) {
        self.stop(End::Revoked, now);
    }

    fn stop(&mut self, end: End, now: Timestamp) {
        *self = self.at(now);
        if !matches!(self.stage, Stage::Redeemed { .. } | Stage::Ended(_)) {
            self.end(end, now);
        }
    }

    fn end(&mut self, end: End, now: Timestamp) {
        self.stage = Stage::Ended(end);
        self.ends_at = now;
    }
}

/// Gives the number of the slot in which a page shows the code of `now`.
pub fn slot_at(now: Timestamp, numbers: &Numbers) -> u64 {
    u64::try_from(now.seconds()).unwrap_or(0) / u64::from(numbers.login_redraw_seconds.max(1))
}

/// Says whether a code of `slot` may be claimed at `now`: in its own slot and the one behind it.
///
/// # Errors
/// `login.expired`.
pub fn check_slot(slot: u64, now: Timestamp, numbers: &Numbers) -> Result<(), ErrorCode> {
    let age = slot_at(now, numbers).checked_sub(slot);
    if matches!(age, Some(0 | 1)) { Ok(()) } else { Err(ErrorCode::LoginExpired) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_795_399_200);
    const A: u8 = 1;
    const B: u8 = 2;

    fn choice() -> Matching {
        Matching::Number(NumberChoice::new([47, 12, 83], 12).unwrap())
    }

    fn claimed() -> Login<u8> {
        let mut login = Login::open(LoginDoor::Page, NOW, &Numbers::default());
        login.claim(A, choice(), NOW, &Numbers::default()).unwrap();
        login
    }

    fn yes(number: u32) -> Said {
        Said::Yes { number: Some(number) }
    }

    #[test]
    fn three_different_numbers_of_two_digits_or_none() {
        for (shown, right) in
            [([9, 12, 83], 12), ([100, 12, 83], 12), ([12, 12, 83], 12), ([47, 12, 47], 12), ([47, 12, 83], 13)]
        {
            assert_eq!(NumberChoice::new(shown, right), None, "{shown:?} {right}");
        }
        let choice = NumberChoice::new([10, 99, 55], 99).unwrap();
        assert_eq!((choice.shown(), choice.right()), ([10, 99, 55], 99));
    }

    #[test]
    fn the_right_number_leads_to_one_code_and_one_session() {
        let numbers = Numbers::default();
        let mut login = claimed();
        assert_eq!(login.redeem(NOW), Err(NoSession::Pending));
        assert_eq!(login.answer(A, yes(12), NOW, &numbers), Ok(()));
        assert_eq!(login.redeem(NOW), Err(NoSession::Pending), "a page has to fetch its code first");
        assert_eq!(login.code(NOW, &numbers), Ok(()));
        assert_eq!(login.code(NOW.plus(59), &numbers), Ok(()));
        assert_eq!(login.redeem(NOW.plus(59)), Ok(A));
        assert_eq!(login.redeem(NOW.plus(59)), Err(NoSession::Replayed));
        assert_eq!(login.answer(A, yes(12), NOW, &numbers), Err(ErrorCode::LoginEnded));
    }

    #[test]
    fn a_code_is_good_for_a_minute() {
        let numbers = Numbers::default();
        let mut login = claimed();
        login.answer(A, yes(12), NOW, &numbers).unwrap();
        login.code(NOW, &numbers).unwrap();
        assert_eq!(login.redeem(NOW.plus(60)), Err(NoSession::Over));
    }

    #[test]
    fn the_device_door_needs_no_code() {
        let numbers = Numbers::default();
        let mut login = Login::open(LoginDoor::Device, NOW, &numbers);
        login.claim(A, Matching::Nothing, NOW, &numbers).unwrap();
        assert_eq!(login.redeem(NOW), Err(NoSession::Pending));
        assert_eq!(login.answer(A, yes(12), NOW, &numbers), Err(ErrorCode::ApprovalInvalid));
        login.answer(A, Said::Yes { number: None }, NOW, &numbers).unwrap();
        assert_eq!(login.redeem(NOW), Ok(A));
    }

    #[test]
    fn a_wrong_number_ends_it_on_both_sides() {
        let numbers = Numbers::default();
        let mut login = claimed();
        assert_eq!(login.answer(A, Said::Yes { number: None }, NOW, &numbers), Err(ErrorCode::ApprovalInvalid));
        assert_eq!(login.answer(A, yes(47), NOW, &numbers), Err(ErrorCode::LoginNumberWrong));
        assert_eq!(login.stage, Stage::Ended(End::WrongNumber));
        assert_eq!(login.answer(A, yes(12), NOW, &numbers), Err(ErrorCode::LoginEnded));
        assert_eq!(login.code(NOW, &numbers), Err(NoSession::Denied));
    }

    #[test]
    fn a_second_phone_gets_nothing_and_leaves_nothing_to_the_first() {
        let numbers = Numbers::default();
        let mut login = claimed();
        assert_eq!(login.claim(A, Matching::Nothing, NOW, &numbers), Ok(()), "the same phone again");
        assert_eq!(login.decider(A), Ok(choice()), "and it finds the same numbers");
        assert_eq!(login.answer(B, yes(12), NOW, &numbers), Err(ErrorCode::LoginTaken));
        assert_eq!(login.claim(B, choice(), NOW, &numbers), Err(ErrorCode::LoginTaken));
        assert_eq!(login.answer(A, yes(12), NOW, &numbers), Err(ErrorCode::LoginTaken));
        let mut answered = claimed();
        answered.answer(A, yes(12), NOW, &numbers).unwrap();
        assert_eq!(answered.claim(B, choice(), NOW, &numbers), Err(ErrorCode::LoginTaken));
        assert_eq!(answered.stage, Stage::Approved { by: A }, "an answered one stays");
    }

    #[test]
    fn it_is_kept_alive_for_a_quarter_of_an_hour_and_no_longer() {
        let numbers = Numbers::default();
        let mut login = claimed();
        assert_eq!(login.keep(B, NOW, &numbers), Err(ErrorCode::LoginTaken));
        assert_eq!(login.keep(A, NOW.plus(200), &numbers), Ok(NOW.plus(500)));
        assert_eq!(login.keep(A, NOW.plus(100), &numbers), Ok(NOW.plus(500)), "never earlier than before");
        assert_eq!(login.keep(A, NOW.plus(499), &numbers), Ok(NOW.plus(799)));
        assert_eq!(login.keep(A, NOW.plus(798), &numbers), Ok(NOW.plus(900)));
        assert_eq!(login.keep(A, NOW.plus(900), &numbers), Err(ErrorCode::LoginExpired));
        assert_eq!(login.answer(A, yes(12), NOW.plus(900), &numbers), Err(ErrorCode::LoginExpired));
    }

    #[test]
    fn an_unclaimed_login_ends_after_two_minutes_and_an_unfetched_one_after_five() {
        let numbers = Numbers::default();
        let mut login = Login::<u8>::open(LoginDoor::Page, NOW, &numbers);
        assert_eq!(login.at(NOW.plus(119)).stage, Stage::Open);
        assert_eq!(login.claim(A, choice(), NOW.plus(120), &numbers), Err(ErrorCode::LoginExpired));
        let mut login = claimed();
        login.answer(A, yes(12), NOW, &numbers).unwrap();
        assert_eq!(login.code(NOW.plus(300), &numbers), Err(NoSession::Over));
    }

    #[test]
    fn what_was_cancelled_or_revoked_is_not_approved_and_what_was_exchanged_stays() {
        type Ending = fn(&mut Login<u8>, Timestamp);
        let numbers = Numbers::default();
        let ends: [(Ending, ErrorCode); 3] = [
            (Login::cancel, ErrorCode::LoginCancelled),
            (Login::revoke, ErrorCode::LoginEnded),
            (Login::supersede, ErrorCode::LoginEnded),
        ];
        for (end, code) in ends {
            let mut login = claimed();
            end(&mut login, NOW);
            assert_eq!(login.answer(A, yes(12), NOW, &numbers), Err(code));
            assert_eq!(login.claim(B, choice(), NOW, &numbers), Err(code));
            let mut done = Login { stage: Stage::Redeemed { by: A }, ..claimed() };
            end(&mut done, NOW);
            assert_eq!(done.stage, Stage::Redeemed { by: A });
        }
    }

    #[test]
    fn a_code_is_claimable_in_its_slot_and_the_next() {
        let numbers = Numbers::default();
        let slot = slot_at(NOW, &numbers);
        let began = NOW.seconds() % 8;
        let at = |seconds: i64| check_slot(slot, NOW.plus(seconds - began), &numbers);
        assert_eq!((at(0), at(15)), (Ok(()), Ok(())));
        assert_eq!((at(-1), at(16)), (Err(ErrorCode::LoginExpired), Err(ErrorCode::LoginExpired)));
        assert_eq!(check_slot(slot, NOW.plus(20), &numbers), Err(ErrorCode::LoginExpired));
        assert_eq!(check_slot(u64::MAX, NOW, &numbers), Err(ErrorCode::LoginExpired));
    }
}
