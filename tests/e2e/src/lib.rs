#![doc = include_str!("../README.md")]

pub mod house;
pub mod scenario;
