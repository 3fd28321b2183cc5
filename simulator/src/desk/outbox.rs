//! What waits to be sent to one page: frames in order, and of screens only the newest.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

/// A frame for a page, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A whole screen; it replaces one that was not sent yet.
    Screen(Arc<str>),
    /// Anything else; each is sent.
    Event(Arc<str>),
}

impl Frame {
    /// The text to send.
    pub(crate) fn text(&self) -> &str {
        let (Self::Screen(text) | Self::Event(text)) = self;
        text
    }
}

/// Frames that wait, shared by who brings and who sends them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox(Arc<(Mutex<VecDeque<Frame>>, Notify)>);

impl Outbox {
    /// Adds a frame.
    pub(crate) fn push(&self, frame: Frame) {
        let mut waiting = self.waiting();
        if matches!(frame, Frame::Screen(_)) {
            waiting.retain(|older| matches!(older, Frame::Event(_)));
        }
        waiting.push_back(frame);
        drop(waiting);
        self.0.1.notify_one();
    }

    /// Takes the next frame, waiting for it. One reader only; no frame is lost when the wait is given up.
    pub(crate) async fn next(&self) -> Frame {
        loop {
            if let Some(frame) = self.waiting().pop_front() {
                return frame;
            }
            self.0.1.notified().await;
        }
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Frame>> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn of_screens_only_the_newest_matters() {
        let outbox = Outbox::default();
        for (number, frame) in ["up", "1", "speak", "2", "3"].into_iter().enumerate() {
            outbox.push(if number % 2 == 0 && number < 4 {
                Frame::Event(frame.into())
            } else {
                Frame::Screen(frame.into())
            });
        }
        let mut sent = Vec::new();
        for _ in 0..3 {
            sent.push(outbox.next().await.text().to_owned());
        }
        assert_eq!(sent, ["up", "speak", "3"]);
    }
}
