//! Which words stand on which screen of the phone, for a desk that is told only the screen's name.
//!
//! `messages/screens.txt` is written by `cargo xtask audit` from a walk through the whole phone and kept equal to it by a
//! test. A value of the person never stands in it: where a sentence has one, it is told with a blank.

use leling_screen::{Presentation, Text, Value};

use crate::catalogue::Catalogue;
use crate::message::Msg;

const SCREENS: &str = include_str!("../messages/screens.txt");

/// What stands where a sentence has a value of the person.
pub const BLANK: &str = "……";

/// What a line is on its screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The title.
    Title,
    /// A sentence.
    Says,
    /// Something to press.
    Key,
}

impl Part {
    /// Gives the name in the list.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Says => "says",
            Self::Key => "key",
        }
    }

    fn of(name: &str) -> Option<Self> {
        [Self::Title, Self::Says, Self::Key].into_iter().find(|part| part.as_str() == name)
    }
}

/// Whether a line stands on its screen whatever the person did before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// At every visit.
    Always,
    /// At some.
    Sometimes,
}

/// A line of a screen, told as its person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenLine {
    /// What it is.
    pub part: Part,
    /// Whether it always stands there.
    pub stands: Stands,
    /// Its words.
    pub text: Text,
}

impl Catalogue {
    /// Tells the lines of a screen in reading order, values left blank; `None` for a screen that nobody listed.
    pub fn screen_lines(&self, screen: &str, presentation: &Presentation) -> Option<Vec<ScreenLine>> {
        let lines = lines_of(screen)?;
        Some(
            lines
                .filter_map(|line| {
                    let (part, stands, message, attribute) = entry(line)?;
                    let text = self.with_blanks(presentation, message, attribute)?;
                    Some(ScreenLine { part, stands, text })
                })
                .collect(),
        )
    }

    /// Tells a message, or one of its attributes, with a blank for each value.
    pub fn with_blanks(&self, presentation: &Presentation, message: Msg, attribute: Option<&str>) -> Option<Text> {
        let blank = || Value::Words(BLANK.to_owned());
        let blanks: Vec<(&str, Value)> = message.arguments().iter().map(|name| (*name, blank())).collect();
        match attribute {
            None => Some(self.text_for(presentation, message, &blanks)),
            Some(name) => self.attribute(presentation.language, message, name, &blanks),
        }
    }
}

/// Gives the names of all screens in the list.
pub fn names() -> impl Iterator<Item = &'static str> {
    SCREENS.lines().filter_map(|line| line.strip_prefix("screen "))
}

fn lines_of(screen: &str) -> Option<impl Iterator<Item = &'static str>> {
    let mut lines = SCREENS.lines().skip_while(move |line| line.strip_prefix("screen ") != Some(screen));
    lines.next()?;
    Some(lines.take_while(|line| !line.starts_with("screen ")))
}

/// Reads `part[?] key[.attribute]`.
fn entry(line: &'static str) -> Option<(Part, Stands, Msg, Option<&'static str>)> {
    let (part, name) = line.trim().split_once(' ')?;
    let (part, stands) = match part.strip_suffix('?') {
        Some(part) => (part, Stands::Sometimes),
        None => (part, Stands::Always),
    };
    let (key, attribute) = name.split_once('.').map_or((name, None), |(key, attribute)| (key, Some(attribute)));
    Some((Part::of(part)?, stands, Msg::from_key(key)?, attribute))
}

#[cfg(test)]
mod tests {
    use leling_screen::{Language, Size};

    use super::*;

    fn told(screen: &str, size: Size, language: Language) -> Vec<(Part, String)> {
        let presentation = Presentation { size, language, ..Presentation::default() };
        let lines = Catalogue::new().screen_lines(screen, &presentation).unwrap();
        lines.into_iter().map(|line| (line.part, line.text.display().replace('\u{2060}', ""))).collect()
    }

    #[test]
    fn every_line_of_the_list_is_a_message_and_every_screen_has_one_title_first() {
        let listed = SCREENS.lines().filter(|line| line.starts_with(' '));
        let unread: Vec<&str> = listed.filter(|line| entry(line).is_none()).collect();
        assert!(unread.is_empty(), "{unread:?}");
        assert!(names().count() > 60);
        for name in names() {
            let lines = Catalogue::new().screen_lines(name, &Presentation::default()).unwrap();
            assert_eq!(lines[0].part, Part::Title, "{name}");
        }
        assert!(Catalogue::new().screen_lines("nowhere", &Presentation::default()).is_none());
    }

    #[test]
    fn a_screen_is_told_in_the_words_that_its_person_reads() {
        let elder = told("claim.number", Size::Elder, Language::Chinese);
        assert!(elder.contains(&(Part::Key, "下一步".to_owned())), "{elder:?}");
        let password = |size| told("claim.password", size, Language::Chinese);
        assert_ne!(password(Size::Standard), password(Size::Large));
        assert!(told("settings", Size::Elder, Language::English).contains(&(Part::Title, "Settings".to_owned())));
    }

    #[test]
    fn no_value_of_the_person_is_told() {
        let home = told("home", Size::Elder, Language::Chinese);
        assert!(home.iter().any(|(part, words)| *part == Part::Title && words.starts_with(BLANK)), "{home:?}");
    }
}
