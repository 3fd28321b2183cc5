//! The help code: six digits by which the desk sees the page that a caller stopped at.
//!
//! Nothing here says who asks: a page's name, an error's code, the version, and how the page is told. The request carries
//! no token and no proof, so that it works before there is a person, and no answer of the gateway ties it to one.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ErrorCode;
use crate::values::{Timestamp, checked_string, normalise};

/// The six digits that a person reads out on the phone; they open nothing and name nobody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HelpCode(String);

/// The name of a screen, such as `claim.number`: 1 to 40 small letters, dots and underscores.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ScreenName(String);

/// The version of the app: 1 to 20 digits and dots.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AppVersion(String);

/// The tag of a language (BCP 47), 2 to 8 letters and hyphens.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LanguageTag(String);

checked_string!(HelpCode);
checked_string!(ScreenName);
checked_string!(AppVersion);
checked_string!(LanguageTag);

impl HelpCode {
    pub(crate) const PATTERN: &'static str = "^[0-9]{6}$";

    /// Reads six digits, as somebody types what they hear.
    ///
    /// # Errors
    /// `request.invalid`.
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        checked(&normalise(text), 6..=6, |b| b.is_ascii_digit()).map(Self)
    }

    /// Gives the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ScreenName {
    pub(crate) const PATTERN: &'static str = "^[a-z._]{1,40}$";

    /// Reads a name.
    ///
    /// # Errors
    /// `request.invalid`.
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        checked(text, 1..=40, |b| b.is_ascii_lowercase() || matches!(b, b'.' | b'_')).map(Self)
    }

    /// Gives the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AppVersion {
    pub(crate) const PATTERN: &'static str = "^[0-9.]{1,20}$";

    /// Reads a version.
    ///
    /// # Errors
    /// `request.invalid`.
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        checked(text, 1..=20, |b| b.is_ascii_digit() || b == b'.').map(Self)
    }

    /// Gives the version.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl LanguageTag {
    pub(crate) const PATTERN: &'static str = "^[a-zA-Z-]{2,8}$";

    /// Reads a tag; whether anybody has words in that language is not its question.
    ///
    /// # Errors
    /// `request.invalid`.
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        checked(text, 2..=8, |b| b.is_ascii_alphabetic() || b == b'-').map(Self)
    }

    /// Gives the tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn checked(
    text: &str,
    length: core::ops::RangeInclusive<usize>,
    fits: impl Fn(u8) -> bool,
) -> Result<String, ErrorCode> {
    let good = length.contains(&text.len()) && text.bytes().all(fits);
    if good { Ok(text.to_owned()) } else { Err(ErrorCode::RequestInvalid) }
}

/// Which edition of the words a person reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HelpSize {
    /// 普通版
    Standard,
    /// 长辈版
    Elder,
    /// 大字版
    Large,
}

/// How a person has the page told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HelpMode {
    /// Which edition.
    pub size: HelpSize,
    /// Whether pages are read aloud.
    pub voice: bool,
    /// In which language.
    pub language: LanguageTag,
}

/// What the six digits stand for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HelpPage {
    /// Which screen the person stopped at.
    pub screen: ScreenName,
    /// Which error stands on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorCode>,
    /// Version of the app.
    pub version: AppVersion,
    /// How the page is told.
    pub mode: HelpMode,
}

/// Asks for a help code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HelpCodeRequest {
    /// The write's own UUIDv7.
    pub id: Uuid,
    /// What the code stands for.
    pub page: HelpPage,
}

/// A help code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HelpCodeResponse {
    /// The write's own id.
    pub id: Uuid,
    /// The six digits.
    pub code: HelpCode,
    /// When the desk no longer finds it.
    pub expires_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_heard_and_nothing_else_is_one() {
        assert_eq!(HelpCode::parse(" 204 817 ").unwrap().as_str(), "204817");
        assert_eq!(HelpCode::parse("２０４８１７").unwrap().as_str(), "204817");
        for bad in ["", "20481", "2048177", "20481a"] {
            assert_eq!(HelpCode::parse(bad), Err(ErrorCode::RequestInvalid), "{bad}");
        }
    }

    #[test]
    fn a_page_has_no_room_for_what_says_who_asks() {
        for bad in ["", "李建国", "379901195707080017", "claim number", &"a".repeat(41)] {
            assert_eq!(ScreenName::parse(bad), Err(ErrorCode::RequestInvalid), "{bad}");
        }
        let page = serde_json::json!({ "screen": "claim.number", "version": "0.1.0",
            "mode": { "size": "large", "voice": true, "language": "zh-CN" } });
        let read: HelpPage = serde_json::from_value(page.clone()).unwrap();
        assert_eq!((read.screen.as_str(), read.error, read.mode.size), ("claim.number", None, HelpSize::Large));
        assert_eq!(serde_json::to_value(&read).unwrap(), page);
        for more in ["person", "device", "name"] {
            let mut with = page.clone();
            with[more] = "李建国".into();
            assert!(serde_json::from_value::<HelpPage>(with).is_err(), "{more}");
        }
    }
}
