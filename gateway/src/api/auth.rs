//! Who asks: a key that proves itself ([`Proven`]), or a device with a token ([`Authorised`]).
//!
//! A session's row is looked up once per request, so that a freeze, a sign-out or a replacement holds at once.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use leling_crypto::{
    dpop::{BoundToken, DpopError, Expected, Proof, Target, verify_proof},
    hash::{framed, sha256},
    jwt::{self, AccessClaims, TokenError, verify_access_token},
    keys::PublicKey,
};
use leling_protocol::{ErrorCode, Timestamp};
use serde::Serialize;
use uuid::{Uuid, Variant, Version};

use super::{
    error::ApiError,
    frame::{Source, Trace, host},
    sources::network,
};
use crate::{
    Gateway,
    clock::unix,
    storage::{Caller, Due, SessionId, Spend, Standing, UsedProof, Write},
};

/// A request whose key proved itself.
#[derive(Clone, Debug)]
pub(crate) struct Proven {
    /// The key.
    pub(crate) key: PublicKey,
    /// Base address that the request was sent to.
    pub(crate) base: String,
    /// When the request arrived.
    pub(crate) at: Timestamp,
    jkt: String,
    used: UsedProof,
    trace: String,
    source: Source,
    /// Method and path, for the hash of a write.
    target: String,
}

/// A request of a signed-in device.
#[derive(Clone, Debug)]
pub(crate) struct Authorised {
    /// The proof.
    pub(crate) proven: Proven,
    /// Who stands behind the session.
    pub(crate) caller: Caller,
    scopes: String,
}

/// A scope of an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The lamps, the record, stopping a replacement.
    View,
    /// What a claimed card opens.
    Card,
}

impl Scope {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Card => "card",
        }
    }
}

impl FromRequestParts<Arc<Gateway>> for Proven {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, gateway: &Arc<Gateway>) -> Result<Self, ApiError> {
        prove(parts, gateway, None)
    }
}

impl FromRequestParts<Arc<Gateway>> for Authorised {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, gateway: &Arc<Gateway>) -> Result<Self, ApiError> {
        let token = token(parts).ok_or(ErrorCode::AuthInvalid)?.to_owned();
        let issuer = gateway.origin.issuer();
        let expected = jwt::Expected { issuer, audience: issuer };
        let claims =
            verify_access_token(&token, &gateway.token_ring, expected, unix(gateway.now())).map_err(token_error)?;
        let proven = prove(parts, gateway, Some(BoundToken { token: &token, jkt: &claims.cnf.jkt }))?;
        let caller = caller(gateway, &claims, &proven).await?;
        match caller.standing {
            Standing::Good => Ok(Self { proven, caller, scopes: claims.scope }),
            Standing::SignedOut => Err(ErrorCode::AuthSignedOut.into()),
            Standing::Frozen => Err(ErrorCode::DeviceFrozen.into()),
            Standing::Replaced => Err(ErrorCode::DeviceReplaced.into()),
        }
    }
}

async fn caller(gateway: &Gateway, claims: &AccessClaims, proven: &Proven) -> Result<Caller, ApiError> {
    let session = Uuid::try_parse(&claims.sid).map(SessionId).map_err(|_| ErrorCode::AuthInvalid)?;
    let mut caller = gateway.storage.caller(session, proven.at).await?.ok_or(ErrorCode::AuthSignedOut)?;
    if caller.replacement == Due::Now {
        gateway.finish_due(proven.at).await?;
        caller = gateway.storage.caller(session, proven.at).await?.ok_or(ErrorCode::AuthSignedOut)?;
    }
    if caller.keys.device == proven.key { Ok(caller) } else { Err(ErrorCode::AuthInvalid.into()) }
}

/// The token of `authorization: DPoP TOKEN` (RFC 9449, section 7.1).
fn token(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("dpop").then_some(token)
}

fn token_error(error: TokenError) -> ApiError {
    let code = if error == TokenError::Expired { ErrorCode::AuthExpired } else { ErrorCode::AuthInvalid };
    ApiError::because(code, error)
}

/// Checks the one DPoP proof of a request, beside a token where there is one.
///
/// # Errors
/// `auth.proof`, `auth.nonce`.
pub(crate) fn prove(parts: &Parts, gateway: &Gateway, token: Option<BoundToken<'_>>) -> Result<Proven, ApiError> {
    let at = gateway.now();
    let mut headers = parts.headers.get_all("dpop").iter();
    // Exactly one proof (RFC 9449, section 4.3).
    let (Some(text), None) = (headers.next(), headers.next()) else {
        return Err(ApiError::because(ErrorCode::AuthProof, "not exactly one proof"));
    };
    let text = text.to_str().map_err(|_| ErrorCode::AuthProof)?;
    let base = gateway.origin.base(host(&parts.uri, &parts.headers)).ok_or(ErrorCode::AuthProof)?;
    let (method, path) = (parts.method.as_str(), parts.uri.path());
    let url = format!("{base}{path}");
    let expected = Expected { target: Target { method, url: &url }, token };
    let Proof { key, jkt, jti } =
        verify_proof(text, expected, &gateway.keys.nonces, unix(at)).map_err(|error| match error {
            DpopError::UseNonce => ApiError::from(ErrorCode::AuthNonce),
            other => ApiError::because(ErrorCode::AuthProof, other),
        })?;
    let source = parts.extensions.get::<Source>().copied();
    let trace = parts.extensions.get::<Trace>().cloned();
    let (Some(source), Some(Trace(trace))) = (source, trace) else {
        return Err(ApiError::because(ErrorCode::ServerBroken, "request came outside the frame"));
    };
    let used = used_proof(&jkt, &jti);
    Ok(Proven { key, base, at, jkt, used, trace, source, target: format!("{method} {path}") })
}

/// Gives what is remembered of a proof.
pub(crate) fn used_proof(jkt: &str, jti: &str) -> UsedProof {
    UsedProof(sha256(&framed(&[jkt.as_bytes(), jti.as_bytes()])))
}

impl Proven {
    /// Gives what is remembered of the request's own proof.
    pub(crate) const fn used(&self) -> UsedProof {
        self.used
    }

    /// Gives the thumbprint of the key.
    pub(crate) fn jkt(&self) -> &str {
        &self.jkt
    }

    /// Gives the bytes that stand for the source in a rate limit.
    pub(crate) fn source(&self) -> Vec<u8> {
        network(self.source.0).to_string().into_bytes()
    }

    /// Describes the write that this request brings. `request` is the parsed body: what cannot differ in meaning does
    /// not differ in hash. The limit for writes of a device is always among its spends.
    pub(crate) fn write(
        &self,
        gateway: &Gateway,
        id: Uuid,
        request: &impl Serialize,
        mut spends: Vec<Spend>,
    ) -> Result<Write, ApiError> {
        if id.get_version() != Some(Version::SortRand) || id.get_variant() != Variant::RFC4122 {
            return Err(ApiError::because(ErrorCode::RequestInvalid, "write id is not a uuid of version 7"));
        }
        let body = serde_json::to_vec(request).map_err(|error| ApiError::because(ErrorCode::ServerBroken, error))?;
        let request = sha256(&framed(&[self.target.as_bytes(), self.jkt.as_bytes(), &body]));
        spends.insert(0, self.device_spend(gateway));
        Ok(Write { id, request, trace: self.trace.clone(), proof: Some(self.used), spends, at: self.at })
    }

    /// Gives the count against the limit for writes of a device.
    pub(crate) fn device_spend(&self, gateway: &Gateway) -> Spend {
        let limit = gateway.numbers.limits.writes_by_device;
        Spend { name: "writes_by_device", whom: self.jkt.clone().into_bytes(), limit }
    }
}

impl Authorised {
    /// Refuses a token that does not reach this far.
    ///
    /// # Errors
    /// `auth.scope`.
    pub(crate) fn require(&self, scope: Scope) -> Result<(), ApiError> {
        let held = self.scopes.split(' ').any(|held| held == scope.as_str());
        if held { Ok(()) } else { Err(ErrorCode::AuthScope.into()) }
    }
}
