//! Plain pages that stand by themselves: why something could not be done, the page of the device door, a login code that
//! another app opened. They look nothing up and open nothing.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use leling_language::{Msg, Value, msg};
use leling_protocol::ErrorCode;
use leling_tokens::{Icon, Mode};
use maud::{Markup, html};

use super::{
    draw::icon,
    html::Page,
    say::{Say, choose},
};
use crate::{
    Gateway,
    api::{error::Failure, frame::Trace},
};

/// Why there is nothing to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// No login belongs to this browser, or it was used.
    Gone,
    /// A newer page of the same browser took over.
    Elsewhere,
    /// The party is not registered, or the address to come back to is not its own.
    Party,
    /// The party's request cannot be read.
    Request,
    /// There is nothing at this address.
    Nothing,
    /// The form is not of this page, or too old.
    Form,
    /// This member of staff may not do it.
    NotTheirs,
    /// Too many requests.
    Often,
    /// The gateway failed.
    Broken,
}

impl Trouble {
    /// Every trouble.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 9] = [
        Self::Gone,
        Self::Elsewhere,
        Self::Party,
        Self::Request,
        Self::Nothing,
        Self::Form,
        Self::NotTheirs,
        Self::Often,
        Self::Broken,
    ];

    /// Title and the one thing to do.
    const fn words(self) -> (Msg, Msg) {
        match self {
            Self::Gone => (msg::PAGES_GONE_TITLE, msg::PAGES_GONE),
            Self::Elsewhere => (msg::PAGES_ELSEWHERE_TITLE, msg::PAGES_ELSEWHERE),
            Self::Party => (msg::PAGES_PARTY_TITLE, msg::PAGES_PARTY),
            Self::Request => (msg::PAGES_REQUEST_TITLE, msg::PAGES_REQUEST),
            Self::Nothing => (msg::PAGES_NOTHING_TITLE, msg::PAGES_NOTHING),
            Self::Form => (msg::PAGES_FORM_TITLE, msg::PAGES_FORM),
            Self::NotTheirs => (msg::PAGES_NOT_THEIRS_TITLE, msg::PAGES_NOT_THEIRS),
            Self::Often => (msg::PAGES_OFTEN_TITLE, msg::PAGES_OFTEN),
            Self::Broken => (msg::PAGES_BROKEN_TITLE, msg::PAGES_BROKEN),
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Gone => StatusCode::GONE,
            Self::Elsewhere => StatusCode::CONFLICT,
            Self::Party | Self::Request => StatusCode::BAD_REQUEST,
            Self::Nothing => StatusCode::NOT_FOUND,
            Self::Form | Self::NotTheirs => StatusCode::FORBIDDEN,
            Self::Often => StatusCode::TOO_MANY_REQUESTS,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn of(code: ErrorCode) -> Self {
        match code {
            ErrorCode::RequestNotFound => Self::Nothing,
            ErrorCode::RateLimited => Self::Often,
            ErrorCode::PartyRefused => Self::Party,
            ErrorCode::LoginExpired | ErrorCode::SessionUnknown => Self::Gone,
            ErrorCode::AuthInvalid => Self::Form,
            ErrorCode::AuthScope => Self::NotTheirs,
            code if code.http_status() < 500 => Self::Request,
            _ => Self::Broken,
        }
    }

    /// Draws the page; `trace` finds the request in the log.
    pub(crate) fn page<'a>(self, say: Say<'a>, mode: Mode, trace: Option<&str>) -> Page<'a> {
        let (title, help) = self.words();
        let main = html! {
            h1 { (say.say(title)) }
            div.notice.caution[self == Self::Party] {
                (icon(if self == Self::Party { Icon::Shield } else { Icon::Info }))
                p { b { (say.say(help)) } (say.say(msg::PAGES_ERROR_PAY)) }
            }
            @if let Some(trace) = trace {
                dl.facts { div { dt { (say.say(msg::ERROR_CALL)) } dd { (say.value(&Value::Code(trace.to_owned()))) } } }
            }
        };
        Page { say, status: self.status(), title: say.plain(title), mode, head: html! {}, main, script: None }
    }
}

/// Turns what a handler of a page refused into a page in plain words, in the size of its readers.
pub(crate) async fn in_words(
    State((gateway, mode)): State<(Arc<Gateway>, Mode)>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers().clone();
    let trace = request.extensions().get::<Trace>().map(|trace| trace.0.clone());
    let response = next.run(request).await;
    let Some(failure) = response.extensions().get::<Failure>().cloned() else { return response };
    let say = Say::new(&gateway.words, choose(&[], &headers));
    let trouble = Trouble::of(failure.refusal.code);
    let mut page = trouble.page(say, mode, trace.as_deref().filter(|_| trouble == Trouble::Broken)).into_response();
    // The frame logs it and adds its headers.
    page.extensions_mut().insert(failure);
    page
}

/// The page of the device door: what to do with the eight digits of a screen that has no browser.
pub(crate) fn device(say: Say<'_>) -> Page<'_> {
    let steps = [msg::PAGES_LOGIN_OPEN, msg::PAGES_LOGIN_SCAN, msg::PAGES_DEVICE_DIGITS, msg::PAGES_DEVICE_TYPE];
    plain(
        say,
        msg::PAGES_DEVICE_TITLE,
        &html! {
            ol.steps { @for step in steps { li { (say.say(step)) } } }
            p { (say.say(msg::PAGES_DEVICE_NOTHING)) }
            div.notice.caution {
                (icon(Icon::Shield))
                p { b { (say.say(msg::SCAN_DIGITS_WARNING)) } }
            }
        },
    )
}

/// A login code that was opened by something else than our app.
pub(crate) fn scanned(say: Say<'_>) -> Page<'_> {
    let steps = [msg::PAGES_LOGIN_OPEN, msg::PAGES_LOGIN_SCAN, msg::PAGES_LOGIN_AIM];
    plain(
        say,
        msg::PAGES_SCANNED_TITLE,
        &html! {
            div.notice {
                (icon(Icon::Info))
                p { b { (say.say(msg::PAGES_SCANNED)) } (say.say(msg::PAGES_SCANNED_NOTHING)) }
            }
            ol.steps { @for step in steps { li { (say.say(step)) } } }
        },
    )
}

/// The end of a session with a party that has no page of its own for it.
pub(crate) fn signed_out(say: Say<'_>) -> Page<'_> {
    plain(
        say,
        msg::PAGES_SIGNED_OUT_TITLE,
        &html! {
            div.panel { (icon(Icon::Check)) p.lead { (say.say(msg::PAGES_SIGNED_OUT)) } }
        },
    )
}

fn plain<'a>(say: Say<'a>, title: Msg, body: &Markup) -> Page<'a> {
    let main = html! { h1 { (say.say(title)) } (body) };
    Page { say, status: StatusCode::OK, title: say.plain(title), mode: Mode::Elder, head: html! {}, main, script: None }
}

#[cfg(test)]
mod tests {
    use leling_language::{Catalogue, Language};

    use super::*;
    use crate::pages::structure;

    #[test]
    fn every_plain_page_is_whole_and_opens_nothing() {
        let words = Catalogue::new();
        for language in Language::ALL.iter().copied() {
            let say = Say::new(&words, language);
            let troubles = Trouble::ALL.map(|trouble| trouble.page(say, Mode::Elder, Some("k7f2")));
            for page in troubles.into_iter().chain([device(say), scanned(say), signed_out(say)]) {
                let drawn = page.document().into_string();
                structure::check(&drawn);
                assert!(!drawn.contains("<form") && !drawn.contains("<script"), "{drawn}");
                assert!(drawn.replace('\u{2060}', "").contains("12333"));
            }
        }
    }

    #[test]
    fn every_refusal_has_a_page_of_its_status_class() {
        for code in ErrorCode::ALL.iter().filter(|code| code.http_status() != 0) {
            let status = Trouble::of(*code).status();
            assert_eq!(status.is_server_error(), code.http_status() >= 500, "{code}");
        }
    }
}
