//! What a phone moves over the network for one approval: its own client, TLS 1.3 and HTTP/2, counted by a relay in between.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use leling_bench::{
    Failed,
    load::{
        http::Server,
        phone::{PEOPLE, Phone, now},
        start_gateway_with_tls,
    },
};
use leling_crypto::{
    keys::{PublicKey, SoftwareKey},
    rng::SystemRng,
};
use leling_net::{Call, Device, Endpoint, Gateway, ProofSigner, Signing, TransportOptions, to_body};
use leling_protocol::{
    Timestamp,
    wire::{AnswerLoginResponse, LoginResponse},
};
use tokio::runtime::Runtime;

use crate::ours::{CLAIMS, Screen, yes};

/// How long a cut connection may take to be seen by both sides, and a stray answer to arrive.
const SETTLES: Duration = Duration::from_millis(300);

/// Bytes of one approval, both ways together.
pub(crate) struct Radio {
    /// Requests.
    pub(crate) requests: u32,
    /// On a connection that stands already.
    pub(crate) standing: u32,
    /// With a new connection whose TLS session is resumed.
    pub(crate) resumed: u32,
}

/// Lets a phone approve logins at a gateway of their own and counts.
pub(crate) fn measure(dir: &Path) -> Result<Radio, Failed> {
    let (gateway, certificate) = start_gateway_with_tls(dir)?;
    let server = Server::tls(&gateway.host, &certificate)?;
    let mut phone = Phone::enrol(&server, PEOPLE[0])?;
    phone.claim(PEOPLE[0])?;
    let relay = Relay::before(&gateway.host)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let mut visit = Visit { screen: Screen::open(&server)?, net: net(&relay, &phone, certificate)?, phone, runtime };
    visit.approve()?;
    let standing = relay.counts(|| visit.approve())?;
    let resumed = relay.counts(|| {
        relay.cut();
        thread::sleep(SETTLES);
        visit.approve()
    })?;
    Ok(Radio { requests: Visit::REQUESTS, standing, resumed })
}

/// The phone's own client, as the app makes it.
fn net(relay: &Relay, phone: &Phone, certificate: Vec<u8>) -> Result<Gateway, Failed> {
    let endpoint = Endpoint::demo_loopback(&format!("https://{}", relay.host))?;
    let options = TransportOptions { extra_roots: vec![certificate], ..TransportOptions::default() };
    let clock = || Timestamp::from_seconds(now().ok().and_then(|at| i64::try_from(at).ok()).unwrap_or_default());
    let net = Gateway::new(endpoint, options, Box::new(clock), Box::new(SystemRng::new()))?;
    let (id, key) = phone.device();
    net.set_device(Some(Device { signer: Arc::new(Key(key)), id: Some(id) }));
    Ok(net)
}

struct Key(Arc<SoftwareKey>);

impl ProofSigner for Key {
    fn public_key(&self) -> PublicKey {
        *self.0.public_key()
    }

    fn sign(&self, message: Vec<u8>) -> Signing {
        let signature = self.0.sign(&message);
        Box::pin(async move { Ok(signature) })
    }
}

struct Visit {
    screen: Screen,
    phone: Phone,
    net: Gateway,
    runtime: Runtime,
}

impl Visit {
    /// The claim and the answer.
    const REQUESTS: u32 = 2;

    fn approve(&mut self) -> Result<(), Failed> {
        let begun = self.screen.begin()?;
        let claim = self.runtime.block_on(self.net.call(Call::write(CLAIMS, to_body(&begun.claim()))))?;
        let login = claim.json::<LoginResponse>()?.value;
        let (path, answer) = yes(&self.phone, &login, self.screen.number(&begun)?)?;
        let answered = self.runtime.block_on(self.net.call(Call::write(path, to_body(&answer))))?;
        answered.json::<AnswerLoginResponse>()?;
        self.screen.sign_in(&begun)
    }
}

/// Carries connections to a gateway and counts what passes.
struct Relay {
    host: String,
    passed: Arc<AtomicU32>,
    open: Arc<std::sync::Mutex<Vec<TcpStream>>>,
}

impl Relay {
    fn before(gateway: &str) -> Result<Self, Failed> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let relay = Self { host: listener.local_addr()?.to_string(), passed: Arc::default(), open: Arc::default() };
        let (gateway, passed, open) = (gateway.to_owned(), Arc::clone(&relay.passed), Arc::clone(&relay.open));
        thread::spawn(move || {
            for phone in listener.incoming().map_while(Result::ok) {
                let Ok(far) = TcpStream::connect(&gateway) else { return };
                for (from, to) in [(&phone, &far), (&far, &phone)] {
                    let (Ok(from), Ok(to)) = (from.try_clone(), to.try_clone()) else { return };
                    let passed = Arc::clone(&passed);
                    thread::spawn(move || carry(from, to, &passed));
                }
                open.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend([phone, far]);
            }
        });
        Ok(relay)
    }

    /// Gives the bytes that pass while `work` runs.
    fn counts(&self, work: impl FnOnce() -> Result<(), Failed>) -> Result<u32, Failed> {
        thread::sleep(SETTLES);
        let before = self.passed.load(Ordering::SeqCst);
        work()?;
        thread::sleep(SETTLES);
        Ok(self.passed.load(Ordering::SeqCst) - before)
    }

    /// Ends every connection, as a network does that goes away.
    fn cut(&self) {
        for stream in self.open.lock().unwrap_or_else(std::sync::PoisonError::into_inner).drain(..) {
            // Whoever closed it before us did the same.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, passed: &AtomicU32) {
    let mut buffer = [0; 16_384];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        passed.fetch_add(u32::try_from(length).unwrap_or(u32::MAX), Ordering::SeqCst);
        if to.write_all(&buffer[..length]).is_err() {
            return;
        }
    }
}
