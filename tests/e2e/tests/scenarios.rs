//! Runs every file of `tests/scenarios`, each with a house of its own.

use std::path::Path;

use leling_e2e::house::House;
use leling_e2e::scenario::{Scenario, run};

#[test]
fn every_scenario_arrives() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    assert!(!files.is_empty());
    let mut troubles = Vec::new();
    for path in &files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).unwrap();
        let scenario: Scenario = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let house = House::open().unwrap();
        match run(&house, &scenario) {
            Ok(()) => println!("{name}: {}", scenario.about),
            Err(why) => troubles.push(format!("{name}: {why}")),
        }
    }
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
}
