#![doc = include_str!("../README.md")]

pub mod catalogue;
pub mod errors;
pub mod home;
pub mod log;
pub mod login;
pub mod message;
pub mod narrate;
pub mod pseudo;
mod template;
pub mod understand;
mod value;

pub use catalogue::{Catalogue, Coverage};
pub use errors::ErrorText;
pub use message::{Msg, msg};
pub use pseudo::Pseudo;
pub use understand::{Decision, Global, match_utterance};
