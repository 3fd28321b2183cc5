//! What the pages of the samples have in common: headers, files, cookies, listening.

use std::{io, net::SocketAddr};

use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::get,
};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use tokio::net::TcpListener;

/// Nothing from elsewhere, nothing inline, in nobody's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
                      base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// Lets a form of this site, once sent, be led on to another: the sign-out goes by way of the provider.
pub(crate) async fn forms_reach(origin: String, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Ok(policy) = HeaderValue::try_from(format!("{POLICY} {origin}")) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Serves `router` at `listen` until the process ends; the first line on standard output says where.
pub(crate) async fn serve(listen: SocketAddr, router: Router) -> io::Result<()> {
    let listener = TcpListener::bind(listen).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let router = router.route("/style.css", get(style)).layer(from_fn(guard));
    axum::serve(listener, router).await
}

async fn guard(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        // What one person saw is not kept for the next.
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

async fn style() -> Response {
    file("text/css; charset=utf-8", include_str!("../page/style.css"))
}

/// A file of the page.
pub(crate) fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// A script of the page.
pub(crate) fn script(text: &'static str) -> Response {
    file("text/javascript; charset=utf-8", text)
}

/// A whole page: `look` names it for the style, `script` is its script.
pub(crate) fn page(title: &str, look: &str, script: &str, main: &Markup) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/style.css";
                script src=(script) defer {}
            }
            body class=(look) { main { (main) } }
        }
    };
    let PreEscaped(text) = page;
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}

/// Reads the one cookie of that name.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut values = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(|(found, value)| (found == name).then_some(value));
    values.next().filter(|_| values.next().is_none())
}

/// A session cookie of this site; behind https it is also marked so.
pub(crate) fn set_cookie(name: &str, value: &str, https: bool) -> (HeaderName, String) {
    let secure = if https { "; Secure" } else { "" };
    (header::SET_COOKIE, format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}"))
}
