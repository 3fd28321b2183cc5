//! The gateway: calls are built, writes are made durable and sent until they are answered, answers find their flow.

use std::sync::Arc;
use std::time::Duration;

use leling_app::session::Incoming;
use leling_app::{Failure, GatewayCall, GatewayReply};
use leling_net::{Call, Device, Reply};
use leling_protocol::wire::EnrolCodeResponse;
use leling_protocol::{ErrorClass, Retry, Timestamp};
use leling_screen::KeyName;
use leling_store::Write;
use uuid::Uuid;

use super::{Engine, Letter};
use crate::post::{self, Built, Clerk, Kind, Request};
use crate::signer::ShellKey;

/// Pauses before a write that found no network goes again, in seconds; the last one repeats.
const AGAIN: [u64; 5] = [2, 5, 15, 60, 300];

impl Engine {
    /// Opens the key `device` and lets the network room sign with it.
    pub(super) fn open_device(&self) {
        let (desk, letters) = (Arc::clone(&self.desk), self.letters.clone());
        tokio::spawn(async move {
            match ShellKey::open(desk, KeyName::Device).await {
                Ok(key) => drop(letters.send(Letter::DeviceKey(key))),
                Err(why) => tracing::warn!(?why, "the key of this phone does not open"),
            }
        });
    }

    pub(super) fn set_device(&mut self, key: ShellKey) {
        let id = self.vault.as_ref().and_then(|vault| vault.facts().device);
        self.gateway.set_device(Some(Device { signer: Arc::new(key.clone()), id }));
        self.device_key = Some(key);
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
        let (letters, desk) = (self.letters.clone(), Arc::clone(&self.desk));
        let kind = post::kind_of(&call);
        let key = self.device_key.clone();
        tokio::spawn(async move {
            let device = match key {
                Some(key) => Ok(key),
                None => ShellKey::open(desk, KeyName::Device).await,
            };
            let built = match device {
                Ok(key) => {
                    let _ = letters.send(Letter::DeviceKey(key));
                    clerk.build(call).await
                }
                Err(why) => Err(why.into()),
            };
            let _ = letters.send(Letter::Built(kind, Box::new(built)));
        });
    }

    pub(super) fn built(&mut self, kind: Kind, built: Result<Built, Failure>) {
        match built {
            Ok(Built { request, seal_key }) => {
                self.note(|facts| facts.seal_key = seal_key);
                self.post(kind, &request);
            }
            Err(failure) => self.reply(kind.reply(Err(failure))),
        }
    }

    /// Sends a request; a write is in the outbox before it leaves, and an older one of its kind gives way.
    pub(super) fn post(&mut self, kind: Kind, request: &Request) {
        let Request::Write { id, path, body } = request else {
            self.send(kind, None, post::call_of(request));
            return;
        };
        let Some(vault) = &mut self.vault else { return };
        for older in vault.pending() {
            if Kind::of(&older.endpoint) == Some(kind) && older.id != *id {
                vault.done(older.id);
            }
        }
        let write = Write::new(*id, path.clone(), body.clone(), self.clock.now().0);
        if let Err(code) = vault.send(&write) {
            self.reply(kind.reply(Err(Failure::local(code))));
            return;
        }
        self.tries = 0;
        self.send(kind, Some(*id), post::call_of(request));
    }

    pub(super) fn send(&mut self, kind: Kind, id: Option<Uuid>, call: Call) {
        if let Some(id) = id
            && self.sending.insert(id, kind).is_some()
        {
            return;
        }
        let (gateway, letters) = (Arc::clone(&self.gateway), self.letters.clone());
        tokio::spawn(async move {
            let answer = gateway.call(call).await;
            let _ = letters.send(Letter::Answered(kind, id, Box::new(answer)));
        });
    }

    /// Sends what nobody has acknowledged, each with the bytes that it had first.
    pub(super) fn send_pending(&mut self) {
        let Some(vault) = self.vault.as_mut().filter(|vault| vault.is_open()) else { return };
        for write in vault.pending() {
            if let Some(kind) = Kind::of(&write.endpoint) {
                self.send_write(kind, &write);
            } else {
                tracing::warn!("a write to an unknown path stays in the outbox")
            }
        }
    }

    pub(super) fn send_write(&mut self, kind: Kind, write: &Write) {
        // A write of the process before needs the key of this phone for its proof.
        if self.device_key.is_none() {
            let (letters, desk) = (self.letters.clone(), Arc::clone(&self.desk));
            tokio::spawn(async move {
                if let Ok(key) = ShellKey::open(desk, KeyName::Device).await {
                    let _ = letters.send(Letter::DeviceKey(key));
                    let _ = letters.send(Letter::Again);
                }
            });
            return;
        }
        let body = write.body.expose().to_vec();
        self.send(kind, Some(write.id), Call::write(write.endpoint.clone(), body));
    }

    pub(super) fn answered(&mut self, kind: Kind, id: Option<Uuid>, answer: Result<Reply, leling_net::Failure>) {
        let heard = match &answer {
            Ok(reply) => Some(reply.gateway_time),
            Err(failure) => failure.gateway_time,
        };
        if let Some(time) = heard {
            self.hear(time);
        }
        let answer = answer.map_err(post::failure);
        if let Some(id) = id {
            self.sending.remove(&id);
            if !self.settle(id, answer.as_ref().err()) {
                return;
            }
        }
        let reply = kind.reply(answer.as_ref().map_err(Clone::clone));
        if let GatewayReply::EnrolCode(Ok(EnrolCodeResponse::Active { device, .. })) = &reply {
            let device = *device;
            self.note(|facts| facts.device = Some(device));
            if let Some(key) = self.device_key.clone() {
                self.set_device(key);
            }
        }
        self.reply(reply);
    }

    pub(super) fn hear(&mut self, time: Timestamp) {
        let stale = self.clock.floor().is_none_or(|floor| time.since(floor).abs() >= 60);
        self.clock.hear(time);
        if stale {
            self.note(|facts| facts.gateway_time = Some(time));
        }
    }

    /// Ends a write that has its final answer; one without waits in the outbox and goes again. `false` where the write was
    /// overtaken meanwhile and its answer is nobody's.
    pub(super) fn settle(&mut self, id: Uuid, failure: Option<&Failure>) -> bool {
        let Some(vault) = &mut self.vault else { return false };
        if !vault.pending().iter().any(|write| write.id == id) {
            return false;
        }
        let waits =
            failure.is_some_and(|failure| failure.retry() == Retry::BySelf || failure.class() == ErrorClass::Offline);
        if !waits {
            vault.done(id);
            return true;
        }
        let pause = AGAIN[self.tries.min(AGAIN.len() - 1)];
        self.tries += 1;
        let letters = self.letters.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(pause)).await;
            let _ = letters.send(Letter::Again);
        });
        true
    }

    pub(super) fn reply(&mut self, reply: GatewayReply) {
        self.think(|session, context| session.take(Incoming::Gateway(reply), context));
    }
}
