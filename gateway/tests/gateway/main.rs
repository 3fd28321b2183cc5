//! The gateway from outside: every request through the whole router, and the program as a process.
#![cfg(feature = "demo")]
#![expect(unreachable_pub, reason = "modules of a test binary have no outside")]
#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod claim;
mod enrol;
mod replace;
mod wire;
mod world;
