//! Grey pictures: frames borrowed from a camera, and pictures of our own.

/// The longest side a frame may have; past it the decoder's 16-bit run lengths would not hold a row.
const LONGEST_SIDE: usize = 16_384;

/// A frame whose numbers do not belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("take a frame whose width, height, stride and length do not belong together")]
pub struct BadFrame;

/// A grey frame that somebody else owns, such as the Y plane of a 4:2:0 camera picture.
///
/// One byte a pixel, 0 black to 255 white, rows from the top; `stride` bytes from the start of one row to the next.
#[derive(Clone, Copy)]
pub struct LumaFrame<'a> {
    data: &'a [u8],
    width: usize,
    height: usize,
    stride: usize,
}

impl<'a> LumaFrame<'a> {
    /// Checks that every row lies inside of the data.
    ///
    /// # Errors
    ///
    /// [`BadFrame`] if a side is 0 or over 16,384, if the stride is less than the width, or if the data end before the
    /// last row does. The last row may end at its width, as Android's planes do.
    pub fn new(data: &'a [u8], width: usize, height: usize, stride: usize) -> Result<Self, BadFrame> {
        let sides = 1..=LONGEST_SIDE;
        if !sides.contains(&width) || !sides.contains(&height) || stride < width {
            return Err(BadFrame);
        }
        let length = stride.checked_mul(height - 1).and_then(|rows| rows.checked_add(width)).ok_or(BadFrame)?;
        if data.len() < length {
            return Err(BadFrame);
        }
        Ok(Self { data, width, height, stride })
    }

    /// Pixels in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// A row from the top, `width` bytes.
    pub(crate) fn row(&self, y: usize) -> &'a [u8] {
        let start = y * self.stride;
        &self.data[start..start + self.width]
    }

    /// The frame with each square of `factor` x `factor` pixels averaged into one; rests at right and bottom are cut.
    pub(crate) fn shrink(&self, factor: usize) -> Picture {
        let (width, height) = (self.width / factor, self.height / factor);
        let area = u32::try_from(factor * factor).unwrap_or(u32::MAX);
        let mut data = Vec::with_capacity(width * height);
        let mut sums = vec![0_u32; width];
        for y in 0..height {
            sums.fill(area / 2);
            for row in (y * factor..(y + 1) * factor).map(|y| self.row(y)) {
                for (sum, pixels) in sums.iter_mut().zip(row.chunks_exact(factor)) {
                    *sum += pixels.iter().map(|p| u32::from(*p)).sum::<u32>();
                }
            }
            data.extend(sums.iter().map(|sum| u8::try_from(sum / area).unwrap_or(u8::MAX)));
        }
        Picture { data, width, height }
    }

    /// A copy without gaps between its rows.
    pub fn to_picture(self) -> Picture {
        let mut data = Vec::with_capacity(self.width * self.height);
        for y in 0..self.height {
            data.extend_from_slice(self.row(y));
        }
        Picture { data, width: self.width, height: self.height }
    }
}

/// A grey picture of our own, without gaps between its rows.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub(crate) data: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Picture {
    /// Takes `width` x `height` bytes, 0 black to 255 white, rows from the top.
    ///
    /// # Errors
    ///
    /// [`BadFrame`] if the length is another one or a side is 0 or over 16,384.
    pub fn new(data: Vec<u8>, width: usize, height: usize) -> Result<Self, BadFrame> {
        LumaFrame::new(&data, width, height, width)?;
        if data.len() != width * height {
            return Err(BadFrame);
        }
        Ok(Self { data, width, height })
    }

    /// The picture as a frame.
    pub fn frame(&self) -> LumaFrame<'_> {
        LumaFrame { data: &self.data, width: self.width, height: self.height, stride: self.width }
    }

    /// Pixels in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The picture at twice its size, each pixel mixed from its four nearest.
    pub(crate) fn enlarge(&self) -> Picture {
        let double = |line: &[u8]| -> Vec<u8> {
            (0..line.len())
                .flat_map(|x| halves(line[x.saturating_sub(1)], line[x], line[(x + 1).min(line.len() - 1)]))
                .collect()
        };
        let rows: Vec<Vec<u8>> = self.data.chunks_exact(self.width).map(double).collect();
        let mut data = Vec::with_capacity(self.data.len() * 4);
        for (y, row) in rows.iter().enumerate() {
            let (above, below) = (&rows[y.saturating_sub(1)], &rows[(y + 1).min(rows.len() - 1)]);
            data.extend(row.iter().zip(above).map(|(here, above)| mix(*here, *above)));
            data.extend(row.iter().zip(below).map(|(here, below)| mix(*here, *below)));
        }
        Picture { data, width: self.width * 2, height: self.height * 2 }
    }

    /// One byte a pixel, rows from the top.
    pub fn data(&self) -> &[u8] {
        &self.data
    }
}

/// Three parts of one pixel and one of the other.
fn mix(near: u8, far: u8) -> u8 {
    let sum = 3 * u16::from(near) + u16::from(far) + 2;
    u8::try_from(sum / 4).unwrap_or(u8::MAX)
}

/// The two halves of a pixel, each leaning to its own neighbour.
fn halves(before: u8, here: u8, after: u8) -> [u8; 2] {
    [mix(here, before), mix(here, after)]
}

/// Turns rows of red, green, blue, alpha (4 bytes a pixel, not premultiplied) into a grey picture over white.
///
/// Weights of ITU-R BT.601.
///
/// # Errors
///
/// [`BadFrame`] if the length is not `width` x `height` x 4 or a side is 0 or over 16,384.
pub fn rgba_to_luma(rgba: &[u8], width: usize, height: usize) -> Result<Picture, BadFrame> {
    let (pixels, rest) = rgba.as_chunks::<4>();
    if !rest.is_empty() {
        return Err(BadFrame);
    }
    let grey = |[red, green, blue, alpha]: &[u8; 4]| {
        let [red, green, blue, alpha] = [red, green, blue, alpha].map(|c| u32::from(*c));
        let luma = (77 * red + 150 * green + 29 * blue + 128) >> 8;
        let over_white = (luma * alpha + 255 * (255 - alpha) + 127) / 255;
        u8::try_from(over_white).unwrap_or(u8::MAX)
    };
    Picture::new(pixels.iter().map(grey).collect(), width, height)
}

impl std::fmt::Debug for LumaFrame<'_> {
    /// Leaves the pixels out: they can show a person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LumaFrame({} x {})", self.width, self.height)
    }
}

impl std::fmt::Debug for Picture {
    /// Leaves the pixels out: they can show a person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} x {})", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_whose_numbers_do_not_belong_together_are_refused() {
        let data = [0; 100];
        assert!(LumaFrame::new(&data, 10, 10, 10).is_ok());
        assert!(LumaFrame::new(&data, 4, 10, 10).is_ok(), "the last row may end at its width");
        for (width, height, stride) in [
            (0, 10, 10),
            (10, 0, 10),
            (10, 10, 9),
            (10, 11, 10),
            (11, 10, 11),
            (usize::MAX, 1, usize::MAX),
            (1, 16_385, 1),
            (2, 3, usize::MAX),
        ] {
            assert!(LumaFrame::new(&data, width, height, stride).is_err(), "{width} x {height} / {stride}");
        }
        assert!(Picture::new(vec![0; 11], 5, 2).is_err());
    }

    #[test]
    fn shrinking_averages_and_cuts_the_rest() {
        let data = [0, 100, 9, 100, 200, 9, 9, 9, 9];
        let frame = LumaFrame::new(&data, 3, 3, 3).expect("a good frame");
        assert_eq!(frame.shrink(2), Picture { data: vec![100], width: 1, height: 1 });
        assert_eq!(frame.shrink(1), frame.to_picture());
    }

    #[test]
    fn enlarging_doubles_the_sides_and_keeps_what_is_even() {
        let picture = Picture::new(vec![0, 200, 0, 200], 2, 2).expect("four pixels");
        let large = picture.enlarge();
        assert_eq!((large.width, large.height), (4, 4));
        assert_eq!(large.data[..4], [0, 50, 150, 200]);
        assert_eq!(large.data[12..], [0, 50, 150, 200]);
    }

    #[test]
    fn colours_turn_grey_over_white() {
        let rgba = [255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255];
        let picture = rgba_to_luma(&rgba, 4, 1).expect("four pixels");
        assert_eq!(picture.data(), [255, 0, 255, 77]);
        assert!(rgba_to_luma(&rgba[..15], 4, 1).is_err());
        assert!(rgba_to_luma(&rgba, 3, 1).is_err());
    }

    #[test]
    fn debug_output_holds_no_pixels() {
        let picture = Picture::new(vec![1, 2], 2, 1).expect("two pixels");
        assert_eq!(format!("{picture:?} {:?}", picture.frame()), "Picture(2 x 1) LumaFrame(2 x 1)");
    }
}
