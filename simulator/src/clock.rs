//! The machine's clock, read in one place.

use std::time::{SystemTime, UNIX_EPOCH};

/// Gives the seconds since the epoch; 0 on a machine whose clock stands before it.
pub(crate) fn seconds() -> i64 {
    i64::try_from(unix()).unwrap_or(i64::MAX)
}

/// Gives the same without a sign, as the identity code counts.
pub(crate) fn unix() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs())
}
