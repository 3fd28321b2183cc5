//! A simulated phone: the core of the app in a process of its own, on the line protocol of [`crate::lines`].
//!
//! One thread owns everything and takes letters in order: lines from the desk, and what the core asks of its hardware. Keys
//! are answered here ([`keys`]); what needs a page goes out as a line. The end of standard input is the phone being switched
//! off; a kill at any moment is what the store has to survive.

mod keys;

use std::{
    io::{self, Write},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
};

use leling_protocol::{Timestamp, wire::PlatformKind};
use leling_runtime::{Core, CoreError, Endpoint, Frame, Options, Platform, Turn, UvOrder};
use leling_screen::{PlatformOp, PlatformOutcome, RequestId};

use crate::{
    clock,
    lines::{FromPhone, ToPhone, from_line, next_line, to_line},
};
use keys::SoftwareKeys;

/// Both colour differences of a picture without colour.
const GREY: u8 = 128;

/// What a simulated phone is started with.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct PhoneArgs {
    /// Folder of this phone: `store` and `keys` lie in it.
    #[arg(long)]
    dir: PathBuf,
    /// Address of the gateway: https, or http on loopback.
    #[arg(long)]
    gateway: String,
    /// A further origin whose login codes and links are followed; may be given more than once.
    #[arg(long)]
    link: Vec<String>,
    /// Seconds by which the phone's clock differs from the real one.
    #[arg(long, default_value_t = 0, allow_hyphen_values = true)]
    clock_shift: i64,
}

/// Why a phone ended by itself.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PhoneError {
    /// The gateway's address is neither https nor on this machine.
    #[error("gateway address is refused")]
    Gateway(#[from] leling_net::EndpointError),
    /// The core did not begin, or ended.
    #[error("the core ended")]
    Core(#[from] CoreError),
    /// Nobody reads the phone's lines any more, or its folder cannot be made.
    #[error("a stream or folder of the phone failed")]
    Io(#[from] io::Error),
}

/// What the one thread takes in turn.
enum Letter {
    Line(ToPhone),
    Perform(RequestId, PlatformOp),
    Changed(u64),
    Off,
}

/// The part of the phone that the core calls; it only passes letters on.
struct Hands(Sender<Letter>);

impl Platform for Hands {
    fn screen_changed(&self, revision: u64) {
        let _ = self.0.send(Letter::Changed(revision));
    }

    fn perform(&self, request: RequestId, op: PlatformOp) {
        let _ = self.0.send(Letter::Perform(request, op));
    }
}

/// Runs a phone until its standard input ends.
///
/// # Errors
/// [`PhoneError`].
pub(crate) fn run(args: &PhoneArgs) -> Result<(), PhoneError> {
    let endpoint = Endpoint::https(&args.gateway).or_else(|_| Endpoint::demo_loopback(&args.gateway))?;
    let shift = Arc::new(AtomicI64::new(args.clock_shift));
    let store = args.dir.join("store");
    crate::files::private_dir(&store)?;
    let (letters, mailbox) = channel();
    let wall = Arc::clone(&shift);
    let options = Options {
        dir: store,
        endpoint,
        links: args.link.clone(),
        extra_roots: Vec::new(),
        platform: PlatformKind::Simulator,
        wall: Arc::new(move || Timestamp::from_seconds(clock::seconds().saturating_add(wall.load(Ordering::Relaxed)))),
    };
    let core = Core::open(options, Arc::new(Hands(letters.clone())))?;
    let keys = SoftwareKeys::new(args.dir.join("keys"));
    let mut phone = Phone { core, keys, shift, shown: None, out: io::stdout() };
    phone.show()?;
    std::thread::spawn(move || read_lines(&letters));
    let ended = phone.serve(&mailbox);
    phone.core.close();
    ended
}

/// Passes lines on; the end of the stream, or a line that has no end, switches the phone off.
fn read_lines(letters: &Sender<Letter>) {
    let mut stdin = io::stdin().lock();
    loop {
        let letter = match next_line(&mut stdin) {
            Ok(Some(line)) => match from_line(&line) {
                Ok(message) => Letter::Line(message),
                Err(error) => {
                    tracing::warn!(%error, "line refused");
                    continue;
                }
            },
            Ok(None) | Err(_) => Letter::Off,
        };
        let last = matches!(letter, Letter::Off);
        if letters.send(letter).is_err() || last {
            return;
        }
    }
}

struct Phone<W> {
    core: Core,
    keys: SoftwareKeys,
    shift: Arc<AtomicI64>,
    shown: Option<u64>,
    out: W,
}

impl<W: Write> Phone<W> {
    fn serve(&mut self, mailbox: &Receiver<Letter>) -> Result<(), PhoneError> {
        while let Ok(letter) = mailbox.recv() {
            match letter {
                Letter::Line(ToPhone::Dispatch { event }) => self.core.dispatch(event)?,
                Letter::Line(ToPhone::Complete { request, outcome }) => self.core.complete(request, outcome)?,
                Letter::Line(ToPhone::Frame { width, height, t_ms, y, uv }) => {
                    self.see(width, height, t_ms, &y.0, uv.map(|uv| uv.0))?;
                }
                Letter::Line(ToPhone::Clock { seconds }) => self.shift.store(seconds, Ordering::Relaxed),
                Letter::Perform(request, op) => self.perform(request, op)?,
                Letter::Changed(revision) if self.shown.is_none_or(|shown| shown < revision) => self.show()?,
                Letter::Changed(_) => {}
                Letter::Off => break,
            }
        }
        Ok(())
    }

    fn perform(&mut self, request: RequestId, op: PlatformOp) -> Result<(), PhoneError> {
        if matches!(op, PlatformOp::Suspended) {
            self.core.complete(request, PlatformOutcome::Done)?;
        } else if let Some(outcome) = self.keys.answer(&op) {
            self.core.complete(request, outcome)?;
        } else {
            self.write(&FromPhone::Perform { request, op })?;
        }
        Ok(())
    }

    /// Offers a picture to the core; one whose numbers do not belong together is a fault of whoever drives the phone.
    fn see(&self, width: usize, height: usize, t_ms: u64, y: &[u8], uv: Option<Vec<u8>>) -> Result<(), CoreError> {
        let row = width.div_ceil(2).saturating_mul(2);
        let grey = || vec![GREY; row.saturating_mul(height.div_ceil(2)).min(y.len() * 2)];
        let uv = uv.unwrap_or_else(grey);
        let (uv_order, rotation) = (UvOrder::CbCr, Turn::None);
        let frame = Frame { y, uv: &uv, uv_order, width, height, y_stride: width, uv_stride: row, rotation, t_ms };
        match self.core.offer_frame(frame) {
            Err(CoreError::Frame) => {
                tracing::warn!("picture refused");
                Ok(())
            }
            other => other,
        }
    }

    /// Shows the newest screen; letters about older ones that still wait then change nothing.
    fn show(&mut self) -> Result<(), PhoneError> {
        let screen = Box::new(self.core.screen()?);
        self.shown = Some(screen.revision);
        self.write(&FromPhone::Screen { screen })?;
        Ok(())
    }

    fn write(&mut self, message: &FromPhone) -> io::Result<()> {
        self.out.write_all(to_line(message).as_bytes())?;
        self.out.flush()
    }
}
