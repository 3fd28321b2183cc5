//! The best known time, and whether the phone's own clock agrees with it.
//!
//! Every answer of the gateway tells its time; from then on a clock that cannot be set and that runs through sleep carries it
//! forward, in the next process too, as long as the phone was not started anew. After a start, or where the system does not
//! tell one start from the next, the last answer kept is a floor: the phone's clock may be later, never earlier.

use std::sync::Arc;

use leling_app::ClockTrust;
use leling_protocol::Timestamp;
use serde::{Deserialize, Serialize};

/// Seconds by which the phone's clock may differ and still agrees.
const TOLERANCE: i64 = 60;

/// The last answer of the gateway, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Heard {
    /// The gateway's time.
    pub(crate) time: Timestamp,
    /// Seconds since the phone was started, at that answer.
    uptime: i64,
    /// Which start of the phone that was.
    boot: Option<String>,
}

/// Seconds since the phone was started, sleep included.
type Uptime = Box<dyn Fn() -> i64 + Send + Sync>;

/// Keeps the time.
pub(crate) struct Clock {
    wall: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    uptime: Uptime,
    boot: Option<String>,
    heard: Option<(Timestamp, i64)>,
    floor: Option<Timestamp>,
}

impl Clock {
    pub(crate) fn new(wall: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> Self {
        Self { wall, uptime: Box::new(system_uptime), boot: system_boot(), heard: None, floor: None }
    }

    /// Gives seconds since the phone was started, for [`Self::hear`].
    pub(crate) fn asks(&self) -> i64 {
        (self.uptime)()
    }

    /// Takes the gateway's time from the answer to a request of `asked`, and gives what is to be kept of it. An answer that
    /// was long under way, because the phone slept meanwhile, tells no time.
    pub(crate) fn hear(&mut self, gateway: Timestamp, asked: i64) -> Option<Heard> {
        let uptime = (self.uptime)();
        if uptime.saturating_sub(asked) > TOLERANCE {
            return None;
        }
        self.heard = Some((gateway, uptime));
        self.floor = Some(gateway);
        Some(Heard { time: gateway, uptime, boot: self.boot.clone() })
    }

    /// Takes what an earlier process kept.
    pub(crate) fn recall(&mut self, kept: &Heard) {
        self.floor = self.floor.max(Some(kept.time));
        if self.heard.is_none() && kept.boot.is_some() && kept.boot == self.boot && kept.uptime <= (self.uptime)() {
            self.heard = Some((kept.time, kept.uptime));
        }
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

/// Names this start of the phone, where the system does.
fn system_boot() -> Option<String> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    return std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok().map(|id| id.trim().to_owned());
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    None
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
        clock.boot = Some("this start".to_owned());
        Hands { wall, up, clock }
    }

    #[test]
    fn nothing_is_known_at_first() {
        assert_eq!(hands().clock.now(), (Timestamp::from_seconds(1_000_000), ClockTrust::Unknown));
    }

    #[test]
    fn the_gateway_is_carried_by_the_uptime_not_by_the_wall() {
        let mut hands = hands();
        hands.clock.hear(Timestamp::from_seconds(1_000_010), 50).unwrap();
        assert_eq!(hands.clock.now().1, ClockTrust::Agrees);
        for years in [-10, 10] {
            hands.wall.store(1_000_000 + years * 31_536_000, Ordering::Relaxed);
            hands.up.store(60, Ordering::Relaxed);
            let (now, trust) = hands.clock.now();
            assert_eq!(now, Timestamp::from_seconds(1_000_020));
            assert_eq!(trust, ClockTrust::Off(years * 31_536_000 - 20));
        }
    }

    fn kept(time: i64, uptime: i64, boot: &str) -> Heard {
        Heard { time: Timestamp::from_seconds(time), uptime, boot: Some(boot.to_owned()) }
    }

    #[test]
    fn an_answer_that_slept_on_its_way_tells_no_time() {
        let mut hands = hands();
        hands.up.store(50 + 3600, Ordering::Relaxed);
        assert_eq!(hands.clock.hear(Timestamp::from_seconds(1_000_000), 50), None);
        assert_eq!(hands.clock.now().1, ClockTrust::Unknown);
    }

    #[test]
    fn the_next_process_of_the_same_start_knows_the_time() {
        let mut hands = hands();
        hands.wall.store(1_000_000 + 315_360_000, Ordering::Relaxed);
        hands.clock.recall(&kept(1_000_000, 40, "this start"));
        assert_eq!(hands.clock.now(), (Timestamp::from_seconds(1_000_010), ClockTrust::Off(315_359_990)));
    }

    #[test]
    fn a_kept_time_of_another_start_is_a_floor() {
        let mut hands = hands();
        hands.clock.recall(&kept(2_000_000, 40, "the start before"));
        assert_eq!(hands.clock.now(), (Timestamp::from_seconds(2_000_000), ClockTrust::Off(-1_000_000)));
        hands.wall.store(2_000_500, Ordering::Relaxed);
        assert_eq!(hands.clock.now(), (Timestamp::from_seconds(2_000_500), ClockTrust::Agrees));
    }
}
