//! Rules over the text of the sources.

use leling_house::{House, SourceFile};

/// Files over 500 lines, each with the reason why it is still one room.
const LONG: &[(&str, &str)] = &[
    ("core/protocol/src/wire/mod.rs", "one flat list of the wire's messages; nothing in it does anything"),
    ("core/screen/src/node.rs", "one closed enum of nodes with the types of its variants"),
];

const LONGEST: usize = 500;

/// What the flows may not know: a clock, randomness, files, network, threads, the environment.
const NOT_IN_FLOWS: &[&str] = &[
    "SystemTime",
    "Instant::",
    "std::time",
    "now_utc(",
    "now_local(",
    "std::fs",
    "std::net",
    "std::thread",
    "std::env",
    "std::process",
    "tokio",
    "rand::",
    "getrandom",
    "new_v4(",
    "now_v7(",
    "println!",
];

fn sources(house: &House, extensions: &[&str]) -> Vec<SourceFile> {
    house.files().into_iter().filter(|file| extensions.contains(&file.extension())).collect()
}

/// Gives where `needle` stands in code, as `path:line`.
fn places(files: &[SourceFile], needle: &str) -> Vec<String> {
    let hits = |file: &SourceFile| {
        let lines = file.code().filter(|(_, line)| line.contains(needle)).map(|(line, _)| line).collect::<Vec<_>>();
        lines.into_iter().map(|line| format!("{}:{line}", file.path)).collect::<Vec<_>>()
    };
    files.iter().flat_map(hits).collect()
}

#[test]
fn the_flows_know_no_clock_no_chance_and_no_machine() {
    let house = House::find();
    let flows: Vec<_> =
        sources(&house, &["rs"]).into_iter().filter(|file| file.path.starts_with("core/app/src/")).collect();
    assert!(!flows.is_empty());
    for never in NOT_IN_FLOWS {
        assert_eq!(places(&flows, never), Vec::<String>::new(), "{never}");
    }
}

#[test]
fn one_place_builds_the_http_client() {
    let house = House::find();
    // That no other room calls reqwest is seen in its manifest; see `crates.rs`.
    let net: Vec<_> = sources(&house, &["rs"]).into_iter().filter(|file| file.path.starts_with("core/net/")).collect();
    let builds: Vec<_> =
        ["Client::builder(", "ClientBuilder::new("].iter().flat_map(|needle| places(&net, needle)).collect();
    assert_eq!(builds.len(), 1, "the client is built in {builds:?}");
    // A default client would look for a process-wide TLS provider, and nobody sets one.
    for default in ["Client::new(", "Client::default(", "reqwest::get("] {
        assert_eq!(places(&net, default), Vec::<String>::new(), "{default}");
    }
    let all: Vec<_> =
        sources(&house, &["rs"]).into_iter().filter(|file| !file.path.starts_with("tests/house/")).collect();
    assert_eq!(places(&all, "install_default("), Vec::<String>::new());
}

#[test]
fn a_long_file_has_a_reason() {
    let house = House::find();
    let files = sources(&house, &["rs", "js", "mjs", "py", "css", "html", "kt", "swift"]);
    for file in &files {
        let lines = file.text.lines().count();
        let reason = LONG.iter().find(|(path, _)| *path == file.path);
        assert!(lines <= LONGEST || reason.is_some(), "{} has {lines} lines: is it two rooms?", file.path);
    }
    for (path, _) in LONG {
        let long = files.iter().any(|file| file.path == *path && file.text.lines().count() > LONGEST);
        assert!(long, "{path} is short enough now: take it off the list");
    }
}

#[test]
fn nothing_unfinished_is_left() {
    let house = House::find();
    let files: Vec<_> = sources(&house, &["rs", "js", "mjs", "py", "css", "html", "sh", "toml"])
        .into_iter()
        .filter(|file| !file.path.starts_with("tests/house/"))
        .collect();
    for mark in ["todo!(", "unimplemented!(", "dbg!("] {
        assert_eq!(places(&files, mark), Vec::<String>::new(), "{mark}");
    }
    for mark in ["TODO", "FIXME", "XXX:"] {
        for file in &files {
            assert!(!file.text.contains(mark), "{}: {mark}", file.path);
        }
    }
}
