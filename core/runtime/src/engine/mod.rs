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

mod keys;
mod mail;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use leling_app::citizen::{Citizen, State};
use leling_app::session::Incoming;
use leling_app::{CodeReply, Context, Effect, Failure, Session, Timer};
use leling_crypto::rng::{self, SystemRng};
use leling_crypto::seal::RootKey;
use leling_net::{Gateway, Reply, TransportOptions};
use leling_protocol::ErrorCode;
use leling_protocol::wire::PlatformKind;
use leling_screen::{KeyName, PlatformOp, SystemEvent, UiEvent};
use leling_store::{Store, StoreError};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::task::AbortHandle;
use uuid::Uuid;

use crate::brain::Brain;
use crate::clock::Clock;
use crate::core::{Options, Platform, Shown};
use crate::desk::Desk;
use crate::picture;
use crate::post::{Built, Kind};
use crate::signer::ShellKey;
use crate::vault::Vault;

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
