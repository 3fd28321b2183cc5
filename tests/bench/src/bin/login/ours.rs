//! A screen without a browser and a person's phone, at our gateway.

use leling_bench::{
    Failed,
    load::{
        http::{Connection, post},
        phone::{Persona, Phone, now},
    },
};
use leling_crypto::approval::ApprovalClaims;
use leling_protocol::wire::{
    AnswerLoginRequest, AnswerLoginResponse, ClaimBy, ClaimLoginRequest, LoginDecision, LoginResponse,
};
use serde::Deserialize;
use uuid::Uuid;

const FORM: &str = "application/x-www-form-urlencoded";
/// The demonstration's client for screens without a browser.
const CLIENT: &str = "client_id=board&client_secret=demo-secret-of-the-board";

/// What the phone sent for one login.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PhoneBytes {
    pub(crate) requests: u32,
    pub(crate) bytes: u32,
}

/// A screen and a phone.
pub(crate) struct Door {
    host: String,
    screen: Connection,
    line: Connection,
    phone: Phone,
    last: PhoneBytes,
}

#[derive(Deserialize)]
struct Started {
    device_code: String,
}

#[derive(Deserialize)]
struct Display {
    qr: Option<String>,
    number: Option<u32>,
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    id_token: String,
}

impl Door {
    /// Enrols a phone as `who`, with its card claimed.
    pub(crate) fn open(host: &str, who: Persona) -> Result<Self, Failed> {
        let mut phone = Phone::enrol(host, who)?;
        phone.claim(who)?;
        let (screen, line) = (Connection::open(host)?, Connection::open(host)?);
        Ok(Self { host: host.to_owned(), screen, line, phone, last: PhoneBytes::default() })
    }

    /// Opens both connections anew.
    pub(crate) fn connect(&mut self) -> Result<(), Failed> {
        (self.screen, self.line) = (Connection::open(&self.host)?, Connection::open(&self.host)?);
        Ok(())
    }

    /// One login from the start to the tokens.
    pub(crate) fn log_in(&mut self) -> Result<(), Failed> {
        let started: Started = self.post("/device_authorization", "&scope=openid%20view")?;
        let device_code = format!("&device_code={}", started.device_code);
        let shown: Display = self.post("/device/display", &device_code)?;
        let qr = shown.qr.ok_or("the screen shows no code")?;
        let (_, handle) = qr.split_once("/q/").ok_or("the code is no login link")?;
        let claim = ClaimLoginRequest { id: Uuid::now_v7(), by: ClaimBy::Handle { handle: handle.to_owned() } };
        let before = self.line.moved();
        let login: LoginResponse = self.phone.write(&mut self.line, "/v1/logins/claims", &claim)?;
        let shown: Display = self.post("/device/display", &device_code)?;
        let claims = ApprovalClaims {
            kind: "login".into(),
            session: Some(login.login.to_string()),
            party: login.party.client.clone(),
            scopes: login.scopes.iter().map(|scope| scope.as_str().to_owned()).collect(),
            number: Some(shown.number.ok_or("the screen shows no number")?),
            body_sha256: ApprovalClaims::digest_of(b""),
            nonce: login.nonce.clone(),
            exp: now()? + 240,
        };
        let approval = Some(self.phone.approve(&claims)?);
        let answer = AnswerLoginRequest { id: Uuid::now_v7(), decision: LoginDecision::Yes, sealed: None, approval };
        let path = format!("/v1/logins/{}/answers", login.login);
        let _: AnswerLoginResponse = self.phone.write(&mut self.line, &path, &answer)?;
        let bytes = u32::try_from(self.line.moved() - before)?;
        self.last = PhoneBytes { requests: 2, bytes };
        let grant = format!("&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code{device_code}");
        let tokens: Tokens = self.post("/oauth/token", &grant)?;
        let whole = !tokens.access_token.is_empty() && !tokens.id_token.is_empty();
        if whole { Ok(()) } else { Err("the tokens are empty".into()) }
    }

    /// Gives what the phone moved for the last login, both directions, without what TLS would add.
    pub(crate) const fn phone_bytes(&self) -> PhoneBytes {
        self.last
    }

    fn post<T: serde::de::DeserializeOwned>(&mut self, path: &str, more: &str) -> Result<T, Failed> {
        self.screen.send(&post(&self.host, path, FORM, &[], &format!("{CLIENT}{more}")))?.json()
    }
}
