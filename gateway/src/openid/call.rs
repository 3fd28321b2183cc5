//! A form that a party posts: its parameters, who the party is, and which key it proves.
//!
//! A party proves itself in one way only: a secret (`client_secret_basic`, `client_secret_post`), an assertion
//! (`private_key_jwt`), or, where it cannot keep a secret, by its id alone. Failures count against the source.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, Method, header, request::Parts},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use leling_crypto::assertion::{AssertionError, AssertionKind, PendingAssertion};
use leling_protocol::{ErrorCode, Timestamp};
use url::form_urlencoded;

use super::{
    client::{Client, Credentials, DpopRule},
    form::Parameters,
    word::Word,
};
use crate::{
    Gateway,
    api::{
        auth::{Proven, prove, used_proof},
        error::ApiError,
        extract::unread,
        frame::{Source, Trace, host},
    },
    clock::unix,
    storage::{Admission, Write},
};

/// `client_assertion_type` of RFC 7523, section 2.2.
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A form that was posted.
pub(crate) struct PartyCall {
    /// What it says.
    pub(crate) parameters: Parameters,
    /// Base address that it was sent to: the issuer.
    pub(crate) base: String,
    /// When it arrived.
    pub(crate) at: Timestamp,
    /// Random words of the answer.
    pub(crate) trace: String,
    source: Source,
    parts: Parts,
}

impl FromRequest<Arc<Gateway>> for PartyCall {
    type Rejection = ApiError;

    async fn from_request(request: Request, gateway: &Arc<Gateway>) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        if parts.method != Method::POST || !is_form(&parts.headers) {
            let what = "not a post of application/x-www-form-urlencoded";
            return Err(ApiError::oauth(Word::InvalidRequest, what));
        }
        let limited = Request::from_parts(parts.clone(), body);
        let body = Bytes::from_request(limited, gateway).await.map_err(|rejection| unread(&rejection))?;
        let parameters = Parameters::parse(&body).map_err(|_| ApiError::oauth(Word::InvalidRequest, "twice"))?;
        let base = gateway.origin.base(host(&parts.uri, &parts.headers)).ok_or(ErrorCode::RequestInvalid)?;
        let source = parts.extensions.get::<Source>().copied();
        let trace = parts.extensions.get::<Trace>().cloned();
        let (Some(source), Some(Trace(trace))) = (source, trace) else {
            return Err(ApiError::because(ErrorCode::ServerBroken, "request came outside the frame"));
        };
        Ok(Self { parameters, base, at: gateway.now(), trace, source, parts })
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    media.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// How a party says who it is.
enum Shown {
    Basic { id: String, secret: String },
    Post { id: String, secret: String },
    Assertion(Box<PendingAssertion>),
    IdOnly(String),
}

impl PartyCall {
    /// Gives a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name)
    }

    /// Gives a parameter that must be there.
    ///
    /// # Errors
    /// `invalid_request`.
    pub(crate) fn need(&self, name: &'static str) -> Result<&str, ApiError> {
        self.get(name).ok_or_else(|| ApiError::oauth(Word::InvalidRequest, format!("{name} is missing")))
    }

    /// Gives the bytes that stand for the source in a rate limit.
    pub(crate) fn source(&self) -> Vec<u8> {
        crate::api::network(self.source.0).to_string().into_bytes()
    }

    /// Finds the party and checks that it is the one it says.
    ///
    /// # Errors
    /// `invalid_client`, `invalid_request`; `rate.limited` for a source that failed too often.
    pub(crate) async fn party(&self, gateway: &Gateway) -> Result<Arc<Client>, ApiError> {
        let failures = &gateway.openid.failures;
        failures.look(self.source.0, self.at)?;
        let found = match self.shown()? {
            Shown::Basic { id, secret } | Shown::Post { id, secret } => {
                let client = gateway.openid.clients.get(&id);
                client.filter(|client| client.credentials().has_secret(&secret))
            }
            Shown::IdOnly(id) => gateway.openid.clients.get(&id).filter(|client| client.is_public()),
            Shown::Assertion(assertion) => self.by_assertion(gateway, *assertion).await?,
        };
        let named = self.get("client_id");
        let client = found.filter(|client| named.is_none_or(|named| named == client.id()));
        client.ok_or_else(|| {
            // The request is refused either way; that the source has used up its failures shows at the next one.
            let _ = failures.count(self.source.0, self.at);
            ApiError::oauth(Word::InvalidClient, "client is unknown or did not prove itself")
        })
    }

    fn shown(&self) -> Result<Shown, ApiError> {
        let twice = || ApiError::oauth(Word::InvalidRequest, "more than one way of proving the client");
        let basic = self.parts.headers.get(header::AUTHORIZATION).map(|value| {
            let read = value.to_str().ok().and_then(basic);
            read.ok_or_else(|| ApiError::oauth(Word::InvalidClient, "authorization is not of the basic scheme"))
        });
        match (basic.transpose()?, self.get("client_secret"), self.get("client_assertion")) {
            (Some((id, secret)), None, None) => Ok(Shown::Basic { id, secret }),
            (None, Some(secret), None) => {
                Ok(Shown::Post { id: self.need("client_id")?.to_owned(), secret: secret.to_owned() })
            }
            (None, None, Some(assertion)) if self.get("client_assertion_type") == Some(ASSERTION) => {
                let read = PendingAssertion::parse(AssertionKind::Client, assertion);
                read.map(|read| Shown::Assertion(Box::new(read)))
                    .map_err(|error| ApiError::oauth(Word::InvalidClient, error))
            }
            (None, None, None) => Ok(Shown::IdOnly(self.need("client_id")?.to_owned())),
            _ => Err(twice()),
        }
    }

    async fn by_assertion(
        &self,
        gateway: &Gateway,
        assertion: PendingAssertion,
    ) -> Result<Option<Arc<Client>>, ApiError> {
        let Some(client) = assertion.unverified_issuer().and_then(|id| gateway.openid.clients.get(id)) else {
            return Ok(None);
        };
        let Credentials::Keys(keys) = client.credentials() else { return Ok(None) };
        // A key is found by its thumbprint; a client with one key need not name it.
        let kid = assertion.kid().map(str::to_owned);
        let key = match (&kid, keys.as_slice()) {
            (Some(kid), keys) => keys.iter().find(|key| key.jkt() == *kid).or(keys.first().filter(|_| keys.len() == 1)),
            (None, keys) => keys.first(),
        };
        let Some(key) = key else { return Ok(None) };
        let (own, token) = (format!("{}{}", self.base, self.parts.uri.path()), format!("{}/oauth/token", self.base));
        let audiences = [self.base.as_str(), own.as_str(), token.as_str()];
        let claims = match assertion.verify(key, &audiences, &gateway.keys.nonces, unix(self.at)) {
            Ok(claims) => claims,
            Err(AssertionError::UseNonce) => return Err(ErrorCode::AuthNonce.into()),
            Err(_) => return Ok(None),
        };
        let used = used_proof("client assertion", &format!("{}.{}", client.id(), claims.jti));
        let write = Write {
            id: gateway.chance.handle(),
            request: used.0,
            trace: self.trace.clone(),
            proof: Some(used),
            spends: Vec::new(),
            at: self.at,
        };
        match gateway.storage.admit(write).await? {
            Admission::Go => Ok(Some(client)),
            Admission::Answered(_) => Ok(None),
        }
    }

    /// Gives the proof of the party's key, where it sends one; a party that has to must.
    ///
    /// # Errors
    /// `use_dpop_nonce`, `invalid_dpop_proof`.
    pub(crate) fn proof(&self, gateway: &Gateway, rule: DpopRule) -> Result<Option<Proven>, ApiError> {
        if self.parts.headers.contains_key("dpop") {
            return prove(&self.parts, gateway, None).map(Some);
        }
        match rule {
            DpopRule::Offered => Ok(None),
            DpopRule::Required => Err(ApiError::oauth(Word::InvalidDpopProof, "client has to prove its key")),
        }
    }

    /// Gives the proof of a phone's key.
    ///
    /// # Errors
    /// As for [`Self::proof`].
    pub(crate) fn phone(&self, gateway: &Gateway) -> Result<Proven, ApiError> {
        prove(&self.parts, gateway, None)
    }
}

/// Reads `Basic base64(id:secret)`, both encoded as in a form (RFC 6749, section 2.3.1).
fn basic(value: &str) -> Option<(String, String)> {
    let (scheme, text) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(text.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((unescape(id), unescape(secret)))
}

fn unescape(text: &str) -> String {
    let pair = format!("v={text}");
    form_urlencoded::parse(pair.as_bytes()).next().map_or_else(String::new, |(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_is_read_as_forms_spell_it() {
        let read = |text: &str| basic(&format!("Basic {}", STANDARD.encode(text)));
        assert_eq!(read("a:b"), Some(("a".to_owned(), "b".to_owned())));
        assert_eq!(read("a%3Ab:c%20d:e"), Some(("a:b".to_owned(), "c d:e".to_owned())));
        assert_eq!(read("a"), None);
        assert_eq!(basic("Bearer YTpi"), None);
        assert_eq!(basic("Basic !"), None);
        assert_eq!(basic("basic YTpi"), Some(("a".to_owned(), "b".to_owned())));
    }
}
