//! A state that a walk reached, as the rules need it: drawn in any mode, pressed, and asked what it waits for.

use std::collections::BTreeSet;

use leling_screen::{NodeId, Presentation, Screen};

/// A drawn screen with the names of the parts that have something behind them, fields among them.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The screen.
    pub screen: Screen,
    /// Names of the parts.
    pub bound: BTreeSet<String>,
}

/// Whether the phone has a home to go to: only once somebody is enrolled on it and what was kept is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// There is one.
    There,
    /// Not yet.
    NotYet,
}

/// What a state waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// For the person.
    Person,
    /// For an answer, or for the phone: the next screen comes by itself.
    Answer,
    /// For the person, who was just told that there is no network.
    Network,
}

/// What words came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// They pressed that part.
    Pressed(String),
    /// They filled that field.
    Filled(String),
    /// They were answered; the person speaks again.
    Answered,
}

/// A state that a walk reached.
pub trait Spot: Sized + Sync {
    /// Draws it as the app would after the person chose the presentation.
    fn drawn(&self, presentation: Presentation) -> Drawn;

    /// Gives the state after a press, answers that nobody waits for having come; `None` where nothing is behind the part.
    fn pressed(&self, id: &str) -> Option<Self>;

    /// Gives the states after a press and each good answer to what it sent.
    fn done(&self, id: &str) -> Vec<Self>;

    /// Says whether there is a home.
    fn home(&self) -> Home;

    /// Says what it waits for.
    fn waits(&self) -> Waits;

    /// Tells the way that led there.
    fn path(&self) -> String;

    /// Gives the state in which the screen has been read aloud and it is the person's turn to speak.
    #[must_use]
    fn listening(&self) -> Self;

    /// Says words; gives what they came to, and the state that has heard them.
    fn said(&self, words: &str) -> (Said, Self);

    /// Gives the part that words mean on a screen.
    fn hears(screen: &Screen, words: &str) -> Option<NodeId>;
}
