//! Utterances against a small screen: what is pressed, what is asked back, what is left alone.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use leling_language::{Catalogue, Decision, Global, Msg, match_utterance, msg};
use leling_screen::node::{ChoiceOption, ChoiceStyle, Live, Node, Privacy};
use leling_screen::screen::SectionRole;
use leling_screen::{Action, ActionKind, Key, Nav, NodeId, NodeKind, Pane, Presentation, Risk, Screen, Section, Text};

fn key(id: &str, message: Msg) -> Key {
    Catalogue::new().key(&Presentation::default(), id, message, &[])
}

fn node(id: &str, kind: NodeKind) -> Node {
    Node { id: id.into(), since: 0, speech: String::new(), live: Live::Off, privacy: Privacy::Public, kind }
}

fn action(id: &str, message: Msg, risk: Risk) -> Action {
    Action { key: key(id, message), kind: ActionKind::Primary, risk }
}

fn screen(choices: &[(&str, Msg)], actions: &[Action]) -> Screen {
    let options = choices
        .iter()
        .map(|(id, message)| ChoiceOption { key: key(id, *message), chosen: false, samples: Vec::new() })
        .collect();
    let nav = Nav {
        back: Some(key("back", msg::COMMON_KEY_BACK)),
        home: Some(key("home", msg::COMMON_KEY_HOME)),
        at_home: false,
        repeat: key("repeat", msg::COMMON_KEY_REPEAT),
        help: key("help", msg::COMMON_KEY_HELPLINE),
    };
    let form = Section {
        role: SectionRole::Form,
        pane: Pane::Main,
        nodes: vec![node("ways", NodeKind::Choice { style: ChoiceStyle::Cards, options })],
    };
    // As a shell receives it, so that parts of the contract that matching never reads may come and go.
    serde_json::from_value(serde_json::json!({
        "id": "test",
        "title": Text::plain("试一试"),
        "presentation": Presentation::default(),
        "direction": "ltr",
        "writing": "horizontal_tb",
        "secure": false,
        "sections": [form],
        "actions": actions,
        "nav": nav,
    }))
    .unwrap()
}

fn proofs() -> Screen {
    let ways = [("card", msg::CLAIM_PROOF_CARD), ("code", msg::CLAIM_PROOF_CODE), ("none", msg::CLAIM_PROOF_NONE)];
    screen(&ways, &[action("next", msg::COMMON_KEY_NEXT, Risk::None)])
}

fn press(id: &str) -> Decision {
    Decision::Press(NodeId::new(id))
}

#[test]
fn names_other_names_and_fillers() {
    for (heard, decision) in [
        ("卡在手里", press("card")),
        ("嗯，那个，卡在手里吧", press("card")),
        ("有八位码", press("code")),
        ("下一步", press("next")),
        ("请继续。", press("next")),
        ("第二个", press("code")),
        ("三号", press("none")),
        ("头一个", press("card")),
        ("最后一个", press("none")),
        ("第九个", Decision::Reject),
        ("第一亿亿亿亿个", Decision::Reject),
    ] {
        assert_eq!(match_utterance(&proofs(), heard), decision, "{heard}");
    }
}

#[test]
fn words_that_hold_everywhere() {
    for (heard, global) in [
        ("返回", Global::Back),
        ("回首页", Global::Home),
        ("再念一遍", Global::Repeat),
        ("打12333", Global::Help),
        ("打幺二三三三", Global::Help),
        ("人工", Global::Help),
        ("慢一点", Global::Slower),
        ("字大一点", Global::BiggerText),
        ("不说了，用手点", Global::TapMode),
    ] {
        assert_eq!(match_utterance(&proofs(), heard), Decision::Global(global), "{heard}");
    }
}

#[test]
fn what_is_not_said_exactly_is_not_done() {
    for heard in ["", "嗯", "卡不在手里", "不要下一步", "先别下一步", "好", "今天天气怎么样", "😀", "\u{202E}步一下"]
    {
        assert_eq!(match_utterance(&proofs(), heard), Decision::Reject, "{heard}");
    }
}

#[test]
fn an_irreversible_act_wants_its_whole_phrase() {
    let mut confirm = action("confirm", msg::CLAIM_KEY_CONFIRM, Risk::Irreversible);
    confirm.key.aliases = vec!["领卡".to_owned(), "行".to_owned()];
    let review = screen(&[], &[confirm]);
    assert_eq!(match_utterance(&review, "确认领卡"), press("confirm"));
    assert_eq!(match_utterance(&review, "嗯，确认领卡。"), press("confirm"));
    for heard in ["行", "好", "对", "领卡", "确认", "不确认领卡", "第一个", "可以"] {
        assert_eq!(match_utterance(&review, heard), Decision::Reject, "{heard}");
    }
}

#[test]
fn two_parts_of_one_name_are_asked_back() {
    let twice = screen(
        &[],
        &[action("first", msg::COMMON_KEY_AGAIN, Risk::None), action("second", msg::COMMON_KEY_AGAIN, Risk::None)],
    );
    assert_eq!(match_utterance(&twice, "再试一次"), Decision::Ask(vec!["first".into(), "second".into()]));
}
