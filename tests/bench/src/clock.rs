//! Time that a program spent computing: user and system, without the time in which others had the core.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, Timespec, clock_gettime};

/// Gives what this thread has spent.
pub fn thread_cpu() -> Duration {
    duration(clock_gettime(ClockId::ThreadCPUTime))
}

/// Gives what all threads of this process have spent.
pub fn process_cpu() -> Duration {
    duration(clock_gettime(ClockId::ProcessCPUTime))
}

/// Runs `work` `times` times on this thread and gives what one of them spent, in microseconds.
///
/// # Errors
/// The first error of `work`.
pub fn micros_each<T, E>(times: u32, mut work: impl FnMut() -> Result<T, E>) -> Result<f64, E> {
    let before = thread_cpu();
    for _ in 0..times {
        std::hint::black_box(work()?);
    }
    Ok(micros(thread_cpu().saturating_sub(before)) / f64::from(times.max(1)))
}

/// Gives the time since `start` on the wall, in microseconds.
pub fn micros_since(start: Instant) -> f64 {
    micros(start.elapsed())
}

/// Gives a duration in microseconds.
pub fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

fn duration(time: Timespec) -> Duration {
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
}
