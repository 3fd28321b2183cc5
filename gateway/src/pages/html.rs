//! The frame of every page: document, brand, the way to a person, and the headers that keep it safe.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use leling_language::{Writing, msg};
use leling_tokens::{Icon, Mode};
use maud::{DOCTYPE, Markup, html};

use super::{
    assets::{self, Asset},
    draw::icon,
    say::{Say, direction},
};

/// Nothing from elsewhere, nothing inline, in nobody's frame. A form goes to ourselves; the way back to a party is a
/// link and no form, so that this needs no exception.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What stands on a page beside its frame.
pub(crate) struct Page<'a> {
    /// Whose words.
    pub(crate) say: Say<'a>,
    /// HTTP status.
    pub(crate) status: StatusCode,
    /// Title of the document: what the heading says.
    pub(crate) title: String,
    /// How large: elder for people, standard for staff.
    pub(crate) mode: Mode,
    /// Words of the strip above, beside the brand.
    pub(crate) head: Markup,
    /// The page itself, with its one `h1`.
    pub(crate) main: Markup,
    /// Its script, where it has one; it reads well without.
    pub(crate) script: Option<&'static Asset>,
}

impl Page<'_> {
    /// Draws the whole document.
    pub(super) fn document(&self) -> Markup {
        let language = self.say.language();
        let upright = language.writing() == Writing::VerticalLr;
        html! {
            (DOCTYPE)
            html lang=(language.tag()) dir=(direction(language)) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) " · " (self.say.plain(msg::BRAND_NAME)) }
                    link rel="stylesheet" href=(assets::STYLE.path());
                    link rel="icon" type="image/svg+xml" href=(assets::MARK.path());
                    @if let Some(script) = self.script {
                        script src=(script.path()) defer {}
                    }
                }
                body.screen data-mode=(self.mode) data-upright[upright] {
                    a.skip href="#main" { (self.say.say(msg::PAGES_SKIP)) }
                    header.top {
                        p.brand { (icon(Icon::Brand)) span { (self.say.say(msg::BRAND_NAME)) } }
                        (self.head)
                    }
                    main #main tabindex="-1" {
                        (self.main)
                        @if self.say.is_draft() {
                            p.draft { (self.say.say(msg::COMMON_DRAFT_TAG)) }
                        }
                    }
                    footer.help { p { (icon(Icon::Call)) span { (self.say.say(msg::COMMON_CALL_SAYS)) } } }
                }
            }
        }
    }
}

impl IntoResponse for Page<'_> {
    fn into_response(self) -> Response {
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        (self.status, [(header::CONTENT_TYPE, kind)], self.document().into_string()).into_response()
    }
}

/// Puts the headers on whatever a page's address answers, also on refusals and redirects.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Not `no-referrer`: with it a browser would name no origin when a form is sent.
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
