//! One accepted code, and each reason to refuse one.

use leling_crypto::{
    identity_code::{
        Accepted, CardCertificate, CardFacts, CardLevel, CertificateDraft, CertificateError, CodeDraft, CodeError,
        MAX_CERTIFICATE_LIFETIME, MAX_CODE_CHARS, MAX_LIST_AGE, MAX_MASKED_NAME_LEN, Refusal, StatusBits, StatusError,
        StatusList, StatusListDraft, Verifier,
    },
    keyring::KeyRing,
    keys::SoftwareKey,
    rng::{SeededRng, SystemRng},
};

pub(crate) const NOW: u64 = 1_795_392_015;
const DAY: u64 = 86_400;
/// In 2106, shortly before times need more than 32 bits.
const LATE: u64 = 4_294_000_000;

/// A gateway, a phone, and the terminal between them.
pub(crate) struct World {
    pub(crate) gateway: SoftwareKey,
    pub(crate) device: SoftwareKey,
    rng: SeededRng,
}

impl World {
    pub(crate) fn new() -> Self {
        let system = SystemRng::new();
        Self {
            gateway: SoftwareKey::generate(&system).unwrap(),
            device: SoftwareKey::generate(&system).unwrap(),
            rng: SeededRng::new(1),
        }
    }

    pub(crate) fn facts(&self) -> CardFacts {
        CardFacts {
            handle: [0xA5; 16],
            level: CardLevel::One,
            masked_name: "王*兰".into(),
            birth_year: 1944,
            last_four: "0025".into(),
            status_index: 5,
            device_key: *self.device.public_key(),
            issued_at: NOW - DAY,
            expires_at: NOW + 6 * DAY,
        }
    }

    pub(crate) fn certificate(&self, facts: CardFacts) -> CardCertificate {
        let draft = CertificateDraft::new(self.gateway.public_key(), facts).unwrap();
        let signature = self.gateway.sign(&draft.to_be_signed());
        draft.attach(&signature)
    }

    pub(crate) fn code_of(&mut self, certificate: &CardCertificate, now: u64) -> String {
        let draft = CodeDraft::new(certificate, now, &mut self.rng);
        let signature = self.device.sign(&draft.to_be_signed());
        draft.attach(&signature).unwrap()
    }

    pub(crate) fn code(&mut self, now: u64) -> String {
        let certificate = self.certificate(self.facts());
        self.code_of(&certificate, now)
    }

    pub(crate) fn list(&self, revoked: &[u32], now: u64) -> Vec<u8> {
        let mut bits = StatusBits::new(16);
        for index in revoked {
            bits.revoke(*index);
        }
        let draft = StatusListDraft::new(self.gateway.public_key(), &bits, now, now + 3_600);
        let signature = self.gateway.sign(&draft.to_be_signed());
        draft.attach(&signature)
    }

    pub(crate) fn ring(&self) -> KeyRing {
        KeyRing::from_iter([*self.gateway.public_key()])
    }

    pub(crate) fn terminal(&self) -> Verifier {
        let mut terminal = Verifier::new(self.ring());
        terminal.set_list(&self.list(&[], NOW - 600)).unwrap();
        terminal
    }
}

fn refusal(result: Result<Accepted, Refusal>) -> Refusal {
    result.expect_err("the code should be refused")
}

#[test]
fn a_good_code_tells_what_the_clerk_compares() {
    let mut world = World::new();
    let code = world.code(NOW);
    let accepted = world.terminal().verify(&code, NOW).unwrap();
    assert_eq!(accepted.masked_name, "王*兰");
    assert_eq!((accepted.birth_year, accepted.last_four.as_str()), (1944, "0025"));
    assert_eq!((accepted.level, accepted.handle, accepted.list_age), (CardLevel::One, [0xA5; 16], 600));
    assert_eq!(format!("{accepted:?}"), "Accepted(..)");
}

#[test]
fn the_longest_code_fits_its_picture() {
    let mut world = World::new();
    let typical = world.code(NOW);
    let facts = CardFacts {
        masked_name: "买".repeat(MAX_MASKED_NAME_LEN / 3),
        status_index: u32::MAX,
        last_four: "005X".into(),
        level: CardLevel::Two,
        birth_year: 2199,
        issued_at: LATE,
        expires_at: LATE + MAX_CERTIFICATE_LIFETIME,
        ..world.facts()
    };
    let certificate = world.certificate(facts);
    let longest = world.code_of(&certificate, LATE);
    let alphanumeric = |c: char| "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".contains(c);
    assert!(longest.chars().all(alphanumeric));
    assert!(longest.len() <= MAX_CODE_CHARS, "{}", longest.len());
    println!("typical {} characters, longest {}", typical.len(), longest.len());
}

#[test]
fn the_window_is_the_step_and_its_neighbours() {
    let mut world = World::new();
    let code = world.code(NOW);
    let at = |now| world.terminal().verify(&code, now).map(|_| ());
    // NOW is in the middle of a step of 30 seconds.
    assert_eq!(at(NOW), Ok(()));
    assert_eq!(at(NOW + 44), Ok(()));
    assert_eq!(at(NOW + 45), Err(Refusal::TooOld));
    assert_eq!(at(NOW - 45), Ok(()));
    assert_eq!(at(NOW - 46), Err(Refusal::FromFuture));
}

#[test]
fn each_step_is_accepted_once_at_each_terminal() {
    let mut world = World::new();
    let (first, second) = (world.code(NOW), world.code(NOW));
    let next = world.code(NOW + 30);
    let mut terminal = world.terminal();
    assert!(terminal.verify(&first, NOW).is_ok());
    assert_eq!(refusal(terminal.verify(&first, NOW)), Refusal::UsedHere);
    assert_eq!(refusal(terminal.verify(&second, NOW + 1)), Refusal::UsedHere);
    assert!(terminal.verify(&next, NOW + 30).is_ok());
    assert!(world.terminal().verify(&first, NOW).is_ok());
    // A clock that was set back opens nothing.
    assert!(terminal.verify(&world.code(NOW + 600), NOW + 600).is_ok());
    assert_eq!(refusal(terminal.verify(&first, NOW)), Refusal::UsedHere);
}

#[test]
fn uses_are_reported_until_acknowledged_and_again_when_they_repeat() {
    let mut world = World::new();
    let code = world.code(NOW);
    let mut terminal = world.terminal();
    assert!(terminal.export_uses().is_empty());
    terminal.verify(&code, NOW).unwrap();
    let uses = terminal.export_uses();
    assert_eq!((uses.len(), uses[0].step, uses[0].first_seen, uses[0].repeats), (1, NOW / 30, NOW, 0));
    assert_eq!(terminal.export_uses(), uses);
    terminal.mark_reported(&uses);
    assert!(terminal.export_uses().is_empty());
    assert_eq!(refusal(terminal.verify(&code, NOW)), Refusal::UsedHere);
    assert_eq!(terminal.export_uses()[0].repeats, 1);
    terminal.mark_reported(&uses);
    assert_eq!(terminal.export_uses()[0].repeats, 1);
}

#[test]
fn a_refused_code_is_not_used_up() {
    let mut world = World::new();
    let code = world.code(NOW);
    let mut terminal = Verifier::new(world.ring());
    assert_eq!(refusal(terminal.verify(&code, NOW)), Refusal::NoList);
    terminal.set_list(&world.list(&[], NOW)).unwrap();
    assert!(terminal.verify(&code, NOW).is_ok());
}

#[test]
fn the_certificate_lives_from_issue_to_expiry() {
    let mut world = World::new();
    let facts = CardFacts { issued_at: NOW, expires_at: NOW + 3_600, ..world.facts() };
    let certificate = world.certificate(facts);
    let mut at = |now: u64| {
        let code = world.code_of(&certificate, now);
        world.terminal().verify(&code, now).map(|_| ())
    };
    assert_eq!(at(NOW - 60), Ok(()));
    assert_eq!(at(NOW - 61), Err(Refusal::CertificateNotYet));
    assert_eq!(at(NOW + 3_599), Ok(()));
    assert_eq!(at(NOW + 3_600), Err(Refusal::CertificateExpired));
}

#[test]
fn only_the_gateway_and_the_certified_device_are_believed() {
    let mut world = World::new();
    let mut foreign = World::new();
    let code = foreign.code(NOW);
    assert_eq!(refusal(world.terminal().verify(&code, NOW)), Refusal::ForeignSignature);
    // The phone itself notices a signature by another key and shows nothing.
    let certificate = world.certificate(world.facts());
    let draft = CodeDraft::new(&certificate, NOW, &mut SeededRng::new(2));
    let signature = foreign.device.sign(&draft.to_be_signed());
    assert_eq!(draft.attach(&signature), Err(CodeError::WrongSignature));
    // An old key is gone from the ring: its certificates go with it.
    let rotated = Verifier::new(foreign.ring()).verify(&world.code(NOW), NOW);
    assert_eq!(refusal(rotated), Refusal::ForeignSignature);
}

#[test]
fn the_list_decides_and_has_to_be_fresh() {
    let mut world = World::new();
    let code = world.code(NOW);
    let with = |list: &[u8], now| {
        let mut terminal = Verifier::new(world.ring());
        terminal.set_list(list).unwrap();
        terminal.verify(&code, now).map(|accepted| accepted.list_age)
    };
    assert_eq!(with(&world.list(&[5], NOW), NOW), Err(Refusal::Revoked));
    assert_eq!(with(&world.list(&[4, 6, 13], NOW), NOW), Ok(0));
    assert_eq!(with(&world.list(&[], NOW - MAX_LIST_AGE), NOW), Ok(MAX_LIST_AGE));
    assert_eq!(with(&world.list(&[], NOW - MAX_LIST_AGE - 1), NOW), Err(Refusal::ListTooOld));
    assert_eq!(with(&world.list(&[], NOW + 5), NOW), Ok(0));
}

#[test]
fn an_index_beyond_the_list_is_believed_only_of_a_newer_certificate() {
    let mut world = World::new();
    let facts = CardFacts { status_index: 5_000, ..world.facts() };
    let issued = facts.issued_at;
    let certificate = world.certificate(facts);
    let code = world.code_of(&certificate, NOW);
    let with = |list_time| {
        let mut terminal = Verifier::new(world.ring());
        terminal.set_list(&world.list(&[], list_time)).unwrap();
        terminal.verify(&code, NOW).map(|_| ())
    };
    assert_eq!(with(issued - 1), Ok(()));
    assert_eq!(with(issued + 1), Err(Refusal::Revoked));
}

#[test]
fn a_list_is_signed_newer_and_whole() {
    let world = World::new();
    let foreign = World::new();
    let mut terminal = world.terminal();
    assert_eq!(terminal.list_age(NOW), Some(600));
    assert_eq!(terminal.set_list(&world.list(&[], NOW - 601)), Err(StatusError::Older));
    assert_eq!(terminal.set_list(&foreign.list(&[], NOW)), Err(StatusError::ForeignSignature));
    assert_eq!(terminal.set_list(b"list"), Err(StatusError::Malformed));
    let certificate = world.certificate(world.facts()).to_bytes();
    assert_eq!(terminal.set_list(&certificate), Err(StatusError::ForeignSignature));
    let list = world.list(&[3], NOW);
    for index in 0..list.len() {
        let mut changed = list.clone();
        changed[index] ^= 1;
        assert!(terminal.set_list(&changed).is_err(), "byte {index}");
        assert!(terminal.set_list(&list[..index]).is_err(), "cut {index}");
    }
    assert_eq!(terminal.list_age(NOW), Some(600));
    let read = StatusList::verify(&list, &world.ring()).unwrap();
    assert_eq!((read.issued_at(), read.next()), (NOW, NOW + 3_600));
    assert_eq!([2, 3, 15, 16].map(|index| read.is_revoked(index)), [Some(false), Some(true), Some(false), None]);
}

#[test]
fn no_certificate_is_made_outside_the_ranges() {
    let world = World::new();
    let make = |change: fn(&mut CardFacts)| {
        let mut facts = world.facts();
        change(&mut facts);
        CertificateDraft::new(world.gateway.public_key(), facts).map(|_| ()).err()
    };
    assert_eq!(make(|_| {}), None);
    assert_eq!(make(|f| f.expires_at = f.issued_at + MAX_CERTIFICATE_LIFETIME), None);
    assert_eq!(make(|f| f.expires_at = f.issued_at + MAX_CERTIFICATE_LIFETIME + 1), Some(CertificateError::Lifetime));
    assert_eq!(make(|f| f.expires_at = f.issued_at), Some(CertificateError::Lifetime));
    assert_eq!(make(|f| f.expires_at = 0), Some(CertificateError::Lifetime));
    for change in [
        (|f| f.masked_name.clear()) as fn(&mut CardFacts),
        |f| f.masked_name = "买".repeat(13),
        |f| f.masked_name = "王\n兰".into(),
        |f| f.last_four = "025".into(),
        |f| f.last_four = "X025".into(),
        |f| f.last_four = "002x".into(),
        |f| f.birth_year = 44,
    ] {
        assert_eq!(make(change), Some(CertificateError::Malformed));
    }
}

#[test]
fn a_certificate_travels_as_bytes() {
    let world = World::new();
    let foreign = World::new();
    let certificate = world.certificate(world.facts());
    let read = CardCertificate::from_bytes(&certificate.to_bytes()).unwrap();
    assert!(*read.facts() == world.facts());
    assert_eq!(read.check_signature(&world.ring()), Ok(()));
    assert_eq!(read.check_signature(&foreign.ring()), Err(CertificateError::ForeignSignature));
    assert_eq!(read.to_bytes(), certificate.to_bytes());
    assert_eq!(format!("{read:?} {:?}", read.facts()), "CardCertificate(..) CardFacts(..)");
}
