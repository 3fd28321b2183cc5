//! Places of Shandong whose characters have another common reading: said with characters that have one reading only.
//!
//! A speech engine reads 单县 as dān; no way to tell it the reading works on all systems, so what is spoken is respelled
//! and what is shown stays. People's names are never respelled. Tones are left to the engine except where the character
//! chosen carries the right one.

use super::words;

/// A place, how it is respelled, and the syllable of the character that was respelled, without its tone.
pub(crate) const PLACES: [(&str, &str, &str); 34] = [
    ("济南", "挤南", "ji"),
    ("济宁", "挤宁", "ji"),
    ("济阳", "挤阳", "ji"),
    ("长清", "常清", "chang"),
    ("长岛", "常岛", "chang"),
    ("淄博", "资博", "zi"),
    ("临淄", "临资", "zi"),
    ("淄川", "资川", "zi"),
    ("东阿", "东婀", "e"),
    ("单县", "善县", "shan"),
    ("莒县", "举县", "ju"),
    ("莒南", "举南", "ju"),
    ("兖州", "演州", "yan"),
    ("临朐", "临渠", "qu"),
    ("郯城", "谈城", "tan"),
    ("鄄城", "倦城", "juan"),
    ("郓城", "运城", "yun"),
    ("茌平", "池平", "chi"),
    ("无棣", "无弟", "di"),
    ("牟平", "木平", "mu"),
    ("乐陵", "涝陵", "lao"),
    ("莘县", "深县", "shen"),
    ("冠县", "惯县", "guan"),
    ("峄城", "义城", "yi"),
    ("芝罘", "芝福", "fu"),
    ("曲阜", "驱阜", "qu"),
    ("滕州", "腾州", "teng"),
    ("临沂", "临宜", "yi"),
    ("沂水", "宜水", "yi"),
    ("沂南", "宜南", "yi"),
    ("沂源", "宜源", "yi"),
    ("汶上", "问上", "wen"),
    ("蒙阴", "盟阴", "meng"),
    ("博兴", "博星", "xing"),
];

/// Says words that may hold the name of a place: `去单县` as `去善县`.
pub fn with_places(text: &str) -> String {
    let said = words(text);
    PLACES.iter().fold(
        said,
        |said, (place, aloud, _)| {
            if said.contains(place) { said.replace(place, aloud) } else { said }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_said_by_their_local_reading() {
        assert_eq!(with_places("济南市历下区，单县 · 冠县"), "挤南市历下区，善县，惯县");
        assert_eq!(with_places("单位和乐龄"), "单位和乐龄");
    }

    #[test]
    fn a_respelling_changes_one_character_of_a_place() {
        for (place, aloud, _) in PLACES {
            let changed = place.chars().zip(aloud.chars()).filter(|(a, b)| a != b).count();
            assert_eq!((place.chars().count(), changed), (aloud.chars().count(), 1), "{place}");
        }
    }
}
