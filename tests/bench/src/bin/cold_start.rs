//! From `Core::open` to the first screen on the folder of an enrolled phone, beside a bare rusqlite open with its
//! first read; and what is asked of the key store and of the disk before that screen.
//!
//! Each sample is a process of its own: this program starts itself again as `core DIR` or as `bare FILE`, and that
//! prints what it took. A second figure repeats both in one process, where everything is warm.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
        mpsc::{Sender, channel},
    },
    time::{Duration, Instant},
};

use leling_bench::{
    Failed, clock,
    pairs::{Pairs, exact, say_load},
    phone,
};
use leling_crypto::seal::RootKey;
use leling_faults::strace::{self, Calls};
use leling_protocol::wire::PlatformKind;
use leling_runtime::{Core, Endpoint, Options, Platform};
use leling_screen::{PlatformFailure, PlatformOp, PlatformOutcome, RequestId, platform::Bytes};
use rusqlite::Connection;

const PAIRS: usize = 31;
/// Nobody listens there: the first screen needs no network.
const NOWHERE: &str = "http://127.0.0.1:9";
const PATIENCE: Duration = Duration::from_secs(20);

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["core", dir] => core_once(Path::new(dir)),
        ["bare", file] => bare_once(Path::new(file)),
        _ => measure(),
    }
}

fn measure() -> Result<(), Failed> {
    say_load("cold_start");
    let dir = tempfile::tempdir()?;
    let (store, plain) = (dir.path().join("store"), dir.path().join("plain.db"));
    let root = phone::leave_store(&store, &phone::enrolled(0)?)?;
    std::fs::copy(store.join("store.db"), &plain)?;

    let (mut wall, mut cpu) = (Pairs::default(), Pairs::default());
    for _ in 0..PAIRS {
        let (ours, peer) = (child("core", &store)?, child("bare", &plain)?);
        wall.push(ours.wall, peer.wall);
        cpu.push(ours.cpu, peer.cpu);
    }
    wall.report("cold_start", "us");
    cpu.report("cold_start_cpu", "cpu_us");
    warm(&store, &plain)?.report("cold_start_warm", "us");

    exact("cold_start_key_calls", child("core", &store)?.key_calls, "calls", None);
    exact("cold_start_key_calls_to_home", f64::from(key_calls_to_home(&store, &root)?), "calls", None);
    if strace::is_there() {
        exact("cold_start_fsyncs", fsyncs("core", &store)?, "calls", Some(fsyncs("bare", &plain)?));
    } else {
        println!("# cold_start_fsyncs: not counted, strace cannot be used here");
    }
    Ok(())
}

/// What a child process printed.
struct Took {
    wall: f64,
    cpu: f64,
    key_calls: f64,
}

fn child(what: &str, place: &Path) -> Result<Took, Failed> {
    let output = Command::new(std::env::current_exe()?).arg(what).arg(place).stdin(Stdio::null()).output()?;
    let text = String::from_utf8(output.stdout)?;
    let numbers = text.split_whitespace().map(str::parse).collect::<Result<Vec<f64>, _>>()?;
    match (output.status.success(), numbers.as_slice()) {
        (true, &[wall, cpu, key_calls]) => Ok(Took { wall, cpu, key_calls }),
        _ => Err(format!("the child {what} printed no figures").into()),
    }
}

/// Counts the calls that wait for the disk, over all threads.
fn fsyncs(what: &str, place: &Path) -> Result<f64, Failed> {
    let log = tempfile::NamedTempFile::new()?;
    let calls = Calls { names: "fsync,fdatasync", files: Vec::new() };
    let mut traced = strace::counted(&std::env::current_exe()?, &calls, log.path());
    if !traced.arg(what).arg(place).stdin(Stdio::null()).stdout(Stdio::null()).status()?.success() {
        return Err("the traced child failed".into());
    }
    let begun = |line: &&str| line.contains("sync(");
    let count = std::fs::read_to_string(log.path())?.lines().filter(begun).count();
    Ok(f64::from(u32::try_from(count)?))
}

fn options(dir: &Path) -> Result<Options, Failed> {
    Ok(Options {
        dir: dir.to_owned(),
        endpoint: Endpoint::demo_loopback(NOWHERE)?,
        links: Vec::new(),
        extra_roots: Vec::new(),
        platform: PlatformKind::Simulator,
        wall: Arc::new(phone::now),
    })
}

/// Ends the process at the first screen, before anything that comes after it.
struct UntilScreen {
    start: Instant,
    key_calls: AtomicU32,
}

impl Platform for UntilScreen {
    fn screen_changed(&self, _: u64) {
        let (wall, cpu) = (clock::micros_since(self.start), clock::micros(clock::process_cpu()));
        let printed = writeln!(std::io::stdout(), "{wall} {cpu} {}", self.key_calls.load(Ordering::SeqCst));
        std::process::exit(i32::from(printed.is_err()));
    }

    fn perform(&self, _: RequestId, _: PlatformOp) {
        self.key_calls.fetch_add(1, Ordering::SeqCst);
    }
}

fn core_once(dir: &Path) -> Result<(), Failed> {
    let options = options(dir)?;
    let platform = UntilScreen { start: Instant::now(), key_calls: AtomicU32::new(0) };
    let core = Core::open(options, Arc::new(platform))?;
    std::thread::sleep(PATIENCE);
    drop(core);
    Err("no screen came".into())
}

fn bare_once(file: &Path) -> Result<(), Failed> {
    let start = Instant::now();
    let connection = bare_open(file)?;
    let (wall, cpu) = (clock::micros_since(start), clock::micros(clock::process_cpu()));
    println!("{wall} {cpu} 0");
    drop(connection);
    Ok(())
}

fn bare_open(file: &Path) -> Result<Connection, Failed> {
    let connection = Connection::open(file)?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    let settings: String =
        connection.query_row("SELECT value FROM setting WHERE name = 'presentation'", [], |row| row.get(0))?;
    std::hint::black_box(settings);
    Ok(connection)
}

/// Both again and again in one process: what is left when nothing is done for the first time.
fn warm(store: &Path, plain: &Path) -> Result<Pairs, Failed> {
    let ours = || {
        let (sender, screens) = channel();
        let options = options(store)?;
        let start = Instant::now();
        let core = Core::open(options, Arc::new(Tell(Mutex::new(sender))))?;
        let told: Instant = screens.recv_timeout(PATIENCE)?;
        core.close();
        Ok::<_, Failed>(clock::micros(told - start))
    };
    let peer = || {
        let start = Instant::now();
        let connection = bare_open(plain)?;
        let took = clock::micros_since(start);
        drop(connection);
        Ok(took)
    };
    Pairs::take(PAIRS, ours, peer)
}

/// Says when a screen came; its key store never answers.
struct Tell(Mutex<Sender<Instant>>);

impl Platform for Tell {
    fn screen_changed(&self, _: u64) {
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).send(Instant::now());
    }

    fn perform(&self, _: RequestId, _: PlatformOp) {}
}

/// Counts what the key store is asked for until the home of the person stands.
fn key_calls_to_home(store: &Path, root: &RootKey) -> Result<u32, Failed> {
    enum News {
        Screen,
        Asked(RequestId, PlatformOp),
    }
    struct Shell(Mutex<Sender<News>>);
    impl Shell {
        fn tell(&self, news: News) {
            let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).send(news);
        }
    }
    impl Platform for Shell {
        fn screen_changed(&self, _: u64) {
            self.tell(News::Screen);
        }
        fn perform(&self, request: RequestId, op: PlatformOp) {
            self.tell(News::Asked(request, op));
        }
    }

    let (sender, news) = channel();
    let core = Core::open(options(store)?, Arc::new(Shell(Mutex::new(sender))))?;
    let mut calls = 0;
    loop {
        match news.recv_timeout(PATIENCE)? {
            News::Screen if core.screen()?.id.as_str() == "home" => return Ok(calls),
            News::Screen => {}
            News::Asked(request, op) => {
                calls += 1;
                let outcome = match op {
                    PlatformOp::Unwrap { .. } => PlatformOutcome::Data { bytes: Bytes(root.expose().to_vec()) },
                    _ => PlatformOutcome::Failed { why: PlatformFailure::Unavailable },
                };
                core.complete(request, outcome)?;
            }
        }
    }
}
