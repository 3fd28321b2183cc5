//! 办事记录: everything done with the card, in plain words, newest first, a few on a page.

use leling_language::{home as words, msg};
use leling_protocol::CivilDate;
use leling_protocol::wire::{AuditAct, AuditActor, AuditEntry, AuditResponse};
use leling_screen::Icon;
use leling_screen::node::{Row, RowsStyle};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Size, Value};
use serde::{Deserialize, Serialize};

use super::{Flow, State, home, logins};
use crate::context::Context;
use crate::effect::{Effect, Failure, GatewayCall};
use crate::ui::{Ui, named};

/// Which page of the record stands, from 0 for the newest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page(u16);

/// What a press means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Older entries.
    Older,
    /// Newer entries.
    Newer,
    /// 看好了
    Done,
    /// 再试一次
    Again,
    /// 我登录过的地方
    Logins,
}

/// Opens the record and fetches what is new of it.
pub fn open(state: &mut State, _: &Context) -> Vec<Effect> {
    state.flow = Flow::Log(Page::default());
    fetch(state)
}

/// Fetches what is new of the record.
pub fn fetch(state: &mut State) -> Vec<Effect> {
    state.wait();
    let after = state.live.log.last().map_or(0, |entry| entry.seq);
    vec![Effect::Gateway(GatewayCall::FetchAudit { after })]
}

/// Takes what was fetched; a long record comes in parts.
pub fn arrived(state: &mut State, result: Result<AuditResponse, Failure>) -> Vec<Effect> {
    // The person may have gone on: what another flow waits for is none of this answer's.
    let open = matches!(state.flow, Flow::Log(_));
    match result {
        Ok(answer) => {
            if open {
                state.succeeded();
            }
            let known = state.live.log.last().map_or(0, |entry| entry.seq);
            let fresh = answer.entries.into_iter().filter(|entry| entry.seq > known);
            state.live.log.extend(fresh);
            state.kept.audit_head = Some(answer.head.clone());
            let reached = state.live.log.last().map_or(0, |entry| entry.seq);
            if open && reached > known && reached < answer.head.seq { fetch(state) } else { Vec::new() }
        }
        Err(failure) => {
            if open {
                state.failed(failure);
            }
            Vec::new()
        }
    }
}

/// Takes a press.
pub fn update(state: &mut State, event: Event, cx: &Context) -> Vec<Effect> {
    let Flow::Log(Page(page)) = &mut state.flow else { return Vec::new() };
    match event {
        Event::Older => *page += 1,
        Event::Newer => *page = page.saturating_sub(1),
        Event::Done => return home::open(state, cx),
        Event::Again => return fetch(state),
        Event::Logins => return logins::open(state),
    }
    Vec::new()
}

/// Goes to the home.
pub fn back(state: &mut State, cx: &Context) -> Vec<Effect> {
    home::open(state, cx)
}

const fn rows_on_a_page(size: Size) -> usize {
    match size {
        Size::Standard => 6,
        Size::Elder => 4,
        Size::Large => 3,
    }
}

/// The person sees what was done, by whom and when.
pub fn view(state: &State, Page(page): Page, ui: Ui, cx: &Context) -> super::Page {
    let mut drawn = ui.page("log", ui.text(msg::LOG_TITLE));
    drawn.secure();
    drawn.section(SectionRole::Content);
    let size = rows_on_a_page(ui.presentation().size);
    let shown: Vec<&AuditEntry> = state.live.log.iter().rev().skip(usize::from(page) * size).take(size).collect();
    if state.live.failure.is_some() {
        super::form::failure(&mut drawn, state, None);
        drawn.action(
            ActionKind::Secondary,
            "again",
            ui.label(msg::COMMON_KEY_AGAIN),
            None,
            super::Event::Log(Event::Again),
        );
    } else if state.live.waiting && shown.is_empty() {
        drawn.paragraph("wait", ui.text(msg::COMMON_WAIT));
    } else if shown.is_empty() {
        drawn.paragraph("empty", ui.text(msg::LOG_EMPTY));
    }
    let rows: Vec<Row> = shown.iter().map(|entry| row(&drawn, entry, ui, cx.today())).collect();
    if !rows.is_empty() {
        drawn.rows("entries", RowsStyle::Rows, rows);
    }
    if state.live.failure.is_none() {
        let logins = super::Event::Log(Event::Logins);
        drawn.action(ActionKind::Plain, "logins", ui.label(msg::HOME_KEY_LOGINS), None, logins);
    }
    let older = state.live.log.len() > (usize::from(page) + 1) * size;
    if page > 0 {
        drawn.action(
            ActionKind::Secondary,
            "newer",
            ui.label(msg::LOG_KEY_LATER),
            None,
            super::Event::Log(Event::Newer),
        );
    }
    if older {
        drawn.action(
            ActionKind::Secondary,
            "older",
            ui.label(msg::LOG_KEY_EARLIER),
            None,
            super::Event::Log(Event::Older),
        );
    }
    drawn.action(
        ActionKind::Primary,
        "done",
        ui.label(msg::LOG_KEY_ALL_RIGHT),
        Some(Icon::Check),
        super::Event::Log(Event::Done),
    );
    drawn
}

fn row(page: &super::Page, entry: &AuditEntry, ui: Ui, today: CivilDate) -> Row {
    let language = ui.presentation().language;
    let (day, hour, minute) = entry.at.in_china();
    let when = [("day", words::day_value(day, today)), ("time", Value::Time(hour, minute))];
    let detail = ui.whole(|ui| {
        let mut detail = ui.with(msg::LOG_WHEN, &when);
        if let Some(party) = &entry.party {
            let party = ui.with(msg::LOG_PARTY, &[("party", named(party))]);
            detail = detail.joined(" ", party);
        }
        if let (AuditActor::Staff, Some(staff)) = (entry.actor, &entry.staff) {
            let number = ui.with(msg::LOG_STAFF_NUMBER, &[("number", Value::Code(staff.clone()))]);
            detail = detail.joined(" ", number);
        }
        if let Some(reason) = entry.reason {
            let reason = ui.catalogue().audit_reason(ui.presentation().language, reason);
            detail = detail.joined(" ", reason);
        }
        detail
    });
    let act = ui.catalogue().audit_act(language, entry.actor, entry.act);
    let key = page.silent_key(&format!("entry.{}", entry.seq), act, Some(act_icon(entry.act)));
    Row { key, pressable: false, detail: Some(detail), lamp: None, tag: None, chosen: false }
}

const fn act_icon(act: AuditAct) -> Icon {
    match act {
        AuditAct::Frozen | AuditAct::Unfrozen => Icon::Freeze,
        AuditAct::PasswordReset | AuditAct::PasswordWrong => Icon::Lock,
        AuditAct::ConsentGiven | AuditAct::ConsentWithdrawn | AuditAct::LoginAuthorized | AuditAct::GrantRevoked => {
            Icon::Shield
        }
        AuditAct::Enrolled | AuditAct::ReplacementStarted | AuditAct::ReplacementStopped | AuditAct::Replaced => {
            Icon::Person
        }
        AuditAct::CounterCodeIssued => Icon::Staff,
        AuditAct::LoginApproved | AuditAct::LoginRefused | AuditAct::LoginNumberWrong => Icon::Scan,
        AuditAct::SessionEnded | AuditAct::SessionEndedByParty => Icon::Close,
        AuditAct::SessionReplayed => Icon::Danger,
        AuditAct::Vouched => Icon::Family,
        AuditAct::Claimed
        | AuditAct::ClaimRefused
        | AuditAct::CertificateIssued
        | AuditAct::Unlinked
        | AuditAct::CardStateChanged => Icon::Card,
    }
}

#[cfg(test)]
mod tests {
    use leling_protocol::wire::AuditHead;

    use super::super::testing::{NOW, Phone, call, ready};
    use super::*;
    use crate::effect::GatewayReply;

    #[test]
    fn each_line_says_with_whom_and_why_and_the_record_leads_to_where_one_is_logged_in() {
        let mut phone = Phone::new(ready(Flow::Home));
        phone.press("log");
        let login = serde_json::json!({
            "seq": 1, "at": NOW, "actor": "own", "act": "login_approved", "party": "历下老年食堂", "hash": "AAAA"
        });
        let frozen = serde_json::json!({
            "seq": 2, "at": NOW, "actor": "staff", "staff": "3701", "act": "frozen", "reason": "phone_lost", "hash": "AAAA"
        });
        let entries = [login, frozen].map(|entry| serde_json::from_value(entry).unwrap()).to_vec();
        let head = AuditHead { seq: 2, hash: "AAAA".to_owned() };
        phone.answer(GatewayReply::Audit(Ok(AuditResponse { entries, head })));
        let said = phone.drawn().narration();
        assert!(said.contains("您扫码登录了一处") && said.contains("在历下老年食堂"), "{said}");
        assert!(said.contains("工作人员冻结了您的手机") && said.contains("因为手机丢了"), "{said}");
        assert_eq!(call(&phone.press("logins")), GatewayCall::FetchSessions);
    }
}
