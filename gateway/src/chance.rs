//! Where codes, handles and issue numbers come from: the system's generator, or a seed in a demonstration.
//!
//! Keys, salts and sealing nonces never come from here: they are always the system's.

#[cfg(feature = "demo")]
use std::sync::Mutex;

use leling_crypto::rng::{Rng, SystemRng, below, bytes};
use leling_protocol::{CounterCode, SmsCode, wire::HelpCode};
use uuid::{Builder, Uuid};

use crate::rules::login::NumberChoice;

/// What is drawn; each kind is a stream of its own, so that one more handle changes no phone code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stream {
    Phone,
    Counter,
    Handle,
    SignNo,
    Trace,
    Number,
    Help,
}

/// The generator of codes, handles and issue numbers.
pub struct Chance(Source);

enum Source {
    System,
    #[cfg(feature = "demo")]
    Seeded(Box<[Mutex<leling_crypto::rng::SeededRng>; 7]>),
}

impl Chance {
    /// Draws from the system.
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// Repeats itself from `seed`; `start` counts the starts on one data folder, so that a restart draws anew.
    #[cfg(feature = "demo")]
    pub fn seeded(seed: u64, start: u64) -> Self {
        let stream = |number: u64| {
            let parts = [seed.to_be_bytes(), start.to_be_bytes(), number.to_be_bytes()];
            let digest = leling_crypto::hash::sha256(&parts.concat());
            let mut head = [0; 8];
            head.copy_from_slice(&digest[..8]);
            Mutex::new(leling_crypto::rng::SeededRng::new(u64::from_be_bytes(head)))
        };
        Self(Source::Seeded(Box::new([stream(0), stream(1), stream(2), stream(3), stream(4), stream(5), stream(6)])))
    }

    /// Draws the six digits of a short message.
    pub fn phone_code(&self) -> SmsCode {
        SmsCode::parse(&self.digits(Stream::Phone, 6)).expect("six digits were drawn")
    }

    /// Draws the eight digits of a counter or visit code.
    pub fn counter_code(&self) -> CounterCode {
        CounterCode::parse(&self.digits(Stream::Counter, 8)).expect("eight digits were drawn")
    }

    /// Draws the six digits of a help code.
    pub fn help_code(&self) -> HelpCode {
        HelpCode::parse(&self.digits(Stream::Help, 6)).expect("six digits were drawn")
    }

    /// Draws a handle that says nothing of what it names.
    pub fn handle(&self) -> Uuid {
        Builder::from_random_bytes(self.with(Stream::Handle, |rng| bytes(rng))).into_uuid()
    }

    /// Draws the twelve digits that end an issue number.
    pub fn sign_digits(&self) -> String {
        self.digits(Stream::SignNo, 12)
    }

    /// Draws the three numbers of a login and which of them is right.
    pub fn numbers(&self) -> NumberChoice {
        self.with(Stream::Number, |rng| {
            let mut shown = [0; 3];
            let mut draw = || u8::try_from(10 + below(rng, 90)).unwrap_or(10);
            loop {
                shown.fill_with(&mut draw);
                let right = shown[0];
                // The first that was drawn is right; it stands anywhere.
                shown.sort_unstable();
                if let Some(choice) = NumberChoice::new(shown, right) {
                    return choice;
                }
            }
        })
    }

    /// Draws the random words of an answer, sixteen hexadecimal digits.
    pub fn trace(&self) -> String {
        let drawn: [u8; 8] = self.with(Stream::Trace, |rng| bytes(rng));
        format!("{:016x}", u64::from_be_bytes(drawn))
    }

    fn digits(&self, stream: Stream, count: usize) -> String {
        self.with(stream, |rng| {
            (0..count).map(|_| char::from(b'0' + u8::try_from(below(rng, 10)).unwrap_or(0))).collect()
        })
    }

    fn with<T>(&self, stream: Stream, draw: impl FnOnce(&mut dyn Rng) -> T) -> T {
        match &self.0 {
            Source::System => {
                let _ = stream;
                draw(&mut SystemRng::new())
            }
            #[cfg(feature = "demo")]
            Source::Seeded(streams) => {
                let mut rng = streams[stream as usize].lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                draw(&mut *rng)
            }
        }
    }
}

#[cfg(all(test, feature = "demo"))]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_a_restart_does_not() {
        let draw = |chance: &Chance| {
            (chance.phone_code().as_str().to_owned(), chance.counter_code().as_str().to_owned(), chance.handle())
        };
        let (one, same, later) = (Chance::seeded(7, 1), Chance::seeded(7, 1), Chance::seeded(7, 2));
        let first = draw(&one);
        assert_eq!(first, draw(&same));
        assert_ne!(first, draw(&later));
        assert_ne!(first, draw(&one));
    }

    #[test]
    fn the_right_number_stands_at_every_place() {
        let chance = Chance::seeded(7, 1);
        let mut places = [0; 3];
        for _ in 0..300 {
            let choice = chance.numbers();
            places[choice.shown().iter().position(|number| *number == choice.right()).unwrap()] += 1;
        }
        assert!(places.iter().all(|count| (60..140).contains(count)), "{places:?}");
    }

    #[test]
    fn one_stream_does_not_move_another() {
        let (one, other) = (Chance::seeded(7, 1), Chance::seeded(7, 1));
        other.handle();
        other.trace();
        assert_eq!(one.phone_code(), other.phone_code());
    }
}
