//! The gateway as the phone sees it: a call goes in, an answer or one code comes out.
//!
//! Four steps, each one function, from the outside in: [`Gateway::call`] limits the time and repeats what may be
//! repeated; `with_access` fetches a token and once a fresh one; `with_proof` signs and once again with the nonce that
//! the gateway asked for; `send` is one exchange.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use leling_crypto::{
    dpop::{Target, draft_proof},
    keys::Signature,
    rng::Rng,
};
use leling_protocol::{ErrorCode, Timestamp};
use reqwest::{Client, header::CONTENT_TYPE};
use tokio::time::{sleep, timeout};

use crate::{
    answer,
    call::{Auth, Call, Repeat, Reply},
    client::{SetupError, Timing, TransportOptions, client},
    endpoint::Endpoint,
    failure::{Again, Failure, Trouble},
    signer::{Device, ProofSigner, SignError},
    token::Token,
};

/// The phone's clock, which may be wrong by years.
pub type Clock = Box<dyn Fn() -> Timestamp + Send + Sync>;

/// Talks to one gateway for one device.
pub struct Gateway {
    endpoint: Endpoint,
    client: Client,
    timing: Timing,
    clock: Clock,
    rng: Mutex<Box<dyn Rng + Send>>,
    known: Mutex<Known>,
    /// Held while a token is fetched, so that calls that start together fetch one.
    pub(crate) token_gate: tokio::sync::Mutex<()>,
}

/// What was learnt from earlier answers.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) device: Option<Device>,
    pub(crate) nonce: Option<String>,
    pub(crate) token: Option<Token>,
    heard: Option<(Timestamp, Instant)>,
}

impl Known {
    /// The gateway's time by its last answer and the monotonic clock.
    pub(crate) fn gateway_time(&self) -> Option<Timestamp> {
        let (time, at) = self.heard?;
        Some(time.plus(i64::try_from(at.elapsed().as_secs()).unwrap_or(i64::MAX)))
    }
}

impl core::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Gateway").field("endpoint", &self.endpoint.as_str()).finish_non_exhaustive()
    }
}

impl Gateway {
    /// Makes the client of `endpoint`. `clock` is the phone's own; `rng` draws the ids of proofs.
    ///
    /// # Errors
    /// [`SetupError`]; an extra root that is no certificate is the only cause outside a fault of ours.
    pub fn new(
        endpoint: Endpoint,
        options: TransportOptions,
        clock: Clock,
        rng: Box<dyn Rng + Send>,
    ) -> Result<Self, SetupError> {
        Ok(Self {
            client: client(&endpoint, &options)?,
            endpoint,
            timing: options.timing,
            clock,
            rng: Mutex::new(rng),
            known: Mutex::default(),
            token_gate: tokio::sync::Mutex::default(),
        })
    }

    /// Names the device that calls from now on; the token of the one before is forgotten.
    pub fn set_device(&self, device: Option<Device>) {
        let mut known = self.known();
        known.token = None;
        known.device = device;
    }

    /// Gives the gateway's time by its last answer and the monotonic clock since; `None` before the first answer.
    /// It lags by the time that the phone slept, where the system's monotonic clock stops then.
    pub fn gateway_time(&self) -> Option<Timestamp> {
        self.known().gateway_time()
    }

    /// Gives the last nonce, which an approval may carry; `None` before the first answer.
    pub fn nonce(&self) -> Option<String> {
        self.known().nonce.clone()
    }

    /// Sends a call and, where it may be repeated, sends it again after a lost answer: the same body at every try.
    ///
    /// # Errors
    /// [`Failure`] with the gateway's own code, or one of `net.*`, `server.*`, `key.*`, `device.none`.
    pub async fn call(&self, call: Call) -> Result<Reply, Failure> {
        let result = timeout(self.timing.whole_call, self.with_tries(&call))
            .await
            .unwrap_or(Err(Failure::local(ErrorCode::NetSlow)));
        let (method, path) = (call.method(), call.bare_path());
        match &result {
            Ok(reply) => tracing::debug!(%method, path, status = reply.status, "gateway answered"),
            Err(failure) => {
                let trace = failure.trace.as_deref().unwrap_or_default();
                tracing::info!(%method, path, code = failure.code.as_str(), trace, "gateway call failed");
            }
        }
        result
    }

    async fn with_tries(&self, call: &Call) -> Result<Reply, Failure> {
        let mut pauses = self.timing.pauses.iter();
        loop {
            let Trouble { failure, again } = match self.with_access(call).await {
                Ok(reply) => return Ok(reply),
                Err(trouble) => trouble,
            };
            let pause = pauses.next().filter(|_| call.repeat == Repeat::Safe && again == Again::Soon);
            let Some(pause) = pause else { return Err(failure) };
            let asked = Duration::from_secs(failure.retry_after.unwrap_or(0).into());
            if asked >= self.timing.one_try {
                return Err(failure);
            }
            sleep(asked.max(*pause)).await;
        }
    }

    async fn with_access(&self, call: &Call) -> Result<Reply, Trouble> {
        if call.auth != Auth::Token {
            return self.with_proof(call, None).await;
        }
        let token = self.token().await?;
        match self.with_proof(call, Some(&token)).await {
            // Over, made by keys that the gateway has since changed, or from before the card: a fresh one decides.
            Err(trouble) if is_of_the_token(trouble.failure.code) => {
                self.drop_token(&token);
                let token = self.token().await?;
                self.with_proof(call, Some(&token)).await
            }
            Err(trouble) if trouble.failure.code == ErrorCode::AuthSignedOut => {
                self.drop_token(&token);
                Err(trouble)
            }
            other => other,
        }
    }

    async fn with_proof(&self, call: &Call, token: Option<&Token>) -> Result<Reply, Trouble> {
        let nonce = self.nonce();
        match self.send(call, token, nonce.as_deref()).await {
            Err(trouble) if trouble.failure.code == ErrorCode::AuthNonce && self.nonce() != nonce => {
                let nonce = self.nonce();
                self.send(call, token, nonce.as_deref()).await
            }
            other => other,
        }
    }

    /// One exchange.
    pub(crate) async fn send(&self, call: &Call, token: Option<&Token>, nonce: Option<&str>) -> Result<Reply, Trouble> {
        let method = call.method();
        let url = self.endpoint.url(&call.path);
        let mut request = self.client.request(method.clone(), url.clone());
        if call.auth != Auth::Public {
            let target = Target { method: method.as_str(), url: url.as_str() };
            request = request.header("dpop", self.proof(target, token, nonce).await?);
        }
        if let Some(token) = token {
            request = request.header("authorization", format!("DPoP {}", token.expose()));
        }
        if let Some(body) = &call.body {
            request = request.header(CONTENT_TYPE, call.sends.as_str()).body(body.expose().clone());
        }
        let response = request.send().await.map_err(|error| Trouble::of_transport(&error))?;
        self.remember(answer::time_of(&response), answer::nonce_of(&response));
        answer::read(response, call.expects).await
    }

    async fn proof(&self, target: Target<'_>, token: Option<&Token>, nonce: Option<&str>) -> Result<String, Trouble> {
        let device = self.device()?;
        let key = device.signer.public_key();
        let draft = {
            let mut rng = self.rng();
            draft_proof(&key, target, token.map(Token::expose), nonce, self.now(), rng.as_mut())
        };
        let draft = draft.map_err(|_| Trouble::last(Failure::local(ErrorCode::RequestInvalid)))?;
        let signature = self.sign(device.signer.as_ref(), draft.to_be_signed()).await?;
        Ok(draft.attach(&signature))
    }

    pub(crate) async fn sign(&self, signer: &dyn ProofSigner, message: Vec<u8>) -> Result<Signature, Trouble> {
        timeout(self.timing.one_try, signer.sign(message))
            .await
            .unwrap_or(Err(SignError::Unavailable))
            .map_err(|error| Trouble::last(Failure::local(error.code())))
    }

    pub(crate) fn device(&self) -> Result<Device, Trouble> {
        self.known().device.clone().ok_or(Trouble::last(Failure::local(ErrorCode::DeviceNone)))
    }

    pub(crate) const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Seconds since the epoch as the gateway counts them, or else as this phone does.
    pub(crate) fn now(&self) -> u64 {
        let now = self.gateway_time().unwrap_or_else(|| (self.clock)());
        u64::try_from(now.seconds()).unwrap_or(0)
    }

    fn remember(&self, time: Option<Timestamp>, nonce: Option<String>) {
        let mut known = self.known();
        // Without the gateway's time the answer is somebody else's, and so is its nonce.
        if let Some(time) = time {
            known.heard = Some((time, Instant::now()));
            known.nonce = nonce.or(known.nonce.take());
        }
    }

    // A panic while one of these was held left whole values behind: each is replaced, never changed in part.
    pub(crate) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn rng(&self) -> MutexGuard<'_, Box<dyn Rng + Send>> {
        self.rng.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says whether another token may get another answer.
const fn is_of_the_token(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::AuthExpired | ErrorCode::AuthInvalid | ErrorCode::AuthScope)
}
