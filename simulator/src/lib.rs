#![doc = include_str!("../README.md")]

mod cli;
mod clock;
mod desk;
mod files;
mod gateway;
mod glass;
pub mod lines;
mod logs;
mod party;
mod phone;
pub mod relay;
mod server;
mod swindler;
pub mod terminal;

pub use cli::main;
