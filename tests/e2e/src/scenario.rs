//! Journeys as data: what a file may say, and how one phone is led through it.

use leling_language::{Catalogue, Msg};
use leling_protocol::ErrorCode;
use leling_screen::{CameraState, NodeKind, Screen, Size, SystemEvent};
use serde::Deserialize;

use crate::board::Board;
use crate::browser::form;
use crate::house::{Hand, House, field, has_key};
use crate::pixels::of_text;

/// A PKCE challenge, that of the verifier in RFC 7636, appendix B: what comes back is looked at and not used.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Where the app `partner` of every demonstration wants its answers.
const PARTNER: &str = "http://127.0.0.1/partner/callback";

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
    /// The camera is held before something until the screen is another one.
    Camera(Sight),
    /// A number is pressed.
    Choose(Choice),
    /// The app `partner` on the same phone asks who the person is.
    Link(Asking),
    /// A phone call goes on, or has ended.
    Call(bool),
    /// The screen is shared, or not any more.
    Capture(bool),
    /// The camera works, or why not.
    Lens(CameraState),
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

/// What the camera sees.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Sight {
    /// The code that the board draws now.
    Board,
    /// A code of this text.
    Text(String),
}

/// Which number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// The one that the board shows.
    OfTheBoard,
    /// One that it does not show.
    Another,
}

/// What the other app asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    scope: String,
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
    /// How the login at the board has ended: `signed_in`, or the error that it is told.
    board: Option<String>,
    /// Whether a code or an error went back to the app `partner`.
    back: Option<Back>,
}

/// What goes back to another app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Back {
    /// A code.
    Code,
    /// The error `access_denied`.
    Denied,
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
    let mut runner = Runner { house, hand: house.phone("phone")?, words: Catalogue::new(), board: None };
    for (n, step) in scenario.steps.iter().enumerate() {
        runner.take(step).map_err(|why| format!("step {} ({step:?}): {why}", n + 1))?;
    }
    Ok(())
}

struct Runner<'a> {
    house: &'a House,
    hand: Hand,
    words: Catalogue,
    board: Option<Board>,
}

impl Runner<'_> {
    fn take(&mut self, step: &Step) -> Result<(), String> {
        let hand = &mut self.hand;
        match step {
            Step::Press(id) => hand.press(id),
            Step::Say(text) => hand.say(text),
            Step::Type(typed) => hand.enter(&typed.into, &typed.text),
            Step::Peer(peer) if peer.name == "board" => self.board(&peer.act),
            Step::Peer(peer) => self.house.gateway.act(&peer.name, &peer.act, peer.person.as_deref()),
            Step::Camera(Sight::Text(text)) => hand.hold_before(|| of_text(text)),
            Step::Camera(Sight::Board) => {
                let board = self.board.as_ref().ok_or("no board was opened")?;
                hand.hold_before(|| of_text(&board.code()?))
            }
            Step::Choose(choice) => self.choose(*choice),
            Step::Link(asking) => {
                hand.look()?;
                hand.link(&link(&self.house.gateway.url, &asking.scope));
                Ok(())
            }
            Step::Call(active) => self.change(SystemEvent::Call { active: *active }),
            Step::Capture(active) => self.change(SystemEvent::Capture { active: *active }),
            Step::Lens(state) => self.change(SystemEvent::Camera { state: *state }),
            Step::WaitEffect(name) => hand.arrive(name).map(drop),
            Step::Expect(expected) => self.expect(expected),
        }
    }

    fn change(&mut self, change: SystemEvent) -> Result<(), String> {
        self.hand.look()?;
        self.hand.system(change);
        Ok(())
    }

    fn board(&mut self, act: &str) -> Result<(), String> {
        let house = self.house;
        match act {
            "open" => self.board = Some(Board::open(&house.gateway.url)?),
            "type_digits" => {
                let digits = self.board.as_ref().map(|board| board.digits.clone()).ok_or("no board was opened")?;
                self.hand.enter("code", &digits)?;
            }
            _ => return Err(format!("the board has no act {act}")),
        }
        Ok(())
    }

    fn choose(&mut self, choice: Choice) -> Result<(), String> {
        let right = self.board.as_ref().ok_or("no board was opened")?.number()?.to_string();
        let mut number = None;
        self.hand.look()?.for_each_key(|key| {
            let shown = key.id.as_str().strip_prefix("number.");
            let wanted = shown.filter(|shown| (*shown == right) == (choice == Choice::OfTheBoard));
            number = number.take().or_else(|| wanted.map(str::to_owned));
        });
        self.hand.press(&format!("number.{}", number.ok_or("the phone shows no such number")?))
    }

    fn expect(&mut self, expected: &Expected) -> Result<(), String> {
        let words = &self.words;
        self.hand.until(|screen| check(screen, expected, words))?;
        if let Some(wanted) = &expected.board {
            let end = self.board.as_ref().ok_or("no board was opened")?.end()?;
            if end != *wanted {
                return Err(format!("the board ended with {end}"));
            }
        }
        let Some(wanted) = expected.back else { return Ok(()) };
        let link = self.hand.opened()?;
        let mark = if wanted == Back::Code { "code=" } else { "error=access_denied" };
        let fits = link.strip_prefix(PARTNER).is_some_and(|rest| rest.starts_with('?') && rest.contains(mark));
        if fits { Ok(()) } else { Err(format!("another link goes back: {link}")) }
    }
}

/// The link that the app `partner` opens (OpenID Connect Core, section 3.1.2.1).
fn link(gateway: &str, scope: &str) -> String {
    let query = form(&[
        ("response_type", "code"),
        ("client_id", "partner"),
        ("redirect_uri", PARTNER),
        ("scope", &format!("openid {scope}")),
        ("state", "state-of-the-scenario"),
        ("nonce", "nonce-of-the-scenario"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    format!("{gateway}/authorize?{query}")
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
