//! The words of elders' social-security matters, by what they mean: a label and an utterance meet here where they share
//! no character (挂失, 卡找不着了).
//!
//! A group is one meaning with its names, the official term first. A name marked `~` only hints at the meaning (到账 at a
//! pension); one marked `<` is a kind of it (妈 of 家里人). Both are heard for the meaning, and neither gives it to a label.
//! A word may stand in several groups. Groups hold meanings, never the names of particular screens, so that a
//! screen which does not exist yet is understood from its labels. The words of the zones are in `accessibility` 5.4.

mod around;
mod doing;
mod matters;

/// How much a group says about what is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A thing or matter: 养老金.
    Topic,
    /// What is done with it, where that tells matters apart: 领.
    Act,
    /// What is done with anything: 看, 办.
    Light,
}

/// One meaning.
pub(super) struct Group {
    pub(super) class: Class,
    pub(super) names: &'static [&'static str],
}

const fn topic(names: &'static [&'static str]) -> Group {
    Group { class: Class::Topic, names }
}

const fn act(names: &'static [&'static str]) -> Group {
    Group { class: Class::Act, names }
}

const fn light(names: &'static [&'static str]) -> Group {
    Group { class: Class::Light, names }
}

/// Every group, each at its place.
pub(super) fn groups() -> impl Iterator<Item = &'static Group> {
    [matters::MATTERS, around::AROUND, doing::DOING].into_iter().flatten()
}
