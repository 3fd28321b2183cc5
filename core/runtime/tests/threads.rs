//! A core that is closed leaves no thread and no open file behind. Alone in its process, so that threads can be counted.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends")]

use std::sync::Arc;

use leling_protocol::Timestamp;
use leling_protocol::wire::PlatformKind;
use leling_runtime::{Core, Endpoint, Options, Platform};
use leling_screen::{PlatformOp, RequestId};

struct Nobody;

impl Platform for Nobody {
    fn screen_changed(&self, _: u64) {}

    fn perform(&self, _: RequestId, _: PlatformOp) {}
}

fn counted(what: &str) -> usize {
    std::fs::read_dir(format!("/proc/self/{what}")).unwrap().count()
}

#[test]
fn a_hundred_lives_leave_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let live = || {
        let options = Options {
            dir: dir.path().to_owned(),
            endpoint: Endpoint::demo_loopback("http://127.0.0.1:9").unwrap(),
            links: Vec::new(),
            extra_roots: Vec::new(),
            platform: PlatformKind::Simulator,
            wall: Arc::new(|| Timestamp::from_seconds(1_795_400_400)),
        };
        let core = Core::open(options, Arc::new(Nobody)).unwrap();
        assert_eq!(core.screen().unwrap().id.as_str(), "first_start");
        core.close();
    };
    live();
    let before = (counted("task"), counted("fd"));
    for _ in 0..100 {
        live();
    }
    assert_eq!((counted("task"), counted("fd")), before);
}
