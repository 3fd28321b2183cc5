//! The doors as a stranger's script uses them: the binary, its input, its lines.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use image::{GrayImage, ImageFormat, Luma};
use leling_code::{Level, draw};
use serde_json::Value;

fn probe(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leling-probe"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = probe(arguments).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn picture_of(text: &str) -> GrayImage {
    let modules = draw(text, Level::Medium).unwrap();
    let side = u32::try_from(modules.full_size() * 4).unwrap();
    let dark = |x: u32, y: u32| modules.is_dark((x as usize / 4).wrapping_sub(4), (y as usize / 4).wrapping_sub(4));
    GrayImage::from_fn(side, side, |x, y| Luma([if dark(x, y) { 0 } else { 255 }]))
}

fn save(folder: &Path, name: &str, picture: &GrayImage, format: ImageFormat) -> PathBuf {
    let path = folder.join(name);
    picture.save_with_format(&path, format).unwrap();
    path
}

#[test]
fn qr_reads_good_files_and_goes_on_after_bad_ones() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let good = picture_of("LL1:6BF+70790T9WJWG.FKY*4GO0");
    save(folder.path(), "good.png", &good, ImageFormat::Png);
    save(folder.path(), "good.jpeg", &good, ImageFormat::Jpeg);
    save(folder.path(), "misnamed.png", &good, ImageFormat::Jpeg);
    save(folder.path(), "empty.png", &GrayImage::from_pixel(90, 90, Luma([255])), ImageFormat::Png);
    std::fs::write(at("words.png"), "not a picture").unwrap();
    std::fs::write(at("nothing.png"), "").unwrap();
    let whole = std::fs::read(at("good.png")).unwrap();
    std::fs::write(at("cut.png"), &whole[..whole.len() / 2]).unwrap();

    let names =
        ["good.png", "words.png", "nothing.png", "cut.png", "missing.png", "empty.png", "misnamed.png", "good.jpeg"];
    let files = names.map(|name| at(name).to_str().unwrap().to_owned());
    let mut arguments = vec!["qr"];
    arguments.extend(files.iter().map(String::as_str));
    let lines = lines(&run(&arguments, b""));

    assert_eq!(lines.len(), names.len());
    for (line, file) in lines.iter().zip(&files) {
        assert_eq!(line["file"], file.as_str());
        assert!(line["ms"].is_number());
        let readable = ["good.png", "misnamed.png", "good.jpeg"].iter().any(|name| file.ends_with(name));
        let text = if readable { Value::from("LL1:6BF+70790T9WJWG.FKY*4GO0") } else { Value::Null };
        assert_eq!(line["text"], text, "{file}");
        let looked_at = readable || file.ends_with("empty.png");
        assert_eq!(line.get("error").is_none(), looked_at, "{file}");
    }
}

#[test]
fn hostile_texts_come_out_escaped_on_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let text = "a\"b\\\n\u{0}\u{1b}[31m乐\u{202e}";
    let path = save(folder.path(), "hostile.png", &picture_of(text), ImageFormat::Png);
    let lines = lines(&run(&["qr", path.to_str().unwrap()], b""));
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["text"], text);
}

#[test]
fn id_judges_each_line() {
    let input =
        "379901195707080017\r\n379901195707080018\n\n３７９９０１１９５７０７０８００５ｘ\n379901202611240016\nlast";
    let lines = lines(&run(&["id", "--today", "2026-11-23"], input.as_bytes()));
    let verdicts: Vec<_> = lines.iter().map(|l| (l["ok"].as_bool().unwrap(), l["reason"].as_str())).collect();
    assert_eq!(
        verdicts[..4],
        [(true, None), (false, Some("id.check_digit")), (false, Some("id.length")), (true, None)]
    );
    assert_eq!(verdicts[5], (false, Some("id.length")));
    assert_eq!(lines[0]["text"], "379901195707080017");
    assert_eq!(lines[3]["text"], "３７９９０１１９５７０７０８００５ｘ");
    assert!(lines.iter().all(|line| line["ms"].is_number()));
}

#[test]
fn the_day_decides_what_lies_in_the_future() {
    // Born 2026-11-24.
    let body = "37990120261124001";
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let number = format!("{body}{}", b"10X98765432"[sum as usize % 11] as char);
    let reason = |today| lines(&run(&["id", "--today", today], number.as_bytes()))[0]["reason"].clone();
    assert_eq!(reason("2026-11-23"), "id.birth_future");
    assert_eq!(reason("2026-11-24"), Value::Null);
    assert!(!run(&["id", "--today", "2026-13-01"], b"").status.success());
}

#[test]
fn bytes_that_are_no_text_get_an_answer() {
    let lines = lines(&run(&["id", "--today", "2026-11-23"], b"\xff\xfe\x00\n379901195707080017\n\xe4\xb9"));
    assert_eq!(lines.len(), 3);
    assert_eq!((&lines[0]["ok"], &lines[1]["ok"], &lines[2]["ok"]), (&false.into(), &true.into(), &false.into()));
}

#[test]
fn a_line_is_answered_before_the_next_one_comes() {
    let mut child = probe(&["id", "--today", "2026-11-23"]).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for _ in 0..3 {
        input.write_all(b"379901195707080017\n").unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert!(line.contains("\"ok\":true"));
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mut child = probe(&["id", "--today", "2026-11-23"]).spawn().unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    for _ in 0..2_000 {
        if input.write_all(&b"379901195707080017\n".repeat(10)).is_err() {
            break;
        }
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn doors_that_do_not_exist_are_refused() {
    for arguments in [&["face"][..], &["qr"], &[]] {
        let output = run(arguments, b"");
        assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}");
    }
}
