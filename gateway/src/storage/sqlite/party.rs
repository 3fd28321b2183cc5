//! Sessions with parties, grants, and the ends of sessions that parties have to be told.

use leling_protocol::{
    ErrorCode, Redacted, Timestamp,
    wire::{AuditAct, Presence, WriteResponse},
};
use rusqlite::{OptionalExtension as _, Row, Transaction};

use super::{
    Answer, DeviceId, Inside, PersonHandle, StorageError, Write,
    answers::{self, Outcome, settle},
    audit::{self, Line},
    card,
    columns::{At, Named},
    device, login, people,
};
use crate::{
    refusal::Refusal,
    rules::{
        party_session::{NotRefreshed, PartySession},
        scopes::ScopeSet,
    },
    storage::{
        Asked, ClientId, DueLogout, GrantId, GrantRow, Known, LoginRow, PartySessionId, PartySessionRow, PersonFacts,
        PushRequest, PushedRequestId, RedeemLogin, RefreshPartySession, Refreshed, SessionTerms,
    },
};

/// Most sessions or grants in one answer.
const MOST: u32 = 50;

/// A use within this time of the last one is not noted.
const USE_SECONDS: i64 = 60;

/// Whose session it is, and which device approved it.
#[derive(Clone, Copy)]
pub(super) struct Holder {
    pub(super) person: PersonHandle,
    pub(super) device: DeviceId,
    pub(super) presence: Presence,
}

const COLUMNS: &str =
    "id, person, device, client, party, scopes, detail, jkt, since, used_at, until, ended_at, generation,
    (SELECT presence FROM device d WHERE d.id = device)";

fn from_row(row: &Row<'_>) -> rusqlite::Result<PartySessionRow> {
    let (At(since), At(used_at), At(until)) = (row.get(8)?, row.get(9)?, row.get(10)?);
    let (ended_at, Named(presence)): (Option<At>, _) = (row.get(11)?, row.get(13)?);
    let session = PartySession { until, ended_at: ended_at.map(|At(at)| at), generation: row.get(12)? };
    Ok(PartySessionRow {
        id: row.get(0)?,
        person: row.get(1)?,
        device: row.get(2)?,
        presence,
        client: row.get(3)?,
        party: row.get(4)?,
        scopes: row.get(5)?,
        detail: row.get(6)?,
        jkt: row.get(7)?,
        since,
        used_at,
        session,
    })
}

/// Finds a session, open or not.
pub(super) fn find(tx: &Transaction<'_>, session: PartySessionId) -> Result<Option<PartySessionRow>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM party_session WHERE id = ?1");
    Ok(tx.prepare_cached(&sql)?.query_row([session], from_row).optional()?)
}

/// Opens the session that came of a login.
pub(super) fn open(
    tx: &Transaction<'_>,
    redeem: &RedeemLogin,
    login: &LoginRow,
    holder: Holder,
    terms: SessionTerms,
) -> Result<PartySessionRow, StorageError> {
    let row = PartySessionRow {
        id: redeem.session,
        person: holder.person,
        device: holder.device,
        presence: holder.presence,
        client: login.asked.client.clone(),
        party: login.asked.party.clone(),
        scopes: login.asked.scopes,
        detail: terms.detail,
        jkt: terms.jkt,
        since: redeem.at,
        used_at: redeem.at,
        session: PartySession::open(terms.until),
    };
    let sql =
        "INSERT INTO party_session (id, person, device, client, party, scopes, detail, jkt, since, used_at, until,
                   generation)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11)";
    tx.prepare_cached(sql)?.execute((
        row.id,
        row.person,
        row.device,
        &row.client,
        &row.party,
        row.scopes,
        &row.detail,
        &row.jkt,
        At(row.since),
        At(row.session.until),
        row.session.generation,
    ))?;
    Ok(row)
}

/// Turns a refresh token over.
pub(super) fn refresh(tx: &Transaction<'_>, refresh: &RefreshPartySession) -> Result<Refreshed, StorageError> {
    let Some(mut row) = find(tx, refresh.session)?.filter(|row| row.client == refresh.client) else {
        return Ok(Refreshed::Unknown);
    };
    if row.jkt.is_some() && row.jkt != refresh.jkt {
        return Ok(Refreshed::Unfit);
    }
    match row.session.refresh(refresh.generation, refresh.at) {
        Ok(generation) => {
            row.used_at = refresh.at;
            let sql = "UPDATE party_session SET generation = ?2, used_at = ?3 WHERE id = ?1";
            tx.prepare_cached(sql)?.execute((row.id, generation, At(refresh.at)))?;
            Ok(Refreshed::Session(Box::new(row)))
        }
        Err(NotRefreshed::Replayed) => {
            end_replayed(tx, row.id, refresh.at)?;
            Ok(Refreshed::Not(NotRefreshed::Replayed))
        }
        Err(NotRefreshed::Over) => Ok(Refreshed::Not(NotRefreshed::Over)),
    }
}

/// Notes that a session was used.
pub(super) fn note_use(tx: &Transaction<'_>, session: PartySessionId, at: Timestamp) -> Result<(), StorageError> {
    let sql = "UPDATE party_session SET used_at = ?2 WHERE id = ?1 AND used_at <= ?3 AND ended_at IS NULL";
    tx.prepare_cached(sql)?.execute((session, At(at), At(at.plus(-USE_SECONDS))))?;
    Ok(())
}

/// Ends a session where it is open; gives it if it was.
fn end(tx: &Transaction<'_>, session: PartySessionId, at: Timestamp) -> Result<Option<PartySessionRow>, StorageError> {
    let Some(mut row) = find(tx, session)? else {
        return Ok(None);
    };
    if !row.session.end(at) {
        return Ok(None);
    }
    let sql = "UPDATE party_session SET ended_at = ?2 WHERE id = ?1";
    tx.prepare_cached(sql)?.execute((session, At(at)))?;
    Ok(Some(row))
}

/// Puts the end of a session among those that its party has to be told.
fn tell(tx: &Transaction<'_>, ended: &PartySessionRow, at: Timestamp) -> Result<(), StorageError> {
    let sql = "INSERT INTO party_logout (session, client, person, due_at, tries) VALUES (?1, ?2, ?3, ?4, 0)";
    tx.prepare_cached(sql)?.execute((ended.id, &ended.client, ended.person, At(at)))?;
    Ok(())
}

/// Ends a session whose code or refresh token was used twice.
pub(super) fn end_replayed(tx: &Transaction<'_>, session: PartySessionId, at: Timestamp) -> Result<(), StorageError> {
    let Some(ended) = end(tx, session, at)? else {
        return Ok(());
    };
    tell(tx, &ended, at)?;
    audit::append(tx, ended.person, &Line::system(AuditAct::SessionReplayed, None, at).about(&ended.party))
}

/// Ends a session because its party said so, which therefore knows it.
pub(super) fn end_by_party(
    tx: &Transaction<'_>,
    session: PartySessionId,
    client: &ClientId,
    at: Timestamp,
) -> Result<bool, StorageError> {
    if find(tx, session)?.is_none_or(|row| row.client != *client) {
        return Ok(false);
    }
    let Some(ended) = end(tx, session, at)? else {
        return Ok(false);
    };
    audit::append(tx, ended.person, &Line::system(AuditAct::SessionEndedByParty, None, at).about(&ended.party))?;
    Ok(true)
}

/// Ends a session of the device's person.
pub(super) fn end_by_person(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    device: DeviceId,
    session: PartySessionId,
) -> Result<Answer, StorageError> {
    settle(tx, inside, write, || {
        let person = match device::in_use(tx, device)? {
            Ok(in_use) => in_use.person,
            Err(refusal) => return Ok(refusal.into()),
        };
        let Some(row) = find(tx, session)?.filter(|row| row.person == person) else {
            return Ok(ErrorCode::SessionUnknown.into());
        };
        // One that is over already is what the person wanted.
        if let Some(ended) = end(tx, row.id, write.at)? {
            tell(tx, &ended, write.at)?;
            let line = Line::own(AuditAct::SessionEnded, device, write.at);
            audit::append(tx, person, &line.about(&ended.party))?;
        }
        Ok(Outcome::Done(WriteResponse { id: write.id, at: write.at }))
    })
}

/// Ends every session and every waiting login of a person: the phone or the card may no longer log in. Gives how many
/// sessions were open.
pub(super) fn end_all(tx: &Transaction<'_>, person: PersonHandle, at: Timestamp) -> Result<usize, StorageError> {
    login::revoke_of(tx, person, at)?;
    let open = open_of(tx, person, at, u32::MAX)?;
    let count = open.len();
    end_each(tx, open, at)?;
    Ok(count)
}

fn end_each(tx: &Transaction<'_>, sessions: Vec<PartySessionRow>, at: Timestamp) -> Result<(), StorageError> {
    for row in sessions {
        if let Some(ended) = end(tx, row.id, at)? {
            tell(tx, &ended, at)?;
        }
    }
    Ok(())
}

fn open_of(
    tx: &Transaction<'_>,
    person: PersonHandle,
    at: Timestamp,
    most: u32,
) -> Result<Vec<PartySessionRow>, StorageError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM party_session WHERE person = ?1 AND ended_at IS NULL AND until > ?2
         ORDER BY since DESC, id LIMIT ?3"
    );
    let mut statement = tx.prepare_cached(&sql)?;
    let rows = statement.query_map((person, At(at), most), from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives a person's open sessions, newest first.
pub(super) fn sessions(
    tx: &Transaction<'_>,
    person: PersonHandle,
    at: Timestamp,
) -> Result<Vec<PartySessionRow>, StorageError> {
    open_of(tx, person, at, MOST)
}

const GRANT_COLUMNS: &str = "id, client, party, scopes, since";

fn grant_from_row(row: &Row<'_>) -> rusqlite::Result<GrantRow> {
    let At(since) = row.get(4)?;
    Ok(GrantRow { id: row.get(0)?, client: row.get(1)?, party: row.get(2)?, scopes: row.get(3)?, since })
}

fn granted(tx: &Transaction<'_>, person: PersonHandle, client: &ClientId) -> Result<Option<GrantRow>, StorageError> {
    let sql = format!("SELECT {GRANT_COLUMNS} FROM party_grant WHERE person = ?1 AND client = ?2");
    Ok(tx.prepare_cached(&sql)?.query_row((person, client), grant_from_row).optional()?)
}

/// Says whether a grant covers what is asked.
pub(super) fn known(tx: &Transaction<'_>, person: PersonHandle, asked: &Asked) -> Result<Known, StorageError> {
    let grant = granted(tx, person, &asked.client)?;
    let before = grant.is_some_and(|grant| grant.scopes.covers(asked.scopes));
    Ok(if before { Known::Before } else { Known::New })
}

/// Keeps the yes of the answer `write`; what was granted before stays granted.
pub(super) fn grant(
    tx: &Transaction<'_>,
    write: &Write,
    person: PersonHandle,
    asked: &Asked,
) -> Result<(), StorageError> {
    if let Some(before) = granted(tx, person, &asked.client)? {
        let scopes: ScopeSet = before.scopes.with(asked.scopes);
        if scopes != before.scopes {
            tx.prepare_cached("UPDATE party_grant SET scopes = ?2 WHERE id = ?1")?.execute((before.id, scopes))?;
        }
        return Ok(());
    }
    let sql = "INSERT INTO party_grant (id, person, client, party, scopes, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let id = GrantId(write.id);
    tx.prepare_cached(sql)?.execute((id, person, &asked.client, &asked.party, asked.scopes, At(write.at)))?;
    Ok(())
}

/// Gives a person's grants, newest first.
pub(super) fn grants(tx: &Transaction<'_>, person: PersonHandle) -> Result<Vec<GrantRow>, StorageError> {
    let sql = format!("SELECT {GRANT_COLUMNS} FROM party_grant WHERE person = ?1 ORDER BY since DESC, id LIMIT ?2");
    let mut statement = tx.prepare_cached(&sql)?;
    let rows = statement.query_map((person, MOST), grant_from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes a grant back and ends every session with its party.
pub(super) fn revoke(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    device: DeviceId,
    grant: GrantId,
) -> Result<Answer, StorageError> {
    settle(tx, inside, write, || {
        let person = match device::in_use(tx, device)? {
            Ok(in_use) => in_use.person,
            Err(refusal) => return Ok(refusal.into()),
        };
        let sql = format!("DELETE FROM party_grant WHERE id = ?1 AND person = ?2 RETURNING {GRANT_COLUMNS}");
        let taken = tx.prepare_cached(&sql)?.query_row((grant, person), grant_from_row).optional()?;
        let Some(taken) = taken else {
            return Ok(ErrorCode::SessionUnknown.into());
        };
        login::revoke_with(tx, person, &taken.client, write.at)?;
        let mut sessions = open_of(tx, person, write.at, u32::MAX)?;
        sessions.retain(|session| session.client == taken.client);
        end_each(tx, sessions, write.at)?;
        let line = Line::own(AuditAct::GrantRevoked, device, write.at);
        audit::append(tx, person, &line.about(&taken.party))?;
        Ok(Outcome::Done(WriteResponse { id: write.id, at: write.at }))
    })
}

/// Gives what a party may come to know of a person.
pub(super) fn facts(tx: &Transaction<'_>, inside: &Inside, person: PersonHandle) -> Result<PersonFacts, StorageError> {
    let sql = "SELECT name FROM person WHERE handle = ?1";
    let name: Vec<u8> = tx.prepare_cached(sql)?.query_row([person], |row| row.get(0))?;
    Ok(PersonFacts {
        name: inside.sealer.open_name(person, &name)?,
        id_number: people::id_number(tx, inside, person)?.expose().clone(),
        phone: people::oldest_phone(tx, inside, person)?,
        card: card::find(tx, person)?,
    })
}

/// Keeps a pushed request.
pub(super) fn push(
    tx: &Transaction<'_>,
    inside: &Inside,
    push: &PushRequest,
) -> Result<Result<(), Refusal>, StorageError> {
    if let Some(refusal) = answers::spend_limits(tx, inside, &push.spends, push.at)? {
        return Ok(Err(refusal));
    }
    let sql = "INSERT INTO pushed_request (id, client, detail, expires_at) VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(sql)?.execute((push.id, &push.client, &push.detail, At(push.expires_at)))?;
    Ok(Ok(()))
}

/// Takes a pushed request, once.
pub(super) fn take_pushed(
    tx: &Transaction<'_>,
    id: PushedRequestId,
    client: &ClientId,
    at: Timestamp,
) -> Result<Option<Redacted<String>>, StorageError> {
    let sql = "DELETE FROM pushed_request WHERE id = ?1 AND client = ?2 RETURNING detail, expires_at";
    let taken: Option<(String, At)> =
        tx.prepare_cached(sql)?.query_row((id, client), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(taken.filter(|(_, At(expires_at))| at < *expires_at).map(|(detail, _)| Redacted::new(detail)))
}

/// Gives ends of sessions that are due to be told.
pub(super) fn due(tx: &Transaction<'_>, at: Timestamp, limit: u32) -> Result<Vec<DueLogout>, StorageError> {
    let sql = "SELECT session, client, person, tries FROM party_logout WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2";
    let mut statement = tx.prepare_cached(sql)?;
    let rows = statement.query_map((At(at), limit), |row| {
        Ok(DueLogout { session: row.get(0)?, client: row.get(1)?, person: row.get(2)?, tries: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Forgets an end of a session.
pub(super) fn told(tx: &Transaction<'_>, session: PartySessionId) -> Result<(), StorageError> {
    tx.prepare_cached("DELETE FROM party_logout WHERE session = ?1")?.execute([session])?;
    Ok(())
}

/// Notes that a party could not be told.
pub(super) fn untold(tx: &Transaction<'_>, session: PartySessionId, next: Timestamp) -> Result<(), StorageError> {
    let sql = "UPDATE party_logout SET due_at = ?2, tries = tries + 1 WHERE session = ?1";
    tx.prepare_cached(sql)?.execute((session, At(next)))?;
    Ok(())
}
