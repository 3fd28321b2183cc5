//! What a party may come to know at a login: the one table behind consent screens, tokens and `userinfo`.
//!
//! A scope names what a person understands; its sentence is the message `scope-` + its name with hyphens. The scope
//! `openid` of the standard carries a pairwise subject and nothing else, so it is not listed here.

use core::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One thing that a party may come to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The name (claim `name`).
    Profile,
    /// Whether the person is 65 or older, without the birth date (claim `age_65`).
    #[serde(rename = "age_65")]
    Age65,
    /// State of card and benefits, to look at and not to change (claim `card`).
    View,
    /// The phone number (claim `phone_number`).
    Phone,
    /// The identity number (claim `id_number`); only for parties whom the law lets ask.
    IdNumber,
}

impl Scope {
    /// Every scope, in the order in which screens show them.
    pub const ALL: &'static [Self] = &[Self::Profile, Self::Age65, Self::View, Self::Phone, Self::IdNumber];

    /// Gives the name used on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Age65 => "age_65",
            Self::View => "view",
            Self::Phone => "phone",
            Self::IdNumber => "id_number",
        }
    }

    /// Reads the name used on the wire.
    pub fn from_name(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scope| scope.as_str() == text)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_and_are_those_of_the_wire() {
        for scope in Scope::ALL {
            assert_eq!(Scope::from_name(scope.as_str()), Some(*scope));
            assert_eq!(serde_json::to_string(scope).unwrap(), format!("\"{scope}\""));
        }
        assert_eq!(Scope::from_name("openid"), None);
    }
}
