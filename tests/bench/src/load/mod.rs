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
    Process::start(gateway(dir, "")?)
}

/// Starts the same gateway, and writes each statement that it gives to SQLite into `log`, one a line.
///
/// # Errors
/// Where it is not built or does not start.
pub fn start_gateway_that_tells(dir: &Path, log: &Path) -> Result<Process, Failed> {
    let mut command = gateway(dir, "")?;
    command.env("LELING_LOG", "leling_gateway::sql=trace");
    Process::start_logging(command, fs::File::create(log)?)
}

/// Starts the same gateway behind TLS; gives the certificate of 127.0.0.1 too, in DER.
///
/// # Errors
/// Where it is not built or does not start.
pub fn start_gateway_with_tls(dir: &Path) -> Result<(Process, Vec<u8>), Failed> {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])?;
    fs::create_dir_all(dir)?;
    let (cert, key) = (dir.join("cert.pem"), dir.join("key.pem"));
    fs::write(&cert, made.cert.pem())?;
    fs::write(&key, made.signing_key.serialize_pem())?;
    let tls = format!("[tls]\ncert = '{}'\nkey = '{}'\n", cert.display(), key.display());
    Ok((Process::start(gateway(dir, &tls)?)?, made.cert.der().to_vec()))
}

fn gateway(dir: &Path, more: &str) -> Result<Command, Failed> {
    let program = std::env::current_exe()?.with_file_name("leling-gateway");
    if !program.exists() {
        return Err("leling-gateway is not built: cargo xtask bench builds it".into());
    }
    let limits: String = LIMITS.map(|name| format!("{name} = {{ count = 1000000000, seconds = 60 }}\n")).concat();
    let config = format!(
        "demo = true\nlisten = \"127.0.0.1:0\"\ndata = '{}'\n[numbers.limits]\n{limits}{more}",
        dir.join("gateway").display()
    );
    fs::create_dir_all(dir)?;
    let file = dir.join("gateway.toml");
    fs::write(&file, config)?;
    let mut command = Command::new(program);
    command.args(["serve", "--config"]).arg(file);
    Ok(command)
}
