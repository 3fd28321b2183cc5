//! What code, certificate, list and login handle have in common: COSE_Sign1 with ES256 (RFC 9052, section 4.2),
//! untagged, nothing in the unprotected header, and CBOR maps without repeated or unknown keys.

use std::collections::BTreeMap;

use ciborium::Value;
use coset::{Algorithm, AsCborValue, CborSerializable, CoseSign1, CoseSign1Builder, Header, HeaderBuilder, iana};

use crate::keys::{KeyError, PublicKey, Signature};

/// The bytes are not what the format wants; nothing finer is worth telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// What a signature is for; it enters the signature as external data, so that none serves for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Code,
    Certificate,
    StatusList,
    LoginHandle,
}

impl Purpose {
    fn external_data(self) -> &'static [u8] {
        match self {
            Self::Code => b"leling identity code 1",
            Self::Certificate => b"leling card certificate 1",
            Self::StatusList => b"leling status list 1",
            Self::LoginHandle => b"leling login handle 1",
        }
    }
}

/// A COSE_Sign1 with its purpose, signed or waiting for the signature.
#[derive(Clone)]
pub(crate) struct Sign1 {
    purpose: Purpose,
    message: CoseSign1,
}

impl Sign1 {
    pub(crate) fn new(purpose: Purpose, header: HeaderBuilder, payload: &Value) -> Self {
        let header = header.algorithm(iana::Algorithm::ES256).build();
        let message = CoseSign1Builder::new().protected(header).payload(to_bytes(payload)).build();
        Self { purpose, message }
    }

    pub(crate) fn from_bytes(purpose: Purpose, bytes: &[u8]) -> Result<Self, Malformed> {
        let message = CoseSign1::from_slice(bytes).map_err(|_| Malformed)?;
        Self::checked(purpose, message)
    }

    pub(crate) fn from_value(purpose: Purpose, value: Value) -> Result<Self, Malformed> {
        let message = CoseSign1::from_cbor_value(value).map_err(|_| Malformed)?;
        Self::checked(purpose, message)
    }

    fn checked(purpose: Purpose, message: CoseSign1) -> Result<Self, Malformed> {
        let header = &message.protected.header;
        let es256 = header.alg == Some(Algorithm::Assigned(iana::Algorithm::ES256));
        if !es256 || !header.crit.is_empty() || !message.unprotected.is_empty() {
            return Err(Malformed);
        }
        if message.payload.is_none() || message.signature.len() != 64 {
            return Err(Malformed);
        }
        Ok(Self { purpose, message })
    }

    pub(crate) fn header(&self) -> &Header {
        &self.message.protected.header
    }

    pub(crate) fn payload(&self) -> Result<Value, Malformed> {
        from_bytes(self.message.payload.as_deref().ok_or(Malformed)?)
    }

    pub(crate) fn to_be_signed(&self) -> Vec<u8> {
        self.message.tbs_data(self.purpose.external_data())
    }

    pub(crate) fn attach(&mut self, signature: &Signature) {
        self.message.signature = signature.as_bytes().to_vec();
    }

    pub(crate) fn verify(&self, key: &PublicKey) -> Result<(), KeyError> {
        let signature = Signature::from_raw(&self.message.signature)?;
        key.verify(&self.to_be_signed(), &signature)
    }

    pub(crate) fn to_value(&self) -> Value {
        self.message.clone().to_cbor_value().expect("a header without repeated labels always encodes")
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        to_bytes(&self.to_value())
    }
}

pub(crate) fn to_bytes(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    ciborium::into_writer(value, &mut out).expect("a Vec takes every byte");
    out
}

fn from_bytes(bytes: &[u8]) -> Result<Value, Malformed> {
    let mut rest = bytes;
    let value = ciborium::from_reader(&mut rest).map_err(|_| Malformed)?;
    if rest.is_empty() { Ok(value) } else { Err(Malformed) }
}

/// The members of a map with integer keys, each to be taken once; none may be left.
pub(crate) struct Members(BTreeMap<i64, Value>);

impl Members {
    pub(crate) fn of(value: Value) -> Result<Self, Malformed> {
        let Value::Map(members) = value else {
            return Err(Malformed);
        };
        let mut out = BTreeMap::new();
        for (key, value) in members {
            if out.insert(signed(&key)?, value).is_some() {
                return Err(Malformed);
            }
        }
        Ok(Self(out))
    }

    pub(crate) fn take(&mut self, key: i64) -> Result<Value, Malformed> {
        self.0.remove(&key).ok_or(Malformed)
    }

    pub(crate) fn finish(self) -> Result<(), Malformed> {
        if self.0.is_empty() { Ok(()) } else { Err(Malformed) }
    }
}

/// Reads a number into the type that the field has.
pub(crate) fn number<T: TryFrom<i128>>(value: &Value) -> Result<T, Malformed> {
    let number = value.as_integer().ok_or(Malformed)?;
    T::try_from(i128::from(number)).map_err(|_| Malformed)
}

pub(crate) fn bytes(value: &Value) -> Result<&[u8], Malformed> {
    value.as_bytes().map(Vec::as_slice).ok_or(Malformed)
}

pub(crate) fn text(value: &Value) -> Result<&str, Malformed> {
    value.as_text().ok_or(Malformed)
}

fn signed(key: &Value) -> Result<i64, Malformed> {
    number(key)
}

/// Writes a key as COSE_Key: `{1: 2, -1: 1, -2: x, -3: y}` (RFC 9053, section 7.1.1).
pub(crate) fn key_to_value(key: &PublicKey) -> Value {
    Value::Map(vec![
        (1.into(), 2.into()),
        ((-1).into(), 1.into()),
        ((-2).into(), Value::Bytes(key.x().to_vec())),
        ((-3).into(), Value::Bytes(key.y().to_vec())),
    ])
}

pub(crate) fn key_from_value(value: Value) -> Result<PublicKey, Malformed> {
    let mut members = Members::of(value)?;
    let (kind, curve): (i64, i64) = (number(&members.take(1)?)?, number(&members.take(-1)?)?);
    let (x, y) = (members.take(-2)?, members.take(-3)?);
    members.finish()?;
    if (kind, curve) != (2, 1) {
        return Err(Malformed);
    }
    PublicKey::from_coordinates(bytes(&x)?, bytes(&y)?).map_err(|_| Malformed)
}
