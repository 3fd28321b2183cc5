//! Words of a login elsewhere: what a party may come to know.

use leling_protocol::Scope;
use leling_screen::{Language, Text};

use crate::catalogue::Catalogue;
use crate::message::{Msg, msg};

/// Chooses the sentence of a scope, as a consent lists it.
pub const fn scope(scope: Scope) -> Msg {
    match scope {
        Scope::Profile => msg::SCOPE_PROFILE,
        Scope::Age65 => msg::SCOPE_AGE_65,
        Scope::View => msg::SCOPE_VIEW,
        Scope::Phone => msg::SCOPE_PHONE,
        Scope::IdNumber => msg::SCOPE_ID_NUMBER,
    }
}

const fn short(scope: Scope) -> Msg {
    match scope {
        Scope::Profile => msg::SCOPE_SHORT_PROFILE,
        Scope::Age65 => msg::SCOPE_SHORT_AGE_65,
        Scope::View => msg::SCOPE_SHORT_VIEW,
        Scope::Phone => msg::SCOPE_SHORT_PHONE,
        Scope::IdNumber => msg::SCOPE_SHORT_ID_NUMBER,
    }
}

impl Catalogue {
    /// Tells scopes in one line: `姓名、满65岁`; `None` where there are none.
    pub fn scopes(&self, language: Language, scopes: &[Scope]) -> Option<Text> {
        scopes.iter().map(|scope| self.text(language, short(*scope), &[])).reduce(|line, next| line.joined("、", next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_has_its_sentence_under_its_own_name() {
        for known in Scope::ALL {
            let name = known.as_str().replace('_', "-");
            assert_eq!(scope(*known).key(), format!("scope-{name}"));
            assert_eq!(short(*known).key(), format!("scope-short-{name}"));
        }
    }

    #[test]
    fn scopes_stand_in_one_line() {
        let words = Catalogue::new();
        let line = words.scopes(Language::Chinese, &[Scope::Profile, Scope::Age65]).unwrap();
        assert_eq!((line.display().as_str(), line.speech.as_str()), ("姓名、满65岁", "姓名，满六十五岁"));
        assert_eq!(words.scopes(Language::Chinese, &[]), None);
    }
}
