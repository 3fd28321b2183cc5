//! What was heard, made ready: width, digits and punctuation folded, and for each character how much it says.

use super::accent::Accent;
use super::everyday;
use super::sound::Sign;
use crate::narrate;

/// Words of hesitation and politeness, which mean nothing anywhere in an utterance.
const FILLERS: &[&str] = &[
    "嗯",
    "啊",
    "哦",
    "呃",
    "哎",
    "诶",
    "唉",
    "喂",
    "呀",
    "嘛",
    "呢",
    "呗",
    "咧",
    "哩",
    "吧",
    "啦",
    "了哈",
    "那个",
    "这个",
    "那啥",
    "就是",
    "就是说",
    "请",
    "麻烦",
    "麻烦你",
    "麻烦您",
    "劳驾",
    "谢谢",
    "谢谢你",
    "您好",
    "你好",
    "师傅",
    "同志",
    "一下",
    "一下子",
    "我要",
    "我想",
    "我想要",
    "俺要",
    "俺想",
    "我来",
    "俺来",
    "帮我",
    "给我",
    "帮俺",
    "给俺",
    "替我",
    "恁给",
    "你给我",
    "我",
    "俺",
    "俺们",
    "我们",
    "咱",
    "你",
    "您",
    "恁",
    "的",
    "了",
    "地",
    "得",
    "吗",
    "把",
    "个",
    "那",
    "这",
    "就",
    "想",
    "要",
    "先",
    "赶紧",
    "赶快",
    "快点给我",
    "能不能",
    "可不可以",
    "可以",
    "行不行",
    "好不好",
    "中不",
    "中不中",
    "行不",
    "是不是",
    "看看",
    "看一下",
    "看一看",
    "今天",
];

/// Words that say little: questions, times, what is done with anything.
const LIGHT: &[&str] = &[
    "怎么",
    "怎么办",
    "怎么弄",
    "咋",
    "咋办",
    "咋弄",
    "什么",
    "啥",
    "在哪",
    "在哪里",
    "在哪儿",
    "哪里",
    "哪儿",
    "有没有",
    "没有",
    "没",
    "还没",
    "还没有",
    "知道",
    "想知道",
    "这个月",
    "上个月",
    "今年",
    "现在",
    "上次",
    "上回",
    "以前",
    "看",
    "瞧瞧",
    "瞅瞅",
    "查",
    "查查",
    "查一下",
    "办",
    "弄",
    "多少",
    "多少钱",
    "钱",
    "用",
    "来",
    "去",
    "给",
    "说",
    "还",
    "也",
    "都",
    "又",
    "再",
    "有",
    "是",
    "让",
    "叫",
    "帮",
    "一",
    "个",
    "点",
    "儿",
    "里",
    "上",
    "到",
    "手机",
    "不",
    "好",
    "忒",
    "太",
    "怎么样",
    "咋样",
    "一个",
    "那里",
    "这里",
    "这儿",
    "那儿",
    "做",
    "吗",
    "哪",
    "事",
    "自己",
    "我自己",
    "过",
    "着",
    "呢",
    "验证码",
    "短信",
    "换成",
    "中",
    "那边",
    "这边",
    "里头",
    "不知道",
    "知不道",
    "咋还",
    "为啥",
    "为什么",
    "给他",
    "人家",
    "人",
    "这一页",
    "页",
];

/// How much a character says where nothing on the screen accounts for it.
const LIGHT_WEIGHT: f32 = 0.3;

/// An utterance, ready to be compared.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) words: String,
    pub(super) signs: Vec<Sign>,
    /// For each sign, 0 for a filler up to 1 for a word that must be accounted for.
    pub(super) weights: Vec<f32>,
    /// For each sign, which word of everyday life it belongs to; 0 for none.
    pub(super) everyday: Vec<usize>,
    pub(super) accent: Accent,
}

impl Said {
    pub(super) fn new(heard: &str, accent: Accent) -> Self {
        Self::of_words(normalise(heard), accent)
    }

    /// Takes words that are normalised already.
    pub(super) fn of_words(words: String, accent: Accent) -> Self {
        let signs = Sign::all(&words);
        let mut weights = vec![1.0; signs.len()];
        mark(&signs, LIGHT, LIGHT_WEIGHT, &mut weights);
        mark(&signs, FILLERS, 0.0, &mut weights);
        let everyday = everyday::mark(&words);
        Self { words, signs, weights, everyday, accent }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.signs.is_empty()
    }
}

fn mark(signs: &[Sign], words: &[&str], weight: f32, weights: &mut [f32]) {
    for word in words {
        let length = word.chars().count();
        let word = Sign::all(word);
        for (at, window) in signs.windows(length).enumerate() {
            // A word of one character must be written so: too much sounds like it.
            let written = |(a, b): (&Sign, &Sign)| a.written == b.written || (length > 1 && a.sounds_like(b));
            if window.iter().zip(&word).all(written) {
                weights[at..at + length].iter_mut().for_each(|w| *w = w.min(weight));
            }
        }
    }
}

/// Folds width, case, punctuation and the two ways to say a digit: `12333`, `幺二三三三` and `一二三三三` are one.
pub(super) fn normalise(text: &str) -> String {
    let folded = leling_protocol::values::normalise(&in_words(text));
    let said = narrate::words(&folded).replace('幺', "一");
    said.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).map(simplified).collect()
}

/// Writes marks that mean something between digits as words: `1958-3-15` as 1958年3月15日, `1200.5` as 1200点5.
fn in_words(text: &str) -> String {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let begin = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(begin, |at| at + 1);
    let (before, figures, after) = (&text[..begin], &text[begin..end], &text[end..]);
    let parts: Vec<&str> = figures.split(['-', '.', '/']).collect();
    match parts[..] {
        [year, month, day]
            if year.len() == 4 && month.len() <= 2 && day.len() <= 2 && parts.iter().all(|p| digits(p)) =>
        {
            format!("{before}{year}年{month}月{day}日{after}")
        }
        [whole, part] if figures.contains('.') && digits(whole) && digits(part) => {
            format!("{before}{whole}点{part}{after}")
        }
        _ => text.to_owned(),
    }
}

/// Traditional characters that a recogniser writes for words of ours.
fn simplified(c: char) -> char {
    const PAIRS: [(char, char); 40] = [
        ('養', '养'),
        ('認', '认'),
        ('證', '证'),
        ('電', '电'),
        ('會', '会'),
        ('辦', '办'),
        ('進', '进'),
        ('記', '记'),
        ('錄', '录'),
        ('設', '设'),
        ('醫', '医'),
        ('報', '报'),
        ('銷', '销'),
        ('確', '确'),
        ('掛', '挂'),
        ('碼', '码'),
        ('號', '号'),
        ('話', '话'),
        ('機', '机'),
        ('開', '开'),
        ('關', '关'),
        ('輕', '轻'),
        ('對', '对'),
        ('換', '换'),
        ('領', '领'),
        ('還', '还'),
        ('後', '后'),
        ('農', '农'),
        ('曆', '历'),
        ('閏', '闰'),
        ('臘', '腊'),
        ('個', '个'),
        ('點', '点'),
        ('兩', '两'),
        ('塊', '块'),
        ('錢', '钱'),
        ('萬', '万'),
        ('遍', '遍'),
        ('請', '请'),
        ('嗎', '吗'),
    ];
    PAIRS.iter().find(|(traditional, _)| *traditional == c).map_or(c, |(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_width_and_marks_are_folded() {
        for (text, folded) in [
            ("打１２３３３。", "打一二三三三"),
            ("打幺二三三三", "打一二三三三"),
            ("養老金，", "养老金"),
            ("\u{202E} 好 ", "好"),
        ] {
            assert_eq!(normalise(text), folded);
        }
    }

    #[test]
    fn fillers_weigh_nothing_and_names_weigh_one() {
        let said = Said::new("嗯，我要查养老金啊", Accent::Standard);
        assert_eq!(said.weights, [0.0, 0.0, 0.0, LIGHT_WEIGHT, 1.0, 1.0, 1.0, 0.0]);
    }
}
