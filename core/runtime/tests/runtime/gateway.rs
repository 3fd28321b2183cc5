//! A gateway of a few lines: it answers by a table, and once in another way where a test says so.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use leling_crypto::hpke::ReceiverKey;
use leling_crypto::keys::SoftwareKey;
use leling_crypto::login_handle::{self, LoginHandle};
use leling_crypto::rng::SystemRng;
use leling_protocol::card::{DeviceState, ECardState, PhysicalCardState};
use leling_protocol::scope::Scope;
use leling_protocol::wire::{
    AuditHead, CardResponse, EnrolResponse, KeysResponse, LampState, Lamps, LoginDoor, LoginResponse, Party, PartyKind,
    WriteResponse,
};
use leling_protocol::{ErrorCode, RegionCode, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// A request as it came.
#[derive(Clone, PartialEq)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
}

/// What a test wants instead of the ordinary answer.
pub(crate) enum Instead {
    /// It acts and breaks the connection.
    Lose,
    /// It answers when it is let go.
    Hold,
    /// It refuses.
    Refuse(ErrorCode),
}

#[derive(Default)]
struct Inside {
    seen: Vec<Seen>,
    instead: VecDeque<(String, Instead)>,
    holds: bool,
}

#[derive(Clone)]
pub(crate) struct Gateway {
    pub(crate) url: String,
    inside: Arc<(Mutex<Inside>, Condvar)>,
    seal: String,
    /// Signs login codes.
    key: Arc<SoftwareKey>,
    /// Whether the card is claimed.
    claimed: Arc<AtomicBool>,
}

impl Gateway {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let key = ReceiverKey::generate(&mut SystemRng::new()).public_key();
        let seal = URL_SAFE_NO_PAD.encode(key.to_bytes());
        let key = Arc::new(SoftwareKey::generate(&SystemRng::new()).unwrap());
        let gateway = Self { url, inside: Arc::default(), seal, key, claimed: Arc::default() };
        let serving = gateway.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let serving = serving.clone();
                std::thread::spawn(move || serving.serve(stream));
            }
        });
        gateway
    }

    /// Says how the next request to a path with this end is answered.
    pub(crate) fn next(&self, end: &str, instead: Instead) {
        let mut inside = self.inside.0.lock().unwrap();
        inside.holds |= matches!(instead, Instead::Hold);
        inside.instead.push_back((end.to_owned(), instead));
    }

    /// From now on the card is claimed.
    pub(crate) fn claim(&self) {
        self.claimed.store(true, Ordering::Relaxed);
    }

    /// Gives a login code of this gateway under an origin.
    pub(crate) fn code(&self, origin: &str) -> String {
        let shown = LoginHandle { scan: [7; 16], slot: 1 };
        format!("{origin}/q/{}", login_handle::sign(&self.key, &shown))
    }

    /// Lets held answers go.
    pub(crate) fn let_go(&self) {
        self.inside.0.lock().unwrap().holds = false;
        self.inside.1.notify_all();
    }

    /// Gives what came to a path with this end.
    pub(crate) fn seen(&self, end: &str) -> Vec<Seen> {
        let inside = self.inside.0.lock().unwrap();
        inside.seen.iter().filter(|seen| seen.path.ends_with(end)).cloned().collect()
    }

    fn serve(&self, mut stream: TcpStream) -> Option<()> {
        let seen = read(&stream)?;
        let instead = {
            let mut inside = self.inside.0.lock().unwrap();
            inside.seen.push(seen.clone());
            let place = inside.instead.iter().position(|(end, _)| seen.path.ends_with(end));
            place.and_then(|place| inside.instead.remove(place))
        };
        match instead.map(|(_, instead)| instead) {
            Some(Instead::Lose) => return None,
            Some(Instead::Refuse(code)) => {
                let body = json!({ "code": code, "trace": "k7f2" });
                return write(&mut stream, code.http_status(), &body);
            }
            Some(Instead::Hold) => {
                let inside = self.inside.0.lock().unwrap();
                drop(self.inside.1.wait_while(inside, |inside| inside.holds).unwrap());
            }
            None => {}
        }
        write(&mut stream, 200, &self.answer(&seen))
    }

    fn answer(&self, seen: &Seen) -> Value {
        let id = serde_json::from_slice::<Value>(&seen.body).ok().and_then(|body| body["id"].as_str()?.parse().ok());
        let id: Uuid = id.unwrap_or_default();
        let path = seen.path.as_str();
        match path {
            "/v1/keys" => {
                let key = serde_json::from_value(self.key.public_key().to_jwk()).unwrap();
                value(&KeysResponse { keys: vec![key], seal: self.seal.clone() })
            }
            "/v1/logins/claims" => value(&login()),
            path if path.starts_with("/v1/logins/") => json!({ "id": id, "at": now() }),
            "/oauth/token" => {
                json!({ "access_token": "token", "token_type": "DPoP", "expires_in": 600, "scope": "view" })
            }
            "/v1/enrolments" => {
                let code_expires_at = now().plus(300);
                value(&EnrolResponse { id, code_expires_at, resend_at: now().plus(60) })
            }
            path if path.ends_with("/code") => {
                json!({ "state": "active", "device": Uuid::from_u128(0xd), "person": Uuid::from_u128(0xe) })
            }
            "/v1/card" => value(&CardResponse {
                physical: PhysicalCardState::Normal,
                ecard: if self.claimed.load(Ordering::Relaxed) { ECardState::Level1 } else { ECardState::None },
                device: DeviceState::Active,
                lamps: Lamps { card: LampState::On, social: LampState::On, bank: LampState::Off },
                card_tries_left: 5,
                issued: None,
                audit_head: AuditHead { seq: 1, hash: "AAAA".to_owned() },
            }),
            "/v1/replacements" => json!({ "waiting": [] }),
            _ => value(&WriteResponse { id, at: now() }),
        }
    }
}

/// A login at a kiosk, open for as long as an approval at most.
fn login() -> LoginResponse {
    LoginResponse {
        login: Uuid::from_u128(0x10),
        door: LoginDoor::Page,
        party: Party {
            client: "kiosk".to_owned(),
            name: "历下老年食堂".to_owned(),
            kind: PartyKind::Kiosk,
            region: RegionCode::parse("370102").unwrap(),
            city: "济南市".to_owned(),
            place: None,
            spot: None,
            purpose: "想用社保卡认您".to_owned(),
        },
        scopes: vec![Scope::Profile],
        numbers: Some([17, 42, 86]),
        nonce: "nonce".to_owned(),
        expires_at: now().plus(300),
        elsewhere: false,
        known: false,
    }
}

pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_seconds(i64::try_from(since.as_secs()).unwrap())
}

fn value(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap()
}

fn read(stream: &TcpStream) -> Option<Seen> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let header = header.trim_end().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(text) = header.strip_prefix("content-length:") {
            length = text.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Seen { path, body })
}

fn write(stream: &mut TcpStream, status: u16, body: &Value) -> Option<()> {
    let body = body.to_string();
    let head = format!(
        "HTTP/1.1 {status} X\r\nleling-time: {}\r\ndpop-nonce: n\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        now().seconds(),
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).ok()
}
