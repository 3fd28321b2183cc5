//! Help codes: which page six digits stand for. Nothing here says who stopped there.

use leling_protocol::{
    Timestamp,
    wire::{HelpCode, HelpPage},
};
use uuid::Uuid;

use super::{Reply, Spend};
use crate::refusal::Refusal;

/// A page wants six digits.
#[derive(Clone, Debug)]
pub struct NewHelp {
    /// The write's own id.
    pub id: Uuid,
    /// Digits to try in turn: the first that stand for nothing now are taken.
    pub codes: Vec<HelpCode>,
    /// What they will stand for.
    pub page: HelpPage,
    /// Now.
    pub at: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// The digits of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpGiven {
    /// The digits.
    pub code: HelpCode,
    /// When they end.
    pub until: Timestamp,
}

/// The part of [`super::Storage`] about help codes.
pub trait HelpStorage: Send + Sync {
    /// Keeps what digits stand for. The same id again gives the same digits and counts nothing; with another page it is
    /// `request.conflict`. Where all the digits to try are taken it is `server.busy`.
    fn give_help(&self, new: NewHelp, spends: Vec<Spend>) -> Reply<'_, Result<HelpGiven, Refusal>>;
    /// Gives the page that digits stand for at a moment.
    fn help_page(&self, code: HelpCode, at: Timestamp) -> Reply<'_, Option<HelpPage>>;
}
