//! One child process: its output is shown as it comes and kept for counting.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// What a child process left behind.
pub(crate) struct Finished {
    /// Whether it ended with status 0.
    pub(crate) success: bool,
    /// Everything it printed on its standard output.
    pub(crate) output: String,
}

/// A command that is shown before it runs.
pub(crate) struct Step(Command);

impl Step {
    /// Prepares `program`, to be run in `dir`.
    pub(crate) fn new(program: impl AsRef<OsStr>, dir: &Path) -> Self {
        let mut command = Command::new(program);
        command.current_dir(dir);
        Self(command)
    }

    /// Prepares the cargo that runs this task.
    pub(crate) fn cargo(dir: &Path) -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), dir)
    }

    /// Adds arguments.
    pub(crate) fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.0.args(args);
        self
    }

    /// Sets a variable of the child's environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Runs to the end. A program that cannot be started counts as a failed run and says why.
    pub(crate) fn run(mut self) -> Finished {
        println!("$ {}", self.shown());
        let mut child = match self.0.stdin(Stdio::null()).stdout(Stdio::piped()).spawn() {
            Ok(child) => child,
            Err(error) => {
                println!("cannot start it: {error}");
                return Finished { success: false, output: String::new() };
            }
        };
        let mut output = String::new();
        if let Some(stdout) = child.stdout.take() {
            let shown = tee(BufReader::new(stdout), &mut output);
            if let Err(error) = shown {
                println!("cannot read its output: {error}");
            }
        }
        Finished { success: child.wait().is_ok_and(|status| status.success()), output }
    }

    fn shown(&self) -> String {
        let program = Path::new(self.0.get_program()).file_name().unwrap_or_default();
        let words = std::iter::once(program).chain(self.0.get_args());
        words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
    }
}

fn tee(mut from: impl BufRead, kept: &mut String) -> io::Result<()> {
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line)? > 0 {
        let mut stdout = io::stdout().lock();
        stdout.write_all(&line)?;
        stdout.flush()?;
        kept.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok(())
}
