#![doc = include_str!("../README.md")]

pub mod event;
pub mod node;
pub mod platform;
pub mod presentation;
pub mod screen;
pub mod text;
mod walk;

/// The token tables that screens name their drawings from.
pub use leling_tokens::{Icon, Illustration, Lamp};

pub use event::{CameraState, SaidBy, SystemEvent, UiEvent};
pub use node::{Key, Node, NodeId, NodeKind};
pub use platform::{KeyName, PlatformFailure, PlatformOp, PlatformOutcome, RequestId};
pub use presentation::{Direction, Language, Presentation, Size, Theme, Writing};
pub use screen::{
    Action, ActionKind, Banner, Earshot, Nav, Pane, Risk, Screen, ScreenId, Section, Step, Voice, VoicePlace,
    VoiceState,
};
pub use text::{Calendar, Span, SpanKind, Text, Unit, Value};

/// Version of this contract; a shell refuses to draw a screen of another one.
pub const CONTRACT_VERSION: u32 = 1;
