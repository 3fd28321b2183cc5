//! One request: what is asked, whether it may be repeated, and what it has to prove.

use leling_protocol::{ErrorCode, Redacted, Timestamp};
use serde::{Serialize, de::DeserializeOwned};

use crate::failure::Failure;

/// What a request proves about its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// Nothing.
    Public,
    /// That it holds the key `device` (RFC 9449).
    Device,
    /// That, and an access token bound to the key.
    Token,
}

impl Auth {
    /// Gives what the table in [`leling_protocol::wire`] asks for at `path`.
    pub fn of(path: &str) -> Self {
        let path = path.split('?').next().unwrap_or_default();
        match path {
            "/v1/keys" | "/v1/revocations" | "/v1/help-codes" => Self::Public,
            "/oauth/token" | "/v1/card/password-resets" => Self::Device,
            _ if path.starts_with("/demo/") => Self::Public,
            _ if path == "/v1/enrolments" || path.starts_with("/v1/enrolments/") => Self::Device,
            _ => Self::Token,
        }
    }
}

/// Whether a call whose answer was lost may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// It reads, or its body carries the id under which the gateway knows it.
    Safe,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    Json,
    Form,
    Cose,
}

impl Media {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Cose => "application/cose",
        }
    }
}

/// A request that is not sent yet.
#[derive(Clone, Debug)]
pub struct Call {
    pub(crate) path: String,
    /// `None` reads, `Some` writes.
    pub(crate) body: Option<Redacted<Vec<u8>>>,
    pub(crate) sends: Media,
    pub(crate) expects: Media,
    pub(crate) auth: Auth,
    pub(crate) repeat: Repeat,
}

impl Call {
    /// Reads `path`, which may carry a query.
    pub fn get(path: impl Into<String>) -> Self {
        let path = path.into();
        Self { auth: Auth::of(&path), path, body: None, sends: Media::Json, expects: Media::Json, repeat: Repeat::Safe }
    }

    /// Writes a JSON body that carries its own UUIDv7 `id`, as every write of `/v1` does. `body` is sent byte for byte:
    /// what the outbox kept is what the gateway sees at every try.
    pub fn write(path: impl Into<String>, body: Vec<u8>) -> Self {
        Self { body: Some(Redacted::new(body)), ..Self::get(path) }
    }

    /// Writes a JSON body without an id: sent once, and once only.
    pub fn once(path: impl Into<String>, body: Vec<u8>) -> Self {
        Self { repeat: Repeat::Never, ..Self::write(path, body) }
    }

    pub(crate) fn form(path: &str, body: String) -> Self {
        Self { sends: Media::Form, ..Self::once(path, body.into_bytes()) }
    }

    pub(crate) fn cose(path: &str) -> Self {
        Self { expects: Media::Cose, ..Self::get(path) }
    }

    pub(crate) fn method(&self) -> reqwest::Method {
        if self.body.is_some() { reqwest::Method::POST } else { reqwest::Method::GET }
    }

    /// The path without its query, for logs.
    pub(crate) fn bare_path(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }
}

/// Writes a message as it is kept in the outbox and sent.
pub fn to_body(message: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(message).expect("wire messages have text keys and no failing serializers")
}

/// What the gateway answered.
#[derive(Clone, Debug)]
pub struct Reply {
    /// HTTP status, 200 to 299.
    pub status: u16,
    /// The gateway's time.
    pub gateway_time: Timestamp,
    /// Body.
    pub body: Redacted<Vec<u8>>,
}

impl Reply {
    /// Reads the body.
    ///
    /// # Errors
    /// `server.broken`: the gateway answered with something else than its own message.
    pub fn json<T: DeserializeOwned>(&self) -> Result<Answer<T>, Failure> {
        let value = serde_json::from_slice(self.body.expose()).map_err(|_| Failure {
            gateway_time: Some(self.gateway_time),
            ..Failure::local(ErrorCode::ServerBroken)
        })?;
        Ok(Answer { value, gateway_time: self.gateway_time })
    }
}

/// A message of the gateway and when it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// The message.
    pub value: T,
    /// The gateway's time.
    pub gateway_time: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn access_follows_the_table_of_the_wire() {
        for (path, auth) in [
            ("/v1/keys", Auth::Public),
            ("/v1/revocations", Auth::Public),
            ("/demo/peer", Auth::Public),
            ("/v1/enrolments", Auth::Device),
            ("/v1/enrolments/0192/code", Auth::Device),
            ("/oauth/token", Auth::Device),
            ("/v1/card/password-resets", Auth::Device),
            ("/v1/card", Auth::Token),
            ("/v1/audit?after=/v1/keys", Auth::Token),
            ("/v1/enrolments-of-others", Auth::Token),
        ] {
            assert_eq!(Auth::of(path), auth, "{path}");
        }
    }

    #[test]
    fn debug_shows_no_body() {
        let call = Call::write("/v1/consents", b"37990019440312002X".to_vec());
        assert!(!format!("{call:?}").contains("3799"));
    }
}
