//! The pseudo-locales: longer, mirrored, vertical and tall texts keep every part, and every value whole.
//!
//! What only pixels show (clipping, overlap, missing glyphs) is looked at in the browser; here the tree is held to what a
//! shell needs for it: the same parts, directions that match, values that are isolated and do not break.

use leling_language::Pseudo;
use leling_language::pseudo::retold;
use leling_screen::{Direction, Screen, SpanKind, Text};

use crate::lints::{Fault, Faults};
use crate::rule::Rule;
use crate::words;

/// Lists what a Chinese screen breaks once its words are retold.
pub fn faults(screen: &Screen) -> Vec<Fault> {
    let mut faults = Faults::default();
    isolates(screen, &mut faults);
    for pseudo in Pseudo::ALL {
        let retold = retold(screen, pseudo);
        kept(screen, &retold, pseudo, &mut faults);
        isolates(&retold, &mut faults);
    }
    faults.into_inner()
}

fn ids(screen: &Screen) -> Vec<String> {
    let keys = words::keys(screen);
    let nodes = screen.nodes().map(|node| &node.id);
    nodes.chain(keys.iter().map(|key| &key.id)).map(|id| id.as_str().to_owned()).collect()
}

fn kept(screen: &Screen, retold: &Screen, pseudo: Pseudo, faults: &mut Faults) {
    let name = pseudo.name();
    let language = pseudo.language();
    if ids(screen) != ids(retold) {
        faults.add(Rule::Layout, format!("{name}: other parts"));
    }
    if (retold.direction, retold.writing) != (language.direction(), language.writing()) {
        faults.add(Rule::Layout, format!("{name}: lines run another way"));
    }
    for ((place, before), (_, after)) in words::of_screen(screen).iter().zip(&words::of_screen(retold)) {
        if values(before) != values(after) {
            faults.add(Rule::Layout, format!("{name}: {place} changed a value of {}", before.display()));
        }
        if before.is_empty() != after.is_empty() || before.speech != after.speech {
            faults.add(Rule::Layout, format!("{name}: {place} lost its words"));
        }
    }
}

const ISOLATES: [char; 2] = ['\u{2068}', '\u{2069}'];

/// The typed values of a text as they are drawn, isolates apart.
fn values(text: &Text) -> Vec<String> {
    let typed = text.spans.iter().filter(|span| span.kind != SpanKind::Plain);
    typed.map(|span| span.display.replace(ISOLATES, "")).collect()
}

/// Every value of a line from the right stands in an isolate of its own, and no isolate is left open.
fn isolates(screen: &Screen, faults: &mut Faults) {
    let mirrored = screen.direction == Direction::Rtl;
    for (place, text) in words::of_screen(screen) {
        for span in &text.spans {
            let [opened, closed] = ISOLATES.map(|mark| span.display.matches(mark).count());
            if opened != closed {
                faults.add(Rule::Layout, format!("{place} leaves an isolate open"));
            }
            if mirrored && span.kind != SpanKind::Plain && opened == 0 && !span.display.is_empty() {
                faults.add(Rule::Layout, format!("{place} holds a value that its line turns round"));
            }
        }
    }
}
