//! What an elder's phone knows: what is kept, and what lives only as long as the process.

use leling_language::Msg;
use leling_protocol::wire::{
    AuditEntry, AuditHead, CardResponse, CertificateResponse, Grant, PartySession, PublicJwk, ReplacementsResponse,
};
use leling_protocol::{ErrorCode, IdNumber, PersonName, Phone, Redacted, Timestamp};
use leling_screen::node::FieldValue;
use leling_screen::{CameraState, Language, Presentation, Size, Theme};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    ability, authorize, claim, code, enrol, first_start, help, log, login, logins, opening, privacy, reset, scan,
    settings, unlink, voice, vouch, withdraw,
};
use crate::effect::Failure;

/// Everything: three parts that live and are stored differently.
#[derive(Clone, Debug)]
pub struct State {
    /// Stored in clear; the first screen needs nothing else.
    pub settings: Settings,
    /// Stored sealed.
    pub kept: Kept,
    /// Which flow is open; stored sealed with what is kept, so that a phone that dies resumes there.
    pub flow: Flow,
    /// Dies with the process.
    pub live: Live,
}

/// How the person wants the app told. Nothing here says who the person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The switches in force.
    pub presentation: Presentation,
    /// Size to go back to when 大字 is switched off.
    pub before_large: Size,
    /// Whether the theme follows the system or was chosen.
    pub theme_chosen: bool,
    /// Rate of speech in hundredths, 60 to 120.
    pub speech_rate: u8,
    /// Loudness of speech in hundredths of the phone's own, 40 to 100.
    #[serde(default = "full_volume")]
    pub speech_volume: u8,
    /// How the person speaks, where they chose it; else as their home town does.
    #[serde(default)]
    pub accent: Option<voice::Zone>,
    /// Whether the first start has ended.
    pub started: bool,
    /// Whether 长辈版 was offered once to a person of 60 or over who chose the standard version.
    pub elder_offered: bool,
}

const fn full_volume() -> u8 {
    100
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            presentation: Presentation::default(),
            before_large: Size::Elder,
            theme_chosen: false,
            speech_rate: 85,
            speech_volume: full_volume(),
            accent: None,
            started: false,
            elder_offered: false,
        }
    }
}

impl Settings {
    /// Takes the system's wish for dark colours, unless the person chose.
    pub fn follow_system_dark(&mut self, dark: bool) {
        if !self.theme_chosen {
            self.presentation.theme = if dark { Theme::Dark } else { Theme::Light };
        }
    }

    /// Switches 大字 on, or back to the size before.
    pub fn toggle_large(&mut self) {
        let now = self.presentation.size;
        self.presentation.size = if now == Size::Large { self.before_large } else { Size::Large };
        if now != Size::Large {
            self.before_large = now;
        }
    }

    /// Chooses a size by name.
    pub fn choose_size(&mut self, size: Size) {
        if size != Size::Large {
            self.before_large = size;
        }
        self.presentation.size = size;
    }

    /// Chooses a language; a script of its own begins in 长辈版.
    pub fn choose_language(&mut self, language: Language) {
        self.presentation.language = language;
    }
}

/// Who the phone belongs to, as typed at the enrolment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// As on the identity card.
    pub name: PersonName,
    /// Identity number.
    pub id_number: IdNumber,
    /// The person's own number; `None` where the enrolment went by a code, without a message.
    #[serde(default)]
    pub phone: Option<Phone>,
}

/// What the phone keeps of its person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Set once the gateway has enrolled this phone.
    pub person: Option<Person>,
    /// Id of this phone at the gateway.
    pub device: Option<Uuid>,
    /// When the person said yes to the privacy text.
    pub privacy_given_at: Option<Timestamp>,
    /// Write of that yes, until the gateway has acknowledged it.
    #[serde(default)]
    pub consent: Option<Uuid>,
    /// Write of the no that takes the yes back, until the gateway has acknowledged it.
    #[serde(default)]
    pub withdrawal: Option<Uuid>,
    /// The card as the gateway last told it.
    pub card: Option<CardResponse>,
    /// When that was.
    pub card_at: Option<Timestamp>,
    /// Certificate of the identity code.
    pub certificate: Option<CertificateResponse>,
    /// Why the gateway takes nothing from this phone any more.
    #[serde(default)]
    pub stopped: Option<Stopped>,
    /// Newest entry of the person's audit chain that this phone has seen.
    pub audit_head: Option<AuditHead>,
    /// Keys of the gateway, by which login codes are checked.
    #[serde(default)]
    pub gateway_keys: Vec<PublicJwk>,
    /// When they were told.
    #[serde(default)]
    pub keys_at: Option<Timestamp>,
    /// When the electronic card was unlinked on this phone, until it is claimed again.
    #[serde(default)]
    pub unlinked_at: Option<Timestamp>,
    /// How the person sees, hears, presses and likes to be helped, once they were asked.
    #[serde(default)]
    pub ability: Option<ability::Ability>,
    /// A login that the person left without an answer.
    #[serde(default)]
    pub left_login: Option<login::Answering>,
}

/// Why and since when a phone is not taken any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// `device.frozen`, `device.replaced`, `device.none` or `auth.signed_out`.
    pub why: ErrorCode,
    /// When the phone learned it.
    pub at: Timestamp,
}

/// Which flow is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "a phone has one flow at a time")]
pub enum Flow {
    /// The store is being opened.
    Opening(opening::Stage),
    /// 您想怎么用
    FirstStart(first_start::Stage),
    /// Privacy in three sentences.
    Privacy(privacy::Stage),
    /// Name, number, phone, code.
    Enrol(enrol::Enrolment),
    /// 首页
    Home,
    /// 三盏灯
    Lamps,
    /// 领卡
    Claim(claim::Claiming),
    /// 出示
    Code(#[serde(skip)] code::Showing),
    /// 设置
    Settings(settings::Page),
    /// 办事记录
    Log(log::Page),
    /// A new password.
    Reset(reset::Resetting),
    /// 解除绑定
    Unlink(unlink::Unlinking),
    /// 收回同意
    Withdraw(withdraw::Stage),
    /// 全部服务
    Services,
    /// 扫一扫
    Scan(scan::Scanning),
    /// Another app asks.
    Authorize(authorize::Asking),
    /// A login waits for its answer.
    Login(login::Answering),
    /// 我登录过的地方
    Logins(logins::Stage),
    /// 帮家人换手机
    Vouch(vouch::Vouching),
    /// 说说您怎么方便
    Ability(ability::Stage),
}

/// What lies over a flow and gives it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// 12333
    Help,
    /// The whole privacy text.
    PrivacyText,
    /// A link of another app that opens nothing.
    LinkRefused(authorize::LinkRefusal),
}

/// What is said once with the next drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// A sentence.
    Words(Msg),
    /// The number that the person chose, read back.
    Chosen(u8),
}

/// What dies with the process.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any may hold with any")]
pub struct Live {
    /// Whether there is a network, as the shell or the last call says.
    pub online: bool,
    /// Whether the system's screen reader runs.
    pub screen_reader: bool,
    /// What lies over the flow.
    pub overlay: Option<Overlay>,
    /// The call that the person waits for.
    pub waiting: bool,
    /// Where the person stopped when they asked for help.
    pub help: Option<help::Stopped>,
    /// What went wrong with it.
    pub failure: Option<Failure>,
    /// A fault of the phone that the person has to know of.
    pub fault: Option<Failure>,
    /// Said once with the next drawing.
    pub announce: Option<News>,
    /// 念一遍 was pressed.
    pub repeat: bool,
    /// The record, as far as it was fetched.
    pub log: Vec<AuditEntry>,
    /// Phones that want this one's place.
    pub replacements: Option<ReplacementsResponse>,
    /// When a new certificate was last asked for.
    pub renewal_asked: Option<Timestamp>,
    /// The error that voice mode has said of this screen.
    pub alert: Option<String>,
    /// What is said and heard.
    pub voice: voice::Voice,
    /// What was typed before the person went back to the privacy text.
    pub enrolment: Option<enrol::Enrolment>,
    /// Whether the person speaks on the phone.
    pub call: bool,
    /// Whether the screen is shared or captured.
    pub capture: bool,
    /// How the camera stands; `None` while nothing is known.
    pub camera: Option<CameraState>,
    /// A link that arrived before the store was open.
    pub link: Option<Redacted<String>>,
    /// Where the person is logged in, as far as it was fetched.
    pub sessions: Option<Vec<PartySession>>,
    /// To whom the person said yes, as far as it was fetched.
    pub grants: Option<Vec<Grant>>,
    /// Counts tries, so that what can be pressed once means something new after each.
    pub attempt: u32,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            online: true,
            screen_reader: false,
            overlay: None,
            help: None,
            waiting: false,
            failure: None,
            fault: None,
            announce: None,
            repeat: false,
            log: Vec::new(),
            replacements: None,
            renewal_asked: None,
            alert: None,
            voice: voice::Voice::default(),
            enrolment: None,
            call: false,
            capture: false,
            camera: None,
            link: None,
            sessions: None,
            grants: None,
            attempt: 0,
        }
    }
}

#[derive(Serialize)]
struct SealedRef<'a> {
    version: u32,
    kept: &'a Kept,
    flow: &'a Flow,
}

#[derive(Deserialize)]
struct Sealed {
    version: u32,
    kept: Kept,
    flow: Flow,
}

/// Version of what is kept, read before anything else of it.
const KEPT_VERSION: u32 = 1;

impl State {
    /// Begins a new phone, or one whose settings were found and whose sealed part is still to come.
    pub fn begin(settings: Option<&str>, sealed_exists: bool) -> Self {
        let settings: Settings = settings.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        let flow = if sealed_exists {
            Flow::Opening(opening::Stage::Waiting)
        } else if settings.started {
            Flow::Privacy(privacy::Stage::Short)
        } else {
            Flow::FirstStart(first_start::Stage::default())
        };
        Self { settings, kept: Kept::default(), flow, live: Live::default() }
    }

    /// Begins where the store itself does not open.
    pub fn shut(code: ErrorCode) -> Self {
        let mut state = Self::begin(None, true);
        state.flow = Flow::Opening(opening::Stage::Failed(code));
        state
    }

    /// Builds the state again after a fault of ours, from what was last kept; `drop_flow` when the flow itself seems to be it.
    pub fn after_fault(settings: Option<&str>, sealed: Option<&str>, drop_flow: bool) -> Self {
        let mut state = Self::begin(settings, false);
        let restored = sealed.is_some_and(|sealed| state.restore(sealed));
        if restored && drop_flow {
            state.flow = Flow::Home;
        }
        state.flow = Flow::Opening(opening::Stage::Restarted(Box::new(state.flow)));
        state
    }

    /// Takes over what shells tell once and not again: the network, the screen reader, a call, a shared screen.
    #[must_use]
    pub fn with_system_of(mut self, before: &Self) -> Self {
        self.live.online = before.live.online;
        self.live.call = before.live.call;
        self.live.capture = before.live.capture;
        self.live.screen_reader = before.live.screen_reader;
        self.live.voice = before.live.voice.of_the_same_phone();
        self
    }

    /// Takes what was kept; `false` where it cannot be read, and nothing changes.
    pub fn restore(&mut self, sealed: &str) -> bool {
        match serde_json::from_str::<Sealed>(sealed) {
            Ok(Sealed { version: KEPT_VERSION, kept, flow }) => {
                self.kept = kept;
                self.flow = flow;
                true
            }
            _ => false,
        }
    }

    /// Gives what is kept: settings in clear, the rest to be sealed once there is something personal.
    pub fn to_kept(&self) -> (String, Option<String>) {
        let clear = serde_json::to_string(&self.settings).expect("settings are plain data");
        let impersonal = matches!(self.flow, Flow::Opening(_) | Flow::FirstStart(_) | Flow::Privacy(_));
        if self.kept == Kept::default() && impersonal {
            return (clear, None);
        }
        if matches!(self.flow, Flow::Opening(_)) {
            return (clear, None);
        }
        let sealed = SealedRef { version: KEPT_VERSION, kept: &self.kept, flow: &self.flow };
        (clear, Some(serde_json::to_string(&sealed).expect("kept things are plain data")))
    }

    /// Begins a wait for an answer.
    pub fn wait(&mut self) {
        self.live.waiting = true;
        self.live.failure = None;
    }

    /// Ends a wait with what went wrong; what can be pressed once may be pressed again.
    pub fn failed(&mut self, failure: Failure) {
        self.live.online = failure.class() != leling_protocol::ErrorClass::Offline;
        self.live.waiting = false;
        self.live.attempt += 1;
        self.live.failure = Some(failure);
    }

    /// Ends a wait well.
    pub fn succeeded(&mut self) {
        self.live.online = true;
        self.live.waiting = false;
        self.live.failure = None;
    }
}

/// A field's text while it is being typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    text: String,
    #[serde(skip)]
    epoch: u32,
    #[serde(skip)]
    error: Option<ErrorCode>,
}

impl core::fmt::Debug for Entry {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Entry(redacted, epoch {}, {:?})", self.epoch, self.error)
    }
}

/// What a field takes.
#[derive(Clone, PartialEq, Eq)]
pub enum Edit {
    /// What the person typed: it stands in the field already.
    Typed(String),
    /// What the person said: shells have to take it over.
    Said(String),
}

impl Entry {
    /// Takes what the person typed or said.
    pub fn take(&mut self, edit: Edit) {
        match edit {
            Edit::Typed(text) => {
                self.text = text;
                self.error = None;
            }
            Edit::Said(text) => self.set(text),
        }
    }

    /// Changes the text from the core's side, so that shells take it over.
    pub fn set(&mut self, text: impl Into<String>) {
        self.text = text.into();
        self.epoch += 1;
        self.error = None;
    }

    /// Says what is wrong with the text.
    pub const fn refuse(&mut self, code: ErrorCode) {
        self.error = Some(code);
    }

    /// Gives the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Gives what is wrong.
    pub const fn error(&self) -> Option<ErrorCode> {
        self.error
    }

    /// Gives the text as a shell gets it.
    pub fn value(&self) -> FieldValue {
        FieldValue { text: self.text.clone(), value_epoch: self.epoch }
    }
}
