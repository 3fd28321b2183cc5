//! Whether a party is in the city of the person who logs in: a warning in words, never a stop.

use leling_protocol::{IdNumber, RegionCode};

/// Says whether `party` lies in another city than the person's id number names, which is the only place that is known
/// of a person.
pub fn elsewhere(party: &RegionCode, id_number: &IdNumber) -> bool {
    city(party.as_str()) != city(id_number.as_str())
}

/// Gives province and city of a division (GB/T 2260). In fictitious id numbers (`3799…`) the city stands one place
/// further on.
fn city(division: &str) -> (Option<&str>, Option<&str>) {
    let place = if division.starts_with("3799") { 4..6 } else { 2..4 };
    (division.get(..2), division.get(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_district_of_the_city_is_not_elsewhere_and_another_city_is() {
        let region = |text| RegionCode::parse(text).unwrap();
        let id = IdNumber::parse_any_day("379901195707080017").unwrap();
        assert!(!elsewhere(&region("370102"), &id) && !elsewhere(&region("370100"), &id));
        assert!(elsewhere(&region("370200"), &id) && elsewhere(&region("320100"), &id));
        assert_eq!(city("379901"), city("370102"));
        assert_ne!(city("370202"), city("370102"));
    }
}
