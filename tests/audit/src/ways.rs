//! What only a walk can see: back, home, dead ends, what follows an act, and what does without a phone.
//!
//! Each rule starts at one [`Spot`] and goes a few steps further; it never looks at the way that led there.

use leling_screen::node::{CameraFrame, Input};
use leling_screen::{NodeKind, Presentation, Risk, Screen, Size};

use crate::lints::{Fault, Faults};
use crate::rule::Rule;
use crate::spot::{Drawn, Spot, Waits};
use crate::words;

/// Most presses of 返回 from the innermost screen to the home.
const DEPTH: usize = 12;

/// Words that name a way without the phone: a document, a window, a visit, a call, a relative.
const SUBSTITUTES: [&str; 10] =
    ["窗口", "柜台", "网点", "上门", "12333", "带身份证", "拿身份证", "实体卡", "打电话", "家人"];

/// Words that say how an act is taken back, done again, or ends by itself.
const WAY_BACK: [&str; 9] = ["随时", "再领", "重设", "十分钟", "改主意", "撤回", "想停", "收回", "管到"];

/// The presentation in which ways are walked.
const WALKING: Presentation = Presentation {
    size: Size::Elder,
    step: 0,
    voice: false,
    language: leling_screen::Language::Chinese,
    theme: leling_screen::Theme::Light,
};

/// Lists what the ways from a spot break.
pub fn faults<S: Spot>(spot: &S) -> Vec<Fault> {
    let mut faults = Faults::default();
    let here = spot.drawn(WALKING);
    homewards(spot, &mut faults);
    backwards(spot, &mut faults);
    onwards(spot, &here, &mut faults);
    after_the_act(spot, &here.screen, &mut faults);
    substitutes(spot, &here, &mut faults);
    faults.into_inner()
}

fn homewards<S: Spot>(spot: &S, faults: &mut Faults) {
    let Some(there) = spot.pressed("nav.home") else { return };
    let there = there.drawn(WALKING).screen;
    if !there.nav.at_home {
        faults.add(Rule::L22, format!("首页 leads to {:?}", there.id));
    }
}

/// Goes back until nothing is behind; that must be a screen with nothing behind it by right.
fn backwards<S: Spot>(spot: &S, faults: &mut Faults) {
    let mut behind = spot.pressed("nav.back");
    let mut last = spot.drawn(WALKING).screen;
    for _ in 0..DEPTH {
        let Some(now) = behind else {
            if !last.nav.at_home && !matches!(last.id.as_str(), "first_start" | "opening") {
                faults.add(Rule::Return, format!("going back ends at {:?}", last.id));
            }
            return;
        };
        last = now.drawn(WALKING).screen;
        behind = now.pressed("nav.back");
    }
    faults.add(Rule::Return, format!("going back never ends; after {DEPTH} times one is at {:?}", last.id));
}

fn own(id: &str) -> bool {
    !id.starts_with("nav.")
}

/// A way on or back that changes what is drawn; or something is awaited that comes by itself.
fn onwards<S: Spot>(spot: &S, here: &Drawn, faults: &mut Faults) {
    if spot.waits() == Waits::Answer {
        return;
    }
    let field = here.screen.nodes().any(words::is_field);
    let leads = |id: &String| {
        let after = spot.pressed(id);
        after.is_some_and(|after| after.waits() == Waits::Answer || after.drawn(WALKING).screen != here.screen)
    };
    let ways = here.bound.iter().filter(|id| own(id) || *id == "nav.back");
    if !field && !ways.into_iter().any(leads) {
        faults.add(Rule::DeadEnd, "nothing leads on or back");
    }
}

/// After an act that cannot be taken back, its last screen says how it is mended or done again.
fn after_the_act<S: Spot>(spot: &S, screen: &Screen, faults: &mut Faults) {
    for action in screen.actions.iter().filter(|action| action.risk == Risk::Irreversible) {
        let id = &action.key.id;
        for end in spot.done(id.as_str()) {
            let after = end.drawn(WALKING).screen;
            if !names(&after, &WAY_BACK) {
                faults.add(Rule::L13, format!("{id:?} leads to {:?}, which names no way back", after.id));
            }
        }
    }
}

fn names(screen: &Screen, wanted: &[&str]) -> bool {
    let texts = words::of_screen(screen);
    let own = texts.iter().filter(|(place, _)| own(place));
    own.map(|(_, text)| text.display()).any(|drawn| wanted.iter().any(|word| drawn.contains(word)))
}

/// What a step asks of the person that not everybody has.
fn needs(waits: Waits, screen: &Screen) -> Option<&'static str> {
    if waits == Waits::Network && !screen.nav.at_home {
        return Some("a network");
    }
    screen.nodes().find_map(|node| match &node.kind {
        NodeKind::CameraStage { frame: CameraFrame::Face, .. } => Some("a face"),
        NodeKind::CameraStage { .. } => Some("a camera"),
        NodeKind::TextField { input: Input::Phone, .. } => Some("a phone number"),
        // A password is chosen, not received.
        NodeKind::DigitField { secret: false, .. } => Some("a code"),
        NodeKind::QrCode { .. } => Some("a phone to show"),
        _ => None,
    })
}

/// A substitute stands on the screen, or one press away; the bar does not count.
fn substitutes<S: Spot>(spot: &S, here: &Drawn, faults: &mut Faults) {
    let Some(need) = needs(spot.waits(), &here.screen) else { return };
    if names(&here.screen, &SUBSTITUTES) {
        return;
    }
    let mut next = here.bound.iter().filter(|id| own(id)).filter_map(|id| spot.pressed(id));
    if !next.any(|next| names(&next.drawn(WALKING).screen, &SUBSTITUTES)) {
        faults.add(Rule::Substitute, format!("needs {need} and names nothing else"));
    }
}
