use proptest::prelude::*;

use super::*;
use crate::{
    Level, Picture, draw, rgba_to_luma,
    simulate::{Degradation, Hardship, Random, photograph, render},
};

const ALPHANUMERIC: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Time enough for an unoptimised build on a busy machine.
const PATIENT: Budget = Budget { max_pixels: 16_000_000, max_millis: 60_000, effort: Effort::Thorough };

/// A text as long as an identity code.
fn identity_code(seed: u64) -> String {
    let mut random = Random::new(seed);
    let body = (0..524).map(|_| char::from(ALPHANUMERIC[usize::try_from(random.bits() % 45).expect("below 45")]));
    "LL1:".chars().chain(body).collect()
}

fn drawn(text: &str, pixels: usize) -> Picture {
    render(&draw(text, Level::Medium).expect("it fits"), pixels)
}

fn read_patiently(picture: &Picture) -> Option<String> {
    read(picture.frame(), PATIENT).expect("time is plenty")
}

#[test]
fn an_identity_code_is_read_from_pixels() {
    let text = identity_code(1);
    for pixels in [2, 3, 4, 8] {
        assert_eq!(read_patiently(&drawn(&text, pixels)).as_deref(), Some(text.as_str()), "{pixels} pixels a module");
    }
}

/// The bars stand a little under what `examples/read_rate.rs` measures over 100 seeds.
#[test]
fn degraded_codes_are_read_and_never_wrongly() {
    for (hardship, bar) in [
        (Hardship::Counter, 12),
        (Hardship::Tilted, 11),
        (Hardship::Blurred, 10),
        (Hardship::Noisy, 11),
        (Hardship::Glare, 9),
        (Hardship::LowLight, 9),
        (Hardship::Far, 11),
        (Hardship::Mixed, 5),
    ] {
        let mut hits = 0;
        for seed in 0..12 {
            let text = identity_code(seed);
            let frame = photograph(&drawn(&text, 5), 640, 480, &hardship.degradation(seed), seed);
            if let Some(read) = read_patiently(&frame) {
                assert_eq!(read, text, "a wrong reading: {}, seed {seed}", hardship.as_str());
                hits += 1;
            }
        }
        assert!(hits >= bar, "{}: {hits} of 12, bar {bar}", hardship.as_str());
    }
}

#[test]
fn without_the_drawing_nothing_is_read() {
    let side = 400;
    let blank = Picture::new(vec![255; side * side], side, side).expect("the sides fit");
    for hardship in Hardship::ALL {
        for seed in 0..2 {
            let frame = photograph(&blank, 640, 480, &hardship.degradation(seed), seed);
            assert_eq!(read_patiently(&frame), None, "{}", hardship.as_str());
        }
    }
}

#[test]
fn light_codes_on_dark_are_read() {
    let mut picture = drawn("https://card.example/q/abc", 4);
    picture.data.iter_mut().for_each(|pixel| *pixel = 255 - *pixel);
    assert_eq!(read_patiently(&picture).as_deref(), Some("https://card.example/q/abc"));
}

#[test]
fn a_12_megapixel_picture_is_read_within_the_camera_budget() {
    let text = identity_code(3);
    let camera = Degradation { fill: 0.5, rotation: 20.0, tilt: 15.0, noise: 6.0, ..Degradation::default() };
    let picture = photograph(&drawn(&text, 8), 4000, 3000, &camera, 3);
    let budget = Budget { max_millis: 60_000, ..Budget::CAMERA };
    assert_eq!(read(picture.frame(), budget), Ok(Some(text)));
}

#[test]
fn gaps_between_rows_and_colours_do_not_matter() {
    let picture = drawn("LL1:GAPS", 4);
    let (width, height) = (picture.width(), picture.height());
    let mut padded = Vec::new();
    for row in picture.data().chunks_exact(width) {
        padded.extend_from_slice(row);
        padded.extend_from_slice(&[0, 255, 7]);
    }
    let frame = LumaFrame::new(&padded, width, height, width + 3).expect("rows with gaps");
    assert_eq!(read(frame, PATIENT), Ok(Some("LL1:GAPS".into())));

    let rgba: Vec<u8> =
        picture.data().iter().flat_map(|p| if *p == 0 { [20, 80, 62, 255] } else { [255; 4] }).collect();
    let grey = rgba_to_luma(&rgba, width, height).expect("four bytes a pixel");
    assert_eq!(read_patiently(&grey).as_deref(), Some("LL1:GAPS"));
}

#[test]
fn a_text_over_the_limit_is_refused() {
    let picture = drawn(&"9".repeat(TEXT_LIMIT + 1), 4);
    assert_eq!(read(picture.frame(), PATIENT), Err(ReadError::TextTooLong));
    let text = "9".repeat(TEXT_LIMIT);
    assert_eq!(read_patiently(&drawn(&text, 4)), Some(text));
}

#[test]
fn without_time_nothing_is_looked_at() {
    let picture = drawn("LL1:NOW", 4);
    assert_eq!(read(picture.frame(), Budget { max_millis: 0, ..PATIENT }), Err(ReadError::OutOfTime));
}

/// Thousands of finder patterns make hundreds of thousands of sets of three.
#[test]
fn a_picture_full_of_finder_patterns_ends_in_time() {
    let finder = [0x7F_u8, 0x41, 0x5D, 0x5D, 0x5D, 0x41, 0x7F];
    let (width, height, cell) = (1920, 1080, 9);
    let mut data = vec![255; width * height];
    for (y, row) in data.chunks_exact_mut(width).enumerate() {
        for (x, pixel) in row.iter_mut().enumerate() {
            if let Some(bits) = finder.get(y % cell)
                && x % cell < 7
                && bits >> (x % cell) & 1 == 1
            {
                *pixel = 0;
            }
        }
    }
    let picture = Picture::new(data, width, height).expect("the sides fit");
    let start = Instant::now();
    let outcome = read(picture.frame(), Budget::CAMERA);
    let took = start.elapsed();
    assert!(matches!(outcome, Ok(None) | Err(ReadError::OutOfTime)));
    assert!(took < Duration::from_secs(1), "{outcome:?} after {took:?}");
    println!("{took:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_drawn_is_read(text in "\\PC{1,120}", pixels in 3_usize..6) {
        prop_assert_eq!(read_patiently(&drawn(&text, pixels)), Some(text));
    }

    #[test]
    fn control_characters_come_out_as_they_went_in(text in "[\\x00-\\x7f]{1,60}") {
        prop_assert_eq!(read_patiently(&drawn(&text, 4)), Some(text));
    }

    #[test]
    fn any_pixels_are_survived(seed: u64, width in 1_usize..200, height in 1_usize..200, grain in 1_usize..9, levels in 2_u64..5) {
        let mut random = Random::new(seed);
        let cells: Vec<u8> = (0..200 * 200).map(|_| (random.bits() % levels * 255 / (levels - 1)).to_le_bytes()[0]).collect();
        let data = (0..width * height).map(|at| cells[(at / width / grain) * 200 + at % width / grain]).collect();
        let picture = Picture::new(data, width, height).expect("the sides fit");
        prop_assert!(matches!(read(picture.frame(), PATIENT), Ok(None) | Err(ReadError::DecoderPanicked)));
    }

    #[test]
    fn damaged_codes_are_read_rightly_or_not_at_all(seed: u64, spots in 1_usize..40) {
        let text = "LL1:6BF+70790T9WJWG.FKY*4GO0";
        let mut picture = drawn(text, 4);
        let (width, height) = (picture.width(), picture.height());
        let mut random = Random::new(seed);
        let mut place = |side: usize| usize::try_from(random.bits() % (side as u64 - 8)).expect("a small side");
        for _ in 0..spots {
            let (left, top) = (place(width), place(height));
            for y in top..top + 8 {
                picture.data[y * width + left..y * width + left + 8].iter_mut().for_each(|pixel| *pixel = 255 - *pixel);
            }
        }
        let read = read(picture.frame(), PATIENT);
        prop_assert!(matches!(read.as_ref().map(Option::as_deref), Ok(None) | Err(ReadError::DecoderPanicked)) || read == Ok(Some(text.into())));
    }
}
