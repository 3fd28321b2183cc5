//! Measures reading beside `rqrr` and drawing beside `qrcodegen`, on the same pictures in one run.
//!
//! Prints lines `name figure unit peer ratio`; the ratio is figure by peer. An argument sets the number of seeds.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};

use leling_code::{
    Budget, Level, Picture, draw, read,
    simulate::{Hardship, Random, photograph, render},
};

const WIDTH: usize = 640;
const HEIGHT: usize = 480;

/// Lengths in characters: a short link's worth and a whole identity code.
const LENGTHS: [usize; 2] = [134, 528];

#[derive(Default)]
struct Score {
    read: usize,
    wrong: usize,
    panics: usize,
    millis: Vec<f64>,
}

impl Score {
    fn count(&mut self, text: &str, attempt: impl FnOnce() -> Option<String>) {
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(attempt));
        self.millis.push(start.elapsed().as_secs_f64() * 1e3);
        match outcome {
            Ok(Some(read)) if read == text => self.read += 1,
            Ok(Some(_)) => self.wrong += 1,
            Ok(None) => {}
            Err(_) => self.panics += 1,
        }
    }

    /// The value that this share of the frames stays under, in milliseconds.
    fn quantile(&self, share: usize) -> f64 {
        let mut sorted = self.millis.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[(sorted.len() - 1) * share / 100]
    }

    fn add(&mut self, other: &Score) {
        self.read += other.read;
        self.wrong += other.wrong;
        self.panics += other.panics;
        self.millis.extend(&other.millis);
    }
}

fn main() {
    let seeds = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(100_u64);
    let (mut ours, mut peers) = (Score::default(), Score::default());
    for length in LENGTHS {
        for hardship in Hardship::ALL {
            let (mut our, mut peer) = (Score::default(), Score::default());
            for seed in 0..seeds {
                let text = text(length, seed);
                let picture = render(&draw(&text, Level::Medium).expect("the text fits"), 5);
                let frame = photograph(&picture, WIDTH, HEIGHT, &hardship.degradation(seed), seed);
                our.count(&text, || read(frame.frame(), Budget::CAMERA).unwrap_or(None));
                peer.count(&text, || rqrr(&frame));
            }
            let rate = |score: &Score| percent(score.read, score.millis.len());
            report(&format!("qr_read_{}_{length}", hardship.as_str()), rate(&our), "percent", rate(&peer));
            ours.add(&our);
            peers.add(&peer);
        }
    }
    report("qr_read_all", percent(ours.read, ours.millis.len()), "percent", percent(peers.read, peers.millis.len()));
    report("qr_read_wrong", count(ours.wrong), "frames", count(peers.wrong));
    report("qr_read_panics", count(ours.panics), "frames", count(peers.panics));
    report("qr_read_median", ours.quantile(50), "ms", peers.quantile(50));
    report("qr_read_p95", ours.quantile(95), "ms", peers.quantile(95));
    easy_frames(seeds);
    empty_frames(seeds);
    drawing();
}

/// What a terminal sees most of the time: a phone held to its camera.
fn easy_frames(seeds: u64) {
    let (mut our, mut peer) = (Score::default(), Score::default());
    for seed in 0..seeds {
        let text = text(528, seed);
        let picture = render(&draw(&text, Level::Medium).expect("the text fits"), 5);
        let frame = photograph(&picture, WIDTH, HEIGHT, &Hardship::Counter.degradation(seed), seed);
        our.count(&text, || read(frame.frame(), Budget::CAMERA).unwrap_or(None));
        peer.count(&text, || rqrr(&frame));
    }
    report("qr_read_counter_median", our.quantile(50), "ms", peer.quantile(50));
}

/// What it sees the rest of the time: a picture without a code.
fn empty_frames(seeds: u64) {
    let (mut our, mut peer) = (Score::default(), Score::default());
    for seed in 0..seeds {
        let mut random = Random::new(seed);
        let tiles: Vec<u8> = (0..40 * 40).map(|_| random.bits().to_le_bytes()[0]).collect();
        let picture = Picture::new(tiles, 40, 40).expect("the sides fit");
        let frame = photograph(&picture, WIDTH, HEIGHT, &Hardship::Counter.degradation(seed), seed);
        our.count("", || read(frame.frame(), Budget::CAMERA).unwrap_or(None));
        peer.count("", || rqrr(&frame));
    }
    report("qr_read_empty_median", our.quantile(50), "ms", peer.quantile(50));
    report("qr_read_empty_wrong", count(our.wrong), "frames", count(peer.wrong));
}

fn drawing() {
    let text = text(528, 1);
    let ours = fastest(|| draw(&text, Level::Medium).expect("the text fits").size());
    let peer = fastest(|| {
        qrcodegen::QrCode::encode_text(&text, qrcodegen::QrCodeEcc::Medium)
            .expect("the text fits")
            .size()
            .unsigned_abs() as usize
    });
    report("qr_draw_528_characters", ours, "ms", peer);
}

/// The fastest of 200 runs in milliseconds: the one that nothing else on the machine disturbed.
fn fastest(mut run: impl FnMut() -> usize) -> f64 {
    let time = |_| {
        let start = Instant::now();
        std::hint::black_box(run());
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..200).map(time).fold(f64::INFINITY, f64::min)
}

fn rqrr(frame: &Picture) -> Option<String> {
    let data = frame.data();
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(WIDTH, HEIGHT, |x, y| data[y * WIDTH + x]);
    image.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
}

fn text(length: usize, seed: u64) -> String {
    let mut random = Random::new(seed);
    let alphabet = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let body = (4..length).map(|_| char::from(alphabet[usize::try_from(random.bits() % 45).expect("below 45")]));
    "LL1:".chars().chain(body).collect()
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * count(part) / count(whole.max(1))
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}

fn report(name: &str, figure: f64, unit: &str, peer: f64) {
    let ratio = if peer == 0.0 { "-".to_owned() } else { format!("{:.2}", figure / peer) };
    println!("{name} {figure:.3} {unit} {peer:.3} {ratio}");
}
