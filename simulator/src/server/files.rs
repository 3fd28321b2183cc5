//! The page, carried in the binary.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};

use super::Desk;

/// Every file of the page with its path.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// Where the icons go in `index.html`.
const ICONS: &str = "<!--icons-->";

fn find(path: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(name, _)| *name == path).map(|(_, content)| *content)
}

/// The page with its icons inside.
///
/// Its panes are other addresses of 127.0.0.1; under the name `localhost` they would be of another site, and get no cookies.
pub(super) async fn index(State(desk): State<Desk>, headers: HeaderMap) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if host.starts_with("localhost:") {
        return Redirect::to(&desk.link()).into_response();
    }
    let Some(page) = find("/index.html").and_then(|page| str::from_utf8(page).ok()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let page = page.replace(ICONS, &leling_tokens::icons_svg());
    ([(header::CONTENT_TYPE, media_type("html"))], page).into_response()
}

/// The tokens of the design.
pub(super) async fn tokens() -> Response {
    ([(header::CONTENT_TYPE, media_type("css"))], leling_tokens::css()).into_response()
}

/// Any other file of the page. `index.html` has its own door, which wants the token.
pub(super) async fn file(uri: Uri) -> Response {
    let path = uri.path();
    match find(path).filter(|_| path != "/index.html") {
        Some(content) => {
            let end = path.rsplit('.').next().unwrap_or_default();
            ([(header::CONTENT_TYPE, media_type(end))], content).into_response()
        }
        None => (StatusCode::NOT_FOUND, "there is no such file\n").into_response(),
    }
}

fn media_type(end: &str) -> &'static str {
    match end {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_a_type_and_the_gallery_stays_outside() {
        assert!(find("/phone/phone.js").is_some());
        for (path, _) in FILES {
            assert!(!path.contains("gallery"), "{path}");
            assert_ne!(media_type(path.rsplit('.').next().unwrap()), "application/octet-stream", "{path}");
        }
    }

    #[test]
    fn icons_carry_no_style_that_the_policy_would_refuse() {
        assert!(!leling_tokens::icons_svg().contains("style="));
    }
}
