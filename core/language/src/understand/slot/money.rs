//! Sums as people say them: 一千二, 三千二百一十五块四, 八十六块零五分.

use leling_protocol::Money;

use super::super::text::Said;
use super::numerals::readings;
use crate::narrate::parse;

const KNOWN: &[(char, &str)] =
    &[('元', "yuan"), ('块', "kuai"), ('角', "jiao"), ('毛', "mao"), ('分', "fen"), ('钱', "qian")];
/// Words before a sum that say nothing of it.
const BEFORE: &[&str] = &[
    "大概",
    "差不多",
    "一共",
    "总共",
    "合计",
    "领了",
    "领",
    "发了",
    "给了",
    "拿了",
    "有",
    "是",
    "整",
    "就是",
    "我",
    "俺",
    "嗯",
    "啊",
    "每月",
    "一个月",
    "上个月",
    "得",
    "花了",
    "大约",
];
/// Words after it.
const AFTER: &[&str] = &["钱", "整", "左右", "吧", "的样子", "上下", "啊", "呢", "多", "的", "了"];
/// Ways to say that there was none.
const NONE: &[&str] = &["一分没领", "一分钱没有", "没有钱", "没钱", "一分没有", "没领", "零", "零块", "零元"];

/// Hears a sum.
pub(super) fn hear(said: &Said) -> Option<Money> {
    if NONE.contains(&said.words.trim_end_matches(['吧', '啊', '呢'])) {
        return Some(Money::from_fen(0));
    }
    readings(said, KNOWN).iter().find_map(|words| sum(bare(words)))
}

fn bare(words: &str) -> &str {
    let mut rest = words;
    loop {
        let before = rest;
        for word in BEFORE {
            rest = rest.strip_prefix(word).unwrap_or(rest);
        }
        for word in AFTER {
            rest = rest.strip_suffix(word).filter(|rest| !rest.is_empty()).unwrap_or(rest);
        }
        if rest == before {
            return rest;
        }
    }
}

fn sum(words: &str) -> Option<Money> {
    let words = words.replace('块', "元").replace('毛', "角").replace('俩', "两");
    if let Some((yuan, rest)) = words.trim_end_matches('元').split_once('点') {
        return Some(Money::from_fen(whole(yuan)?.checked_mul(100)?.checked_add(hundredths(rest)?)?));
    }
    if !words.contains(['元', '角', '分']) {
        return whole(&words).map(|yuan| Money::from_fen(yuan.saturating_mul(100)));
    }
    if let Some((yuan, rest)) = words.split_once('元') {
        let yuan = whole(yuan)?;
        let fen = match rest.strip_prefix('零') {
            _ if rest.is_empty() => 0,
            // 五块零五分, 一千二百块零五毛; but 五块零五 is not said.
            Some(rest) if rest.contains('角') => jiao_and_fen(rest)?,
            Some(fen) => small(fen.strip_suffix('分')?)?,
            None => jiao_and_fen(rest)?,
        };
        return Some(Money::from_fen(yuan.checked_mul(100)?.checked_add(fen)?));
    }
    jiao_and_fen(&words).map(Money::from_fen)
}

/// 五, 零五, 五零: what follows the point.
fn hundredths(words: &str) -> Option<i64> {
    let digits = parse::digits(words).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let value: i64 = digits.parse().ok()?;
    match digits.len() {
        1 => Some(value * 10),
        2 => Some(value),
        _ => None,
    }
}

/// 四, 四角, 四角五, 四角五分, 五分.
fn jiao_and_fen(words: &str) -> Option<i64> {
    if let Some((jiao, rest)) = words.split_once('角') {
        let fen = if rest.is_empty() { 0 } else { small(rest.strip_suffix('分').unwrap_or(rest))? };
        return Some(small(jiao)? * 10 + fen);
    }
    if let Some(fen) = words.strip_suffix('分') {
        return small(fen);
    }
    // 三块四 is thirty-four jiao; 三块四五 is three yuan and forty-five fen.
    let mut digits = words.chars();
    let (jiao, fen) = (digits.next()?, digits.next());
    let value = |c: char| small(c.encode_utf8(&mut [0; 4]));
    let fen = fen.map_or(Some(0), value)?;
    digits.next().is_none().then_some(value(jiao)? * 10 + fen)
}

fn small(words: &str) -> Option<i64> {
    parse::number(words).and_then(|value| i64::try_from(value).ok()).filter(|value| *value < 10)
}

/// A whole number, also 一千二 for 1200, 一万五 for 15,000 and digits one by one as recognisers write them: 一二零零.
fn whole(words: &str) -> Option<i64> {
    let exact = parse::number(words).and_then(|value| i64::try_from(value).ok());
    let characters: Vec<char> = words.chars().collect();
    let short = match characters.as_slice() {
        [.., unit, last] if characters.len() >= 3 => {
            let base = [('万', 1_000), ('千', 100), ('百', 10)].into_iter().find(|(word, _)| word == unit);
            let before: String = characters[..characters.len() - 1].iter().collect();
            base.and_then(|(_, base)| {
                let high = i64::try_from(parse::number(&before)?).ok()?;
                high.checked_add(small(last.encode_utf8(&mut [0; 4])).filter(|last| *last > 0)?.checked_mul(base)?)
            })
        }
        _ => None,
    };
    let one_by_one = || {
        let digits =
            parse::digits(words).filter(|digits| digits.len() > 1 && digits.bytes().all(|b| b.is_ascii_digit()));
        digits.filter(|digits| !digits.starts_with('0')).and_then(|digits| digits.parse().ok())
    };
    short.or(exact).or_else(one_by_one)
}

#[cfg(test)]
mod tests {
    use super::super::super::accent::Accent;
    use super::*;

    #[test]
    fn sums_as_people_say_them() {
        for (said, fen) in [
            ("一千二", 120_000),
            ("一千二百块钱", 120_000),
            ("大概一万五吧", 1_500_000),
            ("四百三", 43_000),
            ("三千二百一十五块四", 321_540),
            ("三千二百一十五元四角", 321_540),
            ("八十六块零五分", 8_605),
            ("二百零三块五毛", 20_350),
            ("两千", 200_000),
            ("一万零五块", 1_000_500),
            ("1200元", 120_000),
            ("一千二白块", 120_000),
            ("五分", 5),
            ("没有钱", 0),
            ("一千二百块零五毛", 120_050),
            ("1200.5元", 120_050),
            ("十二亿", 120_000_000_000),
            ("一千二百点零五", 120_005),
            ("一千二卖块", 120_000),
        ] {
            assert_eq!(hear(&Said::new(said, Accent::Standard)), Some(Money::from_fen(fen)), "{said}");
        }
    }

    #[test]
    fn what_is_no_sum_is_none() {
        for said in ["", "不知道多少", "跳过", "元", "今天星期三", "十十块", "一千苹果", "负五百", "欠三百块"]
        {
            assert_eq!(hear(&Said::new(said, Accent::Standard)), None, "{said}");
        }
    }
}
