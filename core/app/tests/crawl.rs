//! Every screen that a person can reach, in every size and with voice: nothing panics, every rule of the tree holds, and
//! what was done survives the death of the process.

mod crawler;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crawler::{
    Place, bound, context, drawn, explore, fields, is_kept, lints, modes, other_presentations, people, walking,
};
use leling_app::Root;
use leling_app::citizen::{Citizen, State};
use leling_screen::node::NoticeKind;
use leling_screen::{NodeKind, Screen, Size};

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| explore(people::starts(), 6000));

fn report(faults: &BTreeMap<String, String>) {
    let lines: Vec<String> = faults.iter().map(|(fault, path)| format!("{fault}\n    {path}")).collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), lines.join("\n"));
}

#[test]
fn every_screen_keeps_the_rules_in_every_mode() {
    let mut faults = BTreeMap::new();
    for place in PLACES.iter() {
        for mode in modes() {
            let view = drawn(&place.state, mode, &place.context());
            for fault in lints::faults(&view) {
                let size = mode.size;
                faults
                    .entry(format!("{} {size:?}: {fault}", view.screen.id.as_str()))
                    .or_insert_with(|| place.path.join(" | "));
            }
        }
    }
    report(&faults);
}

#[test]
fn every_mode_offers_the_same_things() {
    let mut faults = BTreeMap::new();
    for place in PLACES.iter() {
        for voice in [false, true] {
            let in_size = |size| {
                let mode = leling_screen::Presentation { size, voice, ..walking() };
                let bound = bound(&drawn(&place.state, mode, &place.context()));
                bound.into_iter().filter(|id| !is_of_a_page(id)).collect::<BTreeSet<String>>()
            };
            let (standard, elder, large) = (in_size(Size::Standard), in_size(Size::Elder), in_size(Size::Large));
            // 长辈版 is offered to those alone who use another.
            let offered: BTreeSet<String> = ["elder.yes".to_owned(), "elder.no".to_owned()].into();
            let standard: BTreeSet<String> = standard.difference(&offered).cloned().collect();
            if standard != elder || elder != large {
                faults.entry(format!("L21 {standard:?} {elder:?} {large:?}")).or_insert_with(|| place.path.join(" | "));
            }
        }
    }
    report(&faults);
}

/// A long list is cut into pages, and a size decides how long they are: its entries are the same, on other pages.
fn is_of_a_page(id: &str) -> bool {
    matches!(id, "older" | "newer") || id.starts_with("session.") || id.starts_with("grant.")
}

#[test]
fn every_language_and_theme_draws() {
    for place in PLACES.iter() {
        let plain = bound(&drawn(&place.state, walking(), &place.context()));
        for presentation in other_presentations() {
            let view = drawn(&place.state, presentation, &place.context());
            assert_eq!(bound(&view), plain, "{presentation:?} {:?}", place.path);
        }
    }
}

#[test]
fn nobody_is_left_without_a_way_on() {
    for place in PLACES.iter() {
        let screen = drawn(&place.state, walking(), &place.context()).screen;
        let waits = matches!(screen.id.as_str(), "opening") || under_way(&screen);
        assert!(place.ways_on > 0 || waits, "{} {:?}", screen.id.as_str(), place.path);
        let enrolled = place.state.kept.person.is_some();
        let opening = screen.id.as_str() == "opening";
        assert_eq!(screen.nav.home.is_some(), enrolled && !opening, "L22 {} {:?}", screen.id.as_str(), place.path);
    }
}

fn under_way(screen: &Screen) -> bool {
    screen.nodes().any(|node| matches!(node.kind, NodeKind::Progress { .. }))
}

/// Where the person may stand after the process died: secrets are typed anew, what lay over a flow is gone, and a code that
/// was being asked about is over.
fn resumes_at(screen: &str) -> Vec<&str> {
    match screen {
        "claim.again" | "claim.review" => vec!["claim.password"],
        "reset.again" | "reset.review" => vec!["reset.password"],
        "unlink.review" => vec!["unlink.password"],
        "scan.claiming" => vec!["scan.again", "scan.digits"],
        "scan.trouble" => vec!["scan"],
        "login.password" => vec!["login", "login.consent"],
        "login.paused" => vec!["scan", "scan.digits", "scan.again", "authorize.checking", "login", "login.consent"],
        "vouch.sent" => vec!["vouch.review"],
        "vouch.code" => vec!["vouch.gone"],
        other => vec![other],
    }
}

/// Screens that show what was fetched since the process began.
const FETCHED: [&str; 5] = ["code", "log", "home", "logins", "grants"];

fn restored(state: &State) -> Option<State> {
    let (clear, sealed) = Citizen::kept(state);
    let sealed = sealed?;
    let mut again = State::begin(Some(&clear), true);
    assert!(again.restore(&sealed), "what was kept can be read");
    Some(again)
}

#[test]
fn a_phone_that_dies_resumes_where_the_person_was() {
    for place in PLACES.iter().filter(|place| is_kept(&place.state.flow)) {
        let before = drawn(&place.state, walking(), &place.context());
        let again = restored(&place.state).unwrap_or_else(|| panic!("nothing kept at {:?}", place.path));
        assert_eq!(Citizen::kept(&again), Citizen::kept(&place.state), "{:?}", place.path);
        if place.state.live.overlay.is_some() {
            continue;
        }
        let after = drawn(&again, walking(), &context(place.later));
        let screen = before.screen.id.as_str();
        assert!(
            resumes_at(screen).contains(&after.screen.id.as_str()),
            "{} {:?}",
            after.screen.id.as_str(),
            place.path
        );
        let told = before.screen.nodes().any(tells_of_a_call);
        let stays = resumes_at(screen) == [screen];
        if stays && !told && !FETCHED.contains(&screen) {
            assert_eq!(bound(&after), bound(&before), "{:?}", place.path);
            assert_eq!(typed(&after.screen), typed(&before.screen), "{:?}", place.path);
        }
        assert!(fields(&after).is_superset(&fields(&before)) || !stays, "{:?}", place.path);
    }
}

/// Waiting and errors die with the process: the call is sent again, or pressed again.
fn tells_of_a_call(node: &leling_screen::Node) -> bool {
    match &node.kind {
        NodeKind::Progress { .. } => true,
        NodeKind::Notice { notice, .. } => matches!(notice, NoticeKind::Error | NoticeKind::Status),
        NodeKind::TextField { error, .. } | NodeKind::DigitField { error, .. } => error.is_some(),
        _ => false,
    }
}

/// What is typed in the fields that are not secret.
fn typed(screen: &Screen) -> Vec<String> {
    screen
        .nodes()
        .filter_map(|node| match &node.kind {
            NodeKind::TextField { value, .. } | NodeKind::DigitField { value, secret: false, .. } => {
                Some(value.text.clone())
            }
            _ => None,
        })
        .collect()
}

#[test]
fn the_walk_reaches_every_screen_of_every_flow() {
    let reached: BTreeSet<String> = PLACES
        .iter()
        .map(|place| drawn(&place.state, walking(), &place.context()).screen.id.as_str().to_owned())
        .collect();
    let wanted = [
        "authorize.checking",
        "authorize.refused",
        "grants",
        "grants.revoked",
        "link.refused",
        "login",
        "login.consent",
        "login.done",
        "login.ended",
        "login.password",
        "login.paused",
        "login.sent",
        "login.stopped",
        "logins",
        "logins.ended",
        "scan",
        "scan.claiming",
        "scan.digits",
        "scan.refused",
        "scan.trouble",
        "services",
        "vouch",
        "vouch.code",
        "vouch.id",
        "vouch.name",
        "vouch.refused",
        "vouch.review",
        "vouch.sent",
        "claim.again",
        "claim.code",
        "claim.done",
        "claim.neither",
        "claim.number",
        "claim.password",
        "claim.proof",
        "claim.refused",
        "claim.review",
        "claim.sent",
        "code",
        "enrol.card",
        "enrol.code",
        "enrol.counter",
        "enrol.id",
        "enrol.missing",
        "enrol.name",
        "enrol.paper",
        "enrol.phone",
        "enrol.proof",
        "enrol.stopped",
        "enrol.waiting",
        "enrol.ways",
        "first_start",
        "help",
        "home",
        "lamps",
        "log",
        "opening",
        "privacy",
        "privacy.refused",
        "privacy.text",
        "reset.again",
        "reset.code",
        "reset.done",
        "reset.password",
        "reset.review",
        "reset.sent",
        "reset.where",
        "settings",
        "unlink",
        "unlink.password",
        "unlink.review",
        "unlink.sent",
    ];
    let missing: Vec<&&str> = wanted.iter().filter(|id| !reached.contains(**id)).collect();
    assert!(missing.is_empty(), "not reached: {missing:?}; reached {reached:?}");
    println!("{} places, {} screens", PLACES.len(), reached.len());
}
