//! A screen in a hall, played by whoever runs a scenario: two forms and JSON answers, so that every runner can be it.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::browser::{Answer, form, talk};
use crate::house::PATIENCE;

/// `board` and its secret, which every demonstration has.
const BASIC: &str = "authorization: Basic Ym9hcmQ6ZGVtby1zZWNyZXQtb2YtdGhlLWJvYXJk\r\n";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// A login at the board.
#[derive(Debug)]
pub struct Board {
    gateway: String,
    device_code: String,
    /// Eight digits to type.
    pub digits: String,
}

impl Board {
    /// Opens a login (RFC 8628, section 3.1).
    ///
    /// # Errors
    /// When the gateway refuses.
    pub fn open(gateway: &str) -> Result<Self, String> {
        let begun = post(gateway, "/device_authorization", &[("scope", "openid view")])?.json();
        let text = |name: &str| begun[name].as_str().map(str::to_owned).ok_or_else(|| format!("no {name}: {begun}"));
        Ok(Self { gateway: gateway.to_owned(), device_code: text("device_code")?, digits: text("user_code")? })
    }

    fn display(&self) -> Result<Value, String> {
        Ok(post(&self.gateway, "/device/display", &[("device_code", &self.device_code)])?.json())
    }

    /// Gives the text of the code that it draws now.
    ///
    /// # Errors
    /// When it draws none.
    pub fn code(&self) -> Result<String, String> {
        let display = self.display()?;
        display["qr"].as_str().map(str::to_owned).ok_or_else(|| format!("the board draws no code: {display}"))
    }

    /// Waits for the number that it shows after a scan.
    ///
    /// # Errors
    /// When it shows none.
    pub fn number(&self) -> Result<u64, String> {
        wait(|| self.display()?["number"].as_u64().ok_or_else(|| "the board shows no number".to_owned()))
    }

    /// Waits for the end: `signed_in`, or the error of the token endpoint.
    ///
    /// # Errors
    /// When there is none.
    pub fn end(&self) -> Result<String, String> {
        wait(|| {
            let display = self.display()?;
            if !matches!(display["state"].as_str(), Some("approved" | "ended")) {
                return Err(format!("the board is {display}"));
            }
            let answer =
                post(&self.gateway, "/oauth/token", &[("grant_type", GRANT), ("device_code", &self.device_code)])?;
            match answer.json()["error"].as_str() {
                None => Ok("signed_in".to_owned()),
                Some(error @ ("slow_down" | "authorization_pending")) => Err(error.to_owned()),
                Some(error) => Ok(error.to_owned()),
            }
        })
    }
}

fn post(gateway: &str, path: &str, fields: &[(&str, &str)]) -> Result<Answer, String> {
    talk("POST", &format!("{gateway}{path}"), BASIC, &form(fields))
}

fn wait<T>(mut look: impl FnMut() -> Result<T, String>) -> Result<T, String> {
    let end = Instant::now() + PATIENCE;
    loop {
        match look() {
            Err(_) if Instant::now() < end => std::thread::sleep(Duration::from_secs(1)),
            answer => return answer,
        }
    }
}
