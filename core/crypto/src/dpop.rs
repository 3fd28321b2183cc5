//! DPoP proofs (RFC 9449) and the stateless nonces that make the phone's clock irrelevant.
//!
//! A proof shows, for one request, possession of the key that a token is bound to. With a valid nonce `iat` is not
//! checked; without one it may differ by 60 seconds, beyond which [`DpopError::UseNonce`] asks for a nonce. `jti` is
//! returned for the caller, who remembers it for writes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    SUITE_INTL,
    hash::{MacKey, constant_time_eq, framed, sha256},
    jws::{Jws, JwsDraft, JwsError, KeyHint},
    keys::PublicKey,
    rng::{Rng, bytes},
};

/// The header's `typ` (RFC 9449, section 4.2).
pub const DPOP_TYP: &str = "dpop+jwt";

/// Seconds by which `iat` may differ where no nonce is given.
pub const IAT_WINDOW: u64 = 60;

/// Length of a nonce slot in seconds; a nonce is good for the rest of its slot and the next one.
pub const NONCE_SLOT: u64 = 120;

const MAX_JTI_LEN: usize = 128;

/// Why a proof was not built or not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DpopError {
    /// Not a signed text of this kind, or the signature does not fit.
    #[error(transparent)]
    Jws(#[from] JwsError),
    /// The header has no `jwk`.
    #[error("proof carries no key")]
    NoKey,
    /// The URL of the request is not an absolute http or https URL.
    #[error("request url is not absolute")]
    Url,
    /// `htm` is another method.
    #[error("proof is for another method")]
    Method,
    /// `htu` is another URL.
    #[error("proof is for another url")]
    Target,
    /// `jti` is empty or longer than 128 bytes.
    #[error("proof id is out of range")]
    Jti,
    /// `ath` is missing, not wanted, or of another token.
    #[error("proof is for another access token")]
    AccessToken,
    /// The key is not the one that the token is bound to.
    #[error("proof is by another key")]
    OtherKey,
    /// The nonce is stale or foreign, or there is none and `iat` is off: answer `use_dpop_nonce` with a fresh one.
    #[error("proof needs a fresh nonce")]
    UseNonce,
}

#[derive(Serialize, Deserialize)]
struct ProofClaims {
    jti: String,
    htm: String,
    htu: String,
    iat: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ath: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
}

/// The request that a proof is for.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The HTTP method, in capitals.
    pub method: &'a str,
    /// The absolute URL; query and fragment are left out of the proof.
    pub url: &'a str,
}

/// Builds a proof by `key` for `target` at `now` (Unix seconds), with the access token that is sent beside it and the
/// gateway's last nonce.
///
/// # Errors
/// [`DpopError::Url`].
pub fn draft_proof(
    key: &PublicKey,
    target: Target<'_>,
    access_token: Option<&str>,
    nonce: Option<&str>,
    now: u64,
    rng: &mut dyn Rng,
) -> Result<JwsDraft, DpopError> {
    let claims = ProofClaims {
        jti: URL_SAFE_NO_PAD.encode(bytes::<16>(rng)),
        htm: target.method.to_owned(),
        htu: normal_url(target.url).ok_or(DpopError::Url)?.to_string(),
        iat: now,
        ath: access_token.map(token_hash),
        nonce: nonce.map(str::to_owned),
    };
    Ok(JwsDraft::new(DPOP_TYP, KeyHint::Embedded(key), &claims)?)
}

/// What the receiver of a proof insists on.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    /// The request as it was received.
    pub target: Target<'a>,
    /// The access token beside the proof and the `cnf.jkt` that it is bound to.
    pub token: Option<BoundToken<'a>>,
}

/// An access token and the key it is bound to.
#[derive(Clone, Copy)]
pub struct BoundToken<'a> {
    /// The token as sent.
    pub token: &'a str,
    /// Its `cnf.jkt`.
    pub jkt: &'a str,
}

/// What an accepted proof shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The key that signed.
    pub key: PublicKey,
    /// Its thumbprint, base64url.
    pub jkt: String,
    /// The proof's own id.
    pub jti: String,
}

/// Checks a proof at `now` (Unix seconds).
///
/// # Errors
/// [`DpopError`].
pub fn verify_proof(text: &str, expected: Expected<'_>, nonces: &NonceMint, now: u64) -> Result<Proof, DpopError> {
    let jws = Jws::parse(text)?;
    jws.require_typ(DPOP_TYP)?;
    let key = *jws.embedded_key().ok_or(DpopError::NoKey)?;
    let claims: ProofClaims = jws.verify(&key)?;
    if claims.jti.is_empty() || claims.jti.len() > MAX_JTI_LEN {
        return Err(DpopError::Jti);
    }
    if claims.htm != expected.target.method {
        return Err(DpopError::Method);
    }
    let wanted = normal_url(expected.target.url).ok_or(DpopError::Url)?;
    if normal_url(&claims.htu) != Some(wanted) {
        return Err(DpopError::Target);
    }
    let jkt = key.jkt();
    check_token(&claims, expected.token, &jkt)?;
    check_time(&claims, nonces, now)?;
    Ok(Proof { key, jkt, jti: claims.jti })
}

fn check_token(claims: &ProofClaims, token: Option<BoundToken<'_>>, jkt: &str) -> Result<(), DpopError> {
    let hash = token.map(|token| token_hash(token.token));
    if claims.ath != hash {
        return Err(DpopError::AccessToken);
    }
    match token {
        Some(token) if token.jkt != jkt => Err(DpopError::OtherKey),
        _ => Ok(()),
    }
}

fn check_time(claims: &ProofClaims, nonces: &NonceMint, now: u64) -> Result<(), DpopError> {
    let good = match &claims.nonce {
        Some(nonce) => nonces.accepts(nonce, now),
        None => claims.iat.abs_diff(now) <= IAT_WINDOW,
    };
    if good { Ok(()) } else { Err(DpopError::UseNonce) }
}

/// SHA-256 of an access token in base64url, the claim `ath`.
pub fn token_hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(sha256(token.as_bytes()))
}

/// The URL without query and fragment, with host, port and path normalised (RFC 3986, section 6.2).
fn normal_url(url: &str) -> Option<Url> {
    let mut url = Url::parse(url).ok()?;
    if !matches!(url.scheme(), "https" | "http") || !url.username().is_empty() {
        return None;
    }
    url.set_query(None);
    url.set_fragment(None);
    Some(url)
}

/// Makes and checks nonces that are remembered nowhere: a MAC over key and slot of two minutes.
#[derive(Clone, Debug)]
pub struct NonceMint(MacKey);

impl NonceMint {
    /// Makes nonces under `key`, the same on every gateway process.
    pub fn new(key: MacKey) -> Self {
        Self(key)
    }

    /// Returns the nonce of the slot of `now` (Unix seconds), 23 characters.
    pub fn issue(&self, now: u64) -> String {
        self.nonce(now / NONCE_SLOT)
    }

    /// Tells whether `nonce` is that of this slot or of the one before.
    pub fn accepts(&self, nonce: &str, now: u64) -> bool {
        let slot = now / NONCE_SLOT;
        [slot, slot.saturating_sub(1)]
            .into_iter()
            .any(|slot| constant_time_eq(nonce.as_bytes(), self.nonce(slot).as_bytes()))
    }

    fn nonce(&self, slot: u64) -> String {
        let tag = self.0.mac(&framed(&[b"dpop nonce", &slot.to_be_bytes()]));
        let mut out = [SUITE_INTL; 17];
        out[1..].copy_from_slice(&tag[..16]);
        URL_SAFE_NO_PAD.encode(out)
    }
}
