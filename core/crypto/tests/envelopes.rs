//! Envelopes and keys against arbitrary bytes: what is sealed opens, what is not sealed never does, and nothing panics.

use leling_crypto::{
    hpke::{HPKE_OVERHEAD, ReceiverKey, ReceiverPublicKey},
    jws::{Jws, JwsError},
    keys::{PublicKey, SoftwareKey},
    rng::SeededRng,
    seal::{Place, RootKey, SEAL_OVERHEAD, SealKey},
};
use proptest::{collection::vec, prelude::*};

fn seal_key() -> SealKey {
    RootKey::from_bytes([1; 32]).derive("test", 1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_sealed_opens_and_grows_by_the_overhead(
        text in vec(any::<u8>(), 0..2_000), row in vec(any::<u8>(), 0..40), version: u32, seed: u64,
    ) {
        let place = Place { table: "t", row: &row, column: "c", version };
        let sealed = seal_key().seal(&mut SeededRng::new(seed), &place, &text);
        prop_assert_eq!(sealed.len(), text.len() + SEAL_OVERHEAD);
        let opened = seal_key().open(&place, &sealed).unwrap();
        prop_assert_eq!(opened.as_slice(), text.as_slice());
    }

    #[test]
    fn arbitrary_envelopes_never_open(bytes in vec(any::<u8>(), 0..200)) {
        let place = Place { table: "t", row: b"1", column: "c", version: 1 };
        prop_assert!(seal_key().open(&place, &bytes).is_err());
        let suite = [&[1], bytes.as_slice()].concat();
        prop_assert!(seal_key().open(&place, &suite).is_err());
    }

    #[test]
    fn arbitrary_keys_are_read_or_refused(bytes in vec(any::<u8>(), 0..140)) {
        prop_assert!(SoftwareKey::from_pkcs8(&bytes).is_err());
        prop_assert_eq!(PublicKey::from_sec1(&bytes).is_ok(), bytes.len() == 65 && bytes[0] == 4);
        prop_assert_eq!(ReceiverPublicKey::from_bytes(&bytes).is_ok(), bytes.len() == 32);
    }

    #[test]
    fn arbitrary_signed_texts_are_refused(text in "[A-Za-z0-9_.-]{0,300}") {
        prop_assert!(matches!(Jws::parse(&text), Err(JwsError::Malformed | JwsError::Algorithm)));
    }
}

proptest! {
    // The curve is slow where nothing is optimised.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_sealed_to_a_receiver_opens(text in vec(any::<u8>(), 0..2_000), seed: u64) {
        let mut rng = SeededRng::new(seed);
        let receiver = ReceiverKey::generate(&mut rng);
        let sealed = receiver.public_key().seal(&mut rng, b"info", b"aad", &text).unwrap();
        prop_assert_eq!(sealed.len(), text.len() + HPKE_OVERHEAD);
        let opened = receiver.open(b"info", b"aad", &sealed).unwrap();
        prop_assert_eq!(opened.as_slice(), text.as_slice());
    }

    #[test]
    fn arbitrary_envelopes_never_open_for_a_receiver(bytes in vec(any::<u8>(), 0..200)) {
        let receiver = ReceiverKey::generate(&mut SeededRng::new(1));
        let suite = [&[1], bytes.as_slice()].concat();
        prop_assert!(receiver.open(b"", b"", &bytes).is_err());
        prop_assert!(receiver.open(b"", b"", &suite).is_err());
    }
}

#[test]
fn a_receiver_opens_what_other_rfc_9180_software_sealed() {
    // Sealed by pyca/cryptography 48: key 01 02 .. 20, info "info", no aad, text "text".
    let sealed = "e3247e851c16a2569fd3cba9ad22b79515e82be8aa88d56e4a995528aea0b17a\
                  8999ba60f6e5bd8b549e7ea2738288766471fcbd";
    let mut envelope = vec![1];
    envelope.extend((0..sealed.len()).step_by(2).map(|at| u8::from_str_radix(&sealed[at..at + 2], 16).unwrap()));
    let key: Vec<u8> = (1..=32).collect();
    let receiver = ReceiverKey::from_bytes(&key).unwrap();
    assert_eq!(receiver.open(b"info", b"", &envelope).unwrap().as_slice(), b"text");
}
