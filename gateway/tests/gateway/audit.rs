//! The record finds every change that was made behind the gateway's back, and names the first bad entry.

use std::path::PathBuf;

use leling_crypto::chain::{ChainHead, entry_hash};
use leling_gateway::{
    Numbers,
    adapters::RegisterEntry,
    audit::{AuditFault, AuditReport, Checkpoints, canonical, verify},
    keys::Keys,
    rules::card::BankFunction,
    storage::{PersonHandle, RegisterPerson, Sealer, SqliteStorage, StaffAct, StaffChange, Storage as _, Whom},
};
use leling_protocol::{IdNumber, PersonName, PhysicalCardState};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

use crate::world::{LI, START, WANG};

struct Books {
    folder: TempDir,
    keys: Keys,
}

impl Books {
    /// Two people with five entries each, and a checkpoint after each round.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::load_or_create(&folder.path().join("keys.json")).unwrap();
        let books = Self { folder, keys };
        let storage = books.storage();
        let mut checkpoints = Checkpoints::open(&books.file()).unwrap();
        for (round, change) in [PhysicalCardState::Lost, PhysicalCardState::Normal].iter().cycle().take(5).enumerate() {
            for (handle, person) in [(1, &WANG), (2, &LI)] {
                let register = RegisterPerson {
                    handle: PersonHandle(Uuid::from_u128(handle)),
                    name: PersonName::parse(person.name).unwrap(),
                    id_number: IdNumber::parse_any_day(person.id).unwrap(),
                    entry: RegisterEntry {
                        card_number: None,
                        physical: PhysicalCardState::Normal,
                        bank: BankFunction::On,
                        phone: None,
                    },
                };
                let id_number = register.id_number.clone();
                storage.register_person(register, START).await.unwrap();
                let at = START.plus(i64::try_from(round).unwrap());
                let act = StaffAct {
                    whom: Whom::Number(id_number),
                    change: StaffChange::Card(*change),
                    device: None,
                    reason: None,
                    staff: "S-1".to_owned(),
                    at,
                };
                storage.staff_act(act).await.unwrap();
            }
            let heads = storage.audit_heads().await.unwrap();
            checkpoints.write(heads, books.keys.audit.current(), START).unwrap();
        }
        books
    }

    fn storage(&self) -> SqliteStorage {
        let sealer = Sealer::new(&self.keys.storage);
        SqliteStorage::open(&self.folder.path().join("gateway.db"), sealer, Numbers::default()).unwrap()
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("audit/checkpoints.jsonl")
    }

    fn forge(&self, sql: &str) {
        let connection = Connection::open(self.folder.path().join("gateway.db")).unwrap();
        connection.execute_batch(sql).unwrap();
    }

    async fn verify(&self) -> Result<AuditReport, AuditFault> {
        verify(&self.storage(), &self.file(), &self.keys.audit.ring()).await
    }

    async fn fault(&self) -> String {
        self.verify().await.unwrap_err().to_string()
    }
}

const FIRST: &str = "X'00000000000000000000000000000001'";

#[tokio::test]
async fn books_in_order_are_in_order() {
    let books = Books::new().await;
    assert_eq!(books.verify().await.unwrap(), AuditReport { chains: 2, entries: 10, checkpoints: 5 });
}

#[tokio::test]
async fn each_forgery_is_found_and_its_entry_named() {
    let person = Uuid::from_u128(1);
    for (sql, expected) in [
        (format!("UPDATE audit SET at = at + 1 WHERE person = {FIRST} AND seq = 3"), "entry 3 was changed"),
        (format!("UPDATE audit SET staff = 'S-2' WHERE person = {FIRST} AND seq = 1"), "entry 1 was changed"),
        (format!("UPDATE audit SET act = 'frozen' WHERE person = {FIRST} AND seq = 2"), "entry 2 was changed"),
        (format!("UPDATE audit SET act = 'nothing' WHERE person = {FIRST} AND seq = 2"), "entry 2 is not readable"),
        (format!("UPDATE audit SET hash = X'01' WHERE person = {FIRST} AND seq = 4"), "entry 4 is not readable"),
        (format!("DELETE FROM audit WHERE person = {FIRST} AND seq = 3"), "entry 3 is missing, 4 stands in its place"),
        (format!("DELETE FROM audit WHERE person = {FIRST} AND seq > 3"), "entry 4 is missing, checkpoint 4 saw 4"),
        (format!("DELETE FROM audit WHERE person = {FIRST}"), "entry 1 is missing, checkpoint 1 saw 1"),
        (
            format!(
                "UPDATE audit SET seq = 99 WHERE person = {FIRST} AND seq = 2;
                 UPDATE audit SET seq = 2 WHERE person = {FIRST} AND seq = 3;
                 UPDATE audit SET seq = 3 WHERE person = {FIRST} AND seq = 99"
            ),
            "entry 2 was changed",
        ),
        (
            format!(
                "INSERT INTO audit (person, seq, at, actor, act, hash)
                 SELECT person, 6, at, actor, act, hash FROM audit WHERE person = {FIRST} AND seq = 5"
            ),
            "entry 6 was changed",
        ),
    ] {
        let books = Books::new().await;
        books.forge(&sql);
        let fault = books.fault().await;
        assert!(fault.contains(expected) && fault.contains(&person.to_string()), "{sql}: {fault}");
    }
}

#[tokio::test]
async fn a_chain_rewritten_with_good_hashes_is_found_by_its_checkpoints() {
    let books = Books::new().await;
    let person = PersonHandle(Uuid::from_u128(1));
    let mut records = books.storage().audit(person, 0, 100).await.unwrap();
    let connection = Connection::open(books.folder.path().join("gateway.db")).unwrap();
    let mut hash = ChainHead::EMPTY.hash;
    for record in &mut records {
        if record.seq == 3 {
            record.staff = Some("S-9".to_owned());
        }
        hash = entry_hash(&hash, record.seq, &canonical(person, record));
        let sql = "UPDATE audit SET staff = ?2, hash = ?3 WHERE person = ?1 AND seq = ?4";
        let seq = i64::try_from(record.seq).unwrap();
        connection.execute(sql, (person.0.as_bytes(), &record.staff, hash.as_bytes(), seq)).unwrap();
    }
    let fault = books.fault().await;
    assert!(fault.contains("entry 3 or one before it was rewritten since checkpoint 3"), "{fault}");
}

#[tokio::test]
async fn forged_checkpoints_are_found() {
    let books = Books::new().await;
    let good = std::fs::read_to_string(books.file()).unwrap();
    let lines: Vec<&str> = good.lines().collect();
    let other = Keys::load_or_create(&books.folder.path().join("other.json")).unwrap();
    let unknown = verify(&books.storage(), &books.file(), &other.audit.ring()).await.unwrap_err();
    assert!(unknown.to_string().contains("checkpoint 1 is not genuine"), "{unknown}");
    let head_changed = good.replacen("\"seq\":3", "\"seq\":4", 1);
    let order_changed = {
        let mut moved = lines.clone();
        moved.swap(1, 2);
        [moved.join("\n"), String::new()].join("\n")
    };
    let nonsense = good.clone() + "nonsense\n";
    for (text, line) in [(head_changed, 3), (order_changed, 3), (nonsense, 6)] {
        std::fs::write(books.file(), text).unwrap();
        let fault = books.fault().await;
        assert!(fault.contains(&format!("checkpoint {line} is not genuine")), "{fault}");
    }
}

#[tokio::test]
async fn a_checkpoint_that_a_crash_cut_off_does_not_count() {
    let books = Books::new().await;
    let good = std::fs::read_to_string(books.file()).unwrap();
    std::fs::write(books.file(), &good[..good.len() - 20]).unwrap();
    assert_eq!(books.verify().await.unwrap().checkpoints, 4);
    let mut checkpoints = Checkpoints::open(&books.file()).unwrap();
    let heads = books.storage().audit_heads().await.unwrap();
    checkpoints.write(heads, books.keys.audit.current(), START).unwrap();
    assert_eq!(books.verify().await.unwrap().checkpoints, 5);
}
