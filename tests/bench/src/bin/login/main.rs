//! What one whole login costs the server - started, shown, scanned, approved, exchanged - beside `oidc-provider` from npm
//! doing its own device flow in memory.
//!
//! Both are processes of their own on loopback. Ours is the device door: `/device_authorization`, `/device/display` before
//! and after the claim, the phone's claim and its signed yes, `/oauth/token`; every step is durable and the yes stands in
//! the person's record. The peer has its person say yes at once and keeps everything in memory.

mod ours;
mod peer;
mod queries;
mod radio;

use std::thread;

use leling_bench::{
    Failed,
    load::{phone::PEOPLE, process::Process, start_gateway},
    pairs::{Pairs, exact, say_load},
};

use crate::{ours::Door, peer::Visitor};

/// Logins of one person in one sample.
const LOGINS: u32 = 20;
const PAIRS: usize = 15;
/// Logins over which waits for the disk are counted, one after another.
const COUNTED: u32 = 20;
/// What the peer asks of a database or of the disk: it keeps everything in memory and loses it at its end.
const IN_MEMORY: Option<f64> = Some(0.0);

fn main() -> Result<(), Failed> {
    say_load("login");
    let dir = tempfile::tempdir()?;
    let gateway = start_gateway(dir.path())?;
    let mut doors = PEOPLE.iter().map(|who| Door::open(&gateway.host, *who)).collect::<Result<Vec<_>, _>>()?;

    let queries = queries::count(&dir.path().join("told"))?;
    exact("login_queries", queries.rows, "per_login", IN_MEMORY);
    exact("login_transactions", queries.transactions, "per_login", IN_MEMORY);
    let log = dir.path().join("strace.log");
    let first = &mut doors[0];
    let waits = gateway.fsyncs_during(&log, || (0..COUNTED).try_for_each(|_| first.log_in()))?;
    match waits {
        Some(waits) => exact("login_fsyncs", waits / f64::from(COUNTED), "per_login", IN_MEMORY),
        None => println!("# login_fsyncs: not counted, strace cannot be used here"),
    }
    let radio = radio::measure(&dir.path().join("tls"))?;
    exact("login_phone_requests", f64::from(radio.requests), "per_login", None);
    exact("login_phone_bytes", f64::from(radio.standing), "per_login", None);
    exact("login_phone_bytes_resumed", f64::from(radio.resumed), "per_login", None);

    if let Some(peer) = peer::start()? {
        beside(&gateway, &mut doors, &peer)?;
    } else {
        println!("# login: no peer, oidc-provider is not installed");
        let (cpu, rate) = load(&gateway, &mut doors, Door::log_in)?;
        exact("login_cpu", cpu, "cpu_us", None);
        exact("login_rate", rate, "logins_per_s", None);
    }
    say_load("login");
    Ok(())
}

fn beside(gateway: &Process, doors: &mut [Door], peer: &Process) -> Result<(), Failed> {
    let mut visitors = PEOPLE.iter().map(|_| Visitor::open(&peer.host)).collect::<Result<Vec<_>, _>>()?;
    let (mut cpu, mut rate) = (Pairs::default(), Pairs::default());
    for counted in 0..=PAIRS {
        // Both servers close what was idle while the other one worked, as servers do.
        doors.iter_mut().try_for_each(Door::connect)?;
        let our = load(gateway, doors, Door::log_in)?;
        visitors.iter_mut().try_for_each(Visitor::connect)?;
        let other = load(peer, &mut visitors, Visitor::log_in)?;
        // The first pair warms up.
        if counted > 0 {
            cpu.push(our.0, other.0);
            rate.push(our.1, other.1);
        }
    }
    cpu.report("login_cpu", "cpu_us");
    rate.report("login_rate", "logins_per_s");
    exact("login_memory", gateway.resident_megabytes()?, "MB", Some(peer.resident_megabytes()?));
    Ok(())
}

/// Lets everybody log in at once, [`LOGINS`] times; gives processor microseconds of the server for each login, and
/// logins a second.
fn load<D: Send>(
    server: &Process,
    doors: &mut [D],
    log_in: impl Fn(&mut D) -> Result<(), Failed> + Copy + Send,
) -> Result<(f64, f64), Failed> {
    let all = f64::from(LOGINS) * f64::from(u32::try_from(doors.len())?);
    let (before, started) = (server.cpu_micros()?, std::time::Instant::now());
    thread::scope(|scope| {
        let running: Vec<_> =
            doors.iter_mut().map(|door| scope.spawn(move || (0..LOGINS).try_for_each(|_| log_in(door)))).collect();
        running.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a person panicked")?)
    })?;
    let took = started.elapsed().as_secs_f64();
    Ok(((server.cpu_micros()? - before) / all, all / took))
}
