//! The ways of looking at a picture, cheapest first, and what one look does.
//!
//! A look makes dark and light out of grey ([`Threshold`]) at one size, finds the finder patterns and tries each set of
//! three. The deadline is checked between sets, because a picture full of finder patterns has a great many.
//! The order was found by counting which look reads what the earlier ones did not: `examples/read_rate.rs`.

use std::{borrow::Cow, time::Instant};

use rxing::{
    Binarizer as _, Luma8Source,
    common::{
        BitMatrix, DetectorRXingResult as _, HybridBinarizer,
        cpp_essentials::{ConcentricPattern, DecoderResult},
    },
    qrcode::cpp_port::{
        decoder::Decode,
        detector::{FindFinderPatterns, FinderPatternSet, GenerateFinderPatternSets, SampleQR},
    },
};

use crate::{Effort, LumaFrame, Picture, binarise::darker_than_around};

/// Pixels past which a coarser copy is looked at first.
const COMFORTABLE: usize = 1_200_000;

/// Pixels up to which a copy of double size is worth its time.
const ENLARGEABLE: usize = 500_000;

/// Finder patterns up to which every three of them are tried, however unlikely they look: a code that leans far back
/// fails the usual tests of distance and size.
const FEW: usize = 6;

/// Pixels up to which a picture is searched for finder patterns in one go.
const WITHOUT_BANDS: u64 = 600_000;

/// Rows of a band, and rows that it shares with the next. A finder pattern higher than the overlap is found in the
/// coarser copy of the picture.
const BAND: u32 = 256;
const OVERLAP: u32 = 64;

/// Finder patterns after which a picture is too crowded to search on.
const CROWD: usize = 2_000;

/// A size to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    /// As the plan holds it.
    Whole,
    /// Averaged down by a factor, which also takes noise away.
    Smaller(usize),
    /// Twice as large, for modules of two or three pixels.
    Larger,
}

/// A rule for what is dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Threshold {
    /// Against blocks of 40 x 40 pixels (rxing's hybrid binarizer).
    Blocks,
    /// Against the mean of a square around each pixel, this far in each direction.
    Around(usize),
}

/// Whether the modules are the dark or the light ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Polarity {
    DarkOnLight,
    LightOnDark,
}

/// When a look is worth its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Worth {
    /// In every picture.
    Always,
    /// Once an earlier look has found a finder pattern.
    AfterAFinder,
}

/// One way of looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attempt {
    scale: Scale,
    threshold: Threshold,
    polarity: Polarity,
    worth: Worth,
}

/// What a look found.
pub(crate) enum Outcome {
    Text(String),
    Nothing { finders: usize },
    OutOfTime,
}

/// A picture small enough to be looked at, and the ways to do so.
pub(crate) struct Plan {
    whole: Picture,
    effort: Effort,
}

impl Plan {
    /// Averages a frame down until it has no more than `max_pixels`.
    pub(crate) fn new(frame: LumaFrame<'_>, max_pixels: usize, effort: Effort) -> Self {
        let factor = factor_to(frame.width(), frame.height(), max_pixels);
        let whole = if factor == 1 { frame.to_picture() } else { frame.shrink(factor) };
        Self { whole, effort }
    }

    /// The looks to take, in order, until one yields a text.
    pub(crate) fn attempts(&self) -> Vec<Attempt> {
        use Polarity::{DarkOnLight, LightOnDark};
        use Threshold::{Around, Blocks};
        use Worth::{AfterAFinder, Always};

        let (width, height) = (self.whole.width(), self.whole.height());
        let near = factor_to(width, height, COMFORTABLE);
        let at = |factor| if factor == 1 { Scale::Whole } else { Scale::Smaller(factor) };
        let look = |scale, threshold, polarity, worth| Attempt { scale, threshold, polarity, worth };
        let mut looks = vec![
            look(at(near), Blocks, DarkOnLight, Always),
            look(at(2 * near), Around(8), DarkOnLight, Always),
            look(at(3 * near), Around(8), DarkOnLight, Always),
            look(at(2 * near), Blocks, LightOnDark, Always),
            look(at(near), Around(8), DarkOnLight, AfterAFinder),
            look(at(2 * near), Around(12), DarkOnLight, AfterAFinder),
        ];
        if near > 1 {
            looks.push(look(Scale::Whole, Blocks, DarkOnLight, Always));
        }
        if self.effort == Effort::Thorough {
            looks.push(look(at(near), Around(20), DarkOnLight, Always));
            looks.push(look(at(near), Blocks, LightOnDark, Always));
            if near > 1 {
                looks.push(look(Scale::Whole, Around(20), DarkOnLight, Always));
            } else if width * height <= ENLARGEABLE {
                looks.push(look(Scale::Larger, Around(40), DarkOnLight, Always));
            }
        }
        looks
    }
}

impl Attempt {
    /// Whether to take this look after earlier ones found so many finder patterns.
    pub(crate) fn is_worth_it(self, finders: usize) -> bool {
        self.worth == Worth::Always || finders > 0
    }
}

/// Takes one look.
pub(crate) fn look(plan: &Plan, attempt: Attempt, deadline: Instant) -> Outcome {
    let picture = match attempt.scale {
        Scale::Whole => Cow::Borrowed(&plan.whole),
        Scale::Smaller(factor) => Cow::Owned(plan.whole.frame().shrink(factor)),
        Scale::Larger => Cow::Owned(plan.whole.enlarge()),
    };
    let matrix = match attempt.threshold {
        Threshold::Blocks => darker_than_blocks(&picture),
        Threshold::Around(radius) => darker_than_around(&picture, radius),
    };
    let Some(mut matrix) = matrix else { return Outcome::Nothing { finders: 0 } };
    if attempt.polarity == Polarity::LightOnDark {
        matrix.flip_self();
    }
    scan(&matrix, deadline)
}

/// The least whole factor that brings a picture down to so many pixels.
fn factor_to(width: usize, height: usize, pixels: usize) -> usize {
    let longest = width.max(height).max(1);
    (1..=longest).find(|n| (width / n) * (height / n) <= pixels).unwrap_or(longest)
}

fn darker_than_blocks(picture: &Picture) -> Option<BitMatrix> {
    let (width, height) = (u32::try_from(picture.width()).ok()?, u32::try_from(picture.height()).ok()?);
    let source = Luma8Source::new_with_slice(picture.data(), width, height).ok()?;
    HybridBinarizer::new(source).get_black_matrix().ok().cloned()
}

fn scan(matrix: &BitMatrix, deadline: Instant) -> Outcome {
    let Some(mut finders) = find_finders(matrix, deadline) else { return Outcome::OutOfTime };
    let mut sets = GenerateFinderPatternSets(&mut finders);
    if finders.len() <= FEW {
        sets.extend(every_three(&finders));
    }
    for set in sets {
        if Instant::now() > deadline {
            return Outcome::OutOfTime;
        }
        if let Some(text) = decode(matrix, &set) {
            return Outcome::Text(text);
        }
    }
    Outcome::Nothing { finders: finders.len() }
}

/// The finder patterns of a picture, at most [`CROWD`]; `None` if time ran out.
///
/// rxing compares each with all before it, so a large picture is searched in bands that overlap.
fn find_finders(matrix: &BitMatrix, deadline: Instant) -> Option<Vec<ConcentricPattern>> {
    let (width, height) = (matrix.width(), matrix.height());
    if u64::from(width) * u64::from(height) <= WITHOUT_BANDS {
        return (Instant::now() <= deadline).then(|| FindFinderPatterns(matrix, true, 0));
    }
    let mut finders: Vec<ConcentricPattern> = Vec::new();
    for top in (0..height).step_by((BAND - OVERLAP) as usize) {
        if Instant::now() > deadline {
            return None;
        }
        let band = band(matrix, top, BAND.min(height - top));
        let known = finders.len();
        for mut finder in FindFinderPatterns(&band, true, 0) {
            finder.p.y += pixels(top);
            let seen = |old: &ConcentricPattern| old.distance(finder) < pixels(finder.size.unsigned_abs()) / 2.0;
            if !finders[..known].iter().any(seen) {
                finders.push(finder);
            }
        }
        if finders.len() > CROWD {
            finders.truncate(CROWD);
            break;
        }
    }
    Some(finders)
}

/// So many rows from the top on. (rxing's own `crop` writes past its end.)
fn band(matrix: &BitMatrix, top: u32, rows: u32) -> BitMatrix {
    let mut band = BitMatrix::new(matrix.width(), rows).expect("a band has at least one row and one column");
    for y in 0..rows {
        band.setRow(y, &matrix.getRow(top + y));
    }
    band
}

#[allow(clippy::cast_precision_loss, reason = "sides stay below 16,384")]
fn pixels(count: u32) -> f32 {
    count as f32
}

/// Each three of the patterns with each of them as the corner, the other two in clockwise order.
fn every_three(finders: &[ConcentricPattern]) -> Vec<FinderPatternSet> {
    let mut sets = Vec::new();
    for corner in 0..finders.len() {
        for first in 0..finders.len() {
            for second in first + 1..finders.len() {
                if corner == first || corner == second {
                    continue;
                }
                let (tl, mut bl, mut tr) = (finders[corner], finders[first], finders[second]);
                if ConcentricPattern::cross(tr - tl, bl - tl) < 0.0 {
                    std::mem::swap(&mut bl, &mut tr);
                }
                sets.push(FinderPatternSet { bl, tl, tr });
            }
        }
    }
    sets
}

fn decode(matrix: &BitMatrix, set: &FinderPatternSet) -> Option<String> {
    let sampled = SampleQR(matrix, set).ok()?;
    let decoded = Decode(sampled.getBits()).ok().filter(DecoderResult::isValid)?;
    // Without an ECI rxing guesses the character set, and short Chinese texts come out as Latin or Japanese.
    let bytes = decoded.content().bytes();
    match std::str::from_utf8(bytes) {
        Ok(text) if !decoded.content().has_eci => Some(text.to_owned()),
        _ => Some(decoded.text()),
    }
}
