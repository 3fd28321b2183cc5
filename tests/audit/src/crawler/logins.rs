//! Logins elsewhere for the walk: codes that are shown to the camera, links of other apps, calls, and the gateway's answers.

use std::sync::{Arc, LazyLock};

use leling_app::citizen::{Event, Field};
use leling_app::session::Incoming;
use leling_app::{GatewayCall, GatewayReply, Timer};
use leling_code::text::LinkPrefix;
use leling_crypto::keys::SoftwareKey;
use leling_crypto::login_handle::{self, LoginHandle};
use leling_crypto::rng::SystemRng;
use leling_protocol::wire::{
    AnswerLoginResponse, ClaimBy, Grant, GrantsResponse, KeepLoginResponse, KeysResponse, LoginDoor, LoginResponse,
    Party, PartyKind, PartySession, SessionsResponse, SignOutReach, VouchResponse,
};
use leling_protocol::{CounterCode, ErrorCode, RegionCode, Scope, Timestamp};
use leling_screen::{CameraState, NodeKind, PlatformFailure, Screen, SystemEvent};
use uuid::Uuid;

use super::NOW;
use super::replies::written;

static GATEWAY: LazyLock<SoftwareKey> =
    LazyLock::new(|| SoftwareKey::generate(&SystemRng::new()).expect("the machine gives random bytes"));

/// Whose codes and links are followed.
pub fn links() -> Arc<[LinkPrefix]> {
    Arc::new([LinkPrefix::new("https://card.example").expect("an origin")])
}

/// The gateway's keys.
pub fn keys() -> KeysResponse {
    let key = GATEWAY.public_key().to_jwk();
    KeysResponse { keys: vec![serde_json::from_value(key).expect("a JWK")], seal: "AAAA".to_owned() }
}

/// What the world may do on this screen beside pressing.
pub fn events(screen: &Screen) -> Vec<(String, Incoming<Event, Field>)> {
    let id = screen.id.as_str();
    let mut events: Vec<(String, Incoming<Event, Field>)> = Vec::new();
    if screen.nodes().any(|node| matches!(node.kind, NodeKind::CameraStage { .. })) {
        let handle = login_handle::sign(&GATEWAY, &LoginHandle { scan: [7; 16], slot: 1 });
        for (name, text) in [
            ("our code", format!("https://card.example/q/{handle}")),
            ("a forged code", format!("https://card.example/q/{}A", &handle[1..])),
            ("another link", "https://evil.example/q/a".to_owned()),
            ("a card", "LL1:6BF+70790T9WJWG.FKY*4GO0".to_owned()),
            ("a newer card", "LL9:6BF".to_owned()),
            ("a deceiving code", "https://card.example/q/a\u{202E}".to_owned()),
        ] {
            events.push((format!("scan {name}"), Incoming::Scanned(text)));
        }
        for state in [CameraState::Denied, CameraState::Busy, CameraState::Absent] {
            events.push((format!("camera {state:?}"), Incoming::System(SystemEvent::Camera { state })));
        }
    }
    if id == "login.paused" {
        events.push(("hangs up".to_owned(), Incoming::System(SystemEvent::Call { active: false })));
        events.push(("stops sharing".to_owned(), Incoming::System(SystemEvent::Capture { active: false })));
    } else if id.starts_with("scan") || id.starts_with("login") || id.starts_with("authorize") {
        events.push(("is called".to_owned(), Incoming::System(SystemEvent::Call { active: true })));
        events.push(("shares".to_owned(), Incoming::System(SystemEvent::Capture { active: true })));
        events.push(("keep".to_owned(), Incoming::Timer(Timer::KeepLogin)));
    }
    if id == "login.done" {
        events.push(("no app".to_owned(), Incoming::AppOpened(Err(PlatformFailure::Absent))));
    }
    if matches!(id, "home" | "first_start" | "claim.number" | "login" | "opening") {
        let ours = "https://card.example/authorize?client_id=partner".to_owned();
        events.push(("link".to_owned(), Incoming::Link(ours)));
        events.push(("foreign link".to_owned(), Incoming::Link("https://evil.example/authorize?a=b".to_owned())));
    }
    events
}

/// Who asks.
pub fn party(kind: PartyKind) -> Party {
    let text = str::to_owned;
    Party {
        client: text("kiosk"),
        name: text("历下老年食堂"),
        kind,
        region: RegionCode::parse("370100").expect("a region"),
        city: text("济南市"),
        place: Some(text("历下区人社大厅")),
        spot: Some(text("3号机")),
        purpose: text("想用社保卡认您，给饭菜打折"),
    }
}

fn login(door: LoginDoor) -> LoginResponse {
    let (kind, scopes) = match door {
        LoginDoor::Page => (PartyKind::Kiosk, vec![Scope::View]),
        LoginDoor::Device => (PartyKind::Website, Vec::new()),
        LoginDoor::App => (PartyKind::App, vec![Scope::Profile, Scope::Age65]),
    };
    LoginResponse {
        login: Uuid::from_u128(0x10),
        door,
        party: party(kind),
        scopes,
        numbers: (door == LoginDoor::Page).then_some([27, 64, 81]),
        nonce: "AAAA".to_owned(),
        expires_at: Timestamp::from_seconds(NOW + 900),
        elsewhere: door == LoginDoor::Device,
        known: door == LoginDoor::App,
    }
}

fn sessions() -> SessionsResponse {
    let session = |n: u32| PartySession {
        id: Uuid::from_u128(0x20 + u128::from(n)),
        party: party(PartyKind::Website),
        scopes: vec![Scope::Profile, Scope::Age65],
        since: Timestamp::from_seconds(NOW - 86_400 * i64::from(n)),
        used_at: Timestamp::from_seconds(NOW),
        reach: if n.is_multiple_of(2) { SignOutReach::AtOnce } else { SignOutReach::InMinutes },
    };
    SessionsResponse { sessions: (0..7).map(session).collect() }
}

fn grants() -> GrantsResponse {
    let grant = |n: u32| Grant {
        id: Uuid::from_u128(0x30 + u128::from(n)),
        party: party(PartyKind::App),
        scopes: vec![Scope::View],
        since: Timestamp::from_seconds(NOW - 86_400 * i64::from(n)),
    };
    GrantsResponse { grants: (0..2).map(grant).collect() }
}

/// Gives the good answers to a call about logins, and the refusals that are its own.
pub fn good_and_bad(call: &GatewayCall) -> (Vec<(String, GatewayReply)>, Vec<ErrorCode>) {
    use ErrorCode as E;
    let ok = |reply| vec![("ok".to_owned(), reply)];
    let empty = |reply| ("empty".to_owned(), reply);
    match call {
        GatewayCall::ClaimLogin { by, .. } => {
            let door = match by {
                ClaimBy::Handle { .. } => LoginDoor::Page,
                ClaimBy::UserCode { .. } => LoginDoor::Device,
            };
            let refusals = vec![E::UserCodeWrong, E::LoginExpired, E::LoginTaken, E::LoginUnknown, E::CardLostState];
            (ok(GatewayReply::Login(Ok(login(door)))), refusals)
        }
        GatewayCall::Authorize { .. } => {
            (ok(GatewayReply::Login(Ok(login(LoginDoor::App)))), vec![E::PartyRefused, E::LoginBusy])
        }
        GatewayCall::AnswerLogin { id, login, .. } => {
            let redirect = (login.door == LoginDoor::App).then(|| "https://canteen.example/back?code=a".to_owned());
            let answer = AnswerLoginResponse { id: *id, at: Timestamp::from_seconds(NOW), redirect };
            let refusals = vec![
                E::PasswordNeeded,
                E::PasswordWrong,
                E::PasswordWait,
                E::PasswordCounter,
                E::KeyCancelled,
                E::ApprovalInvalid,
                E::LoginNumberWrong,
                E::LoginExpired,
                E::LoginCancelled,
                E::DeviceFrozen,
            ];
            (ok(GatewayReply::LoginAnswered(Ok(answer))), refusals)
        }
        GatewayCall::KeepLogin { id, .. } => {
            let expires_at = Timestamp::from_seconds(NOW + 900);
            let kept = KeepLoginResponse { id: *id, expires_at };
            (ok(GatewayReply::LoginKept(Ok(kept))), vec![E::LoginCancelled, E::LoginExpired])
        }
        GatewayCall::FetchSessions => {
            let mut good = ok(GatewayReply::Sessions(Ok(sessions())));
            good.push(empty(GatewayReply::Sessions(Ok(SessionsResponse { sessions: Vec::new() }))));
            (good, Vec::new())
        }
        GatewayCall::FetchGrants => {
            let mut good = ok(GatewayReply::Grants(Ok(grants())));
            good.push(empty(GatewayReply::Grants(Ok(GrantsResponse { grants: Vec::new() }))));
            (good, Vec::new())
        }
        GatewayCall::EndSession { id, .. } => {
            (ok(GatewayReply::SessionEnded(Ok(written(*id)))), vec![E::SessionUnknown])
        }
        GatewayCall::RevokeGrant { id, .. } => {
            (ok(GatewayReply::GrantRevoked(Ok(written(*id)))), vec![E::SessionUnknown])
        }
        GatewayCall::Vouch { id, .. } => {
            let code = CounterCode::parse("91846275").expect("a code");
            let answer = VouchResponse { id: *id, code, expires_at: Timestamp::from_seconds(NOW + 86_400) };
            (ok(GatewayReply::Vouch(Ok(answer))), vec![E::VouchOwn, E::VouchNotAllowed])
        }
        _ => (Vec::new(), Vec::new()),
    }
}
