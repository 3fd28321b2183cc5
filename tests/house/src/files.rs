//! The text files of the house.

use std::fs;
use std::path::Path;

/// A text file, by its path from the root.
pub struct SourceFile {
    /// Path from the root, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl SourceFile {
    /// Gives the ending of the name, without its dot.
    pub fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Gives the lines that are not comments, with their numbers from 1.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let comment = |line: &str| line.trim_start().starts_with("//");
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line)).filter(move |(_, line)| !comment(line))
    }
}

/// Reads every text file below `root` that `.gitignore` does not name.
pub(crate) fn texts(root: &Path) -> Vec<SourceFile> {
    let ignore = fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
    let mut ignored: Vec<_> = ignore.lines().map(|line| line.trim_matches('/').to_owned()).collect();
    ignored.push(".git".to_owned());
    let mut found = Vec::new();
    collect(root, "", &ignored, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn collect(folder: &Path, prefix: &str, ignored: &[String], found: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).expect("a folder of the house can be read") {
        let entry = entry.expect("an entry of a folder of the house can be read");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        if ignored.iter().any(|rule| *rule == name || *rule == path) {
            continue;
        }
        let kind = entry.file_type().expect("the kind of an entry is known");
        if kind.is_dir() {
            collect(&entry.path(), &path, ignored, found);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            found.push(SourceFile { path, text });
        }
    }
}
