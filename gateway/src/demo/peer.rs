//! `/demo/…`: who is there, what messages came, and a door through which desk and services act.

use std::sync::Arc;

use axum::{
    Json as Answered, Router,
    extract::{Query, State},
    routing::{get, post},
};
use leling_protocol::{
    ErrorCode, IdNumber, Phone, PhysicalCardState,
    wire::{DemoPeerRequest, DemoPeerResponse},
};
use serde::{Deserialize, Serialize};

use super::{Mood, Service, ShownMessage, Stage, people};
use crate::{
    Gateway,
    api::{error::ApiError, extract::Json},
    rules::{card::BankFunction, counter_code::CodePurpose},
    storage::{IssueCode, StaffAct, StaffChange, StaffOutcome, Whom},
};

/// Staff number of the demonstration's desk.
const DESK: &str = "DEMO-01";

/// Gives the routes of a demonstration.
pub(crate) fn routes() -> Router<Arc<Gateway>> {
    Router::new().route("/demo/people", get(shelf)).route("/demo/sms", get(inbox)).route("/demo/peer", post(act))
}

#[derive(Serialize)]
struct Shelf {
    people: Vec<ShownPerson>,
}

#[derive(Serialize)]
struct ShownPerson {
    key: String,
    name: &'static str,
    situation: &'static str,
    id_number: &'static str,
    phone: Phone,
    card_number: Option<leling_protocol::CardNumber>,
    card: PhysicalCardState,
    bank: BankFunction,
}

#[derive(Serialize)]
struct Inbox {
    messages: Vec<ShownMessage>,
}

#[derive(Deserialize)]
struct InboxQuery {
    phone: Phone,
}

async fn shelf(State(gateway): State<Arc<Gateway>>) -> Result<Answered<Shelf>, ApiError> {
    let handles = stage(&gateway)?.people.get().cloned().unwrap_or_default();
    let mut shown = Vec::with_capacity(people::PEOPLE.len());
    for (person, handle) in people::PEOPLE.iter().zip(handles) {
        let card = gateway.storage.card(handle).await?;
        shown.push(ShownPerson {
            key: format!("p{}", person.number),
            name: person.name,
            situation: person.situation,
            id_number: person.id,
            phone: person.phone(),
            card_number: person.card_number(),
            card: card.physical,
            bank: card.bank,
        });
    }
    Ok(Answered(Shelf { people: shown }))
}

async fn inbox(
    State(gateway): State<Arc<Gateway>>,
    query: Result<Query<InboxQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Answered<Inbox>, ApiError> {
    let Query(query) = query.map_err(|_| ApiError::from(ErrorCode::RequestInvalid))?;
    Ok(Answered(Inbox { messages: stage(&gateway)?.messages(&query.phone) }))
}

async fn act(
    State(gateway): State<Arc<Gateway>>,
    Json(request): Json<DemoPeerRequest>,
) -> Result<Answered<DemoPeerResponse>, ApiError> {
    let shows = match request.name.as_str() {
        "desk" => desk(&gateway, &request.act, person(&request)?).await?,
        "sms" if request.act == "code" => Some(last_code(&gateway, person(&request)?)?),
        "sms" => behave(&gateway, Service::Sms, &request.act)?,
        "realname" => behave(&gateway, Service::RealName, &request.act)?,
        _ => return Err(ApiError::because(ErrorCode::RequestInvalid, "nobody of this name")),
    };
    Ok(Answered(DemoPeerResponse { shows }))
}

fn person(request: &DemoPeerRequest) -> Result<&IdNumber, ApiError> {
    request.person.as_ref().ok_or_else(|| ApiError::because(ErrorCode::RequestInvalid, "act needs a person"))
}

async fn desk(gateway: &Gateway, act: &str, person: &IdNumber) -> Result<Option<String>, ApiError> {
    let purpose = match act {
        "issue_claim_code" => Some(CodePurpose::Claim),
        "issue_replace_code" => Some(CodePurpose::Replace),
        "issue_password_code" => Some(CodePurpose::Password),
        _ => None,
    };
    if let Some(purpose) = purpose {
        return issue(gateway, purpose, person).await.map(Some);
    }
    let change = change(act).ok_or_else(|| ApiError::because(ErrorCode::RequestInvalid, "desk has no such act"))?;
    let act = StaffAct {
        whom: Whom::Number(person.clone()),
        change,
        device: None,
        reason: None,
        staff: DESK.to_owned(),
        at: gateway.now(),
    };
    match gateway.storage.staff_act(act).await? {
        StaffOutcome::Done | StaffOutcome::Nothing => Ok(None),
        StaffOutcome::UnknownPerson => Err(ErrorCode::PersonUnknown.into()),
    }
}

fn change(act: &str) -> Option<StaffChange> {
    if let Some(state) = act.strip_prefix("card_").and_then(PhysicalCardState::from_name) {
        return Some(StaffChange::Card(state));
    }
    Some(match act {
        "freeze" => StaffChange::Freeze,
        "unfreeze" => StaffChange::Unfreeze,
        "sign_out" => StaffChange::SignOut,
        "card_found" => StaffChange::Card(PhysicalCardState::Normal),
        "bank_on" => StaffChange::Bank(BankFunction::On),
        "bank_off" => StaffChange::Bank(BankFunction::Off),
        _ => return None,
    })
}

async fn issue(gateway: &Gateway, purpose: CodePurpose, person: &IdNumber) -> Result<String, ApiError> {
    let code = gateway.chance.counter_code();
    let digits = code.as_str().to_owned();
    let (whom, staff, at) = (Whom::Number(person.clone()), DESK.to_owned(), gateway.now());
    match gateway.storage.issue_code(IssueCode { whom, purpose, code, staff, at }).await? {
        StaffOutcome::Done => Ok(digits),
        StaffOutcome::UnknownPerson | StaffOutcome::Nothing => Err(ErrorCode::PersonUnknown.into()),
    }
}

/// The digits of the newest phone code that went to the person's own number.
fn last_code(gateway: &Gateway, person: &IdNumber) -> Result<String, ApiError> {
    let person = people::find(person).ok_or(ErrorCode::PersonUnknown)?;
    let messages = stage(gateway)?.messages(&person.phone());
    let code = messages.iter().find_map(|message| {
        let digits = message.text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 6);
        digits.map(str::to_owned)
    });
    code.ok_or_else(|| ApiError::from(ErrorCode::RequestNotFound))
}

fn behave(gateway: &Gateway, service: Service, act: &str) -> Result<Option<String>, ApiError> {
    let mood: Mood = serde_json::from_value(act.into())
        .map_err(|_| ApiError::because(ErrorCode::RequestInvalid, "services have no such mood"))?;
    stage(gateway)?.set(service, mood);
    Ok(None)
}

fn stage(gateway: &Gateway) -> Result<&Stage, ApiError> {
    gateway.stage.as_deref().ok_or_else(|| ErrorCode::RequestNotFound.into())
}
