//! Yes and no, by exact sounds only.
//!
//! A yes is heard where the whole utterance is words for yes; anything else in it makes it none. Where the act cannot be
//! taken back no word of these counts: there the whole phrase must be said, syllable by syllable, no accent's merges
//! allowed, nothing before or after it but hesitation (accessibility 5.3). A missed yes costs a turn, a false one trust.

use super::align::same;
use super::sound::Sign;
use super::text::Said;

const YES: &[&str] = &[
    "好",
    "行",
    "对",
    "是",
    "中",
    "管",
    "嗯",
    "要",
    "成",
    "可以",
    "没问题",
    "没错",
    "愿意",
    "同意",
    "好的",
    "是的",
    "对的",
    "行的",
    "好使",
    "妥",
    "没意见",
    "就这么办",
    "好嘞",
    "有",
    "来了",
    "收到",
    "收到了",
    "收着了",
    "是我",
    "是我本人",
    "是俺",
    "是俺自己",
    "是我自己",
    "我本人",
    "是本人",
    "是我办的",
    "是俺办的",
    "确认",
    "同意了",
    "可以的",
    "没得说",
    "使得",
];
const NO: &[&str] = &[
    "不",
    "不行",
    "不要",
    "不用",
    "不换",
    "不是",
    "不对",
    "不好",
    "不中",
    "不管",
    "不办",
    "不了",
    "不同意",
    "不愿意",
    "不想",
    "算了",
    "别",
    "甭",
    "白",
    "没",
    "没有",
    "还没",
    "没来",
    "没收到",
    "没收着",
    "不好使",
    "错了",
    "拒绝",
    "先不",
    "取消",
    "不弄了",
    "没办过",
];
/// May stand before or after an answer.
const HESITATION: &[&str] = &[
    "嗯", "啊", "哦", "呃", "哎", "唉", "那", "那个", "那就", "就", "我", "俺", "呀", "吧", "呢", "的", "了", "啦",
    "哈", "嘞", "哩", "呗", "滴", "先", "还是",
];
/// May stand before or after the full phrase of an act that cannot be taken back.
const BESIDE_PHRASE: &[&str] = &[
    "嗯", "啊", "哦", "呃", "哎", "那", "那个", "那就", "就", "好", "好了", "好的", "对", "都对", "是的", "行", "吧",
    "谢谢",
];
/// Full phrases where the screen has no words of its own for the act.
pub(super) const FULL_PHRASES: [&str; 12] = [
    "确认办理",
    "确认提交",
    "确认挂失",
    "就这么办",
    "确认领卡",
    "确认解除",
    "确认修改",
    "确认注销",
    "确认冻结",
    "确认转移",
    "确认授权",
    "确认改密码",
];

/// A yes or a no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
}

/// Hears an answer; with the words of the question, `换吧` is one too.
pub(super) fn hear(said: &Said, question: Option<&str>) -> Option<Answer> {
    if asks_back(&said.words) {
        return None;
    }
    if made_of(&said.signs, YES, HESITATION) {
        return Some(Answer::Yes);
    }
    if made_of(&said.signs, NO, HESITATION) {
        return Some(Answer::No);
    }
    let question = question.map(|question| super::text::normalise(question.trim_end_matches(['吗', '？', '?'])))?;
    repeats(said, &question).then_some(Answer::Yes)
}

/// Hears a no in a short sentence that is no word for it: 不是我办的, 卡找到了不挂失了.
pub(super) fn refuses(said: &Said) -> bool {
    !asks_back(&said.words) && begins_with_no(said)
}

/// 是不是, 行不行, 中不中: no answer at all.
fn asks_back(words: &str) -> bool {
    let c: Vec<char> = words.chars().collect();
    c.windows(3).any(|w| w[1] == '不' && (w[0] == w[2] || (c.len() <= 4 && opens_question(w))))
        || words.contains("不是不")
        || words.ends_with('吗')
        || words.contains('?')
}

/// 是不鳃: the last word of 是不是 was misheard; 可不行 is another sentence.
fn opens_question(three: &[char]) -> bool {
    const ASKED: &str = "是行中好对要能会可成";
    ASKED.contains(three[0]) && !ASKED.contains(three[2])
}

/// Says whether all of `said` is words of `core`, at least one, and of `beside`.
fn made_of(said: &[Sign], core: &[&str], beside: &[&str]) -> bool {
    // For each place: unreachable, reached without a core word, reached with one.
    let mut reached = vec![0_u8; said.len() + 1];
    reached[0] = 1;
    for at in 0..said.len() {
        if reached[at] == 0 {
            continue;
        }
        for (words, is_core) in [(core, true), (beside, false)] {
            for word in words {
                let word = Sign::all(word);
                let end = at + word.len();
                if end <= said.len() && same(&word, &said[at..end]) {
                    reached[end] = reached[end].max(if is_core { 2 } else { reached[at] });
                }
            }
        }
    }
    reached[said.len()] == 2
}

/// 不是我办的, 没收到, 别换: short and denied at its beginning.
fn begins_with_no(said: &Said) -> bool {
    const LONGEST: usize = 8;
    // 没收到 is a no; 没错 is none, nor is what it may have become.
    const WITHOUT: &str = "有收来办看登弄用给见到同答说想要让做去填改换";
    let no_answer = [
        "不知道",
        "不清楚",
        "不明白",
        "不懂",
        "不会",
        "没听",
        "没事",
        "不错",
        "别的",
        "不反对",
        "不介意",
        "不一定",
        "不好说",
        "没意见",
        "没说不",
        "没说别",
    ];
    let mut rest = said.words.as_str();
    loop {
        let before = rest;
        for word in HESITATION {
            rest = rest.strip_prefix(word).unwrap_or(rest);
        }
        if rest == before {
            break;
        }
    }
    if no_answer.iter().any(|word| rest.starts_with(word)) {
        return false;
    }
    if ends_with_no(said) {
        return true;
    }
    rest.chars().count() <= LONGEST
        && rest.starts_with(['不', '没', '别', '甭', '白'])
        && (!rest.starts_with('没') || rest.chars().nth(1).is_none_or(|c| WITHOUT.contains(c)))
}

/// 卡找到了不挂失了: refused in its last words.
fn ends_with_no(said: &Said) -> bool {
    const LONGEST: usize = 12;
    let last = said.words.trim_end_matches(['了', '吧', '啊', '呢', '哈']);
    let refusal = last.rfind(['不', '别', '甭']).map(|at| &last[at..]);
    let potential = [
        "不了",
        "不到",
        "不着",
        "不起",
        "不清",
        "不见",
        "不懂",
        "不会",
        "不知",
        "不明",
        "不道",
        "不好说",
        "不一定",
        "不准",
    ];
    said.signs.len() <= LONGEST
        && refusal.is_some_and(|words| {
            (2..=4).contains(&words.chars().count())
                && !potential.iter().any(|p| words.starts_with(p))
                && !words.starts_with("别的")
        })
}

/// 换, 换吧, 换成长辈版: words of the question from its beginning, nothing else.
fn repeats(said: &Said, question: &str) -> bool {
    let core: String = {
        let mut rest = said.words.as_str();
        loop {
            let before = rest;
            for word in HESITATION {
                rest = rest.strip_prefix(word).unwrap_or(rest);
                rest = rest.strip_suffix(word).unwrap_or(rest);
            }
            if rest == before {
                break rest.to_owned();
            }
        }
    };
    !core.is_empty() && question.starts_with(&core)
}

/// Says whether the whole utterance is `phrase`, sounded exactly, with hesitation around it at most.
pub(super) fn is_full_phrase(said: &Said, phrase: &[Sign]) -> bool {
    /// A shorter phrase must be written as it is, with nothing around it.
    const SHORTEST: usize = 3;
    if phrase.len() < SHORTEST {
        return said.signs.iter().map(|sign| sign.written).eq(phrase.iter().map(|sign| sign.written));
    }
    let count = said.signs.len();
    (0..=count.saturating_sub(phrase.len())).any(|start| {
        let end = start + phrase.len();
        end <= count
            && same(phrase, &said.signs[start..end])
            && is_beside(&said.signs[..start])
            && is_beside(&said.signs[end..])
    })
}

fn is_beside(signs: &[Sign]) -> bool {
    let mut reached = vec![false; signs.len() + 1];
    reached[0] = true;
    for at in 0..signs.len() {
        if !reached[at] {
            continue;
        }
        for word in BESIDE_PHRASE {
            let word = Sign::all(word);
            let end = at + word.len();
            // None of these sounds like a refusal.
            if end <= signs.len() && same(&word, &signs[at..end]) {
                reached[end] = true;
            }
        }
    }
    reached[signs.len()]
}

#[cfg(test)]
mod tests {
    use super::super::accent::Accent;
    use super::*;

    fn answer(said: &str) -> Option<Answer> {
        let said = Said::new(said, Accent::Shandong);
        hear(&said, None).or_else(|| refuses(&said).then_some(Answer::No))
    }

    #[test]
    fn words_for_yes_and_no() {
        for yes in ["好", "行啊", "嗯，好的", "可以可以", "中中中", "是的是的", "没问题", "管"] {
            assert_eq!(answer(yes), Some(Answer::Yes), "{yes}");
        }
        for no in ["不", "不行", "算了吧", "甭换", "没收到", "不是我办的", "先不", "还是不换了", "白弄了"]
        {
            assert_eq!(answer(no), Some(Answer::No), "{no}");
        }
        for neither in [
            "是不是",
            "行不行啊",
            "不是不行",
            "我想想",
            "行李拿着",
            "对面那个",
            "好看",
            "不知道",
            "中午吃啥",
            "对，晚上吃饺子",
            "",
        ] {
            assert_eq!(answer(neither), None, "{neither}");
        }
    }

    #[test]
    fn words_of_the_question_are_a_yes() {
        let said = |words| {
            let said = Said::new(words, Accent::Shandong);
            hear(&said, Some("换成长辈版吗？")).or_else(|| refuses(&said).then_some(Answer::No))
        };
        assert_eq!(said("换吧"), Some(Answer::Yes));
        assert_eq!(said("那就换成长辈版"), Some(Answer::Yes));
        assert_eq!(said("不换"), Some(Answer::No));
        assert_eq!(said("长城"), None);
    }

    #[test]
    fn a_full_phrase_is_the_whole_utterance() {
        let phrase = Sign::all("确认挂失");
        let full = |words| is_full_phrase(&Said::new(words, Accent::Shandong), &phrase);
        for words in ["确认挂失", "嗯，确认挂失", "都对，确认挂失。", "确认挂失吧", "确任挂失", "那就确认挂失"]
        {
            assert!(full(words), "{words}");
        }
        for words in [
            "挂失",
            "确认",
            "不确认挂失",
            "我不确认挂失",
            "确认挂失吗",
            "要我说确认挂失吗",
            "确定挂失",
            "布确认挂失",
            "确认卦司",
        ] {
            assert!(!full(words), "{words}");
        }
        let short = |words| is_full_phrase(&Said::new(words, Accent::Shandong), &Sign::all("是我"));
        assert!(short("是我。") && !short("嗯，是我") && !short("十我") && !short("是"));
    }
}
