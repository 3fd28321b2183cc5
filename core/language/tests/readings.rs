//! A closed lexicon of the words of ours whose characters have several readings: a speech engine reads these words right,
//! because each stands in a word that has one reading. A sentence with such a character in another word fails here, and is
//! put into other words or its word is looked up and added.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use std::{fs, path::Path};

/// Characters that engines read wrong where the word does not decide.
const SEVERAL: &str = "行重还长得着参调数相处为乐单假色藏量朝转便干种差传降角省盛薄";

/// Words of ours that decide: no dictionary gives them a second reading.
const WORDS: &[&str] = &[
    "银行",
    "也行",
    "就行",
    "都行",
    "不行",
    "说行",
    "行不行",
    "长辈",
    "太长",
    "重设",
    "重新",
    "重复",
    "重试",
    "颜色",
    "还没",
    "还有",
    "还不",
    "按数",
    "= 行",
    "还停",
    "还空",
    "还能",
    "还担心",
    "还要",
    "少数民族",
    "钱数",
    "算数",
    "的数",
    "个数",
    "数字",
    "位数",
    "再数",
    "一数",
    "次数",
    "参保",
    "乐龄",
    "名单",
    "单独",
    "相机",
    "相册",
    "隐藏",
    "藏起",
    "藏文",
    "看得",
    "记得",
    "隔得",
    "试得",
    "查得",
    "认得",
    "开得",
    "点得",
    "哪种",
    "这种",
    "一种",
    "朝鲜文",
    "一处",
    "别处",
    "真假",
    "是假的",
    "为什么",
    "为了",
    "因为",
    "转人工",
    "不便",
    "方便",
    "清干净",
    "流量",
];

fn sentences() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("messages/zh-CN");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let texts = files.filter(|path| path.extension().is_some_and(|end| end == "ftl"));
    let lines = texts.map(|path| fs::read_to_string(path).unwrap());
    lines
        .flat_map(|text| {
            text.lines().filter(|line| !line.starts_with('#')).map(|l| format!("{l}\n")).collect::<Vec<_>>()
        })
        .collect()
}

/// 着 and 得 behind a verb have one reading: 亮着, 听得清. 找着, 睡着 and 得去 are read in another way, and not held here.
fn is_particle(text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| text.get(at)).copied().unwrap_or(' ');
    let after = text.get(at + 1).copied().unwrap_or(' ');
    let behind_a_word = ('\u{4E00}'..='\u{9FA5}').contains(&before);
    match text[at] {
        '着' => (behind_a_word && !"找睡".contains(before)) || after == '急',
        '得' => behind_a_word && !"您去有再先等".contains(after) && !"您我就还".contains(before),
        _ => false,
    }
}

#[test]
fn every_character_of_several_readings_stands_in_a_word_that_decides() {
    let text: Vec<char> = sentences().chars().collect();
    assert!(text.len() > 5_000, "the sentences were found");
    let held = |at: usize| {
        WORDS.iter().any(|word| {
            let word: Vec<char> = word.chars().collect();
            (0..word.len())
                .filter(|i| word[*i] == text[at])
                .any(|i| at >= i && text.get(at - i..at - i + word.len()).is_some_and(|here| here == word))
        })
    };
    let open = |at: &usize| SEVERAL.contains(text[*at]) && !held(*at) && !is_particle(&text, *at);
    let around = |at: usize| text[at.saturating_sub(4)..(at + 4).min(text.len())].iter().collect::<String>();
    let unknown: Vec<String> = (0..text.len()).filter(open).map(around).collect();
    assert_eq!(unknown, Vec::<String>::new());
}
