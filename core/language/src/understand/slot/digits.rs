//! Digits said one by one: 幺 and 洞, 俩七 and 三个七, phone numbers.

use super::super::ear::Ear;
use super::super::sound::Sign;
use super::super::text::Said;
use super::numerals::{digit, digit_within};

/// Words that lead up to digits or follow them.
const BESIDE: &str = "是码号数字条电话手机验证短信上面写着了的有我你俺您听记念给下啊吧呢嗯哦呃那就这个对好发来人家纸窗口填输入按说咱他们显示后卡尾看瞧等想再念";

/// Words around digits with a number word in them.
const ASIDE: [&str; 8] = ["记一下", "等一下", "看一下", "听一下", "听一听", "看一看", "等一等", "一下"];

/// Takes out what has a number word in it and is no digit.
fn without_asides(said: &Said) -> Said {
    let words = ASIDE.iter().fold(said.words.clone(), |words, aside| words.replace(aside, ""));
    Said::of_words(words, said.accent)
}

/// Hears digits; of the asked length where that is known.
pub(super) fn hear(said: &Said, length: Option<usize>) -> Option<String> {
    let said = &without_asides(said);
    let heard = longest(said, length).filter(|heard| heard.len() >= 2);
    let heard = heard.filter(|heard| length.is_none_or(|length| heard.len() == length));
    heard.or_else(|| of_length(&said.signs, length?, Ear::of(said.accent)))
}

/// From so many digits on, what stands beside them may be misheard, so many characters of it.
const SURE_LENGTH: usize = 4;
const STRANGE: usize = 3;

/// Digits of a mobile number.
const MOBILE: usize = 11;

/// Hears a phone number: a mobile one of eleven digits, or one with an area code.
pub(super) fn phone(said: &Said) -> Option<String> {
    let said = &without_asides(said);
    let heard = longest(said, Some(MOBILE));
    let fits = |heard: &String| {
        heard.len() == MOBILE || (heard.starts_with('0') && (MOBILE - 1..=MOBILE + 1).contains(&heard.len()))
    };
    heard.filter(fits).or_else(|| of_length(&said.signs, MOBILE, Ear::of(said.accent)))
}

/// A run of digits in an utterance.
struct Run {
    start: usize,
    end: usize,
    heard: String,
    sure: usize,
}

fn longest(said: &Said, length: Option<usize>) -> Option<String> {
    let ear = Ear::of(said.accent);
    let signs = &said.signs;
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let run = run(&signs[at..], ear);
        if run.heard.is_empty() {
            at += 1;
        } else {
            let next = at + run.end;
            runs.push(Run { start: at, end: next, ..run });
            at = next;
        }
    }
    let mut best = runs.into_iter().max_by_key(|run| run.sure)?;
    trim(&mut best, signs, length);
    let outside = signs[..best.start].iter().chain(&signs[best.end..]);
    let strange = outside.filter(|sign| !BESIDE.contains(sign.written)).count();
    // So many digits as were asked for are them, though a word or two beside them were misheard.
    let whole = length.is_some_and(|length| length >= SURE_LENGTH && best.sure == length && best.heard.len() == length);
    let told = strange == 0 || (whole && strange <= STRANGE);
    // Ten among digits is a four that was misheard, or a number: 六十三.
    if length != Some(best.heard.len()) && signs[best.start..best.end].iter().any(|sign| sign.written == '十') {
        return None;
    }
    // Mostly digits as they are written; a few that were misheard.
    (told && best.sure * 2 >= best.heard.len() && best.sure > 0).then_some(best.heard)
}

/// Reads as many digits as were asked for, where a character or two between them is none: one that was added.
fn of_length(signs: &[Sign], length: usize, ear: &Ear) -> Option<String> {
    /// Where the number of digits is known, the sound may lie a little farther from a digit.
    const FAR: f32 = 0.33;
    const ADDED: usize = 2;
    let heard: Vec<(usize, u8, f32)> = signs
        .iter()
        .enumerate()
        .filter(|(_, sign)| !BESIDE.contains(sign.written))
        .filter_map(|(at, sign)| digit_within(*sign, ear, FAR).map(|(value, far)| (at, value, far)))
        .collect();
    let (first, last) = (heard.first()?.0, heard.last()?.0);
    let between = last + 1 - first - heard.len();
    let sure = heard.iter().filter(|(_, _, far)| *far <= 0.0).count();
    let told = signs[..first].iter().chain(&signs[last + 1..]).all(|sign| BESIDE.contains(sign.written));
    let fits = heard.len() == length && between <= ADDED && sure * 3 >= length * 2 && told;
    fits.then(|| heard.iter().map(|(_, value, _)| char::from(b'0' + value)).collect())
}

/// Reads digits from the beginning of `signs` on.
fn run(signs: &[Sign], ear: &Ear) -> Run {
    let mut run = Run { start: 0, end: 0, heard: String::new(), sure: 0 };
    while let Some(sign) = signs.get(run.end) {
        let rest = &signs[run.end..];
        if let Some((times, value, length)) = repeated(rest, ear) {
            (0..times).for_each(|_| run.heard.push(char::from(b'0' + value)));
            run.sure += usize::from(times);
            run.end += length;
        } else if let Some((value, far)) = digit(*sign, ear) {
            run.heard.push(char::from(b'0' + value));
            run.sure += usize::from(far <= 0.0);
            run.end += 1;
        } else {
            break;
        }
    }
    run
}

/// 俩七 is two sevens, 三个七 is three: how often, which digit, in how many characters.
fn repeated(signs: &[Sign], ear: &Ear) -> Option<(u8, u8, usize)> {
    let sure = |sign: &Sign| digit(*sign, ear).filter(|(_, far)| *far <= 0.0).map(|(value, _)| value);
    match signs {
        [pair, value, ..] if "俩双".contains(pair.written) => Some((2, sure(value)?, 2)),
        [times, measure, value, ..] if measure.written == '个' => {
            let times = sure(times).filter(|times| (2..=5).contains(times))?;
            Some((times, sure(value)?, 3))
        }
        _ => None,
    }
}

/// Takes off the ends what only sounds like a digit: 是 before, 吧 after.
fn trim(run: &mut Run, signs: &[Sign], length: Option<usize>) {
    let written = |sign: &Sign| BESIDE.contains(sign.written);
    while run.heard.len() > 1 && length != Some(run.heard.len()) && written(&signs[run.start]) {
        run.start += 1;
        run.heard.remove(0);
    }
    while run.heard.len() > 1 && length != Some(run.heard.len()) && written(&signs[run.end - 1]) {
        run.end -= 1;
        run.heard.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::accent::Accent;
    use super::*;

    fn digits(said: &str) -> Option<String> {
        hear(&Said::new(said, Accent::Standard), None)
    }

    #[test]
    fn digits_as_people_say_them() {
        for (said, heard) in [
            ("四八二六幺三", "482613"),
            ("验证码是四八二，六一三", "482613"),
            ("是四八二六一三吧", "482613"),
            ("九零俩五俩一", "905511"),
            ("三个七零二", "77702"),
            ("六洞二八一五", "602815"),
            ("四八二留一三", "482613"),
            ("４８２６１３", "482613"),
            ("记一下，四八二六一三", "482613"),
        ] {
            assert_eq!(digits(said).as_deref(), Some(heard), "{said}");
        }
    }

    #[test]
    fn what_is_no_row_of_digits_is_none() {
        for said in ["", "重新发一条", "一", "今天星期三", "吧就起", "四八二苹果六一三", "四八二六十三"]
        {
            assert_eq!(digits(said), None, "{said}");
        }
        assert_eq!(hear(&Said::new("四八二六一", Accent::Standard), Some(6)), None);
    }

    #[test]
    fn a_phone_number_has_eleven_digits() {
        let heard = |said| phone(&Said::new(said, Accent::Standard));
        assert_eq!(heard("我的电话是九九九，幺二三四，五六七八").as_deref(), Some("99912345678"));
        assert_eq!(heard("九九九一二三四五六七"), None);
    }
}
