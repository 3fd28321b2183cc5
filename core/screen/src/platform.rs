//! What the core wants from the hardware, and how the shell answers.
//!
//! A shell gets each request with a number and answers that number once, from any thread. Bytes cross as base64.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// Number of a request to the hardware.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(pub u64);

/// The three keys of an installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyName {
    /// P-256 without user presence: DPoP proofs, refresh, identity code.
    Device,
    /// P-256 with the phone's own lock at each use: logins, consents, links, claims.
    Approve,
    /// Wraps the store's key, nothing else.
    Wrap,
}

/// Which page of the system's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingsPage {
    /// Date and time.
    Clock,
    /// The app's permissions.
    Permissions,
}

/// Bytes that cross as base64 and never print.
#[derive(Clone, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl core::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Bytes({})", self.0.len())
    }
}

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        STANDARD.decode(text).map(Self).map_err(serde::de::Error::custom)
    }
}

/// One sentence of what is read aloud.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// The words, with their mark at the end.
    pub text: String,
    /// Name of the message that it is, where it holds no value: a recorded clip of that name may be played instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl core::fmt::Debug for Sentence {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Sentence(redacted, {:?})", self.message)
    }
}

/// A request to the hardware.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum PlatformOp {
    /// Makes the key, or gives the public half of the one that exists. Answer: `Key`.
    OpenKey {
        /// Which key.
        key: KeyName,
    },
    /// Signs SHA-256 of `payload` with P-256. Answer: `Signature`.
    Sign {
        /// Which key, `device` or `approve`.
        key: KeyName,
        /// What is signed.
        payload: Bytes,
        /// What the phone's own prompt says, where the key asks for presence.
        prompt: Option<Text>,
    },
    /// Seals the store's key under `wrap`. Answer: `Data`.
    Wrap {
        /// The key's bytes.
        plain: Bytes,
    },
    /// Opens the store's key. Answer: `Data`, or `KeyGone`.
    Unwrap {
        /// What `Wrap` gave.
        sealed: Bytes,
    },
    /// Reads aloud, ending what is being read. Answer: `Done` when handed over.
    Speak {
        /// The words.
        text: String,
        /// The same words, sentence by sentence.
        sentences: Vec<Sentence>,
        /// Dialect whose clips the person hears first: `jilu`, `zhongyuan`, `jiaoliao`, or `standard`.
        dialect: String,
        /// Rate in hundredths of the engine's normal rate, 60 to 120.
        rate: u8,
        /// Loudness in hundredths of what the phone is set to, 40 to 100.
        volume: u8,
        /// Language tag.
        language: String,
    },
    /// Stops reading aloud. Answer: `Done`.
    StopSpeaking,
    /// Listens until the person has spoken or nobody did; what comes goes out as `Hearing` and `Say`. Answer: `Done` when
    /// the recogniser listens, or `Absent`.
    Listen {
        /// Language tag.
        language: String,
    },
    /// Ends listening; what was heard until then still goes out as `Say`. Answer: `Done`.
    StopListening,
    /// Opens the dialler with a public service number. Answer: `Done`.
    Dial {
        /// The number.
        number: String,
    },
    /// Opens a page of the system's settings. Answer: `Done`.
    OpenSettings {
        /// Which page.
        page: SettingsPage,
    },
    /// Hands a claimed https link back to the app that it belongs to (app to app), never to a browser. Answer: `Done`, or
    /// `Absent` where no app on this phone has claimed it.
    OpenApp {
        /// The link, with code or error of the authorised login.
        link: String,
    },
    /// The store is closed: the system may stop the app. Answer: `Done`.
    Suspended,
}

// What is read aloud names the person, so only its kind is printed.
impl core::fmt::Debug for PlatformOp {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::OpenKey { key } => write!(f, "OpenKey({key:?})"),
            Self::Sign { key, .. } => write!(f, "Sign({key:?})"),
            Self::Wrap { .. } => f.write_str("Wrap"),
            Self::Unwrap { .. } => f.write_str("Unwrap"),
            Self::Speak { rate, language, .. } => write!(f, "Speak(redacted, rate {rate}, {language})"),
            Self::StopSpeaking => f.write_str("StopSpeaking"),
            Self::Listen { language } => write!(f, "Listen({language})"),
            Self::StopListening => f.write_str("StopListening"),
            Self::Dial { number } => write!(f, "Dial({number})"),
            Self::OpenSettings { page } => write!(f, "OpenSettings({page:?})"),
            Self::OpenApp { .. } => f.write_str("OpenApp(redacted)"),
            Self::Suspended => f.write_str("Suspended"),
        }
    }
}

/// Why the hardware could not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlatformFailure {
    /// The key was invalidated by the phone (new fingerprint, lock removed, restored phone).
    KeyGone,
    /// The person closed the prompt.
    Cancelled,
    /// The part does not answer.
    Unavailable,
    /// This phone has no such part.
    Absent,
}

/// Answer to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum PlatformOutcome {
    /// Done, with nothing to give back.
    Done,
    /// A key.
    Key {
        /// SEC1 uncompressed point, 65 bytes; empty for `wrap`.
        public: Bytes,
        /// Whether the phone's own lock guards each use.
        presence: bool,
        /// Whether it lives in hardware.
        hardware: bool,
    },
    /// An ECDSA signature in DER.
    Signature {
        /// The signature.
        der: Bytes,
    },
    /// Bytes.
    Data {
        /// The bytes.
        bytes: Bytes,
    },
    /// It could not.
    Failed {
        /// Why.
        why: PlatformFailure,
    },
}
