//! The OpenID provider: parties that let people log in with the phone's yes.
//!
//! Start at [`client`] (who a party is) and [`authorize`] (what it may ask for).

pub(crate) mod address;
pub(crate) mod authorize;
pub(crate) mod client;
pub(crate) mod form;
pub(crate) mod provider;
pub(crate) mod registry;
pub(crate) mod word;

pub use address::AddressFault;
pub use client::{ClientError, ClientFault};
pub(crate) use provider::Provider;
pub use provider::ProviderError;
pub use registry::ClientsError;
