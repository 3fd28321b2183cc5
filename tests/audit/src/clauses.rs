//! Which clause of which standard is held by which rule: one table, so that a new standard is a change of data.
//!
//! The numbers are those of the standards as they were read; newer national standards are in force whose text was not at
//! hand. A clause without a rule says what else looks at it, or that only a person can.

use crate::rule::Rule::{
    self, DeadEnd, Entry, L01, L02, L03, L04, L05, L06, L07, L08, L09, L10, L11, L12, L13, L14, L15, L16, L17, L18,
    L19, L20, L21, L22, L23, L24, Layout, OneQuestion, Return, Substitute, Turns,
};

/// A standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// 移动互联网应用（APP）适老化通用设计规范, annex 2 of 2021.
    App2021,
    /// 互联网网站适老化通用设计规范, annex 1 of 2021: rules worth keeping in an app.
    Web2021,
    /// GB/T 37668-2019.
    Gb37668,
    /// WCAG 2.2.
    Wcag22,
    /// EN 301 549.
    En301549,
}

impl Standard {
    /// Every standard, in the order of the report.
    pub const ALL: [Self; 5] = [Self::App2021, Self::Web2021, Self::Gb37668, Self::Wcag22, Self::En301549];

    /// Names it for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::App2021 => "2021 annex, applications (工信部, annex 2)",
            Self::Web2021 => "2021 annex, websites (annex 1): what is worth keeping in an application",
            Self::Gb37668 => "GB/T 37668-2019",
            Self::Wcag22 => "WCAG 2.2",
            Self::En301549 => "EN 301 549",
        }
    }

    /// Names it beside a clause.
    pub const fn short(self) -> &'static str {
        match self {
            Self::App2021 => "annex 2021",
            Self::Web2021 => "annex 2021 web",
            Self::Gb37668 => "GB/T 37668",
            Self::Wcag22 => "WCAG",
            Self::En301549 => "EN 301 549",
        }
    }
}

/// One clause and what looks at it.
#[derive(Clone, Copy, Debug)]
pub struct Clause {
    /// Of which standard.
    pub standard: Standard,
    /// Its number; our own name for it where none was read.
    pub number: &'static str,
    /// What it asks, in our words, with our bar where that is higher.
    pub asks: &'static str,
    /// The rules that hold it in the tree of every screen.
    pub rules: &'static [Rule],
    /// What looks at it in the nodes of a real shell.
    pub native: &'static str,
    /// What looks at it in pixels.
    pub pixels: &'static str,
    /// What only a person can judge.
    pub person: &'static str,
}

const AXE: &str = "axe-core in the browser shell";
const BOXES: &str = "boxes measured in the browser shell";
const CLIP: &str = "no clipped or covered word in the browser shell up to 320 %";
const TAB: &str = "Tab in the order of the tree, and axe-core, in the browser shell";

/// Makes a row; what looks elsewhere is told as native, pixels, person.
const fn row(
    standard: Standard,
    number: &'static str,
    asks: &'static str,
    rules: &'static [Rule],
    [native, pixels, person]: [&'static str; 3],
) -> Clause {
    Clause { standard, number, asks, rules, native, pixels, person }
}

use Standard::{App2021, En301549, Gb37668, Wcag22, Web2021};

/// Every clause that was read.
pub const CLAUSES: &[Clause] = &[
    row(
        App2021,
        "1.1",
        "main screens reach 30 dp; every role of text does",
        &[L09],
        ["", CLIP, "is the largest size large enough"],
    ),
    row(App2021, "1.1", "main text 18 dp and more; body 20 in 长辈版, 24 in 大字版", &[L09], ["", "", ""]),
    row(App2021, "1.2", "lines 1.3 high, paragraphs 1.3 lines apart; here 1.5, Tibetan 1.8", &[L09], ["", CLIP, ""]),
    row(
        App2021,
        "1.3",
        "contrast 4.5:1, large text 3:1; here 7:1 for words on a screen",
        &[L10],
        [AXE, "", "in sunlight, on a worn screen"],
    ),
    row(App2021, "1.4", "colour is never the only sign", &[L11], ["", "", "the screens seen in grey"]),
    row(App2021, "1.5", "picture codes have another form; here there are none", &[L12], ["", "", ""]),
    row(
        App2021,
        "2.1",
        "main targets 60 dp, others 44; here 60, 48 in the standard version, primary 88",
        &[L09],
        ["", BOXES, "whether unsteady hands hit them"],
    ),
    row(
        App2021,
        "2.2",
        "no gesture of three fingers; here a single tap does everything",
        &[L24],
        ["the browser tests press and type only", "", ""],
    ),
    row(App2021, "2.3", "no needless limit of time", &[L12], ["", "", ""]),
    row(App2021, "2.4", "pop-ups close in known places; here there are none", &[L12], ["", "", ""]),
    row(
        App2021,
        "3.1",
        "the elders' version is offered at first start and found by its names",
        &[Entry],
        ["", "", "is it noticed"],
    ),
    row(
        App2021,
        "4.1",
        "screen readers are never shut out, also after a change",
        &[L01, L05],
        [AXE, "", "how TalkBack and VoiceOver sound"],
    ),
    row(App2021, "5.1.1", "no advertisement, no chance pop-up", &[L12], ["", "", ""]),
    row(App2021, "5.1.2", "no luring key", &[L12], ["", "", "whether a word lures"]),
    row(App2021, "5.2", "the least personal data, masked at first", &[L23], ["", "", "whether each field is needed"]),
    row(Web2021, "CODE-EXT", "a code with a limit says it and can be extended", &[L12], ["", "", ""]),
    row(
        Web2021,
        "UNDO-10",
        "a legal or money act can be taken back for ten minutes; here a review before it and the way back in words after",
        &[L13],
        ["", "", "whether the way back is understood"],
    ),
    row(Web2021, "UNDO-1", "the last step can be undone", &[Return, DeadEnd], ["", "", ""]),
    row(Web2021, "WORDS", "no jargon", &[L14], ["", "", "whether the words are understood at 70 and over"]),
    row(
        Web2021,
        "READ",
        "everything can be read aloud, and that can be switched",
        &[L08, L18, L19, L21],
        ["", "", "whether it can be followed by ear"],
    ),
    row(
        Gb37668,
        "3.2.1.3",
        "a control has a name that says its purpose",
        &[L05, L06],
        [AXE, "", "whether it says it well"],
    ),
    row(Gb37668, "3.2.1.4", "decoration is passed over", &[L05], [AXE, "", ""]),
    row(Gb37668, "3.2.4.2", "what vanishes has another channel; here nothing vanishes", &[L12], ["", "", ""]),
    row(
        Gb37668,
        "3.3.2.2",
        "parts of one meaning share one focus; here each kind of node is one",
        &[L05],
        ["", "", "whether a merged label is understood"],
    ),
    row(Gb37668, "3.3.3.6", "the order of focus keeps the meaning", &[L08], [TAB, "", ""]),
    row(Gb37668, "3.3.4.2", "text fields take speech", &[L24, Turns], ["", "", "how a real recogniser hears elders"]),
    row(Gb37668, "3.5.1.2", "parts that change later work with assistive technology", &[L01, L05], [AXE, "", ""]),
    row(Wcag22, "1.3.1, 1.3.2, 2.4.6", "headings, structure and order", &[L02, L08], [AXE, "", ""]),
    row(Wcag22, "1.4.3, 1.4.6", "contrast of text", &[L10], [AXE, "", ""]),
    row(Wcag22, "1.4.11", "contrast of shapes, 3:1", &[L10], ["", "", ""]),
    row(Wcag22, "1.4.4, 1.4.10, 1.4.12", "text at 200 %, reflow, spacing", &[Layout], ["", CLIP, ""]),
    row(Wcag22, "2.2.1", "limits of time can be extended; here there are none", &[L12], ["", "", ""]),
    row(Wcag22, "2.1.1, 2.4.3", "everything by keyboard, in the order of the tree", &[L08], [TAB, "", ""]),
    row(Wcag22, "2.5.1, 2.5.7", "no path, no dragging", &[L24], ["", "", ""]),
    row(Wcag22, "2.5.3", "the spoken label holds the visible words", &[L06], [AXE, "", ""]),
    row(
        Wcag22,
        "2.5.5, 2.5.8",
        "targets of 44 and 24 px; here 60, 48 in the standard version",
        &[L09],
        [AXE, BOXES, ""],
    ),
    row(Wcag22, "3.2.6", "help stands in the same place", &[L04], ["", "", ""]),
    row(Wcag22, "3.3.1, 3.3.3", "an error says what happened and what helps", &[L20], ["", "", "whether it helps"]),
    row(Wcag22, "3.3.4", "review, confirm, take back", &[L13], ["", "", ""]),
    row(Wcag22, "3.3.7", "nothing is asked twice", &[], ["", "", "the flows, read one after the other"]),
    row(Wcag22, "3.3.8", "no riddle to sign in", &[L12], ["", "", "whether a password of six digits is one"]),
    row(Wcag22, "4.1.2", "name, role and value", &[L05, L06, L07], [AXE, "", ""]),
    row(Wcag22, "4.1.3", "a change of status is announced", &[L20], [AXE, "", "when it is said"]),
    row(
        En301549,
        "11.7",
        "the wishes of the system for size, contrast and bold are followed",
        &[],
        ["", "", "on a real phone"],
    ),
    row(
        En301549,
        "11.5.2.3, 11.5.2.15",
        "the platform's accessibility services are used, changes are told",
        &[],
        ["", "", "on a real phone"],
    ),
];

/// Rules of our own, which no clause asks for.
pub const OWN: &[(Rule, &str)] = &[
    (L03, "one thing to press; the visual language"),
    (L07, "names that are said must not be taken for one another"),
    (L15, "choices at once, by size"),
    (L16, "where one is, in at most five steps"),
    (L17, "no machine draft where a wrong word costs"),
    (L21, "no version loses a thing"),
    (L22, "home in one press"),
    (OneQuestion, "large mode is content, not only size"),
    (Substitute, "替代措施: nobody is turned away for want of a phone, a face, a code or a network"),
    (Turns, "voice alone gets there"),
];

/// Gives the clauses that a rule holds, as findings name them.
pub fn of(rule: Rule) -> String {
    let clauses = CLAUSES.iter().filter(|clause| clause.rules.contains(&rule));
    let named: Vec<String> = clauses.map(|clause| format!("{} {}", clause.standard.short(), clause.number)).collect();
    if named.is_empty() { "our own rule".to_owned() } else { named.join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_answers_to_a_clause_or_is_our_own() {
        for rule in Rule::ALL {
            let own = OWN.iter().any(|(own, _)| *own == rule);
            let asked = CLAUSES.iter().any(|clause| clause.rules.contains(&rule));
            assert!(own || asked, "{} answers to nothing", rule.id());
        }
    }
}
