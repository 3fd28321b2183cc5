//! One plain sentence for each line of 办事记录: what was done, and who did it.

use leling_protocol::wire::{AuditAct, AuditActor, AuditReason};
use leling_screen::{Language, Text};

use crate::catalogue::Catalogue;
use crate::message::{Msg, msg};

impl Catalogue {
    /// Tells what was done.
    pub fn audit_act(&self, language: Language, actor: AuditActor, act: AuditAct) -> Text {
        let message = act_message(act);
        let other = match actor {
            AuditActor::Own => None,
            AuditActor::Staff => self.attribute(language, message, "staff", &[]),
            AuditActor::System => self.attribute(language, message, "system", &[]),
        };
        other.unwrap_or_else(|| self.text(language, message, &[]))
    }

    /// Tells why staff did it.
    pub fn audit_reason(&self, language: Language, reason: AuditReason) -> Text {
        let message = match reason {
            AuditReason::PhoneLost => msg::LOG_REASON_PHONE_LOST,
            AuditReason::PhoneStolen => msg::LOG_REASON_PHONE_STOLEN,
            AuditReason::Deceived => msg::LOG_REASON_DECEIVED,
            AuditReason::PhoneFound => msg::LOG_REASON_PHONE_FOUND,
        };
        self.text(language, message, &[])
    }

    /// Tells who did it: `您自己`, `工作人员`, `社保系统`.
    pub fn audit_actor(&self, language: Language, actor: AuditActor) -> Text {
        let message = match actor {
            AuditActor::Own => msg::LOG_BY_OWN,
            AuditActor::Staff => msg::LOG_BY_STAFF,
            AuditActor::System => msg::LOG_BY_SYSTEM,
        };
        self.text(language, message, &[])
    }
}

const fn act_message(act: AuditAct) -> Msg {
    match act {
        AuditAct::Enrolled => msg::LOG_ENROLLED,
        AuditAct::ReplacementStarted => msg::LOG_REPLACEMENT_STARTED,
        AuditAct::ReplacementStopped => msg::LOG_REPLACEMENT_STOPPED,
        AuditAct::Replaced => msg::LOG_REPLACED,
        AuditAct::Claimed => msg::LOG_CLAIMED,
        AuditAct::ClaimRefused => msg::LOG_CLAIM_REFUSED,
        AuditAct::CertificateIssued => msg::LOG_CERTIFICATE_ISSUED,
        AuditAct::Unlinked => msg::LOG_UNLINKED,
        AuditAct::PasswordReset => msg::LOG_PASSWORD_RESET,
        AuditAct::PasswordWrong => msg::LOG_PASSWORD_WRONG,
        AuditAct::ConsentGiven => msg::LOG_CONSENT_GIVEN,
        AuditAct::ConsentWithdrawn => msg::LOG_CONSENT_WITHDRAWN,
        AuditAct::Frozen => msg::LOG_FROZEN,
        AuditAct::Unfrozen => msg::LOG_UNFROZEN,
        AuditAct::CounterCodeIssued => msg::LOG_COUNTER_CODE_ISSUED,
        AuditAct::CardStateChanged => msg::LOG_CARD_STATE_CHANGED,
        AuditAct::LoginApproved => msg::LOG_LOGIN_APPROVED,
        AuditAct::LoginRefused => msg::LOG_LOGIN_REFUSED,
        AuditAct::LoginNumberWrong => msg::LOG_LOGIN_NUMBER_WRONG,
        AuditAct::LoginAuthorized => msg::LOG_LOGIN_AUTHORIZED,
        AuditAct::SessionEnded => msg::LOG_SESSION_ENDED,
        AuditAct::SessionEndedByParty => msg::LOG_SESSION_ENDED_BY_PARTY,
        AuditAct::SessionReplayed => msg::LOG_SESSION_REPLAYED,
        AuditAct::GrantRevoked => msg::LOG_GRANT_REVOKED,
        AuditAct::Vouched => msg::LOG_VOUCHED,
    }
}
