//! `/v1/help-codes`: six digits that a person reads out on the phone, so that the desk sees the same page.
//!
//! Asked for without a token, a proof or a person: whoever cannot get past the first screen needs it most. The digits are
//! no secret and open nothing: only staff who have signed in can look them up, and they show a page's words. They are drawn
//! at random so that a misheard digit leads nowhere instead of to a neighbour's page.

use std::sync::Arc;

use axum::{Extension, Json as Answered, extract::State};
use leling_protocol::{
    ErrorCode,
    wire::{ErrorBody, HelpCodeRequest, HelpCodeResponse},
};
use uuid::Version;

use super::{error::ApiError, extract::Json, frame::Source, network};
use crate::{
    Gateway,
    storage::{NewHelp, Spend},
};

/// Digits that are tried in turn: with the most codes that can be alive at once, all taken once in a hundred thousand million.
const DRAWS: usize = 8;

/// Gives a help code.
#[utoipa::path(post, path = "/v1/help-codes", tag = "public", request_body = HelpCodeRequest,
    responses((status = 200, body = HelpCodeResponse), (status = "default", body = ErrorBody)))]
pub(crate) async fn give(
    State(gateway): State<Arc<Gateway>>,
    Extension(source): Extension<Source>,
    Json(request): Json<HelpCodeRequest>,
) -> Result<Answered<HelpCodeResponse>, ApiError> {
    if request.id.get_version() != Some(Version::SortRand) {
        return Err(ApiError::because(ErrorCode::RequestInvalid, "write id is not a uuid of version 7"));
    }
    let limits = &gateway.numbers.limits;
    let spends = vec![
        Spend {
            name: "help_codes_by_source",
            whom: network(source.0).to_string().into_bytes(),
            limit: limits.help_codes_by_source,
        },
        Spend { name: "help_codes_in_all", whom: Vec::new(), limit: limits.help_codes_in_all },
    ];
    let at = gateway.now();
    let codes = (0..DRAWS).map(|_| gateway.chance.help_code()).collect();
    let until = at.plus(gateway.numbers.help_code_seconds.into());
    let new = NewHelp { id: request.id, codes, page: request.page, at, until };
    let given = gateway.storage.give_help(new, spends).await??;
    Ok(Answered(HelpCodeResponse { id: request.id, code: given.code, expires_at: given.until }))
}
