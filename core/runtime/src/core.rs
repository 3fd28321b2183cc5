//! The handle that a shell holds: queue, answer, look, close. No call blocks on disk, network or keys.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use leling_net::Endpoint;
use leling_protocol::Timestamp;
use leling_protocol::wire::PlatformKind;
use leling_screen::{PlatformOp, PlatformOutcome, RequestId, Screen, UiEvent};
use thiserror::Error;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::camera::{Eye, Frame, looks_for_code};
use crate::desk::Desk;
use crate::engine::{self, Letter};

/// What a shell lends to the core. Both calls come from the core's own thread and have to return soon.
pub trait Platform: Send + Sync + 'static {
    /// Tells that the screen is now at `revision`; the shell fetches it with [`Core::screen`] when it can.
    fn screen_changed(&self, revision: u64);

    /// Asks the hardware; the shell answers `request` once with [`Core::complete`].
    fn perform(&self, request: RequestId, op: PlatformOp);
}

/// What a core needs to begin.
pub struct Options {
    /// Folder that belongs to this installation alone.
    pub dir: PathBuf,
    /// Where the gateway is.
    pub endpoint: Endpoint,
    /// Further origins whose login codes and links this phone follows, such as `https://card.example`; the gateway's own is
    /// among them already.
    pub links: Vec<String>,
    /// Further roots that may vouch for the gateway, DER.
    pub extra_roots: Vec<Vec<u8>>,
    /// Which kind of phone this is.
    pub platform: PlatformKind,
    /// The phone's own clock.
    pub wall: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

impl ::core::fmt::Debug for Options {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.debug_struct("Options").field("endpoint", &self.endpoint.as_str()).finish_non_exhaustive()
    }
}

/// Misuse of the handle, or a core that cannot begin; everything else is a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CoreError {
    /// The core was closed.
    #[error("use a core that is closed")]
    Closed,
    /// The system gave no thread, or the address of the gateway or of a link cannot be used.
    #[error("start the core")]
    Start,
    /// The numbers of a camera picture do not belong together.
    #[error("take a camera picture whose planes, sides and strides do not belong together")]
    Frame,
}

/// The screen as it stands, shared with the core's thread.
pub(crate) type Shown = Arc<Mutex<Screen>>;

/// A running core.
pub struct Core {
    letters: UnboundedSender<Letter>,
    desk: Arc<Desk>,
    shown: Shown,
    eye: Eye,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl ::core::fmt::Debug for Core {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str("Core")
    }
}

impl Core {
    /// Opens the store, draws the first screen and starts the core's thread. No key is asked for before that screen.
    ///
    /// # Errors
    /// [`CoreError::Start`].
    pub fn open(options: Options, platform: Arc<dyn Platform>) -> Result<Self, CoreError> {
        let (letters, mailbox) = unbounded_channel();
        let desk = Arc::new(Desk::new(Arc::clone(&platform)));
        let engine = engine::Engine::begin(options, Arc::clone(&desk), letters.clone()).map_err(|error| {
            tracing::error!(%error, "the core cannot begin");
            CoreError::Start
        })?;
        let shown = engine.shown();
        let thread = std::thread::Builder::new()
            .name("leling-core".to_owned())
            .spawn(move || engine.run(mailbox, &*platform))
            .map_err(|_| CoreError::Start)?;
        Ok(Self { letters, desk, shown, eye: Eye::default(), thread: Mutex::new(Some(thread)) })
    }

    /// Version of the contract that this core speaks.
    pub const fn contract_version() -> u32 {
        leling_screen::CONTRACT_VERSION
    }

    /// Queues what a person or the system did.
    ///
    /// # Errors
    /// [`CoreError::Closed`].
    pub fn dispatch(&self, event: UiEvent) -> Result<(), CoreError> {
        self.letters.send(Letter::Shell(event)).map_err(|_| CoreError::Closed)
    }

    /// Brings the hardware's answer; a number that nobody waits for is ignored.
    ///
    /// # Errors
    /// [`CoreError::Closed`].
    pub fn complete(&self, request: RequestId, outcome: PlatformOutcome) -> Result<(), CoreError> {
        if self.letters.is_closed() {
            return Err(CoreError::Closed);
        }
        self.desk.answer(request, outcome);
        Ok(())
    }

    /// Offers a camera picture, from any thread; it is copied, or dropped: while the screen looks for no code, and while an
    /// earlier picture is being read.
    ///
    /// # Errors
    /// [`CoreError::Closed`], [`CoreError::Frame`].
    pub fn offer_frame(&self, frame: Frame<'_>) -> Result<(), CoreError> {
        if self.letters.is_closed() {
            return Err(CoreError::Closed);
        }
        let luma = frame.luma()?;
        if !looks_for_code(&self.shown.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(());
        }
        let Some(look) = self.eye.take() else { return Ok(()) };
        self.letters.send(Letter::Frame(Box::new(luma.to_picture()), look)).map_err(|_| CoreError::Closed)
    }

    /// Gives the screen as it stands.
    ///
    /// # Errors
    /// [`CoreError::Closed`].
    pub fn screen(&self) -> Result<Screen, CoreError> {
        if self.letters.is_closed() {
            return Err(CoreError::Closed);
        }
        Ok(self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// Closes the store and ends the thread; calls after it are [`CoreError::Closed`].
    pub fn close(&self) {
        let _ = self.letters.send(Letter::Close);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && thread.thread().id() != std::thread::current().id()
        {
            let _ = thread.join();
        }
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        self.close();
    }
}
