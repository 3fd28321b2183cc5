//! What the demonstration gateway shows and does, in the words of the page: people, short messages, the desk.

use axum::{
    Json,
    body::Bytes,
    extract::{Query, State},
    http::StatusCode,
};
use leling_protocol::{
    CardNumber, IdNumber, Phone, PhysicalCardState, Timestamp,
    wire::{DemoPeerRequest, DemoPeerResponse},
};
use serde::{Deserialize, Serialize};

use super::{ApiError, Desk, api::read};
use crate::desk::sync::FetchError;

/// Everybody on the shelf.
#[derive(Serialize, Deserialize)]
pub(super) struct Shelf {
    people: Vec<Person>,
}

/// A fictitious person; what else the gateway tells is not the page's.
#[derive(Serialize, Deserialize)]
struct Person {
    key: String,
    name: String,
    situation: String,
    id_number: IdNumber,
    phone: Phone,
    card_number: Option<CardNumber>,
    card: PhysicalCardState,
}

/// `GET /api/people`
pub(super) async fn people(State(desk): State<Desk>) -> Result<Json<Shelf>, ApiError> {
    Ok(Json(desk.fetcher.get("/demo/people").await?))
}

/// Whose messages.
#[derive(Deserialize)]
pub(super) struct Inbox {
    phone: String,
}

#[derive(Deserialize)]
struct Taken {
    messages: Vec<TakenMessage>,
}

#[derive(Deserialize)]
struct TakenMessage {
    at: Timestamp,
    text: String,
}

/// Messages, newest first.
#[derive(Serialize)]
pub(super) struct Shown {
    messages: Vec<ShownMessage>,
}

#[derive(Serialize)]
struct ShownMessage {
    at: String,
    text: String,
}

/// `GET /api/sms?phone=999…`
pub(super) async fn sms(State(desk): State<Desk>, Query(inbox): Query<Inbox>) -> Result<Json<Shown>, ApiError> {
    let phone = Phone::parse(&inbox.phone).map_err(|_| bad("the phone number is none"))?;
    let taken: Taken = desk.fetcher.get(&format!("/demo/sms?phone={}", phone.as_str())).await?;
    let shown = |message: TakenMessage| ShownMessage { at: in_china(message.at), text: message.text };
    Ok(Json(Shown { messages: taken.messages.into_iter().map(shown).collect() }))
}

/// The moment as China's clocks show it, RFC 3339.
fn in_china(at: Timestamp) -> String {
    let (date, hour, minute) = at.in_china();
    format!("{date}T{hour:02}:{minute:02}:{:02}+08:00", at.seconds().rem_euclid(60))
}

/// What the desk's window does for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DeskAct {
    CodeClaim,
    CodeReplace,
    CodePassword,
    ReportLost,
    UndoLost,
    Freeze,
    Unfreeze,
}

impl DeskAct {
    /// Its name at the gateway.
    const fn peer(self) -> &'static str {
        match self {
            Self::CodeClaim => "issue_claim_code",
            Self::CodeReplace => "issue_replace_code",
            Self::CodePassword => "issue_password_code",
            Self::ReportLost => "card_lost",
            Self::UndoLost => "card_found",
            Self::Freeze => "freeze",
            Self::Unfreeze => "unfreeze",
        }
    }

    /// What the window says when it is done.
    const fn said(self) -> &'static str {
        match self {
            Self::CodeClaim => "给您的领卡码",
            Self::CodeReplace => "给您的换机码",
            Self::CodePassword => "给您的重设密码码",
            Self::ReportLost => "已挂失，这张卡不能用了",
            Self::UndoLost => "已解挂，卡又能用了",
            Self::Freeze => "已冻结您的所有设备",
            Self::Unfreeze => "已解冻您的设备",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    act: DeskAct,
    person: IdNumber,
    /// Who acts; the page has the desk only.
    #[serde(default)]
    name: DeskName,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum DeskName {
    #[default]
    Desk,
}

impl DeskName {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Desk => "desk",
        }
    }
}

/// What the window answers.
#[derive(Serialize)]
pub(super) struct Said {
    said: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

/// `POST /api/peer`
pub(super) async fn peer(State(desk): State<Desk>, body: Bytes) -> Result<Json<Said>, ApiError> {
    let ask: Ask = read(&body)?;
    let (name, act) = (ask.name.as_str().to_owned(), ask.act.peer().to_owned());
    let request = DemoPeerRequest { name, act, person: Some(ask.person) };
    let answer: DemoPeerResponse = desk.fetcher.post("/demo/peer", &request).await?;
    Ok(Json(Said { said: ask.act.said(), code: answer.shows }))
}

fn bad(why: &str) -> ApiError {
    ApiError(StatusCode::BAD_REQUEST, why.to_owned())
}

impl From<FetchError> for ApiError {
    fn from(error: FetchError) -> Self {
        tracing::info!(%error, "not fetched");
        Self(StatusCode::BAD_GATEWAY, format!("the gateway did not do it: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_shown_in_china() {
        assert_eq!(in_china(Timestamp::from_seconds(1_795_400_000)), "2026-11-23T10:13:20+08:00");
    }

    #[test]
    fn the_page_asks_with_or_without_the_name_of_the_desk() {
        for body in [
            r#"{"act":"code_claim","person":"379901195707080017"}"#,
            r#"{"act":"code_claim","person":"379901195707080017","name":"desk"}"#,
        ] {
            let ask: Ask = read(body.as_bytes()).unwrap();
            assert_eq!(ask.act.peer(), "issue_claim_code");
        }
        for body in [
            r#"{"act":"burn","person":"379901195707080017"}"#,
            r#"{"act":"freeze","person":"1"}"#,
            r#"{"act":"freeze","person":"379901195707080017","name":"kiosk"}"#,
        ] {
            assert!(read::<Ask>(body.as_bytes()).is_err(), "{body}");
        }
    }
}
