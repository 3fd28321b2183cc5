//! Lists the files of the page, so that the binary carries them.
//!
//! `gallery.html` and `gallery/` are for the page's own tests and stay outside.

use std::{
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

fn main() {
    let page = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo names the folder")).join("page");
    println!("cargo:rerun-if-changed={}", page.display());
    let mut files = Vec::new();
    collect(&page, &page, &mut files);
    files.sort();
    let mut table = String::from("&[\n");
    for name in files {
        let file = page.join(&name);
        println!("cargo:rerun-if-changed={}", file.display());
        writeln!(table, "    (\"/{name}\", include_bytes!({:?})),", file.display().to_string())
            .expect("a string grows");
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo names the folder"));
    fs::write(out.join("page.rs"), table).expect("the build folder is writable");
}

/// Gives the names below `folder` as URL paths without the first slash.
fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the page lies beside this file") {
        let path = entry.expect("a folder is readable").path();
        let name = path.strip_prefix(root).expect("it lies below").to_string_lossy().replace('\\', "/");
        if name.starts_with("gallery") || name.split('/').any(|part| part.starts_with('.')) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files);
        } else if kind(&name) {
            files.push(name);
        }
    }
}

/// Whether the page's server knows what to call it.
fn kind(name: &str) -> bool {
    ["html", "css", "js", "svg", "png", "json"].iter().any(|end| name.rsplit('.').next() == Some(end))
}
