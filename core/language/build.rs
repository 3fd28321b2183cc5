//! Turns the message files into Rust names, so that a sentence that is not there does not compile.
//!
//! Reads `messages/LANGUAGE/*.ftl` and writes `messages.rs`: the sources of every language, embedded, and one constant
//! a message of `zh-CN`, the language that has every text. Only the line shapes of Fluent that name things are read
//! here (`key = …`, `    .attribute = …`, `{ $argument }`); the catalogue parses the files in full.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Arguments that the catalogue itself supplies to every message.
const SUPPLIED: [&str; 1] = ["helpline"];

#[derive(Default)]
struct Message {
    words: String,
    arguments: Vec<String>,
}

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("messages");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut code = String::new();
    let mut messages = BTreeMap::new();
    code.push_str("pub(crate) const SOURCES: &[(&str, &str, &str)] = &[\n");
    for language in sorted(&root) {
        for file in sorted(&language) {
            let tag = name(&language);
            writeln!(code, "    ({tag:?}, {:?}, include_str!({:?})),", name(&file), file.display().to_string())
                .expect("a string takes any text");
            if tag == "zh-CN" {
                read(&file, &mut messages);
            }
        }
    }
    code.push_str("];\n");
    write_constants(&mut code, &messages);
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("messages.rs");
    fs::write(out, code).expect("the build folder can be written");
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a readable entry").path()).collect();
    paths.retain(|path| path.is_dir() || path.extension().is_some_and(|end| end == "ftl"));
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().expect("entries have names").to_string_lossy().into_owned()
}

fn read(file: &Path, messages: &mut BTreeMap<String, Message>) {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut current = None;
    for line in text.lines() {
        if let Some((key, words)) = key_and_words(line) {
            let fresh = messages.insert(key.to_owned(), Message { words: words.to_owned(), ..Message::default() });
            assert!(fresh.is_none(), "{}: {key} stands twice", file.display());
            current = Some(key.to_owned());
        } else if !line.starts_with(' ') {
            current = None;
        }
        let Some(message) = current.as_ref().and_then(|key| messages.get_mut(key)) else { continue };
        if message.words.is_empty() {
            line.trim().clone_into(&mut message.words);
        }
        for argument in arguments(line) {
            if !SUPPLIED.contains(&argument) && !message.arguments.iter().any(|known| known == argument) {
                message.arguments.push(argument.to_owned());
            }
        }
    }
}

fn key_and_words(line: &str) -> Option<(&str, &str)> {
    let (key, words) = line.split_once('=')?;
    let key = key.trim_end();
    let fits = !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (fits && !key.starts_with('-')).then_some((key, words.trim()))
}

fn arguments(line: &str) -> impl Iterator<Item = &str> {
    line.split('$').skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

fn write_constants(code: &mut String, messages: &BTreeMap<String, Message>) {
    let constant = |key: &str| key.replace('-', "_").to_ascii_uppercase();
    code.push_str("/// Every message, in the order of their keys.\npub const ALL: &[Msg] = &[\n");
    for key in messages.keys() {
        writeln!(code, "    {},", constant(key)).expect("a string takes any text");
    }
    code.push_str("];\n");
    for (key, Message { words, arguments }) in messages {
        let words = words.trim_start_matches('.').replace(['[', ']'], "");
        writeln!(
            code,
            "/// `{words}`\npub const {}: Msg = Msg {{ key: {key:?}, arguments: &{arguments:?} }};",
            constant(key)
        )
        .expect("a string takes any text");
    }
}
