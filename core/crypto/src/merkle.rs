//! Merkle trees as RFC 6962, section 2.1, hashes them: a root over many leaves, and a short proof that one is inside.
//!
//! Leaves are hashed behind 0x00 and nodes behind 0x01, so a node never passes as a leaf. A proof over ten million
//! leaves is 24 digests, 768 bytes.

use crate::hash::{Digest, Sha256, sha256};

/// Returns the root over `leaves` in their order; of none, SHA-256 of nothing.
pub fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => sha256(b""),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node(&root(left), &root(right))
        }
    }
}

/// Hashes the bytes of one leaf.
pub fn leaf(data: &[u8]) -> Digest {
    let mut hash = Sha256::new();
    hash.update(&[0x00]);
    hash.update(data);
    hash.finish()
}

/// Returns the audit path of leaf `index`, nearest first; `None` beyond the last leaf.
pub fn prove(leaves: &[Digest], index: usize) -> Option<Vec<Digest>> {
    if index >= leaves.len() {
        return None;
    }
    if leaves.len() == 1 {
        return Some(Vec::new());
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut path, sibling) = if index < left.len() {
        (prove(left, index)?, root(right))
    } else {
        (prove(right, index - left.len())?, root(left))
    };
    path.push(sibling);
    Some(path)
}

/// Tells whether `path` shows `leaf` at `index` of a tree of `size` leaves with this `root`.
pub fn verify_inclusion(leaf: &Digest, index: u64, size: u64, path: &[Digest], root: &Digest) -> bool {
    if index >= size {
        return false;
    }
    let (mut position, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in path {
        if last == 0 {
            return false;
        }
        if position % 2 == 1 || position == last {
            hash = node(sibling, &hash);
            while position % 2 == 0 && position != 0 {
                position /= 2;
                last /= 2;
            }
        } else {
            hash = node(&hash, sibling);
        }
        position /= 2;
        last /= 2;
    }
    last == 0 && hash == *root
}

/// The largest power of two below `length`, for two leaves and more.
fn split(length: usize) -> usize {
    length.next_power_of_two() / 2
}

fn node(left: &Digest, right: &Digest) -> Digest {
    let mut hash = Sha256::new();
    hash.update(&[0x01]);
    hash.update(left);
    hash.update(right);
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(count: u8) -> Vec<Digest> {
        (0..count).map(|number| leaf(&[number])).collect()
    }

    #[test]
    fn every_leaf_of_every_small_tree_is_proved_and_nothing_else() {
        let other = leaf(b"other");
        for count in 1..=33_u8 {
            let leaves = leaves(count);
            let root = root(&leaves);
            for (index, leaf) in leaves.iter().enumerate() {
                let path = prove(&leaves, index).unwrap();
                let check = |leaf, index, size, path: &[Digest]| verify_inclusion(leaf, index, size, path, &root);
                let (at, size) = (index as u64, u64::from(count));
                assert!(check(leaf, at, size, &path), "{index} of {count}");
                assert!(!check(&other, at, size, &path));
                assert!(!check(leaf, size, size, &path));
                assert!(!check(leaf, at, size, &[path.as_slice(), &[root]].concat()));
                if let Some((_, shorter)) = path.split_last() {
                    assert!(!check(leaf, at, size, shorter));
                    assert!(!check(leaf, at ^ 1, size, &path), "{index} of {count}");
                }
            }
            assert!(prove(&leaves, usize::from(count)).is_none());
        }
    }

    #[test]
    fn shapes_follow_rfc_6962() {
        assert_eq!(root(&[]), sha256(b""));
        let [a, b, c] = [leaf(b"a"), leaf(b"b"), leaf(b"c")];
        assert_eq!(root(&[a]), a);
        assert_eq!(root(&[a, b, c]), node(&node(&a, &b), &c));
        assert_ne!(root(&[a, b]), root(&[b, a]));
        assert_eq!([2, 3, 4, 5, 8, 9].map(split), [1, 2, 2, 4, 4, 8]);
    }
}
