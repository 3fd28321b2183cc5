//! Who sits at the desk: a session of a member of staff, looked up once per request, and the frame of their pages.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{Method, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use leling_language::{Language, Msg, msg};
use leling_protocol::{ErrorCode, Timestamp};
use leling_tokens::{Icon, Mode};
use maud::{Markup, html};
use uuid::Uuid;

use super::{PAGES, role_word};
use crate::{
    Gateway,
    api::{error::ApiError, frame::host},
    pages::{
        cookie::DESK,
        draw::icon,
        form::{FormOf, check_origin},
        html::Page,
        login::see,
        say::{Say, choose_for_staff},
    },
    rules::staff::{Right, Role},
    storage::{DeskCaller, DeskSessionId, PersonHandle, StaffNumber},
    ticket::TicketKind,
};

/// How old the last use of a session may be until it is noted again, in seconds.
const NOTED_EVERY: i64 = 60;

/// A member of staff with an open session. A form of theirs came from one of our own pages.
pub(super) struct OnDuty {
    pub(super) gateway: Arc<Gateway>,
    pub(super) session: DeskSessionId,
    pub(super) at: Timestamp,
    caller: DeskCaller,
    language: Language,
    /// Where they are, which the navigation shows.
    path: String,
}

impl FromRequestParts<Arc<Gateway>> for OnDuty {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, gateway: &Arc<Gateway>) -> Result<Self, Response> {
        let base = gateway.origin.base(host(&parts.uri, &parts.headers));
        let base = base.ok_or_else(|| ApiError::from(ErrorCode::RequestInvalid).into_response())?;
        let ticket = DESK.read(&parts.headers, &base);
        let session = ticket.and_then(|ticket| gateway.tickets.read(TicketKind::Desk, ticket));
        let session = session.map(|bytes| DeskSessionId(Uuid::from_bytes(bytes))).ok_or_else(|| see("/desk/in"))?;
        let at = gateway.now();
        let broken = |error| ApiError::from(error).into_response();
        let caller = gateway.storage.desk_caller(session).await.map_err(broken)?;
        let open = caller.filter(|caller| caller.session.is_open(at, &gateway.numbers));
        let caller = open.ok_or_else(|| see("/desk/in?over=1"))?;
        if parts.method == Method::POST {
            check_origin(&parts.headers, &base).map_err(IntoResponse::into_response)?;
        }
        if at.since(caller.session.used_at) >= NOTED_EVERY {
            gateway.storage.use_desk_session(session, at).await.map_err(broken)?;
        }
        let language = choose_for_staff(&parts.headers);
        let path = parts.uri.path().to_owned();
        Ok(Self { gateway: Arc::clone(gateway), session, at, caller, language, path })
    }
}

impl OnDuty {
    /// Gives their role.
    pub(super) const fn role(&self) -> Role {
        self.caller.role
    }

    /// Gives their number.
    pub(super) const fn number(&self) -> &StaffNumber {
        &self.caller.number
    }

    /// Refuses what is not theirs to do.
    ///
    /// # Errors
    /// `auth.scope`.
    pub(super) fn require(&self, right: Right) -> Result<(), ApiError> {
        if self.role().may(right) { Ok(()) } else { Err(ErrorCode::AuthScope.into()) }
    }

    /// Gives the token that every form of theirs carries.
    pub(super) fn form_token(&self) -> String {
        self.gateway.forms.token(FormOf::Desk, &[self.session.0.as_bytes()])
    }

    /// Refuses a form that is not of this session.
    ///
    /// # Errors
    /// `auth.invalid`.
    pub(super) fn check_form(&self, token: &str) -> Result<(), ApiError> {
        self.gateway.forms.check(FormOf::Desk, &[self.session.0.as_bytes()], token)
    }

    /// Names a person in a form of this session: their handle with a proof that it was found here.
    pub(super) fn subject(&self, person: PersonHandle) -> String {
        let tag = self.gateway.forms.token(FormOf::Subject, &[self.session.0.as_bytes(), person.0.as_bytes()]);
        format!("{person}.{tag}")
    }

    /// Reads whom a form is about.
    ///
    /// # Errors
    /// `auth.invalid` for a person who was not found in this session.
    pub(super) fn read_subject(&self, text: &str) -> Result<PersonHandle, ApiError> {
        let (person, tag) = text.split_once('.').ok_or(ErrorCode::AuthInvalid)?;
        let person = Uuid::try_parse(person).map_err(|_| ErrorCode::AuthInvalid)?;
        let whom = [self.session.0.as_bytes().as_slice(), person.as_bytes()];
        self.gateway.forms.check(FormOf::Subject, &whom, tag)?;
        Ok(PersonHandle(person))
    }

    /// Draws a page of theirs.
    pub(super) fn page(&self, title: Msg, main: impl FnOnce(Say<'_>) -> Markup) -> Response {
        self.page_as(StatusCode::OK, title, main)
    }

    /// Draws a page of theirs with a status.
    pub(super) fn page_as(&self, status: StatusCode, title: Msg, main: impl FnOnce(Say<'_>) -> Markup) -> Response {
        let say = Say::new(&self.gateway.words, self.language);
        let main = html! { h1 { (say.say(title)) } (main(say)) };
        let page = Page {
            say,
            status,
            title: say.plain(title),
            mode: Mode::Standard,
            head: self.head(say),
            main,
            script: None,
        };
        page.into_response()
    }

    /// The strip above: the pages of their role, who they are, the way out.
    fn head(&self, say: Say<'_>) -> Markup {
        html! {
            nav.desk aria-label=(say.plain(msg::DESK_NAV)) {
                ul {
                    @for page in PAGES.iter().filter(|page| self.role().may(page.right)) {
                        li {
                            a href=(page.path) aria-current=[self.path.starts_with(page.path).then_some("page")] {
                                (icon(page.icon)) span { (say.say(page.title)) }
                            }
                        }
                    }
                }
            }
            p.tag { (icon(Icon::Staff)) span { (say.say(role_word(self.role()))) " " (self.number()) } }
            form method="post" action="/desk/out" {
                input type="hidden" name="token" value=(self.form_token());
                button.mini type="submit" { (say.say(msg::DESK_KEY_OUT)) }
            }
        }
    }
}
