//! What the person sees of where they are logged in and of what they agreed to.

use leling_language::{Msg, home as words, msg};
use leling_protocol::wire::{Party, SignOutReach};
use leling_protocol::{Scope, Timestamp};
use leling_screen::node::{NoticeKind, Row, RowsStyle, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Icon, Lamp, Presentation, Size};
use uuid::Uuid;

use super::super::{Page, State, form};
use super::{Ending, Event, List, Stage, What};
use crate::context::Context;
use crate::ui::{Ui, named};

const fn event(event: Event) -> super::super::Event {
    super::super::Event::Logins(event)
}

/// At most four are said at once.
const fn rows_on_a_page(presentation: Presentation) -> usize {
    match presentation.size {
        Size::Standard if !presentation.voice => 6,
        Size::Standard | Size::Elder => 4,
        Size::Large => 3,
    }
}

/// Draws a list, or the end of one entry.
pub fn view(state: &State, shown: &Stage, ui: Ui, cx: &Context) -> Page {
    match shown {
        Stage::List(list, page) => list_page(state, *list, *page, ui, cx),
        Stage::Ending(ending) => ending_page(state, ending, ui),
    }
}

/// An entry of either list.
struct Line<'a> {
    id: Uuid,
    party: &'a Party,
    scopes: &'a [Scope],
    since: Timestamp,
}

fn lines(state: &State, list: List) -> Vec<Line<'_>> {
    match list {
        List::Sessions => {
            let lines = state.live.sessions.iter().flatten();
            lines.map(|it| Line { id: it.id, party: &it.party, scopes: &it.scopes, since: it.since }).collect()
        }
        List::Grants => {
            let lines = state.live.grants.iter().flatten();
            lines.map(|it| Line { id: it.id, party: &it.party, scopes: &it.scopes, since: it.since }).collect()
        }
    }
}

/// The person sees each party with since when and what it sees; a tap ends it.
fn list_page(state: &State, list: List, page: u16, ui: Ui, cx: &Context) -> Page {
    let (id, title, empty) = match list {
        List::Sessions => ("logins", msg::LOGINS_TITLE, msg::LOGINS_EMPTY),
        List::Grants => ("grants", msg::GRANTS_TITLE, msg::GRANTS_EMPTY),
    };
    let mut drawn = ui.page(id, ui.text(title));
    drawn.secure();
    drawn.section(SectionRole::Content);
    form::failure(&mut drawn, state, None);
    let all = lines(state, list);
    let size = rows_on_a_page(ui.presentation());
    let first = usize::from(page).min(all.len().saturating_sub(1) / size) * size;
    let shown = all.iter().enumerate().skip(first).take(size);
    let rows: Vec<Row> = shown.map(|(at, line)| row(&mut drawn, list, at + 1, line, cx)).collect();
    if !rows.is_empty() {
        drawn.rows("entries", RowsStyle::Rows, rows);
    } else if state.live.waiting {
        drawn.paragraph("wait", ui.text(msg::COMMON_WAIT));
    } else if state.live.failure.is_none() {
        drawn.paragraph("empty", ui.text(empty));
    }
    if list == List::Sessions {
        let (label, detail) = (ui.text(msg::LOGINS_THIS_PHONE), ui.text(msg::LOGINS_THIS_PHONE_DETAIL));
        let this = drawn.told("this_phone", Icon::Person, label, Some(detail));
        drawn.rows("phone", RowsStyle::Rows, vec![this]);
    }
    let (older, newer) = (all.len() > first + size, first > 0);
    keys(&mut drawn, state, list, older, newer);
    drawn
}

fn row(page: &mut Page, list: List, at: usize, line: &Line<'_>, cx: &Context) -> Row {
    let ui = page.ui();
    let (id, label) = match list {
        List::Sessions => (format!("session.{at}"), msg::LOGINS_END),
        List::Grants => (format!("grant.{at}"), msg::GRANTS_REVOKE),
    };
    let label = ui.with(label, &[("party", named(&line.party.name))]);
    let (day, ..) = line.since.in_china();
    let detail = ui.whole(|ui| {
        let since = ui.with(msg::LOGINS_SINCE, &[("day", words::day_value(day, cx.today()))]);
        match ui.catalogue().scopes(ui.presentation().language, line.scopes) {
            Some(sees) => since.joined("，", ui.text(msg::LOGINS_SEES)).joined("", sees),
            None => since,
        }
    });
    let mut row = page.row(&id, Icon::Close, label, Some(detail), event(Event::End(line.id)));
    if let Some(detail) = &row.detail {
        // Two sessions with one party: since when tells them apart.
        row.key.speech = format!("{}，{}", row.key.label.speech, detail.speech);
    }
    row
}

fn keys(page: &mut Page, state: &State, list: List, older: bool, newer: bool) {
    let ui = page.ui();
    let mut key = |kind, id: &str, label: Msg, icon, press| {
        page.action(kind, id, ui.label(label), icon, event(press));
    };
    if state.live.failure.is_some() {
        key(ActionKind::Secondary, "again", msg::COMMON_KEY_AGAIN, None, Event::Again);
    } else {
        let (id, label, other) = match list {
            List::Sessions => ("grants", msg::LOGINS_KEY_GRANTS, List::Grants),
            List::Grants => ("logins", msg::HOME_KEY_LOGINS, List::Sessions),
        };
        key(ActionKind::Plain, id, label, None, Event::Show(other));
    }
    if newer {
        key(ActionKind::Secondary, "newer", msg::LOG_KEY_LATER, None, Event::Newer);
    }
    if older {
        key(ActionKind::Secondary, "older", msg::LOG_KEY_EARLIER, None, Event::Older);
    }
    key(ActionKind::Primary, "done", msg::COMMON_KEY_DONE, Some(Icon::Check), Event::Done);
}

/// The person sees that it ends, and, once it has, how soon the other side knows.
fn ending_page(state: &State, ending: &Ending, ui: Ui) -> Page {
    let Ending { party, what, done, .. } = ending;
    let party = [("party", named(party))];
    let (id, going, gone, progress, receipt, back) = match what {
        What::Session(reach) => {
            let receipt = match reach {
                SignOutReach::AtOnce => msg::LOGINS_ENDED_NOW,
                SignOutReach::InMinutes => msg::LOGINS_ENDED_SOON,
            };
            let (going, gone) = (msg::LOGINS_ENDING_TITLE, msg::LOGINS_ENDED_TITLE);
            ("logins.ended", going, gone, msg::LOGINS_ENDING, receipt, msg::LOGINS_KEY_BACK)
        }
        What::Grant => {
            let (going, gone) = (msg::GRANTS_REVOKING_TITLE, msg::GRANTS_REVOKED_TITLE);
            ("grants.revoked", going, gone, msg::GRANTS_REVOKING, msg::GRANTS_REVOKED, msg::GRANTS_KEY_BACK)
        }
    };
    let mut page = ui.page(id, ui.text(if *done { gone } else { going }));
    page.secure();
    page.section(SectionRole::Status);
    if *done {
        page.notice("receipt", NoticeKind::Receipt, Tone::Good, Icon::Check, ui.with(receipt, &party), None);
    } else {
        form::failure(&mut page, state, None);
        let more = state.live.failure.is_some().then(|| ui.text(msg::COMMON_SAVED));
        page.status("going", Lamp::Wait, None, (progress, &party), more, None);
    }
    let list = what.list();
    let icon = Some(Icon::Log);
    page.action(ActionKind::Secondary, "list", ui.label(back), icon, event(Event::Show(list)));
    page.action(ActionKind::Primary, "done", ui.label(msg::COMMON_KEY_DONE), Some(Icon::Check), event(Event::Done));
    page
}
