#![doc = include_str!("../README.md")]

pub mod clock;
pub mod identity;
pub mod load;
pub mod pairs;
pub mod phone;

/// What ends a program of this crate: it is printed, and the program's exit code says so.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;
