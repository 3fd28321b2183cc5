//! A phone without a screen: software keys that can be slow, held or gone, and a hand that presses and types.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, OnceLock, Weak};
use std::time::{Duration, Instant};

use leling_crypto::keys::SoftwareKey;
use leling_crypto::rng::SystemRng;
use leling_crypto::seal::{Place, RootKey};
use leling_protocol::wire::PlatformKind;
use leling_runtime::{Core, Endpoint, Options, Platform};
use leling_screen::platform::Bytes;
use leling_screen::{KeyName, PlatformFailure, PlatformOp, PlatformOutcome, RequestId, Screen, SystemEvent, UiEvent};
use leling_store::Store;

use crate::gateway::now;

/// 李建国, who does not exist.
pub(crate) const NAME: &str = "李建国";
pub(crate) const ID_NUMBER: &str = "379901195707080017";
pub(crate) const PHONE: &str = "99919570708";

const PLACE: Place<'_> = Place { table: "test", row: b"store", column: "key", version: 1 };
const PATIENCE: Duration = Duration::from_secs(20);

/// What a shell saw, in order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Event {
    Screen(u64),
    Op(PlatformOp),
    /// The store could be opened by somebody else when the suspension was acknowledged.
    Closed(bool),
}

/// A key store that outlives the process of the app.
pub(crate) struct Keys {
    device: SoftwareKey,
    approve: SoftwareKey,
    held: Mutex<bool>,
    changed: Condvar,
    failing: Mutex<Option<PlatformFailure>>,
}

impl Keys {
    pub(crate) fn new() -> Arc<Self> {
        let key = || SoftwareKey::generate(&SystemRng::new()).unwrap();
        Arc::new(Self {
            device: key(),
            approve: key(),
            held: Mutex::default(),
            changed: Condvar::new(),
            failing: Mutex::default(),
        })
    }

    /// From now on nothing is answered until it is let go.
    pub(crate) fn hold(&self) {
        *self.held.lock().unwrap() = true;
    }

    pub(crate) fn let_go(&self) {
        *self.held.lock().unwrap() = false;
        self.changed.notify_all();
    }

    /// From now on the store's key cannot be used, or can again.
    pub(crate) fn fail(&self, why: Option<PlatformFailure>) {
        *self.failing.lock().unwrap() = why;
    }

    fn answer(&self, op: &PlatformOp) -> PlatformOutcome {
        drop(self.changed.wait_while(self.held.lock().unwrap(), |held| *held).unwrap());
        let wrap = RootKey::from_bytes([9; 32]).derive("test", 1);
        let failing = *self.failing.lock().unwrap();
        let data = |bytes| PlatformOutcome::Data { bytes: Bytes(bytes) };
        match op {
            PlatformOp::Wrap { .. } | PlatformOp::Unwrap { .. } if failing.is_some() => {
                PlatformOutcome::Failed { why: failing.unwrap() }
            }
            PlatformOp::Wrap { plain } => data(wrap.seal(&mut SystemRng::new(), &PLACE, &plain.0)),
            PlatformOp::Unwrap { sealed } => data(wrap.open(&PLACE, &sealed.0).unwrap().to_vec()),
            PlatformOp::OpenKey { key } => {
                let public = self.key(*key).map_or(Vec::new(), |key| key.public_key().to_sec1().to_vec());
                PlatformOutcome::Key { public: Bytes(public), presence: true, hardware: false }
            }
            PlatformOp::Sign { key, payload, .. } => {
                PlatformOutcome::Signature { der: Bytes(self.key(*key).unwrap().sign_der(&payload.0)) }
            }
            _ => PlatformOutcome::Done,
        }
    }

    fn key(&self, name: KeyName) -> Option<&SoftwareKey> {
        match name {
            KeyName::Device => Some(&self.device),
            KeyName::Approve => Some(&self.approve),
            KeyName::Wrap => None,
        }
    }
}

struct Hands {
    core: OnceLock<Weak<Core>>,
    early: Mutex<Vec<(RequestId, PlatformOutcome)>>,
    events: Mutex<Vec<Event>>,
    keys: Arc<Keys>,
    dir: PathBuf,
    me: Weak<Self>,
}

impl Platform for Hands {
    fn screen_changed(&self, revision: u64) {
        self.events.lock().unwrap().push(Event::Screen(revision));
    }

    fn perform(&self, request: RequestId, op: PlatformOp) {
        self.events.lock().unwrap().push(Event::Op(op.clone()));
        if op == PlatformOp::Suspended {
            let closed = Store::open(&self.dir, Box::new(SystemRng::new())).is_ok();
            self.events.lock().unwrap().push(Event::Closed(closed));
        }
        let Some(me) = self.me.upgrade() else { return };
        std::thread::spawn(move || {
            let outcome = me.keys.answer(&op);
            let mut early = me.early.lock().unwrap();
            match me.core.get() {
                Some(core) => drop(core.upgrade().map(|core| core.complete(request, outcome))),
                None => early.push((request, outcome)),
            }
        });
    }
}

/// An app on a phone.
pub(crate) struct Phone {
    pub(crate) core: Arc<Core>,
    hands: Arc<Hands>,
    typed: u64,
}

impl Phone {
    pub(crate) fn open(dir: &Path, gateway: &str, keys: &Arc<Keys>) -> Self {
        Self::following(dir, gateway, keys, Vec::new())
    }

    /// As `open`, where the links of further origins are followed.
    pub(crate) fn following(dir: &Path, gateway: &str, keys: &Arc<Keys>, links: Vec<String>) -> Self {
        crate::journal();
        let hands = Arc::new_cyclic(|me| Hands {
            core: OnceLock::new(),
            early: Mutex::default(),
            events: Mutex::default(),
            keys: Arc::clone(keys),
            dir: dir.to_owned(),
            me: Weak::clone(me),
        });
        let options = Options {
            dir: dir.to_owned(),
            endpoint: Endpoint::demo_loopback(gateway).unwrap(),
            links,
            extra_roots: Vec::new(),
            platform: PlatformKind::Simulator,
            wall: Arc::new(now),
        };
        let core = Arc::new(Core::open(options, Arc::<Hands>::clone(&hands)).unwrap());
        {
            let mut early = hands.early.lock().unwrap();
            hands.core.set(Arc::downgrade(&core)).unwrap();
            for (request, outcome) in early.drain(..) {
                core.complete(request, outcome).unwrap();
            }
        }
        Self { core, hands, typed: 0 }
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        self.hands.events.lock().unwrap().clone()
    }

    pub(crate) fn ops(&self) -> Vec<PlatformOp> {
        let op = |event| match event {
            Event::Op(op) => Some(op),
            _ => None,
        };
        self.events().into_iter().filter_map(op).collect()
    }

    pub(crate) fn screen(&self) -> Screen {
        self.core.screen().unwrap()
    }

    pub(crate) fn until(&self, what: &str, holds: impl Fn(&Screen) -> bool) -> Screen {
        let screen = wait(|| Some(self.screen()).filter(|screen| holds(screen)));
        screen.unwrap_or_else(|| panic!("waited for {what} on {:?}", self.screen().id))
    }

    pub(crate) fn arrive(&self, id: &str) -> Screen {
        self.until(id, |screen| screen.id.as_str() == id)
    }

    pub(crate) fn press(&self, id: &str) {
        let screen = self.until(id, |screen| shows(screen, id));
        self.core.dispatch(UiEvent::Press { revision: screen.revision, id: id.into() }).unwrap();
    }

    pub(crate) fn system(&self, change: SystemEvent) {
        self.core.dispatch(UiEvent::System { change }).unwrap();
    }

    pub(crate) fn enter(&mut self, id: &str, value: &str) {
        let screen = self.until(id, |screen| screen.node(id).is_some());
        self.typed += 1;
        let (revision, edit_seq, value) = (screen.revision, self.typed, value.to_owned());
        self.core.dispatch(UiEvent::Edit { revision, id: id.into(), value, edit_seq }).unwrap();
        self.press("next");
    }

    /// From the first start to the question for the phone's code.
    pub(crate) fn ask_for_code(&mut self) {
        self.press("take");
        self.press("agree");
        self.enter("name", NAME);
        self.enter("id", ID_NUMBER);
        self.enter("phone", PHONE);
    }

    /// From the first start to the home.
    pub(crate) fn enrol(&mut self) {
        self.ask_for_code();
        self.enter("code", "123456");
        self.until("the card", |screen| screen.id.as_str() == "home" && shows(screen, "claim"));
    }
}

pub(crate) fn shows(screen: &Screen, key: &str) -> bool {
    let mut found = screen.node(key).is_some();
    screen.for_each_key(|candidate| found |= candidate.id.as_str() == key);
    found
}

/// Looks until there is something to see.
pub(crate) fn wait<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return Some(found);
        }
        if Instant::now() > end {
            return None;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Looks until it is so.
pub(crate) fn eventually(what: &str, mut so: impl FnMut() -> bool) {
    wait(|| so().then_some(())).unwrap_or_else(|| panic!("never: {what}"));
}
