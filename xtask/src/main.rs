//! The tasks of the project: test, soak, bench, audit, size.
fn main() {}
