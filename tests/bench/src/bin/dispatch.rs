//! From an event to the screen that it leads to, for the largest screen that the flows have, beside the JSON of that
//! screen alone.
//!
//! The largest screen is found by pressing everything that can be pressed, on a new phone and on one whose card is
//! claimed, in each size. The event that is timed changes the theme: every part of the screen is drawn anew.

use std::collections::{BTreeSet, VecDeque};

use leling_app::{
    CodeReply, Effect, Session,
    citizen::{Citizen, Settings, State},
    session::Incoming,
};
use leling_bench::{
    Failed, clock,
    identity::Issuer,
    pairs::{Pairs, exact, quantile, say_load},
    phone,
};
use leling_code::{Level, draw};
use leling_screen::{Screen, Size, SystemEvent, UiEvent, node::QrModules};

/// Events of one sample.
const EVENTS: u32 = 100;
const PAIRS: usize = 25;
/// Events taken one by one for the slowest of a hundred.
const SINGLE: usize = 5_000;
/// The crawl ends here at the latest.
const SCREENS: usize = 5_000;
/// Entries of the person's record.
const ACTS: u32 = 40;

fn main() -> Result<(), Failed> {
    say_load("dispatch");
    let crawl = Crawl::run(&modules()?)?;
    let json = crawl.largest_json;
    println!("# dispatch: the largest of {} screens is {}, {} bytes of JSON", crawl.seen.len(), crawl.name, json);
    exact("dispatch_screen", f64::from(u32::try_from(json)?), "bytes", None);

    let mut session = Session::<Citizen>::new(crawl.largest, &phone::context());
    let screen = session.screen().clone();
    let mut dark = false;
    let mut event = || {
        dark = !dark;
        session.shell(UiEvent::System { change: SystemEvent::Dark { on: dark } }, &phone::context());
        session.screen().clone()
    };
    let alone = || clock::micros_each(EVENTS, || serde_json::to_string(&screen).map_err(Failed::from));
    let ours = || clock::micros_each(EVENTS, || Ok(event()));
    Pairs::take(PAIRS, ours, alone)?.report("dispatch_to_screen", "cpu_us");
    let ours = || clock::micros_each(EVENTS, || serde_json::to_string(&event()).map_err(Failed::from));
    Pairs::take(PAIRS, ours, alone)?.report("dispatch_to_json", "cpu_us");

    let single = |_| clock::micros_each(1, || serde_json::to_string(&event()).map_err(Failed::from));
    let single = (0..SINGLE).map(single).collect::<Result<Vec<f64>, _>>()?;
    println!("dispatch_to_json_p99 {:.3} cpu_us - -", quantile(&single, 99));
    Ok(())
}

/// A real code, so that the screen that shows one is as large as it gets.
fn modules() -> Result<QrModules, Failed> {
    let modules = draw(&Issuer::new()?.code()?.text, Level::Medium)?;
    let row = |cells: &[bool]| cells.iter().map(|dark| if *dark { '1' } else { '0' }).collect();
    Ok(QrModules { size: u16::try_from(modules.size())?, rows: modules.rows().map(row).collect() })
}

/// Every screen that presses reach.
struct Crawl {
    seen: BTreeSet<String>,
    ahead: VecDeque<State>,
    largest: State,
    largest_json: usize,
    name: String,
}

impl Crawl {
    fn run(code: &QrModules) -> Result<Self, Failed> {
        let mut ahead = VecDeque::new();
        for size in [Size::Standard, Size::Elder, Size::Large] {
            for mut state in [State::begin(None, false), phone::enrolled(ACTS)?] {
                let mut settings = Settings { started: state.settings.started, ..Settings::default() };
                settings.choose_size(size);
                state.settings = settings;
                ahead.push_back(state);
            }
        }
        let largest = State::begin(None, false);
        let mut crawl = Self { seen: BTreeSet::new(), ahead, largest, largest_json: 0, name: String::new() };
        while let Some(state) = crawl.ahead.pop_front().filter(|_| crawl.seen.len() < SCREENS) {
            crawl.look(&state, code)?;
        }
        Ok(crawl)
    }

    fn look(&mut self, state: &State, code: &QrModules) -> Result<(), Failed> {
        let session = Session::<Citizen>::new(state.clone(), &phone::context());
        let screen = session.screen();
        if !self.seen.insert(fingerprint(screen)) {
            return Ok(());
        }
        let json = serde_json::to_string(screen)?.len();
        if json > self.largest_json {
            self.largest_json = json;
            self.largest = state.clone();
            self.name = format!("{} in {:?}", screen.id.as_str(), screen.presentation.size);
        }
        let mut keys = Vec::new();
        screen.for_each_key(|key| keys.push(key.id.clone()));
        for id in keys {
            let mut session = Session::<Citizen>::new(state.clone(), &phone::context());
            let press = UiEvent::Press { revision: session.screen().revision, id };
            let effects = session.shell(press, &phone::context());
            if effects.iter().any(|effect| matches!(effect, Effect::Code { .. })) {
                session.take(Incoming::Code(CodeReply(Ok(code.clone()))), &phone::context());
            }
            self.ahead.push_back(session.state().clone());
        }
        Ok(())
    }
}

/// Two screens are one where they have the same name, size and parts.
fn fingerprint(screen: &Screen) -> String {
    let mut parts: Vec<String> = screen.nodes().map(|node| format!("{:?}", node.id)).collect();
    screen.for_each_key(|key| parts.push(format!("{:?}", key.id)));
    format!("{} {:?} {}", screen.id.as_str(), screen.presentation.size, parts.join(" "))
}
