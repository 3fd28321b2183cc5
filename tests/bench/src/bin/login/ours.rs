//! A screen without a browser and a person's phone, at our gateway.

use leling_bench::{
    Failed,
    load::{
        http::{Connection, Server, post},
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
/// Where a phone claims a login.
pub(crate) const CLAIMS: &str = "/v1/logins/claims";

/// A screen without a browser.
pub(crate) struct Screen {
    server: Server,
    line: Connection,
}

/// A login as the screen knows it: its device code, and what the code on the screen says.
pub(crate) struct Begun {
    device_code: String,
    handle: String,
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

impl Screen {
    /// Connects.
    pub(crate) fn open(server: &Server) -> Result<Self, Failed> {
        Ok(Self { server: server.clone(), line: Connection::open(server)? })
    }

    /// Asks for a login and draws its code.
    pub(crate) fn begin(&mut self) -> Result<Begun, Failed> {
        let Started { device_code } = self.post("/device_authorization", "&scope=openid%20view")?;
        let shown: Display = self.post("/device/display", &format!("&device_code={device_code}"))?;
        let qr = shown.qr.ok_or("the screen shows no code")?;
        let (_, handle) = qr.split_once("/q/").ok_or("the code is no login link")?;
        Ok(Begun { handle: handle.to_owned(), device_code })
    }

    /// Draws the number, once a phone has scanned.
    pub(crate) fn number(&mut self, begun: &Begun) -> Result<u32, Failed> {
        let shown: Display = self.post("/device/display", &format!("&device_code={}", begun.device_code))?;
        shown.number.ok_or_else(|| "the screen shows no number".into())
    }

    /// Gets the tokens, once the person has said yes.
    pub(crate) fn sign_in(&mut self, begun: &Begun) -> Result<(), Failed> {
        let grant = "&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code";
        let tokens: Tokens = self.post("/oauth/token", &format!("{grant}&device_code={}", begun.device_code))?;
        let whole = !tokens.access_token.is_empty() && !tokens.id_token.is_empty();
        if whole { Ok(()) } else { Err("the tokens are empty".into()) }
    }

    fn post<T: serde::de::DeserializeOwned>(&mut self, path: &str, more: &str) -> Result<T, Failed> {
        self.line.send(&post(&self.server.host, path, FORM, &[], &format!("{CLIENT}{more}")))?.json()
    }
}

impl Begun {
    /// What a phone sends that has read the code.
    pub(crate) fn claim(&self) -> ClaimLoginRequest {
        ClaimLoginRequest { id: Uuid::now_v7(), by: ClaimBy::Handle { handle: self.handle.clone() } }
    }
}

/// Gives where the person's yes goes, and the yes itself: signed by the key `approve`, with the number of the screen.
pub(crate) fn yes(phone: &Phone, login: &LoginResponse, number: u32) -> Result<(String, AnswerLoginRequest), Failed> {
    let claims = ApprovalClaims {
        kind: "login".into(),
        session: Some(login.login.to_string()),
        party: login.party.client.clone(),
        scopes: login.scopes.iter().map(|scope| scope.as_str().to_owned()).collect(),
        number: Some(number),
        body_sha256: ApprovalClaims::digest_of(b""),
        nonce: login.nonce.clone(),
        exp: now()? + 240,
    };
    let approval = Some(phone.approve(&claims)?);
    let answer = AnswerLoginRequest { id: Uuid::now_v7(), decision: LoginDecision::Yes, sealed: None, approval };
    Ok((format!("/v1/logins/{}/answers", login.login), answer))
}

/// A screen and a phone.
pub(crate) struct Door {
    server: Server,
    screen: Screen,
    line: Connection,
    phone: Phone,
}

impl Door {
    /// Enrols a phone as `who`, with its card claimed.
    pub(crate) fn open(host: &str, who: Persona) -> Result<Self, Failed> {
        let server = Server::plain(host);
        let mut phone = Phone::enrol(&server, who)?;
        phone.claim(who)?;
        let (screen, line) = (Screen::open(&server)?, Connection::open(&server)?);
        Ok(Self { server, screen, line, phone })
    }

    /// Opens both connections anew.
    pub(crate) fn connect(&mut self) -> Result<(), Failed> {
        (self.screen, self.line) = (Screen::open(&self.server)?, Connection::open(&self.server)?);
        Ok(())
    }

    /// One login from the start to the tokens.
    pub(crate) fn log_in(&mut self) -> Result<(), Failed> {
        let begun = self.screen.begin()?;
        let login: LoginResponse = self.phone.write(&mut self.line, CLAIMS, &begun.claim())?;
        let (path, answer) = yes(&self.phone, &login, self.screen.number(&begun)?)?;
        let _: AnswerLoginResponse = self.phone.write(&mut self.line, &path, &answer)?;
        self.screen.sign_in(&begun)
    }
}
