//! The best known time, and whether the phone's own clock agrees with it.
//!
//! Every answer of the gateway tells its time; from then on a clock that cannot be set and that runs through sleep carries it
//! forward. Before the first answer of a process the last one kept is a floor: the phone's clock may be later, never earlier.

use std::sync::Arc;

use leling_app::ClockTrust;
use leling_protocol::Timestamp;

/// Seconds by which the phone's clock may differ and still agrees.
const TOLERANCE: i64 = 60;

/// Seconds since the phone was started, sleep included.
type Uptime = Box<dyn Fn() -> i64 + Send + Sync>;

/// Keeps the time.
pub(crate) struct Clock {
    wall: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    uptime: Uptime,
    heard: Option<(Timestamp, i64)>,
    floor: Option<Timestamp>,
}

impl Clock {
    pub(crate) fn new(wall: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> Self {
        Self { wall, uptime: Box::new(system_uptime), heard: None, floor: None }
    }

    /// Takes the gateway's time.
    pub(crate) fn hear(&mut self, gateway: Timestamp) {
        self.heard = Some((gateway, (self.uptime)()));
        self.floor = Some(gateway);
    }

    /// Takes the last gateway time that was kept.
    pub(crate) fn keep_floor(&mut self, gateway: Timestamp) {
        self.floor = self.floor.max(Some(gateway));
    }

    /// Gives the last gateway time known, to be kept.
    pub(crate) const fn floor(&self) -> Option<Timestamp> {
        self.floor
    }

    /// Gives the best known time and the verdict on the phone's clock.
    pub(crate) fn now(&self) -> (Timestamp, ClockTrust) {
        let wall = (self.wall)();
        match (self.heard, self.floor) {
            (Some((gateway, at)), _) => {
                let truth = gateway.plus((self.uptime)().saturating_sub(at).max(0));
                let off = wall.since(truth);
                (truth, if off.abs() <= TOLERANCE { ClockTrust::Agrees } else { ClockTrust::Off(off) })
            }
            (None, Some(floor)) if wall.since(floor) < -TOLERANCE => (floor, ClockTrust::Off(wall.since(floor))),
            (None, Some(_)) => (wall, ClockTrust::Agrees),
            (None, None) => (wall, ClockTrust::Unknown),
        }
    }
}

/// `Instant` stands still while a phone sleeps, so the boot-time clock is asked.
fn system_uptime() -> i64 {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let clock = rustix::time::ClockId::Boottime;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let clock = rustix::time::ClockId::Monotonic;
    rustix::time::clock_gettime(clock).tv_sec
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    struct Hands {
        wall: Arc<AtomicI64>,
        up: Arc<AtomicI64>,
        clock: Clock,
    }

    fn hands() -> Hands {
        let (wall, up) = (Arc::new(AtomicI64::new(1_000_000)), Arc::new(AtomicI64::new(50)));
        let (w, u) = (Arc::clone(&wall), Arc::clone(&up));
        let mut clock = Clock::new(Arc::new(move || Timestamp::from_seconds(w.load(Ordering::Relaxed))));
        clock.uptime = Box::new(move || u.load(Ordering::Relaxed));
        Hands { wall, up, clock }
    }

    #[test]
    fn nothing_is_known_at_first() {
        assert_eq!(hands().clock.now(), (Timestamp::from_seconds(1_000_000), ClockTrust::Unknown));
    }

    #[test]
    fn the_gateway_is_carried_by_the_uptime_not_by_the_wall() {
        let mut hands = hands();
        hands.clock.hear(Timestamp::from_seconds(1_000_010));
        assert_eq!(hands.clock.now().1, ClockTrust::Agrees);
        for years in [-10, 10] {
            hands.wall.store(1_000_000 + years * 31_536_000, Ordering::Relaxed);
            hands.up.store(60, Ordering::Relaxed);
            let (now, trust) = hands.clock.now();
            assert_eq!(now, Timestamp::from_seconds(1_000_020));
            assert_eq!(trust, ClockTrust::Off(years * 31_536_000 - 20));
        }
    }

    #[test]
    fn a_kept_time_is_a_floor() {
        let mut hands = hands();
        hands.clock.keep_floor(Timestamp::from_seconds(2_000_000));
        assert_eq!(hands.clock.now(), (Timestamp::from_seconds(2_000_000), ClockTrust::Off(-1_000_000)));
        hands.wall.store(2_000_500, Ordering::Relaxed);
        assert_eq!(hands.clock.now(), (Timestamp::from_seconds(2_000_500), ClockTrust::Agrees));
    }
}
