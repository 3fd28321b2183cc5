#![doc = include_str!("../README.md")]

mod cli;
mod clock;
mod desk;
mod files;
mod gateway;
pub mod lines;
mod logs;
mod phone;
pub mod relay;
mod server;
pub mod terminal;

pub use cli::main;
