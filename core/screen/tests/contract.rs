//! The contract crosses as JSON and comes back the same; personal text never prints.

use leling_screen::node::{Eye, FieldValue, NoticeKind, Pad, Privacy, QrModules, Row, RowsStyle, Tone};
use leling_screen::screen::SectionRole;
use leling_screen::{
    Action, ActionKind, Earshot, Key, Nav, Node, NodeId, NodeKind, Pane, PlatformOp, PlatformOutcome, Presentation,
    Risk, Screen, Section, Span, SpanKind, Text, UiEvent, Voice, VoicePlace, VoiceState,
};

fn key(id: &str, words: &str) -> Key {
    Key {
        id: id.into(),
        since: 0,
        label: Text::plain(words),
        speech: words.to_owned(),
        aliases: Vec::new(),
        icon: Some(leling_tokens::Icon::Card),
        hint: None,
    }
}

fn node(id: &str, kind: NodeKind) -> Node {
    Node {
        id: id.into(),
        since: 0,
        speech: String::new(),
        live: leling_screen::node::Live::Off,
        privacy: leling_screen::node::Privacy::Public,
        kind,
    }
}

fn row(id: &str, pressable: bool) -> Row {
    Row { key: key(id, "行"), pressable, detail: None, lamp: Some(leling_tokens::Lamp::Due), tag: None, chosen: false }
}

fn screen() -> Screen {
    let nodes = vec![
        node(
            "card",
            NodeKind::CardFace {
                brand: Text::plain("电子社会保障卡"),
                name: Text::plain("王秀兰"),
                number: Text::plain("3799**********0025"),
                eye: Some(Eye { key: key("eye", "显示号码"), revealed: false }),
            },
        ),
        node(
            "code",
            NodeKind::QrCode { modules: QrModules { size: 1, rows: vec!["1".into()] }, purpose: Text::plain("身份") },
        ),
        node(
            "status",
            NodeKind::Notice {
                notice: NoticeKind::Status,
                tone: Tone::Good,
                lead: Text::plain("您今年不用办"),
                over: None,
                more: None,
                repeat: None,
                icon: None,
                lamp: Some(leling_tokens::Lamp::Calm),
                event: Some(row("why", true)),
            },
        ),
        node("list", NodeKind::Rows { style: RowsStyle::Rows, items: vec![row("one", true), row("two", false)] }),
        node(
            "pin",
            NodeKind::DigitField {
                label: Text::plain("密码"),
                purpose: Text::plain("保护您的卡"),
                value: FieldValue { text: "280516".into(), value_epoch: 1 },
                length: 6,
                secret: true,
                pad: Pad { erase: Text::plain("改一个"), one_digit: Text::plain("一位") },
                say: None,
                error: None,
            },
        ),
    ];
    Screen {
        id: NodeId::new("test"),
        revision: 7,
        title: Text::plain("出示社保卡"),
        brand: None,
        subtitle: None,
        draft: None,
        step: None,
        banner: None,
        presentation: Presentation::default(),
        direction: leling_screen::Direction::Ltr,
        writing: leling_screen::Writing::HorizontalTb,
        secure: true,
        sections: vec![Section { role: SectionRole::Content, pane: Pane::Main, nodes }],
        actions: vec![Action { key: key("done", "用好了，收起"), kind: ActionKind::Primary, risk: Risk::None }],
        nav: Nav {
            back: Some(key("nav.back", "返回")),
            home: Some(key("nav.home", "首页")),
            at_home: false,
            repeat: key("nav.repeat", "念一遍"),
            help: key("nav.help", "12333"),
        },
        voice: Some(Voice {
            place: VoicePlace::Strip,
            state: VoiceState::Listening,
            words: Text::plain("您说，我在听"),
            level: 3,
            over: Some(Text::plain("可以这样说")),
            phrases: vec![key("voice.say.0", "“用好了”"), key("voice.say.1", "“首页”")],
            leave: key("voice.leave", "不说了"),
            done: Some(key("voice.done", "说完了")),
        }),
        focus: None,
        announce: None,
    }
}

#[test]
fn a_screen_crosses_and_comes_back() {
    let json = serde_json::to_string(&screen()).unwrap();
    assert!(
        json.contains(r#""kind":"card_face""#)
            && json.contains(r#""icon":"card""#)
            && json.contains(r#""lamp":"calm""#)
    );
    assert_eq!(serde_json::from_str::<Screen>(&json).unwrap(), screen());
}

#[test]
fn keys_are_visited_in_reading_order_and_only_where_pressable() {
    let mut seen = Vec::new();
    screen().for_each_key(|key| seen.push(key.id.as_str().to_owned()));
    let voice = ["voice.say.0", "voice.say.1", "voice.leave", "voice.done"];
    let own = ["eye", "why", "one", "done", "nav.back", "nav.home", "nav.repeat", "nav.help"];
    assert_eq!(seen, [own.as_slice(), &voice].concat());
}

#[test]
fn sums_are_read_aloud_to_the_person_alone_and_secrets_to_nobody() {
    let fact = |words: &str, kind| NodeKind::Fact {
        label: Text::plain("钱"),
        value: Text { spans: vec![Span { kind, display: words.to_owned() }], ..Text::plain(words) },
    };
    let said =
        |words: &str, kind, privacy| Node { speech: words.to_owned(), privacy, ..node("fact", fact(words, kind)) };
    let mut screen = screen();
    screen.sections[0].nodes = vec![
        said("三百元", SpanKind::Money, Privacy::Public),
        said("高血压", SpanKind::Plain, Privacy::Personal),
        said("二八零五", SpanKind::Plain, Privacy::Secret),
        said("二楼", SpanKind::Plain, Privacy::Public),
    ];
    assert!(screen.withholds());
    assert_eq!(screen.narration(), "出示社保卡。二楼。用好了，收起。");
    assert_eq!(screen.narration_for(Earshot::Own), "出示社保卡。三百元。高血压。二楼。用好了，收起。");
}

#[test]
fn what_is_typed_never_prints() {
    let edit = UiEvent::Edit { revision: 1, id: "name".into(), value: "王秀兰".into(), edit_seq: 1 };
    let said = UiEvent::Say { text: "王秀兰".into(), by: leling_screen::SaidBy::Mouth };
    let saying = UiEvent::Hearing { text: "王秀兰".into(), level: 2 };
    let printed = format!("{edit:?} {said:?} {saying:?} {:?}", screen().node("pin"));
    assert!(!printed.contains("王秀兰") && !printed.contains("280516"), "{printed}");
}

#[test]
fn names_of_parts_are_tame() {
    assert_eq!(NodeId::new("Enrol Name!").as_str(), "-nrol--ame-");
    assert_eq!(NodeId::new(&"a".repeat(99)).as_str().len(), 64);
}

#[test]
fn requests_and_answers_cross() {
    for json in [
        r#"{"op":"open_key","key":"device"}"#,
        r#"{"op":"sign","key":"approve","payload":"AQI=","prompt":null}"#,
        r#"{"op":"suspended"}"#,
        r#"{"op":"speak","text":"您好","sentences":[{"text":"您好","message":"hello"}],"dialect":"jilu","rate":85,"volume":100,"language":"zh-CN"}"#,
        r#"{"op":"listen","language":"zh-CN"}"#,
    ] {
        let op: PlatformOp = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&op).unwrap(), json);
    }
    let json = r#"{"outcome":"failed","why":"key_gone"}"#;
    let outcome: PlatformOutcome = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&outcome).unwrap(), json);
}

#[test]
fn every_text_of_a_screen_is_visited_once() {
    fn count(value: &serde_json::Value) -> usize {
        let inside: usize = match value {
            serde_json::Value::Array(items) => items.iter().map(count).sum(),
            serde_json::Value::Object(fields) => fields.values().map(count).sum(),
            _ => 0,
        };
        inside + usize::from(value.get("spans").is_some())
    }
    let mut screen = screen();
    let mut visited = 0;
    screen.for_each_text_mut(|text| {
        visited += 1;
        text.speech = format!("{visited}");
    });
    let told = serde_json::to_value(&screen).unwrap();
    assert_eq!(visited, count(&told));
    assert!(visited > 15, "the screen of this test has many parts");
}
