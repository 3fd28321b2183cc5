//! A phone of one screen that keeps every rule, and may be spoilt in one place.

use leling_screen::node::{FieldValue, Input, Live, NoticeKind, Privacy, Row, RowsStyle, Tone};
use leling_screen::screen::{SectionRole, Step};
use leling_screen::{
    Action, ActionKind, Icon, Key, Language, Nav, Node, NodeId, NodeKind, Pane, Presentation, Risk, Screen, Section,
    Size, Span, SpanKind, Text,
};

use crate::spot::{Drawn, Home, Said, Spot, Waits};
use crate::words;

/// Where the toy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// On the screen that is judged.
    Here,
    /// On the home.
    Home,
    /// Where an action led.
    Next,
}

/// How its ways are spoilt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ways {
    /// Not at all.
    #[default]
    Good,
    /// Going back leads to the same screen again.
    BackLoops,
    /// Nothing that is pressed changes anything.
    Stuck,
}

/// The phone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Toy {
    /// Where it stands.
    pub(super) at: At,
    /// Spoils the screen.
    pub(super) spoil: fn(&mut Screen),
    /// Spoils the ways.
    pub(super) ways: Ways,
    /// A part that has something behind it and is not drawn.
    pub(super) hidden: Option<&'static str>,
    /// A part that is drawn and has nothing behind it.
    pub(super) hollow: Option<&'static str>,
    /// How often it asks back before it does what is said.
    pub(super) asks_back: usize,
}

impl Default for Toy {
    fn default() -> Self {
        Self { at: At::Here, spoil: |_| {}, ways: Ways::Good, hidden: None, hollow: None, asks_back: 0 }
    }
}

impl Spot for Toy {
    fn drawn(&self, presentation: Presentation) -> Drawn {
        let mut screen = specimen(presentation);
        match self.at {
            At::Here => (self.spoil)(&mut screen),
            At::Home => screen.nav.at_home = true,
            At::Next => screen.title = plain("下一页", presentation.language),
        }
        let fields = screen.nodes().filter(|node| words::is_field(node)).map(|node| node.id.clone());
        let keys = words::keys(&screen).into_iter().map(|key| key.id);
        let live = fields.chain(keys).map(|id| id.as_str().to_owned()).filter(|id| Some(id.as_str()) != self.hollow);
        Drawn { bound: live.chain(self.hidden.map(str::to_owned)).collect(), screen }
    }

    fn pressed(&self, id: &str) -> Option<Self> {
        let stays = self.ways == Ways::Stuck || self.ways == Ways::BackLoops && id == "nav.back";
        let at = match (self.at, id) {
            (At::Home, "nav.back") => return None,
            _ if stays => self.at,
            (_, "nav.back" | "nav.home") => At::Home,
            _ => At::Next,
        };
        Some(Self { at, ..*self })
    }

    fn done(&self, id: &str) -> Vec<Self> {
        self.pressed(id).into_iter().collect()
    }

    fn home(&self) -> Home {
        Home::There
    }

    fn waits(&self) -> Waits {
        Waits::Person
    }

    fn path(&self) -> String {
        "a screen made for it".to_owned()
    }

    fn listening(&self) -> Self {
        *self
    }

    fn said(&self, words: &str) -> (Said, Self) {
        let screen = self.drawn(Presentation { size: Size::Elder, ..Presentation::default() }).screen;
        let field = || screen.nodes().find(|node| words::is_field(node)).map(|node| node.id.as_str().to_owned());
        let said = match Self::hears(&screen, words) {
            _ if self.asks_back > 0 => Said::Answered,
            Some(id) => Said::Pressed(id.as_str().to_owned()),
            None => field().map_or(Said::Answered, Said::Filled),
        };
        (said, Self { asks_back: self.asks_back.saturating_sub(1), ..*self })
    }

    fn hears(screen: &Screen, words: &str) -> Option<NodeId> {
        let called = |key: &&Key| {
            key.label.display() == words || key.label.speech == words || key.aliases.iter().any(|alias| alias == words)
        };
        words::keys(screen).iter().find(called).map(|key| key.id.clone())
    }
}

/// Chinese words on a screen of a language.
pub(super) fn plain(chinese: &str, language: Language) -> Text {
    Text { language: (language != Language::Chinese).then_some(Language::Chinese), ..Text::plain(chinese) }
}

/// A key with its icon.
pub(super) fn key(id: &str, chinese: &str, language: Language) -> Key {
    let label = plain(chinese, language);
    let speech = label.speech.clone();
    let (icon, aliases) = (Some(Icon::Info), Vec::new());
    Key { id: id.into(), since: 0, label, speech, aliases, icon, hint: None }
}

/// A node that is said as its words are drawn.
pub(super) fn node(id: &str, kind: NodeKind) -> Node {
    let (live, privacy) = (Live::Off, Privacy::Public);
    let mut node = Node { id: id.into(), since: 0, speech: String::new(), live, privacy, kind };
    node.speech = words::of_node(&node).iter().map(|text| text.speech.as_str()).collect::<Vec<_>>().join("，");
    node
}

/// A paragraph.
pub(super) fn paragraph(id: &str, chinese: &str, language: Language) -> Node {
    node(id, NodeKind::Paragraph { text: plain(chinese, language) })
}

/// A line to type in.
pub(super) fn field(id: &str, input: Input, language: Language) -> Node {
    let (label, purpose) = (plain("姓名", language), plain("用来对一对。", language));
    let value = FieldValue { text: String::new(), value_epoch: 0 };
    node(id, NodeKind::TextField { label, purpose, value, input, max_chars: 40, say: None, error: None })
}

/// A block with an icon.
pub(super) fn notice(id: &str, notice: NoticeKind, lead: &str, more: Option<&str>, language: Language) -> Node {
    let (lead, more) = (plain(lead, language), more.map(|more| plain(more, language)));
    let (over, repeat, lamp, event) = (None, None, None, None);
    let (tone, icon) = (Tone::Quiet, Some(Icon::Info));
    node(id, NodeKind::Notice { notice, tone, lead, over, more, repeat, icon, lamp, event })
}

/// Rows that can be pressed, said in the order given.
pub(super) fn rows(id: &str, said: &str, labels: &[(&str, &str)], language: Language) -> Node {
    let row = |(id, label): &(&str, &str)| {
        let key = key(id, label, language);
        Row { key, pressable: true, detail: None, lamp: None, tag: None, chosen: false }
    };
    let items = labels.iter().map(row).collect();
    Node { speech: said.to_owned(), ..node(id, NodeKind::Rows { style: RowsStyle::Rows, items }) }
}

fn value(kind: SpanKind, display: &str, speech: &str, language: Language) -> Text {
    let span = Span { kind, display: display.to_owned() };
    Text { spans: vec![span], speech: speech.to_owned(), ..plain("", language) }
}

/// A screen that keeps every rule in every mode.
fn specimen(presentation: Presentation) -> Screen {
    let language = presentation.language;
    let help = Key {
        label: value(SpanKind::Phone, "12333", "打幺二三三三", language),
        speech: "打幺二三三三，找人帮忙".to_owned(),
        ..key("nav.help", "", language)
    };
    let form = vec![
        field("name", Input::Name, language),
        paragraph("hint", "照身份证上写。", language),
        notice("pay", NoticeKind::Note, "钱照发。", None, language),
    ];
    let action = |kind, id: &str, label| Action { key: key(id, label, language), kind, risk: Risk::None };
    Screen {
        id: "specimen".into(),
        revision: 0,
        title: plain("您叫什么名字？", language),
        brand: None,
        subtitle: None,
        step: Some(Step { n: 1, of: 3, text: value(SpanKind::Ordinal, "第1步", "第一步", language) }),
        banner: None,
        draft: None,
        presentation,
        direction: language.direction(),
        writing: language.writing(),
        secure: false,
        sections: vec![Section { role: SectionRole::Form, pane: Pane::Main, nodes: form }],
        actions: vec![action(ActionKind::Plain, "ways", "还有别的办法"), action(ActionKind::Primary, "next", "下一步")],
        nav: Nav {
            back: Some(key("nav.back", "返回", language)),
            home: Some(key("nav.home", "首页", language)),
            at_home: false,
            repeat: key("nav.repeat", "念一遍", language),
            help,
        },
        voice: None,
        focus: None,
        announce: None,
    }
}
