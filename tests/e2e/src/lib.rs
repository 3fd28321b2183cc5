#![doc = include_str!("../README.md")]

pub mod cable;
pub mod house;
pub mod people;
pub mod scenario;
