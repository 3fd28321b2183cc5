//! What the crate is made of while it is built: names and tables of its messages, readings of Chinese characters.

use std::env;
use std::path::PathBuf;

#[path = "build/catalogue.rs"]
mod catalogue;
#[path = "build/readings.rs"]
mod readings;

fn main() {
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    catalogue::write(&out);
    readings::write(&out.join("readings.bin"));
}
