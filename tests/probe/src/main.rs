#![doc = include_str!("../README.md")]

mod door;
mod id;
mod narrate;
mod qr;
mod understand;

use std::{io, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use leling_protocol::CivilDate;

/// The doors for measuring: one JSON line out for each input.
#[derive(Parser)]
#[command(name = "leling-probe", version)]
struct Arguments {
    #[command(subcommand)]
    door: Door,
}

#[derive(Subcommand)]
enum Door {
    /// Reads the QR code of each picture: {file, text, ms}, and error where a picture cannot be looked at.
    Qr {
        /// PNG or JPEG files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Judges each line of the standard input as an id number: {text, ok, reason, ms}.
    Id {
        /// The day on which a birth date must not lie in the future; without it, today in China.
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
        today: Option<CivilDate>,
    },
    /// Reads the value of each JSON line {kind, value} aloud: {spoken, lang, ms}.
    Narrate,
    /// Says what each JSON line {id, actions, asks, irreversible, heard} means: {id, decision, ms}.
    Understand,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().door {
        Door::Qr { files } => qr::run(&files, io::stdout().lock()),
        Door::Id { today } => {
            id::run(today.unwrap_or_else(id::today_in_china), io::stdin().lock(), io::stdout().lock())
        }
        Door::Narrate => narrate::run(io::stdin().lock(), io::stdout().lock()),
        Door::Understand => understand::run(io::stdin().lock(), io::stdout().lock()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads us has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("failed to read or write: {error}");
            ExitCode::FAILURE
        }
    }
}

fn day(text: &str) -> Result<CivilDate, &'static str> {
    CivilDate::parse(text).ok_or("not a day of the form YYYY-MM-DD")
}
