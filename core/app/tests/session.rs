//! The core loop on a root of its own: which press still counts, which edit still counts, when the revision rises, when
//! the state is saved. A tap is never lost to a redraw and never fires what it did not mean.

use leling_app::session::{Heard, Incoming, Root, View};
use leling_app::ui::{Line, Page, Ui};
use leling_app::{ClockTrust, Context, Effect, GatewayReply, Session, Timer};
use leling_language::msg;
use leling_protocol::{ErrorCode, Timestamp};
use leling_screen::node::{FieldValue, Input};
use leling_screen::screen::SectionRole;
use leling_screen::{ActionKind, NodeKind, Presentation, SaidBy, Screen, SystemEvent, Text, UiEvent};
use proptest::prelude::*;

/// A root with a counter, a meaning that changes, one irreversible act, one field, and two screens.
struct Toy;

#[derive(Clone, Debug, Default, PartialEq)]
struct State {
    ticks: u32,
    meaning: u32,
    attempt: u32,
    second: bool,
    gone: bool,
    typed: String,
    epoch: u32,
    done: Vec<Event>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Event {
    Steady,
    Meaning(u32),
    Burn(u32),
    Turn,
    Same,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Field;

impl Root for Toy {
    type State = State;
    type Event = Event;
    type Field = Field;

    fn update(state: &mut State, incoming: Incoming<Event, Field>, _: &Context) -> Vec<Effect> {
        match incoming {
            Incoming::Pressed(event) => {
                state.done.push(event);
                if event == Event::Turn {
                    state.second ^= true;
                }
            }
            Incoming::Edited(Field, text) | Incoming::Spoken(Field, text) => state.typed = text,
            Incoming::Timer(_) => state.ticks += 1,
            Incoming::Gateway(_) => state.meaning += 1,
            Incoming::Fault(_) => state.attempt += 1,
            Incoming::Said => state.gone ^= true,
            Incoming::System(_) => {
                state.typed.clear();
                state.epoch += 1;
            }
            Incoming::Spent
            | Incoming::Hearing(..)
            | Incoming::Code(_)
            | Incoming::Restored(_)
            | Incoming::Scanned(_)
            | Incoming::Link(_)
            | Incoming::AppOpened(_) => {}
        }
        Vec::new()
    }

    fn view(state: &State, presentation: Presentation, _: &Context) -> View<Event, Field> {
        let ui = Ui::new(presentation);
        let id = if state.second { "second" } else { "first" };
        let mut page: Page<Event, Field> = ui.page(id, ui.text(msg::HOME_TITLE));
        page.section(SectionRole::Content);
        page.paragraph("ticks", Text::plain("滴".repeat(state.ticks as usize % 50 + 1)));
        let value = FieldValue { text: state.typed.clone(), value_epoch: state.epoch };
        let (label, purpose) = (Text::plain("字"), Text::plain("试"));
        page.text_field("field", Line { field: Field, label, purpose, input: Input::Words, max_chars: 9 }, value, None);
        let label = || Text::plain("按");
        page.action(ActionKind::Primary, "steady", label(), None, Event::Steady);
        page.action(ActionKind::Plain, "turn", label(), None, Event::Turn);
        page.action(ActionKind::Plain, "same", label(), None, Event::Same);
        page.action(ActionKind::Plain, "meaning", label(), None, Event::Meaning(state.meaning));
        if !state.gone {
            page.irreversible(ActionKind::Danger, "burn", label(), None, Event::Burn(state.attempt));
        }
        page.finish()
    }

    fn presentation(_: &State) -> Presentation {
        Presentation::default()
    }

    fn kept(state: &State) -> (String, Option<String>) {
        (String::new(), Some(state.typed.clone()))
    }

    fn hear(_: &mut State, screen: &Screen, (words, _): (&str, SaidBy), _: &Context) -> Heard {
        let ids = screen.actions.iter().map(|action| action.key.id.clone());
        ids.into_iter().find(|id| id.as_str() == words).map_or(Heard::Answered, Heard::Press)
    }

    fn drawn(_: &mut State, _: &Screen, _: bool, _: &Context) -> Vec<Effect> {
        Vec::new()
    }
}

fn context() -> Context {
    Context::new(Timestamp::from_seconds(1_795_400_400), ClockTrust::Agrees, [1; 32])
}

fn toy() -> Session<Toy> {
    Session::new(State::default(), &context())
}

fn tick(session: &mut Session<Toy>) {
    session.take(Incoming::Timer(Timer::Refresh), &context());
}

fn change_meaning(session: &mut Session<Toy>) {
    let reply = leling_app::Failure::local(ErrorCode::NetNone);
    session.take(Incoming::Gateway(GatewayReply::Card(Err(reply))), &context());
}

fn fail(session: &mut Session<Toy>) {
    session.take(Incoming::Fault(leling_app::Failure::local(ErrorCode::StoreFull)), &context());
}

fn press(session: &mut Session<Toy>, id: &str, revision: u64) -> usize {
    let before = session.state().done.len();
    session.shell(UiEvent::Press { revision, id: id.into() }, &context());
    session.state().done.len() - before
}

fn edit(session: &mut Session<Toy>, value: &str, revision: u64, edit_seq: u64) -> Vec<Effect> {
    session.shell(UiEvent::Edit { revision, id: "field".into(), value: value.to_owned(), edit_seq }, &context())
}

fn field(session: &Session<Toy>) -> (String, u32) {
    match &session.screen().node("field").expect("the field is there").kind {
        NodeKind::TextField { value, .. } => (value.text.clone(), value.value_epoch),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_tap_that_lands_during_a_hundred_redraws_is_never_lost() {
    let mut session = toy();
    for _ in 0..100 {
        let seen = session.screen().revision;
        for _ in 0..100 {
            tick(&mut session);
        }
        assert!(session.screen().revision >= seen + 100);
        assert_eq!(press(&mut session, "steady", seen), 1);
    }
    assert_eq!(session.state().done, vec![Event::Steady; 100]);
}

#[test]
fn a_tap_on_a_changed_meaning_never_fires() {
    let mut session = toy();
    let seen = session.screen().revision;
    change_meaning(&mut session);
    assert_eq!(press(&mut session, "meaning", seen), 0);
    assert_eq!(press(&mut session, "steady", seen), 1, "what stayed the same still counts");
    let now = session.screen().revision;
    assert_eq!(press(&mut session, "meaning", now), 1);
    assert_eq!(session.state().done, [Event::Steady, Event::Meaning(1)]);
}

#[test]
fn a_changed_meaning_is_drawn_as_a_new_revision_even_where_nothing_else_changed() {
    let mut session = toy();
    let before = session.screen().clone();
    change_meaning(&mut session);
    assert_eq!(session.screen().revision, before.revision + 1);
    assert_eq!(session.screen().actions[0].key.since, before.actions[0].key.since);
    assert_eq!(session.screen().actions[3].key.since, before.revision + 1);
}

#[test]
fn a_part_that_went_and_came_back_begins_anew() {
    let mut session = toy();
    let seen = session.screen().revision;
    for _ in 0..2 {
        session.take(Incoming::Said, &context());
    }
    assert_eq!(press(&mut session, "burn", seen), 0);
    let now = session.screen().revision;
    assert_eq!(press(&mut session, "burn", now), 1);
}

#[test]
fn an_irreversible_action_fires_once() {
    let mut session = toy();
    for _ in 0..10 {
        let now = session.screen().revision;
        press(&mut session, "burn", now);
        tick(&mut session);
    }
    assert_eq!(session.state().done, [Event::Burn(0)]);
    session.shell(UiEvent::Say { text: "burn".to_owned(), by: SaidBy::Mouth }, &context());
    assert_eq!(session.state().done, [Event::Burn(0)], "nor by voice");
    fail(&mut session);
    let now = session.screen().revision;
    assert_eq!(press(&mut session, "burn", now), 1, "a new try is a new meaning");
    assert_eq!(press(&mut session, "burn", now), 0);
}

#[test]
fn a_double_tap_never_reaches_through_to_the_next_screen() {
    let mut session = toy();
    let seen = session.screen().revision;
    assert_eq!(press(&mut session, "turn", seen), 1);
    assert_eq!(session.screen_id().as_str(), "second");
    for id in ["turn", "steady", "same", "burn"] {
        assert_eq!(press(&mut session, id, seen), 0, "{id} stands on the new screen too, but was not what was seen");
    }
    let now = session.screen().revision;
    assert_eq!(press(&mut session, "same", now), 1);
}

#[test]
fn what_is_not_there_cannot_be_pressed() {
    let mut session = toy();
    for (id, revision) in [("nothing", 1), ("field", 1), ("ticks", 1), ("steady", 0)] {
        assert_eq!(press(&mut session, id, revision), 0, "{id}");
    }
    let far = session.screen().revision + 1000;
    assert_eq!(press(&mut session, "steady", far), 1, "a revision never drawn is as good as the newest");
}

#[test]
fn the_revision_rises_if_and_only_if_the_screen_changed() {
    let mut session = toy();
    let before = session.screen().clone();
    press(&mut session, "same", before.revision);
    assert_eq!(*session.screen(), before);
    tick(&mut session);
    assert_eq!(session.screen().revision, before.revision + 1);
}

#[test]
fn a_late_edit_is_dropped() {
    let mut session = toy();
    edit(&mut session, "王", 1, 1);
    edit(&mut session, "王秀", 1, 2);
    edit(&mut session, "王", 1, 1);
    edit(&mut session, "别", 1, 2);
    assert_eq!(field(&session).0, "王秀");
    edit(&mut session, "王秀兰", 1, 3);
    assert_eq!(field(&session).0, "王秀兰");
}

#[test]
fn an_edit_made_on_the_screen_before_is_dropped() {
    let mut session = toy();
    let seen = session.screen().revision;
    press(&mut session, "turn", seen);
    edit(&mut session, "王", seen, 1);
    assert_eq!(field(&session).0, "");
    let now = session.screen().revision;
    edit(&mut session, "王", now, 1);
    assert_eq!(field(&session).0, "王", "a new screen counts its edits anew");
}

#[test]
fn the_core_never_echoes_what_was_typed() {
    let mut session = toy();
    for (n, text) in ["w", "wa", "wang", "王", "王x", "王秀"].into_iter().enumerate() {
        let now = session.screen().revision;
        edit(&mut session, text, now, n as u64 + 1);
        assert_eq!(field(&session), (text.to_owned(), 0));
        tick(&mut session);
        assert_eq!(field(&session).1, 0, "redraws leave the input method alone");
    }
    session.take(Incoming::System(SystemEvent::Resumed), &context());
    assert_eq!(field(&session), (String::new(), 1), "the epoch rises when the core itself changed the text");
}

#[test]
fn a_save_is_asked_for_before_anything_else_and_only_when_something_changed() {
    let mut session = toy();
    assert!(matches!(edit(&mut session, "王", 1, 1)[..], [Effect::Save { .. }]));
    assert!(edit(&mut session, "王", 1, 2).is_empty());
    let now = session.screen().revision;
    assert!(session.shell(UiEvent::Press { revision: now, id: "steady".into() }, &context()).is_empty());
}

/// What may happen to a session.
#[derive(Clone, Debug)]
enum Happening {
    Tick,
    Meaning,
    Fail,
    Press(&'static str, u64),
    Edit(u64, u64),
    Say(String),
}

fn happening() -> impl Strategy<Value = Happening> {
    let id = prop_oneof![Just("steady"), Just("meaning"), Just("burn"), Just("turn"), Just("field"), Just("none")];
    prop_oneof![
        Just(Happening::Tick),
        Just(Happening::Meaning),
        Just(Happening::Fail),
        (id, 0u64..8).prop_map(|(id, ago)| Happening::Press(id, ago)),
        (0u64..4, 0u64..6).prop_map(|(ago, seq)| Happening::Edit(ago, seq)),
        ".{0,8}".prop_map(Happening::Say),
    ]
}

proptest! {
    /// Whatever happens: what fired is what the person saw, irreversible acts fire once a try, revisions never fall.
    #[test]
    fn nothing_fires_that_was_not_meant(happenings in prop::collection::vec(happening(), 1..60)) {
        let mut session = toy();
        let mut seen = vec![session.screen().clone()];
        for happening in happenings {
            let done = session.state().done.len();
            let meanings = session.state().clone();
            match happening {
                Happening::Tick => tick(&mut session),
                Happening::Meaning => change_meaning(&mut session),
                Happening::Fail => fail(&mut session),
                Happening::Edit(ago, seq) => {
                    let revision = session.screen().revision.saturating_sub(ago);
                    edit(&mut session, "字", revision, seq);
                }
                Happening::Say(text) => {
                    session.shell(UiEvent::Say { text, by: SaidBy::Mouth }, &context());
                }
                Happening::Press(id, ago) => {
                    let revision = session.screen().revision.saturating_sub(ago);
                    let saw = seen.iter().rev().find(|screen| screen.revision <= revision);
                    if press(&mut session, id, revision) == 1 {
                        let saw = saw.expect("a press on nothing does not fire");
                        prop_assert!(saw.actions.iter().any(|action| action.key.id.as_str() == id));
                        prop_assert_eq!(saw.id.as_str(), if meanings.second { "second" } else { "first" });
                    }
                }
            }
            prop_assert!(session.state().done.len() <= done + 1);
            prop_assert!(session.screen().revision >= seen.last().expect("never empty").revision);
            seen.push(session.screen().clone());
        }
        for attempt in 0..=session.state().attempt {
            let times = session.state().done.iter().filter(|event| **event == Event::Burn(attempt)).count();
            // Leaving the screen and coming back begins new meanings, as for every part.
            let turns = session.state().done.iter().filter(|event| **event == Event::Turn).count();
            prop_assert!(times <= 1 + turns);
        }
    }
}
