//! A browser without script: cookies, redirects, forms. Enough for pages that read well without.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);

/// Redirects that are followed for one page.
const REDIRECTS: usize = 8;

/// An answer as it came.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    head: String,
    /// The body, as text.
    pub body: String,
}

impl Answer {
    fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(move |(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// Reads the body as JSON; null where it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// A browser with a profile of its own. Like any, it does not tell ports apart in cookies.
#[derive(Debug, Default)]
pub struct Browser {
    cookies: BTreeMap<String, String>,
    /// Address of the page that it shows.
    pub at: String,
    /// The page.
    pub page: String,
}

impl Browser {
    /// Goes to an address and on through redirects.
    ///
    /// # Errors
    /// When nobody answers, or the redirects do not end.
    pub fn open(&mut self, url: &str) -> Result<u16, String> {
        let answer = self.send("GET", url, "")?;
        self.follow(url, answer)
    }

    /// Looks at the same page again.
    ///
    /// # Errors
    /// As [`Browser::open`].
    pub fn reload(&mut self) -> Result<u16, String> {
        let at = self.at.clone();
        self.open(&at)
    }

    /// Goes to another path of the place it is at.
    ///
    /// # Errors
    /// As [`Browser::open`].
    pub fn go(&mut self, path: &str) -> Result<u16, String> {
        let url = format!("{}{path}", origin(&self.at));
        self.open(&url)
    }

    /// Sends a form of the page that it shows.
    ///
    /// # Errors
    /// As [`Browser::open`].
    pub fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<u16, String> {
        let url = format!("{}{path}", origin(&self.at));
        let answer = self.send("POST", &url, &form(fields))?;
        self.follow(&url, answer)
    }

    /// Sends a form and gives the bare answer.
    ///
    /// # Errors
    /// When nobody answers.
    pub fn post(&mut self, url: &str, fields: &[(&str, &str)]) -> Result<Answer, String> {
        self.send("POST", url, &form(fields))
    }

    fn follow(&mut self, url: &str, mut answer: Answer) -> Result<u16, String> {
        let mut at = url.to_owned();
        for _ in 0..REDIRECTS {
            let next = answer.headers("location").next().map(str::to_owned);
            let Some(next) = next.filter(|_| (300..400).contains(&answer.status)) else {
                self.at = at;
                self.page = answer.body;
                return Ok(answer.status);
            };
            at = if next.starts_with('/') { format!("{}{next}", origin(&at)) } else { next };
            answer = self.send("GET", &at, "")?;
        }
        Err(format!("{url} redirects for ever"))
    }

    fn send(&mut self, method: &str, url: &str, body: &str) -> Result<Answer, String> {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let from = format!("cookie: {}\r\norigin: {}\r\n", cookies.join("; "), origin(url));
        let answer = talk(method, url, &from, body)?;
        for line in answer.headers("set-cookie") {
            if let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(answer)
    }
}

/// Sends one request on a connection of its own; `headers` each end with CR and LF.
///
/// # Errors
/// When nobody answers in time.
pub fn talk(method: &str, url: &str, headers: &str, body: &str) -> Result<Answer, String> {
    let failed = |error: std::io::Error| format!("failed to reach {}: {error}", origin(url));
    let origin = origin(url);
    let host = origin.trim_start_matches("http://");
    let path = url.strip_prefix(origin).filter(|path| !path.is_empty()).unwrap_or("/");
    let mut stream = TcpStream::connect(host).map_err(failed)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\n{headers}content-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).map_err(failed)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("no status")?;
    Ok(Answer { status, head: head.to_owned(), body: body.to_owned() })
}

/// Spells a form.
pub fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
    pairs.join("&")
}

/// Spells a word for an address or a form.
pub fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn origin(url: &str) -> &str {
    let after = url.find("://").map_or(0, |at| at + 3);
    let end = url[after..].find(['/', '?']).map_or(url.len(), |at| after + at);
    &url[..end]
}
