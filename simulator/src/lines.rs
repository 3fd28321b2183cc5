//! The phone's line protocol: one JSON object a line on its standard streams, and how a line of bounded length is read.
//!
//! The desk sends [`ToPhone`] and gets [`FromPhone`]; so do tests that drive a phone without a desk.

use std::io::{self, BufRead, Read};

use leling_screen::platform::Bytes;
use leling_screen::{PlatformOp, PlatformOutcome, RequestId, Screen, UiEvent};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Longest line in bytes, in either direction.
pub const LINE_LIMIT: usize = 1 << 20;

/// What a phone is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToPhone {
    /// A person or the system did something.
    Dispatch {
        /// What.
        event: UiEvent,
    },
    /// The hardware answers a request.
    Complete {
        /// Number of the request.
        request: RequestId,
        /// The answer.
        outcome: PlatformOutcome,
    },
    /// The camera brings a picture, upright.
    Frame {
        /// Pixels in a row.
        width: usize,
        /// Rows.
        height: usize,
        /// When it was taken, in milliseconds of any clock that only rises.
        t_ms: u64,
        /// Luma, `width` x `height` bytes, rows from the top without gaps.
        y: Bytes,
        /// Chroma of half the sides, rounded up, blue before red, without gaps; left out for a grey picture.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        uv: Option<Bytes>,
    },
    /// The phone's clock is moved.
    Clock {
        /// Seconds by which it differs from the real one, absolute.
        seconds: i64,
    },
}

/// What a phone tells.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromPhone {
    /// The screen as it is now.
    Screen {
        /// The screen, whole.
        screen: Box<Screen>,
    },
    /// The hardware is asked; one [`ToPhone::Complete`] answers.
    Perform {
        /// Number of the request.
        request: RequestId,
        /// What is wanted: only what a page can do, never a key.
        op: PlatformOp,
    },
}

impl std::fmt::Debug for FromPhone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Screen { screen } => write!(f, "Screen({:?} at {})", screen.id, screen.revision),
            Self::Perform { request, .. } => write!(f, "Perform({})", request.0),
        }
    }
}

/// Writes a message as one line, with the line feed.
pub fn to_line(message: &impl Serialize) -> String {
    let mut line = serde_json::to_string(message).expect("messages have text keys and no failing serializers");
    line.push('\n');
    line
}

/// Reads a message from a line.
///
/// # Errors
/// [`LineRefused`] for anything that is not exactly one message; it names no content.
pub fn from_line<T: DeserializeOwned>(line: &str) -> Result<T, LineRefused> {
    serde_json::from_str(line).map_err(|error| LineRefused { column: error.column() })
}

/// Why a line is not a message. What stands in it may be personal, so only the place is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line is not a message at column {column}")]
pub struct LineRefused {
    /// Column of the first byte that did not fit, from 1.
    pub column: usize,
}

/// Reads the next line without its line feed; `None` at the end of the stream.
///
/// # Errors
/// The stream's own, and `InvalidData` for a line over [`LINE_LIMIT`] or one that is not UTF-8.
pub fn next_line(reader: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let limit = LINE_LIMIT as u64 + 1;
    reader.by_ref().take(limit).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    } else if bytes.len() > LINE_LIMIT {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "line is too long"));
    }
    String::from_utf8(bytes).map(Some).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "line is not utf-8"))
}

#[cfg(test)]
mod tests {
    use leling_screen::SystemEvent;

    use super::*;

    #[test]
    fn messages_are_written_as_the_page_writes_them() {
        let event = UiEvent::System { change: SystemEvent::Network { online: false } };
        let line = to_line(&ToPhone::Dispatch { event });
        let expected = r#"{"type":"dispatch","event":{"event":"system","change":{"change":"network","online":false}}}"#;
        assert_eq!(line, format!("{expected}\n"));
        assert!(matches!(from_line(&line), Ok(ToPhone::Dispatch { .. })));
        let line = r#"{"type":"complete","request":7,"outcome":{"outcome":"failed","why":"unavailable"}}"#;
        assert!(matches!(from_line(line), Ok(ToPhone::Complete { request: RequestId(7), .. })));
        assert_eq!(from_line::<ToPhone>(r#"{"type":"clock","seconds":-5}"#), Ok(ToPhone::Clock { seconds: -5 }));
    }

    #[test]
    fn a_refused_line_tells_nothing_of_its_content() {
        let refused = from_line::<ToPhone>(r#"{"type":"王秀兰"}"#).unwrap_err();
        assert!(!refused.to_string().contains('王'));
    }

    #[test]
    fn lines_have_a_limit() {
        let mut long = vec![b'a'; LINE_LIMIT + 1];
        assert_eq!(next_line(&mut &long[..]).unwrap_err().kind(), io::ErrorKind::InvalidData);
        long[LINE_LIMIT] = b'\n';
        assert_eq!(next_line(&mut &long[..]).unwrap().unwrap().len(), LINE_LIMIT);
        let mut two = &b"one\n\ntwo"[..];
        let read = [next_line(&mut two), next_line(&mut two), next_line(&mut two), next_line(&mut two)];
        let read = read.map(Result::unwrap);
        assert_eq!(read, [Some("one".to_owned()), Some(String::new()), Some("two".to_owned()), None]);
        assert!(next_line(&mut &b"\xff\n"[..]).is_err());
    }
}
