use serde::{Deserialize, Serialize};

use super::{checked_string, normalise};
use crate::ErrorCode;

/// A mobile number of 11 digits: `1[3-9]…`, or `999…` for fictitious people.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// The six digits that a short message carries.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SmsCode(String);

/// The eight digits that a counter or a home visitor gives: single use, 24 hours.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CounterCode(String);

/// The number on the physical card (社会保障卡卡号, AAZ500): nine capital letters or digits.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CardNumber(String);

checked_string!(Phone);
checked_string!(SmsCode);
checked_string!(CounterCode);
checked_string!(CardNumber);

impl Phone {
    pub(crate) const PATTERN: &'static str = "^(1[3-9]|999)[0-9]+$";

    /// Reads a typed or pasted number; a leading `+86` is dropped.
    ///
    /// # Errors
    /// `phone.shape`.
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        let typed = normalise(text);
        let digits = typed.strip_prefix("+86").or_else(|| typed.strip_prefix("0086")).unwrap_or(&typed);
        let shape = digits.len() == 11 && all_digits(digits);
        let begins = digits.starts_with("999") || matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..]);
        if shape && begins { Ok(Self(digits.to_owned())) } else { Err(ErrorCode::PhoneShape) }
    }

    /// Gives all eleven digits; for sending only.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives the first three and last four digits with stars between.
    pub fn masked(&self) -> String {
        format!("{}****{}", &self.0[..3], &self.0[7..])
    }

    /// Says whether this is a fictitious number of a fixture (`999…`), which a shipped gateway refuses.
    pub fn is_fictitious(&self) -> bool {
        self.0.starts_with("999")
    }
}

impl SmsCode {
    pub(crate) const PATTERN: &'static str = "^[0-9]{6}$";

    /// Reads six digits.
    ///
    /// # Errors
    /// `sms.wrong`.
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        exact_digits(text, 6).map(Self).ok_or(ErrorCode::SmsWrong)
    }

    /// Gives the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CounterCode {
    pub(crate) const PATTERN: &'static str = "^[0-9]{8}$";

    /// Reads eight digits.
    ///
    /// # Errors
    /// `counter_code.wrong`.
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        exact_digits(text, 8).map(Self).ok_or(ErrorCode::CounterCodeWrong)
    }

    /// Gives the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CardNumber {
    pub(crate) const PATTERN: &'static str = "^[0-9A-Z]{9}$";

    /// Reads nine letters or digits; lower case is raised.
    ///
    /// # Errors
    /// `card.number_wrong`.
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        let typed = normalise(text).to_ascii_uppercase();
        let fits = typed.len() == 9 && typed.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        if fits { Ok(Self(typed)) } else { Err(ErrorCode::CardNumberWrong) }
    }

    /// Gives the nine characters; for sending only.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn exact_digits(text: &str, count: usize) -> Option<String> {
    let typed = normalise(text);
    (typed.len() == count && all_digits(&typed)).then_some(typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fold_what_people_type() {
        assert_eq!(Phone::parse(" +86 138 0000 0000").unwrap().as_str(), "13800000000");
        assert_eq!(Phone::parse("９９９-1944-0312").unwrap().masked(), "999****0312");
        assert_eq!(SmsCode::parse("12 34 56").unwrap().as_str(), "123456");
        assert_eq!(CardNumber::parse("b0000 0019").unwrap().as_str(), "B00000019");
    }

    #[test]
    fn wrong_shapes_are_refused() {
        for text in ["", "12345678901", "1380000000", "138000000000", "99912345abc", "998 0000 0000"] {
            assert_eq!(Phone::parse(text).unwrap_err(), ErrorCode::PhoneShape, "{text}");
        }
        assert!(SmsCode::parse("12345").is_err() && SmsCode::parse("１２３４５六").is_err());
        assert!(CounterCode::parse("1234567").is_err());
        assert!(CardNumber::parse("B0000001").is_err() && CardNumber::parse("社00000019").is_err());
    }
}
