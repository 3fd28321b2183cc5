//! What phones seal to the gateway, and what they approve.

use leling_crypto::approval::verify_approval;
use leling_protocol::{ErrorCode, Timestamp};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{auth::Authorised, error::ApiError, extract::parse};
use crate::{Gateway, clock::unix, wire::from_base64url};

/// Longest time that an approval may look ahead, in seconds.
pub(crate) const APPROVAL_SECONDS: i64 = 900;

/// What sealed messages and approvals are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Claiming the card.
    Claim,
    /// Unlinking it.
    Unlink,
    /// Setting its password anew.
    PasswordReset,
    /// Saying yes to a login elsewhere.
    Login,
}

impl Purpose {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Unlink => "unlink",
            Self::PasswordReset => "password-reset",
            Self::Login => "login",
        }
    }
}

/// Opens a sealed message of the write `id`.
pub(crate) fn open<T: DeserializeOwned>(
    gateway: &Gateway,
    purpose: Purpose,
    id: Uuid,
    sealed: &str,
) -> Result<T, ApiError> {
    let invalid = |what: &'static str| ApiError::because(ErrorCode::RequestInvalid, what);
    let envelope = from_base64url(sealed).ok_or_else(|| invalid("sealed is not base64url"))?;
    let aad = id.hyphenated().to_string();
    let opened = gateway.keys.receiver.open(purpose.as_str().as_bytes(), aad.as_bytes(), &envelope);
    parse(&opened.map_err(|_| invalid("sealed does not open"))?)
}

/// Checks the approval of the write `id` over the text `sealed`, by the caller's key `approve`.
///
/// The write's id inside makes an approval good for one write only, whose id is used up with it.
pub(crate) fn check_approval(
    asking: &Authorised,
    purpose: Purpose,
    id: Uuid,
    sealed: &str,
    approval: &str,
) -> Result<(), ApiError> {
    let invalid = |what: String| ApiError::because(ErrorCode::ApprovalInvalid, what);
    let at = asking.proven.at;
    let claims = verify_approval(approval, &asking.caller.keys.approve, sealed.as_bytes(), unix(at))
        .map_err(|error| invalid(error.to_string()))?;
    let of_this_write = claims.session.as_deref() == Some(id.hyphenated().to_string().as_str());
    let to_us = claims.kind == purpose.as_str() && claims.party == "gateway" && claims.scopes == ["card"];
    let ends = Timestamp::from_seconds(i64::try_from(claims.exp).unwrap_or(i64::MAX));
    if !of_this_write || !to_us || claims.nonce.is_empty() || ends.since(at) > APPROVAL_SECONDS {
        return Err(invalid("approval is for something else".to_owned()));
    }
    Ok(())
}
