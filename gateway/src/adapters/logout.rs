//! Telling a party that a session has ended (OpenID Connect Back-Channel Logout 1.0, section 2.5).
//!
//! Only addresses that an operator registered are called; redirects are not followed and nothing of the answer but its
//! status is looked at.

use std::time::Duration;

use axum::http::{Method, Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::Full;
use url::{Url, form_urlencoded};

use super::{
    HttpError, Unavailable,
    http::{HttpClient, client},
};

/// Brings logout tokens to parties.
pub(crate) struct HttpLogout {
    client: HttpClient,
    timeout: Duration,
}

impl HttpLogout {
    /// Prepares; nothing is sent yet. Parties are known by the public roots.
    ///
    /// # Errors
    /// [`HttpError`].
    pub(crate) fn new(timeout: Duration) -> Result<Self, HttpError> {
        Ok(Self { client: client(None)?, timeout })
    }

    /// Brings one token.
    ///
    /// # Errors
    /// [`Unavailable`] for every answer but 200 and 204, and for none in time.
    pub(crate) async fn tell(&self, address: &Url, logout_token: &str) -> Result<(), Unavailable> {
        let body = form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", logout_token).finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri(address.as_str())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| Unavailable(error.to_string()))?;
        let answer = tokio::time::timeout(self.timeout, self.client.request(request)).await;
        let answer = answer.map_err(|_| Unavailable("no answer in time".to_owned()))?;
        match answer.map_err(|error| Unavailable(error.to_string()))?.status() {
            StatusCode::OK | StatusCode::NO_CONTENT => Ok(()),
            status => Err(Unavailable(format!("status {}", status.as_u16()))),
        }
    }
}
