//! The card table as the gateway enforces it, and the three lamps.

use leling_protocol::{
    CardAction, DeviceState, ECardState, ErrorCode, PhysicalCardState, Verdict,
    card::{decide, effective_ecard},
    wire::{LampState, Lamps},
};
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// Whether the bank function of the card is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BankFunction {
    /// 银行功能已开通
    On,
    /// 银行功能未开通
    Off,
}

impl BankFunction {
    /// Gives the name used in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }

    /// Reads the name used in storage.
    pub fn from_name(text: &str) -> Option<Self> {
        [Self::On, Self::Off].into_iter().find(|bank| bank.as_str() == text)
    }
}

/// Says whether `action` may go on with an active device; `claimed` is the electronic card's own state.
///
/// # Errors
/// The code of the cell's sentence. A cell that cannot be reached by any order of events is `server.broken`.
pub fn allow(physical: PhysicalCardState, claimed: ECardState, action: CardAction) -> Result<(), Refusal> {
    let ecard = effective_ecard(physical, claimed);
    match decide(physical, ecard, DeviceState::Active, action) {
        Verdict::Allowed => Ok(()),
        Verdict::Refused(code) => Err(code.into()),
        Verdict::Impossible(_) => Err(match ecard {
            ECardState::None => ErrorCode::CardNotClaimed,
            ECardState::Unbound => ErrorCode::CardUnbound,
            _ => ErrorCode::ServerBroken,
        }
        .into()),
    }
}

/// Says whether certificates issued on a card must be revoked once it is in `physical`.
pub const fn revokes(physical: PhysicalCardState) -> bool {
    matches!(physical, PhysicalCardState::Lost | PhysicalCardState::Locked | PhysicalCardState::Cancelled)
}

/// Lights the three lamps.
pub const fn lamps(physical: PhysicalCardState, bank: BankFunction) -> Lamps {
    use {LampState as L, PhysicalCardState as P};
    let bank_side = match bank {
        BankFunction::On => L::On,
        BankFunction::Off => L::Off,
    };
    match physical {
        P::None => Lamps { card: L::Off, social: L::Off, bank: L::Off },
        P::InTheMaking => Lamps { card: L::Waiting, social: L::Waiting, bank: L::Waiting },
        P::Normal | P::Replaced => Lamps { card: L::On, social: L::On, bank: bank_side },
        P::SocialOff => Lamps { card: L::On, social: L::Off, bank: bank_side },
        P::NotPickedUp | P::Lost | P::Locked | P::Cancelled => Lamps { card: L::Off, social: L::Off, bank: bank_side },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_cells_have_a_sentence_of_their_own() {
        let normal = PhysicalCardState::Normal;
        assert_eq!(allow(normal, ECardState::None, CardAction::Unlink), Err(ErrorCode::CardNotClaimed.into()));
        assert_eq!(allow(normal, ECardState::Unbound, CardAction::Unlink), Err(ErrorCode::CardUnbound.into()));
        assert_eq!(allow(normal, ECardState::None, CardAction::ResetPassword), Err(ErrorCode::CardNotClaimed.into()));
    }

    #[test]
    fn a_lost_card_still_unlinks_and_shows_no_code() {
        let lost = PhysicalCardState::Lost;
        assert_eq!(allow(lost, ECardState::Level1, CardAction::Unlink), Ok(()));
        assert_eq!(allow(lost, ECardState::Level1, CardAction::ShowCode), Err(ErrorCode::CardLostState.into()));
    }

    #[test]
    fn one_lamp_is_red_where_only_the_bank_is_missing() {
        let lamps = lamps(PhysicalCardState::Normal, BankFunction::Off);
        assert_eq!((lamps.card, lamps.social, lamps.bank), (LampState::On, LampState::On, LampState::Off));
    }
}
