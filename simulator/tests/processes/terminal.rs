//! The terminal as a process: photographs of codes in, verdicts out.

use std::{fs, io::Write, path::Path};

use leling_code::Picture;
use leling_simulator::terminal::{Header, Outcome, Reason, Status, Verdict};

use crate::{
    card::{Card, now, photo_of, photo_without_drawing},
    child::{Process, command},
};

struct Terminal(Process);

impl Terminal {
    fn start(dir: &Path) -> Self {
        let mut command = command();
        command.arg("terminal").arg("--keys").arg(dir);
        Self(Process::start(command))
    }

    fn look(&mut self, picture: &Picture) -> Verdict {
        let header = Header::look(picture.width(), picture.height(), picture.data().len()).unwrap();
        let stdin = self.0.stdin.as_mut().unwrap();
        stdin.write_all(header.to_line().as_bytes()).unwrap();
        stdin.write_all(picture.data()).unwrap();
        serde_json::from_str(&self.0.line()).unwrap()
    }

    fn reload(&mut self) -> Status {
        self.0.stdin.as_mut().unwrap().write_all(Header::Reload.to_line().as_bytes()).unwrap();
        serde_json::from_str(&self.0.line()).unwrap()
    }

    fn code(&mut self, picture: &Picture) -> Reason {
        self.look(picture).code
    }
}

fn desk() -> (tempfile::TempDir, Card) {
    let (dir, card) = (tempfile::tempdir().unwrap(), Card::new());
    card.write_key(dir.path());
    card.write_list(dir.path(), now(), None);
    (dir, card)
}

#[test]
fn a_code_is_accepted_once_and_says_whom_to_look_at() {
    let (dir, card) = desk();
    let mut terminal = Terminal::start(dir.path());
    let at = now();
    let verdict = terminal.look(&card.photo(at, 1));
    assert_eq!((verdict.verdict, verdict.code, verdict.level), (Outcome::Accepted, Reason::Ok, Some(1)));
    assert_eq!((verdict.lead.as_str(), verdict.more.as_str()), ("可以受理", "请核对本人"));
    let holder = verdict.holder.unwrap();
    assert_eq!((holder.name.as_str(), holder.birth_year, holder.last_four.as_str()), ("李*国", 1957, "0017"));
    assert_eq!(verdict.list_age_days, Some(0));

    let again = terminal.look(&card.photo(at, 2));
    assert_eq!((again.verdict, again.code, again.holder), (Outcome::Refused, Reason::Replay, None));
    let doubled = fs::read_to_string(dir.path().join("own/doubled.jsonl")).unwrap();
    assert_eq!(doubled.lines().count(), 1);
    assert!(!doubled.contains('李') && !doubled.contains("0017"));
    assert_eq!(terminal.0.end(), Some(0));
}

#[test]
fn a_killed_terminal_still_refuses_the_second_use() {
    let (dir, card) = desk();
    let mut terminal = Terminal::start(dir.path());
    let at = now();
    assert_eq!(terminal.code(&card.photo(at, 3)), Reason::Ok);
    terminal.0.child.kill().unwrap();
    let mut terminal = Terminal::start(dir.path());
    assert_eq!(terminal.code(&card.photo(at, 4)), Reason::Replay);
}

#[test]
fn a_picture_without_a_code_or_with_a_foreign_one_is_said_so() {
    let (dir, card) = desk();
    let mut terminal = Terminal::start(dir.path());
    let verdict = terminal.look(&photo_without_drawing(5));
    assert_eq!((verdict.verdict, verdict.code), (Outcome::Nothing, Reason::NoCode));
    assert_eq!(terminal.code(&photo_of("https://example.com/pay", 5)), Reason::NotOurs);
    assert_eq!(terminal.code(&photo_of("LL1:ABC", 6)), Reason::Malformed);
    assert_eq!(terminal.code(&Card::new().photo(now(), 7)), Reason::Foreign);
    assert_eq!(terminal.code(&card.photo(now() - 90, 8)), Reason::TooOld);
    assert_eq!(terminal.code(&card.photo(now() + 90, 9)), Reason::FromFuture);
    assert_eq!(terminal.code(&card.photo(now(), 10)), Reason::Ok);
}

#[test]
fn a_card_revoked_since_is_refused_once_the_list_is_read_again() {
    let (dir, card) = desk();
    let mut terminal = Terminal::start(dir.path());
    terminal.reload();
    card.write_list(dir.path(), now() + 1, Some(Card::index()));
    assert_eq!(terminal.code(&card.photo(now() - 30, 11)), Reason::Ok, "the new list is not read yet");
    assert_eq!(terminal.reload(), Status { list_age_days: Some(0), list_missing: false, keys: 1 });
    assert_eq!(terminal.code(&card.photo(now() + 30, 12)), Reason::Revoked);

    // Somebody puts the old list back: it does not replace the newer one.
    card.write_list(dir.path(), now() - 60, None);
    terminal.reload();
    assert_eq!(terminal.code(&card.photo(now() + 30, 13)), Reason::Revoked);
}

#[test]
fn a_list_of_more_than_seven_days_or_none_is_not_relied_upon() {
    let (dir, card) = desk();
    card.write_list(dir.path(), now() - 8 * 86_400, None);
    let mut terminal = Terminal::start(dir.path());
    let verdict = terminal.look(&card.photo(now(), 14));
    assert_eq!((verdict.code, verdict.list_age_days), (Reason::ListOld, Some(8)));
    card.write_list(dir.path(), now() - 6 * 86_400, None);
    assert_eq!(terminal.reload().list_age_days, Some(6));
    drop(terminal);

    // Signed by nobody that this terminal knows.
    Card::new().write_list(dir.path(), now(), None);
    let mut terminal = Terminal::start(dir.path());
    assert_eq!(terminal.code(&card.photo(now(), 15)), Reason::NoList);
    assert!(terminal.reload().list_missing);
}

#[test]
fn without_its_folder_or_behind_a_broken_header_it_ends() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Terminal::start(&dir.path().join("none")).0.end(), Some(1));
    let mut terminal = Terminal::start(dir.path());
    terminal.0.stdin.as_mut().unwrap().write_all(b"{\"type\":\"look\",\"width\":9}\n").unwrap();
    assert_eq!(terminal.0.end(), Some(1));
}
