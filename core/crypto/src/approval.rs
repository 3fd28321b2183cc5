//! What the phone's `approve` key signs: one decision of the person, bound to everything that was on the screen.
//!
//! An approval names what is approved, for which party, with which scopes, the number that was shown, the body it
//! covers, and the session's nonce; it says nothing that a second request could be approved with.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use crate::{
    hash::{Digest, constant_time_eq, sha256},
    jws::{Jws, JwsDraft, JwsError, KeyHint},
    keys::PublicKey,
};

const APPROVAL_TYP: &str = "leling-approval+jwt";

/// What an approval says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalClaims {
    /// What is approved: `login`, `consent`, `claim`, `link`, ...
    pub kind: String,
    /// The session or request that waits for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// Who gets what is approved: a client, a helper, the gateway itself.
    pub party: String,
    /// The scopes approved, in the order shown.
    pub scopes: Vec<String>,
    /// The number that the person chose, where numbers are matched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// SHA-256 of the body that travels with it, base64url.
    pub body_sha256: String,
    /// The gateway's nonce for this decision.
    pub nonce: String,
    /// End of validity, Unix seconds, as the gateway gave it.
    pub exp: u64,
}

opaque_debug!(ApprovalClaims);

impl ApprovalClaims {
    /// Returns the spelling of `body_sha256` for `body`.
    pub fn digest_of(body: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode::<Digest>(sha256(body))
    }

    /// Tells whether the approval covers exactly these bytes.
    pub fn covers(&self, body: &[u8]) -> bool {
        constant_time_eq(self.body_sha256.as_bytes(), Self::digest_of(body).as_bytes())
    }
}

/// Why an approval was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalError {
    /// Not an approval, or not signed by this key.
    #[error(transparent)]
    Jws(#[from] JwsError),
    /// `exp` is reached.
    #[error("approval has expired")]
    Expired,
    /// It covers another body.
    #[error("approval covers another body")]
    Body,
}

/// Builds an approval for `key`, the phone's `approve` key.
///
/// # Errors
/// [`JwsError::Claims`], which well-formed claims never give.
pub fn draft_approval(key: &PublicKey, claims: &ApprovalClaims) -> Result<JwsDraft, JwsError> {
    JwsDraft::new(APPROVAL_TYP, KeyHint::Kid(key), claims)
}

/// Checks an approval of `body` at `now` (Unix seconds). Kind, party, scopes, number and nonce are for the caller to
/// compare with the session.
///
/// # Errors
/// [`ApprovalError`].
pub fn verify_approval(text: &str, key: &PublicKey, body: &[u8], now: u64) -> Result<ApprovalClaims, ApprovalError> {
    let jws = Jws::parse(text)?;
    jws.require_typ(APPROVAL_TYP)?;
    let claims: ApprovalClaims = jws.verify(key)?;
    if now >= claims.exp {
        return Err(ApprovalError::Expired);
    }
    if !claims.covers(body) {
        return Err(ApprovalError::Body);
    }
    Ok(claims)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{keys::SoftwareKey, rng::SystemRng};

    const NOW: u64 = 1_795_392_000;

    fn claims() -> ApprovalClaims {
        ApprovalClaims {
            kind: "login".into(),
            session: Some("s-1".into()),
            party: "kiosk-3".into(),
            scopes: vec!["view".into()],
            number: Some(42),
            body_sha256: ApprovalClaims::digest_of(b"body"),
            nonce: "n-1".into(),
            exp: NOW + 60,
        }
    }

    #[test]
    fn covers_its_body_until_it_expires() {
        let key = SoftwareKey::generate(&SystemRng::new()).unwrap();
        let draft = draft_approval(key.public_key(), &claims()).unwrap();
        let text = draft.clone().attach(&key.sign(&draft.to_be_signed()));
        let check = |body: &[u8], now| verify_approval(&text, key.public_key(), body, now);
        assert!(check(b"body", NOW).unwrap() == claims());
        assert_eq!(check(b"bodi", NOW).unwrap_err(), ApprovalError::Body);
        assert_eq!(check(b"body", NOW + 60).unwrap_err(), ApprovalError::Expired);
        let other = SoftwareKey::generate(&SystemRng::new()).unwrap();
        assert_eq!(
            verify_approval(&text, other.public_key(), b"body", NOW).unwrap_err(),
            ApprovalError::Jws(JwsError::Signature)
        );
    }
}
