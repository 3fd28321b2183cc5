//! A phone in the hand of a test: it presses, types, answers and dies.

use std::sync::Arc;

use leling_code::text::LinkPrefix;
use leling_language::Catalogue;
use leling_protocol::card::{DeviceState, ECardState, PhysicalCardState};
use leling_protocol::wire::{
    AuditHead, CardResponse, CertificateResponse, ClaimResponse, IssuedCard, LampState, Lamps, LoginDoor,
    LoginResponse, Party, PartyKind, WriteResponse,
};
use leling_protocol::{ErrorCode, IdNumber, PersonName, Phone as PhoneNumber, RegionCode, Scope, SignLevel, Timestamp};
use leling_screen::node::NoticeKind;
use leling_screen::{ActionKind, Language, NodeKind, SaidBy, Screen, SystemEvent, UiEvent};
use uuid::Uuid;

use super::state::{Flow, Kept, Person};
use super::{Citizen, Event, Field, State};
use crate::context::{ClockTrust, Context};
use crate::effect::{Effect, Failure, GatewayCall, GatewayReply, Timer};
use crate::session::{Incoming, Root, Session};

/// 2026-11-23, 10:20 in China.
pub(super) const NOW: i64 = 1_795_400_400;

/// A running phone.
pub(super) struct Phone {
    session: Session<Citizen>,
    now: i64,
    turns: u8,
}

impl Phone {
    pub(super) fn new(state: State) -> Self {
        Self { session: Session::new(state, &context(NOW, 0)), now: NOW, turns: 0 }
    }

    fn context(&mut self) -> Context {
        self.turns += 1;
        context(self.now, self.turns)
    }

    /// Lets time go by until the timer rings.
    pub(super) fn ring(&mut self, seconds: i64) {
        self.now += seconds;
        let context = self.context();
        self.session.take(Incoming::Timer(Timer::Refresh), &context);
    }

    /// Presses a part of the screen that is seen.
    pub(super) fn press(&mut self, id: &str) -> Vec<Effect> {
        assert!(self.has(id), "{id} is not on {}: {:?}", self.screen(), self.keys());
        let context = self.context();
        let revision = self.session.screen().revision;
        self.session.shell(UiEvent::Press { revision, id: id.into() }, &context)
    }

    /// Says something.
    pub(super) fn say(&mut self, text: &str) -> Vec<Effect> {
        let context = self.context();
        self.session.shell(UiEvent::Say { text: text.to_owned(), by: SaidBy::Mouth }, &context)
    }

    /// Types what could have been said.
    pub(super) fn type_out(&mut self, text: &str) -> Vec<Effect> {
        let context = self.context();
        self.session.shell(UiEvent::Say { text: text.to_owned(), by: SaidBy::Hand }, &context)
    }

    /// Types into a field.
    pub(super) fn fill(&mut self, id: &str, value: &str) {
        assert!(self.drawn().node(id).is_some(), "{id} is not on {}", self.screen());
        let context = self.context();
        let (revision, edit_seq) = (self.session.screen().revision, u64::from(self.turns));
        let value = value.to_owned();
        self.session.shell(UiEvent::Edit { revision, id: id.into(), value, edit_seq }, &context);
    }

    /// Types into a field and goes on.
    pub(super) fn enter(&mut self, id: &str, value: &str) -> Vec<Effect> {
        self.fill(id, value);
        self.press("next")
    }

    /// Brings an answer of the gateway.
    pub(super) fn answer(&mut self, reply: GatewayReply) -> Vec<Effect> {
        self.take(Incoming::Gateway(reply))
    }

    /// Lets something happen that is no press.
    pub(super) fn take(&mut self, incoming: Incoming<Event, Field>) -> Vec<Effect> {
        let context = self.context();
        self.session.take(incoming, &context)
    }

    /// Lets the system change.
    pub(super) fn system(&mut self, change: SystemEvent) -> Vec<Effect> {
        self.take(Incoming::System(change))
    }

    /// Lets time go by without anything happening.
    pub(super) const fn wait(&mut self, seconds: i64) {
        self.now += seconds;
    }

    /// Presses what the person saw before something changed.
    pub(super) fn press_seen(&mut self, id: &str, revision: u64) -> Vec<Effect> {
        let context = self.context();
        self.session.shell(UiEvent::Press { revision, id: id.into() }, &context)
    }

    /// Ends the process and starts it again with what was kept.
    pub(super) fn die(self) -> Self {
        let (clear, sealed) = Citizen::kept(self.session.state());
        let mut state = State::begin(Some(&clear), sealed.is_some());
        if let Some(sealed) = sealed {
            assert!(state.restore(&sealed));
        }
        Self { session: Session::new(state, &context(self.now, 200)), now: self.now, turns: 200 }
    }

    pub(super) const fn drawn(&self) -> &Screen {
        self.session.screen()
    }

    pub(super) const fn state(&self) -> &State {
        self.session.state()
    }

    /// Gives the name of the screen.
    pub(super) fn screen(&self) -> &str {
        self.drawn().id.as_str()
    }

    fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        self.drawn().for_each_key(|key| keys.push(key.id.as_str().to_owned()));
        keys
    }

    /// Says whether something can be pressed.
    pub(super) fn has(&self, id: &str) -> bool {
        self.keys().iter().any(|key| key == id)
    }

    /// Gives the name of the main action.
    pub(super) fn primary(&self) -> Option<&str> {
        let main = |kind| matches!(kind, ActionKind::Primary | ActionKind::Danger);
        self.drawn().actions.iter().find(|action| main(action.kind)).map(|action| action.key.id.as_str())
    }

    /// Says whether the screen tells this error, on a field or above it.
    pub(super) fn tells(&self, code: ErrorCode) -> bool {
        let what = Catalogue::new().error(Language::Chinese, code).what.display();
        self.drawn().nodes().any(|node| match &node.kind {
            NodeKind::TextField { error, .. } | NodeKind::DigitField { error, .. } => {
                error.as_ref().is_some_and(|error| error.display() == what)
            }
            NodeKind::Notice { notice: NoticeKind::Error, lead, .. } => lead.display() == what,
            _ => false,
        })
    }

    /// Says whether any error stands on the screen.
    pub(super) fn tells_any(&self) -> bool {
        ErrorCode::ALL.iter().any(|code| self.tells(*code))
    }

    /// Gives the text of a field and how often the core changed it.
    pub(super) fn value(&self, id: &str) -> (String, u32) {
        let node = self.drawn().node(id).unwrap_or_else(|| panic!("{id} is not on {}", self.screen()));
        match &node.kind {
            NodeKind::TextField { value, .. } | NodeKind::DigitField { value, .. } => {
                (value.text.clone(), value.value_epoch)
            }
            other => panic!("{id} is no field: {other:?}"),
        }
    }
}

fn context(now: i64, turn: u8) -> Context {
    let ours = LinkPrefix::new("https://card.example").unwrap();
    Context::new(Timestamp::from_seconds(now), ClockTrust::Agrees, [turn; 32]).trusting(Arc::new([ours]))
}

/// Gives the calls among effects that a person waits for.
pub(super) fn calls(effects: &[Effect]) -> Vec<&GatewayCall> {
    let calls = effects.iter().filter_map(|effect| match effect {
        Effect::Gateway(call) => Some(call),
        _ => None,
    });
    let quiet = |call: &&GatewayCall| {
        matches!(call, GatewayCall::FetchCard | GatewayCall::FetchReplacements | GatewayCall::FetchKeys)
    };
    calls.filter(|call| !quiet(call)).collect()
}

/// Gives the one call among effects.
pub(super) fn call(effects: &[Effect]) -> GatewayCall {
    match calls(effects).as_slice() {
        [call] => (*call).clone(),
        other => panic!("{} calls in {effects:?}", other.len()),
    }
}

/// A refusal of the gateway.
pub(super) fn failure(code: ErrorCode) -> Failure {
    Failure { code, trace: "k7f2".to_owned(), retry_after: None }
}

/// 李建国, 69.
pub(super) fn person() -> Person {
    Person {
        name: PersonName::parse("李建国").unwrap(),
        id_number: IdNumber::parse_any_day("379901195707080017").unwrap(),
        phone: Some(PhoneNumber::parse("99919570708").unwrap()),
    }
}

/// A card as the gateway tells it; its bank function is off.
pub(super) fn card(physical: PhysicalCardState, ecard: ECardState, device: DeviceState) -> CardResponse {
    let issued = matches!(ecard, ECardState::Level1 | ECardState::Level2).then(issued);
    CardResponse {
        physical,
        ecard,
        device,
        lamps: Lamps { card: LampState::On, social: LampState::On, bank: LampState::Off },
        card_tries_left: 5,
        issued,
        audit_head: AuditHead { seq: 1, hash: "AAAA".to_owned() },
    }
}

fn issued() -> IssuedCard {
    IssuedCard { sign_no: "3799000001".to_owned(), level: SignLevel::Identity, signed_at: Timestamp::from_seconds(NOW) }
}

/// A phone whose card is claimed.
pub(super) fn ready(flow: Flow) -> State {
    enrolled(card(PhysicalCardState::Normal, ECardState::Level1, DeviceState::Active), flow)
}

/// Who asks: a kiosk in Jinan.
pub(super) fn party() -> Party {
    Party {
        client: "kiosk".to_owned(),
        name: "历下老年食堂".to_owned(),
        kind: PartyKind::Kiosk,
        region: RegionCode::parse("370100").unwrap(),
        city: "济南市".to_owned(),
        place: Some("历下区人社大厅".to_owned()),
        spot: Some("3号自助机".to_owned()),
        purpose: "想用社保卡认您，给饭菜打折".to_owned(),
    }
}

/// A login that was opened at this door; its end is five minutes ahead.
pub(super) fn login(door: LoginDoor) -> LoginResponse {
    LoginResponse {
        login: Uuid::from_u128(0x10),
        door,
        party: party(),
        scopes: if door == LoginDoor::App { vec![Scope::Profile, Scope::Age65] } else { vec![Scope::View] },
        numbers: (door == LoginDoor::Page).then_some([27, 64, 81]),
        nonce: "AAAA".to_owned(),
        expires_at: Timestamp::from_seconds(NOW + 300),
        elsewhere: false,
        known: false,
    }
}

/// A certificate of seven days.
pub(super) fn certificate() -> CertificateResponse {
    let at = |seconds| Timestamp::from_seconds(NOW + seconds);
    CertificateResponse { certificate: "AAAA".to_owned(), not_before: at(-60), not_after: at(7 * 86_400) }
}

/// The card is issued.
pub(super) fn claimed(id: Uuid) -> GatewayReply {
    GatewayReply::Claim(Ok(ClaimResponse { id, issued: issued(), certificate: certificate() }))
}

/// A write took effect.
pub(super) fn written(id: Uuid) -> WriteResponse {
    WriteResponse { id, at: Timestamp::from_seconds(NOW) }
}

/// An enrolled phone with this card, in this flow.
pub(super) fn enrolled(card: CardResponse, flow: Flow) -> State {
    let mut state = State::begin(None, false);
    state.settings.started = true;
    state.kept = Kept {
        person: Some(person()),
        device: Some(Uuid::from_u128(0xd)),
        privacy_given_at: Some(Timestamp::from_seconds(NOW - 600)),
        certificate: card.issued.is_some().then(certificate),
        card: Some(card),
        card_at: Some(Timestamp::from_seconds(NOW - 60)),
        ..Kept::default()
    };
    state.flow = flow;
    state
}
