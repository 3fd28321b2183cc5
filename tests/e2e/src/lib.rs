#![doc = include_str!("../README.md")]

pub mod board;
pub mod browser;
pub mod cable;
pub mod house;
pub mod parties;
pub mod people;
pub mod pixels;
pub mod scenario;
pub mod visit;
