//! The gateway's own access tokens: JWTs after RFC 9068, bound to the phone's key by `cnf.jkt` (RFC 9449, section 6).
//!
//! Delegation is named, never hidden: `sub` is the elder, `act` whoever acts (RFC 8693, section 4.1). A token that
//! verifies here may still be signed out: the gateway looks its `sid` up once per request.

use serde::{Deserialize, Serialize};

use crate::{
    jws::{Jws, JwsDraft, JwsError, KeyHint},
    keyring::KeyRing,
    keys::PublicKey,
};

/// The header's `typ` (RFC 9068, section 2.1).
pub const ACCESS_TOKEN_TYP: &str = "at+jwt";

/// Seconds by which a token's `iat` may lie ahead of the verifier's clock.
const CLOCK_SKEW: u64 = 60;

/// What an access token says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessClaims {
    /// The gateway that issued it, as URL.
    pub iss: String,
    /// The person whose data it opens, by the gateway's own id.
    pub sub: String,
    /// The API it is for, as URL.
    pub aud: String,
    /// End of validity, Unix seconds.
    pub exp: u64,
    /// Time of issue, Unix seconds.
    pub iat: u64,
    /// The token's own id.
    pub jti: String,
    /// The OAuth client.
    pub client_id: String,
    /// The session, looked up at each use.
    pub sid: String,
    /// Scopes, separated by spaces.
    pub scope: String,
    /// The key that must prove itself beside the token.
    pub cnf: Confirmation,
    /// Who acts, where it is not the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Actor>,
}

opaque_debug!(AccessClaims, Actor);

impl AccessClaims {
    /// Tells whether `scope` is among the scopes.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|held| held == scope)
    }
}

/// The claim `cnf` (RFC 7800) with a DPoP key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Thumbprint of the key, base64url.
    pub jkt: String,
}

/// The claim `act`: who acts for the person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The helper or member of staff, by the gateway's own id.
    pub sub: String,
    /// The family link or staff ticket that allows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// Why a token was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a signed text of this kind, or the signature does not fit.
    #[error(transparent)]
    Jws(#[from] JwsError),
    /// The `kid` names no key in the ring.
    #[error("token was signed by an unknown key")]
    UnknownKey,
    /// Another issuer.
    #[error("token is of another issuer")]
    Issuer,
    /// Another audience.
    #[error("token is for another audience")]
    Audience,
    /// `exp` is reached.
    #[error("token has expired")]
    Expired,
    /// `iat` lies ahead.
    #[error("token is not valid yet")]
    NotYet,
}

/// Builds a token for `key`, the gateway's signing key.
///
/// # Errors
/// [`JwsError::Claims`], which well-formed claims never give.
pub fn draft_access_token(key: &PublicKey, claims: &AccessClaims) -> Result<JwsDraft, JwsError> {
    JwsDraft::new(ACCESS_TOKEN_TYP, KeyHint::Kid(key), claims)
}

/// What the verifier of a token insists on.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The issuer's URL, compared byte for byte.
    pub issuer: &'a str,
    /// The audience's URL, compared byte for byte.
    pub audience: &'a str,
}

/// Reads and checks an access token at time `now` (Unix seconds).
///
/// # Errors
/// [`TokenError`].
pub fn verify_access_token(
    token: &str,
    keys: &KeyRing,
    expected: Expected<'_>,
    now: u64,
) -> Result<AccessClaims, TokenError> {
    let jws = Jws::parse(token)?;
    jws.require_typ(ACCESS_TOKEN_TYP)?;
    let key = jws.kid().and_then(|kid| keys.by_kid(kid)).ok_or(TokenError::UnknownKey)?;
    let claims: AccessClaims = jws.verify(key)?;
    if claims.iss != expected.issuer {
        return Err(TokenError::Issuer);
    }
    if claims.aud != expected.audience {
        return Err(TokenError::Audience);
    }
    if now >= claims.exp {
        return Err(TokenError::Expired);
    }
    if claims.iat > now.saturating_add(CLOCK_SKEW) {
        return Err(TokenError::NotYet);
    }
    Ok(claims)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{keys::SoftwareKey, rng::SystemRng};

    const NOW: u64 = 1_795_392_000;
    const EXPECTED: Expected<'_> = Expected { issuer: "https://gateway.test", audience: "https://gateway.test/api" };

    fn claims() -> AccessClaims {
        AccessClaims {
            iss: EXPECTED.issuer.into(),
            sub: "person-1".into(),
            aud: EXPECTED.audience.into(),
            exp: NOW + 600,
            iat: NOW,
            jti: "token-1".into(),
            client_id: "leling-app".into(),
            sid: "session-1".into(),
            scope: "view act".into(),
            cnf: Confirmation { jkt: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I".into() },
            act: Some(Actor { sub: "helper-1".into(), link: Some("link-1".into()) }),
        }
    }

    fn token(key: &SoftwareKey, claims: &AccessClaims) -> String {
        let draft = draft_access_token(key.public_key(), claims).unwrap();
        let signature = key.sign(&draft.to_be_signed());
        draft.attach(&signature)
    }

    fn key() -> SoftwareKey {
        SoftwareKey::generate(&SystemRng::new()).unwrap()
    }

    #[test]
    fn what_is_issued_verifies() {
        let key = key();
        let ring = KeyRing::from_iter([*key.public_key()]);
        let read = verify_access_token(&token(&key, &claims()), &ring, EXPECTED, NOW).unwrap();
        assert!(read == claims());
        assert!(read.has_scope("act") && !read.has_scope("ac"));
        assert_eq!(format!("{read:?}"), "AccessClaims(..)");
    }

    #[test]
    fn each_rule_refuses() {
        let key = key();
        let ring = KeyRing::from_iter([*key.public_key()]);
        let refuse = |change: fn(&mut AccessClaims), now| {
            let mut claims = claims();
            change(&mut claims);
            verify_access_token(&token(&key, &claims), &ring, EXPECTED, now).unwrap_err()
        };
        assert_eq!(refuse(|c| c.iss.push('x'), NOW), TokenError::Issuer);
        assert_eq!(refuse(|c| c.aud.push('x'), NOW), TokenError::Audience);
        assert_eq!(refuse(|_| {}, NOW + 600), TokenError::Expired);
        assert_eq!(refuse(|c| c.iat = NOW + 61, NOW), TokenError::NotYet);
        let text = token(&key, &claims());
        let none = KeyRing::new();
        assert_eq!(verify_access_token(&text, &none, EXPECTED, NOW).unwrap_err(), TokenError::UnknownKey);
    }

    #[test]
    fn another_kind_of_text_is_refused() {
        let key = key();
        let ring = KeyRing::from_iter([*key.public_key()]);
        let draft = JwsDraft::new("JWT", KeyHint::Kid(key.public_key()), &claims()).unwrap();
        let signature = key.sign(&draft.to_be_signed());
        assert_eq!(
            verify_access_token(&draft.attach(&signature), &ring, EXPECTED, NOW).unwrap_err(),
            TokenError::Jws(JwsError::Type)
        );
    }
}
