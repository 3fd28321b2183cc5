//! What a person or the system did, as a shell reports it.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::node::NodeId;

/// Something that happened on the screen or around it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum UiEvent {
    /// A part was pressed.
    Press {
        /// Revision that the person saw.
        revision: u64,
        /// Which part.
        id: NodeId,
    },
    /// A field's text changed.
    Edit {
        /// Revision that the person saw.
        revision: u64,
        /// Which field.
        id: NodeId,
        /// Its whole text.
        value: String,
        /// Rises with every edit of this field; an older one that arrives late is dropped.
        edit_seq: u64,
    },
    /// The person said something, or typed it where there is no recogniser.
    Say {
        /// The words as recognised; none where a recogniser waited and nobody spoke.
        text: String,
        /// Whether they were heard or typed.
        #[serde(default)]
        by: SaidBy,
    },
    /// The person is still speaking: ends what is being read aloud, unless it is its own echo.
    Hearing {
        /// The words so far.
        text: String,
        /// How loud it is, 0 to 5.
        level: u8,
    },
    /// The system handed over an https link that this app has claimed.
    Link {
        /// The whole link.
        url: String,
    },
    /// The system changed.
    System {
        /// What changed.
        change: SystemEvent,
    },
}

/// How words came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaidBy {
    /// By a recogniser, which hears the loudspeaker too.
    #[default]
    Mouth,
    /// Typed: they are nobody's echo.
    Hand,
}

impl fmt::Debug for UiEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Press { revision, id } => write!(f, "Press({id:?} at {revision})"),
            Self::Edit { revision, id, edit_seq, .. } => write!(f, "Edit({id:?} at {revision}, seq {edit_seq})"),
            Self::Say { .. } => f.write_str("Say(redacted)"),
            Self::Hearing { level, .. } => write!(f, "Hearing(redacted, level {level})"),
            Self::Link { .. } => f.write_str("Link(redacted)"),
            Self::System { change } => write!(f, "System({change:?})"),
        }
    }
}

/// What changed around the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum SystemEvent {
    /// The app came to the front.
    Resumed,
    /// The app leaves the front: the store is closed and `suspended` acknowledged.
    Suspending,
    /// There is a network, or not.
    Network {
        /// Whether there is one.
        online: bool,
    },
    /// The system's screen reader runs, or not: while it does, the core is silent.
    ScreenReader {
        /// Whether it runs.
        running: bool,
    },
    /// The system asks for dark or high contrast.
    Dark {
        /// Whether it does.
        on: bool,
    },
    /// A phone call goes on, or not.
    Call {
        /// Whether one does.
        active: bool,
    },
    /// The screen is being shared or captured, or not.
    Capture {
        /// Whether it is.
        active: bool,
    },
    /// The camera behind a `CameraStage` works, or why not.
    Camera {
        /// How it stands.
        state: CameraState,
    },
    /// The speech that the core asked for has ended.
    SpeechEnded,
    /// What the phone can do with a voice; it can do neither until a shell says so, but is taken to speak.
    Voice {
        /// Whether it reads aloud: an engine or recorded clips.
        speaks: bool,
        /// Whether it hears: a recogniser, or a line to type in.
        hears: bool,
    },
    /// What is said reaches the person alone, or not.
    Earpiece {
        /// Whether it does.
        on: bool,
    },
}

/// How the camera stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameraState {
    /// Pictures come.
    Ready,
    /// The person or the system does not let the app use it.
    Denied,
    /// Another app has it.
    Busy,
    /// There is none, or it does not answer.
    Absent,
}
