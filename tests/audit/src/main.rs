//! `leling-audit`: walks the phone, judges every screen, and writes `docs/accessibility-report.md`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, Subcommand};
use leling_audit::{crawler, listed, report, run, self_test};

#[derive(Parser)]
#[command(about = "Every screen, in every mode and language, held to the rules of accessibility")]
struct Arguments {
    /// Breaks each rule once and says whether it was found
    #[arg(long)]
    self_test: bool,
    /// Where the page is written; nowhere if left out
    #[arg(long)]
    report: Option<PathBuf>,
    /// Where the list of words by screen is written; nowhere if left out
    #[arg(long)]
    listed: Option<PathBuf>,
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Subcommand)]
enum Task {
    /// Prints screens as they cross to a shell, one JSON line each, the longest first
    Screens(leling_audit::screens::Wanted),
    /// Writes the list of words by screen, and judges nothing
    Listed {
        /// Where to
        path: PathBuf,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let good = match arguments.task {
        Some(Task::Screens(wanted)) => {
            leling_audit::screens::print(&wanted);
            true
        }
        Some(Task::Listed { path }) => written(&path, &listed::list(&crawler::walk())),
        None if arguments.self_test => self_test(),
        None => audit(arguments.report, arguments.listed),
    };
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn self_test() -> bool {
    let fired = self_test::fired();
    for (rule, fired) in &fired {
        println!("{} {}", if *fired { "fired " } else { "SILENT" }, rule.id());
    }
    let count = |lints: bool| {
        let some = fired.iter().filter(|(rule, _)| rule.is_lint() == lints);
        (some.clone().filter(|(_, fired)| *fired).count(), some.count())
    };
    let ((further, of_further), (lints, of_lints)) = (count(false), count(true));
    println!("{further} of {of_further} further rules fired");
    println!("{lints} of {of_lints} fired");
    further == of_further && lints == of_lints
}

fn audit(report: Option<PathBuf>, listed: Option<PathBuf>) -> bool {
    let begun = Instant::now();
    let places = crawler::walk();
    let walked = begun.elapsed();
    let outcome = run::judge(&places);
    for found in &outcome.findings {
        println!("{}", report::finding(found));
    }
    let drawn = f64::from(u32::try_from(outcome.drawings()).unwrap_or(u32::MAX));
    println!(
        "{} states, {} screens under {} names, walked in {:.1} s; {} drawings judged in {:.1} s, {:.0} a second",
        outcome.spots,
        outcome.drawn,
        outcome.names.len(),
        walked.as_secs_f64(),
        outcome.drawings(),
        outcome.judged.as_secs_f64(),
        drawn / outcome.judged.as_secs_f64()
    );
    let written = report.is_none_or(|path| written(&path, &report::page(&outcome)));
    let listed = listed.is_none_or(|path| self::written(&path, &listed::list(&places)));
    println!("{}", report::sum(&outcome));
    written && listed && outcome.findings.is_empty()
}

fn written(path: &Path, page: &str) -> bool {
    match std::fs::write(path, page) {
        Ok(()) => true,
        Err(error) => {
            println!("cannot write {}: {error}", path.display());
            false
        }
    }
}
