//! Logs of the simulator's processes: codes and counts on standard error, nothing that a person typed.

use tracing_subscriber::EnvFilter;

/// Sends logs to standard error; `LELING_LOG` sets how much, as `tracing` spells it.
pub(crate) fn to_stderr() {
    let filter = EnvFilter::try_from_env("LELING_LOG").unwrap_or_else(|_| EnvFilter::new("warn,leling=info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    if logs.try_init().is_err() {
        eprintln!("leling-simulator: logs are set up already");
    }
    std::panic::set_hook(Box::new(|panic| {
        // The message may quote what was being worked on; the place cannot.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a fault of the program");
    }));
}
