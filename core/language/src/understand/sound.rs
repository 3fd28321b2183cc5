//! How a character sounds: its readings, without tones.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::ear::Ear;
use super::spelling;

/// Final and initial of each character from U+4E00 on, as `build/readings.rs` writes them.
static READINGS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/readings.bin"));
const FIRST: u32 = 0x4E00;

/// Characters with several readings that people do say, and what the table of single readings lacks.
const MORE: &[(char, &[&str])] = &[
    ('行', &["xing", "hang"]),
    ('重', &["chong", "zhong"]),
    ('长', &["chang", "zhang"]),
    ('还', &["hai", "huan"]),
    ('得', &["de", "dei"]),
    ('调', &["tiao", "diao"]),
    ('着', &["zhe", "zhao"]),
    ('了', &["le", "liao"]),
    ('参', &["can", "shen"]),
    ('查', &["cha", "zha"]),
    ('单', &["dan", "shan"]),
    ('都', &["dou", "du"]),
    ('没', &["mei", "mo"]),
    ('发', &["fa"]),
    ('大', &["da", "dai"]),
    ('乐', &["le", "yue"]),
    ('觉', &["jue", "jiao"]),
    ('角', &["jiao", "jue"]),
    ('色', &["se", "shai"]),
    ('血', &["xue", "xie"]),
    ('薄', &["bo", "bao"]),
    ('省', &["sheng", "xing"]),
    ('盛', &["sheng", "cheng"]),
    ('识', &["shi", "zhi"]),
    ('传', &["chuan", "zhuan"]),
    ('弹', &["dan", "tan"]),
    ('便', &["bian", "pian"]),
    ('区', &["qu", "ou"]),
    ('率', &["lv", "shuai"]),
    ('落', &["luo", "la", "lao"]),
    ('露', &["lu", "lou"]),
    ('绿', &["lv", "lu"]),
    ('给', &["gei", "ji"]),
    ('车', &["che", "ju"]),
    ('地', &["di", "de"]),
    ('会', &["hui", "kuai"]),
    ('说', &["shuo", "shui"]),
    ('什', &["shen", "shi"]),
    ('似', &["si", "shi"]),
    ('俩', &["lia", "liang"]),
    ('佛', &["fo"]),
    ('阿', &["a", "e"]),
    ('幺', &["yao"]),
    ('么', &["me", "ma"]),
    ('啥', &["sha"]),
    ('哪', &["na", "nei"]),
    ('那', &["na", "nei"]),
    ('这', &["zhe", "zhei"]),
    ('谁', &["shui", "shei"]),
    ('嗯', &["en"]),
    ('唉', &["ai"]),
    ('哎', &["ai"]),
    ('诶', &["ei"]),
    ('呣', &["mu"]),
    ('〇', &["ling"]),
];

/// Written where the other is meant, these are no mishearing: the opposite was said, or another number.
const OPPOSITES: &[(char, char)] = &[
    ('上', '下'),
    ('大', '小'),
    ('快', '慢'),
    ('前', '后'),
    ('早', '晚'),
    ('开', '关'),
    ('黑', '白'),
    ('左', '右'),
    ('多', '少'),
    ('爸', '妈'),
    ('爹', '娘'),
    ('父', '母'),
    ('新', '旧'),
    ('先', '后'),
    ('头', '末'),
    ('增', '减'),
    ('响', '轻'),
];
const NUMBERS: &str = "一二三四五六七八九十";
/// What an opposite costs: more than a character that was lost.
const OPPOSITE: f32 = 1.6;

fn opposite(one: char, two: char) -> bool {
    let pair = OPPOSITES.iter().any(|(a, b)| (*a, *b) == (one, two) || (*b, *a) == (one, two));
    pair || (NUMBERS.contains(one) && NUMBERS.contains(two))
}

fn more() -> &'static HashMap<char, [Option<Syllable>; 3]> {
    static TABLE: OnceLock<HashMap<char, [Option<Syllable>; 3]>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let readings = |known: &[&str]| {
            let mut readings = [None; 3];
            readings.iter_mut().zip(known).for_each(|(reading, pinyin)| *reading = Syllable::read(pinyin));
            readings
        };
        MORE.iter().map(|(c, known)| (*c, readings(known))).collect()
    })
}

/// One syllable without its tone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Syllable {
    pub(super) initial: u8,
    pub(super) last: u8,
}

/// A character as it was heard or written, with its readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sign {
    pub(crate) written: char,
    readings: [Option<Syllable>; 3],
}

impl Sign {
    pub(crate) fn of(written: char) -> Self {
        let readings = more().get(&written).copied().unwrap_or([Syllable::of(written), None, None]);
        Self { written, readings }
    }

    /// Gives how much it tells of a phrase: characters that stand in every other sentence tell little.
    pub(crate) fn weight(&self) -> f32 {
        const EVERYWHERE: &str = "了没的不一个是有吗么什怎在我你您俺这那好看办到来去给点就着过把还要儿咋啥吧啊呢";
        if EVERYWHERE.contains(self.written) { 0.45 } else { 1.0 }
    }

    /// Gives the signs of normalised words.
    pub(crate) fn all(words: &str) -> Vec<Self> {
        words.chars().map(Self::of).collect()
    }

    /// Says whether both are the same character or share a reading; tones aside, no listener could tell them apart.
    pub(crate) fn sounds_like(&self, other: &Self) -> bool {
        self.written == other.written || self.readings().any(|a| other.readings().any(|b| a == b))
    }

    /// Gives how far they lie apart, 0 to 1.
    pub(crate) fn distance(&self, other: &Self, ear: &Ear) -> f32 {
        /// A homophone is not quite the character: enough to prefer the character.
        const HOMOPHONE: f32 = 0.05;
        if self.written == other.written {
            return 0.0;
        }
        if opposite(self.written, other.written) {
            return OPPOSITE;
        }
        let pairs = self.readings().flat_map(|a| other.readings().map(move |b| ear.distance(a, b)));
        (pairs.fold(1.0, f32::min) + HOMOPHONE).min(1.0)
    }

    /// Gives how far it lies from a syllable, 0 to 1.
    pub(crate) fn distance_to(&self, syllable: Syllable, ear: &Ear) -> f32 {
        self.readings().map(|reading| ear.distance(reading, syllable)).fold(1.0, f32::min)
    }

    fn readings(&self) -> impl Iterator<Item = Syllable> {
        self.readings.into_iter().flatten()
    }
}

impl Syllable {
    pub(crate) fn read(pinyin: &str) -> Option<Self> {
        spelling::read(pinyin).map(|(initial, last)| Self { initial, last })
    }

    fn of(c: char) -> Option<Self> {
        let at = usize::try_from(u32::from(c).checked_sub(FIRST)?).ok()? * 2;
        let (last, initial) = (*READINGS.get(at)?, *READINGS.get(at + 1)?);
        (initial != 0xFF).then_some(Self { initial, last })
    }

    /// Gives initial and final as they are spelled.
    pub(super) fn parts(self) -> (&'static str, &'static str) {
        let name = |list: &[&'static str], at: u8| list.get(usize::from(at)).copied().unwrap_or("");
        (name(&spelling::INITIALS, self.initial), name(&spelling::FINALS, self.last))
    }
}

#[cfg(test)]
mod tests {
    use super::super::accent::Accent;
    use super::*;

    fn apart(one: char, two: char, accent: Accent) -> f32 {
        Sign::of(one).distance(&Sign::of(two), Ear::of(accent))
    }

    #[test]
    fn the_table_holds_the_readings_of_common_characters() {
        for (c, pinyin) in
            [('养', "yang"), ('老', "lao"), ('绿', "lv"), ('圆', "yuan"), ('云', "yun"), ('中', "zhong"), ('我', "wo")]
        {
            assert_eq!(Sign::of(c).readings().next(), Syllable::read(pinyin), "{c}");
        }
        assert_eq!(Sign::of('a').readings().next(), None);
        assert!(Sign::of('银').sounds_like(&Sign::of('吟')) && Sign::of('行').sounds_like(&Sign::of('航')));
    }

    #[test]
    fn respelled_places_have_one_reading_and_the_right_one() {
        for (place, aloud, pinyin) in crate::narrate::PLACES {
            let changed = place.chars().zip(aloud.chars()).find(|(a, b)| a != b).map(|(_, b)| b).unwrap();
            let readings: Vec<Syllable> = Sign::of(changed).readings().collect();
            assert_eq!(readings, [Syllable::read(pinyin).unwrap()], "{place}");
        }
    }

    #[test]
    fn what_is_mistaken_often_lies_near() {
        let here = Accent::Standard;
        assert!(apart('司', '十', here) < 0.2 && apart('四', '十', here) > 1.0 && apart('民', '明', here) < 0.2);
        assert!(apart('卡', '失', here) > 0.7);
        assert!(apart('人', '银', here) > apart('人', '银', Accent::Jiaoliao));
        assert!(apart('水', '匪', here) > apart('水', '匪', Accent::Zhongyuan));
    }
}
