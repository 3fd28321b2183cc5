//! A syllable of Putonghua as two small numbers, and the reading of its pinyin spelling.
//!
//! The build script turns the readings of all characters into these numbers with this same file; what is heard and what
//! stands on a screen are compared by them and by nothing else. Tones are left out: many towns of Shandong have three.

/// Initials; the first is none. What pinyin writes `y` and `w` belongs to the final.
pub(crate) const INITIALS: [&str; 22] =
    ["", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "zh", "ch", "sh", "r", "z", "c", "s"];

/// Finals in full spelling; `ii` is the vowel of `zi` and `zhi`.
pub(crate) const FINALS: [&str; 37] = [
    "a", "o", "e", "ii", "i", "u", "v", "er", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "ong", "ia", "ie",
    "iao", "iou", "ian", "in", "iang", "ing", "iong", "ua", "uo", "uai", "uei", "uan", "uen", "uang", "ueng", "ve",
    "van", "vn",
];

/// Reads toneless pinyin, `ü` as `v`: `zhong`, `lv`, `yuan`. Gives the places in [`INITIALS`] and [`FINALS`].
pub(crate) fn read(pinyin: &str) -> Option<(u8, u8)> {
    let (initial, rest) = split(pinyin);
    let whole = full(initial, rest);
    let place = |list: &[&str], wanted: &str| list.iter().position(|known| *known == wanted);
    let initial = place(&INITIALS, initial)?;
    Some((u8::try_from(initial).ok()?, u8::try_from(place(&FINALS, &whole)?).ok()?))
}

fn split(pinyin: &str) -> (&str, &str) {
    let two = ["zh", "ch", "sh"].into_iter().find(|initial| pinyin.starts_with(initial));
    let one = INITIALS.into_iter().filter(|initial| initial.len() == 1).find(|initial| pinyin.starts_with(initial));
    let initial = two.or(one).unwrap_or("");
    (initial, &pinyin[initial.len()..])
}

fn full(initial: &str, rest: &str) -> String {
    match initial {
        "" => without_initial(rest),
        "zh" | "ch" | "sh" | "r" | "z" | "c" | "s" if rest == "i" => "ii".to_owned(),
        "j" | "q" | "x" if rest.starts_with('u') => format!("v{}", if rest == "un" { "n" } else { &rest[1..] }),
        _ => match rest {
            "iu" => "iou".to_owned(),
            "ui" => "uei".to_owned(),
            "un" => "uen".to_owned(),
            "ue" => "ve".to_owned(),
            "o" if matches!(initial, "b" | "p" | "m" | "f") => "uo".to_owned(),
            rest => rest.to_owned(),
        },
    }
}

/// `yi`, `ya`, `yuan`, `wo`: what stands where there is no initial.
fn without_initial(rest: &str) -> String {
    match rest {
        "yo" => "o".to_owned(),
        "you" => "iou".to_owned(),
        "ye" => "ie".to_owned(),
        "yong" => "iong".to_owned(),
        "wu" => "u".to_owned(),
        "wei" => "uei".to_owned(),
        "wen" => "uen".to_owned(),
        _ => {
            if let Some(after) = rest.strip_prefix("yu") {
                return format!("v{}", if after == "n" { "n" } else { after });
            }
            match (rest.strip_prefix('y'), rest.strip_prefix('w')) {
                (Some(after), _) if after.starts_with('i') => after.to_owned(),
                (Some(after), _) => format!("i{after}"),
                (None, Some(after)) => format!("u{after}"),
                (None, None) => rest.to_owned(),
            }
        }
    }
}
