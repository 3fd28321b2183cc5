//! `/v1/enrolments`: a person and a phone come together.

use std::sync::Arc;

use axum::{Json as Answered, extract::State};
use leling_crypto::keys::PublicKey;
use leling_protocol::{
    ErrorCode, IdNumber, PersonName, Phone, SmsCode, Timestamp,
    wire::{
        ClaimProof, EnrolByCodeRequest, EnrolCodeRequest, EnrolCodeResponse, EnrolConfirmRequest, EnrolRequest,
        EnrolResponse, ErrorBody, PlatformKind, Presence, PublicJwk, WriteRequest,
    },
};

use super::{
    auth::Proven,
    error::ApiError,
    extract::{Json, PathId},
};
use crate::{
    Gateway,
    adapters::RealNameAnswer,
    messages,
    refusal::Refusal,
    storage::{
        Admission, Answer, BeginEnrolment, Begun, DeviceId, DeviceKeys, EnrolByCode, Enrolled, EnrolmentId,
        EnrolmentStatus, PersonHandle, ProveBy, RegisterPerson, Resent, Spend, Write,
    },
    wire::key_from_jwk,
};

/// Starts an enrolment: a phone code goes out when the real-name check agrees.
#[utoipa::path(post, path = "/v1/enrolments", tag = "enrolment", request_body = EnrolRequest,
    responses((status = 200, body = EnrolResponse), (status = "default", body = ErrorBody)), security(("dpop" = [])))]
pub(crate) async fn start(
    State(gateway): State<Arc<Gateway>>,
    proven: Proven,
    Json(request): Json<EnrolRequest>,
) -> Result<Answer, ApiError> {
    let keys = keys_of((&request.device, &request.approve), (request.presence, request.platform), &proven.key)?;
    admit_born(&gateway, &request.id_number, Some(&request.phone), proven.at)?;
    let limits = &gateway.numbers.limits;
    let spends = vec![
        Spend { name: "enrolments_by_source", whom: proven.source(), limit: limits.enrolments_by_source },
        Spend { name: "enrolments_by_device", whom: proven.jkt().into(), limit: limits.enrolments_by_device },
    ];
    let write = proven.write(&gateway, request.id, &request, spends)?;
    if let Admission::Answered(answer) = gateway.storage.admit(write.clone()).await? {
        return Ok(answer);
    }
    let person = registered(&gateway, request.name, request.id_number).await?;
    let begin = BeginEnrolment { person, phone: request.phone.clone(), keys };
    match gateway.storage.begin_enrolment(write.admitted(), begin).await? {
        Begun::Answered(answer) => Ok(answer),
        Begun::Send => send(&gateway, &write, EnrolmentId(write.id), &request.phone).await,
    }
}

/// Sends another phone code.
#[utoipa::path(post, path = "/v1/enrolments/{id}/resend", tag = "enrolment", request_body = WriteRequest,
    params(("id" = uuid::Uuid, Path, description = "the enrolment")),
    responses((status = 200, body = EnrolResponse), (status = "default", body = ErrorBody)), security(("dpop" = [])))]
pub(crate) async fn resend(
    State(gateway): State<Arc<Gateway>>,
    proven: Proven,
    PathId(id): PathId,
    Json(request): Json<WriteRequest>,
) -> Result<Answer, ApiError> {
    let write = proven.write(&gateway, request.id, &request, Vec::new())?;
    if let Admission::Answered(answer) = gateway.storage.admit(write.clone()).await? {
        return Ok(answer);
    }
    let by = prove_by(&gateway, &proven, id);
    match gateway.storage.begin_resend(write.admitted(), by.clone()).await? {
        Resent::Answered(answer) => Ok(answer),
        Resent::Send { phone } => send(&gateway, &write, by.enrolment, &phone).await,
    }
}

/// Brings the phone code.
#[utoipa::path(post, path = "/v1/enrolments/{id}/code", tag = "enrolment", request_body = EnrolCodeRequest,
    params(("id" = uuid::Uuid, Path, description = "the enrolment")),
    responses((status = 200, body = EnrolCodeResponse), (status = "default", body = ErrorBody)), security(("dpop" = [])))]
pub(crate) async fn code(
    State(gateway): State<Arc<Gateway>>,
    proven: Proven,
    PathId(id): PathId,
    Json(request): Json<EnrolCodeRequest>,
) -> Result<Answer, ApiError> {
    let write = proven.write(&gateway, request.id, &request, Vec::new())?;
    let by = prove_by(&gateway, &proven, id);
    let enrolled = gateway.storage.prove_phone(write, by, request.code).await?;
    Ok(told(&gateway, enrolled))
}

/// Says where an enrolment stands.
#[utoipa::path(get, path = "/v1/enrolments/{id}", tag = "enrolment",
    params(("id" = uuid::Uuid, Path, description = "the enrolment")),
    responses((status = 200, body = EnrolCodeResponse), (status = "default", body = ErrorBody)), security(("dpop" = [])))]
pub(crate) async fn status(
    State(gateway): State<Arc<Gateway>>,
    proven: Proven,
    PathId(id): PathId,
) -> Result<Answered<EnrolCodeResponse>, ApiError> {
    let ask = || gateway.storage.enrolment(EnrolmentId(id), proven.jkt().to_owned(), proven.at);
    let mut status = ask().await?;
    if matches!(status, EnrolmentStatus::Waiting { until } if until <= proven.at) {
        gateway.finish_due(proven.at).await?;
        status = ask().await?;
    }
    match status {
        EnrolmentStatus::Active { device, person } => {
            Ok(Answered(EnrolCodeResponse::Active { device: device.0, person: person.0 }))
        }
        EnrolmentStatus::Waiting { until } => {
            Err(Refusal::until(ErrorCode::EnrolWaiting, until.since(proven.at)).into())
        }
        EnrolmentStatus::ProofNeeded { from } => Ok(Answered(EnrolCodeResponse::ProofNeeded { from })),
        EnrolmentStatus::Stopped => Err(ErrorCode::EnrolStopped.into()),
        EnrolmentStatus::CodeSent => Err(ErrorCode::DeviceNone.into()),
        EnrolmentStatus::Gone => Err(ErrorCode::EnrolGone.into()),
    }
}

/// Starts an enrolment without a message: a counter or visit code ends it at once, after a vouch it waits for a proof.
#[utoipa::path(post, path = "/v1/enrolments/by-code", tag = "enrolment", request_body = EnrolByCodeRequest,
    responses((status = 200, body = EnrolCodeResponse), (status = "default", body = ErrorBody)), security(("dpop" = [])))]
pub(crate) async fn by_code(
    State(gateway): State<Arc<Gateway>>,
    proven: Proven,
    Json(request): Json<EnrolByCodeRequest>,
) -> Result<Answer, ApiError> {
    let keys = keys_of((&request.device, &request.approve), (request.presence, request.platform), &proven.key)?;
    admit_born(&gateway, &request.id_number, None, proven.at)?;
    let limits = &gateway.numbers.limits;
    let spends = vec![
        Spend { name: "enrolments_by_source", whom: proven.source(), limit: limits.enrolments_by_source },
        Spend { name: "enrolments_by_device", whom: proven.jkt().into(), limit: limits.enrolments_by_device },
        Spend { name: "counter_codes_by_source", whom: proven.source(), limit: limits.counter_codes_by_source },
        Spend {
            name: "counter_codes_by_number",
            whom: request.id_number.as_str().into(),
            limit: limits.counter_codes_by_person,
        },
    ];
    let write = proven.write(&gateway, request.id, &request, spends)?;
    if let Admission::Answered(answer) = gateway.storage.admit(write.clone()).await? {
        return Ok(answer);
    }
    let person = registered(&gateway, request.name, request.id_number).await?;
    let new_device = DeviceId(gateway.chance.handle());
    let begin = EnrolByCode { person, code: request.code, keys, new_device };
    let enrolled = gateway.storage.enrol_by_code(write.admitted(), begin).await?;
    Ok(told(&gateway, enrolled))
}

/// Confirms a replacement with a proof.
#[utoipa::path(post, path = "/v1/enrolments/{id}/confirm", tag = "enrolment", request_body = EnrolConfirmRequest,
    params(("id" = uuid::Uuid, Path, description = "the enrolment")),
    responses((status = 200, body = EnrolCodeResponse), (status = "default", body = ErrorBody)), security(("dpop" = [])))]
pub(crate) async fn confirm(
    State(gateway): State<Arc<Gateway>>,
    proven: Proven,
    PathId(id): PathId,
    Json(request): Json<EnrolConfirmRequest>,
) -> Result<Answer, ApiError> {
    let limits = &gateway.numbers.limits;
    let spends = match request.proof {
        // Wrong card numbers are counted on the card itself.
        ClaimProof::CardNumber { .. } => Vec::new(),
        ClaimProof::CounterCode { .. } => vec![
            Spend { name: "counter_codes_by_source", whom: proven.source(), limit: limits.counter_codes_by_source },
            Spend {
                name: "counter_codes_by_enrolment",
                whom: id.as_bytes().to_vec(),
                limit: limits.counter_codes_by_person,
            },
        ],
    };
    let write = proven.write(&gateway, request.id, &request, spends)?;
    let by = prove_by(&gateway, &proven, id);
    Ok(gateway.storage.confirm_replacement(write, by, request.proof).await?)
}

fn keys_of(
    (device, approve): (&PublicJwk, &PublicJwk),
    (presence, platform): (Presence, PlatformKind),
    proven: &PublicKey,
) -> Result<DeviceKeys, ApiError> {
    let invalid = |what| ApiError::because(ErrorCode::RequestInvalid, what);
    let device = key_from_jwk(device).ok_or_else(|| invalid("device is no key"))?;
    let approve = key_from_jwk(approve).ok_or_else(|| invalid("approve is no key"))?;
    if device != *proven {
        return Err(ApiError::because(ErrorCode::AuthProof, "proof is by another key than device"));
    }
    if device == approve {
        return Err(invalid("device and approve are one key"));
    }
    Ok(DeviceKeys { device, approve, presence, platform })
}

/// Refuses whom this gateway does not serve, and whoever is not born yet.
fn admit_born(gateway: &Gateway, id_number: &IdNumber, phone: Option<&Phone>, at: Timestamp) -> Result<(), ApiError> {
    gateway.admit_person(id_number, phone)?;
    if id_number.birth_date() > at.china_date() {
        return Err(ErrorCode::IdBirthFuture.into());
    }
    Ok(())
}

/// Tells the old number that a replacement began, beside the answer.
fn told(gateway: &Arc<Gateway>, enrolled: Enrolled) -> Answer {
    if let Some(phone) = enrolled.tell {
        let gateway = Arc::clone(gateway);
        let text = messages::replacement_started(gateway.numbers.replacement_seconds / 3_600);
        tokio::spawn(async move {
            let told = tokio::time::timeout(gateway.adapter_limit(), gateway.sms.send(&phone, &text)).await;
            if !matches!(told, Ok(Ok(()))) {
                tracing::warn!("a replacement was not told by message; the old phone still shows it");
            }
        });
    }
    enrolled.answer
}

fn prove_by(gateway: &Gateway, proven: &Proven, id: uuid::Uuid) -> ProveBy {
    ProveBy { enrolment: EnrolmentId(id), device: proven.key, new_device: DeviceId(gateway.chance.handle()) }
}

/// Asks the register for a person.
async fn registered(gateway: &Gateway, name: PersonName, id_number: IdNumber) -> Result<RegisterPerson, ApiError> {
    let work = gateway.realname.check(&name, &id_number);
    let entry = match tokio::time::timeout(gateway.adapter_limit(), work).await {
        Ok(Ok(RealNameAnswer::Match(entry))) => entry,
        Ok(Ok(RealNameAnswer::NameDiffers)) => return Err(ErrorCode::DataName.into()),
        Ok(Ok(RealNameAnswer::Unknown)) => return Err(ErrorCode::PersonUnknown.into()),
        Ok(Err(unavailable)) => return Err(ApiError::because(ErrorCode::RealnameUnavailable, unavailable)),
        Err(_) => return Err(ApiError::because(ErrorCode::RealnameUnavailable, "no answer in time")),
    };
    Ok(RegisterPerson { handle: PersonHandle(gateway.chance.handle()), name, id_number, entry })
}

/// Hands a fresh code over and makes it the enrolment's; only then is the write answered.
async fn send(gateway: &Gateway, write: &Write, enrolment: EnrolmentId, phone: &Phone) -> Result<Answer, ApiError> {
    let code: SmsCode = gateway.chance.phone_code();
    let text = messages::phone_code(&code, gateway.numbers.phone_code_seconds / 60);
    let cause = match tokio::time::timeout(gateway.adapter_limit(), gateway.sms.send(phone, &text)).await {
        Ok(Ok(())) => {
            let write = Write { at: gateway.now(), ..write.admitted() };
            return Ok(gateway.storage.enrolment_sent(write, enrolment, code).await?);
        }
        Ok(Err(unavailable)) => unavailable.to_string(),
        Err(_) => "no answer in time".to_owned(),
    };
    gateway.storage.enrolment_unsent(enrolment).await?;
    Err(ApiError::because(ErrorCode::SmsUnavailable, cause))
}
