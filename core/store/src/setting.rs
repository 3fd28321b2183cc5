//! Settings in clear, readable before any key operation: what the first screen needs, and nothing of a person.

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::error::Fault;

/// Names of settings. Their values are text of the caller's form, in clear: nothing personal belongs in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    /// Size, step, voice and theme of the presentation.
    Presentation,
    /// Language of the screens.
    Language,
    /// Where the app goes on after its process died: names of steps, never what was typed.
    Resume,
}

impl Setting {
    /// Every setting.
    pub const ALL: [Self; 3] = [Self::Presentation, Self::Language, Self::Resume];

    /// Gives the name in the file; stable for ever.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Presentation => "presentation",
            Self::Language => "language",
            Self::Resume => "resume",
        }
    }
}

pub(crate) fn get(connection: &Connection, setting: Setting) -> Result<Option<String>, Fault> {
    let mut statement = connection.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(statement.query_row([setting.as_str()], |row| row.get(0)).optional()?)
}

pub(crate) fn set(transaction: &Transaction<'_>, setting: Setting, value: &str) -> Result<(), Fault> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?;
    statement.execute((setting.as_str(), value))?;
    Ok(())
}
