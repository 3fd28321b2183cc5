//! Time as an argument: the gateway asks a [`Clock`] and never the system itself.

use std::sync::atomic::{AtomicI64, Ordering};

use leling_protocol::Timestamp;
use time::OffsetDateTime;

/// Says what time it is.
pub trait Clock: Send + Sync {
    /// Gives this moment.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(OffsetDateTime::now_utc().unix_timestamp())
    }
}

/// A clock that stands still until it is moved, for tests.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Stands at `start`.
    pub const fn at(start: Timestamp) -> Self {
        Self(AtomicI64::new(start.seconds()))
    }

    /// Moves by `seconds`, also backwards.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(self.0.load(Ordering::SeqCst))
    }
}

/// Gives the seconds since the epoch as the crypto room takes them; 0 before the epoch.
pub(crate) fn unix(at: Timestamp) -> u64 {
    u64::try_from(at.seconds()).unwrap_or(0)
}
