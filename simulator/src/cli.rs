//! The command line: the simulator without a subcommand, and its parts with one.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{desk, gateway, logs, party, phone, swindler, terminal};

/// Gateway, phones, terminal, kiosk and page in one command. Everybody in it is fictitious.
#[derive(Debug, Parser)]
#[command(name = "leling-simulator", version)]
struct Cli {
    #[command(subcommand)]
    part: Option<Part>,
    #[command(flatten)]
    desk: desk::DeskArgs,
}

/// What the simulator starts of itself.
#[derive(Debug, Subcommand)]
enum Part {
    /// The gateway; it ends when standard input ends.
    #[command(hide = true)]
    Gateway {
        /// The gateway's own command line.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<std::ffi::OsString>,
    },
    /// A phone on JSON lines.
    #[command(hide = true)]
    Phone(phone::PhoneArgs),
    /// A kiosk: a party that is a stranger to the gateway.
    #[command(hide = true)]
    Kiosk(leling_samples::kiosk::KioskArgs),
    /// A screen in a hall.
    #[command(hide = true)]
    Board(leling_samples::board::BoardArgs),
    /// An app on a phone.
    #[command(hide = true)]
    Partner(leling_samples::partner::PartnerArgs),
    /// A swindler's page.
    #[command(hide = true)]
    Swindler(swindler::SwindlerArgs),
    /// A verifier terminal.
    #[command(hide = true)]
    Terminal(terminal::TerminalArgs),
}

/// Runs what the command line asks for.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.part {
        Some(Part::Gateway { args }) => gateway::run(args),
        Some(Part::Phone(args)) => {
            logs::to_stderr();
            code(phone::run(&args))
        }
        Some(Part::Kiosk(args)) => party::run(|_| leling_samples::kiosk::run(args)),
        Some(Part::Board(args)) => party::run(|_| leling_samples::board::run(args)),
        Some(Part::Partner(args)) => party::run(|links| leling_samples::partner::run(args, links)),
        Some(Part::Swindler(args)) => party::run(|_| swindler::run(args)),
        Some(Part::Terminal(args)) => {
            logs::to_stderr();
            code(terminal::run(&args))
        }
        None => {
            logs::to_stderr();
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            match runtime {
                Ok(runtime) => code(runtime.block_on(desk::run(cli.desk))),
                Err(error) => code(Err(error)),
            }
        }
    }
}

/// Tells an error with its causes.
pub(crate) fn code(outcome: Result<(), impl std::error::Error>) -> ExitCode {
    let Err(error) = outcome else { return ExitCode::SUCCESS };
    let mut text = format!("leling-simulator: {error}");
    let mut cause = error.source();
    while let Some(deeper) = cause {
        text = format!("{text}: {deeper}");
        cause = deeper.source();
    }
    eprintln!("{text}");
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }
}
