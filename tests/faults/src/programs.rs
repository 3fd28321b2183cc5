//! Where the programs under test are.

use std::path::PathBuf;

/// Finds a program of the workspace: in `LELING_BIN_DIR`, else where this test was built.
///
/// # Errors
/// Says how to build it when it is not there.
pub fn find(name: &str) -> Result<PathBuf, String> {
    let beside = || std::env::current_exe().ok()?.parent()?.parent().map(PathBuf::from);
    let folder = std::env::var_os("LELING_BIN_DIR").map(PathBuf::from).or_else(beside).unwrap_or_default();
    let program = folder.join(name);
    if program.exists() {
        Ok(program)
    } else {
        Err(format!("{name} is not built: cargo build --workspace --all-targets"))
    }
}

/// Gives how much is tried: 1 in `cargo xtask test`, more in a soak.
pub fn scale() -> usize {
    std::env::var("LELING_SCALE").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}
