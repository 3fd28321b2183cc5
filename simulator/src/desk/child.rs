//! A child process of this same binary: started with pipes and a log, ended gently or at once, never left behind.
//!
//! A child is in a process group of its own, so that a Ctrl-C in the terminal reaches the desk alone, which then ends the
//! children in order. Each child ends by itself when its standard input ends, also after a kill -9 of the desk.

use std::{
    ffi::OsStr,
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tokio::{
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};

use crate::files;

/// How long a child may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(3);

/// Size in bytes from which a log is begun anew.
const LOG_LIMIT: u64 = 4 << 20;

/// Where children come from and where their logs go.
#[derive(Clone, Debug)]
pub(super) struct Nursery {
    exe: PathBuf,
    logs: PathBuf,
}

/// A child and the two ends of its pipes.
pub(super) struct Spawned {
    pub(super) process: Process,
    pub(super) stdin: ChildStdin,
    pub(super) stdout: ChildStdout,
}

/// A child without its pipes; dropping it kills the child.
#[derive(Debug)]
pub(super) struct Process(Child);

/// What runs a child: it directly, or a program that takes its command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrapper {
    /// Nothing between.
    Direct,
    /// `unshare -n`: without a network, for the administrator.
    NoNetwork,
    /// `unshare -r -n`: without a network, for everybody, where user namespaces are allowed.
    NoNetworkAsUser,
}

impl Wrapper {
    fn command(self, exe: &Path) -> Command {
        let flags: &[&str] = match self {
            Self::Direct => return Command::new(exe),
            Self::NoNetwork => &["-n"],
            Self::NoNetworkAsUser => &["-r", "-n"],
        };
        let mut command = Command::new("unshare");
        command.args(flags).arg("--").arg(exe);
        command
    }

    /// Finds out what this machine allows.
    pub(super) async fn without_network() -> Self {
        for wrapper in [Self::NoNetwork, Self::NoNetworkAsUser] {
            let mut trial = wrapper.command(Path::new("true"));
            trial.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            if trial.status().await.is_ok_and(|status| status.success()) {
                return wrapper;
            }
        }
        Self::Direct
    }
}

impl Nursery {
    /// Children of the running binary, with logs in `logs`.
    pub(super) fn new(logs: PathBuf) -> io::Result<Self> {
        files::private_dir(&logs)?;
        Ok(Self { exe: std::env::current_exe()?, logs })
    }

    /// Starts a child whose standard error goes to the log of that name.
    pub(super) fn spawn<S: AsRef<OsStr>>(
        &self,
        log: &str,
        wrapper: Wrapper,
        args: impl IntoIterator<Item = S>,
    ) -> io::Result<Spawned> {
        let mut command = wrapper.command(&self.exe);
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(self.log(log)?).kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn()?;
        let pipes = (child.stdin.take(), child.stdout.take());
        let (Some(stdin), Some(stdout)) = pipes else { return Err(io::Error::other("child has no pipes")) };
        Ok(Spawned { process: Process(child), stdin, stdout })
    }

    fn log(&self, name: &str) -> io::Result<Stdio> {
        let path = self.logs.join(name).with_extension("log");
        let full = fs::metadata(&path).is_ok_and(|found| found.len() > LOG_LIMIT);
        let mut options = OpenOptions::new();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let log =
            if full { options.write(true).create(true).truncate(true) } else { options.append(true).create(true) };
        Ok(log.open(path)?.into())
    }
}

impl Process {
    /// Waits for the child to end by itself, and kills it after a while; its standard input must be closed before.
    pub(super) async fn end(mut self) {
        if timeout(PATIENCE, self.0.wait()).await.is_err() {
            tracing::warn!("a child did not end by itself");
            self.kill().await;
        }
    }

    /// Ends the child at once, as a kill -9 does.
    pub(super) async fn kill(mut self) {
        if self.0.kill().await.is_err() {
            tracing::warn!("a child cannot be killed");
        }
    }

    /// Waits until the child has ended, by whatever cause.
    pub(super) async fn ended(&mut self) {
        let _ = self.0.wait().await;
    }
}
