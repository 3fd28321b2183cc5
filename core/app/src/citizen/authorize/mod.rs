//! 授权登录: another app on this phone asks who the person is, by a link that only this app is given.
//!
//! A link counts only where it is the request of an app at the very origin of our gateway; every other one is refused in words
//! that lie over what was open, and nothing is asked or opened. A link that starts the app waits until the store is open.

#[cfg(test)]
mod tests;

use leling_code::text::authorize_query;
use leling_language::msg;
use leling_protocol::wire::LoginResponse;
use leling_protocol::{CardAction, ErrorClass, ErrorCode, Redacted, Verdict};
use leling_screen::ActionKind;
use leling_screen::Icon;
use leling_screen::node::{NoticeKind, Tone};
use leling_screen::screen::SectionRole;
use serde::{Deserialize, Serialize};

use super::{Flow, Overlay, Page, State, form, home, login};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall};
use crate::ui::Ui;

/// A request of another app.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    query: String,
    refused: Option<ErrorCode>,
}

impl Asking {
    /// Says whether a login may still come of it.
    pub(super) const fn asks(&self) -> bool {
        self.refused.is_none()
    }
}

impl core::fmt::Debug for Asking {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Asking(redacted, {:?})", self.refused)
    }
}

/// Why a link opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkRefusal {
    /// It is not the request of an app at our gateway.
    Foreign,
    /// It is, but this phone cannot answer it now.
    NotNow(ErrorCode),
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// 再试一次
    Again,
    /// 知道了, under a refused link
    Understood,
}

/// Takes a link that the system handed over.
pub fn link(state: &mut State, link: String, cx: &Context) -> Vec<Effect> {
    if matches!(state.flow, Flow::Opening(_)) {
        state.live.link = Some(Redacted::new(link));
        return Vec::new();
    }
    let Some(query) = authorize_query(&link, cx.links()) else {
        return refuse(state, LinkRefusal::Foreign);
    };
    if state.kept.person.is_none() {
        return refuse(state, LinkRefusal::NotNow(ErrorCode::DeviceNone));
    }
    if let Verdict::Refused(code) = home::may(state, CardAction::Login) {
        return refuse(state, LinkRefusal::NotNow(code));
    }
    if login::waits(state, cx) {
        return refuse(state, LinkRefusal::NotNow(ErrorCode::LoginBusy));
    }
    state.live.overlay = None;
    ask(state, query.to_owned(), cx)
}

/// Takes the link that started the app, once the store is open.
pub fn held_link(state: &mut State, cx: &Context) -> Vec<Effect> {
    match state.live.link.take() {
        Some(held) => link(state, held.into_inner(), cx),
        None => Vec::new(),
    }
}

fn refuse(state: &mut State, why: LinkRefusal) -> Vec<Effect> {
    state.live.overlay = Some(Overlay::LinkRefused(why));
    Vec::new()
}

fn ask(state: &mut State, query: String, cx: &Context) -> Vec<Effect> {
    state.flow = Flow::Authorize(Asking { query: query.clone(), refused: None });
    state.wait();
    vec![Effect::Gateway(GatewayCall::Authorize { id: cx.write_id(), query })]
}

/// Asks anew after the process died before there was an answer.
pub fn ask_again(state: &mut State, cx: &Context) -> Vec<Effect> {
    match &state.flow {
        Flow::Authorize(Asking { query, refused: None }) => ask(state, query.clone(), cx),
        _ => Vec::new(),
    }
}

/// Takes who asks, or why nobody may.
pub fn found(state: &mut State, result: Result<LoginResponse, Failure>, cx: &Context) -> Vec<Effect> {
    let Flow::Authorize(asking) = &mut state.flow else { return Vec::new() };
    match result {
        Ok(login) => login::open(state, login, cx),
        Err(failure) => {
            asking.refused = Some(failure.code);
            state.failed(failure);
            Vec::new()
        }
    }
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    match event {
        Event::Understood => {
            state.live.overlay = None;
            Vec::new()
        }
        Event::Again => match &state.flow {
            Flow::Authorize(asking) => ask(state, asking.query.clone(), cx),
            _ => Vec::new(),
        },
    }
}

/// The person sees that the gateway is being asked who wants to know, or why nobody may.
pub fn view(asking: &Asking, ui: Ui) -> Page {
    let Some(code) = asking.refused else {
        let mut page = ui.page("authorize.checking", ui.text(msg::AUTHORIZE_TITLE));
        page.section(SectionRole::Status);
        form::progress(&mut page, msg::SCAN_PROGRESS);
        return page;
    };
    let mut page = ui.page("authorize.refused", ui.text(msg::AUTHORIZE_REFUSED_TITLE));
    page.section(SectionRole::Status);
    form::trouble_now(&mut page, code);
    if matches!(code.class(), ErrorClass::Offline | ErrorClass::Server) || code == ErrorCode::RateLimited {
        let again = super::Event::Authorize(Event::Again);
        page.action(ActionKind::Secondary, "again", ui.label(msg::COMMON_KEY_AGAIN), None, again);
    }
    let label = ui.label(msg::COMMON_KEY_TO_HOME);
    page.action(ActionKind::Primary, "home", label, Some(Icon::Home), super::Event::Home);
    page
}

/// The person sees that a link opened nothing, and why; what was open lies beneath.
pub fn refused_link(state: &State, why: LinkRefusal, ui: Ui) -> Page {
    let mut page = ui.page("link.refused", ui.text(msg::LINK_REFUSED_TITLE));
    if state.kept.person.is_none() {
        page.without_home();
    }
    page.section(SectionRole::Status);
    match why {
        LinkRefusal::Foreign => {
            let (lead, more) = (ui.text(msg::LINK_FOREIGN), Some(ui.text(msg::LINK_FOREIGN_DO)));
            page.notice("error", NoticeKind::Error, Tone::Caution, Icon::Info, lead, more);
        }
        LinkRefusal::NotNow(code) => page.error("error", code),
    }
    let understood = super::Event::Authorize(Event::Understood);
    page.action(ActionKind::Primary, "understood", ui.label(msg::COMMON_KEY_DONE), None, understood);
    page
}
