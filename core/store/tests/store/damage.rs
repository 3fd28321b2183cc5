//! Damage by the byte: whatever opens is what was written, and the store can always be used again.

use std::{
    fs,
    path::{Path, PathBuf},
};

use leling_crypto::rng::{Rng, SeededRng, below};
use leling_store::{DocKey, DocKind, StoreError};

use crate::common::{copy, filled, nothing_wrong, open, root};

const PAGE: u64 = 4096;

/// All documents and writes of a filled store.
const ALL: usize = 181;

/// A folder in memory where there is one: thousands of these are made, and none has to outlive a power cut.
fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// A folder as it lies after a clean end, and one as it lies after a kill, with its logs.
fn folders() -> [tempfile::TempDir; 2] {
    let closed = scratch();
    let killed = scratch();
    let store = filled(closed.path());
    copy(closed.path(), killed.path());
    drop(store);
    [closed, killed]
}

/// What became of one damaged folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Usable with so many records left.
    Kept(usize),
    /// Refused as written by a newer version, or by another key: said so and left alone.
    Refused,
}

/// Opens a damaged folder as the run time does: what is found damaged is set aside, and then it must work.
fn survive(dir: &Path) -> End {
    let mut store = match open(dir) {
        Ok(opened) => opened.store,
        Err(StoreError::Newer { .. }) => return End::Refused,
        Err(error) => panic!("{error:?}"),
    };
    if store.wrapped_root().unwrap().is_none() {
        store.adopt(&root(), b"again").unwrap();
    }
    match store.unlock(&root()) {
        Ok(()) => {}
        Err(StoreError::KeyGone) => return End::Refused,
        Err(error) => panic!("{error:?}"),
    }
    for _ in 0..3 {
        match nothing_wrong(&mut store) {
            Ok(kept) => {
                store.put(DocKind::Draft, DocKey::ONLY, b"typed").unwrap();
                return End::Kept(kept);
            }
            Err(StoreError::Damaged(part)) => store.set_aside(part).unwrap(),
            Err(error) => panic!("{error:?}"),
        }
    }
    panic!("still damaged after both files were set aside");
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn damaged_copy(dir: &Path, file: &Path, damage: impl FnOnce(&mut Vec<u8>)) -> tempfile::TempDir {
    let target = scratch();
    copy(dir, target.path());
    let path = target.path().join(file.file_name().unwrap());
    let mut bytes = fs::read(&path).unwrap();
    damage(&mut bytes);
    fs::write(&path, bytes).unwrap();
    target
}

#[test]
fn truncated_at_each_page_and_inside_it() {
    for folder in folders() {
        for file in files(folder.path()) {
            let length = fs::metadata(&file).unwrap().len();
            for page in 0..=length / PAGE {
                for cut in [page * PAGE, page * PAGE + 1, page * PAGE + 2048] {
                    if cut < length {
                        let cut = usize::try_from(cut).unwrap();
                        survive(damaged_copy(folder.path(), &file, |bytes| bytes.truncate(cut)).path());
                    }
                }
            }
        }
    }
}

#[test]
fn flipped_regions() {
    let mut rng = SeededRng::new(2026);
    let (mut whole, mut part, mut refused) = (0, 0, 0);
    for folder in folders() {
        for file in files(folder.path()) {
            let length = u32::try_from(fs::metadata(&file).unwrap().len()).unwrap();
            // An empty file has no region; a header, which decides most, gets a share of its own.
            for round in 0..if length == 0 { 0 } else { 60 } {
                let reach = if round % 3 == 0 { length.min(200) } else { length };
                let start = usize::try_from(below(&mut rng, reach)).unwrap();
                let region = usize::try_from(below(&mut rng, 64) + 1).unwrap();
                let target = damaged_copy(folder.path(), &file, |bytes| {
                    let end = bytes.len().min(start + region);
                    let mut noise = vec![0; end - start];
                    rng.fill(&mut noise);
                    bytes[start..end].iter_mut().zip(noise).for_each(|(byte, noise)| *byte ^= noise | 1);
                });
                match survive(target.path()) {
                    End::Kept(ALL) => whole += 1,
                    End::Kept(_) => part += 1,
                    End::Refused => refused += 1,
                }
            }
        }
    }
    // The amounts follow from the seed; what matters is that damage mostly costs one file and rarely a sign-in.
    assert!(refused * 10 < whole + part, "{whole} whole, {part} in part, {refused} refused");
}

#[test]
fn one_bit_of_each_byte_of_the_header() {
    let [closed, _] = folders();
    for name in ["store.db", "outbox.db"] {
        for byte in 0..100 {
            let target = damaged_copy(closed.path(), Path::new(name), |bytes| bytes[byte] ^= 1 << (byte % 8));
            survive(target.path());
        }
    }
}
