//! Staff sign in with number, password and the code of their second factor. Whatever was wrong, one answer.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Query, State},
    http::{HeaderMap, StatusCode, Uri, request::Parts},
    response::{IntoResponse, Response},
};
use leling_crypto::password;
use leling_language::{Msg, msg};
use leling_protocol::{ErrorCode, Redacted, Timestamp};
use leling_tokens::{Icon, Mode};
use maud::{Markup, html};
use serde::Deserialize;

use super::duty::OnDuty;
use crate::{
    Gateway,
    api::{
        error::ApiError,
        extract::Form,
        frame::{Source, host},
        hashing::blocking,
        network,
    },
    clock::unix,
    pages::{
        cookie::DESK,
        draw::icon,
        form::check_origin,
        html::Page,
        login::see,
        say::{Say, choose_for_staff},
    },
    refusal::Refusal,
    storage::{DeskSessionId, DeskSignIn, Spend, StaffNumber},
    ticket::TicketKind,
};

/// A hash that no password has, compared for a number that nobody has: both take the same time.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Somebody who is not signed in.
pub(super) struct Comer {
    base: String,
    source: Vec<u8>,
    at: Timestamp,
}

impl FromRequestParts<Arc<Gateway>> for Comer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, gateway: &Arc<Gateway>) -> Result<Self, ApiError> {
        let base = gateway.origin.base(host(&parts.uri, &parts.headers)).ok_or(ErrorCode::RequestInvalid)?;
        let source = parts.extensions.get::<Source>().map(|source| network(source.0).to_string().into_bytes());
        Ok(Self { base, source: source.unwrap_or_default(), at: gateway.now() })
    }
}

/// Why somebody is asked to sign in.
#[derive(Default, Deserialize)]
pub(super) struct WhyQuery {
    #[serde(default)]
    over: Option<String>,
    #[serde(default)]
    out: Option<String>,
}

/// Shows the form.
pub(super) async fn form(
    State(gateway): State<Arc<Gateway>>,
    Query(why): Query<WhyQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let note = match (why.over, why.out) {
        (Some(_), _) => Some(msg::DESK_IN_OVER),
        (None, Some(_)) => Some(msg::DESK_IN_OUT),
        (None, None) => None,
    };
    asked(&gateway, &headers, StatusCode::OK, note.map(Note::Said)).await
}

/// What stands above the form.
#[derive(Clone, Copy)]
enum Note {
    /// Something to know.
    Said(Msg),
    /// Something was wrong.
    Wrong(Msg),
}

async fn asked(
    gateway: &Gateway,
    headers: &HeaderMap,
    status: StatusCode,
    note: Option<Note>,
) -> Result<Response, ApiError> {
    let say = Say::new(&gateway.words, choose_for_staff(headers));
    #[cfg(feature = "demo")]
    let beside = crate::demo::staff::hint(gateway, say).await?;
    #[cfg(not(feature = "demo"))]
    let beside = html! {};
    let main = html! { h1 { (say.say(msg::DESK_IN_TITLE)) } (fields(say, note)) (beside) };
    let title = say.plain(msg::DESK_IN_TITLE);
    let head = html! { p.tag { (icon(Icon::Staff)) span { (say.say(msg::DESK_NAME)) } } };
    Ok(Page { say, status, title, mode: Mode::Standard, head, main, script: None }.into_response())
}

fn fields(say: Say<'_>, note: Option<Note>) -> Markup {
    let wrong = matches!(note, Some(Note::Wrong(_))).then_some("true");
    let described = wrong.map(|_| "in-note");
    html! {
        form.field.narrow method="post" action="/desk/in" {
            @match note {
                Some(Note::Said(said)) => p.notice #in-note { (icon(Icon::Info)) span { (say.say(said)) } },
                Some(Note::Wrong(said)) => p.wrong #in-note role="alert" { (icon(Icon::Warn)) span { (say.say(said)) } },
                None => {},
            }
            label for="number" { (say.say(msg::DESK_IN_NUMBER)) }
            input #number name="number" type="text" autocomplete="username" autocapitalize="none" spellcheck="false"
                required maxlength="32" aria-invalid=[wrong] aria-describedby=[described] autofocus;
            label for="password" { (say.say(msg::DESK_IN_PASSWORD)) }
            input #password name="password" type="password" autocomplete="current-password" required maxlength="200"
                aria-invalid=[wrong] aria-describedby=[described];
            label for="code" { (say.say(msg::DESK_IN_CODE)) }
            p.caption #code-hint { (say.say(msg::DESK_IN_CODE_HINT)) }
            input #code name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required maxlength="6"
                pattern="[0-9]{6}" aria-invalid=[wrong] aria-describedby="code-hint";
            p.act { button.button.primary type="submit" { (say.say(msg::DESK_IN_KEY_ENTER)) } }
        }
    }
}

/// What the form brings.
#[derive(Deserialize)]
pub(super) struct EnterForm {
    number: String,
    password: String,
    code: String,
}

/// Why somebody is not let in.
enum NotIn {
    /// Something did not match.
    Wrong,
    /// Too many tries.
    Often(Refusal),
}

/// Lets somebody in under a fresh session.
pub(super) async fn enter(
    State(gateway): State<Arc<Gateway>>,
    comer: Comer,
    headers: HeaderMap,
    Form(form): Form<EnterForm>,
) -> Result<Response, ApiError> {
    check_origin(&headers, &comer.base)?;
    match check(&gateway, &comer, form).await? {
        Ok(session) => {
            let ticket = gateway.tickets.write(TicketKind::Desk, session.0.as_bytes());
            Ok(([DESK.set(&comer.base, &ticket)], see("/desk")).into_response())
        }
        Err(NotIn::Wrong) => {
            asked(&gateway, &headers, StatusCode::FORBIDDEN, Some(Note::Wrong(msg::DESK_IN_WRONG))).await
        }
        Err(NotIn::Often(refusal)) => {
            tracing::warn!(wait = refusal.retry_after, "too many tries to sign in at the desk");
            asked(&gateway, &headers, StatusCode::TOO_MANY_REQUESTS, Some(Note::Wrong(msg::DESK_IN_OFTEN))).await
        }
    }
}

/// Checks all three, whatever the first one comes to, and opens a session.
async fn check(
    gateway: &Arc<Gateway>,
    comer: &Comer,
    form: EnterForm,
) -> Result<Result<DeskSessionId, NotIn>, ApiError> {
    let limits = &gateway.numbers.limits;
    let by_source =
        Spend { name: "desk_sign_ins_by_source", whom: comer.source.clone(), limit: limits.desk_sign_ins_by_source };
    let by_number = Spend {
        name: "desk_sign_ins_by_number",
        whom: form.number.clone().into_bytes(),
        limit: limits.desk_sign_ins_by_number,
    };
    if let Some(refusal) = gateway.storage.spend(vec![by_source, by_number], comer.at).await? {
        return Ok(Err(NotIn::Often(refusal)));
    }
    let number = StaffNumber::parse(&form.number).ok();
    let row = match &number {
        Some(number) => gateway.storage.staff(number.clone()).await?,
        None => None,
    };
    let stored = row.as_ref().map_or_else(|| Redacted::new(NOBODY.to_owned()), |row| row.password.clone());
    let (pepper, password) = (gateway.keys.pepper.clone(), Redacted::new(form.password));
    let right =
        blocking(gateway, move || password::verify(password.expose(), stored.expose(), &pepper).is_ok()).await?;
    let step = row.as_ref().and_then(|row| row.secret.check(&form.code, unix(comer.at), row.last_step));
    let (true, Some(number), Some(step)) = (right, number, step) else { return Ok(Err(NotIn::Wrong)) };
    let session = DeskSessionId(gateway.chance.handle());
    let opened =
        gateway.storage.desk_sign_in(DeskSignIn { number: number.clone(), step, session, at: comer.at }).await?;
    if !opened {
        return Ok(Err(NotIn::Wrong));
    }
    tracing::info!(staff = number.as_str(), "signed in at the desk");
    Ok(Ok(session))
}

/// What the way out brings.
#[derive(Deserialize)]
pub(super) struct LeaveForm {
    token: String,
}

/// Ends the session.
pub(super) async fn leave(
    duty: OnDuty,
    uri: Uri,
    headers: HeaderMap,
    Form(form): Form<LeaveForm>,
) -> Result<Response, ApiError> {
    duty.check_form(&form.token)?;
    duty.gateway.storage.desk_sign_out(duty.session).await?;
    let base = duty.gateway.origin.base(host(&uri, &headers)).ok_or(ErrorCode::RequestInvalid)?;
    Ok(([DESK.clear(&base)], see("/desk/in?out=1")).into_response())
}
