use core::fmt;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime, UtcOffset, format_description::BorrowedFormatItem, macros::format_description};

const ISO_DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// A day of the Gregorian calendar in the years 1800 to 2200, written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CivilDate(Date);

impl CivilDate {
    /// Makes a day from its numbers; `None` where there is no such day.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        if !(1800..=2200).contains(&year) {
            return None;
        }
        let month = time::Month::try_from(month).ok()?;
        Date::from_calendar_date(year, month, day).ok().map(Self)
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let date = Date::parse(text, ISO_DATE).ok()?;
        Self::new(date.year(), date.month().into(), date.day())
    }

    /// Gives the year.
    pub const fn year(self) -> i32 {
        self.0.year()
    }

    /// Gives the month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.0.month() as u8
    }

    /// Gives the day of the month, 1 to 31.
    pub const fn day(self) -> u8 {
        self.0.day()
    }

    /// Gives the day of the week, 1 for Monday to 7 for Sunday.
    pub const fn weekday(self) -> u8 {
        self.0.weekday().number_from_monday()
    }

    /// Counts whole years from this day to `later`; 0 where `later` is before it.
    pub fn years_until(self, later: Self) -> u32 {
        let mut years = later.year() - self.year();
        if (later.month(), later.day()) < (self.month(), self.day()) {
            years -= 1;
        }
        u32::try_from(years).unwrap_or(0)
    }

    /// Gives the calendar value for calendar arithmetic.
    pub const fn inner(self) -> Date {
        self.0
    }
}

impl TryFrom<String> for CivilDate {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a date of the form YYYY-MM-DD between 1800 and 2200")
    }
}

impl From<CivilDate> for String {
    fn from(date: CivilDate) -> Self {
        date.to_string()
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl utoipa::PartialSchema for CivilDate {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Date)))
            .into()
    }
}
impl utoipa::ToSchema for CivilDate {}

/// A moment in whole seconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Takes seconds since the epoch.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Gives seconds since the epoch.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Moves by `seconds`, stopping at the ends of the range.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Counts the seconds from `earlier` to this moment; negative where it is later.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Gives day, hour and minute in China, which has one time zone (UTC+8) and no summer time.
    pub fn in_china(self) -> (CivilDate, u8, u8) {
        const CHINA: UtcOffset = match UtcOffset::from_hms(8, 0, 0) {
            Ok(offset) => offset,
            Err(_) => UtcOffset::UTC,
        };
        let (low, high) = (-5_364_662_400, 7_289_654_400);
        let clamped = self.0.clamp(low, high);
        let local = OffsetDateTime::from_unix_timestamp(clamped).unwrap_or(OffsetDateTime::UNIX_EPOCH).to_offset(CHINA);
        (CivilDate(local.date()), local.hour(), local.minute())
    }

    /// Gives the day in China.
    pub fn china_date(self) -> CivilDate {
        self.in_china().0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_count_whole_birthdays() {
        let birth = CivilDate::new(1944, 3, 12).unwrap();
        assert_eq!(birth.years_until(CivilDate::new(2026, 3, 11).unwrap()), 81);
        assert_eq!(birth.years_until(CivilDate::new(2026, 3, 12).unwrap()), 82);
        assert_eq!(birth.years_until(CivilDate::new(1900, 1, 1).unwrap()), 0);
    }

    #[test]
    fn china_is_eight_hours_ahead_and_never_panics() {
        let (date, hour, minute) = Timestamp::from_seconds(1_795_363_200).in_china();
        assert_eq!((date.to_string().as_str(), hour, minute), ("2026-11-23", 0, 0));
        for seconds in [i64::MIN, i64::MAX, 0, -1] {
            let _ = Timestamp::from_seconds(seconds).in_china();
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in ["2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "1799-12-31", "2201-01-01", ""] {
            assert!(CivilDate::parse(text).is_none(), "{text}");
        }
        assert!(CivilDate::parse("2024-02-29").is_some());
    }
}
