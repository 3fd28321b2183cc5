//! Dark or light by the mean of a square around each pixel: reads through uneven light where blocks fail.

use rxing::common::{BitArray, BitMatrix};

use crate::Picture;

/// Marks each pixel that is darker than the mean of the square that reaches `radius` pixels in each direction.
///
/// Costs the same for every radius: the sums slide along columns and rows.
pub(crate) fn darker_than_around(picture: &Picture, radius: usize) -> Option<BitMatrix> {
    let (width, height) = (picture.width(), picture.height());
    let mut matrix = BitMatrix::new(u32::try_from(width).ok()?, u32::try_from(height).ok()?).ok()?;
    let row = |y: usize| &picture.data()[y * width..(y + 1) * width];

    let mut columns = vec![0_u32; width];
    let mut means = vec![0_u8; width];
    for y in 0..radius.min(height) {
        add(&mut columns, row(y));
    }
    for y in 0..height {
        if y + radius < height {
            add(&mut columns, row(y + radius));
        }
        if let Some(gone) = y.checked_sub(radius + 1) {
            for (column, pixel) in columns.iter_mut().zip(row(gone)) {
                *column -= u32::from(*pixel);
            }
        }
        let rows = (y + radius).min(height - 1) - y.saturating_sub(radius) + 1;
        slide(&columns, radius, rows, &mut means);
        matrix.setRow(u32::try_from(y).ok()?, &pack(row(y), &means));
    }
    Some(matrix)
}

fn add(columns: &mut [u32], row: &[u8]) {
    for (column, pixel) in columns.iter_mut().zip(row) {
        *column += u32::from(*pixel);
    }
}

/// Turns sums of columns into the mean of the square around each place in a row.
fn slide(columns: &[u32], radius: usize, rows: usize, means: &mut [u8]) {
    let width = columns.len();
    let mut sum: u32 = columns[..radius.min(width)].iter().sum();
    let mut shares = Shares::default();
    for (x, mean) in means.iter_mut().enumerate() {
        if let Some(column) = columns.get(x + radius) {
            sum += column;
        }
        if let Some(gone) = x.checked_sub(radius + 1) {
            sum -= columns[gone];
        }
        let across = (x + radius).min(width - 1) - x.saturating_sub(radius) + 1;
        *mean = shares.divide(sum, across * rows);
    }
}

/// Division by an area that is nearly always the same one as before.
#[derive(Default)]
struct Shares {
    area: usize,
    factor: u64,
}

impl Shares {
    /// The whole part of `sum / area`, at most 255; exact to within one step.
    fn divide(&mut self, sum: u32, area: usize) -> u8 {
        if area != self.area {
            *self = Shares { area, factor: (1_u64 << 32).div_ceil(area.max(1) as u64) };
        }
        u8::try_from((u64::from(sum) * self.factor) >> 32).unwrap_or(u8::MAX)
    }
}

/// One bit a pixel, set where the pixel is darker than its mean.
fn pack(row: &[u8], means: &[u8]) -> BitArray {
    let mut bits = BitArray::with_size(row.len());
    for (word, (pixels, means)) in row.chunks(WORD).zip(means.chunks(WORD)).enumerate() {
        let dark = pixels.iter().zip(means).enumerate();
        let value = dark.fold(0, |value, (bit, (pixel, mean))| value | usize::from(pixel < mean) << bit);
        bits.setBulk(word * WORD, value);
    }
    bits
}

/// Pixels in one word of rxing's bit rows.
const WORD: usize = usize::BITS as usize;

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by the definition, slowly.
    fn plain(picture: &Picture, radius: usize, x: usize, y: usize) -> (u32, u32) {
        let (mut sum, mut count) = (0, 0);
        for y in y.saturating_sub(radius)..=(y + radius).min(picture.height() - 1) {
            for x in x.saturating_sub(radius)..=(x + radius).min(picture.width() - 1) {
                sum += u32::from(picture.data()[y * picture.width() + x]);
                count += 1;
            }
        }
        (sum, count)
    }

    #[test]
    fn sliding_sums_equal_plain_sums() {
        for (width, height, radius) in [(1, 1, 3), (70, 5, 2), (64, 9, 4), (130, 40, 8), (9, 90, 20)] {
            let mut random = crate::simulate::Random::new(5);
            let data = (0..width * height).map(|_| random.bits().to_le_bytes()[0]).collect();
            let picture = Picture::new(data, width, height).expect("the sides fit");
            let matrix = darker_than_around(&picture, radius).expect("the sides fit");
            for y in 0..height {
                for x in 0..width {
                    let pixel = u32::from(picture.data()[y * width + x]);
                    let (sum, count) = plain(&picture, radius, x, y);
                    let ours = matrix.get(u32::try_from(x).expect("small"), u32::try_from(y).expect("small"));
                    assert_eq!(ours, pixel < sum / count, "{x},{y} of {width} x {height}, radius {radius}");
                }
            }
        }
    }
}
