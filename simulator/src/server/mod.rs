//! The page's server: on loopback, for whoever has the printed address.
//!
//! [`guard`] decides who may talk; [`files`] gives the page, [`socket`] connects it to phones, [`api`] to their switches and to the
//! terminal, [`demo`] to what the demonstration gateway shows.

mod api;
mod demo;
mod files;
mod guard;
mod socket;

use std::{io, net::SocketAddr, sync::Arc};

use axum::{
    Json, Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use serde::Serialize;
use tokio::net::TcpListener;

pub(crate) use guard::Token;

use crate::desk::{ShownParts, parties::PaneView, phone::Phone, sync::Fetcher, terminal::TerminalKeeper};
use guard::OwnHosts;

/// Longest body in bytes; the largest picture is above it.
const BODY_LIMIT: usize = 1 << 20;

/// Longest picture in bytes.
const LOOK_LIMIT: usize = crate::terminal::MAX_WIDTH * crate::terminal::MAX_HEIGHT;

/// Everything that the page's server needs; cheap to clone.
#[derive(Clone)]
pub(crate) struct Desk {
    address: SocketAddr,
    hosts: OwnHosts,
    token: Token,
    phones: Arc<[Phone]>,
    terminal: Arc<TerminalKeeper>,
    fetcher: Arc<Fetcher>,
    panes: Arc<[PaneView]>,
}

impl Desk {
    pub(crate) fn new(address: SocketAddr, token: Token, parts: ShownParts) -> Self {
        let ShownParts { phones, terminal, fetcher, panes } = parts;
        Self { address, hosts: OwnHosts::of(address), token, phones, terminal, fetcher, panes }
    }

    /// The address that is printed.
    pub(crate) fn link(&self) -> String {
        format!("http://{}/?token={}", self.address, self.token.expose())
    }

    fn phone(&self, name: &str) -> Result<&Phone, ApiError> {
        let phone = self.phones.iter().find(|phone| phone.name == name);
        phone.ok_or_else(|| ApiError(StatusCode::NOT_FOUND, "there is no such phone".to_owned()))
    }
}

/// A failure as the page gets it: `{"error":"plain lower-case words"}`.
#[derive(Debug)]
pub(crate) struct ApiError(StatusCode, String);

#[derive(Serialize)]
struct ErrorAnswer {
    error: String,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.0, Json(ErrorAnswer { error: self.1 })).into_response()
    }
}

fn router(desk: Desk) -> Router {
    Router::new()
        .route("/", get(files::index))
        .route("/tokens.css", get(files::tokens))
        .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
        .route("/ws/phone/{name}", any(socket::phone))
        .route("/api/phones", get(api::phones))
        .route("/api/phone/{name}/{act}", post(api::act))
        .route("/api/people", get(demo::people))
        .route("/api/sms", get(demo::sms))
        .route("/api/peer", post(demo::peer))
        .route("/api/panes", get(api::panes))
        .route("/api/terminal", get(api::terminal))
        .route("/api/terminal/look", post(api::look).layer(DefaultBodyLimit::max(LOOK_LIMIT)))
        .route("/api/terminal/sync", post(api::sync))
        .route("/api/terminal/restart", post(api::restart))
        .fallback(get(files::file))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(desk.clone(), guard::guard))
        .with_state(desk)
}

/// Serves the page until the future is dropped.
pub(crate) async fn serve(listener: TcpListener, desk: Desk) -> io::Result<()> {
    axum::serve(listener, router(desk)).await
}
