//! The status list: one bit per card certificate, set when it is revoked, signed by the gateway.
//!
//! A COSE_Sign1 over the CWT claims `iat` (6), `next` (-65537) and `bits` (-65538). Bit `i` is bit `i mod 8`, counted
//! from the lowest, of byte `i / 8`. An index beyond the end is newer than the list.

use ciborium::Value;
use coset::HeaderBuilder;

use crate::{
    cose::{self, Malformed, Members, Purpose, Sign1},
    keyring::{KeyRing, short_kid},
    keys::{PublicKey, Signature},
};

const IAT: i64 = 6;
const NEXT: i64 = -65_537;
const BITS: i64 = -65_538;

/// Longest list that is read, in bytes: 128 million certificates.
const MAX_LIST_LEN: usize = 16 * 1024 * 1024;

/// Why a list was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatusError {
    /// Not a list.
    #[error("status list is malformed")]
    Malformed,
    /// Signed by no key in the ring.
    #[error("status list is not signed by a known gateway")]
    ForeignSignature,
    /// The list that is held already is newer.
    #[error("status list is older than the one held")]
    Older,
}

impl From<Malformed> for StatusError {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

/// The bits of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusBits(Vec<u8>);

impl StatusBits {
    /// Bits for the indexes below `size`, none of them set.
    pub fn new(size: u32) -> Self {
        Self(vec![0; size.div_ceil(8) as usize])
    }

    /// Sets the bit of a revoked certificate; the list grows to hold it.
    pub fn revoke(&mut self, index: u32) {
        let byte = index as usize / 8;
        if byte >= self.0.len() {
            self.0.resize(byte + 1, 0);
        }
        self.0[byte] |= 1 << (index % 8);
    }

    /// Whether the bit is set; `None` beyond the end.
    pub fn is_revoked(&self, index: u32) -> Option<bool> {
        let byte = self.0.get(index as usize / 8)?;
        Some(byte & (1 << (index % 8)) != 0)
    }
}

/// A list that waits for the gateway's signature.
#[derive(Clone)]
pub struct StatusListDraft(Sign1);

opaque_debug!(StatusListDraft);

impl StatusListDraft {
    /// Builds the list of `now`; `next` is when the following one can be fetched (both Unix seconds).
    pub fn new(gateway_key: &PublicKey, bits: &StatusBits, now: u64, next: u64) -> Self {
        let header = HeaderBuilder::new().key_id(short_kid(gateway_key).to_vec());
        let claims = Value::Map(vec![
            (IAT.into(), now.into()),
            (NEXT.into(), next.into()),
            (BITS.into(), Value::Bytes(bits.0.clone())),
        ]);
        Self(Sign1::new(Purpose::StatusList, header, &claims))
    }

    /// Returns the bytes that the gateway's key signs.
    pub fn to_be_signed(&self) -> Vec<u8> {
        self.0.to_be_signed()
    }

    /// Adds the signature and returns the bytes to publish.
    pub fn attach(mut self, signature: &Signature) -> Vec<u8> {
        self.0.attach(signature);
        self.0.to_bytes()
    }
}

/// A list whose signature was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusList {
    issued_at: u64,
    next: u64,
    bits: StatusBits,
}

impl StatusList {
    /// Reads a published list and checks its signature.
    ///
    /// # Errors
    /// [`StatusError::Malformed`], [`StatusError::ForeignSignature`].
    pub fn verify(bytes: &[u8], gateways: &KeyRing) -> Result<Self, StatusError> {
        if bytes.len() > MAX_LIST_LEN {
            return Err(StatusError::Malformed);
        }
        let sign1 = Sign1::from_bytes(Purpose::StatusList, bytes)?;
        gateways
            .by_short_kid(&sign1.header().key_id)
            .filter(|key| sign1.verify(key).is_ok())
            .ok_or(StatusError::ForeignSignature)?;
        let mut claims = Members::of(sign1.payload()?)?;
        let list = Self {
            issued_at: cose::number(&claims.take(IAT)?)?,
            next: cose::number(&claims.take(NEXT)?)?,
            bits: StatusBits(cose::bytes(&claims.take(BITS)?)?.to_vec()),
        };
        claims.finish()?;
        Ok(list)
    }

    /// Time of issue, Unix seconds.
    pub fn issued_at(&self) -> u64 {
        self.issued_at
    }

    /// When the following list can be fetched, Unix seconds.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Age in seconds at `now`; 0 for a list from the future.
    pub fn age(&self, now: u64) -> u64 {
        now.saturating_sub(self.issued_at)
    }

    /// Whether the certificate with this index is revoked; `None` when the list is too short to say.
    pub fn is_revoked(&self, index: u32) -> Option<bool> {
        self.bits.is_revoked(index)
    }
}
