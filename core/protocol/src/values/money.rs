use serde::{Deserialize, Serialize};

/// A sum in fen, the hundredth of a yuan; may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// Takes a sum in fen.
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// Gives the sum in fen.
    pub const fn fen(self) -> i64 {
        self.0
    }
}
