//! Each rule has a screen that breaks it: a rule that cannot fail says nothing. Start at [`fired`].

mod toy;

use leling_screen::node::{Input, NoticeKind, Privacy};
use leling_screen::{Action, ActionKind, Node, NodeKind, Risk, Screen, Size, Span, SpanKind, Text};

use crate::lints::{Look, look_faults};
use crate::rule::Rule;
use crate::run;

use toy::{Toy, Ways, field, key, node, notice, paragraph, plain, rows};

/// What is spoilt.
#[derive(Clone, Copy)]
enum Broken {
    /// The screen of the toy phone.
    Screen(fn(&mut Screen)),
    /// The toy phone otherwise.
    Toy(Toy),
    /// The tokens.
    Look(fn(&mut Look)),
}

/// Says of each rule whether what breaks it was found.
pub fn fired() -> Vec<(Rule, bool)> {
    Rule::ALL.into_iter().map(|rule| (rule, found(rule, breaks(rule)))).collect()
}

fn found(rule: Rule, broken: Broken) -> bool {
    let judged = |toy: Toy| run::judge(&[toy]).findings.iter().any(|found| found.fault.rule == rule);
    match broken {
        Broken::Screen(spoil) => judged(Toy { spoil, ..Toy::default() }),
        Broken::Toy(toy) => judged(toy),
        Broken::Look(spoil) => {
            let mut look = Look::of_tokens();
            spoil(&mut look);
            look_faults(&look).iter().any(|fault| fault.rule == rule)
        }
    }
}

/// Gives what breaks a rule.
fn breaks(rule: Rule) -> Broken {
    use Broken::{Look, Screen};
    match rule {
        Rule::L01 => Screen(|screen| tell(screen, "hint", "再写一遍。")),
        Rule::L02 => Screen(|screen| screen.title.spans.clear()),
        Rule::L03 => Screen(|screen| act(screen, ActionKind::Primary, Risk::None, "other", "也可以")),
        Rule::L04 => Screen(|screen| screen.nav.back = None),
        Rule::L05 => Broken::Toy(Toy { hollow: Some("next"), ..Toy::default() }),
        Rule::L06 => Screen(|screen| "别处".clone_into(&mut screen.actions[0].key.speech)),
        Rule::L07 => Screen(|screen| screen.actions[0].key.aliases.push("下一步".to_owned())),
        Rule::L08 => Screen(said_in_another_order),
        Rule::L09 => Look(|look| look.targets.iter_mut().for_each(|(_, least)| *least = 40)),
        Rule::L10 => Look(|look| look.meetings.iter_mut().for_each(|pair| pair.ratio = 2.9)),
        Rule::L11 => Screen(red_alone),
        Rule::L12 => Screen(|screen| act(screen, ActionKind::Plain, Risk::None, "get", "下载领红包")),
        Rule::L13 => Screen(|screen| act(screen, ActionKind::Secondary, Risk::Irreversible, "confirm", "确认办理")),
        Rule::L14 => Screen(|screen| tell(screen, "long", "这一句话实在是太长了谁也记不住前面说过的是什么意思。")),
        Rule::L15 => Screen(eight_things),
        Rule::L16 => Screen(|screen| screen.step.iter_mut().for_each(|step| (step.n, step.of) = (2, 6))),
        Rule::L17 => Screen(|screen| screen.title.draft = true),
        Rule::L18 => Screen(|screen| "打12333".clone_into(&mut nodes(screen)[1].speech)),
        Rule::L19 => Screen(much_before_the_field),
        Rule::L20 => Screen(error_without_help),
        Rule::L21 => Screen(more_in_standard),
        Rule::L22 => Screen(|screen| screen.nav.home = None),
        Rule::L23 => Screen(sum_said_unasked),
        Rule::L24 => Broken::Toy(Toy { hidden: Some("only.said"), ..Toy::default() }),
        Rule::Turns => Broken::Toy(Toy { asks_back: 2, spoil: sixteen_things, ..Toy::default() }),
        Rule::Return => Broken::Toy(Toy { ways: Ways::BackLoops, ..Toy::default() }),
        Rule::DeadEnd => {
            let spoil = |screen: &mut leling_screen::Screen| nodes(screen).clear();
            Broken::Toy(Toy { ways: Ways::Stuck, spoil, ..Toy::default() })
        }
        Rule::Substitute => Screen(phone_alone),
        Rule::OneQuestion => Screen(|screen| fields(screen, &["second"])),
        Rule::Entry => Screen(|screen| screen.id = "home".into()),
        Rule::Layout => Screen(open_isolate),
    }
}

fn nodes(screen: &mut Screen) -> &mut Vec<Node> {
    &mut screen.sections.first_mut().expect("the specimen has a section").nodes
}

fn tell(screen: &mut Screen, id: &str, chinese: &str) {
    let told = paragraph(id, chinese, screen.presentation.language);
    nodes(screen).push(told);
}

fn fields(screen: &mut Screen, ids: &[&str]) {
    let language = screen.presentation.language;
    nodes(screen).extend(ids.iter().map(|id| field(id, Input::Words, language)));
}

fn act(screen: &mut Screen, kind: ActionKind, risk: Risk, id: &str, label: &str) {
    let key = key(id, label, screen.presentation.language);
    screen.actions.push(Action { key, kind, risk });
}

fn said_in_another_order(screen: &mut Screen) {
    let list = rows("list", "乙；甲", &[("a", "甲"), ("b", "乙")], screen.presentation.language);
    nodes(screen).push(list);
}

fn red_alone(screen: &mut Screen) {
    let mut bare = notice("bare", NoticeKind::Note, "红色的。", None, screen.presentation.language);
    if let NodeKind::Notice { icon, .. } = &mut bare.kind {
        *icon = None;
    }
    nodes(screen).push(bare);
}

fn eight_things(screen: &mut Screen) {
    let ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let names = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];
    let labels: Vec<_> = ids.into_iter().zip(names).collect();
    let list = rows("list", "八样", &labels, screen.presentation.language);
    nodes(screen).push(list);
}

fn sixteen_things(screen: &mut Screen) {
    eight_things(screen);
    eight_things(screen);
}

fn much_before_the_field(screen: &mut Screen) {
    let language = screen.presentation.language;
    for (id, sentence) in [("one", "先听一听这里要说的许多话。"), ("two", "再听一听后面的许多许多话。")]
    {
        let told = paragraph(id, sentence, language);
        nodes(screen).insert(0, Node { speech: sentence.repeat(2), ..told });
    }
}

fn error_without_help(screen: &mut Screen) {
    let bad = notice("bad", NoticeKind::Error, "没办成。", None, screen.presentation.language);
    nodes(screen).push(bad);
}

fn more_in_standard(screen: &mut Screen) {
    if screen.presentation.size == Size::Standard {
        act(screen, ActionKind::Secondary, Risk::None, "more", "更多");
    }
}

fn sum_said_unasked(screen: &mut Screen) {
    let language = screen.presentation.language;
    let span = Span { kind: SpanKind::Money, display: "3,215.40元".to_owned() };
    let value = Text { spans: vec![span], speech: "三千二百一十五元四角".to_owned(), ..plain("", language) };
    let sum = node("sum", NodeKind::Fact { label: plain("养老金", language), value });
    nodes(screen).push(Node { privacy: Privacy::Public, ..sum });
}

fn phone_alone(screen: &mut Screen) {
    *nodes(screen) = vec![field("phone", Input::Phone, screen.presentation.language)];
}

fn open_isolate(screen: &mut Screen) {
    screen.title.spans.push(Span { kind: SpanKind::Code, display: "\u{2068}482".to_owned() });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_screen_that_is_spoilt_keeps_every_rule_before() {
        let findings = run::judge(&[Toy::default()]).findings;
        let told: Vec<_> = findings.iter().map(|found| (found.fault.clone(), &found.modes)).collect();
        assert!(told.is_empty(), "{told:#?}");
    }

    #[test]
    fn every_rule_finds_what_breaks_it() {
        let silent: Vec<_> = fired().into_iter().filter(|(_, fired)| !fired).map(|(rule, _)| rule.id()).collect();
        assert_eq!(silent, Vec::<&str>::new());
    }
}
