//! The record of what was done: one hash chain per person, and signed checkpoints over all of them outside the database.
//!
//! [`canonical`] is what a line's hash covers. [`Checkpoints`] writes a checkpoint each minute; [`verify`] recomputes
//! every chain, compares it with every checkpoint and names the first bad entry.

use leling_protocol::wire::{AuditAct, AuditActor, AuditEntry, AuditReason};
use serde::Serialize;

use crate::storage::{AuditRecord, PersonHandle};

mod checkpoint;
mod verify;

pub use checkpoint::{CheckpointError, Checkpoints};
pub use verify::{AuditFault, AuditReport, verify};

/// Version of the canonical form.
const VERSION: u32 = 1;

/// A line as its hash covers it: members in alphabetical order, no white space, nothing personal.
#[derive(Serialize)]
struct Canonical<'a> {
    act: AuditAct,
    actor: AuditActor,
    at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<&'a str>,
    person: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<AuditReason>,
    seq: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    staff: Option<&'a str>,
    v: u32,
}

/// Gives the bytes that the hash of a line covers; its own hash is not among them.
pub fn canonical(person: PersonHandle, record: &AuditRecord) -> Vec<u8> {
    let line = Canonical {
        act: record.act,
        actor: record.actor,
        at: record.at.seconds(),
        device: record.device.map(|device| device.to_string()),
        party: record.party.as_deref(),
        person: person.to_string(),
        reason: record.reason,
        seq: record.seq,
        staff: record.staff.as_deref(),
        v: VERSION,
    };
    serde_json::to_vec(&line).expect("texts and numbers serialise")
}

/// Gives a line as its person reads it.
pub fn entry(record: &AuditRecord) -> AuditEntry {
    AuditEntry {
        seq: record.seq,
        at: record.at,
        actor: record.actor,
        staff: record.staff.clone(),
        act: record.act,
        device: record.device.map(|device| device.0),
        party: record.party.clone(),
        reason: record.reason,
        hash: crate::wire::base64url(record.hash.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use leling_crypto::chain::ChainHead;
    use leling_protocol::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::storage::DeviceId;

    #[test]
    fn the_canonical_form_stays_as_it_is() {
        let mut record = AuditRecord {
            seq: 3,
            at: Timestamp::from_seconds(1_795_363_200),
            actor: AuditActor::Staff,
            staff: Some("S-17".to_owned()),
            act: AuditAct::CounterCodeIssued,
            device: Some(DeviceId(Uuid::nil())),
            party: None,
            reason: None,
            hash: ChainHead::EMPTY.hash,
        };
        let text = String::from_utf8(canonical(PersonHandle(Uuid::nil()), &record)).unwrap();
        let nil = Uuid::nil();
        assert_eq!(
            text,
            format!(
                r#"{{"act":"counter_code_issued","actor":"staff","at":1795363200,"device":"{nil}","person":"{nil}","seq":3,"staff":"S-17","v":1}}"#
            )
        );
        record.party = Some("历下老年食堂".to_owned());
        let text = String::from_utf8(canonical(PersonHandle(Uuid::nil()), &record)).unwrap();
        assert!(text.contains(r#","party":"历下老年食堂","person":"#), "{text}");
        record.reason = Some(AuditReason::PhoneLost);
        let text = String::from_utf8(canonical(PersonHandle(Uuid::nil()), &record)).unwrap();
        assert!(text.contains(r#","reason":"phone_lost","seq":3,"#), "{text}");
    }
}
