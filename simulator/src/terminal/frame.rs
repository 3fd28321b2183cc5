//! How the terminal is spoken to: a header line, for a look followed by its pixels as raw bytes.
//!
//! `{"type":"look","width":W,"height":H,"bytes":N}` and then N bytes, row by row; `{"type":"reload"}`; `{"type":"status"}`. Each is
//! answered with one JSON line, in order. After a header that cannot be read nobody knows where the next one begins:
//! the stream is over.

use std::io::{self, BufRead};

use leling_code::Picture;
use serde::{Deserialize, Serialize};

use crate::lines::{from_line, next_line, to_line};

/// Widest picture in pixels.
pub const MAX_WIDTH: usize = 1280;
/// Highest picture in pixels.
pub const MAX_HEIGHT: usize = 960;

/// The line before the pixels, or a request without any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Header {
    /// A picture follows. Answer: a [`Verdict`](super::Verdict).
    Look {
        /// Pixels in a row.
        width: usize,
        /// Rows.
        height: usize,
        /// Bytes that follow: width times height.
        bytes: usize,
    },
    /// Keys and list were replaced. Answer: a [`Status`](super::Status).
    Reload,
    /// Answer: a [`Status`](super::Status).
    Status,
}

impl Header {
    /// The header of a picture; `None` for one that is empty, too large, or whose bytes are not width times height.
    pub fn look(width: usize, height: usize, bytes: usize) -> Option<Self> {
        let fits = (1..=MAX_WIDTH).contains(&width) && (1..=MAX_HEIGHT).contains(&height);
        (fits && width * height == bytes).then_some(Self::Look { width, height, bytes })
    }

    /// The header as it is sent.
    pub fn to_line(self) -> String {
        to_line(&self)
    }
}

/// A request as the terminal takes it.
#[derive(Debug)]
pub(super) enum Request {
    Look(Picture),
    Reload,
    Status,
}

/// Reads the next request; `None` at the end of the stream.
pub(super) fn next_request(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let Some(line) = next_line(reader)? else { return Ok(None) };
    let refused = |why| io::Error::new(io::ErrorKind::InvalidData, why);
    let header = from_line::<Header>(&line).map_err(|_| refused("header is refused"))?;
    let (width, height, bytes) = match header {
        Header::Reload => return Ok(Some(Request::Reload)),
        Header::Status => return Ok(Some(Request::Status)),
        Header::Look { width, height, bytes } => (width, height, bytes),
    };
    Header::look(width, height, bytes).ok_or_else(|| refused("sides are refused"))?;
    let mut pixels = vec![0; bytes];
    reader.read_exact(&mut pixels)?;
    Picture::new(pixels, width, height)
        .map(|picture| Some(Request::Look(picture)))
        .map_err(|_| refused("picture is refused"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_come_one_after_another() {
        let mut stream = Vec::new();
        stream.extend(Header::look(3, 2, 6).unwrap().to_line().into_bytes());
        stream.extend([1, 2, 3, b'\n', 5, 6]);
        stream.extend(Header::Status.to_line().into_bytes());
        stream.extend(b"{\"type\":\"reload\"}\n");
        let mut reader = &stream[..];
        let Some(Request::Look(picture)) = next_request(&mut reader).unwrap() else { panic!() };
        assert_eq!((picture.width(), picture.height(), picture.data()), (3, 2, &[1, 2, 3, b'\n', 5, 6][..]));
        assert!(matches!(next_request(&mut reader), Ok(Some(Request::Status))));
        assert!(matches!(next_request(&mut reader), Ok(Some(Request::Reload))));
        assert!(matches!(next_request(&mut reader), Ok(None)));
    }

    #[test]
    fn a_header_that_does_not_hold_ends_the_stream() {
        for header in [
            r#"{"type":"look","width":3,"height":2,"bytes":7}"#,
            r#"{"type":"look","width":0,"height":0,"bytes":0}"#,
            r#"{"type":"look","width":100000,"height":100000,"bytes":10000000000}"#,
            r#"{"type":"look","width":3,"height":2,"bytes":6,"more":1}"#,
            r#"{"type":"other"}"#,
            "",
        ] {
            assert!(next_request(&mut format!("{header}\n").as_bytes()).is_err(), "{header}");
        }
        let short = format!("{}12345", Header::look(3, 2, 6).unwrap().to_line());
        assert!(next_request(&mut short.as_bytes()).is_err());
    }
}
