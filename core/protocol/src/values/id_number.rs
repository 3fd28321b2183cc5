use serde::{Deserialize, Serialize};

use super::{CivilDate, normalise};
use crate::ErrorCode;

/// Sex as the sequence number of an id number says it: odd for men (GB 11643-1999).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 女
    Female,
    /// 男
    Male,
}

/// A citizen identity number (公民身份号码, also the social-security number), 18 characters, check digit right.
///
/// GB 11643-1999: six digits of region, eight of birth, three of sequence, one of check. Regions are not checked
/// against a list: codes that ended stay valid for life.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdNumber(String);

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

impl IdNumber {
    pub(crate) const PATTERN: &'static str = "^[0-9]{17}[0-9X]$";

    /// Reads what a person typed or pasted and refuses a birth date after `today`.
    ///
    /// Full-width digits, spaces, hyphens and a lower-case `x` are folded; a 15-digit number of the old form becomes
    /// its 18-digit successor (century 19, check digit computed).
    ///
    /// # Errors
    /// `id.length`, `id.characters`, `id.check_digit`, `id.birth_date`, `id.birth_future`.
    pub fn parse(text: &str, today: CivilDate) -> Result<Self, ErrorCode> {
        let id = Self::parse_any_day(text)?;
        if id.birth_date() > today {
            return Err(ErrorCode::IdBirthFuture);
        }
        Ok(id)
    }

    /// Reads a number where no clock is at hand (wire messages, stored rows); a birth date in the future passes.
    ///
    /// # Errors
    /// As [`IdNumber::parse`], without `id.birth_future`.
    pub fn parse_any_day(text: &str) -> Result<Self, ErrorCode> {
        let typed = normalise(text).to_ascii_uppercase();
        let digits = match typed.chars().count() {
            15 | 18 => typed,
            _ => return Err(ErrorCode::IdLength),
        };
        let (head, last) = digits.split_at(digits.char_indices().last().map_or(0, |(at, _)| at));
        if !head.bytes().all(|b| b.is_ascii_digit()) || !matches!(last.as_bytes(), [b'0'..=b'9' | b'X']) {
            return Err(ErrorCode::IdCharacters);
        }
        let full = if digits.len() == 15 {
            if last == "X" {
                return Err(ErrorCode::IdCharacters);
            }
            let body = format!("{}19{}", &digits[..6], &digits[6..]);
            let check = check_digit(&body);
            format!("{body}{check}")
        } else {
            digits
        };
        birth_of(&full).ok_or(ErrorCode::IdBirthDate)?;
        if !full.ends_with(check_digit(&full[..17])) {
            return Err(ErrorCode::IdCheckDigit);
        }
        Ok(Self(full))
    }

    /// Gives all 18 characters; for signing, sending and the eye key only.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives the first four and last four characters with stars between.
    pub fn masked(&self) -> String {
        format!("{}**********{}", &self.0[..4], self.last_four())
    }

    /// Gives the last four characters.
    pub fn last_four(&self) -> &str {
        &self.0[14..]
    }

    /// Gives the day of birth.
    pub fn birth_date(&self) -> CivilDate {
        birth_of(&self.0).expect("the constructor read it")
    }

    /// Gives whole years of age on `day`.
    pub fn age_on(&self, day: CivilDate) -> u32 {
        self.birth_date().years_until(day)
    }

    /// Gives the sex that the sequence number says.
    pub fn sex(&self) -> Sex {
        if (self.0.as_bytes()[16] - b'0') % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// Says whether this is a fictitious number of a fixture (prefix `3799`, no such division), which a shipped
    /// gateway refuses.
    pub fn is_fictitious(&self) -> bool {
        self.0.starts_with("3799")
    }
}

fn birth_of(full: &str) -> Option<CivilDate> {
    let year = full.get(6..10)?.parse().ok()?;
    let month = full.get(10..12)?.parse().ok()?;
    let day = full.get(12..14)?.parse().ok()?;
    CivilDate::new(year, month, day)
}

fn check_digit(body: &str) -> char {
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECKS[(sum % 11) as usize]
}

impl TryFrom<String> for IdNumber {
    type Error = ErrorCode;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse_any_day(&text)
    }
}

impl From<IdNumber> for String {
    fn from(value: IdNumber) -> Self {
        value.0
    }
}

impl core::fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("IdNumber(redacted)")
    }
}

impl utoipa::PartialSchema for IdNumber {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some(Self::PATTERN))
            .into()
    }
}
impl utoipa::ToSchema for IdNumber {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn today() -> CivilDate {
        CivilDate::new(2026, 11, 23).unwrap()
    }

    #[test]
    fn every_fictitious_person_passes() {
        for text in [
            "379913194403120025",
            "379901195707080017",
            "379902198105200042",
            "379910193801160037",
            "379906195109230021",
            "379902195906010069",
            "379907196611050019",
            "379903193502200082",
            "379907199008150051",
            "379904196804300070",
            "379913197709110034",
            "379917194107020092",
            "37990119570708005X",
        ] {
            let id = IdNumber::parse(text, today()).unwrap();
            assert!(id.is_fictitious());
            assert_eq!(id.as_str(), text);
        }
        let id = IdNumber::parse("379913194403120025", today()).unwrap();
        assert_eq!((id.sex(), id.age_on(today())), (Sex::Female, 82));
    }

    #[test]
    fn what_people_type_is_folded() {
        for text in [
            "37990119570708005x",
            " 379901 19570708 005X ",
            "３７９９０１１９５７０７０８００５Ｘ",
            "379901-19570708-005x",
        ] {
            assert_eq!(IdNumber::parse(text, today()).unwrap().as_str(), "37990119570708005X", "{text}");
        }
    }

    #[test]
    fn old_numbers_grow() {
        assert_eq!(IdNumber::parse("379901570708001", today()).unwrap().as_str(), "379901195707080017");
    }

    #[test]
    fn each_fault_has_its_code() {
        for (text, code) in [
            ("", ErrorCode::IdLength),
            ("37991319440312002", ErrorCode::IdLength),
            ("3799131944031200255", ErrorCode::IdLength),
            ("37991319440312002A", ErrorCode::IdCharacters),
            ("X79913194403120025", ErrorCode::IdCharacters),
            ("37990157070800X", ErrorCode::IdCharacters),
            ("王79913194403120025", ErrorCode::IdCharacters),
            ("37991319440312002王", ErrorCode::IdCharacters),
            ("379913194403120026", ErrorCode::IdCheckDigit),
            ("379913194413120025", ErrorCode::IdBirthDate),
            ("379913194402300025", ErrorCode::IdBirthDate),
        ] {
            assert_eq!(IdNumber::parse(text, today()).unwrap_err(), code, "{text}");
        }
        let unborn = format!("37991320270101002{}", check_digit("37991320270101002"));
        assert_eq!(IdNumber::parse(&unborn, today()).unwrap_err(), ErrorCode::IdBirthFuture);
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,40}") {
            let _ = IdNumber::parse(&text, today());
        }

        #[test]
        fn one_wrong_digit_is_found(at in 0usize..17, add in 1u8..10) {
            let mut digits = b"379913194403120025".to_vec();
            digits[at] = b'0' + (digits[at] - b'0' + add) % 10;
            let text = String::from_utf8(digits).unwrap();
            prop_assert!(IdNumber::parse(&text, today()).is_err());
        }

        #[test]
        fn spaces_and_width_never_matter(spaces in proptest::collection::vec(0usize..18, 0..6), wide in any::<bool>()) {
            let mut text = String::from("37990119570708005x");
            for at in spaces { text.insert(at, ' '); }
            if wide {
                text = text.chars().map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xFEE0).unwrap() } else { c }).collect();
            }
            prop_assert_eq!(IdNumber::parse(&text, today()).unwrap().as_str().to_owned(), "37990119570708005X".to_owned());
        }
    }
}
