//! How often a device asks whether its login was answered (RFC 8628, section 3.5).
//!
//! Kept in memory, because it only protects this process; a second process would have its own.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use leling_protocol::Timestamp;

/// Seconds between two questions, as a device is told.
pub(crate) const INTERVAL: u32 = 5;

/// What a question too soon adds to the interval.
const PENALTY: i64 = 5;

/// Longest interval; nobody waits longer for an answer that is there.
const SLOWEST: i64 = 30;

/// Seconds by which the network may bring two questions nearer to each other.
const JITTER: i64 = 1;

/// Most logins that are remembered, and seconds after which one is forgotten.
const MOST: usize = 20_000;
const FORGOTTEN: i64 = 1_800;

/// Whether a question came at its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// It did.
    Good,
    /// It came too soon.
    TooFast,
}

/// When each login was last asked about.
#[derive(Debug, Default)]
pub(crate) struct Paces(Mutex<HashMap<[u8; 16], Asked>>);

#[derive(Clone, Copy, Debug)]
struct Asked {
    at: Timestamp,
    interval: i64,
}

impl Paces {
    /// Notes a question about a login.
    pub(crate) fn poll(&self, login: [u8; 16], at: Timestamp) -> Pace {
        let mut paces = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if paces.len() >= MOST {
            paces.retain(|_, asked| at.since(asked.at) < FORGOTTEN);
            if paces.len() >= MOST {
                paces.clear();
            }
        }
        let Some(asked) = paces.get_mut(&login) else {
            paces.insert(login, Asked { at, interval: INTERVAL.into() });
            return Pace::Good;
        };
        let gone = at.since(asked.at);
        asked.at = at;
        // A clock that was set back is nobody's haste.
        if (0..asked.interval - JITTER).contains(&gone) {
            asked.interval = (asked.interval + PENALTY).min(SLOWEST);
            return Pace::TooFast;
        }
        Pace::Good
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn haste_is_answered_with_a_longer_interval_for_its_own_login_only() {
        let (paces, at) = (Paces::default(), Timestamp::from_seconds(1_000));
        assert_eq!(paces.poll([1; 16], at), Pace::Good);
        assert_eq!(paces.poll([1; 16], at.plus(4)), Pace::Good);
        assert_eq!(paces.poll([1; 16], at.plus(6)), Pace::TooFast);
        assert_eq!(paces.poll([2; 16], at.plus(6)), Pace::Good);
        assert_eq!(paces.poll([1; 16], at.plus(11)), Pace::TooFast);
        assert_eq!(paces.poll([1; 16], at.plus(25)), Pace::Good);
        assert_eq!(paces.poll([1; 16], at), Pace::Good);
    }
}
