//! The fictitious people of the demonstration. None of their numbers can belong to anybody: id numbers begin with 3799,
//! phones with 999.

use leling_protocol::{CardNumber, IdNumber, PersonName, Phone, PhysicalCardState};

use crate::{
    Gateway,
    adapters::RegisterEntry,
    rules::card::BankFunction,
    storage::{PersonHandle, RegisterPerson, StorageError},
};

/// A fictitious person.
pub(crate) struct Persona {
    /// Number on the list of people, from 1.
    pub(crate) number: u8,
    /// Name.
    pub(crate) name: &'static str,
    /// Id number.
    pub(crate) id: &'static str,
    /// Who they are, for the simulator's shelf.
    pub(crate) situation: &'static str,
    physical: PhysicalCardState,
    bank: BankFunction,
}

use BankFunction::{Off, On};
use PhysicalCardState as P;

/// Everybody. The states of their cards are spread so that each kind of trouble can be seen.
pub(crate) const PEOPLE: [Persona; 12] = [
    persona(1, "王秀兰", "379913194403120025", "82岁，临沂农村，听力不好", P::Normal, On),
    persona(2, "李建国", "379901195707080017", "69岁，济南，退休，视力不好", P::Normal, On),
    persona(3, "刘芳", "379902198105200042", "45岁，青岛上班，照顾两家老人", P::Normal, On),
    persona(4, "于德山", "379910193801160037", "88岁，威海，卧床；社保功能封存", P::SocialOff, On),
    persona(5, "陈桂英", "379906195109230021", "75岁，住南京；银行功能没开通", P::Normal, Off),
    persona(6, "阿依古丽·买买提", "379902195906010069", "67岁，青岛，读维吾尔文", P::Normal, On),
    persona(7, "周卫东", "379907196611050019", "60岁，潍坊，快退休；卡在制作", P::InTheMaking, Off),
    persona(8, "孙玉珍", "379903193502200082", "91岁，淄博养老院；卡还没领", P::NotPickedUp, Off),
    persona(9, "赵磊", "379907199008150051", "36岁，潍坊，街道工作人员", P::Normal, On),
    persona(10, "马志强", "379904196804300070", "58岁，枣庄，坐轮椅；卡已挂失", P::Lost, On),
    persona(11, "冯玉山", "379917194107020092", "85岁，菏泽，上月去世；卡已注销", P::Cancelled, Off),
    persona(12, "刘强", "379913197709110034", "49岁，冯玉山的女婿；还没有卡", P::None, Off),
];

const fn persona(
    number: u8,
    name: &'static str,
    id: &'static str,
    situation: &'static str,
    physical: PhysicalCardState,
    bank: BankFunction,
) -> Persona {
    Persona { number, name, id, situation, physical, bank }
}

impl Persona {
    /// Gives the phone number.
    pub(crate) fn phone(&self) -> Phone {
        Phone::parse(&format!("9990000{:04}", self.number)).expect("eleven digits beginning with 999")
    }

    /// Gives the number of the physical card, where there is one.
    pub(crate) fn card_number(&self) -> Option<CardNumber> {
        let number = CardNumber::parse(&format!("B{:08}", self.number)).expect("a letter and eight digits");
        (self.physical != PhysicalCardState::None).then_some(number)
    }

    /// Gives the id number.
    pub(crate) fn id_number(&self) -> IdNumber {
        IdNumber::parse_any_day(self.id).expect("fixtures have right check digits, tested")
    }

    /// Gives what the register holds of the card.
    pub(crate) fn entry(&self) -> RegisterEntry {
        RegisterEntry {
            card_number: self.card_number(),
            physical: self.physical,
            bank: self.bank,
            phone: Some(self.phone()),
        }
    }
}

/// Finds somebody by id number.
pub(crate) fn find(id_number: &IdNumber) -> Option<&'static Persona> {
    PEOPLE.iter().find(|person| person.id == id_number.as_str())
}

/// Takes everybody over, so that their phones are known from the start; changes nobody who is there already.
pub(crate) async fn register_all(gateway: &Gateway) -> Result<(), StorageError> {
    let mut handles = Vec::with_capacity(PEOPLE.len());
    for person in &PEOPLE {
        let register = RegisterPerson {
            handle: PersonHandle(gateway.chance.handle()),
            name: PersonName::parse(person.name).expect("fixtures are names, tested"),
            id_number: person.id_number(),
            entry: person.entry(),
        };
        handles.push(gateway.storage.register_person(register, gateway.now()).await?);
    }
    if let Some(stage) = &gateway.stage {
        // A second call finds the same people.
        let _ = stage.people.set(handles);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_fictitious_and_whole() {
        for person in &PEOPLE {
            assert!(person.id_number().is_fictitious() && person.phone().is_fictitious());
            assert_eq!(PersonName::parse(person.name).unwrap().as_str(), person.name);
        }
    }

    #[test]
    fn every_kind_of_trouble_is_on_the_shelf() {
        for state in [P::None, P::InTheMaking, P::NotPickedUp, P::SocialOff, P::Lost, P::Cancelled] {
            assert!(PEOPLE.iter().any(|person| person.physical == state), "{state:?}");
        }
        for number in [1, 2, 3, 6] {
            assert_eq!(PEOPLE[number - 1].physical, P::Normal);
        }
    }
}
