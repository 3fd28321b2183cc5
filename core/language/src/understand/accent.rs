//! What the speech of a region makes one: merges of initials and finals, switched on by the city.
//!
//! The pairs come from pages for teachers of Putonghua and from question-and-answer pages about local speech, which
//! disagree in places; the zones are coarser than the villages are. A linguist should correct this table, and it is the
//! only place to do so. Each merge only makes two sounds cheap to exchange; it never makes a yes (see `answer`).

use leling_protocol::RegionCode;

/// One merge of sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Merge {
    /// zh, ch, sh said as z, c, s: common everywhere.
    FlatTongue = 1,
    /// zh, ch, sh said as j, q, x: 烟台, 威海, 高密.
    PalatalZh = 1 << 1,
    /// r said without its initial, 人 as 银: 胶东.
    RAsY = 1 << 2,
    /// r said as l, 热 as 乐: 青州, 寿光.
    RAsL = 1 << 3,
    /// sh before u said as f, 水 as 匪: 菏泽, 济宁.
    ShAsF = 1 << 4,
    /// eng and ong are one, ing and iong too: around 胶州湾, 诸城, 安丘.
    EngAsOng = 1 << 5,
    /// u lost before a vowel, 端 as 丹: 烟台, 威海, 潍坊.
    LostU = 1 << 6,
    /// 白, 麦, 色 with ei; 歌, 河 with uo; 药, 脚 with uo and üe: 济南, 泰安, 德州, 菏泽.
    OldEntering = 1 << 7,
    /// n lost before i, 牛 as 由: 临沂.
    LostN = 1 << 8,
    /// ng before open vowels, 安, 恩: 济南, 聊城, 泰安.
    NgInitial = 1 << 9,
    /// n and ng at the end, n and l at the beginning: everywhere, by recognisers too.
    Nasals = 1 << 10,
}

impl Merge {
    /// What an exchange within a merge costs, of 1 for sounds that nobody confuses.
    pub(crate) const COST: f32 = 0.1;
}

/// How a place speaks: which merges it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Accent {
    /// Putonghua: nothing is one but what recognisers mistake everywhere.
    Standard,
    /// 冀鲁: 济南, 淄博, 东营, 泰安, 德州, 聊城, 滨州.
    Jilu,
    /// 中原: 菏泽, 济宁, 枣庄, 临沂.
    Zhongyuan,
    /// 胶辽: 青岛, 烟台, 威海, 日照, 潍坊.
    Jiaoliao,
    /// Every merge at once: for whom nobody knows where they come from.
    #[default]
    Shandong,
}

const JILU: u16 = bits(&[Merge::FlatTongue, Merge::OldEntering, Merge::NgInitial, Merge::Nasals]);
const ZHONGYUAN: u16 = bits(&[Merge::FlatTongue, Merge::ShAsF, Merge::OldEntering, Merge::LostN, Merge::Nasals]);
const JIAOLIAO: u16 = bits(&[
    Merge::FlatTongue,
    Merge::PalatalZh,
    Merge::RAsY,
    Merge::RAsL,
    Merge::EngAsOng,
    Merge::LostU,
    Merge::Nasals,
]);

const fn bits(merges: &[Merge]) -> u16 {
    let (mut bits, mut at) = (0, 0);
    while at < merges.len() {
        bits |= merges[at] as u16;
        at += 1;
    }
    bits
}

impl Accent {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Standard, Self::Jilu, Self::Zhongyuan, Self::Jiaoliao, Self::Shandong];

    /// Gives the accent of a city by its code (GB/T 2260); what is not of Shandong counts as unknown.
    pub fn of_city(city: &RegionCode) -> Self {
        match city.city() {
            Some("济南" | "淄博" | "东营" | "泰安" | "德州" | "聊城" | "滨州") => Self::Jilu,
            Some("菏泽" | "济宁" | "枣庄" | "临沂") => Self::Zhongyuan,
            Some("青岛" | "烟台" | "威海" | "日照" | "潍坊") => Self::Jiaoliao,
            _ => Self::Shandong,
        }
    }

    /// Says whether the accent has the merge.
    pub const fn has(self, merge: Merge) -> bool {
        let merges = match self {
            Self::Standard => 0,
            Self::Jilu => JILU,
            Self::Zhongyuan => ZHONGYUAN,
            Self::Jiaoliao => JIAOLIAO,
            Self::Shandong => JILU | ZHONGYUAN | JIAOLIAO,
        };
        merges & merge as u16 != 0
    }

    pub(crate) fn merges_initials(self, one: &str, two: &str) -> bool {
        either(one, two, |a, b| match (a, b) {
            ("zh", "z") | ("ch", "c") | ("sh", "s") => self.has(Merge::FlatTongue),
            ("zh", "j") | ("ch", "q") | ("sh", "x") => self.has(Merge::PalatalZh),
            ("r", "") => self.has(Merge::RAsY),
            ("r", "l") => self.has(Merge::RAsL),
            ("n", "l") => self.has(Merge::Nasals),
            _ => false,
        })
    }

    pub(crate) fn merges_finals(self, one: &str, two: &str) -> bool {
        either(one, two, |a, b| match (a, b) {
            ("in", "ing") | ("en", "eng") | ("an", "ang") => self.has(Merge::Nasals),
            ("eng" | "ueng", "ong") | ("ing", "iong") => self.has(Merge::EngAsOng),
            ("uan", "an") | ("uei", "ei") | ("uen", "en") | ("uo", "e") | ("ua", "a") => self.has(Merge::LostU),
            ("ai" | "uo" | "e", "ei") | ("e" | "ao", "uo") | ("iao", "ve") => self.has(Merge::OldEntering),
            _ => false,
        })
    }

    /// Merges that reach over initial and final together.
    pub(crate) fn merges_syllables(self, one: (&str, &str), two: (&str, &str)) -> bool {
        either(one, two, |(a_initial, a), (b_initial, b)| {
            let hissed = self.has(Merge::ShAsF) && a_initial == "sh" && b_initial == "f";
            let hissed = hissed
                && matches!(
                    (a, b),
                    ("u", "u") | ("uo", "uo") | ("uei", "ei") | ("uen", "en") | ("uan", "an") | ("uang", "ang")
                );
            // 人 rén, 银 yín; 肉 ròu, 又 yòu; 热 rè, 夜 yè: the glide comes with the loss.
            let lost_r = self.has(Merge::RAsY) && a_initial == "r" && b_initial.is_empty();
            let lost_r = lost_r
                && matches!(
                    (a, b),
                    ("en", "in")
                        | ("ou", "iou")
                        | ("e", "ie")
                        | ("an", "ian")
                        | ("ang", "iang")
                        | ("ao", "iao")
                        | ("u", "v")
                        | ("ii", "i")
                        | ("ong", "iong")
                );
            let lost_n = self.has(Merge::LostN) && a_initial == "n" && b_initial.is_empty() && a == b;
            let opened = self.has(Merge::NgInitial) && a_initial == "n" && b_initial.is_empty();
            let opened = opened && a == b && matches!(a, "an" | "en" | "ao" | "ai" | "ou");
            let lost_n = lost_n && a.starts_with('i');
            hissed || lost_r || lost_n || opened
        })
    }
}

fn either<T: Copy>(one: T, two: T, holds: impl Fn(T, T) -> bool) -> bool {
    holds(one, two) || holds(two, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_city_has_the_accent_of_its_zone() {
        let accent = |code: &str| Accent::of_city(&RegionCode::parse(code).unwrap());
        assert_eq!(accent("370100"), Accent::Jilu);
        assert_eq!(accent("371702"), Accent::Zhongyuan);
        assert_eq!(accent("370681"), Accent::Jiaoliao);
        assert_eq!(accent("110101"), Accent::Shandong);
        assert!(Accent::Shandong.has(Merge::ShAsF) && !Accent::Jilu.has(Merge::ShAsF));
    }

    #[test]
    fn a_merge_holds_both_ways_and_only_where_it_is_said() {
        assert!(Accent::Jiaoliao.merges_syllables(("r", "en"), ("", "in")));
        assert!(Accent::Jiaoliao.merges_syllables(("", "in"), ("r", "en")));
        assert!(!Accent::Jilu.merges_syllables(("r", "en"), ("", "in")));
        assert!(Accent::Jiaoliao.merges_finals("ong", "eng") && !Accent::Standard.merges_finals("ong", "eng"));
        assert!(Accent::Zhongyuan.merges_syllables(("f", "ei"), ("sh", "uei")));
    }
}
