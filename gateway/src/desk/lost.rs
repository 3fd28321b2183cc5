//! A lost phone: find the person, look at their phones, freeze the one in use after a review, or unfreeze it.

use axum::response::Response;
use leling_language::{Calendar, Msg, Value, msg};
use leling_protocol::{
    ErrorCode, Timestamp,
    wire::{AuditReason, PlatformKind},
};
use leling_tokens::Icon;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    duty::OnDuty,
    find::{self, FindForm},
};
use crate::{
    api::{error::ApiError, extract::Form},
    pages::{draw::icon, say::Say},
    rules::staff::Right,
    storage::{DeskDevice, DeskDeviceState, DeskPerson, DeviceId, StaffAct, StaffChange, StaffOutcome, Whom},
};

const PATH: &str = "/desk/lost";

/// What is done to a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Act {
    Freeze,
    Unfreeze,
}

impl Act {
    const fn right(self) -> Right {
        match self {
            Self::Freeze => Right::Freeze,
            Self::Unfreeze => Right::Unfreeze,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Freeze => "freeze",
            Self::Unfreeze => "unfreeze",
        }
    }

    /// What can be done to a phone as it stands.
    const fn of(state: DeskDeviceState) -> Option<Self> {
        match state {
            DeskDeviceState::Active => Some(Self::Freeze),
            DeskDeviceState::Frozen => Some(Self::Unfreeze),
            DeskDeviceState::Replaced => None,
        }
    }

    /// Why it may be done.
    const fn reasons(self) -> &'static [(AuditReason, Msg)] {
        match self {
            Self::Freeze => &[
                (AuditReason::PhoneLost, msg::DESK_WHY_LOST),
                (AuditReason::PhoneStolen, msg::DESK_WHY_STOLEN),
                (AuditReason::Deceived, msg::DESK_WHY_DECEIVED),
            ],
            Self::Unfreeze => &[(AuditReason::PhoneFound, msg::DESK_WHY_FOUND)],
        }
    }

    const fn change(self) -> StaffChange {
        match self {
            Self::Freeze => StaffChange::Freeze,
            Self::Unfreeze => StaffChange::Unfreeze,
        }
    }
}

/// Asks whose phone it is.
pub(super) async fn form(duty: OnDuty) -> Result<Response, ApiError> {
    duty.require(Right::Freeze)?;
    Ok(duty.page(msg::DESK_LOST_TITLE, |say| find::form(&duty, say, PATH, None)))
}

/// Shows the person's phones.
pub(super) async fn found(duty: OnDuty, Form(form): Form<FindForm>) -> Result<Response, ApiError> {
    duty.require(Right::Freeze)?;
    Ok(match find::look(&duty, &form, (msg::DESK_LOST_TITLE, PATH)).await? {
        Ok(person) => duty.page(msg::DESK_LOST_TITLE, |say| phones(&duty, say, &person)),
        Err(again) => again,
    })
}

fn phones(duty: &OnDuty, say: Say<'_>, person: &DeskPerson) -> Markup {
    let in_use = person.devices.iter().any(|device| Act::of(device.state).is_some());
    html! {
        (find::card(say, person))
        section aria-labelledby="devices" {
            h2 #devices { (say.say(msg::DESK_DEVICES)) }
            @if person.devices.is_empty() {
                p { (say.say(msg::DESK_DEVICES_NONE)) }
            } @else {
                ul.rows { @for device in &person.devices { li { (phone(say, device)) } } }
            }
        }
        @if let Some(device) = person.devices.iter().find(|device| Act::of(device.state).is_some()) {
            (next(duty, say, person, device))
        }
        @if !in_use && !person.devices.is_empty() {
            p { (say.say(msg::DESK_LOST_NONE)) }
        }
        p.act { a.plain href=(PATH) { (say.say(msg::DESK_KEY_AGAIN)) } }
    }
}

fn phone(say: Say<'_>, device: &DeskDevice) -> Markup {
    let kind = match device.platform {
        PlatformKind::Android => msg::DESK_DEVICE_ANDROID,
        PlatformKind::Ios => msg::DESK_DEVICE_IOS,
        PlatformKind::Simulator => msg::DESK_DEVICE_SIMULATOR,
    };
    let (word, lamp) = match device.state {
        DeskDeviceState::Active => (msg::DESK_DEVICE_ACTIVE, "good"),
        DeskDeviceState::Frozen => (msg::DESK_DEVICE_FROZEN, "stop"),
        DeskDeviceState::Replaced => (msg::DESK_DEVICE_REPLACED, "quiet"),
    };
    html! {
        span.t {
            b { (say.say(kind)) }
            span.caption { (say.with(msg::DESK_DEVICE_SINCE, &[("day", day(device.enrolled_at))])) }
        }
        span.state data-lamp=(lamp) { (say.say(word)) }
    }
}

fn day(at: Timestamp) -> Value {
    Value::Date(at.china_date(), Calendar::Gregorian)
}

/// The one thing that can be done to the phone in use, where it is this role's to do.
fn next(duty: &OnDuty, say: Say<'_>, person: &DeskPerson, device: &DeskDevice) -> Markup {
    let Some(act) = Act::of(device.state) else { return html! {} };
    let word = match act {
        Act::Freeze => msg::DESK_LOST_KEY_FREEZE,
        Act::Unfreeze => msg::DESK_LOST_KEY_UNFREEZE,
    };
    html! {
        @if duty.role().may(act.right()) {
            form method="post" action="/desk/lost/review" {
                (hidden(duty, person, device, act))
                p.act { button.button.primary type="submit" { (icon(Icon::Freeze)) span { (say.say(word)) } } }
            }
        } @else {
            p.notice { (icon(Icon::Info)) span { (say.say(msg::DESK_LOST_SUPERVISOR)) } }
        }
    }
}

fn hidden(duty: &OnDuty, person: &DeskPerson, device: &DeskDevice, act: Act) -> Markup {
    html! {
        input type="hidden" name="token" value=(duty.form_token());
        input type="hidden" name="subject" value=(duty.subject(person.person));
        input type="hidden" name="device" value=(device.device);
        input type="hidden" name="act" value=(act.name());
    }
}

/// What the forms of a review bring.
#[derive(Deserialize)]
pub(super) struct ActForm {
    token: String,
    subject: String,
    device: Uuid,
    act: Act,
    reason: Option<AuditReason>,
}

/// Shows what will happen, and asks why.
pub(super) async fn review(duty: OnDuty, Form(form): Form<ActForm>) -> Result<Response, ApiError> {
    reviewed(&duty, &form, None).await
}

async fn reviewed(duty: &OnDuty, form: &ActForm, missing: Option<Msg>) -> Result<Response, ApiError> {
    duty.check_form(&form.token)?;
    duty.require(form.act.right())?;
    let person = find::again(duty, &form.subject).await?;
    let meant = person.devices.iter().find(|device| device.device.0 == form.device).copied();
    let meant = meant.filter(|device| Act::of(device.state) == Some(form.act));
    let Some(device) = meant else { return Ok(unchanged(duty)) };
    let title = match form.act {
        Act::Freeze => msg::DESK_FREEZE_TITLE,
        Act::Unfreeze => msg::DESK_UNFREEZE_TITLE,
    };
    Ok(duty.page(title, |say| review_form(duty, say, (&person, &device), form.act, missing)))
}

fn review_form(
    duty: &OnDuty,
    say: Say<'_>,
    (person, device): (&DeskPerson, &DeskDevice),
    act: Act,
    missing: Option<Msg>,
) -> Markup {
    let (effects, word, kind): (&[Msg], Msg, &str) = match act {
        Act::Freeze => (
            &[msg::DESK_FREEZE_PHONE, msg::DESK_FREEZE_LOGINS, msg::DESK_FREEZE_MONEY],
            msg::DESK_FREEZE_KEY,
            "button danger",
        ),
        Act::Unfreeze => {
            (&[msg::DESK_UNFREEZE_CHECK, msg::DESK_UNFREEZE_PHONE], msg::DESK_UNFREEZE_KEY, "button primary")
        }
    };
    html! {
        (find::card(say, person))
        ul.rows { li { (phone(say, device)) } }
        ul.effects { @for effect in effects { li { (say.say(*effect)) } } }
        form method="post" action="/desk/lost/do" {
            (hidden(duty, person, device, act))
            fieldset aria-describedby=[missing.map(|_| "why-missing")] {
                legend { (say.say(msg::DESK_WHY)) }
                @if let Some(missing) = missing {
                    p.wrong #why-missing { (icon(Icon::Warn)) span { (say.say(missing)) } }
                }
                @for (reason, word) in act.reasons() {
                    label.choice {
                        input type="radio" name="reason" value=(reason.as_str()) required
                            checked[act.reasons().len() == 1];
                        span { (say.say(*word)) }
                    }
                }
            }
            p.act {
                a.button.second href=(PATH) { (say.say(msg::DESK_KEY_LEAVE)) }
                button class=(kind) type="submit" { (say.say(word)) }
            }
        }
        p.quiet { (say.say(msg::DESK_RECORDED)) }
    }
}

/// Does it; from then on the very next request of the phone sees it.
pub(super) async fn change(duty: OnDuty, Form(form): Form<ActForm>) -> Result<Response, ApiError> {
    let given = form.reason.filter(|reason| form.act.reasons().iter().any(|(known, _)| known == reason));
    let Some(reason) = given else { return reviewed(&duty, &form, Some(msg::DESK_WHY_MISSING)).await };
    duty.check_form(&form.token)?;
    duty.require(form.act.right())?;
    let act = StaffAct {
        whom: Whom::Person(duty.read_subject(&form.subject)?),
        device: Some(DeviceId(form.device)),
        change: form.act.change(),
        reason: Some(reason),
        staff: duty.number().to_string(),
        at: duty.at,
    };
    match duty.gateway.storage.staff_act(act).await? {
        StaffOutcome::Done => Ok(done(&duty, &form)),
        StaffOutcome::Nothing => Ok(unchanged(&duty)),
        StaffOutcome::UnknownPerson => Err(ErrorCode::PersonUnknown.into()),
    }
}

fn done(duty: &OnDuty, form: &ActForm) -> Response {
    let frozen = form.act == Act::Freeze;
    let (title, sentence) = match form.act {
        Act::Freeze => (msg::DESK_FROZEN_TITLE, msg::DESK_FROZEN),
        Act::Unfreeze => (msg::DESK_UNFROZEN_TITLE, msg::DESK_UNFROZEN),
    };
    duty.page(title, |say| {
        html! {
            div.panel { (icon(Icon::Check)) p.lead { (say.say(sentence)) } p { (say.say(msg::DESK_RECORDED)) } }
            @if frozen && duty.role().may(Right::GiveCodes) {
                p { (say.say(msg::DESK_FROZEN_NEXT)) }
                p.act { a.button.second href="/desk/codes" { (say.say(msg::DESK_CODES_TITLE)) } }
            }
            p.act { a.plain href=(PATH) { (say.say(msg::DESK_KEY_AGAIN)) } }
        }
    })
}

/// The phone is no longer as the page showed it.
fn unchanged(duty: &OnDuty) -> Response {
    duty.page(msg::DESK_UNCHANGED_TITLE, |say| {
        html! {
            p { (say.say(msg::DESK_UNCHANGED)) }
            p.act { a.button.primary href=(PATH) { (say.say(msg::DESK_KEY_AGAIN)) } }
        }
    })
}
