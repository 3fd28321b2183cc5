use serde::{Deserialize, Serialize};

use super::{IdNumber, checked_string, normalise};
use crate::ErrorCode;

/// The six digits of the card password (电子社保卡密码): no runs, no repeats, no part of the id number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CardPassword(String);

checked_string!(CardPassword);

impl CardPassword {
    pub(crate) const PATTERN: &'static str = "^[0-9]{6}$";

    /// Reads six digits without judging them, to check a password that was set before.
    ///
    /// # Errors
    /// `password.shape`.
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        let typed = normalise(text);
        let fits = typed.len() == 6 && typed.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(typed)) } else { Err(ErrorCode::PasswordShape) }
    }

    /// Judges a password that is to be set for the holder of `id`.
    ///
    /// # Errors
    /// `password.run` (123456, 987654), `password.repeat` (one digit four times or more, or a group repeated:
    /// 121212, 123123), `password.id` (six digits of the id number in a row).
    pub fn check_strength(&self, id: &IdNumber) -> Result<(), ErrorCode> {
        let digits = self.0.as_bytes();
        let step = |by: i16| digits.windows(2).all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == by);
        if step(1) || step(-1) {
            return Err(ErrorCode::PasswordRun);
        }
        let most = (b'0'..=b'9').map(|d| self.0.matches(char::from(d)).count()).max().unwrap_or(0);
        let grouped = digits[..3] == digits[3..] || (digits[..2] == digits[2..4] && digits[..2] == digits[4..]);
        if most >= 4 || grouped {
            return Err(ErrorCode::PasswordRepeat);
        }
        if id.as_str().contains(&self.0) {
            return Err(ErrorCode::PasswordId);
        }
        Ok(())
    }

    /// Gives the digits; for hashing and sealing only.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_have_their_own_sentence() {
        let id = IdNumber::parse_any_day("379913194403120025").unwrap();
        for (text, code) in [
            ("123456", ErrorCode::PasswordRun),
            ("987654", ErrorCode::PasswordRun),
            ("111111", ErrorCode::PasswordRepeat),
            ("100001", ErrorCode::PasswordRepeat),
            ("123123", ErrorCode::PasswordRepeat),
            ("454545", ErrorCode::PasswordRepeat),
            ("440312", ErrorCode::PasswordId),
            ("120025", ErrorCode::PasswordId),
        ] {
            assert_eq!(CardPassword::parse(text).unwrap().check_strength(&id).unwrap_err(), code, "{text}");
        }
        assert!(CardPassword::parse("280516").unwrap().check_strength(&id).is_ok());
        assert_eq!(CardPassword::parse("28051").unwrap_err(), ErrorCode::PasswordShape);
    }
}
