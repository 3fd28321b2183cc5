//! The simulator program; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    leling_simulator::main()
}
