//! The terminal as the desk has it: pixels go in, verdicts come out, and a sync now and then.

use std::{io, path::PathBuf, time::Duration};

use serde::{Serialize, de::DeserializeOwned};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{ChildStdin, ChildStdout},
    sync::Mutex,
    time::timeout,
};

use super::child::{Nursery, Process, Spawned, Wrapper};
use crate::{
    lines::from_line,
    terminal::{Header, Outcome, Status, Verdict},
};

/// How long the terminal may take for one answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a page is told of the terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct TerminalView {
    up: bool,
    list_age_days: Option<u64>,
    list_missing: bool,
    reads: u64,
    network: &'static str,
}

struct Running {
    process: Process,
    stdin: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

/// The terminal's process, one question at a time.
pub(crate) struct TerminalKeeper {
    dir: PathBuf,
    nursery: Nursery,
    wrapper: Wrapper,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    running: Option<Running>,
    reads: u64,
}

impl TerminalKeeper {
    pub(super) fn new(dir: PathBuf, nursery: Nursery, wrapper: Wrapper) -> Self {
        Self { dir, nursery, wrapper, inner: Mutex::default() }
    }

    /// The folder from which the terminal lives.
    pub(crate) fn dir(&self) -> &std::path::Path {
        &self.dir
    }

    /// Shows it a picture.
    ///
    /// # Errors
    /// `InvalidInput` for sides that do not fit; otherwise the process failed.
    pub(crate) async fn look(&self, width: usize, height: usize, pixels: &[u8]) -> io::Result<Verdict> {
        let header = Header::look(width, height, pixels.len()).ok_or(io::ErrorKind::InvalidInput)?;
        let mut inner = self.inner.lock().await;
        let verdict: Verdict = self.ask(&mut inner, header, pixels).await?;
        inner.reads += u64::from(verdict.verdict != Outcome::Nothing);
        Ok(verdict)
    }

    /// Tells how it stands; a process that does not answer is down.
    pub(crate) async fn view(&self) -> TerminalView {
        self.stand(Header::Status).await
    }

    /// Lets it read keys and list again.
    pub(crate) async fn reload(&self) -> TerminalView {
        self.stand(Header::Reload).await
    }

    /// Ends the process and starts it again.
    pub(crate) async fn restart(&self) -> TerminalView {
        self.stop().await;
        self.view().await
    }

    /// Ends the process.
    pub(super) async fn stop(&self) {
        if let Some(Running { process, stdin, lines }) = self.inner.lock().await.running.take() {
            drop((stdin, lines));
            process.end().await;
        }
    }

    async fn stand(&self, header: Header) -> TerminalView {
        let mut inner = self.inner.lock().await;
        let status = self.ask::<Status>(&mut inner, header, &[]).await.ok();
        TerminalView {
            up: status.is_some(),
            list_age_days: status.and_then(|status| status.list_age_days),
            list_missing: status.is_none_or(|status| status.list_missing),
            reads: inner.reads,
            network: if self.wrapper == Wrapper::Direct { "shared" } else { "none" },
        }
    }

    /// One question and its answer; a process that fails in it is killed, and the next question starts another.
    async fn ask<T: DeserializeOwned>(&self, inner: &mut Inner, header: Header, pixels: &[u8]) -> io::Result<T> {
        let mut running = match inner.running.take() {
            Some(running) => running,
            None => self.start()?,
        };
        match timeout(PATIENCE, exchange(&mut running, header, pixels)).await {
            Ok(Ok(line)) => {
                inner.running = Some(running);
                from_line(&line).map_err(io::Error::other)
            }
            Ok(Err(error)) => {
                running.process.kill().await;
                Err(error)
            }
            Err(_) => {
                running.process.kill().await;
                Err(io::ErrorKind::TimedOut.into())
            }
        }
    }

    fn start(&self) -> io::Result<Running> {
        let args = ["terminal".as_ref(), "--keys".as_ref(), self.dir.as_os_str()];
        let Spawned { process, stdin, stdout } = self.nursery.spawn("terminal", self.wrapper, args)?;
        Ok(Running { process, stdin, lines: BufReader::new(stdout).lines() })
    }
}

async fn exchange(running: &mut Running, header: Header, pixels: &[u8]) -> io::Result<String> {
    running.stdin.write_all(header.to_line().as_bytes()).await?;
    running.stdin.write_all(pixels).await?;
    running.stdin.flush().await?;
    running.lines.next_line().await?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}
