//! Where the project and its build lie, asked of cargo.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The project's folders and targets.
pub(crate) struct House {
    /// The workspace's root.
    pub(crate) root: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
    metadata: Value,
}

impl House {
    /// Asks cargo.
    ///
    /// # Errors
    /// When cargo cannot be run or its answer cannot be read.
    pub(crate) fn find() -> Result<Self, String> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .map_err(|error| format!("failed to run cargo metadata: {error}"))?;
        let metadata: Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("failed to read cargo metadata: {error}"))?;
        let folder = |key: &str| {
            let text = metadata[key].as_str().ok_or_else(|| format!("failed to find {key} in cargo metadata"))?;
            Ok::<_, String>(Path::new(text).to_path_buf())
        };
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")?, metadata })
    }

    /// Where programs of the ordinary build lie.
    pub(crate) fn debug_bin_dir(&self) -> PathBuf {
        self.target.join("debug")
    }

    /// Names of the binaries of a package, sorted.
    pub(crate) fn binaries(&self, package: &str) -> Vec<String> {
        let packages = self.metadata["packages"].as_array().into_iter().flatten();
        let targets = packages.filter(|found| found["name"] == package).filter_map(|found| found["targets"].as_array());
        let mut names: Vec<_> = targets
            .flatten()
            .filter(|target| target["kind"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "bin")))
            .filter_map(|target| target["name"].as_str().map(str::to_owned))
            .collect();
        names.sort_unstable();
        names
    }
}
