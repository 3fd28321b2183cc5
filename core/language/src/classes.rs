//! Which messages are about consent, money, risk or what cannot be taken back: `messages/classes.txt`, one line a class and
//! key. The build script reads with this file too.

/// The classes that a line may name; the table itself says what they mean.
pub const CLASSES: [&str; 6] = ["consent", "money", "risk", "irreversible", "staff", "plain"];

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// One of [`CLASSES`].
    pub class: String,
    /// A key, or the beginning of keys where it ends with `*`.
    pub key: String,
    /// The one form that is meant, `""` for the message's own words; all of them where there is none.
    pub form: Option<String>,
}

impl Line {
    /// Says whether the line is about a message.
    pub fn covers(&self, key: &str) -> bool {
        match self.key.strip_suffix('*') {
            Some(start) => key.starts_with(start),
            None => key == self.key,
        }
    }

    /// Says whether the line is about a form of a message.
    pub fn covers_form(&self, key: &str, form: &str) -> bool {
        self.covers(key) && self.form.as_ref().is_none_or(|wanted| wanted == form)
    }
}

/// Reads the table; lines that begin with `#` are remarks.
///
/// # Errors
/// Gives the first line that cannot be read.
pub fn read(file: &str) -> Result<Vec<Line>, String> {
    let lines = file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| read_line(line).ok_or_else(|| format!("cannot read the line `{line}`"))).collect()
}

fn read_line(line: &str) -> Option<Line> {
    let (class, key) = line.split_once(' ')?;
    let (key, form) = match key.trim().split_once('.') {
        Some((key, form)) => (key, Some(form.to_owned())),
        None => (key.trim(), None),
    };
    let fits = CLASSES.contains(&class) && !key.is_empty() && !key.contains(' ');
    fits.then(|| Line { class: class.to_owned(), key: key.to_owned(), form })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_a_message_a_form_or_many() {
        let lines = read("# x\nmoney err-*.means\nrisk home-title.\nconsent privacy-title\n").unwrap();
        let covers = |at: usize, key, form| lines[at].covers_form(key, form);
        assert!(covers(0, "err-net-none", "means") && !covers(0, "err-net-none", "what"));
        assert!(covers(1, "home-title", "") && !covers(1, "home-title", "more"));
        assert!(covers(2, "privacy-title", "hint") && !covers(2, "privacy-title-x", ""));
        for line in ["money", "good home-title", "money a b"] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
