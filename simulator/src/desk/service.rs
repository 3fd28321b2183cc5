//! The gateway's process: started, restarted when it dies, and found again at its new address.

use std::{ffi::OsStr, io, net::SocketAddr, path::PathBuf, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::ChildStdout,
    sync::{oneshot, watch},
    task::JoinHandle,
    time::{sleep, timeout},
};

use super::child::{Nursery, Process, Spawned, Wrapper};

/// How long a gateway may take to listen; the first start makes keys and registers the demonstration's people.
const START_LIMIT: Duration = Duration::from_mins(1);

/// Pause before a gateway that died is started again.
const PAUSE: Duration = Duration::from_secs(1);

/// What the gateway prints when it can be called.
const LISTENING: &str = "listening on ";

/// A gateway that is kept running.
#[derive(Debug)]
pub(super) struct GatewayKeeper {
    address: watch::Receiver<SocketAddr>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

/// How the gateway is started.
#[derive(Clone, Debug)]
pub(super) struct GatewayPlan {
    pub(super) data: PathBuf,
    pub(super) seed: Option<u64>,
    pub(super) nursery: Nursery,
}

/// A gateway that listens.
struct Running {
    process: Process,
    /// Held, because the gateway ends when it is closed.
    stdin: tokio::process::ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    address: SocketAddr,
}

impl GatewayKeeper {
    /// Starts the gateway and waits until it listens.
    ///
    /// # Errors
    /// The process does not start, or says nothing in time.
    pub(super) async fn start(plan: GatewayPlan) -> io::Result<Self> {
        let running = plan.start().await?;
        let (address, watched) = watch::channel(running.address);
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(keep(plan, running, address, stopped));
        Ok(Self { address: watched, stop: Some(stop), task })
    }

    /// Where it listens, as that changes.
    pub(super) fn address(&self) -> watch::Receiver<SocketAddr> {
        self.address.clone()
    }

    /// Ends the process.
    pub(super) async fn stop(mut self) {
        drop(self.stop.take());
        let _ = self.task.await;
    }
}

impl GatewayPlan {
    async fn start(&self) -> io::Result<Running> {
        let seed = self.seed.map(|seed| seed.to_string());
        let fixed = ["gateway", "serve", "--demo", "--listen", "127.0.0.1:0", "--data"].map(OsStr::new);
        let mut args = Vec::from(fixed);
        args.push(self.data.as_os_str());
        if let Some(seed) = &seed {
            args.extend([OsStr::new("--seed"), OsStr::new(seed)]);
        }
        let Spawned { process, stdin, stdout } = self.nursery.spawn("gateway", Wrapper::Direct, args)?;
        let mut lines = BufReader::new(stdout).lines();
        match timeout(START_LIMIT, listening(&mut lines)).await {
            Ok(Some(address)) => Ok(Running { process, stdin, lines, address }),
            Ok(None) => Err(io::Error::other("the gateway ended before it listened")),
            Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "the gateway does not listen")),
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
    plan: GatewayPlan,
    mut running: Running,
    address: watch::Sender<SocketAddr>,
    mut stopped: oneshot::Receiver<()>,
) {
    loop {
        tokio::select! {
            _ = &mut stopped => {
                drop(running.stdin);
                return running.process.end().await;
            }
            // What it prints later is nobody's business, but a full pipe would stop it.
            () = drain(&mut running) => {}
        }
        tracing::warn!("the gateway ended; it is started again");
        running = loop {
            tokio::select! {
                _ = &mut stopped => return,
                () = sleep(PAUSE) => {}
            }
            match plan.start().await {
                Ok(running) => break running,
                Err(error) => tracing::warn!(%error, "the gateway does not start"),
            }
        };
        let _ = address.send(running.address);
    }
}

async fn drain(running: &mut Running) {
    while let Ok(Some(_)) = running.lines.next_line().await {}
    running.process.ended().await;
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
