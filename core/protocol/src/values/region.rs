use serde::{Deserialize, Serialize};

use super::checked_string;
use crate::ErrorCode;

/// A six-digit code of an administrative division (GB/T 2260).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegionCode(String);

checked_string!(RegionCode);

/// The sixteen cities of Shandong.
const SHANDONG: [(&str, &str); 16] = [
    ("370100", "济南"),
    ("370200", "青岛"),
    ("370300", "淄博"),
    ("370400", "枣庄"),
    ("370500", "东营"),
    ("370600", "烟台"),
    ("370700", "潍坊"),
    ("370800", "济宁"),
    ("370900", "泰安"),
    ("371000", "威海"),
    ("371100", "日照"),
    ("371300", "临沂"),
    ("371400", "德州"),
    ("371500", "聊城"),
    ("371600", "滨州"),
    ("371700", "菏泽"),
];

impl RegionCode {
    pub(crate) const PATTERN: &'static str = "^[0-9]{6}$";

    /// Reads six digits.
    ///
    /// # Errors
    /// `request.invalid`.
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        let fits = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(ErrorCode::RequestInvalid) }
    }

    /// Gives the six digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives the name of the city where it is one of Shandong's.
    pub fn city(&self) -> Option<&'static str> {
        let city = format!("{}00", &self.0[..4]);
        SHANDONG.iter().find(|(code, _)| *code == city).map(|(_, name)| *name)
    }
}
