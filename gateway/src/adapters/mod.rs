//! Services of the ministry that the gateway asks, the real-name check and the short-message service, and the parties
//! that it tells of sign-outs.
//!
//! Each service is a trait with an adapter over HTTP here and a labelled demonstration adapter under the feature `demo`.

use std::{future::Future, pin::Pin};

use leling_protocol::{CardNumber, IdNumber, PersonName, Phone, PhysicalCardState};

use crate::rules::card::BankFunction;

mod http;
mod logout;

pub use http::{HttpError, HttpRealName, HttpService, HttpSms};
pub(crate) use logout::HttpLogout;

/// An answer that is on its way.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, Unavailable>> + Send + 'a>>;

/// The service did not answer in time, or not in a way that means anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("service is unavailable: {0}")]
pub struct Unavailable(pub String);

/// What the register says of a name and an id number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RealNameAnswer {
    /// They belong together; what else the register holds of the person.
    Match(RegisterEntry),
    /// The id number is somebody else's.
    NameDiffers,
    /// Nobody has this id number.
    Unknown,
}

/// What the register holds of a person's card. It is taken over when the person is first seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterEntry {
    /// Number of the physical card, where there is one.
    pub card_number: Option<CardNumber>,
    /// State of the physical card.
    pub physical: PhysicalCardState,
    /// Bank side of the card.
    pub bank: BankFunction,
    /// The phone that the register knows of.
    pub phone: Option<Phone>,
}

/// The real-name check (实名核验).
pub trait RealName: Send + Sync {
    /// Asks whether `name` and `id_number` belong together.
    fn check<'a>(&'a self, name: &'a PersonName, id_number: &'a IdNumber) -> Pending<'a, RealNameAnswer>;
}

/// The short-message service.
pub trait Sms: Send + Sync {
    /// Hands over one message; `Ok` says that the service took it.
    fn send<'a>(&'a self, phone: &'a Phone, text: &'a str) -> Pending<'a, ()>;
}
