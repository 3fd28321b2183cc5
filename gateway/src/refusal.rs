//! A "no" of the domain: its code and, where waiting helps, how long.

use leling_protocol::ErrorCode;

/// Why something was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The code on the wire.
    pub code: ErrorCode,
    /// Seconds after which the same request may be sent again.
    pub retry_after: Option<u32>,
}

impl Refusal {
    /// Refuses without a time.
    pub const fn of(code: ErrorCode) -> Self {
        Self { code, retry_after: None }
    }

    /// Refuses until `seconds` have gone by; at least one.
    pub fn until(code: ErrorCode, seconds: i64) -> Self {
        Self { code, retry_after: Some(u32::try_from(seconds.max(1)).unwrap_or(u32::MAX)) }
    }
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self::of(code)
    }
}
