//! The wrapped root key, kept in both files so that the loss of one does not take the other's records with it.
//!
//! The platform's key `wrap` seals the root; what lies here is its envelope, in clear, and a short record that opens
//! under the right root only.

use leling_crypto::{
    rng::Rng,
    seal::{Place, RootKey, SealKey},
};
use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::error::Fault;

const CHECK: &[u8] = b"leling store key";
const PLACE: Place<'_> = Place { table: "vault", row: b"1", column: "key_check", version: 1 };

/// What one file knows of the root key.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Vault {
    pub(crate) wrapped: Vec<u8>,
    key_check: Vec<u8>,
}

fn key_of(root: &RootKey) -> SealKey {
    root.derive("store.vault", 1)
}

impl Vault {
    pub(crate) fn new(root: &RootKey, wrapped: &[u8], rng: &mut dyn Rng) -> Self {
        Self { wrapped: wrapped.to_vec(), key_check: key_of(root).seal(rng, &PLACE, CHECK) }
    }

    pub(crate) fn fits(&self, root: &RootKey) -> bool {
        key_of(root).open(&PLACE, &self.key_check).is_ok_and(|check| check.as_slice() == CHECK)
    }
}

pub(crate) fn get(connection: &Connection) -> Result<Option<Vault>, Fault> {
    let row = connection
        .query_row("SELECT wrapped, key_check FROM vault WHERE id = 1", [], |row| {
            Ok(Vault { wrapped: row.get(0)?, key_check: row.get(1)? })
        })
        .optional()?;
    Ok(row)
}

pub(crate) fn set(transaction: &Transaction<'_>, vault: &Vault) -> Result<(), Fault> {
    transaction.execute(
        "INSERT OR REPLACE INTO vault (id, wrapped, key_check) VALUES (1, ?1, ?2)",
        (&vault.wrapped, &vault.key_check),
    )?;
    Ok(())
}
