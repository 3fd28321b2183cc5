//! Logins: opened, found, claimed, fetched. What a person answers and what comes of it is in [`super::answered`].

use leling_protocol::{CardAction, CounterCode, ErrorCode, Timestamp, wire::LoginDoor};
use rusqlite::{OptionalExtension as _, Row, Transaction};
use serde::{Deserialize, Serialize};

use super::{
    Answer, DeviceId, Inside, PersonHandle, StorageError, Write,
    answers::{self, Outcome, pass},
    card,
    columns::{At, Named},
    device, party, people,
};
use crate::{
    refusal::Refusal,
    rules::{
        card::allow,
        login::{End, Login, Matching, NoSession, NumberChoice, Stage, check_slot},
    },
    storage::{
        Asked, AuthorizeLogin, BrowserId, ClaimLogin, ClaimedLogin, ClientId, Finished, FoundBy, LoginId, LoginRow,
        OpenAt, OpenLogin, PartySessionId, RenewLogin, Respond,
    },
};

/// How many digits in use are passed over until free ones are found.
const MOST_TAKEN: u32 = 1_000;

/// Number of codes of eight digits.
const USER_CODES: u32 = 100_000_000;

/// How far a login has come, as it is stored.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Open,
    Claimed,
    Approved,
    Coded,
    Redeemed,
    Refused,
    WrongNumber,
    Contested,
    Cancelled,
    Superseded,
    Revoked,
    Expired,
}

/// A row of `login`.
pub(super) struct Stored {
    pub(super) row: LoginRow,
    pub(super) person: Option<PersonHandle>,
    /// The session that came of it.
    pub(super) session: Option<PartySessionId>,
    request: Option<[u8; 32]>,
}

impl Stored {
    const COLUMNS: &'static str =
        "id, door, client, party, scopes, detail, user_code, state, ends_at, device, claimed_at,
        numbers, person, session, request";

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (Named(door), Named(state), At(ends_at)) = (row.get(1)?, row.get(7)?, row.get(8)?);
        let (device, claimed_at, numbers) = (row.get(9)?, row.get(10)?, row.get(11)?);
        let reached = stage(state, device, claimed_at, numbers).ok_or(rusqlite::Error::InvalidQuery)?;
        let asked = Asked { client: row.get(2)?, party: row.get(3)?, scopes: row.get(4)?, detail: row.get(5)? };
        let user_code = row.get::<_, Option<u32>>(6)?.and_then(digits);
        let login = Login { door, stage: reached, ends_at };
        Ok(Self {
            row: LoginRow { id: row.get(0)?, login, asked, user_code },
            person: row.get(12)?,
            session: row.get(13)?,
            request: row.get(14)?,
        })
    }
}

fn stage(
    state: State,
    device: Option<DeviceId>,
    claimed_at: Option<At>,
    numbers: Option<[u8; 4]>,
) -> Option<Stage<DeviceId>> {
    Some(match state {
        State::Open => Stage::Open,
        State::Claimed => {
            let At(at) = claimed_at?;
            let matching = match numbers {
                Some([a, b, c, right]) => Matching::Number(NumberChoice::new([a, b, c], right)?),
                None => Matching::Nothing,
            };
            Stage::Claimed { by: device?, at, matching }
        }
        State::Approved => Stage::Approved { by: device? },
        State::Coded => Stage::Coded { by: device? },
        State::Redeemed => Stage::Redeemed { by: device? },
        State::Refused => Stage::Ended(End::Refused),
        State::WrongNumber => Stage::Ended(End::WrongNumber),
        State::Contested => Stage::Ended(End::Contested),
        State::Cancelled => Stage::Ended(End::Cancelled),
        State::Superseded => Stage::Ended(End::Superseded),
        State::Revoked => Stage::Ended(End::Revoked),
        State::Expired => Stage::Ended(End::Expired),
    })
}

fn state(stage: &Stage<DeviceId>) -> State {
    match stage {
        Stage::Open => State::Open,
        Stage::Claimed { .. } => State::Claimed,
        Stage::Approved { .. } => State::Approved,
        Stage::Coded { .. } => State::Coded,
        Stage::Redeemed { .. } => State::Redeemed,
        Stage::Ended(End::Refused) => State::Refused,
        Stage::Ended(End::WrongNumber) => State::WrongNumber,
        Stage::Ended(End::Contested) => State::Contested,
        Stage::Ended(End::Cancelled) => State::Cancelled,
        Stage::Ended(End::Superseded) => State::Superseded,
        Stage::Ended(End::Revoked) => State::Revoked,
        Stage::Ended(End::Expired) => State::Expired,
    }
}

fn digits(number: u32) -> Option<CounterCode> {
    CounterCode::parse(&format!("{number:08}")).ok()
}

fn as_number(code: &CounterCode) -> u32 {
    code.as_str().parse().unwrap_or(USER_CODES)
}

/// Finds a login, as it was last written.
pub(super) fn find(tx: &Transaction<'_>, id: LoginId) -> Result<Option<Stored>, StorageError> {
    let sql = format!("SELECT {} FROM login WHERE id = ?1", Stored::COLUMNS);
    Ok(tx.prepare_cached(&sql)?.query_row([id], Stored::from_row).optional()?)
}

fn find_by_browser(tx: &Transaction<'_>, browser: BrowserId) -> Result<Option<Stored>, StorageError> {
    let sql = format!("SELECT {} FROM login WHERE browser = ?1", Stored::COLUMNS);
    Ok(tx.prepare_cached(&sql)?.query_row([browser], Stored::from_row).optional()?)
}

fn find_by_user_code(tx: &Transaction<'_>, code: &CounterCode) -> Result<Option<Stored>, StorageError> {
    let sql = format!("SELECT {} FROM login WHERE user_code = ?1", Stored::COLUMNS);
    Ok(tx.prepare_cached(&sql)?.query_row([as_number(code)], Stored::from_row).optional()?)
}

/// Gives the logins of a person that wait for something.
fn alive_of(tx: &Transaction<'_>, person: PersonHandle) -> Result<Vec<Stored>, StorageError> {
    let sql = format!(
        "SELECT {} FROM login WHERE person = ?1 AND state IN ('claimed', 'approved', 'coded')",
        Stored::COLUMNS
    );
    let mut statement = tx.prepare_cached(&sql)?;
    let rows = statement.query_map([person], Stored::from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives a login as it is at `at`.
pub(super) fn view(tx: &Transaction<'_>, id: LoginId, at: Timestamp) -> Result<Option<LoginRow>, StorageError> {
    Ok(find(tx, id)?.map(|found| seen_at(found.row, at)))
}

/// Gives a browser's login as it is at `at`.
pub(super) fn view_of_browser(
    tx: &Transaction<'_>,
    browser: BrowserId,
    at: Timestamp,
) -> Result<Option<LoginRow>, StorageError> {
    Ok(find_by_browser(tx, browser)?.map(|found| seen_at(found.row, at)))
}

fn seen_at(row: LoginRow, at: Timestamp) -> LoginRow {
    LoginRow { login: row.login.at(at), ..row }
}

/// Writes back how far a login has come.
pub(super) fn save(tx: &Transaction<'_>, row: &LoginRow) -> Result<(), StorageError> {
    let sql = "UPDATE login SET state = ?2, ends_at = ?3 WHERE id = ?1";
    tx.prepare_cached(sql)?.execute((row.id, Named(state(&row.login.stage)), At(row.login.ends_at)))?;
    Ok(())
}

/// What a new row holds beside the login itself.
#[derive(Default)]
struct Beside {
    browser: Option<BrowserId>,
    request: Option<[u8; 32]>,
    person: Option<PersonHandle>,
}

fn insert(tx: &Transaction<'_>, row: &LoginRow, beside: &Beside) -> Result<(), StorageError> {
    let (login, asked) = (&row.login, &row.asked);
    let claim = match login.stage {
        Stage::Claimed { by, at, .. } => Some((by, At(at))),
        _ => None,
    };
    let (device, claimed_at) = claim.unzip();
    let sql = "INSERT INTO login (id, door, client, party, scopes, detail, browser, user_code, request, state, ends_at,
                   device, person, claimed_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    tx.prepare_cached(sql)?.execute((
        row.id,
        Named(login.door),
        &asked.client,
        &asked.party,
        asked.scopes,
        &asked.detail,
        beside.browser,
        row.user_code.as_ref().map(as_number),
        beside.request,
        Named(state(&login.stage)),
        At(login.ends_at),
        device,
        beside.person,
        claimed_at,
    ))?;
    Ok(())
}

/// Opens a login.
pub(super) fn open(
    tx: &Transaction<'_>,
    inside: &Inside,
    open: &OpenLogin,
) -> Result<Result<LoginRow, Refusal>, StorageError> {
    if let Some(refusal) = answers::spend_limits(tx, inside, &open.spends, open.at)? {
        return Ok(Err(refusal));
    }
    let (door, browser) = match open.place {
        OpenAt::Page { browser } => (LoginDoor::Page, Some(browser)),
        OpenAt::Device => (LoginDoor::Device, None),
    };
    if let Some(browser) = browser {
        leave_browser(tx, browser, open.at)?;
    }
    let row = LoginRow {
        id: open.id,
        login: Login::open(door, open.at, &inside.numbers),
        asked: open.asked.clone(),
        user_code: Some(free_user_code(tx, &open.user_code)?),
    };
    insert(tx, &row, &Beside { browser, ..Beside::default() })?;
    Ok(Ok(row))
}

/// Ends the login that a browser has, and takes it from the browser; one that nobody scanned is forgotten.
fn leave_browser(tx: &Transaction<'_>, browser: BrowserId, at: Timestamp) -> Result<(), StorageError> {
    let Some(mut before) = find_by_browser(tx, browser)? else {
        return Ok(());
    };
    before.row.login.cancel(at);
    save(tx, &before.row)?;
    let sql = match before.person {
        Some(_) => "UPDATE login SET browser = NULL WHERE id = ?1",
        None => "DELETE FROM login WHERE id = ?1",
    };
    tx.prepare_cached(sql)?.execute([before.row.id])?;
    Ok(())
}

fn free_user_code(tx: &Transaction<'_>, drawn: &CounterCode) -> Result<CounterCode, StorageError> {
    let mut statement = tx.prepare_cached("SELECT 1 FROM login WHERE user_code = ?1")?;
    for step in 0..MOST_TAKEN {
        let number = (as_number(drawn) + step) % USER_CODES;
        if !statement.exists([number])? {
            return digits(number).ok_or_else(|| StorageError::Broken("eight digits are no code".to_owned()));
        }
    }
    Err(StorageError::Busy)
}

/// Renews a browser's login where that makes sense; gives what stands now.
pub(super) fn renew(
    tx: &Transaction<'_>,
    inside: &Inside,
    renew: &RenewLogin,
) -> Result<Option<LoginRow>, StorageError> {
    let Some(before) = view_of_browser(tx, renew.browser, renew.at)? else {
        return Ok(None);
    };
    if !matches!(before.login.stage, Stage::Claimed { .. } | Stage::Ended(_)) {
        return Ok(Some(before));
    }
    let place = OpenAt::Page { browser: renew.browser };
    let (asked, user_code) = (before.asked, renew.user_code.clone());
    let again = OpenLogin { id: renew.id, place, asked, user_code, spends: Vec::new(), at: renew.at };
    Ok(open(tx, inside, &again)?.ok())
}

/// Ends a login from the other side.
pub(super) fn cancel(tx: &Transaction<'_>, id: LoginId, at: Timestamp) -> Result<Option<LoginRow>, StorageError> {
    let Some(mut found) = find(tx, id)? else {
        return Ok(None);
    };
    found.row.login.cancel(at);
    save(tx, &found.row)?;
    Ok(Some(found.row))
}

/// Fetches the code of a browser's login.
pub(super) fn finish(
    tx: &Transaction<'_>,
    inside: &Inside,
    browser: BrowserId,
    at: Timestamp,
) -> Result<Finished, StorageError> {
    let Some(Stored { mut row, .. }) = find_by_browser(tx, browser)? else {
        return Ok(Finished::Unknown);
    };
    match row.login.code(at, &inside.numbers) {
        Ok(()) => {
            save(tx, &row)?;
            Ok(Finished::Code(row))
        }
        Err(NoSession::Replayed) => Ok(Finished::Not(NoSession::Over)),
        Err(why) => Ok(Finished::Not(why)),
    }
}

/// Claims a login for a phone.
pub(super) fn claim(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    claim: &ClaimLogin,
) -> Result<Answer, StorageError> {
    pass(tx, inside, write, || {
        let person = match may_log_in(tx, claim.device)? {
            Ok(person) => person,
            Err(refusal) => return Ok(refusal.into()),
        };
        let (found, none, matching) = match &claim.by {
            FoundBy::Scan { login, .. } => {
                (find(tx, *login)?, ErrorCode::LoginUnknown, Matching::Number(claim.numbers))
            }
            FoundBy::UserCode(code) => (find_by_user_code(tx, code)?, ErrorCode::UserCodeWrong, Matching::Nothing),
        };
        let Some(Stored { mut row, .. }) = found.filter(|found| found.row.login.door != LoginDoor::App) else {
            return Ok(Outcome::Counted(none.into()));
        };
        let again = row.login.at(write.at).decider(claim.device).is_ok();
        if let FoundBy::Scan { slot, .. } = claim.by
            && !again
            && let Err(code) = check_slot(slot, write.at, &inside.numbers)
        {
            return Ok(code.into());
        }
        if let Err(code) = row.login.claim(claim.device, matching, write.at, &inside.numbers) {
            save(tx, &row)?;
            return Ok(Outcome::Counted(code.into()));
        }
        if !again {
            supersede(tx, person, claim.device, write.at)?;
            save_claim(tx, &row, person)?;
        }
        respond(tx, inside, person, &row, &claim.respond)
    })
}

/// Gives the person of a device that may log in elsewhere.
pub(super) fn may_log_in(
    tx: &Transaction<'_>,
    device: DeviceId,
) -> Result<Result<PersonHandle, Refusal>, StorageError> {
    let person = match device::in_use(tx, device)? {
        Ok(in_use) => in_use.person,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let card = card::find(tx, person)?;
    Ok(allow(card.physical, card.claimed, CardAction::Login).map(|()| person))
}

/// Ends what the phone scanned before and did not answer.
fn supersede(tx: &Transaction<'_>, person: PersonHandle, device: DeviceId, at: Timestamp) -> Result<(), StorageError> {
    for mut earlier in alive_of(tx, person)? {
        if matches!(earlier.row.login.stage, Stage::Claimed { by, .. } if by == device) {
            earlier.row.login.supersede(at);
            save(tx, &earlier.row)?;
        }
    }
    Ok(())
}

fn save_claim(tx: &Transaction<'_>, row: &LoginRow, person: PersonHandle) -> Result<(), StorageError> {
    let Stage::Claimed { by, at, matching } = row.login.stage else {
        return Err(StorageError::Broken("a claim left no claimed login".to_owned()));
    };
    let numbers = match matching {
        Matching::Number(choice) => {
            let [a, b, c] = choice.shown();
            Some([a, b, c, choice.right()])
        }
        Matching::Nothing => None,
    };
    let sql = "UPDATE login SET state = ?2, ends_at = ?3, device = ?4, person = ?5, claimed_at = ?6, numbers = ?7
               WHERE id = ?1";
    let (state, ends_at) = (Named(state(&row.login.stage)), At(row.login.ends_at));
    tx.prepare_cached(sql)?.execute((row.id, state, ends_at, by, person, At(at), numbers))?;
    Ok(())
}

fn respond(
    tx: &Transaction<'_>,
    inside: &Inside,
    person: PersonHandle,
    row: &LoginRow,
    respond: &Respond,
) -> Result<Outcome<leling_protocol::wire::LoginResponse>, StorageError> {
    let Stage::Claimed { matching, .. } = row.login.stage else {
        return Err(StorageError::Broken("a login that is not claimed was to be shown".to_owned()));
    };
    let claimed = ClaimedLogin {
        id: row.id,
        door: row.login.door,
        asked: row.asked.clone(),
        matching,
        ends_at: row.login.ends_at,
        known: party::known(tx, person, &row.asked)?,
        id_number: people::id_number(tx, inside, person)?,
    };
    Ok(match respond(&claimed) {
        Ok(response) => Outcome::Done(response),
        Err(refusal) => refusal.into(),
    })
}

/// Opens and claims a login that another app on the phone asked for.
pub(super) fn authorize(
    tx: &Transaction<'_>,
    inside: &Inside,
    write: &Write,
    authorize: &AuthorizeLogin,
) -> Result<Answer, StorageError> {
    pass(tx, inside, write, || {
        let person = match may_log_in(tx, authorize.device)? {
            Ok(person) => person,
            Err(refusal) => return Ok(refusal.into()),
        };
        let id = LoginId(write.id);
        if let Some(before) = find(tx, id)? {
            if before.request != Some(write.request) {
                return Ok(ErrorCode::RequestConflict.into());
            }
            let row = seen_at(before.row, write.at);
            return match row.login.decider(authorize.device) {
                Ok(_) => respond(tx, inside, person, &row, &authorize.respond),
                Err(code) => Ok(code.into()),
            };
        }
        let waits = |other: &Stored| matches!(other.row.login.at(write.at).stage, Stage::Claimed { .. });
        if alive_of(tx, person)?.iter().any(waits) {
            return Ok(ErrorCode::LoginBusy.into());
        }
        let login = Login::authorised(authorize.device, write.at, &inside.numbers);
        let row = LoginRow { id, login, asked: authorize.asked.clone(), user_code: None };
        let beside = Beside { browser: None, request: Some(write.request), person: Some(person) };
        insert(tx, &row, &beside)?;
        respond(tx, inside, person, &row, &authorize.respond)
    })
}

/// Ends every login of a person that waits for something: its phone or card may no longer log in.
pub(super) fn revoke_of(tx: &Transaction<'_>, person: PersonHandle, at: Timestamp) -> Result<(), StorageError> {
    for mut alive in alive_of(tx, person)? {
        alive.row.login.revoke(at);
        save(tx, &alive.row)?;
    }
    Ok(())
}

/// Ends those with one party: the person took the yes to it back.
pub(super) fn revoke_with(
    tx: &Transaction<'_>,
    person: PersonHandle,
    client: &ClientId,
    at: Timestamp,
) -> Result<(), StorageError> {
    for mut alive in alive_of(tx, person)? {
        if alive.row.asked.client == *client {
            alive.row.login.revoke(at);
            save(tx, &alive.row)?;
        }
    }
    Ok(())
}
