//! The camera's pictures: taken one at a time while a screen looks for a code, read away from every other thread.
//!
//! A picture that comes while another is being read, or while no code is looked for, is dropped and never queued: the
//! camera brings the next one soon. What is read goes to the flows as text, whatever it is; they sort it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use leling_code::{Budget, LumaFrame, Picture, read};
use leling_screen::node::CameraFrame;
use leling_screen::{NodeKind, Screen};

use crate::core::CoreError;

/// How long a text that was handed on is not handed on again.
const SAME_AGAIN: Duration = Duration::from_secs(3);

/// Longest side of a picture in pixels; an analysis stream is far below it.
const LONGEST_SIDE: usize = 4096;

/// Which chroma byte comes first in the interleaved plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UvOrder {
    /// Blue difference first (NV12).
    CbCr,
    /// Red difference first (NV21).
    CrCb,
}

/// By how much a picture has to be turned clockwise to stand upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Turn {
    /// It stands upright.
    None,
    /// 90 degrees.
    Quarter,
    /// 180 degrees.
    Half,
    /// 270 degrees.
    ThreeQuarters,
}

/// A camera picture in 4:2:0 with interleaved chroma, lent for the length of one call.
///
/// Chroma has half of the sides, rounded up, and two bytes for each of its pixels. The last row of either plane may end at its
/// width, as Android's do. Codes are read from the Y plane alone, turned or not.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// Luma, one byte a pixel, rows from the top.
    pub y: &'a [u8],
    /// Chroma, two bytes a pixel.
    pub uv: &'a [u8],
    /// Which chroma byte comes first.
    pub uv_order: UvOrder,
    /// Pixels in a row, 1 to 4,096.
    pub width: usize,
    /// Rows, 1 to 4,096.
    pub height: usize,
    /// Bytes from one luma row to the next.
    pub y_stride: usize,
    /// Bytes from one chroma row to the next.
    pub uv_stride: usize,
    /// How it has to be turned.
    pub rotation: Turn,
    /// When it was taken, in milliseconds of any clock that only rises.
    pub t_ms: u64,
}

impl core::fmt::Debug for Frame<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Frame({} x {} at {} ms)", self.width, self.height, self.t_ms)
    }
}

impl<'a> Frame<'a> {
    /// Checks every number of the picture and gives its luma.
    pub(crate) fn luma(&self) -> Result<LumaFrame<'a>, CoreError> {
        if self.width > LONGEST_SIDE || self.height > LONGEST_SIDE {
            return Err(CoreError::Frame);
        }
        let luma = LumaFrame::new(self.y, self.width, self.height, self.y_stride).map_err(|_| CoreError::Frame)?;
        let (row, rows) = (2 * self.width.div_ceil(2), self.height.div_ceil(2));
        LumaFrame::new(self.uv, row, rows, self.uv_stride).map_err(|_| CoreError::Frame)?;
        Ok(luma)
    }
}

/// Says whether a screen looks for a code.
pub(crate) fn looks_for_code(screen: &Screen) -> bool {
    let stage = |node: &NodeKind| matches!(node, NodeKind::CameraStage { frame: CameraFrame::Code, .. });
    screen.sections.iter().flat_map(|section| &section.nodes).any(|node| stage(&node.kind))
}

/// The one place at which a picture is read.
#[derive(Clone, Default)]
pub(crate) struct Eye(Arc<AtomicBool>);

/// The eye, taken for one picture; free again when dropped.
pub(crate) struct Look(Arc<AtomicBool>);

impl Eye {
    /// Takes the eye if it is free.
    pub(crate) fn take(&self) -> Option<Look> {
        let taken = self.0.compare_exchange(false, true, Ordering::AcqRel, Ordering::Relaxed);
        taken.ok().map(|_| Look(Arc::clone(&self.0)))
    }
}

impl Drop for Look {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// Reads a picture; blocks for as long as the reader's budget.
pub(crate) fn read_code(picture: &Picture) -> Option<String> {
    read(picture.frame(), Budget::CAMERA).unwrap_or_else(|error| {
        tracing::debug!(%error, "a camera picture was not read");
        None
    })
}

/// The text that was handed on last, and when.
#[derive(Default)]
pub(crate) struct LastRead(Option<(String, Instant)>);

impl LastRead {
    /// Says whether a text is handed on now; one that is counts as handed on.
    pub(crate) fn is_news(&mut self, text: &str, now: Instant) -> bool {
        let again = self.0.as_ref().is_some_and(|(last, at)| last == text && now.duration_since(*at) < SAME_AGAIN);
        if !again {
            self.0 = Some((text.to_owned(), now));
        }
        !again
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame<'a>(y: &'a [u8], uv: &'a [u8], sides: (usize, usize), strides: (usize, usize)) -> Frame<'a> {
        let ((width, height), (y_stride, uv_stride)) = (sides, strides);
        let (uv_order, rotation) = (UvOrder::CrCb, Turn::None);
        Frame { y, uv, uv_order, width, height, y_stride, uv_stride, rotation, t_ms: 0 }
    }

    #[test]
    fn planes_that_do_not_belong_to_their_sides_are_refused() {
        let (y, uv) = ([0; 64], [0; 32]);
        assert!(frame(&y, &uv, (8, 8), (8, 8)).luma().is_ok());
        assert!(frame(&y, &uv, (7, 7), (8, 8)).luma().is_ok(), "odd sides have one more column of chroma");
        assert!(frame(&y, &uv, (5, 8), (8, 8)).luma().is_ok(), "the last row may end at its width");
        for (sides, strides) in [
            ((0, 8), (8, 8)),
            ((8, 0), (8, 8)),
            ((8, 8), (7, 8)),
            ((8, 8), (8, 7)),
            ((8, 9), (8, 8)),
            ((8, 8), (9, 8)),
            ((8, 8), (8, 9)),
            ((8, 8), (usize::MAX, usize::MAX)),
            ((usize::MAX, usize::MAX), (usize::MAX, usize::MAX)),
            ((usize::MAX, 1), (usize::MAX, usize::MAX)),
        ] {
            assert_eq!(frame(&y, &uv, sides, strides).luma().err(), Some(CoreError::Frame), "{sides:?} {strides:?}");
        }
        let long = vec![0; LONGEST_SIDE + 1];
        let over = frame(&long, &long, (LONGEST_SIDE + 1, 1), (LONGEST_SIDE + 1, LONGEST_SIDE + 2));
        assert_eq!(over.luma().err(), Some(CoreError::Frame));
    }

    #[test]
    fn one_picture_is_read_at_a_time() {
        let eye = Eye::default();
        let look = eye.take();
        assert!(look.is_some() && eye.take().is_none());
        drop(look);
        assert!(eye.take().is_some());
    }

    #[test]
    fn the_same_text_is_news_again_after_three_seconds() {
        let (mut last, start) = (LastRead::default(), Instant::now());
        let at = |millis| start + Duration::from_millis(millis);
        assert!(last.is_news("one", at(0)));
        assert!(!last.is_news("one", at(2_999)));
        assert!(last.is_news("one", at(3_000)));
        assert!(last.is_news("two", at(3_001)), "another text is news at once");
    }
}
