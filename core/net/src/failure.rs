//! What a call ends in when it does not end well: one stable code, and nothing of what was sent.

use core::fmt;
use std::error::Error;

use leling_protocol::{ErrorCode, Timestamp};

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What a person is told; class and retry follow from it.
    pub code: ErrorCode,
    /// The answer's own random words, for finding it in the gateway's logs.
    pub trace: Option<String>,
    /// Seconds after which the same request may be sent again.
    pub retry_after: Option<u32>,
    /// The gateway's time, where the gateway answered.
    pub gateway_time: Option<Timestamp>,
}

impl Failure {
    /// Makes a failure that this phone found itself.
    pub const fn local(code: ErrorCode) -> Self {
        Self { code, trace: None, retry_after: None, gateway_time: None }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gateway call failed with {}", self.code)
    }
}

impl Error for Failure {}

/// Whether the same call may be sent again at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    Soon,
    No,
}

/// A failure of one try.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) failure: Failure,
    pub(crate) again: Again,
}

impl Trouble {
    pub(crate) const fn last(failure: Failure) -> Self {
        Self { failure, again: Again::No }
    }

    /// Judges an error of the transport, in which no answer was read to its end.
    pub(crate) fn of_transport(error: &reqwest::Error) -> Self {
        let (code, again) = if is_tls(error) {
            (ErrorCode::NetNotTrusted, Again::No)
        } else if error.is_timeout() {
            (ErrorCode::NetSlow, Again::Soon)
        } else if error.is_connect() {
            (ErrorCode::NetNone, Again::No)
        } else if error.is_builder() {
            (ErrorCode::RequestInvalid, Again::No)
        } else {
            // The connection broke under a request: what a handover between cells or a restarted gateway looks like.
            (ErrorCode::NetNone, Again::Soon)
        };
        Self { failure: Failure::local(code), again }
    }
}

/// Looks for rustls in the causes. It hides inside `io::Error`s, one in another, which do not name it as their source.
fn is_tls(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<rustls::Error>() {
            return true;
        }
        let hidden = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause = hidden.map(|hidden| hidden as &(dyn Error + 'static)).or_else(|| error.source());
    }
    false
}
