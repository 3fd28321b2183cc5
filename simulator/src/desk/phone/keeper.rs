//! The task of a phone: its process and what goes in and out of it.

use std::{
    collections::BTreeMap,
    io,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use leling_screen::platform::Bytes;
use leling_screen::{CameraState, PlatformFailure, PlatformOutcome, RequestId, SystemEvent, UiEvent};
use serde::Deserialize;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{ChildStdin, ChildStdout},
    sync::mpsc,
};

use super::{Act, ActError, FromPage, Order, PageId, PhoneView, Picture, Plan};
use crate::{
    desk::{
        child::{Process, Wrapper},
        outbox::{Frame, Outbox},
    },
    files,
    lines::{LINE_LIMIT, ToPhone, to_line},
    relay::Mode,
};

/// What stands in the line of a screen that looks through the camera.
const STAGE: &str = r#""kind":"camera_stage""#;

/// A process that runs: where its lines come from and where they go.
struct Running {
    process: Process,
    lines: Lines<BufReader<ChildStdout>>,
    input: mpsc::UnboundedSender<Line>,
    /// Whether a picture is on its way to the process.
    picture: Arc<AtomicBool>,
}

/// A line for the process.
struct Line {
    text: String,
    /// Lowered when the line is written.
    picture: Option<Arc<AtomicBool>>,
}

impl Running {
    fn send(&self, message: &ToPhone) {
        let _ = self.input.send(Line { text: to_line(message), picture: None });
    }

    /// Sends a picture unless one is on its way: a process that is slow gets fewer, not later ones.
    fn see(&self, message: &ToPhone) {
        if self.picture.swap(true, Ordering::AcqRel) {
            return;
        }
        let line = Line { text: to_line(message), picture: Some(Arc::clone(&self.picture)) };
        if line.text.len() > LINE_LIMIT {
            tracing::info!("picture is too large, dropped");
            self.picture.store(false, Ordering::Release);
        } else {
            let _ = self.input.send(line);
        }
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the page")]
pub(super) struct Keeper {
    plan: Plan,
    online: bool,
    slow: bool,
    clock_seconds: i64,
    call: bool,
    capture: bool,
    camera: CameraState,
    began: Instant,
    running: Option<Running>,
    screen: Option<Arc<str>>,
    /// Whether the screen looks through the camera.
    stage: bool,
    pages: BTreeMap<PageId, Outbox>,
    last_page: u64,
    /// Requests that a page was asked to perform and has not completed.
    pending: BTreeMap<RequestId, PageId>,
}

/// The fields of a phone's line that decide where it goes; the rest is passed on as it came.
#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: Kind,
    request: Option<RequestId>,
    op: Option<Wanted>,
}

/// What is wanted of the hardware, as far as it is not the page's to do.
#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
enum Wanted {
    OpenApp {
        link: String,
    },
    #[serde(other)]
    PagesOwn,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Screen,
    Perform,
}

impl Keeper {
    pub(super) fn new(plan: Plan) -> Self {
        Self {
            plan,
            online: true,
            slow: false,
            clock_seconds: 0,
            call: false,
            capture: false,
            camera: CameraState::Ready,
            began: Instant::now(),
            running: None,
            screen: None,
            stage: false,
            pages: BTreeMap::new(),
            last_page: 0,
            pending: BTreeMap::new(),
        }
    }

    pub(super) async fn serve(mut self, mut mailbox: mpsc::UnboundedReceiver<Order>) {
        loop {
            tokio::select! {
                order = mailbox.recv() => match order {
                    Some(Order::Stop(reply)) => {
                        self.end().await;
                        let _ = reply.send(());
                        return;
                    }
                    Some(order) => self.obey(order).await,
                    None => return self.end().await,
                },
                line = next_line(&mut self.running) => match line {
                    Some(line) => self.take(&line),
                    None => self.kill().await,
                },
                Ok(()) = self.plan.gateway.changed() => self.plan.relay.aim(*self.plan.gateway.borrow_and_update()),
            }
        }
    }

    async fn obey(&mut self, order: Order) {
        match order {
            Order::View(reply) => drop(reply.send(self.view())),
            Order::Act(act, reply) => {
                let done = self.act(act).await;
                let _ = reply.send(done.map(|()| self.view()));
            }
            Order::Join(outbox, reply) => drop(reply.send(self.join(outbox))),
            Order::Page(message) => self.page(message),
            Order::Picture(picture) => self.see(picture),
            Order::Leave(page) => {
                self.pages.remove(&page);
                let left: Vec<_> = self.pending.extract_if(.., |_, asked| *asked == page).collect();
                for (request, _) in left {
                    self.unavailable(request);
                }
            }
            Order::Stop(_) => {}
        }
    }

    async fn act(&mut self, act: Act) -> Result<(), ActError> {
        match act {
            Act::Kill => self.kill().await,
            Act::Start => self.start()?,
            Act::Network { on } => {
                self.online = on;
                self.switch();
                self.tell(SystemEvent::Network { online: self.online });
            }
            Act::Slow { on } => {
                self.slow = on;
                self.switch();
            }
            Act::Clock { seconds } => {
                self.clock_seconds = seconds;
                if let Some(running) = &self.running {
                    running.send(&ToPhone::Clock { seconds });
                }
                // Who sets a clock leaves the app for it and comes back.
                self.tell(SystemEvent::Resumed);
            }
            Act::Call { on } => {
                self.call = on;
                self.tell(SystemEvent::Call { active: on });
            }
            Act::Capture { on } => {
                self.capture = on;
                self.tell(SystemEvent::Capture { active: on });
            }
            Act::Camera { state } => {
                self.camera = state;
                self.tell(SystemEvent::Camera { state });
            }
            Act::Wipe => {
                self.end().await;
                files::empty(&self.store(), &[])?;
                self.start()?;
            }
            Act::Truncate => {
                self.end().await;
                let cut = self.truncate();
                self.start()?;
                cut?;
            }
        }
        Ok(())
    }

    pub(super) fn start(&mut self) -> io::Result<()> {
        if self.running.is_some() {
            return Ok(());
        }
        files::private_dir(&self.plan.dir)?;
        let gateway = format!("http://{}", self.plan.relay.address());
        let (dir, shift) = (self.plan.dir.as_os_str(), self.clock_seconds.to_string());
        let fixed = ["phone".as_ref(), "--dir".as_ref(), dir, "--gateway".as_ref(), gateway.as_ref()];
        let clock = ["--clock-shift".as_ref(), shift.as_ref()];
        let links = self.plan.links.iter().flat_map(|link| ["--link".as_ref(), link.as_ref()]);
        let args = fixed.into_iter().chain(clock).chain(links);
        let spawned = self.plan.nursery.spawn(self.plan.name, Wrapper::Direct, args)?;
        let (input, lines) = mpsc::unbounded_channel();
        tokio::spawn(write_lines(spawned.stdin, lines));
        let lines = BufReader::new(spawned.stdout).lines();
        self.running = Some(Running { process: spawned.process, lines, input, picture: Arc::default() });
        self.tell_pages(&up());
        self.tell_what_is_unusual();
        Ok(())
    }

    /// Tells a process that has just begun what stands differently from what a phone takes for granted.
    fn tell_what_is_unusual(&self) {
        let online = self.online;
        for (unusual, change) in [
            (!online, SystemEvent::Network { online }),
            (self.call, SystemEvent::Call { active: true }),
            (self.capture, SystemEvent::Capture { active: true }),
        ] {
            if unusual {
                self.tell(change);
            }
        }
    }

    async fn kill(&mut self) {
        if let Some(Running { process, .. }) = self.running.take() {
            process.kill().await;
            self.is_down();
        }
    }

    async fn end(&mut self) {
        if let Some(Running { process, lines, input, .. }) = self.running.take() {
            drop((lines, input));
            process.end().await;
            self.is_down();
        }
    }

    fn is_down(&mut self) {
        self.pending.clear();
        self.screen = None;
        self.stage = false;
        self.tell_pages(&down());
    }

    fn store(&self) -> PathBuf {
        self.plan.dir.join("store")
    }

    fn truncate(&self) -> Result<(), ActError> {
        let file = std::fs::OpenOptions::new().write(true).open(self.store().join("store.db"));
        let file = file.map_err(|_| ActError::NoStore)?;
        // Half a page is left at the end, as after a power cut.
        file.set_len((file.metadata()?.len() / 2) | 0x7FF)?;
        Ok(())
    }

    fn switch(&self) {
        self.plan.relay.set(match (self.online, self.slow) {
            (false, _) => Mode::Down,
            (true, true) => Mode::Slow,
            (true, false) => Mode::Up,
        });
    }

    fn tell(&self, change: SystemEvent) {
        if let Some(running) = &self.running {
            running.send(&ToPhone::Dispatch { event: UiEvent::System { change } });
        }
    }

    fn join(&mut self, outbox: Outbox) -> PageId {
        outbox.push(if self.running.is_some() { up() } else { down() });
        if let Some(screen) = &self.screen {
            outbox.push(Frame::Screen(Arc::clone(screen)));
        }
        self.last_page += 1;
        let page = PageId(self.last_page);
        self.pages.insert(page, outbox);
        page
    }

    fn page(&mut self, message: FromPage) {
        let Some(running) = &self.running else { return };
        match message {
            FromPage::Dispatch { event } => {
                let pages_own = |change: &SystemEvent| {
                    matches!(
                        change,
                        SystemEvent::Dark { .. }
                            | SystemEvent::SpeechEnded
                            | SystemEvent::Voice { .. }
                            | SystemEvent::Earpiece { .. }
                            | SystemEvent::ScreenReader { .. }
                    )
                };
                match &event {
                    UiEvent::System { change } if !pages_own(change) => {
                        tracing::info!("event is not a page's, dropped");
                    }
                    _ => running.send(&ToPhone::Dispatch { event }),
                }
            }
            FromPage::Complete { request, outcome } => {
                let pages_own = matches!(outcome, PlatformOutcome::Done | PlatformOutcome::Failed { .. });
                if pages_own && self.pending.remove(&request).is_some() {
                    running.send(&ToPhone::Complete { request, outcome });
                }
            }
        }
    }

    fn see(&self, Picture { width, height, y, uv }: Picture) {
        let Some(running) = self.running.as_ref().filter(|_| self.camera == CameraState::Ready) else { return };
        let t_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let (width, height) = (width.into(), height.into());
        running.see(&ToPhone::Frame { width, height, t_ms, y: Bytes(y), uv: uv.map(Bytes) });
    }

    /// Hands a link to the app that has claimed it, and shows that app.
    fn open_app(&self, request: RequestId, link: String) {
        let app = self.plan.apps.iter().find(|app| link.starts_with(&app.claims));
        let outcome = match app {
            Some(app) if app.links.send(link).is_ok() => {
                self.tell_pages(&Frame::Event(format!(r#"{{"type":"app","name":"{}"}}"#, app.name).into()));
                PlatformOutcome::Done
            }
            _ => PlatformOutcome::Failed { why: PlatformFailure::Absent },
        };
        if let Some(running) = &self.running {
            running.send(&ToPhone::Complete { request, outcome });
        }
    }

    /// Passes a line of the phone on.
    fn take(&mut self, line: &str) {
        let Ok(envelope) = serde_json::from_str::<Envelope>(line) else {
            tracing::warn!(phone = self.plan.name, "the phone's line is no message");
            return;
        };
        let text: Arc<str> = line.into();
        match (envelope.kind, envelope.request, envelope.op) {
            (Kind::Perform, Some(request), Some(Wanted::OpenApp { link })) => self.open_app(request, link),
            (Kind::Screen, ..) => {
                // A phone that opens its camera learns then whether it may.
                let stage = line.contains(STAGE);
                if stage && !core::mem::replace(&mut self.stage, stage) {
                    self.tell(SystemEvent::Camera { state: self.camera });
                }
                self.stage = stage;
                self.screen = Some(Arc::clone(&text));
                self.tell_pages(&Frame::Screen(text));
            }
            (Kind::Perform, Some(request), _) => {
                if let Some((page, outbox)) = self.pages.last_key_value() {
                    self.pending.insert(request, *page);
                    outbox.push(Frame::Event(text));
                } else {
                    self.unavailable(request);
                }
            }
            (Kind::Perform, None, _) => {}
        }
    }

    fn unavailable(&self, request: RequestId) {
        if let Some(running) = &self.running {
            let outcome = PlatformOutcome::Failed { why: PlatformFailure::Unavailable };
            running.send(&ToPhone::Complete { request, outcome });
        }
    }

    fn tell_pages(&self, frame: &Frame) {
        self.pages.values().for_each(|outbox| outbox.push(frame.clone()));
    }

    fn view(&self) -> PhoneView {
        PhoneView {
            name: self.plan.name,
            title: self.plan.title,
            up: self.running.is_some(),
            online: self.online,
            slow: self.slow,
            clock_seconds: self.clock_seconds,
            call: self.call,
            capture: self.capture,
            camera: self.camera,
            software_keys: true,
        }
    }
}

fn up() -> Frame {
    Frame::Event(format!(r#"{{"type":"up","contract_version":{}}}"#, leling_screen::CONTRACT_VERSION).into())
}

fn down() -> Frame {
    Frame::Event(r#"{"type":"down"}"#.into())
}

/// The next line of the process; `None` once it has ended, and never where none runs.
async fn next_line(running: &mut Option<Running>) -> Option<String> {
    match running {
        Some(running) => running.lines.next_line().await.ok().flatten(),
        None => std::future::pending().await,
    }
}

/// Writes lines until the sender is dropped, which closes the phone's standard input.
async fn write_lines(mut stdin: ChildStdin, mut lines: mpsc::UnboundedReceiver<Line>) {
    while let Some(line) = lines.recv().await {
        if stdin.write_all(line.text.as_bytes()).await.is_err() {
            return;
        }
        if let Some(picture) = line.picture {
            picture.store(false, Ordering::Release);
        }
    }
}
