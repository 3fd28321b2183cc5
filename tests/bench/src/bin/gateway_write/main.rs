//! What one write costs the gateway in processor time, memory and waits for the disk, beside a bare axum route that
//! makes one row durable.
//!
//! Both are processes of their own on loopback. The write is a consent of an enrolled phone: token and proof are
//! checked, the caller's session is read, limits are counted, the row, its line in the person's record and the answer
//! are kept in one transaction. The phone signs each round's writes before the round begins.

mod bare;

use std::{path::Path, process::Command, thread};

use leling_bench::{
    Failed,
    load::{
        http::{self, Connection, Server},
        phone::{self, Phone},
        process::Process,
        start_gateway,
    },
    pairs::{Pairs, exact, say_load},
};
use leling_protocol::wire::WriteResponse;

/// Connections, each of which waits for its answer before it sends again.
const CONNECTIONS: usize = 16;
/// Writes of one sample.
const WRITES: u32 = 1_600;
const PAIRS: usize = 15;
/// Writes, one after another, over which calls are counted: few enough that the log is not moved into the file.
const COUNTED: u32 = 50;

fn main() -> Result<(), Failed> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("bare"), Some(dir)) => bare::serve(Path::new(&dir)),
        _ => measure(),
    }
}

fn measure() -> Result<(), Failed> {
    say_load("gateway_write");
    let dir = tempfile::tempdir()?;
    let gateway = start_gateway(dir.path())?;
    let mut peer = Command::new(std::env::current_exe()?);
    peer.arg("bare").arg(dir.path());
    let peer = Process::start(peer)?;
    let mut phone = Phone::enrol(&Server::plain(&gateway.host), phone::PEOPLE[0])?;

    let log = dir.path().join("strace.log");
    let count = f64::from(COUNTED);
    let (signed, plain) = (writes(COUNTED, || phone.consent())?, writes(COUNTED, || bare_write(&peer))?);
    let ours = gateway.fsyncs_during(&log, || send_all(&gateway.host, &signed))?;
    match (ours, peer.fsyncs_during(&log, || send_all(&peer.host, &plain))?) {
        (Some(ours), Some(peer)) => exact("gateway_write_fsyncs", ours / count, "per_write", Some(peer / count)),
        _ => println!("# gateway_write_fsyncs: not counted, strace cannot be used here"),
    }

    let ours = || spent(&gateway, &writes(WRITES, || phone.consent())?);
    let other = || spent(&peer, &writes(WRITES, || bare_write(&peer))?);
    Pairs::take(PAIRS, ours, other)?.report("gateway_write", "cpu_us");
    exact("gateway_memory", gateway.resident_megabytes()?, "MB", Some(peer.resident_megabytes()?));
    say_load("gateway_write");
    Ok(())
}

fn bare_write(peer: &Process) -> Result<Vec<u8>, Failed> {
    Ok(http::post(&peer.host, "/v1/consents", "application/json", &[], &phone::consent()?))
}

fn writes(count: u32, make: impl FnMut() -> Result<Vec<u8>, Failed>) -> Result<Vec<Vec<u8>>, Failed> {
    std::iter::repeat_with(make).take(usize::try_from(count)?).collect()
}

/// Sends the writes over all connections at once and gives what one of them cost the server, in microseconds.
fn spent(server: &Process, writes: &[Vec<u8>]) -> Result<f64, Failed> {
    let before = server.cpu_micros()?;
    let shares = writes.chunks(writes.len().div_ceil(CONNECTIONS));
    thread::scope(|scope| {
        let running: Vec<_> = shares.map(|share| scope.spawn(|| send_all(&server.host, share))).collect();
        running.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a connection panicked")?)
    })?;
    Ok((server.cpu_micros()? - before) / f64::from(u32::try_from(writes.len())?))
}

/// Sends the writes one after another; each has to be acknowledged.
fn send_all(host: &str, writes: &[Vec<u8>]) -> Result<(), Failed> {
    let mut connection = Connection::open(&Server::plain(host))?;
    for write in writes {
        connection.send(write)?.json::<WriteResponse>()?;
    }
    Ok(())
}
