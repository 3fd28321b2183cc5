#![doc = include_str!("../README.md")]

pub mod clauses;
pub mod crawler;
pub mod layout;
pub mod lints;
pub mod listed;
pub mod report;
pub mod rule;
pub mod run;
pub mod screens;
pub mod self_test;
pub mod spot;
pub mod talk;
pub mod ways;
pub mod words;

pub use rule::Rule;
pub use spot::Spot;
