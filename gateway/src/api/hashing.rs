//! Password hashes, which are slow and hungry on purpose.

use std::sync::Arc;

use leling_protocol::ErrorCode;

use super::error::ApiError;
use crate::Gateway;

/// Runs slow, memory-hungry work off the event loop, only a few pieces at a time.
pub(crate) async fn blocking<T: Send + 'static>(
    gateway: &Arc<Gateway>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ApiError> {
    let broken = |error: String| ApiError::because(ErrorCode::ServerBroken, error);
    let _permit = gateway.hashing.acquire().await.map_err(|error| broken(error.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| broken(error.to_string()))
}
