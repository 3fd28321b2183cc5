//! The session of the flows, with a caught panic that becomes a screen.
//!
//! A panic in a flow must not reach a shell and must not lose what was kept: the state is built again from the last
//! save and the person sees one calm screen with one key. A second panic right after it drops the flow and keeps the rest.

use std::panic::{AssertUnwindSafe, catch_unwind};

use leling_app::citizen::{Citizen, Flow, State};
use leling_app::{Context, Effect, Session};
use leling_screen::Screen;

/// The session and what it was last saved as.
pub(crate) struct Brain {
    session: Session<Citizen>,
    clear: Option<String>,
    sealed: Option<String>,
    faults: u32,
}

impl Brain {
    pub(crate) fn new(state: State, context: &Context) -> Self {
        let session = Session::new(state, context);
        Self { session, clear: None, sealed: None, faults: 0 }
    }

    pub(crate) const fn screen(&self) -> &Screen {
        self.session.screen()
    }

    /// Remembers what was kept before this process.
    pub(crate) fn remember(&mut self, clear: Option<String>, sealed: Option<String>) {
        self.clear = clear.or(self.clear.take());
        self.sealed = sealed.or(self.sealed.take());
    }

    /// Forgets the person; the settings stay.
    pub(crate) fn forget(&mut self) {
        self.sealed = None;
    }

    /// Gives how often in a row the flows panicked.
    pub(crate) const fn faults(&self) -> u32 {
        self.faults
    }

    /// Lets the flows answer; a panic inside gives no effects and the screen that says so.
    pub(crate) fn think(
        &mut self,
        context: &Context,
        step: impl FnOnce(&mut Session<Citizen>, &Context) -> Vec<Effect>,
    ) -> Vec<Effect> {
        let session = &mut self.session;
        if let Ok(effects) = catch_unwind(AssertUnwindSafe(|| step(session, context))) {
            // While the calm screen stands, nothing has shown yet that the flow behind it works.
            if !matches!(self.session.state().flow, Flow::Opening(_)) {
                self.faults = 0;
            }
            for effect in &effects {
                if let Effect::Save { clear, sealed } = effect {
                    self.remember(Some(clear.clone()), sealed.clone());
                }
            }
            return effects;
        }
        self.recover(context);
        Vec::new()
    }

    /// Builds the session again from the last save.
    pub(crate) fn recover(&mut self, context: &Context) {
        self.faults += 1;
        tracing::error!(faults = self.faults, "a flow panicked; the screen is built again from the last save");
        let revision = self.session.screen().revision;
        let state = State::after_fault(self.clear.as_deref(), self.sealed.as_deref(), self.faults > 1);
        let state = state.with_system_of(self.session.state());
        self.session = Session::resumed(state, context, revision + 1);
    }
}

#[cfg(test)]
mod tests {
    use leling_app::ClockTrust;
    use leling_protocol::Timestamp;

    use super::*;

    fn context() -> Context {
        Context::new(Timestamp::from_seconds(1_795_400_000), ClockTrust::Unknown, [7; 32])
    }

    fn quietly(work: impl FnOnce()) {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        work();
        std::panic::set_hook(hook);
    }

    fn press(brain: &mut Brain, id: &str) {
        let revision = brain.screen().revision;
        let press = leling_screen::UiEvent::Press { revision, id: id.into() };
        brain.think(&context(), |session, context| session.shell(press, context));
    }

    /// What a phone keeps that is about to type a name.
    fn kept() -> String {
        let mut state = State::begin(None, false);
        state.kept.privacy_given_at = Some(Timestamp::from_seconds(1));
        state.flow = Flow::Enrol(leling_app::citizen::enrol::Enrolment::default());
        state.to_kept().1.unwrap()
    }

    #[test]
    fn a_flow_that_panics_again_is_dropped_whatever_went_well_between() {
        let mut brain = Brain::new(State::begin(None, false), &context());
        brain.remember(None, Some(kept()));
        quietly(|| drop(brain.think(&context(), |_, _| panic!("a fault of ours"))));
        // Something of the system that works, and that saves the settings alone.
        let dark = leling_screen::UiEvent::System { change: leling_screen::SystemEvent::Dark { on: true } };
        brain.think(&context(), |session, context| session.shell(dark, context));
        quietly(|| drop(brain.think(&context(), |_, _| panic!("the same fault"))));
        press(&mut brain, "go_on");
        assert_eq!(brain.session.state().flow, Flow::Home);
        assert_eq!(brain.session.state().kept.privacy_given_at, Some(Timestamp::from_seconds(1)));
    }

    #[test]
    fn a_person_who_was_forgotten_does_not_come_back_by_a_panic() {
        let mut brain = Brain::new(State::begin(None, false), &context());
        brain.remember(None, Some(kept()));
        brain.forget();
        quietly(|| drop(brain.think(&context(), |_, _| panic!("a fault of ours"))));
        press(&mut brain, "go_on");
        assert_eq!(brain.session.state().kept, leling_app::citizen::Kept::default());
    }

    #[test]
    fn a_panic_becomes_a_screen_and_the_next_event_works() {
        let mut brain = Brain::new(State::begin(None, false), &context());
        let before = brain.screen().revision;
        quietly(|| assert!(brain.think(&context(), |_, _| panic!("a fault of ours")).is_empty()));
        assert_eq!(brain.screen().id.as_str(), "opening");
        assert!(brain.screen().revision > before);
        press(&mut brain, "go_on");
        assert_eq!(brain.screen().id.as_str(), "first_start");
    }
}
