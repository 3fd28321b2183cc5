//! The card certificate: a CWT (RFC 8392) in which the gateway says which card a phone's `device` key shows.
//!
//! It names nobody: a random handle, the masked name, the birth year and the last four of the number are all that a
//! terminal learns. It lives for at most seven days, and the status index lets a list revoke it earlier.

use ciborium::Value;
use coset::HeaderBuilder;

use crate::{
    cose::{self, Malformed, Members, Purpose, Sign1},
    keyring::{KeyRing, SHORT_KID_LEN, short_kid},
    keys::{PublicKey, Signature},
};

/// Longest time between issue and expiry: seven days, in seconds.
pub const MAX_CERTIFICATE_LIFETIME: u64 = 7 * 86_400;

/// Longest masked name in bytes of UTF-8, twelve Han characters; longer ones would not fit the picture.
pub const MAX_MASKED_NAME_LEN: usize = 36;

/// The random handle of a certificate: what a terminal and the gateway call it by.
pub type Handle = [u8; 16];

const EXP: i64 = 4;
const IAT: i64 = 6;
const CTI: i64 = 7;
const CNF: i64 = 8;
const COSE_KEY: i64 = 1;
/// Our private claim `[level, masked name, birth year, last four, status index]` (private use: below -65536).
const CARD: i64 = -65_537;

/// How far the card has been signed for (签发级别).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardLevel {
    /// Level 1: identity (身份).
    One,
    /// Level 2: identity and payment (身份, 支付).
    Two,
}

impl CardLevel {
    /// The number on the wire, 1 or 2.
    pub fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }

    /// The level with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            _ => None,
        }
    }
}

/// What a certificate says.
#[derive(Clone, PartialEq, Eq)]
pub struct CardFacts {
    /// Random, new with each certificate.
    pub handle: Handle,
    /// The level of the card.
    pub level: CardLevel,
    /// The masked name, 1 to 36 bytes, without control characters.
    pub masked_name: String,
    /// Year of birth, 1850 to 2199.
    pub birth_year: u16,
    /// The last four of the id number: digits, the last one possibly `X`.
    pub last_four: String,
    /// Index in the status list.
    pub status_index: u32,
    /// The phone's `device` key.
    pub device_key: PublicKey,
    /// Time of issue, Unix seconds.
    pub issued_at: u64,
    /// End of validity, Unix seconds; at most seven days later.
    pub expires_at: u64,
}

opaque_debug!(CardFacts, CardCertificate, CertificateDraft);

/// Why a certificate was not built or not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// Not a certificate, or a field outside its range.
    #[error("card certificate is malformed")]
    Malformed,
    /// It would live for longer than seven days, or not at all.
    #[error("card certificate has no lawful lifetime")]
    Lifetime,
    /// Signed by no key in the ring.
    #[error("card certificate is not signed by a known gateway")]
    ForeignSignature,
}

impl From<Malformed> for CertificateError {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

impl CardFacts {
    fn check(&self) -> Result<(), CertificateError> {
        let name = &self.masked_name;
        let name_fits = (1..=MAX_MASKED_NAME_LEN).contains(&name.len()) && !name.chars().any(char::is_control);
        let last_four_fits = match self.last_four.as_bytes() {
            [first @ .., last] if first.len() == 3 => {
                first.iter().all(u8::is_ascii_digit) && (last.is_ascii_digit() || *last == b'X')
            }
            _ => false,
        };
        if !name_fits || !last_four_fits || !(1850..2200).contains(&self.birth_year) {
            return Err(CertificateError::Malformed);
        }
        match self.expires_at.checked_sub(self.issued_at) {
            Some(1..=MAX_CERTIFICATE_LIFETIME) => Ok(()),
            _ => Err(CertificateError::Lifetime),
        }
    }

    fn to_value(&self) -> Value {
        let card = vec![
            self.level.number().into(),
            self.masked_name.as_str().into(),
            self.birth_year.into(),
            self.last_four.as_str().into(),
            self.status_index.into(),
        ];
        let key = vec![(COSE_KEY.into(), cose::key_to_value(&self.device_key))];
        Value::Map(vec![
            (EXP.into(), self.expires_at.into()),
            (IAT.into(), self.issued_at.into()),
            (CTI.into(), Value::Bytes(self.handle.to_vec())),
            (CNF.into(), Value::Map(key)),
            (CARD.into(), Value::Array(card)),
        ])
    }

    fn from_value(value: Value) -> Result<Self, CertificateError> {
        let mut claims = Members::of(value)?;
        let mut cnf = Members::of(claims.take(CNF)?)?;
        let device_key = cose::key_from_value(cnf.take(COSE_KEY)?)?;
        cnf.finish()?;
        let card = claims.take(CARD)?;
        let Some([level, name, birth_year, last_four, status_index]) = card.as_array().map(Vec::as_slice) else {
            return Err(CertificateError::Malformed);
        };
        let facts = Self {
            handle: cose::bytes(&claims.take(CTI)?)?.try_into().map_err(|_| Malformed)?,
            level: CardLevel::from_number(cose::number(level)?).ok_or(Malformed)?,
            masked_name: cose::text(name)?.to_owned(),
            birth_year: cose::number(birth_year)?,
            last_four: cose::text(last_four)?.to_owned(),
            status_index: cose::number(status_index)?,
            device_key,
            issued_at: cose::number(&claims.take(IAT)?)?,
            expires_at: cose::number(&claims.take(EXP)?)?,
        };
        claims.finish()?;
        facts.check()?;
        Ok(facts)
    }
}

/// A certificate that waits for the gateway's signature.
#[derive(Clone)]
pub struct CertificateDraft {
    facts: CardFacts,
    sign1: Sign1,
}

impl CertificateDraft {
    /// Builds a certificate for `gateway_key`, which will sign it.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`] or [`CertificateError::Lifetime`] for facts outside their ranges.
    pub fn new(gateway_key: &PublicKey, facts: CardFacts) -> Result<Self, CertificateError> {
        facts.check()?;
        let header = HeaderBuilder::new().key_id(short_kid(gateway_key).to_vec());
        let sign1 = Sign1::new(Purpose::Certificate, header, &facts.to_value());
        Ok(Self { facts, sign1 })
    }

    /// Returns the bytes that the gateway's key signs.
    pub fn to_be_signed(&self) -> Vec<u8> {
        self.sign1.to_be_signed()
    }

    /// Adds the signature.
    pub fn attach(mut self, signature: &Signature) -> CardCertificate {
        self.sign1.attach(signature);
        CardCertificate { facts: self.facts, sign1: self.sign1 }
    }
}

/// A certificate that was read; [`CardCertificate::check_signature`] tells whether to believe it.
#[derive(Clone)]
pub struct CardCertificate {
    facts: CardFacts,
    sign1: Sign1,
}

impl CardCertificate {
    /// Reads a certificate.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`], [`CertificateError::Lifetime`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CertificateError> {
        Self::from_sign1(Sign1::from_bytes(Purpose::Certificate, bytes)?)
    }

    pub(super) fn from_value(value: Value) -> Result<Self, CertificateError> {
        Self::from_sign1(Sign1::from_value(Purpose::Certificate, value)?)
    }

    fn from_sign1(sign1: Sign1) -> Result<Self, CertificateError> {
        if sign1.header().key_id.len() != SHORT_KID_LEN || !sign1.header().rest.is_empty() {
            return Err(CertificateError::Malformed);
        }
        let facts = CardFacts::from_value(sign1.payload()?)?;
        Ok(Self { facts, sign1 })
    }

    /// Returns the bytes to send and to keep.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.sign1.to_bytes()
    }

    pub(super) fn to_value(&self) -> Value {
        self.sign1.to_value()
    }

    /// What the certificate says.
    pub fn facts(&self) -> &CardFacts {
        &self.facts
    }

    /// Checks that the key named by the certificate's key id signed it.
    ///
    /// # Errors
    /// [`CertificateError::ForeignSignature`].
    pub fn check_signature(&self, gateways: &KeyRing) -> Result<(), CertificateError> {
        gateways
            .by_short_kid(&self.sign1.header().key_id)
            .filter(|key| self.sign1.verify(key).is_ok())
            .map(|_| ())
            .ok_or(CertificateError::ForeignSignature)
    }
}
