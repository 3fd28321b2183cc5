//! A server as a process of its own: started, asked what it has spent, killed in the end.

use std::{
    fs,
    io::{BufRead, BufReader, Read as _},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
};

use crate::Failed;
use leling_faults::strace;

/// Ticks of `/proc/PID/stat` in a second: fixed by the kernel's interface (proc(5), `sysconf(_SC_CLK_TCK)`).
const TICKS: f64 = 100.0;

/// A running server.
#[derive(Debug)]
pub struct Process {
    child: Child,
    /// Address and port.
    pub host: String,
}

impl Process {
    /// Starts a server that prints the line `listening on SCHEME://ADDRESS`; what it logs is dropped.
    ///
    /// # Errors
    /// The system's.
    pub fn start(command: Command) -> Result<Self, Failed> {
        Self::start_logging(command, Stdio::null())
    }

    /// Starts a server that prints the line `listening on SCHEME://ADDRESS` and logs to `log`.
    ///
    /// # Errors
    /// The system's.
    pub fn start_logging(mut command: Command, log: impl Into<Stdio>) -> Result<Self, Failed> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn()?;
        let output = child.stdout.take().ok_or("standard output is piped")?;
        let mut process = Self { child, host: String::new() };
        let mut lines = BufReader::new(output).lines();
        for line in lines.by_ref() {
            if let Some((_, host)) = line?.split_once("://") {
                host.trim_end_matches('/').clone_into(&mut process.host);
                // A server that prints later must find a reader: Node ends where it cannot write.
                thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
                return Ok(process);
            }
        }
        Err("a server ended before it listened".into())
    }

    /// Gives user and system time of all its threads so far, in microseconds; exact to a hundredth of a second.
    ///
    /// # Errors
    /// The system's.
    pub fn cpu_micros(&self) -> Result<f64, Failed> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name in brackets may hold anything; fields 14 and 15 are the 12th and 13th after it.
        let (_, fields) = stat.rsplit_once(')').ok_or("stat has no name")?;
        let mut times = fields.split_whitespace().skip(11).map(str::parse::<u32>);
        let mut next = || times.next().ok_or("stat is too short");
        Ok((f64::from(next()??) + f64::from(next()??)) / TICKS * 1e6)
    }

    /// Gives its resident memory in megabytes.
    ///
    /// # Errors
    /// The system's.
    pub fn resident_megabytes(&self) -> Result<f64, Failed> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("status has no VmRSS")?;
        let kilobytes: u32 = line.split_whitespace().next().ok_or("VmRSS has no number")?.parse()?;
        Ok(f64::from(kilobytes) / 1_000.0)
    }

    /// Counts its calls that wait for the disk while `work` runs; `None` where strace cannot be used.
    ///
    /// # Errors
    /// The system's.
    pub fn fsyncs_during(&self, log: &Path, work: impl FnOnce() -> Result<(), Failed>) -> Result<Option<f64>, Failed> {
        if !strace::is_there() {
            return Ok(None);
        }
        let mut tracer = Command::new("strace")
            .args(["-f", "-e", "trace=fsync,fdatasync", "-o"])
            .arg(log)
            .args(["-p", &self.child.id().to_string()])
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let said = tracer.stderr.take().ok_or("standard error is piped")?;
        let mut said = BufReader::new(said);
        let mut line = String::new();
        said.read_line(&mut line)?;
        let worked = if line.contains("attached") { work() } else { Err(format!("strace said {line}").into()) };
        // On an interrupt strace lets go of the process and writes what it still holds.
        let interrupted = Command::new("kill").args(["-INT", &tracer.id().to_string()]).status()?;
        if !interrupted.success() {
            tracer.kill()?;
        }
        said.read_to_string(&mut line)?;
        tracer.wait()?;
        worked?;
        let count = fs::read_to_string(log)?.lines().filter(|line| line.contains("sync(")).count();
        Ok(Some(f64::from(u32::try_from(count)?)))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
