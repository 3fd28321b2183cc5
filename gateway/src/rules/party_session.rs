//! The session of a party that came of a login: used until it ends, its refresh token turned over at each use.
//!
//! A refresh token names its generation. One of an older generation was used before, by its owner or by a thief: nobody
//! can tell, so the session ends (RFC 9700, section 4.14.2).

use leling_protocol::Timestamp;

/// Where a session with a party stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartySession {
    /// When it ends at the latest.
    pub until: Timestamp,
    /// When it was ended; `None` while it is open.
    pub ended_at: Option<Timestamp>,
    /// Generation of the refresh token that is good now.
    pub generation: u32,
}

/// Why a refresh token is not turned over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotRefreshed {
    /// The session is over.
    Over,
    /// The token was used before; the session has ended by it.
    Replayed,
}

impl PartySession {
    /// Opens a session.
    pub const fn open(until: Timestamp) -> Self {
        Self { until, ended_at: None, generation: 0 }
    }

    /// Says whether the session may be used.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.until
    }

    /// Turns a refresh token over; gives the generation of the next one.
    ///
    /// # Errors
    /// [`NotRefreshed`].
    pub fn refresh(&mut self, generation: u32, now: Timestamp) -> Result<u32, NotRefreshed> {
        if !self.is_open(now) {
            return Err(NotRefreshed::Over);
        }
        if generation != self.generation {
            self.end(now);
            return Err(NotRefreshed::Replayed);
        }
        self.generation = self.generation.saturating_add(1);
        Ok(self.generation)
    }

    /// Ends the session; says whether it was open.
    pub fn end(&mut self, now: Timestamp) -> bool {
        let open = self.is_open(now);
        if open {
            self.ended_at = Some(now);
        }
        open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_795_399_200);

    #[test]
    fn a_token_that_is_used_twice_ends_the_session() {
        let mut session = PartySession::open(NOW.plus(100));
        assert_eq!(session.refresh(0, NOW), Ok(1));
        assert_eq!(session.refresh(1, NOW), Ok(2));
        assert_eq!(session.refresh(1, NOW.plus(1)), Err(NotRefreshed::Replayed));
        assert_eq!(session.refresh(2, NOW.plus(1)), Err(NotRefreshed::Over));
        assert_eq!(session.ended_at, Some(NOW.plus(1)));
    }

    #[test]
    fn it_ends_by_itself_and_once() {
        let mut session = PartySession::open(NOW.plus(100));
        assert!(session.is_open(NOW.plus(99)) && !session.is_open(NOW.plus(100)));
        assert_eq!(session.refresh(0, NOW.plus(100)), Err(NotRefreshed::Over));
        assert!(session.end(NOW));
        assert!(!session.end(NOW.plus(1)));
        assert_eq!(session.ended_at, Some(NOW));
    }
}
