//! Door `understand`: an utterance against a screen in, what it means out.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};

use leling_language::understand::{Accent, Asks, Meaning, Offer, Turn, understand};
use leling_protocol::RegionCode;
use leling_screen::{NodeId, Risk};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::door::{answer, timed};

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    actions: Vec<Action>,
    #[serde(default)]
    asks: Option<String>,
    /// Whether the step cannot be taken back, or which actions cannot.
    #[serde(default)]
    irreversible: Value,
    heard: String,
    /// The question, where it is known; its own words are an answer.
    #[serde(default)]
    question: Option<String>,
    /// Region code of the city (GB/T 2260): its accent.
    #[serde(default)]
    city: Option<String>,
    /// What the loudspeaker says now.
    #[serde(default)]
    narrating: Option<String>,
    /// How many digits are asked for, where that is known.
    #[serde(default)]
    length: Option<u8>,
}

#[derive(Deserialize)]
struct Action {
    id: String,
    label: String,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a Value,
    decision: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    ms: f64,
}

/// Answers for each line in order.
pub(crate) fn run(input: impl Read, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    // The tables of sounds and words are made once in a process, here and not in the first line's time.
    understand(&Turn::default(), "好");
    for line in BufReader::new(input).split(b'\n') {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        if let Ok(asked) = serde_json::from_slice::<Asked>(&line) {
            let turn = turn(&asked);
            let (meaning, ms) = timed(|| understand(&turn, &asked.heard));
            answer(&mut out, &Line { id: &asked.id, decision: decision(&asked, &meaning), error: None, ms })?;
        } else {
            let error = Some("not a line of this door");
            answer(&mut out, &Line { id: &Value::Null, decision: "reject".to_owned(), error, ms: 0.0 })?;
        }
        out.flush()?;
    }
    out.flush()
}

fn turn(asked: &Asked) -> Turn {
    let city = asked.city.as_deref().and_then(|code| RegionCode::parse(code).ok());
    let acts = irreversible(asked);
    let offers = asked.actions.iter().enumerate().map(|(at, action)| Offer {
        id: place(at),
        label: action.label.clone(),
        names: action.aliases.clone(),
        risk: if acts.contains(&at) { Risk::Irreversible } else { Risk::None },
        listed: true,
    });
    Turn {
        offers: offers.collect(),
        asks: asks(asked),
        irreversible: asked.irreversible == Value::Bool(true),
        accent: city.map_or(Accent::default(), |city| Accent::of_city(&city)),
        narrating: asked.narrating.clone(),
        ..Turn::default()
    }
}

/// Ids of screens are lower-case words; those of a stranger may be anything, so an action goes by its place here.
fn place(at: usize) -> NodeId {
    NodeId::new(&at.to_string())
}

fn asks(asked: &Asked) -> Asks {
    match asked.asks.as_deref() {
        Some("yes_no") => Asks::YesNo { question: asked.question.clone() },
        Some("digits") => Asks::Digits { length: asked.length },
        Some("date") => Asks::Date,
        Some("money") => Asks::Money,
        Some("phone") => Asks::Phone,
        _ => Asks::Nothing,
    }
}

/// Which actions cannot be taken back: those named, or, where the whole step is called so, those that do it.
fn irreversible(asked: &Asked) -> Vec<usize> {
    let named = |id: &str| asked.actions.iter().position(|action| action.id == id);
    match &asked.irreversible {
        Value::String(id) => named(id).into_iter().collect(),
        Value::Array(ids) => ids.iter().filter_map(|id| named(id.as_str()?)).collect(),
        Value::Bool(true) => {
            let all = || asked.actions.iter().enumerate();
            let confirming: Vec<usize> =
                all().filter(|(_, action)| action.label.starts_with("确")).map(|(at, _)| at).collect();
            if confirming.is_empty() {
                all().filter(|(_, action)| !leaves(&action.label)).map(|(at, _)| at).collect()
            } else {
                confirming
            }
        }
        _ => Vec::new(),
    }
}

/// 先不办, 改电话, 再看看: leads away from the act and does not do it.
fn leaves(label: &str) -> bool {
    let words = [
        "不", "别", "先", "取消", "返回", "回", "改", "换", "留", "再", "看", "念", "听", "问", "算了", "以后", "等",
        "帮",
    ];
    words.iter().any(|word| label.contains(word))
}

fn decision(asked: &Asked, meaning: &Meaning) -> String {
    let name = |id: &NodeId| {
        let at = id.as_str().parse::<usize>().ok();
        at.and_then(|at| asked.actions.get(at)).map_or_else(String::new, |action| action.id.clone())
    };
    match meaning {
        Meaning::Press(id) => name(id),
        Meaning::Global(global) => global.id().to_owned(),
        Meaning::WhereIs(_) => "where_is".to_owned(),
        Meaning::Yes => "yes".to_owned(),
        Meaning::No => "no".to_owned(),
        Meaning::Value(value) => format!("slot:{}", value.value()),
        Meaning::Ask([one, two]) => format!("ask:{},{}", name(one), name(two)),
        Meaning::Reject(_) => "reject".to_owned(),
    }
}
