//! Pages of the desk, for staff: sign in, freeze a lost phone, give a code of eight digits, see a caller's page.
//!
//! [`PAGES`] is the list of what there is; a page stands in the navigation of whoever may use it, and its handlers ask
//! for the same right. A further page is a line there, a file beside [`lost`], and its routes in [`routes`]. Everything
//! about a person travels in forms, never in an address; what is done stands in the person's own record.

use std::sync::Arc;

use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    response::Response,
    routing::{get, post},
};
use leling_language::{Msg, msg};
use leling_tokens::{Icon, Mode};
use maud::html;

use crate::{
    Gateway,
    pages::{draw::icon, html::guard, still},
    rules::staff::{Right, Role},
};

mod codes;
mod duty;
mod find;
mod help;
mod lost;
mod sign_in;

use duty::OnDuty;

/// A page of the desk.
struct DeskPage {
    /// Address.
    path: &'static str,
    /// What it is called.
    title: Msg,
    /// What it is for.
    hint: Msg,
    icon: Icon,
    /// Who may use it.
    right: Right,
}

/// Every page, in the order of the navigation.
const PAGES: &[DeskPage] = &[
    DeskPage {
        path: "/desk/lost",
        title: msg::DESK_LOST_TITLE,
        hint: msg::DESK_LOST_HINT,
        icon: Icon::Freeze,
        right: Right::Freeze,
    },
    DeskPage {
        path: "/desk/codes",
        title: msg::DESK_CODES_TITLE,
        hint: msg::DESK_CODES_HINT,
        icon: Icon::Doc,
        right: Right::GiveCodes,
    },
    DeskPage {
        path: "/desk/help",
        title: msg::DESK_HELP_TITLE,
        hint: msg::DESK_HELP_HINT,
        icon: Icon::Call,
        right: Right::SeeHelp,
    },
];

/// Gives the routes of the desk.
pub(crate) fn routes(gateway: &Arc<Gateway>) -> Router<Arc<Gateway>> {
    Router::new()
        .route("/desk", get(home))
        .route("/desk/in", get(sign_in::form).post(sign_in::enter))
        .route("/desk/out", post(sign_in::leave))
        .route("/desk/lost", get(lost::form).post(lost::found))
        .route("/desk/lost/review", post(lost::review))
        .route("/desk/lost/do", post(lost::change))
        .route("/desk/codes", get(codes::form).post(codes::found))
        .route("/desk/codes/give", post(codes::give))
        .route("/desk/help", get(help::form).post(help::found))
        .layer(from_fn_with_state((Arc::clone(gateway), Mode::Standard), still::in_words))
        .layer(from_fn(guard))
}

/// What there is to do for this member of staff.
async fn home(duty: OnDuty) -> Response {
    let mine: Vec<&DeskPage> = PAGES.iter().filter(|page| duty.role().may(page.right)).collect();
    duty.page(msg::DESK_HOME_TITLE, |say| {
        html! {
            @if mine.is_empty() {
                p { (say.say(msg::DESK_HOME_EMPTY)) }
            } @else {
                ul.tiles {
                    @for page in &mine {
                        li {
                            a href=(page.path) {
                                (icon(page.icon))
                                span { b { (say.say(page.title)) } span.caption { (say.say(page.hint)) } }
                            }
                        }
                    }
                }
            }
            p.quiet { (say.say(msg::DESK_RECORDED)) }
        }
    })
}

/// Gives the word for a role.
pub(crate) const fn role_word(role: Role) -> Msg {
    match role {
        Role::Clerk => msg::DESK_ROLE_CLERK,
        Role::Hotline => msg::DESK_ROLE_HOTLINE,
        Role::Supervisor => msg::DESK_ROLE_SUPERVISOR,
        Role::Reviewer => msg::DESK_ROLE_REVIEWER,
    }
}
