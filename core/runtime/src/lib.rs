#![doc = include_str!("../README.md")]

mod brain;
mod camera;
mod clock;
mod core;
mod desk;
mod engine;
mod picture;
mod post;
mod signer;
mod vault;

pub use self::camera::{Frame, Turn, UvOrder};
pub use self::core::{Core, CoreError, Options, Platform};
pub use leling_net::Endpoint;
