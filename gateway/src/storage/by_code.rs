//! Enrolments without a message: what goes into their transactions.

use leling_protocol::{CounterCode, IdNumber, PersonName};

use super::{DeviceId, DeviceKeys, RegisterPerson};

/// What begins an enrolment by a code; its id is the id of the write.
#[derive(Clone, Debug)]
pub struct EnrolByCode {
    /// The person, checked by the register.
    pub person: RegisterPerson,
    /// The digits of a counter, a home visit or a relative's vouch.
    pub code: CounterCode,
    /// The new installation's keys.
    pub keys: DeviceKeys,
    /// Id that the new device gets.
    pub new_device: DeviceId,
}

/// A person with a claimed card vouches for a relative's new phone.
#[derive(Clone, Debug)]
pub struct Vouch {
    /// The device of the person who vouches.
    pub device: DeviceId,
    /// Name of the relative.
    pub name: PersonName,
    /// Id number of the relative; nothing is looked up by it, so that nothing can be told from the answer.
    pub id_number: IdNumber,
    /// The digits that the vouch gets.
    pub code: CounterCode,
}
