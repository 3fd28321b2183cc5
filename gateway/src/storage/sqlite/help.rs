//! Help codes.

use leling_protocol::{
    ErrorCode, Timestamp,
    wire::{HelpCode, HelpMode, HelpPage},
};
use rusqlite::{OptionalExtension as _, Row, Transaction};

use super::{
    Inside, Reply, SqliteStorage, StorageError, answers,
    columns::{At, Named},
};
use crate::{
    refusal::Refusal,
    storage::{HelpGiven, HelpStorage, NewHelp, Spend},
};

/// Keeps what the first free digits stand for.
pub(super) fn give(
    tx: &Transaction<'_>,
    inside: &Inside,
    new: &NewHelp,
    spends: &[Spend],
) -> Result<Result<HelpGiven, Refusal>, StorageError> {
    tx.prepare_cached("DELETE FROM help_code WHERE until <= ?1")?.execute([At(new.at)])?;
    if let Some((given, page)) = by_id(tx, new)? {
        return Ok(if page == new.page { Ok(given) } else { Err(ErrorCode::RequestConflict.into()) });
    }
    if let Some(refusal) = answers::spend_limits(tx, inside, spends, new.at)? {
        return Ok(Err(refusal));
    }
    let sql = "INSERT INTO help_code (id, code, screen, error, version, size, voice, language, until)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (code) DO NOTHING";
    let HelpPage { screen, error, version, mode: HelpMode { size, voice, language } } = &new.page;
    for code in &new.codes {
        let kept = tx.prepare_cached(sql)?.execute((
            new.id.as_bytes().as_slice(),
            code.as_str(),
            screen.as_str(),
            error.map(ErrorCode::as_str),
            version.as_str(),
            Named(*size),
            voice,
            language.as_str(),
            At(new.until),
        ))?;
        if kept == 1 {
            return Ok(Ok(HelpGiven { code: code.clone(), until: new.until }));
        }
    }
    Ok(Err(ErrorCode::ServerBusy.into()))
}

fn by_id(tx: &Transaction<'_>, new: &NewHelp) -> Result<Option<(HelpGiven, HelpPage)>, StorageError> {
    let sql = "SELECT screen, error, version, size, voice, language, code, until FROM help_code WHERE id = ?1";
    let found = tx.prepare_cached(sql)?.query_row([new.id.as_bytes().as_slice()], |row| {
        let (Named(code), At(until)) = (row.get(6)?, row.get(7)?);
        Ok((HelpGiven { code, until }, page(row)?))
    });
    Ok(found.optional()?)
}

/// Gives the page that digits stand for.
pub(super) fn find(tx: &Transaction<'_>, code: &HelpCode, at: Timestamp) -> Result<Option<HelpPage>, StorageError> {
    let sql = "SELECT screen, error, version, size, voice, language FROM help_code WHERE code = ?1 AND until > ?2";
    Ok(tx.prepare_cached(sql)?.query_row((code.as_str(), At(at)), page).optional()?)
}

fn page(row: &Row<'_>) -> rusqlite::Result<HelpPage> {
    let (Named(screen), error, Named(version)) = (row.get(0)?, row.get::<_, Option<Named<ErrorCode>>>(1)?, row.get(2)?);
    let (Named(size), voice, Named(language)) = (row.get(3)?, row.get(4)?, row.get(5)?);
    let error = error.map(|Named(error)| error);
    Ok(HelpPage { screen, error, version, mode: HelpMode { size, voice, language } })
}

impl HelpStorage for SqliteStorage {
    fn give_help(&self, new: NewHelp, spends: Vec<Spend>) -> Reply<'_, Result<HelpGiven, Refusal>> {
        self.write(move |tx, inside| give(tx, inside, &new, &spends))
    }

    fn help_page(&self, code: HelpCode, at: Timestamp) -> Reply<'_, Option<HelpPage>> {
        self.read(move |tx, _| find(tx, &code, at))
    }
}
