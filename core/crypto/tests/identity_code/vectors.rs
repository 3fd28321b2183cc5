//! The published vectors: `tests/vectors/identity-code.json`, explained in `docs/flows/identity-code.md`.
//!
//! ECDSA signatures differ each time, so the file is kept and checked byte for byte rather than made again. After a
//! change of the format, `cargo test -p leling-crypto --test identity_code write_vectors -- --ignored` writes a new one.

use std::{fmt::Write, fs, path::PathBuf};

use leling_crypto::{
    identity_code::{
        CardCertificate, CardFacts, CardLevel, CertificateDraft, CodeDraft, StatusBits, StatusListDraft, Verifier,
        step_of,
    },
    keyring::KeyRing,
    keys::{PublicKey, Signature, SoftwareKey},
    rng::{Rng, SystemRng},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::build::{blob, certificate, certificate_claims, code, code_header, code_payload};

const NOW: u64 = 1_795_392_015;
const DAY: u64 = 86_400;
const RANDOM: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

#[derive(Serialize, Deserialize)]
struct Vectors {
    about: String,
    keys: Keys,
    certificate: CertificateVector,
    code: CodeVector,
    lists: Vec<ListVector>,
    cases: Vec<Case>,
}

#[derive(Serialize, Deserialize)]
struct Keys {
    gateway: KeyVector,
    device: KeyVector,
    foreign_gateway: KeyVector,
}

#[derive(Serialize, Deserialize)]
struct KeyVector {
    jwk: Value,
    pkcs8_hex: String,
}

#[derive(Serialize, Deserialize)]
struct CertificateVector {
    handle_hex: String,
    level: u8,
    masked_name: String,
    birth_year: u16,
    last_four: String,
    status_index: u32,
    issued_at: u64,
    expires_at: u64,
    to_be_signed_hex: String,
    cose_hex: String,
}

#[derive(Serialize, Deserialize)]
struct CodeVector {
    made_at: u64,
    step: u64,
    random_hex: String,
    to_be_signed_hex: String,
    cose_hex: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
struct ListVector {
    name: String,
    issued_at: u64,
    next: u64,
    size: u32,
    revoked: Vec<u32>,
    cose_hex: String,
}

#[derive(Serialize, Deserialize)]
struct Case {
    name: String,
    /// The list that the terminal holds, if any.
    list: Option<String>,
    /// What the terminal accepted before.
    before: Vec<Look>,
    look: Look,
    expect: Expect,
}

#[derive(Serialize, Deserialize)]
struct Look {
    text: String,
    now: u64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Expect {
    Accepted { masked_name: String, birth_year: u16, last_four: String, level: u8, handle_hex: String, list_age: u64 },
    Refused(String),
}

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/identity-code.json")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        write!(out, "{byte:02x}").unwrap();
        out
    })
}

fn unhex(text: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(digit).collect()
}

/// A generator that gives the vector's bytes.
struct Given(Vec<u8>);

impl Rng for Given {
    fn fill(&mut self, out: &mut [u8]) {
        out.copy_from_slice(&self.0);
    }
}

impl CertificateVector {
    fn facts(&self, device: PublicKey) -> CardFacts {
        CardFacts {
            handle: unhex(&self.handle_hex).try_into().unwrap(),
            level: CardLevel::from_number(self.level).unwrap(),
            masked_name: self.masked_name.clone(),
            birth_year: self.birth_year,
            last_four: self.last_four.clone(),
            status_index: self.status_index,
            device_key: device,
            issued_at: self.issued_at,
            expires_at: self.expires_at,
        }
    }
}

impl ListVector {
    fn draft(&self, gateway: &PublicKey) -> StatusListDraft {
        let mut bits = StatusBits::new(self.size);
        for index in &self.revoked {
            bits.revoke(*index);
        }
        StatusListDraft::new(gateway, &bits, self.issued_at, self.next)
    }
}

fn outcome(verifier: &mut Verifier, look: &Look) -> Expect {
    match verifier.verify(&look.text, look.now) {
        Ok(accepted) => Expect::Accepted {
            masked_name: accepted.masked_name,
            birth_year: accepted.birth_year,
            last_four: accepted.last_four,
            level: accepted.level.number(),
            handle_hex: hex(&accepted.handle),
            list_age: accepted.list_age,
        },
        Err(refusal) => Expect::Refused(format!("{refusal:?}")),
    }
}

fn read() -> Vectors {
    serde_json::from_slice(&fs::read(path()).unwrap()).unwrap()
}

fn last_64(cose: &[u8]) -> Signature {
    Signature::from_raw(&cose[cose.len() - 64..]).unwrap()
}

#[test]
fn every_case_ends_as_the_file_says() {
    let vectors = read();
    let gateway = PublicKey::from_jwk(&vectors.keys.gateway.jwk).unwrap();
    assert!(vectors.cases.len() >= 8);
    for case in &vectors.cases {
        let mut terminal = Verifier::new(KeyRing::from_iter([gateway]));
        if let Some(name) = &case.list {
            let list = vectors.lists.iter().find(|list| list.name == *name).unwrap();
            terminal.set_list(&unhex(&list.cose_hex)).unwrap();
        }
        for look in &case.before {
            assert!(terminal.verify(&look.text, look.now).is_ok(), "{}", case.name);
        }
        assert_eq!(outcome(&mut terminal, &case.look), case.expect, "{}", case.name);
    }
}

#[test]
fn certificate_code_and_lists_are_written_byte_for_byte() {
    let Vectors { keys, certificate, code, lists, .. } = read();
    let gateway = PublicKey::from_jwk(&keys.gateway.jwk).unwrap();
    let device = PublicKey::from_jwk(&keys.device.jwk).unwrap();
    let draft = CertificateDraft::new(&gateway, certificate.facts(device)).unwrap();
    assert_eq!(hex(&draft.to_be_signed()), certificate.to_be_signed_hex);
    let cose = unhex(&certificate.cose_hex);
    let written = draft.attach(&last_64(&cose));
    assert_eq!(hex(&written.to_bytes()), certificate.cose_hex);

    let draft = CodeDraft::new(&written, code.made_at, &mut Given(unhex(&code.random_hex)));
    assert_eq!(step_of(code.made_at), code.step);
    assert_eq!(hex(&draft.to_be_signed()), code.to_be_signed_hex);
    let text = draft.attach(&last_64(&unhex(&code.cose_hex))).unwrap();
    assert_eq!(text, code.text);
    assert_eq!(text, format!("LL1:{}", base45::encode(unhex(&code.cose_hex))));

    for list in lists {
        let cose = unhex(&list.cose_hex);
        assert_eq!(hex(&list.draft(&gateway).attach(&last_64(&cose))), list.cose_hex, "{}", list.name);
    }
}

#[test]
fn keys_in_the_file_belong_together() {
    let Keys { gateway, device, foreign_gateway } = read().keys;
    for key in [gateway, device, foreign_gateway] {
        let pair = SoftwareKey::from_pkcs8(&unhex(&key.pkcs8_hex)).unwrap();
        assert_eq!(pair.public_key().to_published_jwk(), key.jwk);
    }
}

/// The keys of the file as it stands, or new ones where there is none.
fn keys() -> [SoftwareKey; 3] {
    if path().exists() {
        let Keys { gateway, device, foreign_gateway } = read().keys;
        [gateway, device, foreign_gateway].map(|key| SoftwareKey::from_pkcs8(&unhex(&key.pkcs8_hex)).unwrap())
    } else {
        [(); 3].map(|()| SoftwareKey::generate(&SystemRng::new()).unwrap())
    }
}

fn key_vector(key: &SoftwareKey) -> KeyVector {
    KeyVector { jwk: key.public_key().to_published_jwk(), pkcs8_hex: hex(key.to_pkcs8()) }
}

fn certificate_vector() -> CertificateVector {
    CertificateVector {
        handle_hex: "00112233445566778899aabbccddeeff".into(),
        level: 2,
        masked_name: "王*兰".into(),
        birth_year: 1944,
        last_four: "0025".into(),
        status_index: 5,
        issued_at: NOW - DAY,
        expires_at: NOW + 6 * DAY,
        to_be_signed_hex: String::new(),
        cose_hex: String::new(),
    }
}

fn issue(gateway: &SoftwareKey, device: &SoftwareKey, vector: &mut CertificateVector) -> CardCertificate {
    let draft = CertificateDraft::new(gateway.public_key(), vector.facts(*device.public_key())).unwrap();
    vector.to_be_signed_hex = hex(&draft.to_be_signed());
    let certificate = draft.clone().attach(&gateway.sign(&draft.to_be_signed()));
    vector.cose_hex = hex(&certificate.to_bytes());
    certificate
}

fn show(device: &SoftwareKey, certificate: &CardCertificate, now: u64) -> CodeVector {
    let draft = CodeDraft::new(certificate, now, &mut Given(RANDOM.to_vec()));
    let text = draft.clone().attach(&device.sign(&draft.to_be_signed())).unwrap();
    CodeVector {
        made_at: now,
        step: step_of(now),
        random_hex: hex(&RANDOM),
        to_be_signed_hex: hex(&draft.to_be_signed()),
        cose_hex: hex(&base45::decode(&text[4..]).unwrap()),
        text,
    }
}

fn list_vector(gateway: &SoftwareKey, name: &str, issued_at: u64, revoked: &[u32]) -> ListVector {
    let mut vector = ListVector {
        name: name.into(),
        issued_at,
        next: issued_at + 3_600,
        size: 16,
        revoked: revoked.to_vec(),
        cose_hex: String::new(),
    };
    let draft = vector.draft(gateway.public_key());
    vector.cose_hex = hex(&draft.clone().attach(&gateway.sign(&draft.to_be_signed())));
    vector
}

/// Name, list, text accepted before, text, time.
type Plan<'a> = (&'a str, Option<&'a str>, Option<&'a str>, String, u64);

#[test]
#[ignore = "writes the file; run by hand after a change of the format"]
fn write_vectors() {
    let [gateway, device, foreign] = keys();
    let mut certificate_vector = certificate_vector();
    let genuine = issue(&gateway, &device, &mut certificate_vector);
    let good = show(&device, &genuine, NOW);
    let text = good.text.as_str();
    let at_expiry = show(&device, &genuine, NOW + 6 * DAY).text;
    let before_issue = show(&device, &genuine, NOW - DAY - 120).text;
    let five_days_on = show(&device, &genuine, NOW + 5 * DAY).text;
    let next_step = show(&device, &genuine, NOW + 30).text;
    let by_foreign = show(&device, &issue(&foreign, &device, &mut self::certificate_vector()), NOW).text;
    let mut claims = certificate_claims(device.public_key(), NOW, NOW + 7 * DAY + 1);
    claims[2].1 = blob(&unhex(&certificate_vector.handle_hex));
    let too_long = code(&device, &code_header(certificate(&gateway, &claims)), &code_payload(NOW));
    let by_other = {
        let genuine = crate::build::sign1(
            &gateway,
            crate::build::CERTIFICATE_AAD,
            &crate::build::certificate_header(&gateway),
            &crate::build::map(&certificate_claims(device.public_key(), NOW, NOW + DAY)),
        );
        code(&foreign, &code_header(genuine), &code_payload(NOW))
    };
    let clean = Some("clean");
    #[rustfmt::skip]
    let plans: Vec<Plan<'_>> = vec![
        ("accepted in its own step", clean, None, text.into(), NOW),
        ("accepted in the last second of the step after", clean, None, text.into(), NOW + 44),
        ("accepted in the first second of the step before", clean, None, text.into(), NOW - 45),
        ("accepted after the step before it was", clean, Some(text), next_step, NOW + 30),
        ("accepted with a list of exactly seven days", clean, None, five_days_on, NOW + 5 * DAY),
        ("two steps later", clean, None, text.into(), NOW + 45),
        ("two steps earlier", clean, None, text.into(), NOW - 46),
        ("second look", clean, Some(text), text.into(), NOW + 1),
        ("other random bytes, same step", clean, Some(text), show_again(&device, &genuine), NOW + 1),
        ("certificate at its end", clean, None, at_expiry, NOW + 6 * DAY),
        ("certificate two minutes before its issue", clean, None, before_issue, NOW - DAY - 120),
        ("certificate of a foreign gateway", clean, None, by_foreign, NOW),
        ("certificate for more than seven days", clean, None, too_long, NOW),
        ("signed by another device", clean, None, by_other, NOW),
        ("revoked", Some("revoked"), None, text.into(), NOW),
        ("list of seven days and a second", Some("old"), None, text.into(), NOW),
        ("no list", None, None, text.into(), NOW),
        ("cut", clean, None, text[..text.len() - 3].into(), NOW),
        ("trailing space", clean, None, format!("{text} "), NOW),
        ("an address", clean, None, "https://example.com/q/1".into(), NOW),
        ("empty", clean, None, String::new(), NOW),
    ];
    let lists = vec![
        list_vector(&gateway, "clean", NOW - 2 * DAY, &[]),
        list_vector(&gateway, "revoked", NOW - 600, &[2, 5]),
        list_vector(&gateway, "old", NOW - 7 * DAY - 1, &[]),
    ];
    let cases = plans.into_iter().map(|plan| case(gateway.public_key(), &lists, plan)).collect();
    let vectors = Vectors {
        about: "test vectors of docs/flows/identity-code.md; keys and people are fictitious".into(),
        keys: Keys {
            gateway: key_vector(&gateway),
            device: key_vector(&device),
            foreign_gateway: key_vector(&foreign),
        },
        certificate: certificate_vector,
        code: good,
        lists,
        cases,
    };
    fs::write(path(), serde_json::to_string_pretty(&vectors).unwrap() + "\n").unwrap();
}

fn show_again(device: &SoftwareKey, certificate: &CardCertificate) -> String {
    let draft = CodeDraft::new(certificate, NOW, &mut Given(vec![9; 8]));
    draft.clone().attach(&device.sign(&draft.to_be_signed())).unwrap()
}

fn case(gateway: &PublicKey, lists: &[ListVector], (name, list, before, text, now): Plan<'_>) -> Case {
    let mut terminal = Verifier::new(KeyRing::from_iter([*gateway]));
    if let Some(wanted) = list {
        let list = lists.iter().find(|list| list.name == wanted).unwrap();
        terminal.set_list(&unhex(&list.cose_hex)).unwrap();
    }
    let before: Vec<Look> = before.into_iter().map(|text| Look { text: text.into(), now: NOW }).collect();
    for look in &before {
        assert!(terminal.verify(&look.text, look.now).is_ok());
    }
    let look = Look { text, now };
    let expect = outcome(&mut terminal, &look);
    Case { name: name.into(), list: list.map(str::to_owned), before, look, expect }
}
