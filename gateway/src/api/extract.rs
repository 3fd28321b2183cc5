//! What handlers take: a strict JSON body, an id from the path.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use leling_protocol::{ErrorClass, ErrorCode};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::error::ApiError;
use crate::Gateway;

/// A JSON body of the agreed shape, unknown members refused.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Arc<Gateway>> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &Arc<Gateway>) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::because(ErrorCode::RequestInvalid, "content type is not application/json"));
        }
        let body = Bytes::from_request(request, state).await.map_err(|rejection| unread(&rejection))?;
        parse(&body).map(Self)
    }
}

/// A form body (`application/x-www-form-urlencoded`), unknown parameters left alone as OAuth wants.
pub(crate) struct Form<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Arc<Gateway>> for Form<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &Arc<Gateway>) -> Result<Self, ApiError> {
        if request.method() != axum::http::Method::POST {
            return Err(ErrorCode::RequestInvalid.into());
        }
        match axum::Form::<T>::from_request(request, state).await {
            Ok(axum::Form(form)) => Ok(Self(form)),
            Err(axum::extract::rejection::FormRejection::BytesRejection(rejection)) => Err(unread(&rejection)),
            Err(_) => Err(ApiError::because(ErrorCode::RequestInvalid, "form is malformed")),
        }
    }
}

/// The id in the path.
pub(crate) struct PathId(pub(crate) Uuid);

impl FromRequestParts<Arc<Gateway>> for PathId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<Gateway>) -> Result<Self, ApiError> {
        let Path(text) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_| ApiError::from(ErrorCode::RequestNotFound))?;
        Uuid::try_parse(&text).map(Self).map_err(|_| ErrorCode::RequestNotFound.into())
    }
}

/// Reads JSON. A value that its own constructor refuses keeps its own code; the parser's words, which may quote the
/// body, are dropped.
pub(crate) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| {
        let text = error.to_string();
        let code = text.split(' ').next().and_then(ErrorCode::from_dotted);
        match code.filter(|code| code.class() == ErrorClass::Expected) {
            Some(code) => code.into(),
            None => ApiError::because(ErrorCode::RequestInvalid, format!("body at column {}", error.column())),
        }
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    media.split(';').next().is_some_and(|media| media.trim().eq_ignore_ascii_case("application/json"))
}

/// Says why a body was not read.
pub(crate) fn unread(rejection: &BytesRejection) -> ApiError {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        ErrorCode::RequestTooLarge.into()
    } else {
        ApiError::because(ErrorCode::RequestInvalid, "body broke off")
    }
}
