//! The program `leling-gateway`; everything is in [`leling_gateway::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    leling_gateway::cli::run(std::env::args_os())
}
