//! What a terminal remembers of codes it accepted: enough to refuse a second use, and to report uses at sync.
//!
//! Memory is bounded: a use is forgotten once it is reported and an hour old, and beyond [`MAX_USES`] the oldest go.

use std::collections::BTreeMap;

use super::certificate::Handle;

/// Most uses that are remembered.
pub const MAX_USES: usize = 65_536;

/// Steps for which a use is kept although it was reported: an hour, so that a clock set back by less opens nothing.
const KEEP_STEPS: u64 = 120;

/// One accepted code and how often it came again, for the gateway to find doubled use across terminals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeUse {
    /// The certificate's handle.
    pub handle: Handle,
    /// The code's 30-second step.
    pub step: u64,
    /// When it was accepted here, Unix seconds.
    pub first_seen: u64,
    /// How often a code of this handle and step was refused here afterwards.
    pub repeats: u32,
}

#[derive(Clone, Copy, Debug)]
struct Sighting {
    at: u64,
    repeats: u32,
    reported: Option<u32>,
}

/// The uses at one terminal, oldest step first.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger(BTreeMap<(u64, Handle), Sighting>);

impl Ledger {
    /// Records a use; false when this handle and step were used here before.
    pub(super) fn accept(&mut self, handle: Handle, step: u64, now: u64, now_step: u64) -> bool {
        self.forget(now_step);
        if let Some(seen) = self.0.get_mut(&(step, handle)) {
            seen.repeats = seen.repeats.saturating_add(1);
            return false;
        }
        let seen = Sighting { at: now, repeats: 0, reported: None };
        self.0.insert((step, handle), seen);
        if self.0.len() > MAX_USES {
            self.0.pop_first();
        }
        true
    }

    /// Takes back uses that outlived the process; one that is known already stays as it is.
    pub(super) fn restore(&mut self, uses: &[CodeUse]) {
        for used in uses {
            let seen = Sighting { at: used.first_seen, repeats: used.repeats, reported: None };
            self.0.entry((used.step, used.handle)).or_insert(seen);
        }
        while self.0.len() > MAX_USES {
            self.0.pop_first();
        }
    }

    /// The uses that were not reported yet, or came again since.
    pub(super) fn unreported(&self) -> Vec<CodeUse> {
        self.0
            .iter()
            .filter(|(_, seen)| seen.reported != Some(seen.repeats))
            .map(|((step, handle), seen)| CodeUse {
                handle: *handle,
                step: *step,
                first_seen: seen.at,
                repeats: seen.repeats,
            })
            .collect()
    }

    pub(super) fn mark_reported(&mut self, uses: &[CodeUse]) {
        for used in uses {
            if let Some(seen) = self.0.get_mut(&(used.step, used.handle)) {
                seen.reported = Some(used.repeats);
            }
        }
    }

    fn forget(&mut self, now_step: u64) {
        let keep_from = now_step.saturating_sub(KEEP_STEPS);
        while let Some(oldest) = self.0.first_entry() {
            let seen = oldest.get();
            if oldest.key().0 >= keep_from || seen.reported != Some(seen.repeats) {
                break;
            }
            oldest.remove();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_795_392_000;
    const STEP: u64 = NOW / 30;

    fn handle(number: usize) -> Handle {
        (number as u128).to_be_bytes()
    }

    #[test]
    fn a_use_is_forgotten_when_it_is_reported_and_an_hour_old() {
        let mut ledger = Ledger::default();
        assert!(ledger.accept(handle(1), STEP, NOW, STEP));
        assert!(ledger.accept(handle(2), STEP + 121, NOW + 3_630, STEP + 121));
        assert_eq!(ledger.unreported().len(), 2);
        ledger.mark_reported(&ledger.unreported());
        assert!(!ledger.accept(handle(1), STEP, NOW, STEP + 120));
        ledger.mark_reported(&ledger.unreported());
        assert!(ledger.accept(handle(3), STEP + 121, NOW + 3_630, STEP + 121));
        assert_eq!(ledger.0.len(), 2);
        assert_eq!(ledger.unreported().len(), 1);
    }

    #[test]
    fn what_outlived_the_process_is_refused_again() {
        let mut before = Ledger::default();
        assert!(before.accept(handle(1), STEP, NOW, STEP));
        assert!(!before.accept(handle(1), STEP, NOW, STEP));
        let mut after = Ledger::default();
        after.restore(&before.unreported());
        assert!(!after.accept(handle(1), STEP, NOW + 1, STEP));
        assert_eq!(after.unreported()[0], CodeUse { handle: handle(1), step: STEP, first_seen: NOW, repeats: 2 });
    }

    #[test]
    fn memory_is_bounded_and_the_oldest_go_first() {
        let mut ledger = Ledger::default();
        for number in 0..MAX_USES + 10 {
            let step = STEP + number as u64 / 1_000;
            assert!(ledger.accept(handle(number), step, NOW, step));
        }
        assert_eq!(ledger.0.len(), MAX_USES);
        assert!(!ledger.accept(handle(MAX_USES), STEP + MAX_USES as u64 / 1_000, NOW, STEP));
        assert_eq!(ledger.unreported()[0].handle, handle(10));
    }
}
