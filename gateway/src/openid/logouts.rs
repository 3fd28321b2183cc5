//! Back-Channel Logout: parties hear that a session has ended, at once where they can be reached.
//!
//! The storage queues every end of a session in the transaction that ends it; [`run`] brings them out. Each delivery is
//! a task of its own with a time limit, a party has few at once, and one that failed rests before its next: a slow or
//! dead party delays nobody else. What was not told within a day is given up; the party's tokens are dead anyway.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use leling_protocol::Timestamp;
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

use super::{
    client::Client,
    detail::{SessionDetail, read},
    mint::logout_token,
};
use crate::{
    Gateway,
    storage::{DueLogout, PartySessionId, StorageError},
};

/// How often is looked where nobody calls.
const LOOK: Duration = Duration::from_secs(1);

/// Most ends that are looked at in one go.
const BATCH: u32 = 500;

/// Deliveries of one party at the same time.
const AT_ONCE: usize = 4;

/// Seconds until the next try of an end, and of its party, by how often it failed before; the last one stays.
const WAITS: [i64; 5] = [5, 15, 60, 300, 900];

/// Seconds after which an end is given up.
const GIVEN_UP: i64 = 86_400;

/// Brings out what is due until `stopped` says so. Also reads the file of clients again where it changed.
pub(crate) async fn run(gateway: Arc<Gateway>, mut stopped: watch::Receiver<bool>) {
    let mut every = interval(LOOK);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut parties = Parties::default();
    let mut deliveries = JoinSet::new();
    loop {
        tokio::select! {
            _ = every.tick() => gateway.openid.clients.refresh(),
            () = gateway.openid.ended.notified() => {}
            Some(done) = deliveries.join_next() => {
                if let Ok(done) = done {
                    parties.done(&done, gateway.now());
                }
                // Whoever waited for a place has one now.
                if !parties.waiting {
                    continue;
                }
            }
            // What is under way is due again at the next start.
            _ = stopped.changed() => return,
        }
        if let Err(error) = look(&gateway, &mut parties, &mut deliveries).await {
            tracing::error!(%error, "ends of sessions were not looked at");
        }
    }
}

/// Starts a delivery for each end that is due and whose party has a place.
async fn look(
    gateway: &Arc<Gateway>,
    parties: &mut Parties,
    deliveries: &mut JoinSet<Delivery>,
) -> Result<(), StorageError> {
    let now = gateway.now();
    parties.waiting = false;
    for due in gateway.storage.due_logouts(now, BATCH).await? {
        let client = gateway.openid.clients.get(due.client.as_str());
        let Some(client) = client.filter(|client| client.backchannel().is_some()) else {
            gateway.storage.logout_told(due.session).await?;
            continue;
        };
        match parties.place(&due, now) {
            Place::Free => {
                deliveries.spawn(deliver(Arc::clone(gateway), client, due));
            }
            Place::Taken => parties.waiting = true,
            Place::UnderWay => {}
            Place::Resting(until) => gateway.storage.logout_untold(due.session, until).await?,
        }
    }
    Ok(())
}

/// A delivery that ended.
struct Delivery {
    client: String,
    session: PartySessionId,
    told: Told,
}

/// Whether a party heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Yes,
    No,
}

async fn deliver(gateway: Arc<Gateway>, client: Arc<Client>, due: DueLogout) -> Delivery {
    let told = try_once(&gateway, &client, &due).await.unwrap_or_else(|error| {
        tracing::error!(%error, "the telling of a sign-out was not noted");
        Told::No
    });
    Delivery { client: client.id().to_owned(), session: due.session, told }
}

/// Tries to tell a party once and notes what came of it.
async fn try_once(gateway: &Gateway, client: &Client, due: &DueLogout) -> Result<Told, StorageError> {
    let row = gateway.storage.party_session(due.session).await?;
    let kept = row.as_ref().and_then(|row| read::<SessionDetail>(&row.detail));
    let (Some(row), Some(kept)) = (row, kept) else {
        gateway.storage.logout_told(due.session).await?;
        return Ok(Told::Yes);
    };
    let Err(cause) = tell(gateway, client, &kept.iss, due).await else {
        gateway.storage.logout_told(due.session).await?;
        return Ok(Told::Yes);
    };
    tracing::warn!(client = client.id(), tries = due.tries, cause, "a party was not told of a sign-out");
    let (now, ended) = (gateway.now(), row.session.ended_at.unwrap_or(row.session.until));
    if now.since(ended) > GIVEN_UP {
        gateway.storage.logout_told(due.session).await?;
    } else {
        gateway.storage.logout_untold(due.session, now.plus(wait(due.tries))).await?;
    }
    Ok(Told::No)
}

async fn tell(gateway: &Gateway, client: &Client, issuer: &str, due: &DueLogout) -> Result<(), String> {
    let address = client.backchannel().ok_or("party has no address any more")?;
    let token = logout_token(gateway, client, issuer, due.session, due.person);
    let token = token.map_err(|_| "logout token was not signed")?;
    gateway.openid.logout.tell(address, &token).await.map_err(|unavailable| unavailable.to_string())
}

/// Seconds until the next try after `failures` before this one.
fn wait(failures: u32) -> i64 {
    let last = WAITS.len() - 1;
    WAITS[usize::try_from(failures).map_or(last, |failures| failures.min(last))]
}

/// Who has deliveries under way, and who rests after one that failed.
#[derive(Default)]
struct Parties {
    by_client: HashMap<String, Party>,
    /// Whether something due found no place.
    waiting: bool,
}

#[derive(Default)]
struct Party {
    under_way: HashSet<PartySessionId>,
    failures: u32,
    rests_until: Option<Timestamp>,
}

/// Whether a delivery may start.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    Free,
    Taken,
    UnderWay,
    Resting(Timestamp),
}

impl Parties {
    fn place(&mut self, due: &DueLogout, now: Timestamp) -> Place {
        let party = self.by_client.entry(due.client.as_str().to_owned()).or_default();
        if party.under_way.contains(&due.session) {
            return Place::UnderWay;
        }
        if let Some(until) = party.rests_until.filter(|until| *until > now) {
            return Place::Resting(until);
        }
        // One that failed is tried with a single delivery first.
        let places = if party.failures > 0 { 1 } else { AT_ONCE };
        if party.under_way.len() >= places {
            return Place::Taken;
        }
        party.under_way.insert(due.session);
        Place::Free
    }

    fn done(&mut self, done: &Delivery, now: Timestamp) {
        let Some(party) = self.by_client.get_mut(&done.client) else { return };
        party.under_way.remove(&done.session);
        if done.told == Told::Yes {
            (party.failures, party.rests_until) = (0, None);
            return;
        }
        party.rests_until = Some(now.plus(wait(party.failures)));
        party.failures = party.failures.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::storage::{ClientId, PersonHandle};

    fn due(client: &str, session: u128) -> DueLogout {
        DueLogout {
            session: PartySessionId(Uuid::from_u128(session)),
            client: ClientId::new(client),
            person: PersonHandle(Uuid::nil()),
            tries: 0,
        }
    }

    fn done(client: &str, session: u128, told: Told) -> Delivery {
        Delivery { client: client.to_owned(), session: PartySessionId(Uuid::from_u128(session)), told }
    }

    #[test]
    fn a_party_has_few_deliveries_at_once_and_takes_no_place_of_another() {
        let (mut parties, now) = (Parties::default(), Timestamp::from_seconds(1_000));
        for session in 0..4 {
            assert_eq!(parties.place(&due("slow", session), now), Place::Free);
        }
        assert_eq!(parties.place(&due("slow", 4), now), Place::Taken);
        assert_eq!(parties.place(&due("slow", 0), now), Place::UnderWay);
        assert_eq!(parties.place(&due("other", 5), now), Place::Free);
        parties.done(&done("slow", 0, Told::Yes), now);
        assert_eq!(parties.place(&due("slow", 4), now), Place::Free);
    }

    #[test]
    fn a_party_that_failed_rests_longer_each_time_and_then_gets_one_try() {
        let (mut parties, now) = (Parties::default(), Timestamp::from_seconds(1_000));
        assert_eq!(parties.place(&due("dead", 0), now), Place::Free);
        parties.done(&done("dead", 0, Told::No), now);
        assert_eq!(parties.place(&due("dead", 1), now), Place::Resting(now.plus(5)));
        let later = now.plus(5);
        assert_eq!(parties.place(&due("dead", 1), later), Place::Free);
        assert_eq!(parties.place(&due("dead", 2), later), Place::Taken);
        parties.done(&done("dead", 1, Told::No), later);
        assert_eq!(parties.place(&due("dead", 1), later), Place::Resting(later.plus(15)));
        let again = later.plus(15);
        assert_eq!(parties.place(&due("dead", 1), again), Place::Free);
        parties.done(&done("dead", 1, Told::Yes), again);
        assert_eq!(parties.place(&due("dead", 2), again), Place::Free);
        assert_eq!(parties.place(&due("dead", 3), again), Place::Free);
    }
}
