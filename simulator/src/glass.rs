//! Glass before the pages of others: they appear inside the simulator's page as they are, and its lens may look through.
//!
//! The gateway and the parties forbid to be framed, rightly. On the simulator's page a frame stands for the screen of
//! another device, so a relay of its own address lies between: whoever connects to it reaches the part behind it under that
//! address. Three things change on the way, all of them here: the frame that is forbidden to everybody is allowed to the
//! simulator's page; compression is not asked for; and a page gets one script more, `glass.js`, which answers the
//! simulator's page with the pixels of a code and hands an app's links to its phone. Requests, cookies, redirects and
//! content pass as they are.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

/// Path of the script, which no page of ours has.
const SCRIPT: &str = "/.glass/glass.js";

/// Largest page that gets the script, in bytes.
const LARGEST: usize = 1 << 20;

/// Headers of one connection (RFC 9110, section 7.6.1), and the wish for compression.
const NOT_PASSED: [header::HeaderName; 7] = [
    header::CONNECTION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::PROXY_AUTHENTICATE,
    header::ACCEPT_ENCODING,
];

/// What stands behind the glass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pane {
    /// The screen of another device.
    Screen,
    /// An app on the phone: links to elsewhere are the phone's to open.
    App,
}

impl Pane {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::App => "app",
        }
    }
}

/// A pane of glass, gone when it is dropped.
#[derive(Debug)]
pub(crate) struct Glass {
    address: SocketAddr,
    task: JoinHandle<()>,
}

#[derive(Clone)]
struct Behind {
    pane: Pane,
    /// Origin of the simulator's page.
    page: String,
    target: watch::Receiver<SocketAddr>,
    client: Client<HttpConnector, Body>,
}

impl Glass {
    /// Puts glass before `target`, on a free port of 127.0.0.1, for the page at `page`.
    ///
    /// # Errors
    /// The system's, when there is no port.
    pub(crate) async fn open(pane: Pane, page: SocketAddr, target: watch::Receiver<SocketAddr>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let client = Client::builder(TokioExecutor::new()).build_http();
        let behind = Behind { pane, page: format!("http://{page}"), target, client };
        let router = Router::new().route(SCRIPT, get(script)).fallback(pass).with_state(behind);
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::warn!(kind = ?error.kind(), "a pane of glass broke");
            }
        });
        Ok(Self { address, task })
    }

    /// Origin under which the part behind it is reached.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Glass {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("../glass/glass.js")).into_response()
}

async fn pass(State(behind): State<Behind>, request: Request) -> Response {
    let (mut head, body) = request.into_parts();
    let target = *behind.target.borrow();
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    let Ok(uri) = Uri::try_from(format!("http://{target}{path}")) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    head.uri = uri;
    strip(&mut head.headers);
    // `host` stays: the part behind has to know under which address it is reached.
    match behind.client.request(Request::from_parts(head, body)).await {
        Ok(answer) => behind.let_through(answer.map(Body::new)).await,
        Err(error) => {
            tracing::info!(%error, "nobody is behind the glass");
            (StatusCode::BAD_GATEWAY, "nobody is there\n").into_response()
        }
    }
}

fn strip(headers: &mut HeaderMap) {
    for name in &NOT_PASSED {
        headers.remove(name);
    }
}

impl Behind {
    async fn let_through(&self, answer: Response) -> Response {
        let (mut head, body) = answer.into_parts();
        strip(&mut head.headers);
        self.allow_frame(&mut head.headers);
        let kind = head.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("text/html")) {
            return Response::from_parts(head, body);
        }
        let Ok(page) = to_bytes(body, LARGEST).await else { return StatusCode::BAD_GATEWAY.into_response() };
        let page = String::from_utf8_lossy(&page);
        let script = format!(
            r#"<script src="{SCRIPT}" data-page="{}" data-pane="{}" defer></script></head>"#,
            self.page,
            self.pane.as_str()
        );
        head.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(head, Body::from(page.replacen("</head>", &script, 1)))
    }

    /// Lets the simulator's page, and nobody else, frame what nobody may frame.
    fn allow_frame(&self, headers: &mut HeaderMap) {
        headers.remove(header::X_FRAME_OPTIONS);
        let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
        let allowed =
            policy.map(|policy| policy.replace("frame-ancestors 'none'", &format!("frame-ancestors {}", self.page)));
        if let Some(allowed) = allowed.and_then(|policy| HeaderValue::try_from(policy).ok()) {
            headers.insert(header::CONTENT_SECURITY_POLICY, allowed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page as the gateway and the parties serve it.
    async fn strict(headers: HeaderMap) -> Response {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let page = format!("<!doctype html><html><head><title>{host}</title></head><body></body></html>");
        let kind = "text/html; charset=utf-8";
        let policy = "default-src 'none'; script-src 'self'; frame-ancestors 'none'";
        let strict = [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_SECURITY_POLICY, policy),
            (header::X_FRAME_OPTIONS, "DENY"),
            (header::SET_COOKIE, "a=1; HttpOnly"),
        ];
        (strict, page).into_response()
    }

    async fn fetch(url: &str) -> (HeaderMap, String) {
        let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build_http();
        let request = Request::get(url).body(Body::empty()).unwrap();
        let (head, body) = client.request(request).await.unwrap().into_parts();
        let body = to_bytes(Body::new(body), LARGEST).await.unwrap();
        (head.headers, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_page_is_framed_by_the_simulator_alone_and_otherwise_stays_as_it_is() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let (_there, target) = watch::channel(listener.local_addr().unwrap());
        let router = Router::new().route("/", get(strict)).route("/plain", get(async || "plain </head>"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let page = "127.0.0.1:7799".parse().unwrap();
        let glass = Glass::open(Pane::Screen, page, target).await.unwrap();
        let (headers, body) = fetch(&glass.origin()).await;
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert_eq!(policy, "default-src 'none'; script-src 'self'; frame-ancestors http://127.0.0.1:7799");
        assert!(!headers.contains_key(header::X_FRAME_OPTIONS));
        assert_eq!(headers[header::SET_COOKIE], "a=1; HttpOnly");
        let host = glass.origin().replace("http://", "");
        assert!(body.contains(&format!("<title>{host}</title><script src=\"{SCRIPT}\"")), "{body}");
        assert_eq!(fetch(&format!("{}/plain", glass.origin())).await.1, "plain </head>");
        let (_, script) = fetch(&format!("{}{SCRIPT}", glass.origin())).await;
        assert!(script.contains("'light'"));
    }
}
