//! What is read: L14, L17, L20.

use leling_screen::node::{NoticeKind, Tone};
use leling_screen::{ActionKind, Language, Node, NodeKind, Risk, Screen, SpanKind, Text};

use super::{Case, Faults};
use crate::rule::Rule;
use crate::words;

/// Screens whose text is the law's and not ours to shorten.
const LAW: [&str; 1] = ["privacy.text"];

/// Office words, and words that blame.
const JARGON: [&str; 24] = [
    "用户", "授权", "拒绝", "失败", "上传", "错误", "输错", "填错", "有误", "非法", "无效", "异常", "校验", "验证",
    "取消", "必须", "严禁", "逾期", "超时", "系统", "令牌", "您应", "提交", "终端",
];

pub(super) fn check(case: &Case<'_>, texts: &[(String, Text)], faults: &mut Faults) {
    let screen = case.screen;
    lengths(screen, faults);
    for (place, text) in texts {
        let language = text.language.unwrap_or(screen.presentation.language);
        if language == Language::Chinese && !LAW.contains(&screen.id.as_str()) {
            plain_words(place, text, faults);
        }
        reviewed(screen, place, text, faults);
    }
    typed_numbers(screen, faults);
    weighty(screen, faults);
    errors(screen, faults);
}

fn lengths(screen: &Screen, faults: &mut Faults) {
    if LAW.contains(&screen.id.as_str()) {
        return;
    }
    if words::length(&screen.title) > 20 {
        faults.add(Rule::L14, format!("the title has {} characters", words::length(&screen.title)));
    }
    for node in screen.nodes() {
        for text in words::of_node(node) {
            let sentences = words::sentences(&text);
            if sentences.len() > 2 {
                faults.add(Rule::L14, format!("{:?} has {} sentences: {}", node.id, sentences.len(), text.display()));
            }
            if let Some(longest) = sentences.iter().max().filter(|longest| **longest > 20) {
                faults.add(Rule::L14, format!("{:?}: {longest} in {}", node.id, text.display()));
            }
        }
    }
    for action in &screen.actions {
        let length = words::length(&action.key.label);
        if length > 8 {
            faults.add(Rule::L14, format!("the button {:?} has {length} characters", action.key.id));
        }
    }
}

fn plain_words(place: &str, text: &Text, faults: &mut Faults) {
    let drawn = text.display();
    for word in JARGON.iter().filter(|word| drawn.contains(**word)) {
        faults.add(Rule::L14, format!("{place} says {word}: {drawn}"));
    }
}

/// A number is a typed value; what another party is called is that party's own.
fn typed_numbers(screen: &Screen, faults: &mut Faults) {
    let untyped =
        |span: &leling_screen::Span| span.kind == SpanKind::Plain && span.display.chars().any(|c| c.is_ascii_digit());
    for node in screen.nodes().filter(|node| !matches!(node.kind, NodeKind::PersonCard { .. })) {
        for text in words::of_node(node).iter().filter(|text| text.spans.iter().any(untyped)) {
            faults.add(Rule::L14, format!("{:?} holds an untyped number: {}", node.id, text.display()));
        }
    }
}

/// A Chinese screen has no drafts; on another, Chinese says that it is Chinese.
fn reviewed(screen: &Screen, place: &str, text: &Text, faults: &mut Faults) {
    let language = screen.presentation.language;
    let chinese = text.language.unwrap_or(language) == Language::Chinese;
    if text.draft && chinese {
        faults.add(Rule::L17, format!("{place} is Chinese and a draft"));
    }
    // A Chinese name inside a sentence of another script is a name, not a sentence that fell back.
    let plain = text.spans.iter().filter(|span| span.kind == SpanKind::Plain).flat_map(|span| span.display.chars());
    let letters: Vec<char> = plain.filter(|c| c.is_alphabetic()).collect();
    if !chinese && !letters.is_empty() && letters.iter().all(|c| words::is_han(*c)) {
        faults.add(Rule::L17, format!("{place} is Chinese and does not say so: {}", text.display()));
    }
}

/// Consent, sums, danger and what cannot be taken back are told in reviewed words only.
fn weighty(screen: &Screen, faults: &mut Faults) {
    let mut drafts = Vec::new();
    for node in screen.nodes() {
        let agreed = matches!(node.kind, NodeKind::Consent { .. });
        let sum = |text: &Text| text.spans.iter().any(|span| span.kind == SpanKind::Money);
        let drafted = words::of_node(node).iter().any(|text| text.draft && (agreed || sum(text)));
        if drafted || drafted_weight(node) {
            drafts.push(&node.id);
        }
    }
    let asks = screen.nodes().any(words::is_field);
    let decision = !asks && screen.actions.iter().any(|action| action.kind == ActionKind::Refuse);
    for action in &screen.actions {
        let risky = action.risk == Risk::Irreversible || action.kind == ActionKind::Danger;
        let answers = decision && matches!(action.kind, ActionKind::Refuse | ActionKind::Primary);
        if action.key.label.draft && (risky || answers) {
            drafts.push(&action.key.id);
        }
    }
    for id in drafts {
        faults.add(Rule::L17, format!("{id:?} weighs and is a draft"));
    }
}

/// A fact of a review in draft, or a danger whose words are; a status stands once more in Chinese under its draft.
fn drafted_weight(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Review { facts } => facts.iter().any(|fact| fact.label.draft || fact.value.draft),
        NodeKind::Notice { tone: Tone::Danger, lead, more, repeat, .. } => {
            repeat.is_none() && (lead.draft || more.as_ref().is_some_and(|more| more.draft))
        }
        _ => false,
    }
}

fn errors(screen: &Screen, faults: &mut Faults) {
    for node in screen.nodes() {
        match &node.kind {
            NodeKind::Notice { notice: NoticeKind::Error, lead, more, tone, .. } => {
                if lead.is_empty() {
                    faults.add(Rule::L20, format!("{:?} does not say what happened", node.id));
                }
                if more.as_ref().is_none_or(Text::is_empty) {
                    faults.add(Rule::L20, format!("{:?} does not say what helps", node.id));
                }
                if *tone == Tone::Danger {
                    faults.add(Rule::L20, format!("{:?} frightens", node.id));
                }
            }
            NodeKind::TextField { error: Some(error), .. } | NodeKind::DigitField { error: Some(error), .. }
                if error.is_empty() =>
            {
                faults.add(Rule::L20, format!("{:?} is wrong and does not say why", node.id));
            }
            _ => {}
        }
    }
    if screen.nav.help.label.is_empty() {
        faults.add(Rule::L20, "nobody to ask");
    }
}
