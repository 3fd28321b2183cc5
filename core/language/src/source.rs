//! Reads message files by their lines: keys, forms, arguments, and a mark by which a changed text is noticed.
//!
//! Only the line shapes of Fluent that the house uses are read (`key = …`, `    .attribute = …`, `{ $argument }`, lines that
//! go on); the catalogue parses the files in full. The build script reads with this file too, so it needs nothing else.

/// The own form of a message, as an attribute's name.
pub const OWN: &str = "";

/// Attributes that are about how Chinese is heard and said: a change of them leaves a translation as good as it was.
const OF_SOUND: [&str; 2] = ["also", "spoken"];

/// One message as its file writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub key: String,
    /// Its forms in the order of the file: name of the attribute, [`OWN`] for its own, and the words.
    pub forms: Vec<(String, String)>,
}

impl Entry {
    /// Gives the words that it is known by: its own, else those of its first attribute.
    pub fn words(&self) -> &str {
        self.forms.iter().map(|(_, words)| words.as_str()).find(|words| !words.is_empty()).unwrap_or_default()
    }

    /// Gives the words of a form.
    pub fn form(&self, attribute: &str) -> Option<&str> {
        let found = self.forms.iter().find(|(name, words)| name == attribute && !words.is_empty());
        found.map(|(_, words)| words.as_str())
    }

    /// Gives the names of the values that its forms take, each once.
    pub fn arguments(&self) -> Vec<&str> {
        let mut found = Vec::new();
        for (_, words) in &self.forms {
            for rest in words.split('$').skip(1) {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
                if !found.contains(&&rest[..end]) {
                    found.push(&rest[..end]);
                }
            }
        }
        found
    }

    /// Gives a mark of eight hexadecimal digits that changes with what the message says (FNV-1a).
    pub fn mark(&self) -> String {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let said = self.forms.iter().filter(|(name, _)| !OF_SOUND.contains(&name.as_str()));
        for byte in said.flat_map(|(name, words)| [name.as_str(), "=", words, "\n"]).flat_map(str::bytes) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
    }
}

/// Gives the messages of a file in their order.
pub fn entries(file: &str) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    let mut inside = false;
    for line in file.lines() {
        if let Some((key, words)) = key_and_words(line) {
            found.push(Entry { key: key.to_owned(), forms: vec![(OWN.to_owned(), words.to_owned())] });
            inside = true;
        } else if !line.starts_with(' ') {
            inside = false;
        } else if let Some(entry) = found.last_mut().filter(|_| inside) {
            take(entry, line.trim());
        }
    }
    found
}

fn take(entry: &mut Entry, line: &str) {
    match line.strip_prefix('.').and_then(|rest| rest.split_once('=')) {
        Some((name, words)) => entry.forms.push((name.trim().to_owned(), words.trim().to_owned())),
        None => {
            if let Some((_, words)) = entry.forms.last_mut() {
                let gap = if words.is_empty() { "" } else { "\n" };
                words.push_str(gap);
                words.push_str(line);
            }
        }
    }
}

fn key_and_words(line: &str) -> Option<(&str, &str)> {
    let (key, words) = line.split_once('=')?;
    let key = key.trim_end();
    let fits = !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (fits && !key.starts_with('-')).then_some((key, words.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# words\nhome-title = 首页\n    .also = 主页、回家\n\nerr-x =\n    .what = 没网。\n    .do = 等{ $n }，\n        再试。\n";

    #[test]
    fn a_file_is_read_by_its_lines() {
        let found = entries(FILE);
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].key.as_str(), found[0].words(), found[0].form("also")),
            ("home-title", "首页", Some("主页、回家"))
        );
        assert_eq!((found[1].words(), found[1].form(OWN)), ("没网。", None));
        assert_eq!(found[1].form("do"), Some("等{ $n }，\n再试。"));
        assert_eq!(found[1].arguments(), ["n"]);
    }

    #[test]
    fn the_mark_follows_what_is_said_and_not_how_it_may_be_called() {
        let mark = |file: &str| entries(file)[0].mark();
        assert_eq!(mark(FILE), mark(&FILE.replace("主页", "开头")));
        assert_ne!(mark(FILE), mark(&FILE.replace("首页", "开头")));
        assert_ne!(mark("a = x\n    .hint = y"), mark("a = x\n    .what = y"));
        assert_eq!(mark(FILE).len(), 8);
    }
}
