//! `/v1/card`: its state, claiming, certificates, unlinking, the password.

use std::sync::Arc;

use axum::{Json as Answered, extract::State};
use leling_protocol::{
    DeviceState,
    card::effective_ecard,
    wire::{
        AuditHead, CardResponse, CertificateResponse, ClaimProof, ClaimRequest, ClaimResponse, ClaimSecret, ErrorBody,
        PasswordResetRequest, PasswordResetSecret, PasswordSecret, UnlinkRequest, WriteRequest, WriteResponse,
    },
};

use super::{
    auth::{Authorised, Proven, Scope},
    error::ApiError,
    extract::Json,
    password::{hash, presence},
    seal::{Purpose, check_approval, open},
};
use crate::{
    Gateway, certificate,
    rules::card::lamps,
    storage::{Answer, ClaimCard, IssueCertificate, PersonHandle, ResetPassword, Spend, UnlinkCard},
    wire::base64url,
};

/// Gives the state of the person's card: before the claim the lamps and nothing else of the person.
#[utoipa::path(get, path = "/v1/card", tag = "card",
    responses((status = 200, body = CardResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn state(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
) -> Result<Answered<CardResponse>, ApiError> {
    asking.require(Scope::View)?;
    let person = asking.caller.person;
    let card = gateway.storage.card(person).await?;
    let head = gateway.storage.audit_head(person).await?;
    Ok(Answered(CardResponse {
        physical: card.physical,
        ecard: effective_ecard(card.physical, card.claimed),
        device: DeviceState::Active,
        lamps: lamps(card.physical, card.bank),
        card_tries_left: gateway.numbers.card_number_tries.saturating_sub(card.tries),
        issued: card.issued,
        audit_head: AuditHead { seq: head.seq, hash: base64url(head.hash.as_bytes()) },
    }))
}

/// Claims the electronic card (签发, level 1).
#[utoipa::path(post, path = "/v1/card/claims", tag = "card", request_body = ClaimRequest,
    responses((status = 200, body = ClaimResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn claim(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
    Json(request): Json<ClaimRequest>,
) -> Result<Answer, ApiError> {
    asking.require(Scope::View)?;
    let mut write = asking.proven.write(&gateway, request.id, &request, Vec::new())?;
    if let Some(answer) = gateway.storage.answer(write.clone()).await? {
        return Ok(answer);
    }
    check_approval(&asking, Purpose::Claim, request.id, &request.sealed, &request.approval)?;
    let secret: ClaimSecret = open(&gateway, Purpose::Claim, request.id, &request.sealed)?;
    if matches!(secret.proof, ClaimProof::CounterCode { .. }) {
        write.spends.push(code_by_person(&gateway, asking.caller.person));
    }
    let password_hash = hash(&gateway, &secret.password).await?;
    let claim = ClaimCard {
        device: asking.caller.device,
        proof: secret.proof,
        password: secret.password,
        password_hash,
        sign_no: sign_no(&gateway, &asking),
        mint: certificate::mint(&gateway),
    };
    Ok(gateway.storage.claim_card(write, claim).await?)
}

/// Renews the certificate of the identity code.
#[utoipa::path(post, path = "/v1/card/certificates", tag = "card", request_body = WriteRequest,
    responses((status = 200, body = CertificateResponse), (status = "default", body = ErrorBody)),
    security(("token" = [], "dpop" = [])))]
pub(crate) async fn certificate(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
    Json(request): Json<WriteRequest>,
) -> Result<Answer, ApiError> {
    let write = asking.proven.write(&gateway, request.id, &request, Vec::new())?;
    if let Some(answer) = gateway.storage.answer(write.clone()).await? {
        return Ok(answer);
    }
    asking.require(Scope::Card)?;
    let issue = IssueCertificate { device: asking.caller.device, mint: certificate::mint(&gateway) };
    Ok(gateway.storage.issue_certificate(write, issue).await?)
}

/// Unlinks the electronic card (解除绑定).
#[utoipa::path(post, path = "/v1/card/unlinks", tag = "card", request_body = UnlinkRequest,
    responses((status = 200, body = WriteResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn unlink(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
    Json(request): Json<UnlinkRequest>,
) -> Result<Answer, ApiError> {
    let write = asking.proven.write(&gateway, request.id, &request, Vec::new())?;
    // The kept answer comes before the scope: the unlinking itself took the scope away.
    if let Some(answer) = gateway.storage.answer(write.clone()).await? {
        return Ok(answer);
    }
    asking.require(Scope::Card)?;
    let sealed = request.sealed.as_deref().unwrap_or_default();
    check_approval(&asking, Purpose::Unlink, request.id, sealed, &request.approval)?;
    let secret = match &request.sealed {
        Some(sealed) => Some(open::<PasswordSecret>(&gateway, Purpose::Unlink, request.id, sealed)?),
        None => None,
    };
    let password = presence(&gateway, &asking, secret.as_ref().map(|secret| &secret.password)).await?;
    let unlink = UnlinkCard { device: asking.caller.device, password };
    Ok(gateway.storage.unlink_card(write, unlink).await?)
}

/// Sets a new card password with a counter or visit code, from any device.
#[utoipa::path(post, path = "/v1/card/password-resets", tag = "card", request_body = PasswordResetRequest,
    responses((status = 200, body = WriteResponse), (status = "default", body = ErrorBody)), security(("dpop" = [])))]
pub(crate) async fn reset_password(
    State(gateway): State<Arc<Gateway>>,
    proven: Proven,
    Json(request): Json<PasswordResetRequest>,
) -> Result<Answer, ApiError> {
    let mut write = proven.write(&gateway, request.id, &request, Vec::new())?;
    if let Some(answer) = gateway.storage.answer(write.clone()).await? {
        return Ok(answer);
    }
    let secret: PasswordResetSecret = open(&gateway, Purpose::PasswordReset, request.id, &request.sealed)?;
    gateway.admit_person(&secret.id_number, None)?;
    let limits = &gateway.numbers.limits;
    write.spends.extend([
        Spend { name: "counter_codes_by_source", whom: proven.source(), limit: limits.counter_codes_by_source },
        Spend {
            name: "counter_codes_by_number",
            whom: secret.id_number.as_str().into(),
            limit: limits.counter_codes_by_person,
        },
    ]);
    let password_hash = hash(&gateway, &secret.password).await?;
    let reset =
        ResetPassword { id_number: secret.id_number, code: secret.code, password: secret.password, password_hash };
    Ok(gateway.storage.reset_password(write, reset).await?)
}

fn code_by_person(gateway: &Gateway, person: PersonHandle) -> Spend {
    let limit = gateway.numbers.limits.counter_codes_by_person;
    Spend { name: "counter_codes_by_person", whom: person.0.as_bytes().to_vec(), limit }
}

/// signNo: the day of the issue and twelve random digits.
fn sign_no(gateway: &Gateway, asking: &Authorised) -> String {
    let day = asking.proven.at.china_date().to_string().replace('-', "");
    format!("{day}{}", gateway.chance.sign_digits())
}
