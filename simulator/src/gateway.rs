//! The gateway as a child of the desk: `leling-gateway` itself, which also ends when its standard input does.
//!
//! So a desk that is killed leaves no gateway behind.

use std::{ffi::OsString, io, process::ExitCode};

/// Runs the gateway with its own command line.
pub(crate) fn run(args: Vec<OsString>) -> ExitCode {
    std::thread::spawn(|| {
        // What comes in is nobody's business; only its end is.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        stop();
    });
    leling_gateway::cli::run([OsString::from("leling-gateway")].into_iter().chain(args))
}

/// Stops the gateway as its operator would.
#[cfg(unix)]
fn stop() {
    use rustix::process::{Signal, getpid, kill_process};
    if kill_process(getpid(), Signal::TERM).is_err() {
        std::process::exit(1);
    }
}

#[cfg(not(unix))]
fn stop() {
    std::process::exit(0);
}
