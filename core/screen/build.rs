//! Makes `Language` from the folders of messages: a language is there because its folder is.
//!
//! In: `core/language/messages/TAG/language.toml`. Out: `$OUT_DIR/language.rs`, included by `src/presentation.rs`. A file
//! that lacks a line or has one too many stops the build with its path.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

type Problem = Box<dyn std::error::Error>;

struct Language {
    tag: String,
    name: String,
    endonym: String,
    place: i64,
    rtl: bool,
    vertical: bool,
    spoken: bool,
}

fn main() -> Result<(), Problem> {
    let messages = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../language/messages");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", messages.display());
    let mut languages = Vec::new();
    for entry in fs::read_dir(&messages)? {
        let folder = entry?.path();
        if folder.is_dir() {
            let language = read(&folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
            languages.push(language);
        }
    }
    languages.sort_by_key(|language| language.place);
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("language.rs"), code(&languages)?)?;
    Ok(())
}

fn read(folder: &Path) -> Result<Language, Problem> {
    let path = folder.join("language.toml");
    println!("cargo::rerun-if-changed={}", path.display());
    let mut table: toml::Table = fs::read_to_string(&path)?.parse()?;
    let mut take = |key: &str| table.remove(key).ok_or_else(|| format!("language.toml has no line {key}"));
    let language = Language {
        tag: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        name: take("name")?.as_str().ok_or("name: not a string")?.to_owned(),
        endonym: take("endonym")?.as_str().ok_or("endonym: not a string")?.to_owned(),
        place: take("place")?.as_integer().ok_or("place: not a whole number")?,
        rtl: one_of(take("direction")?.as_str(), "ltr", "rtl")?,
        vertical: one_of(take("writing")?.as_str(), "horizontal_tb", "vertical_lr")?,
        spoken: take("spoken")?.as_bool().ok_or("spoken: neither true nor false")?,
    };
    match table.keys().next() {
        Some(key) => Err(format!("language.toml has a line too many: {key}").into()),
        None => Ok(language),
    }
}

/// Says whether a word is the second of two.
fn one_of(word: Option<&str>, first: &str, second: &str) -> Result<bool, Problem> {
    match word {
        Some(word) if word == first => Ok(false),
        Some(word) if word == second => Ok(true),
        _ => Err(format!("neither {first} nor {second}").into()),
    }
}

fn code(languages: &[Language]) -> Result<String, Problem> {
    let first = languages.first().filter(|first| first.tag == "zh-CN");
    first.ok_or("zh-CN does not stand first: it has every text")?;
    let mut out = String::new();
    out.push_str("/// A language that the product writes, one a folder of messages.\n");
    out.push_str("#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]\n");
    out.push_str("#[non_exhaustive]\npub enum Language {\n");
    for Language { tag, name, endonym, .. } in languages {
        writeln!(out, "    /// {endonym}\n    #[serde(rename = {tag:?})]\n    {name},")?;
    }
    let names: Vec<String> = languages.iter().map(|language| format!("Self::{}", language.name)).collect();
    writeln!(out, "}}\nimpl Language {{\n    /// Every language, Chinese first.")?;
    writeln!(out, "    pub const ALL: [Self; {}] = [{}];\n}}", names.len(), names.join(", "))?;
    writeln!(out, "static LANGUAGES: [LanguageRow; {}] = [", languages.len())?;
    for Language { tag, endonym, rtl, vertical, spoken, .. } in languages {
        let direction = if *rtl { "Rtl" } else { "Ltr" };
        let writing = if *vertical { "VerticalLr" } else { "HorizontalTb" };
        write!(out, "    LanguageRow {{ tag: {tag:?}, endonym: {endonym:?}, direction: Direction::{direction}, ")?;
        writeln!(out, "writing: Writing::{writing}, spoken: {spoken} }},")?;
    }
    out.push_str("];\n");
    Ok(out)
}
