//! The demonstration: fictitious people, services that play along, and a door through which the other side acts.
//!
//! Compiled under the feature `demo` only, and reached only in a gateway started with `--demo`. Everything here is
//! labelled as a demonstration; a shipped build does not contain it.

use std::{
    collections::VecDeque,
    sync::{Mutex, OnceLock, PoisonError},
};

use leling_protocol::{Phone, Timestamp};
use serde::{Deserialize, Serialize};

use crate::storage::PersonHandle;

mod adapters;
pub(crate) mod clients;
mod peer;
pub(crate) mod people;
pub(crate) mod staff;

pub(crate) use adapters::{DemoRealName, DemoSms};
pub(crate) use peer::routes;

/// Most short messages that are kept.
const INBOX: usize = 500;

/// What a demonstration remembers beside its storage: how the services behave, and the messages that they took.
#[derive(Debug, Default)]
pub(crate) struct Stage {
    realname: Mutex<Mood>,
    sms: Mutex<Mood>,
    inbox: Mutex<VecDeque<Message>>,
    people: OnceLock<Vec<PersonHandle>>,
}

/// How a demonstration service behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mood {
    /// It does its work.
    #[default]
    Succeed,
    /// It says no.
    Refuse,
    /// It does its work after two seconds.
    Slow,
    /// It never answers.
    Silent,
    /// It answers what means nothing.
    Nonsense,
}

/// A short message that was taken.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    phone: Phone,
    at: Timestamp,
    text: String,
}

/// A short message as the simulator shows it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ShownMessage {
    at: Timestamp,
    text: String,
}

/// Which service a mood belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    /// The real-name check.
    RealName,
    /// The short-message service.
    Sms,
}

impl Stage {
    /// Tells a service how to behave.
    pub(crate) fn set(&self, service: Service, mood: Mood) {
        *self.mood_of(service).lock().unwrap_or_else(PoisonError::into_inner) = mood;
    }

    fn mood(&self, service: Service) -> Mood {
        *self.mood_of(service).lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn mood_of(&self, service: Service) -> &Mutex<Mood> {
        match service {
            Service::RealName => &self.realname,
            Service::Sms => &self.sms,
        }
    }

    fn take(&self, message: Message) {
        let mut inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        inbox.truncate(INBOX - 1);
        inbox.push_front(message);
    }

    /// Gives the messages to a number, newest first.
    pub(crate) fn messages(&self, phone: &Phone) -> Vec<ShownMessage> {
        let inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        let to_phone = inbox.iter().filter(|message| message.phone == *phone);
        to_phone.map(|message| ShownMessage { at: message.at, text: message.text.clone() }).collect()
    }
}
