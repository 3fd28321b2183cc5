//! The identity code from outside: what the phone shows, what the terminal refuses, and the published vectors.

#![allow(clippy::unwrap_used, reason = "in a test helper a failed unwrap names its line")]

mod build;
mod hostile;
mod refusals;
mod vectors;
