//! The samples as programs: `leling-samples kiosk`, `board`, `partner`.

use std::{
    error::Error,
    io::{self, BufRead},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use leling_samples::{board, kiosk, partner};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
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
        Party::Partner(args) => partner::run(args, lines()).await.map_err(Into::into),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("leling-samples: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The links that the phone hands over: lines of standard input.
fn lines() -> UnboundedReceiver<String> {
    let (send, lines) = unbounded_channel();
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    lines
}
