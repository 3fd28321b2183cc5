//! Prints the screens that people meet first as JSON, in every language and pseudo-locale, for checks of layout and fonts:
//! `{ "ug.home": { screen }, "long.home": { screen }, … }`.

use leling_app::citizen::state::{Flow, Kept, Overlay, Person};
use leling_app::citizen::{Citizen, State, code, first_start, log, privacy, settings};
use leling_app::session::Root;
use leling_app::{ClockTrust, Context, Failure};
use leling_language::pseudo::{Pseudo, retold};
use leling_protocol::card::{DeviceState, ECardState, PhysicalCardState};
use leling_protocol::wire::{
    AuditAct, AuditActor, AuditEntry, AuditHead, CardResponse, CertificateResponse, IssuedCard, LampState, Lamps,
};
use leling_protocol::{ErrorCode, IdNumber, PersonName, Phone, SignLevel, Timestamp};
use leling_screen::node::QrModules;
use leling_screen::{Language, Presentation, Screen, Size};
use uuid::Uuid;

/// The day of the demonstration people: 2026-11-23, 10:20 in China.
const NOW: i64 = 1_795_400_400;

fn main() -> Result<(), serde_json::Error> {
    let mut printed = serde_json::Map::new();
    for language in Language::ALL {
        for (name, screen) in screens(language) {
            printed.insert(format!("{}.{name}", language.tag()), serde_json::to_value(screen)?);
        }
    }
    for pseudo in Pseudo::ALL {
        for (name, screen) in screens(Language::Chinese) {
            printed.insert(format!("{}.{name}", pseudo.name()), serde_json::to_value(retold(&screen, pseudo))?);
        }
    }
    println!("{}", serde_json::to_string(&printed)?);
    Ok(())
}

fn screens(language: Language) -> Vec<(&'static str, Screen)> {
    states().into_iter().map(|(name, state)| (name, drawn(state, language))).collect()
}

fn drawn(mut state: State, language: Language) -> Screen {
    let presentation = Presentation { size: Size::Elder, language, ..Presentation::default() };
    state.settings.presentation = presentation;
    let cx = Context::new(Timestamp::from_seconds(NOW), ClockTrust::Agrees, [7; 32]);
    Citizen::view(&state, presentation, &cx).screen
}

fn states() -> Vec<(&'static str, State)> {
    let at = |flow: Flow| State { flow, ..person() };
    let failed = |code| Failure { code, trace: "k7f2".to_owned(), retry_after: None };
    let mut offline = at(Flow::Home);
    offline.live.failure = Some(failed(ErrorCode::NetNone));
    let mut lost = at(Flow::Home);
    lost.kept.card = Some(card(PhysicalCardState::Lost, ECardState::Suspended));
    let mut help = at(Flow::Home);
    help.live.overlay = Some(Overlay::Help);
    let showing = |modules, failure| Flow::Code(code::Showing { modules, revealed: false, failure });
    vec![
        ("first_start", at(Flow::FirstStart(first_start::Stage::default()))),
        ("languages", at(Flow::FirstStart(first_start::Stage::Languages))),
        ("privacy", at(Flow::Privacy(privacy::Stage::Short))),
        ("home", at(Flow::Home)),
        ("home-lost", lost),
        ("home-offline", offline),
        ("lamps", at(Flow::Lamps)),
        ("code", at(showing(Some(blind_code()), None))),
        ("code-clock", at(showing(None, Some(failed(ErrorCode::ClockWrong))))),
        ("settings", at(Flow::Settings(settings::Page::Main))),
        ("settings-size", at(Flow::Settings(settings::Page::Size))),
        ("log", at(Flow::Log(log::Page::default()))),
        ("help", help),
    ]
}

/// 李建国 of the demonstration people, his card claimed.
fn person() -> State {
    let mut state = State::begin(None, false);
    state.settings.started = true;
    let now = Timestamp::from_seconds(NOW);
    let until = Timestamp::from_seconds(NOW + 7 * 86_400);
    state.kept = Kept {
        person: Some(Person {
            name: PersonName::parse("李建国").expect("a name"),
            id_number: IdNumber::parse_any_day("379901195707080017").expect("an id number"),
            phone: Some(Phone::parse("99919570708").expect("a phone number")),
        }),
        device: Some(Uuid::from_u128(0xd)),
        privacy_given_at: Some(now),
        card: Some(card(PhysicalCardState::Normal, ECardState::Level1)),
        card_at: Some(now),
        certificate: Some(CertificateResponse { certificate: "AAAA".to_owned(), not_before: now, not_after: until }),
        ..Kept::default()
    };
    state.live.log = [
        (AuditActor::Own, AuditAct::Enrolled, None),
        (AuditActor::Own, AuditAct::Claimed, None),
        (AuditActor::Staff, AuditAct::CounterCodeIssued, Some("00012".to_owned())),
        (AuditActor::System, AuditAct::CertificateIssued, None),
    ]
    .into_iter()
    .zip(1..)
    .map(|((actor, act, staff), seq)| entry(seq, actor, act, staff))
    .collect();
    state
}

fn entry(seq: u64, actor: AuditActor, act: AuditAct, staff: Option<String>) -> AuditEntry {
    let at = Timestamp::from_seconds(NOW - 60);
    AuditEntry { seq, at, actor, staff, act, device: None, party: None, reason: None, hash: "AAAA".to_owned() }
}

fn card(physical: PhysicalCardState, ecard: ECardState) -> CardResponse {
    let signed_at = Timestamp::from_seconds(NOW);
    CardResponse {
        physical,
        ecard,
        device: DeviceState::Active,
        lamps: Lamps { card: LampState::On, social: LampState::On, bank: LampState::Off },
        card_tries_left: 5,
        issued: Some(IssuedCard { sign_no: "3799000001".to_owned(), level: SignLevel::Identity, signed_at }),
        audit_head: AuditHead { seq: 4, hash: "AAAA".to_owned() },
    }
}

/// Modules of the size of a real code; they hold nothing.
fn blind_code() -> QrModules {
    let rows = (0..73).map(|y| (0..73).map(|x| if (x * 7 + y * 5 + x * y) % 3 == 0 { '1' } else { '0' }).collect());
    QrModules { size: 73, rows: rows.collect() }
}
