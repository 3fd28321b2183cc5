//! How a refusal becomes an answer: handlers say why, the frame around them writes the body.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use leling_protocol::{ErrorCode, wire::ErrorBody};

use crate::{
    openid::word::Word,
    refusal::Refusal,
    storage::{Answer, StorageError},
};

/// Why a request is not served.
#[derive(Debug)]
pub(crate) struct ApiError {
    refusal: Refusal,
    /// What the log says beside the code; never personal data.
    cause: Option<String>,
    /// The word of an RFC, where the endpoint is one of OAuth and the word does not follow from the code.
    word: Option<Word>,
}

/// A cause as the log shows it.
pub(crate) struct Cause(String);

impl<T: std::fmt::Display> From<T> for Cause {
    fn from(cause: T) -> Self {
        Self(cause.to_string())
    }
}

impl ApiError {
    /// Refuses with a cause for the log.
    pub(crate) fn because(code: ErrorCode, cause: impl Into<Cause>) -> Self {
        Self { refusal: code.into(), cause: Some(cause.into().0), word: None }
    }

    /// Refuses in the words of OAuth, with a cause for the log and the code that goes with the word.
    pub(crate) fn oauth(word: Word, cause: impl Into<Cause>) -> Self {
        Self { refusal: word.code().into(), cause: Some(cause.into().0), word: Some(word) }
    }

    /// Puts a nearer code beside the word.
    #[must_use]
    pub(crate) fn coded(mut self, code: ErrorCode) -> Self {
        self.refusal.code = code;
        self
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, cause: None, word: None }
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Refusal::of(code).into()
    }
}

impl From<StorageError> for ApiError {
    fn from(error: StorageError) -> Self {
        let cause = Some(error.to_string());
        Self { refusal: Refusal::of(error.into()), cause, word: None }
    }
}

/// Travels with a refusal that a transaction wrote, so that the frame can log it and add its headers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told(pub(super) Refusal);

/// Travels with an answer until the frame writes its body.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) refusal: Refusal,
    pub(super) cause: Option<String>,
    pub(super) word: Option<Word>,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.refusal.code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(Failure { refusal: self.refusal, cause: self.cause, word: self.word });
        response
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let json = HeaderValue::from_static("application/json");
        let told = if status.is_success() { None } else { serde_json::from_slice::<ErrorBody>(&self.body).ok() };
        let mut response = (status, [(header::CONTENT_TYPE, json)], self.body).into_response();
        if let Some(error) = told {
            let refusal = Refusal { code: error.code, retry_after: error.retry_after };
            response.extensions_mut().insert(Told(refusal));
        }
        response
    }
}

impl Failure {
    pub(super) fn body(&self, trace: &str) -> ErrorBody {
        ErrorBody { code: self.refusal.code, trace: trace.to_owned(), retry_after: self.refusal.retry_after }
    }
}
