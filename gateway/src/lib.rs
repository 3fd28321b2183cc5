#![doc = include_str!("../README.md")]

pub mod adapters;
mod api;
pub mod audit;
mod backup;
mod certificate;
pub mod chance;
pub mod cli;
pub mod clock;
pub mod config;
#[cfg(feature = "demo")]
mod demo;
mod desk;
mod gateway;
pub mod keys;
mod messages;
pub mod numbers;
pub mod openid;
mod origin;
mod pages;
pub mod refusal;
pub mod rules;
mod server;
pub mod storage;
mod ticket;
mod wire;

pub use api::router;
pub use config::Config;
pub use gateway::{Gateway, StartError};
pub use numbers::Numbers;
pub use server::{Handle, serve, serve_at};
