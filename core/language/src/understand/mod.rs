//! What an utterance means against the screen that is shown.
//!
//! [`understand`] takes a [`Turn`] (the parts of the screen, what it asks, how the person speaks, what is being played) and
//! what a recogniser wrote, and gives one [`Meaning`]. Nothing is learnt and nothing is kept: the rules of accessibility 5.2
//! to 5.4 are all there is.

mod accent;
mod align;
mod answer;
mod decide;
mod dialogue;
mod ear;
mod everyday;
mod globals;
mod lexicon;
mod negation;
mod ordinal;
mod phrase;
mod slot;
mod sound;
mod spelling;
mod text;
mod turn;

use leling_screen::{NodeId, Screen};

pub use accent::{Accent, Merge};
pub use decide::understand;
pub use dialogue::{Dialogue, Reply};
pub use globals::Global;
pub use slot::{Asks, SaidDay, Slot};
pub use turn::{Meaning, Offer, Turn, Why};

/// What is done with an utterance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Presses that part.
    Press(NodeId),
    /// Does what holds on every screen.
    Global(Global),
    /// Fits nothing here.
    Reject,
    /// Fits several: asks back with their names.
    Ask(Vec<NodeId>),
}

/// Decides what `heard` means on `screen`, for an unknown accent and with nothing asked.
///
/// An irreversible action is reached by its whole phrase alone, never by another name or a place in a list. Anything on
/// the screen wins over a word that holds everywhere; several parts with the same name are asked back.
pub fn match_utterance(screen: &Screen, heard: &str) -> Decision {
    match understand(&Turn::of(screen), heard) {
        Meaning::Press(id) => Decision::Press(id),
        Meaning::Global(global) => Decision::Global(global),
        Meaning::Ask(ids) => Decision::Ask(ids.to_vec()),
        Meaning::WhereIs(_) | Meaning::Yes | Meaning::No | Meaning::Value(_) | Meaning::Reject(_) => Decision::Reject,
    }
}
