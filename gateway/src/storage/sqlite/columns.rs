//! How values stand in columns: handles as 16 bytes, moments as seconds, enums by their name on the wire.

use leling_crypto::{chain::ChainHash, keys::PublicKey};
use leling_protocol::Timestamp;
use rusqlite::{
    Row, ToSql,
    types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::super::{
    BrowserId, ClientId, DeskSessionId, DeviceId, DeviceKeys, EnrolmentId, GrantId, LoginId, PartySessionId,
    PersonHandle, PushedRequestId, SessionId,
};
use crate::rules::scopes::ScopeSet;

macro_rules! handle_column {
    ($($name:ident),*) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.0.as_bytes().as_slice()))
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                <[u8; 16]>::column_result(value).map(|bytes| Self(Uuid::from_bytes(bytes)))
            }
        }
    )*};
}
handle_column!(PersonHandle, DeviceId, SessionId, EnrolmentId);
handle_column!(DeskSessionId, LoginId, BrowserId, PartySessionId, GrantId, PushedRequestId);

impl ToSql for ClientId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.as_str()))
    }
}

impl FromSql for ClientId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str().map(Self::new)
    }
}

impl ToSql for ScopeSet {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.to_text()))
    }
}

impl FromSql for ScopeSet {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::parse(value.as_str()?).ok_or_else(|| FromSqlError::Other("stored scopes are none".into()))
    }
}

/// A moment.
pub(super) struct At(pub(super) Timestamp);

impl ToSql for At {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.seconds()))
    }
}

impl FromSql for At {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(|seconds| Self(Timestamp::from_seconds(seconds)))
    }
}

/// A closed list of the wire, by the name it has there.
pub(super) struct Named<T>(pub(super) T);

impl<T: Serialize> ToSql for Named<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match serde_json::to_value(&self.0) {
            Ok(serde_json::Value::String(name)) => Ok(ToSqlOutput::from(name)),
            _ => Err(rusqlite::Error::ToSqlConversionFailure("value has no name".into())),
        }
    }
}

impl<T: DeserializeOwned> FromSql for Named<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let name = serde_json::Value::String(value.as_str()?.to_owned());
        serde_json::from_value(name).map(Self).map_err(FromSqlError::other)
    }
}

/// A P-256 public key as its uncompressed point.
pub(super) struct Key(pub(super) PublicKey);

impl ToSql for Key {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.to_sec1().as_slice()))
    }
}

impl FromSql for Key {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        PublicKey::from_sec1(value.as_blob()?).map(Self).map_err(FromSqlError::other)
    }
}

/// The hash of an audit entry.
pub(super) struct Hash(pub(super) ChainHash);

impl ToSql for Hash {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.as_bytes().as_slice()))
    }
}

impl FromSql for Hash {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        ChainHash::from_bytes(value.as_blob()?).map(Self).map_err(FromSqlError::other)
    }
}

/// Reads `device_key, approve_key, presence, platform` from the columns beginning at `first`.
pub(super) fn device_keys(row: &Row<'_>, first: usize) -> rusqlite::Result<DeviceKeys> {
    let (Key(device), Key(approve)) = (row.get(first)?, row.get(first + 1)?);
    let (Named(presence), Named(platform)) = (row.get(first + 2)?, row.get(first + 3)?);
    Ok(DeviceKeys { device, approve, presence, platform })
}
