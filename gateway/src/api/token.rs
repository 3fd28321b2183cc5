//! A device signs in at `/oauth/token` with an assertion by its key `device` (RFC 7523) and a DPoP proof.

use leling_crypto::{
    assertion::{AssertionError, AssertionKind, PendingAssertion},
    jwt::{AccessClaims, Confirmation, draft_access_token},
};
use leling_protocol::{ECardState, ErrorCode, wire::TokenResponse};
use uuid::Uuid;

use super::{
    auth::{Proven, Scope, used_proof},
    error::ApiError,
};
use crate::{
    Gateway,
    clock::unix,
    storage::{DeviceId, DeviceRow, Due, SessionId, SignIn, SignedIn},
};

/// The OAuth client that every phone is.
const CLIENT: &str = "leling-phone";

/// Signs a device in.
///
/// # Errors
/// As RFC 7523 has them, with our codes beside.
pub(crate) async fn grant(gateway: &Gateway, proven: Proven, assertion: &str) -> Result<TokenResponse, ApiError> {
    let assertion = PendingAssertion::parse(AssertionKind::DeviceGrant, assertion)
        .map_err(|error| ApiError::because(ErrorCode::AuthInvalid, error))?;
    let device = assertion.unverified_issuer().and_then(|text| Uuid::try_parse(text).ok()).map(DeviceId);
    let device = device.ok_or(ErrorCode::AuthInvalid)?;
    let row = find(gateway, device, &proven).await?;
    let endpoint = format!("{}/oauth/token", proven.base);
    let audiences = [endpoint.as_str(), proven.base.as_str(), gateway.origin.issuer()];
    let claims =
        assertion.verify(&row.keys.device, &audiences, &gateway.keys.nonces, unix(proven.at)).map_err(|error| {
            match error {
                AssertionError::UseNonce | AssertionError::Time => ApiError::from(ErrorCode::AuthNonce),
                other => ApiError::because(ErrorCode::AuthInvalid, other),
            }
        })?;
    if claims.sub != claims.iss || row.keys.device != proven.key {
        return Err(ApiError::because(ErrorCode::AuthInvalid, "assertion and proof are not of one device"));
    }
    let sign_in = SignIn {
        device,
        proofs: [proven.used(), used_proof("assertion", &format!("{}.{}", proven.jkt(), claims.jti))],
        spends: vec![proven.device_spend(gateway)],
        session: SessionId(gateway.chance.handle()),
        at: proven.at,
    };
    let signed_in = gateway.storage.sign_in(sign_in).await??;
    token(gateway, &proven, signed_in)
}

async fn find(gateway: &Gateway, device: DeviceId, proven: &Proven) -> Result<DeviceRow, ApiError> {
    let row = gateway.storage.device(device, proven.at).await?.ok_or(ErrorCode::DeviceNone)?;
    if row.replacement == Due::Now {
        gateway.finish_due(proven.at).await?;
    }
    Ok(row)
}

fn token(gateway: &Gateway, proven: &Proven, signed_in: SignedIn) -> Result<TokenResponse, ApiError> {
    let claimed = matches!(signed_in.claimed, ECardState::Level1 | ECardState::Level2);
    let scope = if claimed {
        format!("{} {}", Scope::View.as_str(), Scope::Card.as_str())
    } else {
        Scope::View.as_str().to_owned()
    };
    let (now, issuer) = (unix(proven.at), gateway.origin.issuer());
    let claims = AccessClaims {
        iss: issuer.to_owned(),
        sub: signed_in.person.to_string(),
        aud: issuer.to_owned(),
        exp: now + u64::from(gateway.numbers.token_seconds),
        iat: now,
        jti: gateway.chance.handle().to_string(),
        client_id: CLIENT.to_owned(),
        sid: signed_in.session.to_string(),
        scope: scope.clone(),
        cnf: Confirmation { jkt: proven.jkt().to_owned() },
        act: None,
    };
    let key = gateway.keys.token.current();
    let draft = draft_access_token(key.public_key(), &claims)
        .map_err(|error| ApiError::because(ErrorCode::ServerBroken, error))?;
    let signature = key.sign(&draft.to_be_signed());
    Ok(TokenResponse {
        access_token: draft.attach(&signature),
        token_type: "DPoP".to_owned(),
        expires_in: gateway.numbers.token_seconds,
        scope,
    })
}
