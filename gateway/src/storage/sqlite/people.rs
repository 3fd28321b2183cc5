//! People, their numbers and their consents.

use leling_protocol::{
    ECardState, IdNumber, PersonName, Phone, Redacted, Timestamp,
    wire::{AuditAct, WriteResponse},
};
use rusqlite::{OptionalExtension as _, Transaction};

use super::{
    Answer, Consent, DeviceId, Inside, PersonHandle, RegisterPerson, StorageError, Write,
    answers::{Outcome, settle},
    audit::{self, Line},
    card, certificate,
    columns::{At, Named},
    device, party,
};
use crate::storage::ConsentSaid;

/// Finds a person by id number.
pub(super) fn by_number(
    tx: &Transaction<'_>,
    inside: &Inside,
    id_number: &IdNumber,
) -> Result<Option<PersonHandle>, StorageError> {
    let sql = "SELECT handle FROM person WHERE id_index = ?1";
    let index = inside.sealer.id_index(id_number);
    Ok(tx.prepare_cached(sql)?.query_row([index], |row| row.get(0)).optional()?)
}

/// Takes a person over where not seen before.
pub(super) fn register(
    tx: &Transaction<'_>,
    inside: &Inside,
    person: &RegisterPerson,
    at: Timestamp,
) -> Result<PersonHandle, StorageError> {
    if let Some(handle) = by_number(tx, inside, &person.id_number)? {
        return Ok(handle);
    }
    let (handle, sealer, entry) = (person.handle, &inside.sealer, &person.entry);
    tx.prepare_cached(
        "INSERT INTO person (handle, id_index, id_number, name, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((
        handle,
        sealer.id_index(&person.id_number),
        sealer.seal_id(handle, &person.id_number),
        sealer.seal_name(handle, &person.name),
        At(at),
    ))?;
    let number = entry.card_number.as_ref().map(|number| sealer.card_number(handle, number));
    tx.prepare_cached(
        "INSERT INTO card (person, number, physical, bank, ecard, sign_seq, tries, wrong_in_row, wait_until,
                           day_began_at, wrong_in_day)
         VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0, 0, 0, 0)",
    )?
    .execute((handle, number, Named(entry.physical), Named(entry.bank), Named(ECardState::None)))?;
    if let Some(phone) = &entry.phone {
        keep_phone(tx, inside, handle, phone, at)?;
    }
    Ok(handle)
}

/// Keeps a number as the person's, unless it is somebody's already.
pub(super) fn keep_phone(
    tx: &Transaction<'_>,
    inside: &Inside,
    person: PersonHandle,
    phone: &Phone,
    at: Timestamp,
) -> Result<(), StorageError> {
    let index = inside.sealer.phone_index(phone);
    let sealed = inside.sealer.seal_phone("phone", &index, phone);
    let sql = "INSERT INTO phone (phone_index, person, phone, since) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (phone_index) DO NOTHING";
    tx.prepare_cached(sql)?.execute((index, person, sealed, At(at)))?;
    Ok(())
}

/// Gives the person to whom a number is known to belong.
pub(super) fn owner_of(
    tx: &Transaction<'_>,
    inside: &Inside,
    phone: &Phone,
) -> Result<Option<PersonHandle>, StorageError> {
    let sql = "SELECT person FROM phone WHERE phone_index = ?1";
    Ok(tx.prepare_cached(sql)?.query_row([inside.sealer.phone_index(phone)], |row| row.get(0)).optional()?)
}

/// Gives the number that has been the person's for longest.
pub(super) fn oldest_phone(
    tx: &Transaction<'_>,
    inside: &Inside,
    person: PersonHandle,
) -> Result<Option<Phone>, StorageError> {
    let sql = "SELECT phone_index, phone FROM phone WHERE person = ?1 ORDER BY since LIMIT 1";
    let found: Option<([u8; 32], Vec<u8>)> =
        tx.prepare_cached(sql)?.query_row([person], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    found.map(|(index, sealed)| inside.sealer.open_phone("phone", &index, &sealed)).transpose()
}

/// Gives the person's id number.
pub(super) fn id_number(
    tx: &Transaction<'_>,
    inside: &Inside,
    person: PersonHandle,
) -> Result<Redacted<IdNumber>, StorageError> {
    let sql = "SELECT id_number FROM person WHERE handle = ?1";
    let sealed: Vec<u8> = tx.prepare_cached(sql)?.query_row([person], |row| row.get(0))?;
    inside.sealer.open_id(person, &sealed).map(Redacted::new)
}

/// Gives the person's name and id number.
pub(super) fn named(
    tx: &Transaction<'_>,
    inside: &Inside,
    person: PersonHandle,
) -> Result<(Redacted<PersonName>, Redacted<IdNumber>), StorageError> {
    let sql = "SELECT name, id_number FROM person WHERE handle = ?1";
    let (name, id_number): (Vec<u8>, Vec<u8>) =
        tx.prepare_cached(sql)?.query_row([person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let name = inside.sealer.open_name(person, &name)?;
    Ok((Redacted::new(name), Redacted::new(inside.sealer.open_id(person, &id_number)?)))
}

/// Records a consent of the device's person.
pub(super) fn record_consent(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    consent: Consent,
) -> Result<Answer, StorageError> {
    settle(tx, inside, write, || {
        let person = match device::in_use(tx, consent.device)? {
            Ok(in_use) => in_use.person,
            Err(refusal) => return Ok(refusal.into()),
        };
        let given = consent.said == ConsentSaid::Yes;
        let sql = "INSERT INTO consent (id, person, device, kind, text_version, given, said_at, recorded_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let id = write.id.as_bytes().as_slice();
        tx.prepare_cached(sql)?.execute((
            id,
            person,
            consent.device,
            Named(consent.kind),
            consent.text_version,
            given,
            At(consent.at),
            At(write.at),
        ))?;
        let act = if given { AuditAct::ConsentGiven } else { AuditAct::ConsentWithdrawn };
        audit::append(tx, person, &Line::own(act, consent.device, write.at))?;
        if !given {
            end_use(tx, person, consent.device, write.at)?;
        }
        Ok(Outcome::Done(WriteResponse { id: write.id, at: write.at }))
    })
}

/// Stops what a withdrawn consent stood for: the electronic card rests, its certificates end, the phone is signed out.
fn end_use(tx: &Transaction<'_>, person: PersonHandle, device: DeviceId, at: Timestamp) -> Result<(), StorageError> {
    if matches!(card::find(tx, person)?.claimed, ECardState::Level1 | ECardState::Level2) {
        card::set_claimed(tx, person, ECardState::Unbound)?;
    }
    certificate::revoke_of_device(tx, device, at)?;
    device::end_sessions(tx, device, at)?;
    party::end_all(tx, person, at)?;
    Ok(())
}
