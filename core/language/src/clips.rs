//! Clips that people recorded: which sentence of what is read aloud may have one, and whether a pack still says its words.
//!
//! A pack holds recordings of one language by one dialect. A clip stands for a message by its name in the message files
//! (`privacy-use`, or `err-net-none.what` for one form of it), as long as it says what the message says today. A sentence
//! with a value inside (a name, a sum, a day) has no clip: it is synthesised. `docs/clips.md` is the page for those who record.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use leling_screen::Language;
use leling_screen::platform::Sentence;
use serde::Deserialize;

use crate::catalogue::Catalogue;
use crate::message::msg;

/// Version of the format of a pack.
pub const VERSION: u32 = 1;

/// Forms of a message that are sentences of their own.
const FORMS: [&str; 8] = ["large", "standard", "spoken", "hint", "more", "what", "means", "do"];

/// Messages without values, by what they say.
static SAID: LazyLock<HashMap<(Language, String), String>> = LazyLock::new(|| {
    let catalogue = Catalogue::new();
    let mut said = HashMap::new();
    for language in Language::ALL.into_iter().filter(|language| language.voice() == *language) {
        for message in msg::ALL.iter().filter(|message| message.arguments().is_empty() && !message.is_for_staff()) {
            let own = catalogue.text(language, *message, &[]);
            let mut note = |name: String, speech: &str| {
                let words = bare(speech);
                if !words.is_empty() {
                    said.entry((language, words.to_owned())).or_insert(name);
                }
            };
            note(message.key().to_owned(), &own.speech);
            for form in FORMS {
                if let Some(text) = catalogue.attribute(language, *message, form, &[]) {
                    note(format!("{}.{form}", message.key()), &text.speech);
                }
            }
        }
    }
    said
});

/// A sentence without the mark at its end.
fn bare(sentence: &str) -> &str {
    sentence.trim().trim_end_matches(['。', '？', '！', '.', '?', '!'])
}

/// Cuts what is read aloud into sentences, each with the message that it is, where it is one without values.
pub fn sentences(language: Language, words: &str) -> Vec<Sentence> {
    let cut = words.split_inclusive(['。', '？', '！', '.', '?', '!']).filter(|sentence| !bare(sentence).is_empty());
    cut.map(|sentence| Sentence { text: sentence.to_owned(), message: message(language, sentence) }).collect()
}

fn message(language: Language, sentence: &str) -> Option<String> {
    SAID.get(&(language, bare(sentence).to_owned())).cloned()
}

/// What a pack says of itself: `pack.json` in its folder.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    version: u32,
    language: Language,
    dialect: String,
    clips: BTreeMap<String, Clip>,
}

/// One recording.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clip {
    /// Name of the file beside `pack.json`.
    pub file: String,
    /// The words that the person said.
    pub says: String,
}

/// A pack whose clips may be played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Its language.
    pub language: Language,
    /// Its dialect, such as `jilu`; `standard` where it is none.
    pub dialect: String,
    clips: BTreeMap<String, Clip>,
    stale: Vec<String>,
}

/// Why a pack cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackError {
    /// `pack.json` is none.
    Form,
    /// It is of another version.
    Version,
    /// A file is named outside the folder of the pack.
    File,
}

impl core::fmt::Display for PackError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Form => "read a pack of clips whose pack.json has another form",
            Self::Version => "read a pack of clips of another version",
            Self::File => "read a pack of clips that names a file outside its folder",
        })
    }
}

impl core::error::Error for PackError {}

impl Pack {
    /// Reads `pack.json`; clips that do not say today's words are left out and listed by [`Pack::stale`].
    ///
    /// # Errors
    /// [`PackError`].
    pub fn read(json: &str) -> Result<Self, PackError> {
        let Manifest { version, language, dialect, clips } = serde_json::from_str(json).map_err(|_| PackError::Form)?;
        if version != VERSION {
            return Err(PackError::Version);
        }
        let tame = |name: &str| {
            let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            !name.is_empty() && !name.starts_with('.') && name.chars().all(letters)
        };
        if clips.values().any(|clip| !tame(&clip.file)) {
            return Err(PackError::File);
        }
        let fresh = |name: &String, clip: &Clip| message(language, &clip.says).as_ref() == Some(name);
        let (clips, stale): (BTreeMap<_, _>, BTreeMap<_, _>) =
            clips.into_iter().partition(|(name, clip)| fresh(name, clip));
        Ok(Self { language, dialect, clips, stale: stale.into_keys().collect() })
    }

    /// Gives the clip of a message.
    pub fn clip(&self, message: &str) -> Option<&Clip> {
        self.clips.get(message)
    }

    /// Gives every clip with its message.
    pub fn clips(&self) -> impl Iterator<Item = (&str, &Clip)> {
        self.clips.iter().map(|(message, clip)| (message.as_str(), clip))
    }

    /// Gives how many clips may be played.
    pub fn len(&self) -> usize {
        self.clips.len()
    }

    /// Says whether no clip may be played.
    pub fn is_empty(&self) -> bool {
        self.clips.is_empty()
    }

    /// Lists the messages whose clips say other words than today's, or that there are none of.
    pub fn stale(&self) -> &[String] {
        &self.stale
    }
}

/// Gives every message that may have a clip in a language, with what it says: the list for those who record.
pub fn wanted(language: Language) -> BTreeMap<String, String> {
    let own = SAID.iter().filter(|((of, _), _)| *of == language);
    own.map(|((_, words), name)| (name.clone(), words.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(clips: &str) -> Result<Pack, PackError> {
        Pack::read(&format!(r#"{{"version":1,"language":"zh-CN","dialect":"jilu","clips":{{{clips}}}}}"#))
    }

    #[test]
    fn a_sentence_without_values_knows_its_message() {
        let cut = sentences(Language::Chinese, "您说，我在听。李建国，早上好。没听清，请再说一遍");
        let named: Vec<_> = cut.iter().map(|sentence| sentence.message.as_deref()).collect();
        assert_eq!(named, [Some("voice-listening"), None, Some("voice-not-heard")]);
        assert_eq!(cut[1].text, "李建国，早上好。");
        assert_eq!(sentences(Language::Chinese, "。 。"), []);
    }

    #[test]
    fn a_clip_counts_while_it_says_todays_words() {
        let ours = r#""voice-listening":{"file":"a.opus","says":"您说，我在听"}"#;
        let old = r#""voice-not-heard":{"file":"b.opus","says":"没听清楚"}"#;
        let unknown = r#""voice-of-nobody":{"file":"c.opus","says":"您好"}"#;
        let pack = pack(&[ours, old, unknown].join(",")).unwrap();
        assert_eq!(pack.clip("voice-listening").unwrap().file, "a.opus");
        assert_eq!((pack.len(), pack.clip("voice-not-heard")), (1, None));
        assert_eq!(pack.stale(), ["voice-not-heard", "voice-of-nobody"]);
    }

    #[test]
    fn a_pack_names_no_file_outside_its_folder() {
        for file in ["../a.opus", "/a.opus", "a/b.opus", ".a", ""] {
            let clip = format!(r#""voice-listening":{{"file":"{file}","says":"您说，我在听"}}"#);
            assert_eq!(pack(&clip), Err(PackError::File), "{file}");
        }
        assert_eq!(Pack::read("{}"), Err(PackError::Form));
        let newer = r#"{"version":2,"language":"zh-CN","dialect":"jilu","clips":{}}"#;
        assert_eq!(Pack::read(newer), Err(PackError::Version));
    }

    #[test]
    fn what_is_wanted_is_what_would_be_played() {
        let wanted = wanted(Language::Chinese);
        assert!(wanted.len() > 300, "{}", wanted.len());
        for (name, words) in &wanted {
            assert_eq!(message(Language::Chinese, words).as_ref(), Some(name));
        }
    }
}
