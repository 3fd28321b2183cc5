//! A party as a child of the desk: the sample itself, which also ends when its standard input does.

use std::{
    error::Error,
    io::{self, BufRead},
    process::ExitCode,
};

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::{cli, logs};

/// Runs a party until standard input ends; the lines from there are what its device hands to it.
pub(crate) fn run<E, F>(party: impl FnOnce(UnboundedReceiver<String>) -> F) -> ExitCode
where
    E: Error,
    F: Future<Output = Result<(), E>>,
{
    logs::to_stderr();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return cli::code(Err(error)),
    };
    let (lines, handed) = unbounded_channel();
    let (over, mut ended) = unbounded_channel();
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            let _ = lines.send(line);
        }
        let _: Result<(), _> = over.send(());
    });
    runtime.block_on(async {
        tokio::select! {
            outcome = party(handed) => cli::code(outcome),
            _ = ended.recv() => ExitCode::SUCCESS,
        }
    })
}
