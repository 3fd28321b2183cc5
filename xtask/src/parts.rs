//! The parts of `cargo xtask test` and `soak`: what each runs and needs.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clap::ValueEnum;

use crate::count::Counts;
use crate::house::House;
use crate::needs::{self, Consent, Need};
use crate::step::Step;

/// How long a shipped gateway may take to refuse the demonstration.
const REFUSAL: Duration = Duration::from_secs(20);

/// One part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// rustfmt has nothing to change
    Format,
    /// clippy without a warning
    Lint,
    /// a gateway built without the demonstration refuses it
    Shipped,
    /// every Rust test
    Rust,
    /// a phone killed at each write call
    Faults,
    /// rustdoc without a warning
    Docs,
    /// journeys in a headless Chromium
    Browser,
    /// schemathesis against a running gateway
    Api,
}

impl Part {
    /// The parts whose amounts grow in a soak.
    pub(crate) const SOAKED: [Self; 4] = [Self::Rust, Self::Faults, Self::Browser, Self::Api];

    const fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lint => "lint",
            Self::Shipped => "shipped",
            Self::Rust => "rust",
            Self::Faults => "faults",
            Self::Docs => "docs",
            Self::Browser => "browser",
            Self::Api => "api",
        }
    }

    const fn needs(self) -> &'static [Need] {
        match self {
            Self::Format | Self::Lint | Self::Shipped | Self::Rust | Self::Docs => &[],
            Self::Faults => &[needs::STRACE],
            Self::Browser => {
                &[needs::NODE, needs::NPM, needs::CHROMIUM, needs::FONT_CJK, needs::FONT_NOTO, needs::FONT_UYGHUR]
            }
            Self::Api => &[needs::PYTHON_VENV],
        }
    }

    fn run(self, runner: &Runner) -> Counts {
        let root = &runner.house.root;
        match self {
            Self::Format => runner.check(runner.cargo(["fmt", "--all", "--check"])),
            Self::Lint => {
                runner.check(runner.cargo(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
            }
            Self::Docs => {
                runner.check(runner.cargo(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "--deny warnings"))
            }
            Self::Shipped => runner.shipped(),
            // The fault tests are left to their own part; the features that cargo picks stay the same.
            Self::Rust => runner.built(|| {
                runner.counted(runner.cargo(["test", "--workspace", "--exclude", "leling-faults", "--no-fail-fast"]))
            }),
            Self::Faults => runner.built(|| runner.counted(runner.cargo(["test", "--workspace", "--test", "fault_*"]))),
            Self::Browser => runner.built(|| {
                let [samples, tests] = ["samples/npm", "tests/browser"].map(|dir| root.join(dir));
                if npm_brings(&samples) && npm_brings(&tests) {
                    runner.counted(Step::new("node", &tests).args(["run.mjs"]))
                } else {
                    Counts::FAILED
                }
            }),
            Self::Api => {
                runner.built(|| runner.counted(Step::new("python3", &root.join("tests/api")).args(["run.py"])))
            }
        }
    }
}

/// Installs what the lock file in `dir` names; says whether it did.
fn npm_brings(dir: &Path) -> bool {
    let step = Step::new("npm", dir)
        .args(["ci", "--no-audit", "--no-fund"])
        .env("PUPPETEER_SKIP_DOWNLOAD", "1")
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    step.run().success
}

/// How much is tried: cases grow with `scale`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Amount {
    /// 1 in `test`, 20 in `soak`.
    pub(crate) scale: u32,
}

/// Cases of a property test at scale 1; proptest's own default.
const CASES: u32 = 256;

/// What all parts share while they run.
struct Runner<'a> {
    house: &'a House,
    amount: Amount,
}

impl Runner<'_> {
    fn cargo<const N: usize>(&self, args: [&str; N]) -> Step {
        Step::cargo(&self.house.root).args(args)
    }

    /// One check: the command's success is the count.
    fn check(&self, step: Step) -> Counts {
        if self.with_amount(step).run().success { Counts::PASSED } else { Counts::FAILED }
    }

    /// A runner that prints its counts.
    fn counted(&self, step: Step) -> Counts {
        let finished = self.with_amount(step).run();
        Counts::of_run(finished.success, &finished.output)
    }

    fn with_amount(&self, step: Step) -> Step {
        let cases = CASES.saturating_mul(self.amount.scale).to_string();
        step.env("LELING_SCALE", self.amount.scale.to_string())
            .env("PROPTEST_CASES", std::env::var_os("PROPTEST_CASES").unwrap_or_else(|| cases.into()))
            .env("LELING_BIN_DIR", self.house.debug_bin_dir())
    }

    /// Builds every program and test the way `cargo test --workspace` does, then runs `part`. Nothing is built twice:
    /// the features are those of the whole workspace each time.
    fn built(&self, part: impl FnOnce() -> Counts) -> Counts {
        if self.cargo(["build", "--workspace", "--all-targets"]).run().success { part() } else { Counts::FAILED }
    }

    fn shipped(&self) -> Counts {
        let mut counts = self.counted(self.cargo(["test", "--package", "leling-gateway", "--no-default-features"]));
        let built = self.cargo(["build", "--package", "leling-gateway", "--no-default-features"]).run();
        counts += if built.success && self.demo_is_refused() { Counts::PASSED } else { Counts::FAILED };
        counts
    }

    fn demo_is_refused(&self) -> bool {
        let data = self.house.target.join("shipped-demo");
        let gateway = self.house.debug_bin_dir().join("leling-gateway");
        let child = Command::new(gateway)
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(&data)
            .stdin(Stdio::null())
            .spawn();
        let Ok(mut child) = child else { return false };
        let end = Instant::now() + REFUSAL;
        let status = loop {
            match child.try_wait() {
                Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(50)),
                Ok(status) => break status,
                Err(_) => break None,
            }
        };
        // Best effort: a gateway that refused is gone already.
        let _ = child.kill();
        let _ = child.wait();
        let refused = status.is_some_and(|status| !status.success()) && !data.exists();
        println!("a shipped gateway {} --demo", if refused { "refuses" } else { "DOES NOT REFUSE" });
        refused
    }
}

/// Runs `parts` in turn and prints a line for each, then the sum.
pub(crate) fn run(house: &House, parts: &[Part], amount: Amount, consent: Consent) -> Counts {
    let wanted: Vec<Need> = parts.iter().flat_map(|part| part.needs()).copied().collect();
    needs::provide(&wanted, consent, &house.root);
    let runner = Runner { house, amount };
    let mut total = Counts::default();
    let mut lines = Vec::new();
    for part in parts {
        println!("\n== {}", part.name());
        let begun = Instant::now();
        let missing: Vec<_> = part.needs().iter().filter(|need| !need.met()).map(|need| need.package).collect();
        let counts = if missing.is_empty() { part.run(&runner) } else { cannot_run(&missing) };
        let line = format!("{:<8} {counts}, {}", part.name(), spent(begun.elapsed()));
        println!("{line}");
        lines.push(line);
        total += counts;
    }
    println!("\n== all\n{}\n{total}", lines.join("\n"));
    total
}

fn cannot_run(missing: &[&str]) -> Counts {
    println!("cannot run without: {}", missing.join(" "));
    if in_ci() { Counts::FAILED } else { Counts::SKIPPED }
}

/// Says whether this is a build machine, where nobody can be asked and nothing may be left out.
pub(crate) fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty())
}

fn spent(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min {} s", seconds / 60, seconds % 60) }
}
