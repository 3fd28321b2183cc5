//! 我登录过的地方 and 我同意过的: where the person is logged in and to whom they said yes, each ended by one tap.
//!
//! A sign-out is a write that goes by itself without a network. Its receipt says whether it reaches the other side at once or
//! in minutes, because a party that is not told by the gateway asks again only after its token is over.

#[cfg(test)]
mod tests;
mod view;

use leling_protocol::ErrorCode;
use leling_protocol::wire::{GrantsResponse, SessionsResponse, SignOutReach, WriteResponse};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use view::view;

use super::{Flow, State, form, home};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall};

/// What stands on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// A page of a list, from 0 for the newest.
    List(List, u16),
    /// One entry ends, or has ended.
    Ending(Ending),
}

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum List {
    /// 我登录过的地方
    Sessions,
    /// 我同意过的
    Grants,
}

/// The end of one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// The write.
    id: Uuid,
    /// The session or grant.
    of: Uuid,
    /// With whom.
    party: String,
    /// What ends.
    what: What,
    /// Whether the gateway has acknowledged it.
    done: bool,
}

/// What ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum What {
    /// A session; the party hears of it this soon.
    Session(SignOutReach),
    /// A lasting yes.
    Grant,
}

impl What {
    const fn list(self) -> List {
        match self {
            Self::Session(_) => List::Sessions,
            Self::Grant => List::Grants,
        }
    }
}

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// 退出 or 不让它再看: that entry.
    End(Uuid),
    /// The other list, or back to this one.
    Show(List),
    /// Older entries.
    Older,
    /// Newer entries.
    Newer,
    /// 看好了
    Done,
    /// 再试一次
    Again,
}

/// Opens the sessions and fetches them.
pub fn open(state: &mut State) -> Vec<Effect> {
    show(state, List::Sessions)
}

fn show(state: &mut State, list: List) -> Vec<Effect> {
    state.flow = Flow::Logins(Stage::List(list, 0));
    fetch(state)
}

/// Fetches what the open list shows.
pub fn fetch(state: &mut State) -> Vec<Effect> {
    let Flow::Logins(Stage::List(list, _)) = state.flow else { return Vec::new() };
    state.wait();
    vec![Effect::Gateway(match list {
        List::Sessions => GatewayCall::FetchSessions,
        List::Grants => GatewayCall::FetchGrants,
    })]
}

/// Takes where the person is logged in.
pub fn sessions_arrived(state: &mut State, result: Result<SessionsResponse, Failure>) -> Vec<Effect> {
    let answer = result.map(|answer| state.live.sessions = Some(answer.sessions));
    arrived(state, List::Sessions, answer)
}

/// Takes to whom the person said yes.
pub fn grants_arrived(state: &mut State, result: Result<GrantsResponse, Failure>) -> Vec<Effect> {
    let answer = result.map(|answer| state.live.grants = Some(answer.grants));
    arrived(state, List::Grants, answer)
}

/// Ends the wait; the person may have gone on, and what another flow waits for is none of this answer's.
fn arrived(state: &mut State, of: List, answer: Result<(), Failure>) -> Vec<Effect> {
    if matches!(state.flow, Flow::Logins(Stage::List(list, _)) if list == of) {
        match answer {
            Ok(()) => state.succeeded(),
            Err(failure) => state.failed(failure),
        }
    }
    Vec::new()
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    match (event, &mut state.flow) {
        (Event::Done, _) => return home::open(state, cx),
        (Event::Show(list), _) => return show(state, list),
        (Event::End(of), Flow::Logins(Stage::List(list, _))) => {
            let list = *list;
            return end(state, list, of, cx);
        }
        (Event::Older, Flow::Logins(Stage::List(_, page))) => *page += 1,
        (Event::Newer, Flow::Logins(Stage::List(_, page))) => *page = page.saturating_sub(1),
        (Event::Again, _) => return fetch(state),
        _ => {}
    }
    Vec::new()
}

fn end(state: &mut State, list: List, of: Uuid, cx: &Context) -> Vec<Effect> {
    let found = match list {
        List::Sessions => state.live.sessions.iter().flatten().find(|session| session.id == of).map(|session| {
            let call = |id| GatewayCall::EndSession { id, session: of };
            (session.party.name.clone(), What::Session(session.reach), call(cx.write_id()))
        }),
        List::Grants => state.live.grants.iter().flatten().find(|grant| grant.id == of).map(|grant| {
            let call = |id| GatewayCall::RevokeGrant { id, grant: of };
            (grant.party.name.clone(), What::Grant, call(cx.write_id()))
        }),
    };
    let Some((party, what, call)) = found else { return Vec::new() };
    let (GatewayCall::EndSession { id, .. } | GatewayCall::RevokeGrant { id, .. }) = call else { return Vec::new() };
    state.flow = Flow::Logins(Stage::Ending(Ending { id, of, party, what, done: false }));
    state.wait();
    vec![Effect::Gateway(call)]
}

/// Takes the end of an entry; an entry that was gone before is what the person wants.
pub fn ended(state: &mut State, result: Result<WriteResponse, Failure>) -> Vec<Effect> {
    let Flow::Logins(Stage::Ending(ending)) = &mut state.flow else { return Vec::new() };
    match result {
        Ok(answer) if answer.id == ending.id => {}
        Ok(_) => return Vec::new(),
        Err(failure) if failure.code == ErrorCode::SessionUnknown => {}
        Err(failure) => {
            if !form::goes_by_itself(&failure) {
                let list = ending.what.list();
                state.flow = Flow::Logins(Stage::List(list, 0));
            }
            state.failed(failure);
            return Vec::new();
        }
    }
    ending.done = true;
    let of = ending.of;
    state.live.sessions.iter_mut().for_each(|sessions| sessions.retain(|session| session.id != of));
    state.live.grants.iter_mut().for_each(|grants| grants.retain(|grant| grant.id != of));
    state.succeeded();
    Vec::new()
}

/// From the end of an entry to its list, from the grants to the sessions, from those to the home.
pub fn back(state: &mut State, cx: &Context) -> Vec<Effect> {
    state.live.failure = None;
    match &state.flow {
        Flow::Logins(Stage::Ending(ending)) => {
            let list = ending.what.list();
            show(state, list)
        }
        Flow::Logins(Stage::List(List::Grants, _)) => show(state, List::Sessions),
        _ => home::open(state, cx),
    }
}
