#![doc = include_str!("../README.md")]

pub mod card;
pub mod error;
pub mod scope;
pub mod values;
pub mod wire;

pub use card::{CardAction, DeviceState, ECardState, PhysicalCardState, SignLevel, Verdict};
pub use error::{ErrorClass, ErrorCode, Retry};
pub use scope::Scope;
pub use values::{
    CardNumber, CardPassword, CivilDate, CounterCode, IdNumber, Money, PersonName, Phone, Redacted, RegionCode, Sex,
    SmsCode, Timestamp,
};
