//! Texts that mean harm: none is accepted, none panics, none costs more than its length.

use ciborium::Value;
use leling_crypto::identity_code::{MAX_TEXT_LEN, Refusal};
use proptest::prelude::*;

use crate::{
    build::{
        CERTIFICATE_AAD, CODE_AAD, array, blob, certificate, certificate_claims, certificate_header, code, code_header,
        code_payload, cose_key, encode, map, sign1, text,
    },
    refusals::{NOW, World},
};

const WEEK: u64 = 7 * 86_400;

type Claims = Vec<(i64, Value)>;

fn check(world: &World, text: &str) -> Option<Refusal> {
    world.terminal().verify(text, NOW).err()
}

#[test]
fn the_second_writer_writes_what_the_terminal_reads() {
    let world = World::new();
    let claims = certificate_claims(world.device.public_key(), NOW, NOW + WEEK);
    let header = code_header(certificate(&world.gateway, &claims));
    assert_eq!(check(&world, &code(&world.device, &header, &code_payload(NOW))), None);
}

#[test]
fn texts_that_are_not_ours() {
    let world = World::new();
    for text in
        ["", "L", "LL1", "ll1:ABC", "LL2:ABC", " LL1:ABC", "https://example.com/q/1", "WIFI:S:x;;", "\u{0}\u{1b}[2J"]
    {
        assert_eq!(check(&world, text), Some(Refusal::NotOurs), "{text:?}");
    }
}

#[test]
fn texts_that_only_begin_like_ours() {
    let mut world = World::new();
    let good = world.code(NOW);
    let tagged = {
        let bytes = base45::decode(&good[4..]).unwrap();
        format!("LL1:{}", base45::encode([&[0xD2], bytes.as_slice()].concat()))
    };
    let tail = {
        let bytes = base45::decode(&good[4..]).unwrap();
        format!("LL1:{}", base45::encode([bytes.as_slice(), &[0]].concat()))
    };
    for (name, text) in [
        ("nothing behind", "LL1:".to_owned()),
        ("one character", "LL1:A".to_owned()),
        ("not the alphabet", "LL1:é".to_owned()),
        ("lower case", good.to_lowercase().replace("ll1", "LL1")),
        ("beyond 16 bits", "LL1::::".to_owned()),
        ("last pair wraps", "LL1:::".to_owned()),
        ("cut", good[..good.len() - 3].to_owned()),
        ("space behind", format!("{good} ")),
        ("line break behind", format!("{good}\n")),
        ("huge", format!("LL1:{}", "0".repeat(MAX_TEXT_LEN))),
        ("very huge", format!("LL1:{}", "0".repeat(10_000_000))),
        ("deep arrays", format!("LL1:{}", base45::encode(vec![0x81; 1_300]))),
        ("claims a long array", format!("LL1:{}", base45::encode([0x9B, 0x7F, 255, 255, 255, 255, 255, 255, 255]))),
        ("claims a long string", format!("LL1:{}", base45::encode([0x5B, 0x7F, 255, 255, 255, 255, 255, 255, 255]))),
        ("tagged", tagged),
        ("byte behind", tail),
    ] {
        assert_eq!(check(&world, &text), Some(Refusal::Malformed), "{name}");
    }
}

#[test]
fn certificates_of_another_shape() {
    let world = World::new();
    let good = certificate_claims(world.device.public_key(), NOW, NOW + WEEK);
    let with = |change: &dyn Fn(&mut Claims)| {
        let mut claims = good.clone();
        change(&mut claims);
        let header = code_header(certificate(&world.gateway, &claims));
        code(&world.device, &header, &code_payload(NOW))
    };
    let mut private = vec![(Value::from(-4), blob(&[1; 32]))];
    if let Value::Map(members) = cose_key(world.device.public_key()) {
        private.extend(members);
    }
    for (name, text) in [
        ("more than seven days", with(&|c| c[0].1 = (NOW + WEEK + 1).into())),
        ("ends before it begins", with(&|c| c[0].1 = (NOW - 1).into())),
        ("negative time", with(&|c| c[1].1 = (-1).into())),
        ("time in floating point", with(&|c| c[1].1 = Value::Float(1.0))),
        ("no handle", with(&|c| drop(c.remove(2)))),
        ("short handle", with(&|c| c[2].1 = blob(&[1; 15]))),
        ("unknown claim", with(&|c| c.push((99, 1.into())))),
        ("claim twice", with(&|c| c.push((4, (NOW + 1).into())))),
        ("key under another name", with(&|c| c[3].1 = map(&[(3, 1.into())]))),
        ("private key inside", with(&|c| c[3].1 = map(&[(1, Value::Map(private.clone()))]))),
        ("card of another type", with(&|c| c[4].1 = 1.into())),
    ] {
        assert_eq!(check(&world, &text), Some(Refusal::Malformed), "{name}");
    }
}

#[test]
fn card_fields_outside_their_ranges() {
    let world = World::new();
    let with = |index: usize, value: Value| {
        let mut claims = certificate_claims(world.device.public_key(), NOW, NOW + WEEK);
        if let Value::Array(card) = &mut claims[4].1 {
            card[index] = value;
        }
        let header = code_header(certificate(&world.gateway, &claims));
        code(&world.device, &header, &code_payload(NOW))
    };
    for (name, text) in [
        ("level 0", with(0, 0.into())),
        ("level 3", with(0, 3.into())),
        ("level 257", with(0, 257.into())),
        ("name empty", with(1, "".into())),
        ("name with escape", with(1, "\u{1b}[2J".into())),
        ("name too long", with(1, "x".repeat(37).into())),
        ("name as bytes", with(1, blob(b"name"))),
        ("year 99", with(2, 99.into())),
        ("five digits", with(3, "00025".into())),
        ("letter inside", with(3, "0X25".into())),
        ("index too large", with(4, (1_u64 << 32).into())),
        ("index negative", with(4, (-1).into())),
    ] {
        assert_eq!(check(&world, &text), Some(Refusal::Malformed), "{name}");
    }
}

#[test]
fn codes_of_another_shape() {
    let world = World::new();
    let claims = certificate_claims(world.device.public_key(), NOW, NOW + WEEK);
    let genuine = certificate(&world.gateway, &claims);
    let payload = |payload: &Value| code(&world.device, &code_header(genuine.clone()), payload);
    let header = |members: &[(i64, Value)]| code(&world.device, &map(members), &code_payload(NOW));
    let part = |index: usize, value: Value| {
        let mut whole = sign1(&world.device, CODE_AAD, &code_header(genuine.clone()), &code_payload(NOW));
        if let Value::Array(parts) = &mut whole {
            parts[index] = value;
        }
        text(&whole)
    };
    let (es256, step, random): ((i64, Value), Value, Value) = ((1, (-7).into()), (NOW / 30).into(), blob(&[7; 8]));
    let kcwt = (13, genuine.clone());
    let as_bytes = (13, blob(&encode(&genuine)));
    for (name, text) in [
        ("payload a map", payload(&map(&[(1, 1.into())]))),
        ("random too long", payload(&array(&[step.clone(), blob(&[7; 9])]))),
        ("step negative", payload(&array(&[(-1).into(), random.clone()]))),
        ("step a text", payload(&array(&["1".into(), random.clone()]))),
        ("three items", payload(&array(&[step, random, 1.into()]))),
        ("no algorithm", header(std::slice::from_ref(&kcwt))),
        ("algorithm ES384", header(&[(1, (-35).into()), kcwt.clone()])),
        ("algorithm EdDSA", header(&[(1, (-8).into()), kcwt.clone()])),
        ("no certificate", header(std::slice::from_ref(&es256))),
        ("certificate as bytes", header(&[es256.clone(), as_bytes])),
        ("critical extension", header(&[es256.clone(), (2, array(&[13.into()])), kcwt.clone()])),
        ("unknown header", header(&[es256.clone(), kcwt.clone(), (99, 1.into())])),
        ("certificate twice", header(&[es256.clone(), kcwt.clone(), kcwt.clone()])),
        ("key id", header(&[es256, (4, blob(&[1; 8])), kcwt])),
        ("unprotected header", part(1, map(&[(4, blob(&[1]))]))),
        ("no payload", part(2, Value::Null)),
        ("no signature", part(3, blob(&[]))),
        ("long signature", part(3, blob(&[1; 65]))),
    ] {
        assert_eq!(check(&world, &text), Some(Refusal::Malformed), "{name}");
    }
}

#[test]
fn certificate_headers_of_another_shape() {
    let world = World::new();
    let claims = certificate_claims(world.device.public_key(), NOW, NOW + WEEK);
    let es256: (i64, Value) = (1, (-7).into());
    let kid = (4, blob(&world.gateway.public_key().thumbprint()[..8]));
    for (name, header) in [
        ("no key id", map(std::slice::from_ref(&es256))),
        ("short key id", map(&[es256.clone(), (4, blob(&[1; 7]))])),
        ("long key id", map(&[es256.clone(), (4, blob(&[1; 9]))])),
        ("no algorithm", map(std::slice::from_ref(&kid))),
        ("extension", map(&[es256, kid, (99, 1.into())])),
    ] {
        let certificate = sign1(&world.gateway, CERTIFICATE_AAD, &header, &map(&claims));
        let text = code(&world.device, &code_header(certificate), &code_payload(NOW));
        assert_eq!(check(&world, &text), Some(Refusal::Malformed), "{name}");
    }
}

#[test]
fn signatures_for_one_purpose_do_not_serve_another() {
    let world = World::new();
    let claims = certificate_claims(world.device.public_key(), NOW, NOW + WEEK);
    let as_code = sign1(&world.gateway, CODE_AAD, &certificate_header(&world.gateway), &map(&claims));
    let forged = code(&world.device, &code_header(as_code), &code_payload(NOW));
    assert_eq!(check(&world, &forged), Some(Refusal::ForeignSignature));
    let genuine = certificate(&world.gateway, &claims);
    let crossed = sign1(&world.device, CERTIFICATE_AAD, &code_header(genuine.clone()), &code_payload(NOW));
    assert_eq!(check(&world, &text(&crossed)), Some(Refusal::WrongDeviceSignature));
    let by_gateway = code(&world.gateway, &code_header(genuine), &code_payload(NOW));
    assert_eq!(check(&world, &by_gateway), Some(Refusal::WrongDeviceSignature));
    // A phone that certifies itself under the gateway's key id.
    let own = sign1(&world.device, CERTIFICATE_AAD, &certificate_header(&world.gateway), &map(&claims));
    let forged = code(&world.device, &code_header(own), &code_payload(NOW));
    assert_eq!(check(&world, &forged), Some(Refusal::ForeignSignature));
}

#[test]
fn steps_at_the_ends_of_the_numbers() {
    let world = World::new();
    let claims = certificate_claims(world.device.public_key(), NOW, NOW + WEEK);
    let header = code_header(certificate(&world.gateway, &claims));
    for (step, refusal) in [(0, Refusal::TooOld), (u64::MAX, Refusal::FromFuture)] {
        let text = code(&world.device, &header, &array(&[step.into(), blob(&[7; 8])]));
        assert_eq!(check(&world, &text), Some(refusal));
    }
    for now in [0, 1, u64::MAX] {
        let text = code(&world.device, &header, &code_payload(NOW));
        assert!(world.terminal().verify(&text, now).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn arbitrary_text_is_refused(text in ".{0,600}") {
        prop_assert!(check(&World::new(), &text).is_some());
    }

    #[test]
    fn arbitrary_bytes_behind_the_prefix_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
        let text = format!("LL1:{}", base45::encode(&bytes));
        prop_assert_eq!(check(&World::new(), &text), Some(Refusal::Malformed));
    }

    #[test]
    fn a_mutated_code_is_refused(at in 0_usize..400, to in any::<u8>(), cut in proptest::option::of(0_usize..400)) {
        let mut world = World::new();
        let good = world.code(NOW);
        let bytes = base45::decode(&good[4..]).unwrap();
        let mut changed = bytes.clone();
        let at = at % changed.len();
        changed[at] = to;
        changed.truncate(cut.unwrap_or(changed.len()));
        prop_assume!(changed != bytes);
        let text = format!("LL1:{}", base45::encode(&changed));
        prop_assert!(check(&world, &text).is_some());
        prop_assert_eq!(check(&world, &good), None);
    }

    #[test]
    fn a_mutated_character_is_refused(at in 0_usize..600, to in any::<char>()) {
        let mut world = World::new();
        let good = world.code(NOW);
        let mut changed: Vec<char> = good.chars().collect();
        let at = at % changed.len();
        changed[at] = to;
        let changed: String = changed.into_iter().collect();
        prop_assume!(changed != good);
        prop_assert!(check(&world, &changed).is_some());
    }
}
