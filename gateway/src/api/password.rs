//! The card password as requests bring it: hashed where it is new, compared where it stands for a phone's missing lock.

use std::sync::Arc;

use leling_crypto::{password, rng::SystemRng};
use leling_protocol::{CardPassword, ErrorCode, Redacted, wire::Presence};

use super::{auth::Authorised, error::ApiError, hashing::blocking};
use crate::{
    Gateway,
    storage::{PasswordJudgement, PersonHandle},
};

/// Hashes a new password.
pub(crate) async fn hash(gateway: &Arc<Gateway>, password: &CardPassword) -> Result<String, ApiError> {
    let (pepper, password) = (gateway.keys.pepper.clone(), password.clone());
    let work = move || password::hash(password.as_str(), &pepper, &mut SystemRng::new());
    blocking(gateway, work).await?.map_err(|error| ApiError::because(ErrorCode::ServerBroken, error))
}

/// Judges what an approval came with. A phone with a lock may bring the password all the same, and what it brings is
/// judged.
///
/// # Errors
/// `request.invalid` where a phone without a lock brings none.
pub(crate) async fn presence(
    gateway: &Arc<Gateway>,
    asking: &Authorised,
    password: Option<&CardPassword>,
) -> Result<PasswordJudgement, ApiError> {
    match (password, asking.caller.keys.presence) {
        (Some(password), _) => judge(gateway, asking.caller.person, password).await,
        (None, Presence::Lock) => Ok(PasswordJudgement::NotNeeded),
        (None, Presence::Password) => {
            Err(ApiError::because(ErrorCode::RequestInvalid, "a phone without a lock brings the password"))
        }
    }
}

async fn judge(
    gateway: &Arc<Gateway>,
    person: PersonHandle,
    password: &CardPassword,
) -> Result<PasswordJudgement, ApiError> {
    let Some(stored) = gateway.storage.password_hash(person).await? else {
        return Err(ErrorCode::CardNotClaimed.into());
    };
    let (pepper, password): (_, Redacted<CardPassword>) =
        (gateway.keys.pepper.clone(), Redacted::new(password.clone()));
    let work = move || password::verify(password.expose().as_str(), stored.expose(), &pepper);
    match blocking(gateway, work).await? {
        Ok(()) => Ok(PasswordJudgement::Right),
        Err(password::PasswordError::Wrong) => Ok(PasswordJudgement::Wrong),
        Err(error) => Err(ApiError::because(ErrorCode::ServerBroken, error)),
    }
}
