//! The data folder: ours by a marker file, held by one simulator at a time.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use crate::files;

/// Says whose folder it is; the lock on it says that a simulator runs there.
const MARKER: &str = ".leling-simulator";

const MARKER_TEXT: &str = "Data of leling-simulator, version 1. `leling-simulator --reset` empties this folder.\n";

/// Why a folder is not used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FolderError {
    /// It holds something and has no marker.
    #[error("folder {} holds files of something else", .0.display())]
    NotOurs(PathBuf),
    /// Another simulator runs there.
    #[error("folder {} is in use by another simulator", .0.display())]
    InUse(PathBuf),
    /// The system's answer.
    #[error("folder cannot be used")]
    Io(#[from] io::Error),
}

/// Whether a folder was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Age {
    /// It was made or emptied now.
    New,
    /// It holds what an earlier run left.
    Old,
}

/// What is done with what an earlier run left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// It stays.
    Keep,
    /// It is removed.
    Reset,
}

/// A data folder, held until it is dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Takes `path` as data folder, making it where there is none.
    pub(crate) fn take(path: &Path, before: Before) -> Result<(Self, Age), FolderError> {
        files::private_dir(path)?;
        let path = fs::canonicalize(path)?;
        let marker = path.join(MARKER);
        let new = !marker.exists();
        if new && fs::read_dir(&path)?.next().is_some() {
            return Err(FolderError::NotOurs(path));
        }
        if new {
            files::replace(&marker, MARKER_TEXT.as_bytes())?;
        }
        let lock = File::open(&marker)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(FolderError::InUse(path)),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        if before == Before::Reset {
            files::empty(&path, &[MARKER])?;
        }
        let age = if new || before == Before::Reset { Age::New } else { Age::Old };
        Ok((Self { path, _lock: lock }, age))
    }

    /// Gives the path of a part of the folder.
    pub(crate) fn part(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_something_else_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let note = dir.path().join("letter.txt");
        fs::write(&note, "keep me").unwrap();
        for before in [Before::Keep, Before::Reset] {
            assert!(matches!(Folder::take(dir.path(), before), Err(FolderError::NotOurs(_))));
        }
        assert_eq!(fs::read_to_string(note).unwrap(), "keep me");
    }

    #[test]
    fn reset_empties_our_own_folder_and_nothing_beyond_a_link() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("far"), "far").unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("data");
        let (folder, age) = Folder::take(&path, Before::Keep).unwrap();
        assert_eq!(age, Age::New);
        fs::create_dir(folder.part("phones")).unwrap();
        fs::write(folder.part("phones/one"), "1").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.path(), folder.part("link")).unwrap();
        assert!(matches!(Folder::take(&path, Before::Reset), Err(FolderError::InUse(_))));
        drop(folder);
        assert_eq!(Folder::take(&path, Before::Keep).unwrap().1, Age::Old);
        assert_eq!(Folder::take(&path, Before::Reset).unwrap().1, Age::New);
        assert_eq!(fs::read_dir(&path).unwrap().count(), 1);
        assert!(outside.path().join("far").exists());
    }
}
