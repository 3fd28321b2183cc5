//! The OpenID provider: parties that let people log in with the phone's yes.
//!
//! - `client`, `registry`: who a party is; `authorize`: what it may ask for when it sends a browser; `push`: the same
//!   left here before.
//! - `token`: what came of a login becomes tokens, made and read in `mint`; `device`: screens without a browser.
//! - `userinfo`: what a party may know; `inspect`: asking about tokens and giving them back.
//! - `logout`: a party's browser signs out; `logouts`: parties are told of sign-outs.
//! - `call`: how a party proves itself; `word`: the errors of the RFCs; `routes`: all addresses.
//!
//! Pages for people are in `crate::pages`; every step of a login is a transaction of `crate::storage`. Developers of
//! parties read `docs/integrators.md`.

pub(crate) mod address;
pub(crate) mod authorize;
pub(crate) mod call;
pub(crate) mod client;
pub(crate) mod detail;
pub(crate) mod device;
pub(crate) mod discovery;
pub(crate) mod entry;
pub(crate) mod form;
pub(crate) mod inspect;
pub(crate) mod logout;
pub(crate) mod logouts;
pub(crate) mod mint;
pub(crate) mod pace;
pub(crate) mod provider;
pub(crate) mod push;
pub(crate) mod registry;
mod routes;
pub(crate) mod token;
pub(crate) mod userinfo;
pub(crate) mod word;

pub use address::AddressFault;
pub use client::{ClientError, ClientFault};
pub(crate) use provider::Provider;
pub use provider::ProviderError;
pub use registry::ClientsError;
pub(crate) use routes::routes;
