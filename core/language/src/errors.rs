//! What an error tells a person: what happened, what it means for the pension, and the one thing that helps.

use leling_protocol::ErrorCode;
use leling_screen::{Language, Text};

use crate::catalogue::Catalogue;
use crate::message::Msg;

/// The words of one error code. Never blames the person, never names the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorText {
    /// What happened, one sentence.
    pub what: Text,
    /// What it means for the person's money and card, where that is in doubt.
    pub means: Option<Text>,
    /// The one thing that helps.
    pub action: Text,
}

impl Catalogue {
    /// Tells an error code in a person's words.
    pub fn error(&self, language: Language, code: ErrorCode) -> ErrorText {
        let message = error_message(code);
        ErrorText {
            what: self.attribute(language, message, "what", &[]).unwrap_or_default(),
            means: self.attribute(language, message, "means", &[]),
            action: self.attribute(language, message, "do", &[]).unwrap_or_default(),
        }
    }
}

fn error_message(code: ErrorCode) -> Msg {
    Msg::from_key(&code.message_key()).expect("a test keeps the codes and the message files equal")
}
