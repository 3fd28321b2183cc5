//! The whole screen: title, sections, actions and the bar that never moves.

use serde::{Deserialize, Serialize};

use crate::node::{Key, Node, NodeId, NodeKind, Privacy};
use crate::presentation::{Direction, Presentation, Writing};
use crate::text::{SpanKind, Text};

/// Names a screen for tests, scenarios and goldens, such as `enrol.name`.
pub type ScreenId = NodeId;

/// One screen, complete: drawn and said from this alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screen {
    /// Its name.
    pub id: ScreenId,
    /// Rises with every change; filled by the core loop.
    #[serde(default)]
    pub revision: u64,
    /// What the screen is about or asks.
    pub title: Text,
    /// Name of the product above the title, beside the brand mark: on the first screen of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<Brand>,
    /// Small words under the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<Text>,
    /// 机器翻译, where any of its words is a draft that no native reader reviewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Text>,
    /// 第 n 步，共 m 步
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// The strip that says who acts for whom, or that this is practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banner: Option<Banner>,
    /// How it is told.
    pub presentation: Presentation,
    /// Reading direction.
    pub direction: Direction,
    /// How lines are set.
    pub writing: Writing,
    /// Whether the picture of it is kept out of captures and previews.
    pub secure: bool,
    /// Content, in reading order.
    pub sections: Vec<Section>,
    /// Actions above the bar, in reading order.
    pub actions: Vec<Action>,
    /// The bar.
    pub nav: Nav,
    /// What the voice does here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
    /// Where focus starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<NodeId>,
    /// What is announced now, once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announce: Option<Text>,
}

/// Name of the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brand {
    /// 乐龄卡
    pub name: Text,
    /// What it is.
    pub under: Text,
}

/// Where a screen stands in its flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// This step, from 1.
    pub n: u8,
    /// All steps, at most 5.
    pub of: u8,
    /// 第 n 步，共 m 步, drawn and said.
    pub text: Text,
}

/// The permanent strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Banner {
    /// The words.
    pub text: Text,
    /// At most one key, such as 换回自己.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
}

/// Where a section stands on a wide screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pane {
    /// With the person or thing the screen is about.
    Main,
    /// With the list or steps.
    Side,
}

/// What a section is, for assistive technology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionRole {
    /// Content.
    Content,
    /// How things stand.
    Status,
    /// A form.
    Form,
    /// Other ways and links.
    More,
}

/// Nodes that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// What it is.
    pub role: SectionRole,
    /// Where it stands.
    pub pane: Pane,
    /// The nodes, in reading order.
    pub nodes: Vec<Node>,
}

/// How an action is drawn and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// The one to press.
    Primary,
    /// Another way.
    Secondary,
    /// Underlined words.
    Plain,
    /// The refusal beside a consent, as large as it.
    Refuse,
    /// Fraud, freeze, remove; only after a review.
    Danger,
    /// Calls a person.
    Call,
}

/// What an act can do harm to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// Nothing.
    None,
    /// Can be taken back.
    Reversible,
    /// Cannot be taken back; fires once and never by a short word.
    Irreversible,
}

/// One thing to press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Words and name.
    pub key: Key,
    /// How it is drawn.
    pub kind: ActionKind,
    /// What it can do.
    pub risk: Risk,
}

/// The bar: back, home, read aloud, help, in the same slots on every screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nav {
    /// 返回; its slot shows the brand mark where it cannot be.
    pub back: Option<Key>,
    /// 首页; empty before the first start has ended.
    pub home: Option<Key>,
    /// Whether this screen is the home.
    pub at_home: bool,
    /// 念一遍
    pub repeat: Key,
    /// 12333
    pub help: Key,
}

/// What the voice does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoiceState {
    /// Reads aloud.
    Speaking,
    /// Listens.
    Listening,
    /// Heard nothing that fits.
    NotHeard,
    /// This phone cannot read aloud: the words are all there is.
    Mute,
}

/// Where the voice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoicePlace {
    /// Over title, content and actions; the bar stays.
    Stage,
    /// A strip above the actions: what the screen shows has to stay in sight.
    Strip,
}

/// What the voice does and says; drawn over a screen that stays as it is beneath.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// Where it stands.
    pub place: VoicePlace,
    /// What it does.
    pub state: VoiceState,
    /// The sentence that is said, or what it waits for; on the stage it stands in the title's place.
    pub words: Text,
    /// Loudness, 0 to 5: how many rings light.
    pub level: u8,
    /// Small words above the phrases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Text>,
    /// Two phrases that may be said or tapped, or none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<Key>,
    /// Ends speaking, or listening on this screen.
    pub leave: Key,
    /// 说完了: ends what is being heard; only while it listens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Key>,
}

/// Who can hear what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Earshot {
    /// Whoever stands near.
    Anyone,
    /// The person alone (an earpiece), or the person asked for it.
    Own,
}

impl Screen {
    /// Calls `visit` with every pressable part, in reading order.
    pub fn for_each_key(&self, mut visit: impl FnMut(&Key)) {
        let mut copy = self.clone();
        copy.for_each_key_mut(|key| visit(key));
    }

    /// Calls `visit` with every pressable part, in reading order, so that the core loop can fill in `since`.
    pub fn for_each_key_mut(&mut self, mut visit: impl FnMut(&mut Key)) {
        let visit = &mut visit;
        if let Some(key) = self.banner.as_mut().and_then(|banner| banner.key.as_mut()) {
            visit(key);
        }
        for node in self.sections.iter_mut().flat_map(|section| &mut section.nodes) {
            node.for_each_key_mut(visit);
        }
        self.actions.iter_mut().for_each(|action| visit(&mut action.key));
        let Nav { back, home, repeat, help, .. } = &mut self.nav;
        back.iter_mut().chain(home).for_each(&mut *visit);
        visit(repeat);
        visit(help);
        if let Some(voice) = &mut self.voice {
            voice.phrases.iter_mut().chain([&mut voice.leave]).chain(&mut voice.done).for_each(visit);
        }
    }

    /// Gives every node, in reading order.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.sections.iter().flat_map(|section| &section.nodes)
    }

    /// Gives the node of that name.
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.nodes().find(|node| node.id.as_str() == id)
    }

    /// Gives what is read aloud when the screen opens: title, step, content in order, then the actions; sums and whatever
    /// else is personal is left out.
    pub fn narration(&self) -> String {
        self.narration_for(Earshot::Anyone)
    }

    /// Says whether something of the screen is read aloud only when the person asks, or on an earpiece.
    pub fn withholds(&self) -> bool {
        self.nodes().any(|node| node.says_to(Earshot::Own) && !node.says_to(Earshot::Anyone))
    }

    /// Gives what is read aloud to those who hear it. What is secret is said to nobody.
    pub fn narration_for(&self, earshot: Earshot) -> String {
        let mut parts: Vec<&str> = Vec::new();
        if let Some(banner) = &self.banner {
            parts.push(&banner.text.speech);
        }
        if let Some(step) = &self.step {
            parts.push(&step.text.speech);
        }
        parts.push(&self.title.speech);
        parts.extend(self.nodes().filter(|node| node.says_to(earshot)).map(|node| node.speech.as_str()));
        parts.extend(self.actions.iter().map(|action| action.key.speech.as_str()));
        let mut whole = String::new();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            whole.push_str(part);
            if !part.ends_with(['。', '？', '！', '.', '?', '!']) {
                whole.push('。');
            }
        }
        whole
    }
}

impl Node {
    /// Says whether the node is said to those who hear: a sum is personal wherever it stands.
    fn says_to(&self, earshot: Earshot) -> bool {
        match self.privacy {
            Privacy::Secret => false,
            _ if self.speech.is_empty() => false,
            Privacy::Personal => earshot == Earshot::Own,
            Privacy::Public => earshot == Earshot::Own || !self.holds_money(),
        }
    }

    fn holds_money(&self) -> bool {
        let mut found = false;
        self.clone().for_each_text_mut(&mut |text| {
            found |= text.spans.iter().any(|span| span.kind == SpanKind::Money);
        });
        found
    }

    fn for_each_key_mut(&mut self, visit: &mut impl FnMut(&mut Key)) {
        match &mut self.kind {
            NodeKind::CardFace { eye: Some(eye), .. } => visit(&mut eye.key),
            NodeKind::TextField { say: Some(say), .. } | NodeKind::DigitField { say: Some(say), .. } => visit(say),
            NodeKind::DateField { earlier, later, .. } => {
                visit(earlier);
                visit(later);
            }
            NodeKind::Choice { options, .. } => options.iter_mut().for_each(|option| visit(&mut option.key)),
            NodeKind::Toggle { key, .. } => visit(key),
            NodeKind::Notice { event: Some(row), .. } if row.pressable => visit(&mut row.key),
            NodeKind::Review { facts } => facts.iter_mut().filter_map(|fact| fact.change.as_mut()).for_each(visit),
            NodeKind::Player { slower, again, .. } => {
                visit(slower);
                visit(again);
            }
            NodeKind::Rows { items, .. } => {
                items.iter_mut().filter(|row| row.pressable).for_each(|row| visit(&mut row.key));
            }
            _ => {}
        }
    }
}
