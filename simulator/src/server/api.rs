//! Phones and terminal by the page's keys.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State},
    http::StatusCode,
};
use leling_screen::CameraState;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{ApiError, Desk};
use crate::{
    desk::{
        parties::PaneView,
        phone::{Act, ActError, PhoneView},
        terminal::TerminalView,
    },
    terminal::Verdict,
};

#[derive(Serialize)]
pub(super) struct PhonesAnswer {
    phones: Vec<PhoneView>,
}

/// `GET /api/phones`
pub(super) async fn phones(State(desk): State<Desk>) -> Result<Json<PhonesAnswer>, ApiError> {
    let mut phones = Vec::new();
    for phone in desk.phones.iter() {
        phones.push(phone.view().await?);
    }
    Ok(Json(PhonesAnswer { phones }))
}

#[derive(Serialize)]
pub(super) struct PanesAnswer {
    panes: Vec<PaneView>,
}

/// `GET /api/panes`
pub(super) async fn panes(State(desk): State<Desk>) -> Json<PanesAnswer> {
    Json(PanesAnswer { panes: desk.panes.to_vec() })
}

/// `POST /api/phone/{name}/{act}`
pub(super) async fn act(
    State(desk): State<Desk>,
    Path((name, act)): Path<(String, String)>,
    body: Bytes,
) -> Result<Json<PhoneView>, ApiError> {
    let act = act_of(&act, &body)?;
    Ok(Json(desk.phone(&name)?.act(act).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Switch {
    on: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shift {
    seconds: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lens {
    state: CameraState,
}

#[derive(Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
enum Loss {
    Wipe,
    Truncate,
}

fn act_of(act: &str, body: &[u8]) -> Result<Act, ApiError> {
    Ok(match act {
        "kill" => read::<Nothing>(body).map(|_| Act::Kill)?,
        "start" => read::<Nothing>(body).map(|_| Act::Start)?,
        "network" => Act::Network { on: read::<Switch>(body)?.on },
        "slow" => Act::Slow { on: read::<Switch>(body)?.on },
        "clock" => Act::Clock { seconds: read::<Shift>(body)?.seconds },
        "call" => Act::Call { on: read::<Switch>(body)?.on },
        "capture" => Act::Capture { on: read::<Switch>(body)?.on },
        "camera" => Act::Camera { state: read::<Lens>(body)?.state },
        "storage" => match read(body)? {
            Loss::Wipe => Act::Wipe,
            Loss::Truncate => Act::Truncate,
        },
        _ => return Err(ApiError(StatusCode::NOT_FOUND, "there is no such act".to_owned())),
    })
}

/// Reads a body, of which an empty one is `{}`.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let body = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body)
        .map_err(|_| ApiError(StatusCode::BAD_REQUEST, "the body is not what the act wants".to_owned()))
}

impl From<ActError> for ApiError {
    fn from(error: ActError) -> Self {
        let status = match error {
            ActError::Stopping => StatusCode::SERVICE_UNAVAILABLE,
            ActError::NoStore => StatusCode::CONFLICT,
            ActError::Io(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self(status, error.to_string())
    }
}

/// `GET /api/terminal`
pub(super) async fn terminal(State(desk): State<Desk>) -> Json<TerminalView> {
    Json(desk.terminal.view().await)
}

/// Sides of a picture, in pixels.
#[derive(Deserialize)]
pub(super) struct Sides {
    width: usize,
    height: usize,
}

/// `POST /api/terminal/look?width=W&height=H`
pub(super) async fn look(
    State(desk): State<Desk>,
    Query(sides): Query<Sides>,
    pixels: Bytes,
) -> Result<Json<Verdict>, ApiError> {
    match desk.terminal.look(sides.width, sides.height, &pixels).await {
        Ok(verdict) => Ok(Json(verdict)),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => {
            Err(ApiError(StatusCode::BAD_REQUEST, "sides and bytes do not fit, or are too many".to_owned()))
        }
        Err(error) => {
            tracing::warn!(kind = ?error.kind(), "the terminal did not answer");
            Err(ApiError(StatusCode::SERVICE_UNAVAILABLE, "the terminal does not answer".to_owned()))
        }
    }
}

/// `POST /api/terminal/sync`
pub(super) async fn sync(State(desk): State<Desk>) -> Result<Json<TerminalView>, ApiError> {
    desk.fetcher.sync(desk.terminal.dir()).await?;
    Ok(Json(desk.terminal.reload().await))
}

/// `POST /api/terminal/restart`
pub(super) async fn restart(State(desk): State<Desk>) -> Json<TerminalView> {
    Json(desk.terminal.restart().await)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_take_their_body_and_no_other() {
        for (act, body, expected) in [
            ("kill", "", Act::Kill),
            ("start", "{}", Act::Start),
            ("network", r#"{"on":false}"#, Act::Network { on: false }),
            ("slow", r#"{"on":true}"#, Act::Slow { on: true }),
            ("clock", r#"{"seconds":-315360000}"#, Act::Clock { seconds: -315_360_000 }),
            ("call", r#"{"on":true}"#, Act::Call { on: true }),
            ("capture", r#"{"on":false}"#, Act::Capture { on: false }),
            ("camera", r#"{"state":"denied"}"#, Act::Camera { state: CameraState::Denied }),
            ("storage", r#"{"act":"wipe"}"#, Act::Wipe),
            ("storage", r#"{"act":"truncate"}"#, Act::Truncate),
        ] {
            assert_eq!(act_of(act, body.as_bytes()).unwrap(), expected, "{act}");
        }
        for (act, body) in [
            ("kill", r#"{"on":true}"#),
            ("network", ""),
            ("network", r#"{"on":1}"#),
            ("clock", r#"{"seconds":99999999999999999999}"#),
            ("camera", r#"{"state":"broken"}"#),
            ("storage", r#"{"act":"burn"}"#),
            ("burn", "{}"),
        ] {
            assert!(act_of(act, body.as_bytes()).is_err(), "{act} {body}");
        }
    }
}
