#![doc = include_str!("../README.md")]

mod bench;
mod count;
mod house;
mod language;
mod needs;
mod parts;
mod step;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use house::House;
use language::Languages;
use needs::Consent;
use parts::{Amount, Part};
use step::Step;

/// The tasks of the project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run every test, or only the parts named
    Test {
        /// Parts to run
        parts: Vec<Part>,
        /// Install missing Debian packages without asking
        #[arg(long)]
        yes: bool,
    },
    /// Run the same properties with many more cases
    Soak {
        /// Parts to run
        parts: Vec<Part>,
        /// How many times as many cases as in `test`
        #[arg(long, default_value_t = 20)]
        scale: u32,
        /// Install missing Debian packages without asking
        #[arg(long)]
        yes: bool,
    },
    /// Judge every screen in every mode and language, and write docs/accessibility-report.md
    Audit {
        /// Break each rule once instead, and say whether it was found
        #[arg(long)]
        self_test: bool,
    },
    /// Print figures beside those of their peers, measured in the same run
    Bench {
        /// One bench only
        name: Option<String>,
    },
    /// Translations: what is missing, and who has read what
    Language {
        #[command(subcommand)]
        task: Languages,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let house = match House::find() {
        Ok(house) => house,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let good = match arguments.task {
        Task::Test { parts, yes } => {
            let parts = if parts.is_empty() { Part::value_variants().to_vec() } else { parts };
            parts::run(&house, &parts, Amount { scale: 1 }, consent(yes)).failed == 0
        }
        Task::Soak { parts, scale, yes } => {
            let parts = if parts.is_empty() { Part::SOAKED.to_vec() } else { parts };
            parts::run(&house, &parts, Amount { scale }, consent(yes)).failed == 0
        }
        Task::Audit { self_test } => audit(&house, self_test),
        Task::Language { task } => language::run(&house, &task),
        Task::Bench { name } => bench::run(&house, name.as_deref()),
    };
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn audit(house: &House, self_test: bool) -> bool {
    let written = ["--report=docs/accessibility-report.md", "--listed=core/language/messages/screens.txt"];
    let how: &[&str] = if self_test { &["--self-test"] } else { &written };
    let audit = ["run", "--quiet", "--package", "leling-audit", "--"];
    Step::cargo(&house.root).args(audit).args(how.iter().copied()).run().success
}

fn consent(yes: bool) -> Consent {
    if yes || parts::in_ci() { Consent::Given } else { Consent::Ask }
}
