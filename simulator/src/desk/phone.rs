//! A phone as the desk has it: its process, its network, its pages. One task owns it all and takes orders in turn.

use std::{collections::BTreeMap, io, net::SocketAddr, path::PathBuf, sync::Arc};

use leling_screen::{PlatformFailure, PlatformOutcome, RequestId, SystemEvent, UiEvent};
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{ChildStdin, ChildStdout},
    sync::{mpsc, oneshot, watch},
};

use super::{
    child::{Nursery, Process, Wrapper},
    outbox::{Frame, Outbox},
};
use crate::{
    files,
    lines::{ToPhone, to_line},
    relay::{Mode, Relay},
};

/// What a page is told of a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the page's contract names them so")]
pub(crate) struct PhoneView {
    name: &'static str,
    title: &'static str,
    up: bool,
    online: bool,
    slow: bool,
    clock_seconds: i64,
    software_keys: bool,
}

/// What a page may send on a phone's socket.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum FromPage {
    /// A press, an edit, words.
    Dispatch { event: UiEvent },
    /// The answer to a `perform`.
    Complete { request: RequestId, outcome: PlatformOutcome },
}

/// What the desk does to a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// kill -9.
    Kill,
    /// Starts it, unless it runs.
    Start,
    /// A network, or none.
    Network { on: bool },
    /// Every chunk waits.
    Slow { on: bool },
    /// Seconds by which its clock differs from the real one.
    Clock { seconds: i64 },
    /// The store is emptied; the keys stay.
    Wipe,
    /// The store's file loses its second half.
    Truncate,
}

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ActError {
    /// The phone's task has ended: the simulator is stopping.
    #[error("the simulator is stopping")]
    Stopping,
    /// There is no store file to cut.
    #[error("this phone has no store yet")]
    NoStore,
    /// The process did not start, or its folder cannot be changed.
    #[error("the phone's process or folder failed")]
    Io(#[from] io::Error),
}

/// A page that looks at a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PageId(u64);

enum Order {
    View(oneshot::Sender<PhoneView>),
    Act(Act, oneshot::Sender<Result<PhoneView, ActError>>),
    Join(Outbox, oneshot::Sender<PageId>),
    Page(FromPage),
    Leave(PageId),
    Stop(oneshot::Sender<()>),
}

/// The way to a phone's task.
#[derive(Clone, Debug)]
pub(crate) struct Phone {
    pub(crate) name: &'static str,
    orders: mpsc::UnboundedSender<Order>,
}

/// What a phone is made of before it is started.
pub(super) struct Plan {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) dir: PathBuf,
    pub(super) relay: Relay,
    pub(super) gateway: watch::Receiver<SocketAddr>,
    pub(super) nursery: Nursery,
}

impl Phone {
    /// Starts the phone's task and its process.
    pub(super) fn start(plan: Plan) -> io::Result<Self> {
        let (orders, mailbox) = mpsc::unbounded_channel();
        let name = plan.name;
        let mut keeper = Keeper::new(plan);
        keeper.start()?;
        tokio::spawn(keeper.serve(mailbox));
        Ok(Self { name, orders })
    }

    /// How it stands.
    pub(crate) async fn view(&self) -> Result<PhoneView, ActError> {
        self.ask(Order::View).await
    }

    /// Does something to it.
    pub(crate) async fn act(&self, act: Act) -> Result<PhoneView, ActError> {
        self.ask(|reply| Order::Act(act, reply)).await?
    }

    /// Adds a page; its frames come through `outbox`, beginning with how things stand.
    pub(crate) async fn join(&self, outbox: Outbox) -> Result<PageId, ActError> {
        self.ask(|reply| Order::Join(outbox, reply)).await
    }

    /// Takes what a page sent.
    pub(crate) fn page(&self, message: FromPage) {
        let _ = self.orders.send(Order::Page(message));
    }

    /// Removes a page; what it was asked to perform counts as unavailable.
    pub(crate) fn leave(&self, page: PageId) {
        let _ = self.orders.send(Order::Leave(page));
    }

    /// Ends the process and the task.
    pub(super) async fn stop(&self) {
        let _ = self.ask(Order::Stop).await;
    }

    async fn ask<T>(&self, order: impl FnOnce(oneshot::Sender<T>) -> Order) -> Result<T, ActError> {
        let (reply, answer) = oneshot::channel();
        self.orders.send(order(reply)).map_err(|_| ActError::Stopping)?;
        answer.await.map_err(|_| ActError::Stopping)
    }
}

/// A process that runs: where its lines come from and where they go.
struct Running {
    process: Process,
    lines: Lines<BufReader<ChildStdout>>,
    input: mpsc::UnboundedSender<String>,
}

impl Running {
    fn send(&self, message: &ToPhone) {
        let _ = self.input.send(to_line(message));
    }
}

struct Keeper {
    plan: Plan,
    online: bool,
    slow: bool,
    clock_seconds: i64,
    running: Option<Running>,
    screen: Option<Arc<str>>,
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
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Screen,
    Perform,
}

impl Keeper {
    fn new(plan: Plan) -> Self {
        Self {
            plan,
            online: true,
            slow: false,
            clock_seconds: 0,
            running: None,
            screen: None,
            pages: BTreeMap::new(),
            last_page: 0,
            pending: BTreeMap::new(),
        }
    }

    async fn serve(mut self, mut mailbox: mpsc::UnboundedReceiver<Order>) {
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

    fn start(&mut self) -> io::Result<()> {
        if self.running.is_some() {
            return Ok(());
        }
        files::private_dir(&self.plan.dir)?;
        let gateway = format!("http://{}", self.plan.relay.address());
        let (dir, shift) = (self.plan.dir.as_os_str(), self.clock_seconds.to_string());
        let args = [
            "phone".as_ref(),
            "--dir".as_ref(),
            dir,
            "--gateway".as_ref(),
            gateway.as_ref(),
            "--clock-shift".as_ref(),
            shift.as_ref(),
        ];
        let spawned = self.plan.nursery.spawn(self.plan.name, Wrapper::Direct, args)?;
        let (input, lines) = mpsc::unbounded_channel();
        tokio::spawn(write_lines(spawned.stdin, lines));
        self.running = Some(Running { process: spawned.process, lines: BufReader::new(spawned.stdout).lines(), input });
        self.tell_pages(&up());
        if !self.online {
            self.tell(SystemEvent::Network { online: self.online });
        }
        Ok(())
    }

    async fn kill(&mut self) {
        if let Some(Running { process, .. }) = self.running.take() {
            process.kill().await;
            self.is_down();
        }
    }

    async fn end(&mut self) {
        if let Some(Running { process, lines, input }) = self.running.take() {
            drop((lines, input));
            process.end().await;
            self.is_down();
        }
    }

    fn is_down(&mut self) {
        self.pending.clear();
        self.screen = None;
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
                let pages_own =
                    |change: &SystemEvent| matches!(change, SystemEvent::Dark { .. } | SystemEvent::SpeechEnded);
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

    /// Passes a line of the phone on.
    fn take(&mut self, line: &str) {
        let Ok(envelope) = serde_json::from_str::<Envelope>(line) else {
            tracing::warn!(phone = self.plan.name, "the phone's line is no message");
            return;
        };
        let text: Arc<str> = line.into();
        match (envelope.kind, envelope.request) {
            (Kind::Screen, _) => {
                self.screen = Some(Arc::clone(&text));
                self.tell_pages(&Frame::Screen(text));
            }
            (Kind::Perform, Some(request)) => {
                if let Some((page, outbox)) = self.pages.last_key_value() {
                    self.pending.insert(request, *page);
                    outbox.push(Frame::Event(text));
                } else {
                    self.unavailable(request);
                }
            }
            (Kind::Perform, None) => {}
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
async fn write_lines(mut stdin: ChildStdin, mut lines: mpsc::UnboundedReceiver<String>) {
    while let Some(line) = lines.recv().await {
        if stdin.write_all(line.as_bytes()).await.is_err() {
            return;
        }
    }
}
