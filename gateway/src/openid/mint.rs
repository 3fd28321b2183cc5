//! The signed texts that parties get: access tokens, ID tokens, logout tokens; and the reading of them when they come
//! back.
//!
//! They are signed with the keys for logins, never with those of the phones' own tokens, and their audience is never
//! that of the own API: neither serves for the other.

use leling_crypto::{
    hash::{constant_time_eq, sha256},
    jws::{Jws, JwsDraft, JwsError, KeyHint},
    jwt::{ACCESS_TOKEN_TYP, Confirmation},
};
use leling_protocol::{ErrorCode, Timestamp, wire::Presence};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    client::{Algorithm, Client},
    word::Word,
};
use crate::{
    Gateway,
    api::error::ApiError,
    clock::unix,
    storage::{PartySessionId, PersonHandle},
    wire::base64url,
};

/// The header's `typ` of an ID token.
const ID_TOKEN_TYP: &str = "JWT";

/// The header's `typ` of a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.4).
const LOGOUT_TOKEN_TYP: &str = "logout+jwt";

/// The event of a logout token.
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Seconds that a logout token is good for; the specification asks for two minutes at most.
const LOGOUT_TOKEN_SECONDS: u64 = 120;

/// What an access token of a party says (RFC 9068).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccessClaims {
    pub(crate) iss: String,
    pub(crate) sub: String,
    aud: String,
    pub(crate) exp: u64,
    pub(crate) iat: u64,
    jti: String,
    pub(crate) client_id: String,
    pub(crate) sid: Uuid,
    pub(crate) scope: String,
    /// The key that must prove itself beside the token, where it is bound to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cnf: Option<Confirmation>,
}

/// What an ID token says (OpenID Connect Core, section 2).
#[derive(Serialize)]
pub(crate) struct IdClaims<'a> {
    pub(crate) iss: &'a str,
    pub(crate) sub: &'a str,
    pub(crate) aud: &'a str,
    pub(crate) exp: u64,
    pub(crate) iat: u64,
    pub(crate) auth_time: u64,
    pub(crate) acr: &'static str,
    pub(crate) sid: Uuid,
    pub(crate) at_hash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nonce: Option<&'a str>,
}

/// What is read of an ID token that comes back as a hint.
#[derive(Deserialize)]
pub(crate) struct Hint {
    iss: String,
    pub(crate) aud: String,
    pub(crate) sid: Uuid,
}

/// What an access token is made for.
pub(crate) struct Access<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client: &'a Client,
    pub(crate) subject: &'a str,
    pub(crate) session: PartySessionId,
    pub(crate) scope: &'a str,
    pub(crate) jkt: Option<&'a str>,
    pub(crate) at: Timestamp,
    pub(crate) seconds: u32,
}

/// The level at which a person said yes.
pub(crate) const fn acr(presence: Presence) -> &'static str {
    match presence {
        Presence::Lock => "urn:leling:acr:lock",
        Presence::Password => "urn:leling:acr:password",
    }
}

/// Every level, weakest first.
pub(crate) const ACR: [&str; 2] = [acr(Presence::Password), acr(Presence::Lock)];

/// Signs an access token.
pub(crate) fn access_token(gateway: &Gateway, access: &Access<'_>) -> Result<String, ApiError> {
    let now = unix(access.at);
    let claims = AccessClaims {
        iss: access.issuer.to_owned(),
        sub: access.subject.to_owned(),
        aud: audience(access.issuer),
        exp: now + u64::from(access.seconds),
        iat: now,
        jti: gateway.chance.handle().to_string(),
        client_id: access.client.id().to_owned(),
        sid: access.session.0,
        scope: access.scope.to_owned(),
        cnf: access.jkt.map(|jkt| Confirmation { jkt: jkt.to_owned() }),
    };
    sign(gateway, Algorithm::Es256, ACCESS_TOKEN_TYP, &claims)
}

/// Signs an ID token in the client's algorithm.
pub(crate) fn id_token(gateway: &Gateway, client: &Client, claims: &IdClaims<'_>) -> Result<String, ApiError> {
    sign(gateway, client.id_token(), ID_TOKEN_TYP, claims)
}

/// Signs the news that a session has ended.
pub(crate) fn logout_token(
    gateway: &Gateway,
    client: &Client,
    issuer: &str,
    session: PartySessionId,
    person: PersonHandle,
) -> Result<String, ApiError> {
    let now = unix(gateway.now());
    let claims = json!({
        "iss": issuer,
        "sub": gateway.openid.subject(client.sector(), person),
        "aud": client.id(),
        "iat": now,
        "exp": now + LOGOUT_TOKEN_SECONDS,
        "jti": gateway.chance.handle(),
        "sid": session.0,
        "events": { LOGOUT_EVENT: {} },
    });
    sign(gateway, client.id_token(), LOGOUT_TOKEN_TYP, &claims)
}

/// Gives `at_hash`: the left half of the token's SHA-256 (OpenID Connect Core, section 3.1.3.6).
pub(crate) fn token_half_hash(access_token: &str) -> String {
    base64url(&sha256(access_token.as_bytes())[..16])
}

/// Tells whether a verifier fits its challenge (RFC 7636, section 4.6).
pub(crate) fn verifier_fits(verifier: &str, challenge: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    let shape = (43..=128).contains(&verifier.len()) && verifier.bytes().all(plain);
    shape && constant_time_eq(base64url(&sha256(verifier.as_bytes())).as_bytes(), challenge.as_bytes())
}

fn audience(issuer: &str) -> String {
    format!("{issuer}/userinfo")
}

fn sign(gateway: &Gateway, algorithm: Algorithm, typ: &str, claims: &impl Serialize) -> Result<String, ApiError> {
    let broken = |error: JwsError| ApiError::because(ErrorCode::ServerBroken, error);
    match (algorithm, gateway.openid.rsa.first()) {
        (Algorithm::Rs256, Some(key)) => key.sign(typ, claims).map_err(broken),
        (Algorithm::Rs256, None) => Err(ApiError::because(ErrorCode::ServerBroken, "there is no rsa key")),
        (Algorithm::Es256, _) => {
            let key = gateway.keys.login.current();
            let draft = JwsDraft::new(typ, KeyHint::Kid(key.public_key()), claims).map_err(broken)?;
            let signature = key.sign(&draft.to_be_signed());
            Ok(draft.attach(&signature))
        }
    }
}

/// Reads an access token that this gateway made under `issuer` and that is not over.
///
/// # Errors
/// `invalid_token`.
pub(crate) fn read_access(
    gateway: &Gateway,
    text: &str,
    issuer: &str,
    at: Timestamp,
) -> Result<AccessClaims, ApiError> {
    let invalid = |cause: &'static str| ApiError::oauth(Word::InvalidToken, cause);
    let claims: AccessClaims =
        read_es256(gateway, text, ACCESS_TOKEN_TYP).ok_or_else(|| invalid("not an access token of ours"))?;
    if claims.iss != issuer || claims.aud != audience(issuer) {
        return Err(invalid("access token is of another issuer"));
    }
    if unix(at) >= claims.exp {
        return Err(invalid("access token has expired").coded(ErrorCode::AuthExpired));
    }
    Ok(claims)
}

/// Reads an ID token that this gateway made under `issuer`, also one that is over.
pub(crate) fn read_hint(gateway: &Gateway, text: &str, issuer: &str) -> Option<Hint> {
    let by_rsa = || gateway.openid.rsa.iter().find_map(|key| key.public_key().verify(text, "jwt").ok());
    let hint: Hint = read_es256(gateway, text, "jwt").or_else(by_rsa)?;
    (hint.iss == issuer).then_some(hint)
}

fn read_es256<T: DeserializeOwned>(gateway: &Gateway, text: &str, typ: &str) -> Option<T> {
    let jws = Jws::parse(text).ok()?;
    jws.require_typ(typ).ok()?;
    let key = jws.kid().and_then(|kid| gateway.keys.login.public().find(|key| key.jkt() == kid)).copied()?;
    jws.verify(&key).ok()
}

/// Gives the key set: every key that signs or signed, newest first.
pub(crate) fn key_set(gateway: &Gateway) -> Value {
    let own = gateway.keys.login.public().map(leling_crypto::keys::PublicKey::to_published_jwk);
    let rsa = gateway.openid.rsa.iter().map(|key| key.public_key().to_published_jwk());
    json!({ "keys": own.chain(rsa).collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verifier_and_challenge_of_the_rfc_fit_each_other_only() {
        // RFC 7636, appendix B.
        let (verifier, challenge) =
            ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(verifier_fits(verifier, challenge));
        assert!(!verifier_fits(&verifier.to_lowercase(), challenge));
        assert!(!verifier_fits(challenge, challenge));
        assert!(!verifier_fits("", challenge) && !verifier_fits("short", challenge));
        let odd = format!("{}!", &verifier[..42]);
        assert!(!verifier_fits(&odd, &base64url(&sha256(odd.as_bytes()))));
    }

    #[test]
    fn half_hash_known_answer() {
        // OpenID Connect Core, appendix A.3.
        assert_eq!(token_half_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"), "77QmUPtjPfzWtF2AnpK9RQ");
    }
}
