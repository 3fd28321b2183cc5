//! The client against small servers that answer as gateways, login pages and broken networks do.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed, in its helpers too")]

mod access;
mod answers;
mod server;
mod tls;
mod tries;
