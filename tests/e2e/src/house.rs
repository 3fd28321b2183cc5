//! A gateway with its phones, all real processes, gone at the end.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use leling_code::Picture;
use leling_code::simulate::{Hardship, photograph};
use leling_faults::gateway::Gateway;
use leling_faults::phone::{Next, Phone};
use leling_faults::programs;
use leling_faults::strace::{self, Calls};
use leling_screen::node::CameraFrame;
use leling_screen::screen::VoiceState;
use leling_screen::{NodeKind, Screen, SystemEvent};

/// How long an expectation may take to come true.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Sides of what a phone's camera takes.
const FILM: (usize, usize) = (480, 480);

/// Pause between two pictures of a camera.
const BETWEEN_FRAMES: Duration = Duration::from_millis(250);

/// Pause of a person who answers; what comes sooner may be the app's own words from the loudspeaker.
const BREATH: Duration = Duration::from_secs(2);

/// How long a press may take to show.
const GLANCE: Duration = Duration::from_millis(500);

/// A folder with a running gateway.
pub struct House {
    folder: tempfile::TempDir,
    /// The gateway.
    pub gateway: Gateway,
}

impl House {
    /// Starts a gateway whose codes follow from the seed 1.
    ///
    /// # Errors
    /// When the programs are not built or do not start.
    pub fn open() -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| format!("failed to make a folder: {error}"))?;
        let gateway = Gateway::start(&folder.path().join("gateway"), log(folder.path(), "gateway")?)?;
        Ok(Self { folder, gateway })
    }

    /// Kills the gateway and starts it again at its address, on its data.
    ///
    /// # Errors
    /// When it does not start again.
    pub fn restart_gateway(&mut self) -> Result<(), String> {
        let log = log(self.folder(), "gateway")?;
        self.gateway.restart(log)
    }

    /// Starts the phone of that name, or the one that was there before, with its store and its keys.
    ///
    /// # Errors
    /// When the program is not built or does not start.
    pub fn phone(&self, name: &str) -> Result<Hand, String> {
        self.phone_to(name, &self.gateway.url, 0)
    }

    /// As [`House::phone`], with another address of the gateway and a clock that is off by some seconds.
    ///
    /// # Errors
    /// When the program is not built or does not start.
    pub fn phone_to(&self, name: &str, gateway: &str, clock_shift: i64) -> Result<Hand, String> {
        let mut command = Command::new(programs::find("leling-simulator")?);
        command.args(["phone", "--gateway", gateway]).arg(format!("--clock-shift={clock_shift}"));
        // Where it goes by a cable, codes name the gateway itself.
        command.args(["--link", &self.gateway.url]);
        self.start(name, command)
    }

    /// As [`House::phone`], on a disk that is full for its store; `None` where strace cannot be used.
    ///
    /// # Errors
    /// When the program is not built or does not start.
    pub fn phone_on_a_full_disk(&self, name: &str) -> Result<Option<Hand>, String> {
        if !strace::is_there() {
            return Ok(None);
        }
        let store = |file: &str| self.folder.path().join(name).join("store").join(file);
        let files = ["store.db", "store.db-wal", "outbox.db", "outbox.db-wal"].map(store).to_vec();
        let calls = Calls { names: "pwrite64,ftruncate", files };
        let mut command = strace::full_from(&programs::find("leling-simulator")?, &calls, 1);
        command.args(["phone", "--gateway", &self.gateway.url]);
        self.start(name, command).map(Some)
    }

    fn start(&self, name: &str, mut command: Command) -> Result<Hand, String> {
        command.arg("--dir").arg(self.folder.path().join(name));
        let phone = Phone::start(command, log(self.folder(), name)?)
            .map_err(|error| format!("failed to start a phone: {error}"))?;
        Ok(Hand { phone, screen: None })
    }

    /// Gives the folder in which everything lies.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// Opens the log of a program, after what it logged before.
fn log(folder: &Path, name: &str) -> Result<File, String> {
    let path = folder.join(format!("{name}.log"));
    File::options().create(true).append(true).open(path).map_err(|error| format!("failed to open a log: {error}"))
}

/// A phone in somebody's hand: the newest screen is always looked at first.
pub struct Hand {
    phone: Phone,
    screen: Option<Box<Screen>>,
}

impl Hand {
    /// Gives the newest screen; waits for the first one.
    ///
    /// # Errors
    /// When the phone is dead or shows nothing.
    pub fn look(&mut self) -> Result<&Screen, String> {
        let wait = if self.screen.is_none() { PATIENCE } else { Duration::from_millis(1) };
        match self.phone.next(wait) {
            Next::Screen(screen) => self.screen = Some(screen),
            Next::Dead => return Err("the phone is dead".to_owned()),
            Next::Quiet => {}
        }
        self.screen.as_deref().ok_or_else(|| "the phone shows nothing".to_owned())
    }

    /// Looks until `holds` says yes.
    ///
    /// # Errors
    /// With what `holds` last said, after [`PATIENCE`].
    pub fn until(&mut self, mut holds: impl FnMut(&Screen) -> Result<(), String>) -> Result<&Screen, String> {
        let end = Instant::now() + PATIENCE;
        loop {
            match holds(self.look()?) {
                Ok(()) => break,
                Err(why) if Instant::now() >= end => {
                    let screen = self.look()?;
                    let told = screen.node("error").map_or("", |node| node.speech.as_str());
                    return Err(format!("on {} (revision {}): {why}; {told}", screen.id.as_str(), screen.revision));
                }
                Err(_) => std::thread::sleep(Duration::from_millis(10)),
            }
        }
        self.look()
    }

    /// Waits for the screen of that name.
    ///
    /// # Errors
    /// When it does not come.
    pub fn arrive(&mut self, name: &str) -> Result<&Screen, String> {
        self.until(|screen| if screen.id.as_str() == name { Ok(()) } else { Err(format!("{name} does not come")) })
    }

    /// Presses a part, once it is there.
    ///
    /// # Errors
    /// When it does not come.
    pub fn press(&mut self, id: &str) -> Result<(), String> {
        self.until(|screen| if has_key(screen, id) { Ok(()) } else { Err(format!("there is no {id} to press")) })?;
        let screen = self.look()?.clone();
        self.phone.press(&screen, &id.into());
        self.see_change(screen.revision)
    }

    /// Gives a press the moment that a person needs to see what it did; some change nothing that is drawn.
    fn see_change(&mut self, before: u64) -> Result<(), String> {
        let end = Instant::now() + GLANCE;
        while Instant::now() < end && self.look()?.revision == before {
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Types a whole text into a field, once it is there.
    ///
    /// # Errors
    /// When it does not come.
    pub fn enter(&mut self, id: &str, text: &str) -> Result<(), String> {
        self.until(|screen| if field(screen, id).is_some() { Ok(()) } else { Err(format!("there is no field {id}")) })?;
        let screen = self.look()?.clone();
        self.phone.edit(&screen, &id.into(), text);
        self.until(|screen| match field(screen, id) {
            Some(now) if now != text => Err(format!("{id} does not take the text")),
            _ => Ok(()),
        })?;
        Ok(())
    }

    /// Says something: where the app reads aloud, a breath after it has ended, so that it is no echo of that.
    ///
    /// # Errors
    /// When the app does not stop reading.
    pub fn say(&mut self, words: &str) -> Result<(), String> {
        let reads = |screen: &Screen| screen.voice.as_ref().map(|voice| voice.state) == Some(VoiceState::Speaking);
        let screen = self.until(|screen| if reads(screen) { Err("it reads aloud".to_owned()) } else { Ok(()) })?;
        if screen.voice.is_some() {
            std::thread::sleep(BREATH);
        }
        self.phone.say(words);
        Ok(())
    }

    /// Tells what changed around the app.
    pub fn system(&mut self, change: SystemEvent) {
        self.phone.system(change);
    }

    /// Hands over a link that the app has claimed.
    pub fn link(&mut self, url: &str) {
        self.phone.link(url);
    }

    /// Holds the phone before what `light` shows, a little differently each time, until it shows another screen.
    ///
    /// # Errors
    /// When there is nothing to see, or nothing comes of it in [`PATIENCE`].
    pub fn hold_before(&mut self, mut light: impl FnMut() -> Result<Picture, String>) -> Result<(), String> {
        self.until(|screen| if looks(screen) { Ok(()) } else { Err("no camera looks for a code".to_owned()) })?;
        let end = Instant::now() + PATIENCE;
        for seed in 0.. {
            let photo = photograph(&light()?, FILM.0, FILM.1, &Hardship::Counter.degradation(seed), seed);
            self.phone.see(photo.width(), photo.height(), photo.data());
            let until = Instant::now() + BETWEEN_FRAMES;
            while Instant::now() < until {
                if !looks(self.look()?) {
                    return Ok(());
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            if Instant::now() >= end {
                return Err("the camera sees no code".to_owned());
            }
        }
        Ok(())
    }

    /// Waits for a link that the app hands back to another app.
    ///
    /// # Errors
    /// When none comes.
    pub fn opened(&mut self) -> Result<String, String> {
        let end = Instant::now() + PATIENCE;
        loop {
            self.look()?;
            if let Some(link) = self.phone.opened().pop() {
                return Ok(link);
            }
            if Instant::now() >= end {
                return Err("no link is handed back".to_owned());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Kills the phone as `kill -9` does.
    pub fn kill(self) {
        self.phone.kill();
    }
}

/// Says whether a screen looks for a code through the camera.
fn looks(screen: &Screen) -> bool {
    screen.nodes().any(|node| matches!(node.kind, NodeKind::CameraStage { frame: CameraFrame::Code, .. }))
}

/// Says whether a part of that name can be pressed.
pub fn has_key(screen: &Screen, id: &str) -> bool {
    let mut found = false;
    screen.for_each_key(|key| found |= key.id.as_str() == id);
    found
}

/// Gives the words that are drawn of a card or notice; what is spoken spells names of places by their sound.
pub fn drawn(screen: &Screen, id: &str) -> String {
    let words = match screen.node(id).map(|node| &node.kind) {
        Some(NodeKind::PersonCard { name, relation, .. }) => [Some(name), relation.as_ref()],
        Some(NodeKind::Notice { lead, more, .. }) => [Some(lead), more.as_ref()],
        _ => [None, None],
    };
    words.into_iter().flatten().map(leling_screen::Text::display).collect()
}

/// Gives the text of a field.
pub fn field<'a>(screen: &'a Screen, id: &str) -> Option<&'a str> {
    match &screen.node(id)?.kind {
        NodeKind::TextField { value, .. } | NodeKind::DigitField { value, .. } => Some(&value.text),
        _ => None,
    }
}
