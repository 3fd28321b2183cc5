//! The phone code of an enrolment: five minutes, five tries, another one after a minute.

use leling_protocol::{ErrorCode, Timestamp};

use crate::{Numbers, refusal::Refusal};

/// What is known of the code that was sent last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhoneCode {
    /// When it ends.
    pub expires_at: Timestamp,
    /// When another may be asked for.
    pub resend_at: Timestamp,
    /// Wrong tries so far.
    pub tries: u8,
}

/// What a brought code amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought {
    /// It proves the phone.
    Right,
    /// A wrong try, to be counted, and the refusal.
    Wrong(Refusal),
    /// Not even looked at.
    Refused(Refusal),
}

impl PhoneCode {
    /// Describes a code sent at `now`.
    pub fn sent(now: Timestamp, numbers: &Numbers) -> Self {
        Self {
            expires_at: now.plus(numbers.phone_code_seconds.into()),
            resend_at: now.plus(numbers.phone_code_resend_seconds.into()),
            tries: 0,
        }
    }

    /// Judges a brought code; `fits` says whether its digits are those sent.
    pub fn judge(&self, fits: bool, now: Timestamp, numbers: &Numbers) -> Brought {
        if self.tries >= numbers.phone_code_tries {
            return Brought::Refused(Refusal::of(ErrorCode::SmsLocked));
        }
        if now >= self.expires_at {
            return Brought::Refused(Refusal::of(ErrorCode::SmsExpired));
        }
        if fits {
            return Brought::Right;
        }
        let last = self.tries + 1 >= numbers.phone_code_tries;
        Brought::Wrong(Refusal::of(if last { ErrorCode::SmsLocked } else { ErrorCode::SmsWrong }))
    }

    /// Says whether another code may be sent.
    ///
    /// # Errors
    /// `sms.too_often` with the wait.
    pub fn may_resend(&self, now: Timestamp) -> Result<(), Refusal> {
        if now < self.resend_at {
            return Err(Refusal::until(ErrorCode::SmsTooOften, self.resend_at.since(now)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_795_400_000);

    #[test]
    fn the_fifth_wrong_code_locks_and_the_right_one_comes_too_late() {
        let numbers = Numbers::default();
        let mut code = PhoneCode::sent(NOW, &numbers);
        for _ in 0..4 {
            assert_eq!(code.judge(false, NOW, &numbers), Brought::Wrong(Refusal::of(ErrorCode::SmsWrong)));
            code.tries += 1;
        }
        assert_eq!(code.judge(true, NOW, &numbers), Brought::Right);
        assert_eq!(code.judge(false, NOW, &numbers), Brought::Wrong(Refusal::of(ErrorCode::SmsLocked)));
        code.tries += 1;
        assert_eq!(code.judge(true, NOW, &numbers), Brought::Refused(Refusal::of(ErrorCode::SmsLocked)));
    }

    #[test]
    fn it_ends_after_five_minutes_and_may_be_sent_again_after_one() {
        let numbers = Numbers::default();
        let code = PhoneCode::sent(NOW, &numbers);
        assert_eq!(code.judge(true, NOW.plus(299), &numbers), Brought::Right);
        let expired = Brought::Refused(Refusal::of(ErrorCode::SmsExpired));
        assert_eq!(code.judge(true, NOW.plus(300), &numbers), expired);
        assert_eq!(code.may_resend(NOW.plus(20)), Err(Refusal::until(ErrorCode::SmsTooOften, 40)));
        assert_eq!(code.may_resend(NOW.plus(60)), Ok(()));
    }
}
