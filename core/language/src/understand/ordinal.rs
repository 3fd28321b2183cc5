//! Places in a list: 第二个, 二号, 头一个, 倒数第一个, 最底下那个.

use std::collections::BTreeMap;

use leling_screen::NodeId;

use super::accent::Accent;
use super::ear::Ear;
use super::slot;
use super::sound::Sign;
use super::text::Said;
use crate::narrate::{self, parse};

/// What may follow the number.
const MEASURES: &str = "个号条项件行样位家";
/// Words around a place that say nothing of it.
const AROUND: &[&str] = &[
    "看看",
    "看一下",
    "看",
    "念一下",
    "念",
    "读",
    "点",
    "选",
    "要",
    "我要",
    "俺要",
    "我",
    "俺",
    "给我",
    "那个",
    "就是",
    "就",
    "是",
    "的",
    "吧",
    "呗",
    "啊",
    "呢",
    "啥",
    "是啥",
    "是咋回事",
    "怎么回事",
    "那件",
    "事",
    "一下",
    "用",
    "办",
    "嗯",
    "请",
    "帮我",
    "详细",
    "打开",
    "按",
    "那",
    "这个",
    "儿",
    "来",
];

/// Gives the place that was said, from 0, in a list of `count`.
pub(super) fn hear(said: &Said, count: usize) -> Option<usize> {
    let mut rest = spelled(&said.signs);
    loop {
        let before = rest.len();
        for word in AROUND {
            if let Some(shorter) = rest.strip_prefix(word).filter(|rest| !rest.is_empty()) {
                rest = shorter.to_owned();
            }
            if let Some(shorter) = rest.strip_suffix(word).filter(|rest| !rest.is_empty() && !rest.ends_with('一')) {
                rest = shorter.to_owned();
            }
        }
        if rest.len() == before {
            break;
        }
    }
    place(&rest, count).filter(|place| *place < count)
}

/// Gives the names of the places of a list, for those that were not heard well.
pub(super) fn names<'a>(list: impl Iterator<Item = &'a NodeId>) -> BTreeMap<&'a NodeId, Vec<String>> {
    const MOST: usize = 9;
    let ids: Vec<&NodeId> = list.take(MOST).collect();
    let mut names = BTreeMap::new();
    for (at, id) in ids.iter().enumerate() {
        let mut of = vec![format!("第{}个", narrate::number(at as u64 + 1))];
        if at == 0 {
            of.push("头一个".to_owned());
        }
        if at + 1 == ids.len() {
            of.push("最后一个".to_owned());
        }
        names.insert(*id, of);
    }
    names
}

fn place(words: &str, count: usize) -> Option<usize> {
    let first = ["头一", "最上面", "最上边", "最前面", "打头", "顶上", "上面"];
    let last = ["最后一", "末了一", "末了", "末末了", "最底下", "最下面", "最下边", "最末", "末尾", "最后", "下面"];
    let bare = words.trim_end_matches(|c| MEASURES.contains(c) || c == '那');
    if first.contains(&bare) {
        return Some(0);
    }
    if last.contains(&bare) {
        return count.checked_sub(1);
    }
    if let Some(back) = bare.strip_prefix("倒数第") {
        return count.checked_sub(number(back)?);
    }
    if bare == "中间" && count % 2 == 1 {
        return Some(count / 2);
    }
    // 二号, but 一个 is a count.
    let measured = words.starts_with('第') || words.ends_with('号');
    let number = number(bare.strip_prefix('第').unwrap_or(bare))?;
    number.checked_sub(1).filter(|_| measured)
}

fn number(words: &str) -> Option<usize> {
    usize::try_from(parse::number(words)?).ok()
}

/// Writes 第 where it was heard so before a number, and a number where one was heard after it: 弟二个, 第伞件.
fn spelled(signs: &[Sign]) -> String {
    let ear = Ear::of(Accent::Standard);
    let named =
        |at: usize| at > 0 && signs[at - 1].written == '第' && !"一二三四五六七八九十".contains(signs[at].written);
    let number = |at: usize| slot::digit(signs[at], ear).filter(|_| named(at));
    let order = Sign::of('第');
    let numeral = |sign: Option<&Sign>| sign.is_some_and(|sign| "一二三四五六七八九十".contains(sign.written));
    let spell = |(at, sign): (usize, &Sign)| match number(at) {
        Some(value) => "零一二三四五六七八九".chars().nth(usize::from(value)).unwrap_or(sign.written),
        None if numeral(signs.get(at + 1)) && sign.sounds_like(&order) => '第',
        None => sign.written,
    };
    signs.iter().enumerate().map(spell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(said: &str) -> Option<usize> {
        hear(&Said::new(said, Accent::Standard), 4)
    }

    #[test]
    fn places_as_people_say_them() {
        for (said, place) in [
            ("第一个", 0),
            ("弟二个", 1),
            ("第伞件", 2),
            ("看第二个", 1),
            ("三号", 2),
            ("头一个", 0),
            ("最后一个", 3),
            ("倒数第二个", 2),
            ("最底下那个", 3),
            ("念一下第三条", 2),
            ("第2个", 1),
        ] {
            assert_eq!(heard(said), Some(place), "{said}");
        }
        for said in ["第九个", "第零个", "第一亿亿亿亿个", "一", "第", "个", "", "一个", "三月一号那天去的"]
        {
            assert_eq!(heard(said), None, "{said}");
        }
    }
}
