//! An answer: what is drawn large, what is said after it, and what may be said next.

use leling_language::{Msg, msg};
use leling_screen::node::RowsStyle;
use leling_screen::{ActionKind, Key, Language, NodeId, NodeKind, Risk, Screen, Text, Value};

use crate::ui::Ui;

/// What an answer leaves behind once it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaves {
    /// Nothing.
    Nothing,
    /// Nothing; it was a miss.
    Miss,
    /// A question, which stands while the phone listens.
    Question,
    /// Other ways than speaking.
    OtherWays,
}

/// Two parts whose names may be said.
pub(super) type Two = [NodeId; 2];

/// What is answered to words.
#[derive(Clone)]
pub(super) struct Answer {
    lead: Text,
    more: Vec<Text>,
    two: Option<Two>,
    focus: Option<NodeId>,
    /// Whether the screen is read once more after it.
    reads_on: bool,
    leaves: Leaves,
}

impl Answer {
    /// Tells something.
    pub(super) const fn told(lead: Text) -> Self {
        Self { lead, more: Vec::new(), two: None, focus: None, reads_on: false, leaves: Leaves::Nothing }
    }

    /// Says that nothing fitted.
    pub(super) fn missed(lead: Text) -> Self {
        Self { leaves: Leaves::Miss, ..Self::told(lead) }
    }

    /// Asks; the question stands until it is answered.
    pub(super) fn asked(lead: Text) -> Self {
        Self { leaves: Leaves::Question, ..Self::told(lead) }
    }

    /// Offers other ways than speaking.
    pub(super) fn other_ways(lead: Text) -> Self {
        Self { leaves: Leaves::OtherWays, ..Self::told(lead) }
    }

    /// Says this after it.
    pub(super) fn then(mut self, more: Text) -> Self {
        self.more.push(more);
        self
    }

    /// Shows these two as what may be said.
    pub(super) fn offering(self, two: Two) -> Self {
        Self { two: Some(two), ..self }
    }

    /// Leads the eye to a part, which stays in sight.
    pub(super) fn at(self, focus: NodeId) -> Self {
        Self { focus: Some(focus), ..self }
    }

    /// Reads the screen once more after it.
    pub(super) const fn reading_on(mut self, on: bool) -> Self {
        self.reads_on = on;
        self
    }

    pub(super) const fn reads_on(&self) -> bool {
        self.reads_on
    }

    pub(super) const fn is_last(&self) -> bool {
        matches!(self.leaves, Leaves::OtherWays)
    }

    pub(super) const fn is_miss(&self) -> bool {
        matches!(self.leaves, Leaves::Miss)
    }

    pub(super) const fn stays(&self) -> bool {
        matches!(self.leaves, Leaves::Question | Leaves::OtherWays)
    }

    pub(super) const fn two(&self) -> Option<&Two> {
        self.two.as_ref()
    }

    pub(super) const fn focus(&self) -> Option<&NodeId> {
        self.focus.as_ref()
    }

    /// Gives what is drawn: where two phrases stand beneath, the first sentence alone.
    pub(super) fn drawn(&self) -> Text {
        let rest = if self.two.is_some() { &[][..] } else { &self.more };
        rest.iter().fold(self.lead.clone(), |whole, text| whole.joined("", text.clone()))
    }

    /// Gives what is said.
    pub(super) fn speech(&self) -> String {
        let mut said = String::new();
        for text in [&self.lead].into_iter().chain(&self.more).filter(|text| !text.speech.is_empty()) {
            said.push_str(&text.speech);
            if !text.speech.ends_with(['。', '？', '！', '.', '?', '!']) {
                said.push('。');
            }
        }
        said
    }
}

/// A sentence that names a part.
pub(super) fn naming(ui: Ui, message: Msg, name: &str) -> Text {
    ui.with(message, &[("phrase", Value::Words(name.to_owned()))])
}

/// A part of a screen by its id.
pub(super) fn key(screen: &Screen, id: &NodeId) -> Option<Key> {
    let mut found = None;
    screen.for_each_key(|key| {
        if found.is_none() && key.id == *id {
            found = Some(key.clone());
        }
    });
    found
}

/// What a part is called aloud: by its words, or by its Chinese name where no voice says them.
pub(super) fn name(screen: &Screen, key: &Key) -> String {
    let language = screen.presentation.language;
    let own = key.label.display();
    if language.voice() == language || is_han(&own) {
        return own;
    }
    key.aliases.iter().find(|alias| is_han(alias)).cloned().unwrap_or(own)
}

/// Whether words are Chinese.
pub(super) fn is_han(words: &str) -> bool {
    words.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}

/// The two phrases that a screen teaches: what it is for first, the bar last, nothing that cannot be taken back.
pub(super) fn examples(screen: &Screen) -> Two {
    let main = |kind| matches!(kind, ActionKind::Primary | ActionKind::Danger);
    let can = screen.actions.iter().filter(|action| action.risk != Risk::Irreversible);
    let (first, rest): (Vec<_>, Vec<_>) = can.partition(|action| main(action.kind));
    let answers = screen.nodes().flat_map(|node| match &node.kind {
        NodeKind::Choice { options, .. } => options.iter().map(|option| &option.key).collect(),
        NodeKind::Rows { style, items } if *style != RowsStyle::Modes => {
            items.iter().filter(|row| row.pressable).map(|row| &row.key).collect()
        }
        _ => Vec::new(),
    });
    let nav = &screen.nav;
    let taught = first.into_iter().map(|action| &action.key).chain(answers);
    let taught = taught.chain(rest.into_iter().map(|action| &action.key)).chain([&nav.repeat, &nav.help]);
    let mut ids = taught.map(|key| key.id.clone());
    let fallback = || nav.help.id.clone();
    let first = ids.next().unwrap_or_else(fallback);
    let second = ids.find(|id| *id != first).unwrap_or_else(fallback);
    [first, second]
}

/// The main action, where the screen has one that is no decision.
pub(super) fn main_key(screen: &Screen) -> Option<&Key> {
    let decides = screen.actions.iter().any(|action| action.kind == ActionKind::Refuse);
    let main = |kind| matches!(kind, ActionKind::Primary | ActionKind::Danger);
    screen.actions.iter().find(|action| !decides && main(action.kind)).map(|action| &action.key)
}

/// 听到的是, and how to go on.
pub(super) fn read_back(ui: Ui, screen: &Screen, heard: Text) -> Answer {
    let told = Answer::told(heard);
    match main_key(screen) {
        Some(next) => told.then(naming(ui, msg::VOICE_GO_ON, &name(screen, next))),
        None => told,
    }
}

/// The language in which words are said.
pub(super) fn tongue(language: Language, words: &str) -> Language {
    if language.voice() == language && !is_han(words) { language } else { Language::Chinese }
}
