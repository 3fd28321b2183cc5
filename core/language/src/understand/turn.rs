//! What there is to say at one moment: the parts of the screen with their names, and what it just asked.

use leling_screen::node::{Input, RowsStyle};
use leling_screen::{Key, NodeId, NodeKind, Risk, Screen};

use super::accent::Accent;
use super::globals::Global;
use super::slot::{Asks, Slot};

/// One part of the screen that can be pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub id: NodeId,
    /// Its visible words.
    pub label: String,
    /// Other names, the spoken one among them.
    pub names: Vec<String>,
    /// Whether it can be taken back.
    pub risk: Risk,
    /// Whether 第二个 counts it.
    pub listed: bool,
}

/// What may be said now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// The parts of the screen, in reading order, without the bar.
    pub offers: Vec<Offer>,
    /// Parts of the bar under the names they have on every screen.
    pub bar: Vec<(Global, Offer)>,
    /// What the screen asks.
    pub asks: Asks,
    /// Whether a yes to the question cannot be taken back: then only its full phrase is one.
    pub irreversible: bool,
    /// How the person speaks.
    pub accent: Accent,
    /// The words that the loudspeaker says now or said less than a second ago; what repeats them is an echo.
    pub narrating: Option<String>,
}

/// What an utterance means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Presses that part.
    Press(NodeId),
    /// Does what holds on every screen.
    Global(Global),
    /// Asks where that part is: it gets the focus and is named.
    WhereIs(NodeId),
    /// Yes to the question.
    Yes,
    /// No to the question.
    No,
    /// A value that was asked for.
    Value(Slot),
    /// Fits two parts: asks back with both names.
    Ask([NodeId; 2]),
    /// Nothing is done.
    Reject(Why),
}

/// Why nothing is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No words came.
    Silence,
    /// Nothing here is called so.
    NotHere,
    /// It is somewhat like this part, and not enough.
    Unsure(NodeId),
    /// The person said that this is not to be done.
    Negated,
    /// It repeats what the loudspeaker says.
    Echo,
    /// It cannot be taken back and wants its whole phrase.
    FullPhrase(NodeId),
}

impl Turn {
    /// Reads a screen: its parts, its bar, and what its fields take.
    ///
    /// A question that wants a yes or a no is told with [`Turn::asking`]; a secret field takes nothing by voice.
    pub fn of(screen: &Screen) -> Self {
        let mut turn = Self { bar: bar(screen), asks: asks(screen), ..Self::default() };
        let listed = listed(screen);
        screen.for_each_key(|key| {
            let known = turn.offers.iter().any(|offer| offer.id == key.id);
            if known || turn.bar.iter().any(|(_, offer)| offer.id == key.id) {
                return;
            }
            let act = screen.actions.iter().find(|action| action.key.id == key.id);
            let risk = act.map_or(Risk::None, |action| action.risk);
            turn.offers.push(Offer { risk, listed: listed.contains(&key.id), ..Offer::of(key) });
        });
        turn
    }

    /// The same where the screen asks something.
    #[must_use]
    pub fn asking(mut self, asks: Asks) -> Self {
        self.asks = asks;
        self
    }

    /// The same for a person who speaks so.
    #[must_use]
    pub const fn in_accent(mut self, accent: Accent) -> Self {
        self.accent = accent;
        self
    }

    /// The same while these words are played.
    #[must_use]
    pub fn while_saying(mut self, words: impl Into<String>) -> Self {
        self.narrating = Some(words.into());
        self
    }

    /// Keeps only two parts: they were asked back.
    #[must_use]
    pub(super) fn between(mut self, asked: &[NodeId; 2]) -> Self {
        self.offers.retain(|offer| asked.contains(&offer.id));
        self.offers.iter_mut().for_each(|offer| offer.listed = true);
        self
    }
}

impl Offer {
    /// Gives all that it may be called: its label first, then the label's parts and numbers said whole, then other names.
    pub(super) fn spoken(&self) -> Vec<String> {
        let mut spoken = vec![self.label.clone()];
        if let Some(said) = whole_numbers(&self.label) {
            spoken.push(said);
        }
        let parts = self.label.split(['，', '、', '·', ' ', ',']).filter(|part| part.chars().count() >= 2);
        spoken.extend(parts.filter(|part| *part != self.label).map(str::to_owned));
        spoken.extend(self.names.iter().cloned());
        spoken
    }

    fn of(key: &Key) -> Self {
        let mut names = vec![key.label.speech.clone(), key.speech.clone()];
        names.extend(key.aliases.iter().cloned());
        Self { id: key.id.clone(), label: key.label.display(), names, risk: Risk::None, listed: false }
    }
}

/// 27 as 二十七: a label with figures is also said with numbers.
fn whole_numbers(label: &str) -> Option<String> {
    let mut said = String::new();
    let mut rest = label;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        said.push_str(&rest[..at]);
        let end = rest[at..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |length| at + length);
        said.push_str(&crate::narrate::number(rest[at..end].parse().ok()?));
        rest = &rest[end..];
    }
    (rest.len() < label.len()).then(|| said + rest)
}

fn bar(screen: &Screen) -> Vec<(Global, Offer)> {
    let nav = &screen.nav;
    let back = nav.back.iter().map(|key| (Global::Back, key));
    let home = nav.home.iter().map(|key| (Global::Home, key));
    let always = [(Global::Repeat, &nav.repeat), (Global::Help, &nav.help)];
    back.chain(home).chain(always).map(|(global, key)| (global, Offer::of(key))).collect()
}

/// What can be counted: the answers of the screen, or its rows where it has no answers.
fn listed(screen: &Screen) -> Vec<NodeId> {
    let (mut answers, mut rows) = (Vec::new(), Vec::new());
    for node in screen.nodes() {
        match &node.kind {
            NodeKind::Choice { options, .. } => answers.extend(options.iter().map(|option| option.key.id.clone())),
            NodeKind::Rows { style, items } if *style != RowsStyle::Modes => {
                rows.extend(items.iter().filter(|row| row.pressable).map(|row| row.key.id.clone()));
            }
            _ => {}
        }
    }
    if answers.is_empty() { rows } else { answers }
}

fn asks(screen: &Screen) -> Asks {
    let field = screen.nodes().find_map(|node| match &node.kind {
        NodeKind::DigitField { secret: false, length, .. } => Some(Asks::Digits { length: Some(*length) }),
        NodeKind::TextField { input: Input::Phone, .. } => Some(Asks::Phone),
        NodeKind::TextField { input: Input::IdNumber, .. } => Some(Asks::Digits { length: None }),
        NodeKind::DateField { .. } => Some(Asks::Date),
        _ => None,
    });
    field.unwrap_or_default()
}
