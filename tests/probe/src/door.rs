//! What all doors share: a line of JSON for each input, and how long it took.

use std::{
    io::{self, Write},
    time::Instant,
};

use serde::Serialize;

/// Writes one line of JSON.
pub(crate) fn answer(out: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// Runs something and gives the milliseconds that it took, to three places.
pub(crate) fn timed<T>(run: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let value = run();
    (value, (start.elapsed().as_secs_f64() * 1e6).round() / 1e3)
}
