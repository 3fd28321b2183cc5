//! What there is to press: L03, L04, L15, L16, L22, one question in large mode, the versions on the front page.

use leling_screen::node::RowsStyle;
use leling_screen::{Action, ActionKind, Language, Node, NodeKind, Risk, Screen, Section, Size};

use super::{Case, Faults};
use crate::rule::Rule;
use crate::spot::Home;
use crate::words;

/// Screens with nothing behind them.
const ROOTS: [&str; 3] = ["opening", "first_start", "home"];

/// Ids of an answer that takes none of the others; it does not count as a choice.
const NONE_OF_THEM: [&str; 7] = ["neither", "none", "no", "later", "other", "not_me", "accent.own"];

pub(super) fn check(case: &Case<'_>, faults: &mut Faults) {
    primary(case.screen, faults);
    bar(case, faults);
    amount(case.screen, faults);
    step(case.screen, faults);
    one_question(case.screen, faults);
}

const fn is_main(action: &Action) -> bool {
    matches!(action.kind, ActionKind::Primary | ActionKind::Danger)
}

/// Why a screen may have no primary action, read off what stands on it.
fn may_lack_primary(screen: &Screen) -> bool {
    let holds = |wanted: fn(&NodeKind) -> bool| screen.nodes().any(|node| wanted(&node.kind));
    let under_way = holds(|kind| matches!(kind, NodeKind::Progress { .. }));
    let stage = holds(|kind| matches!(kind, NodeKind::CameraStage { .. }));
    let list = holds(|kind| matches!(kind, NodeKind::Choice { .. } | NodeKind::Rows { .. } | NodeKind::Toggle { .. }));
    let asks = screen.nodes().any(words::is_field);
    let decision = screen.actions.iter().any(|action| action.kind == ActionKind::Refuse);
    // Nothing to press at all: something is awaited, or a text is read; the walk finds it if it has no end.
    let only_told = screen.actions.is_empty() && !asks;
    under_way || stage || decision || only_told || list && !asks
}

fn primary(screen: &Screen, faults: &mut Faults) {
    let mains = screen.actions.iter().filter(|action| is_main(action)).count();
    if mains > 1 || mains == 0 && !may_lack_primary(screen) {
        faults.add(Rule::L03, format!("{mains} primary actions"));
    }
    // Where something is typed first, that is where one begins.
    let asks = screen.nodes().any(words::is_field);
    let refusal = screen.actions.iter().find(|action| action.kind == ActionKind::Refuse).filter(|_| !asks);
    if let Some(refusal) = refusal
        && screen.focus.as_ref() != Some(&refusal.key.id)
    {
        faults.add(Rule::L03, "a decision begins on another key than the refusal");
    }
}

fn bar(case: &Case<'_>, faults: &mut Faults) {
    let screen = case.screen;
    let (nav, id) = (&screen.nav, screen.id.as_str());
    if nav.back.is_none() && !nav.at_home && !ROOTS.contains(&id) {
        faults.add(Rule::L04, "no way back");
    }
    if nav.home.is_none() && case.home == Home::There {
        faults.add(Rule::L22, "no way home");
    }
    if nav.home.is_some() && case.home == Home::NotYet {
        faults.add(Rule::L04, "a way to a home that is not there");
    }
    let slots = [(nav.back.as_ref(), "nav.back"), (nav.home.as_ref(), "nav.home")];
    let always = [(Some(&nav.repeat), "nav.repeat"), (Some(&nav.help), "nav.help")];
    for (key, name) in slots.into_iter().chain(always) {
        if key.is_some_and(|key| key.id.as_str() != name || key.icon.is_none()) {
            faults.add(Rule::L04, format!("the slot of {name} holds something else"));
        }
    }
    if !nav.help.label.display().contains("12333") {
        faults.add(Rule::L04, "the help does not show its number");
    }
}

fn pressable(node: &Node) -> usize {
    match &node.kind {
        NodeKind::Rows { style: RowsStyle::Modes, .. } => 0,
        NodeKind::Rows { items, .. } => items.iter().filter(|row| row.pressable).count(),
        NodeKind::Choice { .. } if words::lists_languages(node) => 1,
        NodeKind::Choice { options, .. } => options.len(),
        NodeKind::Toggle { .. } => 1,
        NodeKind::Notice { event, .. } => usize::from(event.as_ref().is_some_and(|row| row.pressable)),
        _ => 0,
    }
}

fn amount(screen: &Screen, faults: &mut Faults) {
    let most = match screen.presentation.size {
        Size::Standard => 7,
        Size::Elder => 5,
        Size::Large => 4,
    };
    let in_section = |section: &Section| section.nodes.iter().map(pressable).sum::<usize>();
    for count in screen.sections.iter().map(in_section).chain([screen.actions.len()]) {
        if count > most {
            faults.add(Rule::L15, format!("{count} things at once, at most {most}"));
        }
    }
}

fn step(screen: &Screen, faults: &mut Faults) {
    let Some(step) = &screen.step else { return };
    if step.n == 0 || step.n > step.of || step.of > 5 {
        faults.add(Rule::L16, format!("step {} of {}", step.n, step.of));
    }
    if step.text.is_empty() || step.text.speech.is_empty() {
        faults.add(Rule::L16, "a step that is not told");
    }
}

/// Large mode: one question, at most three answers and the one that takes none of them.
fn one_question(screen: &Screen, faults: &mut Faults) {
    if screen.presentation.size != Size::Large {
        return;
    }
    let question = |node: &&Node| {
        let asked =
            matches!(node.kind, NodeKind::Choice { .. } | NodeKind::DateField { .. } | NodeKind::Consent { .. });
        asked || words::is_field(node)
    };
    let questions = screen.nodes().filter(question).count();
    if questions > 1 {
        faults.add(Rule::OneQuestion, format!("{questions} questions"));
    }
    for node in screen.nodes() {
        let NodeKind::Choice { options, .. } = &node.kind else { continue };
        let none = options.iter().filter(|option| NONE_OF_THEM.contains(&option.key.id.as_str())).count();
        if pressable(node) > 3 + none.min(1) {
            faults.add(Rule::OneQuestion, format!("{:?} gives {} answers", node.id, options.len()));
        }
    }
    let irreversible = screen.actions.iter().filter(|action| action.risk == Risk::Irreversible).count();
    if irreversible > 1 {
        faults.add(Rule::OneQuestion, format!("{irreversible} acts that cannot be taken back"));
    }
}

/// The three keys of the front page and how else they are called.
const VERSIONS: [(&str, &[&str]); 3] =
    [("large", &["大字版"]), ("voice", &["语音版"]), ("scripts", &["民族文字版", "少数民族文字版"])];

/// Names of the elders' version (annex 2, clause 3.1): something on the front page hears each.
const ELDERS: [&str; 4] = ["长辈版", "亲情版", "关爱版", "关怀版"];

/// The versions stand on the front page, and are found by the names that people and notices give them.
pub(super) fn entry(case: &Case<'_>, faults: &mut Faults) {
    let screen = case.screen;
    let prefix = match screen.id.as_str() {
        "home" => "mode.",
        "first_start" => "",
        _ => return,
    };
    for (version, names) in VERSIONS {
        let id = format!("{prefix}{version}");
        if !case.bound.contains(&id) {
            faults.add(Rule::Entry, format!("{id} cannot be pressed"));
            continue;
        }
        // Whoever is spoken to in another language calls them in that language; L24 asks for it.
        let spoken = screen.presentation.language.voice() == Language::Chinese;
        for name in names.iter().filter(|_| spoken) {
            if (case.hears)(screen, name).is_none_or(|heard| heard.as_str() != id) {
                faults.add(Rule::Entry, format!("{name} does not find {id}"));
            }
        }
    }
    let spoken = screen.presentation.language.voice() == Language::Chinese;
    for name in ELDERS.into_iter().filter(|name| spoken && (case.hears)(screen, name).is_none()) {
        faults.add(Rule::Entry, format!("nothing hears {name}"));
    }
}
