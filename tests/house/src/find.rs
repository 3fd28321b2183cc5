//! The house as cargo and the file system see it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use crate::files::{self, SourceFile};

/// The workspace, asked of cargo once.
pub struct House {
    /// The workspace's root.
    pub root: PathBuf,
    /// Everything that is locked, on every platform.
    pub metadata: Metadata,
}

impl House {
    /// Asks cargo.
    ///
    /// # Panics
    /// When cargo fails or the lock file does not fit the manifests: then no rule can be judged.
    pub fn find() -> Self {
        let metadata = MetadataCommand::new()
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .other_options(vec!["--locked".to_owned()])
            .exec()
            .expect("cargo metadata answers for a workspace whose lock file is up to date");
        Self { root: metadata.workspace_root.clone().into_std_path_buf(), metadata }
    }

    /// Gives the crates of the house, in the order of their names.
    pub fn rooms(&self) -> Vec<&Package> {
        let mut rooms = self.metadata.workspace_packages();
        rooms.sort_by(|a, b| a.name.cmp(&b.name));
        rooms
    }

    /// Gives the names that `package` depends on directly, by the kind of the dependency.
    pub fn direct(package: &Package, dev: bool) -> BTreeSet<&str> {
        let kind = |found: DependencyKind| (found == DependencyKind::Development) == dev;
        package.dependencies.iter().filter(|found| kind(found.kind)).map(|found| found.name.as_str()).collect()
    }

    /// Gives every name that `room` reaches without its tests, on any platform.
    ///
    /// # Panics
    /// When the room is not in the workspace.
    pub fn reached(&self, room: &str) -> BTreeSet<&str> {
        let resolve = self.metadata.resolve.as_ref().expect("metadata was asked with dependencies");
        let first = self.rooms().into_iter().find(|package| package.name == room).expect("the room exists");
        let mut waiting = vec![&first.id];
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            let node = resolve.nodes.iter().find(|node| node.id == *id).expect("every package has a node");
            let used =
                |kinds: &[cargo_metadata::DepKindInfo]| kinds.iter().any(|found| found.kind == DependencyKind::Normal);
            waiting.extend(node.deps.iter().filter(|dep| used(&dep.dep_kinds)).map(|dep| &dep.pkg));
        }
        seen.into_iter().map(|id| self.metadata[id].name.as_str()).collect()
    }

    /// Gives the texts of the house: every file that is not ignored and is text, paths relative and with `/`.
    ///
    /// # Panics
    /// When a folder cannot be read.
    pub fn files(&self) -> Vec<SourceFile> {
        files::texts(&self.root)
    }
}
