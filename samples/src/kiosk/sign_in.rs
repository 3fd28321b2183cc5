//! Signing in and out with a stock OpenID library: what an integrator writes.

use axum::http::StatusCode;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{
    AdditionalClaims, AuthorizationCode, ClaimsVerificationError, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, LanguageTag, Nonce, OAuth2TokenResponse, PkceCodeChallenge, Scope, TokenResponse, UserInfoClaims,
    core::{CoreAuthenticationFlow, CoreClient, CoreGenderClaim, CoreIdToken},
    url::Url,
};
use serde::{Deserialize, Serialize};

use super::{
    Kiosk,
    session::{Pending, Person},
};
use crate::provider::{Metadata, ProviderError};

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The person said no, or chose a number that this screen did not show.
    #[error("sign in: the person said no")]
    Refused,
    /// This browser did not ask, or asked too long ago.
    #[error("sign in a browser that did not ask")]
    NotAsked,
    /// The answer does not fit the question: `state`, `iss`, `nonce` or a signature.
    #[error("believe the answer")]
    Unbelievable,
    /// The code or a token was refused.
    #[error("use what the provider gave")]
    Token,
    /// The provider is not there.
    #[error(transparent)]
    Provider(#[from] ProviderError),
}

/// What comes back with the browser.
#[derive(Deserialize)]
pub struct Answer {
    code: Option<AuthorizationCode>,
    error: Option<String>,
    state: Option<CsrfToken>,
    iss: Option<String>,
}

/// What the provider tells beside the standard claims.
#[derive(Debug, Deserialize, Serialize)]
struct Age {
    age_65: Option<bool>,
}

impl AdditionalClaims for Age {}

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

fn client(kiosk: &Kiosk, metadata: &Metadata) -> Client {
    let (id, secret) = (kiosk.party.id.clone(), kiosk.party.secret.clone());
    CoreClient::from_provider_metadata(metadata.clone(), id, secret).set_redirect_uri(kiosk.redirect.clone())
}

/// Gives the address to which the browser goes, and what has to be remembered until it is back.
pub(super) async fn begin(kiosk: &Kiosk) -> Result<(Pending, Url), SignInError> {
    let metadata = kiosk.provider.metadata().await?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let (address, state, nonce) = client(kiosk, &metadata)
        .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
        .add_scopes(["profile", "age_65"].map(|scope| Scope::new(scope.to_owned())))
        .add_ui_locale(LanguageTag::new("zh-CN".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    Ok((Pending { state, nonce, verifier }, address))
}

/// Turns the answer that came with the browser into a person.
pub(super) async fn finish(kiosk: &Kiosk, pending: Pending, answer: Answer) -> Result<Person, SignInError> {
    let state_fits = answer.state.as_ref().is_some_and(|state| state.secret() == pending.state.secret());
    // RFC 9207: an answer that another provider sent is not taken to this one.
    let issuer_fits = answer.iss.as_deref() == Some(kiosk.provider.issuer().as_str());
    if !state_fits || !issuer_fits {
        return Err(SignInError::Unbelievable);
    }
    let code = match (answer.code, answer.error.as_deref()) {
        (Some(code), None) => code,
        (_, Some("access_denied")) => return Err(SignInError::Refused),
        _ => return Err(SignInError::Token),
    };
    let metadata = kiosk.provider.metadata().await?;
    let client_now = client(kiosk, &metadata);
    let exchange = client_now.exchange_code(code).map_err(|_| SignInError::Provider(ProviderError::Endpoint))?;
    let tokens = exchange.set_pkce_verifier(pending.verifier).request_async(kiosk.provider.http()).await;
    let tokens = tokens.map_err(|_| SignInError::Token)?;
    let id_token = tokens.id_token().ok_or(SignInError::Token)?;
    let subject = match id_token.claims(&client_now.id_token_verifier(), &pending.nonce) {
        Ok(claims) => claims.subject().clone(),
        // A key that is newer than what discovery told: it is read once more.
        Err(ClaimsVerificationError::SignatureVerification(_)) => {
            let fresh = client(kiosk, &*kiosk.provider.again().await?);
            let claims = id_token.claims(&fresh.id_token_verifier(), &pending.nonce);
            claims.map_err(|_| SignInError::Unbelievable)?.subject().clone()
        }
        Err(_) => return Err(SignInError::Unbelievable),
    };
    let ask = client_now.user_info(tokens.access_token().clone(), Some(subject));
    let ask = ask.map_err(|_| SignInError::Provider(ProviderError::Endpoint))?;
    let facts: UserInfoClaims<Age, CoreGenderClaim> =
        ask.request_async(kiosk.provider.http()).await.map_err(|_| SignInError::Token)?;
    let name = facts.name().and_then(|name| name.get(None)).map(|name| name.to_string());
    Ok(Person {
        name: name.ok_or(SignInError::Token)?,
        age_65: facts.additional_claims().age_65,
        sid: sid(id_token).ok_or(SignInError::Token)?,
        id_token: id_token.to_string(),
        access: tokens.access_token().clone(),
    })
}

/// Reads the provider's name of the session off an ID token that has been checked.
fn sid(checked: &CoreIdToken) -> Option<String> {
    #[derive(Deserialize)]
    struct Sid {
        sid: String,
    }
    let text = checked.to_string();
    let claims = URL_SAFE_NO_PAD.decode(text.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Sid>(&claims).ok().map(|claims| claims.sid)
}

/// Gives the address at which the browser ends the session at the provider and comes back (RP-Initiated Logout 1.0).
pub(super) async fn leave(kiosk: &Kiosk, person: &Person) -> Result<Url, SignInError> {
    let metadata = kiosk.provider.metadata().await?;
    let endpoint = metadata.additional_metadata().end_session_endpoint.clone();
    let mut address = endpoint.ok_or(SignInError::Provider(ProviderError::Endpoint))?;
    address
        .query_pairs_mut()
        .append_pair("id_token_hint", &person.id_token)
        .append_pair("post_logout_redirect_uri", kiosk.home.as_str());
    Ok(address)
}

/// Ends the session at the provider without a browser (RFC 7009).
pub(super) async fn revoke(kiosk: &Kiosk, person: &Person) -> Result<(), SignInError> {
    let metadata = kiosk.provider.metadata().await?;
    let endpoint = metadata.additional_metadata().revocation_endpoint.as_ref();
    let form = [("token", person.access.secret().as_str()), ("token_type_hint", "access_token")];
    let answer = kiosk.provider.post(endpoint, &kiosk.party, &form).await?;
    if answer.status() == StatusCode::OK { Ok(()) } else { Err(SignInError::Token) }
}
