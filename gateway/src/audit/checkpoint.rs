//! Signed checkpoints over all heads, one line each in a file outside the database.
//!
//! A line holds the heads that changed since the line before it, and a signature over the Merkle root of all heads.
//! Whoever reads the file from its start therefore knows, for every line, every head that the signature covers.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use leling_crypto::{
    chain::{ChainHash, ChainHead, Checkpoint, head_leaf},
    hash::Digest,
    keyring::KeyRing,
    keys::SoftwareKey,
};
use leling_protocol::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{clock::unix, storage::PersonHandle};

/// Why a checkpoint was not written or read.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The file cannot be read or written.
    #[error("checkpoint file is not accessible")]
    Io(#[from] io::Error),
    /// A line is no checkpoint, is not signed by a key of ours, or does not follow from the lines before it.
    #[error("checkpoint {line} is not genuine")]
    Line {
        /// Its number, from 1.
        line: usize,
    },
}

/// Heads of all chains, by handle.
pub(super) type Heads = BTreeMap<PersonHandle, ChainHead>;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    v: u32,
    heads: Vec<HeadLine>,
    checkpoint: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadLine {
    person: Uuid,
    seq: u64,
    hash: String,
}

/// The file of checkpoints, open for writing.
pub struct Checkpoints {
    path: PathBuf,
    known: Heads,
}

impl Checkpoints {
    /// Opens the file at `path` and reads which heads it names; there may be none yet. Signatures are checked by
    /// `audit verify`, not at each start.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn open(path: &Path) -> Result<Self, CheckpointError> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut known = Heads::new();
        for (index, text) in whole_lines(path)?.iter().enumerate() {
            let (changed, _) = parse(text).ok_or(CheckpointError::Line { line: index + 1 })?;
            known.extend(changed);
        }
        Ok(Self { path: path.to_owned(), known })
    }

    /// Writes one checkpoint over `heads`; it is on the disk when this returns.
    ///
    /// # Errors
    /// [`CheckpointError::Io`].
    pub fn write(
        &mut self,
        heads: Vec<(PersonHandle, ChainHead)>,
        key: &SoftwareKey,
        at: Timestamp,
    ) -> Result<(), CheckpointError> {
        let heads: Heads = heads.into_iter().collect();
        let changed = heads.iter().filter(|(person, head)| self.known.get(person) != Some(head));
        let changed = changed.map(|(person, head)| HeadLine {
            person: person.0,
            seq: head.seq,
            hash: URL_SAFE_NO_PAD.encode(head.hash.as_bytes()),
        });
        let draft = Checkpoint::over(&leaves(&heads), unix(at)).draft(key.public_key());
        let draft = draft.expect("a checkpoint is a JSON object");
        let signature = key.sign(&draft.to_be_signed());
        let line = Line { v: 1, heads: changed.collect(), checkpoint: draft.attach(&signature) };
        let text = serde_json::to_string(&line).expect("texts and numbers serialise");
        append(&self.path, &text)?;
        self.known = heads;
        Ok(())
    }
}

/// What one line of the file says.
pub(super) struct Step {
    /// Number of the line, from 1.
    pub(super) line: usize,
    /// The heads that it names.
    pub(super) changed: Heads,
}

/// Reads the file and checks every line; a last line without its end was never finished and does not count.
pub(super) fn read(
    path: &Path,
    keys: &KeyRing,
) -> Result<impl Iterator<Item = Result<Step, CheckpointError>>, CheckpointError> {
    let lines = whole_lines(path)?;
    let mut all = Heads::new();
    Ok(lines.into_iter().enumerate().map(move |(index, text)| {
        let line = index + 1;
        check(&text, &mut all, keys).map(|changed| Step { line, changed }).ok_or(CheckpointError::Line { line })
    }))
}

fn whole_lines(path: &Path) -> io::Result<Vec<String>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let whole = text.rfind('\n').map_or(0, |end| end + 1);
    Ok(text[..whole].lines().map(str::to_owned).collect())
}

fn parse(text: &str) -> Option<(Heads, String)> {
    let line: Line = serde_json::from_str(text).ok()?;
    let changed = line.heads.iter().map(HeadLine::read).collect::<Option<_>>()?;
    (line.v == 1).then_some((changed, line.checkpoint))
}

fn check(text: &str, all: &mut Heads, keys: &KeyRing) -> Option<Heads> {
    let (changed, checkpoint) = parse(text)?;
    // A chain only grows: lines that were moved, or that a rolled-back database wrote, are found here.
    let grew = |(person, head): (&PersonHandle, &ChainHead)| all.get(person).is_none_or(|known| head.seq > known.seq);
    if !changed.iter().all(grew) {
        return None;
    }
    all.extend(changed.iter().map(|(person, head)| (*person, *head)));
    let checkpoint = Checkpoint::verify(&checkpoint, keys).ok()?;
    checkpoint.matches(&leaves(all)).then_some(changed)
}

impl HeadLine {
    fn read(&self) -> Option<(PersonHandle, ChainHead)> {
        let hash = URL_SAFE_NO_PAD.decode(&self.hash).ok()?;
        let hash = ChainHash::from_bytes(&hash).ok()?;
        Some((PersonHandle(self.person), ChainHead { seq: self.seq, hash }))
    }
}

fn leaves(heads: &Heads) -> Vec<Digest> {
    heads.iter().map(|(person, head)| head_leaf(person.0.as_bytes(), head)).collect()
}

fn append(path: &Path, line: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().create(true).read(true).append(true).open(path)?;
    let mut text = String::with_capacity(line.len() + 2);
    if file.seek(io::SeekFrom::End(0))? > 0 {
        file.seek(io::SeekFrom::End(-1))?;
        let mut last = [0];
        file.read_exact(&mut last)?;
        // What a crash left unfinished becomes a line of its own, which readers refuse; so it is cut off instead.
        if last != [b'\n'] {
            cut_unfinished(path)?;
        }
    }
    text.push_str(line);
    text.push('\n');
    file.write_all(text.as_bytes())?;
    file.sync_data()
}

fn cut_unfinished(path: &Path) -> io::Result<()> {
    let content = fs::read(path)?;
    let whole = content.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let file = fs::OpenOptions::new().write(true).open(path)?;
    file.set_len(u64::try_from(whole).unwrap_or(0))
}
