#![doc = include_str!("../README.md")]

mod binarise;
mod draw;
mod ladder;
mod picture;
mod read;
#[cfg(any(test, feature = "degrade"))]
pub mod simulate;
pub mod text;

pub use draw::{DrawError, Level, Modules, QUIET_ZONE, draw};
pub use picture::{BadFrame, LumaFrame, Picture, rgba_to_luma};
pub use read::{Budget, Effort, ReadError, TEXT_LIMIT, read};
