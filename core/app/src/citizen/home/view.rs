//! What the person sees on the home: greeting, modes, one lamp, few things, the card.

use leling_language::{home as words, msg};
use leling_protocol::{CardAction, DeviceState, ECardState, ErrorCode, PhysicalCardState, Verdict};
use leling_screen::node::{NoticeKind, Row, RowsStyle, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, Language, Size, Value};
use leling_screen::{Icon, Lamp};

use super::super::{Page, State, login};
use super::{Event, REGRET, may};
use crate::context::Context;
use crate::ui::Ui;

const fn event(event: Event) -> super::super::Event {
    super::super::Event::HomeScreen(event)
}

/// Draws the home.
pub fn view(state: &State, ui: Ui, cx: &Context) -> Page {
    let (today, hour, _) = cx.now().in_china();
    let title = match &state.kept.person {
        Some(person) => ui.with(words::greeting(hour), &[("name", Value::Name(person.name.clone()))]),
        None => ui.text(msg::HOME_GREETING_PLAIN),
    };
    let mut page = ui.page("home", title);
    page.is_home();
    page.subtitle(ui.catalogue().home_date_line(ui.presentation().language, today));
    modes(&mut page, state);
    page.section(SectionRole::Status);
    if let Some(failure) = state.live.fault.as_ref().or(state.live.failure.as_ref()) {
        page.error("fault", failure.code);
    }
    lamp(&mut page, state, cx);
    replacement(&mut page, state, cx);
    left_login(&mut page, state, cx);
    regret(&mut page, state, cx);
    offer_elder(&mut page, state, cx);
    ask_ability(&mut page, state);
    things(&mut page, state);
    primary(&mut page, state);
    page
}

/// 大字, 语音, 民族文字: one tap each, on the front page.
fn modes(page: &mut Page, state: &State) {
    let now = state.settings.presentation;
    page.section(SectionRole::More);
    let mut items = Vec::new();
    for (id, icon, label, chosen, press) in [
        ("mode.large", Icon::Big, msg::HOME_MODE_LARGE, now.size == Size::Large, Event::ToggleLarge),
        ("mode.voice", Icon::Mic, msg::HOME_MODE_VOICE, now.voice, Event::ToggleVoice),
        ("mode.scripts", Icon::Script, msg::HOME_MODE_SCRIPTS, now.language != Language::Chinese, Event::Languages),
    ] {
        let label = page.ui().label(label);
        let mut row = page.row(id, icon, label, None, event(press));
        row.chosen = chosen;
        items.push(row);
    }
    page.rows("modes", RowsStyle::Modes, items);
}

/// The one lamp: what is the matter with the card, or that nothing is.
fn lamp(page: &mut Page, state: &State, cx: &Context) {
    let ui = page.ui();
    let replaced = state.kept.stopped.is_some_and(|stopped| stopped.why == ErrorCode::DeviceReplaced);
    let (lamp, message) = match &state.kept.card {
        _ if replaced => (Lamp::Wait, msg::HOME_STATUS_REPLACED_DEVICE),
        None if state.live.online => (Lamp::Wait, msg::HOME_STATUS_UNKNOWN),
        None => (Lamp::Wait, msg::HOME_STATUS_OFFLINE),
        Some(card) => (
            lamp_of(card.physical, card.ecard, card.device),
            words::card_status(card.physical, card.ecard, card.device),
        ),
    };
    let more = ui.catalogue().attribute(ui.presentation().language, message, "more", &[]);
    let why = (state.kept.card.is_some() && !only_lamps(state))
        .then(|| page.row("lamps", Icon::Card, ui.label(msg::HOME_KEY_LAMPS), None, event(Event::Lamps)));
    page.status("lamp", lamp, Some(ui.text(msg::HOME_PANEL_OVER)), (message, &[]), more, why);
    if let Some(stopped) = state.kept.stopped {
        let since = page.moment(msg::HOME_STOPPED_SINCE, stopped.at, cx.today());
        page.notice("stopped", NoticeKind::Note, Tone::Quiet, Icon::Clock, since, None);
    }
    if state.kept.card.is_some() && !state.live.online {
        let (lead, tone) = (ui.text(msg::HOME_STATUS_OFFLINE), Tone::Quiet);
        page.notice("offline", NoticeKind::Note, tone, Icon::Offline, lead, None);
    }
}

/// Chooses the lamp: closed ring for nothing to do, clock for something without hurry, eye for waiting, octagon for frozen.
const fn lamp_of(physical: PhysicalCardState, ecard: ECardState, device: DeviceState) -> Lamp {
    match (device, physical, ecard) {
        (DeviceState::Frozen, _, _) => Lamp::Stop,
        (DeviceState::None, _, _)
        | (
            _,
            PhysicalCardState::InTheMaking
            | PhysicalCardState::Lost
            | PhysicalCardState::Locked
            | PhysicalCardState::Cancelled,
            _,
        ) => Lamp::Wait,
        (_, PhysicalCardState::Normal | PhysicalCardState::Replaced, ECardState::Level1 | ECardState::Level2) => {
            Lamp::Calm
        }
        _ => Lamp::Due,
    }
}

/// Another phone wants this one's place: who did that is the first question, one tap stops it.
fn replacement(page: &mut Page, state: &State, cx: &Context) {
    let waiting = state.live.replacements.iter().flat_map(|answer| &answer.waiting).next();
    let Some(replacement) = waiting else { return };
    let ui = page.ui();
    let (day, hour, minute) = replacement.until.in_china();
    let until = [("day", words::day_value(day, cx.today())), ("time", Value::Time(hour, minute))];
    let (lead, more) = (ui.text(msg::REPLACE_TITLE), ui.with(msg::REPLACE_WHEN, &until));
    page.notice("replacement", NoticeKind::Note, Tone::Danger, Icon::Danger, lead, Some(more));
    let stop = event(Event::StopReplacement(replacement.id));
    let stop = page.row("stop_replacement", Icon::No, ui.label(msg::REPLACE_KEY_STOP), None, stop);
    page.rows("replacement.stop", RowsStyle::Rows, vec![stop]);
}

/// A login that was left without an answer still waits, and one tap leads back to it.
fn left_login(page: &mut Page, state: &State, cx: &Context) {
    if !login::is_left(state, cx) {
        return;
    }
    let ui = page.ui();
    let more = ui.catalogue().attribute(ui.presentation().language, msg::HOME_LOGIN_OPEN, "more", &[]);
    page.notice("login", NoticeKind::Note, Tone::Caution, Icon::Scan, ui.text(msg::HOME_LOGIN_OPEN), more);
    let open = page.row("open_login", Icon::Scan, ui.label(msg::HOME_KEY_LOGIN_OPEN), None, event(Event::OpenLogin));
    page.rows("login.open", RowsStyle::Rows, vec![open]);
}

/// For ten minutes after an unlink the home names the way back, which is its main key.
fn regret(page: &mut Page, state: &State, cx: &Context) {
    let fresh = state.kept.unlinked_at.is_some_and(|at| (0..REGRET).contains(&cx.now().since(at)));
    if fresh && matches!(may(state, CardAction::Claim), Verdict::Allowed) {
        let words = page.ui().text(msg::UNLINK_REGRET);
        page.notice("regret", NoticeKind::Note, Tone::Quiet, Icon::Card, words, None);
    }
}

/// Offers 长辈版, once, to a person of 60 or over who began with the ordinary version.
fn offer_elder(page: &mut Page, state: &State, cx: &Context) {
    let old = state.kept.person.as_ref().is_some_and(|person| person.id_number.age_on(cx.today()) >= 60);
    if !old || state.settings.elder_offered || state.settings.presentation.size != Size::Standard {
        return;
    }
    let ui = page.ui();
    page.notice(
        "elder",
        NoticeKind::Note,
        Tone::Good,
        Icon::Big,
        ui.text(msg::HOME_OFFER_ELDER_TITLE),
        Some(ui.text(msg::HOME_OFFER_ELDER)),
    );
    let yes =
        page.row("elder.yes", Icon::Check, ui.label(msg::HOME_OFFER_ELDER_KEY_YES), None, event(Event::Elder(true)));
    let no =
        page.row("elder.no", Icon::Close, ui.label(msg::HOME_OFFER_ELDER_KEY_NO), None, event(Event::Elder(false)));
    page.rows("elder.answer", RowsStyle::Rows, vec![yes, no]);
}

/// Asks once how things go for the person, in one calm row; 以后再说 takes it away as an answer does.
fn ask_ability(page: &mut Page, state: &State) {
    if state.kept.ability.is_some() || state.kept.card.is_none() {
        return;
    }
    let ask = page.row("ability", Icon::Person, page.ui().label(msg::ABILITY_TITLE), None, event(Event::Ability));
    page.rows("ability.ask", RowsStyle::Rows, vec![ask]);
}

/// What else there is to do; in every size the same things, in rows or tiles.
fn things(page: &mut Page, state: &State) {
    page.section(SectionRole::Content);
    let wanted = [
        ("scan", Icon::Scan, msg::HOME_KEY_SCAN, Event::Scan),
        ("log", Icon::Log, msg::HOME_KEY_RECORDS, Event::Log),
        ("settings", Icon::Settings, msg::HOME_KEY_SETTINGS, Event::Settings),
        ("services", Icon::Grid, msg::COMMON_KEY_ALL, Event::Services),
    ];
    let tiles = state.settings.presentation.size == Size::Standard;
    let rows: Vec<Row> = wanted
        .into_iter()
        .map(|(id, icon, label, press)| {
            let label = page.ui().label(label);
            page.row(id, icon, label, None, event(press))
        })
        .collect();
    page.rows("things", if tiles { RowsStyle::Tiles } else { RowsStyle::Rows }, rows);
}

/// Says whether the card can be neither shown nor claimed: then the lamps are the one thing to press.
fn only_lamps(state: &State) -> bool {
    let refused = |action| !matches!(may(state, action), Verdict::Allowed);
    refused(CardAction::ShowCode) && refused(CardAction::Claim)
}

/// The one thing to press: show the card, claim it, begin anew where another phone took its place, or see what is missing.
fn primary(page: &mut Page, state: &State) {
    let allowed = |action| matches!(may(state, action), Verdict::Allowed);
    let (id, label, press) = if allowed(CardAction::ShowCode) {
        ("show_code", msg::HOME_KEY_SHOW_CODE, Event::ShowCode)
    } else if allowed(CardAction::Claim) {
        ("claim", msg::HOME_KEY_CLAIM, Event::Claim)
    } else if state.kept.stopped.is_some_and(|stopped| stopped.why != ErrorCode::DeviceFrozen) {
        ("enrol_again", msg::HOME_KEY_ENROL, Event::EnrolAgain)
    } else {
        ("see_lamps", msg::HOME_KEY_LAMPS, Event::Lamps)
    };
    let label = page.ui().label(label);
    page.action(ActionKind::Primary, id, label, Some(Icon::Card), event(press));
}
