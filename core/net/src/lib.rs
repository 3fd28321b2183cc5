#![doc = include_str!("../README.md")]

mod answer;
mod api;
mod call;
mod client;
mod endpoint;
mod failure;
mod gateway;
mod signer;
mod token;

pub use call::{Answer, Auth, Call, Reply, to_body};
pub use client::{SetupError, Timing, TransportOptions};
pub use endpoint::{Endpoint, EndpointError};
pub use failure::Failure;
pub use gateway::{Clock, Gateway};
pub use signer::{Device, ProofSigner, SignError, Signing};
