//! What an utterance means against the screen that is shown.
//!
//! Exact and small on purpose: an utterance counts when, without its filler words, it is the name of something on the
//! screen, a word that holds on every screen, or a place in a list (第二个). Nothing is guessed. Fuzzy sounds, dialects,
//! yes and no, and spoken digits are not understood here.

use leling_screen::node::RowsStyle;
use leling_screen::{Key, NodeId, NodeKind, Risk, Screen};

use crate::narrate::{self, parse};

/// What is done with an utterance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Presses that part.
    Press(NodeId),
    /// Does what holds on every screen.
    Global(Global),
    /// Fits nothing here.
    Reject,
    /// Fits several: asks back with their names.
    Ask(Vec<NodeId>),
}

/// What may be said on every screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Global {
    /// 返回
    Back,
    /// 首页
    Home,
    /// 再念一遍
    Repeat,
    /// 12333
    Help,
    /// 慢一点
    Slower,
    /// 快一点
    Faster,
    /// 别念了
    Stop,
    /// 字大一点
    BiggerText,
    /// 字小一点
    SmallerText,
    /// 不说了，用手点
    TapMode,
}

/// Words that hold on every screen and have no key in the bar.
const GLOBALS: [(Global, &[&str]); 6] = [
    (Global::Slower, &["慢一点", "慢点", "说慢点"]),
    (Global::Faster, &["快一点", "快点", "说快点"]),
    (Global::Stop, &["别念了", "别说了", "停", "停一下", "停一停"]),
    (Global::BiggerText, &["字大一点", "字大点", "大一点"]),
    (Global::SmallerText, &["字小一点", "字小点", "小一点"]),
    (Global::TapMode, &["不说了", "用手点", "不说了用手点"]),
];

/// Words that carry no meaning at the start or the end of what one says.
const OPENERS: [&str; 12] = ["嗯", "啊", "哦", "那个", "就是", "请", "麻烦", "我要", "我想", "俺要", "帮我", "给我"];
const CLOSERS: [&str; 8] = ["吧", "呢", "呗", "咧", "啊", "一下", "谢谢", "了哈"];

/// Decides what `heard` means on `screen`.
///
/// An irreversible action is reached by its whole phrase alone, never by another name or a place in a list. Anything on
/// the screen wins over a word that holds everywhere; several parts with the same name are asked back.
pub fn match_utterance(screen: &Screen, heard: &str) -> Decision {
    let whole = normalise(heard);
    let core = without_fillers(&whole);
    if core.is_empty() {
        return Decision::Reject;
    }
    let mut found: Vec<NodeId> = Vec::new();
    let guarded = irreversible(screen);
    screen.for_each_key(|key| {
        let fits =
            if guarded.contains(&key.id) { is_label(key, core) } else { is_name(key, core) || is_name(key, &whole) };
        if fits && !bar(screen).any(|(bar, _)| bar.id == key.id) && !found.contains(&key.id) {
            found.push(key.id.clone());
        }
    });
    match found.len() {
        0 => {}
        1 => return Decision::Press(found.remove(0)),
        _ => return Decision::Ask(found),
    }
    let in_bar = bar(screen).find(|(key, _)| is_name(key, core)).map(|(_, global)| global);
    let elsewhere = || GLOBALS.iter().find(|(_, words)| words.contains(&core)).map(|(global, _)| *global);
    if let Some(global) = in_bar.or_else(elsewhere) {
        return Decision::Global(global);
    }
    place_in_list(screen, core).filter(|id| !guarded.contains(id)).map_or(Decision::Reject, Decision::Press)
}

fn irreversible(screen: &Screen) -> Vec<NodeId> {
    let risky = screen.actions.iter().filter(|action| action.risk == Risk::Irreversible);
    risky.map(|action| action.key.id.clone()).collect()
}

fn bar(screen: &Screen) -> impl Iterator<Item = (&Key, Global)> {
    let nav = &screen.nav;
    let back = nav.back.iter().map(|key| (key, Global::Back));
    let home = nav.home.iter().map(|key| (key, Global::Home));
    back.chain(home).chain([(&nav.repeat, Global::Repeat), (&nav.help, Global::Help)])
}

fn is_label(key: &Key, said: &str) -> bool {
    normalise(&key.label.display()) == said || normalise(&key.label.speech) == said
}

fn is_name(key: &Key, said: &str) -> bool {
    is_label(key, said) || normalise(&key.speech) == said || key.aliases.iter().any(|alias| normalise(alias) == said)
}

/// Finds `第二个`, `二号`, `头一个`, `最后一个` among the answers of the screen, or its rows where it has no answers.
fn place_in_list(screen: &Screen, said: &str) -> Option<NodeId> {
    let mut answers: Vec<&Key> = Vec::new();
    let mut rows: Vec<&Key> = Vec::new();
    for node in screen.nodes() {
        match &node.kind {
            NodeKind::Choice { options, .. } => answers.extend(options.iter().map(|option| &option.key)),
            NodeKind::Rows { style, items } if *style != RowsStyle::Modes => {
                rows.extend(items.iter().filter(|row| row.pressable).map(|row| &row.key));
            }
            _ => {}
        }
    }
    let list = if answers.is_empty() { rows } else { answers };
    let at = match said {
        "头一个" => 0,
        "最后一个" => list.len().checked_sub(1)?,
        _ => {
            let number = said.strip_prefix('第').unwrap_or(said).strip_suffix(['个', '号', '条', '项'])?;
            let place = parse::number(number)?;
            usize::try_from(place).ok()?.checked_sub(1)?
        }
    };
    list.get(at).map(|key| key.id.clone())
}

/// Folds width, case, punctuation and the two ways to say a digit: `12333`, `幺二三三三` and `一二三三三` are one.
fn normalise(text: &str) -> String {
    let folded = leling_protocol::values::normalise(text);
    let said = narrate::words(&folded).replace('幺', "一");
    said.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn without_fillers(said: &str) -> &str {
    let mut core = said;
    loop {
        let before = core;
        for opener in OPENERS {
            core = core.strip_prefix(opener).unwrap_or(core);
        }
        for closer in CLOSERS {
            core = core.strip_suffix(closer).unwrap_or(core);
        }
        if core == before {
            return core;
        }
    }
}
