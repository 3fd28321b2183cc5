//! Walks a phone through a journey by looking at its screens, as a person does.
//!
//! The robot remembers nothing of a walk but the script: on every screen it fills the fields that do not hold what they
//! should and presses what leads on. So the same walk goes on after a phone was killed, from whatever screen it comes
//! back with.

use std::time::Duration;

use leling_screen::node::NodeId;
use leling_screen::{ActionKind, NodeKind, Screen};

use crate::phone::{Next, Phone};

/// How long one step may take, under strace on a busy machine.
const STEP: Duration = Duration::from_secs(45);

/// What a person would do.
pub trait Script {
    /// Says whether the journey has arrived.
    fn arrived(&self, screen: &Screen) -> bool;

    /// Gives what belongs into a field of a screen; `None` leaves it alone.
    ///
    /// # Errors
    /// When it cannot be found out.
    fn value(&mut self, screen: &str, field: &str) -> Result<Option<String>, String>;

    /// Gives the part to press on a screen; `None` takes the primary action.
    fn press(&self, screen: &str) -> Option<&str>;
}

/// How a walk ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Where the script wanted to go.
    Arrived,
    /// The phone died on the way.
    Died,
    /// Nothing happened any more on this screen.
    Stuck(String),
}

/// A walk: how it ended and the screens on its way, each once in a row.
#[derive(Clone, Debug)]
pub struct Walk {
    /// How it ended.
    pub end: End,
    /// Names of the screens.
    pub screens: Vec<String>,
}

/// Walks until the script has arrived, the phone is dead or nothing happens any more.
///
/// # Errors
/// What [`Script::value`] could not find out.
pub fn walk(phone: &mut Phone, script: &mut impl Script) -> Result<Walk, String> {
    let mut screens: Vec<String> = Vec::new();
    let mut pressed: Option<(u64, NodeId)> = None;
    loop {
        let screen = match phone.next(STEP) {
            Next::Screen(screen) => screen,
            Next::Dead => return Ok(Walk { end: End::Died, screens }),
            Next::Quiet => {
                let place = screens.last().cloned().unwrap_or_default();
                return Ok(Walk { end: End::Stuck(place), screens });
            }
        };
        let name = screen.id.as_str();
        if screens.last().is_none_or(|last| last != name) {
            screens.push(name.to_owned());
            pressed = None;
        }
        if script.arrived(&screen) {
            return Ok(Walk { end: End::Arrived, screens });
        }
        if let Some((field, value)) = first_wrong_field(&screen, script)? {
            phone.edit(&screen, &field, &value);
        } else if let Some(id) = way_on(&screen, script) {
            // A press that was taken changes the meaning behind the part; the same press again would only be noise.
            let since = since(&screen, &id);
            if pressed.as_ref() != Some(&(since, id.clone())) {
                phone.press(&screen, &id);
                pressed = Some((since, id));
            }
        }
    }
}

fn first_wrong_field(screen: &Screen, script: &mut impl Script) -> Result<Option<(NodeId, String)>, String> {
    for node in screen.nodes() {
        let (NodeKind::TextField { value, .. } | NodeKind::DigitField { value, .. }) = &node.kind else { continue };
        if let Some(wanted) = script.value(screen.id.as_str(), node.id.as_str())?
            && wanted != value.text
        {
            return Ok(Some((node.id.clone(), wanted)));
        }
    }
    Ok(None)
}

fn way_on(screen: &Screen, script: &impl Script) -> Option<NodeId> {
    if let Some(named) = script.press(screen.id.as_str()) {
        return Some(NodeId::new(named));
    }
    screen.actions.iter().find(|action| action.kind == ActionKind::Primary).map(|action| action.key.id.clone())
}

fn since(screen: &Screen, id: &NodeId) -> u64 {
    let mut found = 0;
    screen.for_each_key(|key| {
        if key.id == *id {
            found = key.since;
        }
    });
    found
}
