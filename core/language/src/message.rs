//! Names of messages, made from the message files: a sentence that is not there does not compile.

use crate::review::Standing;

/// Names one message of the catalogue; the constants of [`msg`] are the only ones.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Msg(u16);

/// What the Chinese files say of one message.
pub(crate) struct Row {
    key: &'static str,
    arguments: &'static [&'static str],
    critical: &'static [&'static str],
    staff: bool,
}

/// One message file, embedded.
pub(crate) struct Source {
    pub(crate) tag: &'static str,
    pub(crate) file: &'static str,
    pub(crate) content: &'static str,
}

/// Where a language has a message, and how it stands.
pub(crate) struct Place {
    /// Index among the sources; means nothing where the message is missing.
    pub(crate) source: u16,
    pub(crate) standing: Standing,
}

impl Msg {
    /// Gives the key as the message files write it, such as `enrol-name-title`.
    pub fn key(self) -> &'static str {
        self.row().key
    }

    /// Gives the names of the values that the message needs.
    pub fn arguments(self) -> &'static [&'static str] {
        self.row().arguments
    }

    /// Says whether a form of it (an attribute, or `""` for its own) is about consent, money, risk or what cannot be taken
    /// back: shown in Chinese until a translation is approved. The forms by size are as its own.
    pub fn is_critical(self, attribute: &str) -> bool {
        let attribute = if matches!(attribute, "large" | "standard" | "spoken") { "" } else { attribute };
        self.row().critical.iter().any(|form| *form == "*" || *form == attribute)
    }

    /// Says whether only staff read it: it stays in Chinese.
    pub fn is_for_staff(self) -> bool {
        self.row().staff
    }

    /// Finds a message by the key that the message files write.
    pub fn from_key(key: &str) -> Option<Self> {
        let at = msg::ROWS.binary_search_by(|row| row.key.cmp(key)).ok()?;
        Some(msg::ALL[at])
    }

    /// Gives its place in [`msg::ALL`].
    pub(crate) fn index(self) -> usize {
        self.0.into()
    }

    fn row(self) -> &'static Row {
        &msg::ROWS[self.index()]
    }
}

impl core::fmt::Debug for Msg {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.key())
    }
}

/// One constant a message, with its Chinese words as documentation.
pub mod msg {
    use super::{Msg, Place, Row, Source, Standing};

    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}
