//! Time and randomness, as they were when an event arrived: arguments of every update, never globals.

use core::cell::Cell;
use std::sync::Arc;

use leling_code::text::LinkPrefix;
use leling_protocol::{CivilDate, Timestamp};
use uuid::Uuid;

/// Whether the phone's clock agrees with gateway time plus the time that has gone by since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockTrust {
    /// Within 60 seconds.
    Agrees,
    /// Off by this many seconds; positive where the phone is ahead.
    Off(i64),
    /// No gateway time is known yet.
    Unknown,
}

/// What an update may know of the world.
#[derive(Clone, Debug)]
pub struct Context {
    now: Timestamp,
    clock: ClockTrust,
    entropy: [u8; 32],
    drawn: Cell<u8>,
    links: Arc<[LinkPrefix]>,
}

impl Context {
    /// Takes the best known time, the verdict on the phone's clock, and 32 random bytes for this event alone.
    pub fn new(now: Timestamp, clock: ClockTrust, entropy: [u8; 32]) -> Self {
        Self { now, clock, entropy, drawn: Cell::new(0), links: Arc::default() }
    }

    /// Adds the gateways whose login codes and links this phone follows.
    #[must_use]
    pub fn trusting(self, links: Arc<[LinkPrefix]>) -> Self {
        Self { links, ..self }
    }

    /// Gives the gateways whose login codes and links this phone follows.
    pub fn links(&self) -> &[LinkPrefix] {
        &self.links
    }

    /// Gives the best known time.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Gives the day in China.
    pub fn today(&self) -> CivilDate {
        self.now.china_date()
    }

    /// Gives the verdict on the phone's clock.
    pub const fn clock(&self) -> ClockTrust {
        self.clock
    }

    /// Makes the id of a write: a UUIDv7, at most three for one event.
    ///
    /// # Panics
    /// At the fourth call, because the event's randomness is spent.
    pub fn write_id(&self) -> Uuid {
        let n = usize::from(self.drawn.replace(self.drawn.get() + 1));
        let random: [u8; 10] =
            self.entropy[n * 10..n * 10 + 10].try_into().expect("three ids of ten bytes fit in the entropy");
        let millis = u64::try_from(self.now.seconds()).unwrap_or(0).saturating_mul(1000);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}
