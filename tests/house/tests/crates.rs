//! Rules over what cargo knows: edges, callers, the lock file, licences, lints.

use std::collections::BTreeSet;
use std::fs;

use leling_house::House;
use leling_house::licence;
use leling_house::rooms::{Below, InTests, LOCKED_ONCE, NEVER_LOCKED, NEVER_UNDER_APP, ONLY_CALLERS, ROOMS};

/// SQLite below 3.51.3 can corrupt a WAL database that two connections use.
const SQLITE_AT_LEAST: i32 = 3_051_003;

fn is_of_tests(house: &House, manifest: &str) -> bool {
    let inside = manifest.strip_prefix(&*house.root.to_string_lossy()).unwrap_or(manifest);
    inside.starts_with("/tests/") || inside.starts_with("/xtask/")
}

#[test]
fn every_crate_is_in_the_table_and_depends_only_downwards() {
    let house = House::find();
    let names: BTreeSet<_> = house.rooms().iter().map(|package| package.name.to_string()).collect();
    let table: BTreeSet<_> = ROOMS.iter().map(|room| room.name.to_owned()).collect();
    assert_eq!(names, table, "the table of rooms and the workspace differ");

    for package in house.rooms() {
        let room = ROOMS.iter().find(|room| package.name == room.name).unwrap();
        let Below::Only(below) = room.below else { continue };
        let of_house = |name: &&str| name.starts_with("leling-");
        for used in House::direct(package, false).into_iter().filter(of_house) {
            assert!(below.contains(&used), "{} may not depend on {used}", room.name);
        }
        for used in House::direct(package, true).into_iter().filter(of_house) {
            let known = below.contains(&used) || room.tests.contains(&used);
            assert!(known, "the tests of {} may not depend on {used}", room.name);
        }
    }
}

#[test]
fn few_may_call_what_few_should() {
    let house = House::find();
    for rule in ONLY_CALLERS {
        for package in house.rooms() {
            let tests = is_of_tests(&house, package.manifest_path.as_str());
            let allowed = rule.rooms.iter().any(|room| package.name == *room);
            let in_tests = rule.in_tests == InTests::Allowed;
            if House::direct(package, false).contains(rule.of) {
                assert!(allowed || (tests && in_tests), "{} may not call {}", package.name, rule.of);
            }
            if House::direct(package, true).contains(rule.of) {
                assert!(allowed || in_tests, "the tests of {} may not call {}", package.name, rule.of);
            }
        }
    }
}

#[test]
fn the_flows_reach_no_run_time_no_network_and_no_files() {
    let house = House::find();
    let reached = house.reached("leling-app");
    assert!(reached.contains("leling-protocol"), "the walk over the dependencies works");
    for never in NEVER_UNDER_APP {
        assert!(!reached.contains(never), "leling-app reaches {never}");
    }
}

#[test]
fn the_lock_file_holds_one_crypto_library_and_one_stack() {
    let house = House::find();
    let lock: toml::Table = fs::read_to_string(house.root.join("Cargo.lock")).unwrap().parse().unwrap();
    let names: Vec<_> =
        lock["package"].as_array().unwrap().iter().map(|package| package["name"].as_str().unwrap()).collect();
    for never in NEVER_LOCKED {
        assert!(!names.contains(never), "{never} is locked");
    }
    for once in LOCKED_ONCE {
        assert_eq!(names.iter().filter(|name| *name == once).count(), 1, "{once} is not locked once");
    }
}

#[test]
fn every_locked_crate_has_a_licence_that_is_allowed() {
    let house = House::find();
    for package in &house.metadata.packages {
        let expression = package.license.as_deref().unwrap_or_default();
        assert!(licence::allowed(expression), "{} {}: licence {expression:?}", package.name, package.version);
    }
}

#[test]
fn sqlite_is_new_enough() {
    let version = rusqlite::version_number();
    assert!(version >= SQLITE_AT_LEAST, "SQLite {version}");
}

#[test]
fn lints_and_toolchain_are_those_of_the_house() {
    let house = House::find();
    let read = |path: &std::path::Path| fs::read_to_string(path).unwrap().parse::<toml::Table>().unwrap();
    let workspace = read(&house.root.join("Cargo.toml"));
    assert_eq!(workspace["workspace"]["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    let toolchain = read(&house.root.join("rust-toolchain.toml"));
    assert_eq!(toolchain["toolchain"]["channel"].as_str(), Some("1.95.0"));

    for package in house.rooms() {
        let manifest = read(package.manifest_path.as_std_path());
        let inherits = |key: &str| manifest["package"][key].get("workspace").and_then(toml::Value::as_bool);
        let lints = manifest.get("lints").and_then(|lints| lints["workspace"].as_bool());
        assert_eq!(lints, Some(true), "{} does not inherit the lints", package.name);
        for key in ["version", "edition", "rust-version", "license", "publish"] {
            assert_eq!(inherits(key), Some(true), "{} does not inherit {key}", package.name);
        }
        for (name, dependency) in manifest.get("dependencies").and_then(toml::Value::as_table).into_iter().flatten() {
            let shared = dependency.get("workspace").and_then(toml::Value::as_bool);
            assert_eq!(shared, Some(true), "{}: the version of {name} belongs to the workspace", package.name);
        }
    }
}
