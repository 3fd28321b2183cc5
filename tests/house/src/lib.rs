#![doc = include_str!("../README.md")]

mod files;
mod find;
pub mod licence;
pub mod rooms;

pub use files::SourceFile;
pub use find::House;
