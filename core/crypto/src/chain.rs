//! Hash chains of audit entries, and signed checkpoints over the heads of all chains.
//!
//! Each entry's hash covers the one before it, its sequence number and its canonical bytes; [`verify`] names the
//! first entry that does not fit. Whoever owns the database can rewrite a whole chain, therefore a [`Checkpoint`]
//! over all heads is signed and kept elsewhere too.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use crate::{
    SUITE_INTL,
    hash::{Digest, framed, sha256},
    jws::{Jws, JwsDraft, JwsError, KeyHint},
    keyring::KeyRing,
    keys::PublicKey,
    merkle,
};

/// Length of a stored hash: suite byte and digest.
pub const CHAIN_HASH_LEN: usize = 33;

/// The hash of an entry, as it is stored: suite byte, then SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChainHash([u8; CHAIN_HASH_LEN]);

impl std::fmt::Debug for ChainHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ChainHash({})", URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl ChainHash {
    /// What stands before the first entry of every chain.
    pub const GENESIS: Self = {
        let mut bytes = [0; CHAIN_HASH_LEN];
        bytes[0] = SUITE_INTL;
        Self(bytes)
    };

    /// Reads a stored hash.
    ///
    /// # Errors
    /// [`ChainError::BadHash`] for another length or suite.
    pub fn from_bytes(stored: &[u8]) -> Result<Self, ChainError> {
        match <[u8; CHAIN_HASH_LEN]>::try_from(stored) {
            Ok(bytes) if bytes[0] == SUITE_INTL => Ok(Self(bytes)),
            _ => Err(ChainError::BadHash),
        }
    }

    /// Returns the bytes to store.
    pub fn as_bytes(&self) -> &[u8; CHAIN_HASH_LEN] {
        &self.0
    }
}

/// Why a chain or checkpoint was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// Not a stored hash of a known suite.
    #[error("chain hash is malformed")]
    BadHash,
    /// Not a checkpoint, or not signed by a key in the ring.
    #[error(transparent)]
    Jws(#[from] JwsError),
    /// The `kid` names no key in the ring.
    #[error("checkpoint was signed by an unknown key")]
    UnknownKey,
}

/// Returns the hash of the entry `seq` (from 1) with these canonical bytes, after `previous`.
pub fn entry_hash(previous: &ChainHash, seq: u64, canonical: &[u8]) -> ChainHash {
    let input = framed(&[b"leling chain entry", &previous.0, &seq.to_be_bytes(), canonical]);
    let mut out = ChainHash::GENESIS;
    out.0[1..].copy_from_slice(&sha256(&input));
    out
}

/// One stored entry.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// Its number in the chain, from 1.
    pub seq: u64,
    /// The bytes that were recorded.
    pub canonical: &'a [u8],
    /// The hash stored beside them.
    pub hash: ChainHash,
}

/// Where a chain ends: number and hash of its last entry; 0 and genesis for an empty one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// Number of the last entry.
    pub seq: u64,
    /// Its hash.
    pub hash: ChainHash,
}

impl ChainHead {
    /// The head of a chain without entries.
    pub const EMPTY: Self = Self { seq: 0, hash: ChainHash::GENESIS };

    /// Returns the head after one more entry.
    #[must_use]
    pub fn append(&self, canonical: &[u8]) -> Self {
        let seq = self.seq + 1;
        Self { seq, hash: entry_hash(&self.hash, seq, canonical) }
    }
}

/// The first entry that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadEntry {
    /// The number that should come here is missing: an entry was removed, added or moved.
    #[error("entry {expected} is missing, {found} stands in its place")]
    Sequence {
        /// The number that should come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// The stored hash is not that of the entry's bytes after the entry before it.
    #[error("entry {seq} was changed")]
    Hash {
        /// The entry's number.
        seq: u64,
    },
}

/// Checks a whole chain in order and returns its head, to compare with a checkpoint: a chain cut at its end is
/// still a chain.
///
/// # Errors
/// [`BadEntry`], the first one.
pub fn verify<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Result<ChainHead, BadEntry> {
    verify_from(ChainHead::EMPTY, entries)
}

/// Checks the entries that follow a `head` known to be good.
///
/// # Errors
/// [`BadEntry`], the first one.
pub fn verify_from<'a>(head: ChainHead, entries: impl IntoIterator<Item = Entry<'a>>) -> Result<ChainHead, BadEntry> {
    let mut head = head;
    for entry in entries {
        let next = head.append(entry.canonical);
        if entry.seq != next.seq {
            return Err(BadEntry::Sequence { expected: next.seq, found: entry.seq });
        }
        if entry.hash != next.hash {
            return Err(BadEntry::Hash { seq: entry.seq });
        }
        head = next;
    }
    Ok(head)
}

/// Returns the leaf of one chain: its name, which is no personal data, and its head.
pub fn head_leaf(stream: &[u8], head: &ChainHead) -> Digest {
    merkle::leaf(&framed(&[stream, &head.seq.to_be_bytes(), &head.hash.0]))
}

/// What a checkpoint says about all chains at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Unix seconds.
    pub iat: u64,
    /// How many chains there are.
    pub streams: u64,
    /// Merkle root over the [`head_leaf`]s in the order of the streams' names, base64url.
    pub root: String,
}

const CHECKPOINT_TYP: &str = "leling-checkpoint+jwt";

impl Checkpoint {
    /// Sums up `leaves`, which stand in the order of the streams' names.
    pub fn over(leaves: &[Digest], now: u64) -> Self {
        Self { iat: now, streams: leaves.len() as u64, root: URL_SAFE_NO_PAD.encode(merkle::root(leaves)) }
    }

    /// Builds the text that `key`, the gateway's, signs.
    ///
    /// # Errors
    /// [`JwsError::Claims`], which never happens here.
    pub fn draft(&self, key: &PublicKey) -> Result<JwsDraft, JwsError> {
        JwsDraft::new(CHECKPOINT_TYP, KeyHint::Kid(key), self)
    }

    /// Reads a signed checkpoint.
    ///
    /// # Errors
    /// [`ChainError::Jws`], [`ChainError::UnknownKey`].
    pub fn verify(text: &str, keys: &KeyRing) -> Result<Self, ChainError> {
        let jws = Jws::parse(text)?;
        jws.require_typ(CHECKPOINT_TYP)?;
        let key = jws.kid().and_then(|kid| keys.by_kid(kid)).ok_or(ChainError::UnknownKey)?;
        Ok(jws.verify(key)?)
    }

    /// Tells whether the checkpoint was taken over exactly these leaves.
    pub fn matches(&self, leaves: &[Digest]) -> bool {
        *self == Self::over(leaves, self.iat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{keys::SoftwareKey, rng::SystemRng};

    fn chain(texts: &[&'static str]) -> Vec<Entry<'static>> {
        let mut head = ChainHead::EMPTY;
        texts
            .iter()
            .map(|text| {
                head = head.append(text.as_bytes());
                Entry { seq: head.seq, canonical: text.as_bytes(), hash: head.hash }
            })
            .collect()
    }

    #[test]
    fn names_the_first_bad_entry() {
        let good = chain(&["a", "b", "c", "d"]);
        assert_eq!(verify(good.clone()).unwrap().hash, good[3].hash);
        assert_eq!(verify([]), Ok(ChainHead::EMPTY));
        let tamper = |change: fn(&mut Vec<Entry<'static>>)| {
            let mut entries = chain(&["a", "b", "c", "d"]);
            change(&mut entries);
            verify(entries).unwrap_err()
        };
        assert_eq!(tamper(|e| e[1].canonical = b"B"), BadEntry::Hash { seq: 2 });
        assert_eq!(
            tamper(|e| {
                e.remove(1);
            }),
            BadEntry::Sequence { expected: 2, found: 3 }
        );
        assert_eq!(tamper(|e| e.swap(1, 2)), BadEntry::Sequence { expected: 2, found: 3 });
        assert_eq!(tamper(|e| e.insert(1, chain(&["x", "y"])[1])), BadEntry::Hash { seq: 2 });
        assert_eq!(
            tamper(|e| {
                e.remove(1);
                e[1].seq = 2;
            }),
            BadEntry::Hash { seq: 2 }
        );
    }

    #[test]
    fn a_cut_or_rewritten_chain_betrays_itself_at_the_checkpoint() {
        let key = SoftwareKey::generate(&SystemRng::new()).unwrap();
        let ring = KeyRing::from_iter([*key.public_key()]);
        let leaf = |entries: Vec<Entry<'_>>| head_leaf(b"stream-1", &verify(entries).unwrap());
        let other = head_leaf(b"stream-2", &ChainHead::EMPTY);
        let checkpoint = Checkpoint::over(&[leaf(chain(&["a", "b"])), other], 7);
        let draft = checkpoint.draft(key.public_key()).unwrap();
        let text = draft.clone().attach(&key.sign(&draft.to_be_signed()));
        let read = Checkpoint::verify(&text, &ring).unwrap();
        assert_eq!(read, checkpoint);
        assert!(read.matches(&[leaf(chain(&["a", "b"])), other]));
        assert!(!read.matches(&[leaf(chain(&["a"])), other]));
        assert!(!read.matches(&[leaf(chain(&["a", "B"])), other]));
        assert!(!read.matches(&[leaf(chain(&["a", "b"]))]));
        assert_eq!(Checkpoint::verify(&text, &KeyRing::new()), Err(ChainError::UnknownKey));
    }

    #[test]
    fn an_entry_of_suite_one_keeps_its_hash() {
        // SHA-256 over the framed parts, computed apart from this crate.
        let expected = [1, 0x37, 0xd9, 0xf9, 0xcc, 0x70, 0x27, 0x4f, 0x16, 0xc2];
        assert_eq!(entry_hash(&ChainHash::GENESIS, 1, b"a").as_bytes()[..10], expected);
    }

    #[test]
    fn stored_hashes_name_their_suite() {
        let hash = ChainHead::EMPTY.append(b"a").hash;
        assert_eq!(ChainHash::from_bytes(hash.as_bytes()), Ok(hash));
        let mut other = *hash.as_bytes();
        other[0] = 2;
        assert_eq!(ChainHash::from_bytes(&other), Err(ChainError::BadHash));
        assert_eq!(ChainHash::from_bytes(&other[1..]), Err(ChainError::BadHash));
    }
}
