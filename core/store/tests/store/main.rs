//! The store as its callers see it: its ordinary life, every fault with its outcome, damage by the byte.
#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed, in its helpers too")]

mod common;
mod damage;
mod faults;
mod life;
