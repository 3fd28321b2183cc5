//! How often one source address may call at all. Kept in memory, because it protects this process: another process
//! has its own. What protects people and codes is counted in the storage.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

use leling_protocol::{ErrorCode, Timestamp};

use crate::{numbers::Limit, refusal::Refusal};

/// Most addresses that are remembered; when full, windows that ended go first, then all.
const MOST: usize = 100_000;

/// Counts calls by source address in fixed windows.
#[derive(Debug)]
pub(crate) struct SourceLimiter {
    limit: Limit,
    seen: Mutex<HashMap<IpAddr, Window>>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    ends_at: Timestamp,
    used: u32,
}

impl SourceLimiter {
    pub(crate) fn new(limit: Limit) -> Self {
        Self { limit, seen: Mutex::new(HashMap::new()) }
    }

    /// Counts a call.
    ///
    /// # Errors
    /// `rate.limited` until the window ends.
    pub(crate) fn count(&self, source: IpAddr, at: Timestamp) -> Result<(), Refusal> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST {
            seen.retain(|_, window| window.ends_at > at);
            if seen.len() >= MOST {
                seen.clear();
            }
        }
        let fresh = Window { ends_at: at.plus(self.limit.seconds.into()), used: 0 };
        let window = seen.entry(network(source)).or_insert(fresh);
        // It ended, or the clock was set back.
        if window.ends_at <= at || window.ends_at > fresh.ends_at {
            *window = fresh;
        }
        window.used = window.used.saturating_add(1);
        if window.used > self.limit.count {
            return Err(Refusal::until(ErrorCode::RateLimited, window.ends_at.since(at)));
        }
        Ok(())
    }
}

impl SourceLimiter {
    /// Looks whether a source has used up its calls, and counts nothing.
    ///
    /// # Errors
    /// `rate.limited` until the window ends.
    pub(crate) fn look(&self, source: IpAddr, at: Timestamp) -> Result<(), Refusal> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get(&network(source)) {
            Some(window) if window.used >= self.limit.count && window.ends_at > at => {
                Err(Refusal::until(ErrorCode::RateLimited, window.ends_at.since(at)))
            }
            _ => Ok(()),
        }
    }
}

/// Gives the address that stands for a source: one household has a whole /64 of IPv6.
pub(crate) fn network(source: IpAddr) -> IpAddr {
    match source.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_stopped_at_one_more_than_its_limit_until_the_window_ends() {
        let limiter = SourceLimiter::new(Limit { count: 2, seconds: 60 });
        let at = Timestamp::from_seconds(1_000);
        let (one, neighbour): (IpAddr, IpAddr) = ("2001:db8::1".parse().unwrap(), "2001:db8::2".parse().unwrap());
        let other: IpAddr = "192.0.2.1".parse().unwrap();
        assert_eq!(limiter.count(one, at), Ok(()));
        assert_eq!(limiter.count(neighbour, at), Ok(()));
        assert_eq!(limiter.look(one, at.plus(20)), Err(Refusal::until(ErrorCode::RateLimited, 40)));
        assert_eq!(limiter.count(one, at.plus(20)), Err(Refusal::until(ErrorCode::RateLimited, 40)));
        assert_eq!(limiter.look(other, at), Ok(()));
        assert_eq!(limiter.count(other, at.plus(20)), Ok(()));
        assert_eq!(limiter.look(one, at.plus(60)), Ok(()));
        assert_eq!(limiter.count(one, at.plus(60)), Ok(()));
    }
}
