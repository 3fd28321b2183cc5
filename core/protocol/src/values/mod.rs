//! Values that cannot be wrong: each is made by a constructor that checks it, and prints only what may be printed.
//!
//! Input arrives as people type or paste it. [`normalise`] folds what keyboards and clipboards add; what is
//! left must fit the rule of the value, or the constructor answers with an [`ErrorCode`](crate::ErrorCode).

mod date;
mod id_number;
mod money;
mod name;
mod number;
mod password;
mod redacted;
mod region;

pub use date::{CivilDate, Timestamp};
pub use id_number::{IdNumber, Sex};
pub use money::Money;
pub use name::PersonName;
pub use number::{CardNumber, CounterCode, Phone, SmsCode};
pub use password::CardPassword;
pub use redacted::Redacted;
pub use region::RegionCode;

/// Folds full-width letters and digits to ASCII and drops white space, invisible characters and hyphens.
///
/// What pasting adds is never the reason for a refusal.
pub fn normalise(text: &str) -> String {
    text.chars().filter(|c| !is_filler(*c)).map(fold_width).collect()
}

fn fold_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

fn is_filler(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '\u{2010}'..='\u{2015}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FF0D}'
        )
}

/// Makes serde and `TryFrom` go through the checked constructor, and keeps personal values out of `Debug`.
macro_rules! checked_string {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = $crate::ErrorCode;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }
        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(Self::PATTERN))
                    .into()
            }
        }
        impl utoipa::ToSchema for $name {}
    };
}
pub(crate) use checked_string;
