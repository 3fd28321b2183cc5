#![doc = include_str!("../README.md")]

mod batch;
mod document;
mod error;
mod file;
mod outbox;
mod salvage;
mod schema;
mod setting;
mod store;
#[cfg(test)]
mod tests;
mod vault;

pub use batch::Batch;
pub use document::{DocKey, DocKind, Plain};
pub use error::{Part, StoreError};
pub use outbox::{Refused, Write};
pub use setting::Setting;
pub use store::{Condition, Counts, Health, Opened, Store};
