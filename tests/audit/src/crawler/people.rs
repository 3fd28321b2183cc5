//! Places to start from: a new phone, and phones of fictitious people whose cards stand differently.

use leling_app::Failure;
use leling_app::citizen::state::{Flow, Kept, Live, Overlay, Person, Stopped};
use leling_app::citizen::{State, claim, reset, unlink};
use leling_protocol::card::{self, CardAction, DeviceState, ECardState, PhysicalCardState, Verdict};
use leling_protocol::wire::{AuditHead, CardResponse, LampState, Lamps, Replacement, ReplacementsResponse};
use leling_protocol::{ErrorCode, IdNumber, PersonName, Phone, Timestamp};
use uuid::Uuid;

use super::replies::{DEVICE, certificate, issued};
use super::{NOW, Place};

/// 李建国, 69, of the demonstration people.
pub fn person() -> Person {
    Person {
        name: PersonName::parse("李建国").expect("a name"),
        id_number: IdNumber::parse_any_day("379901195707080017").expect("an id number"),
        phone: Some(Phone::parse("99919570708").expect("a phone")),
    }
}

/// The people of the demonstration, each with the card as it stands with them: all fictitious, no number can be anybody's.
const PEOPLE: [(&str, &str, PhysicalCardState); 12] = [
    ("王秀兰", "379913194403120025", PhysicalCardState::Normal),
    ("李建国", "379901195707080017", PhysicalCardState::Normal),
    ("刘芳", "379902198105200042", PhysicalCardState::Normal),
    ("于德山", "379910193801160037", PhysicalCardState::SocialOff),
    ("陈桂英", "379906195109230021", PhysicalCardState::Normal),
    ("阿依古丽·买买提", "379902195906010069", PhysicalCardState::Normal),
    ("周卫东", "379907196611050019", PhysicalCardState::InTheMaking),
    ("孙玉珍", "379903193502200082", PhysicalCardState::NotPickedUp),
    ("赵磊", "379907199008150051", PhysicalCardState::Normal),
    ("马志强", "379904196804300070", PhysicalCardState::Lost),
    ("冯玉山", "379917194107020092", PhysicalCardState::Cancelled),
    ("刘强", "379913197709110034", PhysicalCardState::None),
];

/// The homes of all people: with the card as it stands with them, and with the electronic one where that can be.
pub fn homes() -> Vec<Place> {
    let mut homes = Vec::new();
    for (name, id, physical) in PEOPLE {
        let person = Person {
            name: PersonName::parse(name).expect("a name"),
            id_number: IdNumber::parse_any_day(id).expect("an id number"),
            phone: Some(Phone::parse(&format!("999{}", &id[6..14])).expect("a phone")),
        };
        for ecard in [ECardState::None, ECardState::Level1] {
            if matches!(card::decide(physical, ecard, DeviceState::Active, CardAction::Help), Verdict::Impossible(_)) {
                continue;
            }
            let mut state = enrolled(Some(card(physical, ecard, DeviceState::Active)));
            state.kept.person = Some(person.clone());
            homes.push(Place::start(&format!("home of {name}, {}", ecard.as_str()), state));
        }
    }
    homes
}

/// A card as the gateway tells it.
pub fn card(physical: PhysicalCardState, ecard: ECardState, device: DeviceState) -> CardResponse {
    let claimed = matches!(ecard, ECardState::Level1 | ECardState::Level2);
    let made = if physical == PhysicalCardState::InTheMaking { LampState::Waiting } else { LampState::On };
    CardResponse {
        physical,
        ecard,
        device,
        lamps: Lamps { card: made, social: LampState::On, bank: LampState::Off },
        card_tries_left: 5,
        issued: claimed.then(issued),
        audit_head: AuditHead { seq: 1, hash: "AAAA".to_owned() },
    }
}

/// A normal card in the hand, not claimed yet.
pub fn card_unclaimed() -> CardResponse {
    card(PhysicalCardState::Normal, ECardState::None, DeviceState::Active)
}

/// An enrolled phone at its home.
pub fn enrolled(card: Option<CardResponse>) -> State {
    let claimed = card.as_ref().is_some_and(|card| card.issued.is_some());
    let mut state = State::begin(None, false);
    state.settings.started = true;
    state.kept = Kept {
        person: Some(person()),
        device: Some(DEVICE),
        privacy_given_at: Some(Timestamp::from_seconds(NOW - 600)),
        card,
        card_at: Some(Timestamp::from_seconds(NOW - 60)),
        certificate: claimed.then(certificate),
        ..Kept::default()
    };
    state.flow = Flow::Home;
    state.live = Live::default();
    state
}

fn at(mut state: State, flow: Flow) -> State {
    state.flow = flow;
    state
}

/// Every place to start from.
pub fn starts() -> Vec<Place> {
    let mut starts = vec![Place::start("new phone", State::begin(None, false))];
    starts.push(Place::start("opening", State::begin(None, true)));
    starts.push(Place::start("no card fetched", enrolled(None)));
    starts.extend(cards());
    starts.extend(oddities());
    starts
}

/// One start for each cell of the card table that can be.
fn cards() -> Vec<Place> {
    let mut starts = Vec::new();
    for physical in PhysicalCardState::ALL {
        for ecard in ECardState::ALL {
            for device in DeviceState::ALL {
                if matches!(card::decide(*physical, *ecard, *device, CardAction::Help), Verdict::Impossible(_)) {
                    continue;
                }
                let name = format!("{} {} {}", physical.as_str(), ecard.as_str(), device.as_str());
                starts.push(Place::start(&name, enrolled(Some(card(*physical, *ecard, *device)))));
            }
        }
    }
    starts
}

fn oddities() -> Vec<Place> {
    let claimed = || enrolled(Some(card(PhysicalCardState::Normal, ECardState::Level1, DeviceState::Active)));
    let mut out_of_tries = enrolled(Some(CardResponse { card_tries_left: 0, ..card_unclaimed() }));
    out_of_tries.flow = Flow::Claim(claim::Claiming::default());
    let mut replaced = claimed();
    let waiting = vec![Replacement {
        id: Uuid::from_u128(3),
        started_at: Timestamp::from_seconds(NOW),
        until: Timestamp::from_seconds(NOW + 86_400),
    }];
    replaced.live.replacements = Some(ReplacementsResponse { waiting });
    let stopped = |device, why| {
        let mut state = enrolled(Some(card(PhysicalCardState::Normal, ECardState::Level1, device)));
        state.kept.stopped = Some(Stopped { why, at: Timestamp::from_seconds(NOW - 86_400) });
        state
    };
    let mut faulty = claimed();
    faulty.live.fault = Some(Failure::local(ErrorCode::StoreFull));
    let mut helped = claimed();
    helped.live.overlay = Some(Overlay::Help);
    vec![
        Place::start("tries spent", out_of_tries),
        Place::start("another phone", replaced),
        Place::start("frozen since", stopped(DeviceState::Frozen, ErrorCode::DeviceFrozen)),
        Place::start("replaced since", stopped(DeviceState::None, ErrorCode::DeviceReplaced)),
        Place::start("fault", faulty),
        Place::start("help", helped),
        Place::start("unlinking", at(claimed(), Flow::Unlink(unlink::Unlinking::default()))),
        Place::start("resetting", at(claimed(), Flow::Reset(reset::Resetting::default()))),
    ]
}
