//! Requests to the hardware: each gets a number, and the shell's answer finds the one who waits.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use leling_screen::{PlatformFailure, PlatformOp, PlatformOutcome, RequestId};
use tokio::sync::oneshot;

use crate::core::Platform;

/// A slow key store may take ten seconds and a person at a lock prompt a minute; after that nobody answers any more.
const PATIENCE: Duration = Duration::from_mins(2);

/// A place in the queue, given up when dropped.
struct Place<'a> {
    desk: &'a Desk,
    request: RequestId,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.desk.lock().remove(&self.request);
    }
}

/// The desk at which hardware is asked for.
pub(crate) struct Desk {
    platform: Arc<dyn Platform>,
    next: AtomicU64,
    waiting: Mutex<BTreeMap<RequestId, oneshot::Sender<PlatformOutcome>>>,
}

impl Desk {
    pub(crate) fn new(platform: Arc<dyn Platform>) -> Self {
        Self { platform, next: AtomicU64::new(1), waiting: Mutex::new(BTreeMap::new()) }
    }

    /// Asks and waits for the answer.
    pub(crate) async fn ask(&self, op: PlatformOp) -> Result<PlatformOutcome, PlatformFailure> {
        let request = RequestId(self.next.fetch_add(1, Ordering::Relaxed));
        let (sender, receiver) = oneshot::channel();
        self.lock().insert(request, sender);
        self.platform.perform(request, op);
        // Whoever asked may give up before the hardware does.
        let _place = Place { desk: self, request };
        match tokio::time::timeout(PATIENCE, receiver).await {
            Ok(Ok(PlatformOutcome::Failed { why })) => Err(why),
            Ok(Ok(outcome)) => Ok(outcome),
            Ok(Err(_)) | Err(_) => Err(PlatformFailure::Unavailable),
        }
    }

    /// Asks for something whose answer changes nothing.
    pub(crate) fn tell(&self, op: PlatformOp) {
        let request = RequestId(self.next.fetch_add(1, Ordering::Relaxed));
        self.platform.perform(request, op);
    }

    /// Brings an answer; one that nobody waits for is dropped.
    pub(crate) fn answer(&self, request: RequestId, outcome: PlatformOutcome) {
        if let Some(sender) = self.lock().remove(&request) {
            let _ = sender.send(outcome);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<RequestId, oneshot::Sender<PlatformOutcome>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
