//! Every screen that a person can reach keeps every rule in every mode and language, and what was done survives the death of
//! the process. `cargo xtask audit` tells the same findings with their clauses.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use leling_app::Root;
use leling_app::citizen::{Citizen, State};
use leling_audit::crawler::{self, Place, bound, context, drawn, fields, is_kept, walking};
use leling_audit::{listed, report, run};
use leling_screen::node::NoticeKind;
use leling_screen::{Language, NodeKind, Presentation, Screen, Size, Theme};

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(crawler::walk);

#[test]
fn every_screen_keeps_every_rule_in_every_mode_and_language() {
    let outcome = run::judge(&PLACES);
    let findings: Vec<String> = outcome.findings.iter().map(report::finding).collect();
    assert!(findings.is_empty(), "{}\n{}", findings.join("\n"), report::sum(&outcome));
    println!("{}", report::sum(&outcome));
}

/// The page without the figures of the run that wrote it.
fn rules_of(page: &str) -> String {
    page.lines().filter(|line| !line.starts_with(report::FIGURES)).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_report_tells_the_rules_as_they_are() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/accessibility-report.md");
    let written = fs::read_to_string(path).unwrap();
    let now = report::page(&run::judge::<Place>(&[]));
    assert_eq!(rules_of(&written), rules_of(&now), "run `cargo xtask audit`");
}

#[test]
fn the_list_of_words_by_screen_is_what_the_walk_finds() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(listed::PATH);
    assert_eq!(fs::read_to_string(path).unwrap(), listed::list(&PLACES), "run `cargo xtask audit`");
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

/// The walk is made in one presentation; what it finds holds in every other because the same part leads to the same thing.
/// Entries of a list that is cut into pages stand elsewhere, and so do the keys of the voice.
#[test]
fn a_part_means_the_same_in_every_size_and_language() {
    let paged = |id: &str| ["session.", "grant.", "voice."].iter().any(|list| id.starts_with(list));
    let pages = |id: &str| matches!(id, "older" | "newer");
    let others = [
        Presentation { size: Size::Standard, ..walking() },
        Presentation { size: Size::Large, language: Language::Uyghur, ..walking() },
        Presentation { size: Size::Large, voice: true, theme: Theme::Dark, ..walking() },
    ];
    for place in PLACES.iter() {
        let here = drawn(&place.state, walking(), &place.context()).bindings;
        for other in others {
            for (id, binding) in drawn(&place.state, other, &place.context()).bindings {
                let known = here.get(&id);
                let elsewhere = paged(id.as_str()) || pages(id.as_str());
                assert!(elsewhere || known.is_none_or(|known| *known == binding), "{id:?} {other:?} {:?}", place.path);
            }
        }
    }
}

#[test]
fn the_walk_reaches_every_screen_of_every_flow() {
    let reached: BTreeSet<String> = PLACES
        .iter()
        .map(|place| drawn(&place.state, walking(), &place.context()).screen.id.as_str().to_owned())
        .collect();
    let wanted = [
        "ability",
        "ability.hands",
        "ability.hears",
        "ability.languages",
        "ability.likes",
        "ability.likes_more",
        "ability.script",
        "ability.sees",
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
        "settings.accent",
        "unlink",
        "unlink.password",
        "unlink.review",
        "unlink.sent",
    ];
    let missing: Vec<&&str> = wanted.iter().filter(|id| !reached.contains(**id)).collect();
    assert!(missing.is_empty(), "not reached: {missing:?}; reached {reached:?}");
    println!("{} places, {} screens", PLACES.len(), reached.len());
}
