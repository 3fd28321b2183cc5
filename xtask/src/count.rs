//! Counts of tests, read from what the runners print.
//!
//! Two forms are understood: `test result: ok. 3 passed; 0 failed; 1 ignored; …` of cargo, added up over all its
//! binaries, and the plain `3 passed, 0 failed, 1 skipped` of the other runners, of which the last line counts.

use std::fmt;
use std::ops::AddAssign;

/// How many checks passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Counts {
    /// One check that passed.
    pub(crate) const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    /// One check that failed.
    pub(crate) const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
    /// One check that could not run here.
    pub(crate) const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };

    /// Reads everything a runner printed; `None` where it printed no count at all.
    pub(crate) fn read(output: &str) -> Option<Self> {
        let mut cargo: Option<Self> = None;
        let mut plain = None;
        for line in output.lines() {
            if let Some(one) = line.trim().strip_prefix("test result: ").and_then(|rest| {
                let (_, counts) = rest.split_once(". ")?;
                Self::parse(counts, "; ", "ignored")
            }) {
                *cargo.get_or_insert_default() += one;
            } else if let Some(one) = Self::parse(line.trim(), ", ", "skipped") {
                plain = Some(one);
            }
        }
        match (cargo, plain) {
            (Some(mut all), Some(more)) => {
                all += more;
                Some(all)
            }
            (one, other) => one.or(other),
        }
    }

    /// Counts a runner that ended with `success`: no run without a count passes, and no failed run counts no failure.
    pub(crate) fn of_run(success: bool, output: &str) -> Self {
        let mut counts = Self::read(output).unwrap_or(if success { Self::FAILED } else { Self::default() });
        if !success && counts.failed == 0 {
            counts.failed = 1;
        }
        counts
    }

    fn parse(text: &str, separator: &str, skipped_word: &str) -> Option<Self> {
        let mut fields = text.split(separator).map(|field| field.split_once(' '));
        let mut next = |word: &str| {
            let (number, found) = fields.next()??;
            (found == word).then(|| number.parse().ok())?
        };
        Some(Self { passed: next("passed")?, failed: next("failed")?, skipped: next(skipped_word)? })
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_up_the_binaries_of_cargo() {
        let output = "running 2 tests\n\
            test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 3 passed; 1 failed; 4 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(Counts::read(output), Some(Counts { passed: 5, failed: 1, skipped: 4 }));
    }

    #[test]
    fn takes_the_last_plain_line() {
        let output = "1 passed, 0 failed, 0 skipped\nsomething, else\n12 passed, 2 failed, 1 skipped\n";
        assert_eq!(Counts::read(output), Some(Counts { passed: 12, failed: 2, skipped: 1 }));
    }

    #[test]
    fn silence_is_no_success() {
        assert_eq!(Counts::of_run(true, "nothing here"), Counts::FAILED);
        assert_eq!(Counts::of_run(false, "nothing here"), Counts::FAILED);
        assert_eq!(Counts::of_run(false, "7 passed, 0 failed, 0 skipped"), Counts { passed: 7, failed: 1, skipped: 0 });
    }

    #[test]
    fn prints_what_it_reads() {
        let counts = Counts { passed: 1, failed: 2, skipped: 3 };
        assert_eq!(Counts::read(&counts.to_string()), Some(counts));
    }
}
