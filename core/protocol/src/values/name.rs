use serde::{Deserialize, Serialize};

use super::checked_string;
use crate::ErrorCode;

/// A person's name as the identity card writes it, 1 to 50 characters (AAC003).
///
/// Han characters of every plane, letters of other scripts, spaces between words, `-`, `'` and the dot of names
/// (`·`, U+00B7, to which every look-alike is folded).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

checked_string!(PersonName);

impl PersonName {
    pub(crate) const PATTERN: &'static str = "^.{1,50}$";

    /// Most characters of a name.
    pub const MAX_CHARS: usize = 50;

    /// Reads a typed or pasted name.
    ///
    /// # Errors
    /// `name.empty`, `name.too_long`, `name.characters`.
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        let name = tidy(text);
        if name.is_empty() {
            return Err(ErrorCode::NameEmpty);
        }
        if name.chars().count() > Self::MAX_CHARS {
            return Err(ErrorCode::NameTooLong);
        }
        let fits = |c: char| is_name_letter(c) || matches!(c, '·' | ' ' | '-' | '\'' | '’');
        if !name.chars().all(fits) || !name.chars().any(is_name_letter) {
            return Err(ErrorCode::NameCharacters);
        }
        Ok(Self(name))
    }

    /// Gives the whole name; for signing, sending and the screen of the person only.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives the name with all but its first and last character starred; of two characters only the first stays.
    pub fn masked(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        match letters.as_slice() {
            [] => String::new(),
            [_] => "*".to_owned(),
            [first, _] => format!("{first}*"),
            [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len().min(4))),
        }
    }

    /// Gives the family name's place on a round plate: the first character.
    pub fn plate(&self) -> char {
        self.0.chars().next().expect("a name has a character")
    }
}

fn tidy(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => {}
            '·' | '•' | '‧' | '・' | '･' | '∙' | '⋅' | '．' | '.' | '。' => name.push('·'),
            c if c.is_whitespace() => {
                if !name.ends_with([' ', '·']) {
                    name.push(' ');
                }
            }
            c => name.push(c),
        }
    }
    let han = name.chars().any(is_han);
    let spaces_mean_nothing = han && !name.chars().any(|c| c.is_ascii_alphabetic());
    if spaces_mean_nothing { name.replace(' ', "") } else { name.trim().replace(" ·", "·") }
}

fn is_name_letter(c: char) -> bool {
    // GB 18030 level 3 names still reach us as private-use characters from old systems.
    c.is_alphabetic()
        || is_han(c)
        || matches!(c, '\u{0300}'..='\u{036F}' | '\u{E000}'..='\u{F8FF}' | '\u{F0F00}'..='\u{FFFFD}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_every_shape_pass() {
        for (typed, kept) in [
            ("王秀兰", "王秀兰"),
            (" 王 秀 兰 ", "王秀兰"),
            ("阿依古丽•买买提", "阿依古丽·买买提"),
            ("阿依古丽 · 买买提", "阿依古丽·买买提"),
            ("𠮷田𫖯", "𠮷田𫖯"),
            ("㛃", "㛃"),
            (
                "买买提艾力·阿卜杜热合曼·吐尔逊尼亚孜·伊敏江·阿不都拉",
                "买买提艾力·阿卜杜热合曼·吐尔逊尼亚孜·伊敏江·阿不都拉",
            ),
            ("Anna Maria O'Neil-Wong", "Anna Maria O'Neil-Wong"),
        ] {
            assert_eq!(PersonName::parse(typed).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn each_fault_has_its_code() {
        assert_eq!(PersonName::parse("  ").unwrap_err(), ErrorCode::NameEmpty);
        assert_eq!(PersonName::parse(&"王".repeat(51)).unwrap_err(), ErrorCode::NameTooLong);
        for text in ["王1", "王😀", "<b>", "···", "王\u{7}兰", "王/兰"] {
            assert_eq!(PersonName::parse(text).unwrap_err(), ErrorCode::NameCharacters, "{text}");
        }
    }

    #[test]
    fn masks_keep_the_ends() {
        for (name, masked) in [("王秀兰", "王*兰"), ("赵磊", "赵*"), ("㛃", "*"), ("阿依古丽·买买提", "阿****提")]
        {
            assert_eq!(PersonName::parse(name).unwrap().masked(), masked);
        }
    }

    proptest! {
        #[test]
        fn parsing_twice_changes_nothing(text in ".{0,60}") {
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert_eq!(PersonName::parse(name.as_str()).unwrap(), name);
            }
        }
    }
}
