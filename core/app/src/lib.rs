#![doc = include_str!("../README.md")]

pub mod citizen;
pub mod context;
pub mod effect;
pub mod session;
pub mod ui;

pub use context::{ClockTrust, Context};
pub use effect::{CodeReply, Effect, Failure, GatewayCall, GatewayReply, Timer};
pub use session::{Binding, Root, Session, View};
