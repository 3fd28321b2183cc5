//! The gateway: calls are built, sent, and their answers find their flow.

use std::sync::Arc;

use leling_app::session::Incoming;
use leling_app::{Failure, GatewayCall, GatewayReply};
use leling_net::{Call, Device, Reply};
use leling_protocol::wire::EnrolCodeResponse;
use leling_protocol::{ErrorCode, Timestamp};
use leling_screen::PlatformFailure;
use uuid::Uuid;

use super::{Engine, Letter};
use crate::post::{self, Built, Clerk, Kind, Request};
use crate::signer::ShellKey;

/// What became of the building of a call.
pub(crate) struct Finished {
    kind: Kind,
    life: u64,
    built: Result<Built, (GatewayCall, Failure)>,
}

/// What became of a request.
pub(crate) struct Answered {
    life: u64,
    kind: Kind,
    /// Id of the write, where it was one.
    id: Option<Uuid>,
    /// When it went out, by the clock that cannot be set.
    asked: i64,
    answer: Result<Reply, leling_net::Failure>,
}

impl Answered {
    fn gateway_time(&self) -> Option<Timestamp> {
        match &self.answer {
            Ok(reply) => Some(reply.gateway_time),
            Err(failure) => failure.gateway_time,
        }
    }
}

impl Engine {
    /// Lets the network room sign with the key `device`, and sends what waited for it.
    pub(super) fn device_key(&mut self, key: Result<ShellKey, PlatformFailure>) {
        match key {
            Ok(key) => {
                let first = !core::mem::replace(&mut self.signs, true);
                if first {
                    self.name_device(key);
                    self.send_pending();
                }
            }
            Err(why) => {
                tracing::warn!(?why, "the key of this phone does not open");
                self.schedule_again(None);
            }
        }
    }

    fn name_device(&mut self, key: ShellKey) {
        let id = self.vault.as_ref().and_then(|vault| vault.facts().device);
        self.gateway.set_device(Some(Device { signer: Arc::new(key), id }));
        if id.is_some() {
            self.fetch_seal_key();
        }
    }

    /// Fetches the gateway's key for sealing early, so that an act without a network can be sealed and kept.
    fn fetch_seal_key(&self) {
        if self.vault.as_ref().is_none_or(|vault| vault.facts().seal_key.is_some()) {
            return;
        }
        let (gateway, letters) = (Arc::clone(&self.gateway), self.letters.clone());
        tokio::spawn(async move {
            if let Ok(keys) = gateway.keys().await {
                let _ = letters.send(Letter::SealKey(keys.value.seal));
            }
        });
    }

    pub(super) fn build(&mut self, call: GatewayCall) {
        let clerk = Clerk {
            gateway: Arc::clone(&self.gateway),
            desk: Arc::clone(&self.desk),
            platform: self.platform,
            presentation: self.brain.screen().presentation,
            now: self.clock.now().0,
            seal_key: self.vault.as_ref().and_then(|vault| vault.facts().seal_key.clone()),
        };
        let (kind, life, device, again) = (post::kind_of(&call), self.lives, self.device.clone(), call.clone());
        let task = async move {
            let built = match device.key().await {
                Ok(key) => clerk.build(call.clone(), &key).await,
                Err(why) => Err(why.into()),
            };
            Letter::Built(Box::new(Finished { kind, life, built: built.map_err(|failure| (call, failure)) }))
        };
        self.errand(task, move || {
            let built = Err((again, Failure::local(ErrorCode::AppRestarted)));
            Letter::Built(Box::new(Finished { kind, life, built }))
        });
    }

    pub(super) fn built(&mut self, Finished { kind, life, built }: Finished) {
        if life != self.lives {
            return;
        }
        match built {
            Ok(Built { request, seal_key }) => {
                if seal_key.is_some() {
                    self.note(|facts| facts.seal_key = seal_key);
                }
                self.post(kind, &request);
            }
            Err((call, failure)) => {
                // The flows take such a failure as the promise that it goes by itself.
                if post::goes_by_itself(&failure) && !kind.is_for_now() {
                    self.unbuilt.retain(|older| post::kind_of(older) != kind);
                    self.unbuilt.push(call);
                    self.schedule_again(failure.retry_after);
                }
                self.reply(kind.reply(Err(failure)));
            }
        }
    }

    /// Sends a request; a write is in the outbox before it leaves.
    fn post(&mut self, kind: Kind, request: &Request) {
        match request {
            Request::Read(_) | Request::Now { .. } => self.send(kind, None, post::call_of(request)),
            Request::Write { id, path, body } => {
                if let Err(code) = self.keep(kind, *id, path, body) {
                    self.reply(kind.reply(Err(Failure::local(code))));
                    return;
                }
                self.tries = 0;
                self.send(kind, Some(*id), post::call_of(request));
            }
        }
    }

    /// Sends a call, a write only where it is not under way.
    pub(super) fn send(&mut self, kind: Kind, id: Option<Uuid>, call: Call) {
        if let Some(id) = id
            && self.sending.insert(id, kind).is_some()
        {
            return;
        }
        let (gateway, life, asked) = (Arc::clone(&self.gateway), self.lives, self.clock.asks());
        let answered = move |answer| Letter::Answered(Box::new(Answered { life, kind, id, asked, answer }));
        self.errand(async move { answered(gateway.call(call).await) }, move || {
            answered(Err(leling_net::Failure::local(ErrorCode::ServerBroken)))
        });
    }

    /// Learns the time from an answer, as soon as it is there.
    pub(super) fn hear(&mut self, answered: &Answered) {
        let Some(time) = answered.gateway_time() else { return };
        let Some(heard) = self.clock.hear(time, answered.asked) else { return };
        self.note(|facts| {
            // Kept once a minute at most: each save costs the phone's storage.
            if facts.heard.as_ref().is_none_or(|kept| time.since(kept.time).abs() >= 60) {
                facts.heard = Some(heard);
            }
        });
    }

    /// Brings an answer to its flow; a write leaves the outbox when what the flows made of its answer is saved.
    pub(super) fn answered(&mut self, answered: Answered) {
        let Answered { life, kind, id, answer, .. } = answered;
        if life != self.lives {
            return;
        }
        if id.is_some_and(|id| self.sending.remove(&id).is_none()) {
            return;
        }
        let by_gateway = match &answer {
            Ok(_) => true,
            Err(failure) => failure.gateway_time.is_some(),
        };
        let answer = answer.map_err(post::failure);
        let reply = kind.reply(answer.as_ref().map_err(Clone::clone));
        let failure = post::failure_of(&reply).cloned();
        if let GatewayReply::EnrolCode(Ok(EnrolCodeResponse::Active { device, .. })) = &reply {
            self.enrolled(*device);
        }
        // The token of before reaches no further than what the phone was allowed before.
        let reach = matches!(reply, GatewayReply::Claim(Ok(_)) | GatewayReply::Unlink(Ok(_)))
            || failure.as_ref().is_some_and(|failure| failure.code == ErrorCode::AuthScope);
        if reach && let Some(key) = self.device.opened() {
            self.name_device(key);
        }
        if kind.is_sealed() && failure.as_ref().is_some_and(|failure| failure.code == ErrorCode::RequestInvalid) {
            // Perhaps the gateway has another key for sealing since.
            self.note(|facts| facts.seal_key = None);
            self.fetch_seal_key();
        }
        self.reply(reply);
        if let Some(id) = id {
            self.settle(kind, id, failure.as_ref(), by_gateway);
        }
    }

    fn enrolled(&mut self, device: Uuid) {
        self.note(|facts| facts.device = Some(device));
        if let Some(key) = self.device.opened() {
            self.name_device(key);
        }
    }

    pub(super) fn reply(&mut self, reply: GatewayReply) {
        self.think(|session, context| session.take(Incoming::Gateway(reply), context));
    }
}
