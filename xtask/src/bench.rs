//! `cargo xtask bench`: every measuring program of `tests/bench`, optimised, with the load of the machine beside it.
//!
//! A program prints lines `name figure unit peer ratio`; the peer ran in the same command. Lines that begin with `#`
//! explain; the load goes to standard error. A new program in `tests/bench/src/bin/` is found by itself.

use crate::house::House;
use crate::step::Step;

/// The package whose binaries measure.
const PACKAGE: &str = "leling-bench";

/// Measuring programs that are examples of the room they measure: package, example, the features they need.
const EXAMPLES: [(&str, &str, &str); 1] = [("leling-code", "read_rate", "degrade")];

/// Runs the programs called `only`, or all; says whether all succeeded.
pub(crate) fn run(house: &House, only: Option<&str>) -> bool {
    let cargo = |args: &[&str]| Step::cargo(&house.root).args(args).run().success;
    let bins = house.binaries(PACKAGE);
    let chosen = |name: &str| only.is_none_or(|wanted| wanted == name);
    let known = bins.iter().map(String::as_str).chain(EXAMPLES.iter().map(|(_, name, _)| *name)).collect::<Vec<_>>();
    if let Some(wanted) = only.filter(|wanted| !known.contains(wanted)) {
        println!("no bench is called {wanted}; there are: {}", known.join(" "));
        return false;
    }
    // Programs that a bench starts (gateway, phone) stand beside it in the same folder.
    if !cargo(&[
        "build",
        "--release",
        "--bins",
        "--package",
        PACKAGE,
        "--package",
        "leling-gateway",
        "--package",
        "leling-simulator",
    ]) {
        return false;
    }
    if chosen("login") {
        bring_peers(house);
    }
    let mut good = true;
    for name in bins.iter().filter(|name| chosen(name)) {
        say_load(name);
        good &= Step::new(house.target.join("release").join(name), &house.root).run().success;
    }
    for (package, name, features) in EXAMPLES.iter().filter(|(_, name, _)| chosen(name)) {
        say_load(name);
        good &=
            cargo(&["run", "--quiet", "--release", "--package", package, "--features", features, "--example", name]);
    }
    good
}

/// Installs the peers from npm as their lock file says; without npm the bench says that it has none.
fn bring_peers(house: &House) {
    let dir = house.root.join("tests/bench/peers");
    let installed = Step::new("npm", &dir).args(["ci", "--no-audit", "--no-fund"]).run();
    if !installed.success {
        println!("# npm did not bring the peers of tests/bench/peers");
    }
}

/// Prints the load beside the figures; above the number of cores plus one, only exact counts mean anything.
fn say_load(name: &str) {
    let Some(load) =
        std::fs::read_to_string("/proc/loadavg").ok().and_then(|text| text.split(' ').next()?.parse().ok())
    else {
        return eprintln!("# {name}");
    };
    let load: f64 = load;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let limit = f64::from(u32::try_from(cores).unwrap_or(u32::MAX)) + 1.0;
    let note = if load > limit { " (busy: times mean nothing, counts do)" } else { "" };
    eprintln!("# {name}, load {load}{note}");
}
