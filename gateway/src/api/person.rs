//! The person's consents, record and waiting replacements.

use std::sync::Arc;

use axum::{
    Json as Answered,
    extract::{Query, State},
};
use leling_protocol::{
    ErrorCode,
    wire::{
        AuditHead, AuditResponse, ConsentRequest, ErrorBody, Replacement, ReplacementsResponse, VouchRequest,
        VouchResponse, WriteRequest, WriteResponse,
    },
};
use serde::Deserialize;

use super::{
    auth::{Authorised, Scope},
    error::ApiError,
    extract::{Json, PathId},
};
use crate::{
    Gateway, audit,
    storage::{Answer, Consent, ConsentSaid, EnrolmentId, Spend, Vouch},
    wire::base64url,
};

/// Most lines of the record in one answer.
const PAGE: u32 = 100;

/// Which part of the record is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditQuery {
    #[serde(default)]
    after: u64,
}

/// Records that a person said yes or no to a text.
#[utoipa::path(post, path = "/v1/consents", tag = "person", request_body = ConsentRequest,
    responses((status = 200, body = WriteResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn consent(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
    Json(request): Json<ConsentRequest>,
) -> Result<Answer, ApiError> {
    asking.require(Scope::View)?;
    let write = asking.proven.write(&gateway, request.id, &request, Vec::new())?;
    let consent = Consent {
        device: asking.caller.device,
        kind: request.kind,
        text_version: request.text_version,
        said: if request.given { ConsentSaid::Yes } else { ConsentSaid::No },
        at: request.at,
    };
    Ok(gateway.storage.record_consent(write, consent).await?)
}

/// Gives the person's own record of what was done with the card.
#[utoipa::path(get, path = "/v1/audit", tag = "person",
    params(("after" = Option<u64>, Query, description = "lines behind this one")),
    responses((status = 200, body = AuditResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn record(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
    query: Result<Query<AuditQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Answered<AuditResponse>, ApiError> {
    asking.require(Scope::View)?;
    let Query(query) = query.map_err(|_| ApiError::because(ErrorCode::RequestInvalid, "query is malformed"))?;
    // The description says int64: no chain is longer.
    if i64::try_from(query.after).is_err() {
        return Err(ApiError::because(ErrorCode::RequestInvalid, "query is out of range"));
    }
    let person = asking.caller.person;
    let records = gateway.storage.audit(person, query.after, PAGE).await?;
    let head = gateway.storage.audit_head(person).await?;
    Ok(Answered(AuditResponse {
        entries: records.iter().map(audit::entry).collect(),
        head: AuditHead { seq: head.seq, hash: base64url(head.hash.as_bytes()) },
    }))
}

/// Vouches for a relative's new phone.
#[utoipa::path(post, path = "/v1/vouches", tag = "person", request_body = VouchRequest,
    responses((status = 200, body = VouchResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn vouch(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
    Json(request): Json<VouchRequest>,
) -> Result<Answer, ApiError> {
    asking.require(Scope::Card)?;
    let limit = gateway.numbers.limits.vouches_by_person;
    let whom = asking.caller.person.0.as_bytes().to_vec();
    let spends = vec![Spend { name: "vouches_by_person", whom, limit }];
    let write = asking.proven.write(&gateway, request.id, &request, spends)?;
    let vouch = Vouch {
        device: asking.caller.device,
        name: request.name,
        id_number: request.id_number,
        code: gateway.chance.counter_code(),
    };
    Ok(gateway.storage.vouch(write, vouch).await?)
}

/// Gives the replacements that this phone can stop.
#[utoipa::path(get, path = "/v1/replacements", tag = "person",
    responses((status = 200, body = ReplacementsResponse), (status = "default", body = ErrorBody)),
    security(("token" = [], "dpop" = [])))]
pub(crate) async fn replacements(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
) -> Result<Answered<ReplacementsResponse>, ApiError> {
    asking.require(Scope::View)?;
    let waiting = gateway.storage.replacements(asking.caller.person, asking.proven.at).await?;
    let waiting = waiting.into_iter().map(|waiting| Replacement {
        id: waiting.enrolment.0,
        started_at: waiting.started_at,
        until: waiting.until,
    });
    Ok(Answered(ReplacementsResponse { waiting: waiting.collect() }))
}

/// Stops a replacement: 不是我.
#[utoipa::path(post, path = "/v1/replacements/{id}/stop", tag = "person", request_body = WriteRequest,
    params(("id" = uuid::Uuid, Path, description = "the enrolment of the new phone")),
    responses((status = 200, body = WriteResponse), (status = "default", body = ErrorBody)), security(("token" = [], "dpop" = [])))]
pub(crate) async fn stop(
    State(gateway): State<Arc<Gateway>>,
    asking: Authorised,
    PathId(id): PathId,
    Json(request): Json<WriteRequest>,
) -> Result<Answer, ApiError> {
    asking.require(Scope::View)?;
    let write = asking.proven.write(&gateway, request.id, &request, Vec::new())?;
    Ok(gateway.storage.stop_replacement(write, asking.caller.device, EnrolmentId(id)).await?)
}
