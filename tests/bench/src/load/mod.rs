//! A gateway under load: servers as processes, connections that stay open, phones that sign ahead of time.

pub mod http;
pub mod phone;
pub mod process;

use std::{fs, path::Path, process::Command};

use process::Process;

use crate::Failed;

/// Limits that a load of a few phones from one address would meet.
const LIMITS: [&str; 6] = [
    "calls_by_source",
    "writes_by_device",
    "enrolments_by_source",
    "logins_by_client",
    "logins_by_source",
    "logins_by_person",
];

/// Starts the gateway that stands beside this program, with the demonstration's people and without limits that a load
/// would meet.
///
/// # Errors
/// Where it is not built or does not start.
pub fn start_gateway(dir: &Path) -> Result<Process, Failed> {
    let program = std::env::current_exe()?.with_file_name("leling-gateway");
    if !program.exists() {
        return Err("leling-gateway is not built: cargo xtask bench builds it".into());
    }
    let limits: String = LIMITS.map(|name| format!("{name} = {{ count = 1000000000, seconds = 60 }}\n")).concat();
    let config = format!(
        "demo = true\nlisten = \"127.0.0.1:0\"\ndata = '{}'\n[numbers.limits]\n{limits}",
        dir.join("gateway").display()
    );
    let file = dir.join("gateway.toml");
    fs::write(&file, config)?;
    let mut command = Command::new(program);
    command.args(["serve", "--config"]).arg(file);
    Process::start(command)
}
