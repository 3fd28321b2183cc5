//! How often the card password may be wrong: five in a row wait 15 minutes, twenty in a day need a counter, never for ever.

use leling_protocol::{ErrorCode, Timestamp};

use crate::{Numbers, refusal::Refusal};

const DAY: i64 = 86_400;

/// What is known of the tries so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PasswordTries {
    /// Wrong ones since the last right one or the last wait.
    pub in_row: u8,
    /// End of the wait, 0 where there is none.
    pub wait_until: Timestamp,
    /// When the day of `in_day` began.
    pub day_began_at: Timestamp,
    /// Wrong ones within that day.
    pub in_day: u8,
}

impl PasswordTries {
    /// Says whether a password may be looked at now.
    ///
    /// # Errors
    /// `password.counter` within a day of twenty wrong ones, `password.wait` with the wait.
    pub fn gate(&self, now: Timestamp, numbers: &Numbers) -> Result<(), Refusal> {
        if self.in_day >= numbers.password_tries_a_day && now.since(self.day_began_at) < DAY {
            return Err(Refusal::of(ErrorCode::PasswordCounter));
        }
        if now < self.wait_until {
            return Err(Refusal::until(ErrorCode::PasswordWait, self.wait_until.since(now)));
        }
        Ok(())
    }

    /// Counts a wrong password and says what is answered.
    pub fn wrong(&mut self, now: Timestamp, numbers: &Numbers) -> Refusal {
        if now.since(self.day_began_at) >= DAY {
            self.day_began_at = now;
            self.in_day = 0;
        }
        self.in_day = self.in_day.saturating_add(1);
        self.in_row = self.in_row.saturating_add(1);
        if self.in_day >= numbers.password_tries_a_day {
            return Refusal::of(ErrorCode::PasswordCounter);
        }
        if self.in_row >= numbers.password_tries_in_row {
            self.in_row = 0;
            self.wait_until = now.plus(numbers.password_wait_seconds.into());
            return Refusal::until(ErrorCode::PasswordWait, numbers.password_wait_seconds.into());
        }
        Refusal::of(ErrorCode::PasswordWrong)
    }

    /// Forgets the row after a right password; the day's count stays.
    pub fn right(&mut self) {
        self.in_row = 0;
        self.wait_until = Timestamp::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_795_400_000);

    #[test]
    fn five_in_a_row_wait_a_quarter_of_an_hour() {
        let numbers = Numbers::default();
        let mut tries = PasswordTries::default();
        for _ in 0..4 {
            assert_eq!(tries.gate(NOW, &numbers), Ok(()));
            assert_eq!(tries.wrong(NOW, &numbers).code, ErrorCode::PasswordWrong);
        }
        assert_eq!(tries.wrong(NOW, &numbers), Refusal::until(ErrorCode::PasswordWait, 900));
        assert_eq!(tries.gate(NOW.plus(899), &numbers), Err(Refusal::until(ErrorCode::PasswordWait, 1)));
        assert_eq!(tries.gate(NOW.plus(900), &numbers), Ok(()));
        tries.right();
        assert_eq!(tries.wrong(NOW.plus(900), &numbers).code, ErrorCode::PasswordWrong);
    }

    #[test]
    fn twenty_in_a_day_need_a_counter_until_the_day_is_over() {
        let numbers = Numbers::default();
        let mut tries = PasswordTries::default();
        let mut now = NOW;
        for count in 1..=20 {
            now = now.plus(900);
            assert_eq!(tries.gate(now, &numbers), Ok(()), "{count}");
            let refusal = tries.wrong(now, &numbers);
            assert_eq!(refusal.code == ErrorCode::PasswordCounter, count == 20, "{count}");
        }
        assert_eq!(tries.gate(now.plus(3_600), &numbers), Err(Refusal::of(ErrorCode::PasswordCounter)));
        assert_eq!(tries.gate(NOW.plus(900 + 86_400), &numbers), Ok(()));
    }
}
