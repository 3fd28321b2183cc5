//! The access token: fetched by an assertion that `device` signs (RFC 7523), kept until shortly before its end.

use leling_crypto::{
    assertion::{AssertionClaims, AssertionKind, Audience, draft_assertion},
    rng::bytes,
};
use leling_protocol::{
    ErrorCode, Redacted, Timestamp,
    wire::{JWT_BEARER, TokenResponse},
};
use url::form_urlencoded;
use uuid::{Builder, Uuid};

use crate::{
    call::{Call, Reply},
    failure::{Failure, Trouble},
    gateway::Gateway,
    signer::Device,
};

const TOKEN_PATH: &str = "/oauth/token";

/// Seconds before its end from which on a token is not used: longer than a call may take.
const MARGIN: i64 = 60;

/// Life of an assertion, in seconds; the gateway takes at most 300.
const ASSERTION_LIFE: u64 = 120;

/// A token bound to the key `device`, and the gateway's time at which it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    text: Redacted<String>,
    ends: Timestamp,
}

impl Token {
    pub(crate) const fn ends(&self) -> Timestamp {
        self.ends
    }

    pub(crate) fn expose(&self) -> &str {
        self.text.expose()
    }
}

impl Gateway {
    /// Gives a token that is good for a while, fetching one where there is none.
    pub(crate) async fn token(&self) -> Result<Token, Trouble> {
        let _gate = self.token_gate.lock().await;
        if let Some(token) = self.fresh_token() {
            return Ok(token);
        }
        let token = self.fetch_token().await?;
        self.known().token = Some(token.clone());
        Ok(token)
    }

    pub(crate) fn drop_token(&self, token: &Token) {
        let mut known = self.known();
        if known.token.as_ref() == Some(token) {
            known.token = None;
        }
    }

    fn fresh_token(&self) -> Option<Token> {
        let known = self.known();
        let now = known.gateway_time()?;
        known.token.clone().filter(|token| token.ends.since(now) > MARGIN)
    }

    async fn fetch_token(&self) -> Result<Token, Trouble> {
        let device = self.device()?;
        let id = device.id.ok_or(Trouble::last(Failure::local(ErrorCode::DeviceNone)))?;
        let nonce = self.nonce();
        let reply = match self.ask_for_token(&device, id, nonce.as_deref()).await {
            // The assertion carries the nonce as the proof does, so it is made anew with it.
            Err(trouble) if trouble.failure.code == ErrorCode::AuthNonce && self.nonce() != nonce => {
                let nonce = self.nonce();
                self.ask_for_token(&device, id, nonce.as_deref()).await
            }
            other => other,
        }?;
        let answer = reply.json::<TokenResponse>().map_err(Trouble::last)?;
        Ok(Token {
            ends: answer.gateway_time.plus(answer.value.expires_in.into()),
            text: Redacted::new(answer.value.access_token),
        })
    }

    async fn ask_for_token(&self, device: &Device, id: Uuid, nonce: Option<&str>) -> Result<Reply, Trouble> {
        let now = self.now();
        let claims = AssertionClaims {
            iss: id.to_string(),
            sub: id.to_string(),
            aud: Audience::from(self.endpoint().url(TOKEN_PATH).as_str()),
            exp: now.saturating_add(ASSERTION_LIFE),
            iat: Some(now),
            jti: Builder::from_random_bytes(bytes(self.rng().as_mut())).into_uuid().to_string(),
            nonce: nonce.map(str::to_owned),
        };
        let draft = draft_assertion(AssertionKind::DeviceGrant, &device.signer.public_key(), &claims)
            .map_err(|_| Trouble::last(Failure::local(ErrorCode::RequestInvalid)))?;
        let signature = self.sign(device.signer.as_ref(), draft.to_be_signed()).await?;
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", JWT_BEARER)
            .append_pair("assertion", &draft.attach(&signature))
            .finish();
        self.send(&Call::form(TOKEN_PATH, form), None, nonce).await
    }
}
