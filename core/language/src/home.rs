//! Words of the home page that depend on the hour and the day.

use leling_protocol::{CivilDate, DeviceState, ECardState, PhysicalCardState};
use leling_screen::{Calendar, Language, Span, SpanKind, Text, Value};

use crate::catalogue::{Catalogue, isolated};
use crate::message::{Msg, msg};
use crate::narrate;
use crate::value::bind;
use crate::value::forms::{self, filled};

/// Chooses the greeting for an hour of 0 to 23; its message takes `name`.
pub const fn greeting(hour: u8) -> Msg {
    match hour {
        5..=7 => msg::HOME_GREETING_EARLY,
        8..=11 => msg::HOME_GREETING_MORNING,
        12..=13 => msg::HOME_GREETING_NOON,
        14..=17 => msg::HOME_GREETING_AFTERNOON,
        _ => msg::HOME_GREETING_EVENING,
    }
}

/// Gives the value for a day: without its year where the reader is in the same one.
pub fn day_value(day: CivilDate, today: CivilDate) -> Value {
    if day.year() == today.year() { Value::MonthDay(day) } else { Value::Date(day, Calendar::Gregorian) }
}

/// Chooses the sentence of the status panel; what helps stands in its attribute `more`.
pub const fn card_status(physical: PhysicalCardState, ecard: ECardState, device: DeviceState) -> Msg {
    use {ECardState as E, PhysicalCardState as P};
    match device {
        DeviceState::None => return msg::HOME_STATUS_NO_DEVICE,
        DeviceState::Frozen => return msg::HOME_STATUS_FROZEN,
        DeviceState::Active => {}
    }
    match (physical, ecard) {
        (P::None, _) => msg::HOME_STATUS_NONE,
        (P::InTheMaking, _) => msg::HOME_STATUS_IN_THE_MAKING,
        (P::NotPickedUp, _) => msg::HOME_STATUS_NOT_PICKED_UP,
        (P::SocialOff, _) => msg::HOME_STATUS_SOCIAL_OFF,
        (P::Lost, _) => msg::HOME_STATUS_LOST,
        (P::Locked, _) => msg::HOME_STATUS_LOCKED,
        (P::Cancelled, _) => msg::HOME_STATUS_CANCELLED,
        (P::Replaced, E::None | E::Unbound) => msg::HOME_STATUS_REPLACED_UNCLAIMED,
        (P::Replaced, _) => msg::HOME_STATUS_REPLACED,
        (P::Normal, E::None) => msg::HOME_STATUS_NOT_CLAIMED,
        (P::Normal, E::Level2) => msg::HOME_STATUS_LEVEL_TWO,
        (P::Normal, E::Unbound) => msg::HOME_STATUS_UNBOUND,
        (P::Normal, E::Level1 | E::Suspended) => msg::HOME_STATUS_NORMAL,
    }
}

/// Chooses the line of the first lamp, 卡做好了.
pub const fn card_lamp(physical: PhysicalCardState) -> Msg {
    match physical {
        PhysicalCardState::None => msg::LAMPS_CARD_NONE,
        PhysicalCardState::InTheMaking => msg::LAMPS_CARD_IN_THE_MAKING,
        PhysicalCardState::NotPickedUp => msg::LAMPS_CARD_NOT_PICKED_UP,
        PhysicalCardState::Normal => msg::LAMPS_CARD_NORMAL,
        PhysicalCardState::SocialOff => msg::LAMPS_CARD_SOCIAL_OFF,
        PhysicalCardState::Lost => msg::LAMPS_CARD_LOST,
        PhysicalCardState::Locked => msg::LAMPS_CARD_LOCKED,
        PhysicalCardState::Cancelled => msg::LAMPS_CARD_CANCELLED,
        PhysicalCardState::Replaced => msg::LAMPS_CARD_REPLACED,
    }
}

impl Catalogue {
    /// Tells today: `11月23日 星期一 农历十月十五`.
    pub fn home_date_line(&self, language: Language, today: CivilDate) -> Text {
        if let Some(line) = self.today(language, today) {
            return line;
        }
        let mut line = self.value(language, &Value::MonthDay(today));
        for words in [narrate::weekday(today).to_owned(), narrate::lunar_day(today)] {
            line.spans.push(Span { kind: SpanKind::Plain, display: " ".to_owned() });
            line.spans.push(Span { kind: SpanKind::Date, display: bind(&words) });
            line.speech.push('，');
            line.speech.push_str(&words);
        }
        line
    }

    /// Tells today as the folder of another language says it; the line reads the same said as drawn, but its numbers.
    fn today(&self, language: Language, today: CivilDate) -> Option<Text> {
        let words = filled(self.forms(language)?, "today", &forms::today(today))?;
        let speech = match language.voice() {
            Language::Chinese => self.home_date_line(Language::Chinese, today).speech,
            own => self.value(own, &Value::MonthDay(today)).speech,
        };
        let span = isolated(Span { kind: SpanKind::Date, display: words }, language);
        Some(Text { spans: vec![span], speech, draft: false, language: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_in_one_line() {
        let today = CivilDate::new(2026, 11, 23).unwrap();
        let line = Catalogue::new().home_date_line(Language::Chinese, today);
        assert_eq!(line.display(), "11月23日 星期一 农历十月十五");
        assert_eq!(line.speech, "十一月二十三日，星期一，农历十月十五");
    }

    #[test]
    fn each_hour_has_its_greeting() {
        let greetings: Vec<_> = [0, 6, 10, 12, 15, 20].map(greeting).map(Msg::key).into();
        assert_eq!(
            greetings,
            ["evening", "early", "morning", "noon", "afternoon", "evening"].map(|part| format!("home-greeting-{part}"))
        );
    }

    #[test]
    fn another_year_is_told() {
        let today = CivilDate::new(2026, 11, 23).unwrap();
        let later = CivilDate::new(2027, 9, 30).unwrap();
        assert_eq!(day_value(today, today), Value::MonthDay(today));
        assert_eq!(day_value(later, today), Value::Date(later, Calendar::Gregorian));
    }
}
