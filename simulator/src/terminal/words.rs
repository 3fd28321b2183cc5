//! What the terminal says: one short sentence of what is so, one of what helps.
//!
//! The terminal stands for a device of somebody else, who has no catalogue of ours: its words are its own.

use leling_crypto::identity_code::Refusal;
use serde::{Deserialize, Serialize};

/// Why the terminal says what it says, as a stable short code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The code is good.
    Ok,
    /// Not a social-security code.
    NotOurs,
    /// Begins like one and is none.
    Malformed,
    /// By no gateway that this terminal knows.
    Foreign,
    /// Not signed by the phone in its certificate.
    WrongSignature,
    /// The certificate begins in the future of this terminal.
    CertificateNotYet,
    /// The certificate is over.
    CertificateOver,
    /// A picture of an earlier code.
    TooOld,
    /// A code of a later time.
    FromFuture,
    /// This terminal has no list.
    NoList,
    /// The list is older than seven days.
    ListOld,
    /// The card was revoked.
    Revoked,
    /// The code was used at this terminal before.
    Replay,
    /// This terminal cannot remember uses, and so must not accept any.
    Memory,
    /// The picture shows no code.
    NoCode,
    /// The picture could not be judged in time.
    Unclear,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 16] = [
        Self::Ok,
        Self::NotOurs,
        Self::Malformed,
        Self::Foreign,
        Self::WrongSignature,
        Self::CertificateNotYet,
        Self::CertificateOver,
        Self::TooOld,
        Self::FromFuture,
        Self::NoList,
        Self::ListOld,
        Self::Revoked,
        Self::Replay,
        Self::Memory,
        Self::NoCode,
        Self::Unclear,
    ];

    /// What is so.
    pub const fn lead(self) -> &'static str {
        match self {
            Self::Ok => "可以受理",
            Self::NotOurs => "不是社保码",
            Self::Malformed => "这个码不完整",
            Self::Foreign => "这个码不是社保发的",
            Self::WrongSignature => "码和手机对不上",
            Self::CertificateNotYet => "终端时间不对",
            Self::CertificateOver => "码很久没更新",
            Self::TooOld => "码过期了，请刷新",
            Self::FromFuture => "手机时间快了",
            Self::NoList => "还没有名单，请联网",
            Self::ListOld => "名单太旧，请联网",
            Self::Revoked => "这张卡已停用",
            Self::Replay => "这个码刚用过",
            Self::Memory => "终端记不下，请报修",
            Self::NoCode => "没看到码",
            Self::Unclear => "没看清，请再照一次",
        }
    }

    /// What helps.
    pub const fn more(self) -> &'static str {
        match self {
            Self::Ok => "请核对本人",
            Self::NotOurs => "请打开乐龄卡，出示社保卡。",
            Self::Malformed => "请本人刷新，再照一次。",
            Self::Foreign | Self::WrongSignature => "请改看身份证或实体卡。",
            Self::CertificateNotYet => "请先校准终端时间。",
            Self::CertificateOver => "请本人的手机连一次网。",
            Self::TooOld => "拍的照片、截的图都不算。",
            Self::FromFuture => "请本人把时间设成自动。",
            Self::NoList | Self::ListOld => "联网之前，请看身份证。",
            Self::Revoked => "请本人打12333或去窗口。",
            Self::Replay => "等一会儿，新码自己出来。",
            Self::Memory => "修好之前，请看身份证。",
            Self::NoCode => "请把码放到框里。",
            Self::Unclear => "手机亮一点，离近一点。",
        }
    }
}

impl From<Refusal> for Reason {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotOurs => Self::NotOurs,
            Refusal::Malformed => Self::Malformed,
            Refusal::ForeignSignature => Self::Foreign,
            Refusal::WrongDeviceSignature => Self::WrongSignature,
            Refusal::CertificateNotYet => Self::CertificateNotYet,
            Refusal::CertificateExpired => Self::CertificateOver,
            Refusal::TooOld => Self::TooOld,
            Refusal::FromFuture => Self::FromFuture,
            Refusal::NoList => Self::NoList,
            Refusal::ListTooOld => Self::ListOld,
            Refusal::Revoked => Self::Revoked,
            Refusal::UsedHere => Self::Replay,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_short_calm_and_full_width() {
        for reason in Reason::ALL {
            for sentence in [reason.lead(), reason.more()] {
                assert!((1..=20).contains(&sentence.chars().count()), "{sentence}");
                assert!(!sentence.contains([',', '.', '!', '?', '！']), "{sentence}");
            }
        }
    }

    #[test]
    fn every_reason_has_its_own_code() {
        let codes: std::collections::BTreeSet<_> =
            Reason::ALL.iter().map(|reason| serde_json::to_string(reason).unwrap()).collect();
        assert_eq!(codes.len(), Reason::ALL.len());
        assert!(codes.contains("\"replay\""));
    }
}
