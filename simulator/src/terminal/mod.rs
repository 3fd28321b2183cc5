//! The verifier terminal: pixels in, a verdict out, with nothing but a folder of public keys and a revocation list.
//!
//! It runs in a process of its own, without the gateway's database, without the phone's clock and, where the machine
//! allows, without a network. [`Terminal`] decides; [`run`] puts it on the streams of `frame`.

mod frame;
mod memory;
mod words;

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use leling_code::{Budget, Effort, Picture, read};
use leling_crypto::{
    identity_code::{Accepted, StatusError, Verifier},
    keyring::{KeyRing, KeyRingError},
};
use serde::{Deserialize, Serialize};

pub use frame::{Header, MAX_HEIGHT, MAX_WIDTH};
pub use words::Reason;

use crate::{clock, lines::to_line};
use frame::{Request, next_request};
use memory::Memory;

/// File of the revocation list in the terminal's folder.
pub const LIST_FILE: &str = "revocations.cose";

/// Each look is one picture that somebody waits for, not a frame of thirty a second.
const BUDGET: Budget = Budget { max_pixels: MAX_WIDTH * MAX_HEIGHT, max_millis: 600, effort: Effort::Thorough };

const DAY: u64 = 86_400;

/// What a terminal is started with.
#[derive(Clone, Debug, clap::Args)]
pub struct TerminalArgs {
    /// Folder with public keys (`*.jwk`) and `revocations.cose`; the terminal's own memory lies in `own` below it.
    #[arg(long)]
    keys: PathBuf,
}

/// What a look ended in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The card is good; a person still has to be looked at.
    Accepted,
    /// A code was read and is not good.
    Refused,
    /// No code was read.
    Nothing,
}

/// Whom the code is about: enough for 请核对本人, and no more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The masked name.
    pub name: String,
    /// The year of birth.
    pub birth_year: u16,
    /// The last four of the id number.
    pub last_four: String,
}

impl std::fmt::Debug for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Holder(redacted)")
    }
}

/// What the terminal says to a look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// How it ended.
    pub verdict: Outcome,
    /// Why.
    pub code: Reason,
    /// What is so, in one sentence.
    pub lead: String,
    /// What helps, in one sentence.
    pub more: String,
    /// The holder, of an accepted code only.
    pub holder: Option<Holder>,
    /// Age of the list in whole days; `None` without a list.
    pub list_age_days: Option<u64>,
    /// Level of the card, of an accepted code only: 1 identity, 2 payment too.
    pub level: Option<u8>,
}

impl Verdict {
    fn new(verdict: Outcome, code: Reason) -> Self {
        let (lead, more) = (code.lead().to_owned(), code.more().to_owned());
        Self { verdict, code, lead, more, holder: None, list_age_days: None, level: None }
    }

    fn of(outcome: Result<Accepted, Reason>) -> Self {
        match outcome {
            Ok(card) => Self {
                level: Some(card.level.number()),
                holder: Some(Holder { name: card.masked_name, birth_year: card.birth_year, last_four: card.last_four }),
                ..Self::new(Outcome::Accepted, Reason::Ok)
            },
            Err(reason @ (Reason::NoCode | Reason::Unclear)) => Self::new(Outcome::Nothing, reason),
            Err(reason) => Self::new(Outcome::Refused, reason),
        }
    }
}

/// How the terminal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Age of the list in whole days; `None` without a list.
    pub list_age_days: Option<u64>,
    /// Whether there is no list at all.
    pub list_missing: bool,
    /// How many gateways it knows.
    pub keys: usize,
}

/// Why a terminal does not start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// The folder of keys is missing, or a file in it is no public key.
    #[error("folder of keys is refused")]
    Keys(#[from] KeyRingError),
    /// A stream, the list or the terminal's memory failed.
    #[error("a stream or file of the terminal failed")]
    Io(#[from] io::Error),
}

/// A terminal: keys, list, memory.
#[derive(Debug)]
pub struct Terminal {
    dir: PathBuf,
    verifier: Verifier,
    memory: Memory,
    keys: usize,
    list: Option<Vec<u8>>,
}

impl Terminal {
    /// Opens a terminal on its folder; a list that is missing or refused is simply not there.
    ///
    /// # Errors
    /// [`TerminalError`].
    pub fn open(dir: &Path) -> Result<Self, TerminalError> {
        let ring = KeyRing::load_dir(dir)?;
        let (memory, uses) = Memory::open(&dir.join("own"))?;
        let keys = ring.len();
        let mut verifier = Verifier::new(ring);
        verifier.restore_uses(&uses);
        let mut terminal = Self { dir: dir.to_path_buf(), verifier, memory, keys, list: None };
        terminal.take_list()?;
        Ok(terminal)
    }

    /// Reads keys and list again; the uses stay, and an older list never replaces a newer one.
    ///
    /// # Errors
    /// [`TerminalError`]; keys and list are then those from before.
    pub fn reload(&mut self) -> Result<(), TerminalError> {
        let ring = KeyRing::load_dir(&self.dir)?;
        let keys = ring.len();
        let mut verifier = Verifier::new(ring);
        verifier.restore_uses(&self.verifier.export_uses());
        if let Some(list) = &self.list
            && let Err(error) = verifier.set_list(list)
        {
            tracing::warn!(%error, "the list held is not by the new keys");
            self.list = None;
        }
        (self.verifier, self.keys) = (verifier, keys);
        self.take_list()
    }

    /// Looks at a picture at `now`, Unix seconds.
    pub fn look(&mut self, picture: &Picture, now: u64) -> Verdict {
        let outcome = match read(picture.frame(), BUDGET) {
            Ok(Some(text)) => self.verify(&text, now),
            Ok(None) => Err(Reason::NoCode),
            Err(error) => {
                tracing::info!(%error, "picture not judged");
                Err(Reason::Unclear)
            }
        };
        Verdict { list_age_days: self.list_age_days(now), ..Verdict::of(outcome) }
    }

    /// Tells how the terminal stands at `now`, Unix seconds.
    pub fn status(&self, now: u64) -> Status {
        let list_age_days = self.list_age_days(now);
        Status { list_age_days, list_missing: list_age_days.is_none(), keys: self.keys }
    }

    fn verify(&mut self, text: &str, now: u64) -> Result<Accepted, Reason> {
        let outcome = self.verifier.verify(text, now).map_err(Reason::from);
        if matches!(outcome, Ok(_) | Err(Reason::Replay))
            && let Err(error) = self.memory.keep(&self.verifier.export_uses(), now)
        {
            tracing::error!(kind = ?error.kind(), "a use cannot be written down");
            return Err(Reason::Memory);
        }
        outcome
    }

    fn list_age_days(&self, now: u64) -> Option<u64> {
        self.verifier.list_age(now).map(|age| age / DAY)
    }

    fn take_list(&mut self) -> Result<(), TerminalError> {
        let bytes = match fs::read(self.dir.join(LIST_FILE)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            bytes => bytes?,
        };
        match self.verifier.set_list(&bytes) {
            Ok(()) => self.list = Some(bytes),
            Err(error @ (StatusError::Malformed | StatusError::ForeignSignature | StatusError::Older)) => {
                tracing::warn!(%error, "list refused");
            }
        }
        Ok(())
    }
}

/// Runs a terminal until its standard input ends.
///
/// # Errors
/// [`TerminalError`]; a header that cannot be read ends it too.
pub fn run(args: &TerminalArgs) -> Result<(), TerminalError> {
    let mut terminal = Terminal::open(&args.keys)?;
    let mut stdin = io::stdin().lock();
    let mut stdout = io::stdout();
    while let Some(request) = next_request(&mut stdin)? {
        let line = match request {
            Request::Look(picture) => to_line(&terminal.look(&picture, clock::unix())),
            Request::Status => to_line(&terminal.status(clock::unix())),
            Request::Reload => {
                if let Err(error) = terminal.reload() {
                    tracing::warn!(%error, "not reloaded");
                }
                to_line(&terminal.status(clock::unix()))
            }
        };
        stdout.write_all(line.as_bytes())?;
        stdout.flush()?;
    }
    Ok(())
}
