//! A place of the walk as the rules of the audit see it.

use leling_app::Binding;
use leling_app::citizen::Citizen;
use leling_app::citizen::state::Flow;
use leling_app::session::{Heard, Incoming, Root};
use leling_protocol::ErrorClass;
use leling_screen::{NodeId, Presentation, SaidBy, Screen, SystemEvent};

use super::{Place, bound, drawn, settled, steps, walking};
use crate::spot::{Drawn, Home, Said, Spot, Waits};

impl Spot for Place {
    fn drawn(&self, presentation: Presentation) -> Drawn {
        let view = drawn(&self.state, presentation, &self.context());
        Drawn { bound: bound(&view), screen: view.screen }
    }

    fn pressed(&self, id: &str) -> Option<Self> {
        let view = drawn(&self.state, walking(), &self.context());
        match view.bindings.get(&id.into())? {
            Binding::Press(event) | Binding::Once(event) => {
                let (state, _) = settled(&self.state, Incoming::Pressed(*event), &self.context());
                Some(Self { state, ..self.clone() })
            }
            Binding::Edit(_) => None,
        }
    }

    fn done(&self, id: &str) -> Vec<Self> {
        let done = format!("press {id} -> ok");
        steps(self).into_iter().filter(|(step, _)| *step == done).map(|(_, end)| end).collect()
    }

    fn home(&self) -> Home {
        let open = !matches!(self.state.flow, Flow::Opening(_));
        if open && self.state.kept.person.is_some() { Home::There } else { Home::NotYet }
    }

    fn waits(&self) -> Waits {
        let live = &self.state.live;
        let offline = live.failure.as_ref().is_some_and(|failure| failure.class() == ErrorClass::Offline);
        match self.state.flow {
            _ if live.waiting => Waits::Answer,
            Flow::Opening(_) => Waits::Answer,
            _ if offline => Waits::Network,
            _ => Waits::Person,
        }
    }

    fn path(&self) -> String {
        self.path.join(" | ")
    }

    fn listening(&self) -> Self {
        let context = self.context();
        let mut there = self.clone();
        let state = &mut there.state;
        state.settings.presentation = Presentation { voice: true, ..walking() };
        state.live.voice.hears = true;
        let screen = Citizen::view(state, state.settings.presentation, &context).screen;
        Citizen::drawn(state, &screen, true, &context);
        Citizen::update(state, Incoming::System(SystemEvent::SpeechEnded), &context);
        there
    }

    fn said(&self, words: &str) -> (Said, Self) {
        let context = self.context();
        let mut there = self.clone();
        let state = &mut there.state;
        let screen = Citizen::view(state, state.settings.presentation, &context).screen;
        // Typed into the line of what was said: no echo of what has just been read.
        let said = match Citizen::hear(state, &screen, (words, SaidBy::Hand), &context) {
            Heard::Press(id) => Said::Pressed(id.as_str().to_owned()),
            Heard::Fill(id, _) => Said::Filled(id.as_str().to_owned()),
            Heard::Answered | Heard::Nothing => {
                Citizen::update(state, Incoming::Said, &context);
                Citizen::drawn(state, &screen, false, &context);
                Citizen::update(state, Incoming::System(SystemEvent::SpeechEnded), &context);
                Said::Answered
            }
        };
        (said, there)
    }

    fn hears(screen: &Screen, words: &str) -> Option<NodeId> {
        Citizen::understand(screen, words)
    }
}
