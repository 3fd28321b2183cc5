//! What protects: L11, L12, L13 before the act, L23.

use leling_screen::node::{Privacy, Row};
use leling_screen::{Language, Node, NodeKind, Risk, Screen, Size, SpanKind, Text};
use serde_json::Value;

use super::{Case, Faults};
use crate::rule::Rule;
use crate::words;

pub(super) fn check(case: &Case<'_>, texts: &[(String, Text)], faults: &mut Faults) {
    let screen = case.screen;
    not_colour_alone(screen, faults);
    // What crosses is the same shape in every language and size.
    let presentation = screen.presentation;
    if presentation.language == Language::Chinese && presentation.size == Size::Elder {
        closed_kinds_of(screen, faults);
    }
    bait(screen, texts, faults);
    reviewed_before(screen, faults);
    privacy(screen, faults);
}

fn not_colour_alone(screen: &Screen, faults: &mut Faults) {
    for node in screen.nodes() {
        match &node.kind {
            NodeKind::Notice { icon, lamp, lead, event, .. } => {
                if icon.is_none() && lamp.is_none() {
                    faults.add(Rule::L11, format!("{:?} has neither icon nor lamp", node.id));
                }
                if lead.is_empty() {
                    faults.add(Rule::L11, format!("{:?} has no words", node.id));
                }
                if let Some(row) = event {
                    lamp_of_row(row, faults);
                }
            }
            NodeKind::Rows { items, .. } => items.iter().for_each(|row| lamp_of_row(row, faults)),
            NodeKind::Toggle { key, on_word, off_word, .. }
                if on_word.is_empty() || off_word.is_empty() || on_word.display() == off_word.display() =>
            {
                faults.add(Rule::L11, format!("{:?} tells on and off by colour", key.id));
            }
            _ => {}
        }
    }
}

fn lamp_of_row(row: &Row, faults: &mut Faults) {
    let worded = row.detail.as_ref().or(row.tag.as_ref().map(|tag| &tag.text)).is_some_and(|text| !text.is_empty());
    if row.lamp.is_some() && !worded {
        faults.add(Rule::L11, format!("{:?} has a lamp and no words for it", row.key.id));
    }
    if row.tag.as_ref().is_some_and(|tag| tag.text.is_empty()) {
        faults.add(Rule::L11, format!("{:?} has an empty tag", row.key.id));
    }
}

/// Every kind of node there is; the list grows only by a decision.
const KINDS: [&str; 20] = [
    "heading",
    "paragraph",
    "fact",
    "person_card",
    "card_face",
    "qr_code",
    "text_field",
    "digit_field",
    "date_field",
    "choice",
    "toggle",
    "steps",
    "progress",
    "camera_stage",
    "notice",
    "review",
    "consent",
    "illustration",
    "player",
    "rows",
];

/// Names of fields that only a clock, an outside page or a moving part would need.
const CLOCKS: [&str; 9] =
    ["countdown", "timeout", "expires", "expires_at", "auto_advance", "seconds_left", "url", "href", "autoplay"];

/// Finds kinds and fields in a screen as it crosses to a shell that the contract has no room for.
pub fn closed_kinds(screen: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let sections = screen["sections"].as_array().into_iter().flatten();
    for node in sections.flat_map(|section| section["nodes"].as_array().into_iter().flatten()) {
        let kind = node["kind"].as_str().unwrap_or_default();
        if !KINDS.contains(&kind) {
            found.push(format!("a node of the kind {kind:?}"));
        }
    }
    clocks(screen, &mut found);
    found
}

fn clocks(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            found.extend(map.keys().filter(|key| CLOCKS.contains(&key.as_str())).map(|key| format!("a field {key:?}")));
            map.values().for_each(|value| clocks(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| clocks(value, found)),
        _ => {}
    }
}

fn closed_kinds_of(screen: &Screen, faults: &mut Faults) {
    let crossed = serde_json::to_value(screen).expect("screens are plain data");
    for what in closed_kinds(&crossed) {
        faults.add(Rule::L12, what);
    }
}

/// Words that sell or lure.
const BAIT: [&str; 11] = ["广告", "推广", "下载", "购买", "充值", "红包", "抽奖", "优惠", "赚", "特价", "限时"];

fn bait(screen: &Screen, texts: &[(String, Text)], faults: &mut Faults) {
    for key in words::keys(screen) {
        let drawn = key.label.display();
        if let Some(word) = BAIT.iter().find(|word| drawn.contains(**word)) {
            faults.add(Rule::L12, format!("{:?} lures: {word}", key.id));
        }
    }
    for (place, text) in texts {
        if ["秒后", "倒计时", "还剩"].iter().any(|clock| text.display().contains(clock)) {
            faults.add(Rule::L12, format!("{place} counts down: {}", text.display()));
        }
    }
}

/// A review stands before the act; a login shows who asks for what on the screen on which it is answered.
fn reviewed_before(screen: &Screen, faults: &mut Faults) {
    let told = |node: &Node| match &node.kind {
        NodeKind::Review { facts } => !facts.is_empty(),
        NodeKind::Consent { .. } | NodeKind::PersonCard { .. } => true,
        _ => false,
    };
    let risky = screen.actions.iter().find(|action| action.risk == Risk::Irreversible);
    if let Some(action) = risky.filter(|_| !screen.nodes().any(told)) {
        faults.add(Rule::L13, format!("{:?} without a review", action.key.id));
    }
}

/// What a value shows when nothing of it is hidden.
fn shows_whole(text: &Text) -> Option<SpanKind> {
    let whole = |span: &&leling_screen::Span| {
        let private = matches!(span.kind, SpanKind::IdNumber | SpanKind::CardNumber);
        private && !span.display.is_empty() && !span.display.contains('*')
    };
    text.spans.iter().find(whole).map(|span| span.kind)
}

fn privacy(screen: &Screen, faults: &mut Faults) {
    for node in screen.nodes() {
        secret(screen, node, faults);
        for text in words::of_node(node) {
            if let Some(kind) = shows_whole(&text).filter(|_| !screen.secure) {
                faults.add(Rule::L23, format!("{:?} shows a whole {kind:?} where pictures can be taken", node.id));
            }
            let sum = text.spans.iter().any(|span| span.kind == SpanKind::Money);
            if sum && node.privacy == Privacy::Public {
                faults.add(Rule::L23, format!("{:?} says a sum unasked", node.id));
            }
        }
    }
}

fn secret(screen: &Screen, node: &Node, faults: &mut Faults) {
    match &node.kind {
        NodeKind::DigitField { secret: true, .. } if !screen.secure || node.privacy != Privacy::Secret => {
            faults.add(Rule::L23, format!("{:?} is not kept secret", node.id));
        }
        NodeKind::TextField { value, .. } | NodeKind::DigitField { value, .. }
            if !value.text.is_empty() && node.speech.contains(&value.text) =>
        {
            faults.add(Rule::L23, format!("{:?} says what was typed", node.id));
        }
        _ => {}
    }
}
