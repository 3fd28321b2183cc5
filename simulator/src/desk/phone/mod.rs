//! A phone as the desk has it: its process, its network, its pages. One task owns it all and takes orders in turn.
//!
//! This module is the way to that task; [`keeper`] is the task.

mod keeper;

use std::{io, net::SocketAddr, path::PathBuf};

use leling_screen::{CameraState, PlatformOutcome, RequestId, UiEvent};
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot, watch};

use super::{child::Nursery, outbox::Outbox};
use crate::relay::Relay;
use keeper::Keeper;

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
    call: bool,
    capture: bool,
    camera: CameraState,
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

/// A picture of a phone's camera as a page sends it: width and height in pixels, two bytes each, the low one first; then luma,
/// one byte a pixel, rows from the top; then, for a picture in colour, chroma of half the sides rounded up, blue before red.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    width: u16,
    height: u16,
    y: Vec<u8>,
    uv: Option<Vec<u8>>,
}

impl Picture {
    /// Reads a page's binary message; `None` where its length is another one than its sides say.
    pub(crate) fn read(message: &[u8]) -> Option<Self> {
        let (sides, planes) = message.split_first_chunk::<4>()?;
        let [width, height] = [[sides[0], sides[1]], [sides[2], sides[3]]].map(u16::from_le_bytes);
        let (y, uv) = planes.split_at_checked(usize::from(width) * usize::from(height))?;
        let chroma = 2 * usize::from(width.div_ceil(2)) * usize::from(height.div_ceil(2));
        let fits = !y.is_empty() && (uv.is_empty() || uv.len() == chroma);
        fits.then(|| Self { width, height, y: y.to_vec(), uv: (!uv.is_empty()).then(|| uv.to_vec()) })
    }
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
    /// A phone call goes on, or not.
    Call { on: bool },
    /// The screen is shared, or not.
    Capture { on: bool },
    /// How the camera stands.
    Camera { state: CameraState },
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
    Picture(Picture),
    Leave(PageId),
    Stop(oneshot::Sender<()>),
}

/// The way to a phone's task.
#[derive(Clone, Debug)]
pub(crate) struct Phone {
    pub(crate) name: &'static str,
    orders: mpsc::UnboundedSender<Order>,
}

/// Another app on the phone.
#[derive(Clone, Debug)]
pub(super) struct App {
    pub(super) name: &'static str,
    /// How the links begin that it has claimed.
    pub(super) claims: String,
    /// Where they go.
    pub(super) links: mpsc::UnboundedSender<String>,
}

/// What a phone is made of before it is started.
pub(super) struct Plan {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) dir: PathBuf,
    pub(super) relay: Relay,
    /// Further origins whose login codes and links it follows.
    pub(super) links: Vec<String>,
    /// The other apps on it.
    pub(super) apps: Vec<App>,
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

    /// Shows its camera a picture; it is dropped while an earlier one is on its way, and while the camera does not work.
    pub(crate) fn see(&self, picture: Picture) {
        let _ = self.orders.send(Order::Picture(picture));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_read_by_their_sides() {
        let picture = |sides: [u8; 4], planes: usize| {
            let message: Vec<u8> = sides.into_iter().chain(std::iter::repeat_n(7, planes)).collect();
            Picture::read(&message).map(|picture| (picture.width, picture.height, picture.uv.map(|uv| uv.len())))
        };
        assert_eq!(picture([4, 0, 2, 0], 8), Some((4, 2, None)));
        assert_eq!(picture([3, 0, 3, 0], 9 + 8), Some((3, 3, Some(8))));
        assert_eq!(picture([0, 1, 1, 0], 256), Some((256, 1, None)));
        for (sides, planes) in
            [([4, 0, 2, 0], 7), ([4, 0, 2, 0], 9), ([0, 0, 2, 0], 0), ([255; 4], 9), ([4, 0, 2, 0], 0)]
        {
            assert_eq!(picture(sides, planes), None, "{sides:?} {planes}");
        }
        assert!(Picture::read(&[1, 0, 1]).is_none());
    }
}
