//! `docs/errors.md` and the codes are one list, in the same order, with the sentence that people see.

use leling_language::Catalogue;
use leling_protocol::ErrorCode;
use leling_screen::Language;

#[test]
fn the_page_lists_every_code_with_cause_cure_and_sentence() {
    let catalogue = Catalogue::new();
    let page = include_str!("../../../docs/errors.md");
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let listed: Vec<&str> = rows.iter().map(|row| row[0].trim_matches('`')).collect();
    let codes: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(listed, codes);
    for (row, code) in rows.iter().zip(ErrorCode::ALL) {
        let [_, class, status, sentence, cause, cure] = row.as_slice() else { panic!("{code}: {row:?}") };
        assert_eq!(*class, format!("{:?}", code.class()), "{code}");
        let on_the_wire = if code.http_status() == 0 { "–".to_owned() } else { code.http_status().to_string() };
        assert_eq!(*status, on_the_wire, "{code}");
        assert_eq!(*sentence, catalogue.error(Language::Chinese, *code).what.display(), "{code}");
        assert!(!cause.is_empty() && !cure.is_empty(), "{code}");
    }
}
