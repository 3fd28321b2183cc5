//! A phone after enrolment and claim: what its flows keep, and the folder it leaves behind.

use std::path::Path;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use leling_app::{
    ClockTrust, Context,
    citizen::{Flow, Kept, Person, Settings, State},
};
use leling_crypto::{rng::SystemRng, seal::RootKey};
use leling_protocol::card::SignLevel;
use leling_protocol::{
    DeviceState, ECardState, IdNumber, PersonName, Phone, PhysicalCardState, Timestamp,
    wire::{
        AuditAct, AuditActor, AuditEntry, AuditHead, CardResponse, CertificateResponse, IssuedCard, LampState, Lamps,
    },
};
use leling_store::{Batch, DocKey, DocKind, Setting, Store};
use uuid::Uuid;

use crate::{
    Failed,
    identity::{Issuer, NOW},
};

const WEEK: i64 = 7 * 86_400;
const HASH: &str = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA";
/// What the platform is taken to have made of the root key.
const WRAPPED: [u8; 92] = [0x5a; 92];

/// The moment of every event, in the form that the flows take.
pub fn now() -> Timestamp {
    Timestamp::from_seconds(NOW.cast_signed())
}

/// Gives the arguments of one event.
pub fn context() -> Context {
    Context::new(now(), ClockTrust::Agrees, [7; 32])
}

/// The state of a phone whose card is claimed and whose home is open, with `acts` entries of its record fetched.
///
/// # Errors
/// When a value of the demonstration's person is refused.
pub fn enrolled(acts: u32) -> Result<State, Failed> {
    let now = now();
    let certificate = Issuer::new()?.certificate()?;
    let kept = Kept {
        person: Some(Person {
            name: PersonName::parse("王秀兰")?,
            id_number: IdNumber::parse_any_day("379913194403120025")?,
            phone: Some(Phone::parse("99900000001")?),
        }),
        device: Some(Uuid::from_u128(1)),
        privacy_given_at: Some(now),
        card: Some(card(now, acts)),
        card_at: Some(now),
        certificate: Some(CertificateResponse {
            certificate: URL_SAFE_NO_PAD.encode(certificate.to_bytes()),
            not_before: now.plus(-86_400),
            not_after: now.plus(WEEK - 86_400),
        }),
        audit_head: Some(head(acts)),
        ..Kept::default()
    };
    let mut state = State::begin(None, false);
    state.settings = Settings { started: true, ..Settings::default() };
    state.kept = kept;
    state.flow = Flow::Home;
    state.live.log = (1..=acts).map(|seq| entry(seq, now)).collect();
    Ok(state)
}

/// Leaves the folder of such a phone in `dir`, closed as a phone leaves it that was put away.
///
/// # Errors
/// When the store refuses.
pub fn leave_store(dir: &Path, state: &State) -> Result<RootKey, Failed> {
    let mut rng = SystemRng::new();
    let root = RootKey::generate(&mut rng);
    let mut store = Store::open(dir, Box::new(rng))?.store;
    store.adopt(&root, &WRAPPED)?;
    let (clear, sealed) = state.to_kept();
    let facts = serde_json::json!({ "gateway_time": now(), "device": state.kept.device });
    let batch = Batch::new()
        .set(Setting::Presentation, clear)
        .put(DocKind::Clock, DocKey::ONLY, facts.to_string().into_bytes())
        .put(DocKind::Resume, DocKey::ONLY, sealed.unwrap_or_default().into_bytes());
    store.commit(&batch)?;
    store.suspend()?;
    Ok(root)
}

fn card(now: Timestamp, acts: u32) -> CardResponse {
    CardResponse {
        physical: PhysicalCardState::Normal,
        ecard: ECardState::Level1,
        device: DeviceState::Active,
        lamps: Lamps { card: LampState::On, social: LampState::On, bank: LampState::On },
        card_tries_left: 5,
        issued: Some(IssuedCard { sign_no: "3799000000000001".into(), level: SignLevel::Identity, signed_at: now }),
        audit_head: head(acts),
    }
}

fn head(acts: u32) -> AuditHead {
    AuditHead { seq: acts.into(), hash: HASH.into() }
}

/// Acts in turn, every second one by staff: the longest rows that the record knows.
fn entry(seq: u32, now: Timestamp) -> AuditEntry {
    const ACTS: [AuditAct; 4] =
        [AuditAct::CertificateIssued, AuditAct::CounterCodeIssued, AuditAct::PasswordReset, AuditAct::CardStateChanged];
    let by_staff = seq.is_multiple_of(2);
    AuditEntry {
        seq: seq.into(),
        at: now.plus(i64::from(seq) * -3_600),
        actor: if by_staff { AuditActor::Staff } else { AuditActor::Own },
        staff: by_staff.then(|| "DEMO-01".to_owned()),
        act: ACTS[seq as usize % ACTS.len()],
        device: Some(Uuid::from_u128(1)),
        party: None,
        reason: None,
        hash: HASH.into(),
    }
}
