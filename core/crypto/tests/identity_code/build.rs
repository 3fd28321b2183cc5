//! A second writer of the format, straight from `docs/flows/identity-code.md`: it also writes what the crate refuses
//! to write.

use ciborium::Value;
use leling_crypto::keys::{PublicKey, SoftwareKey};

pub(crate) const CODE_AAD: &[u8] = b"leling identity code 1";
pub(crate) const CERTIFICATE_AAD: &[u8] = b"leling card certificate 1";

pub(crate) fn encode(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    ciborium::into_writer(value, &mut out).unwrap();
    out
}

pub(crate) fn map(members: &[(i64, Value)]) -> Value {
    Value::Map(members.iter().map(|(key, value)| ((*key).into(), value.clone())).collect())
}

pub(crate) fn blob(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

pub(crate) fn array(items: &[Value]) -> Value {
    Value::Array(items.to_vec())
}

/// Signs `[protected, {}, payload, signature]` with the external data of its purpose.
pub(crate) fn sign1(key: &SoftwareKey, aad: &[u8], protected: &Value, payload: &Value) -> Value {
    let (protected, payload) = (encode(protected), encode(payload));
    let structure = array(&["Signature1".into(), blob(&protected), blob(aad), blob(&payload)]);
    let signature = key.sign(&encode(&structure));
    array(&[blob(&protected), map(&[]), blob(&payload), blob(signature.as_bytes())])
}

pub(crate) fn cose_key(key: &PublicKey) -> Value {
    map(&[(1, 2.into()), (-1, 1.into()), (-2, blob(key.x())), (-3, blob(key.y()))])
}

pub(crate) fn certificate_header(gateway: &SoftwareKey) -> Value {
    map(&[(1, (-7).into()), (4, blob(&gateway.public_key().thumbprint()[..8]))])
}

/// The claims of a certificate that is good from `iat` to `exp`.
pub(crate) fn certificate_claims(device: &PublicKey, iat: u64, exp: u64) -> Vec<(i64, Value)> {
    let card = array(&[1.into(), "王*兰".into(), 1944.into(), "0025".into(), 5.into()]);
    vec![(4, exp.into()), (6, iat.into()), (7, blob(&[0xA5; 16])), (8, map(&[(1, cose_key(device))])), (-65_537, card)]
}

pub(crate) fn certificate(gateway: &SoftwareKey, claims: &[(i64, Value)]) -> Value {
    sign1(gateway, CERTIFICATE_AAD, &certificate_header(gateway), &map(claims))
}

pub(crate) fn code_header(certificate: Value) -> Value {
    map(&[(1, (-7).into()), (13, certificate)])
}

pub(crate) fn code_payload(now: u64) -> Value {
    array(&[(now / 30).into(), blob(&[7; 8])])
}

pub(crate) fn code(device: &SoftwareKey, header: &Value, payload: &Value) -> String {
    text(&sign1(device, CODE_AAD, header, payload))
}

pub(crate) fn text(code: &Value) -> String {
    format!("LL1:{}", base45::encode(encode(code)))
}
