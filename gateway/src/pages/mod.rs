//! Pages that the gateway shows in a browser: the login page with its rotating code, and the plain pages beside it.
//!
//! A party sends its browser to `/authorize`; the page that follows draws a code, shows a number once a phone has
//! scanned it, and alone receives the answer, because a cookie binds it to that browser. Every page reads and works
//! without script. Start at [`login`]; [`html`] is the frame around every page, [`say`] its words, [`still`] what is said
//! when something could not be done.

pub(crate) mod assets;
pub(crate) mod cookie;
pub(crate) mod draw;
pub(crate) mod form;
pub(crate) mod html;
pub(crate) mod login;
pub(crate) mod say;
pub(crate) mod still;
#[cfg(test)]
mod structure;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    http::HeaderMap,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use leling_tokens::Mode;

pub(crate) use form::Forms;

use crate::Gateway;
use say::{Say, choose};

/// Gives the routes of the pages for people.
pub(crate) fn routes(gateway: &Arc<Gateway>) -> Router<Arc<Gateway>> {
    let pages = Router::new()
        .merge(login::routes())
        .route("/device", get(device))
        .route("/q/{handle}", get(scanned))
        .layer(from_fn_with_state((Arc::clone(gateway), Mode::Elder), still::in_words));
    pages.route("/assets/{name}", get(assets::serve)).layer(from_fn(html::guard))
}

async fn device(State(gateway): State<Arc<Gateway>>, headers: HeaderMap) -> Response {
    still::device(say(&gateway, &headers)).into_response()
}

/// The handle is not even read: who opens it here holds no phone of ours.
async fn scanned(State(gateway): State<Arc<Gateway>>, headers: HeaderMap, _handle: Path<String>) -> Response {
    still::scanned(say(&gateway, &headers)).into_response()
}

/// Says that a browser is signed out, where the party gave no address to come back to.
pub(crate) fn signed_out(gateway: &Gateway, headers: &HeaderMap) -> Response {
    still::signed_out(say(gateway, headers)).into_response()
}

fn say<'a>(gateway: &'a Gateway, headers: &HeaderMap) -> Say<'a> {
    Say::new(&gateway.words, choose(&[], headers))
}
