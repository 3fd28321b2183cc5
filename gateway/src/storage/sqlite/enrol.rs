//! Enrolments up to the proven phone.

use leling_crypto::hash::constant_time_eq;
use leling_protocol::{
    ErrorCode, Phone, SmsCode, Timestamp,
    wire::{EnrolCodeResponse, EnrolResponse},
};
use rusqlite::{OptionalExtension as _, Row, Transaction};
use serde::{Deserialize, Serialize};

use super::{
    Answer, BeginEnrolment, Begun, Enrolled, EnrolmentId, EnrolmentStatus, Inside, PersonHandle, ProveBy, Resent,
    StorageError, Write,
    answers::{self, Outcome, settle},
    columns::{At, Key, Named, device_keys},
    people, replace,
};
use crate::{
    refusal::Refusal,
    rules::phone_code::{Brought, PhoneCode},
    storage::{DeviceId, DeviceKeys, Spend},
};

/// Beside the adapter's own time limit, how long a second request waits for the first one's message.
const SENDING_SPARE_SECONDS: i64 = 5;

/// State of an enrolment as it is stored.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum EnrolmentState {
    Begun,
    Sent,
    Waiting,
    Stopped,
    Active,
}

/// A row of `enrolment`.
pub(super) struct Enrolment {
    pub(super) id: EnrolmentId,
    pub(super) person: PersonHandle,
    pub(super) keys: DeviceKeys,
    pub(super) state: EnrolmentState,
    pub(super) device: Option<DeviceId>,
    pub(super) until: Option<Timestamp>,
    /// From when on the card number is proof enough, where a vouch began it.
    pub(super) proof_from: Option<Timestamp>,
    pub(super) ends_at: Timestamp,
    request: [u8; 32],
    jkt: String,
    phone: Option<Vec<u8>>,
    sending_since: Timestamp,
    code: Option<[u8; 32]>,
    times: PhoneCode,
}

impl Enrolment {
    pub(super) const COLUMNS: &'static str =
        "id, person, device_key, approve_key, presence, platform, state, device, until,
        request, jkt, phone, sending_since, code, code_expires_at, resend_at, tries, ends_at, proof_from";

    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (until, proof_from): (Option<At>, Option<At>) = (row.get(8)?, row.get(18)?);
        let (Named(state), At(sending_since), At(ends_at)) = (row.get(6)?, row.get(12)?, row.get(17)?);
        let (At(expires_at), At(resend_at), tries) = (row.get(14)?, row.get(15)?, row.get(16)?);
        Ok(Self {
            id: row.get(0)?,
            person: row.get(1)?,
            keys: device_keys(row, 2)?,
            state,
            device: row.get(7)?,
            until: until.map(|At(until)| until),
            proof_from: proof_from.map(|At(from)| from),
            ends_at,
            request: row.get(9)?,
            jkt: row.get(10)?,
            phone: row.get(11)?,
            sending_since,
            code: row.get(13)?,
            times: PhoneCode { expires_at, resend_at, tries },
        })
    }

    pub(super) fn phone(&self, inside: &Inside) -> Result<Phone, StorageError> {
        let sealed = self.phone.as_deref();
        let sealed = sealed.ok_or_else(|| StorageError::Broken("an enrolment by message has no number".to_owned()))?;
        inside.sealer.open_phone("enrolment", self.id.0.as_bytes(), sealed)
    }

    fn being_sent(&self, inside: &Inside, at: Timestamp) -> Option<Refusal> {
        let longest = i64::from(inside.numbers.adapter_seconds) + SENDING_SPARE_SECONDS;
        let gone_by = at.since(self.sending_since);
        (0..longest).contains(&gone_by).then(|| Refusal::until(ErrorCode::ServerBusy, 1))
    }
}

/// Finds an enrolment.
pub(super) fn find(tx: &Transaction<'_>, id: EnrolmentId) -> Result<Option<Enrolment>, StorageError> {
    let sql = format!("SELECT {} FROM enrolment WHERE id = ?1", Enrolment::COLUMNS);
    Ok(tx.prepare_cached(&sql)?.query_row([id], Enrolment::from_row).optional()?)
}

/// Finds an enrolment that still waits for its phone code and belongs to the asking key.
fn open(tx: &Transaction<'_>, by: &ProveBy, at: Timestamp) -> Result<Result<Enrolment, Refusal>, StorageError> {
    let found = find(tx, by.enrolment)?.filter(|enrolment| enrolment.jkt == by.device.jkt());
    Ok(match found {
        None => Err(ErrorCode::EnrolGone.into()),
        Some(enrolment) => match enrolment.state {
            EnrolmentState::Begun | EnrolmentState::Sent if at >= enrolment.ends_at => Err(ErrorCode::EnrolGone.into()),
            EnrolmentState::Begun | EnrolmentState::Sent => Ok(enrolment),
            EnrolmentState::Waiting => Err(ErrorCode::EnrolWaiting.into()),
            EnrolmentState::Stopped => Err(ErrorCode::EnrolStopped.into()),
            EnrolmentState::Active => Err(ErrorCode::EnrolGone.into()),
        },
    })
}

/// Begins an enrolment; the write was admitted before.
pub(super) fn begin(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    begin: &BeginEnrolment,
) -> Result<Begun, StorageError> {
    let refuse = |refusal: Refusal| answers::refused(write, refusal).map(Begun::Answered);
    if let Some(answer) = answers::find(tx, write)? {
        return Ok(Begun::Answered(answer));
    }
    let id = EnrolmentId(write.id);
    if let Some(before) = find(tx, id)? {
        // Its message was never handed over, or its answer never kept: the same request tries once more.
        if before.request != write.request {
            return refuse(ErrorCode::RequestConflict.into());
        }
        if let Some(refusal) = before.being_sent(inside, write.at) {
            return refuse(refusal);
        }
        if let Some(refusal) = spend_message(tx, inside, before.person, &begin.phone, write.at)? {
            return refuse(refusal);
        }
        mark_sending(tx, id, write.at)?;
        return Ok(Begun::Send);
    }
    let person = people::register(tx, inside, &begin.person, write.at)?;
    if people::owner_of(tx, inside, &begin.phone)?.is_some_and(|owner| owner != person) {
        return refuse(ErrorCode::PhoneNotOwn.into());
    }
    if let Some(refusal) = spend_message(tx, inside, person, &begin.phone, write.at)? {
        return refuse(refusal);
    }
    insert(tx, inside, write, person, begin)?;
    Ok(Begun::Send)
}

fn insert(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    person: PersonHandle,
    begin: &BeginEnrolment,
) -> Result<(), StorageError> {
    let (keys, at) = (begin.keys, write.at);
    let sql = "INSERT INTO enrolment (id, request, person, jkt, device_key, approve_key, presence, platform, phone,
                   phone_index, state, sending_since, code_expires_at, resend_at, tries, started_at, ends_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, 0, 0, ?12, ?13)";
    tx.prepare_cached(sql)?.execute((
        EnrolmentId(write.id),
        write.request,
        person,
        keys.device.jkt(),
        Key(keys.device),
        Key(keys.approve),
        Named(keys.presence),
        Named(keys.platform),
        inside.sealer.seal_phone("enrolment", write.id.as_bytes(), &begin.phone),
        inside.sealer.phone_index(&begin.phone),
        Named(EnrolmentState::Begun),
        At(at),
        At(at.plus(inside.numbers.enrolment_seconds.into())),
    ))?;
    Ok(())
}

/// Notes since when a message is being handed over.
pub(super) fn mark_sending(tx: &Transaction<'_>, id: EnrolmentId, at: Timestamp) -> Result<(), StorageError> {
    tx.prepare_cached("UPDATE enrolment SET sending_since = ?2 WHERE id = ?1")?.execute((id, At(at)))?;
    Ok(())
}

/// Prepares another code; the write was admitted before.
pub(super) fn begin_resend(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    by: &ProveBy,
) -> Result<Resent, StorageError> {
    let refuse = |refusal: Refusal| answers::refused(write, refusal).map(Resent::Answered);
    if let Some(answer) = answers::find(tx, write)? {
        return Ok(Resent::Answered(answer));
    }
    let enrolment = match open(tx, by, write.at)? {
        Ok(enrolment) => enrolment,
        Err(refusal) => return refuse(refusal),
    };
    if let Err(refusal) = enrolment.times.may_resend(write.at) {
        return refuse(refusal);
    }
    if let Some(refusal) = enrolment.being_sent(inside, write.at) {
        return refuse(refusal);
    }
    let phone = enrolment.phone(inside)?;
    if let Some(refusal) = spend_message(tx, inside, enrolment.person, &phone, write.at)? {
        return refuse(refusal);
    }
    mark_sending(tx, enrolment.id, write.at)?;
    Ok(Resent::Send { phone })
}

/// Counts a message against the limits of its person and its number.
fn spend_message(
    tx: &Transaction<'_>,
    inside: &Inside,
    person: PersonHandle,
    phone: &Phone,
    at: Timestamp,
) -> Result<Option<Refusal>, StorageError> {
    let limits = &inside.numbers.limits;
    let (whom, number) = (person.0.as_bytes().to_vec(), phone.as_str().as_bytes().to_vec());
    let spends = [
        Spend { name: "messages_by_person", whom, limit: limits.messages_by_person },
        Spend { name: "messages_by_phone", whom: number, limit: limits.messages_by_phone },
    ];
    answers::spend_limits(tx, inside, &spends, at)
}

/// Makes `code` the enrolment's code and keeps the answer.
pub(super) fn sent(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    id: EnrolmentId,
    code: &SmsCode,
) -> Result<Answer, StorageError> {
    settle(tx, inside, write, || {
        let times = PhoneCode::sent(write.at, &inside.numbers);
        let sql = "UPDATE enrolment SET state = ?2, code = ?3, code_expires_at = ?4, resend_at = ?5, tries = 0,
                       ends_at = ?6, sending_since = 0
                   WHERE id = ?1";
        tx.prepare_cached(sql)?.execute((
            id,
            Named(EnrolmentState::Sent),
            inside.sealer.phone_code(id, code),
            At(times.expires_at),
            At(times.resend_at),
            At(write.at.plus(inside.numbers.enrolment_seconds.into())),
        ))?;
        Ok(Outcome::Done(EnrolResponse { id: id.0, code_expires_at: times.expires_at, resend_at: times.resend_at }))
    })
}

/// Brings the phone code.
pub(super) fn prove(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    by: &ProveBy,
    code: &SmsCode,
) -> Result<Enrolled, StorageError> {
    let mut tell = None;
    let answer = settle(tx, inside, write, || {
        let enrolment = match open(tx, by, write.at)? {
            Ok(enrolment) => enrolment,
            Err(refusal) => return Ok(refusal.into()),
        };
        let brought = inside.sealer.phone_code(enrolment.id, code);
        let fits = enrolment.code.is_some_and(|sent| constant_time_eq(&sent, &brought));
        match enrolment.times.judge(fits, write.at, &inside.numbers) {
            Brought::Refused(refusal) => Ok(refusal.into()),
            Brought::Wrong(refusal) => {
                tx.prepare_cached("UPDATE enrolment SET tries = tries + 1 WHERE id = ?1")?.execute([enrolment.id])?;
                Ok(Outcome::Counted(refusal))
            }
            Brought::Right => {
                let proven = replace::proven(tx, inside, &enrolment, by.new_device, write.at)?;
                if matches!(proven, EnrolCodeResponse::Replacing { .. }) {
                    tell = people::oldest_phone(tx, inside, enrolment.person)?;
                }
                Ok(Outcome::Done(proven))
            }
        }
    })?;
    Ok(Enrolled { answer, tell })
}

/// Says where an enrolment stands.
pub(super) fn status(
    tx: &Transaction<'_>,
    id: EnrolmentId,
    jkt: &str,
    at: Timestamp,
) -> Result<EnrolmentStatus, StorageError> {
    let Some(enrolment) = find(tx, id)?.filter(|enrolment| enrolment.jkt == jkt) else {
        return Ok(EnrolmentStatus::Gone);
    };
    Ok(match (enrolment.state, enrolment.until, enrolment.device) {
        (EnrolmentState::Waiting, Some(until), _) => EnrolmentStatus::Waiting { until },
        (EnrolmentState::Waiting, None, _) if at >= enrolment.ends_at => EnrolmentStatus::Gone,
        (EnrolmentState::Waiting, None, _) => match enrolment.proof_from {
            Some(from) => EnrolmentStatus::ProofNeeded { from },
            None => EnrolmentStatus::Gone,
        },
        (EnrolmentState::Stopped, ..) => EnrolmentStatus::Stopped,
        (EnrolmentState::Active, _, Some(device)) => EnrolmentStatus::Active { device, person: enrolment.person },
        (EnrolmentState::Begun | EnrolmentState::Sent, ..) if at < enrolment.ends_at => EnrolmentStatus::CodeSent,
        _ => EnrolmentStatus::Gone,
    })
}
