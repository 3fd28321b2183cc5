//! Digits said one by one, with 幺 for one, and letters by Chinese names.

use leling_protocol::{IdNumber, Phone};

pub(super) const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Names of the letters A to Z; none is the beginning of another, so that a run of them can be heard apart.
pub(super) const LETTERS: [&str; 26] = [
    "诶",
    "比",
    "西",
    "迪",
    "伊",
    "艾弗",
    "吉",
    "艾尺",
    "爱",
    "杰",
    "开",
    "艾勒",
    "艾姆",
    "恩",
    "欧",
    "皮",
    "丘",
    "阿尔",
    "艾斯",
    "提",
    "优",
    "维",
    "达不溜",
    "艾克斯",
    "歪",
    "贼",
];

/// Says digits and letters one by one, 幺 for one, 艾克斯 for X: `幺二三三三`. Other characters are not said.
pub fn digits(text: &str) -> String {
    let mut said = String::with_capacity(text.len() * 3);
    for c in text.chars() {
        match c {
            '1' => said.push('幺'),
            '0'..='9' => said.push(DIGITS[c as usize - '0' as usize]),
            c if c.is_ascii_alphabetic() => said.push_str(letter(c)),
            _ => {}
        }
    }
    said
}

/// Gives the name of a letter from A to Z; empty for everything else.
pub(super) fn letter(c: char) -> &'static str {
    let place = (c.to_ascii_uppercase() as usize).checked_sub('A' as usize);
    place.and_then(|place| LETTERS.get(place)).copied().unwrap_or_default()
}

/// Says the end of a number that is masked: `尾号零零二五`.
pub fn tail(last: &str) -> String {
    format!("尾号{}", digits(last))
}

/// Says a whole phone number in groups of 3, 4 and 4 digits.
pub fn phone(phone: &Phone) -> String {
    let number = phone.as_str();
    [&number[..3], &number[3..7], &number[7..]].map(digits).join("，")
}

/// Says any phone number: eleven digits in groups of 3, 4 and 4, one with an area code in two, a service number at once.
/// Of a masked one only the end is said.
pub fn phone_number(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && !"-+()（）".contains(*c)).collect();
    if let Some((_, last)) = plain.rsplit_once('*') {
        return (!last.is_empty() && last.bytes().all(|b| b.is_ascii_digit())).then(|| tail(last));
    }
    if plain.is_empty() || !plain.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let groups: Vec<&str> = match plain.len() {
        11 if !plain.starts_with('0') => vec![&plain[..3], &plain[3..7], &plain[7..]],
        10..=12 if plain.starts_with("01") || plain.starts_with("02") => vec![&plain[..3], &plain[3..]],
        11 | 12 => vec![&plain[..4], &plain[4..]],
        13.. => {
            let (country, number) = plain.split_at(plain.len() - 11);
            vec![country, &number[..3], &number[3..7], &number[7..]]
        }
        _ => vec![plain.as_str()],
    };
    Some(groups.into_iter().map(digits).collect::<Vec<_>>().join("，"))
}

/// Says a whole id number in groups of 6, 8 and 4 characters; only where the person asked for it.
pub fn id_number(id: &IdNumber) -> String {
    let number = id.as_str();
    [&number[..6], &number[6..14], &number[14..]].map(digits).join("，")
}

/// Says a code in groups of three.
pub fn code(code: &str) -> String {
    groups_of_three(code).iter().map(|group| digits(group)).collect::<Vec<_>>().join("，")
}

/// Cuts a code into groups of three characters; spaces and hyphens are dropped.
pub fn groups_of_three(code: &str) -> Vec<String> {
    let characters: Vec<char> = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    characters.chunks(3).map(|group| group.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_yao_and_letters_have_names() {
        assert_eq!(digits("12333"), "幺二三三三");
        assert_eq!(tail("123X"), "尾号幺二三艾克斯");
        assert_eq!(code("47291313"), "四七二，九幺三，幺三");
        assert_eq!(phone(&Phone::parse("99919440312").unwrap()), "九九九，幺九四四，零三幺二");
        assert_eq!(phone_number("999 1944 0312").as_deref(), Some("九九九，幺九四四，零三幺二"));
        assert_eq!(phone_number("12333").as_deref(), Some("幺二三三三"));
        assert_eq!(phone_number("0531-99901234").as_deref(), Some("零五三幺，九九九零幺二三四"));
        assert_eq!(phone_number("999****0312").as_deref(), Some("尾号零三幺二"));
        assert_eq!((phone_number("电话"), phone_number(""), phone_number("999*")), (None, None, None));
        let id = IdNumber::parse_any_day("37990119570708005X").unwrap();
        assert_eq!(id_number(&id), "三七九九零幺，幺九五七零七零八，零零五艾克斯");
    }

    #[test]
    fn no_letter_begins_another() {
        for (at, letter) in LETTERS.iter().enumerate() {
            for (other_at, other) in LETTERS.iter().enumerate() {
                assert!(at == other_at || !other.starts_with(letter), "{letter} {other}");
            }
        }
    }
}
