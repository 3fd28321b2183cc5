//! How a flow builds its screen: words from the catalogue, and one call for each part that binds its event.
//!
//! ```ignore
//! let mut page = ui.page("lamps", ui.text(msg::LAMPS_TITLE));
//! page.section(SectionRole::Content);
//! page.paragraph("why", ui.text(msg::LAMPS_WHY));
//! page.action(ActionKind::Primary, "claim", ui.text(msg::LAMPS_CLAIM), Event::Claim);
//! page.finish()
//! ```

mod ask;

pub use ask::named;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use leling_language::{Catalogue, Msg};
use leling_protocol::ErrorCode;
use leling_screen::node::{
    ChoiceOption, ChoiceStyle, FieldValue, Input, Live, NoticeKind, Pad, Privacy, Row, RowsStyle, Tone,
};
use leling_screen::screen::{Brand, SectionRole, Step};
use leling_screen::{
    Action, ActionKind, Key, Language, Nav, Node, NodeId, NodeKind, Pane, Presentation, Risk, Screen, Section, Text,
    Unit, Value,
};
use leling_screen::{Icon, Lamp};

use crate::session::{Binding, View};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::new);

/// Words in the presentation of one screen.
#[derive(Clone, Copy, Debug)]
pub struct Ui {
    presentation: Presentation,
}

impl Ui {
    /// Takes the switches in force.
    pub const fn new(presentation: Presentation) -> Self {
        Self { presentation }
    }

    /// Gives the switches in force.
    pub const fn presentation(self) -> Presentation {
        self.presentation
    }

    /// Gives a sentence without values.
    pub fn text(self, message: Msg) -> Text {
        self.with(message, &[])
    }

    /// Gives a sentence with its values.
    pub fn with(self, message: Msg, values: &[(&str, Value)]) -> Text {
        CATALOGUE.text_for(&self.presentation, message, values)
    }

    /// Gives a sentence in Chinese whatever the language of the screen.
    fn again_in_chinese(self, message: Msg, values: &[(&str, Value)]) -> Text {
        let chinese = Presentation { language: Language::Chinese, ..self.presentation };
        let language = (self.presentation.language != Language::Chinese).then_some(Language::Chinese);
        Text { language, ..CATALOGUE.text_for(&chinese, message, values) }
    }

    /// Gives the words of something that can be pressed, with the other names by which it may be called.
    pub fn label(self, message: Msg) -> Label {
        let Presentation { language, .. } = self.presentation;
        let hint = CATALOGUE.attribute(language, message, "hint", &[]);
        Label { text: self.text(message), aliases: CATALOGUE.aliases(language, message), hint }
    }

    /// Gives a part that can be pressed, which no page holds: it has to be bound where it is laid over one.
    pub fn key(self, id: &str, message: Msg, icon: Option<Icon>) -> Key {
        new_key(id, self.label(message), icon)
    }

    /// Gives a value that stands alone, such as that of a fact.
    pub fn value(self, value: &Value) -> Text {
        CATALOGUE.value(self.presentation.language, value)
    }

    /// Gives the catalogue, for its composed lines.
    pub fn catalogue(self) -> &'static Catalogue {
        &CATALOGUE
    }

    /// Begins a screen.
    pub fn page<E: Clone, F: Clone>(self, id: &str, title: Text) -> Page<E, F> {
        Page::new(self, id, title)
    }
}

/// Words of something that can be pressed.
#[derive(Clone, Debug)]
pub struct Label {
    text: Text,
    aliases: Vec<String>,
    hint: Option<Text>,
}

impl From<Text> for Label {
    fn from(text: Text) -> Self {
        Self { text, aliases: Vec::new(), hint: None }
    }
}

/// A text field as a flow describes it.
#[derive(Debug)]
pub struct Line<F> {
    /// Which field.
    pub field: F,
    /// What belongs in it.
    pub label: Text,
    /// Why it is asked for.
    pub purpose: Text,
    /// Which letters it takes.
    pub input: Input,
    /// Longest value, in characters.
    pub max_chars: u16,
}

/// A screen being built, its events of type `E`, its fields of type `F`.
#[derive(Debug)]
pub struct Page<E, F> {
    ui: Ui,
    screen: Screen,
    bindings: BTreeMap<NodeId, Binding<E, F>>,
    /// The first error that stands on it.
    told: Option<ErrorCode>,
}

impl<E: Clone, F: Clone> Page<E, F> {
    fn new(ui: Ui, id: &str, title: Text) -> Self {
        use leling_language::msg;
        let bar = |name: &str, message: Msg, icon: Icon| new_key(name, ui.label(message), Some(icon));
        let Presentation { language, .. } = ui.presentation;
        let screen = Screen {
            id: id.into(),
            revision: 0,
            title,
            brand: None,
            subtitle: None,
            draft: None,
            step: None,
            banner: None,
            presentation: ui.presentation,
            direction: language.direction(),
            writing: language.writing(),
            secure: false,
            sections: Vec::new(),
            actions: Vec::new(),
            nav: Nav {
                back: Some(bar("nav.back", msg::COMMON_KEY_BACK, Icon::Back)),
                home: Some(bar("nav.home", msg::COMMON_KEY_HOME, Icon::Home)),
                at_home: false,
                repeat: bar("nav.repeat", msg::COMMON_KEY_REPEAT, Icon::Speak),
                help: bar("nav.help", msg::COMMON_KEY_HELPLINE, Icon::Call),
            },
            voice: None,
            focus: None,
            announce: None,
        };
        Self { ui, screen, bindings: BTreeMap::new(), told: None }
    }

    /// Names the product above the title.
    pub fn brand(&mut self) {
        use leling_language::msg;
        let (name, under) = (self.ui.text(msg::BRAND_NAME), self.ui.text(msg::BRAND_CARD));
        self.screen.brand = Some(Brand { name, under });
    }

    /// Takes away 返回: there is nothing behind this screen.
    pub fn without_back(&mut self) {
        self.screen.nav.back = None;
    }

    /// Takes away 首页: there is no home yet.
    pub fn without_home(&mut self) {
        self.screen.nav.home = None;
    }

    /// Says that this screen is the home.
    pub fn is_home(&mut self) {
        self.screen.nav.at_home = true;
        self.screen.nav.back = None;
    }

    /// Keeps the picture of this screen out of captures and previews.
    pub fn secure(&mut self) {
        self.screen.secure = true;
    }

    /// Sets small words under the title.
    pub fn subtitle(&mut self, text: Text) {
        self.screen.subtitle = Some(text);
    }

    /// Says where the screen stands in its flow.
    pub fn step(&mut self, n: u8, of: u8) {
        use leling_language::msg;
        let values = [("n", Value::Ordinal(u32::from(n))), ("of", Value::Count(u64::from(of), Unit::Steps))];
        self.screen.step = Some(Step { n, of, text: self.ui.with(msg::COMMON_STEP, &values) });
    }

    /// Says where focus starts.
    pub fn focus(&mut self, id: &str) {
        self.screen.focus = Some(id.into());
    }

    /// Announces a text once.
    pub fn announce(&mut self, text: Text) {
        self.screen.announce = Some(text);
    }

    /// Begins a section; nodes go to the newest one.
    pub fn section(&mut self, role: SectionRole) {
        self.screen.sections.push(Section { role, pane: Pane::Main, nodes: Vec::new() });
    }

    /// Adds a node of any kind; what it holds is bound with [`Page::bind`].
    pub fn node(&mut self, id: &str, speech: String, kind: NodeKind) -> &mut Node {
        if self.screen.sections.is_empty() {
            self.section(SectionRole::Content);
        }
        let nodes = &mut self.screen.sections.last_mut().expect("a section was just made").nodes;
        nodes.push(Node { id: id.into(), since: 0, speech, live: Live::Off, privacy: Privacy::Public, kind });
        nodes.last_mut().expect("a node was just added")
    }

    /// Puts an event behind a part.
    pub fn bind(&mut self, id: &NodeId, event: E) {
        self.bindings.insert(id.clone(), Binding::Press(event));
    }

    /// Makes a part that can be pressed and binds it.
    pub fn key(&mut self, id: &str, label: impl Into<Label>, icon: Option<Icon>, event: E) -> Key {
        let key = self.silent_key(id, label, icon);
        self.bind(&key.id, event);
        key
    }

    /// Makes a key that is drawn but has nothing behind it, for a row that only informs.
    pub fn silent_key(&self, id: &str, label: impl Into<Label>, icon: Option<Icon>) -> Key {
        new_key(id, label.into(), icon)
    }

    /// Adds words that begin a part.
    pub fn heading(&mut self, id: &str, text: Text) {
        self.node(id, text.speech.clone(), NodeKind::Heading { text });
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, id: &str, text: Text) {
        self.node(id, text.speech.clone(), NodeKind::Paragraph { text });
    }

    /// Adds a fact; personal facts are said only when asked for.
    pub fn fact(&mut self, id: &str, label: Text, value: Text, privacy: Privacy) {
        let speech = format!("{}，{}", label.speech, value.speech);
        self.node(id, speech, NodeKind::Fact { label, value }).privacy = privacy;
    }

    /// Adds a soft block with one sentence and, below it, another.
    pub fn notice(&mut self, id: &str, notice: NoticeKind, tone: Tone, icon: Icon, lead: Text, more: Option<Text>) {
        let speech = joined([Some(&lead), more.as_ref()]);
        let icon = Some(icon);
        let kind =
            NodeKind::Notice { notice, tone, lead, over: None, more, repeat: None, icon, lamp: None, event: None };
        let live = if notice == NoticeKind::Error { Live::Assertive } else { Live::Polite };
        self.node(id, speech, kind).live = live;
    }

    /// Adds the three parts of an error: what happened, what it means, what helps. What it means for the money stands in
    /// a line of its own where it is told in Chinese and the rest is not.
    pub fn error(&mut self, id: &str, code: ErrorCode) {
        self.told.get_or_insert(code);
        let words = CATALOGUE.error(self.ui.presentation.language, code);
        let speech = joined([Some(&words.what), words.means.as_ref(), Some(&words.action)]);
        let (more, repeat) = match words.means {
            Some(means) if means.language != words.action.language => (words.action, Some(means)),
            Some(mut means) => {
                means.spans.extend(words.action.spans);
                means.speech.push_str(&words.action.speech);
                (means, None)
            }
            None => (words.action, None),
        };
        let kind = NodeKind::Notice {
            notice: NoticeKind::Error,
            tone: Tone::Caution,
            lead: words.what,
            over: None,
            more: Some(more),
            repeat,
            icon: Some(Icon::Info),
            lamp: None,
            event: None,
        };
        self.node(id, speech, kind).live = Live::Assertive;
    }

    /// Adds a status panel with its lamp. A lead that no native reader reviewed is repeated in Chinese.
    pub fn status(
        &mut self,
        id: &str,
        lamp: Lamp,
        over: Option<Text>,
        (message, values): (Msg, &[(&str, Value)]),
        more: Option<Text>,
        event: Option<Row>,
    ) {
        let tone = match lamp {
            Lamp::Calm => Tone::Good,
            Lamp::Due => Tone::Caution,
            Lamp::Wait => Tone::Quiet,
            Lamp::Stop => Tone::Danger,
        };
        let lead = self.ui.with(message, values);
        let repeat = lead.draft.then(|| self.ui.again_in_chinese(message, values));
        let row = event.as_ref().map(|row| &row.key.label);
        let speech = joined([over.as_ref(), Some(&lead), more.as_ref(), row]);
        let kind = NodeKind::Notice {
            notice: NoticeKind::Status,
            tone,
            lead,
            over,
            more,
            repeat,
            icon: None,
            lamp: Some(lamp),
            event,
        };
        self.node(id, speech, kind).live = Live::Polite;
    }

    /// Adds rows, tiles or the mode strip.
    pub fn rows(&mut self, id: &str, style: RowsStyle, items: Vec<Row>) {
        let speech =
            items.iter().map(|row| joined([Some(&row.key.label), row.detail.as_ref()])).collect::<Vec<_>>().join("；");
        self.node(id, speech, NodeKind::Rows { style, items });
    }

    /// Makes a row that can be pressed.
    pub fn row(&mut self, id: &str, icon: Icon, label: impl Into<Label>, detail: Option<Text>, event: E) -> Row {
        let key = self.key(id, label, Some(icon), event);
        Row { key, pressable: true, detail, lamp: None, tag: None, chosen: false }
    }

    /// Adds answers of which one is taken.
    pub fn choice(&mut self, id: &str, options: Vec<ChoiceOption>) {
        let speech = options.iter().map(|option| option.key.speech.as_str()).collect::<Vec<_>>().join("；");
        self.node(id, speech, NodeKind::Choice { style: ChoiceStyle::Cards, options });
    }

    /// Makes one answer.
    pub fn option(
        &mut self,
        id: &str,
        icon: Icon,
        label: impl Into<Label>,
        hint: Option<Text>,
        chosen: bool,
        event: E,
    ) -> ChoiceOption {
        let mut key = self.key(id, label, Some(icon), event);
        key.hint = hint.or(key.hint);
        if let Some(hint) = &key.hint {
            key.speech = format!("{}，{}", key.speech, hint.speech);
        }
        ChoiceOption { key, chosen, samples: Vec::new() }
    }

    /// Adds a line to type in.
    pub fn text_field(&mut self, id: &str, line: Line<F>, value: FieldValue, error: Option<ErrorCode>) {
        self.told = self.told.or(error);
        let error = error.map(|code| CATALOGUE.error(self.ui.presentation.language, code).what);
        let speech = joined([Some(&line.label), error.as_ref(), Some(&line.purpose)]);
        let Line { field, label, purpose, input, max_chars } = line;
        let wrong = error.is_some();
        let node =
            self.node(id, speech, NodeKind::TextField { label, purpose, value, input, max_chars, say: None, error });
        let id = node.id.clone();
        self.bind_field(id, field, wrong);
    }

    /// Binds a field; one that is wrong is announced and takes the focus.
    fn bind_field(&mut self, id: NodeId, field: F, wrong: bool) {
        let nodes = self.screen.sections.iter_mut().flat_map(|section| &mut section.nodes);
        if let Some(node) = nodes.filter(|_| wrong).find(|node| node.id == id) {
            node.live = Live::Assertive;
            self.screen.focus = Some(id.clone());
        }
        self.bindings.insert(id, Binding::Edit(field));
    }

    /// Adds boxes for digits with their pad.
    #[expect(clippy::too_many_arguments, reason = "a field is what it is; a builder would hide nothing")]
    pub fn digit_field(
        &mut self,
        id: &str,
        field: F,
        label: Text,
        purpose: Text,
        value: FieldValue,
        length: u8,
        secret: bool,
        error: Option<ErrorCode>,
    ) {
        use leling_language::msg;
        self.told = self.told.or(error);
        let error = error.map(|code| CATALOGUE.error(self.ui.presentation.language, code).what);
        let speech = joined([Some(&label), error.as_ref(), Some(&purpose)]);
        let pad = Pad { erase: self.ui.text(msg::PAD_KEY_ERASE), one_digit: self.ui.text(msg::PAD_ONE_DIGIT) };
        let wrong = error.is_some();
        let node = self.node(
            id,
            speech,
            NodeKind::DigitField { label, purpose, value, length, secret, pad, say: None, error },
        );
        node.privacy = if secret { Privacy::Secret } else { Privacy::Public };
        let id = node.id.clone();
        self.bind_field(id, field, wrong);
    }

    /// Adds an action that can be taken back or harms nothing.
    pub fn action(&mut self, kind: ActionKind, id: &str, label: impl Into<Label>, icon: Option<Icon>, event: E) {
        let key = self.key(id, label, icon, event);
        self.screen.actions.push(Action { key, kind, risk: Risk::None });
    }

    /// Adds an action that cannot be taken back; its press counts once.
    pub fn irreversible(&mut self, kind: ActionKind, id: &str, label: impl Into<Label>, icon: Option<Icon>, event: E) {
        let key = self.silent_key(id, label, icon);
        self.bindings.insert(key.id.clone(), Binding::Once(event));
        self.screen.actions.push(Action { key, kind, risk: Risk::Irreversible });
    }

    /// Gives the words of the screen being built.
    pub const fn ui(&self) -> Ui {
        self.ui
    }

    /// Gives the name of the screen being built.
    pub fn name(&self) -> &str {
        self.screen.id.as_str()
    }

    /// Gives its title.
    pub const fn title(&self) -> &Text {
        &self.screen.title
    }

    /// Gives the first error that stands on it.
    pub const fn told_error(&self) -> Option<ErrorCode> {
        self.told
    }

    /// Ends the screen; drafts among its words are marked.
    pub fn finish(mut self) -> View<E, F> {
        let mut draft = false;
        self.screen.for_each_text_mut(|text| draft |= text.draft);
        self.screen.draft = draft.then(|| self.ui.text(leling_language::msg::COMMON_DRAFT_TAG));
        View { screen: self.screen, bindings: self.bindings }
    }
}

fn new_key(id: &str, label: Label, icon: Option<Icon>) -> Key {
    let Label { text, aliases, hint } = label;
    Key { id: id.into(), since: 0, speech: text.speech.clone(), label: text, aliases, icon, hint }
}

/// Says texts one after the other as sentences.
fn joined<'a>(texts: impl IntoIterator<Item = Option<&'a Text>>) -> String {
    let mut whole = String::new();
    for text in texts.into_iter().flatten().filter(|text| !text.speech.is_empty()) {
        whole.push_str(&text.speech);
        if !text.speech.ends_with(['。', '？', '！', '.', '?', '!']) {
            whole.push('。');
        }
    }
    whole
}
