//! Staff, their sessions at the desk, and people as they see them.

use leling_crypto::totp::TotpSecret;
use leling_protocol::{Redacted, Timestamp};
use rusqlite::{OptionalExtension as _, Row, Transaction};

use super::{
    Inside, PersonHandle, Reply, SqliteStorage, StorageError, answers,
    columns::{At, Named},
    device::DeviceRowState,
    people,
};
use crate::{
    refusal::Refusal,
    rules::staff::{DeskSession, Role},
    storage::{
        DeskCaller, DeskDevice, DeskDeviceState, DeskPerson, DeskSessionId, DeskSignIn, DeskStorage, NewStaff, Spend,
        StaffNumber, StaffRow, Whom,
    },
};

/// Keeps somebody as staff.
pub(super) fn add(tx: &Transaction<'_>, inside: &Inside, staff: &NewStaff) -> Result<(), StorageError> {
    let number = staff.number.as_str();
    let sql = "INSERT INTO staff (number, role, password, secret, last_step, added_at) VALUES (?1, ?2, ?3, ?4, 0, ?5)
               ON CONFLICT (number) DO UPDATE SET
                   role = ?2, password = ?3, secret = ?4, last_step = 0, added_at = ?5, left_at = NULL";
    let secret = inside.sealer.seal_staff_secret(number, staff.secret.expose());
    let password = staff.password.expose();
    tx.prepare_cached(sql)?.execute((number, Named(staff.role), password, secret, At(staff.at)))?;
    end_sessions(tx, &staff.number)
}

/// Lets somebody leave.
pub(super) fn remove(tx: &Transaction<'_>, number: &StaffNumber, at: Timestamp) -> Result<bool, StorageError> {
    let sql = "UPDATE staff SET left_at = ?2 WHERE number = ?1 AND left_at IS NULL";
    let left = tx.prepare_cached(sql)?.execute((number.as_str(), At(at)))?;
    end_sessions(tx, number)?;
    Ok(left > 0)
}

fn end_sessions(tx: &Transaction<'_>, number: &StaffNumber) -> Result<(), StorageError> {
    tx.prepare_cached("DELETE FROM staff_session WHERE number = ?1")?.execute([number.as_str()])?;
    Ok(())
}

/// Gives everybody who may sign in.
pub(super) fn list(tx: &Transaction<'_>) -> Result<Vec<(StaffNumber, Role)>, StorageError> {
    let mut statement = tx.prepare_cached("SELECT number, role FROM staff WHERE left_at IS NULL ORDER BY number")?;
    let rows = statement.query_map([], |row| {
        let (number, Named(role)) = (row.get::<_, String>(0)?, row.get(1)?);
        Ok((number, role))
    })?;
    rows.map(|row| row.map_err(StorageError::from).and_then(|(number, role)| Ok((stored(&number)?, role)))).collect()
}

fn stored(number: &str) -> Result<StaffNumber, StorageError> {
    StaffNumber::parse(number).map_err(|error| StorageError::Broken(error.to_string()))
}

/// Gives what somebody's signing in is checked against.
pub(super) fn find(
    tx: &Transaction<'_>,
    inside: &Inside,
    number: &StaffNumber,
) -> Result<Option<StaffRow>, StorageError> {
    let sql = "SELECT role, password, secret, last_step FROM staff WHERE number = ?1 AND left_at IS NULL";
    let found = tx.prepare_cached(sql)?.query_row([number.as_str()], |row| {
        let (Named(role), password, secret, step) =
            (row.get(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?, row.get::<_, i64>(3)?);
        Ok((role, password, secret, step))
    });
    let Some((role, password, secret, step)) = found.optional()? else { return Ok(None) };
    let secret = inside.sealer.open_staff_secret(number.as_str(), &secret)?;
    let secret = TotpSecret::from_bytes(&secret);
    let secret = secret.ok_or_else(|| StorageError::Broken("stored secret is not one".to_owned()))?;
    let last_step = u64::try_from(step).unwrap_or(0);
    Ok(Some(StaffRow { role, password: Redacted::new(password), secret, last_step }))
}

/// Uses a code up and opens a session.
pub(super) fn sign_in(tx: &Transaction<'_>, sign_in: &DeskSignIn) -> Result<bool, StorageError> {
    let number = sign_in.number.as_str();
    let step = i64::try_from(sign_in.step).unwrap_or(i64::MAX);
    let sql = "UPDATE staff SET last_step = ?2 WHERE number = ?1 AND left_at IS NULL AND last_step < ?2";
    if tx.prepare_cached(sql)?.execute((number, step))? == 0 {
        return Ok(false);
    }
    let sql = "INSERT INTO staff_session (id, number, since, used_at) VALUES (?1, ?2, ?3, ?3)";
    tx.prepare_cached(sql)?.execute((sign_in.session, number, At(sign_in.at)))?;
    Ok(true)
}

/// Gives who sits behind a session.
pub(super) fn caller(tx: &Transaction<'_>, session: DeskSessionId) -> Result<Option<DeskCaller>, StorageError> {
    let sql = "SELECT t.number, t.role, s.since, s.used_at FROM staff_session s JOIN staff t ON t.number = s.number
               WHERE s.id = ?1 AND t.left_at IS NULL";
    let found = tx.prepare_cached(sql)?.query_row([session], |row| {
        let (number, Named(role)) = (row.get::<_, String>(0)?, row.get(1)?);
        let (At(since), At(used_at)) = (row.get(2)?, row.get(3)?);
        Ok((number, role, DeskSession { since, used_at }))
    });
    let Some((number, role, session)) = found.optional()? else { return Ok(None) };
    Ok(Some(DeskCaller { number: stored(&number)?, role, session }))
}

/// Notes that a session was used.
pub(super) fn touch(tx: &Transaction<'_>, session: DeskSessionId, at: Timestamp) -> Result<(), StorageError> {
    tx.prepare_cached("UPDATE staff_session SET used_at = ?2 WHERE id = ?1")?.execute((session, At(at)))?;
    Ok(())
}

/// Ends a session.
pub(super) fn sign_out(tx: &Transaction<'_>, session: DeskSessionId) -> Result<(), StorageError> {
    tx.prepare_cached("DELETE FROM staff_session WHERE id = ?1")?.execute([session])?;
    Ok(())
}

/// Finds the person that staff mean.
pub(super) fn whom(tx: &Transaction<'_>, inside: &Inside, whom: &Whom) -> Result<Option<PersonHandle>, StorageError> {
    match whom {
        Whom::Number(id_number) => people::by_number(tx, inside, id_number),
        Whom::Person(person) => {
            let sql = "SELECT handle FROM person WHERE handle = ?1";
            Ok(tx.prepare_cached(sql)?.query_row([person], |row| row.get(0)).optional()?)
        }
    }
}

/// Gives a person with their phones.
pub(super) fn person(tx: &Transaction<'_>, inside: &Inside, meant: &Whom) -> Result<Option<DeskPerson>, StorageError> {
    let Some(person) = whom(tx, inside, meant)? else { return Ok(None) };
    let (name, id_number) = people::named(tx, inside, person)?;
    let sql = "SELECT id, state, platform, enrolled_at FROM device WHERE person = ?1 ORDER BY enrolled_at DESC, id";
    let mut statement = tx.prepare_cached(sql)?;
    let devices = statement.query_map([person], device)?.collect::<Result<_, _>>()?;
    Ok(Some(DeskPerson { person, name, id_number, devices }))
}

fn device(row: &Row<'_>) -> rusqlite::Result<DeskDevice> {
    let (Named(state), Named(platform), At(enrolled_at)) = (row.get(1)?, row.get(2)?, row.get(3)?);
    let state = match state {
        DeviceRowState::Active => DeskDeviceState::Active,
        DeviceRowState::Frozen => DeskDeviceState::Frozen,
        DeviceRowState::Replaced => DeskDeviceState::Replaced,
    };
    Ok(DeskDevice { device: row.get(0)?, state, platform, enrolled_at })
}

impl DeskStorage for SqliteStorage {
    fn add_staff(&self, staff: NewStaff) -> Reply<'_, ()> {
        self.write(move |tx, inside| add(tx, inside, &staff))
    }

    fn remove_staff(&self, number: StaffNumber, at: Timestamp) -> Reply<'_, bool> {
        self.write(move |tx, _| remove(tx, &number, at))
    }

    fn staff_list(&self) -> Reply<'_, Vec<(StaffNumber, Role)>> {
        self.read(|tx, _| list(tx))
    }

    fn staff(&self, number: StaffNumber) -> Reply<'_, Option<StaffRow>> {
        self.read(move |tx, inside| find(tx, inside, &number))
    }

    fn spend(&self, spends: Vec<Spend>, at: Timestamp) -> Reply<'_, Option<Refusal>> {
        self.write(move |tx, inside| answers::spend_limits(tx, inside, &spends, at))
    }

    fn desk_sign_in(&self, brought: DeskSignIn) -> Reply<'_, bool> {
        self.write(move |tx, _| sign_in(tx, &brought))
    }

    fn desk_caller(&self, session: DeskSessionId) -> Reply<'_, Option<DeskCaller>> {
        self.read(move |tx, _| caller(tx, session))
    }

    fn use_desk_session(&self, session: DeskSessionId, at: Timestamp) -> Reply<'_, ()> {
        self.write(move |tx, _| touch(tx, session, at))
    }

    fn desk_sign_out(&self, session: DeskSessionId) -> Reply<'_, ()> {
        self.write(move |tx, _| sign_out(tx, session))
    }

    fn desk_person(&self, whom: Whom) -> Reply<'_, Option<DeskPerson>> {
        self.read(move |tx, inside| person(tx, inside, &whom))
    }
}
