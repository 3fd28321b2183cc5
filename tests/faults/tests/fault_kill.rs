//! A phone killed at each write, flush and send of an enrolment and a claim; then it goes on and arrives.
//!
//! | killed at | what has to be left |
//! |---|---|
//! | any write to store or outbox | the journey arrives; the gateway holds what [`LEFT`] says |
//! | any flush of store or outbox | the same |
//! | any send to the gateway | the same |
//! | any of them | the phone comes back on the screen it showed, or one before; a password is asked for anew |
//! | a write while the first key is being made | the privacy screen again at worst: nothing was sealed yet |
//! | any of them | no file and no log of phone or gateway holds the person in clear |
//!
//! One call again: `cargo test --workspace --test fault_kill -- writes 29`.
//!
//! In `cargo xtask test` a sample of the calls, in a soak every one. Without strace: skipped, and failed where `CI` is
//! set.

use std::env;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use leling_faults::gateway::Gateway;
use leling_faults::phone::Phone;
use leling_faults::robot::{self, End, Script, Walk};
use leling_faults::strace::{self, Calls};
use leling_faults::{canary, programs};
use leling_screen::{NodeKind, Screen};

/// What the gateway has to hold after the journey, however often the phone died: query, number, in words.
const LEFT: &[(&str, i64, &str)] = &[
    ("SELECT count(*) FROM device", 1, "devices ever enrolled"),
    ("SELECT count(*) FROM device WHERE state = 'active'", 1, "active devices"),
    ("SELECT count(*) FROM audit WHERE act = 'enrolled'", 1, "enrolments in the record"),
    ("SELECT count(*) FROM audit WHERE act = 'claimed'", 1, "issues of the card in the record"),
    ("SELECT count(*) FROM audit WHERE act LIKE 'replace%'", 0, "replacements in the record"),
    ("SELECT count(*) FROM audit WHERE act = 'claim_refused'", 0, "refused claims in the record"),
];

/// Calls tried of each group at scale 1.
const SAMPLE: usize = 12;
/// From this scale on every call is tried.
const EVERY_CALL: usize = 20;

/// A group of calls: what is lost if it never happens.
struct Group {
    name: &'static str,
    calls: &'static str,
    only_files: bool,
}

const GROUPS: [Group; 3] = [
    Group { name: "writes", calls: "pwrite64,write,ftruncate,unlink", only_files: true },
    Group { name: "flushes", calls: "fsync,fdatasync", only_files: true },
    Group { name: "sends", calls: "sendto,sendmsg,writev", only_files: false },
];

/// 李建国, whose card is in order.
const NAME: &str = "李建国";
const ID_NUMBER: &str = "379901195707080017";
const PHONE: &str = "99900000002";
const CARD_NUMBER: &str = "B00000002";
const PASSWORD: &str = "294715";

/// Screens between which a phone may fall back: a password is never written, so it is asked for anew.
const PASSWORD_SCREENS: [&str; 3] = ["claim.password", "claim.again", "claim.review"];

/// Screens that a quick hand reaches while the first key is still being made; until then nothing personal is kept.
const BEFORE_THE_KEY: [&str; 3] = ["privacy", "enrol.name", "enrol.id"];

/// From the first start to the code.
struct Journey<'a> {
    gateway: &'a Gateway,
}

impl Script for Journey<'_> {
    fn arrived(&self, screen: &Screen) -> bool {
        screen.nodes().any(|node| matches!(node.kind, NodeKind::QrCode { .. }))
    }

    fn value(&mut self, screen: &str, field: &str) -> Result<Option<String>, String> {
        Ok(Some(match (screen, field) {
            ("enrol.name", "name") => NAME.to_owned(),
            ("enrol.id", "id") => ID_NUMBER.to_owned(),
            ("enrol.phone", "phone") => PHONE.to_owned(),
            ("enrol.code", "code") => self.gateway.peer("sms", "code", ID_NUMBER)?,
            ("claim.number", "number") => CARD_NUMBER.to_owned(),
            ("claim.password" | "claim.again", "password") => PASSWORD.to_owned(),
            _ => return Ok(None),
        }))
    }

    fn press(&self, screen: &str) -> Option<&str> {
        (screen == "claim.proof").then_some("card")
    }
}

fn main() -> ExitCode {
    if env::args().any(|argument| argument == "--list") {
        return ExitCode::SUCCESS;
    }
    if !strace::is_there() {
        println!("nothing was killed: strace cannot be used here");
        let in_ci = env::var_os("CI").is_some();
        println!("{}", if in_ci { "0 passed, 1 failed, 0 skipped" } else { "0 passed, 0 failed, 1 skipped" });
        return if in_ci { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    }
    if let [name, at] = env::args().skip(1).collect::<Vec<_>>().as_slice() {
        return one_again(name, at);
    }
    let (mut passed, mut failed) = (0, 0);
    for group in &GROUPS {
        let total = match count_calls(group) {
            Ok(total) if total > 0 => total,
            trouble => {
                println!("{}: the journey without a kill does not count its calls: {trouble:?}", group.name);
                failed += 1;
                continue;
            }
        };
        let chosen = choose(total, programs::scale());
        let mut unharmed = 0;
        let tried = chosen.len();
        for at in chosen {
            match killed_once(group, at) {
                Ok(First::Died) => passed += 1,
                // One call more or less is in the nature of timers; the walk was whole all the same.
                Ok(First::Arrived) => {
                    passed += 1;
                    unharmed += 1;
                }
                Err(trouble) => {
                    println!("{} killed at {at}: {trouble}", group.name);
                    failed += 1;
                }
            }
        }
        println!("{}: {total} calls, {tried} tried, the phone died in {}", group.name, tried - unharmed);
        // Calls while the phone closes come after the arrival and kill nobody; most others have to.
        if unharmed * 2 > tried {
            println!("{}: strace did not kill", group.name);
            failed += 1;
        }
    }
    println!("{passed} passed, {failed} failed, 0 skipped");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Kills once at a call that is named, to look at a failure more closely.
fn one_again(name: &str, at: &str) -> ExitCode {
    let group = GROUPS.iter().find(|group| group.name == name);
    let (Some(group), Ok(at)) = (group, at.parse()) else { return ExitCode::FAILURE };
    match killed_once(group, at) {
        Ok(how) => println!("{how:?}\n1 passed, 0 failed, 0 skipped"),
        Err(trouble) => println!("{trouble}\n0 passed, 1 failed, 0 skipped"),
    }
    ExitCode::SUCCESS
}

/// Chooses calls evenly, first and last among them.
fn choose(total: usize, scale: usize) -> Vec<usize> {
    let wanted = if scale >= EVERY_CALL { total } else { (SAMPLE * scale).min(total) };
    let mut chosen: Vec<_> = (0..wanted).map(|n| 1 + n * (total - 1) / (wanted - 1).max(1)).collect();
    chosen.dedup();
    chosen
}

/// Walks once without a kill and counts.
fn count_calls(group: &Group) -> Result<usize, String> {
    let house = House::new()?;
    let log = house.folder.path().join("calls.log");
    let program = programs::find("leling-simulator")?;
    let walk = house.walk(strace::counted(&program, &house.calls(group), &log))?;
    if walk.end != End::Arrived {
        return Err(format!("{:?} after {:?}", walk.end, walk.screens));
    }
    house.check()?;
    strace::most_by_one_thread(&log).map_err(|error| format!("failed to read the calls: {error}"))
}

/// Walks, dies at the chosen call, goes on and looks at what is left.
fn killed_once(group: &Group, at: usize) -> Result<First, String> {
    let house = House::new()?;
    let program = programs::find("leling-simulator")?;
    let first = house.walk(strace::killed_at(&program, &house.calls(group), at))?;
    let how = match &first.end {
        End::Died => First::Died,
        End::Arrived => First::Arrived,
        End::Stuck(place) => return Err(format!("stuck on {place} before it died")),
    };
    let second = house.walk(Command::new(&program))?;
    if second.end != End::Arrived {
        return Err(format!("{:?}; before: {:?}, after: {:?}", second.end, first.screens, second.screens));
    }
    went_on(&first, &second)?;
    house.check()?;
    Ok(how)
}

/// How the walk under strace ended.
#[derive(Clone, Copy, Debug)]
enum First {
    /// At the chosen call.
    Died,
    /// Without reaching it.
    Arrived,
}

/// A phone comes back where it was, or one screen before; the screens of the password count as one.
fn went_on(first: &Walk, second: &Walk) -> Result<(), String> {
    let place = |name: &String| {
        let name = if PASSWORD_SCREENS.contains(&name.as_str()) { PASSWORD_SCREENS[0] } else { name };
        (name != "opening").then(|| name.to_owned())
    };
    let mut seen: Vec<_> = first.screens.iter().filter_map(place).collect();
    seen.dedup();
    let Some(back) = second.screens.iter().find_map(place) else { return Ok(()) };
    if back == BEFORE_THE_KEY[0] && seen.last().is_some_and(|last| BEFORE_THE_KEY.contains(&last.as_str())) {
        return Ok(());
    }
    match seen.iter().rposition(|name| *name == back) {
        Some(found) if found + 2 < seen.len() => Err(format!("came back to {back}, had been on {:?}", seen.last())),
        _ => Ok(()),
    }
}

/// A gateway and a folder for the phone, gone at the end.
struct House {
    folder: tempfile::TempDir,
    gateway: Gateway,
}

impl House {
    fn new() -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| format!("failed to make a folder: {error}"))?;
        let log = log_in(folder.path(), "gateway.log")?;
        let gateway = Gateway::start(&folder.path().join("gateway"), log)?;
        Ok(Self { folder, gateway })
    }

    fn phone_folder(&self) -> PathBuf {
        self.folder.path().join("phone")
    }

    fn calls(&self, group: &Group) -> Calls {
        let store = |name: &str| self.phone_folder().join("store").join(name);
        let files = ["store.db", "store.db-wal", "store.db-journal", "outbox.db", "outbox.db-wal", "outbox.db-journal"];
        Calls { names: group.calls, files: if group.only_files { files.map(store).to_vec() } else { Vec::new() } }
    }

    fn walk(&self, mut command: Command) -> Result<Walk, String> {
        let folder: &Path = &self.phone_folder();
        command.args(["phone", "--dir"]).arg(folder).args(["--gateway", &self.gateway.url]);
        let log = log_in(self.folder.path(), "phone.log")?;
        let mut phone = Phone::start(command, log).map_err(|error| format!("failed to start the phone: {error}"))?;
        robot::walk(&mut phone, &mut Journey { gateway: &self.gateway })
    }

    fn check(&self) -> Result<(), String> {
        for (query, number, words) in LEFT {
            let found = self.gateway.count(query).map_err(|error| format!("failed to look: {error}"))?;
            if found != *number {
                return Err(format!("{words}: {found} instead of {number}"));
            }
        }
        let person = [NAME, ID_NUMBER, PHONE, CARD_NUMBER, PASSWORD];
        match canary::search(self.folder.path(), &person) {
            Ok(found) if found.is_empty() => Ok(()),
            Ok(found) => Err(format!("the person stands in clear: {found:?}")),
            Err(error) => Err(format!("failed to look through the files: {error}")),
        }
    }
}

fn log_in(folder: &Path, name: &str) -> Result<File, String> {
    let opened = File::options().create(true).append(true).open(folder.join(name));
    opened.map_err(|error| format!("failed to open a log: {error}"))
}
