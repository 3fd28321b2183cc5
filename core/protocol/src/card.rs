//! Which act is allowed in which state of card, electronic card and device: the one table, shared by phone and gateway.
//!
//! [`decide`] answers every cell: allowed, refused with the code whose sentence names who can mend it, or impossible
//! because the three states cannot meet. Source: the card table of the design (section 10), domain rules 4.6.

use serde::{Deserialize, Serialize};

use crate::ErrorCode;

macro_rules! closed {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every value, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Gives the name used on the wire and in storage.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Reads the name used on the wire and in storage.
            pub fn from_name(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }
    };
}

closed! {
    /// State of the physical card (实体卡, AAZ502).
    PhysicalCardState {
        /// 没有卡
        None = "none",
        /// 制卡中
        InTheMaking = "in_the_making",
        /// 没领
        NotPickedUp = "not_picked_up",
        /// 正常
        Normal = "normal",
        /// 封存: the social function is off
        SocialOff = "social_off",
        /// 挂失
        Lost = "lost",
        /// 锁定
        Locked = "locked",
        /// 注销
        Cancelled = "cancelled",
        /// 换新: a newer card took its place
        Replaced = "replaced",
    }
}

closed! {
    /// State of the electronic card (电子社保卡).
    ECardState {
        /// Never claimed.
        None = "none",
        /// 一级签发: identity.
        Level1 = "level1",
        /// 二级签发: identity and payment.
        Level2 = "level2",
        /// Rests because the physical card is lost, locked or cancelled.
        Suspended = "suspended",
        /// 解除绑定.
        Unbound = "unbound",
    }
}

closed! {
    /// State of this person's device.
    DeviceState {
        /// No enrolled device.
        None = "none",
        /// In use.
        Active = "active",
        /// Frozen by the person, a relative, 12333 or a desk.
        Frozen = "frozen",
    }
}

closed! {
    /// What a person may want to do with the card.
    CardAction {
        /// 领卡（签发）
        Claim = "claim",
        /// 出示码
        ShowCode = "show_code",
        /// 登录别处
        Login = "login",
        /// 查询
        Query = "query",
        /// 资格认证
        Certify = "certify",
        /// 亲情关联
        Link = "link",
        /// 解除绑定
        Unlink = "unlink",
        /// 重设密码
        ResetPassword = "reset_password",
        /// 找人帮忙
        Help = "help",
    }
}

/// Level of an issued electronic card (signLevel): 1 identity, 2 identity and payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum SignLevel {
    /// 一级: proves who one is.
    Identity,
    /// 二级: also pays.
    Payment,
}

impl From<SignLevel> for u8 {
    fn from(level: SignLevel) -> Self {
        match level {
            SignLevel::Identity => 1,
            SignLevel::Payment => 2,
        }
    }
}

impl TryFrom<u8> for SignLevel {
    type Error = &'static str;
    fn try_from(level: u8) -> Result<Self, Self::Error> {
        match level {
            1 => Ok(Self::Identity),
            2 => Ok(Self::Payment),
            _ => Err("sign level is 1 or 2"),
        }
    }
}

// Written out: the derive does not see that serde turns it into a number.
impl utoipa::PartialSchema for SignLevel {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::Integer)
            .enum_values(Some([Self::Identity, Self::Payment].map(u8::from)))
            .into()
    }
}

impl utoipa::ToSchema for SignLevel {}

/// What the table says of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The act goes on.
    Allowed,
    /// The act stops with a sentence that says who can mend it.
    Refused(ErrorCode),
    /// The states cannot meet; the reason, for engineers.
    Impossible(&'static str),
}

/// Answers one cell of the card table.
pub fn decide(physical: PhysicalCardState, ecard: ECardState, device: DeviceState, action: CardAction) -> Verdict {
    if let Some(why) = cannot_meet(physical, ecard) {
        return Verdict::Impossible(why);
    }
    match action {
        CardAction::ResetPassword if ecard == ECardState::None => {
            Verdict::Impossible("a card never claimed has no password")
        }
        // A person is always to be had, and the password is set anew with a code that a person gave: neither needs the device.
        CardAction::Help | CardAction::ResetPassword => Verdict::Allowed,
        CardAction::Unlink if matches!(ecard, ECardState::None | ECardState::Unbound) => {
            Verdict::Impossible("there is nothing to unlink")
        }
        _ => match device {
            DeviceState::None => Verdict::Refused(ErrorCode::DeviceNone),
            DeviceState::Frozen => Verdict::Refused(ErrorCode::DeviceFrozen),
            DeviceState::Active => with_active_device(physical, ecard, action),
        },
    }
}

/// Gives the state in which the electronic card must be once the physical card is in `physical`.
///
/// A lost, locked or cancelled card suspends it; `claimed` is the state it goes back to when the card is normal again.
pub const fn effective_ecard(physical: PhysicalCardState, claimed: ECardState) -> ECardState {
    match (physical, claimed) {
        (
            PhysicalCardState::Lost | PhysicalCardState::Locked | PhysicalCardState::Cancelled,
            ECardState::Level1 | ECardState::Level2,
        ) => ECardState::Suspended,
        _ => claimed,
    }
}

const fn cannot_meet(physical: PhysicalCardState, ecard: ECardState) -> Option<&'static str> {
    use {ECardState as E, PhysicalCardState as P};
    match (physical, ecard) {
        (P::None | P::InTheMaking | P::NotPickedUp, E::Level1 | E::Level2 | E::Suspended) => {
            Some("an electronic card is issued on a card in the hand")
        }
        (P::None, E::Unbound) => Some("an unlinked electronic card had a card"),
        (P::Lost | P::Locked | P::Cancelled, E::Level1 | E::Level2) => {
            Some("a lost, locked or cancelled card suspends the electronic card")
        }
        (P::Normal | P::SocialOff | P::Replaced, E::Suspended) => Some("suspension ends with its cause"),
        _ => None,
    }
}

fn with_active_device(physical: PhysicalCardState, ecard: ECardState, action: CardAction) -> Verdict {
    let issued = matches!(ecard, ECardState::Level1 | ECardState::Level2);
    match action {
        CardAction::Certify | CardAction::Unlink | CardAction::Help | CardAction::ResetPassword => Verdict::Allowed,
        CardAction::Claim if issued => Verdict::Refused(ErrorCode::CardAlreadyClaimed),
        CardAction::Claim => match physical {
            PhysicalCardState::Normal => Verdict::Allowed,
            other => Verdict::Refused(who_can_mend(other)),
        },
        CardAction::ShowCode | CardAction::Login | CardAction::Link | CardAction::Query => {
            let card_fits = match physical {
                PhysicalCardState::Normal | PhysicalCardState::Replaced => true,
                PhysicalCardState::SocialOff => matches!(action, CardAction::Query),
                _ => false,
            };
            if !card_fits {
                Verdict::Refused(who_can_mend(physical))
            } else if issued {
                Verdict::Allowed
            } else if ecard == ECardState::Unbound {
                Verdict::Refused(ErrorCode::CardUnbound)
            } else {
                Verdict::Refused(ErrorCode::CardNotClaimed)
            }
        }
    }
}

const fn who_can_mend(physical: PhysicalCardState) -> ErrorCode {
    match physical {
        PhysicalCardState::None => ErrorCode::CardNone,
        PhysicalCardState::InTheMaking => ErrorCode::CardMaking,
        PhysicalCardState::NotPickedUp => ErrorCode::CardNotPickedUp,
        PhysicalCardState::SocialOff => ErrorCode::CardSocialOff,
        PhysicalCardState::Lost => ErrorCode::CardLostState,
        PhysicalCardState::Locked => ErrorCode::CardLocked,
        PhysicalCardState::Cancelled => ErrorCode::CardCancelled,
        PhysicalCardState::Replaced | PhysicalCardState::Normal => ErrorCode::CardReplaced,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One line a physical state: the electronic states in order, each as the nine actions with an active device.
    /// `+` allowed, `-` refused, `.` impossible; order claim, show, login, query, certify, link, unlink, reset, help.
    const ACTIVE: [(PhysicalCardState, [&str; 5]); 9] = [
        (PhysicalCardState::None, ["----+-..+", ".........", ".........", ".........", "........."]),
        (PhysicalCardState::InTheMaking, ["----+-..+", ".........", ".........", ".........", "----+-.++"]),
        (PhysicalCardState::NotPickedUp, ["----+-..+", ".........", ".........", ".........", "----+-.++"]),
        (PhysicalCardState::Normal, ["+---+-..+", "-++++++++", "-++++++++", ".........", "+---+-.++"]),
        (PhysicalCardState::SocialOff, ["----+-..+", "---++-+++", "---++-+++", ".........", "----+-.++"]),
        (PhysicalCardState::Lost, ["----+-..+", ".........", ".........", "----+-+++", "----+-.++"]),
        (PhysicalCardState::Locked, ["----+-..+", ".........", ".........", "----+-+++", "----+-.++"]),
        (PhysicalCardState::Cancelled, ["----+-..+", ".........", ".........", "----+-+++", "----+-.++"]),
        (PhysicalCardState::Replaced, ["----+-..+", "-++++++++", "-++++++++", ".........", "----+-.++"]),
    ];

    fn sign(verdict: Verdict) -> char {
        match verdict {
            Verdict::Allowed => '+',
            Verdict::Refused(_) => '-',
            Verdict::Impossible(_) => '.',
        }
    }

    #[test]
    fn every_cell_with_an_active_device() {
        for (physical, rows) in ACTIVE {
            for (ecard, row) in ECardState::ALL.iter().zip(rows) {
                let found: String = CardAction::ALL
                    .iter()
                    .map(|action| sign(decide(physical, *ecard, DeviceState::Active, *action)))
                    .collect();
                assert_eq!(found, row, "{physical:?} {ecard:?}");
            }
        }
    }

    #[test]
    fn every_cell_without_an_active_device() {
        for (physical, rows) in ACTIVE {
            for (ecard, row) in ECardState::ALL.iter().zip(rows) {
                for (device, code) in
                    [(DeviceState::None, ErrorCode::DeviceNone), (DeviceState::Frozen, ErrorCode::DeviceFrozen)]
                {
                    for (action, active) in CardAction::ALL.iter().zip(row.chars()) {
                        let expected = match (active, action) {
                            ('.', _) => '.',
                            (_, CardAction::Help | CardAction::ResetPassword) => '+',
                            _ => '-',
                        };
                        let verdict = decide(physical, *ecard, device, *action);
                        assert_eq!(sign(verdict), expected, "{physical:?} {ecard:?} {device:?} {action:?}");
                        if expected == '-' {
                            assert_eq!(verdict, Verdict::Refused(code));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_lost_card_suspends_and_a_found_one_wakes() {
        assert_eq!(effective_ecard(PhysicalCardState::Lost, ECardState::Level1), ECardState::Suspended);
        assert_eq!(effective_ecard(PhysicalCardState::Normal, ECardState::Level1), ECardState::Level1);
        for physical in PhysicalCardState::ALL {
            for claimed in [ECardState::None, ECardState::Level1, ECardState::Unbound] {
                let ecard = effective_ecard(*physical, claimed);
                let meets = cannot_meet(*physical, ecard).is_none();
                let early = matches!(
                    physical,
                    PhysicalCardState::None | PhysicalCardState::InTheMaking | PhysicalCardState::NotPickedUp
                );
                assert!(meets || early, "{physical:?} {claimed:?}");
            }
        }
    }
}
