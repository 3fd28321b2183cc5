#![doc = include_str!("../README.md")]

pub mod catalogue;
pub mod classes;
pub mod clips;
pub mod errors;
pub mod home;
pub mod log;
pub mod login;
pub mod message;
pub mod narrate;
pub mod pseudo;
pub mod report;
pub mod review;
pub mod screens;
pub mod source;
mod template;
pub mod understand;
mod value;

pub use catalogue::{Catalogue, Coverage};
pub use errors::ErrorText;
/// What sentences are made of and by, for a room that draws them without screens.
pub use leling_screen::{
    Calendar, Direction, Language, Presentation, Size, Span, SpanKind, Text, Unit, Value, Writing,
};
pub use message::{Msg, msg};
pub use pseudo::Pseudo;
pub use review::Standing;
pub use understand::{Decision, Global, match_utterance};
