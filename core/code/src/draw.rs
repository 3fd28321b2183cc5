//! Text in, dark and light modules out.
//!
//! The encoder picks the densest mode that holds the whole text: digits, then the 45 characters of alphanumeric mode
//! (base45 text and upper-case links), then bytes of UTF-8. It picks the smallest version and the best mask itself.

use std::fmt;

use fast_qr::{ECL, QRBuilder};

/// Light modules that must surround a code on each side (ISO/IEC 18004).
pub const QUIET_ZONE: usize = 4;

/// Share of damaged codewords from which a reader still recovers the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// About 7 %.
    Low,
    /// About 15 %; what identity codes and login codes use.
    Medium,
    /// About 25 %.
    Quartile,
    /// About 30 %.
    High,
}

/// Why a text cannot be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// There is nothing to draw.
    #[error("draw a code from an empty text")]
    Empty,
    /// The text does not fit version 40 at the level asked for.
    #[error("draw a code from a text this long")]
    TooLong,
}

/// The modules of a code without its quiet zone: a square of `size` rows.
#[derive(Clone, PartialEq, Eq)]
pub struct Modules {
    size: usize,
    dark: Vec<bool>,
}

/// Draws a text as modules.
///
/// # Errors
///
/// [`DrawError::Empty`] for an empty text, [`DrawError::TooLong`] past version 40 (2,331 bytes or 3,391 alphanumeric
/// characters at level Medium).
pub fn draw(text: &str, level: Level) -> Result<Modules, DrawError> {
    if text.is_empty() {
        return Err(DrawError::Empty);
    }
    let code = QRBuilder::new(text).ecl(level.into()).build().map_err(|_| DrawError::TooLong)?;
    let dark = code.data[..code.size * code.size].iter().map(|module| module.value()).collect();
    Ok(Modules { size: code.size, dark })
}

impl Modules {
    /// Modules along a side, without the quiet zone: 21, 25, ... 177.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Modules along a side with the quiet zone: what must fit the square that a shell draws into.
    pub fn full_size(&self) -> usize {
        self.size + 2 * QUIET_ZONE
    }

    /// Version, 1-40.
    pub fn version(&self) -> usize {
        (self.size - 17) / 4
    }

    /// Whether the module in a column and row is dark; outside of the code all is light.
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        column < self.size && row < self.size && self.dark[row * self.size + column]
    }

    /// Rows from the top, each from the left, `true` for dark.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[bool]> {
        self.dark.chunks_exact(self.size)
    }

    /// All modules row by row, eight to a byte, first module in the highest bit, the last byte filled with light.
    pub fn packed(&self) -> Vec<u8> {
        let byte = |bits: &[bool]| bits.iter().enumerate().fold(0, |byte, (i, dark)| byte | u8::from(*dark) << (7 - i));
        self.dark.chunks(8).map(byte).collect()
    }

    /// The dark modules as the `d` of one SVG path, in a view box of [`Modules::full_size`] units with the quiet zone
    /// counted in.
    pub fn svg_path(&self) -> String {
        SvgPath(self).to_string()
    }
}

impl fmt::Debug for Modules {
    /// Leaves the modules out: they are the text, and the text can be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Modules").field("size", &self.size).finish_non_exhaustive()
    }
}

struct SvgPath<'a>(&'a Modules);

impl fmt::Display for SvgPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (y, row) in self.0.rows().enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run[0] {
                    write!(f, "M{} {}h{}v1h-{}z", x + QUIET_ZONE, y + QUIET_ZONE, run.len(), run.len())?;
                }
                x += run.len();
            }
        }
        Ok(())
    }
}

impl From<Level> for ECL {
    fn from(level: Level) -> Self {
        match level {
            Level::Low => ECL::L,
            Level::Medium => ECL::M,
            Level::Quartile => ECL::Q,
            Level::High => ECL::H,
        }
    }
}

#[cfg(test)]
mod tests {
    use fast_qr::Mask;
    use qrcodegen::{Mask as PeerMask, QrCode, QrCodeEcc, QrSegment, Version};

    use super::*;

    const LEVELS: [(Level, QrCodeEcc); 4] = [
        (Level::Low, QrCodeEcc::Low),
        (Level::Medium, QrCodeEcc::Medium),
        (Level::Quartile, QrCodeEcc::Quartile),
        (Level::High, QrCodeEcc::High),
    ];

    /// The same text by the reference encoder, under the mask that ours chose.
    fn reference(text: &str, level: QrCodeEcc, mask: Mask) -> QrCode {
        let segments = if text.bytes().all(|b| b.is_ascii_digit()) {
            vec![QrSegment::make_numeric(text)]
        } else if QrSegment::is_alphanumeric(text) {
            vec![QrSegment::make_alphanumeric(text)]
        } else {
            vec![QrSegment::make_bytes(text.as_bytes())]
        };
        let mask = PeerMask::new(mask as u8);
        QrCode::encode_segments_advanced(&segments, level, Version::MIN, Version::MAX, Some(mask), false)
            .expect("the test text fits")
    }

    fn assert_same(text: &str, level: Level, peer_level: QrCodeEcc) {
        let modules = draw(text, level).expect("the test text fits");
        let mask = QRBuilder::new(text).ecl(level.into()).build().expect("the test text fits").mask;
        let peer = reference(text, peer_level, mask.expect("a built code knows its mask"));
        assert_eq!(i32::try_from(modules.size()), Ok(peer.size()), "{level:?}, {} bytes", text.len());
        for y in 0..peer.size() {
            for x in 0..peer.size() {
                let ours = modules.is_dark(x.cast_unsigned() as usize, y.cast_unsigned() as usize);
                assert_eq!(ours, peer.get_module(x, y), "{level:?}, {} bytes, module {x},{y}", text.len());
            }
        }
    }

    #[test]
    fn modules_equal_the_reference_encoder_in_every_version_and_level() {
        for (level, peer_level) in LEVELS {
            let mut last = 0;
            for length in (1..7090).step_by(9) {
                let text = "7".repeat(length);
                let Ok(modules) = draw(&text, level) else { break };
                if modules.version() != last {
                    last = modules.version();
                    assert_same(&text, level, peer_level);
                }
            }
            assert_eq!(last, 40, "{level:?}");
        }
    }

    #[test]
    fn modules_equal_the_reference_encoder_in_every_mode() {
        for (level, peer_level) in LEVELS {
            for text in ["0", "LL1:6BF+70790T9WJWG.FKY*4GO0", "https://card.example/q/aGVsbG8", "乐龄卡", "a\u{0}b\n"]
            {
                assert_same(text, level, peer_level);
                assert_same(&text.repeat(17), level, peer_level);
            }
        }
    }

    #[test]
    fn an_identity_code_of_528_characters_fits_version_14_at_level_medium() {
        let text = format!("LL1:{}", "%".repeat(524));
        let modules = draw(&text, Level::Medium).expect("it fits");
        assert_eq!((modules.version(), modules.size(), modules.full_size()), (14, 73, 81));
        let longer = draw(&format!("{text}%"), Level::Medium).expect("it fits");
        assert_eq!(longer.version(), 15);
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        assert_eq!(draw("", Level::Low), Err(DrawError::Empty));
        assert_eq!(draw(&"乐".repeat(778), Level::Medium), Err(DrawError::TooLong));
        assert!(draw(&"乐".repeat(777), Level::Medium).is_ok());
    }

    #[test]
    fn every_form_of_the_modules_shows_the_same_picture() {
        let modules = draw("https://card.example/q/abc", Level::Medium).expect("it fits");
        let packed = modules.packed();
        assert_eq!(packed.len(), (modules.size() * modules.size()).div_ceil(8));
        for (y, row) in modules.rows().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let bit = y * modules.size() + x;
                assert_eq!(packed[bit / 8] >> (7 - bit % 8) & 1 == 1, *dark);
                assert_eq!(modules.is_dark(x, y), *dark);
            }
        }
        let dark = modules.rows().flatten().filter(|dark| **dark).count();
        let path = modules.svg_path();
        let runs = path.split('h').skip(1).filter_map(|part| part.split('v').next()?.parse::<usize>().ok());
        assert_eq!(runs.sum::<usize>(), dark);
        assert!(path.starts_with("M4 4h7v1h-7z"));
        assert!(!modules.is_dark(modules.size(), 0));
    }

    #[test]
    fn debug_output_holds_no_modules() {
        let modules = draw("secret", Level::Low).expect("it fits");
        assert_eq!(format!("{modules:?}"), "Modules { size: 21, .. }");
    }
}
