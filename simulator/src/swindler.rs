//! A swindler: opens a login at the kiosk in a browser of his own and passes its code on under another sign.
//!
//! What he relays is what a photograph of the kiosk would show. The number that appears there after a scan stands on a screen
//! that his victim does not see. Whether he gets anything for it is told on his own page.

use std::{
    collections::BTreeMap,
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Json, Router,
    body::{Body, to_bytes},
    extract::State,
    http::{Request, Response, Uri, header},
    response::{Html, IntoResponse},
    routing::get,
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde::Serialize;
use tokio::{net::TcpListener, sync::Mutex};

/// Redirects followed for one page.
const REDIRECTS: usize = 8;

/// Largest page that is read, in bytes.
const LARGEST: usize = 1 << 20;

/// How often he looks at the page that he relays.
const LOOK: Duration = Duration::from_secs(2);

/// What a swindler is started with.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct SwindlerArgs {
    /// Address of the kiosk whose code he passes on.
    #[arg(long)]
    kiosk: String,
    /// Where his page is.
    #[arg(long)]
    listen: SocketAddr,
}

/// What his page shows.
#[derive(Clone, Default, Serialize)]
#[serde(tag = "shows", rename_all = "snake_case")]
enum Shown {
    /// Nothing to pass on.
    #[default]
    Nothing,
    /// The kiosk's code.
    Code { size: String, path: String },
    /// Somebody scanned; his victim does not see the number.
    Scanned,
    /// Somebody said yes: he is signed in.
    Robbed,
}

/// A browser of his own at the kiosk.
struct Browser {
    client: Client<HttpConnector, Body>,
    kiosk: String,
    cookies: BTreeMap<String, String>,
    /// The page that it is on.
    at: Option<Uri>,
    looked: Option<Instant>,
    shown: Shown,
}

/// Runs a swindler until the process ends.
pub(crate) async fn run(args: SwindlerArgs) -> io::Result<()> {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let (cookies, shown) = (BTreeMap::new(), Shown::Nothing);
    let browser = Browser { client, kiosk: args.kiosk, cookies, at: None, looked: None, shown };
    let router = Router::new()
        .route("/", get(async || Html(include_str!("../glass/swindler.html"))))
        .route("/swindler.css", get(async || text("text/css; charset=utf-8", include_str!("../glass/swindler.css"))))
        .route("/swindler.js", get(async || text("text/javascript", include_str!("../glass/swindler.js"))))
        .route("/state", get(state))
        .with_state(Arc::new(Mutex::new(browser)));
    let listener = TcpListener::bind(args.listen).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router).await
}

fn text(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind)], text)
}

async fn state(State(browser): State<Arc<Mutex<Browser>>>) -> Json<Shown> {
    let mut browser = browser.lock().await;
    if browser.looked.is_none_or(|at| at.elapsed() >= LOOK) {
        browser.looked = Some(Instant::now());
        browser.shown = browser.look().await.unwrap_or_default();
    }
    Json(browser.shown.clone())
}

impl Browser {
    /// Looks at the page; one that has nothing to scan any more is left for a new login.
    async fn look(&mut self) -> Option<Shown> {
        let address = match self.at.clone() {
            Some(address) => address,
            None => format!("{}/login", self.kiosk).parse().ok()?,
        };
        let page = self.open(address).await?;
        let at_kiosk = self.at.as_ref()?.to_string().starts_with(&self.kiosk);
        let state = between(&page, "data-state=\"", "\"");
        let shown = match (at_kiosk, state) {
            (true, _) => Shown::Robbed,
            (false, Some("open")) => {
                let (_, drawing) = page.split_once("class=\"qr\"")?;
                let size = between(drawing, "viewBox=\"0 0 ", " ")?.to_owned();
                Shown::Code { size, path: between(drawing, " d=\"", "\"")?.to_owned() }
            }
            (false, Some("approved")) => {
                let go = self.beside("/login/go")?;
                self.open(go).await?;
                Shown::Robbed
            }
            (false, Some(_)) => Shown::Scanned,
            (false, None) => {
                self.at = None;
                Shown::Nothing
            }
        };
        Some(shown)
    }

    fn beside(&self, path: &str) -> Option<Uri> {
        let at = self.at.as_ref()?;
        format!("http://{}{path}", at.authority()?).parse().ok()
    }

    /// Follows redirects and keeps cookies, as a browser does; cookies do not tell ports apart.
    async fn open(&mut self, mut address: Uri) -> Option<String> {
        for _ in 0..REDIRECTS {
            let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let request = Request::get(&address).header(header::COOKIE, cookies.join("; ")).body(Body::empty()).ok()?;
            let answer = self.client.request(request).await.ok()?;
            self.keep(&answer);
            self.at = Some(address.clone());
            let Some(next) = answer.headers().get(header::LOCATION) else {
                let body = to_bytes(Body::new(answer.into_body()), LARGEST).await.ok()?;
                return String::from_utf8(body.to_vec()).ok();
            };
            let next = next.to_str().ok()?;
            address = if next.starts_with('/') { self.beside(next)? } else { next.parse().ok()? };
        }
        None
    }

    fn keep<B>(&mut self, answer: &Response<B>) {
        let lines = answer.headers().get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        for (name, rest) in lines.filter_map(|line| line.split_once('=')) {
            self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap_or_default().to_owned());
        }
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(found, _)| found)
}
