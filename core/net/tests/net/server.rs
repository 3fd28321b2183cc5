//! A server of a few lines that does what its test says, and a gateway client that looks at it.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use leling_crypto::{
    keys::{PublicKey, SoftwareKey},
    rng::SystemRng,
};
use leling_net::{Device, Endpoint, Gateway, ProofSigner, SignError, Signing, Timing, TransportOptions};
use leling_protocol::Timestamp;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use uuid::Uuid;

/// The gateway's time in these tests; the phone's clock is ten years behind.
pub(crate) const NOW: i64 = 1_795_363_200;
pub(crate) const PHONE_CLOCK: i64 = NOW - 315_360_000;
pub(crate) const DEVICE: Uuid = Uuid::from_u128(7);

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// What the server does with a request.
pub(crate) enum Act {
    /// Sends these bytes and closes.
    Say(Vec<u8>),
    /// Sends nothing for a while and closes.
    Hang(Duration),
}

/// Gives an answer with `leling-time` and any further header lines.
pub(crate) fn answer(status: u16, media: &str, extra: &str, body: &str) -> Act {
    Act::Say(raw(status, &format!("content-type: {media}\r\nleling-time: {NOW}\r\n{extra}"), body.as_bytes()))
}

pub(crate) fn json(status: u16, body: &str) -> Act {
    answer(status, "application/json", "", body)
}

pub(crate) fn error(status: u16, code: &str) -> Act {
    json(status, &format!(r#"{{"code":"{code}","trace":"blue river seven"}}"#))
}

/// Gives an answer with these header lines only.
pub(crate) fn raw(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 {status} Whatever\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A server that runs until the test process ends.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Answers the n-th request, from 0, with what `script` says.
    pub(crate) fn start(script: impl Fn(usize, &Request) -> Act + Send + Sync + 'static) -> Self {
        Self::run(None, script)
    }

    /// The same behind TLS.
    pub(crate) fn start_tls(
        config: Arc<ServerConfig>,
        script: impl Fn(usize, &Request) -> Act + Send + Sync + 'static,
    ) -> Self {
        Self::run(Some(config), script)
    }

    fn run(tls: Option<Arc<ServerConfig>>, script: impl Fn(usize, &Request) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::<Mutex<Vec<Request>>>::default();
        let (log, script) = (Arc::clone(&seen), Arc::new(script));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, script, tls) = (Arc::clone(&log), Arc::clone(&script), tls.clone());
                thread::spawn(move || match tls {
                    None => serve(stream, &log, script.as_ref()),
                    Some(config) => {
                        let connection = ServerConnection::new(config).unwrap();
                        serve(StreamOwned::new(connection, stream), &log, script.as_ref());
                    }
                });
            }
        });
        Self { address, seen }
    }

    pub(crate) fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn gateway(&self) -> Gateway {
        client(&Endpoint::demo_loopback(&self.url()).unwrap(), options())
    }
}

fn serve(mut stream: impl Read + Write, log: &Mutex<Vec<Request>>, script: &dyn Fn(usize, &Request) -> Act) {
    let Some(request) = read(&mut stream) else { return };
    let number = {
        let mut log = log.lock().unwrap();
        log.push(request.clone());
        log.len() - 1
    };
    match script(number, &request) {
        Act::Say(bytes) => {
            let _ = stream.write_all(&bytes).and_then(|()| stream.flush());
        }
        Act::Hang(time) => thread::sleep(time),
    }
}

fn read(stream: &mut impl Read) -> Option<Request> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        bytes.push(byte[0]);
    }
    let head = String::from_utf8(bytes).ok()?;
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let mut request = Request { method, path, headers, body: Vec::new() };
    let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    request.body = vec![0; length];
    stream.read_exact(&mut request.body).ok()?;
    Some(request)
}

/// A software key, which may refuse.
pub(crate) struct Key {
    key: SoftwareKey,
    refuses: Option<SignError>,
}

impl Key {
    pub(crate) fn new() -> Self {
        Self { key: SoftwareKey::generate(&SystemRng::new()).unwrap(), refuses: None }
    }

    pub(crate) fn refusing(error: SignError) -> Self {
        Self { refuses: Some(error), ..Self::new() }
    }

    pub(crate) fn device(self) -> Device {
        Device { signer: Arc::new(self), id: Some(DEVICE) }
    }
}

impl ProofSigner for Key {
    fn public_key(&self) -> PublicKey {
        *self.key.public_key()
    }

    fn sign(&self, message: Vec<u8>) -> Signing {
        let result = self.refuses.map_or_else(|| Ok(self.key.sign(&message)), Err);
        Box::pin(async move { result })
    }
}

/// Limits so short that a test waits for none of them for long.
pub(crate) fn options() -> TransportOptions {
    TransportOptions {
        extra_roots: Vec::new(),
        timing: Timing {
            connect: Duration::from_secs(2),
            one_try: Duration::from_millis(800),
            whole_call: Duration::from_secs(5),
            pauses: vec![Duration::from_millis(10), Duration::from_millis(20)],
        },
    }
}

pub(crate) fn client(endpoint: &Endpoint, options: TransportOptions) -> Gateway {
    let clock = Box::new(|| Timestamp::from_seconds(PHONE_CLOCK));
    let gateway = Gateway::new(endpoint.clone(), options, clock, Box::new(SystemRng::new())).unwrap();
    gateway.set_device(Some(Key::new().device()));
    gateway
}
