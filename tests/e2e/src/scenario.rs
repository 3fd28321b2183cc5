//! Journeys as data: what a file may say, and how one phone is led through it.

use leling_language::{Catalogue, Msg};
use leling_protocol::ErrorCode;
use leling_screen::{NodeKind, Screen, Size};
use serde::Deserialize;

use crate::house::{Hand, House, field, has_key};

/// A journey.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows, in one sentence.
    pub about: String,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// One thing that happens.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// A part is pressed.
    Press(String),
    /// Something is said.
    Say(String),
    /// A text is typed.
    Type(Typed),
    /// The other side acts.
    Peer(Peer),
    /// What was asked of the outside has led to that screen.
    WaitEffect(String),
    /// A look at the screen.
    Expect(Expected),
}

/// A text and its field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    into: String,
    text: String,
}

/// An act of the other side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peer {
    name: String,
    act: String,
    #[serde(default)]
    person: Option<String>,
}

/// What a look has to find; what is not named may be anything.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Expected {
    screen: Option<String>,
    shows: Vec<String>,
    hides: Vec<String>,
    says: Option<Said>,
    field: Option<Typed>,
    chosen: Option<String>,
    size: Option<Size>,
}

/// A part and the sentence that it has to hold: a message key, or an error code for what an error says first.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    node: String,
    sentence: String,
}

/// Leads the phone `phone` of a house through a journey.
///
/// # Errors
/// With the number of the step and what did not come true.
pub fn run(house: &House, scenario: &Scenario) -> Result<(), String> {
    let words = Catalogue::new();
    let mut hand = house.phone("phone")?;
    for (n, step) in scenario.steps.iter().enumerate() {
        take(house, &mut hand, &words, step).map_err(|why| format!("step {} ({step:?}): {why}", n + 1))?;
    }
    Ok(())
}

fn take(house: &House, hand: &mut Hand, words: &Catalogue, step: &Step) -> Result<(), String> {
    match step {
        Step::Press(id) => hand.press(id),
        Step::Say(text) => {
            hand.look()?;
            hand.say(text);
            Ok(())
        }
        Step::Type(typed) => hand.enter(&typed.into, &typed.text),
        Step::Peer(peer) => house.gateway.act(&peer.name, &peer.act, peer.person.as_deref()),
        Step::WaitEffect(name) => hand.arrive(name).map(drop),
        Step::Expect(expected) => hand.until(|screen| check(screen, expected, words)).map(drop),
    }
}

fn check(screen: &Screen, expected: &Expected, words: &Catalogue) -> Result<(), String> {
    if let Some(name) = expected.screen.as_ref().filter(|name| screen.id.as_str() != name.as_str()) {
        return Err(format!("{name} does not come"));
    }
    if let Some(missing) = expected.shows.iter().find(|id| !stands(screen, id)) {
        return Err(format!("{missing} is not there"));
    }
    if let Some(extra) = expected.hides.iter().find(|id| stands(screen, id)) {
        return Err(format!("{extra} is there"));
    }
    if let Some(Typed { into, text }) = &expected.field
        && field(screen, into) != Some(text)
    {
        return Err(format!("{into} holds another text"));
    }
    if expected.size.is_some_and(|size| size != screen.presentation.size) {
        return Err(format!("the size is {:?}", screen.presentation.size));
    }
    if let Some(id) = expected.chosen.as_ref().filter(|id| !is_chosen(screen, id)) {
        return Err(format!("{id} is not chosen"));
    }
    expected.says.as_ref().map_or(Ok(()), |said| check_sentence(screen, said, words))
}

fn is_chosen(screen: &Screen, id: &str) -> bool {
    screen.nodes().any(|node| match &node.kind {
        NodeKind::Choice { options, .. } => options.iter().any(|option| option.chosen && option.key.id.as_str() == id),
        NodeKind::Rows { items, .. } => items.iter().any(|row| row.chosen && row.key.id.as_str() == id),
        _ => false,
    })
}

fn stands(screen: &Screen, id: &str) -> bool {
    screen.node(id).is_some() || has_key(screen, id)
}

/// Compares the words of a part with the catalogue, up to the first value that a message takes.
fn check_sentence(screen: &Screen, said: &Said, words: &Catalogue) -> Result<(), String> {
    let Said { node, sentence } = said;
    let part = screen.node(node).ok_or_else(|| format!("{node} is not there"))?;
    let language = screen.presentation.language;
    let wanted = if let Some(code) = ErrorCode::from_dotted(sentence) {
        words.error(language, code).what.speech
    } else {
        let message = Msg::from_key(sentence).ok_or_else(|| format!("the catalogue has no {sentence}"))?;
        if !message.arguments().is_empty() {
            return Err(format!("{sentence} takes values; look at another part"));
        }
        words.text_for(&screen.presentation, message, &[]).speech
    };
    if part.speech.contains(&wanted) { Ok(()) } else { Err(format!("{node} says “{}”", part.speech)) }
}
