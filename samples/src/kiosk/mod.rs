//! A kiosk at which people sign in with 乐龄卡: the sample of `docs/integrators.md`.
//!
//! What an integrator writes is [`sign_in`] (two functions) and [`told`] (the sign-out from elsewhere); the rest is a kiosk's own
//! business. Someone who walks away is asked 还在吗 after a minute and forgotten 20 seconds later, by the page's script and,
//! should that fail, by the process. Nothing personal is logged, and a page of one person is never shown to the next.

pub mod session;
pub mod sign_in;
pub mod told;
mod view;

use std::{io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use axum::{
    Form, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    middleware::from_fn,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use openidconnect::{ClientId, ClientSecret, IssuerUrl, RedirectUrl, url};
use serde::Deserialize;

use crate::{
    http::{Http, HttpError},
    provider::{Credentials, Provider},
    web,
};
use session::{Sessions, Ticket};
use sign_in::{Answer, SignInError};
use told::Told;

/// The cookie that binds a browser to its session here.
const COOKIE: &str = "kiosk";

/// How much later than the page's script the process clears: touches are told to it a little late.
const AFTER_THE_SCRIPT: Duration = Duration::from_secs(10);

/// What a kiosk is started with.
#[derive(Clone, Debug, clap::Args)]
pub struct KioskArgs {
    /// Issuer of the provider; everything else is discovered.
    #[arg(long)]
    issuer: String,
    /// Name of this party at the provider.
    #[arg(long, default_value = "kiosk")]
    client_id: String,
    /// File that holds the secret, and nothing else.
    #[arg(long)]
    secret_file: PathBuf,
    /// Where the pages are served.
    #[arg(long, default_value = "127.0.0.1:7401")]
    listen: SocketAddr,
    /// Under which address browsers reach them.
    #[arg(long)]
    public_url: url::Url,
    /// Where the provider tells of sign-outs.
    #[arg(long, default_value = "127.0.0.1:7410")]
    told_at: SocketAddr,
    /// Seconds without a touch after which the screen asks 还在吗.
    #[arg(long, default_value_t = 60)]
    ask_after: u64,
    /// Seconds after that question until everything is cleared.
    #[arg(long, default_value_t = 20)]
    clear_after: u64,
}

/// Why a kiosk does not run.
#[derive(Debug, thiserror::Error)]
pub enum KioskError {
    /// The HTTP client.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// An address is none.
    #[error("use an address")]
    Address(#[from] url::ParseError),
    /// The secret cannot be read, or an address cannot be listened at.
    #[error("read the secret or listen")]
    Io(#[from] io::Error),
}

/// A kiosk with everything that its pages need.
pub(crate) struct Kiosk {
    provider: Provider,
    party: Credentials,
    redirect: RedirectUrl,
    home: url::Url,
    sessions: Sessions,
    told: Told,
    ask_after: u64,
    clear_after: u64,
}

/// Runs a kiosk until the process ends.
///
/// # Errors
/// [`KioskError`].
pub async fn run(args: KioskArgs) -> Result<(), KioskError> {
    let secret = std::fs::read_to_string(&args.secret_file)?;
    let kiosk = Arc::new(Kiosk {
        provider: Provider::new(IssuerUrl::new(args.issuer)?, Http::new()?),
        party: Credentials {
            id: ClientId::new(args.client_id),
            secret: Some(ClientSecret::new(secret.trim().to_owned())),
        },
        redirect: RedirectUrl::from_url(args.public_url.join("/callback")?),
        home: args.public_url.join("/")?,
        sessions: Sessions::new(Duration::from_secs(args.ask_after + args.clear_after) + AFTER_THE_SCRIPT),
        told: Told::default(),
        ask_after: args.ask_after,
        clear_after: args.clear_after,
    });
    tokio::spawn(forget_who_left(Arc::clone(&kiosk)));
    let told = Router::new().route("/backchannel", post(told::take)).with_state(Arc::clone(&kiosk));
    let told = axum::serve(tokio::net::TcpListener::bind(args.told_at).await?, told);
    let provider = kiosk.provider.issuer().url().origin().ascii_serialization();
    let pages = pages(kiosk).layer(from_fn(move |request, next| web::forms_reach(provider.clone(), request, next)));
    tokio::try_join!(async { told.await }, web::serve(args.listen, pages))?;
    Ok(())
}

fn pages(kiosk: Arc<Kiosk>) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/login", get(login))
        .route("/callback", get(callback))
        .route("/me", get(me))
        .route("/touch", post(touch))
        .route("/logout", post(logout))
        .route("/kiosk.js", get(async || web::script(include_str!("../../page/kiosk.js"))))
        .with_state(kiosk)
}

fn ticket_of(headers: &HeaderMap) -> Option<Ticket> {
    web::cookie(headers, COOKIE).and_then(Ticket::read)
}

impl Kiosk {
    fn with_cookie(&self, ticket: &Ticket, response: impl IntoResponse) -> Response {
        ([web::set_cookie(COOKIE, ticket.expose(), self.home.scheme() == "https")], response).into_response()
    }
}

/// Ends the sessions that nobody has touched, should the page's script not have done it.
async fn forget_who_left(kiosk: Arc<Kiosk>) {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        for person in kiosk.sessions.take_idle() {
            tracing::info!("a session that nobody touched is ended");
            if let Err(error) = sign_in::revoke(&kiosk, &person).await {
                tracing::warn!(%error, "the session stays open at the provider");
            }
        }
    }
}

async fn home() -> Response {
    view::home()
}

/// Sends the browser to the provider.
async fn login(State(kiosk): State<Arc<Kiosk>>) -> Response {
    match sign_in::begin(&kiosk).await {
        Ok((pending, address)) => {
            let ticket = kiosk.sessions.begin(pending);
            kiosk.with_cookie(&ticket, Redirect::to(address.as_str()))
        }
        Err(error) => trouble(&error),
    }
}

/// Takes the browser back from the provider. The session gets a new name: one that was planted before is worth nothing.
async fn callback(State(kiosk): State<Arc<Kiosk>>, headers: HeaderMap, Query(answer): Query<Answer>) -> Response {
    let Some(pending) = ticket_of(&headers).and_then(|ticket| kiosk.sessions.take_pending(&ticket)) else {
        return trouble(&SignInError::NotAsked);
    };
    match sign_in::finish(&kiosk, pending, answer).await {
        Ok(person) => {
            let ticket = kiosk.sessions.open(person);
            kiosk.with_cookie(&ticket, Redirect::to("/me"))
        }
        Err(error) => trouble(&error),
    }
}

async fn me(State(kiosk): State<Arc<Kiosk>>, headers: HeaderMap) -> Response {
    match ticket_of(&headers).and_then(|ticket| kiosk.sessions.look(&ticket)) {
        Some(person) => view::person(&person, kiosk.ask_after, kiosk.clear_after),
        None => Redirect::to("/").into_response(),
    }
}

/// The person is still there; also tells the page when the session has ended elsewhere.
async fn touch(State(kiosk): State<Arc<Kiosk>>, headers: HeaderMap, Form(touch): Form<Touch>) -> StatusCode {
    let ticket = ticket_of(&headers);
    let open = match touch.by {
        By::Person => ticket.is_some_and(|ticket| kiosk.sessions.touch(&ticket)),
        By::Clock => ticket.is_some_and(|ticket| kiosk.sessions.look(&ticket).is_some()),
    };
    if open { StatusCode::NO_CONTENT } else { StatusCode::GONE }
}

#[derive(Deserialize)]
struct Touch {
    by: By,
}

/// Why the page asks.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum By {
    /// Somebody touched the screen.
    Person,
    /// The page looks whether it may still show what it shows.
    Clock,
}

/// Ends the session here and then, in the browser, at the provider (RP-Initiated Logout).
async fn logout(State(kiosk): State<Arc<Kiosk>>, headers: HeaderMap) -> Response {
    let Some(person) = ticket_of(&headers).and_then(|ticket| kiosk.sessions.end(&ticket)) else {
        return Redirect::to("/").into_response();
    };
    match sign_in::leave(&kiosk, &person).await {
        Ok(address) => Redirect::to(address.as_str()).into_response(),
        Err(error) => trouble(&error),
    }
}

fn trouble(error: &SignInError) -> Response {
    tracing::info!(%error, "nobody was signed in");
    view::trouble(error)
}
