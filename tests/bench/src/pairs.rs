//! Samples of ours and of the peer, taken in turn, and the lines that tell of them.
//!
//! Neighbours on the machine slow both sides of a pair; the ratio within a pair says more than either figure. Its
//! median is printed as the ratio, its quartiles in a line of their own that begins with `#`.

use std::io::Write as _;

/// Samples in the order in which they were taken.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    ours: Vec<f64>,
    peer: Vec<f64>,
}

impl Pairs {
    /// Takes `count` pairs, A B A B, after one that only warms up.
    ///
    /// # Errors
    /// The first error of either side.
    pub fn take<E>(
        count: usize,
        mut ours: impl FnMut() -> Result<f64, E>,
        mut peer: impl FnMut() -> Result<f64, E>,
    ) -> Result<Self, E> {
        let mut pairs = Self::default();
        for counted in 0..=count {
            let (our, other) = (ours()?, peer()?);
            if counted > 0 {
                pairs.push(our, other);
            }
        }
        Ok(pairs)
    }

    /// Adds a pair.
    pub fn push(&mut self, ours: f64, peer: f64) {
        self.ours.push(ours);
        self.peer.push(peer);
    }

    /// Gives the median of the ratios, ours by the peer's.
    pub fn ratio(&self) -> f64 {
        quantile(&self.ratios(), 50)
    }

    /// Prints `name figure unit peer ratio` with medians, and the spread of the ratio.
    pub fn report(&self, name: &str, unit: &str) {
        let ratios = self.ratios();
        let (low, high) = (quantile(&ratios, 25), quantile(&ratios, 75));
        let (ours, peer) = (quantile(&self.ours, 50), quantile(&self.peer, 50));
        println!("{name} {ours:.3} {unit} {peer:.3} {:.2}", self.ratio());
        println!("# {name}: {} pairs, the middle half of the ratios is {low:.2} to {high:.2}", ratios.len());
    }

    fn ratios(&self) -> Vec<f64> {
        self.ours.iter().zip(&self.peer).map(|(ours, peer)| ours / peer).collect()
    }
}

/// Gives the value that this share (in hundredths) of the samples does not exceed; 0 where there are none.
pub fn quantile(samples: &[f64], share: usize) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().saturating_sub(1) * share / 100).copied().unwrap_or(0.0)
}

/// Prints a figure that has no spread, such as a count; `None` where it has no peer.
pub fn exact(name: &str, figure: f64, unit: &str, peer: Option<f64>) {
    match peer {
        Some(peer) if peer > 0.0 => println!("{name} {figure} {unit} {peer} {:.2}", figure / peer),
        Some(peer) => println!("{name} {figure} {unit} {peer} -"),
        None => println!("{name} {figure} {unit} - -"),
    }
}

/// Writes the machine's load averages to standard error, so that they stand beside the figures and not among them.
pub fn say_load(name: &str) {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').take(3).collect::<Vec<_>>().join(" ");
    let _ = writeln!(std::io::stderr(), "{name}: load {load}");
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[test]
    fn a_ratio_is_taken_within_its_pair() {
        let mut pairs = Pairs::default();
        for slow in [1.0, 10.0, 100.0] {
            pairs.push(3.0 * slow, 2.0 * slow);
        }
        assert!((pairs.ratio() - 1.5).abs() < 1e-9);
    }

    #[test]
    fn the_first_pair_warms_up() {
        let mut calls = 0;
        let ours = || {
            calls += 1;
            Ok::<_, Infallible>(f64::from(calls))
        };
        let Ok(pairs) = Pairs::take(3, ours, || Ok(1.0));
        assert_eq!(pairs.ours, [2.0, 3.0, 4.0]);
    }

    #[test]
    fn quantiles_of_few() {
        assert!(quantile(&[], 50).abs() < 1e-9);
        assert!((quantile(&[4.0, 1.0, 3.0], 50) - 3.0).abs() < 1e-9);
        assert!((quantile(&[4.0, 1.0, 3.0], 99) - 3.0).abs() < 1e-9);
    }
}
