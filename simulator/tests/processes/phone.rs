//! A phone as a process, without a gateway: first screen, keys, kills, lines that are none.

use std::{io::Write, path::Path, time::Duration};

use leling_screen::platform::Bytes;
use leling_screen::{PlatformOutcome, RequestId, Screen, SystemEvent, Theme, UiEvent};
use leling_simulator::lines::{FromPhone, ToPhone, from_line, to_line};

use crate::child::{Process, command};

/// Nobody listens there: a phone without a network.
const NOWHERE: &str = "http://127.0.0.1:9";

struct Phone(Process);

impl Phone {
    fn start(dir: &Path) -> Self {
        let mut command = command();
        command.args(["phone", "--gateway", NOWHERE, "--clock-shift", "-86400", "--dir"]).arg(dir);
        Self(Process::start(command))
    }

    fn screen(&self) -> Screen {
        loop {
            if let FromPhone::Screen { screen } = from_line(&self.0.line()).unwrap() {
                return *screen;
            }
        }
    }

    /// Waits for a screen of which `wanted` is true.
    fn screen_where(&self, wanted: impl Fn(&Screen) -> bool) -> Screen {
        loop {
            let screen = self.screen();
            if wanted(&screen) {
                return screen;
            }
        }
    }

    fn send(&mut self, line: &str) {
        self.0.stdin.as_mut().unwrap().write_all(line.as_bytes()).unwrap();
    }

    fn system(&mut self, change: SystemEvent) {
        self.send(&to_line(&ToPhone::Dispatch { event: UiEvent::System { change } }));
    }
}

#[test]
fn the_first_screen_comes_before_any_key() {
    let dir = tempfile::tempdir().unwrap();
    let phone = Phone::start(dir.path());
    let first = phone.screen();
    assert!(first.revision > 0);
    assert!(!dir.path().join("keys").exists());
    assert!(dir.path().join("store/store.db").exists());
    assert_eq!(phone.0.end(), Some(0));
}

#[test]
fn a_phone_comes_back_after_a_kill_and_lets_nobody_else_in_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let mut phone = Phone::start(dir.path());
    let first = phone.screen();
    phone.0.child.kill().unwrap();
    phone.0.child.wait().unwrap();
    let again = Phone::start(dir.path());
    assert_eq!(again.screen().id, first.id);
}

#[test]
fn lines_that_are_none_change_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut phone = Phone::start(dir.path());
    phone.screen();
    for line in
        ["", "{}", "[", "{\"type\":\"burn\"}", "{\"type\":\"dispatch\",\"event\":{\"event\":\"press\"}}", "王秀兰"]
    {
        phone.send(&format!("{line}\n"));
    }
    phone.send(&to_line(&ToPhone::Complete { request: RequestId(99), outcome: PlatformOutcome::Done }));
    phone.send(&to_line(&ToPhone::Clock { seconds: 315_360_000 }));
    // Pictures of a phone that looks for no code, whole ones and ones whose numbers lie.
    for (width, height, bytes) in [(64, 48, 64 * 48), (64, 48, 1), (0, 0, 0), (usize::MAX, usize::MAX, 64), (1, 1, 1)] {
        let y = Bytes(vec![200; bytes]);
        phone.send(&to_line(&ToPhone::Frame { width, height, t_ms: 0, y: y.clone(), uv: None }));
        phone.send(&to_line(&ToPhone::Frame { width, height, t_ms: 1, y: y.clone(), uv: Some(y) }));
    }
    assert_eq!(phone.0.line_within(Duration::from_millis(500)), None);
    phone.system(SystemEvent::Dark { on: true });
    phone.screen_where(|screen| screen.presentation.theme == Theme::Dark);
    assert_eq!(phone.0.end(), Some(0));
}

#[test]
fn a_phone_without_an_address_does_not_start() {
    let dir = tempfile::tempdir().unwrap();
    for gateway in ["http://gateway.example", "nowhere"] {
        let mut command = command();
        command.args(["phone", "--gateway", gateway, "--dir"]).arg(dir.path());
        assert_eq!(Process::start(command).end(), Some(1), "{gateway}");
    }
}
