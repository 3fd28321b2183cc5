//! Help codes: which page digits stand for, and for how long.

use leling_protocol::{
    ErrorCode,
    wire::{AppVersion, HelpCode, HelpMode, HelpPage, HelpSize, LanguageTag, ScreenName},
};
use uuid::Uuid;

use super::NOW;
use crate::{
    numbers::Limit,
    refusal::Refusal,
    storage::{NewHelp, Spend, Storage},
};

const QUARTER: i64 = 15 * 60;

pub(super) async fn all(storage: &dyn Storage) {
    digits_stand_for_a_page_until_they_end(storage).await;
    the_same_write_gives_the_same_digits(storage).await;
    taken_digits_are_left_alone_until_they_are_free(storage).await;
    a_limit_holds(storage).await;
}

/// Digits that no other check has, also not in an earlier run on the same storage.
fn fresh() -> HelpCode {
    HelpCode::parse(&format!("{:06}", Uuid::new_v4().as_u128() % 1_000_000)).unwrap()
}

fn page(screen: &str, error: Option<ErrorCode>) -> HelpPage {
    let language = LanguageTag::parse("ug").unwrap();
    let mode = HelpMode { size: HelpSize::Large, voice: true, language };
    HelpPage { screen: ScreenName::parse(screen).unwrap(), error, version: AppVersion::parse("0.1.0").unwrap(), mode }
}

fn new(codes: &[&HelpCode], page: HelpPage) -> NewHelp {
    let codes = codes.iter().map(|code| (*code).clone()).collect();
    NewHelp { id: Uuid::now_v7(), codes, page, at: NOW, until: NOW.plus(QUARTER) }
}

async fn digits_stand_for_a_page_until_they_end(storage: &dyn Storage) {
    let (code, asked) = (fresh(), page("claim.number", Some(ErrorCode::CardNumberWrong)));
    assert_eq!(storage.help_page(code.clone(), NOW).await.unwrap(), None);
    let given = storage.give_help(new(&[&code], asked.clone()), Vec::new()).await.unwrap().unwrap();
    assert_eq!((given.code, given.until), (code.clone(), NOW.plus(QUARTER)));
    let at = |seconds| storage.help_page(code.clone(), NOW.plus(seconds));
    assert_eq!(at(QUARTER - 1).await.unwrap(), Some(asked));
    assert_eq!(at(QUARTER).await.unwrap(), None);
}

async fn the_same_write_gives_the_same_digits(storage: &dyn Storage) {
    let (code, other) = (fresh(), fresh());
    let first = new(&[&code], page("home", None));
    storage.give_help(first.clone(), Vec::new()).await.unwrap().unwrap();
    let again = storage.give_help(NewHelp { codes: vec![other], ..first.clone() }, Vec::new()).await.unwrap();
    assert_eq!(again.unwrap().code, code);
    let changed = storage.give_help(NewHelp { page: page("lamps", None), ..first }, Vec::new()).await.unwrap();
    assert_eq!(changed, Err(ErrorCode::RequestConflict.into()));
}

async fn taken_digits_are_left_alone_until_they_are_free(storage: &dyn Storage) {
    let (taken, free) = (fresh(), fresh());
    storage.give_help(new(&[&taken], page("home", None)), Vec::new()).await.unwrap().unwrap();
    let second = storage.give_help(new(&[&taken, &free], page("lamps", None)), Vec::new()).await.unwrap();
    assert_eq!(second.unwrap().code, free);
    let none = storage.give_help(new(&[&taken], page("lamps", None)), Vec::new()).await.unwrap();
    assert_eq!(none, Err(ErrorCode::ServerBusy.into()));
    assert_eq!(storage.help_page(taken.clone(), NOW).await.unwrap(), Some(page("home", None)));
    let later = NewHelp { at: NOW.plus(QUARTER), until: NOW.plus(2 * QUARTER), ..new(&[&taken], page("log", None)) };
    assert_eq!(storage.give_help(later, Vec::new()).await.unwrap().unwrap().code, taken);
    storage.sweep(NOW.plus(3 * QUARTER)).await.unwrap();
    assert_eq!(storage.help_page(taken, NOW.plus(QUARTER)).await.unwrap(), None);
}

async fn a_limit_holds(storage: &dyn Storage) {
    let spend = Spend { name: "suite_help", whom: Uuid::new_v4().into(), limit: Limit { count: 1, seconds: 60 } };
    let ask = |code: &HelpCode| storage.give_help(new(&[code], page("home", None)), vec![spend.clone()]);
    assert!(ask(&fresh()).await.unwrap().is_ok());
    assert_eq!(ask(&fresh()).await.unwrap(), Err(Refusal::until(ErrorCode::RateLimited, 60)));
}
