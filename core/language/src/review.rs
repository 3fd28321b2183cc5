//! Who has read a translation: one line a message in `messages/LANGUAGE/review.txt`.
//!
//! ```text
//! home-title   draft     5a1f0c3b
//! lamps-title  approved  77d09e12 c41b9a0f 2026-12-01 Name of the reader
//! ```
//!
//! Key, state, mark of the Chinese text that was translated; for `reviewed` and `approved` also the mark of the
//! translation that was read, the day, and who read it. When the Chinese changes the message is stale; when the
//! translation changes it is a draft again. A message without a line is a draft of an unknown text. The build script
//! reads with this file too.

/// How far a translation has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// The language has no text of it.
    Missing,
    /// The Chinese text has changed since.
    Stale,
    /// No native reader has seen it.
    Draft,
    /// A native reader has read it.
    Reviewed,
    /// Accepted for use where a wrong word could cost money or a right.
    Approved,
}

/// One line of a review file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Key of the message.
    pub key: String,
    /// `Draft`, `Reviewed` or `Approved`.
    pub state: Standing,
    /// Mark of the Chinese text that was translated.
    pub source: String,
    /// What a native reader read, when, and who that was.
    pub reader: Option<Reader>,
}

/// Who read a translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Mark of the translation that was read.
    pub text: String,
    /// The day, as `2026-12-01`.
    pub day: String,
    /// Who it was.
    pub name: String,
}

impl Standing {
    const WORDS: [(Self, &'static str); 3] =
        [(Self::Draft, "draft"), (Self::Reviewed, "reviewed"), (Self::Approved, "approved")];

    /// Says whether a text of this standing may be shown: never where it is missing or stale, and where the text is
    /// critical only when it is approved. What may not be shown is shown in Chinese.
    pub const fn may_show(self, critical: bool) -> bool {
        match self {
            Self::Missing | Self::Stale => false,
            Self::Draft | Self::Reviewed => !critical,
            Self::Approved => true,
        }
    }
}

impl Review {
    /// Says how a translation stands: `source` and `text` are the marks of both texts as they are now.
    pub fn standing(&self, source: &str, text: &str) -> Standing {
        if self.source != source {
            return Standing::Stale;
        }
        match &self.reader {
            Some(reader) if reader.text == text => self.state,
            _ => Standing::Draft,
        }
    }
}

impl core::fmt::Display for Review {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let word = Standing::WORDS.iter().find(|(state, _)| *state == self.state).map_or("draft", |(_, word)| word);
        write!(f, "{} {word} {}", self.key, self.source)?;
        match &self.reader {
            Some(Reader { text, day, name }) => write!(f, " {text} {day} {name}"),
            None => Ok(()),
        }
    }
}

/// Reads a review file; lines that begin with `#` are remarks.
///
/// # Errors
/// Gives the first line that cannot be read.
pub fn read(file: &str) -> Result<Vec<Review>, String> {
    let lines = file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| read_line(line).ok_or_else(|| format!("cannot read the line `{line}`"))).collect()
}

fn read_line(line: &str) -> Option<Review> {
    let mut words = line.split_whitespace();
    let (key, state, source) = (words.next()?.to_owned(), words.next()?, words.next()?.to_owned());
    let (state, _) = *Standing::WORDS.iter().find(|(_, word)| *word == state)?;
    let rest: Vec<&str> = words.collect();
    let reader = match (state, rest.as_slice()) {
        (Standing::Draft, []) => None,
        (Standing::Reviewed | Standing::Approved, [text, day, name @ ..]) if !name.is_empty() && is_day(day) => {
            Some(Reader { text: (*text).to_owned(), day: (*day).to_owned(), name: name.join(" ") })
        }
        _ => return None,
    };
    Some(Review { key, state, source, reader })
}

/// Says whether a word has the shape of a day, `2026-12-01`.
pub fn is_day(word: &str) -> bool {
    let shape: String = word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_back_as_it_was() {
        let file = "home-title draft 5a1f0c3b\nlamps-title approved 77d09e12 c41b9a0f 2026-12-01 第三位 读者\n";
        let read = read(&format!("# who has read what\n\n{file}")).unwrap();
        assert_eq!(read.iter().map(Review::to_string).collect::<Vec<_>>().join("\n") + "\n", file);
    }

    #[test]
    fn a_line_without_a_reader_is_no_review() {
        for line in [
            "home-title",
            "a approved 1",
            "a reviewed 1 2 2026-12-01",
            "a reviewed 1 2 soon N",
            "a draft 1 2",
            "a good 1",
        ] {
            assert!(read(line).is_err(), "{line}");
        }
    }

    #[test]
    fn a_changed_source_is_stale_and_a_changed_text_is_a_draft_again() {
        let review = &read("k approved src txt 2026-12-01 N").unwrap()[0];
        assert_eq!(review.standing("src", "txt"), Standing::Approved);
        assert_eq!(review.standing("src", "new"), Standing::Draft);
        assert_eq!(review.standing("new", "txt"), Standing::Stale);
    }

    #[test]
    fn only_what_is_approved_is_shown_where_a_wrong_word_costs() {
        use Standing::{Approved, Draft, Missing, Reviewed, Stale};
        let shown = |critical| [Missing, Stale, Draft, Reviewed, Approved].map(|standing| standing.may_show(critical));
        assert_eq!(shown(false), [false, false, true, true, true]);
        assert_eq!(shown(true), [false, false, false, false, true]);
    }
}
