//! A screen in a hall, without a browser: the device flow (RFC 8628) with this provider's extension that gives a code to draw.
//!
//! The process asks while somebody looks at its page and rests otherwise. A person who has signed in sees for half a minute how
//! far the card is; then the next code stands there.

use std::{
    io,
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{Json, Router, extract::State, response::Response, routing::get};
use maud::html;
use openidconnect::{ClientId, ClientSecret, HttpRequest, IssuerUrl};
use qrcodegen::{QrCode, QrCodeEcc};
use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use crate::{
    http::{Http, HttpError},
    provider::{Credentials, Provider, ProviderError},
    web,
};

const TITLE: &str = "临沂人社大厅";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// How long what a person asked for stands on the screen.
const SHOWN: Duration = Duration::from_secs(30);

/// How long after the last look at the page the process goes on asking.
const WATCHED: Duration = Duration::from_secs(10);

/// Pause after something failed.
const PAUSE: Duration = Duration::from_secs(5);

/// Light modules around a code.
const QUIET_ZONE: i32 = 4;

/// Longest pause between two looks at how the login stands, in seconds.
const LOOK: u64 = 2;

/// What a screen is started with.
#[derive(Clone, Debug, clap::Args)]
pub struct BoardArgs {
    /// Issuer of the provider; everything else is discovered.
    #[arg(long)]
    issuer: String,
    /// Name of this party at the provider.
    #[arg(long, default_value = "board")]
    client_id: String,
    /// File that holds the secret, and nothing else.
    #[arg(long)]
    secret_file: PathBuf,
    /// Where its picture is served.
    #[arg(long, default_value = "127.0.0.1:7402")]
    listen: SocketAddr,
}

/// Why a screen shows nothing.
#[derive(Debug, thiserror::Error)]
pub enum BoardError {
    /// The HTTP client.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// An address is none.
    #[error("use an address")]
    Address(#[from] openidconnect::url::ParseError),
    /// The provider.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The secret cannot be read, or the address cannot be listened at.
    #[error("read the secret or listen")]
    Io(#[from] io::Error),
}

/// What stands on the screen.
#[derive(Clone, Default, Serialize)]
#[serde(tag = "shows", rename_all = "snake_case")]
enum Shown {
    /// Nothing yet.
    #[default]
    Wait,
    /// A code to scan and digits to type.
    Code {
        /// Modules in a row, quiet zone included.
        size: i32,
        /// The dark ones as the `d` of a path.
        path: String,
        digits: String,
    },
    /// A phone has scanned: the number that it compares, unless the digits were typed.
    Number { number: Option<u8> },
    /// How far the card is.
    Card { physical: String, ecard: String },
    /// The person said no.
    Refused,
}

struct Board {
    provider: Provider,
    party: Credentials,
    shown: Mutex<Shown>,
    watched: Mutex<Option<Instant>>,
}

/// Runs a screen until the process ends.
///
/// # Errors
/// [`BoardError`].
pub async fn run(args: BoardArgs) -> Result<(), BoardError> {
    let secret = ClientSecret::new(std::fs::read_to_string(&args.secret_file)?.trim().to_owned());
    let board = Arc::new(Board {
        provider: Provider::new(IssuerUrl::new(args.issuer)?, Http::new()?),
        party: Credentials { id: ClientId::new(args.client_id), secret: Some(secret) },
        shown: Mutex::default(),
        watched: Mutex::default(),
    });
    let asking = Arc::clone(&board);
    tokio::spawn(async move {
        loop {
            asking.until_watched().await;
            if let Err(error) = asking.round().await {
                tracing::warn!(%error, "the screen has no code");
                asking.show(Shown::Wait);
                sleep(PAUSE).await;
            }
        }
    });
    let router = Router::new()
        .route("/", get(home))
        .route("/state", get(state))
        .route("/board.js", get(async || web::script(include_str!("../page/board.js"))))
        .with_state(board);
    Ok(web::serve(args.listen, router).await?)
}

#[derive(Deserialize)]
struct Begun {
    device_code: String,
    user_code: String,
}

#[derive(Deserialize)]
struct Display {
    state: DisplayState,
    qr: Option<String>,
    number: Option<u8>,
    redraw_in: u64,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum DisplayState {
    Open,
    Claimed,
    Approved,
    Ended,
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
}

#[derive(Deserialize)]
struct Facts {
    card: Card,
}

#[derive(Deserialize)]
struct Card {
    physical: String,
    ecard: String,
}

/// How a round ends.
enum Ending {
    SignedIn(Tokens),
    Refused,
    Over,
}

impl Board {
    fn show(&self, shown: Shown) {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = shown;
    }

    fn is_watched(&self) -> bool {
        let watched = *self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        watched.is_some_and(|at| at.elapsed() < WATCHED)
    }

    async fn until_watched(&self) {
        while !self.is_watched() {
            self.show(Shown::Wait);
            sleep(Duration::from_millis(200)).await;
        }
    }

    /// One login from its first code to its end.
    async fn round(&self) -> Result<(), BoardError> {
        let metadata = self.provider.metadata().await?;
        let further = metadata.additional_metadata();
        let endpoint = further.device_authorization_endpoint.as_ref();
        let answer = self.provider.post(endpoint, &self.party, &[("scope", "openid view")]).await?;
        let begun: Begun = json(answer.body())?;
        match self.draw(&begun).await? {
            Ending::Over => {}
            Ending::Refused => {
                self.show(Shown::Refused);
                sleep(PAUSE).await;
            }
            Ending::SignedIn(tokens) => {
                let Card { physical, ecard } = self.card(&tokens).await?;
                self.show(Shown::Card { physical, ecard });
                sleep(SHOWN).await;
                self.leave(&tokens).await?;
            }
        }
        Ok(())
    }

    /// Draws what the provider says, until there is an end.
    async fn draw(&self, begun: &Begun) -> Result<Ending, BoardError> {
        let metadata = self.provider.metadata().await?;
        let endpoint = metadata.additional_metadata().device_display_endpoint.as_ref();
        let form = [("device_code", begun.device_code.as_str())];
        let mut slower = 0;
        while self.is_watched() {
            let display: Display = json(self.provider.post(endpoint, &self.party, &form).await?.body())?;
            match display.state {
                DisplayState::Open => {
                    let (size, path) = picture(display.qr.as_deref().unwrap_or_default())?;
                    self.show(Shown::Code { size, path, digits: begun.user_code.clone() });
                }
                DisplayState::Claimed => self.show(Shown::Number { number: display.number }),
                DisplayState::Approved | DisplayState::Ended => match self.tokens(begun).await? {
                    Ok(ending) => return Ok(ending),
                    Err(SlowDown) => slower += 5,
                },
            }
            // The person who has scanned waits for the number, so nobody waits for the next code.
            sleep(Duration::from_secs(display.redraw_in.clamp(1, LOOK) + slower)).await;
        }
        Ok(Ending::Over)
    }

    async fn tokens(&self, begun: &Begun) -> Result<Result<Ending, SlowDown>, BoardError> {
        let metadata = self.provider.metadata().await?;
        let endpoint = metadata.token_endpoint().map(|endpoint| endpoint.url().clone());
        let form = [("grant_type", GRANT), ("device_code", begun.device_code.as_str())];
        let answer = self.provider.post(endpoint.as_ref(), &self.party, &form).await?;
        if let Ok(tokens) = json(answer.body()) {
            return Ok(Ok(Ending::SignedIn(tokens)));
        }
        let refusal: Refusal = json(answer.body())?;
        Ok(match refusal.error.as_str() {
            "slow_down" | "authorization_pending" => Err(SlowDown),
            "access_denied" => Ok(Ending::Refused),
            _ => Ok(Ending::Over),
        })
    }

    async fn card(&self, tokens: &Tokens) -> Result<Card, BoardError> {
        let metadata = self.provider.metadata().await?;
        let endpoint = metadata.userinfo_endpoint().ok_or(ProviderError::Endpoint)?;
        let request = axum::http::Request::get(endpoint.url().as_str())
            .header("authorization", format!("Bearer {}", tokens.access_token));
        let request: HttpRequest = request.body(Vec::new()).map_err(HttpError::from)?;
        let answer = openidconnect::AsyncHttpClient::call(self.provider.http(), request).await?;
        let facts: Facts = json(answer.body())?;
        Ok(facts.card)
    }

    /// Ends the session: the next person sees nothing of this one.
    async fn leave(&self, tokens: &Tokens) -> Result<(), BoardError> {
        let metadata = self.provider.metadata().await?;
        let endpoint = metadata.additional_metadata().revocation_endpoint.as_ref();
        self.provider.post(endpoint, &self.party, &[("token", tokens.access_token.as_str())]).await?;
        Ok(())
    }
}

/// The provider asks for longer pauses.
struct SlowDown;

fn json<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<T, ProviderError> {
    serde_json::from_slice(body).map_err(|_| ProviderError::Answer)
}

/// Draws a code as one path: a square for each dark module.
fn picture(text: &str) -> Result<(i32, String), ProviderError> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| ProviderError::Answer)?;
    let mut path = String::new();
    for row in 0..code.size() {
        for column in (0..code.size()).filter(|column| code.get_module(*column, row)) {
            let (x, y) = (column + QUIET_ZONE, row + QUIET_ZONE);
            path.extend(["M", &x.to_string(), " ", &y.to_string(), "h1v1h-1z"]);
        }
    }
    Ok((code.size() + 2 * QUIET_ZONE, path))
}

async fn home() -> Response {
    let main = html! {
        p.over { "2号大屏" }
        h1 { (TITLE) }
        p.lead #words role="status" { "请稍等" }
        div #stage {}
        p.quiet { "只看社保卡办到哪一步，别的都不看。" }
    };
    web::page(TITLE, "board", "/board.js", &main)
}

async fn state(State(board): State<Arc<Board>>) -> Json<Shown> {
    *board.watched.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    Json(board.shown.lock().unwrap_or_else(PoisonError::into_inner).clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_with_its_quiet_zone() {
        let (size, path) = picture("http://127.0.0.1/q/abc").unwrap();
        assert_eq!(size, 25 + 8);
        assert!(path.starts_with("M4 4h1v1h-1z"));
    }
}
