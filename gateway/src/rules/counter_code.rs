//! The eight digits that a counter or a home visitor gives: for one person and one purpose, once, within a day.

use leling_protocol::{ErrorCode, Timestamp};
use serde::{Deserialize, Serialize};

/// What a code is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodePurpose {
    /// Claiming the card.
    Claim,
    /// Letting a new phone take the old one's place at once.
    Replace,
    /// Setting the card password anew.
    Password,
}

impl CodePurpose {
    /// Every purpose.
    pub const ALL: [Self; 3] = [Self::Claim, Self::Replace, Self::Password];

    /// Gives the name used in storage and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Replace => "replace",
            Self::Password => "password",
        }
    }

    /// Reads the name used in storage and on the command line.
    pub fn from_name(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }
}

/// What is known of an issued code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssuedCode {
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether it was used.
    pub used: Use,
}

/// Whether a code was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Not yet.
    Unused,
    /// Once, which is all.
    Used,
}

/// Judges a brought code; `found` is the code of this person and purpose with these digits.
///
/// # Errors
/// `counter_code.wrong`, `counter_code.used`, `counter_code.expired`; all of them count as a try.
pub fn judge(found: Option<IssuedCode>, now: Timestamp) -> Result<(), ErrorCode> {
    match found {
        None => Err(ErrorCode::CounterCodeWrong),
        Some(IssuedCode { used: Use::Used, .. }) => Err(ErrorCode::CounterCodeUsed),
        Some(code) if now >= code.expires_at => Err(ErrorCode::CounterCodeExpired),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_works_once_and_for_a_day() {
        let now = Timestamp::from_seconds(1_000);
        let code = IssuedCode { expires_at: now.plus(10), used: Use::Unused };
        assert_eq!(judge(None, now), Err(ErrorCode::CounterCodeWrong));
        assert_eq!(judge(Some(code), now), Ok(()));
        assert_eq!(judge(Some(code), now.plus(10)), Err(ErrorCode::CounterCodeExpired));
        assert_eq!(judge(Some(IssuedCode { used: Use::Used, ..code }), now), Err(ErrorCode::CounterCodeUsed));
    }
}
