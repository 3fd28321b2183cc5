//! An app on the person's own phone: code flow with PKCE and no secret, by claimed links (RFC 8252, section 7.2).
//!
//! Its key is an ordinary https link to the provider, which the card app has claimed: the phone opens that app instead of a
//! browser. The answer comes back as a link that this app has claimed; the phone hands it over, here as a line of text.
//! Where a browser follows the link instead, the same address is a page.

use std::{
    collections::VecDeque,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    extract::{RawQuery, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use maud::html;
use openidconnect::{
    AdditionalClaims, AuthorizationCode, ClientId, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl,
    Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse, UserInfoClaims,
    core::{CoreAuthenticationFlow, CoreClient, CoreGenderClaim},
    url::{self, Url},
};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::{
    http::{Http, HttpError},
    provider::{Credentials, Metadata, Provider, ProviderError},
    web,
};

const TITLE: &str = "青岛公交";
const SCRIPT: &str = "/partner/partner.js";

/// Questions that may still be answered.
const QUESTIONS: usize = 8;

/// What an app is started with.
#[derive(Clone, Debug, clap::Args)]
pub struct PartnerArgs {
    /// Issuer of the provider; everything else is discovered.
    #[arg(long)]
    issuer: String,
    /// Name of this party at the provider.
    #[arg(long, default_value = "partner")]
    client_id: String,
    /// Where its screens are served.
    #[arg(long, default_value = "127.0.0.1:7403")]
    listen: SocketAddr,
    /// The origin of the links that it has claimed.
    #[arg(long)]
    public_url: Url,
}

/// Why an app does not run.
#[derive(Debug, thiserror::Error)]
pub enum PartnerError {
    /// The HTTP client.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// An address is none.
    #[error("use an address")]
    Address(#[from] url::ParseError),
    /// The address cannot be listened at.
    #[error("listen")]
    Io(#[from] io::Error),
}

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("sign in: the person said no")]
    Refused,
    #[error("believe the answer")]
    Unbelievable,
    #[error("use what the provider gave")]
    Token,
    #[error(transparent)]
    Provider(#[from] ProviderError),
}

/// One person's app: it has no cookies, since it has no browser.
#[derive(Default)]
struct Memory {
    /// The questions that were asked last: each drawing of the first screen asks anew.
    asked: VecDeque<Asked>,
    shows: Shows,
}

struct Asked {
    state: CsrfToken,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

#[derive(Clone, Default, PartialEq, Eq)]
enum Shows {
    #[default]
    Start,
    SignedIn {
        free: bool,
    },
    Refused,
    Trouble,
}

impl Shows {
    const fn as_str(&self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::SignedIn { .. } => "signed_in",
            Self::Refused => "refused",
            Self::Trouble => "trouble",
        }
    }
}

struct App {
    provider: Provider,
    party: Credentials,
    redirect: RedirectUrl,
    memory: Mutex<Memory>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Age {
    age_65: Option<bool>,
}

impl AdditionalClaims for Age {}

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Runs an app until the process ends; through `links` the phone hands over the links that it has claimed.
///
/// # Errors
/// [`PartnerError`].
pub async fn run(args: PartnerArgs, links: UnboundedReceiver<String>) -> Result<(), PartnerError> {
    let app = Arc::new(App {
        provider: Provider::new(IssuerUrl::new(args.issuer)?, Http::new()?),
        party: Credentials { id: ClientId::new(args.client_id), secret: None },
        redirect: RedirectUrl::from_url(args.public_url.join("/partner/callback")?),
        memory: Mutex::default(),
    });
    tokio::spawn(take_links(Arc::clone(&app), links));
    let router = Router::new()
        .route("/partner", get(home))
        .route("/partner/callback", get(callback))
        .route("/partner/shows", get(async |State(app): State<Arc<App>>| app.memory().shows.as_str()))
        .route("/partner/leave", post(leave))
        .route("/partner/partner.js", get(async || web::script(include_str!("../page/partner.js"))))
        .with_state(app);
    Ok(web::serve(args.listen, router).await?)
}

async fn take_links(app: Arc<App>, mut links: UnboundedReceiver<String>) {
    while let Some(link) = links.recv().await {
        if let Ok(link) = Url::parse(link.trim()) {
            app.take(link.query().unwrap_or_default()).await;
        }
    }
}

/// What comes back with a link.
#[derive(Default, Deserialize)]
struct Answer {
    code: Option<AuthorizationCode>,
    error: Option<String>,
    state: Option<CsrfToken>,
    iss: Option<String>,
}

impl Answer {
    fn read(query: &str) -> Self {
        let mut answer = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let value = value.into_owned();
            match &*name {
                "code" => answer.code = Some(AuthorizationCode::new(value)),
                "error" => answer.error = Some(value),
                "state" => answer.state = Some(CsrfToken::new(value)),
                "iss" => answer.iss = Some(value),
                _ => {}
            }
        }
        answer
    }
}

impl App {
    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn client(&self, metadata: &Metadata) -> Client {
        CoreClient::from_provider_metadata(metadata.clone(), self.party.id.clone(), None)
            .set_redirect_uri(self.redirect.clone())
    }

    /// Makes the link that the key opens: a fresh question each time.
    async fn ask(&self) -> Result<Url, Refusal> {
        let metadata = self.provider.metadata().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (link, state, nonce) = self
            .client(&metadata)
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("age_65".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        let mut memory = self.memory();
        memory.asked.truncate(QUESTIONS - 1);
        memory.asked.push_front(Asked { state, nonce, verifier });
        Ok(link)
    }

    /// Takes an answer; one that was not asked for changes nothing.
    async fn take(&self, query: &str) {
        let answer = Answer::read(query);
        let fits = |asked: &Asked| answer.state.as_ref().is_some_and(|state| state.secret() == asked.state.secret());
        let place = self.memory().asked.iter().position(fits);
        let Some(asked) = place.and_then(|place| self.memory().asked.remove(place)) else { return };
        let shows = match self.finish(asked, answer).await {
            Ok(free) => Shows::SignedIn { free },
            Err(Refusal::Refused) => Shows::Refused,
            Err(error) => {
                tracing::info!(%error, "nobody was signed in");
                Shows::Trouble
            }
        };
        self.memory().shows = shows;
    }

    async fn finish(&self, asked: Asked, answer: Answer) -> Result<bool, Refusal> {
        // RFC 9207: an answer that another provider sent is not taken to this one.
        if answer.iss.as_deref() != Some(self.provider.issuer().as_str()) {
            return Err(Refusal::Unbelievable);
        }
        let code = match (answer.code, answer.error.as_deref()) {
            (Some(code), None) => code,
            (_, Some("access_denied")) => return Err(Refusal::Refused),
            _ => return Err(Refusal::Token),
        };
        let client = self.client(&*self.provider.again().await?);
        let exchange = client.exchange_code(code).map_err(|_| ProviderError::Endpoint)?;
        let tokens = exchange.set_pkce_verifier(asked.verifier).request_async(self.provider.http()).await;
        let tokens = tokens.map_err(|_| Refusal::Token)?;
        let id_token = tokens.id_token().ok_or(Refusal::Token)?;
        let claims = id_token.claims(&client.id_token_verifier(), &asked.nonce).map_err(|_| Refusal::Unbelievable)?;
        let ask = client.user_info(tokens.access_token().clone(), Some(claims.subject().clone()));
        let facts: UserInfoClaims<Age, CoreGenderClaim> = ask
            .map_err(|_| ProviderError::Endpoint)?
            .request_async(self.provider.http())
            .await
            .map_err(|_| Refusal::Token)?;
        Ok(facts.additional_claims().age_65 == Some(true))
    }
}

async fn home(State(app): State<Arc<App>>) -> Response {
    let shows = app.memory().shows.clone();
    if let Shows::SignedIn { free } = shows {
        let main = html! {
            p.over #app data-shows="signed_in" { "青岛公交" }
            h1 { (if free { "坐车免费" } else { "坐车两元" }) }
            p.lead.good[free] { (if free { "您满65岁，上车亮这个码。" } else { "满65岁，坐车就免费了。" }) }
            div.ticket { b { (if free { "老年优待" } else { "普通票" }) } span { "青岛公交" } }
            form method="post" action="/partner/leave" { button.key.second type="submit" { "退出" } }
        };
        return web::page(TITLE, "app signed", SCRIPT, &main);
    }
    let said = match shows {
        Shows::Refused => Some("您说了不行，什么都没告诉我们。"),
        Shows::Trouble => Some("这次没对上，请再来一次。"),
        _ => None,
    };
    let main = html! {
        p.over #app data-shows=(shows.as_str()) { "青岛公交" }
        h1 { "65岁，坐车免费" }
        @if let Some(said) = said { p.lead role="status" { (said) } } @else { p.lead { "认一认您的年龄，就能办。" } }
        @match app.ask().await {
            Ok(link) => a.key href=(link.as_str()) { "用乐龄卡认一认" },
            Err(_) => p.quiet { "现在没有网，等一会儿再来。" },
        }
        p.quiet { "只问满没满65岁，别的都不问。" }
    };
    web::page(TITLE, "app", SCRIPT, &main)
}

/// The same link, where a browser opened it.
async fn callback(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    app.take(query.as_deref().unwrap_or_default()).await;
    Redirect::to("/partner").into_response()
}

async fn leave(State(app): State<Arc<App>>) -> Response {
    app.memory().shows = Shows::Start;
    (StatusCode::SEE_OTHER, [("location", "/partner")]).into_response()
}
