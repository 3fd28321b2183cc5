//! The device door (RFC 8628): a screen without a browser asks, shows eight digits or a code to scan, and asks again.
//!
//! `/device/display` is ours: it gives what such a screen may draw beside the digits, a code that turns over and, once a
//! phone has scanned it, the number that the phone compares. A device that does not know it shows the digits only.

use std::sync::Arc;

use axum::{Json as Answered, extract::State};
use leling_crypto::login_handle::{self, LoginHandle};
use leling_protocol::{scope::Scope, wire::ErrorBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    authorize::scopes,
    call::PartyCall,
    client::{Client, Grant},
    detail::{LoginDetail, spell},
    pace::INTERVAL,
    word::Word,
};
use crate::{
    Gateway,
    api::error::ApiError,
    rules::login::{Stage, slot_at},
    storage::{Asked, ClientId, LoginId, LoginRow, OpenAt, OpenLogin, Spend},
    ticket::TicketKind,
};

/// What this door gives away: state of card and benefits, to look at. A hall screen is not the place for more.
const AT_THIS_DOOR: &[Scope] = &[Scope::View];

/// What a device sends first.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it describes the form; the form itself is read parameter by parameter")]
pub(crate) struct DeviceRequest {
    /// The client, unless it is named in `authorization`.
    client_id: Option<String>,
    /// Its secret (`client_secret_post`).
    client_secret: Option<String>,
    /// `view`, `openid` or both.
    scope: String,
}

/// What the device shows and brings back.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeviceResponse {
    /// Brought to `/oauth/token` and `/device/display`; never shown.
    device_code: String,
    /// Eight digits for people to type.
    user_code: String,
    /// A page that says in words where the digits go. It takes no digits itself.
    verification_uri: String,
    /// Seconds after which asking again is of no use; the login itself ends earlier where nobody claims it.
    expires_in: u32,
    /// Seconds between two questions.
    interval: u32,
}

/// What a device may draw, asked for with its device code.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it describes the form; the form itself is read parameter by parameter")]
pub(crate) struct DisplayRequest {
    /// The client, unless it is named in `authorization`.
    client_id: Option<String>,
    /// Its secret (`client_secret_post`).
    client_secret: Option<String>,
    /// The device code.
    device_code: String,
}

/// Where a login at a device stands, for drawing.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum DisplayState {
    /// Draw `qr` and `user_code`.
    Open,
    /// A phone has it: draw `number` where there is one, and the words for it.
    Claimed,
    /// The person said yes: ask `/oauth/token`.
    Approved,
    /// It is over, answered or not: ask `/oauth/token`, and begin anew.
    Ended,
}

/// What a device draws now.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisplayResponse {
    /// Where the login stands.
    state: DisplayState,
    /// Text for a QR code, level M; another one after `redraw_in`.
    #[serde(skip_serializing_if = "Option::is_none")]
    qr: Option<String>,
    /// The digits, while nobody has claimed the login.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_code: Option<String>,
    /// The number to show, of 10 to 99: there once a phone has scanned, not where the digits were typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u8>,
    /// Seconds until this is to be asked for again.
    redraw_in: u32,
    /// Seconds until the login ends by itself.
    expires_in: u32,
}

/// Opens a login for a screen without a browser.
#[utoipa::path(post, path = "/device_authorization", tag = "openid",
    request_body(content = DeviceRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = DeviceResponse), (status = "default", body = ErrorBody)), security(("client" = [])))]
pub(crate) async fn authorize(
    State(gateway): State<Arc<Gateway>>,
    call: PartyCall,
) -> Result<Answered<DeviceResponse>, ApiError> {
    let client = party(&gateway, &call).await?;
    let allowed: Vec<Scope> = client.scopes().iter().copied().filter(|scope| AT_THIS_DOOR.contains(scope)).collect();
    let (scopes, openid) = scopes(call.get("scope"), &allowed)
        .map_err(|word| ApiError::oauth(word, "scope is not one of this client at this door"))?;
    let detail = LoginDetail { back: None, openid, nonce: None, jkt: None };
    let open = OpenLogin {
        id: LoginId(gateway.chance.handle()),
        place: OpenAt::Device,
        asked: Asked {
            client: ClientId::new(client.id()),
            party: client.party().name.clone(),
            scopes: scopes.into_iter().collect(),
            detail: spell(&detail),
        },
        user_code: gateway.chance.counter_code(),
        spends: spends(&gateway, &call, &client),
        at: call.at,
    };
    let row = gateway.storage.open_login(open).await??;
    let numbers = &gateway.numbers;
    Ok(Answered(DeviceResponse {
        device_code: gateway.tickets.write(TicketKind::DeviceCode, row.id.0.as_bytes()),
        user_code: row.user_code.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default(),
        verification_uri: format!("{}/device", call.base),
        expires_in: numbers.login_unclaimed_seconds + numbers.login_kept_seconds + numbers.login_fetch_seconds,
        interval: INTERVAL,
    }))
}

/// Says what a screen without a browser draws now.
#[utoipa::path(post, path = "/device/display", tag = "openid",
    request_body(content = DisplayRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = DisplayResponse), (status = "default", body = ErrorBody)), security(("client" = [])))]
pub(crate) async fn display(
    State(gateway): State<Arc<Gateway>>,
    call: PartyCall,
) -> Result<Answered<DisplayResponse>, ApiError> {
    let client = party(&gateway, &call).await?;
    let unknown = || ApiError::oauth(Word::InvalidGrant, "device code is not one of this client");
    let login = gateway.tickets.read::<16>(TicketKind::DeviceCode, call.need("device_code")?).ok_or_else(unknown)?;
    let row = gateway.storage.login(LoginId(Uuid::from_bytes(login)), call.at).await?;
    let row = row.filter(|row| row.asked.client.as_str() == client.id()).ok_or_else(unknown)?;
    Ok(Answered(draw(&gateway, &call, &row)))
}

async fn party(gateway: &Gateway, call: &PartyCall) -> Result<Arc<Client>, ApiError> {
    let client = call.party(gateway).await?;
    if client.may(Grant::DeviceCode) {
        Ok(client)
    } else {
        Err(ApiError::oauth(Word::UnauthorizedClient, "client is not registered for this grant"))
    }
}

fn draw(gateway: &Gateway, call: &PartyCall, row: &LoginRow) -> DisplayResponse {
    let state = match row.login.stage {
        Stage::Open => DisplayState::Open,
        Stage::Claimed { .. } => DisplayState::Claimed,
        Stage::Approved { .. } | Stage::Coded { .. } => DisplayState::Approved,
        Stage::Redeemed { .. } | Stage::Ended(_) => DisplayState::Ended,
    };
    let open = matches!(state, DisplayState::Open);
    let redraw = gateway.numbers.login_redraw_seconds;
    let into_slot = u32::try_from(call.at.seconds().rem_euclid(redraw.max(1).into())).unwrap_or(0);
    DisplayResponse {
        qr: open.then(|| link(gateway, call, row)),
        user_code: row.user_code.as_ref().filter(|_| open).map(|code| code.as_str().to_owned()),
        number: row.number(),
        redraw_in: if open { redraw - into_slot } else { 2 },
        expires_in: u32::try_from(row.login.ends_at.since(call.at)).unwrap_or(0),
        state,
    }
}

/// The text of the code: a link whose handle is good for this slot of time.
fn link(gateway: &Gateway, call: &PartyCall, row: &LoginRow) -> String {
    let handle = LoginHandle { scan: *row.id.0.as_bytes(), slot: slot_at(call.at, &gateway.numbers) };
    format!("{}/q/{}", call.base, login_handle::sign(gateway.keys.certificate.current(), &handle))
}

/// The rate limits that a login counts against when it is opened.
pub(super) fn spends(gateway: &Gateway, call: &PartyCall, client: &Client) -> Vec<Spend> {
    let limits = &gateway.numbers.limits;
    vec![
        Spend { name: "logins_by_client", whom: client.id().into(), limit: limits.logins_by_client },
        Spend { name: "logins_by_source", whom: call.source(), limit: limits.logins_by_source },
    ]
}
