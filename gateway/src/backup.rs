//! Copies of the data folder: made while the gateway runs, checked before they are put back.

use std::{fs, io, path::Path};

use crate::{
    Config, StartError,
    audit::{self, AuditFault, AuditReport},
    gateway::{checkpoint_file, database, open},
    keys::write_private,
    storage::{Storage as _, StorageError},
};

/// Whether the key file goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WithKeys {
    /// It does.
    Yes,
    /// It is kept elsewhere.
    No,
}

/// Why a backup or a restore did not happen.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    /// The folder to copy to, or the data folder to restore to, is not empty.
    #[error("target folder is not empty")]
    NotEmpty,
    /// The folder to copy from holds no backup.
    #[error("folder holds no backup")]
    NoBackup,
    /// The copy holds no key file, and there is none in place.
    #[error("key file is missing: put it in place first, or back up with --with-keys")]
    NoKeys,
    /// A file cannot be read or written.
    #[error("file is not accessible")]
    Io(#[from] io::Error),
    /// The data folder does not open.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The database does not copy.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The record in the copy is not in order.
    #[error(transparent)]
    Audit(#[from] AuditFault),
}

/// Copies database and checkpoints to the new folder `to`.
///
/// # Errors
/// [`BackupError`].
pub(crate) async fn backup(config: &Config, to: &Path, with_keys: WithKeys) -> Result<(), BackupError> {
    if !database(config).exists() {
        return Err(BackupError::NoBackup);
    }
    require_empty(to)?;
    fs::create_dir_all(to)?;
    let copy = Config::for_folder(to.to_owned(), None, config.numbers.clone());
    let (_, storage) = open(config)?;
    // Checkpoints first: a database that is newer than they are still holds all they saw.
    copy_checkpoints(config, &copy)?;
    storage.backup(&database(&copy)).await?;
    if with_keys == WithKeys::Yes {
        write_private(&copy.key_file(), &fs::read(config.key_file())?)?;
    }
    Ok(())
}

/// Puts the backup in `from` into the data folder, which must hold no database, after verifying its record.
///
/// # Errors
/// [`BackupError`]; where the record is not in order the data folder stays without a database.
pub(crate) async fn restore(config: &Config, from: &Path) -> Result<AuditReport, BackupError> {
    let copy = Config::for_folder(from.to_owned(), None, config.numbers.clone());
    if !database(&copy).exists() {
        return Err(BackupError::NoBackup);
    }
    if database(config).exists() || checkpoint_file(config).exists() {
        return Err(BackupError::NotEmpty);
    }
    fs::create_dir_all(&config.data)?;
    if !config.key_file().exists() {
        if !copy.key_file().exists() {
            return Err(BackupError::NoKeys);
        }
        write_private(&config.key_file(), &fs::read(copy.key_file())?)?;
    }
    copy_checkpoints(&copy, config)?;
    let draft = config.data.join("gateway.db.draft");
    fs::copy(database(&copy), &draft)?;
    fs::File::open(&draft)?.sync_all()?;
    fs::rename(&draft, database(config))?;
    let verified = verify(config).await;
    if verified.is_err() {
        for suffix in ["", "-wal", "-shm"] {
            let file = config.data.join(format!("gateway.db{suffix}"));
            if file.exists() {
                fs::remove_file(file)?;
            }
        }
        fs::remove_file(checkpoint_file(config)).or_else(ignore_missing)?;
    }
    verified
}

async fn verify(config: &Config) -> Result<AuditReport, BackupError> {
    let (keys, storage) = open(config)?;
    storage.check().await?;
    Ok(audit::verify(&storage, &checkpoint_file(config), &keys.audit.ring()).await?)
}

fn copy_checkpoints(from: &Config, to: &Config) -> io::Result<()> {
    if let Some(folder) = checkpoint_file(to).parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(checkpoint_file(from), checkpoint_file(to)).map(|_| ()).or_else(ignore_missing)
}

fn ignore_missing(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

fn require_empty(folder: &Path) -> Result<(), BackupError> {
    if !folder.exists() {
        return Ok(());
    }
    if fs::read_dir(folder)?.next().is_some() { Err(BackupError::NotEmpty) } else { Ok(()) }
}
