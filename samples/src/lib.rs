#![doc = include_str!("../README.md")]

pub mod board;
pub mod http;
pub mod kiosk;
pub mod partner;
pub mod provider;
mod web;
