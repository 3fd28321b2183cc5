//! Licences of dependencies, as SPDX expressions.

/// Licences that may be linked into the product; CDLA-Permissive-2.0 is the list of root certificates, MPL-2.0 is used
/// unmodified.
pub const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// Says whether an SPDX expression can be met with [`ALLOWED`] licences alone. `AND` binds closer than `OR`; the old
/// form `A/B` means `A OR B`. What is not an expression is refused.
///
/// ```
/// use leling_house::licence::allowed;
/// assert!(allowed("(MIT OR GPL-3.0) AND ISC"));
/// assert!(!allowed("MIT AND GPL-3.0"));
/// ```
pub fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<_> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any(&mut rest).unwrap_or(false) && rest.is_empty()
}

/// Reads `all (OR all)*`; `None` where the words are no expression.
fn any(words: &mut &[&str]) -> Option<bool> {
    let mut good = all(words)?;
    while let Some(("OR", rest)) = words.split_first().map(|(first, rest)| (*first, rest)) {
        *words = rest;
        good |= all(words)?;
    }
    Some(good)
}

/// Reads `one (AND one)*`.
fn all(words: &mut &[&str]) -> Option<bool> {
    let mut good = one(words)?;
    while let Some(("AND", rest)) = words.split_first().map(|(first, rest)| (*first, rest)) {
        *words = rest;
        good &= one(words)?;
    }
    Some(good)
}

/// Reads `( any )` or a licence with its exception.
fn one(words: &mut &[&str]) -> Option<bool> {
    match **words {
        ["(", ref rest @ ..] => {
            *words = rest;
            let good = any(words)?;
            let (close, rest) = words.split_first()?;
            *words = rest;
            (*close == ")").then_some(good)
        }
        [name, "WITH", exception, ref rest @ ..] => {
            *words = rest;
            Some(ALLOWED.contains(&format!("{name} WITH {exception}").as_str()))
        }
        [name, ref rest @ ..] if !matches!(name, ")" | "OR" | "AND" | "WITH") => {
            *words = rest;
            Some(ALLOWED.contains(&name))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn reads_what_crates_write() {
        for good in [
            "MIT",
            "MIT OR Apache-2.0",
            "Apache-2.0/MIT",
            "Unlicense OR MIT",
            "(Apache-2.0 OR MIT) AND BSD-3-Clause",
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
            "MIT OR Apache-2.0 OR LGPL-2.1-or-later",
        ] {
            assert!(allowed(good), "{good}");
        }
    }

    #[test]
    fn refuses_what_binds_and_what_is_no_expression() {
        for bad in ["", "GPL-3.0-only", "MIT AND LGPL-3.0", "(MIT", "MIT)", "MIT Apache-2.0", "OR MIT", "MIT OR"] {
            assert!(!allowed(bad), "{bad}");
        }
    }
}
