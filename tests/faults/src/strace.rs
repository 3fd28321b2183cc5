//! A program under strace, killed at one chosen system call, or finding the disk full from one on.
//!
//! strace counts calls for each thread, and injects before the call takes effect: with `at: 3` the third call of a thread never
//! happens, and the whole process is gone by SIGKILL.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A group of system calls, and the files they have to be about.
#[derive(Clone, Debug)]
pub struct Calls {
    /// Names of the calls, with commas.
    pub names: &'static str,
    /// Only calls on these files; empty for all.
    pub files: Vec<PathBuf>,
}

/// Says whether strace can be used here.
pub fn is_there() -> bool {
    let tried = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).stdin(Stdio::null()).output();
    tried.is_ok_and(|output| output.status.success())
}

/// Wraps `program` so that it is killed at the `at`-th of `calls`, counted from 1.
pub fn killed_at(program: &Path, calls: &Calls, at: usize) -> Command {
    let mut command = wrapped(calls, Path::new("/dev/null"));
    command.arg("-e").arg(format!("inject={}:signal=KILL:when={at}", calls.names));
    command.arg(program);
    command
}

/// Wraps `program` so that the `at`-th of `calls` and all after it find the disk full, counted from 1.
pub fn full_from(program: &Path, calls: &Calls, at: usize) -> Command {
    let mut command = wrapped(calls, Path::new("/dev/null"));
    command.arg("-e").arg(format!("inject={}:error=ENOSPC:when={at}+", calls.names));
    command.arg(program);
    command
}

/// Wraps `program` so that its `calls` are written to `log`.
pub fn counted(program: &Path, calls: &Calls, log: &Path) -> Command {
    let mut command = wrapped(calls, log);
    command.arg(program);
    command
}

/// Reads how many calls the busiest thread made.
///
/// # Errors
/// When the log cannot be read.
pub fn most_by_one_thread(log: &Path) -> std::io::Result<usize> {
    let mut by_thread: BTreeMap<String, usize> = BTreeMap::new();
    for line in fs::read_to_string(log)?.lines() {
        // `123 pwrite64(5, ...` begins a call; `<... resumed>`, signals and exits are no calls.
        if let Some((thread, call)) = line.split_once(' ')
            && call.trim_start().starts_with(|first: char| first.is_ascii_lowercase())
        {
            *by_thread.entry(thread.to_owned()).or_default() += 1;
        }
    }
    Ok(by_thread.into_values().max().unwrap_or_default())
}

fn wrapped(calls: &Calls, log: &Path) -> Command {
    let mut command = Command::new("strace");
    // Not `--seccomp-bpf`: with it strace 6.1 counts the calls but injects nothing.
    command.args(["-f", "-qq", "-o"]).arg(log).arg("-e").arg(format!("trace={}", calls.names));
    for file in &calls.files {
        command.args([OsStr::new("-P"), file.as_os_str()]);
    }
    command
}
