-- Logging in elsewhere: logins, sessions with parties, grants. Times, ids and digests are as in the first schema.

ALTER TABLE audit ADD COLUMN party TEXT;

CREATE TABLE pushed_request (
    id BLOB NOT NULL PRIMARY KEY,
    client TEXT NOT NULL,
    detail TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pushed_request_by_end ON pushed_request (expires_at);

-- `numbers` is the three that the phone shows and the right one. `request` is the hash of the write that opened door `app`.
CREATE TABLE login (
    id BLOB NOT NULL PRIMARY KEY,
    door TEXT NOT NULL,
    client TEXT NOT NULL,
    party TEXT NOT NULL,
    scopes TEXT NOT NULL,
    detail TEXT NOT NULL,
    browser BLOB,
    user_code INTEGER,
    request BLOB,
    state TEXT NOT NULL CHECK (state IN ('open', 'claimed', 'approved', 'coded', 'redeemed', 'refused', 'wrong_number',
        'contested', 'cancelled', 'superseded', 'revoked', 'expired')),
    ends_at INTEGER NOT NULL,
    device BLOB REFERENCES device (id),
    person BLOB REFERENCES person (handle),
    claimed_at INTEGER,
    numbers BLOB,
    session BLOB
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX login_of_browser ON login (browser) WHERE browser IS NOT NULL;
CREATE UNIQUE INDEX login_by_user_code ON login (user_code) WHERE user_code IS NOT NULL;
CREATE INDEX login_of_person ON login (person) WHERE state IN ('claimed', 'approved', 'coded');
CREATE INDEX login_by_end ON login (ends_at);

CREATE TABLE party_session (
    id BLOB NOT NULL PRIMARY KEY,
    person BLOB NOT NULL REFERENCES person (handle),
    device BLOB NOT NULL REFERENCES device (id),
    client TEXT NOT NULL,
    party TEXT NOT NULL,
    scopes TEXT NOT NULL,
    detail TEXT NOT NULL,
    jkt TEXT,
    since INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    ended_at INTEGER,
    generation INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX party_session_of_person ON party_session (person, since) WHERE ended_at IS NULL;
CREATE INDEX party_session_by_end ON party_session (until);

CREATE TABLE party_grant (
    id BLOB NOT NULL PRIMARY KEY,
    person BLOB NOT NULL REFERENCES person (handle),
    client TEXT NOT NULL,
    party TEXT NOT NULL,
    scopes TEXT NOT NULL,
    since INTEGER NOT NULL,
    UNIQUE (person, client)
) STRICT, WITHOUT ROWID;

-- Ends of sessions that their parties have to be told (Back-Channel Logout).
CREATE TABLE party_logout (
    session BLOB NOT NULL PRIMARY KEY,
    client TEXT NOT NULL,
    person BLOB NOT NULL REFERENCES person (handle),
    due_at INTEGER NOT NULL,
    tries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX party_logout_due ON party_logout (due_at);
