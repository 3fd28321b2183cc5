//! The core loop: one press, end to end.
//!
//! A [`Session`] owns the state of a [`Root`], draws it after every event and remembers, for every part that can be
//! pressed, the revision at which it last got its present meaning. From that it decides which press still counts:
//!
//! - a press made on an older revision counts while its part still means what it meant then;
//! - a press on a part that changed its meaning, or that is gone, is dropped;
//! - a part that leads to something irreversible is used up by its first press;
//! - when the screen itself changes, every part begins a new meaning, so that a double tap never reaches through.
//!
//! Edits are kept in order by their own counter, one for each field.

use core::fmt;
use std::collections::BTreeMap;

use leling_screen::{NodeId, PlatformFailure, Presentation, SaidBy, Screen, ScreenId, SystemEvent, UiEvent};

use crate::context::Context;
use crate::effect::{CodeReply, Effect, Failure, GatewayReply, Timer};

/// What stands behind a part of a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binding<E, F> {
    /// A press; fires as often as it is pressed.
    Press(E),
    /// A press that fires once.
    Once(E),
    /// A field.
    Edit(F),
}

/// A screen and what stands behind its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View<E, F> {
    /// The screen, its revisions still empty.
    pub screen: Screen,
    /// What stands behind each part.
    pub bindings: BTreeMap<NodeId, Binding<E, F>>,
}

/// What arrives at a root.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one arrives at a time and is taken apart at once")]
pub enum Incoming<E, F> {
    /// A part was pressed.
    Pressed(E),
    /// A field's text was typed; the whole text.
    Edited(F, String),
    /// A field's text was said; the whole text.
    Spoken(F, String),
    /// The person said something that presses and fills nothing; what came of it is in the state.
    Said,
    /// The person named a part whose press does not count any more.
    Spent,
    /// The person is still speaking: the words so far, and how loud, 0 to 5.
    Hearing(String, u8),
    /// The system changed.
    System(SystemEvent),
    /// The gateway answered.
    Gateway(GatewayReply),
    /// An identity code was drawn, or not.
    Code(CodeReply),
    /// A timer rang.
    Timer(Timer),
    /// The camera read a code: its text, whatever it is.
    Scanned(String),
    /// The system handed over an https link that this app has claimed: the whole link, whatever it is.
    Link(String),
    /// The app that a link was handed back to came to the front, or there is none.
    AppOpened(Result<(), PlatformFailure>),
    /// What was kept sealed is open, or cannot be opened.
    Restored(Result<String, Failure>),
    /// The phone itself fails: storage full, keys gone.
    Fault(Failure),
}

impl<E: fmt::Debug, F: fmt::Debug> fmt::Debug for Incoming<E, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pressed(event) => write!(f, "Pressed({event:?})"),
            Self::Edited(field, _) => write!(f, "Edited({field:?}, redacted)"),
            Self::Spoken(field, _) => write!(f, "Spoken({field:?}, redacted)"),
            Self::Said => f.write_str("Said"),
            Self::Spent => f.write_str("Spent"),
            Self::Hearing(_, level) => write!(f, "Hearing(redacted, {level})"),
            Self::System(change) => write!(f, "System({change:?})"),
            Self::Gateway(reply) => write!(f, "Gateway({reply:?})"),
            Self::Code(CodeReply(result)) => write!(f, "Code({:?})", result.as_ref().map(|_| "redacted")),
            Self::Timer(timer) => write!(f, "Timer({timer:?})"),
            Self::Scanned(_) => f.write_str("Scanned(redacted)"),
            Self::Link(_) => f.write_str("Link(redacted)"),
            Self::AppOpened(result) => write!(f, "AppOpened({result:?})"),
            Self::Restored(result) => write!(f, "Restored({:?})", result.as_ref().map(|_| "redacted")),
            Self::Fault(failure) => write!(f, "Fault({failure:?})"),
        }
    }
}

/// What words come to.
#[derive(Clone, PartialEq, Eq)]
pub enum Heard {
    /// They press that part.
    Press(NodeId),
    /// They fill that field with this text.
    Fill(NodeId, String),
    /// They are answered, or change how the app is told.
    Answered,
    /// They are nothing: an echo.
    Nothing,
}

impl fmt::Debug for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Press(id) => write!(f, "Press({id:?})"),
            Self::Fill(id, _) => write!(f, "Fill({id:?}, redacted)"),
            Self::Answered => f.write_str("Answered"),
            Self::Nothing => f.write_str("Nothing"),
        }
    }
}

/// The flows of one kind of phone.
pub trait Root {
    /// What the flows know.
    type State;
    /// What a press means.
    type Event: Clone + PartialEq;
    /// Which field is edited.
    type Field: Clone + PartialEq;

    /// Takes an event into the state; pure.
    fn update(state: &mut Self::State, incoming: Incoming<Self::Event, Self::Field>, context: &Context) -> Vec<Effect>;

    /// Draws the state; pure.
    fn view(state: &Self::State, presentation: Presentation, context: &Context) -> View<Self::Event, Self::Field>;

    /// Gives the switches in force.
    fn presentation(state: &Self::State) -> Presentation;

    /// Gives what is kept: settings in clear, the rest to be sealed.
    fn kept(state: &Self::State) -> (String, Option<String>);

    /// Reads what was said against the screen, with what was said on it before; notes in the state how it is answered.
    fn hear(state: &mut Self::State, screen: &Screen, said: (&str, SaidBy), context: &Context) -> Heard;

    /// Learns what is about to be drawn, to say what has to be said of it. Where it asks for anything, or the screen is
    /// another one, the state is drawn once more.
    fn drawn(state: &mut Self::State, screen: &Screen, new_screen: bool, context: &Context) -> Vec<Effect>;
}

struct Bound<E, F> {
    binding: Binding<E, F>,
    since: u64,
    used: bool,
    edit_seq: u64,
}

/// A running root with its screen.
pub struct Session<R: Root> {
    state: R::State,
    screen: Screen,
    bound: BTreeMap<NodeId, Bound<R::Event, R::Field>>,
    kept: (String, Option<String>),
}

impl<R: Root> Session<R> {
    /// Begins with a state that was loaded or is new, and draws it as revision 1.
    pub fn new(state: R::State, context: &Context) -> Self {
        let presentation = R::presentation(&state);
        let kept = R::kept(&state);
        let view = R::view(&state, presentation, context);
        let mut session = Self { state, screen: view.screen.clone(), bound: BTreeMap::new(), kept };
        session.take_view(view, 1, true);
        session
    }

    /// Begins again with a state that was rebuilt; revisions go on from `revision`.
    pub fn resumed(state: R::State, context: &Context, revision: u64) -> Self {
        let mut session = Self::new(state, context);
        let view = R::view(&session.state, R::presentation(&session.state), context);
        session.take_view(view, revision, true);
        session
    }

    /// Gives the screen as it stands.
    pub const fn screen(&self) -> &Screen {
        &self.screen
    }

    /// Gives the state, for tests and for the crawler.
    pub const fn state(&self) -> &R::State {
        &self.state
    }

    /// Takes what a shell reports. The revision rises if, and only if, the screen changed.
    pub fn shell(&mut self, event: UiEvent, context: &Context) -> Vec<Effect> {
        match self.resolve(event, context) {
            Some(incoming) => self.take(incoming, context),
            None => Vec::new(),
        }
    }

    /// Takes an answer or a timer.
    pub fn take(&mut self, incoming: Incoming<R::Event, R::Field>, context: &Context) -> Vec<Effect> {
        let mut effects = R::update(&mut self.state, incoming, context);
        effects.extend(self.redraw(context));
        let kept = R::kept(&self.state);
        if kept != self.kept {
            self.kept = kept;
            // The save comes first: what is sent has been kept before.
            effects.insert(0, Effect::Save { clear: self.kept.0.clone(), sealed: self.kept.1.clone() });
        }
        effects
    }

    fn resolve(&mut self, event: UiEvent, context: &Context) -> Option<Incoming<R::Event, R::Field>> {
        match event {
            UiEvent::Press { revision, id } => self.press(&id, revision),
            UiEvent::Edit { revision, id, value, edit_seq } => {
                let bound = self.bound.get_mut(&id)?;
                let Binding::Edit(field) = &bound.binding else { return None };
                if bound.since > revision || edit_seq <= bound.edit_seq {
                    return None;
                }
                bound.edit_seq = edit_seq;
                Some(Incoming::Edited(field.clone(), value))
            }
            UiEvent::Say { text, by } => match R::hear(&mut self.state, &self.screen, (&text, by), context) {
                Heard::Press(id) => self.press(&id, self.screen.revision).or(Some(Incoming::Spent)),
                Heard::Fill(id, text) => self.bound.get(&id).map(|bound| match &bound.binding {
                    Binding::Edit(field) => Incoming::Spoken(field.clone(), text),
                    Binding::Press(_) | Binding::Once(_) => Incoming::Said,
                }),
                Heard::Answered => Some(Incoming::Said),
                Heard::Nothing => None,
            },
            UiEvent::Hearing { text, level } => Some(Incoming::Hearing(text, level)),
            UiEvent::Link { url } => Some(Incoming::Link(url)),
            UiEvent::System { change } => Some(Incoming::System(change)),
        }
    }

    fn press(&mut self, id: &NodeId, revision: u64) -> Option<Incoming<R::Event, R::Field>> {
        let bound = self.bound.get_mut(id)?;
        if bound.since > revision || bound.used {
            return None;
        }
        match &bound.binding {
            Binding::Press(event) => Some(Incoming::Pressed(event.clone())),
            Binding::Once(event) => {
                bound.used = true;
                Some(Incoming::Pressed(event.clone()))
            }
            Binding::Edit(_) => None,
        }
    }

    fn redraw(&mut self, context: &Context) -> Vec<Effect> {
        let drawn = |state: &R::State| R::view(state, R::presentation(state), context);
        let view = drawn(&self.state);
        let new_screen = self.screen.id != view.screen.id;
        let said = R::drawn(&mut self.state, &view.screen, new_screen, context);
        let view = if said.is_empty() && !new_screen { view } else { drawn(&self.state) };
        self.take_view(view, self.screen.revision + 1, new_screen);
        said
    }

    fn take_view(&mut self, view: View<R::Event, R::Field>, revision: u64, new_screen: bool) {
        let View { mut screen, bindings } = view;
        let mut old = core::mem::take(&mut self.bound);
        self.bound = bindings
            .into_iter()
            .map(|(id, binding)| {
                let bound = match old.remove(&id) {
                    Some(same) if !new_screen && same.binding == binding => same,
                    _ => Bound { binding, since: revision, used: false, edit_seq: 0 },
                };
                (id, bound)
            })
            .collect();
        self.fill_since(&mut screen);
        screen.revision = self.screen.revision;
        if new_screen || screen != self.screen {
            screen.revision = revision;
            self.screen = screen;
        }
    }

    fn fill_since(&self, screen: &mut Screen) {
        let since = |id: &NodeId| self.bound.get(id).map_or(0, |bound| bound.since);
        screen.for_each_key_mut(|key| key.since = since(&key.id));
        let fields = self.bound.iter().filter(|(_, bound)| matches!(bound.binding, Binding::Edit(_)));
        let fields: BTreeMap<&NodeId, u64> = fields.map(|(id, bound)| (id, bound.since)).collect();
        for node in screen.sections.iter_mut().flat_map(|section| &mut section.nodes) {
            node.since = fields.get(&node.id).copied().unwrap_or(0);
        }
    }

    /// Gives the name of the screen that stands.
    pub const fn screen_id(&self) -> &ScreenId {
        &self.screen.id
    }
}
