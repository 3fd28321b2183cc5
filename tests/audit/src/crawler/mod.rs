//! Walks every screen of the citizen's phone: presses every key, types into every field, says what nobody understands, and
//! plays every answer: the good ones, each refusal, none at all, and one to another question.
//!
//! Start at [`walk`]. A [`Place`] is a state with the way that led there; two states are one place where screen and stage
//! are the same, so that the walk ends. The states are explored once; [`drawn`] draws one in any presentation. What is
//! random or of the clock is the same at every run.

pub mod logins;
pub mod people;
pub mod replies;
mod spot;

use std::collections::{BTreeSet, VecDeque};

use leling_app::citizen::state::Flow;
use leling_app::citizen::{Citizen, Event, Field, State};
use leling_app::session::{Incoming, Root, View};
use leling_app::{Binding, ClockTrust, CodeReply, Context, Effect, GatewayCall};
use leling_protocol::Timestamp;
use leling_screen::node::{Input, NoticeKind, QrModules};
use leling_screen::{NodeKind, Presentation, Screen, Size, SystemEvent};
use serde_json::Value;

/// The day of the demonstration people: 2026-11-23, 10:20 in China.
pub const NOW: i64 = 1_795_400_400;

/// Seconds after which a walk looks again: another message may go out, a message is over.
const LATER: [i64; 3] = [0, 61, 660];

/// A state with the way that led there.
#[derive(Clone, Debug)]
pub struct Place {
    /// The state.
    pub state: State,
    /// Seconds after [`NOW`].
    pub later: i64,
    /// What was pressed, typed and answered.
    pub path: Vec<String>,
}

impl Place {
    /// A place to start from.
    pub fn start(name: &str, state: State) -> Self {
        Self { state, later: 0, path: vec![name.to_owned()] }
    }

    /// The world as it is there.
    pub fn context(&self) -> Context {
        context(self.later)
    }
}

/// The world `later` seconds after [`NOW`].
pub fn context(later: i64) -> Context {
    Context::new(Timestamp::from_seconds(NOW + later), ClockTrust::Agrees, [7; 32]).trusting(logins::links())
}

/// Draws a state in a presentation, as the app would after the person chose it.
pub fn drawn(state: &State, presentation: Presentation, context: &Context) -> View<Event, Field> {
    let mut state = state.clone();
    state.settings.presentation = presentation;
    Citizen::view(&state, presentation, context)
}

/// The presentation in which the walk is made.
pub fn walking() -> Presentation {
    Presentation { size: Size::Elder, ..Presentation::default() }
}

/// Most places of a walk; more means that it does not end.
const MOST: usize = 20_000;

/// Walks the whole phone from every place to start from, and looks at the homes of all people and one step around them:
/// beyond that their phones differ in names alone.
pub fn walk() -> Vec<Place> {
    let mut places = explore(people::starts(), MOST);
    for home in people::homes() {
        places.extend(steps(&home).into_iter().map(|(_, next)| normal(next)));
        places.push(normal(home));
    }
    places
}

/// Explores from the starts, breadth first.
///
/// # Panics
/// Where a walk finds more than `limit` places: it does not end, or the limit is to be raised.
pub fn explore(starts: Vec<Place>, limit: usize) -> Vec<Place> {
    let mut seen = BTreeSet::new();
    let mut waiting = VecDeque::new();
    let mut found = Vec::new();
    let mut admit = |place: Place, waiting: &mut VecDeque<Place>| {
        if seen.insert(signature(&place)) {
            waiting.push_back(place);
        }
    };
    for start in starts {
        admit(normal(start), &mut waiting);
    }
    while let Some(place) = waiting.pop_front() {
        for (_, next) in steps(&place) {
            admit(normal(next), &mut waiting);
        }
        found.push(place);
        assert!(
            found.len() <= limit,
            "more than {limit} places; the last: {:?}",
            found.last().map(|place| &place.path)
        );
    }
    found
}

/// Settings are explored by drawing, not by walking.
fn normal(mut place: Place) -> Place {
    place.state.settings.presentation = walking();
    place.state.settings.speech_rate = 85;
    place
}

/// What makes two states one place.
fn signature(place: &Place) -> String {
    let view = drawn(&place.state, walking(), &place.context());
    let mut screen = serde_json::to_value(&view.screen).expect("screens are plain data");
    strip(&mut screen, &["revision", "since", "value_epoch", "announce"]);
    let mut flow = serde_json::to_value(&place.state.flow).expect("flows are plain data");
    if let (Some(_), Value::Object(map)) = (place.state.live.overlay, &flow) {
        // What lies over a flow is the same whatever its stage.
        flow = map.keys().next().map_or(Value::Null, |name| Value::String(name.clone()));
    }
    strip(
        &mut flow,
        &["name", "id_number", "phone", "code", "counter_code", "card_number", "number", "person", "sent"],
    );
    format!("{screen}{flow}{}", place.state.live.waiting)
}

fn strip(value: &mut Value, names: &[&str]) {
    match value {
        Value::Object(map) => {
            map.retain(|name, value| !names.contains(&name.as_str()) || value.is_u64() && name == "number");
            map.values_mut().for_each(|value| strip(value, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| strip(value, names)),
        _ => {}
    }
}

/// Everything that may happen next.
pub(crate) fn steps(place: &Place) -> Vec<(String, Place)> {
    let view = drawn(&place.state, walking(), &place.context());
    let mut next = Vec::new();
    for (id, binding) in &view.bindings {
        let step = format!("press {}", id.as_str());
        match binding {
            Binding::Press(event) | Binding::Once(event) => {
                after(place, &step, Incoming::Pressed(*event), &mut next);
            }
            Binding::Edit(field) => {
                for value in samples(&view.screen, id.as_str()) {
                    let step = format!("type {} {value:?}", id.as_str());
                    after(place, &step, Incoming::Edited(*field, value.to_owned()), &mut next);
                }
            }
        }
    }
    after(place, "says something else", Incoming::Said, &mut next);
    let offline = Incoming::System(SystemEvent::Network { online: false });
    after(place, "network off", offline, &mut next);
    for (step, incoming) in logins::events(&view.screen) {
        after(place, &step, incoming, &mut next);
    }
    if let Some(later) = LATER.iter().find(|later| **later > place.later) {
        let path = [place.path.clone(), vec!["later".to_owned()]].concat();
        next.push(("later".to_owned(), Place { later: *later, path, ..place.clone() }));
    }
    next
}

/// What is typed into a field, whether or not it is right; under an error only the right thing.
fn samples(screen: &Screen, id: &str) -> Vec<&'static str> {
    let Some(node) = screen.node(id) else { return Vec::new() };
    let (typed, values): (&str, &[&str]) = match &node.kind {
        NodeKind::TextField { input, value, .. } => (&value.text, text_samples(*input)),
        NodeKind::DigitField { length: 6, value, .. } => (&value.text, &["280516", "123456", "12"]),
        NodeKind::DigitField { value, .. } => (&value.text, &["28051644", "1"]),
        _ => return Vec::new(),
    };
    let in_error = screen.nodes().any(|node| matches!(node.kind, NodeKind::Notice { notice: NoticeKind::Error, .. }));
    let most = if in_error { 1 } else { values.len() };
    values[..most].iter().filter(|value| **value != typed).copied().collect()
}

const fn text_samples(input: Input) -> &'static [&'static str] {
    match input {
        Input::Name => &["李建国", "阿依古丽·买买提", "王1"],
        Input::IdNumber => &["379901195707080017", "379902198105200042", "379901195707080018"],
        Input::Phone => &["99919570708", "12"],
        Input::CardNumber => &["B00000019", "B1"],
        Input::Words => &["好"],
    }
}

/// Plays one event, and each answer to what the app asked for because of it.
fn after(place: &Place, step: &str, incoming: Incoming<Event, Field>, next: &mut Vec<(String, Place)>) {
    let context = place.context();
    let (state, asked) = settled(&place.state, incoming, &context);
    let there = |step: &str, state| {
        let path = [place.path.clone(), vec![step.to_owned()]].concat();
        (step.to_owned(), Place { state, path, ..place.clone() })
    };
    for (name, reply) in asked.iter().flat_map(replies::all) {
        // What follows an answer is quiet: the state of the card, the consent.
        let (state, _) = settled(&state, Incoming::Gateway(reply), &context);
        next.push(there(&format!("{step} -> {name}"), state));
    }
    next.push(there(step, state));
}

/// Takes an event and the answers to what nobody waits for; gives what somebody waits for.
pub(crate) fn settled(state: &State, incoming: Incoming<Event, Field>, context: &Context) -> (State, Vec<GatewayCall>) {
    let mut state = state.clone();
    let mut asked = Vec::new();
    let mut effects = VecDeque::from(Citizen::update(&mut state, incoming, context));
    while let Some(effect) = effects.pop_front() {
        let answer = match effect {
            Effect::Gateway(call) => replies::quiet(&call, &state).map(Incoming::Gateway).ok_or(call),
            Effect::Code { .. } => Ok(Incoming::Code(CodeReply(Ok(small_code())))),
            _ => continue,
        };
        match answer {
            Ok(incoming) => effects.extend(Citizen::update(&mut state, incoming, context)),
            Err(call) => asked.push(call),
        }
    }
    (state, asked)
}

fn small_code() -> QrModules {
    QrModules { size: 21, rows: vec!["10".repeat(10) + "1"; 21] }
}

/// What stands behind the parts of a view, by name.
pub fn bound(view: &View<Event, Field>) -> BTreeSet<String> {
    view.bindings.keys().map(|id| id.as_str().to_owned()).collect()
}

/// The fields of a view, by name.
pub fn fields(view: &View<Event, Field>) -> BTreeSet<String> {
    let edits = view.bindings.iter().filter(|(_, binding)| matches!(binding, Binding::Edit(_)));
    edits.map(|(id, _)| id.as_str().to_owned()).collect()
}

/// Says whether the flow is one that is stored sealed.
pub const fn is_kept(flow: &Flow) -> bool {
    !matches!(flow, Flow::Opening(_) | Flow::FirstStart(_) | Flow::Privacy(_))
}
