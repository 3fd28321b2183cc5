//! Whether an utterance takes back what it names: 不要挂失, 甭给俺认证.
//!
//! 不 and 没 are inside many words that deny nothing wanted: 知不道, 找不着, 有没有, 还没认证呢. Those are left alone;
//! what denies is a word of refusal close before what was named.

use super::sound::Sign;
use super::text::Said;

/// Words that refuse what follows.
const REFUSALS: &[&str] = &["不", "别", "甭", "莫", "白", "没说", "没要", "没让", "没想", "不是"];
/// What may stand between a refusal and what it refuses: 别(给我)挂失.
const BETWEEN: &str = "要用给我俺你您他想是去再看说让帮把打算准备先老就吧的了";
/// Words with 不 in them that refuse nothing.
const HARMLESS: &[&str] = &[
    "知不道",
    "不知道",
    "不道",
    "要不",
    "不好意思",
    "对不起",
    "差不多",
    "不过",
    "怎么不",
    "咋不",
    "为啥不",
    "不就",
    "不识字",
    "不认字",
    "不会",
    "不懂",
    "不明白",
    "不记得",
    "记不",
    "想不起",
    "走不动",
    "弄不",
    "找不",
    "看不",
    "听不",
    "用不了",
    "下不了",
    "不清楚",
    "不见了",
    "不小心",
    "不能用",
    "不了解",
    "不太",
    "不大",
    "别的",
    "别人",
    "特别",
    "级别",
    "不够",
    "不住",
    "不动",
    "说不准",
    "收不到",
    "不对吗",
];

/// Says whether what stands at `taken`, or a part of it, is refused.
pub(super) fn refuses(said: &Said, taken: &[bool]) -> bool {
    let begins = |at: &usize| taken[*at] && at.checked_sub(1).is_none_or(|before| !taken[before]);
    let starts: Vec<usize> = (0..taken.len()).filter(begins).collect();
    starts.iter().any(|start| sounds_refused(said, taken, *start) || is_refused(said, taken, *start))
        || refusal_after(said, taken).is_some()
        || is_well(said, taken)
}

/// 挂失就不用了: gives where the refusal of what stands before it ends.
fn refusal_after(said: &Said, taken: &[bool]) -> Option<usize> {
    const AFTER: [&str; 9] = ["不用", "不要", "不必", "不办", "不看", "不查", "不弄", "免了", "算了"];
    const BETWEEN: &str = "就我俺先也这个那";
    AFTER.iter().flat_map(|word| places(&said.signs, word).map(|at| (at, at + word.chars().count()))).find_map(
        |(at, end)| {
            let last = (0..at).rev().find(|before| !BETWEEN.contains(said.signs[*before].written))?;
            let inside = taken[at..end].iter().any(|taken| *taken);
            // 卡不用了 speaks of a card; 就不用了 and a whole word before it refuse.
            let word = last >= 1 && taken[last] && taken[last - 1];
            (word && !inside && !tag_question(&said.signs, at)).then_some(end)
        },
    )
}

/// 卡没丢: what would be a matter has not happened.
fn is_well(said: &Said, taken: &[bool]) -> bool {
    const WELL: [&str; 6] = ["没丢", "没有丢", "没掉", "没坏", "没被偷", "没叫人偷"];
    WELL.iter().any(|word| {
        let length = word.chars().count();
        places(&said.signs, word).any(|at| taken[at..at + length].iter().any(|taken| *taken))
    })
}

fn is_refused(said: &Said, taken: &[bool], start: usize) -> bool {
    REFUSALS.iter().any(|word| {
        places(&said.signs, word).any(|at| {
            let end = at + word.chars().count();
            let inside = taken[at];
            let between = said.signs.get(end..start).unwrap_or_default();
            let close = at < start && between.iter().all(|sign| BETWEEN.contains(sign.written));
            !inside && close && !harmless(said, at) && !tag_question(&said.signs, at)
        })
    })
}

/// A recogniser wrote 布挂失: right before what was named, the sound is enough.
fn sounds_refused(said: &Said, taken: &[bool], start: usize) -> bool {
    const WRITTEN_SO: &str = "补部步别不";
    let before = (0..start).rev().find(|at| said.weights[*at] > 0.0);
    let refusals = ['不', '别', '甭'].map(Sign::of);
    before.is_some_and(|at| {
        let sign = &said.signs[at];
        !taken[at] && !WRITTEN_SO.contains(sign.written) && refusals.iter().any(|refusal| refusal.sounds_like(sign))
    })
}

/// Says whether an utterance begins with one character that means nothing, right before what was named or what asks for
/// it: where 不 and 别 stand.
pub(super) fn unreadable_before(said: &Said, taken: &[bool]) -> bool {
    let Some(named) = taken.iter().position(|taken| *taken) else { return false };
    let readable = |at: &usize| said.weights[*at] < 1.0;
    let strange: Vec<usize> = (0..named).filter(|at| !readable(at)).collect();
    let opens = |at: usize| said.signs[..at].iter().all(|sign| "我俺你您".contains(sign.written));
    matches!(strange[..], [at] if opens(at) && said.signs[at + 1..named].iter().all(|sign| BETWEEN.contains(sign.written)))
}

fn places<'a>(signs: &'a [Sign], word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let length = word.chars().count();
    let fits = move |window: &[Sign]| window.iter().map(|sign| sign.written).eq(word.chars());
    signs.windows(length).enumerate().filter(move |(_, window)| fits(window)).map(|(at, _)| at)
}

fn harmless(said: &Said, at: usize) -> bool {
    HARMLESS.iter().any(|word| {
        let length = word.chars().count();
        places(&said.signs, word).any(|start| (start..start + length).contains(&at))
    })
}

/// 是不是, 能不能: asked, not denied.
fn tag_question(signs: &[Sign], at: usize) -> bool {
    let around = at.checked_sub(1).and_then(|before| Some((signs.get(before)?, signs.get(at + 1)?)));
    around.is_some_and(|(before, after)| before.written == after.written)
}

/// Gives what remains to be heard where something was taken back for something else: 不是进度，是挂失.
pub(super) fn instead(said: &Said) -> Option<Said> {
    const TAKEN_BACK: [&str; 12] =
        ["不对不对", "不对", "错了错了", "错了", "说错了", "不是", "不要", "不看", "不查", "别", "不用", "我说的是"];
    const PIVOTS: [&str; 10] = ["我要", "俺要", "我想", "应该是", "而是", "是", "要", "看", "查", "去"];
    if let Some(rest) = after_all(&said.words) {
        return Some(Said::of_words(rest.to_owned(), said.accent));
    }
    let opening = said.words.trim_start_matches(['嗯', '啊', '哎', '我', '俺']);
    let denied = TAKEN_BACK.iter().filter(|word| opening.starts_with(**word)).max_by_key(|word| word.len())?;
    let rest = &opening[denied.len()..];
    // Something must have been denied before it: 不是要挂失 denies all it says.
    let pivot = PIVOTS.iter().filter_map(|pivot| rest.rfind(pivot).map(|at| (at, at + pivot.len())));
    let pivot = pivot.filter(|(start, _)| outright_or_named(denied, &rest[..*start]));
    let end = pivot.max_by_key(|(start, end)| (*end, usize::MAX - start)).map(|(_, end)| end);
    let tail = match end {
        Some(end) => &rest[end..],
        None if outright(denied) => rest,
        None => return None,
    };
    (!tail.is_empty()).then(|| Said::of_words(tail.to_owned(), said.accent))
}

/// 第二个不对，第三个; 挂失就不用了，看看养老金: what follows a refusal of all that stands before it.
fn after_all(words: &str) -> Option<&str> {
    const ENDS: [&str; 8] = ["不对不对", "说错了", "不对", "错了", "就不用了", "就不办了", "就算了", "先不办了"];
    let cut = ENDS.iter().filter_map(|word| words.rfind(word).filter(|at| *at > 0).map(|at| at + word.len())).max()?;
    let rest = words[cut..].trim_start_matches(['是', '我', '俺', '要']);
    (rest.chars().count() >= 2).then_some(rest)
}

/// 不对 and 错了 take back what was done; the others what they name.
fn outright(denied: &str) -> bool {
    denied.ends_with(['了', '对'])
}

fn outright_or_named(denied: &str, between: &str) -> bool {
    outright(denied) || between.chars().any(|c| !"是要我俺的".contains(c))
}

#[cfg(test)]
mod tests {
    use super::super::accent::Accent;
    use super::*;

    fn refused(said: &str, named: &str) -> bool {
        let said = Said::new(said, Accent::Standard);
        let at = said.words.find(named).unwrap() / 3;
        let taken: Vec<bool> = (0..said.signs.len()).map(|c| (at..at + named.len() / 3).contains(&c)).collect();
        refuses(&said, &taken)
    }

    #[test]
    fn a_refusal_close_before_it_takes_it_back() {
        for said in ["不要挂失", "别给我挂失", "甭挂失了", "白给俺挂失", "我不想挂失", "我没说挂失", "不是要挂失"]
        {
            assert!(refused(said, "挂失"), "{said}");
        }
        for said in [
            "我要挂失",
            "能不能挂失",
            "卡找不着了挂失",
            "还没挂失呢",
            "知不道在哪挂失",
            "是不是要挂失",
            "挂失不了",
            "不小心丢了要挂失",
        ] {
            assert!(!refused(said, "挂失"), "{said}");
        }
    }

    #[test]
    fn what_was_meant_instead() {
        let meant = |said| instead(&Said::new(said, Accent::Standard)).map(|said| said.words);
        assert_eq!(meant("不是进度，是挂失").as_deref(), Some("挂失"));
        assert_eq!(meant("我不要查养老金，我要认证").as_deref(), Some("认证"));
        assert_eq!(meant("错了，查养老金").as_deref(), Some("养老金"));
        assert_eq!(meant("不要挂失"), None);
        assert_eq!(meant("我要挂失"), None);
    }
}
