//! Rules over what is written for readers.

use std::collections::BTreeSet;
use std::fs;

use leling_house::{House, SourceFile};
use leling_protocol::ErrorCode;

#[test]
fn every_crate_has_a_front_page_with_its_one_sentence() {
    let house = House::find();
    for package in house.rooms() {
        let folder = package.manifest_path.parent().unwrap();
        let page = fs::read_to_string(folder.join("README.md")).unwrap_or_default();
        assert!(page.starts_with(&format!("# {}\n", package.name)), "{folder}/README.md begins with the crate's name");
        let sentence = package.description.as_deref().unwrap_or_default();
        let one_line = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!sentence.is_empty() && one_line.contains(sentence), "{folder}/README.md says: {sentence}");
        assert!(page.lines().count() >= 12, "{folder}/README.md says where to start reading");

        let root = ["src/lib.rs", "src/main.rs"].into_iter().find(|path| folder.join(path).exists()).unwrap();
        let text = fs::read_to_string(folder.join(root)).unwrap();
        let front = "#![doc = include_str!(\"../README.md\")]";
        assert!(text.contains(front), "{folder}/{root} does not show its front page");
    }
}

#[test]
fn every_error_code_is_explained_once() {
    let house = House::find();
    let page = fs::read_to_string(house.root.join("docs/errors.md")).expect("docs/errors.md exists");
    let cell = |line: &str| line.strip_prefix("| `")?.split_once('`').map(|(code, _)| code.to_owned());
    let listed: Vec<_> = page.lines().filter_map(cell).collect();
    let once: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), once.len(), "a code is listed twice");
    let known: BTreeSet<_> = ErrorCode::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    assert_eq!(once, known, "docs/errors.md and the codes differ");
}

#[test]
fn decisions_are_numbered_and_listed() {
    let house = House::find();
    let folder = house.root.join("docs/adr");
    let index = fs::read_to_string(folder.join("README.md")).unwrap();
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md" && name != "template.md")
        .collect();
    names.sort();
    assert!(!names.is_empty());
    for (name, number) in names.iter().zip(1..) {
        assert!(name.starts_with(&format!("{number:04}-")), "{name} is not number {number:04}");
        assert!(index.contains(&format!("]({name})")), "docs/adr/README.md does not list {name}");
        let text = fs::read_to_string(folder.join(name)).unwrap();
        assert!(text.starts_with(&format!("# {number:04} ")), "{name} begins with its number");
        for part in ["## Context", "## Decision", "## Consequences"] {
            assert!(text.contains(part), "{name} lacks {part}");
        }
    }
}

/// A link to a file: not to the web, not to a place on the same page, not to an item of rustdoc.
fn file_links(file: &SourceFile) -> Vec<&str> {
    let targets = file.text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let is_file = |target: &&str| {
        let outside = target.contains("://") || target.starts_with('#') || target.contains("::");
        !outside && (target.contains('/') || target.contains('.'))
    };
    targets.filter(is_file).collect()
}

#[test]
fn links_between_pages_lead_somewhere() {
    let house = House::find();
    for file in house.files().iter().filter(|file| file.extension() == "md") {
        let folder = house.root.join(&file.path).parent().unwrap().to_path_buf();
        for target in file_links(file) {
            let path = target.split('#').next().unwrap_or_default();
            assert!(folder.join(path).exists(), "{}: {target} leads nowhere", file.path);
        }
    }
}

#[test]
fn tests_that_a_flow_leans_on_exist() {
    let house = House::find();
    let files = house.files();
    let code: String = files.iter().filter(|file| file.extension() == "rs").map(|file| file.text.as_str()).collect();
    let is_test = |word: &&str| word.len() > 20 && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    for file in files.iter().filter(|file| file.path.starts_with("docs/flows/")) {
        for name in file.text.split('`').filter(is_test) {
            assert!(code.contains(&format!("fn {name}(")), "{} names the test {name}, which is not there", file.path);
        }
    }
}

#[test]
fn the_pages_that_a_reader_expects_are_there() {
    let house = House::find();
    for page in [
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "docs/architecture.md",
        "docs/errors.md",
        "docs/flows/identity-code.md",
        "docs/flows/scan-login.md",
        "docs/integrators.md",
        "docs/operators.md",
    ] {
        let length = fs::metadata(house.root.join(page)).map(|found| found.len()).unwrap_or_default();
        assert!(length > 500, "{page} is missing or empty");
    }
}

#[test]
fn nothing_names_a_machine_or_a_registry() {
    let house = House::find();
    let anywhere =
        ["/work/", "/root/", "/home/", "C:\\Users", "://registry.", "index-url", "find-links", "artifactory"];
    for file in house.files().iter().filter(|file| !file.path.starts_with("tests/house/")) {
        for word in anywhere {
            assert!(!file.text.contains(word), "{} names {word}", file.path);
        }
        if file.extension() == "md" {
            assert!(!file.text.contains("/tmp/"), "{} names a folder of one machine", file.path);
        }
        // Where a package comes from is the business of whoever installs it.
        if file.path.ends_with("package-lock.json") {
            assert!(!file.text.contains("\"resolved\""), "{} names a registry", file.path);
        }
    }
}
