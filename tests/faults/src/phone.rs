//! A phone as a process: JSON lines in and out, a real pid to kill.
//!
//! In: `{"type":"dispatch","event":UiEvent}`, `{"type":"complete","request":N,"outcome":PlatformOutcome}` and, for its camera,
//! `{"type":"frame","width":W,"height":H,"t_ms":T,"y":BASE64}`. Out: `{"type":"screen","screen":Screen}` and
//! `{"type":"perform","request":N,"op":PlatformOp}`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use leling_screen::node::NodeId;
use leling_screen::platform::Bytes;
use leling_screen::{PlatformOp, PlatformOutcome, RequestId, Screen, SystemEvent, UiEvent};
use serde::{Deserialize, Serialize};

/// How long a phone may take to leave once its input is closed.
const LEAVING: Duration = Duration::from_secs(5);

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ToPhone<'a> {
    Dispatch { event: &'a UiEvent },
    Complete { request: RequestId, outcome: PlatformOutcome },
    Frame { width: usize, height: usize, t_ms: u64, y: Bytes },
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum FromPhone {
    Screen {
        screen: Box<Screen>,
    },
    Perform {
        request: RequestId,
        op: PlatformOp,
    },
    #[serde(other)]
    Other,
}

/// What a wait for the next screen brought.
#[derive(Debug)]
pub enum Next {
    /// A newer screen.
    Screen(Box<Screen>),
    /// Nothing in that time.
    Quiet,
    /// The process is gone.
    Dead,
}

/// A running phone.
pub struct Phone {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<FromPhone>,
    edits: BTreeMap<NodeId, u64>,
    frames: u64,
    opened: Vec<String>,
}

impl Phone {
    /// Starts `command`, which holds the program and its arguments; what it logs goes to `log`.
    ///
    /// # Errors
    /// When the process cannot be started.
    pub fn start(mut command: Command, log: File) -> std::io::Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log).spawn()?;
        let lines = BufReader::new(child.stdout.take().expect("standard output is piped"));
        let (send, output) = channel();
        thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                let Ok(message) = serde_json::from_str(&line) else { continue };
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        Ok(Self { input: child.stdin.take(), child, output, edits: BTreeMap::new(), frames: 0, opened: Vec::new() })
    }

    /// Waits for the next screen; of several that wait already, the newest. Requests to the hardware are answered as done.
    pub fn next(&mut self, at_most: Duration) -> Next {
        let end = Instant::now() + at_most;
        let mut newest = None;
        loop {
            let left = if newest.is_some() { Duration::ZERO } else { end.saturating_duration_since(Instant::now()) };
            match self.output.recv_timeout(left) {
                Ok(FromPhone::Screen { screen }) => newest = Some(screen),
                Ok(FromPhone::Perform { request, op }) => self.perform(request, op),
                Ok(FromPhone::Other) => {}
                Err(RecvTimeoutError::Timeout) => return newest.map_or(Next::Quiet, Next::Screen),
                Err(RecvTimeoutError::Disconnected) => return newest.map_or(Next::Dead, Next::Screen),
            }
        }
    }

    /// Does what the hardware would; what is read aloud is over at once.
    fn perform(&mut self, request: RequestId, op: PlatformOp) {
        self.send(&ToPhone::Complete { request, outcome: PlatformOutcome::Done });
        match op {
            PlatformOp::OpenApp { link } => self.opened.push(link),
            PlatformOp::Speak { .. } => self.system(SystemEvent::SpeechEnded),
            _ => {}
        }
    }

    /// Presses a part of a screen that was seen.
    pub fn press(&mut self, screen: &Screen, id: &NodeId) {
        self.send(&ToPhone::Dispatch { event: &UiEvent::Press { revision: screen.revision, id: id.clone() } });
    }

    /// Types a whole value into a field of a screen that was seen.
    pub fn edit(&mut self, screen: &Screen, id: &NodeId, value: &str) {
        let seq = self.edits.entry(id.clone()).or_default();
        *seq += 1;
        let event =
            UiEvent::Edit { revision: screen.revision, id: id.clone(), value: value.to_owned(), edit_seq: *seq };
        self.send(&ToPhone::Dispatch { event: &event });
    }

    /// Says something, as a recogniser would give it.
    pub fn say(&mut self, words: &str) {
        self.send(&ToPhone::Dispatch {
            event: &UiEvent::Say { text: words.to_owned(), by: leling_screen::SaidBy::Mouth },
        });
    }

    /// Tells what changed around the app.
    pub fn system(&mut self, change: SystemEvent) {
        self.send(&ToPhone::Dispatch { event: &UiEvent::System { change } });
    }

    /// Hands over a link that the app has claimed.
    pub fn link(&mut self, url: &str) {
        self.send(&ToPhone::Dispatch { event: &UiEvent::Link { url: url.to_owned() } });
    }

    /// Shows the camera a grey picture, `width` x `height` bytes, rows from the top.
    pub fn see(&mut self, width: usize, height: usize, luma: &[u8]) {
        self.frames += 1;
        let t_ms = self.frames * 100;
        self.send(&ToPhone::Frame { width, height, t_ms, y: Bytes(luma.to_vec()) });
    }

    /// Takes the links that the app handed back to other apps since the last time.
    pub fn opened(&mut self) -> Vec<String> {
        std::mem::take(&mut self.opened)
    }

    /// Kills the process at once, as `kill -9` does.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// A phone that is gone does not read; that is seen at the next wait.
    fn send(&mut self, message: &ToPhone<'_>) {
        if let (Some(input), Ok(mut line)) = (&mut self.input, serde_json::to_vec(message)) {
            line.push(b'\n');
            let _ = input.write_all(&line).and_then(|()| input.flush());
        }
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        drop(self.input.take());
        let end = Instant::now() + LEAVING;
        while Instant::now() < end {
            if let Ok(Some(_)) = self.child.try_wait() {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
