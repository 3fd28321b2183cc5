//! Names of messages, made from the message files: a sentence that is not there does not compile.

/// Names one message of the catalogue; the constants of [`msg`] are the only ones.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Msg {
    key: &'static str,
    arguments: &'static [&'static str],
}

impl Msg {
    /// Gives the key as the message files write it, such as `enrol-name-title`.
    pub const fn key(self) -> &'static str {
        self.key
    }

    /// Gives the names of the values that the message needs.
    pub const fn arguments(self) -> &'static [&'static str] {
        self.arguments
    }

    /// Finds a message by the key that the message files write.
    pub fn from_key(key: &str) -> Option<Self> {
        let at = msg::ALL.binary_search_by(|message| message.key.cmp(key)).ok()?;
        Some(msg::ALL[at])
    }
}

impl core::fmt::Debug for Msg {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.key)
    }
}

/// One constant a message, with its Chinese words as documentation.
pub mod msg {
    use super::Msg;

    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}
