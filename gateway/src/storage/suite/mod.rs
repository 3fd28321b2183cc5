//! What every storage backend has to pass: [`storage_suite`] runs all of it on one storage.
//!
//! Each check works with people of its own, so they may run in any order and on a storage that holds others.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use leling_crypto::{
    hash::sha256,
    keys::{PublicKey, SoftwareKey},
    rng::SystemRng,
};
use leling_protocol::{
    CardNumber, CardPassword, IdNumber, PersonName, Phone, PhysicalCardState, SmsCode, Timestamp,
    wire::{CertificateResponse, ClaimProof, EnrolCodeResponse, ErrorBody, PlatformKind, Presence},
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{
    Answer, BeginEnrolment, Begun, ClaimCard, DeviceId, DeviceKeys, EnrolmentId, Mint, PersonHandle, ProveBy,
    RegisterPerson, SessionId, SignIn, SignedIn, Storage, UsedProof, Write,
};
use crate::{adapters::RegisterEntry, rules::card::BankFunction};

mod by_code;
mod cards;
mod desk;
mod enrolments;
mod help;
mod house;
mod logins;
mod parties;
mod writes;

/// When the suite plays.
const NOW: Timestamp = Timestamp::from_seconds(1_795_399_200);

/// Runs every check.
pub(super) async fn storage_suite(storage: &dyn Storage) {
    writes::all(storage).await;
    enrolments::all(storage).await;
    by_code::all(storage).await;
    desk::all(storage).await;
    help::all(storage).await;
    cards::all(storage).await;
    logins::all(storage).await;
    parties::all(storage).await;
    house::all(storage).await;
}

/// What takes long, once.
pub(super) async fn storage_races(storage: &dyn Storage) {
    parties::nothing_is_used_after_an_acknowledged_end(storage).await;
}

#[tokio::test]
async fn sqlite_passes_the_suite() {
    use leling_crypto::seal::RootKey;
    let folder = tempfile::tempdir().unwrap();
    let sealer = super::Sealer::new(&RootKey::generate(&mut SystemRng::new()));
    let path = folder.path().join("gateway.db");
    let storage = super::SqliteStorage::open(&path, sealer.clone(), crate::Numbers::default()).unwrap();
    storage_suite(&storage).await;
    drop(storage);
    let again = super::SqliteStorage::open(&path, sealer, crate::Numbers::default()).unwrap();
    again.check().await.unwrap();
    storage_suite(&again).await;
    storage_races(&again).await;
}

/// A person with keys of a phone.
struct Somebody {
    name: PersonName,
    id_number: IdNumber,
    phone: Phone,
    card: CardNumber,
    keys: DeviceKeys,
}

/// Makes somebody who was never there before.
fn somebody() -> Somebody {
    static COUNT: AtomicU32 = AtomicU32::new(1);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    // Fictitious number; the check digit is found by trying.
    let body = format!("37990119{:02}0101{:03}", 50 + count / 1_000, count % 1_000);
    let id_number = "0123456789X".chars().find_map(|last| IdNumber::parse_any_day(&format!("{body}{last}")).ok());
    Somebody {
        name: PersonName::parse("王秀兰").unwrap(),
        id_number: id_number.unwrap(),
        phone: Phone::parse(&format!("9990001{count:04}")).unwrap(),
        card: CardNumber::parse(&format!("B{count:08}")).unwrap(),
        keys: keys(),
    }
}

fn key() -> PublicKey {
    *SoftwareKey::generate(&SystemRng::new()).unwrap().public_key()
}

fn keys() -> DeviceKeys {
    DeviceKeys { device: key(), approve: key(), presence: Presence::Lock, platform: PlatformKind::Simulator }
}

fn write_at(body: &str, at: Timestamp) -> Write {
    let id = Uuid::now_v7();
    let request = sha256(body.as_bytes());
    Write { id, request, trace: "trace".to_owned(), proof: None, spends: Vec::new(), at }
}

fn write() -> Write {
    write_at("body", NOW)
}

fn body<T: DeserializeOwned>(answer: &Answer) -> T {
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    serde_json::from_slice(&answer.body).unwrap()
}

fn code(answer: &Answer) -> &'static str {
    let error: ErrorBody = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(answer.status, error.code.http_status());
    error.code.as_str()
}

fn digits(code: &str) -> SmsCode {
    SmsCode::parse(code).unwrap()
}

/// Signs nothing; what matters to a storage are the times and the index.
fn mint() -> Mint {
    Arc::new(|card| CertificateResponse {
        certificate: card.status_index.to_string(),
        not_before: card.at,
        not_after: card.at.plus(7 * 86_400),
    })
}

impl Somebody {
    fn register(&self) -> RegisterPerson {
        RegisterPerson {
            handle: PersonHandle(Uuid::new_v4()),
            name: self.name.clone(),
            id_number: self.id_number.clone(),
            entry: RegisterEntry {
                card_number: Some(self.card.clone()),
                physical: PhysicalCardState::Normal,
                bank: BankFunction::On,
                phone: None,
            },
        }
    }

    fn begin(&self, keys: DeviceKeys) -> BeginEnrolment {
        BeginEnrolment { person: self.register(), phone: self.phone.clone(), keys }
    }

    /// Begins an enrolment with the code 123456.
    async fn begun(&self, storage: &dyn Storage, keys: DeviceKeys, at: Timestamp) -> EnrolmentId {
        let write = write_at("begin", at);
        let id = EnrolmentId(write.id);
        assert_eq!(storage.begin_enrolment(write.clone(), self.begin(keys)).await.unwrap(), Begun::Send);
        storage.enrolment_sent(write, id, digits("123456")).await.unwrap();
        id
    }

    async fn prove(&self, storage: &dyn Storage, keys: DeviceKeys, at: Timestamp) -> (EnrolmentId, EnrolCodeResponse) {
        let id = self.begun(storage, keys, at).await;
        let proved = storage.prove_phone(write_at("code", at), by(id, keys), digits("123456")).await.unwrap();
        (id, body(&proved.answer))
    }

    /// Enrols and gives the active device.
    async fn enrolled(&self, storage: &dyn Storage) -> (DeviceId, PersonHandle) {
        match self.prove(storage, self.keys, NOW).await.1 {
            EnrolCodeResponse::Active { device, person } => (DeviceId(device), PersonHandle(person)),
            other => panic!("somebody else was there: {other:?}"),
        }
    }

    async fn claim(&self, storage: &dyn Storage, device: DeviceId, number: &CardNumber) -> Answer {
        let claim = ClaimCard {
            device,
            proof: ClaimProof::CardNumber { number: number.clone() },
            password: CardPassword::parse("280516").unwrap(),
            password_hash: "hash".to_owned(),
            sign_no: Uuid::new_v4().to_string(),
            mint: mint(),
        };
        storage.claim_card(write(), claim).await.unwrap()
    }
}

fn by(enrolment: EnrolmentId, keys: DeviceKeys) -> ProveBy {
    ProveBy { enrolment, device: keys.device, new_device: DeviceId(Uuid::new_v4()) }
}

async fn sign_in(storage: &dyn Storage, device: DeviceId, at: Timestamp) -> Result<SignedIn, crate::refusal::Refusal> {
    let proof = || UsedProof(sha256(Uuid::new_v4().as_bytes()));
    let session = SessionId(Uuid::new_v4());
    storage.sign_in(SignIn { device, proofs: [proof(), proof()], spends: Vec::new(), session, at }).await.unwrap()
}

/// A line of the record and the id of the answer stay for ever; the rest goes with the sweep.
#[tokio::test]
async fn a_finished_login_leaves_little_in_sqlite() {
    use leling_crypto::seal::RootKey;
    const LOGINS: u32 = 400;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gateway.db");
    let sealer = super::Sealer::new(&RootKey::generate(&mut SystemRng::new()));
    let storage = super::SqliteStorage::open(&path, sealer, crate::Numbers::default()).unwrap();
    let used = || {
        let file = rusqlite::Connection::open(&path).unwrap();
        let number = |name: &str| file.pragma_query_value(None, name, |row| row.get::<_, u32>(0)).unwrap();
        (number("page_count") - number("freelist_count")) * number("page_size")
    };
    let holder = logins::holder(&storage).await;
    let before = used();
    for _ in 0..LOGINS {
        holder.session(&storage, "kiosk").await;
    }
    storage.sweep(NOW.plus(31 * 86_400)).await.unwrap();
    let each = (used() - before) / LOGINS;
    println!("{each} bytes of a finished login stay");
    assert!(each <= 300, "{each} bytes of a finished login stay");
}
