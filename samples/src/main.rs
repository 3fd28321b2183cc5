//! The samples as programs: `leling-samples kiosk`, `board`, `partner`.

use std::{error::Error, process::ExitCode};

use clap::{Parser, Subcommand};
use leling_samples::{board, kiosk, partner};
use tracing_subscriber::EnvFilter;

/// Parties that sign people in with 乐龄卡.
#[derive(Debug, Parser)]
#[command(name = "leling-samples", version)]
struct Cli {
    #[command(subcommand)]
    party: Party,
}

#[derive(Debug, Subcommand)]
enum Party {
    /// A kiosk with a browser: code flow.
    Kiosk(kiosk::KioskArgs),
    /// A screen without a browser: device flow.
    Board(board::BoardArgs),
    /// An app on the phone: code flow without a secret.
    Partner(partner::PartnerArgs),
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("LELING_LOG").unwrap_or_else(|_| EnvFilter::new("warn,leling_samples=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
    let ended: Result<(), Box<dyn Error>> = match Cli::parse().party {
        Party::Kiosk(args) => kiosk::run(args).await.map_err(Into::into),
        Party::Board(args) => board::run(args).await.map_err(Into::into),
        Party::Partner(args) => partner::run(args).await.map_err(Into::into),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("leling-samples: {error}");
            ExitCode::FAILURE
        }
    }
}
