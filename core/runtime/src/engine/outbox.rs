//! Writes are made durable before they are sent, and sent until they are answered.

use std::time::Duration;

use leling_app::Failure;
use leling_net::{Auth, Call};
use leling_protocol::{ErrorCode, Retry};
use leling_store::Write;
use uuid::Uuid;

use super::{Engine, Letter};
use crate::post::{self, Kind};
use crate::vault::Vault;

/// Pauses before writes that found no network go again, in seconds; the last one repeats.
const AGAIN: [u64; 5] = [2, 5, 15, 60, 300];

impl Engine {
    /// Makes a write durable; an older one of its kind then gives way.
    pub(super) fn keep(&mut self, kind: Kind, id: Uuid, path: &str, body: &[u8]) -> Result<(), ErrorCode> {
        let now = self.clock.now().0;
        let vault = self.vault.as_mut().ok_or(ErrorCode::AppRestarted)?;
        vault.send(&Write::new(id, path, body.to_vec(), now))?;
        for older in vault.pending()? {
            if older.id != id && kind.overtakes(path, &older.endpoint) {
                vault.done(older.id);
                self.sending.remove(&older.id);
            }
        }
        Ok(())
    }

    /// Sends what nobody has acknowledged, each with the bytes that it had first, and builds what could not be built.
    pub(super) fn send_pending(&mut self) {
        let Some(vault) = self.vault.as_mut().filter(|vault| vault.is_open() && !vault.is_asleep()) else { return };
        if let Err(code) = vault.flush() {
            tracing::warn!(%code, "what the flows keep still waits to be saved");
        }
        let known = vault.facts().device.is_some();
        let Ok(mut writes) = vault.pending() else { return };
        // One that needs a token waits for the enrolment that gives it.
        writes.retain(|write| known || Auth::of(&write.endpoint) != Auth::Token);
        if writes.is_empty() && self.unbuilt.is_empty() {
            return;
        }
        if !self.signs {
            self.device.open();
            return;
        }
        for write in writes {
            let Some(kind) = Kind::of(&write.endpoint) else {
                tracing::warn!("a write to an unknown path stays in the outbox");
                continue;
            };
            let body = write.body.expose().to_vec();
            self.send(kind, Some(write.id), Call::write(write.endpoint, body));
        }
        for call in core::mem::take(&mut self.unbuilt) {
            self.build(call);
        }
    }

    /// Ends a write that has its final answer; one without stays and goes again.
    pub(super) fn settle(&mut self, kind: Kind, id: Uuid, failure: Option<&Failure>, by_gateway: bool) {
        let waits = failure.is_some_and(|failure| {
            // No person presses again for what goes on behind the screens, so no passing trouble may end it.
            let unattended = kind.is_unattended() && (!by_gateway || failure.retry() != Retry::Never);
            post::goes_by_itself(failure) || unattended
        });
        if !waits && self.vault.as_ref().is_some_and(Vault::is_saved) {
            self.tries = 0;
            if let Some(vault) = &mut self.vault {
                vault.done(id);
            }
            return;
        }
        self.schedule_again(failure.and_then(|failure| failure.retry_after));
    }

    /// Wakes once for all that waits; `asked` is the pause in seconds that the gateway asked for.
    pub(super) fn schedule_again(&mut self, asked: Option<u32>) {
        if self.again.is_some() {
            return;
        }
        let pause = AGAIN[self.tries.min(AGAIN.len() - 1)].max(asked.unwrap_or(0).into());
        self.tries += 1;
        let letters = self.letters.clone();
        let task = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(pause)).await;
            let _ = letters.send(Letter::Again);
        });
        self.again = Some(task.abort_handle());
    }
}
