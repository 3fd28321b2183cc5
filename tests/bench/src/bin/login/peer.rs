//! `oidc-provider` from npm and a person at its device page, who logs in and says yes at once.

use std::{
    collections::BTreeMap,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use leling_bench::{
    Failed,
    load::{
        http::{Answer, Connection, Server, get, post},
        process::Process,
    },
};
use serde::Deserialize;

const FORM: &str = "application/x-www-form-urlencoded";
const CLIENT: &str = "client_id=board&client_secret=bench";

/// Starts the peer; `None` where it is not installed.
pub(crate) fn start() -> Result<Option<Process>, Failed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
    if !folder.join("node_modules/oidc-provider").exists() {
        return Ok(None);
    }
    let script: PathBuf = folder.join("oidc_provider.mjs");
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut command = Command::new("node");
    command.arg(script).arg(port.to_string());
    Process::start(command).map(Some)
}

/// A screen and a person's browser.
pub(crate) struct Visitor {
    server: Server,
    screen: Connection,
    browser: Connection,
    cookies: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Started {
    device_code: String,
    user_code: String,
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    id_token: String,
}

impl Visitor {
    pub(crate) fn open(host: &str) -> Result<Self, Failed> {
        let server = Server::plain(host);
        let (screen, browser) = (Connection::open(&server)?, Connection::open(&server)?);
        Ok(Self { server, screen, browser, cookies: BTreeMap::new() })
    }

    /// Opens both connections anew.
    pub(crate) fn connect(&mut self) -> Result<(), Failed> {
        (self.screen, self.browser) = (Connection::open(&self.server)?, Connection::open(&self.server)?);
        Ok(())
    }

    /// One login from the start to the tokens.
    pub(crate) fn log_in(&mut self) -> Result<(), Failed> {
        self.cookies.clear();
        let started: Started = self.client("/device/auth", "&scope=openid")?;
        let page = self.browse(None, "/device")?;
        let confirm = self.browse(Some(&form(&page, &started.user_code, "")?), "/device")?;
        let mut answer = self.browse(Some(&form(&confirm, &started.user_code, "&confirm=yes")?), "/device")?;
        while let Some(location) = answer.location.take() {
            let path = location.strip_prefix(&self.server.origin()).unwrap_or(&location).to_owned();
            answer = self.browse(None, &path)?;
        }
        let grant = format!(
            "&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code={}",
            started.device_code
        );
        let tokens: Tokens = self.client("/token", &grant)?;
        let whole = !tokens.access_token.is_empty() && !tokens.id_token.is_empty();
        if whole { Ok(()) } else { Err("the tokens are empty".into()) }
    }

    fn client<T: serde::de::DeserializeOwned>(&mut self, path: &str, more: &str) -> Result<T, Failed> {
        self.screen.send(&post(&self.server.host, path, FORM, &[], &format!("{CLIENT}{more}")))?.json()
    }

    fn browse(&mut self, body: Option<&str>, path: &str) -> Result<Answer, Failed> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let headers = [("cookie", cookies.as_str())];
        let request = match body {
            Some(body) => post(&self.server.host, path, FORM, &headers, body),
            None => get(&self.server.host, path, &headers),
        };
        let answer = self.browser.send(&request)?;
        for cookie in &answer.cookies {
            let (name, value) = cookie.split_once('=').ok_or("a cookie has no value")?;
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Ok(answer)
    }
}

/// Fills in the form of a page: its hidden token, the user's code, and more.
fn form(page: &Answer, user_code: &str, more: &str) -> Result<String, Failed> {
    let text = String::from_utf8_lossy(&page.body);
    let (_, rest) = text.split_once("name=\"xsrf\" value=\"").ok_or("the page has no form")?;
    let (token, _) = rest.split_once('"').ok_or("the page has no form")?;
    Ok(format!("xsrf={token}&user_code={user_code}{more}"))
}
