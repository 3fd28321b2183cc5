//! The peer: does the name of something stand in what was said? The longest name that does is meant.

use leling_language::understand::{Asks, Global, Turn};

const YES: [&str; 6] = ["好", "行", "对", "是", "可以", "嗯"];
const NO: [&str; 3] = ["不", "没", "算了"];

/// Gives what was meant, as the set writes it.
pub(crate) fn hear(turn: &Turn, heard: &str) -> Option<String> {
    let bare = |words: &str| words.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let heard = bare(heard);
    let named = turn.offers.iter().flat_map(|offer| {
        let names = std::iter::once(&offer.label).chain(&offer.names);
        names.map(|name| (bare(name), offer.id.as_str().to_owned()))
    });
    let everywhere = Global::ALL.into_iter().map(|global| (bare(global.taught()), global.id().to_owned()));
    let fits = named.chain(everywhere).filter(|(name, _)| !name.is_empty() && heard.contains(name.as_str()));
    if let Some((_, id)) = fits.max_by_key(|(name, _)| name.len()) {
        return Some(id);
    }
    let has = |words: &[&str]| words.iter().any(|word| heard.contains(word));
    let digits: String = heard.chars().filter_map(digit).collect();
    match turn.asks {
        Asks::YesNo { .. } if has(&NO) => Some("no".to_owned()),
        Asks::YesNo { .. } if has(&YES) => Some("yes".to_owned()),
        Asks::Digits { .. } | Asks::Phone if digits.len() > 1 => Some(format!("slot:{digits}")),
        _ => None,
    }
}

fn digit(c: char) -> Option<char> {
    let at = "零一二三四五六七八九".chars().position(|known| known == c);
    let at = at.or_else(|| (c == '幺').then_some(1)).and_then(|at| char::from_digit(u32::try_from(at).ok()?, 10));
    at.or_else(|| Some(c).filter(char::is_ascii_digit))
}
