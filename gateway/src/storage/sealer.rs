//! How personal columns are stored: sealed for their row, found by a keyed hash.

use leling_crypto::{
    hash::{Digest, MacKey, framed},
    rng::SystemRng,
    seal::{IndexKey, Place, RootKey, SealKey},
};
use leling_protocol::{CardNumber, CounterCode, IdNumber, PersonName, Phone, SmsCode};
use zeroize::Zeroizing;

use super::{EnrolmentId, PersonHandle, StorageError};
use crate::rules::counter_code::CodePurpose;

/// Seals, opens and indexes personal columns, and keeps codes as keyed hashes.
#[derive(Clone)]
pub struct Sealer {
    seal: SealKey,
    index: IndexKey,
    codes: MacKey,
}

impl Sealer {
    /// Derives its keys from the gateway's storage root.
    pub fn new(root: &RootKey) -> Self {
        Self {
            seal: root.derive("gateway personal columns", 1),
            index: root.derive_index("gateway personal columns", 1),
            codes: root.derive_mac("gateway codes", 1),
        }
    }

    pub(super) fn id_index(&self, id_number: &IdNumber) -> Digest {
        self.index.blind_index("person.id_number", id_number.as_str().as_bytes())
    }

    pub(super) fn phone_index(&self, phone: &Phone) -> Digest {
        self.index.blind_index("phone.number", phone.as_str().as_bytes())
    }

    pub(super) fn limit_index(&self, name: &str, whom: &[u8]) -> Digest {
        self.index.blind_index(name, whom)
    }

    pub(super) fn card_number(&self, person: PersonHandle, number: &CardNumber) -> Digest {
        self.codes.mac(&framed(&[b"card number", person.0.as_bytes(), number.as_str().as_bytes()]))
    }

    pub(super) fn phone_code(&self, enrolment: EnrolmentId, code: &SmsCode) -> Digest {
        self.codes.mac(&framed(&[b"phone code", enrolment.0.as_bytes(), code.as_str().as_bytes()]))
    }

    pub(super) fn counter_code(&self, person: PersonHandle, purpose: CodePurpose, code: &CounterCode) -> Digest {
        let purpose = purpose.as_str().as_bytes();
        self.codes.mac(&framed(&[b"counter code", person.0.as_bytes(), purpose, code.as_str().as_bytes()]))
    }

    /// Names a vouch by whom it is for and its digits, the person who gives it apart.
    pub(super) fn vouch(&self, name: &PersonName, id_number: &IdNumber, code: &CounterCode) -> Digest {
        let (name, id_number) = (name.as_str().as_bytes(), id_number.as_str().as_bytes());
        self.codes.mac(&framed(&[b"vouch", name, id_number, code.as_str().as_bytes()]))
    }

    /// Names whom a vouch is for; another index than that of people, so that the two tables cannot be joined.
    pub(super) fn vouch_subject(&self, id_number: &IdNumber) -> Digest {
        self.index.blind_index("vouch.subject", id_number.as_str().as_bytes())
    }

    pub(super) fn seal_name(&self, person: PersonHandle, name: &PersonName) -> Vec<u8> {
        self.seal("person", person.0.as_bytes(), "name", name.as_str())
    }

    pub(super) fn open_name(&self, person: PersonHandle, sealed: &[u8]) -> Result<PersonName, StorageError> {
        let text = self.open("person", person.0.as_bytes(), "name", sealed)?;
        PersonName::parse(&text).map_err(|_| StorageError::Broken("stored name is not a name".to_owned()))
    }

    pub(super) fn seal_id(&self, person: PersonHandle, id_number: &IdNumber) -> Vec<u8> {
        self.seal("person", person.0.as_bytes(), "id_number", id_number.as_str())
    }

    pub(super) fn open_id(&self, person: PersonHandle, sealed: &[u8]) -> Result<IdNumber, StorageError> {
        let text = self.open("person", person.0.as_bytes(), "id_number", sealed)?;
        IdNumber::parse_any_day(&text).map_err(|_| StorageError::Broken("stored id number is not one".to_owned()))
    }

    /// Seals a number for a row of `table`.
    pub(super) fn seal_phone(&self, table: &str, row: &[u8], phone: &Phone) -> Vec<u8> {
        self.seal(table, row, "phone", phone.as_str())
    }

    pub(super) fn open_phone(&self, table: &str, row: &[u8], sealed: &[u8]) -> Result<Phone, StorageError> {
        let text = self.open(table, row, "phone", sealed)?;
        Phone::parse(&text).map_err(|_| StorageError::Broken("stored phone number is not one".to_owned()))
    }

    /// Seals the secret of a second factor for the row of its owner.
    pub(super) fn seal_staff_secret(&self, number: &str, secret: &[u8]) -> Vec<u8> {
        let place = Place { table: "staff", row: number.as_bytes(), column: "secret", version: 1 };
        self.seal.seal(&mut SystemRng::new(), &place, secret)
    }

    pub(super) fn open_staff_secret(&self, number: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StorageError> {
        let place = Place { table: "staff", row: number.as_bytes(), column: "secret", version: 1 };
        let opened = self.seal.open(&place, sealed);
        opened.map_err(|error| StorageError::Broken(format!("staff.secret: {error}")))
    }

    fn seal(&self, table: &str, row: &[u8], column: &str, text: &str) -> Vec<u8> {
        let place = Place { table, row, column, version: 1 };
        self.seal.seal(&mut SystemRng::new(), &place, text.as_bytes())
    }

    fn open(&self, table: &str, row: &[u8], column: &str, sealed: &[u8]) -> Result<String, StorageError> {
        let place = Place { table, row, column, version: 1 };
        let opened = self.seal.open(&place, sealed);
        let opened = opened.map_err(|error| StorageError::Broken(format!("{table}.{column}: {error}")))?;
        String::from_utf8(opened.to_vec()).map_err(|_| StorageError::Broken(format!("{table}.{column} is no text")))
    }
}
