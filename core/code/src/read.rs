//! Grey pixels in, the text of one QR code out.
//!
//! Contract: whatever the pixels are, `read` returns within its budget, never panics and never yields more than
//! [`TEXT_LIMIT`] bytes. It gives the text as it stands in the code, control characters included; [`crate::text`] says
//! what to think of it. The ways of looking at a picture are in `ladder`.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use crate::{
    LumaFrame,
    ladder::{Outcome, Plan, look},
};

/// Longest text in bytes that is handed on; a QR code holds at most 7,089 digits.
pub const TEXT_LIMIT: usize = 4096;

/// What a reading may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Pixels looked at in one go; a larger frame is averaged down first.
    pub max_pixels: usize,
    /// Milliseconds after which no further look is taken.
    pub max_millis: u64,
    /// How many ways of looking are tried.
    pub effort: Effort,
}

/// How many ways of looking are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effort {
    /// Those that pay while the next frame is on its way.
    Glance,
    /// All: this picture is the only one.
    Thorough,
}

impl Budget {
    /// A frame of a running camera: 2 megapixels, 80 ms.
    pub const CAMERA: Budget = Budget { max_pixels: 2_100_000, max_millis: 80, effort: Effort::Glance };

    /// One picture from an album or a file: 16 megapixels, 2 seconds.
    pub const PHOTO: Budget = Budget { max_pixels: 16_000_000, max_millis: 2_000, effort: Effort::Thorough };
}

/// Why a picture gave neither a text nor the certainty that it holds none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The code holds more than [`TEXT_LIMIT`] bytes.
    #[error("read a code with more text than the limit")]
    TextTooLong,
    /// Time ran out before every way of looking was tried.
    #[error("read a code within the time limit")]
    OutOfTime,
    /// The decoder panicked and no other way of looking found a text.
    #[error("read a code because the decoder panicked")]
    DecoderPanicked,
}

/// Reads one QR code from a frame; `None` if the frame shows none that can be read.
///
/// # Errors
///
/// [`ReadError`]; on a running camera each of them means: try the next frame.
pub fn read(frame: LumaFrame<'_>, budget: Budget) -> Result<Option<String>, ReadError> {
    let deadline = Instant::now() + Duration::from_millis(budget.max_millis);
    let plan = Plan::new(frame, budget.max_pixels, budget.effort);
    let (mut finders, mut panicked) = (0, false);
    for attempt in plan.attempts() {
        if !attempt.is_worth_it(finders) {
            continue;
        }
        match catch_unwind(AssertUnwindSafe(|| look(&plan, attempt, deadline))) {
            Ok(Outcome::Text(text)) if text.len() > TEXT_LIMIT => return Err(ReadError::TextTooLong),
            Ok(Outcome::Text(text)) => return Ok(Some(text)),
            Ok(Outcome::OutOfTime) => return Err(ReadError::OutOfTime),
            Ok(Outcome::Nothing { finders: found }) => finders += found,
            Err(_) => panicked = true,
        }
    }
    if panicked { Err(ReadError::DecoderPanicked) } else { Ok(None) }
}

#[cfg(test)]
mod tests;
