//! The login page: from `/authorize` to the way back to the party.
//!
//! `/authorize` opens a login for a browser that it gives a fresh cookie, so that nobody can bring a person to a login
//! of their own. `/login` shows where that login stands, `/login/state` tells the page's script the same, `/login/go`
//! brings the code to the party. Start at [`begin`] and [`show`]; what is drawn is in [`view`].

use std::sync::Arc;

use axum::{
    Json as Answered, Router,
    body::Bytes,
    extract::{FromRequestParts, Query, RawQuery, State},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use leling_code::{Level, Modules, draw};
use leling_crypto::{hash::sha256, login_handle};
use leling_language::Language;
use leling_protocol::{ErrorCode, Timestamp};
use leling_tokens::Mode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    cookie::LOGIN,
    form::{FormOf, check_origin},
    say::{Say, choose},
    still::Trouble,
};
use crate::{
    Gateway,
    api::{
        error::ApiError,
        extract::Form,
        frame::{Source, host},
        network,
    },
    openid::{
        authorize::{Outcome, come_back_of, resolve},
        word::Word,
    },
    rules::login::{End, Stage, slot_at},
    storage::{BrowserId, Finished, LoginId, LoginRow, OpenAt, OpenLogin, RenewLogin, Spend},
    ticket::TicketKind,
    wire::base64url,
};

pub(crate) mod view;

use view::{LoginView, Note, Over, Shown};

/// Gives the routes of the login page.
pub(super) fn routes() -> Router<Arc<Gateway>> {
    Router::new()
        .route("/authorize", get(authorize).post(authorize_posted))
        .route("/login", get(show))
        .route("/login/state", get(state))
        .route("/login/again", get(again))
        .route("/login/go", get(go))
        .route("/login/back", get(back))
        .route("/login/elsewhere", get(elsewhere))
        .route("/login/cancel", post(cancel))
}

/// A browser at the login page.
pub(crate) struct Visit {
    /// Base address that the request was sent to.
    base: String,
    /// What its cookie names, where it has one of ours.
    browser: Option<BrowserId>,
    /// The language that the login was begun in, else what the browser wants.
    language: Language,
    /// Bytes that stand for its address in a rate limit.
    source: Vec<u8>,
    at: Timestamp,
}

impl FromRequestParts<Arc<Gateway>> for Visit {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, gateway: &Arc<Gateway>) -> Result<Self, ApiError> {
        let base = gateway.origin.base(host(&parts.uri, &parts.headers)).ok_or(ErrorCode::RequestInvalid)?;
        let (ticket, tag) = LOGIN.read(&parts.headers, &base).and_then(|value| value.split_once('.')).unzip();
        let browser = ticket.and_then(|ticket| gateway.tickets.read(TicketKind::Browser, ticket));
        let language = tag.filter(|_| browser.is_some()).and_then(Language::from_tag);
        let source = parts.extensions.get::<Source>().map(|source| network(source.0).to_string().into_bytes());
        Ok(Self {
            base,
            browser: browser.map(|bytes| BrowserId(Uuid::from_bytes(bytes))),
            language: language.unwrap_or_else(|| choose(&[], &parts.headers)),
            source: source.unwrap_or_default(),
            at: gateway.now(),
        })
    }
}

impl Visit {
    fn say<'a>(&self, gateway: &'a Gateway) -> Say<'a> {
        Say::new(&gateway.words, self.language)
    }

    fn trouble(&self, gateway: &Gateway, trouble: Trouble) -> Response {
        trouble.page(self.say(gateway), Mode::Elder, None).into_response()
    }

    /// The login of this browser, where there is one.
    async fn login(&self, gateway: &Gateway) -> Result<Option<(BrowserId, LoginRow)>, ApiError> {
        let Some(browser) = self.browser else { return Ok(None) };
        let row = gateway.storage.login_of_browser(browser, self.at).await?;
        Ok(row.map(|row| (browser, row)))
    }

    async fn renew(&self, gateway: &Gateway, browser: BrowserId) -> Result<Option<LoginRow>, ApiError> {
        let (id, user_code) = (LoginId(gateway.chance.handle()), gateway.chance.counter_code());
        Ok(gateway.storage.renew_login(RenewLogin { browser, id, user_code, at: self.at }).await?)
    }
}

/// Takes the request of a party from its address (OpenID Connect Core, section 3.1.2.1).
async fn authorize(
    State(gateway): State<Arc<Gateway>>,
    visit: Visit,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    begin(&gateway, &visit, &headers, query.as_deref().unwrap_or_default()).await
}

/// Takes the same request from a form.
async fn authorize_posted(
    State(gateway): State<Arc<Gateway>>,
    visit: Visit,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    let query = std::str::from_utf8(&body).map_err(|_| ErrorCode::RequestInvalid)?;
    begin(&gateway, &visit, &headers, query).await
}

/// Opens a login for this browser under a fresh cookie; whatever it had before ends.
async fn begin(gateway: &Gateway, visit: &Visit, headers: &HeaderMap, query: &str) -> Result<Response, ApiError> {
    let request = match resolve(gateway, query).await {
        Ok(request) => request,
        Err(refused) => {
            return match refused.come_back(&visit.base) {
                Some(address) => Ok(see(&address)),
                None => Err(refused.into()),
            };
        }
    };
    let client = gateway.openid.clients.get(&request.client).ok_or(ErrorCode::PartyRefused)?;
    if let Some((_, before)) = visit.login(gateway).await? {
        gateway.storage.cancel_login(before.id, visit.at).await?;
    }
    let browser = BrowserId(gateway.chance.handle());
    let limits = &gateway.numbers.limits;
    let open = OpenLogin {
        id: LoginId(gateway.chance.handle()),
        place: OpenAt::Page { browser },
        asked: request.asked(&client),
        user_code: gateway.chance.counter_code(),
        spends: vec![
            Spend { name: "logins_by_client", whom: client.id().into(), limit: limits.logins_by_client },
            Spend { name: "logins_by_source", whom: visit.source.clone(), limit: limits.logins_by_source },
        ],
        at: visit.at,
    };
    gateway.storage.open_login(open).await??;
    let language = choose(&request.ui_locales, headers);
    let ticket = gateway.tickets.write(TicketKind::Browser, browser.0.as_bytes());
    let cookie = LOGIN.set(&visit.base, &format!("{ticket}.{}", language.tag()));
    Ok(([cookie], see("/login")).into_response())
}

/// What a page may say beside where the login stands.
#[derive(Deserialize)]
struct ShowQuery {
    #[serde(default)]
    early: Option<String>,
}

/// Shows where the login of this browser stands. One that nobody scanned in time, or two phones did, is renewed.
async fn show(
    State(gateway): State<Arc<Gateway>>,
    visit: Visit,
    Query(query): Query<ShowQuery>,
) -> Result<Response, ApiError> {
    let Some((browser, mut row)) = visit.login(&gateway).await? else {
        return Ok(visit.trouble(&gateway, Trouble::Gone));
    };
    let mut note = if query.early.is_some() { Note::Early } else { Note::Nothing };
    if let Stage::Ended(end @ (End::Expired | End::Contested)) = row.login.stage {
        note = if end == End::Contested { Note::Contested } else { Note::Nothing };
        let Some(renewed) = visit.renew(&gateway, browser).await? else {
            return Ok(visit.trouble(&gateway, Trouble::Gone));
        };
        row = renewed;
    }
    if matches!(row.login.stage, Stage::Approved { .. }) {
        return Ok(see("/login/go"));
    }
    let drawn = drawn(&gateway, &visit, &row)?;
    let Some(shown) = shown(&row, drawn.as_ref(), note) else {
        return Ok(visit.trouble(&gateway, Trouble::Gone));
    };
    let client = gateway.openid.clients.get(row.asked.client.as_str()).ok_or(ErrorCode::PartyRefused)?;
    let (tag, form_token) = (tag(browser), gateway.forms.token(FormOf::Login, &[browser.0.as_bytes()]));
    let view = LoginView { party: client.party(), colour: client.colour(), tag: &tag, form_token: &form_token, shown };
    Ok(view.page(visit.say(&gateway)).into_response())
}

/// A code as it is drawn now.
struct Drawn {
    modules: Modules,
    slot: u64,
}

/// Draws the code of an open login for the present slot.
fn drawn(gateway: &Gateway, visit: &Visit, row: &LoginRow) -> Result<Option<Drawn>, ApiError> {
    if row.login.stage != Stage::Open {
        return Ok(None);
    }
    let slot = slot_at(visit.at, &gateway.numbers);
    let handle = login_handle::LoginHandle { scan: *row.id.0.as_bytes(), slot };
    let signed = login_handle::sign(gateway.keys.certificate.current(), &handle);
    let modules = draw(&format!("{}/q/{signed}", visit.base), Level::Medium)
        .map_err(|error| ApiError::because(ErrorCode::ServerBroken, error))?;
    Ok(Some(Drawn { modules, slot }))
}

/// What is shown of a login; `None` where nothing of it is left.
fn shown<'a>(row: &'a LoginRow, drawn: Option<&'a Drawn>, note: Note) -> Option<Shown<'a>> {
    Some(match (row.login.stage, drawn) {
        (Stage::Open, Some(drawn)) => {
            Shown::Open { code: &drawn.modules, slot: drawn.slot, digits: row.user_code.as_ref(), note }
        }
        (Stage::Claimed { .. }, _) => match row.number() {
            Some(number) => Shown::Number(number, note),
            None => Shown::Typed(note),
        },
        (Stage::Approved { .. } | Stage::Coded { .. }, _) => Shown::Approved,
        (Stage::Ended(end), _) => Shown::Ended(match end {
            End::Refused => Over::Refused,
            End::WrongNumber => Over::WrongNumber,
            End::Cancelled => Over::Cancelled,
            End::Superseded => Over::Superseded,
            End::Revoked => Over::Revoked,
            End::Expired | End::Contested => return None,
        }),
        (Stage::Open | Stage::Redeemed { .. }, _) => return None,
    })
}

/// Names a browser's page towards its own script. The cookie cannot be found from it.
fn tag(browser: BrowserId) -> String {
    base64url(&sha256(&[b"login page ", browser.0.as_bytes().as_slice()].concat())[..9])
}

/// Which page asks, and which code it shows.
#[derive(Deserialize)]
struct StateQuery {
    page: String,
    #[serde(default)]
    slot: String,
}

/// Where a login stands, for the page's script.
#[derive(Serialize)]
struct StateAnswer {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    slot: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<CodeAnswer>,
}

/// A code to draw: the `d` of a path in a square of `size`.
#[derive(Serialize)]
struct CodeAnswer {
    size: usize,
    path: String,
}

impl StateAnswer {
    const fn bare(state: &'static str) -> Self {
        Self { state, slot: None, code: None }
    }
}

async fn state(
    State(gateway): State<Arc<Gateway>>,
    visit: Visit,
    query: Result<Query<StateQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Answered<StateAnswer>, ApiError> {
    let Query(query) = query.map_err(|_| ApiError::because(ErrorCode::RequestInvalid, "query is malformed"))?;
    let Some((browser, row)) = visit.login(&gateway).await? else {
        return Ok(Answered(StateAnswer::bare("gone")));
    };
    if tag(browser) != query.page {
        return Ok(Answered(StateAnswer::bare("elsewhere")));
    }
    let drawn = drawn(&gateway, &visit, &row)?;
    // A login that is to be renewed has another state than any page, so that the page loads anew.
    let state = shown(&row, drawn.as_ref(), Note::Nothing).map_or("over", |shown| shown.name());
    let fresh = drawn.filter(|drawn| drawn.slot.to_string() != query.slot);
    Ok(Answered(StateAnswer {
        state,
        slot: fresh.as_ref().map(|drawn| drawn.slot),
        code: fresh.map(|Drawn { modules, .. }| CodeAnswer { size: modules.full_size(), path: modules.svg_path() }),
    }))
}

/// Gives this browser a new code: the one before was not its own, is over, or is simply old.
async fn again(State(gateway): State<Arc<Gateway>>, visit: Visit) -> Result<Response, ApiError> {
    if let Some(browser) = visit.browser {
        visit.renew(&gateway, browser).await?;
    }
    Ok(see("/login"))
}

/// Brings the code to the party, once the person said yes.
async fn go(State(gateway): State<Arc<Gateway>>, visit: Visit) -> Result<Response, ApiError> {
    let Some(browser) = visit.browser else { return Ok(visit.trouble(&gateway, Trouble::Gone)) };
    let row = match gateway.storage.finish_login(browser, visit.at).await? {
        Finished::Code(row) => row,
        Finished::Not(crate::rules::login::NoSession::Pending) => return Ok(see("/login?early=1")),
        Finished::Not(_) => return Ok(see("/login")),
        Finished::Unknown => return Ok(visit.trouble(&gateway, Trouble::Gone)),
    };
    let code = gateway.tickets.write(TicketKind::Code, row.id.0.as_bytes());
    way_back(&visit, &row, Outcome::Code(&code))
}

/// Goes back to the party without a code, from a login that is over.
async fn back(State(gateway): State<Arc<Gateway>>, visit: Visit) -> Result<Response, ApiError> {
    match visit.login(&gateway).await? {
        Some((_, row)) if matches!(row.login.stage, Stage::Ended(_)) => {
            way_back(&visit, &row, Outcome::Error(Word::AccessDenied))
        }
        Some(_) => Ok(see("/login")),
        None => Ok(visit.trouble(&gateway, Trouble::Gone)),
    }
}

fn way_back(visit: &Visit, row: &LoginRow, outcome: Outcome<'_>) -> Result<Response, ApiError> {
    let address = come_back_of(&row.asked.detail, &visit.base, outcome);
    let address =
        address.ok_or_else(|| ApiError::because(ErrorCode::ServerBroken, "a page's login has no way back"))?;
    Ok(see(&address))
}

/// What an older page of this browser becomes once a newer one was opened.
async fn elsewhere(State(gateway): State<Arc<Gateway>>, visit: Visit) -> Response {
    visit.trouble(&gateway, Trouble::Elsewhere)
}

/// What comes with a form of the login page.
#[derive(Deserialize)]
struct CancelForm {
    token: String,
}

/// Ends the login because the person at this browser says so.
async fn cancel(
    State(gateway): State<Arc<Gateway>>,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<CancelForm>,
) -> Result<Response, ApiError> {
    check_origin(&headers, &visit.base)?;
    let Some((browser, row)) = visit.login(&gateway).await? else {
        return Ok(visit.trouble(&gateway, Trouble::Gone));
    };
    gateway.forms.check(FormOf::Login, &[browser.0.as_bytes()], &form.token)?;
    gateway.storage.cancel_login(row.id, visit.at).await?;
    Ok(see("/login"))
}

/// Sends the browser on with a GET (303), so that nothing is sent twice.
pub(crate) fn see(address: &str) -> Response {
    match header::HeaderValue::from_str(address) {
        Ok(address) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
        Err(_) => ApiError::because(ErrorCode::ServerBroken, "an address does not fit a header").into_response(),
    }
}
