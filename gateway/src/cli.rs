//! The command line: `serve`, and what an operator does beside it.
//!
//! [`run`] is the whole program, so that another binary can be the gateway as a child process of its own.

use std::{
    ffi::OsString,
    io::{IsTerminal as _, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand, ValueEnum};
use leling_protocol::IdNumber;
use tracing_subscriber::EnvFilter;

use crate::{
    Config, Numbers, audit, backup,
    chance::Chance,
    clock::{Clock as _, SystemClock},
    gateway::{checkpoint_file, open},
    rules::counter_code::CodePurpose,
    server,
    storage::{IssueCode, StaffAct, StaffChange, StaffNumber, StaffOutcome, Storage as _, Whom},
};

mod clients;
mod staff;

/// Environment variable that says what is logged, such as `info` or `leling_gateway=debug`.
const LOG: &str = "LELING_LOG";

/// The reference gateway of Leling Card.
#[derive(Parser)]
#[command(name = "leling-gateway", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve until SIGTERM or SIGINT.
    Serve(Serve),
    /// Copy database and audit checkpoints to a new folder, while the gateway runs or not.
    Backup {
        /// Folder to make.
        to: PathBuf,
        #[command(flatten)]
        place: Place,
        /// Copy the key file too. Without it a backup cannot be read; beside it a backup protects nothing.
        #[arg(long)]
        with_keys: bool,
    },
    /// Check a backup and put it into an empty data folder.
    Restore {
        /// Folder that `backup` made.
        from: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Look at a configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Look at the record of what was done.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Give a code to a person who stands at the counter.
    #[command(subcommand)]
    Code(CodeCommand),
    /// Change what the register says of a person's physical card.
    #[command(subcommand)]
    Card(CardCommand),
    /// Say who may let people log in with their card.
    #[command(subcommand)]
    Client(clients::ClientCommand),
    /// Say who may sign in at the desk.
    #[command(subcommand)]
    Staff(staff::StaffCommand),
}

#[derive(Args)]
struct Serve {
    /// Configuration file.
    #[arg(long)]
    config: Option<PathBuf>,
    #[cfg(feature = "demo")]
    #[command(flatten)]
    demo: DemoFlags,
}

#[cfg(feature = "demo")]
#[derive(Args)]
struct DemoFlags {
    /// Demonstration with fictitious people, on this machine only.
    #[arg(long, requires = "listen", requires = "data", conflicts_with = "config")]
    demo: bool,
    /// Loopback address to listen on; port 0 takes a free one.
    #[arg(long, requires = "demo")]
    listen: Option<std::net::SocketAddr>,
    /// Data folder.
    #[arg(long, requires = "demo")]
    data: Option<PathBuf>,
    /// Makes codes, handles and issue numbers follow from a number.
    #[arg(long, requires = "demo")]
    seed: Option<u64>,
    /// Certificate chain in PEM; without it plain http.
    #[arg(long, requires = "demo", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Private key in PEM.
    #[arg(long, requires = "demo", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

/// Which data folder is meant.
#[derive(Args)]
struct Place {
    /// Configuration file of the gateway.
    #[arg(long, required_unless_present = "data")]
    config: Option<PathBuf>,
    /// Its data folder.
    #[arg(long, conflicts_with = "config")]
    data: Option<PathBuf>,
    /// Its key file, where it is not in the data folder.
    #[arg(long, conflicts_with = "config")]
    keys: Option<PathBuf>,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Read a file and everything that it names.
    Check {
        /// Configuration file.
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Recompute every chain, compare it with every checkpoint, name the first bad entry.
    Verify {
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Subcommand)]
enum CodeCommand {
    /// Print a new code: eight digits, good once, for a day.
    Issue {
        /// Id number of the person.
        #[arg(long)]
        person: String,
        /// What it is good for.
        #[arg(long = "for")]
        purpose: Purpose,
        /// Number of the staff member who gives it.
        #[arg(long)]
        staff: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Subcommand)]
enum CardCommand {
    /// Set the state of the physical card; lost, locked and cancelled revoke its certificates.
    Set {
        /// Id number of the person.
        #[arg(long)]
        person: String,
        /// New state: none, in_the_making, not_picked_up, normal, social_off, lost, locked, cancelled, replaced.
        #[arg(long)]
        state: String,
        /// Number of the staff member who sets it.
        #[arg(long)]
        staff: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Purpose {
    /// Claiming the card.
    Claim,
    /// Letting a new phone take the old one's place at once.
    Replace,
    /// Setting the card password anew.
    Password,
}

/// What a command came to, for the exit code.
type Outcome = Result<(), String>;

/// Runs the program and gives its exit code: 0 done, 1 refused or failed, 2 wrong usage.
pub fn run<I, T>(args: I) -> ExitCode
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Nothing is left to do where not even the message can be printed.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    log_to_stderr();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    match runtime.block_on(command(cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn fail(error: &str) -> ExitCode {
    // Standard error is where a person looks; a log line would be filtered.
    let _ = writeln!(std::io::stderr(), "leling-gateway: {error}");
    ExitCode::FAILURE
}

fn say(line: &str) -> Outcome {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|error| error.to_string())
}

/// Logs to standard error, as JSON where nobody watches; a panic is one line without what it was working on.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_env(LOG).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Another binary that runs the gateway may have set its own; then that one stays.
    let _ = if std::io::stderr().is_terminal() { builder.try_init() } else { builder.json().try_init() };
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
}

async fn command(command: Command) -> Outcome {
    match command {
        Command::Serve(flags) => serve(flags).await,
        Command::Backup { to, place, with_keys } => {
            let keys = if with_keys { backup::WithKeys::Yes } else { backup::WithKeys::No };
            backup::backup(&place.config()?, &to, keys).await.map_err(text)?;
            say("backup written")
        }
        Command::Restore { from, place } => {
            let report = backup::restore(&place.config()?, &from).await.map_err(text)?;
            say(&format!("restored: {} chains, {} entries in order", report.chains, report.entries))
        }
        Command::Config(ConfigCommand::Check { file }) => {
            let config = Config::from_file(&file).map_err(text)?;
            server::check(&config).map_err(text)?;
            say("configuration is in order")
        }
        Command::Audit(AuditCommand::Verify { place }) => verify(&place.config()?).await,
        Command::Code(CodeCommand::Issue { person, purpose, staff, place }) => {
            issue(&place.config()?, &person, purpose, staff).await
        }
        Command::Card(CardCommand::Set { person, state, staff, place }) => {
            set_card(&place.config()?, &person, &state, staff).await
        }
        Command::Client(command) => clients::run(command),
        Command::Staff(command) => staff::run(command).await,
    }
}

async fn serve(flags: Serve) -> Outcome {
    let handle = server::serve(flags.into_config()?).await.map_err(text)?;
    say(&format!("listening on {}", handle.url()))?;
    stop_asked().await?;
    handle.stop().await;
    Ok(())
}

impl Serve {
    #[cfg(feature = "demo")]
    fn into_config(self) -> Result<Config, String> {
        use crate::config::{DemoConfig, TlsFiles};
        if let Some(file) = &self.config {
            return Config::from_file(file).map_err(text);
        }
        let (Some(listen), Some(data)) = (self.demo.listen, self.demo.data) else {
            return Err("serve needs --config FILE, or --demo --listen ADDR --data DIR".to_owned());
        };
        let tls = self.demo.tls_cert.zip(self.demo.tls_key).map(|(cert, key)| TlsFiles { cert, key });
        Config::demo(listen, data, DemoConfig { seed: self.demo.seed, tls }).map_err(text)
    }

    #[cfg(not(feature = "demo"))]
    fn into_config(self) -> Result<Config, String> {
        let file = self.config.ok_or("serve needs --config FILE")?;
        Config::from_file(&file).map_err(text)
    }
}

#[cfg(unix)]
async fn stop_asked() -> Outcome {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).map_err(text)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(text)?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn stop_asked() -> Outcome {
    tokio::signal::ctrl_c().await.map_err(text)
}

impl Place {
    fn config(self) -> Result<Config, String> {
        match (self.config, self.data) {
            (Some(file), _) => Config::from_file(&file).map_err(text),
            (None, Some(data)) => Ok(Config::for_folder(data, self.keys, Numbers::default())),
            (None, None) => Err("--data or --config is missing".to_owned()),
        }
    }
}

async fn verify(config: &Config) -> Outcome {
    let (keys, storage) = open(config).map_err(text)?;
    let report = audit::verify(&storage, &checkpoint_file(config), &keys.audit.ring()).await.map_err(text)?;
    say(&format!(
        "audit is in order: {} chains, {} entries, {} checkpoints",
        report.chains, report.entries, report.checkpoints
    ))
}

async fn issue(config: &Config, person: &str, purpose: Purpose, staff: String) -> Outcome {
    let (_, storage) = open(config).map_err(text)?;
    let id_number = IdNumber::parse_any_day(person).map_err(text)?;
    let purpose = match purpose {
        Purpose::Claim => CodePurpose::Claim,
        Purpose::Replace => CodePurpose::Replace,
        Purpose::Password => CodePurpose::Password,
    };
    let code = Chance::system().counter_code();
    let digits = code.as_str().to_owned();
    let staff = staff_number(&staff)?;
    let issue = IssueCode { whom: Whom::Number(id_number), purpose, code, staff, at: SystemClock.now() };
    done(storage.issue_code(issue).await.map_err(text)?)?;
    say(&digits)
}

async fn set_card(config: &Config, person: &str, state: &str, staff: String) -> Outcome {
    let (_, storage) = open(config).map_err(text)?;
    let id_number = IdNumber::parse_any_day(person).map_err(text)?;
    let state = leling_protocol::PhysicalCardState::from_name(state).ok_or("there is no such state")?;
    let (staff, at) = (staff_number(&staff)?, SystemClock.now());
    let act = StaffAct {
        whom: Whom::Number(id_number),
        change: StaffChange::Card(state),
        device: None,
        reason: None,
        staff,
        at,
    };
    done(storage.staff_act(act).await.map_err(text)?)?;
    say("done")
}

fn staff_number(text: &str) -> Result<String, String> {
    StaffNumber::parse(text).map(|number| number.to_string()).map_err(self::text)
}

fn done(outcome: StaffOutcome) -> Outcome {
    match outcome {
        StaffOutcome::Done => Ok(()),
        StaffOutcome::UnknownPerson => Err("nobody here has this id number".to_owned()),
        StaffOutcome::Nothing => Err("there was nothing to change".to_owned()),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn text(error: impl ToString) -> String {
    error.to_string()
}
