#![doc = include_str!("../README.md")]

pub mod canary;
pub mod gateway;
pub mod phone;
pub mod programs;
pub mod robot;
pub mod strace;
