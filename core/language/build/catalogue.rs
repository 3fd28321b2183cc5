//! Turns the message files into Rust names and tables, so that a sentence that is not there does not compile and nothing
//! is parsed before it is wanted.
//!
//! Reads `messages/LANGUAGE/*.ftl`, `messages/LANGUAGE/review.txt` and `messages/classes.txt`; writes `messages.rs`: one
//! constant a message of `zh-CN`, the language that has every text; the sources of every language, embedded; and for each
//! language and message the file that has it and how its translation stands.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "../src/classes.rs"]
#[allow(dead_code, unreachable_pub, reason = "the build needs a part of it")]
mod classes;
#[path = "../src/review.rs"]
#[allow(dead_code, unreachable_pub, reason = "the build needs a part of it")]
mod review;
#[path = "../src/source.rs"]
#[allow(dead_code, unreachable_pub, reason = "the build needs a part of it")]
mod source;

use review::{Review, Standing};
use source::Entry;

/// Arguments that the catalogue itself supplies to every message.
const SUPPLIED: [&str; 1] = ["helpline"];
/// The language that has every text.
const WHOLE: &str = "zh-CN";
/// Files of forms for values, not of messages.
const FORMS: &str = "values.ftl";

struct Folder {
    tag: String,
    files: Vec<File>,
    reviews: BTreeMap<String, Review>,
}

struct File {
    path: PathBuf,
    name: String,
    entries: Vec<Entry>,
}

/// Writes `messages.rs` into the folder of the build.
pub(crate) fn write(out: &Path) {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("messages");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut folders: Vec<Folder> =
        sorted(&root).into_iter().filter(|path| path.is_dir()).map(|at| folder(&at)).collect();
    folders.sort_by_key(|folder| folder.tag != WHOLE);
    let messages = messages(&folders);
    let classes = classes(&root.join("classes.txt"), &messages);
    let mut code = String::new();
    constants(&mut code, &messages, &classes);
    sources(&mut code, &folders);
    places(&mut code, &folders, &messages);
    fs::write(out.join("messages.rs"), code).expect("the build folder can be written");
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a readable entry").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().expect("entries have names").to_string_lossy().into_owned()
}

fn text_of(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn folder(at: &Path) -> Folder {
    let files = sorted(at).into_iter().filter(|path| path.extension().is_some_and(|end| end == "ftl"));
    let files = files.map(|path| {
        let entries = source::entries(&text_of(&path));
        File { name: name(&path), entries, path }
    });
    let reviews = at.join("review.txt");
    let reviews = if reviews.exists() { text_of(&reviews) } else { String::new() };
    let reviews = review::read(&reviews).unwrap_or_else(|error| panic!("{}: review.txt: {error}", at.display()));
    let reviews = reviews.into_iter().map(|review| (review.key.clone(), review)).collect();
    Folder { tag: name(at), files: files.collect(), reviews }
}

/// Every message of the language that has all, by key.
fn messages(folders: &[Folder]) -> BTreeMap<&str, &Entry> {
    let mut messages = BTreeMap::new();
    let whole = folders.iter().filter(|folder| folder.tag == WHOLE).flat_map(|folder| &folder.files);
    for entry in whole.flat_map(|file| &file.entries) {
        let fresh = messages.insert(entry.key.as_str(), entry).is_none();
        assert!(fresh, "{} stands twice", entry.key);
    }
    messages
}

/// What the table of classes says of a message.
#[derive(Default)]
struct Class {
    /// Forms that are shown in Chinese until a translation is approved; `*` for all.
    critical: Vec<String>,
    /// Whether only staff read it.
    staff: bool,
}

fn classes<'a>(path: &Path, messages: &BTreeMap<&'a str, &Entry>) -> BTreeMap<&'a str, Class> {
    let lines = classes::read(&text_of(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut found: BTreeMap<&str, Class> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.class != "plain") {
        for key in messages.keys().copied().filter(|key| line.covers(key)) {
            let class = found.entry(key).or_default();
            class.staff |= line.class == "staff";
            class.critical.push(line.form.clone().unwrap_or_else(|| "*".to_owned()));
        }
    }
    found
}

fn constants(code: &mut String, messages: &BTreeMap<&str, &Entry>, classes: &BTreeMap<&str, Class>) {
    let constant = |key: &str| key.replace('-', "_").to_ascii_uppercase();
    let put = |code: &mut String, line: String| code.push_str(&line);
    put(code, "/// Every message, in the order of their keys.\npub const ALL: &[Msg] = &[\n".to_owned());
    for key in messages.keys() {
        put(code, format!("    {},\n", constant(key)));
    }
    put(code, "];\n".to_owned());
    for (at, (key, entry)) in messages.iter().enumerate() {
        let words = entry.words().replace(['[', ']'], "").replace('\n', " ");
        put(code, format!("/// `{words}`\npub const {}: Msg = Msg({at});\n", constant(key)));
    }
    put(code, format!("pub(super) static ROWS: [Row; {}] = [\n", messages.len()));
    for (key, entry) in messages {
        let arguments: Vec<&str> = entry.arguments().into_iter().filter(|name| !SUPPLIED.contains(name)).collect();
        let none = Class::default();
        let Class { critical, staff } = classes.get(key).unwrap_or(&none);
        put(code, format!("    Row {{ key: {key:?}, arguments: &{arguments:?}, "));
        put(code, format!("critical: &{critical:?}, staff: {staff} }},\n"));
    }
    put(code, "];\n".to_owned());
}

fn sources(code: &mut String, folders: &[Folder]) {
    code.push_str("pub(crate) static SOURCES: &[Source] = &[\n");
    for (folder, file) in files(folders) {
        let (tag, name, path) = (&folder.tag, &file.name, file.path.display().to_string());
        writeln!(code, "    Source {{ tag: {tag:?}, file: {name:?}, content: include_str!({path:?}) }},")
            .expect(ANY_TEXT);
    }
    code.push_str("];\n");
}

const ANY_TEXT: &str = "a string takes any text";

fn files(folders: &[Folder]) -> impl Iterator<Item = (&Folder, &File)> {
    folders.iter().flat_map(|folder| folder.files.iter().map(move |file| (folder, file)))
}

/// For each language a line of places, one a message: which source has it and how it stands.
fn places(code: &mut String, folders: &[Folder], messages: &BTreeMap<&str, &Entry>) {
    code.push_str("pub(crate) static PLACES: &[(&str, &[Place])] = &[\n");
    for folder in folders {
        writeln!(code, "    ({:?}, &[", folder.tag).expect(ANY_TEXT);
        let mut found: BTreeMap<&str, (usize, &Entry)> = BTreeMap::new();
        for (at, (_, file)) in files(folders).enumerate().filter(|(_, (of, _))| of.tag == folder.tag) {
            for entry in file.entries.iter().filter(|_| file.name != FORMS) {
                let fresh = found.insert(&entry.key, (at, entry)).is_none();
                assert!(fresh, "{}: {} stands twice", file.path.display(), entry.key);
            }
        }
        for (key, chinese) in messages {
            let (source, standing) = match found.get(key) {
                None => (0, Standing::Missing),
                Some((at, _)) if folder.tag == WHOLE => (*at, Standing::Approved),
                Some((at, entry)) => {
                    let review = folder.reviews.get(*key);
                    (*at, review.map_or(Standing::Draft, |review| review.standing(&chinese.mark(), &entry.mark())))
                }
            };
            writeln!(code, "        Place {{ source: {source}, standing: Standing::{standing:?} }},").expect(ANY_TEXT);
        }
        code.push_str("    ]),\n");
    }
    code.push_str("];\n");
}
