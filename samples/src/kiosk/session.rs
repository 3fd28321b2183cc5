//! Who is signed in at this kiosk, in memory: a restart forgets everybody.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use openidconnect::{AccessToken, CsrfToken, Nonce, PkceCodeVerifier};

/// Longest time between leaving for the provider and coming back. The provider's page has no hurry.
const AWAY: Duration = Duration::from_hours(1);

/// Sessions at once; one kiosk has one person before it.
const LIMIT: usize = 100;

/// Name of a session, in a cookie only its browser has.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Ticket(String);

impl Ticket {
    fn draw() -> Self {
        // The library's own random token: 128 bits.
        Self(CsrfToken::new_random().into_secret())
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        (text.len() <= 64).then(|| Self(text.to_owned()))
    }

    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

/// What is remembered while the person is at the provider's page.
pub struct Pending {
    pub(super) state: CsrfToken,
    pub(super) nonce: Nonce,
    pub(super) verifier: PkceCodeVerifier,
}

/// A person who is signed in, as far as this kiosk needs to know.
#[derive(Clone)]
pub struct Person {
    /// Full name; shown masked.
    pub(super) name: String,
    /// Whether the person is 65 or older, if the provider said so.
    pub(super) age_65: Option<bool>,
    /// The provider's name of the session.
    pub(super) sid: String,
    /// The ID token as it came: the hint with which the session is ended.
    pub(super) id_token: String,
    pub(super) access: AccessToken,
}

enum Stage {
    Away(Pending),
    Open(Person),
}

struct Session {
    stage: Stage,
    touched: Instant,
}

/// Every session.
pub(super) struct Sessions {
    idle: Duration,
    open: Mutex<HashMap<Ticket, Session>>,
}

impl Sessions {
    /// Sessions that end after `idle` without a touch.
    pub(super) fn new(idle: Duration) -> Self {
        Self { idle, open: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Ticket, Session>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, stage: Stage) -> Ticket {
        let ticket = Ticket::draw();
        let mut open = self.lock();
        if open.len() >= LIMIT {
            open.retain(|_, session| matches!(session.stage, Stage::Open(_)));
        }
        open.insert(ticket.clone(), Session { stage, touched: Instant::now() });
        ticket
    }

    /// A browser leaves for the provider.
    pub(super) fn begin(&self, pending: Pending) -> Ticket {
        self.add(Stage::Away(pending))
    }

    /// It is back; what was remembered is used once.
    pub(super) fn take_pending(&self, ticket: &Ticket) -> Option<Pending> {
        let session = self.lock().remove(ticket)?;
        match session.stage {
            Stage::Away(pending) if session.touched.elapsed() < AWAY => Some(pending),
            _ => None,
        }
    }

    /// A person is signed in.
    pub(super) fn open(&self, person: Person) -> Ticket {
        self.add(Stage::Open(person))
    }

    /// Gives who is signed in, without counting as a touch.
    pub(super) fn look(&self, ticket: &Ticket) -> Option<Person> {
        match &self.lock().get(ticket)?.stage {
            Stage::Open(person) => Some(person.clone()),
            Stage::Away(_) => None,
        }
    }

    /// Counts a touch; false where nobody is signed in any more.
    pub(super) fn touch(&self, ticket: &Ticket) -> bool {
        match self.lock().get_mut(ticket) {
            Some(session) if matches!(session.stage, Stage::Open(_)) => {
                session.touched = Instant::now();
                true
            }
            _ => false,
        }
    }

    /// Ends a session.
    pub(super) fn end(&self, ticket: &Ticket) -> Option<Person> {
        match self.lock().remove(ticket)?.stage {
            Stage::Open(person) => Some(person),
            Stage::Away(_) => None,
        }
    }

    /// Ends the sessions that the provider calls `sid`; one that is not there has ended already.
    pub(super) fn end_sid(&self, sid: &str) {
        self.lock().retain(|_, session| !matches!(&session.stage, Stage::Open(person) if person.sid == sid));
    }

    /// Takes out everybody whom nobody has touched for too long.
    pub(super) fn take_idle(&self) -> Vec<Person> {
        let idle = self.idle;
        let mut open = self.lock();
        let left = open.extract_if(|_, session| match session.stage {
            Stage::Open(_) => session.touched.elapsed() >= idle,
            Stage::Away(_) => session.touched.elapsed() >= AWAY,
        });
        let person = |(_, session): (Ticket, Session)| match session.stage {
            Stage::Open(person) => Some(person),
            Stage::Away(_) => None,
        };
        left.filter_map(person).collect()
    }
}
