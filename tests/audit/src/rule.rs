//! The rules by name: L01 to L24 of the lint catalogue, and the further ones that only a walk can see.

/// One rule that every screen is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the catalogue below says each in words")]
pub enum Rule {
    L01,
    L02,
    L03,
    L04,
    L05,
    L06,
    L07,
    L08,
    L09,
    L10,
    L11,
    L12,
    L13,
    L14,
    L15,
    L16,
    L17,
    L18,
    L19,
    L20,
    L21,
    L22,
    L23,
    L24,
    Turns,
    Return,
    DeadEnd,
    Substitute,
    OneQuestion,
    Entry,
    Layout,
}

/// Name of a rule and what it asks.
const CATALOGUE: [(Rule, &str, &str); 31] = [
    (Rule::L01, "L01", "ids are unique on a screen and the same in every language"),
    (Rule::L02, "L02", "one title, and no heading repeats it"),
    (Rule::L03, "L03", "one primary action; none on decisions, camera stages, waits and pure lists"),
    (Rule::L04, "L04", "back, home and 12333 in the same slots on every screen"),
    (Rule::L05, "L05", "what can be pressed has a name, words to say and something behind it; decoration is silent"),
    (Rule::L06, "L06", "the spoken label holds the visible words and names no role"),
    (Rule::L07, "L07", "no two things on a screen are called alike"),
    (Rule::L08, "L08", "reading order, tree order and voice order are one"),
    (Rule::L09, "L09", "letters, lines and targets reach the bars of their mode"),
    (Rule::L10, "L10", "every pair of colours that meets reaches its contrast, in both themes"),
    (Rule::L11, "L11", "colour is never the only sign"),
    (Rule::L12, "L12", "no advertisement, picture code, pop-up, carousel or countdown"),
    (Rule::L13, "L13", "before an irreversible act a review, after it the way back in words"),
    (
        Rule::L14,
        "L14",
        "a sentence has at most 20 characters or words, a button 8, a paragraph two sentences; no office words",
    ),
    (Rule::L15, "L15", "at most four choices are said at once, and 7, 5 or 4 things stand in a section"),
    (Rule::L16, "L16", "a step says which of how many, at most five"),
    (Rule::L17, "L17", "a text that is nobody's review is marked; what weighs is never a draft"),
    (Rule::L18, "L18", "what is said holds no digit, no letter of another script, no bracket"),
    (Rule::L19, "L19", "at most 40 characters or words are said before the first answer, 120 where nothing is asked"),
    (Rule::L20, "L20", "an error says what happened, what helps, and who"),
    (Rule::L21, "L21", "the same things can be done in every size, with and without voice"),
    (Rule::L22, "L22", "home is one press away"),
    (Rule::L23, "L23", "personal values are masked, kept out of pictures, and not said unasked"),
    (Rule::L24, "L24", "everything can be done by voice, and by touch"),
    (Rule::Turns, "turns", "a screen is answered by voice in at most 8 turns"),
    (Rule::Return, "return", "going back again and again reaches the home or the first screen"),
    (Rule::DeadEnd, "dead-end", "from every screen there is a way on or back that changes something"),
    (Rule::Substitute, "substitute", "a step that needs a phone, a face, a code or a network names what does without"),
    (Rule::OneQuestion, "one-question", "large mode asks one question a screen"),
    (Rule::Entry, "entry", "the versions are one tap away on the front page, and found by their other names"),
    (Rule::Layout, "layout", "longer, mirrored and vertical texts keep every part and every value whole"),
];

impl Rule {
    /// Every rule, in the order of the catalogue.
    pub const ALL: [Self; CATALOGUE.len()] = {
        let mut all = [Self::L01; CATALOGUE.len()];
        let mut at = 0;
        while at < all.len() {
            all[at] = CATALOGUE[at].0;
            at += 1;
        }
        all
    };

    /// Gives the name by which findings and reports call it.
    pub const fn id(self) -> &'static str {
        CATALOGUE[self as usize].1
    }

    /// Gives what it asks, in one sentence.
    pub const fn sentence(self) -> &'static str {
        CATALOGUE[self as usize].2
    }

    /// Says whether it is one of the 24 of the lint catalogue.
    pub const fn is_lint(self) -> bool {
        (self as usize) < 24
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_stands_in_the_order_of_the_rules() {
        for (at, rule) in Rule::ALL.into_iter().enumerate() {
            assert_eq!(rule as usize, at, "{}", rule.id());
        }
        assert_eq!(Rule::ALL.iter().filter(|rule| rule.is_lint()).count(), 24);
    }
}
