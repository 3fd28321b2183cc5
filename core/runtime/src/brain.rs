//! The session of the flows, with a caught panic that becomes a screen.
//!
//! A panic in a flow must not reach a shell and must not lose what was kept: the state is built again from the last
//! save and the person sees one calm screen with one key. A second panic right after it drops the flow and keeps the rest.

use std::panic::{AssertUnwindSafe, catch_unwind};

use leling_app::citizen::{Citizen, State};
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

    /// Lets the flows answer; a panic inside gives no effects and the screen that says so.
    pub(crate) fn think(
        &mut self,
        context: &Context,
        step: impl FnOnce(&mut Session<Citizen>, &Context) -> Vec<Effect>,
    ) -> Vec<Effect> {
        let session = &mut self.session;
        if let Ok(effects) = catch_unwind(AssertUnwindSafe(|| step(session, context))) {
            self.faults = 0;
            for effect in &effects {
                if let Effect::Save { clear, sealed } = effect {
                    self.clear = Some(clear.clone());
                    self.sealed.clone_from(sealed);
                }
            }
            return effects;
        }
        self.faults += 1;
        tracing::error!(faults = self.faults, "a flow panicked; the screen is built again from the last save");
        let revision = self.session.screen().revision;
        let state = State::after_fault(self.clear.as_deref(), self.sealed.as_deref(), self.faults > 1);
        self.session = Session::resumed(state, context, revision + 1);
        Vec::new()
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

    #[test]
    fn a_panic_becomes_a_screen_and_the_next_event_works() {
        let mut brain = Brain::new(State::begin(None, false), &context());
        let before = brain.screen().revision;
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let effects = brain.think(&context(), |_, _| panic!("a fault of ours"));
        std::panic::set_hook(hook);
        assert!(effects.is_empty());
        assert_eq!(brain.screen().id.as_str(), "opening");
        assert!(brain.screen().revision > before);
        let again = brain.screen().actions[0].key.id.clone();
        let revision = brain.screen().revision;
        brain.think(&context(), |session, context| {
            session.shell(leling_screen::UiEvent::Press { revision, id: again }, context)
        });
        assert_eq!(brain.screen().id.as_str(), "first_start");
    }
}
