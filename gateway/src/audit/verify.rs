//! Recomputes every chain and compares it with every checkpoint.

use std::{collections::BTreeMap, path::Path};

use leling_crypto::{
    chain::{BadEntry, ChainHash, ChainHead, Entry, verify_from},
    keyring::KeyRing,
};

use super::{
    CheckpointError, canonical,
    checkpoint::{self, Heads},
};
use crate::storage::{PersonHandle, Storage, StorageError};

/// Lines that are read at once.
const PAGE: u32 = 500;

/// What a verification found to be in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// Chains.
    pub chains: usize,
    /// Entries in them.
    pub entries: u64,
    /// Checkpoints.
    pub checkpoints: usize,
}

/// What a verification found to be wrong, with the first bad entry.
#[derive(Debug, thiserror::Error)]
pub enum AuditFault {
    /// The storage cannot be read at all.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A checkpoint is not genuine.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// An entry does not fit into its chain.
    #[error("chain {person}: {bad}")]
    Entry {
        /// Whose chain.
        person: PersonHandle,
        /// Which entry and why.
        bad: BadEntry,
    },
    /// An entry holds values that no entry has.
    #[error("chain {person}: entry {seq} is not readable")]
    Unreadable {
        /// Whose chain.
        person: PersonHandle,
        /// Its number.
        seq: u64,
    },
    /// The chain is whole but shorter than a checkpoint saw it.
    #[error("chain {person}: entry {seq} is missing, checkpoint {line} saw {seen} entries")]
    Shortened {
        /// Whose chain.
        person: PersonHandle,
        /// First missing entry.
        seq: u64,
        /// How many the checkpoint saw.
        seen: u64,
        /// Line of the checkpoint.
        line: usize,
    },
    /// The chain is whole but not the one that a checkpoint saw.
    #[error("chain {person}: entry {seq} or one before it was rewritten since checkpoint {line}")]
    Rewritten {
        /// Whose chain.
        person: PersonHandle,
        /// Entry that the checkpoint saw differently.
        seq: u64,
        /// Line of the checkpoint.
        line: usize,
    },
}

/// What a checkpoint saw of one chain.
struct Seen {
    line: usize,
    head: ChainHead,
}

/// Recomputes every chain and compares it with the checkpoints in the file at `checkpoints`.
///
/// # Errors
/// [`AuditFault`] with the first bad entry.
pub async fn verify(storage: &dyn Storage, checkpoints: &Path, keys: &KeyRing) -> Result<AuditReport, AuditFault> {
    let mut report = AuditReport::default();
    let mut seen: BTreeMap<PersonHandle, Vec<Seen>> = BTreeMap::new();
    for step in checkpoint::read(checkpoints, keys)? {
        let step = step?;
        report.checkpoints += 1;
        for (person, head) in step.changed {
            seen.entry(person).or_default().push(Seen { line: step.line, head });
        }
    }
    let mut people: Heads = storage.audit_heads().await?.into_iter().collect();
    for person in seen.keys() {
        people.entry(*person).or_insert(ChainHead::EMPTY);
    }
    for person in people.into_keys() {
        let head = verify_chain(storage, person, seen.remove(&person).unwrap_or_default()).await?;
        report.chains += 1;
        report.entries += head.seq;
    }
    Ok(report)
}

async fn verify_chain(storage: &dyn Storage, person: PersonHandle, seen: Vec<Seen>) -> Result<ChainHead, AuditFault> {
    let mut head = ChainHead::EMPTY;
    let mut checkpoints = seen.into_iter().peekable();
    loop {
        let (bytes, hashes) = page(storage, person, head.seq).await?;
        if bytes.is_empty() {
            break;
        }
        for (canonical, (seq, hash)) in bytes.iter().zip(hashes) {
            head =
                verify_from(head, [Entry { seq, canonical, hash }]).map_err(|bad| AuditFault::Entry { person, bad })?;
            while let Some(seen) = checkpoints.next_if(|seen| seen.head.seq <= seq) {
                if seen.head != head {
                    return Err(AuditFault::Rewritten { person, seq: seen.head.seq, line: seen.line });
                }
            }
        }
    }
    match checkpoints.next() {
        Some(Seen { line, head: missed }) => {
            Err(AuditFault::Shortened { person, seq: head.seq + 1, seen: missed.seq, line })
        }
        None => Ok(head),
    }
}

type Page = (Vec<Vec<u8>>, Vec<(u64, ChainHash)>);

async fn page(storage: &dyn Storage, person: PersonHandle, after: u64) -> Result<Page, AuditFault> {
    let records = match storage.audit(person, after, PAGE).await {
        Ok(records) => records,
        // Some line of the page holds what no line has: go on one by one until it is found.
        Err(StorageError::Broken(_)) => {
            storage.audit(person, after, 1).await.map_err(|_| AuditFault::Unreadable { person, seq: after + 1 })?
        }
        Err(error) => return Err(error.into()),
    };
    let bytes = records.iter().map(|record| canonical(person, record)).collect();
    Ok((bytes, records.iter().map(|record| (record.seq, record.hash)).collect()))
}
