//! How it is drawn, from the tokens: L09 and L10.
//!
//! A screen names roles and never numbers, so sizes are judged once on the whole table; the colours that a screen brings
//! together are looked up pair by pair.

use std::collections::BTreeSet;

use leling_screen::node::Tone;
use leling_screen::{ActionKind, Lamp, NodeKind, Screen};
use leling_tokens::{CONTRAST_PAIRS, Colour, ContrastKind, Mode, PARAGRAPH_GAP_EM, Script, Theme, TypeRole, target};

use super::{Fault, Faults};
use crate::rule::Rule;

/// Size that every role must reach at the top step, in dp (annex 2, clause 1.1).
const REACH: f32 = 30.0;
/// Least height of a line, in sizes of the letter: the stricter of the standards.
const LINE: f32 = 1.5;
/// Least height of a Tibetan line.
const LINE_TIBETAN: f32 = 1.8;
/// Least way from one paragraph to the next, in heights of a line (annex 2, clause 1.2).
const PARAGRAPH: f32 = 1.3;
/// Least side of the primary action, in dp.
const PRIMARY: u16 = 88;
/// Least ratio of words that a screen puts on a ground.
const ON_SCREEN: f64 = 7.0;

/// The part of the tokens that has bars to reach; a test breaks a copy of it.
#[derive(Clone, Debug)]
pub struct Look {
    /// Size of each role in each mode, at the first and at the top step, in dp.
    pub sizes: Vec<(Mode, TypeRole, f32, f32)>,
    /// Factor and height of a line of each script.
    pub scripts: Vec<(Script, f32, f32)>,
    /// Space under a paragraph, in sizes of the letter.
    pub paragraph_gap: f32,
    /// Least side of what can be pressed in each mode, in dp.
    pub targets: Vec<(Mode, u16)>,
    /// Height of the primary action, in dp.
    pub primary: u16,
    /// Pairs of colours that meet.
    pub meetings: Vec<Meeting>,
}

/// Two colours that meet.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// In which theme.
    pub theme: Theme,
    /// Where.
    pub used_for: &'static str,
    /// Words or a shape.
    pub kind: ContrastKind,
    /// Ratio that is asked for.
    pub need: f64,
    /// Ratio that there is.
    pub ratio: f64,
}

impl Look {
    /// Takes the tokens as they are.
    pub fn of_tokens() -> Self {
        let in_mode = |mode: &Mode| {
            let top = mode.user_steps().into_iter().fold(1.0, f32::max);
            let mode = *mode;
            TypeRole::ALL.iter().map(move |role| {
                let size = f32::from(role.size(mode));
                (mode, *role, size, size * top)
            })
        };
        Self {
            sizes: Mode::ALL.iter().flat_map(in_mode).collect(),
            scripts: Script::ALL.iter().map(|script| (*script, script.scale(), script.line_height())).collect(),
            paragraph_gap: PARAGRAPH_GAP_EM,
            targets: Mode::ALL.iter().map(|mode| (*mode, mode.target_minimum())).collect(),
            primary: target::PRIMARY,
            meetings: CONTRAST_PAIRS
                .iter()
                .map(|pair| Meeting {
                    theme: pair.theme,
                    used_for: pair.used_for,
                    kind: pair.kind,
                    need: pair.need,
                    ratio: pair.ratio(),
                })
                .collect(),
        }
    }
}

/// Least size of running text and of any text, in dp.
const fn bars(mode: Mode) -> (f32, f32) {
    match mode {
        Mode::Standard => (18.0, 16.0),
        Mode::Elder => (20.0, 18.0),
        Mode::Large => (24.0, 20.0),
    }
}

/// Lists what the tokens break.
pub fn look_faults(look: &Look) -> Vec<Fault> {
    let mut faults = Faults::default();
    sizes(look, &mut faults);
    targets(look, &mut faults);
    for Meeting { theme, used_for, kind, need, ratio } in &look.meetings {
        let least = if *kind == ContrastKind::Text { 4.5 } else { 3.0 };
        if ratio < need || *need < least {
            faults.add(Rule::L10, format!("{used_for} in {theme}: {ratio:.2}, asked {need}"));
        }
    }
    faults.into_inner()
}

fn sizes(look: &Look, faults: &mut Faults) {
    for (mode, role, size, top) in &look.sizes {
        let (body, any) = bars(*mode);
        let least = if *role == TypeRole::Body { body } else { any };
        for (script, scale, _) in &look.scripts {
            if size * scale < least {
                faults.add(Rule::L09, format!("{role} in {mode}, {script}: {} dp, at least {least}", size * scale));
            }
        }
        if *top < REACH {
            faults.add(Rule::L09, format!("{role} in {mode} reaches {top} dp, at least {REACH}"));
        }
    }
    for (script, _, line) in &look.scripts {
        let least = if *script == Script::Bo { LINE_TIBETAN } else { LINE };
        if *line < least {
            faults.add(Rule::L09, format!("a line of {script} is {line} high, at least {least}"));
        }
        if line + look.paragraph_gap < PARAGRAPH * line {
            faults.add(Rule::L09, format!("paragraphs of {script} stand too close"));
        }
    }
}

fn targets(look: &Look, faults: &mut Faults) {
    for (mode, least) in &look.targets {
        let bar = if *mode == Mode::Standard { 48 } else { 60 };
        if *least < bar {
            faults.add(Rule::L09, format!("targets in {mode} are {least} dp, at least {bar}"));
        }
    }
    if look.primary < PRIMARY {
        faults.add(Rule::L09, format!("the primary action is {} dp high, at least {PRIMARY}", look.primary));
    }
}

/// Every pair of colours that a screen puts together is in the table, and reaches 7:1 in both themes.
pub(super) fn check(screen: &Screen, faults: &mut Faults) {
    for (front, ground) in meetings(screen) {
        for theme in Theme::ALL {
            let known =
                CONTRAST_PAIRS.iter().any(|pair| (pair.theme, pair.front, pair.ground) == (*theme, front, ground));
            let ratio = front.rgb(*theme).contrast(ground.rgb(*theme));
            if !known || ratio < ON_SCREEN {
                faults.add(Rule::L10, format!("{front} on {ground} in {theme}: {ratio:.2}"));
            }
        }
    }
}

/// The colours of words and the grounds that they stand on.
fn meetings(screen: &Screen) -> BTreeSet<(Colour, Colour)> {
    let mut pairs = BTreeSet::from([(Colour::Ink, Colour::Paper), (Colour::Action, Colour::Surface)]);
    pairs.extend(screen.banner.iter().map(|_| (Colour::OnAct, Colour::Act)));
    pairs.extend(screen.voice.iter().map(|_| (Colour::OnStage, Colour::Stage)));
    for node in screen.nodes() {
        match &node.kind {
            NodeKind::Notice { tone, lamp, .. } => pairs.extend(notice(*tone, *lamp)),
            NodeKind::CardFace { .. } => pairs.extend([(Colour::OnCalm, Colour::Calm)]),
            NodeKind::CameraStage { .. } => pairs.extend([(Colour::OnStage, Colour::StageInset)]),
            NodeKind::Rows { items, .. } => {
                pairs.insert((Colour::Ink, Colour::Surface));
                pairs.extend(items.iter().filter_map(|row| row.tag.as_ref()).map(|tag| words_in(tag.tone)));
            }
            NodeKind::Choice { options, .. } if options.iter().any(|option| option.chosen) => {
                pairs.extend([(Colour::Ink, Colour::ActionSoft)]);
            }
            _ => {}
        }
    }
    for action in &screen.actions {
        pairs.insert(match action.kind {
            ActionKind::Primary => (Colour::OnAction, Colour::Action),
            ActionKind::Secondary | ActionKind::Call => (Colour::Action, Colour::Surface),
            ActionKind::Plain => (Colour::Action, Colour::Paper),
            ActionKind::Refuse => (Colour::OnRefuse, Colour::Refuse),
            ActionKind::Danger => (Colour::OnDanger, Colour::Danger),
        });
    }
    pairs
}

fn notice(tone: Tone, lamp: Option<Lamp>) -> Vec<(Colour, Colour)> {
    match lamp {
        Some(Lamp::Calm) => vec![(Colour::OnCalm, Colour::Calm), (Colour::OnCalm, Colour::CalmInset)],
        Some(Lamp::Due) => vec![(Colour::OnDue, Colour::Due), (Colour::OnDue, Colour::DueInset)],
        Some(Lamp::Wait) => vec![(Colour::Ink, Colour::Sunk)],
        Some(Lamp::Stop) => vec![(Colour::OnDanger, Colour::Danger)],
        None => vec![words_in(tone)],
    }
}

const fn words_in(tone: Tone) -> (Colour, Colour) {
    match tone {
        Tone::Good => (Colour::Ink, Colour::ActionSoft),
        Tone::Caution => (Colour::OnNotice, Colour::Notice),
        Tone::Quiet => (Colour::Ink, Colour::Sunk),
        Tone::Danger => (Colour::Ink, Colour::DangerSoft),
    }
}
