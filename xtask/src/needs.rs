//! Tools outside Rust that parts need, and how to get them: Debian packages, installed only when missing.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::step::Step;

/// A tool or font that a part cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Need {
    /// Debian package that brings it.
    pub(crate) package: &'static str,
    sign: Sign,
}

/// How one sees that a need is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// The command runs and succeeds.
    Runs(&'static [&'static str]),
    /// fontconfig knows the family.
    Font(&'static str),
}

/// System calls traced and broken off.
pub(crate) const STRACE: Need = Need { package: "strace", sign: Sign::Runs(&["strace", "-V"]) };
/// Page tests and their runner.
pub(crate) const NODE: Need = Need { package: "nodejs", sign: Sign::Runs(&["node", "--version"]) };
/// What the page tests depend on.
pub(crate) const NPM: Need = Need { package: "npm", sign: Sign::Runs(&["npm", "--version"]) };
/// The browser that is driven.
pub(crate) const CHROMIUM: Need = Need { package: "chromium", sign: Sign::Runs(&["chromium", "--version"]) };
/// Chinese and Korean letters.
pub(crate) const FONT_CJK: Need = Need { package: "fonts-noto-cjk", sign: Sign::Font("Noto Sans CJK SC") };
/// Tibetan and Mongolian letters.
pub(crate) const FONT_NOTO: Need = Need { package: "fonts-noto-core", sign: Sign::Font("Noto Sans Mongolian") };
/// Uyghur letters.
pub(crate) const FONT_UYGHUR: Need = Need { package: "fonts-ukij-uyghur", sign: Sign::Font("UKIJ Tuz Tom") };
/// Where schemathesis is put.
pub(crate) const PYTHON_VENV: Need =
    Need { package: "python3-venv", sign: Sign::Runs(&["python3", "-c", "import venv, ensurepip"]) };

impl Need {
    /// Says whether the tool is there.
    pub(crate) fn met(self) -> bool {
        match self.sign {
            Sign::Runs(words) => quietly(words).is_some(),
            Sign::Font(family) => quietly(&["fc-list", family, "family"]).is_some_and(|found| !found.trim().is_empty()),
        }
    }
}

/// Whether packages may be installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consent {
    /// Given beforehand, by `--yes` or on a build machine.
    Given,
    /// The person at the terminal is asked.
    Ask,
}

/// Installs what is missing of `needs`, as far as that is allowed and possible; what still misses is told later by its
/// part.
pub(crate) fn provide(needs: &[Need], consent: Consent, root: &Path) {
    let mut packages: Vec<_> = needs.iter().filter(|need| !need.met()).map(|need| need.package).collect();
    packages.sort_unstable();
    packages.dedup();
    if packages.is_empty() {
        return;
    }
    let list = packages.join(" ");
    if quietly(&["apt-get", "--version"]).is_none() {
        println!("missing here, and there is no apt-get to bring them: {list}");
        return;
    }
    if consent == Consent::Ask && !agreed(&list) {
        return;
    }
    let apt = |args: &[&str]| {
        let step = if is_root() { Step::new("apt-get", root) } else { Step::new("sudo", root).args(["apt-get"]) };
        step.args(args).env("DEBIAN_FRONTEND", "noninteractive").run().success
    };
    let install: Vec<_> = ["install", "--yes", "--no-install-recommends"].into_iter().chain(packages).collect();
    if !(apt(&["update"]) && apt(&install)) {
        println!("apt-get could not bring: {list}");
    }
}

fn agreed(list: &str) -> bool {
    println!("These Debian packages are missing: {list}");
    if !io::stdin().is_terminal() {
        println!("Nobody to ask here; `--yes` installs them.");
        return false;
    }
    print!("Install them with apt-get now? [y/N] ");
    let mut answer = String::new();
    io::stdout().flush().is_ok()
        && io::stdin().read_line(&mut answer).is_ok()
        && answer.trim().eq_ignore_ascii_case("y")
}

fn is_root() -> bool {
    quietly(&["id", "-u"]).is_some_and(|id| id.trim() == "0")
}

/// Runs a command unseen; gives its output where it succeeded.
fn quietly(words: &[&str]) -> Option<String> {
    let (program, args) = words.split_first()?;
    let output = Command::new(program).args(args).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
