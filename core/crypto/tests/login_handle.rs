//! The handle of a login page: what comes back, and everything that must not.
#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ciborium::Value;
use leling_crypto::{
    identity_code::{StatusBits, StatusListDraft},
    keyring::KeyRing,
    keys::SoftwareKey,
    login_handle::{LoginHandle, LoginHandleError, MAX_HANDLE_CHARS, sign, verify},
    rng::SystemRng,
};
use proptest::prelude::*;

const SHOWN: LoginHandle = LoginHandle { scan: [0xA5; 16], slot: 224_424_900 };
const AAD: &[u8] = b"leling login handle 1";

fn key() -> SoftwareKey {
    SoftwareKey::generate(&SystemRng::new()).unwrap()
}

fn ring(keys: &[&SoftwareKey]) -> KeyRing {
    keys.iter().map(|key| *key.public_key()).collect()
}

fn encode(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    ciborium::into_writer(value, &mut out).unwrap();
    out
}

/// A second writer, from the module's description: it also writes what the crate refuses to write.
fn written(key: &SoftwareKey, aad: &[u8], alg: i64, unprotected: Vec<(Value, Value)>, payload: &Value) -> String {
    let kid = Value::Bytes(key.public_key().thumbprint()[..8].to_vec());
    let protected = encode(&Value::Map(vec![(1.into(), alg.into()), (4.into(), kid)]));
    let payload = encode(payload);
    let blob = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
    let signed = Value::Array(vec!["Signature1".into(), blob(&protected), blob(aad), blob(&payload)]);
    let signature = key.sign(&encode(&signed));
    let message =
        Value::Array(vec![blob(&protected), Value::Map(unprotected), blob(&payload), blob(signature.as_bytes())]);
    URL_SAFE_NO_PAD.encode(encode(&message))
}

fn payload(scan: &[u8], slot: Value) -> Value {
    Value::Array(vec![Value::Bytes(scan.to_vec()), slot])
}

#[test]
fn a_handle_comes_back_under_the_key_that_signed_it() {
    let (old, new) = (key(), key());
    let gateways = ring(&[&old, &new]);
    for key in [&old, &new] {
        assert_eq!(verify(&sign(key, &SHOWN), &gateways), Ok(SHOWN));
    }
    let whole = LoginHandle { scan: [0; 16], slot: u64::MAX };
    assert_eq!(verify(&sign(&new, &whole), &gateways), Ok(whole));
}

#[test]
fn the_second_writer_writes_what_the_phone_reads() {
    let gateway = key();
    let text = written(&gateway, AAD, -7, vec![], &payload(&SHOWN.scan, SHOWN.slot.into()));
    assert_eq!(verify(&text, &ring(&[&gateway])), Ok(SHOWN));
    assert!(text.len() <= 160, "a code of {} characters is hard to scan", text.len());
}

#[test]
fn a_foreign_key_and_a_changed_bit_are_refused() {
    let (gateway, stranger) = (key(), key());
    let gateways = ring(&[&gateway]);
    assert_eq!(verify(&sign(&stranger, &SHOWN), &gateways), Err(LoginHandleError::ForeignSignature));
    assert_eq!(verify(&sign(&gateway, &SHOWN), &KeyRing::new()), Err(LoginHandleError::ForeignSignature));
    let good = URL_SAFE_NO_PAD.decode(sign(&gateway, &SHOWN)).unwrap();
    for byte in 0..good.len() {
        for bit in 0..8 {
            let mut bad = good.clone();
            bad[byte] ^= 1 << bit;
            assert!(verify(&URL_SAFE_NO_PAD.encode(bad), &gateways).is_err(), "bit {bit} of byte {byte}");
        }
    }
}

#[test]
fn what_the_same_key_signs_for_another_purpose_is_no_handle() {
    let gateway = key();
    let gateways = ring(&[&gateway]);
    let list = StatusListDraft::new(gateway.public_key(), &StatusBits::new(8), 1, 2);
    let signature = gateway.sign(&list.to_be_signed());
    let list = URL_SAFE_NO_PAD.encode(list.attach(&signature));
    assert_eq!(verify(&list, &gateways), Err(LoginHandleError::ForeignSignature));
    for aad in [b"".as_slice(), b"leling status list 1", b"leling login handle 2"] {
        let text = written(&gateway, aad, -7, vec![], &payload(&SHOWN.scan, SHOWN.slot.into()));
        assert_eq!(verify(&text, &gateways), Err(LoginHandleError::ForeignSignature));
    }
}

#[test]
fn well_signed_texts_of_another_shape_are_refused() {
    let gateway = key();
    let gateways = ring(&[&gateway]);
    let slot = || Value::from(7);
    let shapes = [
        Value::Null,
        Value::Map(vec![]),
        Value::Array(vec![]),
        payload(&SHOWN.scan[..15], slot()),
        payload(&[0; 17], slot()),
        payload(&SHOWN.scan, (-1).into()),
        payload(&SHOWN.scan, "7".into()),
        payload(&SHOWN.scan, Value::Float(7.0)),
        Value::Array(vec![Value::Bytes(SHOWN.scan.to_vec())]),
        Value::Array(vec![Value::Bytes(SHOWN.scan.to_vec()), slot(), slot()]),
    ];
    for shape in shapes {
        let text = written(&gateway, AAD, -7, vec![], &shape);
        assert_eq!(verify(&text, &gateways), Err(LoginHandleError::Malformed), "{shape:?}");
    }
    let good = payload(&SHOWN.scan, slot());
    for alg in [-8, -35, 5] {
        assert_eq!(verify(&written(&gateway, AAD, alg, vec![], &good), &gateways), Err(LoginHandleError::Malformed));
    }
    let beside = vec![(4.into(), Value::Bytes(vec![1]))];
    assert_eq!(verify(&written(&gateway, AAD, -7, beside, &good), &gateways), Err(LoginHandleError::Malformed));
}

#[test]
fn spellings_that_are_not_the_one_are_refused() {
    let gateway = key();
    let gateways = ring(&[&gateway]);
    let good = sign(&gateway, &SHOWN);
    let behind = {
        let bytes = URL_SAFE_NO_PAD.decode(&good).unwrap();
        URL_SAFE_NO_PAD.encode([bytes.as_slice(), &[0]].concat())
    };
    let texts = [
        String::new(),
        "=".to_owned(),
        format!("{good}="),
        format!(" {good}"),
        format!("{good}\n"),
        good.replace(good.chars().next().unwrap(), "+"),
        good[..good.len() - 4].to_owned(),
        behind,
        "https://card.example/q/".to_owned() + &good,
        "乐".repeat(50),
        "A".repeat(MAX_HANDLE_CHARS + 1),
        "A".repeat(1 << 20),
    ];
    for text in texts {
        assert_eq!(verify(&text, &gateways), Err(LoginHandleError::Malformed), "{:?}", text.get(..20));
    }
}

proptest! {
    #[test]
    fn no_bytes_are_accepted_and_none_panic(bytes in proptest::collection::vec(any::<u8>(), 0..192)) {
        let gateways = ring(&[&key()]);
        prop_assert!(verify(&URL_SAFE_NO_PAD.encode(&bytes), &gateways).is_err());
        prop_assert!(verify(&String::from_utf8_lossy(&bytes), &gateways).is_err());
    }
}
