//! A code of eight digits for a person who stands at the counter or was visited: shown once, with a slip to print.

use axum::response::Response;
use leling_language::{Calendar, Msg, Value, msg};
use leling_protocol::{CounterCode, ErrorCode, Timestamp};
use leling_tokens::Icon;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    duty::OnDuty,
    find::{self, FindForm},
};
use crate::{
    api::{error::ApiError, extract::Form},
    pages::{draw::icon, login::view::grouped, say::Say},
    rules::{counter_code::CodePurpose, staff::Right},
    storage::{DeskPerson, IssueCode, StaffOutcome, Whom},
};

const PATH: &str = "/desk/codes";

/// What a code can be for, as staff choose it.
const PURPOSES: [(CodePurpose, Msg, Msg); 3] = [
    (CodePurpose::Replace, msg::DESK_CODES_REPLACE, msg::DESK_CODES_REPLACE_HINT),
    (CodePurpose::Claim, msg::DESK_CODES_CLAIM, msg::DESK_CODES_CLAIM_HINT),
    (CodePurpose::Password, msg::DESK_CODES_PASSWORD, msg::DESK_CODES_PASSWORD_HINT),
];

/// Asks who stands there.
pub(super) async fn form(duty: OnDuty) -> Result<Response, ApiError> {
    duty.require(Right::GiveCodes)?;
    Ok(duty.page(msg::DESK_CODES_TITLE, |say| find::form(&duty, say, PATH, None)))
}

/// Asks what the code is for.
pub(super) async fn found(duty: OnDuty, Form(form): Form<FindForm>) -> Result<Response, ApiError> {
    duty.require(Right::GiveCodes)?;
    Ok(match find::look(&duty, &form, (msg::DESK_CODES_TITLE, PATH)).await? {
        Ok(person) => duty.page(msg::DESK_CODES_TITLE, |say| choose(&duty, say, &person, None)),
        Err(again) => again,
    })
}

fn choose(duty: &OnDuty, say: Say<'_>, person: &DeskPerson, missing: Option<Msg>) -> Markup {
    html! {
        (find::card(say, person))
        form method="post" action="/desk/codes/give" {
            input type="hidden" name="token" value=(duty.form_token());
            input type="hidden" name="subject" value=(duty.subject(person.person));
            fieldset {
                legend { (say.say(msg::DESK_CODES_FOR)) }
                @for (purpose, word, hint) in PURPOSES {
                    label.choice {
                        input type="radio" name="purpose" value=(purpose.as_str()) required;
                        span { b { (say.say(word)) } span.caption { (say.say(hint)) } }
                    }
                }
            }
            @if let Some(missing) = missing {
                p.wrong #seen-missing { (icon(Icon::Warn)) span { (say.say(missing)) } }
            }
            label.choice {
                input type="checkbox" name="seen" value="yes" required
                    aria-describedby=[missing.map(|_| "seen-missing")];
                span { (say.say(msg::DESK_CODES_SEEN)) }
            }
            p.act {
                a.button.second href=(PATH) { (say.say(msg::DESK_KEY_LEAVE)) }
                button.button.primary type="submit" { (say.say(msg::DESK_CODES_KEY_GIVE)) }
            }
        }
        p.quiet { (say.say(msg::DESK_RECORDED)) }
    }
}

/// What the choice brings.
#[derive(Deserialize)]
pub(super) struct GiveForm {
    token: String,
    subject: String,
    purpose: CodePurpose,
    #[serde(default)]
    seen: Option<String>,
}

/// Gives a code; an older one for the same ends.
pub(super) async fn give(duty: OnDuty, Form(form): Form<GiveForm>) -> Result<Response, ApiError> {
    duty.check_form(&form.token)?;
    duty.require(Right::GiveCodes)?;
    if form.seen.as_deref() != Some("yes") {
        let person = find::again(&duty, &form.subject).await?;
        let missing = Some(msg::DESK_CODES_SEEN_MISSING);
        return Ok(duty.page(msg::DESK_CODES_TITLE, |say| choose(&duty, say, &person, missing)));
    }
    let code = duty.gateway.chance.counter_code();
    let issue = IssueCode {
        whom: Whom::Person(duty.read_subject(&form.subject)?),
        purpose: form.purpose,
        code: code.clone(),
        staff: duty.number().to_string(),
        at: duty.at,
    };
    match duty.gateway.storage.issue_code(issue).await? {
        StaffOutcome::Done => {
            let until = duty.at.plus(duty.gateway.numbers.counter_code_seconds.into());
            Ok(duty.page(msg::DESK_GIVEN_TITLE, |say| given(say, form.purpose, &code, until)))
        }
        StaffOutcome::Nothing | StaffOutcome::UnknownPerson => Err(ErrorCode::PersonUnknown.into()),
    }
}

fn given(say: Say<'_>, purpose: CodePurpose, code: &CounterCode, until: Timestamp) -> Markup {
    let (day, hour, minute) = until.in_china();
    let when = [("day", Value::Date(day, Calendar::Gregorian)), ("time", Value::Time(hour, minute))];
    let word = PURPOSES.iter().find(|(known, ..)| *known == purpose).map(|(_, word, _)| *word);
    html! {
        p { (say.say(msg::DESK_GIVEN_ONCE)) }
        section.slip aria-labelledby="slip" {
            h2 #slip { (say.say(msg::BRAND_NAME)) @if let Some(word) = word { " · " (say.say(word)) } }
            (grouped(code))
            p.lead { (say.with(msg::DESK_GIVEN_UNTIL, &when)) }
            p { (say.say(msg::DESK_SLIP_OWN)) }
            p { b { (say.say(msg::DESK_SLIP_WARNING)) } }
            p { (say.say(msg::COMMON_CALL_SAYS)) }
        }
        p.quiet { (say.say(msg::DESK_GIVEN_SLIP)) }
        p.act { a.button.primary href=(PATH) { (say.say(msg::DESK_KEY_AGAIN)) } }
    }
}
