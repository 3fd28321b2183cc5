//! Marks the places of typed values inside a formatted message, so that each becomes a span of its own kind.
//!
//! Fluent only knows text. Every value goes in as a mark of two private characters around its place in the argument
//! list (`#3`) or, for a number written in the message itself, around the number and its unit (`24 hours`); the
//! formatted text is then cut at the marks.

use leling_screen::{Unit, Value};

const OPEN: char = '\u{10FFF0}';
const CLOSE: char = '\u{10FFF1}';

/// A piece of a formatted message.
#[derive(Debug, PartialEq)]
pub(crate) enum Piece<'a> {
    /// Words of the message.
    Words(&'a str),
    /// The argument of that place.
    Argument(usize),
    /// A number that the message itself holds.
    Literal(Value),
}

/// Gives the mark of the argument at `place`.
pub(crate) fn argument_mark(place: usize) -> String {
    format!("{OPEN}#{place}{CLOSE}")
}

/// Gives the mark of a number that the message holds; `None` where the unit is unknown.
pub(crate) fn literal_mark(count: u64, unit: &str) -> Option<String> {
    unit_named(unit).map(|_| format!("{OPEN}{count} {unit}{CLOSE}"))
}

/// Cuts a formatted message at its marks.
pub(crate) fn pieces(formatted: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = formatted;
    while let Some((words, marked)) = rest.split_once(OPEN) {
        found.push(Piece::Words(words));
        let (mark, after) = marked.split_once(CLOSE).unwrap_or((marked, ""));
        found.extend(read_mark(mark));
        rest = after;
    }
    found.push(Piece::Words(rest));
    found.retain(|piece| *piece != Piece::Words(""));
    found
}

fn read_mark(mark: &str) -> Option<Piece<'static>> {
    if let Some(place) = mark.strip_prefix('#') {
        return place.parse().ok().map(Piece::Argument);
    }
    let (count, unit) = mark.split_once(' ')?;
    Some(Piece::Literal(Value::Count(count.parse().ok()?, unit_named(unit)?)))
}

fn unit_named(name: &str) -> Option<Unit> {
    UNITS.iter().find(|(known, _)| *known == name).map(|(_, unit)| *unit)
}

/// Gives the name by which messages and forms call a unit.
pub(crate) fn unit_name(unit: Unit) -> &'static str {
    UNITS.iter().find(|(_, known)| *known == unit).map_or("pieces", |(name, _)| name)
}

/// Every unit with its name.
pub(crate) const UNITS: [(&str, Unit); 10] = [
    ("times", Unit::Times),
    ("days", Unit::Days),
    ("hours", Unit::Hours),
    ("minutes", Unit::Minutes),
    ("months", Unit::Months),
    ("digits", Unit::Digits),
    ("pieces", Unit::Pieces),
    ("people", Unit::People),
    ("steps", Unit::Steps),
    ("years", Unit::Years),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_apart_in_order() {
        let text = format!("等{}，再打{}。", literal_mark(24, "hours").unwrap(), argument_mark(1));
        assert_eq!(
            pieces(&text),
            [
                Piece::Words("等"),
                Piece::Literal(Value::Count(24, Unit::Hours)),
                Piece::Words("，再打"),
                Piece::Argument(1),
                Piece::Words("。"),
            ]
        );
        assert_eq!(pieces(""), []);
        assert_eq!(literal_mark(1, "parsecs"), None);
    }
}
