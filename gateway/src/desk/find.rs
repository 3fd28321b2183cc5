//! Finding a person by id number, for every page of the desk: asked in a form, counted, and logged without the person.

use axum::{http::StatusCode, response::Response};
use leling_language::{Msg, Value, msg};
use leling_protocol::{ErrorCode, IdNumber};
use leling_tokens::Icon;
use maud::{Markup, html};
use serde::Deserialize;

use super::duty::OnDuty;
use crate::{
    api::error::ApiError,
    pages::{draw::icon, say::Say},
    storage::{DeskPerson, Spend, Whom},
};

/// What the form brings.
#[derive(Deserialize)]
pub(super) struct FindForm {
    pub(super) token: String,
    id_number: String,
}

/// Draws the form that asks for somebody, with why nobody was found the last time.
pub(super) fn form(duty: &OnDuty, say: Say<'_>, path: &str, missed: Option<Msg>) -> Markup {
    html! {
        form.field method="post" action=(path) autocomplete="off" {
            input type="hidden" name="token" value=(duty.form_token());
            label for="id-number" { (say.say(msg::DESK_FIND_NUMBER)) }
            p.caption #id-hint { (say.say(msg::DESK_FIND_HOW)) }
            @if let Some(missed) = missed {
                p.wrong #id-wrong { (icon(Icon::Warn)) span { (say.say(missed)) } }
            }
            input #id-number name="id_number" type="text" inputmode="text" autocapitalize="characters" spellcheck="false"
                required maxlength="24" aria-describedby=(if missed.is_some() { "id-wrong id-hint" } else { "id-hint" })
                aria-invalid=[missed.map(|_| "true")] autofocus;
            p.act { button.button.primary type="submit" { (say.say(msg::DESK_FIND_KEY_LOOK)) } }
        }
    }
}

/// Looks for the person of a form; where there is none, the answer is the form again.
pub(super) async fn look(
    duty: &OnDuty,
    form: &FindForm,
    (title, path): (Msg, &str),
) -> Result<Result<DeskPerson, Response>, ApiError> {
    duty.check_form(&form.token)?;
    let again = |status, missed| Ok(Err(duty.page_as(status, title, |say| self::form(duty, say, path, Some(missed)))));
    let Ok(id_number) = IdNumber::parse(&form.id_number, duty.at.china_date()) else {
        return again(StatusCode::UNPROCESSABLE_ENTITY, msg::DESK_FIND_SHAPE);
    };
    let number = duty.number().as_str();
    let limit = duty.gateway.numbers.limits.desk_finds_by_number;
    let spend = Spend { name: "desk_finds_by_number", whom: number.as_bytes().to_vec(), limit };
    if duty.gateway.storage.spend(vec![spend], duty.at).await?.is_some() {
        tracing::warn!(staff = number, "too many people were looked for at the desk");
        return again(StatusCode::TOO_MANY_REQUESTS, msg::DESK_FIND_OFTEN);
    }
    let found = duty.gateway.storage.desk_person(Whom::Number(id_number)).await?;
    tracing::info!(staff = number, found = found.is_some(), "a person was looked for at the desk");
    match found {
        Some(person) => Ok(Ok(person)),
        None => again(StatusCode::NOT_FOUND, msg::DESK_FIND_NONE),
    }
}

/// Gives the person whom a later form of this session is about.
pub(super) async fn again(duty: &OnDuty, subject: &str) -> Result<DeskPerson, ApiError> {
    let person = duty.read_subject(subject)?;
    let found = duty.gateway.storage.desk_person(Whom::Person(person)).await?;
    found.ok_or_else(|| ErrorCode::PersonUnknown.into())
}

/// Draws who was found: masked, because whoever stands there knows the rest.
pub(super) fn card(say: Say<'_>, person: &DeskPerson) -> Markup {
    let name = person.name.expose();
    html! {
        section.card.person aria-labelledby="person" {
            h2.hidden #person { (say.say(msg::DESK_PERSON_TITLE)) }
            dl.facts {
                div {
                    dt { (say.say(msg::DESK_PERSON_NAME)) }
                    dd { (say.value(&Value::MaskedName(name.masked()))) }
                }
                div {
                    dt { (say.say(msg::DESK_PERSON_NUMBER)) }
                    dd { (say.value(&Value::IdNumber(person.id_number.expose().clone()))) }
                }
            }
        }
    }
}
