//! Door `narrate`: typed values in, how they are read aloud out.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};

use leling_language::narrate;
use leling_protocol::{CivilDate, Money};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::door::{answer, timed};

#[derive(Deserialize)]
struct Asked {
    kind: String,
    value: Value,
}

#[derive(Serialize)]
struct Line {
    /// Words only; null where the value is none of its kind.
    spoken: Option<String>,
    /// The language of the words: values are told in Chinese in every mode.
    lang: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    ms: f64,
}

/// Answers for each line in order.
pub(crate) fn run(input: impl Read, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    for line in BufReader::new(input).split(b'\n') {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let (told, ms) = timed(|| {
            let asked: Asked = serde_json::from_slice(&line).map_err(|_| "not a line of this door")?;
            tell(&asked.kind, &asked.value)
        });
        let (spoken, error) = match told {
            Ok(spoken) => (Some(spoken), None),
            Err(error) => (None, Some(error)),
        };
        answer(&mut out, &Line { spoken, lang: "zh-CN", error, ms })?;
        out.flush()?;
    }
    out.flush()
}

fn tell(kind: &str, value: &Value) -> Result<String, &'static str> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        // JSON knows no difference between 20 and 20.0.
        Value::Number(number) => number.to_string().trim_end_matches(".0").to_owned(),
        other => other.to_string(),
    };
    let told = match kind {
        "money" => text.parse().ok().map(|fen| narrate::money(Money::from_fen(fen))),
        "date" => CivilDate::parse(&text).map(narrate::date),
        "lunar_date" => CivilDate::parse(&text).map(narrate::lunar_date),
        "time" => time(&text),
        "id" => tail(&text),
        "phone" => narrate::phone_number(&text),
        "code" => text.chars().any(|c| c.is_ascii_alphanumeric()).then(|| narrate::code(&text)),
        "count" => count(value),
        "ordinal" => text.parse().ok().map(narrate::ordinal),
        "percent" => narrate::decimal(text.trim_end_matches(['%', '％'])).map(|said| narrate::percent_of(&said)),
        _ => return Err("no such kind"),
    };
    told.ok_or("not a value of this kind")
}

fn time(text: &str) -> Option<String> {
    let mut parts = text.split(':').map(|part| part.parse::<u8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    (parts.next().is_none() && hour < 24 && minute < 60).then(|| narrate::time(hour, minute))
}

/// The end of an id number: what stands before it is never said.
fn tail(text: &str) -> Option<String> {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let last: String = characters.len().checked_sub(4).and_then(|at| characters.get(at..))?.iter().collect();
    last.chars().all(|c| c.is_ascii_alphanumeric()).then(|| narrate::tail(&last))
}

fn count(value: &Value) -> Option<String> {
    let unit = value.get("unit")?.as_str()?;
    Some(narrate::count_of(value.get("n")?.as_u64()?, unit))
}
