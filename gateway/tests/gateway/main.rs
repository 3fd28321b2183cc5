//! The gateway from outside: every request through the whole router, and the program as a process.
#![cfg(feature = "demo")]
#![expect(unreachable_pub, reason = "modules of a test binary have no outside")]
#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod audit;
mod browser;
mod by_code;
mod claim;
mod desk;
mod enrol;
mod help;
mod login;
mod openid_code;
mod openid_device;
mod openid_session;
mod pages;
mod party;
mod process;
mod replace;
mod scan;
mod services;
mod wire;
mod world;
