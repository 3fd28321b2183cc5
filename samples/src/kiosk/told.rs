//! The provider tells that a session has ended: OpenID Connect Back-Channel Logout 1.0, section 2.6.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use axum::{Form, extract::State, http::StatusCode};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{JsonWebKey, core::CoreJwsSigningAlgorithm};
use serde::Deserialize;

use super::Kiosk;
use crate::provider::Metadata;

/// Name of the event in a logout token.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// How far the provider's clock may be off, and how old a token may be, in seconds.
const SLACK: u64 = 300;

/// The tokens that were taken: none is taken twice.
#[derive(Default)]
pub struct Told(Mutex<HashMap<String, Instant>>);

impl Told {
    fn is_new(&self, jti: &str) -> bool {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|_, at| at.elapsed() < Duration::from_secs(4 * SLACK));
        taken.insert(jti.to_owned(), Instant::now()).is_none()
    }
}

/// What the provider posts.
#[derive(Deserialize)]
pub struct Notice {
    logout_token: String,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
    typ: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    iat: u64,
    exp: u64,
    jti: String,
    sid: String,
    events: HashMap<String, serde_json::Value>,
    nonce: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// `POST /backchannel`
pub(super) async fn take(State(kiosk): State<Arc<Kiosk>>, Form(notice): Form<Notice>) -> StatusCode {
    let Ok(metadata) = kiosk.provider.metadata().await else { return StatusCode::SERVICE_UNAVAILABLE };
    let mut claims = read(&notice.logout_token, &metadata);
    if claims.is_none()
        && let Ok(fresh) = kiosk.provider.again().await
    {
        claims = read(&notice.logout_token, &fresh);
    }
    match claims.filter(|claims| is_for(claims, kiosk.provider.issuer(), &kiosk.party.id)) {
        Some(claims) if kiosk.told.is_new(&claims.jti) => {
            kiosk.sessions.end_sid(&claims.sid);
            tracing::info!("a session was ended elsewhere");
            StatusCode::OK
        }
        _ => StatusCode::BAD_REQUEST,
    }
}

/// Reads a token whose signature holds.
fn read(token: &str, metadata: &Metadata) -> Option<Claims> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header: Header = part(header)?;
    let alg = match header.alg.as_str() {
        "ES256" => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        "RS256" => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        _ => return None,
    };
    // A token of another kind, such as an ID token, is no notice.
    if header.typ.as_deref() != Some("logout+jwt") {
        return None;
    }
    let key = metadata.jwks().keys().iter().find(|key| key.key_id().is_some_and(|kid| **kid == header.kid))?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    key.verify_signature(&alg, signed.as_bytes(), &signature).ok()?;
    part(claims)
}

fn part<T: for<'de> Deserialize<'de>>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn is_for(claims: &Claims, issuer: &str, client: &str) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let ours = match &claims.aud {
        Audience::One(one) => one == client,
        Audience::Many(many) => many.iter().any(|one| one == client),
    };
    let fresh = claims.iat <= now + SLACK && now <= claims.exp + SLACK;
    claims.iss == issuer && ours && fresh && claims.events.contains_key(EVENT) && claims.nonce.is_none()
}
