-- Times are seconds since the epoch. Ids and handles are the 16 bytes of a UUID. Digests are keyed hashes of 32 bytes.
-- Personal values stand only in sealed columns (person.name, person.id_number, phone.phone, enrolment.phone).

CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    handle BLOB NOT NULL PRIMARY KEY,
    id_index BLOB NOT NULL UNIQUE,
    id_number BLOB NOT NULL,
    name BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE phone (
    phone_index BLOB NOT NULL PRIMARY KEY,
    person BLOB NOT NULL REFERENCES person (handle),
    phone BLOB NOT NULL,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_of_person ON phone (person, since);

CREATE TABLE card (
    person BLOB NOT NULL PRIMARY KEY REFERENCES person (handle),
    number BLOB,
    physical TEXT NOT NULL,
    bank TEXT NOT NULL,
    ecard TEXT NOT NULL,
    sign_no TEXT,
    signed_at INTEGER,
    sign_seq INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    password TEXT,
    wrong_in_row INTEGER NOT NULL,
    wait_until INTEGER NOT NULL,
    day_began_at INTEGER NOT NULL,
    wrong_in_day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX card_by_sign_no ON card (sign_no) WHERE sign_no IS NOT NULL;

CREATE TABLE device (
    id BLOB NOT NULL PRIMARY KEY,
    person BLOB NOT NULL REFERENCES person (handle),
    state TEXT NOT NULL CHECK (state IN ('active', 'frozen', 'replaced')),
    device_key BLOB NOT NULL,
    approve_key BLOB NOT NULL,
    presence TEXT NOT NULL,
    platform TEXT NOT NULL,
    enrolled_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- One person, one device in use: the rule that a replacement rests on.
CREATE UNIQUE INDEX device_in_use ON device (person) WHERE state IN ('active', 'frozen');

CREATE TABLE enrolment (
    id BLOB NOT NULL PRIMARY KEY,
    request BLOB NOT NULL,
    person BLOB NOT NULL REFERENCES person (handle),
    jkt TEXT NOT NULL,
    device_key BLOB NOT NULL,
    approve_key BLOB NOT NULL,
    presence TEXT NOT NULL,
    platform TEXT NOT NULL,
    phone BLOB NOT NULL,
    phone_index BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('begun', 'sent', 'waiting', 'stopped', 'active')),
    sending_since INTEGER NOT NULL,
    code BLOB,
    code_expires_at INTEGER NOT NULL,
    resend_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    device BLOB,
    until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX enrolment_waiting ON enrolment (until) WHERE state = 'waiting';
CREATE INDEX enrolment_of_person ON enrolment (person) WHERE state = 'waiting';

CREATE TABLE session (
    id BLOB NOT NULL PRIMARY KEY,
    device BLOB NOT NULL REFERENCES device (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of_device ON session (device);

CREATE TABLE certificate (
    status_index INTEGER NOT NULL PRIMARY KEY,
    device BLOB NOT NULL REFERENCES device (id),
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX certificate_of_device ON certificate (device);
CREATE INDEX certificate_by_end ON certificate (expires_at);
CREATE INDEX certificate_revoked ON certificate (status_index) WHERE revoked_at IS NOT NULL;

CREATE TABLE counter_code (
    digest BLOB NOT NULL PRIMARY KEY,
    person BLOB NOT NULL REFERENCES person (handle),
    purpose TEXT NOT NULL,
    staff TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX counter_code_of_person ON counter_code (person, purpose);

CREATE TABLE consent (
    id BLOB NOT NULL PRIMARY KEY,
    person BLOB NOT NULL REFERENCES person (handle),
    device BLOB NOT NULL REFERENCES device (id),
    kind TEXT NOT NULL,
    text_version INTEGER NOT NULL,
    given INTEGER NOT NULL CHECK (given IN (0, 1)),
    said_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    person BLOB NOT NULL REFERENCES person (handle),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    staff TEXT,
    act TEXT NOT NULL,
    device BLOB,
    hash BLOB NOT NULL,
    PRIMARY KEY (person, seq)
) STRICT, WITHOUT ROWID;

-- Writes by their own id, for ever; status and body go after 30 days.
CREATE TABLE answer (
    id BLOB NOT NULL PRIMARY KEY,
    request BLOB NOT NULL,
    status INTEGER,
    body BLOB,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_kept ON answer (at) WHERE body IS NOT NULL;

CREATE TABLE used_proof (
    digest BLOB NOT NULL PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX used_proof_by_end ON used_proof (until);

CREATE TABLE rate (
    digest BLOB NOT NULL PRIMARY KEY,
    ends_at INTEGER NOT NULL,
    used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX rate_by_end ON rate (ends_at);
