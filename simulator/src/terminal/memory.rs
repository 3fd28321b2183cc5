//! What the terminal must still know after a restart: the codes that it accepted, and those that came again.
//!
//! Two files of JSON lines. `uses.jsonl` is written before a code is accepted aloud, so that no kill lets a code of the
//! window pass twice; `doubled.jsonl` is what a sync reports: random handles and times, nobody's name.

use std::{
    collections::{HashMap, HashSet},
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use leling_crypto::identity_code::{CodeUse, MAX_USES};
use serde::{Deserialize, Serialize};

use crate::{files, lines::to_line};

/// A use as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Use {
    /// The certificate's random handle, hexadecimal.
    handle: String,
    /// The 30-second step.
    step: u64,
    /// When it was accepted, Unix seconds.
    first_seen: u64,
    /// When it came again, in the file of doubled uses only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    again: Option<u64>,
}

impl Use {
    fn of(used: &CodeUse, again: Option<u64>) -> Self {
        Self { handle: hex(used.handle), step: used.step, first_seen: used.first_seen, again }
    }

    fn code_use(&self) -> Option<CodeUse> {
        let handle = from_hex(&self.handle)?;
        Some(CodeUse { handle, step: self.step, first_seen: self.first_seen, repeats: 0 })
    }
}

/// The files and what stands in them.
#[derive(Debug)]
pub(super) struct Memory {
    uses: File,
    doubled: File,
    /// Repeats of each use that are on disk.
    known: HashMap<(u64, [u8; 16]), u32>,
}

impl Memory {
    /// Opens the files in `dir` and gives the uses that they hold, the newest [`MAX_USES`].
    pub(super) fn open(dir: &Path) -> io::Result<(Self, Vec<CodeUse>)> {
        files::private_dir(dir)?;
        let path = dir.join("uses.jsonl");
        let uses = read(&path)?;
        // Written anew, because a kill may have left half a line at the end.
        let text: String = uses.iter().map(|used| to_line(&Use::of(used, None))).collect();
        files::replace(&path, text.as_bytes())?;
        let append = |name| OpenOptions::new().append(true).create(true).open(dir.join(name));
        let known = uses.iter().map(|used| ((used.step, used.handle), 0)).collect();
        Ok((Self { uses: append("uses.jsonl")?, doubled: append("doubled.jsonl")?, known }, uses))
    }

    /// Brings the files up to `uses`; what came since is on disk when it returns.
    pub(super) fn keep(&mut self, uses: &[CodeUse], now: u64) -> io::Result<()> {
        for used in uses {
            let key = (used.step, used.handle);
            match self.known.get(&key) {
                None => write(&mut self.uses, &Use::of(used, None))?,
                Some(repeats) if *repeats < used.repeats => write(&mut self.doubled, &Use::of(used, Some(now)))?,
                Some(_) => continue,
            }
            self.known.insert(key, used.repeats);
        }
        if self.known.len() > 2 * MAX_USES {
            let held: HashSet<_> = uses.iter().map(|used| (used.step, used.handle)).collect();
            self.known.retain(|key, _| held.contains(key));
        }
        Ok(())
    }
}

fn read(path: &Path) -> io::Result<Vec<CodeUse>> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text?,
    };
    let all: Vec<_> = text.lines().filter_map(|line| serde_json::from_str::<Use>(line).ok()?.code_use()).collect();
    Ok(all[all.len().saturating_sub(MAX_USES)..].to_vec())
}

fn write(file: &mut File, line: &Use) -> io::Result<()> {
    file.write_all(to_line(line).as_bytes())?;
    file.sync_data()
}

fn hex(handle: [u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(handle))
}

fn from_hex(text: &str) -> Option<[u8; 16]> {
    let whole = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = u128::from_str_radix(text, 16).ok().filter(|_| whole)?;
    Some(number.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(number: u8, repeats: u32) -> CodeUse {
        CodeUse { handle: [number; 16], step: 59_846_400, first_seen: 1_795_392_000, repeats }
    }

    #[test]
    fn uses_come_back_and_doubled_ones_are_written_once_each() {
        let dir = tempfile::tempdir().unwrap();
        let (mut memory, held) = Memory::open(dir.path()).unwrap();
        assert!(held.is_empty());
        memory.keep(&[used(1, 0)], 1).unwrap();
        memory.keep(&[used(1, 0), used(2, 0)], 2).unwrap();
        memory.keep(&[used(1, 1), used(2, 0)], 3).unwrap();
        memory.keep(&[used(1, 1), used(2, 0)], 4).unwrap();
        let doubled = fs::read_to_string(dir.path().join("doubled.jsonl")).unwrap();
        assert_eq!(doubled.lines().count(), 1);
        assert!(doubled.contains("\"again\":3"));
        assert_eq!(Memory::open(dir.path()).unwrap().1, [used(1, 0), used(2, 0)]);
    }

    #[test]
    fn half_a_line_is_dropped_and_never_spoils_the_next() {
        let dir = tempfile::tempdir().unwrap();
        let (mut memory, _) = Memory::open(dir.path()).unwrap();
        memory.keep(&[used(1, 0)], 1).unwrap();
        memory.uses.write_all(b"{\"handle\":\"02").unwrap();
        let (mut memory, held) = Memory::open(dir.path()).unwrap();
        assert_eq!(held, [used(1, 0)]);
        memory.keep(&[used(3, 0)], 1).unwrap();
        assert_eq!(Memory::open(dir.path()).unwrap().1, [used(1, 0), used(3, 0)]);
    }

    #[test]
    fn handles_are_hexadecimal() {
        assert_eq!(from_hex(&hex([0xA5; 16])), Some([0xA5; 16]));
        for bad in ["", "a5", &"é".repeat(16), &"+1".repeat(16)] {
            assert_eq!(from_hex(bad), None, "{bad}");
        }
    }
}
