//! A set of scopes, always in the order in which screens show them and approvals sign them.

use leling_protocol::scope::Scope;

/// Scopes without repetition, in the order of [`Scope::ALL`]. The empty set is a login that tells nothing but the
/// pairwise subject.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ScopeSet(u8);

impl ScopeSet {
    /// Reads names between spaces as storage keeps them; `None` for a name that is no scope.
    pub fn parse(text: &str) -> Option<Self> {
        text.split(' ').filter(|name| !name.is_empty()).map(Scope::from_name).collect()
    }

    /// Spells the set: names between spaces.
    pub fn to_text(self) -> String {
        self.iter().map(Scope::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Gives the scopes in order.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.iter().copied().filter(move |scope| self.holds(*scope))
    }

    /// Says whether `scope` is in the set.
    pub fn holds(self, scope: Scope) -> bool {
        self.0 & bit(scope) != 0
    }

    /// Says whether all of `other` are in the set.
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Gives what is in one of both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Gives what is in both.
    #[must_use]
    pub const fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

fn bit(scope: Scope) -> u8 {
    let place = Scope::ALL.iter().position(|other| *other == scope);
    place.and_then(|place| u32::try_from(place).ok()).and_then(|place| 1_u8.checked_shl(place)).unwrap_or(0)
}

impl FromIterator<Scope> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |bits, scope| bits | bit(scope)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_has_a_place_of_its_own_and_comes_back_in_order() {
        let all: ScopeSet = Scope::ALL.iter().rev().copied().collect();
        assert_eq!(all.iter().collect::<Vec<_>>(), Scope::ALL);
        assert_eq!(ScopeSet::parse(&all.to_text()), Some(all));
        assert_eq!(ScopeSet::parse("view profile view"), ScopeSet::parse("profile view"));
        assert_eq!(ScopeSet::parse("view openid"), None);
        assert_eq!(ScopeSet::default().to_text(), "");
    }

    #[test]
    fn sets_cover_what_is_in_them() {
        let (some, more) = (ScopeSet::parse("view").unwrap(), ScopeSet::parse("profile view").unwrap());
        assert!(more.covers(some) && !some.covers(more) && some.covers(ScopeSet::default()));
        assert_eq!((some.with(more), some.within(more)), (more, some));
    }
}
