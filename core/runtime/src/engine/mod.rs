//! The mailbox loop and the effect router: one thread, letters in order.
//!
//! ```text
//! shell -> letters -> flows -> effects -> store (here, at once)
//!                                      -> gateway, hardware, timers (tasks that write a letter when they end)
//! ```
//!
//! What leaves the phone waits until the save before it is done: while the store's key is still being made, calls and the
//! suspension are held back in their order. While the store is closed for a suspension, everything but the shell's
//! own words waits until the app comes back. Writes go through the outbox; one that found no network goes again by itself,
//! sooner when the network or the app comes back.

mod keys;
mod mail;
mod outbox;

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use leling_app::citizen::{Citizen, State};
use leling_app::session::Incoming;
use leling_app::{CodeReply, Context, Effect, Failure, GatewayCall, Session, Timer};
use leling_code::Picture;
use leling_code::text::{BadOrigin, LinkPrefix};
use leling_crypto::rng::{self, SystemRng};
use leling_crypto::seal::RootKey;
use leling_net::{Endpoint, Gateway, TransportOptions};
use leling_protocol::ErrorCode;
use leling_protocol::wire::PlatformKind;
use leling_screen::{PlatformFailure, PlatformOp, SystemEvent, UiEvent};
use leling_store::{Store, StoreError};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::task::AbortHandle;
use uuid::Uuid;

use crate::brain::Brain;
use crate::camera::{self, LastRead, Look};
use crate::clock::Clock;
use crate::core::{Options, Platform, Shown};
use crate::desk::Desk;
use crate::picture;
use crate::post::Kind;
use crate::signer::{Opener, ShellKey};
use crate::vault::Vault;
use mail::{Answered, Finished};

/// Something for the loop.
pub(crate) enum Letter {
    /// From the shell.
    Shell(UiEvent),
    /// The wrapped key of the store was opened, or not.
    Unwrapped(Result<RootKey, Failure>),
    /// A new key of the store was wrapped, or not.
    Wrapped(Result<(RootKey, Vec<u8>), Failure>),
    /// A call was built into a request, or not; then the call comes back.
    Built(Box<Finished>),
    /// The gateway answered a read or a write, or not.
    Answered(Box<Answered>),
    /// The key `device` is open, or not.
    DeviceKey(Result<ShellKey, PlatformFailure>),
    /// The gateway told its key for sealing.
    SealKey(String),
    /// A code was drawn, or not.
    Code(CodeReply),
    /// The camera brought a picture while a code is looked for.
    Frame(Box<Picture>, Look),
    /// A picture held a code of this text.
    Read(String),
    /// Another app took its link back, or there is none.
    AppOpened(Result<(), PlatformFailure>),
    /// The timer of this number rang.
    Timer(Timer, u64),
    /// Writes that wait may go again.
    Again,
    /// The shell is leaving.
    Close,
}

/// Why a core cannot begin.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BeginError {
    /// The network room cannot be made.
    #[error(transparent)]
    Network(#[from] leling_net::SetupError),
    /// An origin of links is none.
    #[error("follow the links of an origin")]
    Links(#[from] BadOrigin),
}

/// A core's own thread with everything it owns.
pub(crate) struct Engine {
    brain: Brain,
    dir: PathBuf,
    vault: Option<Vault>,
    clock: Clock,
    /// Whose login codes and links are followed.
    links: Arc<[LinkPrefix]>,
    last_read: LastRead,
    gateway: Arc<Gateway>,
    desk: Arc<Desk>,
    letters: UnboundedSender<Letter>,
    shown: Shown,
    platform: PlatformKind,
    /// The key `device`, opened once.
    device: Opener,
    /// Whether the network room has it.
    signs: bool,
    /// Effects that wait for the store's key.
    held: VecDeque<Effect>,
    key_asked: bool,
    /// Letters that wait for the store to be opened again.
    stashed: Vec<Letter>,
    sending: BTreeMap<Uuid, Kind>,
    /// Calls that could not be built without the gateway.
    unbuilt: Vec<GatewayCall>,
    /// How often the phone forgot its person: what was under way for the one before is nobody's.
    lives: u64,
    tries: usize,
    again: Option<AbortHandle>,
    timers: BTreeMap<Timer, (u64, AbortHandle)>,
    rings: u64,
}

impl Engine {
    /// Opens the store and draws the first screen; asks for no key.
    pub(crate) fn begin(
        options: Options,
        desk: Arc<Desk>,
        letters: UnboundedSender<Letter>,
    ) -> Result<Self, BeginError> {
        let Options { dir, endpoint, links, extra_roots, platform, wall } = options;
        let links = followed(&endpoint, &links)?;
        let mut clock = Clock::new(Arc::clone(&wall));
        let transport = TransportOptions { extra_roots, ..TransportOptions::default() };
        let phone_clock = Box::new(move || wall());
        let gateway = Gateway::new(endpoint, transport, phone_clock, Box::new(SystemRng::new()))?;
        let (mut vault, state) = match Store::open(&dir, Box::new(SystemRng::new())) {
            Ok(opened) => {
                let mut vault = Vault::new(opened);
                let state = state_of(&mut vault);
                (Some(vault), state)
            }
            Err(error) => (None, shut(&error)),
        };
        let context = context_of(&mut clock, &links);
        let mut brain = Brain::new(state, &context);
        brain.remember(vault.as_mut().and_then(Vault::settings), None);
        let shown = Arc::new(Mutex::new(brain.screen().clone()));
        let device = Opener::new(Arc::clone(&desk), letters.clone());
        Ok(Self {
            brain,
            dir,
            vault,
            clock,
            links,
            last_read: LastRead::default(),
            gateway: Arc::new(gateway),
            desk,
            letters,
            shown,
            platform,
            device,
            signs: false,
            held: VecDeque::new(),
            key_asked: false,
            stashed: Vec::new(),
            sending: BTreeMap::new(),
            unbuilt: Vec::new(),
            lives: 0,
            tries: 0,
            again: None,
            timers: BTreeMap::new(),
            rings: 0,
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
                if catch_unwind(AssertUnwindSafe(|| self.take(letter))).is_err() {
                    let context = context_of(&mut self.clock, &self.links);
                    self.brain.recover(&context);
                }
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
        if let Letter::Answered(answered) = &letter {
            self.hear(answered);
        }
        if self.vault.as_ref().is_some_and(Vault::is_asleep) && !matches!(letter, Letter::Shell(_) | Letter::Close) {
            // What a camera saw before the app slept is over when it is back.
            if !matches!(letter, Letter::Frame(..) | Letter::Read(_)) {
                self.stashed.push(letter);
            }
            return;
        }
        match letter {
            Letter::Shell(event) => self.shell(event),
            Letter::Unwrapped(root) => self.unwrapped(root),
            Letter::Wrapped(wrapped) => self.wrapped(wrapped),
            Letter::Built(finished) => self.built(*finished),
            Letter::Answered(answered) => self.answered(*answered),
            Letter::DeviceKey(key) => self.device_key(key),
            Letter::SealKey(key) => self.note(|facts| facts.seal_key = Some(key)),
            Letter::Code(reply) => self.think(|session, context| session.take(Incoming::Code(reply), context)),
            Letter::Frame(picture, look) => self.look_at(picture, look),
            Letter::Read(text) => self.read(text),
            Letter::AppOpened(result) => {
                self.think(|session, context| session.take(Incoming::AppOpened(result), context));
            }
            Letter::Timer(timer, number) => self.ring(timer, number),
            Letter::Again => {
                self.again = None;
                self.send_pending();
            }
            Letter::Close => {}
        }
    }

    fn shell(&mut self, event: UiEvent) {
        let faults = self.brain.faults();
        let change = match event {
            UiEvent::System { change } => Some(change),
            // A person who does something has the app before them, whether the shell said so or not.
            _ => Some(SystemEvent::Resumed).filter(|_| self.vault.as_ref().is_some_and(Vault::is_asleep)),
        };
        match change {
            Some(SystemEvent::Resumed) => self.wake(),
            Some(SystemEvent::Network { online: true }) => {
                self.tries = 0;
                self.send_pending();
            }
            _ => {}
        }
        self.think(|session, context| session.shell(event, context));
        // The system waits for the acknowledgement, whatever became of the flows.
        if change == Some(SystemEvent::Suspending) && self.brain.faults() > faults {
            self.route(Effect::Suspend);
        }
    }

    /// Opens the store again and takes what waited for it.
    fn wake(&mut self) {
        self.held.retain(|effect| *effect != Effect::Suspend);
        self.tries = 0;
        if let Some(vault) = self.vault.as_mut().filter(|vault| vault.is_asleep()) {
            let woken = vault.wake();
            let wants_key = vault.wants_key();
            if let Err(code) = woken {
                self.fault(code);
            }
            if wants_key {
                self.make_key();
            }
        }
        for letter in core::mem::take(&mut self.stashed) {
            self.take(letter);
        }
        self.send_pending();
    }

    /// Lets the flows answer and serves what they ask for.
    fn think(&mut self, step: impl FnOnce(&mut Session<Citizen>, &Context) -> Vec<Effect>) {
        let context = context_of(&mut self.clock, &self.links);
        for effect in self.brain.think(&context, step) {
            self.route(effect);
        }
    }

    /// Serves an effect, or holds it back while what it follows from is not saved.
    fn route(&mut self, effect: Effect) {
        let leaves = matches!(effect, Effect::Gateway(_) | Effect::Suspend);
        if leaves && self.vault.as_ref().is_some_and(Vault::wants_key) {
            self.held.push_back(effect);
        } else {
            self.serve(effect);
        }
    }

    /// Serves what was held back, in its order.
    fn serve_held(&mut self) {
        for effect in core::mem::take(&mut self.held) {
            self.route(effect);
        }
    }

    fn serve(&mut self, effect: Effect) {
        match effect {
            Effect::Gateway(call) => self.build(call),
            Effect::Platform(op) => self.desk.tell(op),
            Effect::OpenApp { link } => self.open_app(link),
            Effect::Code { certificate } => self.draw_code(certificate),
            Effect::After(after, timer) => self.start_timer(after, timer),
            Effect::Cancel(timer) => {
                if let Some((_, running)) = self.timers.remove(&timer) {
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
            Effect::Unlock => self.unlock(),
        }
    }

    fn fault(&mut self, code: ErrorCode) {
        let failure = Failure::local(code);
        self.think(|session, context| session.take(Incoming::Fault(failure), context));
    }

    fn open_app(&self, link: String) {
        let desk = Arc::clone(&self.desk);
        let ask = async move { desk.ask(PlatformOp::OpenApp { link }).await.map(|_| ()) };
        self.errand(async move { Letter::AppOpened(ask.await) }, || {
            Letter::AppOpened(Err(PlatformFailure::Unavailable))
        });
    }

    fn draw_code(&self, certificate: String) {
        let (device, now) = (self.device.clone(), self.clock.now().0);
        let draw = async move {
            let key = device.key().await?;
            picture::identity_code(&key, &certificate, now).await
        };
        self.errand(async move { Letter::Code(CodeReply(draw.await)) }, || {
            Letter::Code(CodeReply(Err(Failure::local(ErrorCode::AppRestarted))))
        });
    }

    /// Reads a picture on a thread that may be blocked; the eye is free for the next one when it is done.
    fn look_at(&self, picture: Box<Picture>, look: Look) {
        let letters = self.letters.clone();
        tokio::task::spawn_blocking(move || {
            if let Some(text) = camera::read_code(&picture) {
                let _ = letters.send(Letter::Read(text));
            }
            drop(look);
        });
    }

    /// Hands on what the camera read, if the person still looks for a code and did not just show this one.
    fn read(&mut self, text: String) {
        if camera::looks_for_code(self.brain.screen()) && self.last_read.is_news(&text, Instant::now()) {
            self.think(|session, context| session.take(Incoming::Scanned(text), context));
        }
    }

    /// Runs a task that ends in a letter; one that panics ends in the other letter, so that nobody waits for ever.
    fn errand(
        &self,
        task: impl Future<Output = Letter> + Send + 'static,
        broken: impl FnOnce() -> Letter + Send + 'static,
    ) {
        let letters = self.letters.clone();
        tokio::spawn(async move {
            let letter = tokio::spawn(task).await.unwrap_or_else(|_| broken());
            let _ = letters.send(letter);
        });
    }

    fn start_timer(&mut self, after: Duration, timer: Timer) {
        self.rings += 1;
        let (number, letters) = (self.rings, self.letters.clone());
        let task = tokio::spawn(async move {
            tokio::time::sleep(after).await;
            let _ = letters.send(Letter::Timer(timer, number));
        });
        if let Some((_, older)) = self.timers.insert(timer, (number, task.abort_handle())) {
            older.abort();
        }
    }

    /// Takes a timer; one that was replaced or ended while its letter was under way says nothing any more.
    fn ring(&mut self, timer: Timer, number: u64) {
        if self.timers.get(&timer).is_some_and(|(running, _)| *running == number) {
            self.timers.remove(&timer);
            self.think(|session, context| session.take(Incoming::Timer(timer), context));
        }
    }
}

/// Begins with what can be read without a key.
fn state_of(vault: &mut Vault) -> State {
    let settings = vault.settings();
    match vault.wrapped_root() {
        Ok(wrapped) => State::begin(settings.as_deref(), wrapped.is_some()),
        Err(code) => State::shut(code),
    }
}

/// A store that does not open still gives a screen that says why.
fn shut(error: &StoreError) -> State {
    tracing::warn!(%error, "the store does not open");
    State::shut(error.code())
}

fn context_of(clock: &mut Clock, links: &Arc<[LinkPrefix]>) -> Context {
    let (now, trust) = clock.now();
    Context::new(now, trust, rng::bytes(&mut SystemRng::new())).trusting(Arc::clone(links))
}

/// The links that are followed: the gateway's own first, and the further ones.
fn followed(endpoint: &Endpoint, further: &[String]) -> Result<Arc<[LinkPrefix]>, BadOrigin> {
    let own = LinkPrefix::new(endpoint.as_str());
    if own.is_err() {
        // A loopback written as an IPv6 address: no code of it is followed.
        tracing::warn!("codes of the gateway's own address cannot be followed");
    }
    own.ok().map(Ok).into_iter().chain(further.iter().map(|origin| LinkPrefix::new(origin))).collect()
}
