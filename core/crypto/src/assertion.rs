//! Assertions that a key holder signs for the token endpoint (RFC 7523): a client naming itself, and the phone's
//! `device` key asking for a fresh access token.
//!
//! The two kinds differ in `typ`, so that one never serves as the other. A phone whose clock is wrong puts the
//! gateway's nonce inside; with a valid nonce the times are not checked.

use serde::{Deserialize, Serialize};

use crate::{
    dpop::NonceMint,
    jws::{Jws, JwsDraft, JwsError, KeyHint},
    keys::PublicKey,
};

/// Longest time between `iat` and `exp`, and longest look ahead of `exp`, in seconds.
pub const MAX_LIFETIME: u64 = 300;

const CLOCK_SKEW: u64 = 60;

/// What the assertion is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssertionKind {
    /// A client names itself (RFC 7523, section 2.2). Read with `typ` absent, `JWT` or
    /// `client-authentication+jwt`; written with the last.
    Client,
    /// The `device` key asks for a token (RFC 7523, section 2.1).
    DeviceGrant,
}

const CLIENT_TYP: &str = "client-authentication+jwt";
const DEVICE_TYP: &str = "leling-device-grant+jwt";

/// What an assertion says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssertionClaims {
    /// The client, or the installation.
    pub iss: String,
    /// The same as `iss` for a client; the installation for a device grant.
    pub sub: String,
    /// The token endpoint or the issuer: a URL, or a list of them.
    pub aud: Audience,
    /// End of validity, Unix seconds.
    pub exp: u64,
    /// Time of issue, Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iat: Option<u64>,
    /// The assertion's own id, accepted once.
    pub jti: String,
    /// The gateway's nonce, where the clock is not to be trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}

opaque_debug!(AssertionClaims);

/// The claim `aud`: one name or several (RFC 7519, section 4.1.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    /// One name.
    One(String),
    /// Several names.
    Many(Vec<String>),
}

impl Audience {
    /// Tells whether `name` is among the audience.
    pub fn contains(&self, name: &str) -> bool {
        match self {
            Self::One(one) => one == name,
            Self::Many(many) => many.iter().any(|one| one == name),
        }
    }
}

impl From<&str> for Audience {
    fn from(name: &str) -> Self {
        Self::One(name.to_owned())
    }
}

/// Why an assertion was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssertionError {
    /// Not a signed text of this kind, or the signature does not fit.
    #[error(transparent)]
    Jws(#[from] JwsError),
    /// `sub` and `iss` of a client assertion differ.
    #[error("assertion speaks for another party")]
    Subject,
    /// None of the names that this endpoint answers to.
    #[error("assertion is for another audience")]
    Audience,
    /// The times do not fit and no nonce excuses them.
    #[error("assertion is outside its time")]
    Time,
    /// The nonce is not one of the last two slots: ask again with a fresh one.
    #[error("assertion needs a fresh nonce")]
    UseNonce,
}

/// Builds an assertion for `key`.
///
/// # Errors
/// [`JwsError::Claims`], which well-formed claims never give.
pub fn draft_assertion(kind: AssertionKind, key: &PublicKey, claims: &AssertionClaims) -> Result<JwsDraft, JwsError> {
    let typ = match kind {
        AssertionKind::Client => CLIENT_TYP,
        AssertionKind::DeviceGrant => DEVICE_TYP,
    };
    JwsDraft::new(typ, KeyHint::Kid(key), claims)
}

/// A parsed assertion whose key still has to be looked up.
#[derive(Debug)]
pub struct PendingAssertion {
    kind: AssertionKind,
    jws: Jws,
}

impl PendingAssertion {
    /// Reads an assertion of `kind`.
    ///
    /// # Errors
    /// [`JwsError`].
    pub fn parse(kind: AssertionKind, text: &str) -> Result<Self, JwsError> {
        let jws = Jws::parse(text)?;
        match (kind, jws.typ()) {
            (AssertionKind::DeviceGrant, _) => jws.require_typ(DEVICE_TYP)?,
            (AssertionKind::Client, None) => {}
            (AssertionKind::Client, Some(_)) => jws.require_typ(CLIENT_TYP).or_else(|_| jws.require_typ("jwt"))?,
        }
        Ok(Self { kind, jws })
    }

    /// Who claims to speak, for looking up the key.
    pub fn unverified_issuer(&self) -> Option<&str> {
        self.jws.unverified_issuer()
    }

    /// The key id in the header, for looking up the key.
    pub fn kid(&self) -> Option<&str> {
        self.jws.kid()
    }

    /// Checks signature, audience and time at `now` (Unix seconds); `jti` is for the caller to remember.
    ///
    /// # Errors
    /// [`AssertionError`].
    pub fn verify(
        self,
        key: &PublicKey,
        audiences: &[&str],
        nonces: &NonceMint,
        now: u64,
    ) -> Result<AssertionClaims, AssertionError> {
        let claims: AssertionClaims = self.jws.verify(key)?;
        if self.kind == AssertionKind::Client && claims.sub != claims.iss {
            return Err(AssertionError::Subject);
        }
        if !audiences.iter().any(|name| claims.aud.contains(name)) {
            return Err(AssertionError::Audience);
        }
        match &claims.nonce {
            Some(nonce) if nonces.accepts(nonce, now) => Ok(claims),
            Some(_) => Err(AssertionError::UseNonce),
            None if within_time(&claims, now) => Ok(claims),
            None => Err(AssertionError::Time),
        }
    }
}

fn within_time(claims: &AssertionClaims, now: u64) -> bool {
    let started = claims
        .iat
        .is_none_or(|iat| iat <= now.saturating_add(CLOCK_SKEW) && claims.exp.saturating_sub(iat) <= MAX_LIFETIME);
    started && now < claims.exp && claims.exp - now <= MAX_LIFETIME + CLOCK_SKEW
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{hash::MacKey, keys::SoftwareKey, rng::SystemRng};

    const NOW: u64 = 1_795_392_000;
    const TOKEN_ENDPOINT: &str = "https://gateway.test/token";

    fn claims() -> AssertionClaims {
        AssertionClaims {
            iss: "client-1".into(),
            sub: "client-1".into(),
            aud: TOKEN_ENDPOINT.into(),
            exp: NOW + 60,
            iat: Some(NOW),
            jti: "a-1".into(),
            nonce: None,
        }
    }

    fn mint() -> NonceMint {
        NonceMint::new(MacKey::from_bytes([3; 32]))
    }

    fn sign(key: &SoftwareKey, kind: AssertionKind, claims: &AssertionClaims) -> String {
        let draft = draft_assertion(kind, key.public_key(), claims).unwrap();
        let signature = key.sign(&draft.to_be_signed());
        draft.attach(&signature)
    }

    fn check(key: &SoftwareKey, kind: AssertionKind, claims: &AssertionClaims) -> Result<(), AssertionError> {
        PendingAssertion::parse(kind, &sign(key, kind, claims))?
            .verify(key.public_key(), &["https://gateway.test", TOKEN_ENDPOINT], &mint(), NOW)
            .map(|_| ())
    }

    #[test]
    fn each_rule_refuses() {
        let key = SoftwareKey::generate(&SystemRng::new()).unwrap();
        let with = |change: fn(&mut AssertionClaims)| {
            let mut claims = claims();
            change(&mut claims);
            check(&key, AssertionKind::Client, &claims)
        };
        assert_eq!(with(|_| {}), Ok(()));
        assert_eq!(with(|c| c.iat = None), Ok(()));
        assert_eq!(with(|c| c.aud = Audience::Many(vec!["x".into(), TOKEN_ENDPOINT.into()])), Ok(()));
        assert_eq!(with(|c| c.sub.push('x')), Err(AssertionError::Subject));
        assert_eq!(with(|c| c.aud = "x".into()), Err(AssertionError::Audience));
        assert_eq!(with(|c| c.exp = NOW), Err(AssertionError::Time));
        assert_eq!(with(|c| c.iat = Some(NOW + 61)), Err(AssertionError::Time));
        assert_eq!(with(|c| c.exp = NOW + 301), Err(AssertionError::Time));
        assert_eq!(
            with(|c| {
                c.iat = None;
                c.exp = u64::MAX;
            }),
            Err(AssertionError::Time)
        );
        assert_eq!(with(|c| c.nonce = Some("old".into())), Err(AssertionError::UseNonce));
    }

    #[test]
    fn a_nonce_excuses_a_wrong_clock() {
        let key = SoftwareKey::generate(&SystemRng::new()).unwrap();
        let mut claims = claims();
        claims.iat = Some(60);
        claims.exp = 120;
        claims.nonce = Some(mint().issue(NOW - 120));
        assert_eq!(check(&key, AssertionKind::DeviceGrant, &claims), Ok(()));
    }

    #[test]
    fn kinds_and_keys_are_not_interchangeable() {
        let key = SoftwareKey::generate(&SystemRng::new()).unwrap();
        let client = sign(&key, AssertionKind::Client, &claims());
        let grant = sign(&key, AssertionKind::DeviceGrant, &claims());
        let parse = |kind, text: &str| PendingAssertion::parse(kind, text).map(|_| ());
        assert_eq!(parse(AssertionKind::DeviceGrant, &client), Err(JwsError::Type));
        assert_eq!(parse(AssertionKind::Client, &grant), Err(JwsError::Type));
        let other = SoftwareKey::generate(&SystemRng::new()).unwrap();
        let pending = PendingAssertion::parse(AssertionKind::Client, &client).unwrap();
        assert_eq!(pending.unverified_issuer(), Some("client-1"));
        assert_eq!(pending.kid(), Some(key.public_key().jkt().as_str()));
        let refused = pending.verify(other.public_key(), &[TOKEN_ENDPOINT], &mint(), NOW);
        assert_eq!(refused.unwrap_err(), AssertionError::Jws(JwsError::Signature));
    }
}
