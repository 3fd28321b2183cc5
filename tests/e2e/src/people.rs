//! A demonstration person, and the ways that more than one journey takes.

use crate::house::{Hand, House};

/// A fictitious person with what she types.
pub struct Person {
    /// Name.
    pub name: &'static str,
    /// Id number.
    pub id_number: &'static str,
    /// Phone number.
    pub phone: &'static str,
    /// Number on the card in her hand.
    pub card: &'static str,
    /// Card password that she chooses.
    pub password: &'static str,
}

/// 王秀兰, whose card is in order.
pub const WANG: Person = Person {
    name: "王秀兰",
    id_number: "379913194403120025",
    phone: "99900000001",
    card: "B00000001",
    password: "280516",
};

/// 刘芳, who looks after her parents.
pub const LIU: Person = Person {
    name: "刘芳",
    id_number: "379902198105200042",
    phone: "99900000003",
    card: "B00000003",
    password: "280516",
};

impl Person {
    /// From first start to the phone code that is asked for.
    ///
    /// # Errors
    /// Where the way ends.
    pub fn ask_for_code(&self, hand: &mut Hand) -> Result<(), String> {
        hand.press("take")?;
        hand.press("agree")?;
        for (field, text) in [("name", self.name), ("id", self.id_number), ("phone", self.phone)] {
            hand.enter(field, text)?;
            hand.press("next")?;
        }
        hand.arrive("enrol.code").map(drop)
    }

    /// Brings the phone code that the demonstration shows.
    ///
    /// # Errors
    /// Where the way ends.
    pub fn bring_code(&self, house: &House, hand: &mut Hand) -> Result<(), String> {
        let code = house.gateway.peer("sms", "code", self.id_number)?;
        hand.enter("code", &code)?;
        hand.press("next")
    }

    /// From first start to the home.
    ///
    /// # Errors
    /// Where the way ends.
    pub fn enrol(&self, house: &House, hand: &mut Hand) -> Result<(), String> {
        self.ask_for_code(hand)?;
        self.bring_code(house, hand)?;
        hand.arrive("home").map(drop)
    }

    /// From the home to the last look before the claim.
    ///
    /// # Errors
    /// Where the way ends.
    pub fn prepare_claim(&self, hand: &mut Hand) -> Result<(), String> {
        hand.press("claim")?;
        hand.press("card")?;
        hand.enter("number", self.card)?;
        hand.press("next")?;
        for screen in ["claim.password", "claim.again"] {
            hand.arrive(screen)?;
            hand.enter("password", self.password)?;
            hand.press("next")?;
        }
        hand.arrive("claim.review").map(drop)
    }

    /// From the home to the claimed card.
    ///
    /// # Errors
    /// Where the way ends.
    pub fn claim(&self, hand: &mut Hand) -> Result<(), String> {
        self.prepare_claim(hand)?;
        hand.press("confirm")?;
        hand.arrive("claim.done").map(drop)
    }

    /// Gives the phone of that name to her: enrolled, its card claimed, the home on its screen.
    ///
    /// # Errors
    /// Where the way ends.
    pub fn with_card(&self, house: &House, name: &str) -> Result<Hand, String> {
        self.with_card_on(house, house.phone(name)?)
    }

    /// As [`Person::with_card`], for a phone that runs.
    ///
    /// # Errors
    /// Where the way ends.
    pub fn with_card_on(&self, house: &House, mut hand: Hand) -> Result<Hand, String> {
        self.enrol(house, &mut hand)?;
        self.claim(&mut hand)?;
        hand.press("nav.home")?;
        hand.arrive("home")?;
        Ok(hand)
    }
}
