//! Staff: what each role may do, and how long a session at the desk lasts.

use leling_protocol::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Numbers;

/// What somebody does at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 窗口: sees people and their papers.
    Clerk,
    /// 电话: hears people, and can check no papers.
    Hotline,
    /// 主管: may also take back what the others did.
    Supervisor,
    /// 复核: looks at what machines could not decide; no page of today is theirs.
    Reviewer,
}

/// What a page of the desk does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Right {
    /// Freeze a phone that was lost.
    Freeze,
    /// Unfreeze it.
    Unfreeze,
    /// Give a code of eight digits to a person who stands there.
    GiveCodes,
    /// See the page that a caller's help code stands for; it names nobody.
    SeeHelp,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Clerk, Self::Hotline, Self::Supervisor, Self::Reviewer];

    /// Gives the name used in storage and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Hotline => "hotline",
            Self::Supervisor => "supervisor",
            Self::Reviewer => "reviewer",
        }
    }

    /// Reads the name used in storage and on the command line.
    pub fn from_name(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// The one table of rights.
    pub const fn may(self, right: Right) -> bool {
        match right {
            Right::Freeze | Right::SeeHelp => matches!(self, Self::Clerk | Self::Hotline | Self::Supervisor),
            Right::Unfreeze => matches!(self, Self::Supervisor),
            Right::GiveCodes => matches!(self, Self::Clerk | Self::Supervisor),
        }
    }
}

/// The times of a session at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskSession {
    /// When it began.
    pub since: Timestamp,
    /// When it was last used.
    pub used_at: Timestamp,
}

impl DeskSession {
    /// Says whether the session may be used at `now`: not left alone for too long, and not longer than a working day.
    pub fn is_open(self, now: Timestamp, numbers: &Numbers) -> bool {
        now.since(self.used_at) < i64::from(numbers.desk_idle_seconds)
            && now.since(self.since) < i64::from(numbers.desk_session_seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_cannot_check_papers_gives_no_code_and_only_a_supervisor_takes_a_freeze_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.as_str()), Some(role));
            assert_eq!(role.may(Right::Unfreeze), role == Role::Supervisor);
        }
        assert!(Role::Hotline.may(Right::Freeze) && !Role::Hotline.may(Right::GiveCodes));
        let all = [Right::Freeze, Right::Unfreeze, Right::GiveCodes, Right::SeeHelp];
        assert!(!all.into_iter().any(|right| Role::Reviewer.may(right)));
        assert!(Role::Hotline.may(Right::SeeHelp));
        assert_eq!(Role::from_name("admin"), None);
    }

    #[test]
    fn a_session_ends_after_a_quarter_of_an_hour_alone_and_after_a_day_at_work() {
        let (numbers, since) = (Numbers::default(), Timestamp::from_seconds(1_795_399_200));
        let session = |used: i64| DeskSession { since, used_at: since.plus(used) };
        assert!(session(0).is_open(since.plus(899), &numbers));
        assert!(!session(0).is_open(since.plus(900), &numbers));
        assert!(session(35_999).is_open(since.plus(35_999), &numbers));
        assert!(!session(35_999).is_open(since.plus(36_000), &numbers));
    }
}
