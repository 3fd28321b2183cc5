//! `cargo xtask language`: what translators have to do, and the review files they keep.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::{Subcommand, ValueEnum};
use leling_language::clips::Pack;
use leling_language::report::{self, Report};
use leling_language::review::{self, Reader, Review};
use leling_language::source::Entry;
use leling_language::{Language, Standing};

use crate::house::House;

/// What is done with the languages.
#[derive(Subcommand)]
pub(crate) enum Languages {
    /// List what is untranslated, stale or a draft, and what is wrong with a folder
    Report {
        /// One language, by its tag, message by message
        tag: Option<String>,
    },
    /// Note which Chinese text each new translation was made from
    Stamp {
        /// The language's tag
        tag: String,
        /// Stale messages whose translation was looked through again
        keys: Vec<String>,
    },
    /// List the sentences that a recorded clip may stand for, or check a pack of clips
    Clips {
        /// The language's tag
        tag: String,
        /// `pack.json` of a pack
        pack: Option<PathBuf>,
    },
    /// Note that a native reader has read translations
    Review {
        /// The language's tag
        tag: String,
        /// What the reader says of them
        #[arg(long)]
        state: State,
        /// Who read them
        #[arg(long)]
        by: String,
        /// The day, as 2026-12-01
        #[arg(long)]
        day: String,
        /// The messages that were read
        #[arg(required = true)]
        keys: Vec<String>,
    },
}

/// What a native reader says of a translation.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum State {
    /// It reads well
    Reviewed,
    /// It may stand where a wrong word could cost money or a right
    Approved,
}

/// Runs the task; says whether all is well.
pub(crate) fn run(house: &House, task: &Languages) -> bool {
    let done = match task {
        Languages::Report { tag: None } => Ok(summary()),
        Languages::Report { tag: Some(tag) } => named(tag).map(detail),
        Languages::Stamp { tag, keys } => named(tag).and_then(|language| stamp(house, language, keys)),
        Languages::Clips { tag, pack } => {
            let language = Language::from_tag(tag).ok_or_else(|| format!("no language {tag}"));
            language.and_then(|language| clips(language, pack.as_deref()))
        }
        Languages::Review { tag, state, by, day, keys } => {
            let standing = if *state == State::Approved { Standing::Approved } else { Standing::Reviewed };
            named(tag).and_then(|language| note(house, language, standing, by, day, keys))
        }
    };
    done.unwrap_or_else(|error| {
        eprintln!("{error}");
        false
    })
}

/// Prints the list for those who record, or what is wrong with a pack.
fn clips(language: Language, pack: Option<&Path>) -> Result<bool, String> {
    let wanted = leling_language::clips::wanted(language);
    let Some(path) = pack else {
        for (message, words) in &wanted {
            println!("{message}\t{words}");
        }
        println!("language={} sentences={}", language.tag(), wanted.len());
        return Ok(true);
    };
    let json = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let pack = Pack::read(&json).map_err(|error| error.to_string())?;
    if pack.language != language {
        return Err(format!("the pack is of {}", pack.language.tag()));
    }
    pack.stale().iter().for_each(|message| println!("    not today's words: {message}"));
    let folder = path.parent().unwrap_or(Path::new("."));
    let lost: Vec<_> = pack.clips().filter(|(_, clip)| !folder.join(&clip.file).is_file()).collect();
    for (message, clip) in &lost {
        println!("    no file {} for {message}", clip.file);
    }
    let (clips, stale) = (pack.len(), pack.stale().len());
    println!("dialect={} clips={clips} of={} stale={stale} files_missing={}", pack.dialect, wanted.len(), lost.len());
    Ok(stale == 0 && lost.is_empty())
}

fn named(tag: &str) -> Result<Language, String> {
    let languages = || Language::ALL.map(Language::tag).join(", ");
    let found = Language::from_tag(tag).filter(|language| *language != Language::Chinese);
    found.ok_or_else(|| format!("no translation into {tag}; there are {}", languages()))
}

fn translations() -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|language| *language != Language::Chinese)
}

fn summary() -> bool {
    let mut faults = 0;
    for language in translations() {
        let report = Report::of(language);
        println!("{}", line(&report));
        // A language that was not begun lacks everything; its list would say nothing.
        let begun = report.count(Standing::Missing) < report.lines.len() / 2;
        for standing in [Standing::Stale, Standing::Missing] {
            if begun {
                list(&report, standing);
            }
        }
        report.faults.iter().for_each(|fault| println!("    fault: {fault}"));
        faults += report.faults.len();
    }
    let all = Report::of(Language::Chinese).lines.len();
    println!("languages={} messages={all} faults={faults}", translations().count());
    faults == 0
}

fn detail(language: Language) -> bool {
    let report = Report::of(language);
    println!("{}", line(&report));
    for standing in [Standing::Stale, Standing::Missing, Standing::Draft, Standing::Reviewed] {
        list(&report, standing);
    }
    report.faults.iter().for_each(|fault| println!("    fault: {fault}"));
    report.faults.is_empty()
}

fn line(report: &Report) -> String {
    let count = |standing| report.count(standing);
    let waits = |line: &&report::Line| line.critical && matches!(line.standing, Standing::Draft | Standing::Reviewed);
    format!(
        "{:<3} {} approved, {} reviewed, {} draft, {} stale, {} untranslated; {} of them Chinese until approved",
        report.language.tag(),
        count(Standing::Approved),
        count(Standing::Reviewed),
        count(Standing::Draft),
        count(Standing::Stale),
        count(Standing::Missing),
        report.lines.iter().filter(waits).count(),
    )
}

/// Lists the messages of a standing, a line a file.
fn list(report: &Report, standing: Standing) {
    let mut by_file: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in report.lines.iter().filter(|line| line.standing == standing) {
        by_file.entry(line.file).or_default().push(line.message.key());
    }
    for (file, keys) in by_file {
        println!("    {} in {file}: {}", word(standing), keys.join(" "));
    }
}

const fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Missing => "untranslated",
        Standing::Stale => "stale",
        Standing::Draft => "draft",
        Standing::Reviewed => "reviewed",
        Standing::Approved => "approved",
    }
}

/// The review file of a language and the texts it is about.
struct Desk {
    path: PathBuf,
    reviews: BTreeMap<String, Review>,
    chinese: BTreeMap<String, Entry>,
    own: BTreeMap<String, Entry>,
}

impl Desk {
    fn open(root: &Path, language: Language) -> Result<Self, String> {
        let path = root.join("core/language/messages").join(language.tag()).join("review.txt");
        let file = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            read => read.map_err(|error| format!("failed to read {}: {error}", path.display())),
        };
        let reviews = review::read(&file?)?.into_iter().map(|review| (review.key.clone(), review)).collect();
        let by_key =
            |language| report::entries(language).into_iter().map(|(_, entry)| (entry.key.clone(), entry)).collect();
        Ok(Self { path, reviews, chinese: by_key(Language::Chinese), own: by_key(language) })
    }

    /// Gives the marks of both texts of a message that has both.
    fn marks(&self, key: &str) -> Result<(String, String), String> {
        match (self.chinese.get(key), self.own.get(key)) {
            (Some(chinese), Some(own)) => Ok((chinese.mark(), own.mark())),
            _ => Err(format!("no such message, or no translation of it: {key}")),
        }
    }

    fn close(&self) -> Result<(), String> {
        let mut file =
            String::from("# Who has read what; written by `cargo xtask language`, explained in docs/translators.md.\n");
        for review in self.reviews.values() {
            file.push_str(&review.to_string());
            file.push('\n');
        }
        fs::write(&self.path, file).map_err(|error| format!("failed to write {}: {error}", self.path.display()))
    }
}

fn stamp(house: &House, language: Language, again: &[String]) -> Result<bool, String> {
    let mut desk = Desk::open(&house.root, language)?;
    again.iter().try_for_each(|key| desk.marks(key).map(drop))?;
    let known: Vec<String> = desk.own.keys().filter(|key| desk.chinese.contains_key(*key)).cloned().collect();
    desk.reviews.retain(|key, _| known.contains(key));
    let mut stamped = 0;
    for key in known {
        if desk.reviews.contains_key(&key) && !again.contains(&key) {
            continue;
        }
        let (source, _) = desk.marks(&key)?;
        desk.reviews.insert(key.clone(), Review { key, state: Standing::Draft, source, reader: None });
        stamped += 1;
    }
    desk.close()?;
    println!("{}: {stamped} messages stamped as drafts", language.tag());
    Ok(true)
}

fn note(
    house: &House,
    language: Language,
    state: Standing,
    name: &str,
    day: &str,
    keys: &[String],
) -> Result<bool, String> {
    if !review::is_day(day) || name.trim().is_empty() || name.contains('\n') {
        return Err("a review has a day such as 2026-12-01 and the name of a reader".to_owned());
    }
    let mut desk = Desk::open(&house.root, language)?;
    for key in keys {
        let (source, text) = desk.marks(key)?;
        let reader = Some(Reader { text, day: day.to_owned(), name: name.trim().to_owned() });
        desk.reviews.insert(key.clone(), Review { key: key.clone(), state, source, reader });
    }
    desk.close()?;
    println!("{}: {} messages {}", language.tag(), keys.len(), word(state));
    Ok(true)
}
