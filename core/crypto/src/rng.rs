//! Randomness as an argument: whoever needs random bytes takes `&mut dyn Rng`.
//!
//! [`SystemRng`] is the operating system's generator. [`SeededRng`] repeats itself from a seed and is for
//! tests and demonstrations only.

use ring::rand::{SecureRandom, SystemRandom};

use crate::hash::{framed, sha256};

/// A source of random bytes.
pub trait Rng {
    /// Fills the whole of `out`.
    fn fill(&mut self, out: &mut [u8]);
}

/// Draws `N` bytes.
///
/// ```
/// use leling_crypto::rng::{SystemRng, bytes};
/// let id: [u8; 16] = bytes(&mut SystemRng::new());
/// # assert_ne!(id, [0; 16]);
/// ```
pub fn bytes<const N: usize>(rng: &mut dyn Rng) -> [u8; N] {
    let mut out = [0; N];
    rng.fill(&mut out);
    out
}

/// Draws a number below `bound` without bias; 0 when `bound` is 0.
pub fn below(rng: &mut dyn Rng, bound: u32) -> u32 {
    if bound == 0 {
        return 0;
    }
    let unbiased = u32::MAX - u32::MAX % bound;
    loop {
        let draw = u32::from_be_bytes(bytes(rng));
        if draw < unbiased {
            return draw % bound;
        }
    }
}

/// The operating system's generator.
#[derive(Clone, Debug)]
pub struct SystemRng(SystemRandom);

impl SystemRng {
    /// Opens the system's generator.
    pub fn new() -> Self {
        Self(SystemRandom::new())
    }

    pub(crate) fn ring(&self) -> &SystemRandom {
        &self.0
    }
}

impl Default for SystemRng {
    fn default() -> Self {
        Self::new()
    }
}

impl Rng for SystemRng {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill(out).expect("getrandom does not fail once the system has started");
    }
}

/// A generator that repeats itself from its seed: for tests and the demonstration, never for keys of people.
#[derive(Clone)]
pub struct SeededRng {
    seed: u64,
    block: u64,
    rest: Vec<u8>,
}

opaque_debug!(SeededRng);

impl SeededRng {
    /// Starts the sequence that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed, block: 0, rest: Vec::new() }
    }
}

impl Rng for SeededRng {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            if self.rest.is_empty() {
                let input = framed(&[b"leling seeded rng", &self.seed.to_be_bytes(), &self.block.to_be_bytes()]);
                self.rest = sha256(&input).to_vec();
                self.block += 1;
            }
            *byte = self.rest.pop().expect("a block was just drawn");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_its_sequence_and_another_does_not() {
        let mut first = SeededRng::new(7);
        let mut again = SeededRng::new(7);
        let one: [u8; 100] = bytes(&mut first);
        let two: [u8; 50] = bytes(&mut again);
        let three: [u8; 50] = bytes(&mut again);
        assert_eq!(one[..50], two);
        assert_eq!(one[50..], three);
        assert_ne!(one, bytes::<100>(&mut SeededRng::new(8)));
    }

    #[test]
    fn numbers_stay_below_their_bound() {
        let mut rng = SeededRng::new(1);
        assert_eq!(below(&mut rng, 0), 0);
        let mut seen = [0_u32; 7];
        for _ in 0..700 {
            seen[below(&mut rng, 7) as usize] += 1;
        }
        assert!(seen.iter().all(|count| *count > 50), "{seen:?}");
    }
}
