//! The doors for measuring: one JSON line out for each input.
fn main() {}
