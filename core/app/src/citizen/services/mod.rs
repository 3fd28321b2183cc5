//! 全部服务: what is seldom done, behind the home's few large things.

use leling_language::msg;
use leling_protocol::{CardAction, ECardState, Verdict};
use leling_screen::Icon;
use leling_screen::node::RowsStyle;
use leling_screen::screen::SectionRole;

use super::{Flow, Page, State, home, logins, reset, unlink, vouch};
use crate::effect::Effect;
use crate::ui::Ui;

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// 我登录过的地方
    Logins,
    /// 帮家人换手机
    Vouch,
    /// 重设密码
    Reset,
    /// 解除绑定
    Unlink,
}

/// Takes a press.
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    state.live.failure = None;
    match event {
        Event::Logins => return logins::open(state),
        Event::Vouch => state.flow = Flow::Vouch(vouch::Vouching::default()),
        Event::Reset => state.flow = Flow::Reset(reset::Resetting::default()),
        Event::Unlink => state.flow = Flow::Unlink(unlink::Unlinking::default()),
    }
    Vec::new()
}

/// The person sees the services that this card and this phone allow.
pub fn view(state: &State, ui: Ui) -> Page {
    let mut page = ui.page("services", ui.text(msg::HOME_SERVICES_TITLE));
    page.section(SectionRole::Content);
    let allowed = |action| matches!(home::may(state, action), Verdict::Allowed);
    let issued =
        matches!(state.kept.card.as_ref().map(|card| card.ecard), Some(ECardState::Level1 | ECardState::Level2));
    let mut wanted = vec![("logins", Icon::Log, msg::HOME_KEY_LOGINS, Event::Logins)];
    if allowed(CardAction::Login) {
        wanted.push(("vouch", Icon::Family, msg::HOME_KEY_VOUCH, Event::Vouch));
    }
    let claimed = issued && allowed(CardAction::Unlink);
    if claimed || allowed(CardAction::ResetPassword) {
        wanted.push(("reset", Icon::Lock, msg::HOME_KEY_RESET_PASSWORD, Event::Reset));
    }
    if claimed {
        wanted.push(("unlink", Icon::Erase, msg::HOME_KEY_UNLINK, Event::Unlink));
    }
    let rows = wanted
        .into_iter()
        .map(|(id, icon, label, press)| page.row(id, icon, ui.label(label), None, super::Event::Services(press)))
        .collect();
    page.rows("services", RowsStyle::Rows, rows);
    page
}
