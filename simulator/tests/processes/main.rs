//! The simulator's processes from outside: lines and pixels on their streams, requests to the page's server, kills.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it failed, in its helpers too")]

mod card;
mod child;
mod desk;
mod phone;
mod relay;
mod terminal;
