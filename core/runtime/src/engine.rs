//! The mailbox loop and the effect router: one thread, letters in order.
//!
//! ```text
//! shell -> letters -> flows -> effects -> store (here, at once)
//!                                      -> gateway, hardware, timers (tasks that write a letter when they end)
//! ```
//!
//! Effects that follow a save wait until the save is done: while the store's key is still being made, they are held back in
//! their order. Writes go through the outbox; one that found no network goes again by itself, sooner when the
//! network or the app comes back.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use leling_app::citizen::{Citizen, State};
use leling_app::session::Incoming;
use leling_app::{CodeReply, Context, Effect, Failure, GatewayReply, Session, Timer};
use leling_crypto::rng::{self, SystemRng};
use leling_crypto::seal::RootKey;
use leling_net::{Call, Device, Gateway, Reply, TransportOptions};
use leling_protocol::wire::{EnrolCodeResponse, PlatformKind};
use leling_protocol::{ErrorClass, ErrorCode, Retry, Timestamp};
use leling_screen::platform::Bytes;
use leling_screen::{KeyName, PlatformOp, PlatformOutcome, SystemEvent, UiEvent};
use leling_store::{Store, StoreError, Write};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::task::AbortHandle;
use uuid::Uuid;

use crate::brain::Brain;
use crate::clock::Clock;
use crate::core::{Options, Platform, Shown};
use crate::desk::Desk;
use crate::picture;
use crate::post::{self, Built, Clerk, Kind, Request};
use crate::signer::ShellKey;
use crate::vault::{Found, Vault};

/// Pauses before a write that found no network goes again, in seconds; the last one repeats.
const AGAIN: [u64; 5] = [2, 5, 15, 60, 300];

/// Something for the loop.
pub(crate) enum Letter {
    /// From the shell.
    Shell(UiEvent),
    /// The wrapped key of the store was opened, or not.
    Unwrapped(Result<RootKey, Failure>),
    /// A new key of the store was wrapped, or not.
    Wrapped(Result<(RootKey, Vec<u8>), Failure>),
    /// A call was built into a request, or not.
    Built(Kind, Box<Result<Built, Failure>>),
    /// The gateway answered a read or a write, or not.
    Answered(Kind, Option<Uuid>, Box<Result<Reply, leling_net::Failure>>),
    /// The key `device` is open.
    DeviceKey(ShellKey),
    /// A code was drawn, or not.
    Code(CodeReply),
    /// A timer rang.
    Timer(Timer),
    /// Writes that wait may go again.
    Again,
    /// The shell is leaving.
    Close,
}

/// A core's own thread with everything it owns.
pub(crate) struct Engine {
    brain: Brain,
    vault: Option<Vault>,
    clock: Clock,
    gateway: Arc<Gateway>,
    desk: Arc<Desk>,
    letters: UnboundedSender<Letter>,
    shown: Shown,
    platform: PlatformKind,
    device_key: Option<ShellKey>,
    held: VecDeque<Effect>,
    key_asked: bool,
    sending: BTreeMap<Uuid, Kind>,
    tries: usize,
    timers: BTreeMap<Timer, AbortHandle>,
}

impl Engine {
    /// Opens the store and draws the first screen; asks for no key.
    pub(crate) fn begin(
        options: Options,
        desk: Arc<Desk>,
        letters: UnboundedSender<Letter>,
    ) -> Result<Self, leling_net::SetupError> {
        let Options { dir, endpoint, extra_roots, platform, wall } = options;
        let mut clock = Clock::new(Arc::clone(&wall));
        let transport = TransportOptions { extra_roots, ..TransportOptions::default() };
        let phone_clock = Box::new(move || wall());
        let gateway = Gateway::new(endpoint, transport, phone_clock, Box::new(SystemRng::new()))?;
        let (vault, state) = match Store::open(&dir, Box::new(SystemRng::new())) {
            Ok(opened) => {
                let vault = Vault::new(opened);
                let state = State::begin(vault.settings().as_deref(), vault.wrapped_root().is_some());
                (Some(vault), state)
            }
            Err(error) => (None, shut(&error)),
        };
        let context = context_of(&mut clock);
        let mut brain = Brain::new(state, &context);
        brain.remember(vault.as_ref().and_then(Vault::settings), None);
        let shown = Arc::new(Mutex::new(brain.screen().clone()));
        Ok(Self {
            brain,
            vault,
            clock,
            gateway: Arc::new(gateway),
            desk,
            letters,
            shown,
            platform,
            device_key: None,
            held: VecDeque::new(),
            key_asked: false,
            sending: BTreeMap::new(),
            tries: 0,
            timers: BTreeMap::new(),
        })
    }

    pub(crate) fn shown(&self) -> Shown {
        Arc::clone(&self.shown)
    }

    /// Takes letters until the shell leaves.
    pub(crate) fn run(mut self, mut mailbox: UnboundedReceiver<Letter>, platform: &dyn Platform) {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => {
                tracing::error!(%error, "no tokio for the core");
                return;
            }
        };
        runtime.block_on(async {
            platform.screen_changed(self.brain.screen().revision);
            self.open_sealed();
            while let Some(letter) = mailbox.recv().await {
                if matches!(letter, Letter::Close) {
                    break;
                }
                self.take(letter);
                self.show(platform);
            }
        });
        if let Some(vault) = &mut self.vault {
            vault.suspend();
        }
    }

    fn show(&self, platform: &dyn Platform) {
        let screen = self.brain.screen();
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.revision != screen.revision {
            *shown = screen.clone();
            drop(shown);
            platform.screen_changed(screen.revision);
        }
    }

    fn take(&mut self, letter: Letter) {
        match letter {
            Letter::Shell(event) => self.shell(event),
            Letter::Unwrapped(root) => self.unwrapped(root),
            Letter::Wrapped(wrapped) => self.wrapped(wrapped),
            Letter::Built(kind, built) => self.built(kind, *built),
            Letter::Answered(kind, id, answer) => self.answered(kind, id, *answer),
            Letter::DeviceKey(key) => self.set_device(key),
            Letter::Code(reply) => self.think(|session, context| session.take(Incoming::Code(reply), context)),
            Letter::Timer(timer) => {
                self.timers.remove(&timer);
                self.think(|session, context| session.take(Incoming::Timer(timer), context));
            }
            Letter::Again => self.send_pending(),
            Letter::Close => {}
        }
    }

    fn shell(&mut self, event: UiEvent) {
        if let UiEvent::System { change } = event {
            match change {
                SystemEvent::Resumed => {
                    if let Some(vault) = &mut self.vault {
                        vault.resume();
                    }
                    self.send_pending();
                }
                SystemEvent::Network { online: true } => self.send_pending(),
                _ => {}
            }
        }
        self.think(|session, context| session.shell(event, context));
    }

    /// Lets the flows answer and serves what they ask for.
    fn think(&mut self, step: impl FnOnce(&mut Session<Citizen>, &Context) -> Vec<Effect>) {
        let context = context_of(&mut self.clock);
        let effects = self.brain.think(&context, step);
        self.held.extend(effects);
        self.serve_held();
    }

    /// Serves effects in their order, up to one that needs a key that is still being made.
    fn serve_held(&mut self) {
        while let Some(effect) = self.held.pop_front() {
            let waits = matches!(effect, Effect::Gateway(_) | Effect::Suspend);
            if waits && self.vault.as_ref().is_some_and(Vault::wants_key) {
                self.held.push_front(effect);
                return;
            }
            self.serve(effect);
        }
    }

    fn serve(&mut self, effect: Effect) {
        match effect {
            Effect::Gateway(call) => self.build(call),
            Effect::Platform(op) => self.desk.tell(op),
            Effect::Code { certificate } => self.draw_code(certificate),
            Effect::After(after, timer) => self.start_timer(after, timer),
            Effect::Cancel(timer) => {
                if let Some(running) = self.timers.remove(&timer) {
                    running.abort();
                }
            }
            Effect::Save { clear, sealed } => self.save(&clear, sealed),
            Effect::Forget => self.forget(),
            Effect::Suspend => {
                if let Some(vault) = &mut self.vault {
                    vault.suspend();
                }
                self.desk.tell(PlatformOp::Suspended);
            }
        }
    }

    fn fault(&mut self, code: ErrorCode) {
        let failure = Failure::local(code);
        self.think(|session, context| session.take(Incoming::Fault(failure), context));
    }

    // ---- the store and its key ----

    /// Asks for the store's key where there is one; the first screen stands already.
    fn open_sealed(&mut self) {
        let Some(sealed) = self.vault.as_ref().and_then(Vault::wrapped_root) else { return };
        self.key_asked = true;
        let (desk, letters) = (Arc::clone(&self.desk), self.letters.clone());
        tokio::spawn(async move {
            let root = match desk.ask(PlatformOp::Unwrap { sealed: Bytes(sealed) }).await {
                Ok(PlatformOutcome::Data { bytes }) => {
                    root_of(&bytes.0).ok_or_else(|| Failure::local(ErrorCode::StoreKeyGone))
                }
                Ok(_) => Err(Failure::local(ErrorCode::KeyUnavailable)),
                Err(why) => Err(why.into()),
            };
            let _ = letters.send(Letter::Unwrapped(root));
        });
    }

    fn unwrapped(&mut self, root: Result<RootKey, Failure>) {
        self.key_asked = false;
        let Some(vault) = &mut self.vault else { return };
        let found = root.and_then(|root| vault.unlock(&root).map_err(Failure::local));
        match found {
            Ok(Found::Kept(kept)) => {
                let facts = vault.facts().clone();
                if let Some(heard) = facts.gateway_time {
                    self.clock.keep_floor(heard);
                }
                self.brain.remember(None, Some(kept.clone()));
                self.open_device();
                self.think(|session, context| session.take(Incoming::Restored(Ok(kept)), context));
                self.send_pending();
            }
            Ok(Found::Nothing) => {
                let state = State::begin(vault.settings().as_deref(), false);
                self.begin_again(state);
            }
            Err(failure) => {
                self.think(|session, context| session.take(Incoming::Restored(Err(failure)), context));
            }
        }
    }

    fn begin_again(&mut self, state: State) {
        self.think(move |session, context| {
            let revision = session.screen().revision + 1;
            *session = Session::resumed(state, context, revision);
            Vec::new()
        });
    }

    /// Makes the store's key and has it wrapped by the phone.
    fn make_key(&mut self) {
        if core::mem::replace(&mut self.key_asked, true) {
            return;
        }
        let (desk, letters) = (Arc::clone(&self.desk), self.letters.clone());
        tokio::spawn(async move {
            let root = RootKey::generate(&mut SystemRng::new());
            let plain = Bytes(root.expose().to_vec());
            let opened = desk.ask(PlatformOp::OpenKey { key: KeyName::Wrap }).await;
            let wrapped = match opened {
                Ok(_) => desk.ask(PlatformOp::Wrap { plain }).await,
                Err(why) => Err(why),
            };
            let wrapped = match wrapped {
                Ok(PlatformOutcome::Data { bytes }) => Ok((root, bytes.0)),
                Ok(_) => Err(Failure::local(ErrorCode::KeyUnavailable)),
                Err(why) => Err(why.into()),
            };
            let _ = letters.send(Letter::Wrapped(wrapped));
        });
    }

    fn wrapped(&mut self, wrapped: Result<(RootKey, Vec<u8>), Failure>) {
        self.key_asked = false;
        let Some(vault) = &mut self.vault else { return };
        match wrapped.and_then(|(root, sealed)| vault.adopt(&root, &sealed).map_err(Failure::local)) {
            Ok(()) => self.serve_held(),
            Err(failure) => {
                self.held.clear();
                self.fault(failure.code);
            }
        }
    }

    fn save(&mut self, clear: &str, sealed: Option<String>) {
        let Some(vault) = &mut self.vault else { return };
        if let Err(code) = vault.save(clear, sealed) {
            self.fault(code);
            return;
        }
        if vault.wants_key() {
            self.make_key();
        }
    }

    fn forget(&mut self) {
        if let Some(vault) = &mut self.vault {
            vault.erase();
        }
        self.brain.remember(None, None);
        self.sending.clear();
        self.device_key = None;
        self.gateway.set_device(None);
    }

    fn note(&mut self, change: impl FnOnce(&mut crate::vault::Facts)) {
        let Some(vault) = &mut self.vault else { return };
        if let Err(code) = vault.note(change) {
            tracing::warn!(%code, "a fact was not kept");
        }
    }

    // ---- the gateway ----

    /// Opens the key `device` and lets the network room sign with it.
    fn open_device(&self) {
        let (desk, letters) = (Arc::clone(&self.desk), self.letters.clone());
        tokio::spawn(async move {
            match ShellKey::open(desk, KeyName::Device).await {
                Ok(key) => drop(letters.send(Letter::DeviceKey(key))),
                Err(why) => tracing::warn!(?why, "the key of this phone does not open"),
            }
        });
    }

    fn set_device(&mut self, key: ShellKey) {
        let id = self.vault.as_ref().and_then(|vault| vault.facts().device);
        self.gateway.set_device(Some(Device { signer: Arc::new(key.clone()), id }));
        self.device_key = Some(key);
    }

    fn build(&mut self, call: leling_app::GatewayCall) {
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

    fn built(&mut self, kind: Kind, built: Result<Built, Failure>) {
        match built {
            Ok(Built { request, seal_key }) => {
                self.note(|facts| facts.seal_key = seal_key);
                self.post(kind, request);
            }
            Err(failure) => self.reply(kind.reply(Err(failure))),
        }
    }

    /// Sends a request; a write is in the outbox before it leaves, and an older one of its kind gives way.
    fn post(&mut self, kind: Kind, request: Request) {
        let Request::Write { id, path, body } = &request else {
            self.send(kind, None, post::call_of(&request));
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
        self.send(kind, Some(*id), post::call_of(&request));
    }

    fn send(&mut self, kind: Kind, id: Option<Uuid>, call: Call) {
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
    fn send_pending(&mut self) {
        let Some(vault) = self.vault.as_mut().filter(|vault| vault.is_open()) else { return };
        for write in vault.pending() {
            match Kind::of(&write.endpoint) {
                Some(kind) => {
                    self.send_write(kind, &write);
                }
                None => tracing::warn!("a write to an unknown path stays in the outbox"),
            }
        }
    }

    fn send_write(&mut self, kind: Kind, write: &Write) {
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

    fn answered(&mut self, kind: Kind, id: Option<Uuid>, answer: Result<Reply, leling_net::Failure>) {
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

    fn hear(&mut self, time: Timestamp) {
        let stale = self.clock.floor().is_none_or(|floor| time.since(floor).abs() >= 60);
        self.clock.hear(time);
        if stale {
            self.note(|facts| facts.gateway_time = Some(time));
        }
    }

    /// Ends a write that has its final answer; one without waits in the outbox and goes again. `false` where the write was
    /// overtaken meanwhile and its answer is nobody's.
    fn settle(&mut self, id: Uuid, failure: Option<&Failure>) -> bool {
        let Some(vault) = &mut self.vault else { return false };
        if !vault.pending().iter().any(|write| write.id == id) {
            return false;
        }
        let waits = failure.is_some_and(|failure| failure.retry() == Retry::BySelf || failure.class() == ErrorClass::Offline);
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

    fn reply(&mut self, reply: GatewayReply) {
        self.think(|session, context| session.take(Incoming::Gateway(reply), context));
    }

    // ---- code and timers ----

    fn draw_code(&self, certificate: String) {
        let (letters, desk) = (self.letters.clone(), Arc::clone(&self.desk));
        let (key, now) = (self.device_key.clone(), self.clock.now().0);
        tokio::spawn(async move {
            let key = match key {
                Some(key) => Ok(key),
                None => ShellKey::open(desk, KeyName::Device).await.map_err(Failure::from),
            };
            let code = match key {
                Ok(key) => picture::identity_code(&key, &certificate, now).await,
                Err(failure) => Err(failure),
            };
            let _ = letters.send(Letter::Code(CodeReply(code)));
        });
    }

    fn start_timer(&mut self, after: Duration, timer: Timer) {
        let letters = self.letters.clone();
        let task = tokio::spawn(async move {
            tokio::time::sleep(after).await;
            let _ = letters.send(Letter::Timer(timer));
        });
        if let Some(older) = self.timers.insert(timer, task.abort_handle()) {
            older.abort();
        }
    }
}

/// A store that does not open still gives a screen that says why.
fn shut(error: &StoreError) -> State {
    tracing::warn!(%error, "the store does not open");
    State::shut(error.code())
}

fn context_of(clock: &mut Clock) -> Context {
    let (now, trust) = clock.now();
    Context::new(now, trust, rng::bytes(&mut SystemRng::new()))
}

fn root_of(bytes: &[u8]) -> Option<RootKey> {
    <[u8; 32]>::try_from(bytes).ok().map(RootKey::from_bytes)
}
