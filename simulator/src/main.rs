//! Gateway, phones, terminal and page in one command.
fn main() {}
