//! `/userinfo`: what a party may know of a person, as far as the scopes of its token reach.
//!
//! The session behind the token is looked up at each use, so that a sign-out on the phone holds at once.

use std::sync::Arc;

use axum::{
    Json as Answered,
    extract::{FromRequestParts, State},
    http::{header, request::Parts},
};
use leling_crypto::dpop::BoundToken;
use leling_protocol::{
    ECardState, ErrorCode, PhysicalCardState, Timestamp,
    card::effective_ecard,
    scope::Scope,
    wire::{ErrorBody, Lamps},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    mint::{AccessClaims, read_access},
    word::Word,
};
use crate::{
    Gateway,
    api::{auth::prove, error::ApiError, frame::host},
    rules::{card::lamps, scopes::ScopeSet},
    storage::{PartySessionId, PartySessionRow, PersonFacts},
};

/// Age from which `age_65` is true.
const AGE: u32 = 65;

/// What a party may know; a claim without its scope is not there.
#[derive(Serialize, ToSchema)]
pub(crate) struct UserInfo {
    /// The person, for this party and its sector only.
    sub: String,
    /// Name (scope `profile`).
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Whether the person is 65 or older today, in China (scope `age_65`).
    #[serde(skip_serializing_if = "Option::is_none")]
    age_65: Option<bool>,
    /// State of the card (scope `view`).
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<CardClaim>,
    /// Eleven digits; not there where no number is known (scope `phone`).
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<String>,
    /// True: a message to it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number_verified: Option<bool>,
    /// Identity number, eighteen characters (scope `id_number`).
    #[serde(skip_serializing_if = "Option::is_none")]
    id_number: Option<String>,
}

/// State of the card, to look at.
#[derive(Serialize, ToSchema)]
pub(crate) struct CardClaim {
    /// The physical card.
    physical: PhysicalCardState,
    /// The electronic card.
    ecard: ECardState,
    /// The three lamps of the home screen.
    lamps: Lamps,
}

/// A party with an access token whose session is open.
pub(crate) struct TokenHolder {
    claims: AccessClaims,
    row: PartySessionRow,
    at: Timestamp,
}

impl FromRequestParts<Arc<Gateway>> for TokenHolder {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, gateway: &Arc<Gateway>) -> Result<Self, ApiError> {
        let invalid = |cause: &'static str| ApiError::oauth(Word::InvalidToken, cause);
        let value = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, token) =
            value.and_then(|value| value.split_once(' ')).ok_or_else(|| invalid("there is no access token"))?;
        let base = gateway.origin.base(host(&parts.uri, &parts.headers)).ok_or(ErrorCode::RequestInvalid)?;
        let at = gateway.now();
        let claims = read_access(gateway, token, &base, at)?;
        // A bound token is no bearer token, nor the other way round (RFC 9449, section 7.2).
        match &claims.cnf {
            Some(cnf) if scheme.eq_ignore_ascii_case("dpop") => {
                prove(parts, gateway, Some(BoundToken { token, jkt: &cnf.jkt }))?;
            }
            None if scheme.eq_ignore_ascii_case("bearer") => {}
            _ => return Err(invalid("access token is of the other scheme")),
        }
        let over = || invalid("session is over").coded(ErrorCode::AuthSignedOut);
        let row = open_session(gateway, &claims, at).await?.ok_or_else(over)?;
        Ok(Self { claims, row, at })
    }
}

/// Gives the session of an access token where it is open and its client is still there.
pub(super) async fn open_session(
    gateway: &Gateway,
    claims: &AccessClaims,
    at: Timestamp,
) -> Result<Option<PartySessionRow>, ApiError> {
    let id = PartySessionId(claims.sid);
    let known = gateway.openid.clients.get(&claims.client_id).is_some();
    let good = |row: &PartySessionRow| known && row.client.as_str() == claims.client_id && row.session.is_open(at);
    let row = gateway.storage.party_session(id).await?.filter(good);
    if row.is_some() {
        gateway.storage.use_party_session(id, at).await?;
    }
    Ok(row)
}

/// Gives what the token's scopes reach.
#[utoipa::path(get, path = "/userinfo", tag = "openid",
    responses((status = 200, body = UserInfo), (status = "default", body = ErrorBody)), security(("party" = [])))]
pub(crate) async fn userinfo(
    State(gateway): State<Arc<Gateway>>,
    holder: TokenHolder,
) -> Result<Answered<UserInfo>, ApiError> {
    let asked = holder.claims.scope.split(' ').filter_map(Scope::from_name).collect::<ScopeSet>();
    // The session's own scopes are what the person said yes to.
    let scopes = asked.within(holder.row.scopes);
    let nothing = UserInfo {
        sub: holder.claims.sub,
        name: None,
        age_65: None,
        card: None,
        phone_number: None,
        phone_number_verified: None,
        id_number: None,
    };
    if scopes == ScopeSet::default() {
        return Ok(Answered(nothing));
    }
    let facts = gateway.storage.person_facts(holder.row.person).await?;
    Ok(Answered(tell(nothing, scopes, &facts, holder.at)))
}

fn tell(mut info: UserInfo, scopes: ScopeSet, facts: &PersonFacts, at: Timestamp) -> UserInfo {
    for scope in scopes.iter() {
        match scope {
            Scope::Profile => info.name = Some(facts.name.as_str().to_owned()),
            Scope::Age65 => info.age_65 = Some(facts.id_number.age_on(at.china_date()) >= AGE),
            Scope::View => {
                info.card = Some(CardClaim {
                    physical: facts.card.physical,
                    ecard: effective_ecard(facts.card.physical, facts.card.claimed),
                    lamps: lamps(facts.card.physical, facts.card.bank),
                });
            }
            Scope::Phone => {
                info.phone_number_verified = facts.phone.as_ref().map(|_| true);
                info.phone_number = facts.phone.as_ref().map(|phone| phone.as_str().to_owned());
            }
            Scope::IdNumber => info.id_number = Some(facts.id_number.as_str().to_owned()),
        }
    }
    info
}
