//! Door `id`: lines in, a verdict on each as an id number out.

use std::{
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    time::{SystemTime, UNIX_EPOCH},
};

use leling_protocol::{CivilDate, ErrorCode, IdNumber, Timestamp};
use serde::Serialize;

use crate::door::{answer, timed};

#[derive(Serialize)]
struct Line<'a> {
    /// The line as it came; bytes that are no UTF-8 are replaced by U+FFFD.
    text: &'a str,
    ok: bool,
    /// Dotted error code; null for a good number.
    reason: Option<&'static str>,
    ms: f64,
}

/// Answers for each line in order; what is complete is answered before we wait for more.
pub(crate) fn run(today: CivilDate, input: impl Read, out: impl Write) -> io::Result<()> {
    let mut input = BufReader::new(input);
    let mut out = BufWriter::new(out);
    let mut bytes = Vec::new();
    loop {
        if input.buffer().is_empty() {
            out.flush()?;
        }
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            return out.flush();
        }
        let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
        let (verdict, ms) = timed(|| IdNumber::parse(&line, today).err());
        let reason = verdict.map(ErrorCode::as_str);
        answer(&mut out, &Line { text: &line, ok: reason.is_none(), reason, ms })?;
    }
}

/// The day it is in China by the system's clock.
pub(crate) fn today_in_china() -> CivilDate {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_seconds(i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX)).china_date()
}
