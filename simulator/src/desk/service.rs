//! A process that serves pages or an API: started, restarted when it dies, and found again at its new address.

use std::{ffi::OsString, io, net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::ChildStdout,
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::{sleep, timeout},
};

use super::child::{Nursery, Process, Spawned, Wrapper};

/// How long it may take to listen; the gateway's first start makes keys and registers the demonstration's people.
const START_LIMIT: Duration = Duration::from_mins(1);

/// Pause before a process that died is started again.
const PAUSE: Duration = Duration::from_secs(1);

/// What it prints when it can be called.
const LISTENING: &str = "listening on ";

/// A service that is kept running.
#[derive(Debug)]
pub(super) struct Service {
    address: watch::Receiver<SocketAddr>,
    lines: mpsc::UnboundedSender<String>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

/// How a service is started.
#[derive(Clone, Debug)]
pub(super) struct ServicePlan {
    /// Name of its log.
    pub(super) name: &'static str,
    pub(super) args: Vec<OsString>,
    pub(super) nursery: Nursery,
}

/// A service that listens.
struct Running {
    process: Process,
    /// Held, because the process ends when it is closed.
    stdin: tokio::process::ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    address: SocketAddr,
}

impl Service {
    /// Starts the process and waits until it listens; `address` learns where, now and whenever that changes.
    ///
    /// # Errors
    /// The process does not start, or says nothing in time.
    pub(super) async fn start(plan: ServicePlan, address: watch::Sender<SocketAddr>) -> io::Result<Self> {
        let running = plan.start().await?;
        address.send_replace(running.address);
        let watched = address.subscribe();
        let (stop, stopped) = oneshot::channel();
        let (lines, waiting) = mpsc::unbounded_channel();
        let task = tokio::spawn(keep(plan, running, address, waiting, stopped));
        Ok(Self { address: watched, lines, stop: Some(stop), task })
    }

    /// Where it listens, as that changes.
    pub(super) fn address(&self) -> watch::Receiver<SocketAddr> {
        self.address.clone()
    }

    /// The way to its standard input, a line at a time.
    pub(super) fn lines(&self) -> mpsc::UnboundedSender<String> {
        self.lines.clone()
    }

    /// Ends the process.
    pub(super) async fn stop(mut self) {
        drop(self.stop.take());
        let _ = self.task.await;
    }
}

impl ServicePlan {
    async fn start(&self) -> io::Result<Running> {
        let Spawned { process, stdin, stdout } = self.nursery.spawn(self.name, Wrapper::Direct, &self.args)?;
        let mut lines = BufReader::new(stdout).lines();
        match timeout(START_LIMIT, listening(&mut lines)).await {
            Ok(Some(address)) => Ok(Running { process, stdin, lines, address }),
            Ok(None) => Err(io::Error::other("the process ended before it listened")),
            Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "the process does not listen")),
        }
    }
}

/// Reads lines until the one that tells the address; `None` when the process ends before.
async fn listening(lines: &mut Lines<BufReader<ChildStdout>>) -> Option<SocketAddr> {
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(address) = address_in(&line) {
            return Some(address);
        }
    }
    None
}

fn address_in(line: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once(LISTENING)?;
    let word = rest.split_whitespace().next()?;
    let bare = word.strip_prefix("http://").unwrap_or(word);
    bare.trim_end_matches('/').parse().ok()
}

async fn keep(
    plan: ServicePlan,
    mut running: Running,
    address: watch::Sender<SocketAddr>,
    mut waiting: mpsc::UnboundedReceiver<String>,
    mut stopped: oneshot::Receiver<()>,
) {
    loop {
        tokio::select! {
            _ = &mut stopped => {
                drop(running.stdin);
                return running.process.end().await;
            }
            Some(mut line) = waiting.recv() => {
                line.push('\n');
                if running.stdin.write_all(line.as_bytes()).await.is_err() {
                    tracing::warn!(name = plan.name, "a line came too late");
                }
                continue;
            }
            // What it prints later is nobody's business, but a full pipe would stop it.
            () = drain(&mut running.lines, &mut running.process) => {}
        }
        tracing::warn!(name = plan.name, "a process ended; it is started again");
        running = loop {
            tokio::select! {
                _ = &mut stopped => return,
                () = sleep(PAUSE) => {}
            }
            match plan.start().await {
                Ok(running) => break running,
                Err(error) => tracing::warn!(name = plan.name, %error, "a process does not start"),
            }
        };
        address.send_replace(running.address);
    }
}

async fn drain(lines: &mut Lines<BufReader<ChildStdout>>, process: &mut Process) {
    while let Ok(Some(_)) = lines.next_line().await {}
    process.ended().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_in_the_line() {
        let address = Some("127.0.0.1:4321".parse().unwrap());
        for line in [
            "listening on 127.0.0.1:4321",
            "listening on http://127.0.0.1:4321",
            "info: listening on http://127.0.0.1:4321/ (demo)",
        ] {
            assert_eq!(address_in(line), address, "{line}");
        }
        assert_eq!(address_in("listening on nothing"), None);
        assert_eq!(address_in("127.0.0.1:4321"), None);
    }
}
