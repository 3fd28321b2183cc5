//! Whole numbers as Chinese says them.

use super::digits::DIGITS;

/// Says a whole number: `十五`, `一百零五`, `一万零五`, `十亿零一十五`.
pub fn number(value: u64) -> String {
    let said = compound(value);
    // 一十 stands only inside a number: 十五, but 一百一十五.
    said.strip_prefix("一十").map_or(said.clone(), |rest| format!("十{rest}"))
}

/// Says a number written in figures, with or without a point: `十二点五`, `负三`.
pub fn decimal(figures: &str) -> Option<String> {
    let (sign, figures) = figures.strip_prefix('-').map_or(("", figures), |rest| ("负", rest));
    let (whole, rest) = figures.split_once('.').unwrap_or((figures, ""));
    if !rest.bytes().all(|b| b.is_ascii_digit()) || whole.starts_with('+') {
        return None;
    }
    let mut said = format!("{sign}{}", number(whole.parse().ok()?));
    if !rest.is_empty() {
        said.push('点');
        said.extend(rest.bytes().map(|b| DIGITS[usize::from(b - b'0')]));
    }
    Some(said)
}

fn compound(value: u64) -> String {
    match value {
        0 => "零".to_owned(),
        1..10_000 => below_ten_thousand(value),
        10_000..100_000_000 => split(value, 10_000, '万'),
        _ => split(value, 100_000_000, '亿'),
    }
}

fn split(value: u64, base: u64, word: char) -> String {
    let (high, low) = (value / base, value % base);
    let mut said = format!("{}{word}", compound(high));
    if low > 0 {
        if low < base / 10 {
            said.push('零');
        }
        said.push_str(&compound(low));
    }
    said
}

fn below_ten_thousand(value: u64) -> String {
    let mut said = String::new();
    let mut gap = false;
    for (base, word) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = value / base % 10;
        if digit == 0 {
            gap = !said.is_empty();
            continue;
        }
        if gap {
            said.push('零');
            gap = false;
        }
        said.push(DIGITS[usize::try_from(digit).unwrap_or(0)]);
        said.push_str(word);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_said_once_and_only_inside() {
        for (value, said) in [
            (0, "零"),
            (10, "十"),
            (19, "十九"),
            (20, "二十"),
            (105, "一百零五"),
            (110, "一百一十"),
            (1_001, "一千零一"),
            (1_010, "一千零一十"),
            (10_010, "一万零一十"),
            (100_000, "十万"),
            (101_000, "十万一千"),
            (10_000_000, "一千万"),
            (120_000_001, "一亿二千万零一"),
            (100_100_000, "一亿零一十万"),
            (1_000_000_000_000, "一万亿"),
        ] {
            assert_eq!(number(value), said, "{value}");
        }
        assert_eq!(decimal("12.05").as_deref(), Some("十二点零五"));
        assert_eq!(decimal("-3").as_deref(), Some("负三"));
        for none in ["", ".", "1.2.3", "+1", "一", "1e3"] {
            assert_eq!(decimal(none), None, "{none}");
        }
    }
}
