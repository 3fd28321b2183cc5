//! [`LoginStorage`] for SQLite: each method names its transaction. Steps before an approval need not wait for the disk.

use leling_protocol::{Redacted, Timestamp};

use super::{SqliteStorage, answered, login, party};
use crate::{
    refusal::Refusal,
    storage::{
        Answer, AnswerLogin, AuthorizeLogin, BrowserId, ClaimLogin, ClientId, DeviceId, DueLogout, Finished, GrantId,
        GrantRow, LoginId, LoginRow, LoginStorage, OpenLogin, PartySessionId, PartySessionRow, PersonFacts,
        PersonHandle, PushRequest, PushedRequestId, RedeemLogin, Redeemed, RefreshPartySession, Refreshed, RenewLogin,
        Reply, Write,
    },
};

impl LoginStorage for SqliteStorage {
    fn push_request(&self, push: PushRequest) -> Reply<'_, Result<(), Refusal>> {
        self.write_soon(move |tx, inside| party::push(tx, inside, &push))
    }

    fn take_pushed_request(
        &self,
        id: PushedRequestId,
        client: ClientId,
        at: Timestamp,
    ) -> Reply<'_, Option<Redacted<String>>> {
        self.write_soon(move |tx, _| party::take_pushed(tx, id, &client, at))
    }

    fn open_login(&self, open: OpenLogin) -> Reply<'_, Result<LoginRow, Refusal>> {
        self.write_soon(move |tx, inside| login::open(tx, inside, &open))
    }

    fn login(&self, login: LoginId, at: Timestamp) -> Reply<'_, Option<LoginRow>> {
        self.read(move |tx, _| login::view(tx, login, at))
    }

    fn login_of_browser(&self, browser: BrowserId, at: Timestamp) -> Reply<'_, Option<LoginRow>> {
        self.read(move |tx, _| login::view_of_browser(tx, browser, at))
    }

    fn cancel_login(&self, login: LoginId, at: Timestamp) -> Reply<'_, Option<LoginRow>> {
        self.write(move |tx, _| login::cancel(tx, login, at))
    }

    fn renew_login(&self, renew: RenewLogin) -> Reply<'_, Option<LoginRow>> {
        self.write_soon(move |tx, inside| login::renew(tx, inside, &renew))
    }

    fn finish_login(&self, browser: BrowserId, at: Timestamp) -> Reply<'_, Finished> {
        self.write_soon(move |tx, inside| login::finish(tx, inside, browser, at))
    }

    fn redeem_login(&self, redeem: RedeemLogin) -> Reply<'_, Redeemed> {
        self.write(move |tx, _| answered::redeem(tx, &redeem))
    }

    fn claim_login(&self, write: Write, claim: ClaimLogin) -> Reply<'_, Answer> {
        self.write_soon(move |tx, inside| login::claim(tx, inside, &write, &claim))
    }

    fn authorize_login(&self, write: Write, authorize: AuthorizeLogin) -> Reply<'_, Answer> {
        self.write_soon(move |tx, inside| login::authorize(tx, inside, &write, &authorize))
    }

    fn keep_login(&self, write: Write, device: DeviceId, login: LoginId) -> Reply<'_, Answer> {
        self.write_soon(move |tx, inside| answered::keep(tx, inside, &write, device, login))
    }

    fn answer_login(&self, write: Write, answer: AnswerLogin) -> Reply<'_, Answer> {
        self.write(move |tx, inside| answered::answer(tx, inside, &write, &answer))
    }

    fn party_session(&self, session: PartySessionId) -> Reply<'_, Option<PartySessionRow>> {
        self.read(move |tx, _| party::find(tx, session))
    }

    fn use_party_session(&self, session: PartySessionId, at: Timestamp) -> Reply<'_, ()> {
        self.write_soon(move |tx, _| party::note_use(tx, session, at))
    }

    fn refresh_party_session(&self, refresh: RefreshPartySession) -> Reply<'_, Refreshed> {
        self.write(move |tx, _| party::refresh(tx, &refresh))
    }

    fn end_party_session(&self, session: PartySessionId, client: ClientId, at: Timestamp) -> Reply<'_, bool> {
        self.write(move |tx, _| party::end_by_party(tx, session, &client, at))
    }

    fn party_sessions(&self, person: PersonHandle, at: Timestamp) -> Reply<'_, Vec<PartySessionRow>> {
        self.read(move |tx, _| party::sessions(tx, person, at))
    }

    fn grants(&self, person: PersonHandle) -> Reply<'_, Vec<GrantRow>> {
        self.read(move |tx, _| party::grants(tx, person))
    }

    fn end_session(&self, write: Write, device: DeviceId, session: PartySessionId) -> Reply<'_, Answer> {
        self.write(move |tx, inside| party::end_by_person(tx, inside, &write, device, session))
    }

    fn revoke_grant(&self, write: Write, device: DeviceId, grant: GrantId) -> Reply<'_, Answer> {
        self.write(move |tx, inside| party::revoke(tx, inside, &write, device, grant))
    }

    fn person_facts(&self, person: PersonHandle) -> Reply<'_, PersonFacts> {
        self.read(move |tx, inside| party::facts(tx, inside, person))
    }

    fn due_logouts(&self, at: Timestamp, limit: u32) -> Reply<'_, Vec<DueLogout>> {
        self.read(move |tx, _| party::due(tx, at, limit))
    }

    fn logout_told(&self, session: PartySessionId) -> Reply<'_, ()> {
        self.write_soon(move |tx, _| party::told(tx, session))
    }

    fn logout_untold(&self, session: PartySessionId, next: Timestamp) -> Reply<'_, ()> {
        self.write_soon(move |tx, _| party::untold(tx, session, next))
    }
}
